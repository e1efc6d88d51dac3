//! The app as it is served while somebody works on it: compiled quickly, put together as Trunk would, and made anew when a file
//! changes. Trunk itself takes longer to install than all of this.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use toml::Table;
use wasm_bindgen_cli_support::Bindgen;

use super::page;
use crate::build::{self, WASM_TARGET};
use crate::process;

/// The package of the app itself.
const APP: &str = "leptos-cognito";
/// Tells the page that it is an old one.
const STAMP: &str = "built.txt";

pub(super) struct App<'a> {
    root: &'a Path,
    /// What the build takes its settings from.
    environment: Vec<(&'static str, String)>,
    is_release: bool,
    directory: PathBuf,
    /// What the app is made of.
    sources: Vec<PathBuf>,
    /// Of the sources that it was last made of.
    made_of: Option<Fingerprint>,
    /// When what the packages were compiled to was written that the served files are made of.
    compiled: BTreeMap<String, SystemTime>,
    builds: u32,
}

/// How many files there are, and when the newest was written.
type Fingerprint = (usize, Option<SystemTime>);

impl<'a> App<'a> {
    /// # Errors
    /// When Trunk.toml does not say what the app is made of.
    pub(super) fn new(root: &'a Path, environment: Vec<(&'static str, String)>, is_release: bool) -> Result<Self> {
        let directory = root.join("target").join("dist-dev");
        let (sources, compiled) = (sources(root)?, BTreeMap::new());
        Ok(Self { root, environment, is_release, directory, sources, made_of: None, compiled, builds: 0 })
    }

    /// Where its files are.
    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Makes it of the files as they are.
    ///
    /// # Errors
    /// When something does not compile, or index.html names something that is not there.
    pub(super) fn build(&mut self) -> Result<()> {
        self.made_of = Some(fingerprint(&self.sources));
        self.builds += 1;
        fs::create_dir_all(&self.directory)?;
        let index = self.root.join(page::INDEX);
        let html = fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
        let made = page::make(&html, self.root, &self.directory)?;
        self.compile(APP, APP)?;
        for module in &made.modules {
            // A library has no hyphen in its name.
            self.compile(module, &module.replace('-', "_"))?;
        }
        let mut languages = process::cargo(self.root);
        languages.args(["run", "--quiet", "--package", "languages", "--"]).arg(self.directory.join("lang"));
        process::run(&mut languages)?;
        fs::write(self.directory.join(page::INDEX), made.html)?;
        // Last: whoever sees it gets the rest.
        fs::write(self.directory.join(STAMP), format!("{} {}", std::process::id(), self.builds))?;
        Ok(())
    }

    /// Makes it anew if a file has changed since. What does not compile is said, and what was served stays.
    pub(super) fn keep_up(&mut self) {
        if self.made_of == Some(fingerprint(&self.sources)) {
            return;
        }
        process::announce("Building the app anew");
        if let Err(error) = self.build() {
            process::complain(&format!("{error:#}"));
        }
    }

    /// Compiles a package for the browser, which cargo calls `output` there, with the JavaScript that calls it.
    fn compile(&mut self, package: &str, output: &str) -> Result<()> {
        let mut cargo = process::cargo(self.root);
        cargo.args(["build", "--target", WASM_TARGET, "--package", package]);
        cargo.envs(self.environment.iter().map(|(name, value)| (name, value)));
        if self.is_release {
            cargo.arg("--release");
        }
        process::run(&mut cargo)?;
        let module = build::cargo_output(self.is_release, &format!("{output}.wasm"))?;
        let written = fs::metadata(&module)?.modified()?;
        if self.compiled.get(package) == Some(&written) {
            return Ok(());
        }
        let mut bindgen = Bindgen::new();
        bindgen.input_path(module).out_name(package).web(true)?.typescript(false).omit_default_module_path(false);
        bindgen.generate(&self.directory).with_context(|| format!("wasm-bindgen cannot read {package}"))?;
        self.compiled.insert(package.to_owned(), written);
        Ok(())
    }
}

/// What Trunk.toml lists: `trunk serve` watches the same.
fn sources(root: &Path) -> Result<Vec<PathBuf>> {
    let file = root.join("Trunk.toml");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let table: Table = text.parse().with_context(|| format!("{} is no TOML", file.display()))?;
    let watched = table.get("watch").and_then(|watch| watch.get("watch")?.as_array());
    let watched = watched.with_context(|| format!("{} lists no files to watch", file.display()))?;
    Ok(watched.iter().filter_map(toml::Value::as_str).map(|path| root.join(path)).collect())
}

fn fingerprint(paths: &[PathBuf]) -> Fingerprint {
    paths
        .iter()
        .map(|path| fingerprint_of(path))
        .fold((0, None), |(count, newest), (more, time)| (count + more, newest.max(time)))
}

/// What is gone between two looks counts for nothing.
fn fingerprint_of(path: &Path) -> Fingerprint {
    match fs::read_dir(path) {
        Ok(entries) => fingerprint(&entries.filter_map(Result::ok).map(|entry| entry.path()).collect::<Vec<_>>()),
        Err(_) => match fs::metadata(path) {
            Ok(file) => (1, file.modified().ok()),
            Err(_) => (0, None),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_new_gone_or_written_is_noticed() {
        let directory = std::env::temp_dir().join(format!("xtask-dev-app-{}", std::process::id()));
        fs::create_dir_all(directory.join("inside")).unwrap();
        let (one, two) = (directory.join("inside").join("one"), directory.join("two"));
        let sources = [directory.join("inside"), two.clone()];
        fs::write(&one, "1").unwrap();
        let before = fingerprint(&sources);
        assert_eq!(before.0, 1);
        fs::write(&two, "2").unwrap();
        let with_two = fingerprint(&sources);
        assert_eq!(with_two.0, 2);
        fs::remove_file(&one).unwrap();
        assert_eq!(fingerprint(&sources).0, 1);
        let later = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(9);
        fs::File::options().write(true).open(&two).unwrap().set_modified(later).unwrap();
        assert_eq!(fingerprint(&sources), (1, Some(later)));
        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn what_the_app_is_made_of_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let sources = sources(root).unwrap();
        assert!(sources.contains(&root.join("src")) && sources.contains(&root.join("index.html")));
        assert!(sources.iter().all(|path| path.exists()), "{sources:?}");
    }
}
