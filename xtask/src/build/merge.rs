//! Fewer files than wasm-split makes: it has one for every set of chunks that share some code, and most are small. What the
//! first chunk shares with others comes with it, as everybody fetches that one anyway, and so do crumbs. One file of many
//! functions is smaller than many files, too: brotli sees more alike in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::split::Parts;
use crate::process;

/// What the app needs as soon as its first page is drawn, whoever comes (src/chunk.rs).
const FIRST: &str = "sign_in";
/// A shared file of fewer bytes, names included, is a crumb: less than a kilobyte after all that is done to it.
const CRUMB: u64 = 6000;
/// What the loader exports that begins to fetch it before the app asks for it.
pub(super) const FETCH_AHEAD: &str = "fetchAhead";
/// What wasm-split calls the module that gives chunks the app's memory and tables.
const APP: &str = "__wasm_split";
/// How a file is fetched: at once, while others are, and put to work when those are there that it needs; or ahead of that,
/// once the app's own file is here. Its integrity comes with its final name.
const FETCH: &str = "const chunk = (path, integrity, parts) => {
    let ahead;
    const begin = () => {
        const begun = WebAssembly.compileStreaming(fetch(new URL(path, import.meta.url), { integrity }));
        begun.catch(() => { ahead = undefined; });
        return begun;
    };
    const load = makeLoad(() => {
        const begun = ahead ?? begin();
        return async ({ __wasm_split }) => WebAssembly.instantiate(await begun, { __wasm_split, app: __wasm_split });
    }, parts);
    return Object.assign(load, { begin() { ahead ??= begin(); } });
};
";

/// Puts files of `parts` together and has their loader fetch them; `programs` has wasm-merge and wasm-dis.
///
/// # Errors
/// When the loader is not as wasm-split writes it, or a program fails.
pub(crate) fn run(parts: &mut Parts, programs: &Path) -> Result<()> {
    let directory = parts.loader.parent().context("the loader is in no directory")?.to_path_buf();
    let script = fs::read_to_string(&parts.loader)?;
    let loader = Loader::parse(&script)?;
    let path = |name: &str| directory.join(format!("{name}.wasm"));
    let mut into_first = BTreeSet::new();
    for name in loader.shared.keys() {
        if loader.is_of_first(name) || fs::metadata(path(name))?.len() < CRUMB {
            into_first.insert(*name);
        }
    }
    let (first, merged, app) = (path(&file(FIRST)), directory.join("merged"), directory.join("app.wat"));
    fs::write(&app, app_stub(&imports(&parts.chunks, programs, &directory)?)?)?;
    let joining: Vec<_> = into_first.iter().map(|name| path(name)).collect();
    let mut merge = process::command(programs.join("wasm-merge"), &directory);
    merge.args(super::WASM_FEATURES).arg("--debuginfo").arg(&app).arg(APP);
    for (index, part) in [&first].into_iter().chain(&joining).enumerate() {
        merge.arg(part).arg(format!("part{index}"));
    }
    process::run(merge.arg("-o").arg(&merged))?;
    fs::rename(&merged, &first)?;
    for part in &joining {
        fs::remove_file(part)?;
    }
    parts.chunks.retain(|chunk| !joining.contains(chunk));
    fs::remove_file(&app)?;
    fs::write(&parts.loader, loader.merged(&into_first))?;
    Ok(())
}

/// What the chunks import, in wasm's text: each kind of import once, by its name.
fn imports(chunks: &[PathBuf], programs: &Path, directory: &Path) -> Result<BTreeMap<String, String>> {
    let mut imports = BTreeMap::new();
    for chunk in chunks {
        let text = process::output(
            process::command(programs.join("wasm-dis"), directory).args(super::WASM_FEATURES).arg(chunk),
        )?;
        for line in text.lines().map(str::trim).filter(|line| line.starts_with("(import ")) {
            let (name, what) = import(line).with_context(|| format!("a chunk imports something else: {line}"))?;
            if imports.insert(name.to_owned(), what.clone()).is_some_and(|before| before != what) {
                bail!("chunks import {name} in more than one way");
            }
        }
    }
    Ok(imports)
}

/// The name of what a chunk imports of the app, and what it is, without the chunk's own name for it:
/// `(memory 18)` for `(import "__wasm_split" "memory" (memory $mimport$0 18))`.
fn import(line: &str) -> Option<(&str, String)> {
    let rest = line.strip_prefix("(import \"")?.strip_prefix(APP)?.strip_prefix("\" \"")?;
    let (name, what) = rest.split_once("\" (")?;
    let (kind, what) = what.strip_suffix("))")?.split_once(' ')?;
    let (_, what) = what.split_once(' ')?;
    matches!(kind, "memory" | "table" | "global").then(|| (name, format!("({kind} {what})")))
}

/// The app as chunks see it, for them to share: a wasm file may name a memory only once.
fn app_stub(imports: &BTreeMap<String, String>) -> Result<String> {
    let mut stub = String::from("(module\n");
    for (name, what) in imports {
        let kind = what.trim_start_matches('(').split(' ').next().unwrap_or_default();
        let what = what.replacen(kind, &format!("{kind} ${name}"), 1);
        writeln!(stub, "(import \"app\" \"{name}\" {what}) (export \"{name}\" ({kind} ${name}))")?;
    }
    Ok(stub + ")\n")
}

/// wasm-split's script that fetches the chunks.
#[derive(Debug, PartialEq)]
struct Loader<'a> {
    /// Its functions.
    runtime: &'a str,
    /// The files that several chunks use, and which do.
    shared: BTreeMap<&'a str, BTreeSet<&'a str>>,
    chunks: Vec<&'a str>,
}

