//! Cookies as a key-value store, with the options, defaults and encoding of CookieStorage in amazon-cognito-identity-js. Scripts can
//! read them, so they are no safer than localStorage, and every request below their path carries them to the host.
//!
//! Another host of the same domain can set cookies of the same names, and a page cannot tell them apart. So a cookie that is there
//! twice is not read. Names that begin with `__Host-` ([`CookieOptions::host_prefix`]) can only be set by the page's own host.

use core::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::key_value::{KeyValueStore, StoreError};

const SECONDS_A_DAY: u64 = 86_400;
/// Browsers take a cookie of such a name from its own host alone, over TLS, and for all its paths
/// ([RFC 6265bis](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis), section 4.1.3.2).
const HOST_PREFIX: &str = "__Host-";
/// All but what encodeURIComponent leaves as it is, and js-cookie with it, which writes for amazon-cognito-identity-js and
/// Amplify: a cookie spelt in another way would be a second one beside theirs.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'^')
    .remove(b'`')
    .remove(b'|');

/// A browser's `document.cookie`.
pub trait CookieJar {
    /// All cookies of the page, `name=value; name=value`.
    ///
    /// # Errors
    /// [`StoreError`] if the browser does not let the page see its cookies.
    fn read(&self) -> Result<String, StoreError>;

    /// Sets one cookie with its attributes, `name=value; path=/`. The browser drops an invalid one silently.
    ///
    /// # Errors
    /// [`StoreError`] if the browser does not let the page write cookies.
    fn write(&self, cookie: &str) -> Result<(), StoreError>;
}

/// How cookies are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CookieOptions {
    /// The domain whose hosts all get them, `example.com` or `.example.com`; without one, the page's own host alone.
    pub domain: Option<String>,
    /// The paths below which they are there.
    pub path: String,
    /// For how many days; without a number, until the browser is closed. Browsers cut it at 400.
    pub expires: Option<u32>,
    /// Over TLS alone (and to `localhost`).
    pub secure: bool,
    /// Which requests from other sites bring them.
    pub same_site: SameSite,
    /// Whether their names begin with `__Host-`, so that no other host can write them. No other library finds them then.
    pub host_prefix: bool,
}

/// Which requests from other sites bring a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// None.
    Strict,
    /// Links that are followed to the site.
    Lax,
    /// All. Browsers want [`CookieOptions::secure`] then.
    None,
}

/// Why cookies cannot be kept so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidCookieOptions {
    /// No domain name.
    Domain,
    /// Does not begin with `/`, or has a character that no attribute can have.
    Path,
    /// Over at once.
    Expires,
    /// Not strict, lax or none.
    SameSite,
    /// `SameSite=None` without `Secure`: browsers refuse it.
    Insecure,
    /// `__Host-` with a domain, another path than `/`, or without `Secure`: browsers refuse it.
    HostPrefix,
}

impl Default for CookieOptions {
    /// As amazon-cognito-identity-js, but for requests from other sites, which bring no cookie.
    fn default() -> Self {
        Self {
            domain: None,
            path: "/".to_owned(),
            expires: Some(365),
            secure: true,
            same_site: SameSite::Strict,
            host_prefix: false,
        }
    }
}

impl SameSite {
    /// Reads `strict`, `lax` or `none`.
    ///
    /// # Errors
    /// [`InvalidCookieOptions::SameSite`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidCookieOptions> {
        [Self::Strict, Self::Lax, Self::None]
            .into_iter()
            .find(|same_site| same_site.as_str() == text)
            .ok_or(InvalidCookieOptions::SameSite)
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Lax => "lax",
            Self::None => "none",
        }
    }
}

/// Keeps each text in a cookie. A cookie holds about 4,000 bytes: a token with more does not fit, which is an error.
pub struct CookieStore<J> {
    jar: J,
    prefix: &'static str,
    attributes: String,
    max_age: String,
}

impl<J: CookieJar> CookieStore<J> {
    /// Keeps cookies so.
    ///
    /// # Errors
    /// What no browser would do.
    pub fn new(jar: J, options: &CookieOptions) -> Result<Self, InvalidCookieOptions> {
        let mut attributes = format!("; path={}", options.path);
        if !options.path.starts_with('/') || options.path.bytes().any(|byte| byte == b';' || !byte.is_ascii_graphic()) {
            return Err(InvalidCookieOptions::Path);
        }
        if let Some(domain) = &options.domain {
            if !is_domain(domain) {
                return Err(InvalidCookieOptions::Domain);
            }
            attributes = format!("{attributes}; domain={domain}");
        }
        if options.secure {
            attributes.push_str("; secure");
        }
        if options.same_site == SameSite::None && !options.secure {
            return Err(InvalidCookieOptions::Insecure);
        }
        let is_for_host_alone = options.secure && options.domain.is_none() && options.path == "/";
        if options.host_prefix && !is_for_host_alone {
            return Err(InvalidCookieOptions::HostPrefix);
        }
        attributes = format!("{attributes}; samesite={}", options.same_site.as_str());
        let max_age = match options.expires {
            Some(0) => return Err(InvalidCookieOptions::Expires),
            // Unlike a date, it holds with a clock that is wrong.
            Some(days) => format!("; max-age={}", u64::from(days) * SECONDS_A_DAY),
            None => String::new(),
        };
        Ok(Self { jar, prefix: if options.host_prefix { HOST_PREFIX } else { "" }, attributes, max_age })
    }

    fn name(&self, key: &str) -> String {
        format!("{}{}", self.prefix, encode(key))
    }

    /// The text of that name, if it is one that this store would write.
    fn key(&self, name: &str) -> Option<String> {
        decode(name)?.strip_prefix(self.prefix).map(ToOwned::to_owned)
    }
}

impl<J: CookieJar> KeyValueStore for CookieStore<J> {
    /// A cookie that is there twice cannot be read.
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        let cookies = self.jar.read()?;
        let pairs = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
        let mut found = pairs.filter(|(name, _)| self.key(name).as_deref() == Some(key));
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(StoreError),
            (only, None) => Ok(only.and_then(|(_, value)| decode(value))),
        }
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let (name, text) = (self.name(key), encode(value));
        self.jar.write(&format!("{name}={text}{}{}", self.attributes, self.max_age))?;
        if self.get(key)?.as_deref() == Some(value) { Ok(()) } else { Err(StoreError) }
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.jar.write(&format!("{}={}; max-age=0", self.name(key), self.attributes))?;
        if self.get(key)?.is_none() { Ok(()) } else { Err(StoreError) }
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        let cookies = self.jar.read()?;
        let names = cookies.split(';').filter_map(|cookie| Some(cookie.trim().split_once('=')?.0));
        Ok(names.filter_map(|name| self.key(name)).collect())
    }
}

fn is_domain(domain: &str) -> bool {
    let name = domain.strip_prefix('.').unwrap_or(domain);
    name.split('.').all(|label| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// `None` for what is no UTF-8.
fn decode(text: &str) -> Option<String> {
    Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

impl fmt::Display for InvalidCookieOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Domain => "the cookies' domain is no domain name",
            Self::Path => "the cookies' path does not begin with / or has a character that cannot stand there",
            Self::Expires => "cookies that expire after no days keep nothing",
            Self::SameSite => "the cookies' sameSite is strict, lax or none",
            Self::Insecure => "browsers refuse cookies with sameSite none that are not secure",
            Self::HostPrefix => {
                "browsers refuse cookies of __Host- names with a domain, another path than /, or not secure"
            }
        })
    }
}

impl core::error::Error for InvalidCookieOptions {}
