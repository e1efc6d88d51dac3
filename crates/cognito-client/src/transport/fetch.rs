use core::{cell::Cell, time::Duration};
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Window};

use super::{Request, Response, TIME_LIMIT, Transport, TransportError, is_safe};

/// The browser's transport: `window.fetch`. An answer that leads elsewhere counts as none.
#[derive(Clone, Copy, Debug)]
pub struct Fetch {
    time_limit: Duration,
}

impl Default for Fetch {
    fn default() -> Self {
        Self { time_limit: TIME_LIMIT }
    }
}

impl Fetch {
    /// The same with another time limit.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit }
    }
}

impl Transport for Fetch {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if !is_safe(&request.url) {
            return Err(TransportError::Insecure);
        }
        let window = web_sys::window().ok_or_else(|| TransportError::failed("no window"))?;
        let limit = AbortAfter::start(window.clone(), self.time_limit).map_err(|error| failed(&error))?;
        fetch(&window, &request, &limit.controller)
            .await
            .map_err(|error| if limit.has_expired.get() { TransportError::TimedOut } else { failed(&error) })
    }
}

async fn fetch(window: &Window, request: &Request, controller: &AbortController) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("content-type", request.content_type())?;
    if let Some(target) = request.target() {
        headers.set("x-amz-target", target)?;
    }
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(&request.body));
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&controller.signal()));
    let response: web_sys::Response =
        JsFuture::from(window.fetch_with_str_and_init(&request.url, &init)).await?.dyn_into()?;
    let body = JsFuture::from(response.text()?).await?;
    Ok(Response {
        status: response.status(),
        error_type: response.headers().get("x-amzn-errortype")?,
        request_id: response.headers().get("x-amzn-requestid")?,
        retry_after: response.headers().get("retry-after")?,
        body: body.as_string().unwrap_or_default(),
    })
}

fn failed(error: &JsValue) -> TransportError {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    TransportError::failed(message.unwrap_or_default())
}

/// Aborts a fetch after the time limit, and when the caller stops waiting.
struct AbortAfter {
    window: Window,
    controller: AbortController,
    has_expired: Rc<Cell<bool>>,
    timer: i32,
    _on_expiry: Closure<dyn FnMut()>,
}

impl AbortAfter {
    fn start(window: Window, time_limit: Duration) -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let has_expired = Rc::new(Cell::new(false));
        let on_expiry = Closure::new({
            let (controller, has_expired) = (controller.clone(), Rc::clone(&has_expired));
            move || {
                has_expired.set(true);
                controller.abort();
            }
        });
        let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(
            on_expiry.as_ref().unchecked_ref(),
            i32::try_from(time_limit.as_millis()).unwrap_or(i32::MAX),
        )?;
        Ok(Self { window, controller, has_expired, timer, _on_expiry: on_expiry })
    }
}

impl Drop for AbortAfter {
    fn drop(&mut self) {
        self.window.clear_timeout_with_handle(self.timer);
        self.controller.abort();
    }
}
