//! What time it is where this page came from.

use js_sys::Date;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, RequestRedirect, Response};

use super::now;
use crate::routes::AppRoute;

/// Milliseconds that this machine's clock is ahead of the host's, to about a second; `None` if the host does not say what
/// time it is.
#[expect(clippy::cast_possible_truncation, reason = "dates are whole")]
pub async fn millis_ahead() -> Option<i64> {
    let init = RequestInit::new();
    init.set_method("HEAD");
    init.set_cache(RequestCache::NoStore);
    // Another host's time is not asked for.
    init.set_redirect(RequestRedirect::Error);
    let answer = JsFuture::from(window().fetch_with_str_and_init(&AppRoute::Login.address(), &init)).await.ok()?;
    let headers = answer.unchecked_into::<Response>().headers();
    let date = Date::parse(&headers.get("date").ok()??);
    // Whatever stands between may answer with what it has kept, and says for how many seconds. Not read as a float: what reads
    // those weighs ten kilobytes.
    let age: u32 = headers.get("age").ok().flatten().and_then(|age| age.parse().ok()).unwrap_or_default();
    let host = date + f64::from(age) * 1000.0;
    host.is_finite().then(|| i64::try_from(now().as_millis()).unwrap_or(i64::MAX).saturating_sub(host as i64))
}
