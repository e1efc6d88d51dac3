//! Chromium and its WebDriver server.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::apt;

/// Debian's package with the same engine without the window around the page: a journey takes half as long in it.
const SHELL_PACKAGE: &str = "chromium-headless-shell";
/// The program itself. The one on the PATH is a script, which leaves it running when the driver ends the script.
const SHELL: &str = "/usr/lib/chromium/chromium-headless-shell";
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMEDRIVER: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

/// Where the browser is.
pub(crate) struct Browser {
    /// `CHROME` or `CHROMIUM` when set, else the headless shell, else the first one on the PATH.
    pub(crate) chromium: PathBuf,
    /// `CHROMEDRIVER` when set, else the first one on the PATH. Its version must be the browser's.
    pub(crate) chromedriver: PathBuf,
}

impl Browser {
    /// Looks for both; on Debian and its relatives installs them when missing, and the quicker browser where there is one.
    ///
    /// # Errors
    /// With the command to run, when they are missing and cannot be installed here.
    pub(crate) fn ensure(root: &Path) -> Result<Self> {
        if Self::find().is_none() {
            apt::install(
                root,
                "Chromium with chromedriver (CHROME and CHROMEDRIVER can name them)",
                "chromium chromium-driver",
            )?;
        }
        let is_slow = Self::chosen().is_none() && Self::shell().is_none() && apt::has(root, SHELL_PACKAGE);
        if is_slow && apt::install(root, "Chromium's headless shell", SHELL_PACKAGE).is_err() {
            println!("{SHELL_PACKAGE} cannot be installed: the tests take Chromium, and longer");
        }
        let Some(browser) = Self::find() else {
            bail!("apt-get installed no chromium and chromedriver: set CHROME and CHROMEDRIVER to where they are");
        };
        Ok(browser)
    }

    fn find() -> Option<Self> {
        Some(Self {
            chromium: Self::chosen().or_else(Self::shell).or_else(|| on_path(&CHROMIUM))?,
            chromedriver: named("CHROMEDRIVER").or_else(|| on_path(&CHROMEDRIVER))?,
        })
    }

    fn chosen() -> Option<PathBuf> {
        named("CHROME").or_else(|| named("CHROMIUM"))
    }

    fn shell() -> Option<PathBuf> {
        Some(PathBuf::from(SHELL)).filter(|program| program.is_file())
    }
}

/// The program that the environment names so.
pub(super) fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The first of these programs that is on the PATH.
pub(super) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| directories.iter().map(move |directory| directory.join(name)))
        .find(|file| file.is_file())
}
