//! The login form that index.html has ready (prerendered.js shows it): whatever a person has typed, pressed or focused there
//! by the time the app is here goes on in the form that the app draws.

use js_sys::Reflect;
use leptos::prelude::document;
use wasm_bindgen::{
    JsCast, JsValue,
    prelude::{Closure, wasm_bindgen},
};

use crate::components::FieldState;
use crate::signals::Effect;

#[wasm_bindgen]
extern "C" {
    type Prerendered;

    #[wasm_bindgen(method, js_name = mountWhenFree)]
    fn mount_when_free(this: &Prerendered, mount: JsValue);

    #[wasm_bindgen(method)]
    fn typed(this: &Prerendered, name: &str) -> String;

    #[wasm_bindgen(method, js_name = handOver)]
    fn hand_over(this: &Prerendered);
}

/// The form, as long as it is shown.
fn prerendered() -> Option<Prerendered> {
    let value = Reflect::get(&js_sys::global(), &"prerendered".into()).ok()?;
    value.is_object().then(|| value.unchecked_into())
}

/// Puts the app into the page: at once, or as soon as nobody is in the middle of a press, or of a character of several keys.
pub fn mount(app: impl FnOnce() + 'static) {
    match prerendered() {
        Some(prerendered) => prerendered.mount_when_free(Closure::once_into_js(app)),
        None => app(),
    }
}

/// Puts what was typed into the fields that are about to be drawn. When they are, they take the place of the others.
pub(crate) fn take_over(fields: &[FieldState]) {
    let Some(prerendered) = prerendered() else { return };
    let focused = document().active_element().map(|element| element.id());
    for field in fields {
        let name = field.field.name();
        field.value.set(prerendered.typed(name));
        if focused.as_deref() != Some(name) {
            field.leave();
        }
    }
    Effect::new(move |_| prerendered.hand_over());
}
