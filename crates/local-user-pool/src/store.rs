//! What is kept: documents as rows of SQLite, in a file or in memory.
//!
//! A unit of work reads the rows that it needs without a lock, changes them in its own memory, and writes them in one
//! transaction, if what it has read is still so ([`Store::commit`]); otherwise it is done again. So nothing is computed
//! under a lock, and a process that is killed has either written all of a unit or nothing.
//!
//! SQLite, because its file is a documented format that other programs read, its journal survives a kill at any moment
//! without an fsync a transaction, and readers do not wait for writers.
//!
//! | module | subject |
//! |---|---|
//! | `connections` | one connection that writes, and those that read |
//! | `document` | what a row holds, and by what it is found |
//! | `rows` | the rows of one kind that a unit of work sees |
//! | `changes` | what it leads to |
//! | `snapshots` | copies of all rows, to come back to |
//! | `state_file` | the file: its rights, its beginning, what it was before |

pub(crate) mod changes;
mod connections;
pub(crate) mod document;
pub(crate) mod rows;
pub(crate) mod snapshots;
pub(crate) mod state_file;

use std::{
    cell::RefCell,
    collections::HashMap,
    fs::File,
    io,
    path::Path,
    rc::Rc,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::ServiceError;
use changes::Changes;
use connections::Connections;

/// The kinds of rows that belong to a pool of users.
const OF_POOLS: [&str; 4] = ["user", "sign_in", "failures", "attempts"];
/// The kind that belongs to an identity pool.
const OF_IDENTITY_POOLS: [&str; 1] = ["identity"];
/// How many messages of a pool are kept; the oldest go first.
const KEPT_MESSAGES: i64 = 500;
/// Versions of one run of the program; those of the next begin after them.
const VERSIONS_OF_A_RUN: i64 = 1 << 40;

/// All rows.
pub(crate) struct Store {
    connections: Connections,
    /// The newest version that a row has been given.
    version: AtomicI64,
    /// How many rows there are, by kind and owner, as far as somebody has asked.
    counts: Mutex<HashMap<(&'static str, i64), i64>>,
    /// Keeps other programs away from the file. The last to go, since SQLite's own locks go with any handle of the file.
    _lock: Option<File>,
}

/// What rows belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    Pool,
    IdentityPool,
}

/// How a commit went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Commit {
    Done,
    /// Something that was read is not so any more. Nothing was written.
    Overtaken,
}

/// One unit of work: whose rows it sees, and when it is done.
pub(crate) struct Work {
    store: Arc<Store>,
    owner: i64,
    /// Seconds since 1970.
    now: u64,
    /// Why a row could not be read.
    failure: RefCell<Option<rusqlite::Error>>,
}

impl Holder {
    fn table(self) -> &'static str {
        match self {
            Self::Pool => "pool",
            Self::IdentityPool => "identity_pool",
        }
    }

    fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Pool => &OF_POOLS,
            Self::IdentityPool => &OF_IDENTITY_POOLS,
        }
    }
}