impl<'a> Loader<'a> {
    fn parse(script: &'a str) -> Result<Self> {
        let (runtime, _) = script.split_once("/* ").context("the loader fetches nothing that is shared")?;
        let mut lines = script[runtime.len()..].lines();
        let (mut shared, mut chunks) = (BTreeMap::new(), Vec::new());
        while let Some(line) = lines.next() {
            if let Some(users) = line.strip_prefix("/* ").and_then(|line| line.strip_suffix(" */")) {
                let name = lines.next().and_then(|line| named(line, "const __"));
                shared.insert(name.context("the loader names no shared file")?, users.split(", ").collect());
            } else if let Some(name) = named(line, "export const __wasm_split_load_") {
                chunks.push(name);
            }
        }
        let fetched = script.matches("new URL(\"./").count();
        if fetched != shared.len() + chunks.len() || !chunks.contains(&FIRST) {
            bail!("the loader fetches {fetched} files, and not these: {shared:?} {chunks:?}");
        }
        Ok(Self { runtime, shared, chunks })
    }

    /// Whether a shared file is used by the first chunk.
    fn is_of_first(&self, shared: &str) -> bool {
        self.shared.get(shared).is_some_and(|users| users.contains(FIRST))
    }

    /// The same, where these shared files have come into that of the first chunk.
    fn merged(&self, into_first: &BTreeSet<&str>) -> String {
        let mut script = format!("{}{FETCH}const {FIRST} = chunk(\"./{}.wasm\", []);\n", self.runtime, file(FIRST));
        script += &format!("export const {FETCH_AHEAD} = {FIRST}.begin;\n");
        let shared = || self.shared.iter().filter(|(name, _)| !into_first.contains(*name));
        for (name, _) in shared() {
            script += &format!("const {name} = chunk(\"./{name}.wasm\", []);\n");
        }
        for chunk in &self.chunks {
            let parts = shared().filter(|(_, users)| users.contains(chunk)).map(|(name, _)| *name);
            let parts = [FIRST].into_iter().chain(parts).collect::<Vec<_>>().join(", ");
            let loader = if *chunk == FIRST { parts } else { format!("chunk(\"./{}.wasm\", [{parts}])", file(chunk)) };
            script += &format!("export const __wasm_split_load_{chunk} = wrapAsyncCb({loader});\n");
        }
        script
    }
}

/// The name that a line of the loader defines after `before`.
fn named<'a>(line: &'a str, before: &str) -> Option<&'a str> {
    line.strip_prefix(before)?.split(' ').next()
}

/// What wasm-split calls the file of a chunk.
fn file(chunk: &str) -> String {
    format!("split_{chunk}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = "function makeLoad() {}
/* account, sign_in */
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL(\"./chunk_1.wasm\", import.meta.url));
}
, []);
/* account, challenges */
const __chunk_2 = makeLoad(() => {
    const src = fetch(new URL(\"./chunk_2.wasm\", import.meta.url));
}
, []);
export const __wasm_split_load_sign_in = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL(\"./split_sign_in.wasm\", import.meta.url));
}
, [__chunk_1]));
export const __wasm_split_load_account = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL(\"./split_account.wasm\", import.meta.url));
}
, [__chunk_1, __chunk_2]));
";

    #[test]
    fn what_the_first_chunk_shares_comes_with_it() {
        let loader = Loader::parse(LOADER).unwrap();
        assert!(loader.is_of_first("chunk_1") && !loader.is_of_first("chunk_2"));
        let script = loader.merged(&BTreeSet::from(["chunk_1"]));
        let (runtime, loaders) = script.split_once(FETCH).unwrap();
        assert_eq!(runtime, "function makeLoad() {}\n");
        assert_eq!(
            loaders,
            "const sign_in = chunk(\"./split_sign_in.wasm\", []);
export const fetchAhead = sign_in.begin;
const chunk_2 = chunk(\"./chunk_2.wasm\", []);
export const __wasm_split_load_sign_in = wrapAsyncCb(sign_in);
export const __wasm_split_load_account = wrapAsyncCb(chunk(\"./split_account.wasm\", [sign_in, chunk_2]));
"
        );
    }

    #[test]
    fn a_loader_of_another_form_is_refused() {
        let cases = [
            ("nothing shared", LOADER.replace("/* ", "// ")),
            ("no first chunk", LOADER.replace("sign_in", "entrance")),
            ("another file", format!("{LOADER}fetch(new URL(\"./more.wasm\"))")),
        ];
        for (case, script) in cases {
            assert!(Loader::parse(&script).is_err(), "{case}");
        }
    }

    #[test]
    fn the_chunks_imports_are_handed_on() {
        let lines = [
            "(import \"__wasm_split\" \"memory\" (memory $mimport$0 18))",
            "(import \"__wasm_split\" \"__wasm_split_shared0\" (global $__stack_pointer (mut i32)))",
        ];
        let imports = lines.map(|line| import(line).unwrap());
        let imports = imports.into_iter().map(|(name, what)| (name.to_owned(), what)).collect();
        assert_eq!(
            app_stub(&imports).unwrap(),
            "(module
(import \"app\" \"__wasm_split_shared0\" (global $__wasm_split_shared0 (mut i32))) (export \"__wasm_split_shared0\" (global $__wasm_split_shared0))
(import \"app\" \"memory\" (memory $memory 18)) (export \"memory\" (memory $memory))
)
"
        );
        for other in
            ["(import \"env\" \"memory\" (memory $m 1))", "(import \"__wasm_split\" \"f\" (func $f (param i32)))"]
        {
            assert_eq!(import(other), None, "{other}");
        }
    }
}
