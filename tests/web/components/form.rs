use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use cognito_client::secrets::Password;
use js_sys::{Function, Promise};
use leptos::prelude::*;
use leptos_cognito::{
    components::{Alert, FieldState, Form, PasswordField, Submission, TextField},
    forms::{Field, Identifier, Problem},
    language::Sentence,
    signals::Memo,
    text,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::{
    clock::Clock,
    forms::login_form,
    page::{Page, is_busy, press_at_once, settled},
};

/// What was sent, and the calls that still wait for their answer.
#[derive(Clone, Default)]
struct Service {
    sent: Rc<RefCell<Vec<String>>>,
    waiting: Rc<RefCell<VecDeque<Function>>>,
}

impl Service {
    /// A call that ends when it is [`answer`](Self::answer)ed; it is sent when it is first polled.
    async fn call(self, (identifier, _): (Identifier, Option<Password>)) -> Option<String> {
        if let Identifier::Email(email) = identifier {
            self.sent.borrow_mut().push(email);
        }
        let answer = Promise::new(&mut |resolve, _| self.waiting.borrow_mut().push_back(resolve));
        JsFuture::from(answer).await.ok()?.as_string()
    }

    fn sent(&self) -> Vec<String> {
        self.sent.borrow().clone()
    }

    /// Answers the call that has waited longest: with a refusal, or well.
    async fn answer(&self, refusal: Option<&str>) {
        let resolve = self.waiting.borrow_mut().pop_front().expect("a call is waiting");
        let answer = refusal.map_or(JsValue::NULL, JsValue::from);
        resolve.call1(&JsValue::NULL, &answer).expect("a promise can be resolved");
        settled().await;
    }
}

#[component]
fn SignIn(service: Service, submission: Submission) -> impl IntoView {
    let (email, password) = (FieldState::new(Field::Email), FieldState::new(Field::Password));
    let parse = move || login_form(&email.get(), &password.get()).parse();
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
    let sign_in = move || {
        submission.send(service.clone().call(parse()?), |refusal| refusal.map(Sentence::of));
        Ok(())
    };
    view! {
        <Alert message=submission.refusal() />
        <Form fields=vec![email, password] submission on_submit=Box::new(sign_in) label=Sentence::from("Sign in")>
            <TextField state=email problems label=Sentence::from("Email") kind="email" autocomplete="username" />
            <PasswordField state=password problems autocomplete="current-password" />
        </Form>
    }
}

async fn open() -> (Page, Service, Submission) {
    let (service, submission) = (Service::default(), Submission::default());
    let calls = service.clone();
    let page = Page::open(move || view! { <SignIn service=calls submission /> }).await;
    (page, service, submission)
}

async fn fill_in(page: &Page, email: &str, password: &str) {
    page.field("Email").type_text(email).await;
    page.field("Password").type_text(password).await;
}

#[wasm_bindgen_test]
async fn a_form_with_mistakes_says_so_and_sends_nothing() {
    use Problem::{Malformed, Required};
    for (case, email, password, messages, focused) in [
        ("both empty", "", "", [Some(Required), Some(Required)], "Email"),
        ("e-mail malformed", "one", "hunter2", [Some(Malformed), None], "Email"),
        ("both wrong", "one", "", [Some(Malformed), Some(Required)], "Email"),
        ("no password", "one@example.com", "", [None, Some(Required)], "Password"),
    ] {
        let (page, service, _) = open().await;
        fill_in(&page, email, password).await;
        page.press("Sign in").await;
        for (label, field, problem) in
            [("Email", Field::Email, messages[0]), ("Password", Field::Password, messages[1])]
        {
            let message = problem.map_or("", |problem| text::problem(field, problem).english());
            assert_eq!(page.field(label).description(), message, "{case}: message of {label}");
            assert_eq!(page.field(label).is_invalid(), problem.is_some(), "{case}: mark of {label}");
        }
        assert!(page.field(focused).has_focus(), "{case}: {focused} has the focus");
        assert_eq!(service.sent(), [""; 0], "{case}: nothing is sent");
        assert!(!is_busy(&page.button("Sign in")), "{case}: not busy");
    }
}

#[wasm_bindgen_test]
async fn mended_mistakes_are_sent() {
    let (page, service, _) = open().await;
    page.press("Sign in").await;
    fill_in(&page, "one@example.com", "hunter2").await;
    assert_eq!(page.field("Email").description(), "", "the message goes");
    page.press("Sign in").await;
    assert_eq!(service.sent(), ["one@example.com"], "what is sent");
}

#[wasm_bindgen_test]
async fn a_form_is_busy_until_the_answer_comes() {
    for (case, answer) in [("refused", Some("No.")), ("done", None)] {
        let (page, service, _) = open().await;
        fill_in(&page, "one@example.com", "hunter2").await;
        assert!(!is_busy(&page.button("Sign in")), "{case}: before");
        page.press("Sign in").await;
        assert!(is_busy(&page.button("Sign in")), "{case}: on its way; the button keeps its name");
        assert_eq!(page.by_role("alert"), [""], "{case}: on its way");
        service.answer(answer).await;
        assert!(!is_busy(&page.button("Sign in")), "{case}: after");
        assert_eq!(page.by_role("alert"), [answer.unwrap_or_default()], "{case}: after");
    }
}

#[wasm_bindgen_test]
async fn a_double_submit_sends_once() {
    let (page, service, submission) = open().await;
    fill_in(&page, "one@example.com", "hunter2").await;
    let button = page.button("Sign in");
    press_at_once(&button);
    press_at_once(&button);
    settled().await;
    assert_eq!(service.sent().len(), 1, "a double click");
    page.press("Sign in").await;
    assert_eq!(service.sent().len(), 1, "a third press, while busy");
    let other = login_form("other@example.com", "x");
    submission.send(service.clone().call(other.parse().expect("both are right")), |refusal| refusal.map(Sentence::of));
    settled().await;
    assert_eq!(service.sent(), ["one@example.com"], "another way to send, while busy");
    service.answer(Some("No.")).await;
    page.press("Sign in").await;
    assert_eq!(service.sent().len(), 2, "a press after the answer sends again");
}

#[wasm_bindgen_test]
async fn an_earlier_refusal_is_gone_while_the_next_call_is_on_its_way() {
    let (page, service, _) = open().await;
    fill_in(&page, "one@example.com", "hunter2").await;
    page.press("Sign in").await;
    service.answer(Some("No.")).await;
    page.see("No.").await;
    page.press("Sign in").await;
    assert_eq!(page.by_role("alert"), [""], "on its way");
    service.answer(None).await;
    assert_eq!(page.by_role("alert"), [""], "done");
}

#[wasm_bindgen_test]
async fn a_cancelled_call_has_no_answer() {
    let (page, service, submission) = open().await;
    fill_in(&page, "one@example.com", "hunter2").await;
    page.press("Sign in").await;
    submission.cancel();
    settled().await;
    assert!(!is_busy(&page.button("Sign in")), "cancelled: not busy");
    service.answer(Some("Too late.")).await;
    assert_eq!(page.by_role("alert"), [""], "an answer after that is not heard");
    page.press("Sign in").await;
    assert_eq!(service.sent().len(), 2, "the form can be sent again");
    service.answer(Some("No.")).await;
    assert_eq!(page.by_role("alert"), ["No."], "the next answer is heard");
}

#[wasm_bindgen_test]
async fn cancelling_does_not_bring_an_earlier_refusal_back() {
    let (page, service, submission) = open().await;
    fill_in(&page, "one@example.com", "hunter2").await;
    page.press("Sign in").await;
    service.answer(Some("No.")).await;
    page.see("No.").await;
    page.press("Sign in").await;
    submission.cancel();
    settled().await;
    assert!(!is_busy(&page.button("Sign in")), "cancelled: not busy");
    assert_eq!(page.by_role("alert"), [""], "the refusal was of the call before");
}

#[wasm_bindgen_test]
async fn cancelling_when_nothing_is_on_its_way_does_nothing() {
    let (page, service, submission) = open().await;
    submission.cancel();
    fill_in(&page, "one@example.com", "hunter2").await;
    page.press("Sign in").await;
    assert!(is_busy(&page.button("Sign in")), "a call after that is on its way");
    service.answer(Some("No.")).await;
    submission.cancel();
    settled().await;
    assert_eq!(page.by_role("alert"), ["No."], "an answer that has come stays");
}

#[wasm_bindgen_test]
async fn a_long_wait_can_be_given_up() {
    let clock = Clock::take_over();
    let (page, service, _) = open().await;
    fill_in(&page, "one@example.com", "hunter2").await;
    page.press("Sign in").await;
    clock.advance(7).await;
    assert!(!page.has_button("Cancel"), "after seven seconds");
    clock.advance(1).await;
    page.see(text::STILL_TRYING.english()).await;
    page.press("Cancel").await;
    assert!(!is_busy(&page.button("Sign in")), "given up: not busy");
    assert!(!page.has_button("Cancel"), "given up: nothing more to cancel");
    assert!(!page.reads(text::STILL_TRYING.english()), "given up: not trying");
    service.answer(Some("Too late.")).await;
    assert_eq!(page.by_role("alert"), [""], "an answer after that is not heard");
}

#[wasm_bindgen_test]
async fn a_quick_answer_stops_the_wait() {
    let clock = Clock::take_over();
    let (page, service, _) = open().await;
    fill_in(&page, "one@example.com", "hunter2").await;
    page.press("Sign in").await;
    clock.advance(7).await;
    service.answer(Some("No.")).await;
    clock.advance(60).await;
    assert!(!page.reads(text::STILL_TRYING.english()), "a minute after the answer");
    page.press("Sign in").await;
    clock.advance(7).await;
    assert!(!page.reads(text::STILL_TRYING.english()), "the next call has its own eight seconds");
    clock.advance(1).await;
    page.see(text::STILL_TRYING.english()).await;
}

#[wasm_bindgen_test]
async fn an_answer_after_the_page_has_gone_does_no_harm() {
    let clock = Clock::take_over();
    let (page, service, _) = open().await;
    fill_in(&page, "one@example.com", "hunter2").await;
    page.press("Sign in").await;
    assert!(clock.has_running_timers(), "the eight seconds run");
    drop(page);
    settled().await;
    assert!(!clock.has_running_timers(), "nothing runs");
    service.answer(Some("No.")).await;
    let (page, ..) = open().await;
    assert_eq!(page.by_role("alert"), [""], "the next page knows nothing of it");
}
