//! How easily a password is guessed. Judged here: nobody else sees the password. What judges it (crates/password-strength)
//! has long lists of words, and is a wasm module of its own that is fetched for the first estimate.

use js_sys::Array;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// How many guesses a password stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Fewer than 10⁶.
    Weak,
    /// Fewer than 10⁸.
    Fair,
    /// Fewer than 10¹⁰.
    Good,
    /// At least 10¹⁰.
    Strong,
}

/// Judges a password; `None` if what judges it cannot be fetched. `known` are words that somebody who knows the person
/// would try.
pub async fn estimate(password: String, known: Vec<String>) -> Option<Strength> {
    let known: Array = known.into_iter().map(JsValue::from).collect();
    match module::estimate(&password, &known).await.ok()?.as_f64()? {
        ..2.0 => Some(Strength::Weak),
        2.0 => Some(Strength::Fair),
        3.0 => Some(Strength::Good),
        _ => Some(Strength::Strong),
    }
}

mod module {
    use super::{Array, JsValue, wasm_bindgen};

    #[wasm_bindgen(module = "/src/strength.js")]
    extern "C" {
        #[wasm_bindgen(catch)]
        pub async fn estimate(password: &str, known: &Array) -> Result<JsValue, JsValue>;
    }
}
