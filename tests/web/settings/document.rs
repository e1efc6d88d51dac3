//! The settings document of the page.

use leptos::prelude::*;
use leptos_cognito::{
    app::App,
    forms::Identifiers,
    language::Wording,
    settings::{Document, DocumentProblem, Fault, Rule, Setting, SettingProblem, Settings},
    text,
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::{CLIENT, POOL};
use crate::web::{
    page::{Page, be_at},
    storage::empty_storage,
};

/// A settings document in the page for as long as this lives.
pub struct InPage(Element);

impl InPage {
    pub fn put(json: &str) -> Self {
        if let Some(left_behind) = document().get_element_by_id("cognito-settings") {
            left_behind.remove();
        }
        let script = document().create_element("script").expect("a document makes elements");
        script.set_attribute("type", "application/json").expect("a type");
        script.set_id("cognito-settings");
        script.set_text_content(Some(json));
        document().head().expect("the document has a head").append_child(&script).expect("a head takes children");
        Self(script)
    }

    /// With a pool that is out of reach, and these members.
    pub fn of_app(members: &str) -> Self {
        Self::put(&format!(
            r#"{{"userPoolId":"{POOL}","clientId":"{CLIENT}","endpoint":"http://localhost:1/"{}{members}}}"#,
            if members.is_empty() { "" } else { "," }
        ))
    }
}

impl Drop for InPage {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// The places that a document is wrong at.
fn places(json: &str) -> Vec<String> {
    let problems = Document::parse(json).err().unwrap_or_default();
    problems.into_iter().map(|problem| problem.place).collect()
}

#[wasm_bindgen_test]
fn whatever_is_wrong_is_named_with_its_place() {
    for (json, expected) in [
        ("", vec![]),
        ("  {} ", vec![]),
        (r#"{"$schema":"settings.schema.json","mfa":"OFF"}"#, vec![]),
        ("{", vec![""]),
        ("[]", vec![""]),
        ("null", vec![""]),
        (r#"{"userPoolID":"x"}"#, vec!["userPoolID"]),
        (r#"{"userPoolId":5}"#, vec!["userPoolId"]),
        (r#"{"clientId":null}"#, vec!["clientId"]),
        (r#"{"mfa":"off"}"#, vec!["mfa"]),
        (r#"{"usernameAttributes":"email"}"#, vec!["usernameAttributes"]),
        (r#"{"usernameAttributes":["email","name"]}"#, vec!["usernameAttributes[1]"]),
        (
            r#"{"passwordPolicy":{"MinimumLenght":8,"RequireSymbols":"no"}}"#,
            vec!["passwordPolicy.MinimumLenght", "passwordPolicy.RequireSymbols"],
        ),
        (r#"{"signUp":{"fields":[{"name":"name"},{"name":"email","kind":"mail"}]}}"#, vec!["signUp.fields[1].kind"]),
        (r#"{"signUp":{"fields":[{"name":"name","editable":true}]}}"#, vec!["signUp.fields[0].editable"]),
        (r#"{"profile":{"fields":[{"name":"name","editable":true}]}}"#, vec![]),
        (r#"{"signUp":{"fields":[{"name":"a","label":{"en":5}}]}}"#, vec!["signUp.fields[0].label"]),
        (r#"{"brand":{"logo":"logo.svg"},"addresses":[]}"#, vec!["brand.logo", "addresses"]),
        (r#"{"clientMetadata":{"a":1}}"#, vec!["clientMetadata"]),
    ] {
        assert_eq!(places(json), expected, "{json}");
    }
}

/// The rules that these members break, each with its place.
fn broken_rules(members: &str) -> Vec<(String, Rule)> {
    let _document = InPage::of_app(members);
    let problems = Settings::load().map_or_else(|problems| problems, |settings| settings.later_problems());
    let broken = |problem| match problem {
        SettingProblem::InDocument(DocumentProblem { place, fault: Fault::Rule(rule) }) => Some((place, rule)),
        _ => None,
    };
    problems.into_iter().filter_map(broken).collect()
}

#[wasm_bindgen_test]
fn what_does_not_go_together_is_named() {
    const DEFAULTS: [&str; 6] = [
        "",
        "signUp.fields[1].default",
        "signUp.fields[2].default",
        "signUp.fields[3].default",
        "signUp.fields[4].default",
        "signUp.fields[5].default",
    ];
    use Rule::{
        Attribute, Choices, Country, Default, EmailDomain, HiddenDefault, Language, LanguageTag, Limits, Link,
        NameField, Named, NoMfa, NoPassword, NoUsername, OfItself, OwnFile, Pattern, Provider, Range, Twice,
        UsernamesOrAliases, Words,
    };
    let providers = |second: &str| {
        format!(r#""managedLogin":{{"domain":"https://auth.example.com","providers":[{{"name":"Google"}},{second}]}}"#)
    };
    let range = |range: &str| format!(r#""profile":{{"fields":[{{"name":"name"}},{{"name":"custom:a",{range}}}]}}"#);
    for (members, place, rule) in [
        (
            providers(r#"{"name":"Staff","mark":"https://example.com/a.svg"}"#),
            "managedLogin.providers[1].mark",
            OwnFile,
        ),
        (providers(r#"{"name":"Staff","mark":"//example.com/a.svg"}"#), "managedLogin.providers[1].mark", OwnFile),
        (
            providers(r#"{"name":"Staff","domains":["a.example.com","@b"]}"#),
            "managedLogin.providers[1].domains",
            EmailDomain,
        ),
        (providers(r#"{"name":"Google"}"#), "managedLogin.providers[1].name", Provider),
        (providers(r#"{"name":"A","identifier":"b"}"#), "managedLogin.providers[1].name", Provider),
        (providers(r#"{"name":"A=B"}"#), "managedLogin.providers[1].name", Provider),
        (providers(r#"{"label":"Staff"}"#), "managedLogin.providers[1].name", Provider),
        (range(r#""kind":"number","min":"one""#), "profile.fields[1].min", Range),
        (range(r#""kind":"number","max":1.5"#), "profile.fields[1].max", Range),
        (range(r#""kind":"number","min":2,"max":1"#), "profile.fields[1].max", Range),
        (range(r#""kind":"date","min":7"#), "profile.fields[1].min", Range),
        (range(r#""kind":"date","max":"1.1.2000""#), "profile.fields[1].max", Range),
        (range(r#""kind":"date","min":"2000-01-02","max":"2000-01-01""#), "profile.fields[1].max", Range),
        (range(r#""min":1"#), "profile.fields[1].min", Range),
        (range(r#""kind":"number","min":true"#), "profile.fields[1].min", Range),
        (
            r#""terms":{"consent":{"attribute":"custom:terms","label":"Yes"}}"#.to_owned(),
            "terms.consent.version",
            Rule::Missing,
        ),
    ] {
        assert_eq!(broken_rules(&members), [(place.to_owned(), rule)], "{members}");
    }
    for right in [
        providers(r#"{"identifier":"staff.example.com","domains":["staff.example.com"]}"#),
        range(r#""kind":"number","min":-1,"max":"10""#),
        range(r#""kind":"date","min":"2000-01-01""#),
    ] {
        assert_eq!(broken_rules(&right), [], "{right}");
    }
    for (members, expected) in [
        (
            r#""usernameAttributes":["email"],"aliasAttributes":["email"]"#,
            vec![("aliasAttributes", UsernamesOrAliases)],
        ),
        (r#""signUp":{"username":"generated"}"#, vec![("signUp.username", NoUsername)]),
        (r#""country":"de""#, vec![("country", Country)]),
        (r#""signUp":{"fields":[{"name":"email"},{"name":"plan"}]}"#, vec![("signUp.fields[1].name", Named)]),
        (r#""signUp":{"fields":[{"name":"email"},{"name":"email"}]}"#, vec![("signUp.fields[1].name", Twice)]),
        (r#""signUp":{"fields":[{"name":"name"}]}"#, vec![("signUp.fields", NameField)]),
        (
            r#""signUp":{"fields":[{"name":"email"},{"name":"custom:a","kind":"choice"}]}"#,
            vec![("signUp.fields[1].choices", Choices)],
        ),
        (
            r#""signUp":{"fields":[{"name":"email"},{"name":"custom:a","kind":"hidden"}]}"#,
            vec![("signUp.fields[1].default", HiddenDefault)],
        ),
        (
            r#""signUp":{"fields":[{"name":"email"},{"name":"custom:a","pattern":"("}]}"#,
            vec![("signUp.fields[1].pattern", Pattern)],
        ),
        (
            r#""signUp":{"fields":[{"name":"email"},{"name":"custom:a","minLength":5,"maxLength":4}]}"#,
            vec![("signUp.fields[1].maxLength", Limits)],
        ),
        (r#""terms":{"links":[{"label":"Terms","href":"javascript:alert(1)"}]}"#, vec![("terms.links[0].href", Link)]),
        (r#""country":"ZZ""#, vec![("country", Country)]),
        (r#""mfa":"OFF","mfaTypes":["SMS_MFA"]"#, vec![("mfaTypes", NoMfa)]),
        (r#""signUp":{"password":"none","repeatPassword":true}"#, vec![("signUp.repeatPassword", NoPassword)]),
        (r#""languages":{"default":"klingon"}"#, vec![("languages.default", Language)]),
        (r#""languages":{"default":"fr","offered":["en","de"]}"#, vec![("languages.default", Language)]),
        (r#""languages":{"default":"de-AT","offered":["en","de"]}"#, vec![]),
        (r#""languages":{"offered":["en","xx"]}"#, vec![("languages.offered[1]", Language)]),
        (r#""languages":{"offered":["en","gd"],"files":["gd"]}"#, vec![]),
        (r#""languages":{"offered":[]}"#, vec![("languages.offered", Language)]),
        (r#""languages":{"files":["en","??"]}"#, vec![("languages.files[1]", LanguageTag)]),
        (
            r#""signUp":{"fields":[{"name":"email"},
                {"name":"birthdate","default":"2020-02-30"},
                {"name":"custom:a","kind":"number","default":"abc"},
                {"name":"custom:b","kind":"choice","choices":[{"value":"s"}],"default":"m"},
                {"name":"custom:c","kind":"checkbox","default":"yes"},
                {"name":"custom:d","kind":"number","max":3,"default":"4"}]}"#,
            (1..=5).map(|at| (DEFAULTS[at], Default)).collect(),
        ),
        (
            r#""signUp":{"fields":[{"name":"email","label":""},{"name":"custom:a","hint":{"en":"A","de":" "}}]}"#,
            vec![("signUp.fields[0].label", Words), ("signUp.fields[1].hint", Words)],
        ),
        (
            r#""signUp":{"fields":[{"name":"email"},
                {"name":"custom:a","kind":"choice","choices":[{"value":"s"},{"value":"s"}]}]}"#,
            vec![("signUp.fields[1].choices", Choices)],
        ),
        (
            r#""signUp":{"fields":[{"name":"email"},{"name":"custom:a"}]},
                "terms":{"consent":{"version":"1","attribute":"custom:a","label":"Yes"}},
                "marketing":{"attribute":"custom:a","label":"Yes"}"#,
            vec![("terms.consent.attribute", Twice), ("marketing.attribute", Twice)],
        ),
        (
            r#""signUp":{"fields":[{"name":"email"},
                {"name":"password","label":"Passphrase","hint":"Long","pattern":".*","required":true,"minLength":3,"kind":"text"}]}"#,
            vec![("signUp.fields[1].kind", OfItself), ("signUp.fields[1].minLength", OfItself)],
        ),
        (
            r#""managedLogin":{"domain":"https://auth.example.com","providers":[{"name":"A=B"},{"name":"C"},{"label":"D"}]}"#,
            vec![("managedLogin.providers[0].name", Provider), ("managedLogin.providers[2].name", Provider)],
        ),
        (
            r#""profile":{"fields":[{"name":"username"},{"name":"password"},{"name":"plan"}]}"#,
            vec![
                ("profile.fields[0].name", Attribute),
                ("profile.fields[1].name", Attribute),
                ("profile.fields[2].name", Attribute),
            ],
        ),
    ] {
        let found = broken_rules(members);
        let expected: Vec<_> = expected.into_iter().map(|(place, rule)| (place.to_owned(), rule)).collect();
        assert_eq!(found, expected, "{members}");
    }
}

#[wasm_bindgen_test]
fn the_document_sets_what_meta_tags_do_not() {
    let _document = InPage::of_app(
        r#""managedLogin":{"domain":"https://auth.example.com","providers":[
            {"name":"Staff","label":{"en":"our staff"},"mark":"/marks/staff.svg","domains":["staff.example.com"]},
            {"name":"COGNITO"}]},
        "usernameAttributes":[],"aliasAttributes":["email","preferred_username"],"country":"DE",
        "passwordPolicy":{"MinimumLength":12},"signUp":{"open":false,"password":"none"}"#,
    );
    let settings = Settings::load().expect("all of it is right");
    assert_eq!(settings.client_id.as_str(), CLIENT);
    assert_eq!(settings.identifiers, Identifiers { email: true, telnum: false, username: true });
    assert_eq!(settings.country(), "DE");
    assert_eq!(settings.password_policy.minimum_length, 12);
    assert!(!settings.is_sign_up_open && !settings.asks_sign_up_password, "signing up");
    assert_eq!(settings.provider_of("one@STAFF.example.com"), Some(0), "an email of the provider's domain");
    assert_eq!(settings.provider_of("one@example.com"), None, "an email of another domain");
    assert_eq!(settings.providers()[0].mark.as_deref(), Some("/marks/staff.svg"));
    assert_eq!(settings.providers()[1].name, None, "the domain's own page");
}

#[wasm_bindgen_test]
fn words_are_those_of_the_language() {
    let words = Wording::by_language(vec![
        ("de".to_owned(), "Tarif".to_owned()),
        ("en".to_owned(), "Plan".to_owned()),
        ("pt-BR".to_owned(), "Plano".to_owned()),
    ]);
    for (language, expected) in
        [("en", "Plan"), ("de", "Tarif"), ("de-AT", "Tarif"), ("pt-br", "Plano"), ("pt", "Plan"), ("", "Plan")]
    {
        assert_eq!(words.in_language(language), expected, "{language}");
    }
    assert_eq!(Wording::of_all("Plan".to_owned()).in_language("de"), "Plan", "one for all");
    let one = Wording::by_language(vec![("fr".to_owned(), "Forfait".to_owned())]);
    assert_eq!(one.in_language("de"), "Forfait", "the first, where there is no English one");
    for (words, language, expected) in [
        (&words, "ar", Some("en")),
        (&words, "de-AT", None),
        (&one, "de", Some("fr")),
        (&Wording::of_all("Plan".to_owned()), "de", None),
    ] {
        assert_eq!(words.language_in(language), expected, "{language}: the language that they are in");
    }
}

#[wasm_bindgen_test]
async fn the_page_for_the_owner_names_every_place() {
    // Members that a first page does not read are taken as they stand, and checked while it is shown.
    for (members, said) in [
        (r#""mfa":"MAYBE""#, "mfa has a value"),
        (r#""profile":{"x":1}"#, "profile.x is unknown"),
        (r#""signUp":{"confirmation":"pigeon"}"#, "signUp.confirmation has a value"),
        (r#""brand":{"layout":"round"}"#, "brand.layout has a value"),
    ] {
        be_at("/");
        let _document = InPage::of_app(members);
        assert!(Settings::plain().is_some(), "{members}: taken as it stands");
        let page = Page::open(|| view! { <App /> }).await;
        page.see_heading(text::MISCONFIGURED_TITLE.english()).await;
        page.see(said).await;
    }
    be_at("/");
    let _document = InPage::of_app(r#""mfa":"maybe","signup":{},"signUp":{"fields":[{"kind":"mail"}]}"#);
    let page = Page::open(|| view! { <App /> }).await;
    page.see_heading(text::MISCONFIGURED_TITLE.english()).await;
    for said in ["mfa has a value", "OFF, OPTIONAL, ON", "signup is unknown", "signUp.fields[0].kind", "checkbox"] {
        page.see(said).await;
    }
}

#[wasm_bindgen_test]
async fn what_only_some_pages_use_is_named_in_the_console() {
    const FIELDS: &str = r#""signUp":{"fields":[{"name":"email"},{"name":"custom:plan","kind":"choice"}]}"#;
    const TERMS: &str = r#""terms":{"links":[{"label":"Terms","href":"terms.html"}]}"#;
    const PROFILE: &str = r#""profile":{"fields":[{"name":"password"}]}"#;
    for (members, is_plain, place) in [
        (FIELDS.to_owned(), true, "signUp.fields[1].choices: "),
        (TERMS.to_owned(), true, "terms.links[0].href: "),
        (PROFILE.to_owned(), true, "profile.fields[0].name: "),
        (format!(r#"{FIELDS},"tokenStore":"memory""#), false, "signUp.fields[1].choices: "),
    ] {
        empty_storage();
        be_at("/");
        let _document = InPage::of_app(&members);
        assert_eq!(Settings::plain().is_some(), is_plain, "{members}");
        let page = Page::open(|| view! { <App /> }).await;
        page.see_heading(text::SIGN_IN_TITLE.english()).await;
        page.see_warning(place).await;
    }
}

#[wasm_bindgen_test]
fn a_section_that_lacks_what_it_is_about_says_so() {
    for (members, missing) in
        [(r#""managedLogin":{}"#, Setting::Domain), (r#""identityPool":{}"#, Setting::IdentityPoolId)]
    {
        let _document = InPage::of_app(members);
        assert_eq!(Settings::load().err(), Some(vec![SettingProblem::Missing(missing)]), "{members}");
    }
}
