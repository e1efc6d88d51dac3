//! An owner's brand, and what the app draws of it.

#![expect(clippy::disallowed_methods, reason = "looks at storage as a script on the page would")]

use js_sys::{Function, JSON, Object, Reflect};
use leptos::prelude::*;
use leptos_cognito::{app::App, settings::Setting, text};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use super::{
    page::{Page, be_at, settled, until},
    settings::Meta,
    storage::{empty_storage, local_storage},
};

const SCRIPT: &str = include_str!("../../src/brand.js");
const TOKENS: &str = include_str!("../../style/tokens.css");

fn root() -> HtmlElement {
    document().document_element().expect("a document has a root").unchecked_into()
}

fn run(script: &str) -> JsValue {
    Function::new_no_args(script).call0(&JsValue::NULL).expect("a script may do that")
}

/// The page under a brand, as long as this lives.
struct Branded {
    /// What the settings document says wrongly, as JSON.
    problems: String,
}

impl Branded {
    async fn put(brand: &str) -> Self {
        Self::put_for(brand, true).await
    }

    async fn put_for(brand: &str, is_english: bool) -> Self {
        Self::take_off();
        document().set_title("Sign in");
        let style = document().create_element("style").expect("a document makes elements");
        style.set_id("tokens-under-test");
        style.set_text_content(Some(TOKENS));
        document().head().expect("the document has a head").append_child(&style).expect("a head takes children");
        root().set_class_name("leptos-cognito");
        let put = "return import(URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))) \
                   .then((module) => JSON.stringify(module.apply(JSON.parse(brand), isEnglish)))";
        let put = Function::new_with_args("script, brand, isEnglish", put);
        let problems = put.call3(&JsValue::NULL, &SCRIPT.into(), &brand.into(), &is_english.into());
        let problems = problems.expect("it begins");
        let problems = JsFuture::from(problems.unchecked_into::<js_sys::Promise>()).await.expect("the script runs");
        Self { problems: problems.as_string().expect("a text") }
    }

    fn take_off() {
        run("const root = document.documentElement; \
             for (const name of Object.keys(root.dataset)) delete root.dataset[name]; \
             root.removeAttribute('style'); root.className = ''; root.lang = 'en'; \
             document.querySelectorAll('body > .above, body > .foot, #tokens-under-test, meta[name=application-name]') \
               .forEach((left) => left.remove())");
    }
}

impl Drop for Branded {
    fn drop(&mut self) {
        Self::take_off();
    }
}

fn noted(name: &str) -> Option<String> {
    root().get_attribute(&format!("data-{name}"))
}

fn token(name: &str) -> String {
    root().style().get_property_value(&format!("--cognito-{name}")).expect("a style has properties")
}

fn foot(selector: &str) -> Option<Element> {
    document().query_selector(&format!("body > .foot {selector}")).expect("a selector")
}

