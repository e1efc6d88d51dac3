//! Which file of a crate uses which, read from its sources.
//!
//! Modules are followed from the crate's root by their `mod` lines, and each is a file, or a block inside one. What a file
//! uses are the paths in it: those of `use`, wherever it stands, and all others, in expressions, types and the arguments of
//! macros too. A name that a file only passes on (`pub use`, or a private `use` that its children see) counts as used from
//! the file that declares it. What is for tests alone counts for nothing: a test may look at whatever it likes.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens as _;
use syn::Item;

use super::module::{Module, Written, below, is_for_tests};

/// `["session_keeper", "lease"]`; the root has no name.
pub type ModulePath = Vec<String>;

/// All modules of a crate.
pub struct Crate {
    modules: BTreeMap<ModulePath, Module>,
}

/// One file uses another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    pub from: ModulePath,
    pub to: ModulePath,
    /// The path that says so.
    pub path: String,
}

impl Crate {
    /// Reads a crate from its root, `src/lib.rs`. `source` gives the text of a file.
    pub fn read(root: &str, source: &impl Fn(&str) -> Option<String>) -> Self {
        let mut read = Self { modules: BTreeMap::new() };
        let directory = root.rsplit_once('/').map_or("", |(directory, _)| directory);
        read.read_file(Vec::new(), root, directory, source);
        read
    }

    /// The modules right below the root.
    pub fn units(&self) -> BTreeSet<&str> {
        self.modules.keys().filter_map(|path| path.first()).map(String::as_str).collect()
    }

    /// All modules.
    pub fn modules(&self) -> impl Iterator<Item = &ModulePath> {
        self.modules.keys()
    }

    /// Where a module stands.
    pub fn file(&self, module: &ModulePath) -> &str {
        self.modules.get(module).map_or("?", |module| &module.file)
    }

    /// Whether that name stands anywhere in a module, but for comments, texts and tests.
    pub fn says(&self, module: &ModulePath, word: &str) -> bool {
        self.modules.get(module).is_some_and(|module| module.words.contains(word))
    }

    /// The paths into another crate, with the modules that they stand in.
    pub fn paths_into<'a>(&'a self, other: &'a str) -> impl Iterator<Item = (&'a ModulePath, &'a Written)> {
        let paths = self.modules.iter().flat_map(|(from, module)| module.used.iter().map(move |path| (from, path)));
        paths.filter(move |(_, path)| path.first().is_some_and(|first| first == other))
    }

    /// Each pair of modules of which one uses the other, once.
    pub fn uses(&self) -> Vec<Use> {
        let mut found = BTreeMap::new();
        for (from, module) in &self.modules {
            for written in &module.used {
                if let Some(to) = self.resolve(from, written, &mut BTreeSet::new())
                    && to != *from
                {
                    found.entry((from.clone(), to)).or_insert_with(|| written.join("::"));
                }
            }
        }
        found.into_iter().map(|((from, to), path)| Use { from, to, path }).collect()
    }

    fn read_file(&mut self, path: ModulePath, file: &str, directory: &str, source: &impl Fn(&str) -> Option<String>) {
        let text = source(file).unwrap_or_else(|| panic!("{file} cannot be read"));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        self.read_items(path, file, directory, parsed.items, source);
    }

    fn read_items(
        &mut self,
        path: ModulePath,
        file: &str,
        directory: &str,
        items: Vec<Item>,
        source: &impl Fn(&str) -> Option<String>,
    ) {
        let mut module = self.modules.remove(&path).unwrap_or_default();
        module.file = file.to_owned();
        for item in items {
            let tokens = item.to_token_stream();
            if is_for_tests(&tokens) {
                continue;
            }
            match item {
                Item::Mod(child) => {
                    let name = child.ident.to_string();
                    let below = format!("{directory}/{name}");
                    let path = path.iter().cloned().chain([name]).collect();
                    match child.content {
                        Some((_, items)) => self.read_items(path, file, &below, items, source),
                        None => self.read_file(path, &format!("{below}.rs"), &below, source),
                    }
                    continue;
                }
                Item::Use(line) => module.import(&line.tree, &mut Vec::new()),
                other => module.declare(&other),
            }
            module.note(tokens);
        }
        self.modules.insert(path, module);
    }

    /// The module that declares what a path names, if that is one of this crate.
    fn resolve(&self, from: &ModulePath, written: &[String], seen: &mut Seen) -> Option<ModulePath> {
        let module = self.modules.get(from)?;
        let (first, rest) = written.split_first()?;
        match first.as_str() {
            "crate" => Some(self.descend(Vec::new(), rest, seen)),
            "self" => Some(self.descend(from.clone(), rest, seen)),
            "super" => Some(self.descend(parent(from), rest, seen)),
            name if self.has_child(from, name) || module.imported.contains_key(name) => {
                let found = self.descend(from.clone(), written, seen);
                (found != *from).then_some(found)
            }
            _ => None,
        }
    }

    /// Follows a path from module to module, and through what those pass on, to where its name is declared.
    fn descend(&self, from: ModulePath, path: &[String], seen: &mut Seen) -> ModulePath {
        let Some((name, rest)) = path.split_first() else { return from };
        if name == "super" {
            return self.descend(parent(&from), rest, seen);
        }
        if self.has_child(&from, name) {
            return self.descend(below(&from, name), rest, seen);
        }
        let Some(module) = self.modules.get(&from) else { return from };
        if module.declared.contains(name) || !seen.insert((from.clone(), name.clone())) {
            return from;
        }
        if let Some(target) = module.imported.get(name) {
            let whole: Written = target.iter().chain(rest).cloned().collect();
            return self.resolve(&from, &whole, seen).unwrap_or(from);
        }
        let passed_on = module.globs.iter().filter_map(|glob| self.resolve(&from, glob, seen)).collect::<Vec<_>>();
        for giver in passed_on {
            let found = self.descend(giver.clone(), path, seen);
            if found != giver || self.modules.get(&giver).is_some_and(|module| module.declared.contains(name)) {
                return found;
            }
        }
        from
    }

    fn has_child(&self, module: &ModulePath, name: &str) -> bool {
        self.modules.contains_key(&below(module, name))
    }
}

