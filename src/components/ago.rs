use cognito_client::timestamp::Timestamp;

use crate::{
    platform, text,
    ui::{Element, Words, element},
};

/// When something was, in words: how long ago, or the day if that is long ago. The full time is its title.
pub fn ago(at: Timestamp) -> Element {
    // What is said of it follows the language.
    let words = move || Some(text::ago(at, platform::now()).unwrap_or_else(|| platform::local_date(at)));
    element("time").attribute("datetime", platform::iso_time(at)).attribute("title", local_time(at)).text(words)
}

/// A day and time in the shown language.
pub fn local_time(at: Timestamp) -> Words {
    (move || Some(platform::local_time(at))).into()
}
