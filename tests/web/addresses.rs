//! The path that the app is below, and what sites say in the address by which they send people here.

#![expect(clippy::disallowed_methods, reason = "looks at storage as a script on the page would")]

use std::{cell::Cell, rc::Rc};

use leptos::{ev, prelude::*};
use leptos_cognito::{
    app::{App, AuthContext, SignInPages},
    base,
    routes::{AppRoute, Paths},
    settings::{Addresses, DocumentProblem, Fault, Rule, Setting, SettingProblem, Settings},
    text,
};
use leptos_router::components::{FlatRoutes, Route, Router};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use super::{
    page::{Page, be_at, settled, until},
    service::{Service, empty, tokens, tokens_since},
    settings::{CLIENT, Meta, POOL},
    storage::{empty_storage, refresh_token_of, session_storage, store},
};

/// Something in the head of the page, for as long as this lives.
struct InHead(Element);

impl InHead {
    fn base(href: &str) -> Self {
        Self::put("base", "href", href)
    }

    fn settings(document: &str) -> Self {
        let script = Self::put("script", "id", "cognito-settings");
        script.0.set_attribute("type", "application/json").expect("a type");
        script.0.set_text_content(Some(document));
        script
    }

    fn put(tag: &str, attribute: &str, value: &str) -> Self {
        // A test that failed left its own behind.
        if let Ok(Some(left_behind)) = document().query_selector(&format!("{tag}[{attribute}='{value}']")) {
            left_behind.remove();
        }
        let element = document().create_element(tag).expect("a document makes elements");
        element.set_attribute(attribute, value).expect("a value");
        document().head().expect("the document has a head").append_child(&element).expect("a head takes children");
        Self(element)
    }
}

impl Drop for InHead {
    fn drop(&mut self) {
        self.0.remove();
    }
}

fn whole_address() -> String {
    let location = window().location();
    [location.pathname(), location.search(), location.hash()].map(|part| part.expect("a part of the address")).concat()
}

fn kept_way_back() -> Option<String> {
    session_storage().get_item(&format!("leptos-cognito.{CLIENT}.wayBack")).expect("storage can be read")
}

#[wasm_bindgen_test]
fn pages_are_below_what_the_page_names() {
    assert_eq!(base::base(), "", "nothing is named");
    let own = format!("{}/auth/", window().location().origin().expect("an origin"));
    for (href, expected) in [
        ("/", ""),
        ("/auth/", "/auth"),
        ("/auth/index.html", "/auth"),
        ("/a/b/", "/a/b"),
        (own.as_str(), "/auth"),
        ("https://files.example.com/auth/", ""),
    ] {
        let _base = InHead::base(href);
        assert_eq!(base::base(), expected, "{href}");
    }
    let _base = InHead::base("/auth/");
    assert_eq!(AppRoute::Security.address(), "/auth/account/security");
    assert_eq!(AppRoute::Login.address(), "/auth/");
    for (whole, expected) in [
        ("/auth/account", Some("/account")),
        ("/auth/", Some("/")),
        ("/auth", Some("")),
        ("/authors", None),
        ("/", None),
    ] {
        assert_eq!(base::below(whole).as_deref(), expected, "{whole}");
    }
}

#[wasm_bindgen_test]
async fn the_app_stays_below_its_path() {
    empty_storage();
    let _settings = Meta::of_app(&[]);
    let _base = InHead::base("/auth/");
    for path in ["/auth/", "/auth"] {
        be_at(path);
        let page = Page::open(|| view! { <App /> }).await;
        page.see_heading(text::SIGN_IN_TITLE.english()).await;
        page.find("a[href='/auth/signup']");
        be_at("/auth/account/security");
        drop(page);
        let page = Page::open(|| view! { <App /> }).await;
        // Who is signed out is led to the login page.
        page.see_heading(text::SIGN_IN_TITLE.english()).await;
        until("the login page's address", || whole_address() == "/auth/").await;
        drop(page);
    }
    be_at("/auth/nothing");
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::NOT_FOUND_TITLE.english()).await;
    page.find("a[href='/auth/']");
}

#[wasm_bindgen_test]
async fn a_site_names_the_page_and_the_person() {
    empty_storage();
    let _settings = Meta::of_app(&[]);
    for (query, heading, address, email) in [
        (
            "?screen=sign-up&login_hint=first%40example.com",
            text::SIGN_UP_TITLE.english(),
            "/signup",
            "first@example.com",
        ),
        (
            "?screen=forgot-password&login_hint=first%40example.com",
            text::FORGOT_TITLE.english(),
            "/forgot-password",
            "first@example.com",
        ),
        (
            "?login_hint=first%40example.com&lang=de&ui_locales=fr&scene=one#x",
            text::SIGN_IN_TITLE.english(),
            "/?scene=one#x",
            "first@example.com",
        ),
        (
            "?screen=confirm&login_hint=first%40example.com",
            text::CONFIRM_TITLE.english(),
            "/confirm",
            "first@example.com",
        ),
        ("?screen=elsewhere", text::SIGN_IN_TITLE.english(), "/", ""),
        ("?login_hint=a%00b", text::SIGN_IN_TITLE.english(), "/", ""),
    ] {
        be_at(&format!("/{query}"));
        let page = Page::open(|| view! { <App /> }).await;
        page.see_heading(heading).await;
        assert_eq!(whole_address(), address, "{query}");
        assert_eq!(page.field(text::EMAIL.english()).value(), email, "{query}");
    }
    let too_long = "x".repeat(257);
    be_at(&format!("/?login_hint={too_long}"));
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    assert_eq!(page.field(text::EMAIL.english()).value(), "");
}

