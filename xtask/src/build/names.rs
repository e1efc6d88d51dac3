//! Short names between the wasm file and its script. Those of wasm-bindgen end in a hash, which does not compress, and there
//! are hundreds of them, each in both files.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result};

use super::split::Parts;
use super::wasm::{EXPORTS, FUNCTION, HEAD, IMPORTS, number, sections, sized};

const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Gives the functions short names by which the main part and its script call each other.
///
/// # Errors
/// When the main part is no wasm file that this can read.
pub(crate) fn shorten(parts: &Parts) -> Result<()> {
    let (wasm, script) = (fs::read(&parts.main)?, fs::read_to_string(&parts.glue)?);
    let module = format!("./{}.js", parts.main.file_stem().context("the main part has no name")?.to_string_lossy());
    let names = short_names(&script, &functions(&wasm, &module)?);
    fs::write(&parts.main, renamed(&wasm, &module, &names)?)?;
    fs::write(
        &parts.glue,
        words(&script).map(|word| names.get(word).map_or(word, String::as_str)).collect::<String>(),
    )?;
    Ok(())
}

/// A short name for each of these that is a word of the script: the shortest for those that come first, as the script is the
/// smaller the more they are in order. What is called as a person would call it keeps its name.
fn short_names<'a>(script: &'a str, functions: &[&str]) -> BTreeMap<&'a str, String> {
    let mut names = BTreeMap::new();
    for word in words(script).filter(|word| word.starts_with('_') && functions.contains(word)) {
        let count = names.len();
        names.entry(word).or_insert_with(|| short_name(count));
    }
    names
}

/// `a` to `Z`, then `aa`, `ab` …
fn short_name(number: usize) -> String {
    let letter = char::from(LETTERS[number % LETTERS.len()]);
    match number / LETTERS.len() {
        0 => letter.to_string(),
        rest => short_name(rest - 1) + &letter.to_string(),
    }
}

/// All of a script: words, and what is between them.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let is_of_word = |letter: char| letter.is_alphanumeric() || "_$".contains(letter);
    let mut rest = script;
    std::iter::from_fn(move || {
        let is_word = is_of_word(rest.chars().next()?);
        let end = rest.find(|letter| is_of_word(letter) != is_word).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// The names of the functions that a wasm file imports from `module`, and of those that it exports.
fn functions<'a>(wasm: &'a [u8], module: &str) -> Result<Vec<&'a str>> {
    let mut functions = Vec::new();
    for (id, mut section) in sections(wasm)? {
        let is_import = id == IMPORTS;
        if !is_import && id != EXPORTS {
            continue;
        }
        for _ in 0..section.number()? {
            let is_of_script = !is_import || section.name()? == module;
            let name = section.name()?;
            if section.thing(is_import)?[0] == FUNCTION && is_of_script {
                functions.push(name);
            }
        }
    }
    Ok(functions)
}

/// The same wasm file, with these names of what it exports, and imports from `module`, in the place of others.
fn renamed(wasm: &[u8], module: &str, names: &BTreeMap<&str, String>) -> Result<Vec<u8>> {
    let mut file = HEAD.to_vec();
    for (id, mut section) in sections(wasm)? {
        let is_import = id == IMPORTS;
        let content = if is_import || id == EXPORTS {
            let count = section.number()?;
            let mut content = number(count);
            for _ in 0..count {
                let of = if is_import { Some(section.name()?) } else { None };
                content.extend(of.map(|module| sized(module.as_bytes())).unwrap_or_default());
                let name = section.name()?;
                let short = names.get(name).filter(|_| of.is_none_or(|of| of == module));
                content.extend(sized(short.map_or(name, String::as_str).as_bytes()));
                content.extend(section.thing(is_import)?);
            }
            content
        } else {
            section.rest().to_vec()
        };
        file.push(id);
        file.extend(sized(&content));
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "({__wbg_b_1: () => wasm.__run_2(), __wbg_a_1() {}, load}); wasm.memory; '__wbg_b_1x';";

    /// Imports two functions of the script, one of another, and a memory; exports a function and a memory.
    fn wasm(first: &str, second: &str, run: &str) -> Vec<u8> {
        let import = |module: &str, name: &str, what: &[u8]| {
            [sized(module.as_bytes()), sized(name.as_bytes()), what.to_vec()].concat()
        };
        let imports = [
            number(4),
            import("./app.js", first, &[0, 1]),
            import("./app.js", second, &[0, 0x80, 1]),
            import("./other.js", "__wbg_a_1", &[0, 1]),
            import("env", "__memory", &[2, 1, 1, 2]),
        ];
        let exports = [number(2), sized(run.as_bytes()), vec![0, 3], sized(b"memory"), vec![2, 0]];
        let section = |id: u8, content: Vec<u8>| [vec![id], sized(&content)].concat();
        [HEAD.to_vec(), section(1, vec![0]), section(IMPORTS, imports.concat()), section(EXPORTS, exports.concat())]
            .concat()
    }

    #[test]
    fn what_both_files_call_a_function_becomes_short() {
        let before = wasm("__wbg_a_1", "__wbg_b_1", "__run_2");
        let functions = functions(&before, "./app.js").unwrap();
        assert_eq!(functions, ["__wbg_a_1", "__wbg_b_1", "__run_2"]);
        let names = short_names(SCRIPT, &functions);
        let expected = [("__run_2", "b"), ("__wbg_a_1", "c"), ("__wbg_b_1", "a")];
        assert!(names.iter().map(|(name, short)| (*name, short.as_str())).eq(expected), "{names:?}");
    }

    #[test]
    fn nothing_but_the_names_changes() {
        let (long, short) = (wasm("__wbg_a_1", "__wbg_b_1", "__run_2"), wasm("c", "a", "b"));
        let names = [("__wbg_a_1", "c"), ("__wbg_b_1", "a"), ("__run_2", "b")];
        let names = names.into_iter().map(|(name, short)| (name, short.to_owned())).collect();
        assert_eq!(renamed(&long, "./app.js", &names).unwrap(), short);
        assert_eq!(words(SCRIPT).collect::<String>(), SCRIPT);
    }

    #[test]
    fn there_are_names_for_any_number() {
        for (number, name) in [(0, "a"), (51, "Z"), (52, "aa"), (53, "ab"), (52 + 52 * 52, "aaa")] {
            assert_eq!(short_name(number), name, "{number}");
        }
    }

    #[test]
    fn another_file_is_refused() {
        let whole = wasm("__wbg_a_1", "__wbg_b_1", "__run_2");
        for (case, file) in [("no wasm file", &b"<!doctype"[..]), ("half a file", &whole[..whole.len() - 1])] {
            assert!(renamed(file, "./app.js", &BTreeMap::new()).is_err(), "{case}");
        }
    }
}
