use leptos::prelude::*;

use crate::{
    components::{Alert, Card, Waiting, one_moment},
    life::Life,
    navigation::Navigation,
    routes::AppRoute,
    sign_in::{SignIn, Unreturned},
    signals::{RwSignal, Signal},
    text::{self, managed_login},
    ui::{Child, View, link, live, of_class},
};

/// `/callback`: where other pages lead back to. Nobody stays here: who is signed in goes on, with this page out of the
/// history.
#[component]
pub fn Callback() -> View {
    let sign_in = SignIn::expect();
    let navigation = Navigation::expect();
    let go_on = move |route: AppRoute| {
        navigation.on_to(route);
    };
    let unreturned = RwSignal::new(None);
    Life::begin().call(sign_in.finish_redirect(), move |finished| match finished {
        Ok(route) => go_on(route),
        Err(problem) => unreturned.set(Some(problem)),
    });
    let on_cancel = Callback::new(move |()| go_on(sign_in.abandon_redirect()));
    live(move || match unreturned.get() {
        Some(unreturned) => view! { <NotReturned unreturned /> }.into_child(),
        None => {
            let waiting = view! { <Waiting is_busy=Signal::stored(true) on_cancel /> };
            (one_moment(), waiting.into_child()).into_child()
        }
    })
}

#[component]
fn NotReturned(unreturned: Unreturned) -> View {
    let Unreturned { problem, way_on } = unreturned;
    let (intro, label) = match way_on {
        AppRoute::Login => (managed_login::NOT_SIGNED_IN, text::BACK_TO_SIGN_IN),
        _ => (managed_login::STILL_SIGNED_IN, managed_login::GO_BACK),
    };
    let card = view! {
        <Card title=managed_login::NOT_RETURNED_TITLE intro>
            <Alert message=Signal::stored(Some(managed_login::not_returned(&problem))) />
            {of_class("p", "links").child(link(way_on, label)).into_child()}
        </Card>
    };
    card.into_child()
}
