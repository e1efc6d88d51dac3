//! One connection that writes, and those that read.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

/// A reading transaction never holds a writer up; only another program could.
const PATIENCE: Duration = Duration::from_secs(5);
const STATEMENTS: usize = 128;

pub(super) struct Connections {
    writer: Mutex<Connection>,
    /// In memory the writer reads as well: there is nothing to wait for.
    readers: Option<Readers>,
}

struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Connections {
    pub(super) fn in_memory() -> rusqlite::Result<Self> {
        let writer = Connection::open_in_memory()?;
        writer.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self { writer: Mutex::new(writer), readers: None })
    }

    pub(super) fn of_file(file: &Path) -> rusqlite::Result<Self> {
        let writer = open(file)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        Ok(Self {
            writer: Mutex::new(writer),
            readers: Some(Readers { file: file.to_owned(), idle: Mutex::default() }),
        })
    }

    pub(super) fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let Some(readers) = &self.readers else { return read(&lock(&self.writer)) };
        let idle = lock(&readers.idle).pop();
        let connection = idle.map_or_else(|| open(&readers.file), Ok)?;
        let result = read(&connection);
        lock(&readers.idle).push(connection);
        result
    }

    /// In one transaction: all that `write` does, or nothing if it fails.
    pub(super) fn write<T>(&self, write: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        self.write_then(write, |result| result)
    }

    /// As [`Connections::write`]; `then` is done before anybody else can write.
    pub(super) fn write_then<T, U>(
        &self,
        write: impl FnOnce(&Connection) -> rusqlite::Result<T>,
        then: impl FnOnce(T) -> U,
    ) -> rusqlite::Result<U> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let written = write(&transaction)?;
        transaction.commit()?;
        Ok(then(written))
    }

    pub(super) fn checkpoint(&self) -> rusqlite::Result<()> {
        match self.readers {
            Some(_) => lock(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())),
            None => Ok(()),
        }
    }
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // Kept from a process that is killed in any moment; a power cut may cost the last transactions, but no more.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// A unit that panicked has rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
