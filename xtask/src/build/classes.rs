//! Classes that libraries have for scripts, and that no script here uses: those of wasm-streams, which comes with Leptos.
//!
//! The linker keeps what is exported, with all that it needs. So the exports go before the file is split, which leaves out
//! whatever nothing needs.

use std::collections::BTreeSet;

use anyhow::Result;

use super::wasm::{EXPORTS, HEAD, number, sections, sized};

/// wasm-bindgen reads what a function takes and gives from another function of this name.
const DESCRIPTION: &str = "__wbindgen_describe_";
/// What a script calls when it has dropped an object: `__wbg_`, the class, and this with a hash.
const OBJECT: &str = "__wbg_";
const FREE: &str = "_free_";

/// What cargo has made, without the functions that it exports for scripts: the app has none of its own.
///
/// # Errors
/// When it is no wasm file.
pub(super) fn dropped(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut file = HEAD.to_vec();
    for (id, mut section) in sections(wasm)? {
        let mut content = section.rest().to_vec();
        if id == EXPORTS {
            let mut exports = Vec::new();
            for _ in 0..section.number()? {
                exports.push((section.name()?, section.thing(false)?));
            }
            let names: BTreeSet<&str> = exports.iter().map(|(name, _)| *name).collect();
            exports.retain(|(name, _)| !is_for_scripts(name, &names));
            content = number(exports.len());
            for (name, thing) in exports {
                content.extend(sized(name.as_bytes()));
                content.extend(thing);
            }
        }
        file.push(id);
        file.extend(sized(&content));
    }
    Ok(file)
}

/// Whether it is a method of a class, its description, or what frees an object. What is imported is described too, and has no
/// other export.
fn is_for_scripts(name: &str, all: &BTreeSet<&str>) -> bool {
    match name.strip_prefix(DESCRIPTION) {
        Some(described) => all.contains(described),
        None => all.contains(&*format!("{DESCRIPTION}{name}")) || name.starts_with(OBJECT) && name.contains(FREE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wasm(exports: &[&str]) -> Vec<u8> {
        let mut content = number(exports.len());
        for name in exports {
            content.extend(sized(name.as_bytes()));
            content.extend([0, 3]);
        }
        let section = |id: u8, content: &[u8]| [vec![id], sized(content)].concat();
        [HEAD.to_vec(), section(1, &[0]), section(EXPORTS, &content), section(10, &[0])].concat()
    }

    #[test]
    fn classes_go_and_all_else_stays() {
        let kept =
            ["main", "__wbindgen_describe___wbg_log_1", "__wbindgen_malloc", "__wasm_split_00sign_in00_export_1"];
        let classes = ["source_pull_1", "__wbindgen_describe_source_pull_1", "__wbg_source_free_1"];
        assert_eq!(dropped(&wasm(&[&classes[..], &kept].concat())).unwrap(), wasm(&kept));
        assert_eq!(dropped(&wasm(&kept)).unwrap(), wasm(&kept));
        assert!(dropped(b"<!doctype").is_err());
    }
}
