//! A document with every member that there is: no `..Default`, so that a new member does not compile until it is here.

use std::collections::BTreeMap;

use pool_settings::{
    Addresses, Bound, Brand, Choice, Confirmation, Consent, Cookies, Density, Field, FirstFactor, IdentityPool,
    KeepSignedIn, Kind, Languages, Layout, Link, Logo, ManagedLogin, Marketing, Mfa, MfaType, PasswordPolicy,
    PlainPassword, Profile, ProfileField, Provider, RecoveryMechanism, Scheme, SchemeSwitch, SettingsDocument,
    SignInFlow, SignUp, SignUpPassword, Terms, Text, TokenStore, Username,
};
use serde_json::{Map, Value, json};

fn text(text: &str) -> String {
    text.to_owned()
}

fn words(text: &str) -> Option<Text> {
    Some(Text::Each(BTreeMap::from([("en".to_owned(), text.to_owned())])))
}

/// Objects by language, those of triggers, and design tokens.
pub fn has_free_names(members: &Map<String, Value>) -> bool {
    members.len() == 1 && ["en", "trigger", "accent"].iter().any(|name| members.contains_key(*name))
}

fn texts() -> BTreeMap<String, String> {
    BTreeMap::from([("trigger".to_owned(), "value".to_owned())])
}

fn field() -> Field {
    Field {
        name: text("custom:plan"),
        label: words("Plan"),
        hint: words("Any of them."),
        kind: Some(Kind::Choice),
        required: Some(true),
        default: Some(text("free")),
        min_length: Some(1),
        max_length: Some(20),
        min: Some(Bound::Number(1)),
        max: Some(Bound::Day(text("2030-12-31"))),
        pattern: Some(text("[a-z]+")),
        choices: vec![Choice { value: text("free"), label: words("Free") }],
        autocomplete: Some(text("off")),
    }
}

fn link() -> Link {
    Link { label: Text::One(text("Privacy")), href: text("/privacy") }
}

pub fn document() -> SettingsDocument {
    SettingsDocument {
        schema: Some(text("settings.schema.json")),
        user_pool_id: Some(text("eu-west-1_Example01")),
        client_id: Some(text("1example23456789abcdefghij")),
        endpoint: Some(text("https://cognito-idp.eu-west-1.amazonaws.com/")),
        sign_in_flow: Some(SignInFlow::UserSrpAuth),
        plain_password: Some(PlainPassword::Never),
        username_attributes: Some(vec![text("email")]),
        alias_attributes: Some(vec![text("preferred_username")]),
        country: Some(text("US")),
        auto_verified_attributes: Some(vec![text("email")]),
        recovery_mechanisms: Some(vec![RecoveryMechanism::AdminOnly]),
        mfa: Some(Mfa::Optional),
        mfa_types: Some(vec![MfaType::SmsMfa]),
        first_factors: Some(vec![FirstFactor::Password]),
        password_policy: Some(PasswordPolicy {
            minimum_length: 8,
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            password_history_size: Some(3),
            temporary_password_validity_days: Some(7),
        }),
        sign_up: Some(SignUp {
            open: Some(true),
            username: Some(Username::Chosen),
            password: Some(SignUpPassword::Required),
            repeat_password: Some(false),
            confirmation: Some(Confirmation::Code),
            fields: vec![field()],
        }),
        profile: Some(Profile { fields: vec![ProfileField { field: field(), editable: Some(false) }] }),
        terms: Some(Terms {
            links: vec![link()],
            consent: Some(Consent { version: text("2"), attribute: text("custom:terms"), label: words("I agree.") }),
        }),
        marketing: Some(Marketing { attribute: text("custom:news"), label: words("Write to me.") }),
        client_metadata: texts(),
        validation_data: texts(),
        analytics_endpoint_id: Some(text("0a1b2c3d")),
        identity_pool: Some(IdentityPool {
            id: text("eu-west-1:0a1b2c3d-1111-2222-3333-444455556666"),
            endpoint: Some(text("https://cognito-identity.eu-west-1.amazonaws.com/")),
        }),
        token_store: Some(TokenStore::Cookies),
        cookies: Some(Cookies {
            domain: Some(text("example.com")),
            path: Some(text("/")),
            expires: Some(Some(30)),
            secure: Some(true),
            same_site: Some(text("lax")),
            host_prefix: Some(false),
        }),
        keep_signed_in: Some(KeepSignedIn::Ask),
        managed_login: Some(ManagedLogin {
            domain: text("https://login.example.com"),
            scopes: vec![text("openid"), text("aws.cognito.signin.user.admin")],
            providers: vec![Provider {
                name: Some(text("Google")),
                identifier: Some(text("staff.example.com")),
                label: words("Google"),
                mark: Some(text("/google.svg")),
                domains: vec![text("example.com")],
            }],
        }),
        languages: Some(Languages {
            default: Some(text("en")),
            offered: vec![text("en"), text("de")],
            files: vec![text("de")],
        }),
        brand: Some(Brand {
            name: words("Example"),
            logo: Some(Logo { light: Some(text("/a.svg")), dark: Some(text("/b.svg")), alt: words("Example") }),
            layout: Some(Layout::Card),
            icon: Some(text("/i.svg")),
            picture: Some(Text::One(text("/c.avif"))),
            scheme: Some(Scheme::System),
            scheme_switch: Some(SchemeSwitch::Flag(false)),
            density: Some(Density::Comfortable),
            above: words("Welcome"),
            below: words("Goodbye"),
            links: vec![link()],
            tokens: Some(Map::from_iter([(text("accent"), json!("#3451c6"))])),
        }),
        addresses: Some(Addresses { home: Some(text("/welcome")), origins: vec![text("https://app.example.com")] }),
    }
}

/// The document as JSON, with another value there.
pub fn with(pointer: &str, value: &Value) -> Value {
    let mut document = json!(document());
    *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is not in the whole document")) = value.clone();
    document
}
