use core::{error::Error, time::Duration};

use super::{Request, Response, TIME_LIMIT, Transport, TransportError};

/// The transport of native programs, over [reqwest](https://docs.rs/reqwest).
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: ::reqwest::Client,
    time_limit: Duration,
}

impl Reqwest {
    /// Uses an existing client and its settings; a call may take [`TIME_LIMIT`].
    pub fn new(client: ::reqwest::Client) -> Self {
        Self { client, time_limit: TIME_LIMIT }
    }

    /// The same with another time limit.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }
}

impl Default for Reqwest {
    fn default() -> Self {
        Self::new(::reqwest::Client::new())
    }
}

impl Transport for Reqwest {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let call = self.client.post(&request.url).header("content-type", request.content_type());
        let call = match request.target() {
            Some(target) => call.header("x-amz-target", target),
            None => call,
        };
        let response = call.timeout(self.time_limit).body(request.body).send().await.map_err(|error| failed(&error))?;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
        Ok(Response {
            status: response.status().as_u16(),
            error_type: header("x-amzn-errortype"),
            request_id: header("x-amzn-requestid"),
            retry_after: header("retry-after"),
            body: response.text().await.map_err(|error| failed(&error))?,
        })
    }
}

fn failed(error: &::reqwest::Error) -> TransportError {
    if error.is_timeout() {
        return TransportError::TimedOut;
    }
    let mut why = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        why = cause.to_string();
        source = cause.source();
    }
    TransportError::Failed(why)
}
