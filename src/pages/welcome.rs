use leptos::prelude::*;

use super::passkey_offer::passkey_offer;
use crate::{
    account::Account,
    components::{Alert, Card, Modal, Question, Submission, signed_in},
    forms::is_blank,
    life::Life,
    routes::AppRoute,
    session::CurrentSession,
    signals::{Effect, Memo, RwSignal, Signal},
    text::{self, Screen},
    ui::{Child, ChildrenFn, View, busy_button, button, link, of_class},
};

/// `/welcome`: who is signed in, and the ways out.
#[component]
pub fn Welcome() -> View {
    signed_in(None, ChildrenFn::of(|| view! { <Greeting /> }))
}

#[component]
fn Greeting() -> View {
    let (account, session) = (Account::expect(), CurrentSession::expect());
    // The id token knows the name at once; the pool knows it better.
    let name = RwSignal::new(untrack(|| session.name_in_token()));
    // A new token, maybe another tab's, may know of a change.
    let in_token = Memo::new(move |_| session.name_in_token());
    Effect::new(move |_| name.set(in_token.get()));
    let (life, unread) = (Life::begin(), RwSignal::new(None));
    let read = move || {
        life.call(account.user(), move |read| match read {
            Ok(user) => {
                let names = ["name", "given_name", "preferred_username", "email", "phone_number"];
                let known = names.into_iter().filter_map(|name| user.attribute(name)).find(|name| !is_blank(name));
                name.set(known.map(ToOwned::to_owned));
            }
            Err(error) => unread.set(Some(text::refusal(Screen::Welcome, &error))),
        });
    };
    read();
    Effect::new(move |before: Option<u32>| {
        let changes = session.user_changes();
        if before.is_some_and(|before| before != changes) {
            read();
        }
        changes
    });
    let title = move || name.get().map_or_else(|| text::WELCOME_TITLE.to_owned(), |name| text::greeting(&name));
    let everywhere = Submission::default();
    let sign_out_everywhere = move || {
        unread.set(None);
        everywhere.send(session.sign_out_everywhere(), |left| {
            left.err().map(|error| text::refusal(Screen::SignOutEverywhere, &error))
        });
    };
    let to_account = of_class("p", "links").child(link(AppRoute::Account, text::YOUR_ACCOUNT));
    let sign_out = button("main", text::SIGN_OUT, move || session.sign_out());
    let out_everywhere = busy_button("second", text::SIGN_OUT_EVERYWHERE, everywhere.is_busy(), sign_out_everywhere)
        .attribute("aria-describedby", "everywhere-hint");
    let hint = of_class("p", "hint").attribute("id", "everywhere-hint").text(text::SIGN_OUT_EVERYWHERE_HINT);
    let card = view! {
        <Card title=Signal::derive(title) document_title=text::WELCOME_TITLE intro=text::WELCOME_INTRO>
            <Alert message=unread.into() />
            <Alert message=everywhere.refusal() />
            {passkey_offer()}
            {to_account.into_child()}
            {sign_out.into_child()}
            {out_everywhere.into_child()}
            {hint.into_child()}
            <AnotherAccount />
        </Card>
    };
    card.into_child()
}

/// Asks whether to leave this session for another person's.
#[component]
fn AnotherAccount() -> View {
    let session = CurrentSession::expect();
    let modal = Modal::default();
    let ask = of_class("p", "links").child(button("quiet", text::USE_ANOTHER_ACCOUNT, move || modal.open()));
    let question = view! {
        <Question
            modal
            title=text::USE_ANOTHER_ACCOUNT_TITLE
            intro=text::USE_ANOTHER_ACCOUNT_INTRO
            label=text::SIGN_OUT
            is_busy=Signal::stored(false)
            refusal=Signal::stored(None)
            on_answer=Callback::new(move |()| session.sign_out())
        />
    };
    (ask.into_child(), question.into_child()).into_child()
}
