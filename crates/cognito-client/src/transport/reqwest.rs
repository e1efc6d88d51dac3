use core::time::Duration;

use super::{Request, Response, TIME_LIMIT, Transport, TransportError, is_safe};

/// The transport of native programs, over [reqwest](https://docs.rs/reqwest). An answer that leads elsewhere is the answer. In a
/// browser, where reqwest cannot help following, what comes from elsewhere is not taken.
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: ::reqwest::Client,
    time_limit: Duration,
}

impl Reqwest {
    /// Uses these settings, but for redirects, of which none is followed; a call may take [`TIME_LIMIT`].
    ///
    /// # Errors
    /// reqwest's, of settings that it cannot use.
    pub fn new(settings: ::reqwest::ClientBuilder) -> Result<Self, ::reqwest::Error> {
        #[cfg(not(target_arch = "wasm32"))]
        let settings = settings.redirect(::reqwest::redirect::Policy::none());
        Ok(Self { client: settings.build()?, time_limit: TIME_LIMIT })
    }

    /// The same with another time limit.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }
}

impl Default for Reqwest {
    /// # Panics
    /// As [`reqwest::Client::new`](::reqwest::Client::new): without a source of random bytes, or of certificates.
    #[expect(clippy::expect_used, reason = "as reqwest does itself")]
    fn default() -> Self {
        Self::new(::reqwest::Client::builder()).expect("reqwest starts with its own settings")
    }
}

impl Transport for Reqwest {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if !is_safe(&request.url) {
            return Err(TransportError::Insecure);
        }
        let call = self.client.post(&request.url).header("content-type", request.content_type());
        let call = match request.target() {
            Some(target) => call.header("x-amz-target", target),
            None => call,
        };
        let response = call.timeout(self.time_limit).body(request.body).send().await.map_err(failed)?;
        #[cfg(target_arch = "wasm32")]
        if ::reqwest::Url::parse(&request.url).ok().as_ref() != Some(response.url()) {
            return Err(TransportError::failed("the answer is from elsewhere"));
        }
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
        Ok(Response {
            status: response.status().as_u16(),
            error_type: header("x-amzn-errortype"),
            request_id: header("x-amzn-requestid"),
            retry_after: header("retry-after"),
            body: response.text().await.map_err(failed)?,
        })
    }
}

fn failed(error: ::reqwest::Error) -> TransportError {
    // An address may tell more than a log should know.
    let error = error.without_url();
    if error.is_timeout() { TransportError::TimedOut } else { TransportError::caused_by(error) }
}
