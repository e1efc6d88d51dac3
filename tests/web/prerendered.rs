//! The login form of index.html, before the app is there.

#![expect(clippy::disallowed_methods, reason = "looks at storage as a script on the page would")]

use cognito_client::{
    ids::ClientId,
    token_store::{TokenStore, cookies::CookieOptions},
};
use js_sys::{Array, Function};
use leptos::prelude::*;
use leptos_cognito::{
    app::App, prerendered, settings::Setting, sign_in_store::SignInStore, text, token_place::TokenPlace,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    page::{Page, be_at, settled, until},
    service::tokens,
    settings::{CLIENT, Meta, document::InPage},
    storage::{empty_storage, local_storage, session_of, session_storage, tokens_in},
};

const SCRIPT: &str = include_str!("../../src/prerendered.js");

/// index.html as Trunk writes it, as far as the form goes.
fn index() -> String {
    [("mark", include_str!("../../style/mark.svg")), ("eye", include_str!("../../style/eye.svg"))].iter().fold(
        include_str!("../../index.html").to_owned(),
        |page, (name, picture)| {
            let link = format!("<link data-trunk rel=\"inline\" href=\"style/{name}.svg\"");
            assert!(page.contains(&link), "{name}");
            let (before, after) = page.split_once(&link).expect("it is there");
            let after = after.split_once("/>").expect("it ends").1;
            format!("{before}{picture}{after}")
        },
    )
}

/// The page as it is with that form in it, as long as this lives.
struct Prerendered {
    template: Element,
}

impl Prerendered {
    fn put() -> Self {
        remove_all();
        let take = Function::new_with_args(
            "html",
            "const page = new DOMParser().parseFromString(html, 'text/html'); \
             document.body.append(page.getElementById('login')); \
             return document.getElementById('login')",
        );
        let template = take.call1(&JsValue::NULL, &index().into()).expect("index.html has it").unchecked_into();
        Function::new_no_args(SCRIPT).call0(&JsValue::NULL).expect("the script runs");
        Self { template }
    }

    fn shown(&self) -> Option<Element> {
        self.template.next_element_sibling().filter(|next| next.tag_name() == "MAIN")
    }

    fn find<T: JsCast>(&self, selector: &str) -> T {
        let found = self.shown().expect("it is shown").query_selector(selector).expect("a selector");
        found.unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
    }
}

impl Drop for Prerendered {
    fn drop(&mut self) {
        remove_all();
    }
}

fn remove_all() {
    let remove = "document.querySelectorAll('#login, #login + main').forEach(left => left.remove()); \
                  delete globalThis.prerendered";
    Function::new_no_args(remove).call0(&JsValue::NULL).expect("a script may do that");
}

#[wasm_bindgen_test]
async fn it_is_what_the_app_draws() {
    empty_storage();
    be_at("/");
    let _settings = Meta::of_app(&[]);
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    // Without what cannot be seen: comments, blanks between elements, and classes that are none. index.html names pages
    // relative to its `<base>`.
    let compare = Function::new_with_args(
        "html, drawn",
        "const plain = (element) => { \
           const copy = element.cloneNode(true); \
           const walk = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT); \
           const comments = []; \
           while (walk.nextNode()) comments.push(walk.currentNode); \
           comments.forEach(comment => comment.remove()); \
           copy.normalize(); \
           const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT); \
           const blanks = []; \
           while (texts.nextNode()) if (!texts.currentNode.data.trim()) blanks.push(texts.currentNode); \
           blanks.forEach(blank => blank.remove()); \
           copy.querySelectorAll('.languages > *').forEach(later => later.remove()); \
           copy.querySelectorAll('[class=\"\"]').forEach(one => one.removeAttribute('class')); \
           copy.querySelectorAll('a').forEach(link => { \
             link.setAttribute('href', link.getAttribute('href').replace(/^\\//, '')); \
           }); \
           return copy; \
         }; \
         const page = new DOMParser().parseFromString(html, 'text/html'); \
         const ready = plain(document.importNode(page.getElementById('login').content, true).firstElementChild); \
         const now = plain(drawn); \
         return [ready.isEqualNode(now), ready.outerHTML, now.outerHTML]",
    );
    let outcome: Array =
        compare.call2(&JsValue::NULL, &index().into(), &page.find("main")).expect("both are elements").unchecked_into();
    let [is_same, ready, drawn] = [0, 1, 2].map(|place| outcome.get(place));
    assert_eq!(is_same.as_bool(), Some(true), "index.html has\n{ready:?}\nthe app draws\n{drawn:?}");
    for said in [text::SHOW_PASSWORD.english(), text::HIDE_PASSWORD.english()] {
        assert!(SCRIPT.contains(&format!("\"{said}\"")), "{said}");
    }
}

#[wasm_bindgen_test]
fn only_who_would_see_it_anyway_sees_it() {
    for (case, path, settings, is_shown) in [
        ("the login page", "/", &[][..], true),
        ("another page", "/signup", &[], false),
        ("a page that is none", "/login", &[], false),
        ("SRP", "/", &[(Setting::SignInFlow, "USER_SRP_AUTH")], true),
        ("the password itself", "/", &[(Setting::SignInFlow, "USER_PASSWORD_AUTH")], true),
        ("SRP, and a question", "/", &[(Setting::SignInFlow, "CUSTOM_AUTH_WITH_SRP")], true),
        ("a question", "/", &[(Setting::SignInFlow, "CUSTOM_AUTH")], false),
        ("a choice", "/", &[(Setting::SignInFlow, "USER_AUTH")], false),
        ("a page of the pool's", "/", &[(Setting::Domain, "https://login.example.com")], false),
        ("one who is asked to be kept", "/", &[(Setting::KeepSignedIn, "ask")], false),
        ("no client", "/", &[(Setting::ClientId, "")], false),
        ("no pool", "/", &[(Setting::UserPoolId, " ")], false),
        ("a setting of no account", "/", &[(Setting::TokenStore, "memory")], true),
    ] {
        empty_storage();
        be_at(path);
        let _settings = Meta::of_app(settings);
        assert_eq!(Prerendered::put().shown().is_some(), is_shown, "{case}");
    }
    be_at("/");
}

