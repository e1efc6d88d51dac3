use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    auth::{Auth, SignInOutcome},
    chunk::{LazyPage, lazy},
    components::{
        Alert, Card, FieldState, Form, PasswordField, SignedOut, Status, Submission, TextField, Waiting, problems_in,
    },
    config::Flow,
    forms::{EmailForm, Field, LoginForm},
    navigation::Navigation,
    platform, prerendered,
    routes::AppRoute,
    text::{self, managed_login},
    ui::{Child, busy_button, element, link, live, of_class},
};

/// `/`: e-mail and password, or e-mail alone; then whatever step the sign-in has come to.
pub fn login() -> AnyView {
    let page = || {
        let auth = Auth::expect();
        let is_in_progress = Memo::new(move |_| auth.is_in_progress());
        live(move || if is_in_progress.get() { lazy(LazyPage::SignInStep) } else { begin() })
    };
    view! { <SignedOut children=Arc::new(page) /> }.into_inner()
}

fn begin() -> AnyView {
    let sign_up = link(AppRoute::SignUp, text::CREATE_ACCOUNT);
    let sign_up = of_class("p", "links").text(text::NEW_HERE).text(" ").child(sign_up);
    let view = view! {
        <Card title=text::SIGN_IN_TITLE intro=text::SIGN_IN_INTRO>
            <SignIn />
            {sign_up.into_child()}
        </Card>
    };
    view.into_inner()
}

#[component]
fn SignIn() -> AnyView {
    let auth = Auth::expect();
    let asks_password = auth.flow().begins_with_password();
    let (email, password) = (FieldState::new(Field::Email), FieldState::new(Field::Password));
    let parse = move || {
        if !asks_password {
            return EmailForm { email: email.get() }.parse().map(|username| (username, None));
        }
        let credentials = LoginForm { email: email.get(), password: password.get() }.parse()?;
        Ok((credentials.username, Some(credentials.password)))
    };
    let has_typed = Memo::new(move |_| [email, password].iter().any(|field| !field.get().is_empty()));
    Effect::new(move |_| {
        if has_typed.get() {
            auth.prepare_sign_in();
        }
    });
    let problems = problems_in(parse);
    let submission = Submission::default();
    let navigation = Navigation::expect();
    prerendered::take_over(&[email, password]);
    let is_kept = RwSignal::new(false);
    // Before any button is pressed: a passkey that the browser fills in needs none.
    if auth.asks_to_keep() {
        Effect::new(move |_| auth.keep_signed_in(is_kept.get()));
    }
    let sign_in = move || {
        let (username, typed) = parse()?;
        auth.tell(None);
        submission.send(auth.sign_in(username, typed), move |begun| {
            match begun {
                Ok(SignInOutcome::SignedIn | SignInOutcome::Asked | SignInOutcome::Abandoned) => {}
                Ok(SignInOutcome::NeedsConfirmation) => navigation.to(AppRoute::Confirm),
                Ok(SignInOutcome::NeedsPasswordReset) => navigation.to(AppRoute::ForgotPassword),
                Err(refused) => {
                    auth.prepare_sign_in();
                    if asks_password && refused.is_of_password {
                        password.empty_and_focus();
                    }
                    return Some(refused.sentence);
                }
            }
            None
        });
        Ok(())
    };
    let notice = move |is_problem| {
        let told = move || auth.notice().filter(|notice| notice.is_problem() == is_problem);
        Signal::derive(move || told().map(|notice| notice.sentence()))
    };
    auth.offer_last_passkey();
    on_cleanup(move || {
        auth.stop_offering_passkey();
        // What the page before had to say is said once.
        auth.tell(None);
    });
    let autocomplete = if auth.flow() == Flow::Choice { "username webauthn" } else { "username" };
    let fields = if asks_password { vec![email, password] } else { vec![email] };
    let label = if asks_password { text::SIGN_IN } else { text::CONTINUE };
    let form = view! {
        <Status message=notice(false) />
        <Alert message=notice(true) />
        <Alert message=submission.refusal() />
        <Form fields submission on_submit=Box::new(sign_in) label>
            <TextField state=email problems label=text::EMAIL kind="email" autocomplete inputmode="email" />
            {asks_password
                .then(|| view! { <PasswordField state=password problems autocomplete="current-password" /> })
                .into_child()}
            {auth.asks_to_keep().then(|| keep_signed_in(is_kept)).into_child()}
        </Form>
        {of_class("p", "links").child(link(AppRoute::ForgotPassword, text::FORGOT_PASSWORD)).into_child()}
        {auth.has_other_pages().then(|| other_pages(is_kept)).into_child()}
    };
    form.into_any()
}

/// The ways to sign in on another page.
fn other_pages(is_kept: RwSignal<bool>) -> AnyView {
    let auth = Auth::expect();
    let submission = Submission::default();
    let chosen = RwSignal::new(usize::MAX);
    // Who comes back by the button "back" may find the page as it was left.
    platform::on_window_events(&["pageshow"], move |_| submission.cancel());
    let mut buttons = Vec::new();
    for (place, provider) in auth.providers().iter().enumerate() {
        let label = managed_login::continue_with(provider, &auth.domain_name());
        let is_busy = Signal::derive(move || submission.is_busy().get() && chosen.get() == place);
        let go = move || {
            if !submission.is_busy().get_untracked() {
                chosen.set(place);
                submission.send(auth.sign_in_at(place, is_kept.get_untracked()), |refusal| refusal);
            }
        };
        buttons.push(busy_button("second", label, is_busy, go));
    }
    let view = view! {
        {of_class("p", "divider").text(managed_login::OR).into_child()}
        <Alert message=submission.refusal() />
        {buttons.into_child()}
        <Waiting is_busy=submission.is_busy() on_cancel=Callback::new(move |()| submission.cancel()) />
    };
    view.into_any()
}

fn keep_signed_in(is_kept: RwSignal<bool>) -> AnyView {
    let check = element("input")
        .attribute("type", "checkbox")
        .attribute("id", "keep-signed-in")
        .attribute("aria-describedby", "keep-signed-in-hint")
        .on("change", move |event| is_kept.set(event_target_checked(&event)));
    of_class("div", "check")
        .child(check)
        .child(element("label").attribute("for", "keep-signed-in").text(text::KEEP_SIGNED_IN))
        .child(of_class("p", "hint").attribute("id", "keep-signed-in-hint").text(text::KEEP_SIGNED_IN_HINT))
        .into_child()
}
