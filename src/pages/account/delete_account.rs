use leptos::prelude::*;

use super::user_data::UserData;
use crate::{
    account::Account,
    components::{Alert, FieldState, Form, Loaded, Section, Submission, TextField, problems_in},
    forms::{Field, Problem, compact_telnum, narrow},
    letters::lower_case,
    pages::step_up::StepUp,
    platform,
    signals::{Effect, RwSignal},
    text::{self, Screen, account},
    ui::{Child, ChildrenFn, View, button, live, of_class},
};

/// The end of the account.
#[component]
pub fn DeleteAccountSection() -> View {
    let user_data = UserData::expect();
    let is_asked = RwSignal::new(false);
    let content = move || {
        if is_asked.get() {
            let user = user_data.user();
            let contact = user.as_ref().and_then(|user| user.attribute("email").or(user.attribute("phone_number")));
            let phrase = contact.map_or_else(|| account::DELETE.words(), ToOwned::to_owned);
            view! { <ConfirmDeletion phrase is_asked /> }.into_child()
        } else {
            let ask = button("second", account::DELETE_ACCOUNT, move || is_asked.set(true));
            ask.attribute("id", ASK_ID).into_child()
        }
    };
    let content =
        view! { <Loaded progress=user_data.reading().progress() children=ChildrenFn::of(move || live(content)) /> };
    let section = view! {
        <Section id="delete-account" title=account::DELETE_ACCOUNT_TITLE intro=account::DELETE_ACCOUNT_INTRO>
            {of_class("div", "dangerous").child(content).into_child()}
        </Section>
    };
    section.into_child()
}

const ASK_ID: &str = "ask-to-delete";

/// Something is to be typed, so that nobody does it by mistake.
#[component]
fn ConfirmDeletion(phrase: String, is_asked: RwSignal<bool>) -> View {
    let (account, step_up) = (Account::expect(), StepUp::expect());
    let field = FieldState::new(Field::Answer);
    let label = account::type_to_delete(&phrase);
    let check = move || {
        let typed = field.get();
        if narrow(&typed).is_empty() {
            Err(vec![(Field::Answer, Problem::Required)])
        } else if plain(&typed) == plain(&phrase) {
            Ok(())
        } else {
            Err(vec![(Field::Answer, Problem::Malformed)])
        }
    };
    let problems = problems_in(check.clone());
    let submission = Submission::default();
    let delete = move || {
        check()?;
        step_up.run(move || {
            submission
                .send(account.delete(), |deleted| deleted.err().map(|error| text::refusal(Screen::Welcome, &error)));
        });
        Ok(())
    };
    let cancel = move || {
        is_asked.set(false);
        platform::focus_soon(ASK_ID.to_owned());
    };
    Effect::new(move |_| platform::focus_field(Field::Answer.name()));
    let form = view! {
        <Form fields=vec![field] submission on_submit=Box::new(delete) label=account::DELETE_FOR_GOOD>
            <TextField state=field problems label kind="text" autocomplete="off" />
        </Form>
    };
    of_class("div", "edit")
        .child(view! { <Alert message=submission.refusal() /> })
        .child(form)
        .child(button("second", text::CANCEL, cancel))
        .into_child()
}

/// As phones write emails, and people telephone numbers.
fn plain(words: &str) -> String {
    let words = lower_case(&narrow(words));
    if words.starts_with('+') { compact_telnum(&words) } else { words }
}
