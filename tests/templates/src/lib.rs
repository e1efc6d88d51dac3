//! Reads the templates of deploy/ as AWS would, and makes their pools in a local user pool.
//!
//! `cargo xtask test host` sets what this needs from the environment: `TEMPLATES` (a directory with the templates of
//! CloudFormation as JSON), and compiles deploy/cdk. Terraform itself runs nowhere here: its files are read by a parser of its
//! language, and what their expressions come to is computed by that parser's evaluator.

mod cdk;
mod choice;
mod made;
mod stack;
mod terraform;

pub use self::{
    cdk::{refusal, synthesized},
    choice::{CHOICES, Choice},
    made::{Made, Person},
    stack::Stack,
    terraform::terraform,
};

use std::path::PathBuf;

use serde_json::Value;

/// A pool and its app client, in the words of the API: CreateUserPool, SetUserPoolMfaConfig, CreateUserPoolClient.
#[derive(Clone, Debug)]
pub struct Requests {
    /// CreateUserPool.
    pub pool: Value,
    /// SetUserPoolMfaConfig, without the pool's id.
    pub mfa: Value,
    /// CreateUserPoolClient, without the pool's id.
    pub client: Value,
    /// CreateUserPoolDomain's Domain, if there is one.
    pub domain: Option<String>,
}

/// The text of a file of deploy/.
///
/// # Panics
/// When it is not there.
pub fn deployed(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A template of CloudFormation.
///
/// # Panics
/// When `cargo xtask test host` has not written it.
pub fn template(name: &str) -> Value {
    let path = directory().join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("a template is JSON")
}

fn directory() -> PathBuf {
    std::env::var_os("TEMPLATES").expect("TEMPLATES names a directory: run `cargo xtask test host`").into()
}
