use leptos_cognito::forms::{EDITED, Problem, calling_code, grouped_telnum, initials, parse_attribute};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn an_attribute_is_checked_by_its_kind() {
    let long = "x".repeat(2049);
    for (name, typed, expected) in [
        ("name", " Dora Demo ", Ok("Dora Demo")),
        ("name", "  ", Err(Problem::Required)),
        ("name", long.as_str(), Err(Problem::TooLong)),
        ("email", "one@example.com", Ok("one@example.com")),
        ("email", "one@", Err(Problem::Malformed)),
        ("phone_number", "+1 202 555 0123", Ok("+12025550123")),
        ("phone_number", "202 555 0123", Err(Problem::NoCountryCode)),
        ("phone_number", "+1 202", Err(Problem::Malformed)),
        ("birthdate", "2000-02-29", Ok("2000-02-29")),
        ("birthdate", "29.2.2000", Err(Problem::Malformed)),
        ("birthdate", "2000-2-29", Err(Problem::Malformed)),
        ("locale", "de", Ok("de")),
        ("locale", "pt_BR", Ok("pt_BR")),
        ("locale", "zh-Hant-TW", Ok("zh-Hant-TW")),
        ("locale", "d", Err(Problem::Malformed)),
        ("locale", "de-", Err(Problem::Malformed)),
        ("website", "https://example.com/me", Ok("https://example.com/me")),
        ("website", "example.com", Err(Problem::Malformed)),
        ("website", "javascript:alert(1)", Err(Problem::Malformed)),
        ("picture", "https://", Err(Problem::Malformed)),
        ("custom:team", "blue", Ok("blue")),
    ] {
        let expected = expected.map(ToOwned::to_owned).map_err(|problem| vec![(EDITED, problem)]);
        assert_eq!(parse_attribute(name, typed).map(|attribute| attribute.value), expected, "{name}: {typed:.40}");
    }
}

#[wasm_bindgen_test]
fn the_longest_calling_code_wins() {
    for (typed, expected) in [
        ("+1 202", Some(("1", vec!["US", "CA"]))),
        ("+1 876", Some(("1876", vec!["JM"]))),
        ("+7 701", Some(("77", vec!["KZ"]))),
        ("+7 495", Some(("7", vec!["RU"]))),
        ("+599 9 1", Some(("5999", vec!["CW"]))),
        ("0044", Some(("44", vec!["GB"]))),
        ("+", None),
        ("+0", None),
        ("44", None),
    ] {
        let found = calling_code(typed).map(|code| (code.digits, code.countries));
        assert_eq!(found, expected, "{typed}");
    }
}

#[wasm_bindgen_test]
fn a_number_is_grouped_after_its_calling_code() {
    for (typed, grouped) in [
        ("+12025550123", "+1 202 555 0123"),
        ("+18765550123", "+1 876 555 0123"),
        ("+77015550123", "+7 701 555 0123"),
        ("+442079460123", "+44 207 946 0123"),
        ("+35312345678", "+353 123 456 78"),
        ("+49", "+49"),
        ("+4915CALL", "+4915CALL"),
        ("202 555", "202555"),
    ] {
        assert_eq!(grouped_telnum(typed), grouped, "{typed}");
        assert_eq!(grouped_telnum(grouped), grouped, "{typed}, grouped twice");
    }
}

#[wasm_bindgen_test]
fn initials_stand_for_a_name_or_what_there_is() {
    for (name, otherwise, expected) in [
        (Some("Dora Demo"), "d@example.com", "DD"),
        (Some("dora maria demo"), "", "DD"),
        (Some("Äpfel"), "", "Ä"),
        (Some(" "), "x@example.com", "X"),
        (None, "x@example.com", "X"),
        (None, "", ""),
    ] {
        assert_eq!(initials(name, otherwise), expected, "{name:?}, {otherwise:?}");
    }
}