impl Store {
    /// An empty one, which lasts as long as the program.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub(crate) fn in_memory() -> io::Result<Self> {
        Self::over(Connections::in_memory().map_err(io::Error::other)?).map_err(io::Error::other)
    }

    /// That of a file which [`state_file`] has made.
    ///
    /// # Errors
    /// What SQLite has against the file.
    pub(crate) fn open(file: &Path, lock: Option<File>) -> rusqlite::Result<Self> {
        Ok(Self { _lock: lock, ..Self::over(Connections::of_file(file)?)? })
    }

    fn over(connections: Connections) -> rusqlite::Result<Self> {
        let version = connections.write(|connection| {
            connection.execute_batch(&schema())?;
            connection.execute("UPDATE run SET number = number + 1", [])?;
            connection.query_row("SELECT number FROM run", [], |row| row.get::<_, i64>(0))
        })? * VERSIONS_OF_A_RUN;
        Ok(Self { connections, version: AtomicI64::new(version), counts: Mutex::default(), _lock: None })
    }

    /// Begins a unit of work on what belongs to `owner`.
    pub(crate) fn work(self: &Arc<Self>, owner: i64, now: u64) -> Rc<Work> {
        Rc::new(Work { store: Arc::clone(self), owner, now, failure: RefCell::default() })
    }

    /// Every holder of that kind: its row, and its document.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn holders(&self, holder: Holder) -> rusqlite::Result<Vec<(i64, String)>> {
        self.connections.read(|connection| {
            let mut statement = connection.prepare(&format!("SELECT row, body FROM {} ORDER BY id", holder.table()))?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// Adds a holder; gives what `then` makes of its row, before anybody else can write.
    ///
    /// # Errors
    /// What SQLite says, and that is a lot if there is one with that id.
    pub(crate) fn add_holder<T>(
        &self,
        holder: Holder,
        id: &str,
        body: &str,
        then: impl FnOnce(i64) -> T,
    ) -> rusqlite::Result<T> {
        let sql = format!("INSERT INTO {} (id, body) VALUES (?1, ?2)", holder.table());
        self.connections.write_then(
            |connection| {
                connection.execute(&sql, [id, body])?;
                Ok(connection.last_insert_rowid())
            },
            then,
        )
    }

    /// Gives a holder another document, before anybody works on it.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn set_holder(&self, holder: Holder, row: i64, body: &str) -> rusqlite::Result<()> {
        let mut changes = Changes::default();
        changes.set_holder(holder, row, body.to_owned());
        self.commit(&changes, || true, || ()).map(drop)
    }

    /// Removes a holder with everything that belongs to it, if `may_go` says so before anybody else can write; `then` is
    /// done before anybody else can.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn remove_holder(
        &self,
        holder: Holder,
        row: i64,
        may_go: impl FnOnce() -> bool,
        then: impl FnOnce(),
    ) -> rusqlite::Result<Commit> {
        let removed = self.connections.write_then(
            |connection| {
                if !may_go() {
                    return Ok(Commit::Overtaken);
                }
                for kind in holder.kinds() {
                    connection.execute(&format!("DELETE FROM {kind} WHERE owner = ?1"), [row])?;
                    connection.execute(&format!("DELETE FROM {kind}_key WHERE owner = ?1"), [row])?;
                }
                if holder == Holder::Pool {
                    connection.execute("DELETE FROM message WHERE owner = ?1", [row])?;
                }
                connection.execute(&format!("DELETE FROM {} WHERE row = ?1", holder.table()), [row])?;
                Ok(Commit::Done)
            },
            |commit| {
                if commit == Commit::Done {
                    then();
                }
                commit
            },
        )?;
        self.counts().retain(|(_, owner), _| *owner != row);
        Ok(removed)
    }

    /// Writes what a unit of work has led to, all of it or nothing. `is_current` says, before anybody else can write,
    /// whether what the unit knows besides rows still holds; `then` is done before anybody else can write.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn commit(
        &self,
        changes: &Changes,
        is_current: impl FnOnce() -> bool,
        then: impl FnOnce(),
    ) -> rusqlite::Result<Commit> {
        let version = self.version.fetch_add(1, Ordering::Relaxed) + 1;
        self.connections.write_then(
            |connection| {
                if !(is_current() && changes.still_hold(connection)?) {
                    return Ok(Commit::Overtaken);
                }
                changes.write(connection, version)?;
                Ok(Commit::Done)
            },
            |commit| {
                if commit == Commit::Done {
                    for (kind, owner, more) in changes.growth() {
                        if let Some(count) = self.counts().get_mut(&(kind, owner)) {
                            *count += more;
                        }
                    }
                    then();
                }
                commit
            },
        )
    }

    /// Says what kind of file it is: `PRAGMA application_id` and `user_version`.
    fn mark(&self, application_id: u32, version: u32) -> rusqlite::Result<()> {
        self.connections.write(|connection| {
            connection.pragma_update(None, "application_id", application_id)?;
            connection.pragma_update(None, "user_version", version)
        })
    }

    /// Moves everything from the journal into the file itself.
    ///
    /// # Errors
    /// What SQLite says.
    fn settle(&self) -> rusqlite::Result<()> {
        self.connections.checkpoint()
    }

    fn count(&self, kind: &'static str, owner: i64) -> rusqlite::Result<i64> {
        if let Some(count) = self.counts().get(&(kind, owner)) {
            return Ok(*count);
        }
        // Nobody else writes until the number stands.
        self.connections.write_then(
            |connection| {
                let sql = format!("SELECT count(*) FROM {kind} WHERE owner = ?1");
                connection.query_row(&sql, [owner], |row| row.get(0))
            },
            |count| {
                self.counts().insert((kind, owner), count);
                count
            },
        )
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<(&'static str, i64), i64>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Work {
    /// Messages of the owner that are kept, oldest first.
    pub(crate) fn messages(&self) -> Vec<String> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT body FROM message WHERE owner = ?1 ORDER BY row")?;
            statement.query_map([self.owner], |row| row.get(0))?.collect()
        })
    }

    /// # Errors
    /// InternalErrorException if something could not be read: what was made of it is worth nothing.
    pub(crate) fn check(&self) -> Result<(), ServiceError> {
        match *self.failure.borrow() {
            Some(_) => Err(unreadable()),
            None => Ok(()),
        }
    }

    fn read<T: Default>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> T {
        self.store.connections.read(read).unwrap_or_else(|error| self.fail(error))
    }

    fn fail<T: Default>(&self, error: rusqlite::Error) -> T {
        self.failure.borrow_mut().get_or_insert(error);
        T::default()
    }
}

