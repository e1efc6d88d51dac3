mod asked;
mod attribute;
mod identifier;
mod normal;
mod password;
mod phone;

use cognito_client::{sign_in::Credentials, sign_up::Attribute};
use leptos::prelude::document;
use leptos_cognito::forms::{
    self, Asked, ConfirmForm, Field, Identifier, Identifiers, LoginForm, PasswordPolicy, Problem, Problems,
    compact_telnum, is_email,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

const GOOD_EMAILS: [&str; 15] = [
    "one@example.com",
    "ADA@EXAMPLE.COM",
    "a@b",
    "one@localhost",
    "one.part+pool@mail.example.co.uk",
    ".one..l.@example.com",
    "!#$%&'*+/=?^_`{|}~-@example.com",
    "1@2.3",
    "one@123.example",
    "one@a-b--c.example",
    "one@xn--mnchen-3ya.example",
    "one@a.b.c.d.e.f",
    "one@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
    "o'clock@example.com",
    "a/b@example.com",
];

const BAD_EMAILS: [&str; 25] = [
    "one",
    "@",
    "one@",
    "@example.com",
    "one example@example.com",
    "one@exam ple.com",
    "one@@example.com",
    "one@part@example.com",
    "one@.com",
    "one@example.",
    "one@example..com",
    "one@-example.com",
    "one@example-.com",
    "one@example.-com",
    "one@exa_mple.com",
    "one@[127.0.0.1]",
    "one@example.com.",
    "one,l@example.com",
    "one;l@example.com",
    "one:l@example.com",
    "(one)@example.com",
    "<one@example.com>",
    "\"one l\"@example.com",
    "one\\l@example.com",
    "one@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
];

/// Keeps every rule.
const PASSWORD: &str = "Correct-horse7";

/// For people who sign in by their email.
pub fn login_form(identifier: &str, password: &str) -> LoginForm {
    LoginForm {
        identifier: identifier.to_owned(),
        accepted: Identifiers::default(),
        password: Some(password.to_owned()),
    }
}

/// The same.
pub fn confirm_form(typed: &str, code: &str) -> ConfirmForm {
    let accepted = Identifiers::default();
    ConfirmForm { name: accepted.parse(typed, ""), field: accepted.field(), code: code.to_owned() }
}

fn email_problem(typed: &str) -> Option<Problem> {
    let form = login_form(typed, PASSWORD);
    form.parse().err().map(|problems| only(typed, Field::Email, &problems))
}

/// The one problem of the field; nothing else may be wrong.
fn only(case: &str, field: Field, problems: &[(Field, Problem)]) -> Problem {
    match problems {
        [(found, problem)] if *found == field => *problem,
        _ => panic!("{case:?}: {problems:?} is not one problem of {field:?}"),
    }
}

/// A sign-up with the fields that are asked for where the owner says nothing.
#[derive(Clone, Debug, Default)]
pub struct SignUpForm {
    pub name: String,
    pub telnum: String,
    pub email: String,
    pub password: String,
    pub policy: PasswordPolicy,
}

impl SignUpForm {
    pub fn parse(&self) -> Result<(Credentials, Vec<Attribute>), Problems> {
        let typed = [
            ("name", &self.name),
            ("custom:telnum", &self.telnum),
            ("email", &self.email),
            ("password", &self.password),
        ];
        let form = forms::SignUpForm {
            fields: typed.map(|(name, typed)| (Asked::of(name), typed.clone())).into(),
            accepted: Identifiers::default(),
            country: String::new(),
            policy: self.policy,
            repeated: None,
        };
        let account = form.parse()?;
        let username = account.username.expect("an email is a user name");
        let password = account.password.expect("there is one");
        Ok((Credentials { username, password }, account.attributes))
    }
}

fn sign_up_form() -> SignUpForm {
    SignUpForm {
        name: "New User".to_owned(),
        telnum: "+12025550123".to_owned(),
        email: "one@example.com".to_owned(),
        password: PASSWORD.to_owned(),
        policy: PasswordPolicy::default(),
    }
}

#[wasm_bindgen_test]
fn email_follows_the_html_standard() {
    for good in GOOD_EMAILS {
        assert!(is_email(good), "{good:?} is an e-mail");
        assert_eq!(email_problem(good), None, "{good:?} in a form");
    }
    for bad in BAD_EMAILS {
        assert!(!is_email(bad), "{bad:?} is no e-mail");
        assert_eq!(email_problem(bad), Some(Problem::Malformed), "{bad:?} in a form");
    }
    for (typed, email) in [
        ("\u{feff}one@example.com\u{200b}", "one@example.com"),
        ("\u{202a}one@example.com\u{202c}", "one@example.com"),
        ("one٢@example.com", "one2@example.com"),
        ("one\u{2011}two@example.com", "one-two@example.com"),
        ("\u{3000}ｏｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "one@example.com"),
    ] {
        let form = login_form(typed, PASSWORD);
        let parsed = form.parse().map(|(identifier, _)| identifier);
        assert_eq!(parsed, Ok(Identifier::Email(email.to_owned())), "{typed:?} in a form");
    }
    // Beyond the standard's grammar; a browser rewrites some of these before it looks.
    for bad in ["ädä@example.com", "one@münchen.example", "one@example.com\nbcc@example.com", "one\u{a0}@example.com"]
    {
        assert_eq!(email_problem(bad), Some(Problem::Malformed), "{bad:?} in a form");
    }
}

#[wasm_bindgen_test]
fn email_is_what_the_browser_takes_for_one() {
    let input: HtmlInputElement = document().create_element("input").expect("an input").unchecked_into();
    input.set_type("email");
    input.set_required(true);
    for text in GOOD_EMAILS.into_iter().chain(BAD_EMAILS) {
        input.set_value(text);
        assert_eq!(is_email(text), input.check_validity(), "{text:?}: what the browser says");
    }
}

#[wasm_bindgen_test]
fn email_is_trimmed_and_limited() {
    for (case, typed, problem) in [
        ("nothing", String::new(), Some(Problem::Required)),
        ("only spaces", "  \t ".to_owned(), Some(Problem::Required)),
        ("spaces around", "  one@example.com \n".to_owned(), None),
        ("128 characters", format!("{}@example.com", "a".repeat(116)), None),
        ("129 characters", format!("{}@example.com", "a".repeat(117)), Some(Problem::Malformed)),
        ("128 characters and spaces", format!(" {}@example.com ", "a".repeat(116)), None),
    ] {
        assert_eq!(email_problem(&typed), problem, "{case}");
    }
    let login = login_form(" one@example.com ", PASSWORD);
    let (identifier, _) = login.parse().expect("both are right");
    assert_eq!(identifier, Identifier::Email("one@example.com".to_owned()), "signing in");
    let sign_up = SignUpForm { email: " one@example.com ".to_owned(), ..sign_up_form() };
    assert_eq!(sign_up.parse().expect("all are right").0.username.as_str(), "one@example.com", "signing up");
    let confirm = confirm_form(" one@example.com ", "123456");
    assert_eq!(confirm.parse().expect("both are right").0.as_str(), "one@example.com", "confirming");
}

#[wasm_bindgen_test]
fn telephone_number_follows_e164() {
    for (typed, expected) in [
        ("+12025550123", Ok("+12025550123")),
        ("+1 202 555 0123", Ok("+12025550123")),
        ("+1-202-555-0123", Ok("+12025550123")),
        ("+1 (202) 555.0123", Ok("+12025550123")),
        ("+49 30/901820", Ok("+4930901820")),
        ("+49\u{a0}30\u{a0}901820", Ok("+4930901820")),
        ("  +4930901820  ", Ok("+4930901820")),
        ("0049 30 901820", Ok("+4930901820")),
        ("(00)49 30 901820", Ok("+4930901820")),
        ("+2901234", Ok("+2901234")),
        ("+29020000", Ok("+29020000")),
        ("tel:+1-202-555-0123", Ok("+12025550123")),
        ("", Err(Problem::Required)),
        ("   ", Err(Problem::Required)),
        ("- -", Err(Problem::Required)),
        ("2025550123", Err(Problem::NoCountryCode)),
        ("030 901820", Err(Problem::NoCountryCode)),
        ("(202) 555-0123", Err(Problem::NoCountryCode)),
        ("twelve", Err(Problem::NoCountryCode)),
        ("+", Err(Problem::Malformed)),
        ("00", Err(Problem::Malformed)),
        ("+123456", Err(Problem::Malformed)),
        ("+1234567890123456", Err(Problem::Malformed)),
        ("+0123456789", Err(Problem::Impossible)),
        ("000123456789", Err(Problem::Impossible)),
        ("+1 202 555 CALL", Err(Problem::Malformed)),
        ("+1 202 555 0123 ext. 4", Err(Problem::Malformed)),
        ("++12025550123", Err(Problem::Malformed)),
        ("+1202+5550123", Err(Problem::Malformed)),
        ("+١ ٢٠٢ ٥٥٥ ٠١٢٣", Ok("+12025550123")),
        ("＋１（２０２）５５５－０１２３", Ok("+12025550123")),
        ("\u{202a}+1 202\u{2011}555\u{2013}0123\u{202c}", Ok("+12025550123")),
    ] {
        let form = SignUpForm { telnum: typed.to_owned(), ..sign_up_form() };
        let parsed = form.parse().map_err(|problems| only(typed, Field::Telnum, &problems));
        let sent = parsed.as_ref().map(|(_, attributes)| attribute(typed, attributes, "custom:telnum"));
        assert_eq!(sent, expected.as_ref().copied(), "{typed:?}");
        assert_eq!(compact_telnum(&compact_telnum(typed)), compact_telnum(typed), "{typed:?}, compacted twice");
    }
}

fn attribute<'a>(case: &str, attributes: &'a [Attribute], name: &str) -> &'a str {
    let found = attributes.iter().find(|attribute| attribute.name == name);
    found.map_or_else(|| panic!("{case:?} is sent without {name}"), |attribute| attribute.value.as_str())
}

