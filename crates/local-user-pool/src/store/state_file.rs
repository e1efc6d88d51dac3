//! The state file: whose it is, how it begins, and what it was before.

#[cfg(unix)]
use std::{fs::TryLockError, thread, time::Duration};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::Store;

/// What every file of SQLite begins with (<https://www.sqlite.org/fileformat.html#the_database_header>).
const MAGIC: &[u8] = b"SQLite format 3\0";
const HEADER_BYTES: usize = 100;
/// `PRAGMA application_id`: "LUPo". Other programs' databases are left alone.
const APPLICATION_ID: u32 = 0x4c55_506f;
/// `PRAGMA user_version`: the layout of the tables. Those up to 2 were JSON.
const VERSION: u32 = 3;
/// For a run before that is just ending.
#[cfg(unix)]
const LOCK_TRIES: u32 = 100;
#[cfg(unix)]
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// What stands where the state is to be kept.
pub(crate) enum Found {
    Nothing,
    Database,
    /// No database: the text of the whole file.
    Text(Vec<u8>),
}

/// Looks at the file, and leaves it as it is.
///
/// # Errors
/// With the file's name, when it cannot be read, is a link, or is another program's database or a later version's.
pub(crate) fn examine(path: &Path) -> io::Result<Found> {
    let content = match read(path) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(io::Error::new(error.kind(), format!("cannot read {}: {error}", path.display()))),
    };
    if !content.starts_with(MAGIC) {
        return Ok(Found::Text(content));
    }
    let number = |at: usize| {
        content.get(at..at + 4).map(|bytes| bytes.iter().fold(0, |number, &byte| (number << 8) | u32::from(byte)))
    };
    match (number(68), number(60)) {
        (Some(APPLICATION_ID), Some(VERSION)) => Ok(Found::Database),
        (Some(APPLICATION_ID), Some(version)) => Err(unusable(
            path,
            &format!("its version is {version}, and this program reads version {VERSION}; begin with a new file"),
        )),
        _ => Err(unusable(path, "it is another program's database")),
    }
}

/// Opens a file that is there.
///
/// # Errors
/// With the file's name, when it is no database that can be used.
pub(crate) fn open(path: &Path) -> io::Result<Arc<Store>> {
    // SQLite itself refuses a file that has become a link by now, and any link on the way to it.
    let file = fs::canonicalize(directory(path))?.join(path.file_name().unwrap_or_default());
    make_private(&file)?;
    let lock = lock(&file)?;
    Store::open(&file, lock).map(Arc::new).map_err(|error| unusable(path, &error.to_string()))
}

/// Makes the file, with what `fill` puts into it: whoever looks, even after a kill at any moment, finds what was there before
/// or all of it.
///
/// # Errors
/// What is wrong with the directory, or with what is put into it.
pub(crate) fn create(path: &Path, fill: impl FnOnce(&Arc<Store>) -> io::Result<()>) -> io::Result<()> {
    let beside = with_ending(path, ".new");
    for left in [beside.clone(), with_ending(&beside, "-wal"), with_ending(&beside, "-shm")] {
        // By a run that was killed, or by someone who wants it to be a link.
        remove(&left)?;
    }
    drop(private_file(&beside)?);
    let store = open(&beside)?;
    store.mark(APPLICATION_ID, VERSION).map_err(io::Error::other)?;
    fill(&store)?;
    store.settle().map_err(io::Error::other)?;
    drop(store);
    File::open(&beside)?.sync_all()?;
    for journal in [with_ending(path, "-wal"), with_ending(path, "-shm")] {
        // Of a database that is not there any more: it would be played into this one.
        remove(&journal)?;
    }
    fs::rename(&beside, path)?;
    sync_directory(path)
}

/// Lets the file have a second name, under which it stays when another takes its place; gives that name.
///
/// # Errors
/// When there is something of that name.
pub(crate) fn keep_former(path: &Path) -> io::Result<PathBuf> {
    let kept = with_ending(path, ".json-old");
    match fs::hard_link(path, &kept) {
        Ok(()) => Ok(kept),
        // A run that was killed before the new file was in its place.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && fs::read(&kept)? == fs::read(path)? => Ok(kept),
        Err(error) => {
            Err(io::Error::new(error.kind(), format!("cannot keep {} as {}: {error}", path.display(), kept.display())))
        }
    }
}

/// For a file that is left alone.
pub(crate) fn unusable(path: &Path, problem: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{} is not a usable state file: {problem}", path.display()))
}

/// What a file holds that is no link, or the header of a database: someone who may write to the directory could otherwise
/// put other keys in place of the pool's own.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a link"));
    }
    let mut options = OpenOptions::new();
    options.read(true);
    // It may have become one by now.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW);
    let mut file = options.open(path)?;
    let mut content = Vec::new();
    (&mut file).take(HEADER_BYTES as u64).read_to_end(&mut content)?;
    if !content.starts_with(MAGIC) {
        file.read_to_end(&mut content)?;
    }
    Ok(content)
}

/// A file that was not there before, and that only its owner can read: it holds signing keys.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Keeps other programs of this kind away as long as it is held: each knows pools by heart that the other may change.
///
/// # Errors
/// ResourceBusy, when another one holds it and does not end soon.
#[cfg(unix)]
fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = File::open(path)?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
            // A file system without locks.
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
    let message = format!("another program has {} in use", path.display());
    Err(io::Error::new(io::ErrorKind::ResourceBusy, message))
}

/// Elsewhere a lock keeps SQLite itself away.
#[cfg(not(unix))]
fn lock(_: &Path) -> io::Result<Option<File>> {
    Ok(None)
}

/// Only its owner can read it from now on. SQLite gives its journal the same rights.
#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
}

#[cfg(not(unix))]
fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(ending);
    name.into()
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The new name is safe only once the directory is.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(directory(path))?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}
