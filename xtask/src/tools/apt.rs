//! Programs that Debian and its relatives have in a package.

use std::path::Path;

use anyhow::{Result, bail};

use crate::process;

/// Installs `packages` with apt-get, as root or by a sudo that asks nothing. `what` is what they are for, in a sentence's
/// beginning.
///
/// # Errors
/// With the command to run, where that cannot be done here.
pub(crate) fn install(root: &Path, what: &str, packages: &str) -> Result<()> {
    process::announce(&format!("Installing {packages} with apt-get, once"));
    run(root, what, &format!("apt-get update && apt-get install -y {packages}"))
}

/// Makes apt-get know which packages there are.
///
/// # Errors
/// As for [`install`].
pub(crate) fn update(root: &Path) -> Result<()> {
    run(root, "The list of packages", "apt-get update")
}

/// Whether there is a package of that name, as far as this machine knows.
pub(crate) fn has(root: &Path, package: &str) -> bool {
    process::succeeds(process::command("apt-cache", root).args(["show", package]))
}

fn run(root: &Path, what: &str, command: &str) -> Result<()> {
    if !process::succeeds(process::command("apt-get", root).arg("--version")) {
        bail!("{what} is missing, and there is no apt-get to install it with");
    }
    let mut shell = if process::output(process::command("id", root).arg("-u"))?.trim() == "0" {
        process::command("sh", root)
    } else if process::succeeds(process::command("sudo", root).args(["-n", "true"])) {
        let mut sudo = process::command("sudo", root);
        sudo.args(["-n", "sh"]);
        sudo
    } else {
        bail!("{what} is missing. Install it: sudo sh -c '{command}'");
    };
    process::run(shell.args(["-c", command]))
}
