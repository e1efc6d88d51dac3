use leptos::prelude::*;

/// The problem of the whole form; spoken when it appears.
#[component]
pub fn Alert(#[prop(into)] message: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div role="alert">
            {move || message.get().map(|message| view! { <p class="alert">{message}</p> })}
        </div>
    }
}

/// Something that went well; spoken when it is convenient.
#[component]
pub fn Status(#[prop(into)] message: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div role="status">
            {move || message.get().map(|message| view! { <p class="status">{message}</p> })}
        </div>
    }
}
