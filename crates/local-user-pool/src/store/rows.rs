//! The rows of one kind that a unit of work sees: read when they are asked for, changed in its own memory.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use elsa::FrozenMap;
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Work,
    changes::{Changes, Lookup, OfKind, Write, purge},
    document::{Document, Key},
};

/// Documents by id.
pub(crate) struct Rows<D> {
    work: Rc<Work>,
    read: FrozenMap<String, Box<Row<D>>>,
    lookups: RefCell<Vec<Lookup>>,
    touched: BTreeSet<String>,
}

struct Row<D> {
    /// As it was read; `None` if there was none.
    before: Option<Stored>,
    now: Option<D>,
}

#[derive(Clone)]
pub(super) struct Stored {
    pub(super) row: i64,
    pub(super) version: i64,
    pub(super) body: String,
}

/// Where a page of rows that are found by a key begins: behind the row of that key's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) value: String,
    pub(crate) row: i64,
}

impl<D: Document> Rows<D> {
    pub(crate) fn new(work: &Rc<Work>) -> Self {
        Self { work: Rc::clone(work), read: FrozenMap::new(), lookups: RefCell::default(), touched: BTreeSet::new() }
    }

    pub(crate) fn get(&self, id: &str) -> Option<&D> {
        self.row(id).now.as_ref()
    }

