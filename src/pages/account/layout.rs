use leptos::prelude::*;

use super::user_data::UserData;
use crate::{
    components::{Heading, languages, mark, signed_in},
    language::Sentence,
    pages::step_up::WithStepUp,
    routes::AppRoute,
    session::CurrentSession,
    sign_in::SignIn,
    signals::Signal,
    text,
    ui::{Child, Children, ChildrenFn, Element, View, button, element, link, of_class},
};

/// A page of the account area: where to go on the left, its sections on the right.
#[component]
pub fn AccountPage(route: AppRoute, title: Sentence, intro: Sentence, children: ChildrenFn) -> View {
    let frame = move || {
        let children = children.clone();
        let (title, intro) = (title.clone(), intro.clone());
        view! { <Frame route title intro children=Children::of(move || children.draw()) /> }.into_child()
    };
    signed_in(Some(route), ChildrenFn::of(frame))
}

#[component]
fn Frame(route: AppRoute, title: Sentence, intro: Sentence, children: Children) -> View {
    UserData::provide();
    let content = element("main")
        .child(view! { <Heading title=Signal::stored(title) document_title=None /> })
        .child(of_class("p", "intro").text(intro))
        .child(view! { <WithStepUp children /> });
    let side = of_class("header", "account-side").child(view! { <Navigation route /> }).child(languages());
    of_class("div", "account").child(side).child(content).into_child()
}

#[component]
fn Navigation(route: AppRoute) -> View {
    let (session, sign_in) = (CurrentSession::expect(), SignIn::expect());
    let pages =
        [(AppRoute::Account, text::account::PROFILE_TITLE), (AppRoute::Security, text::account::SECURITY_TITLE)];
    let entry = |pages: Element, (page, label): (AppRoute, Sentence)| {
        let link = link(page, label);
        let link = if page == route { link.attribute("aria-current", "page") } else { link };
        pages.child(element("li").child(link))
    };
    let pages = pages.into_iter().fold(element("ul"), entry);
    let home =
        of_class("a", "home").leading_to(sign_in.home()).attribute("aria-label", text::account::HOME).child(mark());
    let pages = element("nav").attribute("aria-label", text::account::NAVIGATION).child(pages);
    let sign_out = button("quiet", text::SIGN_OUT, move || session.sign_out());
    (home.into_child(), pages.into_child(), sign_out.into_child()).into_child()
}
