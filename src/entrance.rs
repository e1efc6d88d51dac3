//! What most visits are all about, the login page and the welcome page, without the router: that comes with the first page of
//! another address, and stays.

mod parameters;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, MouseEvent};

use self::parameters::{Parameters, Screen};
use crate::{
    base,
    chunk::{Chunks, LazyPage, lazy},
    navigation::{Entry, provide_navigation},
    pages::login,
    platform,
    routes::AppRoute,
    sign_in::SignIn,
    signals::RwSignal,
    ui::{View, live},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Login,
    Welcome,
    SignOut,
    Routed,
}

impl Shown {
    fn at(path: &str, chunks: Chunks) -> Self {
        if AppRoute::Login.is_at(path) {
            Self::Login
        } else if AppRoute::Welcome.is_at(path) {
            Self::Welcome
        } else {
            if let Some(page) = LazyPage::of_address(path) {
                chunks.prefetch(page);
            }
            Self::Routed
        }
    }
}

/// The page of the address, without the router for as long as that is not needed.
#[component]
pub fn Entrance() -> View {
    let chunks = Chunks::expect();
    let signs_out = take_parameters(SignIn::expect());
    let first = if signs_out { Shown::SignOut } else { Shown::at(&platform::path(), chunks) };
    let shown = RwSignal::new(first);
    let show = move |path: &str| {
        let before = shown.get_untracked();
        // From then on, the router follows the address.
        if before != Shown::Routed {
            let at = Shown::at(path, chunks);
            if at != before {
                shown.set(at);
            }
        }
    };
    let go = move |path: &str, entry: Entry| {
        if platform::write_address(path, entry == Entry::Replaced) {
            platform::scroll_to_top();
            show(path);
        } else {
            window().location().assign(&base::address(path)).ok();
        }
    };
    provide_navigation(move |route, entry| go(route.path(), entry));
    let clicks = window_event_listener(ev::click, move |event| {
        let Some((link, path)) = own_link(&event) else { return };
        if !is_page(&path) {
            // Something else of this origin, which the router would take for a page that there is not.
            link.set_attribute("rel", "external").ok();
        } else if shown.get_untracked() != Shown::Routed {
            event.prevent_default();
            go(&path, Entry::New);
        }
    });
    let steps = window_event_listener(ev::popstate, move |_| show(&platform::path()));
    on_cleanup(move || {
        clicks.remove();
        steps.remove();
    });
    live(move || match shown.get() {
        Shown::Login => login(),
        Shown::Welcome => lazy(LazyPage::Welcome),
        Shown::SignOut => lazy(LazyPage::SignOut),
        Shown::Routed => lazy(LazyPage::Routed),
    })
}

/// Does what a site says that has sent people here; gives whether they are to be signed out.
fn take_parameters(sign_in: SignIn) -> bool {
    let Some(parameters) = Parameters::take() else { return false };
    let has_way_back = parameters.redirect_to.as_ref().is_some_and(|address| sign_in.remember_way_back(address));
    if let Some(hint) = parameters.login_hint() {
        sign_in.remember_login_hint(hint);
    }
    let screen = parameters.screen();
    let page = match screen {
        Some(Screen::Page(page)) => Some(page),
        Some(Screen::SignOut) => Some(AppRoute::Login),
        // Whoever is signed in goes back at once from there, and anybody else signs in.
        None if has_way_back => AppRoute::of_place(&platform::path()).map(|_| AppRoute::Login),
        None => None,
    };
    if let Some(page) = page {
        platform::write_address(page.path(), true);
    }
    screen == Some(Screen::SignOut)
}

fn is_page(path: &str) -> bool {
    AppRoute::Login.is_at(path) || LazyPage::of_address(path).is_some()
}

/// A link that was clicked to go to something below this app's path, in this tab; and where that is. One with a query or a
/// fragment is left to the browser: no page of the app has any.
fn own_link(event: &MouseEvent) -> Option<(HtmlAnchorElement, String)> {
    let is_plain = event.button() == 0
        && !(event.default_prevented() || event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key());
    let target = event.target().filter(|_| is_plain)?.dyn_into::<web_sys::Element>().ok()?;
    let link = target.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    let is_here = link.target().is_empty()
        && !link.has_attribute("download")
        && link.rel() != "external"
        && link.origin() == platform::origin()
        && link.search().is_empty()
        && link.hash().is_empty();
    let path = base::below(&link.pathname()).filter(|_| is_here)?;
    Some((link, path))
}
