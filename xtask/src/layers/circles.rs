//! Units that use each other in a circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::sources::{Crate, ModulePath, Use};

/// Of the units of one directory, which uses which, and by what.
type Graph<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a Use>>;

/// The shortest circle around each unit that is in one, told file by file. A circle is told once.
pub fn circles(of: &Crate) -> Vec<String> {
    let uses = of.uses();
    let directories: BTreeSet<ModulePath> =
        of.modules().filter_map(|module| module.split_last()).map(|(_, parent)| parent.to_vec()).collect();
    let mut told = Vec::new();
    for directory in directories {
        let graph = graph(&uses, &directory);
        let mut known = BTreeSet::new();
        for unit in graph.keys() {
            if !known.contains(unit)
                && let Some(circle) = shortest(&graph, unit)
            {
                known.extend(circle.iter().filter_map(|found| unit_of(&found.from, &directory)));
                told.push(circle.into_iter().map(|found| line(of, found)).collect::<Vec<_>>().join("\n"));
            }
        }
    }
    told
}

/// One file uses another, in words.
pub fn line(of: &Crate, found: &Use) -> String {
    format!("{} → {} ({})", of.file(&found.from), of.file(&found.to), found.path)
}

fn graph<'a>(uses: &'a [Use], directory: &ModulePath) -> Graph<'a> {
    let mut graph = Graph::new();
    for found in uses {
        let units = unit_of(&found.from, directory).zip(unit_of(&found.to, directory));
        if let Some((from, to)) = units.filter(|(from, to)| from != to) {
            graph.entry(from).or_default().entry(to).or_insert(found);
        }
    }
    graph
}

/// Which of a directory's units a module is, or is in.
fn unit_of<'a>(module: &'a ModulePath, directory: &ModulePath) -> Option<&'a str> {
    module.strip_prefix(directory.as_slice())?.first().map(String::as_str)
}

fn shortest<'a>(graph: &Graph<'a>, unit: &str) -> Option<Vec<&'a Use>> {
    let mut reached = BTreeSet::new();
    let mut waiting = VecDeque::from([(unit, Vec::new())]);
    while let Some((at, way)) = waiting.pop_front() {
        for (next, found) in graph.get(at).into_iter().flatten() {
            let way: Vec<&Use> = way.iter().copied().chain([*found]).collect();
            if *next == unit {
                return Some(way);
            }
            if reached.insert(*next) {
                waiting.push_back((next, way));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::sources::made_up;

    #[test]
    fn a_circle_is_told_by_its_files() {
        let all = [
            ("src/lib.rs", "mod device; mod host; mod session; mod other;"),
            ("src/device.rs", "use crate::{\n    host::Host,\n    other,\n};"),
            ("src/host.rs", "pub struct Host(crate::session::Session);"),
            ("src/session.rs", "mod inner; pub struct Session;"),
            ("src/session/inner.rs", "fn f() { crate::device::f() }"),
            ("src/other.rs", ""),
        ];
        let expected = "src/device.rs → src/host.rs (crate::host::Host)\n\
                        src/host.rs → src/session.rs (crate::session::Session)\n\
                        src/session/inner.rs → src/device.rs (crate::device::f)";
        assert_eq!(circles(&made_up::of(&all)), [expected]);
    }

    #[test]
    fn units_that_know_each_other() {
        let roots = "mod a; mod b;";
        for (case, a, b, is_circle) in [
            ("neither", "", "", false),
            ("one way", "use crate::b::x;", "", false),
            ("both ways", "use crate::b::x;", "use super::a::{x, y};", true),
            ("by way of the root", "use crate::B;", "pub struct B; use crate::a::x;", true),
            ("in a test", "use crate::b::x;", "#[cfg(test)] mod tests { use crate::a::x; }", false),
        ] {
            let root = format!("{roots} pub use b::B;");
            let files = [("src/lib.rs", root.as_str()), ("src/a.rs", a), ("src/b.rs", b)];
            assert_eq!(!circles(&made_up::of(&files)).is_empty(), is_circle, "{case}");
        }
    }

    #[test]
    fn parents_and_children_are_one_unit() {
        let parent = "mod one; mod other; pub use self::{one::One, other::Other}; fn own() {}";
        for (case, one, other, is_circle) in [
            ("the parent", "pub struct One; use super::own;", "pub struct Other; use super::own;", false),
            ("one way, passed on", "pub struct One; use super::Other;", "pub struct Other;", false),
            ("both ways, passed on", "pub struct One; use super::Other;", "pub struct Other; use super::One;", true),
        ] {
            let files = [
                ("src/lib.rs", "mod parent;"),
                ("src/parent.rs", parent),
                ("src/parent/one.rs", one),
                ("src/parent/other.rs", other),
            ];
            assert_eq!(!circles(&made_up::of(&files)).is_empty(), is_circle, "{case}");
        }
    }
}
