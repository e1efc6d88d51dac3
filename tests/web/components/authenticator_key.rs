use js_sys::{Function, Object, Reflect};
use leptos::prelude::*;
use leptos_cognito::{
    components::{AuthenticatorKey, in_groups_of_four},
    text,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::Page;

const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPAB";
const URI: &str =
    "otpauth://totp/example.com:u%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPAB&issuer=example.com";

/// Another clipboard in place of the browser's, which wants to be asked by a person.
struct Clipboard;

impl Clipboard {
    fn replace(write_text: &str) -> Self {
        let clipboard = Object::new();
        let function = Function::new_with_args("text", write_text);
        Reflect::set(&clipboard, &"writeText".into(), &function).expect("an object takes a member");
        Self::put(&clipboard);
        Self
    }

    fn put(clipboard: &JsValue) {
        let descriptor = Object::new();
        for (name, value) in [("value", clipboard), ("configurable", &JsValue::TRUE)] {
            Reflect::set(&descriptor, &name.into(), value).expect("an object takes a member");
        }
        Object::define_property(&window().navigator(), &"clipboard".into(), &descriptor);
    }

    fn copied() -> Option<String> {
        Reflect::get(&window(), &"copied".into()).ok()?.as_string()
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        // What was put before it hides the browser's own no longer.
        Reflect::delete_property(&window().navigator(), &"clipboard".into()).expect("it can be taken away");
        Reflect::delete_property(&window(), &"copied".into()).expect("it can be taken away");
    }
}

#[wasm_bindgen_test]
fn keys_are_grouped() {
    for (key, expected) in
        [("", ""), ("ABC", "ABC"), ("ABCD", "ABCD"), ("ABCDE", "ABCD E"), ("ABCDEFGHIJ", "ABCD EFGH IJ")]
    {
        assert_eq!(in_groups_of_four(key), expected, "{key:?}");
    }
}

#[wasm_bindgen_test]
async fn the_key_is_shown_three_ways() {
    let page = Page::open(|| view! { <AuthenticatorKey key=KEY.to_owned() uri=URI.to_owned() /> }).await;
    assert!(page.reads("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP AB"), "to type in: {}", page.text());
    assert_eq!(page.opened_app(text::OPEN_IN_APP.english()).await.as_deref(), Some(URI), "to open");
    let attributes = "Array.from(document.querySelectorAll('*'), e => Array.from(e.attributes, a => a.value)).join()";
    let attributes = js_sys::eval(attributes).expect("a script may do that").as_string().expect("a text");
    assert!(attributes.contains(text::QR_CODE.english()) && !attributes.contains(KEY), "in no attribute: {attributes}");
    let picture = page.find("svg[role=img]");
    assert_eq!(picture.get_attribute("aria-label").as_deref(), Some(text::QR_CODE.english()), "to scan");
    let edge: u32 =
        picture.get_attribute("viewBox").and_then(|size| size.split(' ').next_back()?.parse().ok()).expect("a size");
    // 17 + 4 × version modules, and four of light on either side.
    assert_eq!((edge - 8 - 17) % 4, 0, "{edge} is the edge of a QR code");
}

#[wasm_bindgen_test]
async fn the_key_can_be_copied() {
    for (case, write_text, copied, said) in [
        ("copied", "window.copied = text; return Promise.resolve()", Some(KEY), text::COPIED.english()),
        ("refused", "return Promise.reject(new Error('no'))", None, text::NOT_COPIED.english()),
    ] {
        let _clipboard = Clipboard::replace(write_text);
        let page = Page::open(|| view! { <AuthenticatorKey key=KEY.to_owned() uri=URI.to_owned() /> }).await;
        assert_eq!(page.by_role("status"), [""], "{case}: before");
        page.press(text::COPY_KEY.english()).await;
        page.see(said).await;
        assert_eq!(page.by_role("status"), [said], "{case}: said politely");
        assert_eq!(Clipboard::copied().as_deref(), copied, "{case}: on the clipboard");
    }
    Clipboard::put(&JsValue::UNDEFINED);
    let _gone = Clipboard;
    let page = Page::open(|| view! { <AuthenticatorKey key=KEY.to_owned() uri=URI.to_owned() /> }).await;
    page.press(text::COPY_KEY.english()).await;
    page.see(text::NOT_COPIED.english()).await;
}
