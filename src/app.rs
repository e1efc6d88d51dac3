//! The context and the router.

use std::cell::Cell;

use leptos::{logging::warn, prelude::*};
use leptos_router::{
    MatchNestedRoutes,
    components::{FlatRoutes, Route, Router},
};

use crate::{
    base::base,
    chunk::{self, Draw, LazyPage, Loader, lazy},
    components::{OwnFields, provide_heading_focus},
    entrance::Entrance,
    language,
    later::later,
    life::Life,
    navigation::provide_router_navigation,
    pages::{Misconfigured, NotFound, loader, login},
    platform,
    routes::{AppRoute, Paths},
    session::CurrentSession,
    settings::Settings,
    sign_in::SignIn,
    signals::{RwSignal, expect_context, provide_context},
    text,
    ui::{Child, View, live},
    watch,
};

/// Where password managers look for the page that changes a password
/// ([A Well-Known URL for Changing Passwords](https://w3c.github.io/webappsec-change-password-url/)).
const CHANGE_PASSWORD: &str = "/.well-known/change-password";

/// The whole app, or a page that says what its owner has to set.
#[component]
pub fn App() -> View {
    in_context(None, Paths::DEFAULT, None, &[], Box::new(|| view! { <Entrance /> }.into_child()))
}

/// Lets pages be fetched when they are wanted.
pub fn provide_chunks() {
    let router: Loader = || Box::pin(router_pages());
    let settings: Loader = || Box::pin(unread_pages());
    chunk::provide_chunks(move |name| loader(name, router, settings));
}

later! {
    in settings:
    fn unread_pages() -> Draw {
        |_| match read() {
            Some(settings) => Awaiting::expect().begin(settings),
            None => lazy(LazyPage::Misconfigured),
        }
    }
}

later! {
    in settings:
    fn are_settings_wrong() -> bool {
        read().is_none()
    }
}

/// The settings of the page, if they are right so far. What is wrong with those that only some pages use, the console says.
fn read() -> Option<Settings> {
    let settings = Settings::load().ok()?;
    for problem in settings.later_problems() {
        warn!("{}", text::config_problem(problem));
    }
    Some(settings)
}

/// What reads settings that are not plain.
type Read = fn() -> Option<Settings>;

thread_local! {
    static READ: Cell<Option<Read>> = const { Cell::new(None) };
}

/// Mounts the app when its settings can be read: at once where they are plain. Without it such an app shows that it is coming
/// before it shows its first page.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing is on the page yet: before it is mounted, Leptos has nothing to run calls"
)]
pub fn when_settings_are_here(mount: impl FnOnce() + 'static) {
    if Settings::plain().is_some() {
        return mount();
    }
    wasm_bindgen_futures::spawn_local(async {
        READ.set(read_later().await.ok());
        mount();
    });
}

later! {
    in settings:
    fn read_later() -> Read {
        read
    }
}

later! {
    in router:
    fn router_pages() -> Draw {
        |page| match page {
            LazyPage::Misconfigured => view! { <Misconfigured /> }.into_child(),
            _ => View::foreign(view! { <Routed /> }),
        }
    }
}

/// The page of the address, whatever that is.
#[component]
fn Routed() -> impl IntoView {
    view! {
        <Router base=base()>
            <FlatRoutes fallback=|| view! { <NotFound /> }>
                <SignInPages />
            </FlatRoutes>
        </Router>
    }
}

/// Takes up the session of this page, and gives it to all below as [`CurrentSession`]. In their place there is a page that
/// says what the owner has to set, as long as the page's settings are not complete. An app that is below a path has a router
/// with the [base](crate::base::base) that its page names.
#[component]
pub fn AuthContext(
    /// Settings that are made in code; those of the page, if left out.
    #[prop(optional_no_strip)]
    settings: Option<Settings>,
    /// Where the pages are, if not where they are in an app of their own.
    #[prop(default = Paths::DEFAULT)]
    paths: Paths,
    /// Where people are led who have signed in and did not want to go anywhere else; what the settings say, if left out.
    #[prop(optional)]
    home: Option<AppRoute>,
    /// The app's own pages, besides that, that people are led back to who come back from another page or reload the login
    /// page: the routes of their [`SignedIn`](crate::components::SignedIn).
    #[prop(default = &[])]
    places: &'static [AppRoute],
    /// Fields of the app's own in the sign-up form.
    #[prop(optional)]
    own_fields: Option<OwnFields>,
    children: Children,
) -> impl IntoView {
    if let Some(fields) = own_fields {
        provide_context(fields);
    }
    in_context(settings, paths, home, places, Box::new(|| View::foreign(children())))
}

