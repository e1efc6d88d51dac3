use js_sys::{Function, Object, Reflect};
use leptos::prelude::*;
use leptos_cognito::{
    components::{AuthenticatorKey, in_groups_of_four, otpauth_uri},
    text,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::Page;

const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPAB";

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
fn the_address_is_percent_encoded() {
    for (case, issuer, account, expected) in [
        (
            "plain",
            "example.com",
            "u@example.com",
            "otpauth://totp/example.com:u%40example.com?secret=K&issuer=example.com",
        ),
        ("space", "My App", "u", "otpauth://totp/My%20App:u?secret=K&issuer=My%20App"),
        (
            "what would end a part",
            "A&B?:/#",
            "c+d",
            "otpauth://totp/A%26B%3F%3A%2F%23:c%2Bd?secret=K&issuer=A%26B%3F%3A%2F%23",
        ),
        ("beyond ASCII", "Ä", "ü", "otpauth://totp/%C3%84:%C3%BC?secret=K&issuer=%C3%84"),
    ] {
        assert_eq!(otpauth_uri(issuer, account, "K"), expected, "{case}");
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
    let page =
        Page::open(|| view! { <AuthenticatorKey key=KEY.to_owned() account="u@example.com".to_owned() /> }).await;
    assert!(page.reads("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP AB"), "to type in: {}", page.text());
    let link = page.find("a").get_attribute("href").expect("a link leads somewhere");
    assert!(link.starts_with("otpauth://totp/") && link.contains(KEY), "to open: {link}");
    let picture = page.find("svg[role=img]");
    assert_eq!(picture.get_attribute("aria-label").as_deref(), Some(text::QR_CODE), "to scan");
    let edge: u32 =
        picture.get_attribute("viewBox").and_then(|size| size.split(' ').next_back()?.parse().ok()).expect("a size");
    // 17 + 4 × version modules, and four of light on either side.
    assert_eq!((edge - 8 - 17) % 4, 0, "{edge} is the edge of a QR code");
}

#[wasm_bindgen_test]
async fn the_key_can_be_copied() {
    for (case, write_text, copied, said) in [
        ("copied", "window.copied = text; return Promise.resolve()", Some(KEY), text::COPIED),
        ("refused", "return Promise.reject(new Error('no'))", None, text::NOT_COPIED),
    ] {
        let _clipboard = Clipboard::replace(write_text);
        let page = Page::open(|| view! { <AuthenticatorKey key=KEY.to_owned() account="u".to_owned() /> }).await;
        assert_eq!(page.by_role("status"), [""], "{case}: before");
        page.press(text::COPY_KEY).await;
        page.see(said).await;
        assert_eq!(page.by_role("status"), [said], "{case}: said politely");
        assert_eq!(Clipboard::copied().as_deref(), copied, "{case}: on the clipboard");
    }
    Clipboard::put(&JsValue::UNDEFINED);
    let _gone = Clipboard;
    let page = Page::open(|| view! { <AuthenticatorKey key=KEY.to_owned() account="u".to_owned() /> }).await;
    page.press(text::COPY_KEY).await;
    page.see(text::NOT_COPIED).await;
}
