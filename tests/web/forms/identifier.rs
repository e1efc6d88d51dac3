use leptos_cognito::forms::{Field, Identifier, Identifiers, Problem, is_of_domain, telnum_in};
use wasm_bindgen_test::wasm_bindgen_test;

const fn accepted(email: bool, telnum: bool, username: bool) -> Identifiers {
    Identifiers { email, telnum, username }
}

#[wasm_bindgen_test]
fn what_was_typed_decides() {
    let email = |text: &str| Ok(Identifier::Email(text.to_owned()));
    let telnum = |text: &str| Ok(Identifier::Telnum(text.to_owned()));
    let username = |text: &str| Ok(Identifier::Username(text.to_owned()));
    let (emails, telnums, usernames) =
        (accepted(true, false, false), accepted(false, true, false), accepted(false, false, true));
    let (contacts, all) = (accepted(true, true, false), accepted(true, true, true));
    let named_emails = accepted(true, false, true);
    for (of, typed, expected) in [
        (emails, " one@example.com ", email("one@example.com")),
        (emails, "one", Err(Problem::Malformed)),
        (emails, "+12025550123", Err(Problem::Malformed)),
        (emails, "  ", Err(Problem::Required)),
        (telnums, "+1 202 555 0123", telnum("+1 202 555 0123")),
        (telnums, "one@example.com", telnum("one@example.com")),
        (usernames, " one ", username("one")),
        (usernames, "12025550123", username("12025550123")),
        (usernames, "one@example.com", username("one@example.com")),
        (usernames, "one two", Err(Problem::Malformed)),
        (contacts, "one@example.com", email("one@example.com")),
        (contacts, "(202) 555-0123", telnum("(202) 555-0123")),
        (contacts, "one", Err(Problem::Malformed)),
        (all, "one@example.com", email("one@example.com")),
        (all, "one@", Err(Problem::Malformed)),
        (all, "0171 2345678", telnum("0171 2345678")),
        (all, "one", username("one")),
        (all, "one7", username("one7")),
        (all, "2026", username("2026")),
        (named_emails, "+12025550123", username("+12025550123")),
    ] {
        assert_eq!(of.read(typed), expected, "{of:?}: {typed:?}");
    }
}

#[wasm_bindgen_test]
fn a_number_becomes_e164_by_the_country() {
    for (typed, country, expected) in [
        ("+49 30 901820", "US", Ok("+4930901820")),
        ("030 901820", "DE", Ok("+4930901820")),
        ("(202) 555-0123", "US", Ok("+12025550123")),
        ("020 7946 0123", "GB", Ok("+442079460123")),
        ("242 322 1234", "BS", Ok("+12423221234")),
        ("030 901820", "", Err(Problem::NoCountryCode)),
        ("12", "DE", Err(Problem::Malformed)),
        ("one@example.com", "DE", Err(Problem::Malformed)),
    ] {
        let found = telnum_in(typed, country);
        assert_eq!(found.as_deref().map_err(|problem| *problem), expected, "{typed} in {country:?}");
    }
}

#[wasm_bindgen_test]
fn the_field_fits_what_may_be_typed() {
    for (of, field, kind, inputmode) in [
        (accepted(true, false, false), Field::Email, "email", "email"),
        (accepted(false, true, false), Field::Telnum, "tel", "tel"),
        (accepted(false, false, true), Field::Username, "text", "text"),
        (accepted(true, true, false), Field::Identifier, "text", "email"),
        (accepted(true, true, true), Field::Identifier, "text", "email"),
        (accepted(false, true, true), Field::Identifier, "text", "text"),
    ] {
        assert_eq!((of.field(), of.input_type(), of.inputmode()), (field, kind, inputmode), "{of:?}");
    }
}

#[wasm_bindgen_test]
fn domains_of_emails_are_whole() {
    let domains = ["example.com".to_owned()];
    for (email, expected) in [
        ("one@example.com", true),
        ("one@EXAMPLE.com ", true),
        ("one@staff.example.com", false),
        ("one@notexample.com", false),
        ("example.com", false),
        ("one@", false),
    ] {
        assert_eq!(is_of_domain(email, &domains), expected, "{email}");
    }
}
