//! How a request reaches Cognito. Two implementations: [`Fetch`] in the browser (feature `fetch`) and [`Reqwest`]
//! natively (feature `reqwest`). A closure is a transport too.

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
mod fetch;
#[cfg(feature = "reqwest")]
mod reqwest;

use core::{fmt, time::Duration};

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
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

/// Why no answer came. The request may have reached the service all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// Nothing came within the time limit.
    TimedOut,
    /// The connection failed: offline, blocked, no such host. The text is for logs.
    Failed(String),
}

/// Carries a request to the service. Dropping the future cancels the call; a call ends by itself after a time limit.
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

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => f.write_str("no answer within the time limit"),
            Self::Failed(why) => write!(f, "connection failed: {why}"),
        }
    }
}

impl core::error::Error for TransportError {}
