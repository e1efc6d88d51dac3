use leptos::prelude::*;

use crate::{
    auth::Auth,
    components::{Alert, Card, SignedIn, Submission},
    text::{self, Screen},
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
    let auth = Auth::expect();
    let user = Submission::new(move |(): &()| auth.user());
    user.send(());
    // The id token knows the name at once; the pool knows it better.
    let name = move || match user.outcome() {
        Some(Ok(user)) => user.attribute("name").or(user.attribute("email")).map(ToOwned::to_owned),
        Some(Err(_)) | None => auth.name_in_token(),
    };
    let title = move || name().map_or_else(|| text::WELCOME_TITLE.to_owned(), |name| text::greeting(&name));

    let sign_out = Submission::new(move |(): &()| auth.sign_out());
    let sign_out_everywhere = Submission::new(move |(): &()| auth.sign_out_everywhere());
    let refusal = move || {
        let everywhere = sign_out_everywhere.outcome().and_then(Result::err);
        let everywhere = everywhere.map(|error| text::refusal(Screen::SignOutEverywhere, &error));
        let welcome = user.outcome().and_then(Result::err).map(|error| text::refusal(Screen::Welcome, &error));
        everywhere.or(welcome).map(ToOwned::to_owned)
    };
    let is_busy = sign_out_everywhere.is_busy();

    view! {
        <Card title=Signal::derive(title) document_title=text::WELCOME_TITLE intro=text::WELCOME_INTRO>
            <Alert message=Signal::derive(refusal) />
            <button type="button" class="main" on:click=move |_| sign_out.send(())>
                {text::SIGN_OUT}
            </button>
            <button
                type="button"
                class="second"
                aria-describedby="everywhere-hint"
                aria-busy=move || is_busy.get().then_some("true")
                on:click=move |_| sign_out_everywhere.send(())
            >
                {text::SIGN_OUT_EVERYWHERE}
                <span class="spinner" aria-hidden="true"></span>
            </button>
            <p class="hint" id="everywhere-hint">
                {text::SIGN_OUT_EVERYWHERE_HINT}
            </p>
        </Card>
    }
}
