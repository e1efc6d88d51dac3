//! Another build of the same app: every file that is named after its content has another content, another name and another
//! checksum, as if all of the code had changed. It is made of a finished build, which takes a moment and no compiler. Its files have none
//! compressed beside them: that would take a minute.

use std::{fs, path::Path};

use hosting::digest;

use crate::hosts::copy;

/// Makes it in `to` of what is in `from`.
pub(crate) fn make(from: &Path, to: &Path) {
    copy(from, to);
    let mut files: Vec<String> = Vec::new();
    for entry in fs::read_dir(to).expect("a directory") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        if hosting::is_precompressed(&name) {
            fs::remove_file(to.join(name)).expect("a file can be removed");
        } else if order(&name).is_some() {
            files.push(name);
        }
    }
    // What is named by others comes before them.
    files.sort_by_key(|name| order(name));
    let mut replaced = Vec::new();
    for name in files {
        let before = fs::read(to.join(&name)).expect("a file can be read");
        let after = changed(&name, &before, &replaced);
        let (stem, rest) = name.rsplit_once('-').expect("a hash is in its name");
        let extension = rest.split_once('.').expect("an extension").1;
        let new_name = format!("{stem}-{}.{extension}", digest::short(&after));
        fs::remove_file(to.join(&name)).expect("a file can be removed");
        fs::write(to.join(&new_name), &after).expect("a file can be written");
        replaced.push((digest::integrity(&before), digest::integrity(&after)));
        replaced.push((name, new_name));
    }
    let index = fs::read_to_string(to.join("index.html")).expect("a page");
    fs::write(to.join("index.html"), with(&index, &replaced)).expect("a page can be written");
}

/// Wasm files and stylesheets name no other file, scripts name those and modules, and the program's script names modules.
fn order(name: &str) -> Option<u8> {
    let is_module = ["brand-", "password-strength-"].iter().any(|module| name.starts_with(module));
    match name.rsplit_once('.')?.1 {
        "wasm" | "css" => Some(0),
        "js" if is_module => Some(1),
        "js" => Some(2),
        _ => None,
    }
}

fn changed(name: &str, content: &[u8], replaced: &[(String, String)]) -> Vec<u8> {
    if name.ends_with(".wasm") {
        // A section of one's own, without anything in it but its name, which says nothing to anybody
        // (https://webassembly.github.io/spec/core/binary/modules.html#custom-section).
        return [content, &[0, 5, 4], b"anew"].concat();
    }
    let text = std::str::from_utf8(content).expect("scripts and stylesheets are text");
    (with(text, replaced) + "/* anew */\n").into_bytes()
}

fn with(text: &str, replaced: &[(String, String)]) -> String {
    replaced.iter().fold(text.to_owned(), |text, (before, after)| text.replace(before.as_str(), after))
}
