//! Settings that are taken as they stand, before all of them are checked.

use leptos_cognito::settings::{Setting, Settings};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Meta, document::InPage};

#[wasm_bindgen_test]
fn plain_settings_are_what_all_of_the_reading_gives() {
    for members in [
        "",
        r#""signInFlow":"USER_AUTH""#,
        r#""$schema":"x","usernameAttributes":["email"],"autoVerifiedAttributes":["email"],"mfa":"OPTIONAL""#,
        r#""mfaTypes":["SMS_MFA"],"firstFactors":["PASSWORD"],"passwordPolicy":{"MinimumLength":12,"RequireSymbols":false}"#,
        r#""signUp":{"repeatPassword":true,"confirmation":"link","fields":[{"name":"name"}]},"profile":{"fields":[]}"#,
        r#""languages":{"offered":["en","de"]},"brand":{"name":"A"},"terms":{},"marketing":{}"#,
    ] {
        let _document = InPage::of_app(members);
        let all = Settings::load().expect("they are right");
        assert_eq!(Settings::plain(), Some(all), "{members}");
    }
}

#[wasm_bindgen_test]
fn what_makes_another_page_is_left_to_all_of_the_reading() {
    for members in [
        r#""usernameAttributes":["phone_number"]"#,
        r#""usernameAttributes":["email","phone_number"]"#,
        r#""aliasAttributes":["email"]"#,
        r#""country":"DE""#,
        r#""plainPassword":"allowed""#,
        r#""signUp":{"open":false}"#,
        r#""recoveryMechanisms":["admin_only"]"#,
        r#""signUp":{"password":"none"}"#,
        r#""clientMetadata":{"a":"b"}"#,
        r#""validationData":{"a":"b"}"#,
        r#""analyticsEndpointId":"x""#,
        r#""identityPool":{"id":"us-east-1:12345678-1234-1234-1234-123456789012"}"#,
        r#""tokenStore":"memory""#,
        r#""keepSignedIn":"ask""#,
        r#""managedLogin":{"domain":"https://auth.example.com"}"#,
        r#""addresses":{"home":"/account"}"#,
    ] {
        let _document = InPage::of_app(members);
        assert!(Settings::load().is_ok(), "{members}: they are right");
        assert_eq!(Settings::plain(), None, "{members}");
    }
}

#[wasm_bindgen_test]
fn what_is_wrong_and_would_be_used_is_not_taken() {
    for members in [
        r#""unheardOf":1"#,
        r#""signInFlow":"nonsense""#,
        r#""passwordPolicy":{"MinimumLength":2}"#,
        r#""endpoint":"http://example.com""#,
        r#""clientId":"not one""#,
    ] {
        let _document = InPage::of_app(members);
        assert_eq!(Settings::plain(), None, "{members}");
    }
    for document in ["{", "[]", "null", "{}"] {
        let _document = InPage::put(document);
        assert_eq!(Settings::plain(), None, "{document}");
    }
}

#[wasm_bindgen_test]
fn a_meta_tag_that_makes_another_page_is_seen() {
    let _document = InPage::of_app("");
    for (setting, value) in [
        (Setting::TokenStore, "session"),
        (Setting::Domain, "https://auth.example.com"),
        (Setting::KeepSignedIn, "ask"),
    ] {
        let _tag = Meta::put(setting, value);
        assert_eq!(Settings::plain(), None, "{setting:?}");
    }
    assert!(Settings::plain().is_some(), "after the meta tags have gone");
}
