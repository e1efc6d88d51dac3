//! Where people are led who have signed in.

#![expect(clippy::disallowed_methods, reason = "looks at storage as a script on the page would")]

use leptos::prelude::*;
use leptos_cognito::{
    account::Account,
    app::{AuthContext, SignInPages},
    components::SignedIn,
    life::Life,
    routes::AppRoute,
    session::CurrentSession,
    settings::Setting,
    text::{self, Notice},
};
use leptos_router::components::{FlatRoutes, Route, Router};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    page::{Page, be_at, settled, until},
    service::{Service, empty, refusal, tokens_since},
    settings::{CLIENT, Meta},
    storage::{empty_storage, session_storage},
};

const EMAIL: &str = "first@example.com";
const HOME: AppRoute = AppRoute::Own("/own");
const NAMED: AppRoute = AppRoute::Own("/own/named");
const UNNAMED: AppRoute = AppRoute::Own("/own/unnamed");
const READ: &str = "Read";

/// An app that has the sign-in pages as a part of it, and three pages of its own.
struct Opened {
    page: Page,
    service: Service,
    _settings: Vec<Meta>,
}

impl Opened {
    /// At an address, as after a reload.
    async fn at(path: &str) -> Self {
        be_at(path);
        let settings = Meta::of_app(&[(Setting::SignInFlow, "USER_PASSWORD_AUTH")]);
        let service = Service::take_over([]);
        service.always("InitiateAuth", tokens_since("first", EMAIL, "places", 0.0));
        service.always("RevokeToken", empty());
        let page = Page::open(|| {
            view! {
                <AuthContext home=HOME places=&[NAMED]>
                    <Router>
                        <FlatRoutes fallback=|| "nothing">
                            <SignInPages />
                            <Route path=HOME view=|| own_page(HOME) />
                            <Route path=NAMED view=|| own_page(NAMED) />
                            <Route path=UNNAMED view=|| own_page(UNNAMED) />
                        </FlatRoutes>
                    </Router>
                </AuthContext>
            }
        })
        .await;
        Self { page, service, _settings: settings }
    }

    async fn sign_in(&self) {
        self.page.see(text::SIGN_IN_TITLE.english()).await;
        self.page.field(text::EMAIL.english()).type_text(EMAIL).await;
        self.page.field(text::PASSWORD.english()).type_text("Correct-horse-1").await;
        self.page.press(text::SIGN_IN.english()).await;
    }
}

fn own_page(route: AppRoute) -> impl IntoView {
    view! {
        <SignedIn route>
            <h1>{route.path()}</h1>
            <OwnButtons />
        </SignedIn>
    }
}

#[component]
fn OwnButtons() -> impl IntoView {
    let (account, session, life) = (Account::expect(), CurrentSession::expect(), Life::begin());
    let read = move |_| {
        // What comes of it is shown by the guard.
        life.call(account.user(), |_| {});
    };
    view! {
        <button on:click=read>{READ}</button>
        <button on:click=move |_| session.sign_out()>{text::SIGN_OUT.english()}</button>
    }
}

async fn see_address(path: &str, case: &str) {
    until(&format!("{case}: {path}"), || window().location().pathname().as_deref() == Ok(path)).await;
}

fn wanted_key() -> String {
    format!("leptos-cognito.{CLIENT}.wanted")
}

fn stored() -> Option<String> {
    session_storage().get_item(&wanted_key()).expect("storage can be read")
}

#[wasm_bindgen_test]
async fn who_reloads_the_login_page_is_still_led_to_where_they_wanted_to_go() {
    for (wanted, is_reloaded, expected) in [
        (AppRoute::Account, false, "/account"),
        (AppRoute::Account, true, "/account"),
        (AppRoute::Security, true, "/account/security"),
        (NAMED, true, "/own/named"),
        (HOME, true, "/own"),
        // The page knows it; the code that runs after a reload does not name it.
        (UNNAMED, false, "/own/unnamed"),
        (UNNAMED, true, "/own"),
    ] {
        empty_storage();
        let case = format!("{wanted:?}, reloaded: {is_reloaded}");
        let mut app = Opened::at(wanted.path()).await;
        see_address("/", &case).await;
        if is_reloaded {
            drop(app);
            app = Opened::at("/").await;
        }
        app.sign_in().await;
        see_address(expected, &case).await;
        assert_eq!(stored(), None, "{case}: it is good for once");
    }
}

#[wasm_bindgen_test]
async fn what_is_stored_is_believed_only_if_the_app_names_it() {
    for (garbage, expected) in [
        ("/account", "/account"),
        ("", "/own"),
        ("/", "/own"),
        ("/signup", "/own"),
        ("/callback", "/own"),
        ("/account/", "/own"),
        ("//example.com/account", "/own"),
        ("https://example.com/account", "/own"),
        ("javascript:alert(1)", "/own"),
        ("/own/unnamed", "/own"),
    ] {
        empty_storage();
        session_storage().set_item(&wanted_key(), garbage).expect("storage takes it");
        let app = Opened::at("/").await;
        app.sign_in().await;
        see_address(expected, garbage).await;
        assert_eq!(stored(), None, "{garbage:?}: it is good for once");
    }
}

#[wasm_bindgen_test]
async fn who_goes_elsewhere_on_their_own_is_not_led_back() {
    empty_storage();
    let guest = Opened::at("/account").await;
    see_address("/", "signed out").await;
    assert_eq!(stored().as_deref(), Some("/account"));
    drop(guest);
    // That page has no wish to be led back to.
    let guest = Opened::at("/welcome").await;
    see_address("/", "signed out").await;
    assert_eq!(stored(), None, "another address");
    drop(guest);

    empty_storage();
    let app = Opened::at("/own/named").await;
    app.sign_in().await;
    see_address("/own/named", "signed in").await;
    app.page.press(text::SIGN_OUT.english()).await;
    see_address("/", "signed out on their own").await;
    assert_eq!(stored(), None, "signed out on their own");
    app.sign_in().await;
    see_address("/own", "signed in again").await;

    // A wish of before, of somebody who is signed in by now.
    session_storage().set_item(&wanted_key(), "/account").expect("storage takes it");
    drop(app);
    let app = Opened::at("/own/named").await;
    app.page.see("/own/named").await;
    settled().await;
    assert_eq!(stored(), None, "they are somewhere else");
}

#[wasm_bindgen_test]
async fn who_is_signed_out_by_a_refusal_is_led_back_after_a_reload() {
    empty_storage();
    let app = Opened::at("/own/named").await;
    app.sign_in().await;
    see_address("/own/named", "signed in").await;
    for operation in ["GetUser", "GetTokensFromRefreshToken"] {
        app.service.always(operation, refusal("NotAuthorizedException", "Token has been revoked"));
    }
    app.page.press(READ).await;
    see_address("/", "refused").await;
    app.page.see(&Notice::SessionEnded.sentence().words()).await;
    drop(app);
    let app = Opened::at("/").await;
    app.sign_in().await;
    see_address("/own/named", "signed in again").await;
}
