//! `.env`, the settings of this machine's builds.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};

pub(crate) const NAME: &str = ".env";
/// What it says until somebody writes into it.
const INVITATION: &str = "# Settings of the app's builds: .env.example explains them.\n";

/// Makes it unless it is there. Cargo takes a file that it should watch, and that is missing, for a changed one, and would
/// compile the app each time.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn ensure(root: &Path) -> Result<()> {
    match File::create_new(root.join(NAME)) {
        Ok(mut file) => file.write_all(INVITATION.as_bytes()).context("cannot write .env"),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error).context("cannot make .env"),
    }
}

/// What it sets, by name.
///
/// # Errors
/// When it cannot be understood.
pub(crate) fn entries(root: &Path) -> Result<Vec<(String, String)>> {
    let file = root.join(NAME);
    if !file.is_file() {
        return Ok(Vec::new());
    }
    dotenvy::from_path_iter(&file)?.collect::<Result<_, _>>().context("cannot understand .env")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_new_file_sets_nothing_and_one_of_the_owner_s_stays() {
        let root = std::env::temp_dir().join(format!("xtask-settings-file-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        assert_eq!(entries(&root).unwrap(), []);
        ensure(&root).unwrap();
        assert_eq!(entries(&root).unwrap(), []);
        let owners = "# Ours.\nCOGNITO_SIGN_IN_FLOW=USER_AUTH\n";
        fs::write(root.join(NAME), owners).unwrap();
        ensure(&root).unwrap();
        assert_eq!(fs::read_to_string(root.join(NAME)).unwrap(), owners);
        assert_eq!(entries(&root).unwrap(), [("COGNITO_SIGN_IN_FLOW".to_owned(), "USER_AUTH".to_owned())]);
        fs::remove_dir_all(&root).unwrap();
    }
}
