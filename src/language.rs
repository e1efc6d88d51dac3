//! The language that people read: which one it is, and where its words come from.
//!
//! English is in the app. The words of another language are fetched part by part, with the chunk that needs them
//! (language.js); what cannot be fetched is read in English.

mod isolated;
mod sentence;
mod wording;

use std::{cell::Cell, sync::LazyLock};

use leptos::{prelude::*, reactive::graph::Observer};
use wasm_bindgen::prelude::wasm_bindgen;

pub use self::{
    isolated::{isolated, parts, without_isolates},
    sentence::{Arg, Key, Sentence},
    wording::Wording,
};
use crate::{life::in_background, sign_in_store};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// Told when other words are to be read.
static CHANGED: LazyLock<ArcTrigger> = LazyLock::new(ArcTrigger::new);

thread_local! {
    /// The same outside of what is drawn.
    static ON_CHANGE: Cell<fn()> = const { Cell::new(|| ()) };
    static IS_CHOSEN: Cell<bool> = const { Cell::new(false) };
}

/// What every page says.
const FIRST: &str = "first_visit";

/// Chooses the language of this person: what the address asks for, the person's earlier choice, the browser's list, the
/// owner's default. Gives whether the first page can be drawn in it; else [`begin`] does that.
pub fn is_here() -> bool {
    if !IS_CHOSEN.replace(true)
        && let Some(asked) = module::choose(TAGS, NAMES, sign_in_store::language())
    {
        sign_in_store::save_language(&asked);
    }
    module::has(FIRST)
}

/// Fetches what the first page says in the language of this person. Whoever mounts the app does that [`when_here`]: then
/// nobody sees English first who reads something else.
pub fn begin() {
    if !is_here() {
        in_background(load(FIRST));
    }
}

/// Does so when that can be read: at once in English.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing is on the page yet: before it is mounted, Leptos has nothing to run calls"
)]
pub fn when_here(mount: impl FnOnce() + 'static) {
    if is_here() {
        mount();
    } else {
        wasm_bindgen_futures::spawn_local(async {
            load(FIRST).await;
            mount();
        });
    }
}

/// Makes these parts, by their names with spaces between, readable in the shown language.
pub async fn load(parts: &'static str) {
    if !module::has(parts) {
        module::load(parts).await;
        changed();
    }
}

/// Shows another language, in place, and remembers it.
pub fn change(tag: String) {
    sign_in_store::save_language(&tag);
    in_background(async move {
        module::change(&tag).await;
        changed();
    });
}

fn changed() {
    CHANGED.notify();
    ON_CHANGE.get()();
}

/// Runs that each time other words are to be read, for what is said where nothing is drawn.
pub fn on_change(run: fn()) {
    ON_CHANGE.set(run);
}

/// Lets what is being drawn be drawn anew in another language. What is said only once follows nothing.
fn follow() {
    if Observer::get().is_some() {
        CHANGED.track();
    }
}

/// The tag of the language that is shown, as in `pt-BR`. What is drawn by it follows the language.
pub fn shown_tag() -> String {
    follow();
    tag()
}

/// The same for what is not drawn.
pub fn tag() -> String {
    module::tag()
}

/// The tags of the languages that the app has.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    TAGS.split(' ')
}

/// Waits until the page has nothing better to do.
pub async fn idle() {
    module::idle().await;
}

/// The languages that people may choose: their tags, and what they are called by who speaks them.
pub fn offered() -> Vec<(String, String)> {
    module::offered().into_iter().map(|tag| (tag.clone(), module::name(&tag))).collect()
}

/// Whether there is more than one of them.
pub fn is_choosable() -> bool {
    module::is_choosable()
}

/// A number, in the digits of the language.
fn number(number: u32) -> String {
    module::number(number)
}

/// The first of the `wanted` languages that is among those `offered`, as far as the same people read it; both are tags.
pub fn matching(wanted: Vec<String>, offered: Vec<String>) -> Option<String> {
    module::matching(wanted, offered)
}

fn words(key: Key, count: Option<u32>) -> Option<String> {
    module::words(PARTS[usize::from(key.part)], key.place.into(), count.unwrap_or_default())
}

mod module {
    use super::wasm_bindgen;

    #[wasm_bindgen(module = "/src/language.js")]
    extern "C" {
        pub fn choose(all: &str, names: &str, kept: Option<String>) -> Option<String>;
        pub async fn load(parts: &str);
        pub async fn change(tag: &str);
        pub fn has(parts: &str) -> bool;
        pub fn matching(wanted: Vec<String>, offered: Vec<String>) -> Option<String>;
        pub fn tag() -> String;
        pub fn offered() -> Vec<String>;
        #[wasm_bindgen(js_name = isChoosable)]
        pub fn is_choosable() -> bool;
        pub fn name(tag: &str) -> String;
        pub async fn idle();
        pub fn number(number: u32) -> String;
        pub fn words(part: &str, place: u32, count: u32) -> Option<String>;
    }
}
