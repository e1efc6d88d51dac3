//! How easily a password is guessed: the method of zxcvbn (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation",
//! USENIX Security 2016) with a shorter dictionary, so that a browser downloads a seventh of it. The app imports this
//! module when somebody chooses another password (src/strength.js); nobody else is shown that.
//!
//! `tests/agreement.rs` holds it to what zxcvbn itself says.

mod keyboard;
mod patterns;
mod search;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

/// How many characters are looked at. More make no password weaker that is strong until there.
const LONGEST: usize = 100;

/// How many guesses a password stands: 0 for fewer than 10³, 1 for 10⁶, 2 for 10⁸, 3 for 10¹⁰, 4 for more. `known` are
/// words that somebody who knows the person would try.
#[wasm_bindgen]
pub fn estimate(password: &str, known: Vec<String>) -> u8 {
    let known: Vec<String> = known.iter().map(|word| word.to_lowercase()).collect();
    let password: Vec<char> = password.chars().take(LONGEST).collect();
    let guesses = search::guesses(&password, &known);
    // Five more, as zxcvbn has it: a number that is just above a bound is no better than the bound.
    [1e3, 1e6, 1e8, 1e10].iter().filter(|bound| guesses >= *bound + 5.0).count() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_as_weak_as_the_best_way_to_guess_it() {
        let known = ["flurbwocket@example.com", "flurbwocket", "Zindlequork"];
        for (name, password, expected) in [
            ("nothing", "", 0),
            ("the commonest", "password", 0),
            ("the commonest, with what rules ask for", "Password1!", 1),
            ("keys in a row", "qwertyuiop", 0),
            ("one sign again and again", "aaaaaaaaaaaa", 0),
            ("a word and a year", "Summer2024", 1),
            ("a word backwards, and a date", "nogard13.7.1985", 2),
            ("two common words", "monkey-tree", 2),
            ("two other words", "horse-battery", 3),
            ("four words", "quilt anvil marmot tidal", 4),
            ("random signs", "vD7#mPx2qLzW", 4),
            ("the person's own address", "flurbwocket@example.com", 0),
            ("the person's own name and a digit", "Flurbwocket1", 1),
            ("the person's own word, in capitals", "ZINDLEQUORK", 0),
            ("signs of other scripts", "пароль-日本語-ñandú", 4),
        ] {
            let known = known.map(str::to_owned).to_vec();
            assert_eq!(estimate(password, known), expected, "{name}");
        }
    }

    #[test]
    fn what_is_known_of_a_person_counts_for_that_person_alone() {
        let of = |known: &[&str]| estimate("flurbwocket", known.iter().map(|&word| word.to_owned()).collect());
        assert!(of(&["flurbwocket"]) < of(&[]));
    }

    #[test]
    fn no_password_is_too_odd_to_judge() {
        let long = "x7!".repeat(400);
        for password in ["\0", "\u{202e}abc", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "ǅǅǅ", "İİ", &long, "   ", "99999999999999999999"]
        {
            assert!(estimate(password, vec![String::new(), password.to_owned()]) <= 4, "{password:?}");
        }
    }
}