#[wasm_bindgen_test]
async fn the_way_back_outlives_a_reload_if_it_may_be_gone() {
    let _settings = Meta::of_app(&[]);
    for (way_back, is_kept) in [
        ("/account/security", true),
        ("/orders?x=1", true),
        ("//evil.example", false),
        ("https://evil.example/", false),
    ] {
        for path in ["/", "/signup", "/account"] {
            empty_storage();
            let encoded = String::from(js_sys::encode_uri_component(way_back));
            be_at(&format!("{path}?redirect_to={encoded}"));
            let page = Page::open(|| view! { <App /> }).await;
            page.see_heading(if path == "/signup" {
                text::SIGN_UP_TITLE.english()
            } else {
                text::SIGN_IN_TITLE.english()
            })
            .await;
            settled().await;
            let expected = if path == "/signup" { "/signup" } else { "/" };
            until("an address without it", || whole_address() == expected).await;
            assert_eq!(kept_way_back().as_deref(), is_kept.then_some(way_back), "{path} {way_back}");
            assert_eq!(page.take_warnings().contains("redirect_to was ignored"), !is_kept, "{path} {way_back}");
        }
    }
}

#[wasm_bindgen_test]
async fn who_is_signed_in_goes_back_at_once() {
    empty_storage();
    let _settings = Meta::of_app(&[]);
    let service = Service::take_over([]);
    service.always("GetUser", empty());
    store(&tokens("first"));
    be_at("/?redirect_to=%2Faccount");
    let page = Page::open(|| view! { <App /> }).await;
    page.see(text::account::PROFILE_INTRO.english()).await;
    assert_eq!(whole_address(), "/account");
    assert_eq!(kept_way_back(), None, "it is good for once");
}

#[wasm_bindgen_test]
async fn a_site_signs_people_out() {
    empty_storage();
    let _settings = Meta::of_app(&[]);
    let service = Service::take_over([]);
    service.always("RevokeToken", empty());
    store(&tokens_since("first", "first@example.com", "refresh", 1.0));
    be_at("/welcome?screen=sign-out");
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    assert_eq!(refresh_token_of("first"), None, "nothing is left");
    until("its end is told", || service.operations() == ["RevokeToken"]).await;
    assert_eq!(whole_address(), "/");
}

#[wasm_bindgen_test]
fn addresses_lead_to_pages_and_elsewhere() {
    let settings = |home: Option<&str>| {
        let parsed = Settings::parse(|setting| match setting {
            Setting::UserPoolId => Some(POOL.to_owned()),
            Setting::ClientId => Some(CLIENT.to_owned()),
            _ => None,
        });
        let origins = vec!["https://shop.example.com".to_owned()];
        let addresses = Addresses { home: home.map(ToOwned::to_owned), origins };
        Settings { addresses, ..parsed.expect("they are complete") }
    };
    let origin = window().location().origin().expect("an origin");
    let _base = InHead::base("/auth/");
    for (home, expected) in [
        (None, "/auth/welcome".to_owned()),
        (Some("/auth/account"), "/auth/account".to_owned()),
        (Some("/dashboard?tab=1"), format!("{origin}/dashboard?tab=1")),
        (Some("/welcome"), format!("{origin}/welcome")),
        (Some("https://shop.example.com/cart"), "https://shop.example.com/cart".to_owned()),
        (Some("https://evil.example/"), "/auth/welcome".to_owned()),
        // Nobody is led to where they have just been.
        (Some("/auth/"), "/auth/welcome".to_owned()),
        (Some("/auth/?screen=sign-out"), "/auth/welcome".to_owned()),
    ] {
        assert_eq!(settings(home).home().address(), expected, "{home:?}");
    }
}

