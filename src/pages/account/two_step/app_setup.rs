use cognito_client::secrets::SecretCode;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::{
    account::Account,
    components::{Alert, AuthenticatorKey, CodeField, FieldState, Form, Submission, problems_in},
    forms::{CodeForm, Field},
    platform,
    signals::Effect,
    text::{self, Screen, security},
    ui::{Child, Place, View, button, element, of_class},
};

/// Digits of a code of an authenticator app.
const LENGTH: Option<usize> = Some(6);

/// The key for an authenticator app, and the first code that proves it.
#[component]
pub(super) fn AppSetup(key: SecretCode, uri: SecretCode, on_done: Callback<()>, on_cancel: Callback<()>) -> View {
    let account = Account::expect();
    let code = FieldState::new(Field::Code);
    let submission = Submission::default();
    let parse = move || CodeForm { code: code.get(), length: LENGTH }.parse();
    let problems = problems_in(parse);
    let finish = move || {
        let typed = parse()?;
        submission.send(account.finish_app_setup(typed), move |finished| match finished {
            Ok(()) => {
                on_done.run(());
                None
            }
            Err(error) => Some(text::refusal(Screen::Code, &error)),
        });
        Ok(())
    };
    let heading = Place::new(None);
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            platform::focus(heading.unchecked_ref());
        }
    });
    let form = view! {
        <Form fields=vec![code] submission on_submit=Box::new(finish) label=security::FINISH_APP>
            <CodeField state=code problems label=text::STEP_CODE length=LENGTH />
        </Form>
    };
    of_class("div", "app-setup")
        .child(element("h3").attribute("tabindex", "-1").known_as(heading).text(text::SET_UP_APP_TITLE))
        .child(of_class("p", "intro").text(text::SET_UP_APP_INTRO))
        .child(view! { <AuthenticatorKey key=key.expose().to_owned() uri=uri.expose().to_owned() /> })
        .child(view! { <Alert message=submission.refusal() /> })
        .child(form)
        .child(of_class("p", "links").child(button("quiet", text::CANCEL, move || on_cancel.run(()))))
        .into_child()
}
