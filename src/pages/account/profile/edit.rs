use cognito_client::{secrets::ConfirmationCode, sign_up::Attribute};
use leptos::prelude::*;

use super::{Editor, Mode, is_contact};
use crate::{
    account::Account,
    components::{Alert, AttributeField, CodeField, FieldState, Form, ResendButton, Submission, problems_in},
    forms::{AttributeKind, CodeForm, EDITED, Field, grouped_telnum},
    pages::step_up::StepUp,
    platform,
    signals::Effect,
    text::{self, profile},
    ui::{Child, View, button, of_class},
};

/// An attribute's new value.
#[component]
pub fn EditForm(name: String) -> View {
    let (editor, account, step_up) = (Editor::expect(), Account::expect(), StepUp::expect());
    let field = FieldState::new(EDITED);
    let before = untrack(|| editor.value(&name)).unwrap_or_default();
    let settings = editor.settings;
    let mut setting = settings.field_of(&name);
    let is_telnum = setting.asked.kind == AttributeKind::Telnum;
    field.value.set(if is_telnum { grouped_telnum(&before) } else { before.clone() });
    // To be without it, one removes it. A box that is not ticked says something too.
    setting.asked.is_required |= setting.asked.kind != AttributeKind::Checkbox;
    let setting = StoredValue::new(setting);
    let name = StoredValue::new(name);
    let parse = move || {
        let value = setting.with_value(|setting| setting.asked.parse(&field.get(), &settings.country()));
        let attribute = |value: Option<String>| Attribute { name: name.get_value(), value: value.unwrap_or_default() };
        value.map(attribute).map_err(|problem| vec![(EDITED, problem)])
    };
    let problems = problems_in(parse);
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
                    editor.has_done(profile::saved(editor.label(&name)));
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
    let hint = profile::hint(setting.with_value(|setting| setting.asked.kind), settings.country.is_some());
    let setting = setting.get_value();
    let form = view! {
        <Form fields=vec![field] submission on_submit=Box::new(save) label=profile::SAVE>
            <AttributeField state=field problems setting hint />
        </Form>
    };
    of_class("div", "edit")
        .child(view! { <Alert message=submission.refusal() /> })
        .child(form)
        .child(button("second", text::CANCEL, move || editor.give_up(&name.get_value())))
        .into_child()
}

/// The code that proves an address.
#[component]
pub fn VerifyForm(name: String) -> View {
    let (editor, account) = (Editor::expect(), Account::expect());
    let name = StoredValue::new(name);
    let field = FieldState::new(Field::Code);
    let parse = move || CodeForm { code: field.get(), length: Some(6) }.parse();
    let problems = problems_in(parse);
    let (submission, resending) = (Submission::default(), Submission::default());
    let confirm = move || {
        let code = ConfirmationCode::new(parse()?.expose());
        let name = name.get_value();
        submission.send(account.verify_attribute(name.clone(), code), move |verified| match verified {
            Ok(()) => {
                editor.has_done(profile::verified(editor.label(&name)));
                editor.end(&name);
                None
            }
            Err(error) => Some(profile::code_problem(editor.label(&name), &error)),
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
            Err(error) => Some(profile::code_problem(editor.label(&name), &error)),
        });
    };
    Effect::new(move |_| platform::focus_field(Field::Code.name()));
    let form = view! {
        <Form fields=vec![field] submission on_submit=Box::new(confirm) label=profile::CONFIRM>
            <CodeField state=field problems label=text::CODE length=6 />
        </Form>
    };
    of_class("div", "edit")
        .child(of_class("p", "row-title").text(editor.label(&name.get_value())))
        .child(view! { <Alert message=submission.refusal() /> })
        .child(view! { <Alert message=resending.refusal() /> })
        .child(form)
        .child(view! { <ResendButton is_busy=resending.is_busy() on_press=Callback::new(resend) /> })
        .child(button("second", profile::LATER, move || editor.give_up(&name.get_value())))
        .into_child()
}
