use leptos_cognito::forms::{
    ChangePasswordForm, Field, NewPasswordForm, PasswordPolicy, PasswordRule, Problem, Problems, ResetPasswordForm,
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{PASSWORD, SignUpForm, login_form, only, sign_up_form};

#[wasm_bindgen_test]
fn password_rules_one_by_one() {
    use PasswordRule::{Length, Lowercase, NoOuterBlank, Number, Symbol, Uppercase};
    for (case, password, broken) in [
        ("all kept", PASSWORD, vec![]),
        ("seven characters", "Aa1-567", vec![Length(8)]),
        ("eight characters", "Aa1-5678", vec![]),
        ("eight characters of several bytes count as eight", "Aa1-ääää", vec![]),
        ("seven characters of several bytes", "Aa1-äää", vec![Length(8)]),
        ("no lower case", "AAAA1-AAA", vec![Lowercase]),
        ("lower case beyond ASCII does not count", "AAAA1-ßäö", vec![Lowercase]),
        ("no upper case", "aaaa1-aaa", vec![Uppercase]),
        ("upper case beyond ASCII does not count", "aaaa1-ÄÖÜ", vec![Uppercase]),
        ("no number", "Aaaaa-aaa", vec![Number]),
        ("a number beyond ASCII does not count", "Aaaaa-aa٣", vec![Number]),
        ("no symbol", "Aaaaa1aaa", vec![Symbol]),
        ("a symbol that is not Cognito's", "Aaaaa1aa€", vec![Symbol]),
        ("a space inside", "Aaaaa1 aaa", vec![]),
        ("a space before", " Aaaaa1aaa", vec![Symbol, NoOuterBlank]),
        ("a space after", "Aaaaa1aaa ", vec![Symbol, NoOuterBlank]),
        ("a tab after", "Aaaaa1-aa\t", vec![NoOuterBlank]),
        ("a line's end after", "Aaaaa1-aa\r\n", vec![NoOuterBlank]),
        // The API's pattern knows the blanks of ASCII alone.
        ("a no-break space after", "Aaaaa1-aa\u{a0}", vec![]),
        ("spaces around, and one inside", " Aaaa1 aaa ", vec![NoOuterBlank]),
        ("only spaces", "         ", vec![Lowercase, Uppercase, Number, Symbol, NoOuterBlank]),
        ("empty", "", PasswordPolicy::default().rules().collect()),
    ] {
        let found: Vec<_> = PasswordPolicy::default().rules().filter(|rule| !rule.is_met_by(password)).collect();
        assert_eq!(found, broken, "{case}");
        let form = SignUpForm { password: password.to_owned(), ..sign_up_form() };
        let problem = form.parse().err().map(|problems| only(case, Field::Password, &problems));
        let expected = match (password, broken.is_empty()) {
            ("", _) => Some(Problem::Required),
            (_, true) => None,
            (_, false) if broken.contains(&NoOuterBlank) => Some(Problem::OuterBlank),
            (_, false) => Some(Problem::Weak),
        };
        assert_eq!(problem, expected, "{case}, in a form");
    }
}

#[wasm_bindgen_test]
fn password_takes_every_symbol_that_cognito_names() {
    // https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
    let symbols = r#"^ $ * . [ ] { } ( ) ? - " ! @ # % & / \ , > < ' : ; | _ ~ ` + ="#;
    let mut count = 0;
    for symbol in symbols.split(' ') {
        let password = format!("Aaaaa1aa{symbol}");
        assert!(PasswordRule::Symbol.is_met_by(&password), "{symbol}");
        let form = SignUpForm { password, ..sign_up_form() };
        assert!(form.parse().is_ok(), "{symbol}, in a form");
        count += 1;
    }
    assert_eq!(count, 32, "ASCII punctuation has 32 characters");
}

#[wasm_bindgen_test]
fn new_password_has_at_most_256_characters() {
    for (case, rest, problem) in [
        ("256", "a".repeat(253), None),
        ("257", "a".repeat(254), Some(Problem::TooLong)),
        ("256, of several bytes", "ä".repeat(252) + "a", None),
        ("257, of several bytes", "ä".repeat(253) + "a", Some(Problem::TooLong)),
    ] {
        let form = SignUpForm { password: format!("A1-{rest}"), ..sign_up_form() };
        let found = form.parse().err().map(|problems| only(case, Field::Password, &problems));
        assert_eq!(found, problem, "{case}");
    }
}

#[wasm_bindgen_test]
fn password_is_sent_as_typed() {
    for password in [
        " Correct-horse7",
        "Correct-horse7 ",
        "Correct horse-7",
        "Grüß-Gott 7 😀",
        "\tCorrect-horse7",
        "Ａ١\u{200b}\u{2010}-a1A",
    ] {
        let login = login_form("one@example.com", password);
        let (_, sent) = login.parse().expect("both are right");
        assert_eq!(sent.expect("there is one").expose(), password, "signing in");
        let sign_up = SignUpForm { password: password.to_owned(), ..sign_up_form() };
        match sign_up.parse() {
            Ok((credentials, _)) => assert_eq!(credentials.password.expose(), password, "signing up"),
            Err(problems) => {
                assert_eq!(problems, [(Field::Password, Problem::OuterBlank)], "{password:?}, signing up");
                assert_ne!(password.trim(), password, "{password:?}, signing up");
            }
        }
    }
}

#[wasm_bindgen_test]
fn no_new_password_begins_or_ends_with_a_blank() {
    for password in [" Correct-horse7", "Correct-horse7 ", "\tCorrect-horse7", "Correct-horse7\u{b}"] {
        let owned = || password.to_owned();
        let problem = Some(Problem::OuterBlank);
        let of = |problems: Option<Problems>| problems.and_then(|problems| Some(problems.first()?.1));
        let policy = PasswordPolicy::default();
        let sign_up = SignUpForm { password: owned(), ..sign_up_form() };
        assert_eq!(of(sign_up.parse().err()), problem, "{password:?}, signing up");
        let reset = ResetPasswordForm { code: "123456".to_owned(), password: owned(), policy };
        assert_eq!(of(reset.parse().err()), problem, "{password:?}, forgotten");
        let change = ChangePasswordForm { current: Some("x".to_owned()), new: owned(), policy };
        assert_eq!(of(change.parse().err()), problem, "{password:?}, changed");
        let new = NewPasswordForm { password: owned(), policy, attributes: Vec::new(), country: String::new() };
        assert_eq!(of(new.parse().err()), problem, "{password:?}, asked for at a sign-in");
    }
}

#[wasm_bindgen_test]
fn the_pool_says_what_a_password_needs() {
    let lax = PasswordPolicy {
        minimum_length: 6,
        require_lowercase: false,
        require_uppercase: false,
        require_numbers: false,
        require_symbols: false,
    };
    for (case, policy, password, problem) in [
        ("six characters are enough for one pool", lax, "abcdef", None),
        ("five are not", lax, "abcde", Some(Problem::Weak)),
        ("nothing else is asked", lax, "ääääää", None),
        ("blanks are refused by every pool", lax, "abcdef ", Some(Problem::OuterBlank)),
        ("six, and a number", PasswordPolicy { require_numbers: true, ..lax }, "abcdef", Some(Problem::Weak)),
        ("a number", PasswordPolicy { require_numbers: true, ..lax }, "abcde1", None),
        ("twelve", PasswordPolicy { minimum_length: 12, ..PasswordPolicy::default() }, PASSWORD, None),
        ("fifteen", PasswordPolicy { minimum_length: 15, ..lax }, PASSWORD, Some(Problem::Weak)),
        ("nothing is said", PasswordPolicy::default(), "abcdef", Some(Problem::Weak)),
    ] {
        let form = SignUpForm { password: password.to_owned(), policy, ..sign_up_form() };
        assert_eq!(form.parse().err().map(|problems| only(case, Field::Password, &problems)), problem, "{case}");
    }
}

#[wasm_bindgen_test]
fn a_password_is_changed_with_the_one_before_it_if_there_is_one() {
    use Field::{CurrentPassword, NewPassword};
    let good = "Another-Passw0rd";
    for (case, current, new, expected) in [
        ("both", Some("anything"), good, vec![]),
        ("the first password", None, good, vec![]),
        ("no current password", Some(""), good, vec![(CurrentPassword, Problem::Required)]),
        ("a weak one", Some("anything"), "short", vec![(NewPassword, Problem::Weak)]),
        ("a current password of blanks", Some("  "), good, vec![(CurrentPassword, Problem::Required)]),
        ("nothing", Some(""), "", vec![(CurrentPassword, Problem::Required), (NewPassword, Problem::Required)]),
    ] {
        let form = ChangePasswordForm {
            current: current.map(ToOwned::to_owned),
            new: new.to_owned(),
            policy: PasswordPolicy::default(),
        };
        let parsed = form.parse();
        assert_eq!(parsed.as_ref().err().cloned().unwrap_or_default(), expected, "{case}");
        if let Ok((previous, proposed)) = parsed {
            assert_eq!(previous.as_ref().map(|password| password.expose()), current, "{case}");
            assert_eq!(proposed.expose(), new, "{case}");
        }
    }
}