#[wasm_bindgen_test]
fn signing_in_asks_no_rules_of_an_old_password() {
    for (password, problem) in
        [("", Some(Problem::Required)), (" ", None), ("a", None), ("password", None), (&"a".repeat(300), None)]
    {
        let form = login_form("one@example.com", password);
        let found = form.parse().err().map(|problems| only(password, Field::Password, &problems));
        assert_eq!(found, problem, "{password:?}");
    }
}

#[wasm_bindgen_test]
fn name_is_required_and_limited() {
    for (case, name, expected) in [
        ("a name", "New User".to_owned(), Ok("New User".to_owned())),
        ("one letter", "A".to_owned(), Ok("A".to_owned())),
        ("beyond ASCII", "阿达 洛芙莱斯".to_owned(), Ok("阿达 洛芙莱斯".to_owned())),
        ("spaces around", "  One  ".to_owned(), Ok("One".to_owned())),
        ("nothing", String::new(), Err(Problem::Required)),
        ("only spaces", "   ".to_owned(), Err(Problem::Required)),
        ("only what is not seen", "\u{200b}\u{3164}\u{2800}\u{3000}".to_owned(), Err(Problem::Required)),
        (
            "spaces and dashes of other kinds",
            "Ada\u{a0}King\u{2010}Lovelace".to_owned(),
            Ok("Ada King-Lovelace".to_owned()),
        ),
        ("an override", "\u{202e}Ada\u{202c}".to_owned(), Ok("Ada".to_owned())),
        ("2048 characters", "ä".repeat(2048), Ok("ä".repeat(2048))),
        ("2049 characters", "ä".repeat(2049), Err(Problem::TooLong)),
    ] {
        let form = SignUpForm { name, ..sign_up_form() };
        let found = form.parse().map_err(|problems| only(case, Field::Name, &problems));
        assert_eq!(found.map(|(_, attributes)| attribute(case, &attributes, "name").to_owned()), expected, "{case}");
    }
}

