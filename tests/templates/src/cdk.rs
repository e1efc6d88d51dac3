//! What CDK makes of deploy/cdk.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use serde_json::{Value, json};

use crate::{CHOICES, Choice};

/// Runs the program of deploy/cdk once for each choice, as the command `cdk` would, by the same two variables
/// (<https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/cx-api/lib/cxapi.ts>). In one process, because loading the
/// library takes most of the time. An app writes its template when the process comes to its end.
const SYNTHESIZE: &str = "const [program, choices] = process.argv.slice(1); \
                          for (const { directory, context } of JSON.parse(choices)) { \
                            process.env.CDK_OUTDIR = directory; \
                            process.env.CDK_CONTEXT_JSON = JSON.stringify(context); \
                            delete require.cache[program]; \
                            require(program); \
                          }";

/// The template of CloudFormation for a choice.
///
/// # Panics
/// When CDK refuses it.
pub fn synthesized(choice: &Choice) -> Value {
    static ARE_MADE: OnceLock<()> = OnceLock::new();
    ARE_MADE.get_or_init(synthesize_all);
    let path = directory(choice).join("SignIn.template.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("a template is JSON")
}

fn synthesize_all() {
    let choices: Vec<Value> = CHOICES
        .iter()
        .chain([&Choice::CLOSED])
        .map(|choice| json!({ "directory": directory(choice), "context": choice.context() }))
        .collect();
    let done = run(&choices);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// What it says when it refuses that choice, by CDK's name.
///
/// # Panics
/// When it does not refuse it.
pub fn refusal(name: &str, value: &str) -> String {
    let directory = crate::directory().join("cdk-refused");
    let done = run(&[json!({ "directory": directory, "context": { name: value } })]);
    assert!(!done.status.success(), "{name} {value} is no choice");
    String::from_utf8_lossy(&done.stderr).into_owned()
}

fn run(choices: &[Value]) -> Output {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/cdk/build/app.js");
    let app = app.canonicalize().expect("the program is compiled: run `cargo xtask test host`");
    let mut node = Command::new("node");
    // As the command sets them by the credentials that it is given.
    node.envs([("CDK_DEFAULT_ACCOUNT", "123456789012"), ("CDK_DEFAULT_REGION", "us-east-1")]);
    node.args(["-e", SYNTHESIZE]).arg(app).arg(json!(choices).to_string()).output().expect("node starts")
}

fn directory(choice: &Choice) -> PathBuf {
    let name: String = choice.name.chars().filter(char::is_ascii_alphanumeric).collect();
    crate::directory().join("cdk-choices").join(name)
}
