use leptos::prelude::*;

use crate::{
    chunk::{LazyPage, lazy},
    components::{
        Alert, Card, FieldState, Form, PasswordField, SignedOut, Status, Submission, TextField, Waiting, problems_in,
    },
    forms::{Field, LoginForm},
    navigation::Navigation,
    pages::forgot_password_link,
    platform, prerendered,
    routes::AppRoute,
    settings::{Flow, Provider, Settings},
    sign_in::{SignIn, SignInOutcome},
    signals::{Effect, Memo, RwSignal, Signal},
    text::{self, managed_login},
    ui::{Child, ChildrenFn, Element, View, busy_button, element, link, live, of_class},
};

/// `/`: who somebody is and the password, or the first alone; then whatever step the sign-in has come to.
pub fn login() -> View {
    let page = || {
        let sign_in = SignIn::expect();
        let is_in_progress = Memo::new(move |_| sign_in.is_in_progress());
        live(move || if is_in_progress.get() { lazy(LazyPage::SignInStep) } else { at_start() })
    };
    view! { <SignedOut children=ChildrenFn::of(page) /> }.into_child()
}

fn at_start() -> View {
    let sign_up = || {
        let sign_up = link(AppRoute::SignUp, text::CREATE_ACCOUNT);
        of_class("p", "links").text(text::NEW_HERE).text(" ").child(sign_up)
    };
    let view = view! {
        <Card title=text::SIGN_IN_TITLE intro=text::SIGN_IN_INTRO>
            <SignInForm />
            {Settings::expect().is_sign_up_open.then(sign_up).into_child()}
        </Card>
    };
    view.into_child()
}

