use std::rc::Rc;

use cognito_client::ids::Username;
use leptos::prelude::*;

use super::{consented::consented, one_moment::one_moment, session_banner::SessionBanner};
use crate::{
    life::Life,
    navigation::Navigation,
    platform,
    routes::AppRoute,
    session::{CurrentSession, SessionState},
    sign_in::SignIn,
    signals::{Effect, Memo},
    ui::{Child, ChildrenFn, View, live},
};

/// Shows its children to a signed-in person only, anew if that becomes another; anyone else is led to [`AppRoute::Login`].
/// Where the settings have terms, whoever has not accepted them as they are is asked first.
#[component]
pub fn SignedIn(
    /// Where a person who comes signed out is led back to afterwards.
    #[prop(optional)]
    route: Option<AppRoute>,
    children: leptos::children::ChildrenFn,
) -> View {
    signed_in(route, ChildrenFn::of(move || View::foreign(children())))
}

/// The same, of what this app draws.
pub fn signed_in(route: Option<AppRoute>, children: ChildrenFn) -> View {
    let (session, sign_in) = (CurrentSession::expect(), SignIn::expect());
    let leave = move |was_signed_in: bool| {
        // Who signs out does not want to come back here.
        sign_in.remember_wanted(route.filter(|_| !was_signed_in || session.has_lost_session()));
        AppRoute::Login
    };
    // Whoever is here wants to go nowhere else.
    let arrive = move || sign_in.forget_ways();
    let page = ChildrenFn::of(move || consented(children.clone()));
    let page = guard(true, Box::new(arrive), Box::new(leave), page);
    (view! { <SessionBanner /> }.into_child(), page).into_child()
}

/// Shows its children while nobody is signed in; a signed-in person is led to where they wanted to go, or else to
/// [`SignIn::home`].
#[component]
pub fn SignedOut(children: ChildrenFn) -> View {
    let sign_in = SignIn::expect();
    guard(false, Box::new(|| {}), Box::new(move |_| sign_in.take_destination()), children)
}

/// Nothing as long as nobody knows.
fn who_is_signed_in() -> Option<Option<Username>> {
    match CurrentSession::expect().state() {
        SessionState::Restoring => None,
        SessionState::SignedOut => Some(None),
        SessionState::SignedIn(session) => Some(Some(session.username().clone())),
    }
}

/// `otherwise` is told whether its children were shown before, of which `shown` is told.
fn guard(expected: bool, shown: Box<dyn Fn()>, otherwise: Box<dyn Fn(bool) -> AppRoute>, children: ChildrenFn) -> View {
    let who = Memo::new(|_| who_is_signed_in());
    let (life, navigation) = (Life::begin(), Navigation::expect());
    let otherwise: Rc<dyn Fn(bool) -> AppRoute> = otherwise.into();
    Effect::new(move |were_shown: Option<bool>| {
        let were_shown = were_shown.unwrap_or(false);
        let is_signed_in = who.get().map(|who| who.is_some());
        if is_signed_in == Some(expected) {
            shown();
        }
        if is_signed_in == Some(!expected) {
            let otherwise = Rc::clone(&otherwise);
            // What is shown goes first: both in one task would keep slow machines from drawing.
            life.call(platform::next_task(), move |()| {
                if who.with_untracked(|who| who.as_ref().is_some_and(|who| who.is_some() != expected)) {
                    navigation.on_to(otherwise(were_shown));
                }
            });
        }
        were_shown || is_signed_in == Some(expected)
    });
    live(move || match who.get() {
        Some(who) if who.is_some() == expected => children.draw(),
        _ => one_moment(),
    })
}
