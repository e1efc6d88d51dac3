//! Copies of all rows under names, to come back to. They are temporary tables: they last as long as the program, and are in
//! no file.

use std::sync::atomic::Ordering;

use rusqlite::{Connection, OptionalExtension};

use super::{Holder, OF_IDENTITY_POOLS, OF_POOLS, Store};

/// All holders of both kinds, their rows and their documents.
pub(crate) struct Holders {
    pub(crate) pools: Vec<(i64, String)>,
    pub(crate) identity_pools: Vec<(i64, String)>,
}

impl Store {
    /// Keeps everything as it is now, in the place of what was kept under that name.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn keep(&self, name: &str) -> rusqlite::Result<()> {
        self.connections.write(|connection| {
            forget(connection, name)?;
            connection.execute("INSERT INTO temp.snapshot (name) VALUES (?1)", [name])?;
            let number = connection.last_insert_rowid();
            tables().try_for_each(|table| {
                let sql = format!("CREATE TEMP TABLE {} AS SELECT * FROM main.{table}", copy(&table, number));
                connection.execute_batch(&sql)
            })
        })
    }

    /// Makes everything what was kept under that name; `then` is done with it before anybody else can write. Gives whether
    /// there was such.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn bring_back(&self, name: &str, then: impl FnOnce(Holders)) -> rusqlite::Result<bool> {
        // What somebody has read before is of no use any more.
        let version = self.version.fetch_add(1, Ordering::Relaxed) + 1;
        self.connections.write_then(
            |connection| {
                let Some(number) = number(connection, name)? else { return Ok(None) };
                for table in tables() {
                    let copy = copy(&table, number);
                    let sql = format!("DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM temp.{copy};");
                    connection.execute_batch(&sql)?;
                }
                for kind in kinds() {
                    connection.execute(&format!("UPDATE main.{kind} SET version = ?1"), [version])?;
                }
                let pools = holders(connection, Holder::Pool)?;
                Ok(Some(Holders { pools, identity_pools: holders(connection, Holder::IdentityPool)? }))
            },
            |found| {
                self.counts().clear();
                found.map(then).is_some()
            },
        )
    }

    /// Forgets what was kept under that name; gives whether there was such.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn forget_snapshot(&self, name: &str) -> rusqlite::Result<bool> {
        self.connections.write(|connection| forget(connection, name))
    }

    /// Removes the messages of an owner of which `is_meant` says so; gives how many.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn remove_messages(&self, owner: i64, is_meant: impl Fn(&str) -> bool) -> rusqlite::Result<usize> {
        self.connections.write(|connection| {
            let mut all = connection.prepare("SELECT row, body FROM message WHERE owner = ?1")?;
            let all: Vec<(i64, String)> =
                all.query_map([owner], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
            let mut remove = connection.prepare("DELETE FROM message WHERE row = ?1")?;
            all.iter().filter(|(_, body)| is_meant(body)).map(|(row, _)| remove.execute([row])).sum()
        })
    }
}

fn kinds() -> impl Iterator<Item = &'static str> {
    OF_POOLS.into_iter().chain(OF_IDENTITY_POOLS)
}

fn tables() -> impl Iterator<Item = String> {
    let holders = [Holder::Pool, Holder::IdentityPool].map(|holder| holder.table().to_owned());
    kinds().flat_map(|kind| [kind.to_owned(), format!("{kind}_key")]).chain(holders).chain(["message".to_owned()])
}

fn copy(table: &str, number: i64) -> String {
    format!("snapshot_{number}_{table}")
}

fn holders(connection: &Connection, holder: Holder) -> rusqlite::Result<Vec<(i64, String)>> {
    let mut statement = connection.prepare(&format!("SELECT row, body FROM {} ORDER BY id", holder.table()))?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn number(connection: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    let names = "CREATE TEMP TABLE IF NOT EXISTS snapshot (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)";
    connection.execute_batch(names)?;
    let sql = "SELECT number FROM temp.snapshot WHERE name = ?1";
    connection.query_row(sql, [name], |row| row.get(0)).optional()
}

fn forget(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    let Some(number) = number(connection, name)? else { return Ok(false) };
    tables().try_for_each(|table| connection.execute_batch(&format!("DROP TABLE temp.{}", copy(&table, number))))?;
    connection.execute("DELETE FROM temp.snapshot WHERE number = ?1", [number])?;
    Ok(true)
}
