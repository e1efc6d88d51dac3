//! Which crate, module and function a wasm file is made of.

use std::{collections::BTreeMap, fs, path::PathBuf};

use crate::wasm::Wasm;

/// Segments of a path, the crate's name among them, by which modules are told apart.
const DEPTH: usize = 3;
/// What the linker and the compiler add, and what has no name.
const NOT_RUST: &str = "(not Rust)";

/// Prints the files' parts: what they are, their names, how many functions, their bytes. Bytes are those of the code before
/// compression, which the browser never sees in this form: they say where to look, not what a visit costs.
pub(crate) fn run(files: &[PathBuf]) {
    let mut parts = Parts::default();
    for path in files {
        let file = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let wasm = Wasm::parse(&file).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let code = wasm.functions.iter().map(|function| function.bytes).sum();
        parts.add_many("file", format!("{name}, code"), wasm.functions.len(), code);
        parts.add_many("file", format!("{name}, data"), 0, wasm.data);
        parts.add_many("file", format!("{name}, rest"), 0, wasm.rest);
        for function in &wasm.functions {
            parts.add(function.name.as_deref(), function.bytes);
        }
    }
    for ((kind, name), (count, bytes)) in parts.0 {
        println!("{kind}\t{name}\t{count}\t{bytes}");
    }
}

#[derive(Default)]
struct Parts(BTreeMap<(&'static str, String), (usize, usize)>);

impl Parts {
    fn add(&mut self, symbol: Option<&str>, bytes: usize) {
        let name = symbol.and_then(|symbol| rustc_demangle::try_demangle(symbol).ok());
        let Some(name) = name.map(|name| format!("{name:#}")) else {
            self.add_many("crate", NOT_RUST.to_owned(), 1, bytes);
            self.add_many("function", symbol.unwrap_or(NOT_RUST).to_owned(), 1, bytes);
            return;
        };
        let function = without_generics(&name);
        let module = module(&function);
        let of_crate = module.split("::").next().unwrap_or_default().to_owned();
        for (kind, name) in [("crate", of_crate), ("module", module), ("function", function)] {
            self.add_many(kind, name, 1, bytes);
        }
    }

    fn add_many(&mut self, kind: &'static str, name: String, count: usize, bytes: usize) {
        let part = self.0.entry((kind, name)).or_default();
        part.0 += count;
        part.1 += bytes;
    }
}

/// A function's path without what its generics stand for: `<A as B>::c` for `<A<T> as B<U>>::c::<V>`. What is made of one
/// piece of source has one name then.
fn without_generics(path: &str) -> String {
    let mut kept = String::new();
    let mut depth = 0_usize;
    let mut before = ' ';
    for character in path.chars() {
        match character {
            // The sign of a qualified path, not of arguments.
            '<' if depth == 0 && !(before.is_alphanumeric() || matches!(before, '_' | ':' | '}')) => kept.push('<'),
            '<' => depth += 1,
            '>' if before == '-' && depth == 0 => kept.push('>'),
            '>' if before == '-' => {}
            '>' if depth > 0 => {
                depth -= 1;
                if depth == 0 && kept.ends_with("::") {
                    kept.truncate(kept.len() - 2);
                }
            }
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
        before = character;
    }
    kept
}

/// Where a function without generics is: its crate and modules, or those of the type that it is for.
fn module(function: &str) -> String {
    let bare = |path: &str| {
        let path = path.trim_start_matches(['<', '&', '*', '(', '[', ' ']);
        ["mut ", "const ", "dyn "].iter().fold(path, |path, word| path.strip_prefix(word).unwrap_or(path)).to_owned()
    };
    let mut paths = function.split(" as ").map(bare);
    let path = paths.find(|path| path.contains("::") && path.starts_with(is_lowercase));
    let path = path.unwrap_or_else(|| function.to_owned());
    let segments: Vec<&str> = path.split("::").collect();
    let modules = segments[..segments.len() - 1].iter().take_while(|segment| segment.starts_with(is_lowercase));
    modules.take(DEPTH).copied().collect::<Vec<_>>().join("::")
}

fn is_lowercase(character: char) -> bool {
    character.is_lowercase() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_has_one_name_whatever_it_is_made_for() {
        for (path, expected) in [
            ("a::b", "a::b"),
            ("a::b::<c::D>", "a::b"),
            ("core::ptr::drop_in_place<alloc::vec::Vec<u8>>", "core::ptr::drop_in_place"),
            ("<a::B<c::D> as e::F<G>>::h", "<a::B as e::F>::h"),
            ("<a::B<c::D>>::e::<f::G>::{closure#0}", "<a::B>::e::{closure#0}"),
            ("a::b<fn(u8) -> c::D<e>>::{{closure}}", "a::b::{{closure}}"),
            ("<F as a::B<C>>::d", "<F as a::B>::d"),
        ] {
            assert_eq!(without_generics(path), expected, "{path}");
        }
    }

    #[test]
    fn a_function_is_where_its_type_is() {
        for (function, expected) in [
            ("a::b", "a"),
            ("a::b::c::{{closure}}", "a::b::c"),
            ("a::b::c::d::e", "a::b::c"),
            ("<a::b::C as d::E>::f", "a::b"),
            ("<&mut a::b::C as d::E>::f", "a::b"),
            ("<F as a::b::C>::d", "a::b"),
            ("a::B::c", "a"),
        ] {
            assert_eq!(module(function), expected, "{function}");
        }
    }

    #[test]
    fn what_is_no_name_of_rust_is_counted_together() {
        let mut parts = Parts::default();
        parts.add(None, 3);
        parts.add(Some("memcpy"), 4);
        parts.add(Some("_ZN1a1b1c17h0123456789abcdefE"), 5);
        parts.add(Some("_ZN1a1b1c17hfedcba9876543210E"), 6);
        let part = |kind, name: &str| parts.0.get(&(kind, name.to_owned())).copied();
        assert_eq!(part("crate", NOT_RUST), Some((2, 7)));
        assert_eq!(part("crate", "a"), Some((2, 11)));
        assert_eq!(part("module", "a::b"), Some((2, 11)));
        assert_eq!(part("function", "a::b::c"), Some((2, 11)));
    }
}
