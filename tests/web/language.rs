//! Which language is shown to whom, and what stays as it is when that changes.

use leptos::prelude::*;
use leptos_cognito::{
    app::App,
    language::{change, matching},
    text,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use super::{
    page::{Page, be_at, settled, until},
    settings::{Meta, document::InPage},
    storage::empty_storage,
};

/// Words of whichever language, in place of what the browser would fetch, as long as this lives.
struct Words;

impl Words {
    fn put() -> Self {
        js_sys::eval(
            "window.fetchOfBrowser = window.fetch; \
             window.fetch = (address, ...rest) => \
               /\\/lang\\//.test(address) \
                 ? Promise.resolve(new Response(JSON.stringify(Array.from({ length: 255 }, (_, place) => `«${place} {provider}»`)))) \
                 : window.fetchOfBrowser(address, ...rest)",
        )
        .expect("a script may do that");
        Self
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        js_sys::eval("window.fetch = window.fetchOfBrowser").expect("a script may do that");
    }
}

/// What the page says of its own language.
fn said() -> [Option<String>; 2] {
    let root = document().document_element().expect("a document has a root");
    ["lang", "dir"].map(|name| root.get_attribute(name))
}

#[wasm_bindgen_test]
async fn who_changes_the_language_goes_on_where_they_were() {
    empty_storage();
    be_at("/signup");
    let _settings = Meta::of_app(&[]);
    let _words = Words::put();
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::SIGN_UP_TITLE.english()).await;
    let name: HtmlInputElement = page.find("#name").unchecked_into();
    page.field(text::NAME.english()).type_text("Ada Lovelace").await;
    name.set_selection_range(2, 5).expect("a text has a selection");
    for (tag, dir, is_changed) in [("ar", "rtl", true), ("de", "ltr", true), ("en", "ltr", false)] {
        change(tag.to_owned());
        let is_shown = || page.by_role("heading").iter().all(|heading| heading.starts_with('«') == is_changed);
        until("the words are here", || said()[0].as_deref() == Some(tag) && is_shown()).await;
        settled().await;
        assert_eq!(said(), [Some(tag.to_owned()), Some(dir.to_owned())]);
        assert_eq!(document().title().starts_with('«'), is_changed, "{tag}: title of the document");
        assert!(page.find("#name") == **name, "{tag}: the field is the same");
        assert_eq!(name.value(), "Ada Lovelace", "{tag}");
        let focused = document().active_element().map(|active| active.id());
        assert_eq!(focused.as_deref(), Some("name"), "{tag}: the focus");
        assert_eq!((name.selection_start(), name.selection_end()), (Ok(Some(2)), Ok(Some(5))), "{tag}: the caret");
    }
    page.see_heading(text::SIGN_UP_TITLE.english()).await;
    empty_storage();
    be_at("/");
}

#[wasm_bindgen_test]
async fn a_persons_choice_outlives_what_the_address_asked_for() {
    empty_storage();
    be_at("/");
    let _settings = Meta::of_app(&[]);
    let _words = Words::put();
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    // As an app around has it, whose address the app leaves alone.
    be_at("/?lang=ar&ui_locales=he&tab=1#x");
    for tag in ["de", "en"] {
        change(tag.to_owned());
        until("the words are here", || said()[0].as_deref() == Some(tag)).await;
        let location = window().location();
        assert_eq!((location.search(), location.hash()), (Ok("?tab=1".to_owned()), Ok("#x".to_owned())), "{tag}");
    }
    empty_storage();
    be_at("/");
}

#[wasm_bindgen_test]
async fn what_the_owner_calls_another_page_follows_the_language() {
    empty_storage();
    be_at("/");
    let _settings = InPage::of_app(
        r#""managedLogin":{"domain":"https://auth.example.com",
            "providers":[{"name":"Staff","label":{"en":"Staff","de":"Personal"}}]}"#,
    );
    let _words = Words::put();
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    let is_read = |name: &str| page.reads(name);
    assert!(is_read("Continue with Staff"));
    for (tag, name, other) in [("de", "Personal", "Staff"), ("fr", "Staff", "Personal"), ("en", "Staff", "Personal")] {
        change(tag.to_owned());
        until("the words are here", || said()[0].as_deref() == Some(tag) && is_read(name)).await;
        assert!(!is_read(other), "{tag}");
    }
    empty_storage();
}

#[wasm_bindgen_test]
fn people_read_what_is_nearest_to_what_they_want() {
    let offered = ["en", "de", "es", "es-419", "pt-BR", "pt-PT", "nb", "zh-Hans", "zh-Hant", "he", "id", "hr"];
    let cases = [
        ("de", Some("de")),
        ("DE", Some("de")),
        ("de-AT", Some("de")),
        ("de_CH", Some("de")),
        ("en-GB", Some("en")),
        ("es", Some("es")),
        ("es-ES", Some("es")),
        ("es-MX", Some("es-419")),
        ("es-AR", Some("es-419")),
        ("es-US", Some("es-419")),
        ("pt", Some("pt-BR")),
        ("pt-BR", Some("pt-BR")),
        ("pt-PT", Some("pt-PT")),
        ("pt-AO", Some("pt-PT")),
        ("no", Some("nb")),
        ("nn-NO", Some("nb")),
        ("zh", Some("zh-Hans")),
        ("zh-CN", Some("zh-Hans")),
        ("zh-SG", Some("zh-Hans")),
        ("zh-TW", Some("zh-Hant")),
        ("zh-HK", Some("zh-Hant")),
        ("zh-MO", Some("zh-Hant")),
        ("zh-Hans-HK", Some("zh-Hans")),
        ("iw", Some("he")),
        ("in", Some("id")),
        ("fr", None),
        ("sr", None),
        ("tl", None),
        ("not a tag", None),
        ("", None),
    ];
    let all = || offered.map(str::to_owned).to_vec();
    for (wanted, found) in cases {
        assert_eq!(matching(vec![wanted.to_owned()], all()).as_deref(), found, "{wanted:?}");
    }
    let several = ["fr", "sr", "pt-AO", "de"].map(str::to_owned).to_vec();
    assert_eq!(matching(several, all()).as_deref(), Some("pt-PT"), "the first that is there");
}
