use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    auth::{Auth, Unreturned},
    components::{Alert, Card, Waiting, one_moment},
    life::Life,
    routes::AppRoute,
    text::{self, managed_login},
};

/// `/callback`: where other pages lead back to. Nobody stays here: who is signed in goes on, with this page out of the
/// history.
#[component]
pub fn Callback() -> impl IntoView {
    let auth = Auth::expect();
    let navigate = use_navigate();
    let go_on = move |route: AppRoute| {
        navigate(route.path(), NavigateOptions { replace: true, ..NavigateOptions::default() });
    };
    let unreturned = RwSignal::new(None);
    let finish = go_on.clone();
    Life::begin().call(auth.finish_redirect(), move |finished| match finished {
        Ok(route) => finish(route),
        Err(problem) => unreturned.set(Some(problem)),
    });
    let on_cancel = Callback::new(move |()| go_on(auth.abandon_redirect()));
    move || match unreturned.get() {
        Some(unreturned) => view! { <NotReturned unreturned /> }.into_any(),
        None => view! {
            {one_moment()}
            <Waiting is_busy=Signal::stored(true) on_cancel />
        }
        .into_any(),
    }
}

#[component]
fn NotReturned(unreturned: Unreturned) -> impl IntoView {
    let Unreturned { problem, way_on } = unreturned;
    let (intro, label) = match way_on {
        AppRoute::Login => (managed_login::NOT_SIGNED_IN, text::BACK_TO_SIGN_IN),
        _ => (managed_login::STILL_SIGNED_IN, managed_login::GO_BACK),
    };
    view! {
        <Card title=managed_login::NOT_RETURNED_TITLE intro>
            <Alert message=Signal::stored(Some(managed_login::not_returned(&problem))) />
            <p class="links">
                <a href=way_on.path()>{label}</a>
            </p>
        </Card>
    }
}
