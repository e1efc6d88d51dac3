use leptos::prelude::*;

use crate::{
    session::{CurrentSession, Trouble},
    text,
};

/// Says what keeps a session from going on, until it does; or, once, that it will not be kept.
#[component]
pub fn SessionBanner() -> impl IntoView {
    let session = CurrentSession::expect();
    let trouble = move || {
        session.trouble().map(|trouble| match trouble {
            Trouble::Offline => text::OFFLINE_FOR_NOW,
            Trouble::Unreachable => text::UNREACHABLE_FOR_NOW,
            Trouble::Busy => text::BUSY_FOR_NOW,
            Trouble::Service => text::UNAVAILABLE_FOR_NOW,
            Trouble::Refused => text::NOT_RENEWED,
        })
    };
    let unkept = move || {
        view! {
            <p>
                {text::NOT_KEPT}
                <button type="button" class="quiet" on:click=move |_| session.accept_unkept()>
                    {text::UNDERSTOOD}
                </button>
            </p>
        }
    };
    view! {
        <div class="banner" role="status">
            {move || match trouble() {
                Some(sentence) => Some(view! { <p>{sentence}</p> }.into_any()),
                None => session.is_unkept().then(|| unkept().into_any()),
            }}
        </div>
    }
}
