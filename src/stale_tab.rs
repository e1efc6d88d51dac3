//! A tab that is left over from an older deployment: the parts of the app that it has yet to fetch are gone. A reload
//! gives it the newer one.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

use crate::{routes::AppRoute, settings::Setting, sign_in_store};

/// After a part could not be fetched: reloads the page if another deployment has taken the place of its own, but only
/// once; gives whether it does. Someone offline keeps the page as it is.
pub async fn heal() -> bool {
    let Some(script) = own_script() else { return false };
    let is_stale = match current_page().await {
        // A network that shows pages of its own is no deployment.
        Ok(page) => page.contains(Setting::ClientId.meta_name()) && !page.contains(&script),
        Err(_) => false,
    };
    is_stale && sign_in_store::note_reload() && window().location().reload().is_ok()
}

/// The address of the script that started this page: it is named after its content, and that names all parts.
fn own_script() -> Option<String> {
    document().query_selector("script[type=module][src]").ok()??.get_attribute("src")
}

/// The page that a visit would get now.
async fn current_page() -> Result<String, JsValue> {
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoStore);
    let answer = JsFuture::from(window().fetch_with_str_and_init(&AppRoute::Login.address(), &init)).await?;
    let text = answer.unchecked_into::<Response>().text()?;
    Ok(JsFuture::from(text).await?.as_string().unwrap_or_default())
}
