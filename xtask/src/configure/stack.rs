//! What the AWS command line says of a stack, and of the pool in it. It asks by whatever credentials, profile and region it is set
//! to.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use pool_settings::File;

use crate::process;

/// The answers, by the commands that gave them.
///
/// # Errors
/// When there is no such command line, it refuses, or the stack names no pool and client.
pub(super) fn answers(stack: &str, region: Option<&str>, profile: Option<&str>) -> Result<Vec<(String, Vec<u8>)>> {
    let aws = Aws { region, profile };
    if !process::succeeds(Command::new("aws").arg("--version")) {
        bail!(
            "there is no `aws` on the PATH: install the AWS command line \
             (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html), or read the stack's outputs \
             from a file: `cargo xtask configure FILE`"
        );
    }
    let described = aws.ask(&["cloudformation", "describe-stacks", "--stack-name", stack])?;
    let (name, bytes) = &described;
    let configured = pool_settings::configure(&[File { name, bytes }]).map_err(|refused| {
        let all: Vec<String> = refused.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", all.join("; "))
    })?;
    let document = configured.document;
    let pool = document.user_pool_id.with_context(|| format!("no output of the stack {stack} is a user pool's id"))?;
    let client = document.client_id.with_context(|| format!("no output of the stack {stack} is an app client's id"))?;
    let mut answers = vec![described];
    answers.push(aws.ask(&["cognito-idp", "describe-user-pool", "--user-pool-id", &pool])?);
    let of_client = ["--user-pool-id", &pool, "--client-id", &client];
    answers.push(aws.ask(&[&["cognito-idp", "describe-user-pool-client"][..], &of_client].concat())?);
    answers.push(aws.ask(&["cognito-idp", "get-user-pool-mfa-config", "--user-pool-id", &pool])?);
    if let Some(identity_pool) = document.identity_pool {
        let of_identities = ["cognito-identity", "describe-identity-pool", "--identity-pool-id", &identity_pool.id];
        answers.push(aws.ask(&of_identities)?);
    }
    Ok(answers)
}

struct Aws<'a> {
    region: Option<&'a str>,
    profile: Option<&'a str>,
}

impl Aws<'_> {
    fn ask(&self, question: &[&str]) -> Result<(String, Vec<u8>)> {
        let mut aws = process::command("aws", Path::new("."));
        aws.args(question).args(["--output", "json", "--no-cli-pager"]);
        for (flag, value) in [("--region", self.region), ("--profile", self.profile)] {
            if let Some(value) = value {
                aws.args([flag, value]);
            }
        }
        let name = format!("aws {}", question[..2].join(" "));
        Ok((name, process::output(&mut aws)?.into_bytes()))
    }
}
