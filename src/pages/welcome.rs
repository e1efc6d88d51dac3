use leptos::prelude::*;

use crate::{
    account::Account,
    components::{Alert, Card, Modal, Question, SignedIn, Submission, aria_busy},
    forms::is_blank,
    life::Life,
    routes::AppRoute,
    session::CurrentSession,
    text::{self, Screen, security},
};

/// `/welcome`: who is signed in, and the ways out.
#[component]
pub fn Welcome() -> impl IntoView {
    view! {
        <SignedIn>
            <Greeting />
        </SignedIn>
    }
}

#[component]
fn Greeting() -> impl IntoView {
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
                let known = user.attribute("name").filter(|name| !is_blank(name)).or(user.attribute("email"));
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
    let sign_out_everywhere = move |_| {
        unread.set(None);
        everywhere.send(session.sign_out_everywhere(), |left| {
            left.err().map(|error| text::refusal(Screen::SignOutEverywhere, &error))
        });
    };

    view! {
        <Card title=Signal::derive(title) document_title=text::WELCOME_TITLE intro=text::WELCOME_INTRO>
            <Alert message=unread.into() />
            <Alert message=everywhere.refusal() />
            <PasskeyOffer />
            <p class="links">
                <a href=AppRoute::Account.path()>{text::YOUR_ACCOUNT}</a>
            </p>
            <button type="button" class="main" on:click=move |_| session.sign_out()>
                {text::SIGN_OUT}
            </button>
            <button
                type="button"
                class="second"
                aria-describedby="everywhere-hint"
                aria-busy=aria_busy(everywhere.is_busy())
                on:click=sign_out_everywhere
            >
                {text::SIGN_OUT_EVERYWHERE}
                <span class="spinner" aria-hidden="true"></span>
            </button>
            <p class="hint" id="everywhere-hint">
                {text::SIGN_OUT_EVERYWHERE_HINT}
            </p>
            <AnotherAccount />
        </Card>
    }
}

/// Asks whether to leave this session for another person's.
#[component]
fn AnotherAccount() -> impl IntoView {
    let session = CurrentSession::expect();
    let modal = Modal::default();
    view! {
        <p class="links">
            <button type="button" class="quiet" on:click=move |_| modal.open()>
                {text::USE_ANOTHER_ACCOUNT}
            </button>
        </p>
        <Question
            modal
            title=text::USE_ANOTHER_ACCOUNT_TITLE
            intro=text::USE_ANOTHER_ACCOUNT_INTRO
            label=text::SIGN_OUT
            is_busy=Signal::stored(false)
            refusal=Signal::stored(None)
            on_answer=Callback::new(move |()| session.sign_out())
        />
    }
}

/// Leads to the first passkey, where there can be one. Whoever declines is not asked again.
#[component]
fn PasskeyOffer() -> impl IntoView {
    let account = Account::expect();
    let is_offered = RwSignal::new(false);
    Life::begin().call(account.wants_first_passkey(), move |is_wanted| is_offered.set(is_wanted));
    let decline = move |_| {
        account.decline_passkey();
        is_offered.set(false);
    };
    view! {
        <Show when=move || is_offered.get()>
            <aside class="offer" aria-label=security::PASSKEY_OFFER_TITLE>
                <p>{security::PASSKEY_OFFER}</p>
                <p>
                    <a href=AppRoute::Security.path()>{security::ADD_PASSKEY}</a>
                    <button type="button" class="quiet" on:click=decline>
                        {security::NO_PASSKEY_OFFER}
                    </button>
                </p>
            </aside>
        </Show>
    }
}
