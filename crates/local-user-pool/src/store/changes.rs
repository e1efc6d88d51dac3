//! What a unit of work leads to: what it has read, which must still be so, and what is written then.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Holder, add_messages,
    document::{Document, Key},
};

/// So many rows that are of no more use go with each new one: more than are added, so that they never pile up.
const PURGED_AT_ONCE: i64 = 8;

/// Everything that one unit of work leads to.
#[derive(Default)]
pub(crate) struct Changes {
    kinds: Vec<OfKind>,
    messages: Option<(i64, Vec<String>)>,
    holder: Option<(Holder, i64, String)>,
}

/// Of one kind of rows.
pub(super) struct OfKind {
    pub(super) kind: &'static str,
    pub(super) owner: i64,
    pub(super) purge: Purge,
    pub(super) now: u64,
    /// From ids to versions; `None` where there was no row.
    pub(super) read: BTreeMap<String, Option<i64>>,
    pub(super) lookups: Vec<Lookup>,
    pub(super) writes: Vec<Write>,
}

/// Drops rows that are of no more use at that time.
pub(super) type Purge = fn(&Connection, u64) -> rusqlite::Result<()>;

/// What was found by a key.
pub(super) struct Lookup {
    pub(super) name: &'static str,
    pub(super) value: String,
    /// In order.
    pub(super) ids: Vec<String>,
}

/// What becomes of one row.
pub(super) enum Write {
    Insert { id: String, body: String, ends_at: Option<u64>, keys: BTreeSet<Key> },
    Update { row: i64, body: String, ends_at: Option<u64>, gone: BTreeSet<Key>, new: BTreeSet<Key> },
    Delete { row: i64, keys: BTreeSet<Key> },
}

impl Changes {
    pub(super) fn add(&mut self, rows: OfKind) {
        self.kinds.push(rows);
    }

    /// Messages that the owner keeps.
    pub(crate) fn add_messages(&mut self, owner: i64, messages: Vec<String>) {
        self.messages = (!messages.is_empty()).then_some((owner, messages));
    }

    /// Another document of the holder's own.
    pub(crate) fn set_holder(&mut self, holder: Holder, row: i64, body: String) {
        self.holder = Some((holder, row, body));
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.messages.is_none() && self.holder.is_none() && self.kinds.iter().all(|kind| kind.writes.is_empty())
    }

    /// How many rows more there are, by kind and owner.
    pub(super) fn growth(&self) -> impl Iterator<Item = (&'static str, i64, i64)> {
        self.kinds.iter().map(|kind| {
            let more = kind.writes.iter().map(|write| match write {
                Write::Insert { .. } => 1_i64,
                Write::Update { .. } => 0,
                Write::Delete { .. } => -1,
            });
            (kind.kind, kind.owner, more.sum())
        })
    }

