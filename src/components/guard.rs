use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    auth::{Auth, AuthState},
    routes::AppRoute,
    text,
};

/// Shows its children to a signed-in person only; anyone else is led to [`AppRoute::Login`].
#[component]
pub fn SignedIn(children: ChildrenFn) -> impl IntoView {
    guard(true, AppRoute::Login, children)
}

/// Shows its children while nobody is signed in; a signed-in person is led to [`AppRoute::Welcome`].
#[component]
pub fn SignedOut(children: ChildrenFn) -> impl IntoView {
    guard(false, AppRoute::Welcome, children)
}

fn is_signed_in() -> Option<bool> {
    match Auth::expect().state() {
        AuthState::Restoring => None,
        AuthState::SignedOut | AuthState::InProgress(_) => Some(false),
        AuthState::SignedIn(_) => Some(true),
    }
}

fn guard(expected: bool, otherwise: AppRoute, children: ChildrenFn) -> impl IntoView {
    let is_signed_in = Memo::new(|_| is_signed_in());
    let navigate = use_navigate();
    Effect::new(move |_| {
        if is_signed_in.get() == Some(!expected) {
            navigate(otherwise.path(), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    move || match is_signed_in.get() {
        Some(signed_in) if signed_in == expected => children(),
        _ => one_moment(),
    }
}

/// What stands where a page is about to be. It appears only if that takes long enough to be noticed.
pub fn one_moment() -> AnyView {
    view! { <p class="restoring" role="status">{text::ONE_MOMENT}</p> }.into_any()
}
