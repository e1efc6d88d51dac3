//! The templates of deploy/: what lints them, and what tests read of them.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process;
use crate::tools::{npm, python};

/// Those that are written by hand, as CloudFormation reads them.
const WRITTEN: [&str; 2] = ["user-pool", "site"];

/// Lints them, synthesizes what CDK makes, and lints that; returns the directory with all of them as JSON, for tests/templates.
///
/// # Errors
/// When one of them is not clean, or a program cannot be installed.
pub(super) fn make(root: &Path) -> Result<PathBuf> {
    let deploy = root.join("deploy");
    let cdk = npm::ensure(&deploy.join("cdk"))?;
    let directory = root.join("tests").join("templates").join("python");
    let python = python::ensure(&directory)?;
    let cfn_lint = python.with_file_name("cfn-lint");
    let made = root.join("target").join("templates");
    std::fs::create_dir_all(&made)?;
    process::announce("cfn-lint and cdk synth, over the templates of deploy/");
    let written = WRITTEN.map(|name| deploy.join(format!("{name}.yaml")));
    for (name, path) in WRITTEN.iter().zip(&written) {
        let json = process::output(process::command(&python, &directory).arg("as_json.py").arg(path))?;
        std::fs::write(made.join(format!("{name}.json")), json)?;
    }
    let synthesized = made.join("cdk");
    let mut synth = process::command(cdk.join("cdk"), &deploy.join("cdk"));
    process::run(synth.args(["synth", "--quiet", "--output"]).arg(&synthesized))?;
    let synthesized = synthesized.join("SignIn.template.json");
    process::run(process::command(cfn_lint, root).args(written).arg(synthesized))?;
    Ok(made)
}
