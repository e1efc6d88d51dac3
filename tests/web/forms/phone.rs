use leptos_cognito::forms::{Problem, calling_code, compact_telnum, grouped_telnum};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Field, SignUpForm, only, sign_up_form};

/// An example for each country, landline and mobile, as its people write it. Made by src/forms/phone/plans.py.
const NUMBERS: &str = include_str!("numbers.txt");

/// What is stored of a number, or why it is none.
fn stored(typed: &str) -> Result<String, Problem> {
    let parsed = SignUpForm { telnum: typed.to_owned(), ..sign_up_form() }.parse();
    let (_, attributes) = parsed.map_err(|problems| only(typed, Field::Telnum, &problems))?;
    Ok(super::attribute(typed, &attributes, "custom:telnum").to_owned())
}

#[wasm_bindgen_test]
fn a_trunk_prefix_in_brackets_goes_where_a_country_has_one() {
    for (typed, expected) in [
        ("+44 (0)20 7946 0123", "+442079460123"),
        ("+44(0)2079460123", "+442079460123"),
        ("0044 (0) 20 7946 0123", "+442079460123"),
        ("(00)44 [0] 20 7946 0123", "+442079460123"),
        ("+44 \u{ff08}0\u{ff09}20 7946 0123", "+442079460123"),
        ("+49\u{a0}(0)\u{a0}30\u{a0}901820", "+4930901820"),
        ("+49 (030) 901820", "+4930901820"),
        ("+49 030 901820", "+4930901820"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("+41 (0)44 668 18 00", "+41446681800"),
        ("+61 (0)412 345 678", "+61412345678"),
        ("+81 (0)3-1234-5678", "+81312345678"),
        // The trunk prefixes that are none of zero.
        ("+7 (8) 495 123 45 67", "+74951234567"),
        ("+36 (06) 1 234 5678", "+3612345678"),
        ("+370 (8) 612 34567", "+37061234567"),
        ("+370 (0) 612 34567", "+37061234567"),
        ("+1 (1) 202 555 0123", "+12025550123"),
        // Here the zero is a part of the number.
        ("+39 (0)6 1234 5678", "+390612345678"),
        ("+39 06 1234 5678", "+390612345678"),
        ("+378 (0)549 886 377", "+3780549886377"),
        ("+225 (0)1 23 45 67 89", "+2250123456789"),
        // Brackets around something else.
        ("+44 (20) 7946 0123", "+442079460123"),
        ("+1 (202) 555-0123", "+12025550123"),
    ] {
        assert_eq!(stored(typed).as_deref(), Ok(expected), "{typed:?}");
        assert_eq!(compact_telnum(expected), expected, "{expected}, compacted");
    }
}

#[wasm_bindgen_test]
fn a_number_that_cannot_be_is_told() {
    for (case, typed) in [
        ("a digit short", "+1 202 555 012"),
        ("a digit more", "+1 202 555 01234"),
        ("an area that begins with one", "+1 123 456 7890"),
        ("an exchange that begins with zero", "+1 202 055 0123"),
        ("London, a digit short", "+44 20 7946 012"),
        ("a mobile, a digit short", "+33 6 12 34 56 7"),
        ("a zero where there is no trunk prefix", "+34 (0)91 123 45 67"),
        ("a calling code that nobody has", "+999 123 456 78"),
        ("another", "+210 123 4567"),
        ("all nines", "+49 999"),
        ("too long for its country, though not for E.164", "+33 1 23 45 67 89 01"),
    ] {
        let problem = stored(typed).expect_err(case);
        assert!(matches!(problem, Problem::Impossible | Problem::Malformed), "{case}: {problem:?}");
    }
    assert_eq!(stored("+1 202 555 012"), Err(Problem::Impossible));
}

#[wasm_bindgen_test]
fn every_country_has_its_plan() {
    let mut differently = Vec::new();
    let numbers: Vec<&str> = NUMBERS.lines().collect();
    assert!(numbers.len() > 450, "{} numbers", numbers.len());
    for number in &numbers {
        let compact = number.replace(' ', "");
        assert_eq!(stored(number).as_deref(), Ok(compact.as_str()), "{number} is one");
        // Satellites and services belong to no country.
        let has_country = !["+870", "+881", "+882", "+883"].iter().any(|code| number.starts_with(code));
        assert_eq!(calling_code(number).is_some(), has_country, "{number} belongs somewhere");
        let grouped = grouped_telnum(&compact);
        if grouped != *number {
            differently.push((grouped, *number));
        }
    }
    // The plans are kept short where a country groups its areas in many ways.
    assert!(differently.len() * 50 < numbers.len(), "{} of {}: {differently:?}", differently.len(), numbers.len());
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
fn a_number_is_grouped_as_its_country_does() {
    for (typed, grouped) in [
        ("+12025550123", "+1 202 555 0123"),
        ("+18765550123", "+1 876 555 0123"),
        ("+77015550123", "+7 701 555 0123"),
        ("+442079460123", "+44 20 7946 0123"),
        ("+447912345678", "+44 7912 345678"),
        ("+441212345678", "+44 121 234 5678"),
        ("+35312345678", "+353 1 234 5678"),
        ("+33123456789", "+33 1 23 45 67 89"),
        ("+4930901820", "+49 30 901820"),
        ("+390612345678", "+39 06 1234 5678"),
        ("+4532123456", "+45 32 12 34 56"),
        ("+81312345678", "+81 3 1234 5678"),
        // Not there in full, or none that there can be.
        ("+442079", "+44 2079"),
        ("+442079460", "+44 207 9460"),
        ("+12020550123", "+1 202 055 0123"),
        ("+49", "+49"),
        ("+4915CALL", "+4915CALL"),
        ("202 555", "202555"),
    ] {
        assert_eq!(grouped_telnum(typed), grouped, "{typed}");
        assert_eq!(grouped_telnum(grouped), grouped, "{typed}, grouped twice");
    }
}
