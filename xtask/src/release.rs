//! `cargo xtask release`: what is handed out, in target/handout.

mod again;
mod archive;
mod bill_of_materials;
mod checksums;
mod components;
mod licenses;
mod trial;

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use hosting::page;
use pool_settings::SettingsDocument;

use self::archive::Archive;
use self::components::Components;
use crate::build::{self, WASM_TARGET};
use crate::{package, process, settings_file};

/// Where everything is put.
const DIRECTORY: &str = "target/handout";
const APP: &str = "leptos-cognito";
const POOL: &str = "local-user-pool";
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// How to deploy it without Rust.
const README: &str = "xtask/src/release/README.md";
/// Seconds since 1970: when all that is in a release was made, so that it can be made again
/// ([specification](https://reproducible-builds.org/specs/source-date-epoch/)).
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// What `cargo xtask release` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Leaves out the local user pool, which is made on Linux alone
    #[arg(long)]
    app_only: bool,
    /// Takes the app that is in dist/, and does not build it
    #[arg(long)]
    no_build: bool,
    /// Makes it once more of a copy in another directory, and fails unless every file is the same
    #[arg(long)]
    check: bool,
    /// Unpacks the app, serves it with Python's http.server, and signs in in a browser
    #[arg(long = "try")]
    trial: bool,
}

/// Makes the release.
///
/// # Errors
/// When settings of this machine would be in it, something cannot be built, or the copy is another.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    refuse_settings_of_this_machine(root)?;
    let made_at = source_date(root)?;
    let directory = root.join(DIRECTORY);
    if directory.exists() {
        fs::remove_dir_all(&directory)?;
    }
    fs::create_dir_all(&directory)?;
    if !options.no_build {
        build::run(root)?;
    }
    let zip = app(root, &directory, made_at)?;
    if !options.app_only {
        pool(root, &directory, made_at)?;
    }
    checksums::write(&directory)?;
    println!("{}", fs::read_to_string(directory.join(checksums::FILE))?);
    println!("The release is in {}", directory.display());
    if options.trial {
        trial::run(root, &zip)?;
    }
    if options.check {
        again::run(root, made_at, options.app_only)?;
    }
    Ok(())
}

/// Writes the app's files into `directory`; gives the zip.
fn app(root: &Path, directory: &Path, made_at: u64) -> Result<PathBuf> {
    refuse_settings_of_a_page(root)?;
    // Those that are there may have been edited for a host.
    hosting::write(&root.join(build::DIST), &root.join(hosting::DIRECTORY))?;
    let app = Components::of(root, &[APP, "password-strength"], WASM_TARGET, &["leptos-cognito/split"])?;
    let bill = bill_of_materials::of(&app, made_at)?;
    let zip = directory.join(format!("{APP}-{VERSION}.zip"));
    fs::write(&zip, app_archive(root, &app, &bill, made_at)?)?;
    fs::write(directory.join(format!("{APP}-{VERSION}.cdx.json")), &bill)?;
    Ok(zip)
}

/// Writes the files of the local user pool into `directory`.
fn pool(root: &Path, directory: &Path, made_at: u64) -> Result<()> {
    let made = package::build(root)?;
    let name = format!("{POOL}-{VERSION}-{}", made.machine);
    fs::copy(&made.program, directory.join(&name))?;
    for package in [&made.tarball, &made.wheel] {
        fs::copy(package, directory.join(package.file_name().context("a package has no name")?))?;
    }
    fs::copy(&made.licenses, directory.join(format!("{name}.licenses.txt")))?;
    let pool = Components::of(root, &[POOL], made.target, &[])?;
    Ok(fs::write(directory.join(format!("{name}.cdx.json")), bill_of_materials::of(&pool, made_at)?)?)
}

/// The licences of what the local user pool is made with.
///
/// # Errors
/// If a crate has no text, and is under no licence whose text is here.
pub(crate) fn licenses_of_pool(root: &Path, target: &str) -> Result<String> {
    licenses::of(root, &Components::of(root, &[POOL], target, &[])?, &licenses::IN_THE_POOL)
}

/// The site, and beside it what people need who deploy it.
fn app_archive(root: &Path, components: &Components, bill: &str, made_at: u64) -> Result<Vec<u8>> {
    let mut archive = Archive::new(made_at)?;
    let inside = |path: &str| format!("{APP}-{VERSION}/{path}");
    let licenses = licenses::of(root, components, &licenses::IN_THE_APP)?;
    archive.directory(&root.join(build::DIST), &inside("site"))?;
    archive.directory(&root.join(hosting::DIRECTORY), &inside(hosting::DIRECTORY))?;
    // The licences ask to be with every copy, and visitors get one.
    archive.file(inside("site/licenses.txt"), licenses.into_bytes())?;
    archive.file(inside("sbom.cdx.json"), bill.as_bytes().to_vec())?;
    for (name, source) in [
        ("README.md", README),
        ("settings.schema.json", "docs/settings.schema.json"),
        ("settings.md", "docs/settings.md"),
        ("hosting/README.md", "docs/hosting.md"),
        ("hosting/site.yaml", "deploy/site.yaml"),
        ("LICENSE-MIT", "LICENSE-MIT"),
        ("LICENSE-APACHE", "LICENSE-APACHE"),
    ] {
        archive.file(inside(name), fs::read(root.join(source)).with_context(|| format!("cannot read {source}"))?)?;
    }
    archive.finish()
}

/// What a build takes from `.env` or the environment would be everybody's.
fn refuse_settings_of_this_machine(root: &Path) -> Result<()> {
    if let Some((name, _)) = settings_file::entries(root)?.first() {
        bail!("{name} is set in .env, and would be in the release: move .env away");
    }
    let is_setting = |name: &OsStr| name.to_string_lossy().starts_with("COGNITO_");
    if let Some((name, _)) = env::vars_os().find(|(name, _)| is_setting(name)) {
        bail!("{} is set, and would be in the release: unset it", name.to_string_lossy());
    }
    Ok(())
}

/// The same of an app that was built before, and of one into which settings were typed.
fn refuse_settings_of_a_page(root: &Path) -> Result<()> {
    let path = root.join(build::DIST).join("index.html");
    let html = fs::read_to_string(&path).with_context(|| format!("there is no {}", path.display()))?;
    let has_document = page::settings(&html)? != SettingsDocument::default();
    if has_document || !page::filled_in_tags(&html).is_empty() || html.contains("data-build=") {
        bail!("{} has settings: make the release of one that has none", path.display());
    }
    Ok(())
}

/// When the release was made, as far as its files say: SOURCE_DATE_EPOCH, or the time of the commit.
fn source_date(root: &Path) -> Result<u64> {
    let text = match env::var(SOURCE_DATE_EPOCH) {
        Ok(text) => text,
        Err(_) => process::output(process::command("git", root).args(["log", "-1", "--format=%ct"]))
            .context("there is no commit whose time to take: set SOURCE_DATE_EPOCH")?,
    };
    text.trim().parse().with_context(|| format!("{SOURCE_DATE_EPOCH} is no number of seconds"))
}

/// Every file in `directory` and below, in one order.
fn files(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut directories = vec![directory.to_path_buf()];
    while let Some(next) = directories.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() { directories.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
