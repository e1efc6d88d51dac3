//! The cheapest way to guess a whole password, as a sequence of parts.

use crate::{keyboard, patterns, words};

/// A part of a password, from `start` up to before `end`, and after how many guesses it is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) guesses: f64,
}

/// What it costs that an attacker does not know how many parts there are.
const GUESSES_FOR_A_FURTHER_PART: f64 = 1e4;
/// What a character costs that belongs to nothing known.
const BRUTE_FORCE: f64 = 10.0;
/// A part of a longer password is never found at once.
const FEWEST_FOR_ONE: f64 = 10.0;
const FEWEST_FOR_SEVERAL: f64 = 50.0;

/// The fewest guesses: for `l` parts with `g` guesses each, l! · Π g + 10⁴⁽ˡ⁻¹⁾, of all ways to take the password apart.
pub(crate) fn guesses(password: &[char], known: &[String]) -> f64 {
    let mut parts = words::find(password, known);
    parts.extend(keyboard::find(password));
    parts.extend(patterns::find(password));
    parts.extend(repeated(password, known));
    cheapest(password.len(), &parts)
}

/// `abcabcabc`: as hard as what is repeated, times how often.
fn repeated(password: &[char], known: &[String]) -> Vec<Part> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < password.len() {
        let rest = &password[start..];
        let repeats = |period: usize| rest.chunks_exact(period).take_while(|chunk| *chunk == &rest[..period]).count();
        let longest = (1..=rest.len() / 2)
            .map(|period| (period, repeats(period)))
            .filter(|(_, count)| *count > 1)
            .max_by_key(|(period, count)| (period * count, core::cmp::Reverse(*period)));
        let Some((period, count)) = longest else {
            start += 1;
            continue;
        };
        let end = start + period * count;
        found.push(Part { start, end, guesses: guesses(&rest[..period], known) * count as f64 });
        start = end;
    }
    found
}

/// For each number of parts, the lowest product of the guesses of parts that reach up to a place; and whether the last of
/// them is brute force, which is never worth having twice in a row.
type Best = Vec<Option<(f64, bool)>>;

fn cheapest(length: usize, parts: &[Part]) -> f64 {
    let mut best: Vec<Best> = vec![vec![Some((1.0, false))]];
    for end in 1..=length {
        let mut here: Best = vec![None; end + 1];
        for part in parts.iter().filter(|part| part.end == end) {
            let fewest = fewest(part.end - part.start, length);
            take(&mut here, &best[part.start], part.guesses.max(fewest), false);
        }
        for (start, before) in best.iter().enumerate() {
            let guesses = BRUTE_FORCE.powi((end - start) as i32);
            take(&mut here, before, guesses.max(fewest(end - start, length) + 1.0), true);
        }
        best.push(here);
    }
    let total = |(count, product): (usize, f64)| {
        let orders: f64 = (1..=count).map(|order| order as f64).product();
        let further = GUESSES_FOR_A_FURTHER_PART.powi(count.saturating_sub(1) as i32);
        orders * product + further
    };
    let ways = best.last().into_iter().flatten().enumerate();
    ways.filter_map(|(count, way)| way.map(|(product, _)| total((count, product)))).fold(f64::MAX, f64::min)
}

/// Goes on `from` each number of parts with one more.
fn take(here: &mut Best, from: &Best, guesses: f64, is_brute_force: bool) {
    for (count, way) in from.iter().enumerate() {
        let Some((product, was_brute_force)) = way else { continue };
        if is_brute_force && *was_brute_force {
            continue;
        }
        let product = product * guesses;
        let known = &mut here[count + 1];
        if known.is_none_or(|(lowest, _)| product < lowest) {
            *known = Some((product, is_brute_force));
        }
    }
}

fn fewest(length: usize, of: usize) -> f64 {
    match length {
        _ if length == of => 1.0,
        1 => FEWEST_FOR_ONE,
        _ => FEWEST_FOR_SEVERAL,
    }
}

/// How many of `n` things `k` may be.
pub(crate) fn choose(n: usize, k: usize) -> f64 {
    (0..k).map(|i| (n.saturating_sub(i)) as f64 / (i + 1) as f64).product()
}