    /// Whether what was read is still so.
    pub(super) fn still_hold(&self, connection: &Connection) -> rusqlite::Result<bool> {
        for kind in &self.kinds {
            if !kind.still_holds(connection)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn write(&self, connection: &Connection, version: i64) -> rusqlite::Result<()> {
        for kind in &self.kinds {
            kind.write(connection, version)?;
        }
        if let Some((owner, messages)) = &self.messages {
            add_messages(connection, *owner, messages)?;
        }
        if let Some((holder, row, body)) = &self.holder {
            let sql = format!("UPDATE {} SET body = ?2 WHERE row = ?1", holder.table());
            connection.prepare_cached(&sql)?.execute(params![row, body])?;
        }
        Ok(())
    }
}

impl OfKind {
    fn still_holds(&self, connection: &Connection) -> rusqlite::Result<bool> {
        let kind = self.kind;
        let mut version =
            connection.prepare_cached(&format!("SELECT version FROM {kind} WHERE owner = ?1 AND id = ?2"))?;
        for (id, before) in &self.read {
            let now: Option<i64> = version.query_row(params![self.owner, id], |row| row.get(0)).optional()?;
            if now != *before {
                return Ok(false);
            }
        }
        let mut found = connection.prepare_cached(&format!(
            "SELECT id FROM {kind}_key AS k JOIN {kind} USING (row)
             WHERE k.owner = ?1 AND name = ?2 AND value = ?3 ORDER BY id"
        ))?;
        for lookup in &self.lookups {
            let ids = found.query_map(params![self.owner, lookup.name, lookup.value], |row| row.get(0))?;
            if ids.collect::<rusqlite::Result<Vec<String>>>()? != lookup.ids {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn write(&self, connection: &Connection, version: i64) -> rusqlite::Result<()> {
        let (kind, owner) = (self.kind, self.owner);
        let time = |ends_at: &Option<u64>| ends_at.map(|end| i64::try_from(end).unwrap_or(i64::MAX));
        let mut is_purged = false;
        for write in &self.writes {
            match write {
                Write::Insert { id, body, ends_at, keys } => {
                    if !std::mem::replace(&mut is_purged, true) {
                        (self.purge)(connection, self.now)?;
                    }
                    let sql =
                        format!("INSERT INTO {kind} (owner, id, version, ends_at, body) VALUES (?1, ?2, ?3, ?4, ?5)");
                    let end = time(ends_at);
                    connection.prepare_cached(&sql)?.execute(params![owner, id, version, end, body])?;
                    add_keys(connection, kind, owner, connection.last_insert_rowid(), keys)?;
                }
                Write::Update { row, body, ends_at, gone, new } => {
                    let sql = format!("UPDATE {kind} SET version = ?2, ends_at = ?3, body = ?4 WHERE row = ?1");
                    connection.prepare_cached(&sql)?.execute(params![row, version, time(ends_at), body])?;
                    remove_keys(connection, kind, owner, *row, gone)?;
                    add_keys(connection, kind, owner, *row, new)?;
                }
                Write::Delete { row, keys } => delete(connection, kind, owner, *row, keys)?,
            }
        }
        Ok(())
    }
}

/// Drops a few rows of that kind whose time is over, whosever they are.
pub(super) fn purge<D: Document>(connection: &Connection, now: u64) -> rusqlite::Result<()> {
    let kind = D::KIND;
    let sql = format!("SELECT row, owner, body FROM {kind} WHERE ends_at <= ?1 ORDER BY ends_at LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let over = statement.query_map([now, PURGED_AT_ONCE], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
    })?;
    for (row, owner, body) in over.collect::<rusqlite::Result<Vec<_>>>()? {
        let keys = serde_json::from_str::<D>(&body).map(|document| document.keys()).unwrap_or_default();
        delete(connection, kind, owner, row, &keys.into_iter().collect())?;
    }
    Ok(())
}

fn delete(connection: &Connection, kind: &str, owner: i64, row: i64, keys: &BTreeSet<Key>) -> rusqlite::Result<()> {
    connection.prepare_cached(&format!("DELETE FROM {kind} WHERE row = ?1"))?.execute([row])?;
    remove_keys(connection, kind, owner, row, keys)
}

fn add_keys(connection: &Connection, kind: &str, owner: i64, row: i64, keys: &BTreeSet<Key>) -> rusqlite::Result<()> {
    let sql = format!("INSERT INTO {kind}_key (owner, name, value, row) VALUES (?1, ?2, ?3, ?4)");
    let mut statement = connection.prepare_cached(&sql)?;
    for (name, value) in keys {
        statement.execute(params![owner, name, value, row])?;
    }
    Ok(())
}

fn remove_keys(
    connection: &Connection,
    kind: &str,
    owner: i64,
    row: i64,
    keys: &BTreeSet<Key>,
) -> rusqlite::Result<()> {
    let sql = format!("DELETE FROM {kind}_key WHERE owner = ?1 AND name = ?2 AND value = ?3 AND row = ?4");
    let mut statement = connection.prepare_cached(&sql)?;
    for (name, value) in keys {
        statement.execute(params![owner, name, value, row])?;
    }
    Ok(())
}