#[wasm_bindgen_test]
fn who_reads_english_sees_it_whatever_else_is_offered() {
    let reads_english = window().navigator().language().is_some_and(|tag| tag.starts_with("en"));
    assert!(reads_english, "these tests run in a browser in English");
    for (case, languages, search, kept, is_shown) in [
        ("nothing said", "{}", "", "", true),
        ("English among others", r#"{"default":"de","offered":["de","en"]}"#, "", "", true),
        ("another one was asked for", r#"{"offered":["de","en"]}"#, "?lang=de", "", false),
        ("another one was chosen", r#"{"offered":["de","en"]}"#, "", "de", false),
        ("no English", r#"{"offered":["de"]}"#, "", "", false),
        ("English alone", r#"{"offered":["en"]}"#, "?lang=de", "de", true),
        ("longer English, for tests", r#"{"offered":["en"]}"#, "?lang=en-XA", "", false),
        ("another English", r#"{"offered":["en","en-GB"]}"#, "", "", false),
        ("the owner's English", r#"{"files":["en"]}"#, "", "", false),
        ("the owner's German", r#"{"files":["de"]}"#, "", "", true),
    ] {
        empty_storage();
        if !kept.is_empty() {
            local_storage().set_item("leptos-cognito.language", kept).expect("there is room");
        }
        be_at(&format!("/{search}"));
        let _settings = InPage::of_app(&format!(r#""languages":{languages}"#));
        assert_eq!(Prerendered::put().shown().is_some(), is_shown, "{case}");
    }
    empty_storage();
    be_at("/");
}

#[wasm_bindgen_test]
fn what_the_build_was_set_to_counts_where_the_page_says_nothing() {
    empty_storage();
    be_at("/");
    for (case, of_page, of_build, is_shown) in [
        ("of the build", "", "USER_AUTH", false),
        ("of the page", "USER_SRP_AUTH", "USER_AUTH", true),
        ("of both", "USER_AUTH", "USER_SRP_AUTH", false),
    ] {
        let _settings = Meta::of_app(&[(Setting::SignInFlow, of_page)]);
        let meta =
            document().query_selector("meta[name=cognito-sign-in-flow]").expect("a selector").expect("it is put");
        meta.set_attribute("data-build", of_build).expect("an attribute");
        assert_eq!(Prerendered::put().shown().is_some(), is_shown, "{case}");
    }
}

#[wasm_bindgen_test]
fn who_seems_to_be_signed_in_or_about_to_does_not_see_it() {
    be_at("/");
    let _settings = Meta::of_app(&[]);
    let client = ClientId::parse(CLIENT).expect("an id");
    let insecure = CookieOptions { secure: false, ..CookieOptions::default() };
    for place in [TokenPlace::Local, TokenPlace::Session, TokenPlace::Cookies(insecure)] {
        empty_storage();
        let store = tokens_in(&place, false, CLIENT);
        store.save(&session_of(&tokens("demo")));
        assert!(place.seems_to_hold(false, &client), "{place:?}");
        assert!(Prerendered::put().shown().is_none(), "{place:?}");
        store.clear();
        assert!(Prerendered::put().shown().is_some(), "{place:?}, signed out");
    }
    empty_storage();
    session_storage().set_item(&format!("leptos-cognito.{CLIENT}.signIn"), "{}").expect("there is room");
    assert!(SignInStore::new(&client).has_sign_in(), "a sign-in is under way");
    assert!(Prerendered::put().shown().is_none(), "a sign-in is under way");
    empty_storage();
}

#[wasm_bindgen_test]
async fn it_leads_nowhere_and_is_busy() {
    empty_storage();
    be_at("/");
    let _settings = Meta::of_app(&[]);
    let ready = Prerendered::put();
    let (submit, password): (HtmlElement, HtmlInputElement) = (ready.find("[type=submit]"), ready.find("#password"));
    password.set_value("Secret-2026");
    submit.click();
    settled().await;
    assert_eq!(submit.get_attribute("aria-busy").as_deref(), Some("true"));
    assert_eq!(window().location().search().as_deref(), Ok(""), "nothing of it is in the address");
    assert!(ready.shown().is_some(), "the page is the same");
}

#[wasm_bindgen_test]
async fn another_page_takes_its_place_and_forgets_it() {
    empty_storage();
    be_at("/");
    let _settings = Meta::of_app(&[]);
    let ready = Prerendered::put();
    let password: HtmlInputElement = ready.find("#password");
    password.set_value("Secret-2026");
    let is_mounted = ArcRwSignal::new(false);
    let mounted = is_mounted.clone();
    prerendered::mount(move || mounted.set(true));
    assert!(is_mounted.get_untracked(), "nobody is in the middle of anything");
    until("it has gone", || ready.shown().is_none()).await;
    assert_eq!(password.value(), "", "and what was typed");
}
