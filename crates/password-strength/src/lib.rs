//! How easily a password is guessed, by zxcvbn. The app imports this module when somebody chooses another password
//! (src/strength.js); nobody else is shown that.

use wasm_bindgen::prelude::wasm_bindgen;
use zxcvbn::zxcvbn;

/// How many guesses a password stands: 0 for fewer than 10³, 1 for 10⁶, 2 for 10⁸, 3 for 10¹⁰, 4 for more. `known` are
/// words that somebody who knows the person would try.
#[wasm_bindgen]
pub fn estimate(password: &str, known: Vec<String>) -> u8 {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    zxcvbn(password, &known).score().into()
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
}
