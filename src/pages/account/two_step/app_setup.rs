use cognito_client::secrets::SecretCode;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    account::Account,
    components::{Alert, AuthenticatorKey, CodeField, FieldState, Form, Submission},
    forms::{CodeForm, Field},
    platform,
    text::{self, Screen, security},
};

/// Digits of a code of an authenticator app.
const LENGTH: Option<usize> = Some(6);

/// The key for an authenticator app, and the first code that proves it.
#[component]
pub(super) fn AppSetup(
    key: SecretCode,
    uri: SecretCode,
    on_done: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let account = Account::expect();
    let code = FieldState::new(Field::Code);
    let submission = Submission::default();
    let parse = move || CodeForm { code: code.get(), length: LENGTH }.parse();
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
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
    let heading = NodeRef::<html::H3>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            platform::focus(heading.unchecked_ref());
        }
    });
    view! {
        <div class="app-setup">
            <h3 tabindex="-1" node_ref=heading>
                {text::SET_UP_APP_TITLE}
            </h3>
            <p class="intro">{text::SET_UP_APP_INTRO}</p>
            <AuthenticatorKey key=key.expose().to_owned() uri=uri.expose().to_owned() />
            <Alert message=submission.refusal() />
            <Form fields=vec![code] submission on_submit=Box::new(finish) label=security::FINISH_APP>
                <CodeField state=code problems label=text::STEP_CODE length=LENGTH />
            </Form>
            <p class="links">
                <button type="button" class="quiet" on:click=move |_| on_cancel.run(())>
                    {text::CANCEL}
                </button>
            </p>
        </div>
    }
}
