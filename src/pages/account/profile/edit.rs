use cognito_client::secrets::ConfirmationCode;
use leptos::prelude::*;

use super::{Editor, Mode, is_contact};
use crate::{
    account::Account,
    components::{Alert, AttributeField, CodeField, FieldState, Form, ResendButton, Submission},
    forms::{AttributeKind, CodeForm, EDITED, Field, grouped_telnum, parse_attribute},
    pages::step_up::StepUp,
    platform,
    text::{self, profile},
};

/// An attribute's new value.
#[component]
pub fn EditForm(name: String) -> impl IntoView {
    let (editor, account, step_up) = (Editor::expect(), Account::expect(), StepUp::expect());
    let field = FieldState::new(EDITED);
    let before = untrack(|| editor.value(&name)).unwrap_or_default();
    let is_telnum = AttributeKind::of(&name) == AttributeKind::Telnum;
    field.value.set(if is_telnum { grouped_telnum(&before) } else { before.clone() });
    let name = StoredValue::new(name);
    let parse = move || parse_attribute(&name.get_value(), &field.get());
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
    let submission = Submission::default();
    let save = move || {
        let attribute = parse()?;
        let name = name.get_value();
        if attribute.value == before {
            editor.give_up(&name);
            return Ok(());
        }
        let is_sensitive = is_contact(&name);
        let send = move || {
            submission.send(account.set_attribute(attribute), move |set| match set {
                Ok(Some(delivery)) => {
                    editor.has_done(profile::code_sent(delivery.destination.as_deref()));
                    editor.mode.set(Mode::Verifying(name));
                    None
                }
                Ok(None) => {
                    editor.has_done(profile::saved(&name));
                    editor.end(&name);
                    None
                }
                Err(error) => editor.refused(&name, &error),
            });
        };
        if is_sensitive {
            step_up.run(send)
        } else {
            send()
        }
        Ok(())
    };
    Effect::new(move |_| platform::focus_field(EDITED.name()));
    view! {
        <div class="edit">
            <Alert message=submission.refusal() />
            <Form fields=vec![field] submission on_submit=Box::new(save) label=profile::SAVE>
                <AttributeField state=field problems name=name.get_value() />
            </Form>
            <button type="button" class="second" on:click=move |_| editor.give_up(&name.get_value())>
                {text::CANCEL}
            </button>
        </div>
    }
}

/// The code that proves an address.
#[component]
pub fn VerifyForm(name: String) -> impl IntoView {
    let (editor, account) = (Editor::expect(), Account::expect());
    let name = StoredValue::new(name);
    let field = FieldState::new(Field::Code);
    let parse = move || CodeForm { code: field.get(), length: Some(6) }.parse();
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
    let (submission, resending) = (Submission::default(), Submission::default());
    let confirm = move || {
        let code = ConfirmationCode::new(parse()?.expose());
        let name = name.get_value();
        submission.send(account.verify_attribute(name.clone(), code), move |verified| match verified {
            Ok(()) => {
                editor.has_done(profile::verified(&name));
                editor.end(&name);
                None
            }
            Err(error) => Some(profile::code_problem(&name, &error)),
        });
        Ok(())
    };
    let resend = move |()| {
        let name = name.get_value();
        editor.done.set(None);
        resending.send(account.send_attribute_code(name.clone()), move |sent| match sent {
            Ok(_) => {
                editor.done.set(Some(text::RESENT.to_owned()));
                None
            }
            Err(error) => Some(profile::code_problem(&name, &error)),
        });
    };
    Effect::new(move |_| platform::focus_field(Field::Code.name()));
    view! {
        <div class="edit">
            <p class="row-title">{profile::label(&name.get_value())}</p>
            <Alert message=submission.refusal() />
            <Alert message=resending.refusal() />
            <Form fields=vec![field] submission on_submit=Box::new(confirm) label=profile::CONFIRM>
                <CodeField state=field problems label=text::CODE length=6 />
            </Form>
            <ResendButton is_busy=resending.is_busy() on_press=Callback::new(resend) />
            <button type="button" class="second" on:click=move |_| editor.give_up(&name.get_value())>
                {profile::LATER}
            </button>
        </div>
    }
}
