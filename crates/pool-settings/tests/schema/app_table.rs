//! The app's table of the document: `KINDS` of src/settings/shape.rs, read as source since the app is for the browser.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Expr, Item, Lit};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src/settings/shape.rs");

/// The paths of all members of the table.
pub fn paths() -> BTreeSet<String> {
    let source = std::fs::read_to_string(TABLE).unwrap_or_else(|error| panic!("{TABLE}: {error}"));
    let file = syn::parse_file(&source).expect("the app's source");
    let table = file.items.iter().find_map(|item| match item {
        Item::Const(table) if table.ident == "KINDS" => Some(&*table.expr),
        _ => None,
    });
    let Some(Expr::Array(rows)) = table else { panic!("{TABLE} has no list KINDS") };
    let kinds: BTreeMap<String, String> = rows.elems.iter().map(row).collect();
    let mut paths = BTreeSet::new();
    collect(&kinds, "document", "", &mut paths);
    paths
}

fn row(row: &Expr) -> (String, String) {
    let Expr::Tuple(pair) = row else { panic!("a row of KINDS is a pair") };
    let mut texts = pair.elems.iter().map(|element| match element {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => text.value(),
            _ => panic!("a row of KINDS is of texts"),
        },
        Expr::Path(name) if name.path.is_ident("DOCUMENT") => "document".to_owned(),
        _ => panic!("a row of KINDS is of texts"),
    });
    (texts.next().expect("a kind"), texts.next().expect("its members"))
}

fn collect(kinds: &BTreeMap<String, String>, kind: &str, place: &str, paths: &mut BTreeSet<String>) {
    for (name, kind) in kinds[kind].split_whitespace().filter_map(|member| member.split_once(':')) {
        let path = format!("{place}.{name}");
        let (inner, end) = match kind.strip_prefix('[') {
            Some(item) => (item.trim_end_matches(']'), "[]"),
            None => (kind, ""),
        };
        if kinds.contains_key(inner) {
            collect(kinds, inner, &format!("{path}{end}"), paths);
        }
        paths.insert(path);
    }
}