#[wasm_bindgen_test]
fn the_settings_document_says_where_people_may_be_led() {
    let _tags = Meta::of_app(&[]);
    let listed = r#"{"addresses":{"home":"https://app.example.com/x","origins":["https://app.example.com","http://localhost:3000"]}}"#;
    let read = InHead::settings(listed);
    let settings = Settings::load().expect("they are right");
    assert_eq!(settings.home().address(), "https://app.example.com/x");
    assert_eq!(settings.addresses.origins.len(), 2);
    drop(read);
    for (document, place, rule) in [
        (r#"{"addresses":{"origins":["https://a.example.com","https://b.example.com/"]}}"#, "origins[1]", Rule::Origin),
        (r#"{"addresses":{"origins":["https://a.example.com:443"]}}"#, "origins[0]", Rule::Origin),
        (r#"{"addresses":{"origins":["http://a.example.com"]}}"#, "origins[0]", Rule::Origin),
        (r#"{"addresses":{"origins":["https://b\u00fccher.example"]}}"#, "origins[0]", Rule::Origin),
        (r#"{"addresses":{"origins":["*"]}}"#, "origins[0]", Rule::Origin),
        (r#"{"addresses":{"home":"https://app.example.com/x"}}"#, "home", Rule::Destination),
        (r#"{"addresses":{"home":"welcome"}}"#, "home", Rule::Destination),
        (r#"{"addresses":{"home":"/"}}"#, "home", Rule::Destination),
        (r#"{"addresses":{"home":"/signup"}}"#, "home", Rule::Destination),
        (r#"{"addresses":{"home":"/forgot-password/?login_hint=a"}}"#, "home", Rule::Destination),
    ] {
        let _settings = InHead::settings(document);
        let problem = DocumentProblem { place: format!("addresses.{place}"), fault: Fault::Rule(rule) };
        assert_eq!(Settings::load().err(), Some(vec![SettingProblem::InDocument(problem)]), "{document}");
    }
}

#[wasm_bindgen_test]
async fn an_app_around_has_settings_and_paths_in_its_code() {
    const PATHS: Paths = Paths { login: "/enter", sign_up: "/join", ..Paths::DEFAULT };
    empty_storage();
    let _base = InHead::base("/portal/");
    let settings = || {
        let document = format!(r#"{{"userPoolId":"{POOL}","clientId":"{CLIENT}","signInFlow":"CUSTOM_AUTH"}}"#);
        Settings::from_json(&document).expect("they are complete")
    };
    be_at("/portal/account");
    let page = Page::open(move || {
        view! {
            <AuthContext settings=Some(settings()) paths=PATHS>
                <Router base=base::base()>
                    <FlatRoutes fallback=|| "nothing">
                        <SignInPages />
                        <Route path=AppRoute::Own("/") view=|| view! { <h1>"The app around"</h1> } />
                    </FlatRoutes>
                </Router>
            </AuthContext>
        }
    })
    .await;
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    until("the login page's own address", || whole_address() == "/portal/enter").await;
    assert!(!page.has_field(text::PASSWORD.english()), "by the settings in the code");
    page.find("a[href='/portal/join']");
    drop(page);

    assert!(Settings::from_json("{").is_err(), "no JSON");
    assert!(Settings::from_json("{}").is_err(), "nothing is set");
    // What is drawn next is an app of its own.
    be_at("/portal/");
    let _tags = Meta::of_app(&[]);
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    page.find("a[href='/portal/signup']");
}

#[wasm_bindgen_test]
async fn a_link_to_something_else_of_the_origin_is_left_to_the_browser() {
    empty_storage();
    let _settings = Meta::of_app(&[]);
    // With the router and without.
    for (start, heading) in [("/", text::SIGN_IN_TITLE.english()), ("/signup", text::SIGN_UP_TITLE.english())] {
        be_at(start);
        let page = Page::open(|| view! { <App /> }).await;
        page.see_heading(heading).await;
        let is_taken = Rc::new(Cell::new(false));
        let after = {
            let is_taken = Rc::clone(&is_taken);
            window_event_listener(ev::click, move |event| {
                is_taken.set(event.default_prevented());
                // This page stays.
                event.prevent_default();
            })
        };
        for (href, expected) in [("/legal", false), ("/signup/legal", false), ("/forgot-password", true)] {
            let link: HtmlElement = document().create_element("a").expect("a document makes elements").unchecked_into();
            link.set_attribute("href", href).expect("an address");
            document().body().expect("the document has a body").append_child(&link).expect("a body takes children");
            link.click();
            link.remove();
            assert_eq!(is_taken.get(), expected, "{href} from {start}");
        }
        after.remove();
        page.see_heading(text::FORGOT_TITLE.english()).await;
    }
}

#[wasm_bindgen_test]
async fn password_managers_find_where_a_password_is_changed() {
    empty_storage();
    let _settings = Meta::of_app(&[(Setting::SignInFlow, "USER_PASSWORD_AUTH")]);
    let service = Service::take_over([]);
    service.always("InitiateAuth", tokens("first"));
    be_at("/.well-known/change-password");
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    until("the login page's address", || whole_address() == "/").await;
    page.field("Email").type_text("first@example.com").await;
    page.field("Password").type_text("Correct-horse-1").await;
    page.press("Sign in").await;
    until("the page where it is changed", || whole_address() == "/account/security").await;
    be_at("/.well-known/change-password");
    drop(page);
    let _page = Page::open(|| view! { <App /> }).await;
    until("the same page, at once", || whole_address() == "/account/security").await;
}
