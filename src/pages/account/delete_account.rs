use leptos::prelude::*;

use super::user_data::UserData;
use crate::{
    account::Account,
    components::{Alert, FieldState, Form, Loaded, Section, Submission, TextField},
    forms::{Field, Problem, Problems, narrow},
    pages::step_up::StepUp,
    platform,
    text::{self, Screen, account},
};

/// The end of the account.
#[component]
pub fn DeleteAccountSection() -> impl IntoView {
    let user_data = UserData::expect();
    let is_asked = RwSignal::new(false);
    let content = move || {
        if is_asked.get() {
            let email = user_data.user().and_then(|user| user.attribute("email").map(ToOwned::to_owned));
            view! { <ConfirmDeletion phrase=email.unwrap_or_else(|| account::DELETE.to_owned()) is_asked /> }.into_any()
        } else {
            view! {
                <button type="button" class="second" id=ASK_ID on:click=move |_| is_asked.set(true)>
                    {account::DELETE_ACCOUNT}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <Section id="delete-account" title=account::DELETE_ACCOUNT_TITLE intro=account::DELETE_ACCOUNT_INTRO>
            <div class="dangerous">
                <Loaded progress=user_data.reading().progress()>{content}</Loaded>
            </div>
        </Section>
    }
}

const ASK_ID: &str = "ask-to-delete";

/// Something is to be typed, so that nobody does it by mistake.
#[component]
fn ConfirmDeletion(phrase: String, is_asked: RwSignal<bool>) -> impl IntoView {
    let (account, step_up) = (Account::expect(), StepUp::expect());
    let field = FieldState::new(Field::Answer);
    let label = account::type_to_delete(&phrase);
    let check = move || {
        let typed = narrow(&field.get()).to_lowercase();
        if typed.is_empty() {
            Err(vec![(Field::Answer, Problem::Required)])
        } else if typed == narrow(&phrase).to_lowercase() {
            Ok(())
        } else {
            Err(vec![(Field::Answer, Problem::Malformed)])
        }
    };
    let problems: Signal<Problems> = {
        let check = check.clone();
        Memo::new(move |_| check().err().unwrap_or_default()).into()
    };
    let submission = Submission::default();
    let delete = move || {
        check()?;
        step_up.run(move || {
            submission
                .send(account.delete(), |deleted| deleted.err().map(|error| text::refusal(Screen::Welcome, &error)));
        });
        Ok(())
    };
    let cancel = move |_| {
        is_asked.set(false);
        platform::focus_soon(ASK_ID.to_owned());
    };
    Effect::new(move |_| platform::focus_field(Field::Answer.name()));
    view! {
        <div class="edit">
            <Alert message=submission.refusal() />
            <Form fields=vec![field] submission on_submit=Box::new(delete) label=account::DELETE_FOR_GOOD>
                <TextField state=field problems label kind="text" autocomplete="off" />
            </Form>
            <button type="button" class="second" on:click=cancel>
                {text::CANCEL}
            </button>
        </div>
    }
}