fn read(selector: &str) -> String {
    foot(selector).and_then(|found| found.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_brand_is_noted_where_the_styles_look() {
    empty_storage();
    let brand = r##"{ "name": "Bank", "layout": "split", "density": "compact", "scheme": "dark",
        "logo": { "light": "/brand/logo.svg", "alt": "The bank" }, "picture": { "light": "/day.svg", "dark": "/night.svg" },
        "tokens": { "radius": "4px", "light": { "accent": "#0d5c48" }, "dark": { "accent": "#7fd6b4" } } }"##;
    let branded = Branded::put(brand).await;
    assert_eq!(branded.problems, "[]");
    for (name, value) in
        [("layout", "split"), ("density", "compact"), ("scheme", "dark"), ("logo", "The bank"), ("picture", "")]
    {
        assert_eq!(noted(name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(token("radius"), "4px");
    assert_eq!(token("accent"), "light-dark(#0d5c48, #7fd6b4)");
    assert!(token("logo-dark").ends_with("/brand/logo.svg\")"), "{}", token("logo-dark"));
    assert!(token("picture-dark").ends_with("/night.svg\")"), "{}", token("picture-dark"));
    assert_eq!(document().title(), "Sign in – Bank");
    assert!(document().query_selector("body > .foot").expect("a selector").is_none(), "nothing is said there");
    assert_eq!(noted("framed"), None);
}

#[wasm_bindgen_test]
async fn what_breaks_a_rule_is_left_out_and_named() {
    empty_storage();
    for (case, brand, problem) in [
        ("another origin", r#"{"icon":"https://example.com/icon.svg"}"#, r#"["brand.icon","file"]"#),
        ("a script", r#"{"picture":"javascript:alert(1)"}"#, r#"["brand.picture.light","file"]"#),
        ("data", r#"{"logo":{"light":"/a.svg","dark":"data:,"}}"#, r#"["brand.logo.dark","file"]"#),
        (
            "a link to a script",
            r#"{"links":[{"label":"A","href":"javascript:0"}]}"#,
            r#"["brand.links[0].href","link"]"#,
        ),
        ("no token", r#"{"tokens":{"glow":"1px"}}"#, r#"["brand.tokens.glow","token"]"#),
        ("a file", r#"{"tokens":{"page":"url(//example.com)"}}"#, r#"["brand.tokens.page","value"]"#),
        ("one scheme alone", r##"{"tokens":{"dark":{"accent":"#fff"}}}"##, r#"["brand.tokens.dark.accent","colors"]"#),
        (
            "no color",
            r##"{"tokens":{"light":{"accent":"4px"},"dark":{"accent":"#fff"}}}"##,
            r#"["brand.tokens.light.accent","colors"]"#,
        ),
    ] {
        let branded = Branded::put(brand).await;
        assert!(branded.problems.contains(problem), "{case}: {}", branded.problems);
        assert!(foot("a").is_none(), "{case}");
        for name in ["accent", "page", "glow"] {
            assert_eq!(token(name), "", "{case}: {name}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_words_are_in_the_shown_language() {
    empty_storage();
    let brand = r#"{ "below": { "en": "Hello", "de": "Guten Tag" },
        "links": [{ "label": { "en": "Privacy", "de": "Datenschutz" }, "href": "/privacy.html" }] }"#;
    let _branded = Branded::put(brand).await;
    assert_eq!([read(".below"), read("a")], ["Hello", "Privacy"]);
    for (language, words) in
        [("de-AT", ["Guten Tag", "Datenschutz"]), ("fr", ["Hello", "Privacy"]), ("de", ["Guten Tag", "Datenschutz"])]
    {
        root().set_attribute("lang", language).expect("an attribute");
        settled().await;
        assert_eq!([read(".below"), read("a")], words, "{language}");
    }
}

#[wasm_bindgen_test]
async fn a_switch_without_a_label_of_the_owners_is_labelled_in_the_shown_language() {
    empty_storage();
    let place = document().create_element("meta").expect("a document makes elements");
    place.set_attribute("name", "cognito-languages").expect("an attribute");
    // A file that is the same in any language.
    place.set_attribute("content", "data:application/json,[\"Dunkelmodus\"]#").expect("an attribute");
    document().head().expect("the document has a head").prepend_with_node_1(&place).expect("a head takes children");
    let _branded = Branded::put(r#"{ "schemeSwitch": true }"#).await;
    let english = text::sentences::brand::DARK_MODE.english();
    for (language, words) in [("en", english), ("de", "Dunkelmodus"), ("en", english)] {
        root().set_attribute("lang", language).expect("an attribute");
        until(words, || read("button") == words).await;
    }
    place.set_attribute("content", "nowhere/").expect("an attribute");
    root().set_attribute("lang", "fr").expect("an attribute");
    settled().await;
    assert_eq!(read("button"), english, "what cannot be fetched is read in English");
    place.remove();
}

#[wasm_bindgen_test]
async fn nothing_is_said_before_the_language_is_known() {
    empty_storage();
    let brand = r#"{ "above": { "en": "Hello", "de": "Guten Tag" }, "schemeSwitch": "Night" }"#;
    let _branded = Branded::put_for(brand, false).await;
    let above = || {
        let found = document().query_selector("body > .above p").expect("a selector");
        found.and_then(|found| found.text_content()).unwrap_or_default()
    };
    assert_eq!([above(), read("button")], ["", ""]);
    for (language, words) in [("de", "Guten Tag"), ("en", "Hello")] {
        root().set_attribute("lang", language).expect("an attribute");
        settled().await;
        assert_eq!([above().as_str(), &read("button")], [words, "Night"], "{language}");
    }
}

#[wasm_bindgen_test]
async fn the_foot_stays_below_what_comes_later() {
    empty_storage();
    let _branded = Branded::put(r#"{ "below": "Hello" }"#).await;
    let body = document().body().expect("the document has a body");
    let later = document().create_element("p").expect("a document makes elements");
    body.append_child(&later).expect("a body takes children");
    settled().await;
    assert_eq!(body.last_element_child().map(|last| last.class_name()).as_deref(), Some("foot"));
    later.remove();
}

#[wasm_bindgen_test]
async fn the_scheme_that_somebody_presses_for_is_kept() {
    empty_storage();
    let brand = r#"{ "scheme": "light", "schemeSwitch": "Night" }"#;
    let is_pressed = || foot("button").and_then(|button| button.get_attribute("aria-pressed"));
    let press = || foot("button").expect("it is there").unchecked_into::<HtmlElement>().click();
    let kept = || local_storage().get_item("leptos-cognito.scheme").expect("it can be read");
    {
        let _branded = Branded::put(brand).await;
        assert_eq!(read("button"), "Night");
        assert_eq!((noted("scheme").as_deref(), is_pressed().as_deref()), (Some("light"), Some("false")));
        press();
        assert_eq!((noted("scheme").as_deref(), is_pressed().as_deref()), (Some("dark"), Some("true")));
    }
    assert_eq!(kept().as_deref(), Some("dark"));
    let _branded = Branded::put(brand).await;
    assert_eq!((noted("scheme").as_deref(), is_pressed().as_deref()), (Some("dark"), Some("true")), "the next visit");
    press();
    assert_eq!((noted("scheme").as_deref(), kept()), (Some("light"), None), "the owner's again");
    let _branded = Branded::put(r#"{ "scheme": "dark" }"#).await;
    assert_eq!(noted("scheme").as_deref(), Some("dark"), "there is no switch");
    empty_storage();
}

#[wasm_bindgen_test]
async fn the_app_draws_the_logo_and_names_the_application() {
    empty_storage();
    be_at("/");
    let _settings = Meta::of_app(&[]);
    let _branded = Branded::put(r#"{ "name": "Bank", "logo": { "light": "/logo.svg" } }"#).await;
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    let mark = page.find(".mark");
    assert_eq!(mark.get_attribute("role").as_deref(), Some("img"));
    assert_eq!(mark.get_attribute("aria-label").as_deref(), Some("Bank"));
    assert!(!mark.has_attribute("aria-hidden"));
    assert_eq!(document().title(), format!("{} – Bank", text::SIGN_IN_TITLE.english()));
}

#[wasm_bindgen_test]
async fn the_owner_is_told_what_breaks_a_rule() {
    empty_storage();
    be_at("/");
    let _settings = Meta::of_app(&[(Setting::TokenStore, "memory")]);
    let noted = JSON::parse(r#"[["brand.icon","file"],["brand.tokens.glow","token"]]"#).expect("it is JSON");
    Reflect::set(&js_sys::global(), &"brandProblems".into(), &noted).expect("a window takes members");
    let page = Page::open(|| view! { <App /> }).await;
    page.see(text::MISCONFIGURED_TITLE.english()).await;
    let items = page.by_role("listitem");
    Reflect::delete_property(&js_sys::global().unchecked_into::<Object>(), &"brandProblems".into())
        .expect("it is there");
    assert_eq!(items.len(), 2, "{items:?}");
    for (item, place) in items.iter().zip(["brand.icon", "brand.tokens.glow"]) {
        assert!(item.starts_with(place), "{item:?} is about {place}");
    }
}

/// What becomes of elements on a page of these rules: of a button, a heading, a field and a list in the app, and then of the
/// same ones outside of it.
fn looks(host: &str, app: &str) -> [String; 2] {
    let look = Function::new_with_args(
        "host, app",
        "const style = document.createElement('style'); style.textContent = app; \
         const others = document.createElement('style'); others.textContent = host; \
         document.head.append(style, others); \
         const body = '<h1>A</h1><p class=\"hint\">B</p><button class=\"main\">C</button><ul class=\"rows\"><li>D</li></ul> \
           <label>E</label><input><a href=\"/\">F</a>'; \
         const looks = (name) => { \
           const root = document.createElement('div'); root.className = name; root.innerHTML = body; \
           document.body.append(root); \
           const look = (element, of) => { \
             const style = getComputedStyle(element, of); \
             return [...style].filter((name) => !name.startsWith('--')).map((name) => name + style.getPropertyValue(name)); \
           }; \
           const found = [...root.children].map((child) => [look(child), look(child, '::after')]); \
           root.remove(); \
           return JSON.stringify(found); \
         }; \
         const found = [looks('leptos-cognito'), looks('')]; \
         style.remove(); others.remove(); \
         return found",
    );
    let found: js_sys::Array =
        look.call2(&JsValue::NULL, &host.into(), &app.into()).expect("the script runs").unchecked_into();
    [0, 1].map(|place| found.get(place).as_string().expect("a text"))
}

#[wasm_bindgen_test]
fn a_page_and_the_app_in_it_keep_their_rules_to_themselves() {
    let app = [
        TOKENS,
        include_str!("../../style/base.css"),
        include_str!("../../style/form.css"),
        include_str!("../../style/page.css"),
        include_str!("../../style/account.css"),
        include_str!("../../style/brand.css"),
        include_str!("../../style/embedded.css"),
    ]
    .join("\n");
    let rules = "* { box-sizing: content-box; letter-spacing: 3px } *::after { content: 'X' } \
                 h1, p, ul, a { margin: 50px; color: lime; text-transform: uppercase } \
                 button, input { border: 4px dashed red; padding: 20px; box-shadow: 5px 5px black; opacity: 0.5 } \
                 body button.main { background: hotpink; transform: rotate(3deg) }";
    let [alone, _] = looks("", &app);
    for host in [rules.to_owned(), format!("@layer site {{ {rules} }}")] {
        let [inside, outside] = looks(&host, &app);
        let [_, without_app] = looks(&host, "");
        assert_eq!(inside, alone, "nothing of the page comes in: {host}");
        assert_eq!(outside, without_app, "nothing of the app goes out: {host}");
    }
}
