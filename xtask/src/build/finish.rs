//! What Trunk leaves to be done: wasm-opt, one script and one stylesheet, both minified, all named after their content.
//! What judges passwords stays a module of its own.
//!
//! Trunk starts the app from an inline script, which a content security policy without `'unsafe-inline'` refuses, and
//! leaves wasm-bindgen's glue unminified.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use hosting::digest;

use super::bundle::bundle;
use super::merge::FETCH_AHEAD;
use super::page::{self, Asset, Finished, TrunkPage};
use super::split::Parts;
use crate::process;

/// What judges passwords, as Trunk calls it, and as src/strength.js imports it.
pub(super) const PASSWORD_STRENGTH: &str = "password-strength";
/// What puts an owner's brand on, as Trunk copies it, and as src/prerendered.js imports it.
const BRAND_SCRIPT: &str = "brand.js";
/// The rules that only a brand needs, as Trunk copies them, and as src/brand.js fetches them.
const BRAND_STYLE: &str = "brand.css";

/// What Trunk's hook has written the words of other languages to.
const LANGUAGES: &str = "lang";

/// Finishes Trunk's output in `dist`, with the `parts` in the place of Trunk's one wasm file; `programs` has wasm-opt
/// and esbuild. The page notes these `settings` of the build, by the names of its meta tags.
///
/// # Errors
/// When the page is not as Trunk writes it, or a program fails.
pub(crate) fn run(dist: &Path, parts: &Parts, programs: &Path, settings: &[(&str, String)]) -> Result<()> {
    let index = dist.join("index.html");
    let html = fs::read_to_string(&index).context("Trunk wrote no index.html")?;
    let trunk = TrunkPage::parse(&html)?;
    let step = Step { dist, programs };
    step.remove_unsplit(&trunk)?;
    process::announce("Optimising the wasm files for size");
    let wasm = step.optimise(&parts.main, "app")?;
    step.name_chunks(parts)?;
    let strength = step.finish_module(PASSWORD_STRENGTH)?;
    let script = step.bundle_script(parts, &wasm, &strength)?;
    let style = step.bundle_style(&trunk.stylesheets)?;
    let brand = step.finish_brand()?;
    let prerendered = step.finish_prerendered(&trunk.prerendered, &brand)?;
    let languages = step.name_languages()?;
    let html = page::note_languages(&html, &languages)?;
    let page = page::finish(&html, &Finished { style, prerendered, script, wasm: wasm.path })?;
    fs::write(&index, page::note_settings(&page, settings)?)?;
    Ok(())
}

/// wasm-split calls a chunk `split_NAME.wasm`, and what several chunks use `chunk_NUMBER.wasm`.
fn chunk_stem(name: &str) -> String {
    let stem = name.strip_suffix(".wasm").unwrap_or(name);
    format!("chunk-{}", stem.strip_prefix("split_").unwrap_or("shared"))
}

/// `script` with `after` for `before`, which it names once.
fn renamed(script: &str, before: &str, after: &str) -> Result<String> {
    match script.matches(before).count() {
        1 => Ok(script.replace(before, after)),
        count => bail!("a script has {before} {count} times, not once"),
    }
}

struct Step<'a> {
    dist: &'a Path,
    programs: &'a Path,
}