    pub(crate) fn contains_key(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut D> {
        self.touch(id).now.as_mut()
    }

    /// Adds it, or puts it in the place of the one with that id.
    pub(crate) fn insert(&mut self, id: String, document: D) {
        self.touch(&id).now = Some(document);
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<D> {
        self.touch(id).now.take()
    }

    /// All that are found by that key, in the order of their ids.
    pub(crate) fn by_key(&self, name: &'static str, value: &str) -> Vec<(&str, &D)> {
        let found = self.work.read(|connection| with_key(connection, D::KIND, self.work.owner, name, value));
        let mut ids: BTreeSet<String> = found.iter().map(|(id, _)| id.clone()).collect();
        self.lookups.borrow_mut().push(Lookup { name, value: value.to_owned(), ids: ids.iter().cloned().collect() });
        for (id, stored) in found {
            self.hold(&id, stored);
        }
        // What this unit has changed is found by what it is now.
        let has_key = |id: &str| {
            let document = self.read.get(id).and_then(|row| row.now.as_ref());
            document.is_some_and(|document| document.keys().iter().any(|(own, is)| *own == name && is == value))
        };
        for id in &self.touched {
            if has_key(id) {
                ids.insert(id.clone());
            } else {
                ids.remove(id);
            }
        }
        ids.iter().filter_map(|id| self.entry(id)).collect()
    }

    /// How many are kept.
    pub(crate) fn len(&self) -> usize {
        let count = self.work.store.count(D::KIND, self.work.owner).unwrap_or_else(|error| self.work.fail(error));
        usize::try_from(count).unwrap_or_default()
    }

    /// Those that are kept, in the order of their ids: the first `most` after `after`.
    pub(crate) fn page(&self, after: Option<&str>, most: usize) -> Vec<(&str, &D)> {
        let found = self.work.read(|connection| {
            let kind = D::KIND;
            let sql =
                format!("SELECT id, row, version, body FROM {kind} WHERE owner = ?1 AND id > ?2 ORDER BY id LIMIT ?3");
            let mut statement = connection.prepare_cached(&sql)?;
            let limit = i64::try_from(most).unwrap_or(i64::MAX);
            let arguments = params![self.work.owner, after.unwrap_or_default(), limit];
            let found = statement.query_map(arguments, |row| Ok((row.get::<_, String>(0)?, stored(row, 1)?)))?;
            found.collect::<rusqlite::Result<Vec<_>>>()
        });
        let held = |(id, stored): (String, Stored)| {
            self.hold(&id, stored);
            self.entry(&id)
        };
        found.into_iter().filter_map(held).collect()
    }

    /// Those that are kept and have a key whose value is `value`, or begins with it: the first `most` after `after`, in the
    /// order of their values, with their places.
    pub(crate) fn page_by_key(
        &self,
        name: &str,
        value: &str,
        is_prefix: bool,
        after: Option<&Place>,
        most: usize,
    ) -> Vec<(Place, &D)> {
        let found = self.work.read(|connection| {
            let kind = D::KIND;
            let sql = format!(
                "SELECT k.value, id, k.row, version, body FROM {kind}_key AS k JOIN {kind} USING (row)
                 WHERE k.owner = ?1 AND name = ?2 AND k.value >= ?3 AND k.value <= ?4
                 AND (k.value, k.row) > (?5, ?6) ORDER BY k.value, k.row LIMIT ?7"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let last = if is_prefix { format!("{value}{}", char::MAX) } else { value.to_owned() };
            let (from, row) = after.map_or(("", 0), |place| (place.value.as_str(), place.row));
            let limit = i64::try_from(most).unwrap_or(i64::MAX);
            let arguments = params![self.work.owner, name, value, last, from, row, limit];
            let found = statement.query_map(arguments, |row| {
                let stored = stored(row, 2)?;
                Ok((Place { value: row.get(0)?, row: stored.row }, row.get::<_, String>(1)?, stored))
            })?;
            found.collect::<rusqlite::Result<Vec<_>>>()
        });
        let held = |(place, id, stored): (Place, String, Stored)| {
            self.hold(&id, stored);
            Some((place, self.entry(&id)?.1))
        };
        found.into_iter().filter_map(held).collect()
    }

    /// Adds what was read and what was changed.
    pub(crate) fn put_into(mut self, changes: &mut Changes) -> serde_json::Result<()> {
        let owner = self.work.owner;
        let rows = self.read.as_mut();
        let mut writes = Vec::new();
        for id in &self.touched {
            let Some(row) = rows.get(id) else { continue };
            if let Some(write) = write(id, row)? {
                writes.push(write);
            }
        }
        let read: BTreeMap<String, Option<i64>> =
            std::mem::take(rows).into_iter().map(|(id, row)| (id, row.before.map(|before| before.version))).collect();
        changes.add(OfKind {
            kind: D::KIND,
            owner,
            purge: purge::<D>,
            now: self.work.now,
            read,
            lookups: self.lookups.into_inner(),
            writes,
        });
        Ok(())
    }

    /// What was found in passing need not be looked for again. What this unit has read already stays as that is.
    fn hold(&self, id: &str, stored: Stored) {
        if self.read.get(id).is_none() {
            self.read.insert(id.to_owned(), Box::new(self.row_of(Some(stored))));
        }
    }

    fn entry(&self, id: &str) -> Option<(&str, &D)> {
        self.get(id)?;
        let (id, row) = self.read.get_key_value(id)?;
        Some((id, row.now.as_ref()?))
    }

    fn row(&self, id: &str) -> &Row<D> {
        if let Some(row) = self.read.get(id) {
            return row;
        }
        let stored = self.work.read(|connection| {
            let sql = format!("SELECT row, version, body FROM {} WHERE owner = ?1 AND id = ?2", D::KIND);
            let mut statement = connection.prepare_cached(&sql)?;
            statement.query_row(params![self.work.owner, id], |row| stored(row, 0)).optional()
        });
        self.read.insert(id.to_owned(), Box::new(self.row_of(stored)))
    }

    fn touch(&mut self, id: &str) -> &mut Row<D> {
        self.row(id);
        self.touched.insert(id.to_owned());
        self.read.as_mut().entry(id.to_owned()).or_insert_with(|| Box::new(Row { before: None, now: None }))
    }

    fn row_of(&self, before: Option<Stored>) -> Row<D> {
        let now = before.as_ref().and_then(|stored| match serde_json::from_str(&stored.body) {
            Ok(document) => Some(document),
            // Without the text: it is full of secrets.
            Err(_) => self.work.fail(rusqlite::Error::InvalidQuery),
        });
        Row { before, now }
    }
}

/// What is to be written of a row; nothing if it is as it was.
fn write<D: Document>(id: &str, row: &Row<D>) -> serde_json::Result<Option<Write>> {
    let keys_before = || -> serde_json::Result<BTreeSet<Key>> {
        match &row.before {
            Some(before) => Ok(serde_json::from_str::<D>(&before.body)?.keys().into_iter().collect()),
            None => Ok(BTreeSet::new()),
        }
    };
    let Some(document) = &row.now else {
        let Some(before) = &row.before else { return Ok(None) };
        return Ok(Some(Write::Delete { row: before.row, keys: keys_before()? }));
    };
    let (body, ends_at) = (serde_json::to_string(document)?, document.ends_at());
    let keys: BTreeSet<Key> = document.keys().into_iter().collect();
    match &row.before {
        None => Ok(Some(Write::Insert { id: id.to_owned(), body, ends_at, keys })),
        Some(before) if before.body == body => Ok(None),
        Some(before) => {
            let old = keys_before()?;
            let (gone, new) = (&old - &keys, &keys - &old);
            Ok(Some(Write::Update { row: before.row, body, ends_at, gone, new }))
        }
    }
}

fn with_key(
    connection: &Connection,
    kind: &str,
    owner: i64,
    name: &str,
    value: &str,
) -> rusqlite::Result<Vec<(String, Stored)>> {
    let sql = format!(
        "SELECT id, {kind}.row, version, body FROM {kind}_key AS k JOIN {kind} USING (row)
         WHERE k.owner = ?1 AND name = ?2 AND value = ?3"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map(params![owner, name, value], |row| Ok((row.get(0)?, stored(row, 1)?)))?.collect()
}

/// What stands in a result from that column on.
fn stored(row: &rusqlite::Row<'_>, from: usize) -> rusqlite::Result<Stored> {
    Ok(Stored { row: row.get(from)?, version: row.get(from + 1)?, body: row.get(from + 2)? })
}

#[cfg(test)]
mod tests;
