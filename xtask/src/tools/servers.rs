//! nginx and Caddy, for tests. They are unpacked and not installed: a package would start its server, now and at every boot.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::cache;
use crate::process;

const PACKAGES: [&str; 4] = ["nginx", "nginx-common", "libnginx-mod-http-brotli-static", "caddy"];
/// What the tests call, and what tells that all of it is there.
const PROGRAMS: [&str; 2] = ["usr/sbin/nginx", "usr/bin/caddy"];

/// Where they are, with their files, as below the root of Debian: `E2E_SERVERS` when set.
///
/// # Errors
/// When apt-get does not have them.
pub(crate) fn ensure(root: &Path) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("E2E_SERVERS").filter(|named| !named.is_empty()) {
        return Ok(named.into());
    }
    let complete = cache()?.join("servers");
    let is_there = || PROGRAMS.iter().all(|program| complete.join(program).is_file());
    if is_there() {
        return Ok(complete);
    }
    process::announce("Fetching nginx and Caddy with apt-get, once");
    let partial = complete.with_file_name("servers.partial");
    if partial.exists() {
        fs::remove_dir_all(&partial)?;
    }
    fs::create_dir_all(&partial)?;
    let fetch = || process::run(process::command("apt-get", &partial).arg("download").args(PACKAGES));
    if fetch().is_err() {
        // A machine that has never asked does not know the packages.
        super::apt::update(root)?;
        fetch().context("nginx and Caddy are Debian's: on another system, set E2E_SERVERS to where they are")?;
    }
    for entry in fs::read_dir(&partial)? {
        let package = entry?.path();
        if package.extension().is_some_and(|extension| extension == "deb") {
            process::run(process::command("dpkg-deb", &partial).arg("-x").arg(&package).arg("."))?;
            fs::remove_file(package)?;
        }
    }
    if complete.exists() {
        fs::remove_dir_all(&complete)?;
    }
    fs::rename(&partial, &complete)?;
    if !is_there() {
        bail!("apt-get's packages of nginx and Caddy have no {}", PROGRAMS.join(" or "));
    }
    Ok(complete)
}
