use leptos_cognito::forms::{Asked, Problem, initials};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn an_attribute_is_checked_by_its_kind() {
    let long = "x".repeat(2049);
    for (name, typed, expected) in [
        ("name", " Dora Demo ", Ok("Dora Demo")),
        ("name", "  ", Err(Problem::Required)),
        ("name", "\u{3164}\u{200b}", Err(Problem::Required)),
        ("name", "Ada\u{a0}King\u{2011}Noel", Ok("Ada King-Noel")),
        ("address", " 1\u{a0}Way \r\n  ١٢٣ Town\u{200e}\n", Ok("1 Way\n123 Town")),
        ("email", "one\u{200b}@example.com", Ok("one@example.com")),
        ("birthdate", "٢٠٠٠\u{2010}٠٢\u{2010}٢٩", Ok("2000-02-29")),
        ("website", "https://example.com/\u{2013}١\u{200b}", Ok("https://example.com/\u{2013}١")),
        ("name", long.as_str(), Err(Problem::TooLong)),
        ("email", "one@example.com", Ok("one@example.com")),
        ("email", "one@", Err(Problem::Malformed)),
        ("phone_number", "+1 202 555 0123", Ok("+12025550123")),
        ("phone_number", "202 555 0123", Err(Problem::NoCountryCode)),
        ("phone_number", "+1 202", Err(Problem::Malformed)),
        ("phone_number", "+1 102 555 0123", Err(Problem::Impossible)),
        ("phone_number", "+44 (0)20 7946 0123", Ok("+442079460123")),
        ("custom:telnum", "+44 (0)20 7946 012", Err(Problem::Impossible)),
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
        let expected = expected.map(|value| Some(value.to_owned()));
        assert_eq!(Asked::of(name).parse(typed, ""), expected, "{name}: {typed:.40}");
    }
}

#[wasm_bindgen_test]
fn initials_stand_for_a_name_or_what_there_is() {
    for (name, otherwise, expected) in [
        (Some("Dora Demo"), "d@example.com", "DD"),
        (Some("dora maria demo"), "", "DD"),
        (Some("Äpfel"), "", "Ä"),
        (Some(" "), "x@example.com", "X"),
        (Some("\u{3164}\u{200b}"), "x@example.com", "X"),
        (None, "x@example.com", "X"),
        (None, "", ""),
    ] {
        assert_eq!(initials(name, otherwise), expected, "{name:?}, {otherwise:?}");
    }
}
