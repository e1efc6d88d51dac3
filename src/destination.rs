//! Whether people may be led to an address that the address line, storage or a setting gives: to this origin, or to one that
//! the owner lists, and nowhere else. Whoever writes such an address may be anybody.

use web_sys::Url;

/// Bytes at most.
const LONGEST: usize = 2000;

/// The whole address, as the browser writes it, if it is of one of the `origins`: a path stands for one of the first.
///
/// What a browser would have to mend before it could read it is not taken: the address has to begin with an origin as it is
/// written there, or with one slash, and what is left of it has to be plain.
pub fn allowed(given: &str, origins: &[&str]) -> Option<String> {
    let own = origins.first().filter(|_| given.starts_with('/')).map(|&origin| (origin, given));
    let known = origins.iter().filter_map(|&origin| Some((origin, given.strip_prefix(origin)?)));
    let (origin, rest) = known.chain(own).find(|(_, rest)| is_plain(rest))?;
    let url = Url::new(&format!("{origin}{rest}")).ok()?;
    (url.origin() == origin).then(|| url.href())
}

/// Whether this can stand after an origin, and nowhere else: nothing, or a path, a query or a fragment, without anything that
/// two programs may read in two ways.
fn is_plain(rest: &str) -> bool {
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    rest.len() <= LONGEST
        && rest.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && (rest.is_empty() || rest.starts_with(['/', '?', '#']))
        && !path.contains("//")
        && path.split('%').skip(1).all(|encoded| is_harmless(encoded.as_bytes()))
}

/// Whether what comes after a `%` is an encoded byte, and not one that ends or divides paths.
fn is_harmless(encoded: &[u8]) -> bool {
    let digit = |place: usize| char::from(*encoded.get(place)?).to_digit(16);
    match digit(0).zip(digit(1)) {
        Some((high, low)) => high >= 2 && !matches!((high, low), (2, 15) | (5, 12) | (7, 15)),
        None => false,
    }
}
