//! Who may use whom: the layers of the app and of the client, held to [`table`], and no circles.
//!
//! A file and the directory of its name are one unit to all others: `sign_in.rs` and what is in `sign_in/`. Inside a unit,
//! parent and children may know each other, since a child uses what its parent declares (`super::`); the children among
//! themselves are units again, down to the last directory. So what is asked of each directory is the same: its units know
//! each other in one direction only.

mod breaches;
mod circles;
mod module;
mod sources;
mod table;

use std::fs;
use std::path::Path;

use self::{breaches::breaches, circles::circles, sources::Crate};

fn read(root: &str) -> Crate {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    Crate::read(root, &|file| fs::read_to_string(workspace.join(file)).ok())
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    for table in table::ALL {
        let found = circles(&read(table.root));
        assert!(found.is_empty(), "{}\n\nWhat both need belongs into a file below them.", found.join("\n\n"));
    }
}

#[test]
fn who_uses_whom_is_in_the_table() {
    for table in table::ALL {
        let found = breaches(&read(table.root), table);
        assert!(found.is_empty(), "{}\n\nThe table is xtask/src/layers/table.rs.", found.join("\n"));
    }
}

/// What the local user pool uses of the client but arithmetic: the two are to share no misunderstanding.
fn shared_with_the_client(pool: &Crate) -> Vec<String> {
    let paths = pool
        .paths_into("cognito_client")
        .filter(|(_, path)| !path[1..].starts_with(&["hazmat", "arithmetic"].map(str::to_owned)));
    paths.map(|(module, path)| format!("{} says {}", pool.file(module), path.join("::"))).collect()
}

#[test]
fn the_local_user_pool_shares_arithmetic_alone_with_the_client() {
    let pool = read("crates/local-user-pool/src/lib.rs");
    assert_ne!(pool.paths_into("cognito_client").count(), 0, "it shares that");
    assert_eq!(shared_with_the_client(&pool), Vec::<String>::new());
    for (case, text, expected) in [
        ("arithmetic", "use cognito_client::hazmat::arithmetic::{Number, shared_secret};", None),
        (
            "the exchange",
            "use cognito_client::hazmat::{Handshake, arithmetic::Number};",
            Some("src/lib.rs says cognito_client::hazmat::Handshake"),
        ),
        ("what is on the wire", "fn f() { cognito_client::api::f() }", Some("src/lib.rs says cognito_client::api::f")),
    ] {
        let found = shared_with_the_client(&sources::made_up::of(&[("src/lib.rs", text)]));
        assert_eq!(found, Vec::from_iter(expected), "{case}");
    }
}
