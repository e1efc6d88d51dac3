//! What people see if the program has stopped all the same: by a panic, or for want of memory.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{language, text};

/// From now on, a page takes the place of a program that has stopped: it says so, and has a button that reloads. For an
/// app that has the sign-in pages as a part of it: all of it is one program, which stops as a whole.
pub fn watch() {
    say();
    // One that has stopped cannot look its words up.
    language::on_change(say);
}

/// Has the page ready in the shown language.
fn say() {
    let words = [text::STOPPED_TITLE, text::STOPPED_INTRO, text::RELOAD].map(|sentence| sentence.words());
    module::say(&words[0], &words[1], &words[2]);
}

mod module {
    use super::wasm_bindgen;

    #[wasm_bindgen(module = "/src/stopped.js")]
    extern "C" {
        pub fn say(title: &str, intro: &str, label: &str);
    }
}
