//! WebKit, which is what Safari draws with: `WebKitGTK`'s own small browser, and its WebDriver server.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::apt;
use super::browser::{named, on_path};

/// The browser comes with the library of the driver's version. It has no headless mode: `Xvfb` is a screen that nobody sees.
const PACKAGES: &str = "webkit2gtk-driver xvfb";
/// Where Debian and its relatives have libraries.
const LIBRARIES: &str = "/usr/lib";

/// Where the browser is.
pub(crate) struct WebKit {
    /// `MINI_BROWSER` when set, else the newest that Debian has.
    pub(crate) mini_browser: PathBuf,
    /// `WEBKIT_DRIVER` when set, else the one on the PATH. Its version must be the browser's.
    pub(crate) driver: PathBuf,
    /// `XVFB` when set, else the one on the PATH.
    pub(crate) xvfb: PathBuf,
}

impl WebKit {
    /// Looks for all; on Debian and its relatives installs them when missing.
    ///
    /// # Errors
    /// With the command to run, when they are missing and cannot be installed here.
    pub(crate) fn ensure(root: &Path) -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        apt::install(root, "WebKitGTK (MINI_BROWSER, WEBKIT_DRIVER and XVFB can name it)", PACKAGES)?;
        let Some(found) = Self::find() else { bail!("apt-get installed no WebKitWebDriver, MiniBrowser and Xvfb") };
        Ok(found)
    }

    fn find() -> Option<Self> {
        Some(Self {
            mini_browser: named("MINI_BROWSER").or_else(mini_browser)?,
            driver: named("WEBKIT_DRIVER").or_else(|| on_path(&["WebKitWebDriver"]))?,
            xvfb: named("XVFB").or_else(|| on_path(&["Xvfb"]))?,
        })
    }
}

/// It is with its library, as in /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1.
fn mini_browser() -> Option<PathBuf> {
    let inside = |directory: PathBuf| -> Vec<PathBuf> {
        fs::read_dir(directory).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
    };
    let libraries = inside(LIBRARIES.into()).into_iter().flat_map(inside);
    let mut browsers: Vec<PathBuf> =
        libraries.map(|path| path.join("MiniBrowser")).filter(|path| path.is_file()).collect();
    browsers.sort();
    browsers.pop()
}
