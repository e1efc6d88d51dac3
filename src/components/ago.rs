use cognito_client::timestamp::Timestamp;
use leptos::prelude::*;

use crate::{platform, text};

/// When something was, in words: how long ago, or the day if that is long ago. The full time is its title.
#[component]
pub fn Ago(at: Timestamp) -> impl IntoView {
    let words = text::ago(at, platform::now()).unwrap_or_else(|| platform::local_date(at));
    view! {
        <time datetime=platform::iso_time(at) title=platform::local_time(at)>
            {words}
        </time>
    }
}