fn in_context(
    settings: Option<Settings>,
    paths: Paths,
    home: Option<AppRoute>,
    places: &'static [AppRoute],
    draw: Box<dyn FnOnce() -> View>,
) -> View {
    language::begin();
    provide_heading_focus();
    provide_chunks();
    paths.hold();
    // Before any router looks at the address.
    if AppRoute::Own(CHANGE_PASSWORD).is_at(&platform::path()) {
        platform::write_address(AppRoute::Security.path(), true);
    }
    let is_of_code = settings.is_some();
    let awaiting = Awaiting { home, places, draw: StoredValue::new_local(Some(draw)) };
    let Some(settings) = settings.or_else(Settings::plain) else {
        let Some(read) = READ.get() else {
            provide_context(awaiting);
            return lazy(LazyPage::Unread);
        };
        return read().map_or_else(|| lazy(LazyPage::Misconfigured), |settings| awaiting.begin(settings));
    };
    if is_of_code || settings.document.is_empty() {
        return awaiting.begin(settings);
    }
    let is_wrong = RwSignal::new(false);
    // What cannot be fetched checks nothing.
    Life::begin().call(are_settings_wrong(), move |checked| {
        if checked.unwrap_or_default() {
            is_wrong.set(true);
        }
    });
    let settings = StoredValue::new_local(Some(settings));
    live(move || match settings.try_update_value(Option::take).flatten() {
        Some(settings) if !is_wrong.get() => awaiting.begin(settings),
        _ => lazy(LazyPage::Misconfigured),
    })
}

/// What waits for the settings.
#[derive(Clone, Copy)]
struct Awaiting {
    home: Option<AppRoute>,
    places: &'static [AppRoute],
    draw: StoredValue<Option<Box<dyn FnOnce() -> View>>, LocalStorage>,
}

impl Awaiting {
    fn expect() -> Self {
        expect_context()
    }

    fn begin(self, settings: Settings) -> View {
        let home = self.home.unwrap_or_else(|| settings.home());
        // It is drawn once, whatever changes of what it reads.
        untrack(|| {
            provide_sign_in(settings, home, self.places);
            let draw = self.draw.try_update_value(Option::take).flatten();
            draw.map_or_else(View::nothing, |draw| draw())
        })
    }
}

/// Takes up the session of this page, and gives all that is drawn here what has to do with it: the [`Settings`], the
/// [`CurrentSession`], a [`SignIn`], and the one by which somebody proves anew who they are. It ends with what is being drawn.
pub fn provide_sign_in(settings: Settings, home: AppRoute, places: &'static [AppRoute]) {
    let settings: &'static Settings = Box::leak(Box::new(settings));
    let session = CurrentSession::start(settings);
    let sign_in = SignIn::start(session, home, places);
    let reauthentication = sign_in.reauthentication();
    watch::begin(sign_in);
    on_cleanup(move || reauthentication.0.end());
    provide_context(settings);
    provide_context(session);
    provide_context(reauthentication);
    provide_context(sign_in);
}

/// Every page is drawn by a function of one type, so that the router's code is there once and not once a page.
type Page = fn() -> View;

/// The routes of all pages: they can stand beside those of another app.
#[component(transparent)]
pub fn SignInPages() -> impl MatchNestedRoutes + Clone {
    provide_router_navigation();
    let sign_up: Page = || lazy(LazyPage::SignUp);
    let confirm: Page = || lazy(LazyPage::Confirm);
    let forgot_password: Page = || lazy(LazyPage::ForgotPassword);
    let welcome: Page = || lazy(LazyPage::Welcome);
    let callback: Page = || lazy(LazyPage::Callback);
    let account: Page = || lazy(LazyPage::Account);
    let security: Page = || lazy(LazyPage::Security);
    view! {
        <Route path=AppRoute::Login view=login as Page />
        <Route path=AppRoute::SignUp view=sign_up />
        <Route path=AppRoute::Confirm view=confirm />
        <Route path=AppRoute::ForgotPassword view=forgot_password />
        <Route path=AppRoute::Welcome view=welcome />
        <Route path=AppRoute::Account view=account />
        <Route path=AppRoute::Security view=security />
        <Route path=AppRoute::Callback view=callback />
    }
    .into_inner()
}