/// For what could not be read or written.
pub(crate) fn unreadable() -> ServiceError {
    ServiceError::internal("The state cannot be read or written")
}

/// Each kind has a table of its documents, and one of the keys by which they are found.
fn schema() -> String {
    let kinds = OF_POOLS.iter().chain(&OF_IDENTITY_POOLS).map(|kind| {
        format!(
            "CREATE TABLE IF NOT EXISTS {kind} (
                row INTEGER PRIMARY KEY, owner INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
                ends_at INTEGER, body TEXT NOT NULL, UNIQUE (owner, id)
            ) STRICT;
            CREATE INDEX IF NOT EXISTS {kind}_ends_at ON {kind} (ends_at) WHERE ends_at IS NOT NULL;
            CREATE TABLE IF NOT EXISTS {kind}_key (
                owner INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, row INTEGER NOT NULL,
                PRIMARY KEY (owner, name, value, row)
            ) STRICT, WITHOUT ROWID;"
        )
    });
    let holders = [Holder::Pool, Holder::IdentityPool].map(|holder| {
        format!(
            "CREATE TABLE IF NOT EXISTS {} (
                row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL
            ) STRICT;",
            holder.table()
        )
    });
    let others = "
        CREATE TABLE IF NOT EXISTS message (
            row INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER NOT NULL, body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS message_owner ON message (owner, row);
        CREATE TABLE IF NOT EXISTS run (number INTEGER NOT NULL) STRICT;
        INSERT INTO run SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM run);";
    kinds.chain(holders).chain([others.to_owned()]).collect()
}

/// Adds messages of an owner, and drops the oldest.
fn add_messages(connection: &Connection, owner: i64, messages: &[String]) -> rusqlite::Result<()> {
    let mut add = connection.prepare_cached("INSERT INTO message (owner, body) VALUES (?1, ?2)")?;
    for message in messages {
        add.execute(params![owner, message])?;
    }
    let oldest = "SELECT row FROM message WHERE owner = ?1 ORDER BY row DESC LIMIT 1 OFFSET ?2";
    let oldest: Option<i64> =
        connection.prepare_cached(oldest)?.query_row([owner, KEPT_MESSAGES - 1], |row| row.get(0)).optional()?;
    if let Some(oldest) = oldest {
        connection
            .prepare_cached("DELETE FROM message WHERE owner = ?1 AND row < ?2")?
            .execute(params![owner, oldest])?;
    }
    Ok(())
}
