//! A service that has too much to do.

use serde_json::json;

use crate::journey::{Journey, Step};

impl Journey {
    /// Answers the next request of this page for that operation with TooManyRequestsException, and that it be left alone for
    /// so many seconds; lets all later ones through.
    pub async fn throttle_once(&self, operation: &str, retry_after: u32) -> Step {
        let script = "const send = window.fetch; \
                      const [operation, retryAfter] = arguments; \
                      window.askedAt = []; \
                      window.fetch = async (input, init) => { \
                        const headers = new Headers(input instanceof Request ? input.headers : init?.headers); \
                        if (!headers.get('x-amz-target')?.endsWith('.' + operation)) return send(input, init); \
                        window.askedAt.push(performance.now()); \
                        if (window.askedAt.length > 1) return send(input, init); \
                        const refusal = { __type: 'TooManyRequestsException', message: 'Rate exceeded' }; \
                        const wish = { 'retry-after': String(retryAfter) }; \
                        return new Response(JSON.stringify(refusal), { status: 400, headers: wish }); \
                      }";
        self.driver.execute(script, vec![json!(operation), json!(retry_after)]).await.map(|_| ())
    }

    /// When that operation was asked for since then, in milliseconds since the page began.
    pub async fn asked_at(&self) -> Step<Vec<f64>> {
        self.driver.execute("return window.askedAt", Vec::new()).await?.convert()
    }
}
