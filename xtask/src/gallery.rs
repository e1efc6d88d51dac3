//! `cargo xtask gallery`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::process;
use crate::tools::Tools;
use crate::tools::browser::Browser;

/// The page, from the workspace's root.
const PAGE: &str = "examples/gallery/index.html";
/// Written from left to right and from right to left, with long words, and without spaces between them.
const LANGUAGES: &str = "en,de,ar,ja";

/// What `cargo xtask gallery` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// The gallery's port
    #[arg(long, default_value_t = 8081)]
    port: u16,
    /// Takes pictures of all scenes into target/gallery, light and dark, narrow and wide, instead of serving them
    #[arg(long)]
    pictures: bool,
    /// Takes pictures only of scenes with this in their names
    #[arg(long, requires = "pictures")]
    scene: Option<String>,
    /// Takes pictures in these languages
    #[arg(long, requires = "pictures", default_value = LANGUAGES)]
    languages: String,
    /// Takes pictures with one of examples/brands
    #[arg(long, requires = "pictures")]
    brand: Option<String>,
}

/// Serves the gallery until Ctrl-C, or takes its pictures.
///
/// # Errors
/// When a tool cannot be installed, the gallery does not compile, or a scene does not come about.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let tools = Tools::ensure(root)?;
    if options.pictures {
        return take_pictures(root, &build(root, &tools)?, options);
    }
    process::announce("Starting Trunk, which builds the gallery: some minutes the first time");
    let mut trunk = tools.command("trunk")?;
    trunk.args(["serve", PAGE, "--dist", "target/dist-gallery-served", "--address", "127.0.0.1"]);
    process::run(trunk.args(["--port", &options.port.to_string()]))
}

/// Builds the gallery; returns where it is.
fn build(root: &Path, tools: &Tools) -> Result<PathBuf> {
    process::announce("Building the gallery");
    let dist = root.join("target").join("dist-gallery");
    process::run(tools.command("trunk")?.args(["build", PAGE, "--public-url", "/", "--dist"]).arg(&dist))?;
    Ok(dist)
}

fn take_pictures(root: &Path, gallery: &Path, options: &Options) -> Result<()> {
    let browser = Browser::ensure(root)?;
    process::announce("Taking pictures: about ten minutes for all of them");
    let mut pictures = process::cargo(root);
    pictures.args(["run", "--quiet", "--package", "pictures", "--"]);
    pictures.arg("--gallery").arg(gallery).arg("--into").arg(root.join("target").join("gallery"));
    pictures.args(["--languages", &options.languages]);
    for (name, value) in [("--scene", &options.scene), ("--brand", &options.brand)] {
        if let Some(value) = value {
            pictures.args([name, value]);
        }
    }
    pictures.env("CHROMEDRIVER", browser.chromedriver).env("CHROMIUM", browser.chromium);
    process::run(&mut pictures)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    fn root() -> PathBuf {
        crate::workspace().unwrap()
    }

    fn read(path: &str) -> String {
        fs::read_to_string(root().join(path)).unwrap()
    }

    /// `Enum::Variant` for all variants.
    fn variants(file: &str, name: &str) -> BTreeSet<String> {
        let parsed = syn::parse_file(&read(file)).unwrap();
        let found = parsed.items.iter().find_map(|item| match item {
            syn::Item::Enum(item) if item.ident == name => Some(item),
            _ => None,
        });
        found.unwrap().variants.iter().map(|variant| format!("{name}::{}", variant.ident)).collect()
    }

    #[test]
    fn each_screen_has_a_scene() {
        let list: serde_json::Value = serde_json::from_str(&read("examples/gallery/scenes.json")).unwrap();
        let scenes = list["scenes"].as_array().unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let names: BTreeSet<_> = scenes.iter().map(|scene| text(&scene["name"])).collect();
        assert_eq!(names.len(), scenes.len(), "no two scenes have the same name");
        let shown: BTreeSet<_> = scenes.iter().flat_map(|scene| scene["shows"].as_array().unwrap()).map(text).collect();
        let mut screens = variants("src/chunk.rs", "LazyPage");
        screens.append(&mut variants("src/sign_in/step.rs", "Step"));
        let missing: Vec<_> = screens.difference(&shown).collect();
        assert!(missing.is_empty(), "examples/gallery/scenes.json shows nothing of {missing:?}");
        let unknown = shown.iter().filter(|name| name.contains("::") && !screens.contains(*name));
        assert_eq!(unknown.collect::<Vec<_>>(), [""; 0], "there are no such screens");
    }

    #[test]
    fn each_language_can_be_chosen() {
        let list: serde_json::Value = serde_json::from_str(&read("examples/gallery/scenes.json")).unwrap();
        let offered: BTreeSet<_> =
            list["languages"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap().to_owned()).collect();
        let files = fs::read_dir(root().join("lang")).unwrap().map(|entry| entry.unwrap().path());
        let there: BTreeSet<_> = files.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(offered, there);
    }
}
