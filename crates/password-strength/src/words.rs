//! Words: common passwords, English words, names; and what is known of the person.

use std::sync::LazyLock;

use crate::search::{Part, choose};

/// The dictionary, as examples/cut_words.rs writes it: a line for each group of ranks, in which each word is what it shares
/// with the one before it, as a capital letter (A for nothing), and the rest of it.
static DATA: &str = include_str!("../data/words.txt");
/// Group n has the ranks from 4ⁿ; the middle one stands for all.
const RANKS: f64 = 4.0;

/// The shortest word that is worth having, and the longest in the dictionary, in bytes.
const SHORTEST: usize = 3;
const LONGEST: usize = 19;

/// Groups of words, each sorted.
static GROUPS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| DATA.lines().map(read).collect());

fn read(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut begin = 0;
    let bytes = line.as_bytes();
    for end in 1..=bytes.len() {
        if end < bytes.len() && !bytes[end].is_ascii_uppercase() {
            continue;
        }
        let shared = usize::from(bytes[begin].saturating_sub(b'A'));
        let before = words.last().and_then(|word| word.get(..shared)).unwrap_or_default();
        words.push([before, line.get(begin + 1..end).unwrap_or_default()].concat());
        begin = end;
    }
    words
}

/// After how many guesses a word is found.
fn rank(word: &str, known: &[String]) -> Option<f64> {
    if let Some(place) = known.iter().position(|known| known == word) {
        return Some((place + 1) as f64);
    }
    if word.len() > LONGEST {
        return None;
    }
    let group = GROUPS.iter().position(|group| group.binary_search_by(|other| other.as_str().cmp(word)).is_ok())?;
    Some((RANKS.powi(group as i32) * RANKS.sqrt()).floor())
}

/// All words: forwards, backwards, and with signs that look like letters.
pub(crate) fn find(password: &[char], known: &[String]) -> Vec<Part> {
    let lower: Vec<char> = password.iter().map(|sign| lowercase(*sign)).collect();
    let mut found = Vec::new();
    let mut take = |start: usize, end: usize, guesses: f64| {
        found.push(Part { start, end, guesses: guesses * capitals(&password[start..end]) });
    };
    each(&lower, known, &mut take);
    let backwards: Vec<char> = lower.iter().rev().copied().collect();
    let length = lower.len();
    each(&backwards, known, |start, end, rank| {
        // One that reads the same both ways was found already.
        if backwards[start..end] != lower[length - end..length - start] {
            take(length - end, length - start, rank * 2.0);
        }
    });
    for (place, letters) in LOOKALIKES.iter().enumerate() {
        let read: Vec<char> = lower.iter().map(|sign| letter(*sign, letters)).collect();
        // The first reading has what the others share.
        if place > 0 && lower.iter().all(|sign| letter(*sign, letters) == letter(*sign, LOOKALIKES[0])) {
            continue;
        }
        each(&read, known, |start, end, rank| {
            let variations = lookalikes(&lower[start..end], &read[start..end]);
            if variations > 1.0 && end - start > 1 {
                take(start, end, rank * variations);
            }
        });
    }
    found
}

fn each(signs: &[char], known: &[String], mut found: impl FnMut(usize, usize, f64)) {
    let mut word = String::new();
    for start in 0..signs.len() {
        word.clear();
        for (end, sign) in signs.iter().enumerate().skip(start) {
            word.push(*sign);
            if end + 1 - start >= SHORTEST
                && let Some(rank) = rank(&word, known)
            {
                found(start, end + 1, rank);
            }
        }
    }
}

fn lowercase(sign: char) -> char {
    let mut lower = sign.to_lowercase();
    // What becomes two letters stays as it is: places would shift.
    lower.next().filter(|_| lower.next().is_none()).unwrap_or(sign)
}

/// Signs that stand for letters, in pairs; `1`, `|` and `7` may be either of two.
const LOOKALIKES: [&str; 4] = [
    "4a@a8b(c{c[c<c3e6g9g1i!i|i0o$s5s+t7t%x2z",
    "4a@a8b(c{c[c<c3e6g9g1l!i|l0o$s5s+t7t%x2z",
    "4a@a8b(c{c[c<c3e6g9g1i!i|i0o$s5s+t7l%x2z",
    "4a@a8b(c{c[c<c3e6g9g1l!i|l0o$s5s+t7l%x2z",
];

fn letter(sign: char, letters: &str) -> char {
    let mut pairs = letters.chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if from == sign {
            return to;
        }
    }
    sign
}

/// In how many ways a word may be written so, 1 if nothing in it stands for something else.
fn lookalikes(written: &[char], read: &[char]) -> f64 {
    let mut variations = 1.0;
    for (place, (sign, letter)) in written.iter().zip(read).enumerate() {
        if sign == letter || written[..place].contains(sign) {
            continue;
        }
        let count = |wanted: char| written.iter().filter(|sign| **sign == wanted).count();
        variations *= match (count(*sign), count(*letter)) {
            (_, 0) => 2.0,
            (one, other) => (1..=one.min(other)).map(|some| choose(one + other, some)).sum(),
        };
    }
    variations
}

/// In how many ways a word may have its capitals.
fn capitals(signs: &[char]) -> f64 {
    let is_capital = |sign: &char| lowercase(*sign) != *sign;
    let upper = signs.iter().filter(|sign| is_capital(sign)).count();
    // Of other scripts it is not asked whether a sign is a letter: that takes a table.
    let lower = signs.iter().filter(|sign| sign.is_ascii_lowercase() || !sign.is_ascii()).count();
    match upper {
        0 => 1.0,
        _ if lower == 0 => 2.0,
        1 if signs.first().is_some_and(is_capital) || signs.last().is_some_and(is_capital) => 2.0,
        _ => (1..=upper.min(lower)).map(|some| choose(upper + lower, some)).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_is_sorted_and_looked_up_in_whole() {
        let words: Vec<&String> = GROUPS.iter().flatten().collect();
        assert!(words.len() > 25_000, "{}", words.len());
        assert!(GROUPS.iter().all(|group| group.is_sorted()));
        let shortest_and_longest =
            (words.iter().map(|word| word.len()).min(), words.iter().map(|word| word.len()).max());
        assert_eq!(shortest_and_longest, (Some(SHORTEST), Some(LONGEST)));
    }

    #[test]
    fn a_word_is_as_rare_as_its_group() {
        for (word, expected) in [("password", 2.0), ("dragon", 8.0), ("flurbwocket", 0.0)] {
            assert_eq!(rank(word, &[]).unwrap_or_default(), expected, "{word}");
        }
    }
}
