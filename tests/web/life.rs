//! Calls, and what becomes of the page meanwhile.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise};
use leptos::prelude::*;
use leptos_cognito::{components::Submission, life::Life};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{Page, settled};

/// A service that answers when it is told to, and what was noted of it.
#[derive(Clone, Default)]
struct Service {
    waiting: Rc<RefCell<Option<Function>>>,
    noted: Rc<RefCell<Vec<&'static str>>>,
}

impl Service {
    /// Changes something, and notes that it has.
    async fn change(self) {
        let answer = Promise::new(&mut |resolve, _| {
            self.waiting.replace(Some(resolve));
        });
        JsFuture::from(answer).await.expect("it is answered");
        self.noted.borrow_mut().push("changed");
    }

    async fn answer(&self) {
        let resolve = self.waiting.borrow_mut().take().expect("a call is waiting");
        resolve.call0(&JsValue::NULL).expect("a promise can be resolved");
        settled().await;
    }

    fn noted(&self) -> Vec<&'static str> {
        self.noted.borrow().clone()
    }
}

/// A page that changes something by what the test does with its life and its button's way; a signal is its own.
async fn open() -> (Page, Life, Submission, RwSignal<&'static str>) {
    let parts = Rc::new(RefCell::new(None));
    let made = parts.clone();
    let page = Page::open(move || {
        let shown = RwSignal::new("not yet");
        made.replace(Some((Life::begin(), Submission::default(), shown)));
        view! { <p>{shown}</p> }
    })
    .await;
    let (life, submission, shown) = parts.take().expect("it was drawn");
    (page, life, submission, shown)
}

#[wasm_bindgen_test]
async fn a_call_goes_on_to_its_end_and_is_shown_only_where_its_page_is_still_there() {
    for (case, by_button, is_left) in [
        ("stayed", false, false),
        ("left", false, true),
        ("stayed, by a button", true, false),
        ("left, by a button", true, true),
    ] {
        let service = Service::default();
        let (page, life, submission, shown) = open().await;
        let noted = service.noted.clone();
        // To read what has gone would fail the test.
        let show = move || {
            assert_eq!(shown.get_untracked(), "not yet");
            shown.set("done");
            noted.borrow_mut().push("shown");
        };
        if by_button {
            submission.send(service.clone().change(), move |()| {
                show();
                None
            });
        } else {
            life.call(service.clone().change(), move |()| show());
        }
        settled().await;
        if is_left {
            drop(page);
            assert!(life.is_over(), "{case}");
            service.answer().await;
            assert_eq!(service.noted(), ["changed"], "{case}");
        } else {
            service.answer().await;
            assert_eq!(service.noted(), ["changed", "shown"], "{case}");
            assert!(page.reads("done"), "{case}");
        }
    }
}

#[wasm_bindgen_test]
async fn who_has_gone_begins_nothing() {
    let service = Service::default();
    let (page, life, submission, _) = open().await;
    drop(page);
    life.call(service.clone().change(), |()| ());
    submission.send(service.clone().change(), |()| None);
    settled().await;
    assert!(service.waiting.borrow().is_none(), "nothing is asked for");
}

#[wasm_bindgen_test]
async fn who_gives_up_waiting_is_shown_nothing_and_can_begin_anew() {
    let service = Service::default();
    let (page, _, submission, shown) = open().await;
    submission.send(service.clone().change(), move |()| {
        shown.set("done");
        None
    });
    settled().await;
    submission.cancel();
    settled().await;
    assert!(!submission.is_busy().get_untracked() && page.reads("not yet"));
    submission.send(service.clone().change(), |()| Some("Refused.".into()));
    settled().await;
    service.answer().await;
    assert_eq!(submission.refusal().get_untracked(), Some("Refused.".into()));
}
