use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::{Function, Promise};
use leptos::prelude::*;
use leptos_cognito::{
    components::{Loaded, Reading},
    language::Sentence,
    signals::Signal,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::web::page::{Page, settled};

const NOTHING: &str = "There are no lines.";

/// What is read when, and what waits for it.
#[derive(Clone, Default)]
struct Source {
    asked: Rc<RefCell<VecDeque<Function>>>,
}

impl Source {
    async fn read(self) -> Result<Vec<String>, String> {
        let answer = Promise::new(&mut |resolve, _| self.asked.borrow_mut().push_back(resolve));
        let lines = JsFuture::from(answer).await.expect("it is answered").as_string();
        lines.map(|lines| lines.split_whitespace().map(ToOwned::to_owned).collect()).ok_or("That failed.".to_owned())
    }

    /// How many wait for an answer.
    fn waiting(&self) -> usize {
        self.asked.borrow().len()
    }

    /// Answers the one that is `place` in the line: with lines, or by a failure.
    async fn answer(&self, place: usize, lines: Option<&str>) {
        let resolve = self.asked.borrow_mut().remove(place).expect("it waits");
        resolve.call1(&JsValue::NULL, &lines.map_or(JsValue::NULL, JsValue::from)).expect("a promise can be resolved");
        settled().await;
    }
}

async fn open() -> (Page, Source, Reading<Vec<String>>) {
    let (source, handle) = (Source::default(), Rc::new(RefCell::new(None)));
    let (calls, place) = (source.clone(), handle.clone());
    let page = Page::open(move || {
        let reading = Reading::new(move || calls.clone().read(), |read| read.map_err(Sentence::of));
        *place.borrow_mut() = Some(reading);
        let lines = reading.value();
        let is_empty = move || lines.with(|lines| lines.as_ref().is_some_and(Vec::is_empty));
        let empty = Signal::derive(move || is_empty().then(|| Sentence::from(NOTHING)));
        let list =
            move || lines.get().unwrap_or_default().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <Loaded progress=reading.progress() empty><ul>{list}</ul></Loaded> }
    })
    .await;
    let reading = handle.borrow_mut().take().expect("the page is drawn");
    (page, source, reading)
}

fn region(page: &Page) -> Element {
    page.find(".loaded")
}

fn is_busy(page: &Page) -> bool {
    region(page).get_attribute("aria-busy").as_deref() == Some("true")
}

fn has_skeleton(page: &Page) -> bool {
    region(page).query_selector(".skeleton[aria-hidden=true]").expect("a selector").is_some()
}

#[wasm_bindgen_test]
async fn what_is_read_takes_the_place_of_its_shape() {
    for (case, lines, shown, sentence) in
        [("lines", "one two", vec!["one", "two"], None), ("nothing", "", vec![], Some(NOTHING))]
    {
        let (page, source, _) = open().await;
        assert!(has_skeleton(&page) && is_busy(&page), "{case}: at first its shape");
        assert_eq!(page.by_role("status"), ["Loading"], "{case}: and that is said");
        source.answer(0, Some(lines)).await;
        assert!(!has_skeleton(&page) && !is_busy(&page), "{case}: then it is here");
        assert_eq!(page.by_role("status"), [""], "{case}: nothing more to say");
        assert_eq!(page.by_role("listitem"), shown, "{case}");
        assert_eq!(page.reads(NOTHING), sentence.is_some(), "{case}: the sentence for nothing");
        assert!(!page.has_button("Try again"), "{case}: nothing to try again");
    }
}

#[wasm_bindgen_test]
async fn what_failed_says_so_and_can_be_tried_again() {
    let (page, source, _) = open().await;
    for attempt in 1..=2 {
        source.answer(0, None).await;
        assert_eq!(page.by_role("alert"), ["That failed."], "attempt {attempt}: it says so");
        assert!(!has_skeleton(&page) && !is_busy(&page), "attempt {attempt}: nothing is on its way");
        page.press("Try again").await;
        assert_eq!(source.waiting(), 1, "attempt {attempt}: it is read again");
        assert!(has_skeleton(&page) && is_busy(&page), "attempt {attempt}: its shape again");
        assert_eq!(page.by_role("alert"), [""], "attempt {attempt}: the problem is gone");
        assert_eq!(document().active_element(), Some(region(&page)), "attempt {attempt}: the focus stays near");
    }
    source.answer(0, Some("one")).await;
    assert_eq!(page.by_role("listitem"), ["one"]);
}

#[wasm_bindgen_test]
async fn a_reload_keeps_what_is_here_and_changes_it_in_place() {
    let (page, source, reading) = open().await;
    source.answer(0, Some("one")).await;
    let list = page.find("ul");
    reading.reload();
    settled().await;
    assert!(is_busy(&page) && !has_skeleton(&page), "it is read again, and not hidden");
    assert_eq!(page.by_role("listitem"), ["one"], "what was here stays");
    source.answer(0, Some("one two")).await;
    assert_eq!(page.by_role("listitem"), ["one", "two"]);
    assert_eq!(page.find("ul"), list, "it was not drawn anew");
    reading.reload();
    settled().await;
    source.answer(0, None).await;
    assert_eq!(page.by_role("alert"), ["That failed."]);
    assert_eq!(
        page.by_role("listitem"),
        ["one", "two"],
        "what was here stays: it may be a form that is being filled in"
    );
    assert_eq!(page.find("ul"), list, "it was not drawn anew");
    page.press("Try again").await;
    assert_eq!(page.by_role("alert"), [""], "the problem is gone");
    assert_eq!(page.by_role("listitem"), ["one", "two"], "also while it is read again");
    source.answer(0, Some("three")).await;
    assert_eq!(page.by_role("listitem"), ["three"]);
    assert!(!page.has_button("Try again"), "nothing to try again");
}

#[wasm_bindgen_test]
async fn only_the_newest_answer_counts() {
    for (case, first) in [("an older list", Some("old")), ("an older failure", None)] {
        let (page, source, reading) = open().await;
        reading.reload();
        settled().await;
        source.answer(1, Some("new")).await;
        source.answer(0, first).await;
        assert_eq!(page.by_role("listitem"), ["new"], "{case} comes too late");
        assert_eq!(page.by_role("alert"), [""], "{case} comes too late");
        let (page, source, reading) = open().await;
        reading.reload();
        settled().await;
        source.answer(0, first).await;
        assert!(has_skeleton(&page), "{case} comes before the newest");
        source.answer(0, Some("new")).await;
        assert_eq!(page.by_role("listitem"), ["new"], "{case} came first");
    }
}

/// A panic in the answer's way would fail the test.
#[wasm_bindgen_test]
async fn an_answer_to_a_page_that_has_gone_is_dropped() {
    for (case, lines) in [("a list", Some("one")), ("a failure", None)] {
        let (page, source, reading) = open().await;
        drop(page);
        source.answer(0, lines).await;
        assert_eq!(reading.value().try_get_untracked(), None, "{case}: there is no place for it");
    }
}
