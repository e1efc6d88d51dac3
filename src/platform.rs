//! What only the browser has: its clock, its random bytes, its document, its tabs, its passkeys.

pub(crate) mod browser;
pub mod channel;
pub mod host_clock;
pub mod intl;
pub mod lock;
pub mod passkey;
pub mod passkey_question;

use std::time::Duration;

use cognito_client::timestamp::Timestamp;
use js_sys::{Date, Object, Promise, Reflect};
use leptos::prelude::{document, on_cleanup, request_animation_frame, window, window_event_listener_untyped};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlMetaElement, MessageChannel};

use crate::{base, language::shown_tag};

/// The browser's clock.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "Date.now() is whole and positive")]
pub fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as u64)
}

/// A day, as people write it here.
pub fn local_date(at: Timestamp) -> String {
    let style = Object::new();
    Reflect::set(&style, &"dateStyle".into(), &"long".into()).ok();
    date(at).to_locale_date_string(&shown_tag(), &style).into()
}

/// A day and time, as people write them here.
pub fn local_time(at: Timestamp) -> String {
    date(at).to_locale_string(&shown_tag(), &Object::new()).into()
}

/// A time by ISO 8601.
pub fn iso_time(at: Timestamp) -> String {
    date(at).to_iso_string().into()
}

/// The latest day that a browser knows is 8.64e15 ms after 1970.
fn date(at: Timestamp) -> Date {
    const LATEST: u64 = 8_640_000_000_000_000;
    Date::new(&JsValue::from_f64(at.as_millis().min(LATEST) as f64))
}

/// Bytes from the browser's cryptographic source; `None` where there is none.
pub fn random_bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// Waits, by the window's timer.
pub async fn sleep(duration: Duration) {
    let millis = i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
    let over = Promise::new(&mut |end, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&end, millis).ok();
    });
    JsFuture::from(over).await.ok();
}

/// Lets all else that waits for this thread go on: what is drawn, what is typed. Not by the window's timer, which makes those
/// wait some milliseconds each that follow one another.
pub async fn next_task() {
    let Ok(channel) = MessageChannel::new() else { return sleep(Duration::ZERO).await };
    let arrived = Promise::new(&mut |arrive, _| {
        channel.port1().set_onmessage(Some(&arrive));
        channel.port2().post_message(&JsValue::NULL).ok();
    });
    JsFuture::from(arrived).await.ok();
    channel.port1().close();
}

/// Tells the names of these events as they come, for as long as whoever asked lives.
pub fn on_window_events(names: &[&'static str], tell: impl Fn(String) + Clone + 'static) {
    for name in names {
        let tell = tell.clone();
        let listener = window_event_listener_untyped(name, move |event| tell(event.type_()));
        on_cleanup(move || listener.remove());
    }
}

/// The query of the page's address, if that has this path and any query. It is in the address no longer, nor is the fragment.
pub fn take_query(path: &str) -> Option<String> {
    let query = query().filter(|query| !query.is_empty())?;
    if self::path() != path {
        return None;
    }
    let history = window().history().ok()?;
    let state = history.state().unwrap_or_default();
    history.replace_state_with_url(&state, "", Some(&base::address(path))).ok()?;
    Some(query)
}

/// The path of the page's address, below the app's.
pub fn path() -> String {
    let whole = window().location().pathname().unwrap_or_default();
    base::below(&whole).unwrap_or(whole)
}

/// What stands in the page's address after its path, from `?` on.
pub fn query() -> Option<String> {
    window().location().search().ok()
}

/// Writes another address of this app, in the place of the page that is left or after it; gives whether the browser lets it
/// be written.
pub fn write_address(path: &str, replaces: bool) -> bool {
    let Ok(history) = window().history() else { return false };
    let address = base::address(path);
    let written = if replaces {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    };
    written.is_ok()
}

/// Where a page begins.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Where this app is, as in `https://app.example.com`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Whether the browser knows that it is cut off.
pub fn is_offline() -> bool {
    !window().navigator().on_line()
}

/// Leaves the app for another page. The button "back" leads back.
pub fn go_to(url: &str) {
    // It fails only for what is no address.
    window().location().assign(url).ok();
}

/// Leaves the app for another page, in the place of this one.
pub fn go_on_to(url: &str) {
    window().location().replace(url).ok();
}

/// What the document is called: this, and the name of the application where the page tells that.
pub fn set_title(title: &str) {
    match meta("application-name") {
        Some(name) => document().set_title(&[title, &name].join(" – ")),
        None => document().set_title(title),
    }
}

/// An attribute of the page's root, where src/brand.js notes what the owner has set.
pub fn root_attribute(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

/// The content of a `<meta name>` of the page, if it has any.
pub fn meta(name: &str) -> Option<String> {
    let meta = document().query_selector(&format!("meta[name={name}]")).ok()??;
    let content = meta.dyn_into::<HtmlMetaElement>().ok()?.content();
    Some(content.trim().to_owned()).filter(|content| !content.is_empty())
}

/// The language of the page's sentences (BCP 47).
pub fn page_language() -> String {
    document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// The name that this page goes by: `<meta name="application-name">`, or else the host's.
pub fn application_name() -> String {
    meta("application-name").or_else(|| window().location().hostname().ok()).unwrap_or_default()
}

/// Puts a text on the clipboard; false where the browser does not let it.
pub async fn copy(text: String) -> bool {
    let navigator = window().navigator();
    // Only pages that came over TLS, or from this machine, have a clipboard.
    let has_clipboard = Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    has_clipboard && JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok()
}

/// Hands an address to the app of this device that knows it; nothing happens where there is none.
pub fn open_app(uri: &str) {
    window().open_with_url_and_target(uri, "_self").ok();
}

/// Moves the focus to the field of that name: of the dialog, if one is open.
pub fn focus_field(name: &str) {
    for place in ["dialog[open] ", ""] {
        if let Ok(Some(field)) = document().query_selector(&format!("{place}:is(input, select, textarea)[name={name}]"))
        {
            return focus(field.unchecked_ref());
        }
    }
}

/// Moves the focus to the element with that id, as soon as what has just changed is drawn.
pub fn focus_soon(id: String) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            focus(element.unchecked_ref());
        }
    });
}

pub fn focus(element: &HtmlElement) {
    // Focus fails only for an element that has just gone, and then there is nothing to focus.
    element.focus().ok();
}