/// What was followed already: two modules may pass everything on to each other.
type Seen = BTreeSet<(ModulePath, String)>;

fn parent(module: &ModulePath) -> ModulePath {
    module.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default()
}

#[cfg(test)]
pub mod made_up {
    use super::Crate;

    /// A crate of these files.
    pub fn of(files: &[(&str, &str)]) -> Crate {
        let source = |name: &str| files.iter().find(|(file, _)| *file == name).map(|(_, text)| (*text).to_owned());
        Crate::read("src/lib.rs", &source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each use as `from -> to`.
    fn uses(files: &[(&str, &str)]) -> Vec<String> {
        let uses = made_up::of(files).uses();
        uses.iter().map(|found| format!("{} -> {}", found.from.join("/"), found.to.join("/"))).collect()
    }

    #[test]
    fn a_path_counts_wherever_it_stands() {
        for (case, a, is_used) in [
            ("a use", "use crate::b::B;", true),
            (
                "a use over several lines",
                "use crate::{\n    c::C,\n    b::{\n        self,\n        B as Other,\n    },\n};",
                true,
            ),
            ("all of it", "pub use crate::b::*;", true),
            ("from the parent", "use super::b::B;", true),
            ("inside a function", "fn f() { use crate::{c::C, b}; }", true),
            ("an expression", "fn f() { crate::b::f(&[]); }", true),
            ("a type", "struct A(Option<crate::b::B>);", true),
            ("an argument of a macro", "fn f() { view! { <p>{move || crate::b::f()}</p> } }", true),
            ("what a macro writes", "macro_rules! m { () => { $crate::b::f() }; }", true),
            ("an attribute", "#[derive(crate::b::B)] struct A;", true),
            ("a module inside the file", "mod inside { use super::super::b::B; }", true),
            ("nothing", "struct A;", false),
            ("a comment", "// crate::b::B\n/// [`crate::b::B`]\nstruct A;", false),
            ("a text", "const A: &str = \"crate::b::B\";", false),
            ("a test", "#[cfg(test)]\nmod tests { use crate::b::B; }", false),
            ("a test for one target", "#[cfg(all(test, unix))]\nuse crate::b::B;", false),
            ("another crate", "use b::B; fn f() { ::b::f(); std::b::f(); }", false),
            ("what belongs to a type", "fn f() { <Self as C>::b::f(); }", false),
            ("a field", "fn f() { self.b.f(); a.crate_b(); }", false),
        ] {
            let files = [
                ("src/lib.rs", "mod a; mod b; mod c;"),
                ("src/a.rs", a),
                ("src/b.rs", "pub struct B; pub fn f() {}"),
                ("src/c.rs", "pub struct C;"),
            ];
            let found = uses(&files).iter().any(|found| found.starts_with('a') && found.ends_with("-> b"));
            assert_eq!(found, is_used, "{case}: {:?}", uses(&files));
        }
    }

    #[test]
    fn what_is_passed_on_is_used_from_where_it_is_declared() {
        for (case, root, lower) in [
            ("by name", "mod a; mod lower; pub use lower::B;", "mod b; pub use self::b::B;"),
            ("by another name", "mod a; mod lower; pub use lower::C as B;", "mod b; pub use self::b::B as C;"),
            ("by a star", "mod a; mod lower; pub use lower::*;", "mod b; mod c; pub use self::{c::*, b::*};"),
            ("for children alone", "mod a; mod lower; use lower::B;", "mod b; use self::b::B;"),
        ] {
            let (b, c) = ("pub struct B; use super::c::*;", "pub struct C; pub use super::*;");
            let files = [
                ("src/lib.rs", root),
                ("src/a.rs", "use crate::B;"),
                ("src/lower.rs", lower),
                ("src/lower/b.rs", b),
                ("src/lower/c.rs", c),
            ];
            assert!(uses(&files).contains(&"a -> lower/b".to_owned()), "{case}: {:?}", uses(&files));
        }
        let files = [
            ("src/lib.rs", "mod a; mod lower;"),
            ("src/a.rs", "use crate::lower::Made;"),
            ("src/lower.rs", "mod b; mod c; pub use self::{b::*, c::*};"),
            ("src/lower/b.rs", "operations! { Service:\n /// Doc.\n Other => Answer { \"m\" m: u8 } }"),
            ("src/lower/c.rs", "operations! { Service:\n /// Doc.\n Made => Answer { \"m\" m: u8 } }"),
        ];
        assert!(uses(&files).contains(&"a -> lower/c".to_owned()), "made by a macro: {:?}", uses(&files));
    }

    #[test]
    fn a_parent_is_used_for_what_it_declares_itself() {
        let files = [
            ("src/lib.rs", "mod a;"),
            ("src/a.rs", "mod b; mod c; use self::c::C; fn own() {}"),
            ("src/a/b.rs", "use super::own;"),
            ("src/a/c.rs", "pub struct C;"),
        ];
        assert_eq!(uses(&files), ["a -> a/c", "a/b -> a"]);
    }
}
