//! Large and small letters. The browser has the tables of all scripts; a program's own would weigh four kilobytes each.

use js_sys::JsString;

pub fn upper_case(text: &str) -> String {
    JsString::from(text).to_upper_case().into()
}

pub fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}
