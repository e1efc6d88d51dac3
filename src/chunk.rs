//! What is fetched when: the parts of the app that a first visit to `/` does without, by what people do then. This knows the
//! parts by their names; how each is fetched and what it draws comes from where the app is put together.

use std::{pin::Pin, time::Duration};

use leptos::prelude::*;

use crate::{
    components::{Card, InPlace, one_moment},
    language,
    later::{NotFetched, fetched},
    life::Life,
    routes::AppRoute,
    signals::{RwSignal, expect_context, provide_context},
    text,
    ui::{Child, Children, View, button, live},
};

/// A part that draws pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChunkName {
    /// Signing in with a password, and keeping the session; the welcome page.
    SignIn,
    /// Everything that the pool may ask besides.
    Challenges,
    SignUp,
    ManagedLogin,
    Account,
    /// What finds the page of an address.
    Router,
    /// What reads settings that are not plain, and checks those that are.
    Settings,
}

/// A page, or a part of one, that is fetched when it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LazyPage {
    /// Whatever page the address names.
    Routed,
    Misconfigured,
    /// Whatever page the address names, with settings that have yet to be read.
    Unread,
    SignUp,
    Confirm,
    ForgotPassword,
    /// The step of a sign-in that is under way.
    SignInStep,
    Welcome,
    /// In place of a page, until the terms are accepted.
    Consent,
    SignOut,
    Callback,
    Account,
    Security,
}

/// Draws a page of the chunk that it came with.
pub type Draw = fn(LazyPage) -> View;

/// Fetches a chunk.
pub type Loader = fn() -> Pin<Box<dyn Future<Output = Result<Draw, NotFetched>>>>;

impl ChunkName {
    const ALL: [Self; 7] =
        [Self::SignIn, Self::Challenges, Self::SignUp, Self::ManagedLogin, Self::Account, Self::Router, Self::Settings];

    const fn words(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Challenges => "sign_in shared challenges",
            Self::SignUp => "sign_in shared sign_up",
            Self::ManagedLogin => "sign_in shared managed_login",
            Self::Account => "sign_in shared account",
            Self::Router => "router",
            Self::Settings => "first_visit",
        }
    }
}

impl LazyPage {
    /// The page of that address, if there is one that needs to be fetched.
    pub fn of_address(path: &str) -> Option<Self> {
        let pages = [
            (AppRoute::SignUp, Self::SignUp),
            (AppRoute::Confirm, Self::Confirm),
            (AppRoute::ForgotPassword, Self::ForgotPassword),
            (AppRoute::Welcome, Self::Welcome),
            (AppRoute::Callback, Self::Callback),
            (AppRoute::Account, Self::Account),
            (AppRoute::Security, Self::Security),
        ];
        pages.into_iter().find(|(route, _)| route.is_at(path)).map(|(_, page)| page)
    }

    fn chunk(self) -> ChunkName {
        match self {
            Self::Welcome | Self::SignOut => ChunkName::SignIn,
            Self::SignInStep => ChunkName::Challenges,
            Self::SignUp | Self::Confirm | Self::ForgotPassword | Self::Consent => ChunkName::SignUp,
            Self::Callback => ChunkName::ManagedLogin,
            Self::Account | Self::Security => ChunkName::Account,
            Self::Routed | Self::Misconfigured => ChunkName::Router,
            Self::Unread => ChunkName::Settings,
        }
    }
}

/// Shows `page` as soon as it is here.
pub fn lazy(page: LazyPage) -> View {
    let chunk = Chunks::expect().of(page);
    chunk.fetch();
    live(move || match chunk.state.get() {
        ChunkState::Here(draw) => draw(page),
        ChunkState::Unreachable => unreachable(move || chunk.fetch()),
        ChunkState::Unasked | ChunkState::Fetching => one_moment(),
    })
}

/// Lets [`lazy`] be used. What signing in needs, which is what most people do next, is fetched as soon as the first page is
/// drawn: whoever is quick need not wait for it then.
pub fn provide_chunks(loader: impl Fn(ChunkName) -> Loader) {
    let life = Life::begin();
    let chunk =
        |name| Chunk { life, load: loader(name), words: name.words(), state: RwSignal::new(ChunkState::Unasked) };
    let chunks = Chunks(ChunkName::ALL.map(chunk));
    provide_context(chunks);
    provide_context(InPlace {
        consent: || lazy(LazyPage::Consent),
        misconfigured: || lazy(LazyPage::Misconfigured),
        accepted: RwSignal::new(None),
    });
    let sign_in = chunks.of(LazyPage::Welcome);
    if let Ok(soon) = set_timeout_with_handle(move || sign_in.fetch(), Duration::ZERO) {
        on_cleanup(move || soon.clear());
    }
}

/// What is shown in place of a part that could not be fetched.
pub fn unreachable(try_again: impl Fn() + Send + 'static) -> View {
    let try_again = move || button("main", text::TRY_AGAIN, try_again).into_child();
    view! {
        <Card title=text::UNREACHABLE_TITLE intro=text::UNREACHABLE_INTRO children=Children::of(try_again) />
    }
    .into_child()
}

/// The chunks of all names, in their order.
#[derive(Clone, Copy)]
pub struct Chunks([Chunk; ChunkName::ALL.len()]);

impl Chunks {
    /// For what is being drawn.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Fetches what `page` needs, for who is about to come there.
    pub fn prefetch(self, page: LazyPage) {
        self.of(page).fetch();
    }

    fn of(self, page: LazyPage) -> Chunk {
        self.0[page.chunk() as usize]
    }
}

#[derive(Clone, Copy)]
struct Chunk {
    life: Life,
    load: Loader,
    /// The parts of lang/*.toml that it says.
    words: &'static str,
    state: RwSignal<ChunkState>,
}

#[derive(Clone, Copy)]
enum ChunkState {
    Unasked,
    Fetching,
    /// Offline, most of all.
    Unreachable,
    Here(Draw),
}

impl Chunk {
    /// Its code, and its words if those are of another language than English.
    fn fetch(self) {
        let state = self.state.try_get_untracked();
        if !matches!(state, Some(ChunkState::Unasked | ChunkState::Unreachable)) {
            return;
        }
        self.state.set(ChunkState::Fetching);
        let (load, words) = (self.load, self.words);
        let both = async move { futures_util::join!(fetched(load()), language::load(words)).0 };
        self.life.call(both, move |fetched| {
            self.state.set(fetched.map_or(ChunkState::Unreachable, ChunkState::Here));
        });
    }
}