#[wasm_bindgen_test]
fn code_forgives_spaces_and_dashes() {
    for (typed, expected) in [
        ("123456", Ok("123456")),
        ("000000", Ok("000000")),
        (" 123456 ", Ok("123456")),
        ("123 456", Ok("123456")),
        ("123-456", Ok("123456")),
        ("1 2 3 4 5 6", Ok("123456")),
        ("123\u{a0}456\n", Ok("123456")),
        ("", Err(Problem::Required)),
        (" - ", Err(Problem::Required)),
        ("12345", Err(Problem::Malformed)),
        ("1234567", Err(Problem::Malformed)),
        ("12345a", Err(Problem::Malformed)),
        ("123.456", Err(Problem::Malformed)),
        ("١٢٣", Err(Problem::Malformed)),
        ("١٢٣٤٥٦", Ok("123456")),
        ("१२३ ४५६", Ok("123456")),
        ("１２３４５６", Ok("123456")),
        ("123\u{200b}456\u{200e}", Ok("123456")),
        ("\u{feff}123\u{2011}456", Ok("123456")),
        ("123\u{2003}456", Ok("123456")),
        ("\u{202d}123456\u{202c}", Ok("123456")),
    ] {
        let form = confirm_form("one@example.com", typed);
        let parsed = form.parse().map_err(|problems| only(typed, Field::Code, &problems));
        let sent = parsed.as_ref().map(|(_, code)| code.expose());
        assert_eq!(sent, expected.as_ref().copied(), "{typed:?}");
    }
}

