//! How a request reaches Cognito. Two implementations: [`Fetch`] in the browser (feature `fetch`) and [`Reqwest`]
//! natively (feature `reqwest`). A closure is a transport too.
//!
//! No trait here promises futures that are `Send`, because a browser's are not. With a transport that is named, as
//! [`Reqwest`] is, the compiler sees that they are: whatever is called with it can be spawned, and awaited in a handler of a
//! server. Only a function that is generic over [`Transport`] cannot.

mod connection_error;
#[cfg(all(feature = "fetch", any(target_arch = "wasm32", docsrs)))]
mod fetch;
#[cfg(feature = "reqwest")]
mod reqwest;

use core::{error::Error, fmt, time::Duration};

pub use self::connection_error::ConnectionError;
#[cfg(all(feature = "fetch", any(target_arch = "wasm32", docsrs)))]
pub use self::fetch::Fetch;
#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;

/// How long a call may take before it counts as unanswered.
pub const TIME_LIMIT: Duration = Duration::from_secs(30);

/// One POST.
#[derive(Clone)]
pub struct Request {
    /// Where to.
    pub url: String,
    /// What is sent.
    pub content: Content,
    /// Its text. May hold secrets: not to be logged.
    pub body: String,
}

/// What a request is, which its headers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// JSON for an operation: the header X-Amz-Target has service and operation.
    Operation(String),
    /// A form for managed login: application/x-www-form-urlencoded.
    Form,
}

impl Request {
    /// The header X-Amz-Target, if it is for an operation.
    pub fn target(&self) -> Option<&str> {
        match &self.content {
            Content::Operation(target) => Some(target),
            Content::Form => None,
        }
    }

    /// The header Content-Type.
    pub fn content_type(&self) -> &'static str {
        match self.content {
            Content::Operation(_) => "application/x-amz-json-1.1",
            Content::Form => "application/x-www-form-urlencoded",
        }
    }
}

/// What came back.
#[derive(Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The header x-amzn-errortype.
    pub error_type: Option<String>,
    /// The header x-amzn-requestid.
    pub request_id: Option<String>,
    /// The header Retry-After. A browser shows it only where the service names it in Access-Control-Expose-Headers.
    pub retry_after: Option<String>,
    /// The JSON text. May hold secrets: not to be logged.
    pub body: String,
}

/// Why no answer came. Unless it is [`Insecure`](Self::Insecure), the request may have reached the service all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportError {
    /// The address is not [safe](is_safe): nothing was sent.
    Insecure,
    /// Nothing came within the time limit.
    TimedOut,
    /// The connection failed: offline, blocked, no such host.
    Failed(ConnectionError),
}

/// Whether what is sent to an address can be read by nobody else: it goes over TLS, or stays on this machine. Without TLS that
/// is `localhost`, 127.0.0.0/8 and `[::1]` alone: names below `localhost` are asked of the network on some machines. An address
/// that names a user, or that different programs read differently, is not safe.
pub fn is_safe(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty()
        || authority.contains('@')
        || url.contains(|c: char| c == '\\' || c.is_whitespace() || c.is_control())
    {
        return false;
    }
    if scheme.eq_ignore_ascii_case("https") {
        return true;
    }
    let is_number = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let host = authority.rsplit_once(':').filter(|(_, port)| is_number(port)).map_or(authority, |(host, _)| host);
    scheme.eq_ignore_ascii_case("http") && (host.eq_ignore_ascii_case("localhost") || host == "[::1]" || is_127(host))
}

/// 127.0.0.0/8, as four numbers.
fn is_127(host: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    host.strip_prefix("127.").is_some_and(|rest| rest.split('.').count() == 3 && rest.split('.').all(is_number))
}

/// Carries a request to the service, to a [safe](is_safe) address alone, and follows no redirect. Dropping the future cancels the call; a call ends by itself after a time limit.
pub trait Transport {
    /// Sends and waits for the answer.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn send(&self, request: Request) -> Result<Response, TransportError>;
}

impl<F: AsyncFn(Request) -> Result<Response, TransportError>> Transport for F {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self(request).await
    }
}

impl TransportError {
    /// A connection that failed, in words for logs.
    pub fn failed(why: impl Into<String>) -> Self {
        Self::Failed(ConnectionError::new(why))
    }

    /// A connection that failed for what another library says of it.
    pub fn caused_by(source: impl Error + Send + Sync + 'static) -> Self {
        Self::Failed(ConnectionError::caused_by(source))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Insecure => f.write_str("the address is neither over TLS nor on this machine"),
            Self::TimedOut => f.write_str("no answer within the time limit"),
            Self::Failed(error) => write!(f, "connection failed: {}", error.why),
        }
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Failed(error) => error.source(),
            Self::Insecure | Self::TimedOut => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_over_tls_or_on_this_machine() {
        for (url, expected) in [
            ("https://cognito-idp.eu-west-1.amazonaws.com/", true),
            ("https://proxy.example.com:8443/cognito?a=b@c", true),
            ("HTTPS://example.com", true),
            ("http://localhost", true),
            ("http://localhost:9230/oauth2/token", true),
            ("HTTP://LOCALHOST:9230/", true),
            ("http://127.0.0.1:9230", true),
            ("http://127.1.2.3/", true),
            ("http://[::1]:9230/", true),
            ("http://[::1]", true),
            ("http://cognito-idp.eu-west-1.amazonaws.com/", false),
            ("http://localhost.example.com", false),
            ("http://pool.localhost:9230", false),
            ("http://localhost.", false),
            ("http://127.0.0.1.example.com", false),
            ("http://127.0.0.1x", false),
            ("http://127.1", false),
            ("http://128.0.0.1", false),
            ("http://0.0.0.0:9230", false),
            ("http://192.168.0.2:9230", false),
            ("http://[::]:9230", false),
            ("http://[::1].example.com", false),
            ("http://[::ffff:10.0.0.1]/", false),
            ("http://localhost@example.com", false),
            ("http://localhost:80@example.com", false),
            ("https://somebody@example.com/", false),
            ("https://localhost:secret@example.com/", false),
            ("http://example.com\\@localhost/", false),
            ("http://example.com#@localhost/", false),
            ("http://local\nhost.example.com/", false),
            ("https:\\\\example.com", false),
            (" https://example.com", false),
            ("https://exam ple.com", false),
            ("https://", false),
            ("https:///path", false),
            ("https:example.com", false),
            ("//example.com", false),
            ("/cognito", false),
            ("localhost:9230", false),
            ("ftp://localhost", false),
            ("ws://localhost", false),
            ("javascript://localhost/%0aalert(1)", false),
            ("", false),
        ] {
            assert_eq!(is_safe(url), expected, "{url:?}");
        }
    }
}
