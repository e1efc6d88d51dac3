use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use leptos::prelude::*;
use leptos_cognito::{
    components::{Page, Paged, PagedList},
    language::Sentence,
    ui::View,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::web::page::{Page as Screen, settled};

const EMPTY: &str = "There are no entries.";

type Part = Result<(Vec<&'static str>, Option<&'static str>), &'static str>;

/// Answers by a script, and notes which parts were asked for.
#[derive(Clone)]
struct Source {
    script: Rc<RefCell<VecDeque<Part>>>,
    asked: Rc<RefCell<Vec<Option<String>>>>,
}

impl Source {
    async fn read(self, part: Option<String>) -> Result<Page<String>, String> {
        self.asked.borrow_mut().push(part);
        let part = self.script.borrow_mut().pop_front().expect("the script has an answer");
        let (items, next) = part.map_err(ToOwned::to_owned)?;
        Ok(Page { items: items.into_iter().map(ToOwned::to_owned).collect(), next: next.map(ToOwned::to_owned) })
    }
}

struct List {
    screen: Screen,
    source: Source,
    paged: Paged<String>,
}

impl List {
    async fn open(script: impl IntoIterator<Item = Part>) -> Self {
        let source = Source { script: Rc::new(RefCell::new(script.into_iter().collect())), asked: Rc::default() };
        let (read, handle) = (source.clone(), Rc::new(RefCell::new(None)));
        let place = handle.clone();
        let screen = Screen::open(move || {
            let paged = Paged::new(move |part| read.clone().read(part), |read| read.map_err(Sentence::of));
            *place.borrow_mut() = Some(paged);
            let row = Callback::new(|item: String| View::foreign(view! { <span>{item}</span> }));
            view! { <PagedList paged label=Sentence::from("Entries") empty=Sentence::from(EMPTY) key=String::clone row /> }
        })
        .await;
        settled().await;
        let paged = handle.borrow_mut().take().expect("the page is drawn");
        Self { screen, source, paged }
    }

    fn entries(&self) -> Vec<String> {
        self.screen.by_role("listitem")
    }

    fn asked(&self) -> Vec<Option<String>> {
        self.source.asked.borrow().clone()
    }

    fn has_more(&self) -> bool {
        self.screen.has_button("Show more")
    }

    async fn show_more(&self) {
        self.screen.press("Show more").await;
        settled().await;
    }

    async fn remove(&self, entry: &str) {
        self.paged.remove(|other| other == entry);
        settled().await;
        settled().await;
    }
}

/// What has the focus reads this; the whole list's region, where the list is empty.
fn focused() -> String {
    let active = document().active_element().expect("something has the focus");
    active.unchecked_into::<HtmlElement>().inner_text().trim().to_owned()
}

#[wasm_bindgen_test]
async fn a_list_grows_part_by_part_and_the_focus_goes_to_what_is_new() {
    let list = List::open([
        Ok((vec!["one", "two"], Some("second"))),
        Ok((vec!["three", "four"], Some("third"))),
        Ok((vec!["five"], None)),
    ])
    .await;
    assert_eq!(list.entries(), ["one", "two"]);
    list.show_more().await;
    assert_eq!(list.entries(), ["one", "two", "three", "four"]);
    assert_eq!(focused(), "three", "the first new one");
    assert!(list.has_more(), "there is more");
    list.show_more().await;
    assert_eq!(list.entries(), ["one", "two", "three", "four", "five"]);
    assert_eq!(focused(), "five");
    assert!(!list.has_more(), "that was all");
    let asked = [None, Some("second".to_owned()), Some("third".to_owned())];
    assert_eq!(list.asked(), asked, "each part once, by its name");
}

#[wasm_bindgen_test]
async fn a_last_part_may_be_empty() {
    let list = List::open([Ok((vec!["one"], Some("second"))), Ok((vec![], None))]).await;
    list.show_more().await;
    assert_eq!(list.entries(), ["one"]);
    assert_eq!(focused(), "one", "the button has gone: the focus is near");
    assert!(!list.has_more());
}

#[wasm_bindgen_test]
async fn a_part_that_fails_leaves_what_is_here_and_can_be_asked_for_again() {
    let list = List::open([Ok((vec!["one"], Some("second"))), Err("That failed."), Ok((vec!["two"], None))]).await;
    list.show_more().await;
    assert_eq!(list.entries(), ["one"]);
    assert!(list.screen.by_role("alert").contains(&"That failed.".to_owned()), "it says so");
    list.show_more().await;
    assert_eq!(list.entries(), ["one", "two"]);
    assert!(!list.screen.reads("That failed."), "the problem has gone");
}

#[wasm_bindgen_test]
async fn a_list_without_entries_says_so() {
    for (case, script, is_empty) in [
        ("nothing at all", vec![Ok((vec![], None))], true),
        ("nothing in the first part", vec![Ok((vec![], Some("second")))], false),
        ("something", vec![Ok((vec!["one"], None))], false),
    ] {
        let list = List::open(script).await;
        assert_eq!(list.screen.reads(EMPTY), is_empty, "{case}: the sentence");
        assert_eq!(list.has_more(), case == "nothing in the first part", "{case}: the button");
    }
}

#[wasm_bindgen_test]
async fn the_focus_goes_to_what_takes_the_place_of_a_removed_entry() {
    for (removed, left, focus) in [
        ("one", vec!["two", "three"], "two"),
        ("two", vec!["one", "three"], "three"),
        ("three", vec!["one", "two"], "two"),
    ] {
        let list = List::open([Ok((vec!["one", "two", "three"], None))]).await;
        list.remove(removed).await;
        assert_eq!(list.entries(), left, "{removed} removed");
        assert_eq!(focused(), focus, "{removed} removed");
    }
    let list = List::open([Ok((vec!["one"], None))]).await;
    list.remove("another").await;
    assert_eq!(list.entries(), ["one"], "what is not there cannot go");
    list.remove("one").await;
    assert!(list.screen.reads(EMPTY), "nothing is left");
    assert_eq!(list.asked().len(), 1, "and there is no more to read");
}

#[wasm_bindgen_test]
async fn a_list_is_read_anew_when_all_that_was_read_has_gone() {
    let list = List::open([Ok((vec!["one"], Some("second"))), Ok((vec!["two"], None))]).await;
    list.remove("one").await;
    assert_eq!(list.entries(), ["two"]);
    assert_eq!(list.asked(), [None, None], "from the start: the names of parts may have changed");
}
