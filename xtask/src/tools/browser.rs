//! Chromium and its WebDriver server.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::process;

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMEDRIVER: [&str; 2] = ["chromedriver", "chromium.chromedriver"];
const INSTALL: &str = "apt-get update && apt-get install -y chromium chromium-driver";

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
        if !process::succeeds(process::command("apt-get", root).arg("--version")) {
            bail!(
                "Chromium and chromedriver are not on the PATH: install both at one version, or set CHROME and CHROMEDRIVER"
            );
        }
        let mut install = if process::output(process::command("id", root).arg("-u"))?.trim() == "0" {
            process::command("sh", root)
        } else if process::succeeds(process::command("sudo", root).args(["-n", "true"])) {
            let mut sudo = process::command("sudo", root);
            sudo.args(["-n", "sh"]);
            sudo
        } else {
            bail!("Chromium and chromedriver are not on the PATH. Install them: sudo sh -c '{INSTALL}'");
        };
        process::announce("Installing Chromium and chromedriver with apt-get, once: some minutes, about 400 MB");
        process::run(install.args(["-c", INSTALL]))?;
        let Some(browser) = Self::find() else {
            bail!("apt-get installed no chromium and chromedriver: set CHROME and CHROMEDRIVER to where they are");
        };
        Ok(browser)
    }

    fn find() -> Option<Self> {
        let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        Some(Self {
            chromium: named("CHROME").or_else(|| named("CHROMIUM")).or_else(|| on_path(&CHROMIUM))?,
            chromedriver: named("CHROMEDRIVER").or_else(|| on_path(&CHROMEDRIVER))?,
        })
    }
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| directories.iter().map(move |directory| directory.join(name)))
        .find(|file| file.is_file())
}
