//! `cargo xtask configure --stack`, with a program in the place of the AWS command line that answers from files.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const STACKS: &str = r#"{ "Stacks": [{ "StackName": "sign-in", "Outputs": [
    { "OutputKey": "UserPoolId", "OutputValue": "eu-west-1_Example01" },
    { "OutputKey": "ClientId", "OutputValue": "1example23456789abcdefghij" }] }] }"#;

/// A folder with the program, and what it is asked; gone with it.
struct Aws(PathBuf);

impl Aws {
    fn new(name: &str, stacks: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("xtask-stack-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the test's folder");
        let described =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/pool-settings/tests/fixtures/described_email");
        fs::write(folder.join("describe-stacks"), stacks).expect("the test's folder");
        fs::copy(described.join("user-pool.json"), folder.join("describe-user-pool")).expect("the test's folder");
        fs::copy(described.join("client.json"), folder.join("describe-user-pool-client")).expect("the test's folder");
        fs::write(folder.join("get-user-pool-mfa-config"), r#"{ "MfaConfiguration": "OFF" }"#)
            .expect("the test's folder");
        let program = folder.join("aws");
        let script = "#!/bin/sh\nhere=$(dirname \"$0\")\n[ \"$1\" = --version ] && exit 0\necho \"$@\" >> \"$here/asked\"\n\
                      if [ ! -f \"$here/$2\" ]; then echo \"An error occurred (AccessDenied)\" >&2; exit 254; fi\n\
                      cat \"$here/$2\"\n";
        fs::write(&program, script).expect("the test's folder");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("the test's folder");
        Self(folder)
    }

    fn configure(&self, arguments: &[&str]) -> Output {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths([self.0.clone()].into_iter().chain(std::env::split_paths(&rest)))
            .expect("the test's folder");
        let mut configure = Command::new(env!("CARGO_BIN_EXE_xtask"));
        configure.arg("configure").args(arguments).env("PATH", path).output().expect("the test's folder")
    }

    fn asked(&self) -> Vec<String> {
        let asked = fs::read_to_string(self.0.join("asked")).unwrap_or_default();
        asked.lines().map(str::to_owned).collect()
    }
}

impl Drop for Aws {
    fn drop(&mut self) {
        // What is left behind in the folder for temporary files harms nobody.
        let _removed = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_stack_says_which_pool_it_is_and_the_service_says_the_rest() {
    let aws = Aws::new("whole", STACKS);
    let page = aws.0.join("index.html");
    fs::write(&page, "<head><script type=\"application/json\" id=\"cognito-settings\"></script></head>").unwrap();
    let into = page.to_str().unwrap();
    let done = aws.configure(&["--stack", "sign-in", "--region", "eu-west-1", "--into", into]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let document = hosting::page::settings(&fs::read_to_string(&page).unwrap()).unwrap();
    assert_eq!(document.user_pool_id.as_deref(), Some("eu-west-1_Example01"));
    assert_eq!(document.mfa, Some(pool_settings::Mfa::Off), "no output of the stack says this, but the service does");
    let options = "--output json --no-cli-pager --region eu-west-1";
    let pool = "--user-pool-id eu-west-1_Example01";
    assert_eq!(
        aws.asked(),
        [
            format!("cloudformation describe-stacks --stack-name sign-in {options}"),
            format!("cognito-idp describe-user-pool {pool} {options}"),
            format!("cognito-idp describe-user-pool-client {pool} --client-id 1example23456789abcdefghij {options}"),
            format!("cognito-idp get-user-pool-mfa-config {pool} {options}"),
        ]
    );
}

#[test]
fn what_is_not_found_or_not_allowed_is_said_and_nothing_is_written() {
    let without_client =
        STACKS.replace("ClientId", "Other").replace("1example23456789abcdefghij", "https://example.com");
    for (name, stacks, missing, sentence) in [
        ("client", without_client.as_str(), None, "no output of the stack sign-in is an app client's id"),
        ("refused", STACKS, Some("describe-user-pool"), "aws cognito-idp describe-user-pool"),
    ] {
        let aws = Aws::new(name, stacks);
        if let Some(missing) = missing {
            fs::remove_file(aws.0.join(missing)).unwrap();
        }
        let out = aws.0.join("settings.json");
        let done = aws.configure(&["--stack", "sign-in", "--out", out.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && said.contains(sentence), "{name}: {said}");
        assert!(!out.exists(), "{name}");
    }
}
