//! Who may call: programs and pages of this machine, and what the owner names. Any website can make a browser send requests
//! to this machine, and with a name of its own that leads here (DNS rebinding) it could read the answers as well.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use url::{Host, Url};

use crate::{config_error::ConfigError, error::ServiceError};

const FOREIGN_HOST: &str =
    "The Host of the request is neither this machine nor named by --allow-host (allow_hosts of the configuration).";
const FOREIGN_ORIGIN: &str = "The Origin of the request is neither on this machine nor named by --allow-origin \
                              (allow_origins of the configuration).";
const FOREIGN_SITE: &str = "The request was made by a page of another site.";

/// What the configuration says of callers.
pub(crate) struct Named<'a> {
    pub(crate) listen: IpAddr,
    pub(crate) public_url: Option<&'a str>,
    pub(crate) origins: &'a [String],
    pub(crate) hosts: &'a [String],
}

/// Whom the owner names besides this machine.
pub(crate) struct Callers {
    /// As [`origin`] writes them.
    origins: Vec<String>,
    hosts: Vec<Host>,
}

impl Callers {
    /// # Errors
    /// [`ConfigError`] for what is no origin, or no host.
    pub(crate) fn new(named: &Named<'_>) -> Result<Self, ConfigError> {
        // Where it is told to be found, it is found.
        let public_url = named.public_url.and_then(website);
        let listens_on = Some(named.listen).filter(|address| !address.is_unspecified());
        let own_host = listens_on.map(|address| match address {
            IpAddr::V4(address) => Host::Ipv4(address),
            IpAddr::V6(address) => Host::Ipv6(address),
        });
        let named_origin = |text: &String| {
            let refuse = || ConfigError::new(format!("{text:?} is no origin such as https://app.example:8443"));
            origin(text).map(|(origin, _)| origin).ok_or_else(refuse)
        };
        let named_host = |text: &String| {
            let refuse = || ConfigError::new(format!("{text:?} is no host such as pool.example, without a port"));
            Host::parse(text).ok().filter(|_| !text.contains('*')).ok_or_else(refuse)
        };
        Ok(Self {
            origins: named
                .origins
                .iter()
                .map(named_origin)
                .chain(public_url.iter().map(|(origin, _)| Ok(origin.clone())))
                .collect::<Result<_, _>>()?,
            hosts: named
                .hosts
                .iter()
                .map(named_host)
                .chain(public_url.iter().map(|(_, host)| Ok(host.clone())))
                .chain(own_host.map(Ok))
                .collect::<Result<_, _>>()?,
        })
    }

    /// # Errors
    /// Why the request is not answered.
    fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), &'static str> {
        let text = |name: HeaderName| headers.get_all(name).into_iter().map(|value| value.to_str().unwrap_or_default());
        // The one of an absolute address or of HTTP/2 counts as much as the header's.
        let mut hosts = uri.authority().map(Authority::as_str).into_iter().chain(text(header::HOST)).peekable();
        if hosts.peek().is_none() || !hosts.all(|host| self.has_host(host)) {
            return Err(FOREIGN_HOST);
        }
        if !text(header::ORIGIN).all(|origin| self.has_origin(origin)) {
            return Err(FOREIGN_ORIGIN);
        }
        // Images and scripts that a page includes carry no Origin. Links may lead here.
        let is = |name: &'static str, wanted: &str| text(HeaderName::from_static(name)).any(|value| value == wanted);
        if !headers.contains_key(header::ORIGIN)
            && is("sec-fetch-site", "cross-site")
            && !is("sec-fetch-mode", "navigate")
        {
            return Err(FOREIGN_SITE);
        }
        Ok(())
    }

    /// Whether a Host is this machine or named. The port is not looked at: whoever forwards one has another.
    fn has_host(&self, text: &str) -> bool {
        let authority = Authority::try_from(text).ok().filter(|_| !text.contains('@'));
        let host = authority.and_then(|authority| Host::parse(authority.host()).ok());
        host.is_some_and(|host| is_this_machine(&host) || self.hosts.contains(&host))
    }

    /// Whether an Origin is one of this machine or named. "null", as pages without one send it, is neither.
    fn has_origin(&self, text: &str) -> bool {
        origin(text).is_some_and(|(origin, is_of_this_machine)| is_of_this_machine || self.origins.contains(&origin))
    }
}

/// Answers 403 in the place of everything behind it.
pub(crate) async fn admit(State(callers): State<std::sync::Arc<Callers>>, request: Request, next: Next) -> Response {
    match callers.check(request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(why) => ServiceError::new("ForbiddenException", why).into_response(),
    }
}

/// The origin of a web address without a path, in one spelling, and its host.
pub(crate) fn website(text: &str) -> Option<(String, Host)> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let (origin, _) = origin(text)?;
    Some((origin, url.host()?.to_owned()))
}

/// An origin in one spelling, and whether it is one of this machine's websites.
fn origin(text: &str) -> Option<(String, bool)> {
    let url = Url::parse(text).ok()?;
    let is_bare = url.username().is_empty()
        && url.password().is_none()
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none();
    let host = url.host().filter(|_| is_bare)?.to_owned();
    let is_website = matches!(url.scheme(), "http" | "https");
    // Those of apps and extensions (capacitor://localhost) have no other spelling.
    let spelled = match url.origin() {
        origin if origin.is_tuple() => origin.ascii_serialization(),
        _ => url.as_str().trim_end_matches('/').to_owned(),
    };
    Some((spelled, is_website && is_this_machine(&host)))
}

