use leptos_cognito::forms::{self, Asked, AttributeKind, Field, Identifiers, PasswordPolicy, Problem, Problems};
use wasm_bindgen_test::wasm_bindgen_test;

use super::PASSWORD;

fn of_kind(kind: &str) -> Asked {
    Asked { kind: AttributeKind::parse(kind).expect("a kind of the settings"), ..Asked::of("custom:own") }
}

#[wasm_bindgen_test]
fn each_kind_takes_its_values() {
    let text = || of_kind("text");
    let optional = || Asked { is_required: false, ..text() };
    let of_length = |min_length, max_length| Asked { min_length, max_length, ..text() };
    let pattern = |pattern: &str| Asked { pattern: Some(pattern.to_owned()), ..text() };
    let range = |kind: &str, min: &str, max: &str| Asked {
        min: Some(min.to_owned()),
        max: Some(max.to_owned()),
        ..of_kind(kind)
    };
    let choice = || Asked { choices: vec!["s".to_owned(), "l".to_owned()], ..of_kind("choice") };
    let hidden = || Asked { default: "web".to_owned(), ..of_kind("hidden") };
    let consent = || Asked { ticked: "2026-05".to_owned(), ..of_kind("checkbox") };
    let news = || Asked { is_required: false, ..of_kind("checkbox") };
    for (asked, typed, expected) in [
        (text(), " one ", Ok(Some("one"))),
        (text(), "", Err(Problem::Required)),
        (optional(), "  ", Ok(None)),
        (of_length(2, 3), "a", Err(Problem::TooShort)),
        (of_length(2, 3), "ää", Ok(Some("ää"))),
        (of_length(2, 3), "aaaa", Err(Problem::TooLong)),
        (pattern("[a-z]+|X"), "abc", Ok(Some("abc"))),
        (pattern("[a-z]+|X"), "abc1", Err(Problem::Unfit)),
        (of_kind("lines"), "one\r\ntwo", Ok(Some("one\ntwo"))),
        (of_kind("email"), "one@example.com", Ok(Some("one@example.com"))),
        (of_kind("email"), "one", Err(Problem::Malformed)),
        (of_kind("tel"), "+1 202 555 0123", Ok(Some("+12025550123"))),
        (of_kind("date"), "2000-01-31", Ok(Some("2000-01-31"))),
        (range("date", "2000-01-01", "2000-12-31"), "1999-12-31", Err(Problem::OutOfRange)),
        (of_kind("number"), "42", Ok(Some("42"))),
        (of_kind("number"), "4.2", Err(Problem::Malformed)),
        (range("number", "1", "10"), "11", Err(Problem::OutOfRange)),
        (range("number", "1", "10"), "10", Ok(Some("10"))),
        (of_kind("url"), "https://example.com", Ok(Some("https://example.com"))),
        (choice(), "l", Ok(Some("l"))),
        (choice(), "", Err(Problem::Required)),
        (choice(), "m", Err(Problem::Malformed)),
        (hidden(), "", Ok(Some("web"))),
        (consent(), "true", Ok(Some("2026-05"))),
        (consent(), "", Err(Problem::Required)),
        (news(), "true", Ok(Some("true"))),
        (news(), "", Ok(Some("false"))),
    ] {
        let found = asked.parse(typed, "");
        let found = found.as_ref().map(|value| value.as_deref()).map_err(|problem| *problem);
        assert_eq!(found, expected, "{:?}: {typed:?}", asked.kind);
    }
}

/// A user name, and attributes with their values.
type Account = (Option<String>, Vec<(String, String)>);

fn sign_up(accepted: Identifiers, fields: &[(&str, &str)], repeated: Option<&str>) -> Result<Account, Problems> {
    let form = forms::SignUpForm {
        fields: fields.iter().map(|(name, typed)| (Asked::of(name), (*typed).to_owned())).collect(),
        accepted,
        country: "DE".to_owned(),
        policy: PasswordPolicy::default(),
        repeated: repeated.map(ToOwned::to_owned),
    };
    let account = form.parse()?;
    let attributes = account.attributes.into_iter().map(|attribute| (attribute.name, attribute.value)).collect();
    Ok((account.username.map(|name| name.as_str().to_owned()), attributes))
}

#[wasm_bindgen_test]
fn the_user_name_is_what_the_pool_makes_of_it() {
    let emails = Identifiers::default();
    let telnums = Identifiers { email: false, telnum: true, username: false };
    let contacts = Identifiers { email: true, telnum: true, username: false };
    let aliases = Identifiers { email: true, telnum: true, username: true };
    let password = ("password", PASSWORD);
    for (case, accepted, fields, name, attributes) in [
        ("an email", emails, vec![("email", "a@b.c"), password], Some("a@b.c"), vec![("email", "a@b.c")]),
        (
            "a telephone number",
            telnums,
            vec![("phone_number", "030 901820"), password],
            Some("+4930901820"),
            vec![("phone_number", "+4930901820")],
        ),
        (
            "a field for either",
            contacts,
            vec![("username", "030 901820"), password],
            Some("+4930901820"),
            vec![("phone_number", "+4930901820")],
        ),
        (
            "an email for either, and once more",
            contacts,
            vec![("username", "a@b.c"), ("email", "a@b.c"), password],
            Some("a@b.c"),
            vec![("email", "a@b.c")],
        ),
        (
            "an email for either, and another one",
            contacts,
            vec![("email", "other@b.c"), ("username", "a@b.c"), password],
            Some("a@b.c"),
            vec![("email", "a@b.c")],
        ),
        (
            "a telephone number for either, and an email",
            contacts,
            vec![("username", "030 901820"), ("email", "a@b.c"), password],
            Some("+4930901820"),
            vec![("phone_number", "+4930901820"), ("email", "a@b.c")],
        ),
        (
            "one that was picked",
            aliases,
            vec![("username", "one"), ("email", "a@b.c"), password],
            Some("one"),
            vec![("email", "a@b.c")],
        ),
        ("one to be generated", aliases, vec![("email", "a@b.c"), password], None, vec![("email", "a@b.c")]),
    ] {
        let (found, sent) = sign_up(accepted, &fields, None).unwrap_or_else(|problems| panic!("{case}: {problems:?}"));
        assert_eq!(found.as_deref(), name, "{case}");
        let sent: Vec<_> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(sent, attributes, "{case}");
    }
    let like_an_email = sign_up(aliases, &[("username", "a@b.c"), password], None);
    assert_eq!(like_an_email.err(), Some(vec![(Field::Username, Problem::Malformed)]), "a name like an email");
}

#[wasm_bindgen_test]
fn a_password_is_typed_twice_the_same() {
    let fields = [("email", "a@b.c"), ("password", PASSWORD)];
    assert!(sign_up(Identifiers::default(), &fields, Some(PASSWORD)).is_ok(), "the same");
    let other = sign_up(Identifiers::default(), &fields, Some("Correct-horse8"));
    assert_eq!(other.err(), Some(vec![(Field::RepeatedPassword, Problem::Different)]), "another");
}
