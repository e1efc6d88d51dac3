use cognito_client::timestamp::Timestamp;

use crate::{
    platform, text,
    ui::{Element, element},
};

/// When something was, in words: how long ago, or the day if that is long ago. The full time is its title.
pub fn ago(at: Timestamp) -> Element {
    let words = text::ago(at, platform::now()).unwrap_or_else(|| platform::local_date(at));
    let (time, title) = (platform::iso_time(at), platform::local_time(at));
    element("time").attribute("datetime", time).attribute("title", title).text(words)
}
