use leptos::prelude::*;

use super::user_data::UserData;
use crate::{
    components::{Heading, SignedIn, mark},
    pages::step_up::WithStepUp,
    routes::AppRoute,
    session::CurrentSession,
    sign_in::SignIn,
    text,
};

/// A page of the account area: where to go on the left, its sections on the right.
#[component]
pub fn AccountPage(route: AppRoute, title: &'static str, intro: &'static str, children: ChildrenFn) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <SignedIn route>
            <Frame route title intro>
                {children.with_value(|children| children())}
            </Frame>
        </SignedIn>
    }
}

#[component]
fn Frame(route: AppRoute, title: &'static str, intro: &'static str, children: Children) -> impl IntoView {
    UserData::provide();
    view! {
        <div class="account">
            <header class="account-side">
                <Navigation route />
            </header>
            <main>
                <Heading title=Signal::stored(title.to_owned()) document_title=None />
                <p class="intro">{intro}</p>
                <WithStepUp>{children()}</WithStepUp>
            </main>
        </div>
    }
}

#[component]
fn Navigation(route: AppRoute) -> impl IntoView {
    let (session, sign_in) = (CurrentSession::expect(), SignIn::expect());
    let pages =
        [(AppRoute::Account, text::account::PROFILE_TITLE), (AppRoute::Security, text::account::SECURITY_TITLE)];
    let link = |(page, label): (AppRoute, &'static str)| {
        view! {
            <li>
                <a href=page.path() aria-current=(page == route).then_some("page")>
                    {label}
                </a>
            </li>
        }
    };
    view! {
        <a class="home" href=sign_in.home().path() aria-label=text::account::HOME>
            {mark()}
        </a>
        <nav aria-label=text::account::NAVIGATION>
            <ul>{pages.map(link).collect_view()}</ul>
        </nav>
        <button type="button" class="quiet" on:click=move |_| session.sign_out()>
            {text::SIGN_OUT}
        </button>
    }
}
