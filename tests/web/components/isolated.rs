use leptos::prelude::*;
use leptos_cognito::{
    components::{Alert, Card, Modal, Question, name},
    language::Sentence,
    signals::Signal,
    text::{self, account, devices, parts, profile, security, sessions},
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::Page;

/// Turns around all that follows, if it is let.
const NAME: &str = "\u{202e}Eve";

#[wasm_bindgen_test]
fn names_stand_apart_in_every_sentence() {
    // Ends an isolation that is not its own.
    let hostile = format!("\u{2069}{NAME}");
    let hostile_name = Sentence::from(&*hostile);
    for (case, sentence) in [
        ("greeting", text::greeting(&hostile)),
        ("confirming", text::confirm_intro(&hostile)),
        ("code", text::code_intro(Some(&hostile))),
        ("reset", text::reset_intro(Some(&hostile))),
        ("signing in", text::signing_in_as(&hostile)),
        ("confirming who it is", security::reauthenticate_intro(&hostile)),
        ("deleting a passkey", security::delete_passkey_title(&hostile_name)),
        ("passkey deleted", security::passkey_deleted(&hostile_name)),
        ("forgetting a device", devices::forget_title(&hostile_name)),
        ("device forgotten", devices::forgotten(&hostile_name)),
        ("device remembered", devices::is_remembered(&hostile_name, true)),
        ("ending a session", sessions::end_title(&hostile_name)),
        ("session ended", sessions::ended(&hostile_name, 1)),
        ("attribute's code", profile::code_sent(Some(&hostile))),
        ("account's end", account::type_to_delete(&hostile)),
    ] {
        let sentence = sentence.words();
        let names: Vec<&str> = parts(&sentence).filter(|(is_name, _)| *is_name).map(|(_, part)| part).collect();
        assert_eq!(names, [NAME], "{case}: {sentence:?}");
        let ours = parts(&sentence).any(|(is_name, part)| !is_name && part.contains('\u{202e}'));
        assert!(!ours, "{case}: {sentence:?}");
    }
    let whole: String = parts("No name\u{2069} at all").map(|(_, part)| part).collect();
    assert_eq!(whole, "No name\u{2069} at all");
}

#[wasm_bindgen_test]
async fn what_is_isolated_is_drawn_so() {
    let page = Page::open(|| {
        let modal = Modal::default();
        modal.open();
        view! {
            <Card title=text::greeting(NAME) document_title=Sentence::from("Hi") intro=text::signing_in_as(NAME)>
                <Alert message=Signal::stored(Some(devices::forgotten(&NAME.into()))) />
                <p>{name(&format!("\u{2069}{NAME}"))} "!"</p>
            </Card>
            <Question
                modal
                title=devices::forget_title(&NAME.into())
                intro=Sentence::from("")
                label=devices::FORGET
                is_busy=Signal::stored(false)
                refusal=Signal::stored(None)
                on_answer=Callback::new(|()| ())
            />
        }
    })
    .await;
    for (case, selector, whole) in [
        ("a heading", "h1", format!("Hi {NAME}!")),
        ("an intro", ".intro", format!("Signing in as {NAME}.")),
        ("an alert", "[role=alert] p", format!("{NAME} forgotten.")),
        ("by itself", ".card > p:not([class])", format!("{NAME}!")),
        ("a question", "h2", format!("Forget {NAME}?")),
    ] {
        let found = document().query_selector(&format!("#page-under-test {selector}")).expect("a selector");
        let found = found.unwrap_or_else(|| panic!("{case} is not drawn"));
        assert_eq!(found.text_content().as_deref(), Some(whole.as_str()), "{case}");
        let isolated = found.query_selector("bdi").expect("a selector").and_then(|name| name.text_content());
        assert_eq!(isolated.as_deref(), Some(NAME), "{case}");
    }
    drop(page);
}
