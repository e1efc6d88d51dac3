//! The state file: all pools as JSON, replaced as a whole.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{identity_pool::Identities, pool::PoolData};

/// The layout of the file. A file of another version is refused, not guessed at.
const VERSION: u32 = 2;

/// Where the state is kept.
pub(crate) struct Storage {
    path: PathBuf,
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    pools: BTreeMap<&'a str, &'a PoolData>,
    identity_pools: &'a BTreeMap<String, Identities>,
}

/// Read first: the rest of another version's file would only be misread.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    #[serde(rename = "version")]
    _version: u32,
    pools: BTreeMap<String, PoolData>,
    #[serde(default)]
    identity_pools: BTreeMap<String, Identities>,
}

/// What the file has, by ids.
#[derive(Default)]
pub(crate) struct Stored {
    pub(crate) pools: BTreeMap<String, PoolData>,
    pub(crate) identity_pools: BTreeMap<String, Identities>,
}

impl Storage {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// What the file has; nothing if there is no file yet.
    ///
    /// # Errors
    /// With the file's name, when it cannot be read, is a link or is no state file; the file is left as it is.
    pub(crate) fn load(&self) -> io::Result<Stored> {
        let name = self.path.display();
        let text = match read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Stored::default()),
            Err(error) => return Err(io::Error::new(error.kind(), format!("cannot read {name}: {error}"))),
        };
        let invalid = |problem: String| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{name} is not a usable state file: {problem}"))
        };
        // Only the place of a mistake, not the text around it: the file is full of secrets.
        let misread = |error: serde_json::Error| invalid(format!("line {}, column {}", error.line(), error.column()));
        let Versioned { version } = serde_json::from_slice(&text).map_err(misread)?;
        if version != VERSION {
            return Err(invalid(format!(
                "its version is {version}, and this program reads version {VERSION}; begin with a new file"
            )));
        }
        let whole: Whole = serde_json::from_slice(&text).map_err(misread)?;
        Ok(Stored { pools: whole.pools, identity_pools: whole.identity_pools })
    }

    /// Replaces the file: whoever reads it, even after a power cut, finds the old state or the new one.
    pub(crate) fn save<'a>(
        &self,
        pools: impl Iterator<Item = (&'a str, &'a PoolData)>,
        identity_pools: &BTreeMap<String, Identities>,
    ) -> io::Result<()> {
        let written = Written { version: VERSION, pools: pools.collect(), identity_pools };
        let text = serde_json::to_vec(&written).map_err(io::Error::other)?;
        let mut temporary = self.path.clone().into_os_string();
        temporary.push(".new");
        let mut file = private_file(Path::new(&temporary))?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&temporary, &self.path)?;
        self.sync_directory()
    }

    /// The new name is safe only once the directory is.
    #[cfg(unix)]
    fn sync_directory(&self) -> io::Result<()> {
        let directory = self.path.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(directory)?.sync_all()
    }

    #[cfg(not(unix))]
    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }
}

/// What a file holds that is no link: someone who may write to the directory could otherwise put other keys in place of the
/// pool's own.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a link"));
    }
    let mut options = OpenOptions::new();
    options.read(true);
    // It may have become one by now.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW);
    let mut text = Vec::new();
    options.open(path)?.read_to_end(&mut text)?;
    Ok(text)
}

/// A file that was not there before, and that only its owner can read: it holds signing keys. One that was there could be
/// a link, or be open to someone else.
fn private_file(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        // A run that was killed has left one.
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