#[wasm_bindgen_test]
fn problems_come_in_the_order_of_the_fields() {
    use Problem::{Malformed, NoCountryCode, Required, Weak};
    for (case, problems, expected) in [
        (
            "empty sign-in",
            login_form("", "").parse().err(),
            vec![(Field::Email, Required), (Field::Password, Required)],
        ),
        (
            "empty sign-up",
            SignUpForm::default().parse().err(),
            vec![
                (Field::Name, Required),
                (Field::Telnum, Required),
                (Field::Email, Required),
                (Field::Password, Required),
            ],
        ),
        (
            "sign-up with another mistake in each field but the first",
            SignUpForm {
                telnum: "202".to_owned(),
                email: "one".to_owned(),
                password: "weak".to_owned(),
                ..sign_up_form()
            }
            .parse()
            .err(),
            vec![(Field::Telnum, NoCountryCode), (Field::Email, Malformed), (Field::Password, Weak)],
        ),
        (
            "empty confirmation",
            confirm_form("", "").parse().err(),
            vec![(Field::Email, Required), (Field::Code, Required)],
        ),
    ] {
        assert_eq!(problems, Some(expected), "{case}");
    }
}

#[wasm_bindgen_test]
fn sign_up_sends_email_name_and_compact_telephone_number() {
    let form = SignUpForm {
        name: " New User ".to_owned(),
        telnum: "0044 20-7946 (0123)".to_owned(),
        email: " One@Example.com ".to_owned(),
        password: PASSWORD.to_owned(),
        policy: PasswordPolicy::default(),
    };
    let (credentials, attributes) = form.parse().expect("every field is right");
    let sent: Vec<_> = attributes.iter().map(|attribute| (attribute.name.as_str(), attribute.value.as_str())).collect();
    assert_eq!(
        sent,
        [("name", "New User"), ("custom:telnum", "+442079460123"), ("email", "One@Example.com")],
        "attributes"
    );
    assert_eq!(credentials.username.as_str(), "One@Example.com", "user name");
}