/// Whether a name leads to this machine, whoever asks the DNS: RFC 6761, section 6.3, keeps `localhost` and all names
/// below it from being anyone's.
pub(crate) fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => match address.to_canonical() {
            IpAddr::V4(address) => address.is_loopback(),
            IpAddr::V6(address) => address.is_loopback(),
        },
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use crate::config::Config;

    use super::*;

    fn callers() -> Callers {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
        let config = Config {
            allow_origins: names(&["https://app.example", "HTTP://Other.example:80/", "capacitor://localhost"]),
            allow_hosts: names(&["Pool.example", "192.0.2.7"]),
            ..Config::default()
        };
        config.callers().unwrap()
    }

    fn check(uri: &'static str, headers: &[(&'static str, &str)]) -> Result<(), &'static str> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        callers().check(&Uri::from_static(uri), &map)
    }

    #[test]
    fn hosts() {
        let good = [
            "localhost",
            "localhost:9230",
            "LOCALHOST:1",
            "localhost.:9230",
            "app.localhost:9230",
            "127.0.0.1:9230",
            "127.1.2.3",
            "[::1]:9230",
            "[::ffff:127.0.0.1]",
            "pool.example",
            "POOL.example:443",
            "192.0.2.7:9230",
        ];
        let bad = [
            "",
            "evil.example",
            "evil.example:9230",
            "localhost.evil.example",
            "evil-localhost",
            "localhost@evil.example",
            "evil.example@localhost",
            "127.0.0.1.evil.example",
            "0.0.0.0:9230",
            "[::]:9230",
            "192.168.1.1",
            "sub.pool.example",
            "pool.example.evil.example",
            "localhost, evil.example",
            "localhost evil.example",
        ];
        for host in good {
            assert_eq!(check("/", &[("host", host)]), Ok(()), "{host}");
        }
        for host in bad {
            assert_eq!(check("/", &[("host", host)]), Err(FOREIGN_HOST), "{host}");
        }
        assert_eq!(check("/", &[]), Err(FOREIGN_HOST), "none");
        let two = [("host", "localhost"), ("host", "evil.example")];
        assert_eq!(check("/", &two), Err(FOREIGN_HOST), "two");
        assert_eq!(check("http://evil.example/", &[("host", "localhost")]), Err(FOREIGN_HOST), "in the address");
        assert_eq!(check("http://localhost/", &[]), Ok(()), "in the address");
    }

    #[test]
    fn origins() {
        let good = [
            "http://localhost:8080",
            "https://localhost",
            "http://127.0.0.1:3000",
            "http://[::1]:8080",
            "http://app.localhost:8080",
            "https://app.example",
            "https://app.example:443",
            "http://other.example",
            "capacitor://localhost",
        ];
        let bad = [
            "",
            "null",
            "https://evil.example",
            "http://localhost.evil.example",
            "http://localhost@evil.example",
            "http://evil.example#localhost",
            "http://evil.example/localhost",
            "http://app.example",
            "https://app.example:8443",
            "https://sub.app.example",
            "http://0.0.0.0:9230",
            "http://192.168.1.1",
            "file://",
            "file://localhost",
            "ionic://localhost",
            "chrome-extension://abcdefghijklmnop",
            "http://localhost https://evil.example",
        ];
        let with = |origin: &str| check("/", &[("host", "localhost:9230"), ("origin", origin)]);
        for origin in good {
            assert_eq!(with(origin), Ok(()), "{origin}");
        }
        for origin in bad {
            assert_eq!(with(origin), Err(FOREIGN_ORIGIN), "{origin}");
        }
        let two = [("host", "localhost"), ("origin", "http://localhost"), ("origin", "https://evil.example")];
        assert_eq!(check("/", &two), Err(FOREIGN_ORIGIN), "two");
    }

    #[test]
    fn what_pages_of_other_sites_include() {
        let cases = [
            ("an image or script", "cross-site", "no-cors", Err(FOREIGN_SITE)),
            ("a link", "cross-site", "navigate", Ok(())),
            ("the page itself", "same-origin", "no-cors", Ok(())),
            ("the address bar", "none", "navigate", Ok(())),
        ];
        for (name, site, mode, expected) in cases {
            let headers = [("host", "localhost"), ("sec-fetch-site", site), ("sec-fetch-mode", mode)];
            assert_eq!(check("/", &headers), expected, "{name}");
        }
        let from_127 = [("host", "localhost"), ("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "cross-site")];
        assert_eq!(check("/", &from_127), Ok(()), "another site of this machine");
    }

    #[test]
    fn names_that_are_none() {
        for (origin, host) in [
            ("null", None),
            ("app.example", None),
            ("https://app.example/path", None),
            ("*", None),
            ("", None),
            ("https://app.example", Some("pool.example:9230")),
            ("https://app.example", Some("https://pool.example")),
            ("https://app.example", Some("*")),
            ("https://app.example", Some("")),
        ] {
            let config = Config {
                allow_origins: vec![origin.to_owned()],
                allow_hosts: host.into_iter().map(str::to_owned).collect(),
                ..Config::default()
            };
            assert!(config.callers().is_err(), "{origin} {host:?}");
        }
    }
}
