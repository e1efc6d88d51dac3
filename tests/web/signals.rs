//! Signals, what is computed of them, and contexts.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::Owner;
use leptos_cognito::{
    signals::{Effect, Memo, RwSignal, Signal, provide_context, use_context},
    ui::{Child, Entry, View, each, element, when},
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::page::{Page, settled};

/// What an effect has seen, time after time.
#[derive(Clone, Default)]
struct Seen(Rc<RefCell<Vec<String>>>);

impl Seen {
    fn note(&self, seen: String) {
        self.0.borrow_mut().push(seen);
    }

    fn all(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}

#[wasm_bindgen_test]
async fn an_effect_follows_what_it_reads_and_a_memo_tells_of_new_values_only() {
    let (by_signal, by_memo, handle) = (Seen::default(), Seen::default(), Rc::new(RefCell::new(None)));
    let (first, second, place) = (by_signal.clone(), by_memo.clone(), handle.clone());
    let page = Page::open(move || {
        let number = RwSignal::new(1);
        let is_even = Memo::new(move |_| number.get() % 2 == 0);
        let shown: Signal<bool> = is_even.into();
        Effect::new(move |before: Option<i32>| {
            first.note(format!("{before:?} {}", number.get()));
            number.get_untracked()
        });
        Effect::new(move |_| second.note(shown.get().to_string()));
        *place.borrow_mut() = Some(number);
        View::nothing()
    })
    .await;
    let number = handle.borrow_mut().take().expect("the page is drawn");
    for next in [3, 4, 6, 7] {
        number.set(next);
        settled().await;
    }
    assert_eq!(by_signal.all(), ["None 1", "Some(1) 3", "Some(3) 4", "Some(4) 6", "Some(6) 7"]);
    assert_eq!(by_memo.all(), ["false", "true", "false"]);
    drop(page);
}

#[wasm_bindgen_test]
fn what_has_gone_is_neither_read_nor_changed_by_who_only_tries() {
    let owner = Owner::new();
    let signal = owner.with(|| RwSignal::new("here".to_owned()));
    assert_eq!(signal.try_get_untracked().as_deref(), Some("here"));
    assert_eq!(signal.try_set("changed".to_owned()), None, "it is taken");
    assert_eq!(signal.try_update(|text| text.len()), Some("changed".len()));
    owner.cleanup();
    assert_eq!(signal.try_get_untracked(), None);
    assert_eq!(signal.try_set("late".to_owned()).as_deref(), Some("late"), "it is given back");
    assert_eq!(signal.try_update(|text| text.len()), None);
}

#[wasm_bindgen_test]
fn a_context_is_found_by_its_type_from_the_nearest_that_gives_it() {
    let around = Owner::new();
    around.with(|| {
        assert_eq!(use_context::<u8>(), None, "nobody gives one");
        provide_context(1_u8);
        provide_context("text");
        Owner::current().expect("this one").child().with(|| {
            provide_context(2_u8);
            assert_eq!(
                (use_context::<u8>(), use_context::<&str>(), use_context::<u16>()),
                (Some(2), Some("text"), None)
            );
        });
        assert_eq!(use_context::<u8>(), Some(1), "what is given inside stays inside");
    });
}

#[wasm_bindgen_test]
async fn entries_of_a_list_come_go_and_move_without_being_drawn_anew() {
    let handle = Rc::new(RefCell::new(None));
    let place = handle.clone();
    let page = Page::open(move || {
        let keys = RwSignal::new(vec!["a", "b", "c"]);
        *place.borrow_mut() = Some(keys);
        let entry = |key: &'static str| Entry {
            key: key.to_owned(),
            draw: Box::new(move || element("li").attribute("data-key", key).text(key).into_child()),
        };
        element("ul").child(each(move || keys.get().into_iter().map(entry).collect())).into_child()
    })
    .await;
    let keys = handle.borrow_mut().take().expect("the page is drawn");
    let by_key = |key: &str| page.find(&format!("[data-key={key}]"));
    let read = || page.find("ul").text_content().unwrap_or_default();
    let (a, c): (Element, Element) = (by_key("a"), by_key("c"));
    a.set_attribute("class", "kept").expect("an attribute");
    for (next, expected) in [
        (vec!["a", "c"], "ac"),
        (vec!["c", "a"], "ca"),
        (vec!["d", "c", "e", "a", "f"], "dceaf"),
        (vec!["a"], "a"),
        (vec!["b", "a", "c"], "bac"),
    ] {
        keys.set(next);
        settled().await;
        assert_eq!(read(), expected);
        assert_eq!(by_key("a").class_name(), "kept", "{expected}: it is the same element");
    }
    assert!(!by_key("c").is_same_node(Some(&c)), "what had gone is another one");
    keys.set(Vec::new());
    settled().await;
    assert_eq!(read(), "");
}

#[wasm_bindgen_test]
async fn the_focus_of_what_is_removed_goes_to_the_heading_of_what_is_around() {
    let page = Page::open(|| {
        let is_offered = RwSignal::new(true);
        let decline = move || {
            let button = element("button").attribute("type", "button").text("Decline");
            button.on("click", move |_| is_offered.set(false)).into_child()
        };
        let offer = when(move || is_offered.get(), decline);
        element("section").child(element("h2").text("Offers")).child(offer).into_child()
    })
    .await;
    page.button("Decline").focus().expect("it takes the focus");
    page.press("Decline").await;
    page.see_focus_on("Offers").await;
}
