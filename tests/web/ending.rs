//! The context is taken off the page by the app around it, while something is under way.

use leptos::prelude::*;
use leptos_cognito::{
    app::{AuthContext, SignInPages},
    session::CurrentSession,
    settings::Setting,
    text,
};
use leptos_router::components::{FlatRoutes, Router};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    clock::{Clock, WallClock},
    page::{Page, be_at, settled, until},
    service::{Answer, Service, refusal, tokens_since, user},
    settings::Meta,
    storage::{empty_storage, refresh_token_of, store},
};

const USER: &str = "first";
const EMAIL: &str = "first@example.com";
const HOUR: f64 = 3600.0;
/// Frames that something is given not to come.
const A_WHILE: u32 = 100;

struct Opened {
    page: Page,
    service: Service,
    is_here: RwSignal<bool>,
    session: StoredValue<Option<CurrentSession>>,
    _settings: Vec<Meta>,
}

impl Opened {
    async fn at(path: &str, answers: Vec<Answer>) -> Self {
        be_at(path);
        let settings = Meta::of_app(&[(Setting::SignInFlow, "USER_PASSWORD_AUTH")]);
        let service = Service::take_over(answers);
        let (is_here, session) = (RwSignal::new(true), StoredValue::new(None));
        let page = Page::open(move || {
            let context = move || {
                view! {
                    <AuthContext>
                        {
                            session.set_value(Some(CurrentSession::expect()));
                            view! {
                                <Router>
                                    <FlatRoutes fallback=|| ()>
                                        <SignInPages />
                                    </FlatRoutes>
                                </Router>
                            }
                        }
                    </AuthContext>
                }
            };
            view! {
                <p>"The app around it"</p>
                <Show when=move || is_here.get()>{context()}</Show>
            }
        })
        .await;
        Self { page, service, is_here, session, _settings: settings }
    }

    /// Of who is signed in, with tokens that came just now and live for an hour.
    async fn signed_in(refresh_token: &str, answers: Vec<Answer>) -> Self {
        empty_storage();
        store(&tokens_since(USER, EMAIL, refresh_token, 0.0));
        Self::at("/welcome", answers).await
    }

    fn session(&self) -> CurrentSession {
        self.session.get_value().expect("it was here")
    }

    async fn take_off(&self) {
        self.is_here.set(false);
        settled().await;
        assert!(!self.page.reads(text::SIGN_OUT.english()) && self.page.reads("The app around it"));
    }

    async fn see_asked(&self, operation: &str) {
        until(&format!("{operation} is asked for"), || self.asked(operation) > 0).await;
    }

    fn asked(&self, operation: &str) -> usize {
        self.service.operations().iter().filter(|asked| *asked == operation).count()
    }
}

/// Whatever is under way has come to its end by then.
async fn a_while() {
    for _ in 0..A_WHILE {
        settled().await;
    }
}

fn everything_happens() {
    for (target, name) in [
        ("document", "visibilitychange"),
        ("window", "storage"),
        ("window", "focus"),
        ("window", "pageshow"),
        ("window", "online"),
        ("window", "offline"),
        ("window", "pagehide"),
        ("window", "focusin"),
    ] {
        let event = format!("{target}.dispatchEvent(new Event('{name}', {{ bubbles: true }}))");
        js_sys::eval(&event).expect("a script may do that");
    }
}

/// A panic would fail the test, as would a word in the console.
#[wasm_bindgen_test]
async fn what_is_under_way_comes_to_its_end_quietly() {
    for (case, seconds, operation, answer) in [
        ("the user is read", 0.0, "GetUser", user("First")),
        ("the user cannot be read", 0.0, "GetUser", refusal("NotAuthorizedException", "Access Token has been revoked")),
        ("the tokens are renewed", HOUR, "GetTokensFromRefreshToken", tokens_since(USER, EMAIL, "renewed", 0.0)),
        (
            "the session is over",
            HOUR,
            "GetTokensFromRefreshToken",
            refusal("NotAuthorizedException", "Refresh Token has been revoked"),
        ),
    ] {
        empty_storage();
        store(&tokens_since(USER, EMAIL, &format!("before-{case}"), 0.0));
        let wall = WallClock::take_over();
        wall.move_to(seconds);
        let app = Opened::at("/welcome", Vec::new()).await;
        app.see_asked(operation).await;
        app.take_off().await;
        app.service.answer(answer);
        a_while().await;
        let asked = app.service.operations().len();
        everything_happens();
        a_while().await;
        assert_eq!(app.service.operations().len(), asked, "{case}: nothing more is asked for by itself");
        if operation == "GetTokensFromRefreshToken" && case == "the tokens are renewed" {
            assert_eq!(refresh_token_of(USER).as_deref(), Some("renewed"), "{case}: what came is not lost");
        }
        assert!(app.session().access_token().await.is_err(), "{case}: it is nobody's any more");
    }
}

#[wasm_bindgen_test]
async fn a_sign_in_that_comes_too_late_signs_nobody_in() {
    empty_storage();
    let app = Opened::at("/", Vec::new()).await;
    app.page.see(text::SIGN_IN_TITLE.english()).await;
    app.page.field("Email").type_text(EMAIL).await;
    app.page.field("Password").type_text("Correct-horse-1").await;
    app.page.press("Sign in").await;
    app.see_asked("InitiateAuth").await;
    app.take_off().await;
    app.service.answer(tokens_since(USER, EMAIL, "late", 0.0));
    a_while().await;
    assert_eq!(refresh_token_of(USER), None, "nobody is signed in by it");
}

#[wasm_bindgen_test]
async fn its_timers_end() {
    let clock = Clock::take_over();
    let app = Opened::signed_in("timed", vec![user("First")]).await;
    app.page.see("Hi First!").await;
    assert!(clock.has_running_timers(), "the tokens are to be renewed");
    app.take_off().await;
    assert!(!clock.has_running_timers(), "for nobody");
}

#[wasm_bindgen_test]
async fn it_can_be_put_back() {
    let app = Opened::signed_in("put-back", vec![user("First"), user("First")]).await;
    app.page.see("Hi First!").await;
    app.take_off().await;
    app.is_here.set(true);
    app.page.see("Hi First!").await;
}
