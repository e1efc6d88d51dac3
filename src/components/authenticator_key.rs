use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

use super::copy_button::CopyButton;
use crate::{
    platform, text,
    ui::{Child, Element, View, button, element, of_class},
};

/// Modules of light around a QR code, as its standard asks.
const QUIET_ZONE: i32 = 4;

/// What an authenticator app needs, three ways: to scan, to open on this device, and to type in.
#[component]
pub fn AuthenticatorKey(
    /// Base32.
    key: String,
    /// `otpauth://…`, which holds the key too.
    uri: String,
) -> View {
    let picture = qr_code(&uri);
    // No link: the key would stand in its address, for everyone who reads the document.
    let open = of_class("p", "links").child(button("quiet", text::OPEN_IN_APP, move || platform::open_app(&uri)));
    let key_line = of_class("p", "key")
        .child(element("code").attribute("dir", "ltr").text(in_groups_of_four(&key)))
        .child(view! { <CopyButton text=key label=text::COPY_KEY /> });
    let or = of_class("p", "hint").text(text::OR_TYPE_KEY);
    (picture.into_child(), open.into_child(), or.into_child(), key_line.into_child()).into_child()
}

/// As people read it out: `ABCD EFGH IJ`.
pub fn in_groups_of_four(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// A picture that is made here, so that nobody else learns the key. None for a text that is too long for one.
fn qr_code(text: &str) -> Option<Element> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let edge = code.size() + 2 * QUIET_ZONE;
    let picture = of_class("svg", "qr")
        .attribute("viewBox", format!("0 0 {edge} {edge}"))
        .attribute("role", "img")
        .attribute("aria-label", text::QR_CODE)
        .child(element("path").attribute("d", dark_modules(&code)));
    Some(picture)
}

/// One rectangle a run, so that no lines show between modules.
fn dark_modules(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let width = i32::try_from(run).unwrap_or_default();
            if width > 0 {
                path.push_str(&format!("M{} {}h{width}v1h-{width}z", x + QUIET_ZONE, y + QUIET_ZONE));
            }
            x += width + 1;
        }
    }
    path
}
