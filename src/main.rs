//! Puts the app into the page.

fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(leptos_cognito::app::App);
}