#[component]
fn SignInForm() -> View {
    let (settings, sign_in) = (Settings::expect(), SignIn::expect());
    let asks_password = settings.flow.begins_with_password();
    let accepted = settings.identifiers;
    let (identifier, password) = (FieldState::new(accepted.field()), FieldState::new(Field::Password));
    identifier.value.set(sign_in.login_hint());
    // People of a provider have no password here.
    let led_to = Memo::new(move |_| settings.provider_of(&identifier.get()));
    let parse = move || {
        let password = (asks_password && led_to.get().is_none()).then(|| password.get());
        LoginForm { identifier: identifier.get(), accepted, password }.parse()
    };
    let has_typed = Memo::new(move |_| [identifier, password].iter().any(|field| !field.get().is_empty()));
    Effect::new(move |_| {
        if has_typed.get() {
            sign_in.prepare();
        }
    });
    let problems = problems_in(parse);
    let submission = Submission::default();
    let navigation = Navigation::expect();
    prerendered::take_over(&[identifier, password]);
    let is_kept = RwSignal::new(false);
    // Before any button is pressed: a passkey that the browser fills in needs none.
    if settings.asks_to_keep {
        Effect::new(move |_| sign_in.keep_signed_in(is_kept.get()));
    }
    let begin = move || {
        let (name, typed) = parse()?;
        sign_in.tell(None);
        if let Some(place) = led_to.get_untracked() {
            submission.send(sign_in.begin_at(place, is_kept.get_untracked(), Some(name)), |refusal| refusal);
            return Ok(());
        }
        submission.send(sign_in.begin(name, typed), move |begun| {
            match begun {
                Ok(SignInOutcome::SignedIn | SignInOutcome::Asked | SignInOutcome::Abandoned) => {}
                Ok(SignInOutcome::NeedsConfirmation) => navigation.to(AppRoute::Confirm),
                Ok(SignInOutcome::NeedsPasswordReset) => navigation.to(AppRoute::ForgotPassword),
                Err(refused) => {
                    sign_in.prepare();
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
    // Who comes back by the button "back" may find the page as it was left.
    platform::on_window_events(&["pageshow"], move |_| submission.cancel());
    let notice = move |is_problem| {
        let told = move || sign_in.notice().filter(|notice| notice.is_problem() == is_problem);
        Signal::derive(move || told().map(|notice| notice.sentence()))
    };
    sign_in.offer_last_passkey();
    on_cleanup(move || {
        sign_in.stop_offering_passkey();
        // What the page before had to say is said once.
        sign_in.tell(None);
    });
    let autocomplete = if settings.flow == Flow::UserAuth { "username webauthn" } else { "username" };
    let fields = if asks_password { vec![identifier, password] } else { vec![identifier] };
    let label = if asks_password { text::SIGN_IN } else { text::CONTINUE };
    let label = move || {
        let provider = led_to.get().and_then(|place| settings.providers().get(place));
        let elsewhere = provider.map(|provider| managed_login::continue_with(provider, &settings.domain_name()));
        Some(elsewhere.unwrap_or_else(|| label.clone()).words())
    };
    let has_domains = settings.providers().iter().any(|provider| !provider.domains.is_empty());
    let secret = move || {
        let field = view! { <PasswordField state=password problems autocomplete="current-password" /> }.into_child();
        if !has_domains {
            return field;
        }
        let hidden = move || led_to.get().map(|_| String::new());
        element("div").attribute("hidden", hidden).child(field).into_child()
    };
    let form = view! {
        <Status message=notice(false) />
        <Alert message=notice(true) />
        <Alert message=submission.refusal() />
        <Form fields submission on_submit=Box::new(begin) label>
            <TextField
                state=identifier
                problems
                label=text::fields::sign_in_name(settings)
                kind=accepted.input_type()
                autocomplete
                inputmode=accepted.inputmode()
            />
            {asks_password.then(secret).into_child()}
            {settings.asks_to_keep.then(|| keep_signed_in(is_kept)).into_child()}
        </Form>
        {forgot_password_link().map(|link| of_class("p", "links").child(link)).into_child()}
        {settings.has_other_pages().then(|| other_pages(is_kept, identifier)).into_child()}
    };
    form.into_child()
}

/// The ways to sign in on another page.
fn other_pages(is_kept: RwSignal<bool>, identifier: FieldState) -> View {
    let (settings, sign_in) = (Settings::expect(), SignIn::expect());
    let submission = Submission::default();
    let chosen = RwSignal::new(usize::MAX);
    // Who comes back by the button "back" may find the page as it was left.
    platform::on_window_events(&["pageshow"], move |_| submission.cancel());
    let has_marks = settings.providers().iter().any(|provider| provider.mark.is_some());
    let mut buttons = Vec::new();
    for (place, provider) in settings.providers().iter().enumerate() {
        let label = managed_login::continue_with(provider, &settings.domain_name());
        let is_busy = Signal::derive(move || submission.is_busy().get() && chosen.get() == place);
        let go = move || {
            if !submission.is_busy().get_untracked() {
                chosen.set(place);
                let name = settings.identifiers.read(&identifier.value.get_untracked()).ok();
                submission.send(sign_in.begin_at(place, is_kept.get_untracked(), name), |refusal| refusal);
            }
        };
        buttons.push(busy_button("second", label, is_busy, go).child(has_marks.then(|| mark_of(provider))));
    }
    let view = view! {
        {of_class("p", "divider").text(managed_login::OR).into_child()}
        <Alert message=submission.refusal() />
        {buttons.into_child()}
        <Waiting is_busy=submission.is_busy() on_cancel=Callback::new(move |()| submission.cancel()) />
    };
    view.into_child()
}

/// The mark of a provider; one that has none has the place of it, so that labels stand below each other.
fn mark_of(provider: &Provider) -> Element {
    match provider.mark.clone() {
        Some(mark) => of_class("img", "mark").attribute("src", mark).attribute("alt", ""),
        None => of_class("span", "mark neutral").attribute("aria-hidden", "true"),
    }
}

fn keep_signed_in(is_kept: RwSignal<bool>) -> View {
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
