//! How often this module says of a password what zxcvbn says of it.
//!
//! The passwords are made here, in the ways that people make theirs, from words that were not chosen by the lists.

use password_strength::estimate;
use zxcvbn::zxcvbn;

const WORDS: &[&str] = &[
    "summer",
    "winter",
    "dragon",
    "monkey",
    "football",
    "coffee",
    "garden",
    "london",
    "berlin",
    "chicago",
    "michael",
    "jessica",
    "andrew",
    "guitar",
    "purple",
    "yellow",
    "silver",
    "secret",
    "welcome",
    "hello",
    "sunshine",
    "princess",
    "butterfly",
    "chocolate",
    "computer",
    "internet",
    "business",
    "kitchen",
    "holiday",
    "mountain",
    "river",
    "orange",
    "banana",
    "tiger",
    "eagle",
    "falcon",
    "thunder",
    "lightning",
    "freedom",
    "justice",
    "marble",
    "velvet",
    "lantern",
    "walnut",
    "pickle",
    "turnip",
    "umbrella",
    "teapot",
    "saddle",
    "compass",
    "anchor",
    "harbor",
    "meadow",
    "thistle",
    "quartz",
    "granite",
    "copper",
    "zephyr",
    "gazebo",
    "trellis",
    "marmot",
    "anvil",
    "quilt",
    "parsnip",
    "obelisk",
    "sextant",
    "crumpet",
    "bassoon",
    "gherkin",
    "larkspur",
    "zucchini",
    "kaleidoscope",
    "platypus",
    "rhubarb",
];
const ENDINGS: &[&str] =
    &["1", "12", "123", "1234", "!", "1!", "123!", "01", "007", "69", "99", "2019", "2024", "@2023", "#1"];
const SIGNS: &[&str] = &["-", "_", ".", " ", "", "7", "&"];
const ALONE: &[&str] = &[
    "123456",
    "password",
    "qwerty",
    "letmein",
    "iloveyou",
    "admin",
    "trustno1",
    "abc123",
    "111111",
    "000000",
    "654321",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx",
    "qazwsxedc",
    "1q2w3e4r",
    "zaq12wsx",
    "!QAZ2wsx",
    "poiuytrewq",
    "789456123",
    "147258369",
    "159357",
    "112233",
    "121212",
    "aaaaaa",
    "abcabcabc",
    "xyzxyz",
    "abcdefgh",
    "hgfedcba",
    "13579",
    "2468",
    "zyxwvut",
    "aabbccdd",
    "13071985",
    "1985-07-13",
    "13.7.1985",
    "7/13/85",
    "850713",
    "01012000",
    "p@ssw0rd",
    "P@ssw0rd1",
    "Pa$$word",
    "passw0rd!",
    "l3tm31n",
    "dr4g0n",
    "m0nk3y",
    "drowssap",
    "nogard",
    "yeknom",
    "correcthorsebatterystaple",
    "tobeornottobe",
    "ilovechocolate",
    "mydogisbrown",
    "ihatemondays",
    "open sesame",
];

/// A simple generator: the same passwords each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn of<'a>(&mut self, things: &[&'a str]) -> &'a str {
        things[self.roll(things.len())]
    }

    fn random(&mut self, signs: &str, length: usize) -> String {
        let signs: Vec<char> = signs.chars().collect();
        (0..length).map(|_| signs[self.roll(signs.len())]).collect()
    }
}

fn capitalised(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn passwords() -> Vec<(&'static str, String)> {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
    const ALL: &str = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%&*+-?@";
    let mut dice = Dice(7);
    let mut made: Vec<(&str, String)> = ALONE.iter().map(|alone| ("by itself", (*alone).to_owned())).collect();
    made.extend(WORDS.iter().map(|word| ("a word", (*word).to_owned())));
    for _ in 0..100 {
        let (word, other) = (dice.of(WORDS), dice.of(WORDS));
        let (sign, ending) = (dice.of(SIGNS), dice.of(ENDINGS));
        made.push(("a word and an ending", format!("{word}{ending}")));
        made.push(("a capital and an ending", format!("{}{ending}", capitalised(word))));
        made.push(("two words", format!("{word}{sign}{other}")));
        made.push(("two words and an ending", format!("{}{sign}{}{ending}", capitalised(word), capitalised(other))));
        let lookalikes = word.replace('a', "4").replace('o', "0").replace('e', "3").replace('s', "$");
        made.push(("lookalikes", format!("{lookalikes}{ending}")));
        made.push(("three words", format!("{word}{sign}{other}{sign}{}", dice.of(WORDS))));
        made.push(("backwards", format!("{}{ending}", word.chars().rev().collect::<String>())));
        let length = 6 + dice.roll(8);
        made.push(("random letters", dice.random(LETTERS, length)));
        made.push(("random signs", dice.random(ALL, length)));
        made.push(("random digits", dice.random("0123456789", length)));
        made.push(("a word in random signs", format!("{}{word}{}", dice.random(ALL, 3), dice.random(ALL, 2))));
    }
    made
}

/// The four words that the app tells: it makes no difference between the lowest two.
fn told(score: u8) -> u8 {
    score.max(1)
}

#[test]
fn most_passwords_are_told_as_zxcvbn_tells_them_and_none_far_from_it() {
    let mut kinds = std::collections::BTreeMap::<&str, [usize; 3]>::new();
    let mut stronger = 0;
    let made = passwords();
    for (kind, password) in &made {
        let (ours, theirs) = (told(estimate(password, Vec::new())), told(zxcvbn(password, &[]).score().into()));
        let distance = usize::from(ours.abs_diff(theirs)).min(2);
        kinds.entry(kind).or_default()[distance] += 1;
        stronger += usize::from(ours > theirs);
        if distance > 0 && std::env::var_os("SHOW_DIFFERENCES").is_some() {
            println!("{kind}: {password} {ours} {theirs}");
        }
    }
    let mut all = [0; 3];
    println!("{:>24} {:>6} {:>6} {:>6}", "", "same", "by 1", "more");
    for (kind, counts) in &kinds {
        println!("{kind:>24} {:>6} {:>6} {:>6}", counts[0], counts[1], counts[2]);
        all.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    let of = made.len();
    let same = 100.0 * all[0] as f64 / of as f64;
    println!("{same:.1} % of {of} the same; {stronger} told as stronger; {all:?}");
    assert!(same >= 90.0, "{same:.1} % are told as zxcvbn tells them");
    assert!(all[2] * 100 <= of, "{} of {of} are told as much stronger or weaker", all[2]);
}
