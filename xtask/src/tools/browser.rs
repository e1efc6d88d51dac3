//! Chromium and its WebDriver server.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::apt;

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMEDRIVER: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

/// Where the browser is.
pub(crate) struct Browser {
    /// `CHROME` or `CHROMIUM` when set, else the first one on the PATH.
    pub(crate) chromium: PathBuf,
    /// `CHROMEDRIVER` when set, else the first one on the PATH. Its version must be the browser's.
    pub(crate) chromedriver: PathBuf,
}

impl Browser {
    /// Looks for both; on Debian and its relatives installs them when missing.
    ///
    /// # Errors
    /// With the command to run, when they are missing and cannot be installed here.
    pub(crate) fn ensure(root: &Path) -> Result<Self> {
        if let Some(browser) = Self::find() {
            return Ok(browser);
        }
        apt::install(
            root,
            "Chromium with chromedriver (CHROME and CHROMEDRIVER can name them)",
            "chromium chromium-driver",
        )?;
        let Some(browser) = Self::find() else {
            bail!("apt-get installed no chromium and chromedriver: set CHROME and CHROMEDRIVER to where they are");
        };
        Ok(browser)
    }

    fn find() -> Option<Self> {
        Some(Self {
            chromium: named("CHROME").or_else(|| named("CHROMIUM")).or_else(|| on_path(&CHROMIUM))?,
            chromedriver: named("CHROMEDRIVER").or_else(|| on_path(&CHROMEDRIVER))?,
        })
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
