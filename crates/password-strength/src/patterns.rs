//! What needs no dictionary: sequences of signs, years, dates.

use crate::search::Part;

/// Years are counted from here, and never fewer than [`YEARS`]: some years more or less make no difference.
const THIS_YEAR: i32 = 2026;
const YEARS: i32 = 20;

pub(crate) fn find(password: &[char]) -> Vec<Part> {
    let mut found = sequences(password);
    for start in 0..password.len() {
        for end in start + 4..=password.len().min(start + 10) {
            let signs = &password[start..end];
            let guesses = year(signs).into_iter().chain(date(signs)).fold(f64::MAX, f64::min);
            if guesses < f64::MAX {
                found.push(Part { start, end, guesses });
            }
        }
    }
    found
}

/// `abcd`, `97531`: signs at an equal distance.
fn sequences(password: &[char]) -> Vec<Part> {
    /// The furthest apart that people think of.
    const FURTHEST: i32 = 5;
    let distance = |place: usize| password[place + 1] as i32 - password[place] as i32;
    let mut found = Vec::new();
    let mut start = 0;
    while start + 1 < password.len() {
        let step = distance(start);
        let mut end = start + 2;
        while end < password.len() && distance(end - 1) == step {
            end += 1;
        }
        let is_sequence = (1..=FURTHEST).contains(&step.abs()) && (end - start > 2 || step.abs() == 1);
        if is_sequence {
            let first = match password[start] {
                'a' | 'A' | 'z' | 'Z' | '0' | '1' | '9' => 4.0,
                '0'..='9' => 10.0,
                _ => 26.0,
            };
            let direction = if step > 0 { 1.0 } else { 2.0 };
            found.push(Part { start, end, guesses: first * direction * (end - start) as f64 });
        }
        // The last sign may begin the next sequence.
        start = end - 1;
    }
    found
}

/// A year by itself: `1987`.
fn year(signs: &[char]) -> Option<f64> {
    let year = number(signs)?;
    (signs.len() == 4 && (1900..2060).contains(&year)).then(|| years(year))
}

/// A day, with or without signs between its numbers: `13.7.1985`, `850713`.
fn date(signs: &[char]) -> Option<f64> {
    let mut between = signs.iter().filter(|sign| !sign.is_ascii_digit());
    let year = match (between.next(), between.next(), between.next()) {
        (None, ..) if signs.len() <= 8 => {
            let ways = (1..=4).flat_map(|first| (1..=4).map(move |second| [first, second]));
            let days = ways.filter_map(|[first, second]| {
                let (head, tail) = (signs.get(..first)?, signs.get(first + second..)?);
                day([head, &signs[first..first + second], tail])
            });
            days.min_by_key(|year| (year - THIS_YEAR).abs())?
        }
        (Some(one), Some(other), None) if one == other && " -/\\_.".contains(*one) => {
            let mut numbers = signs.split(|sign| sign == one);
            day([numbers.next()?, numbers.next()?, numbers.next()?])?
        }
        _ => return None,
    };
    let is_apart = signs.iter().any(|sign| !sign.is_ascii_digit());
    Some(365.0 * years(year) * if is_apart { 4.0 } else { 1.0 })
}

/// The year of a day whose numbers stand in one of the orders that people write them in.
fn day(numbers: [&[char]; 3]) -> Option<i32> {
    let [first, second, third] = numbers;
    // The order of day and month is open.
    let is_day = |one: &[char], other: &[char]| {
        let short = |digits: &[char]| number(digits).filter(|_| (1..=2).contains(&digits.len()));
        let (Some(one), Some(other)) = (short(one), short(other)) else { return false };
        (1..=31).contains(&one.max(other)) && (1..=12).contains(&one.min(other))
    };
    let year = |digits: &[char]| match (number(digits)?, digits.len()) {
        (year, 4) if (1000..=2050).contains(&year) => Some(year),
        (year @ ..=50, 2) => Some(2000 + year),
        (year, 2) => Some(1900 + year),
        _ => None,
    };
    let at_the_end = year(third).filter(|_| is_day(first, second));
    at_the_end.or_else(|| year(first).filter(|_| is_day(second, third)))
}

fn years(year: i32) -> f64 {
    f64::from((year - THIS_YEAR).abs().max(YEARS))
}

fn number(digits: &[char]) -> Option<i32> {
    let digit = |number: i32, sign: &char| Some(number * 10 + sign.to_digit(10)? as i32);
    (1..=4).contains(&digits.len()).then(|| digits.iter().try_fold(0, digit)).flatten()
}