impl Step<'_> {
    /// Removes Trunk's wasm file, its glue and the snippets that the glue imports.
    fn remove_unsplit(&self, trunk: &TrunkPage) -> Result<()> {
        for file in [&trunk.wasm, &trunk.glue] {
            fs::remove_file(self.dist.join(file))?;
        }
        let snippets = self.dist.join("snippets");
        if snippets.exists() {
            fs::remove_dir_all(&snippets)?;
        }
        Ok(())
    }

    /// Makes a smaller one of the `wasm` file.
    fn optimise(&self, wasm: &Path, stem: &str) -> Result<Asset> {
        let optimised = self.dist.join("optimised");
        process::run(super::wasm_opt(self.programs, self.dist).arg(wasm).arg("-o").arg(&optimised))?;
        self.keep(&optimised, stem, "wasm")
    }

    /// Names the directory with the words of the other languages after all that is in it, so that a browser may keep them for
    /// ever; returns its path inside dist.
    fn name_languages(&self) -> Result<String> {
        let directory = self.dist.join(LANGUAGES);
        let mut files = Vec::new();
        let mut directories = vec![directory.clone()];
        while let Some(next) = directories.pop() {
            for entry in fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))? {
                let path = entry?.path();
                if path.is_dir() { directories.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        let mut content = Vec::new();
        for file in files {
            content.extend(file.strip_prefix(&directory)?.to_string_lossy().bytes());
            content.extend(fs::read(&file)?);
        }
        let name = format!("{LANGUAGES}-{}", digest::short(&content));
        fs::rename(&directory, self.dist.join(&name))?;
        Ok(format!("{name}/"))
    }

    /// Puts the chunks where they stay, and tells their loader.
    fn name_chunks(&self, parts: &Parts) -> Result<()> {
        let mut loader = fs::read_to_string(&parts.loader)?;
        for chunk in &parts.chunks {
            let name = chunk.file_name().and_then(OsStr::to_str).context("a chunk has no name")?;
            let Asset { path, integrity } = self.optimise(chunk, &chunk_stem(name))?;
            // Next to the script that fetches it, whatever the address of the page.
            let named = format!("(\"./{path}\", \"{integrity}\"");
            loader = renamed(&loader, &format!("(\"./{name}\""), &named)?;
        }
        fs::write(&parts.loader, loader)?;
        Ok(())
    }

    /// Makes smaller ones of a module's two files, its wasm file and the script that fetches it; returns the script's path
    /// inside dist.
    fn finish_module(&self, name: &str) -> Result<String> {
        let (wasm, glue) = (format!("{name}_bg.wasm"), self.dist.join(format!("{name}.js")));
        let optimised = self.optimise(&self.dist.join(&wasm), name)?;
        let fetched = format!("fetch(module_or_path, {{ integrity: \"{}\" }})", optimised.integrity);
        fs::write(&glue, renamed(&fs::read_to_string(&glue)?, "fetch(module_or_path)", &fetched)?)?;
        let bundled = self.dist.join("bundled.js");
        bundle(self.programs, &glue, &bundled, &["--format=esm"])?;
        for file in [&self.dist.join(&wasm), &glue] {
            fs::remove_file(file)?;
        }
        fs::write(&bundled, renamed(&fs::read_to_string(&bundled)?, &wasm, &optimised.path)?)?;
        Ok(self.keep(&bundled, name, "js")?.path)
    }

    /// Puts initializer, glue and loader into one file, and removes the parts. It imports the module `strength`, when it
    /// does.
    fn bundle_script(&self, parts: &Parts, wasm: &Asset, strength: &str) -> Result<Asset> {
        process::announce("Bundling the scripts and the stylesheets");
        let directory = parts.glue.parent().context("the glue is in no directory")?;
        let glue = parts.glue.file_name().and_then(OsStr::to_str).context("the glue has no name")?;
        // What Trunk's own initializer does, less its export of the bindings: that would keep every one of them. An owner's
        // brand is put on first. What the app asks for first is fetched while the app starts, and not before its own file is
        // here.
        let entry = directory.join("initializer.js");
        let loader = parts.loader.file_name().and_then(OsStr::to_str).context("the loader has no name")?;
        // Next to the script that fetches it, as everything else, whatever the address of the page.
        let Asset { path, integrity } = wasm;
        let source = format!(
            "import init from \"./{glue}\";\nimport {{ {FETCH_AHEAD} }} from \"./{loader}\";\n\
             await globalThis.branded;\n\
             const file = fetch(new URL(\"{path}\", import.meta.url), {{ integrity: \"{integrity}\" }});\n\
             const app = await WebAssembly.compileStreaming(file);\n\
             {FETCH_AHEAD}();\n\
             await init({{ module_or_path: app }});\n"
        );
        fs::write(&entry, source)?;
        let bundled = self.dist.join("bundled.js");
        bundle(self.programs, &entry, &bundled, &["--format=esm"])?;
        let imported = format!("{PASSWORD_STRENGTH}.js");
        fs::write(&bundled, renamed(&fs::read_to_string(&bundled)?, &imported, strength)?)?;
        fs::remove_dir_all(directory)?;
        self.keep(&bundled, "app", "js")
    }

    /// Makes smaller ones of the brand's script and of the rules that it fetches; returns the script's path inside dist.
    fn finish_brand(&self) -> Result<String> {
        let (script, style) = (self.dist.join(BRAND_SCRIPT), self.dist.join(BRAND_STYLE));
        let bundled = self.dist.join("bundled.css");
        bundle(self.programs, &style, &bundled, &[])?;
        let named = self.keep(&bundled, "brand", "css")?.path;
        let bundled = self.dist.join("bundled.js");
        bundle(self.programs, &script, &bundled, &["--format=esm"])?;
        for file in [script, style] {
            fs::remove_file(file)?;
        }
        fs::write(&bundled, renamed(&fs::read_to_string(&bundled)?, BRAND_STYLE, &named)?)?;
        Ok(self.keep(&bundled, "brand", "js")?.path)
    }

    /// Makes a smaller one of what shows the login form. It imports the script `brand`, when it does.
    fn finish_prerendered(&self, script: &str, brand: &str) -> Result<Asset> {
        let (script, bundled) = (self.dist.join(script), self.dist.join("bundled.js"));
        let imported = format!("./{BRAND_SCRIPT}");
        // It is no module, but as one it imports what is not bundled as browsers do.
        bundle(self.programs, &script, &bundled, &["--format=esm", &format!("--external:{imported}")])?;
        fs::remove_file(script)?;
        fs::write(&bundled, renamed(&fs::read_to_string(&bundled)?, &imported, &format!("./{brand}"))?)?;
        self.keep(&bundled, "prerendered", "js")
    }

    /// Puts all stylesheets into one file, in their order, with what they import; removes them.
    fn bundle_style(&self, stylesheets: &[String]) -> Result<Asset> {
        let entry = self.dist.join("entry.css");
        let imports: String = stylesheets.iter().map(|path| format!("@import \"./{path}\";\n")).collect();
        fs::write(&entry, imports)?;
        let bundled = self.dist.join("bundled.css");
        // Images and fonts stay files of their own, to be fetched when the page needs them.
        let files = ["svg", "png", "jpg", "webp", "avif", "woff2"].map(|extension| format!("--external:*.{extension}"));
        bundle(self.programs, &entry, &bundled, &files.each_ref().map(String::as_str))?;
        for path in stylesheets {
            fs::remove_file(self.dist.join(path))?;
        }
        fs::remove_file(&entry)?;
        self.keep(&bundled, "style", "css")
    }

    /// Names `file` after its content, so that a browser may keep it for ever.
    fn keep(&self, file: &Path, stem: &str, extension: &str) -> Result<Asset> {
        let content = fs::read(file)?;
        let path = format!("{stem}-{}.{extension}", digest::short(&content));
        fs::rename(file, self.dist.join(&path))?;
        Ok(Asset { path, integrity: digest::integrity(&content) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_named_after_what_it_is_for() {
        for (name, stem) in [("split_account.wasm", "chunk-account"), ("chunk_3.wasm", "chunk-shared")] {
            assert_eq!(chunk_stem(name), stem, "{name}");
        }
    }

    #[test]
    fn a_file_that_a_script_does_not_name_once_is_not_renamed() {
        assert_eq!(renamed("import('/a.js')", "/a.js", "/a-1.js").unwrap(), "import('/a-1.js')");
        for (case, script) in [("never", "import('/b.js')"), ("twice", "import('/a.js');import('/a.js')")] {
            assert!(renamed(script, "/a.js", "/a-1.js").is_err(), "{case}");
        }
    }
}
