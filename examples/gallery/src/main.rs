//! The app as it is, in a page whose scripts stand in for the service and for a person (stand-in.js): which screen it comes to
//! is up to the scene that the page's address names. Without a scene, the page is the list of them.

use leptos::{mount::mount_to_body, prelude::*};
use leptos_cognito::{
    app::{App, AuthContext},
    chunk::unreachable,
};

/// The scene of a part that cannot be fetched: here all parts are in one file.
const UNREACHABLE: &str = "scene=unreachable";

fn main() {
    console_error_panic_hook::set_once();
    let query = window().location().search().unwrap_or_default();
    if query.contains("scene=") {
        leptos_cognito::stopped::watch();
        leptos_cognito::language::when_here(move || {
            if query.contains(UNREACHABLE) { mount_to_body(Unreachable) } else { mount_to_body(App) }
        });
    }
}

#[component]
fn Unreachable() -> impl IntoView {
    view! { <AuthContext>{unreachable(|| ())}</AuthContext> }
}
