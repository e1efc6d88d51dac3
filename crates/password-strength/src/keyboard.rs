//! Keys that lie in a row, on a keyboard or a number pad.

use crate::search::{Part, choose};

/// A block of keys: its rows, and where the keys above and below are.
struct Block {
    rows: &'static [&'static str],
    shifted: &'static [&'static str],
    /// Columns and rows from a key to each of its neighbours.
    neighbours: &'static [(i32, i32)],
    /// How many keys a run may begin with.
    starts: f64,
    /// How many neighbours a key has on average.
    degree: f64,
}

const BLOCKS: [Block; 2] = [
    // Each row lies half a key to the right of the one above.
    Block {
        rows: &["`1234567890-=", " qwertyuiop[]\\", " asdfghjkl;'", " zxcvbnm,./"],
        shifted: &["~!@#$%^&*()_+", " QWERTYUIOP{}|", " ASDFGHJKL:\"", " ZXCVBNM<>?"],
        neighbours: &[(-1, 0), (0, -1), (1, -1), (1, 0), (0, 1), (-1, 1)],
        starts: 94.0,
        degree: 4.6,
    },
    Block {
        rows: &[" /*-", "789+", "456", "123", " 0."],
        shifted: &[],
        neighbours: &[(-1, 0), (-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1)],
        starts: 15.0,
        degree: 5.1,
    },
];

/// Runs of at least three keys.
pub(crate) fn find(password: &[char]) -> Vec<Part> {
    BLOCKS.iter().flat_map(|block| block.find(password)).collect()
}

#[derive(Clone, Copy, PartialEq)]
struct Key {
    column: i32,
    row: i32,
    is_shifted: bool,
}

impl Block {
    fn find(&self, password: &[char]) -> Vec<Part> {
        let keys: Vec<Option<Key>> = password.iter().map(|sign| self.key(*sign)).collect();
        let step = |place: usize| {
            let (from, to) = (keys[place]?, keys[place + 1]?);
            let step = (to.column - from.column, to.row - from.row);
            self.neighbours.contains(&step).then_some(step)
        };
        let mut found = Vec::new();
        let mut start = 0;
        while start < keys.len() {
            let mut steps = Vec::new();
            while start + steps.len() + 1 < keys.len() {
                let Some(step) = step(start + steps.len()) else { break };
                steps.push(step);
            }
            let end = start + steps.len() + 1;
            if steps.len() > 1 {
                let turns = 1 + steps.windows(2).filter(|pair| pair[0] != pair[1]).count();
                let shifted = keys[start..end].iter().flatten().filter(|key| key.is_shifted).count();
                found.push(Part { start, end, guesses: self.guesses(end - start, turns, shifted) });
            }
            start = end;
        }
        found
    }

    fn key(&self, sign: char) -> Option<Key> {
        let inside = |rows: &[&str], is_shifted| {
            rows.iter().zip(0..).find_map(|(keys, row)| {
                let column = keys.chars().position(|key| key == sign && key != ' ')?;
                Some(Key { column: column as i32, row, is_shifted })
            })
        };
        inside(self.rows, false).or_else(|| inside(self.shifted, true))
    }

    /// Of all runs that are no longer and turn no oftener: where they begin, and where each turn leads.
    fn guesses(&self, length: usize, turns: usize, shifted: usize) -> f64 {
        let of =
            |length: usize, turns: usize| choose(length - 1, turns - 1) * self.starts * self.degree.powi(turns as i32);
        let runs: f64 =
            (2..=length).map(|length| (1..=turns.min(length - 1)).map(|turns| of(length, turns)).sum::<f64>()).sum();
        runs * variations(shifted, length - shifted)
    }
}

/// In how many ways some of the keys may be shifted.
fn variations(shifted: usize, plain: usize) -> f64 {
    match (shifted, plain) {
        (0, _) => 1.0,
        (_, 0) => 2.0,
        _ => (1..=shifted.min(plain)).map(|count| choose(shifted + plain, count)).sum(),
    }
}
