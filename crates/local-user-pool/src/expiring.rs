//! What is kept in memory for a while: the oldest go first, without a look at the others.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
};

/// So many entries of the queue may stand for nothing any more before it is gone through.
const SLACK: usize = 1024;

/// Values by key, each for the same time, and no more than a certain number.
pub(crate) struct Expiring<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// In the order of their ends. An entry that was taken out, or put in anew, leaves its old place behind.
    queue: VecDeque<(K, u64)>,
    seconds: u64,
    most: usize,
    /// Counts what was put in.
    turn: u64,
}

struct Entry<V> {
    value: V,
    /// Seconds since 1970.
    ends_at: u64,
    turn: u64,
}

impl<K: Clone + Eq + Hash, V> Expiring<K, V> {
    pub(crate) fn new(seconds: u64, most: usize) -> Self {
        Self { entries: HashMap::new(), queue: VecDeque::new(), seconds, most, turn: 0 }
    }

    /// Puts a value in, and drops those whose time is over, and the oldest where there are too many.
    pub(crate) fn insert(&mut self, key: K, value: V, now: u64) {
        self.turn += 1;
        let entry = Entry { value, ends_at: now + self.seconds, turn: self.turn };
        self.entries.insert(key.clone(), entry);
        self.queue.push_back((key, self.turn));
        while let Some((key, turn)) = self.queue.front() {
            let live = self.entries.get(key).filter(|entry| entry.turn == *turn);
            let is_kept = live.is_some_and(|entry| now < entry.ends_at) && self.entries.len() <= self.most;
            if is_kept {
                break;
            }
            if live.is_some() {
                self.entries.remove(key);
            }
            self.queue.pop_front();
        }
        if self.queue.len() > 2 * self.entries.len() + SLACK {
            self.queue.retain(|(key, turn)| self.entries.get(key).is_some_and(|entry| entry.turn == *turn));
        }
    }

    /// Also one whose time is over, until something is put in.
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.entries.get_mut(key).map(|entry| &mut entry.value)
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        self.entries.remove(key).map(|entry| entry.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first() {
        let mut kept = Expiring::new(10, 3);
        for (key, now) in [("a", 0), ("b", 4), ("c", 8)] {
            kept.insert(key, now, now);
        }
        let keys = |kept: &Expiring<&'static str, u64>| {
            ["a", "b", "c", "d", "e", "f"].into_iter().filter(|key| kept.get(key).is_some()).collect::<String>()
        };
        assert_eq!(keys(&kept), "abc");
        kept.insert("d", 9, 9);
        assert_eq!(keys(&kept), "bcd", "no more than three");
        kept.insert("b", 12, 12);
        assert_eq!(keys(&kept), "bcd", "put in anew");
        kept.insert("e", 19, 19);
        assert_eq!(keys(&kept), "be", "c and d are over, b is not");
        assert_eq!(kept.remove(&"e"), Some(19));
        kept.insert("f", 20, 20);
        assert_eq!(keys(&kept), "bf");
    }

    #[test]
    fn what_was_taken_out_leaves_nothing_behind() {
        let mut kept = Expiring::new(1_000_000, 1_000_000);
        for key in 0..100_000_u64 {
            kept.insert(key, (), key / 1000);
            kept.remove(&key);
        }
        assert!(kept.entries.is_empty() && kept.queue.len() <= SLACK + 1, "{}", kept.queue.len());
    }
}
