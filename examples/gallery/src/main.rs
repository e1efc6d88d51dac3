//! The app as it is, in a page whose scripts stand in for the service and for a person (stand-in.js): which screen it comes to
//! is up to the scene that the page's address names. Without a scene, the page is the list of them.

use leptos::prelude::*;
use leptos_cognito::app::App;

fn main() {
    console_error_panic_hook::set_once();
    if window().location().search().is_ok_and(|query| query.contains("scene=")) {
        leptos_cognito::stopped::watch();
        leptos_cognito::language::when_here(|| leptos::mount::mount_to_body(App));
    }
}
