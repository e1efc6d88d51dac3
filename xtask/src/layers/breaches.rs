//! What breaks the table.

use super::{
    circles::line,
    sources::{Crate, ModulePath, Use},
    table::{Alone, Only, Table},
};

/// All that a crate does against its table, and what its table says in vain.
pub fn breaches(of: &Crate, table: &Table) -> Vec<String> {
    let uses: Vec<Use> = of.uses().into_iter().filter(is_between_units).collect();
    let mut found = places(of, table);
    found.extend(uses.iter().filter_map(|found| upwards(of, table, found)));
    for only in table.only {
        found.extend(uses.iter().filter_map(|found| beyond(of, only, found)));
    }
    for alone in table.alone {
        found.extend(elsewhere(of, alone));
    }
    found
}

/// The root names everything: that is what it is for.
fn is_between_units(found: &Use) -> bool {
    found.from.first() != found.to.first() && !found.from.is_empty() && !found.to.is_empty()
}

/// Each unit has one place in the table, and nothing else has.
fn places(of: &Crate, table: &Table) -> Vec<String> {
    let named: Vec<&str> = table.layers.iter().flat_map(|layer| layer.units).copied().collect();
    let units = of.units();
    let without = units.iter().filter(|unit| !named.contains(unit));
    let without = without.map(|unit| format!("{} has no layer", of.file(&vec![(*unit).to_owned()])));
    let twice = |unit: &&&str| named.iter().filter(|other| other == unit).count() > 1;
    let vain =
        named.iter().filter(|unit| !units.contains(*unit)).map(|unit| format!("there is no {unit} in {}", table.root));
    let only = table.only.iter().flat_map(|only| only.uses.iter().chain([&only.unit]));
    let only = only.filter(|unit| !units.contains(*unit)).map(|unit| format!("there is no {unit} in {}", table.root));
    without
        .chain(vain)
        .chain(only)
        .chain(named.iter().filter(twice).map(|unit| format!("{unit} has two layers")))
        .collect()
}

/// A unit uses those of lower layers alone.
fn upwards(of: &Crate, table: &Table, found: &Use) -> Option<String> {
    let layer = |module: &ModulePath| {
        table.layers.iter().position(|layer| module.first().is_some_and(|unit| layer.units.contains(&unit.as_str())))
    };
    let (from, to) = (layer(&found.from)?, layer(&found.to)?);
    let why = table.layers.get(from).map_or("", |layer| layer.why);
    (from <= to).then(|| format!("{}: not in a lower layer, and {why}", line(of, found)))
}

fn beyond(of: &Crate, only: &Only, found: &Use) -> Option<String> {
    let is_of = found.from.first().is_some_and(|unit| unit == only.unit);
    let is_allowed = found.to.first().is_some_and(|unit| only.uses.contains(&unit.as_str()));
    (is_of && !is_allowed).then(|| format!("{}: {}", line(of, found), only.why))
}

/// Some words belong to some files alone, and a file that does not need its word any more loses it.
fn elsewhere(of: &Crate, alone: &Alone) -> Vec<String> {
    let says = |module: &ModulePath| alone.words.iter().find(|word| of.says(module, word));
    let is_in = |module: &ModulePath, place: &&str| {
        module.join("/") == *place || module.join("/").starts_with(&format!("{place}/"))
    };
    let mut found = Vec::new();
    for module in of.modules() {
        if let Some(word) = says(module)
            && !alone.places.iter().any(|place| is_in(module, place))
        {
            found.push(format!("{} says {word}: {}", of.file(module), alone.why));
        }
    }
    for place in alone.places {
        if !of.modules().any(|module| is_in(module, place) && says(module).is_some()) {
            found.push(format!("{place} says none of {}, and need not be allowed to", alone.words.join(", ")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::{sources::made_up, table::Layer};

    const TABLE: Table = Table {
        root: "src/lib.rs",
        layers: &[
            Layer { units: &["srp", "store"], why: "this is arithmetic" },
            Layer { units: &["client"], why: "this calls" },
            Layer { units: &["pages"], why: "this draws" },
        ],
        only: &[Only { unit: "pages", uses: &["client"], why: "pages call" }],
        alone: &[Alone { words: &["Storage", "storage"], places: &["store"], why: "one file keeps" }],
    };

    #[test]
    fn what_the_table_forbids() {
        let clean = ["", "use web::Storage;", "use crate::srp::power;", "use crate::client::call;"];
        let with = |at: usize, text: &'static str| {
            let mut files = clean;
            files[at] = text;
            files
        };
        for (case, [srp, store, client, pages], expected) in [
            ("nothing", clean, None),
            (
                "upwards",
                with(0, "fn f() { crate::client::f() }"),
                Some("src/srp.rs → src/client.rs (crate::client::f): not in a lower layer, and this is arithmetic"),
            ),
            (
                "upwards, passed on",
                with(0, "use crate::Client;"),
                Some("src/srp.rs → src/client.rs (crate::Client): not in a lower layer, and this is arithmetic"),
            ),
            (
                "sidewards",
                with(1, "use crate::srp::power; use web::Storage;"),
                Some("src/store.rs → src/srp.rs (crate::srp::power): not in a lower layer, and this is arithmetic"),
            ),
            (
                "further down than it may",
                with(3, "use crate::{client::call, srp::power};"),
                Some("src/pages.rs → src/srp.rs (crate::srp::power): pages call"),
            ),
            (
                "a word of another's",
                with(2, "fn f() { window().storage() }"),
                Some("src/client.rs says storage: one file keeps"),
            ),
            (
                "a word that is not needed",
                with(1, ""),
                Some("store says none of Storage, storage, and need not be allowed to"),
            ),
            ("in a test", with(0, "#[cfg(test)] mod tests { use crate::client::call; use web::Storage; }"), None),
            ("in a comment", with(0, "//! crate::client, Storage\n/// Storage\nstruct A;"), None),
        ] {
            let files = [
                ("src/lib.rs", "mod client; mod pages; mod srp; mod store; pub use client::Client;"),
                ("src/srp.rs", srp),
                ("src/store.rs", store),
                ("src/client.rs", client),
                ("src/pages.rs", pages),
            ];
            assert_eq!(breaches(&made_up::of(&files), &TABLE), Vec::from_iter(expected), "{case}");
        }
    }

    #[test]
    fn each_unit_has_one_place() {
        let files = |root| {
            [
                ("src/lib.rs", root),
                ("src/client.rs", ""),
                ("src/pages.rs", ""),
                ("src/store.rs", "use web::Storage;"),
                ("src/srp.rs", ""),
                ("src/newer.rs", ""),
            ]
        };
        for (case, root, expected) in [
            ("a new one", "mod client; mod newer; mod pages; mod srp; mod store;", "src/newer.rs has no layer"),
            ("one that is gone", "mod client; mod pages; mod store;", "there is no srp in src/lib.rs"),
        ] {
            assert_eq!(breaches(&made_up::of(&files(root)), &TABLE), [expected], "{case}");
        }
        let twice = Table {
            layers: &[Layer { units: &["srp"], why: "" }, Layer { units: &["srp"], why: "" }],
            only: &[],
            alone: &[],
            ..TABLE
        };
        let found = breaches(&made_up::of(&[("src/lib.rs", "mod srp;"), ("src/srp.rs", "")]), &twice);
        assert_eq!(found, ["srp has two layers", "srp has two layers"]);
    }
}
