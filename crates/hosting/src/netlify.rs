//! Netlify, and Cloudflare, which reads the same files (<https://docs.netlify.com/routing/headers/>,
//! <https://developers.cloudflare.com/pages/configuration/headers/>). Both ask for everything anew that is not said to be kept.

use std::fmt::Write as _;

use crate::{
    headers::{self, CACHED_FOR_GOOD},
    site::Site,
};

pub(crate) const HEADERS: &str = "_headers";
pub(crate) const REDIRECTS: &str = "_redirects";

pub(crate) fn headers(site: &Site) -> String {
    let mut text = format!("{}*\n", site.base);
    for (name, value) in headers::headers(&site.policy) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name}: {value}");
    }
    for path in site.kept() {
        let _ = writeln!(text, "{path}\n  Cache-Control: {CACHED_FOR_GOOD}");
    }
    text
}

/// Every address of the app gives its page. A file goes first where there is one.
pub(crate) fn redirects(site: &Site) -> String {
    ["/.well-known/change-password".to_owned(), format!("{}*", site.base)]
        .map(|path| format!("{path} {}index.html 200\n", site.base))
        .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tests::example;

    #[test]
    fn every_answer_has_the_headers_and_what_is_kept_is_named() {
        let text = headers(&example("/auth/"));
        assert!(text.starts_with("/auth/*\n  Content-Security-Policy: default-src 'none'; "), "{text}");
        let kept = "/auth/lang-00112233445566bb/*\n  Cache-Control: public, max-age=31536000, immutable\n";
        assert!(text.ends_with(kept), "{text}");
        // https://developers.cloudflare.com/pages/configuration/headers/: 2,000 characters a line.
        assert!(text.lines().all(|line| line.len() < 2000));
        let rules = "/.well-known/change-password /auth/index.html 200\n/auth/* /auth/index.html 200\n";
        assert_eq!(redirects(&example("/auth/")), rules);
    }
}
