//! The pages that a first visit to `/` does without.

use leptos::{ev, prelude::*};

use super::{
    account::account_pages, callback::Callback, confirm::Confirm, forgot_password::ForgotPassword,
    misconfigured::Misconfigured, not_found::NotFound, sign_up::SignUp, steps::SignInStep, welcome::Welcome,
};
use crate::{
    components::{Card, one_moment},
    lazy::{fetched, later},
    life::Life,
    text,
};

/// A page that is fetched when it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LazyPage {
    SignUp,
    Confirm,
    ForgotPassword,
    /// The step of a sign-in that is under way.
    SignInStep,
    Welcome,
    Callback,
    NotFound,
    Misconfigured,
    Account,
    Security,
}

/// Shows `page` as soon as it is here.
pub fn lazy(page: LazyPage) -> AnyView {
    let chunk = expect_context::<Chunks>().of(page);
    chunk.fetch();
    let view = move || match chunk.state.get() {
        ChunkState::Here(draw) => draw(page),
        ChunkState::Unreachable => view! { <Unreachable chunk /> }.into_any(),
        ChunkState::Unasked | ChunkState::Fetching => one_moment(),
    };
    view.into_any()
}

/// Lets [`lazy`] be used, and fetches what signing in needs as soon as a person begins to do something: every way to the
/// pages starts so.
pub fn provide_lazy_pages() {
    let life = Life::begin();
    let chunk = |name| Chunk { life, name, state: RwSignal::new(ChunkState::Unasked) };
    let chunks = Chunks { later: chunk(ChunkName::Later), account: chunk(ChunkName::Account) };
    provide_context(chunks);
    let listener = window_event_listener(ev::focusin, move |_| {
        if matches!(chunks.later.state.get_untracked(), ChunkState::Unasked) {
            chunks.later.fetch();
        }
    });
    on_cleanup(move || listener.remove());
}

#[component]
fn Unreachable(chunk: Chunk) -> impl IntoView {
    view! {
        <Card title=text::UNREACHABLE_TITLE intro=text::UNREACHABLE_INTRO>
            <button type="button" class="main" on:click=move |_| chunk.fetch()>
                {text::TRY_AGAIN}
            </button>
        </Card>
    }
}

/// Draws a page of the chunk that it came with.
pub(super) type Draw = fn(LazyPage) -> AnyView;

/// The parts of the app that have pages.
#[derive(Clone, Copy)]
struct Chunks {
    later: Chunk,
    account: Chunk,
}

impl Chunks {
    fn of(self, page: LazyPage) -> Chunk {
        if matches!(page, LazyPage::Account | LazyPage::Security) { self.account } else { self.later }
    }
}

#[derive(Clone, Copy)]
enum ChunkName {
    Later,
    Account,
}

#[derive(Clone, Copy)]
struct Chunk {
    life: Life,
    name: ChunkName,
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
    fn fetch(self) {
        if matches!(self.state.get_untracked(), ChunkState::Fetching | ChunkState::Here(_)) {
            return;
        }
        self.state.set(ChunkState::Fetching);
        let show = move |fetched: Option<Draw>| {
            self.state.set(fetched.map_or(ChunkState::Unreachable, ChunkState::Here));
        };
        match self.name {
            ChunkName::Later => self.life.call(fetched(lazy_pages()), show),
            ChunkName::Account => self.life.call(fetched(account_pages()), show),
        }
    }
}

later! {
    /// A function and not a view, so that pages that are here already are drawn at once.
    fn lazy_pages() -> Draw {
        draw
    }
}

fn draw(page: LazyPage) -> AnyView {
    match page {
        LazyPage::SignUp => view! { <SignUp /> }.into_any(),
        LazyPage::Confirm => view! { <Confirm /> }.into_any(),
        LazyPage::ForgotPassword => view! { <ForgotPassword /> }.into_any(),
        LazyPage::SignInStep => view! { <SignInStep /> }.into_any(),
        LazyPage::Welcome => view! { <Welcome /> }.into_any(),
        LazyPage::Callback => view! { <Callback /> }.into_any(),
        LazyPage::NotFound => view! { <NotFound /> }.into_any(),
        LazyPage::Misconfigured => view! { <Misconfigured /> }.into_any(),
        // Those are drawn by their own chunk.
        LazyPage::Account | LazyPage::Security => ().into_any(),
    }
}
