use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::*;
use crate::store::{Commit, Store};

const OWNER: i64 = 7;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Note {
    text: String,
    ends_at: Option<u64>,
}

impl Document for Note {
    // One of the tables that there are.
    const KIND: &'static str = "identity";

    fn keys(&self) -> Vec<Key> {
        self.text.split(' ').map(|word| ("word", word.to_owned())).collect()
    }

    fn ends_at(&self) -> Option<u64> {
        self.ends_at
    }
}

fn note(text: &str) -> Note {
    Note { text: text.to_owned(), ends_at: None }
}

fn rows(store: &Arc<Store>, now: u64) -> Rows<Note> {
    Rows::new(&store.work(OWNER, now))
}

fn commit(store: &Store, rows: Rows<Note>) -> Commit {
    let mut changes = Changes::default();
    rows.put_into(&mut changes).unwrap();
    store.commit(&changes, || true, || ()).unwrap()
}

/// With these notes, by their ids.
fn store_of(notes: &[(&str, &str)]) -> Arc<Store> {
    let store = Arc::new(Store::in_memory().unwrap());
    let mut all = rows(&store, 0);
    for (id, text) in notes {
        all.insert((*id).to_owned(), note(text));
    }
    assert_eq!(commit(&store, all), Commit::Done);
    store
}

fn ids(found: &[(&str, &Note)]) -> String {
    found.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_was_read_must_still_be_so() {
    type Act = fn(&mut Rows<Note>);
    let cases: [(&str, Act, Act, Commit); 7] = [
        ("another row", |rows| drop(rows.get("a").cloned()), |rows| drop(rows.remove("b")), Commit::Done),
        (
            "a row that was read",
            |rows| drop(rows.get("a").cloned()),
            |rows| rows.insert("a".into(), note("x")),
            Commit::Overtaken,
        ),
        ("a row that is gone", |rows| drop(rows.get("a").cloned()), |rows| drop(rows.remove("a")), Commit::Overtaken),
        (
            "a row that was not there",
            |rows| drop(rows.get("c").cloned()),
            |rows| rows.insert("c".into(), note("x")),
            Commit::Overtaken,
        ),
        (
            "one more under a key",
            |rows| drop(ids(&rows.by_key("word", "red"))),
            |rows| rows.insert("c".into(), note("red")),
            Commit::Overtaken,
        ),
        (
            "one less under a key",
            |rows| drop(ids(&rows.by_key("word", "red"))),
            |rows| rows.insert("a".into(), note("x")),
            Commit::Overtaken,
        ),
        (
            "another key",
            |rows| drop(ids(&rows.by_key("word", "red"))),
            |rows| rows.insert("c".into(), note("blue")),
            Commit::Done,
        ),
    ];
    for (name, read, overtake, expected) in cases {
        let store = store_of(&[("a", "red"), ("b", "green")]);
        let mut slow = rows(&store, 0);
        read(&mut slow);
        slow.insert("written".to_owned(), note("by the slow one"));
        let mut quick = rows(&store, 0);
        overtake(&mut quick);
        assert_eq!(commit(&store, quick), Commit::Done, "{name}");
        assert_eq!(commit(&store, slow), expected, "{name}");
        let is_written = rows(&store, 0).contains_key("written");
        assert_eq!(is_written, expected == Commit::Done, "{name}: all of it or nothing");
    }
}

#[test]
fn a_unit_sees_what_it_has_changed() {
    let store = store_of(&[("a", "red"), ("b", "red green")]);
    let mut notes = rows(&store, 0);
    assert_eq!(ids(&notes.by_key("word", "red")), "a b");
    notes.get_mut("a").unwrap().text = "blue".to_owned();
    notes.insert("c".to_owned(), note("red"));
    assert_eq!(ids(&notes.by_key("word", "red")), "b c");
    assert_eq!(ids(&notes.by_key("word", "blue")), "a");
    assert_eq!(notes.remove("b"), Some(note("red green")));
    assert_eq!((ids(&notes.by_key("word", "red")), notes.contains_key("b")), ("c".to_owned(), false));
    assert_eq!(commit(&store, notes), Commit::Done);
    let notes = rows(&store, 0);
    assert_eq!(ids(&notes.by_key("word", "red")), "c");
    assert_eq!(ids(&notes.by_key("word", "green")), "", "keys go with their row");
    assert_eq!((ids(&notes.page(None, 9)), notes.len()), ("a c".to_owned(), 2));
}

#[test]
fn pages_follow_each_other() {
    let store = store_of(&[("a", "anna"), ("b", "ann"), ("c", "bert"), ("d", "ann")]);
    let notes = rows(&store, 0);
    assert_eq!((ids(&notes.page(None, 3)), ids(&notes.page(Some("c"), 3))), ("a b c".to_owned(), "d".to_owned()));
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = notes.page_by_key("word", "ann", true, after.as_ref(), 2);
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        found.extend(page.iter().map(|(_, note)| note.text.as_str()));
    }
    assert_eq!(found, ["ann", "ann", "anna"]);
    assert_eq!(notes.page_by_key("word", "ann", false, None, 9).len(), 2, "the whole word");
}

#[test]
fn what_is_over_goes_with_what_is_added() {
    let store = Arc::new(Store::in_memory().unwrap());
    for now in 0..100 {
        let mut notes = rows(&store, now);
        notes.insert(now.to_string(), Note { ends_at: Some(now + 10), ..note("old") });
        assert_eq!(commit(&store, notes), Commit::Done);
    }
    let notes = rows(&store, 100);
    assert_eq!(notes.page(None, 1000).len(), 10, "those of the last ten seconds");
    assert_eq!(notes.by_key("word", "old").len(), 10, "and their keys");
}

#[test]
fn nothing_is_written_of_what_is_as_it_was() {
    let store = store_of(&[("a", "red")]);
    let mut notes = rows(&store, 0);
    notes.get_mut("a").unwrap().text = "red".to_owned();
    notes.insert("b".to_owned(), note("green"));
    notes.remove("b");
    let mut changes = Changes::default();
    notes.put_into(&mut changes).unwrap();
    assert!(changes.is_empty());
}
