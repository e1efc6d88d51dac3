//! Puts the app into the page.

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos_cognito::stopped::watch();
    leptos_cognito::language::when_here(|| {
        leptos_cognito::app::when_settings_are_here(|| {
            leptos_cognito::prerendered::mount(|| leptos::mount::mount_to_body(leptos_cognito::app::App));
        });
    });
}
