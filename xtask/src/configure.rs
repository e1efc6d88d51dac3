//! `cargo xtask configure`: the settings of a user pool, from the files that people have of it.

mod report;
mod stack;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use hosting::page;
use pool_settings::{Configured, File, SettingsDocument};

use crate::headers;

/// What `cargo xtask configure` takes.
#[derive(Args)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct Options {
    /// Files written by Amplify, Terraform, CDK, CloudFormation or the AWS command line; several are read together
    #[arg(required_unless_present = "stack", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Asks the AWS command line for this CloudFormation stack, and for the pool that its outputs name
    #[arg(long, value_name = "NAME")]
    stack: Option<String>,
    /// The stack's region, if it is not the default of the AWS command line
    #[arg(long, requires = "stack")]
    region: Option<String>,
    /// The profile of the AWS command line
    #[arg(long, requires = "stack")]
    profile: Option<String>,
    /// Writes the settings into this index.html, in place of those that are there. What no file can say stays (brand, terms,
    /// languages and so on)
    #[arg(long, value_name = "INDEX.HTML", conflicts_with = "out")]
    into: Option<PathBuf>,
    /// Writes the settings into this file instead of printing them
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Files are known by what is in them, whatever they are called:
  amplify_outputs.json, aws-exports.js, amplifyconfiguration.json, awsconfiguration.json, a script with Amplify.configure
  terraform output -json, terraform show -json
  cdk deploy --outputs-file FILE
  aws cloudformation describe-stacks, list-exports; sam list stack-outputs --output json; outputs of SST and Pulumi
  aws cognito-idp describe-user-pool, describe-user-pool-client, get-user-pool-mfa-config, describe-user-pool-domain,
    describe-identity-provider
  aws cognito-identity describe-identity-pool

What was taken from where, and what the files do not say, goes to standard error.
Exit status: 0 if the settings are written, 1 if they are not: a file tells nothing, or there is no pool or client in any,
2 if the command line is wrong.";

/// Reads the files, and prints the settings or writes them.
///
/// # Errors
/// When a file cannot be read, tells nothing of a user pool, or the pool's or the client's id is in none; nothing is written
/// then.
pub(crate) fn run(options: &Options) -> Result<()> {
    let configured = read(options)?;
    report::say(&configured);
    let document = &configured.document;
    let ids = [("userPoolId", &document.user_pool_id), ("clientId", &document.client_id)];
    let missing: Vec<&str> = ids.into_iter().filter(|(_, id)| id.is_none()).map(|(name, _)| name).collect();
    if !missing.is_empty() {
        bail!("nothing is written: the app needs {}, which is not clear from these files", missing.join(" and "));
    }
    match (&options.into, &options.out) {
        (Some(path), _) => write_into(path, configured.document),
        (None, Some(path)) => write(path, &(json(document)? + "\n")),
        (None, None) => {
            println!("{}", json(document)?);
            Ok(())
        }
    }
}

fn read(options: &Options) -> Result<Configured> {
    let read = |path: &PathBuf| -> Result<(String, Vec<u8>)> {
        let name = path.display().to_string();
        let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
        Ok((name, bytes))
    };
    let mut files: Vec<(String, Vec<u8>)> = options.files.iter().map(read).collect::<Result<_>>()?;
    if let Some(stack) = &options.stack {
        files.extend(stack::answers(stack, options.region.as_deref(), options.profile.as_deref())?);
    }
    let files: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
    pool_settings::configure(&files).map_err(|refused| {
        let all: Vec<String> = refused.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("nothing is written: {}", all.join("; "))
    })
}

fn write_into(path: &Path, document: SettingsDocument) -> Result<()> {
    let html = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let before = page::settings(&html).with_context(|| format!("cannot read the settings of {}", path.display()))?;
    let (document, kept) = document.keeping(&before);
    if !kept.is_empty() {
        report::line(&format!("Kept from {}: {}.", path.display(), kept.join(", ")));
    }
    for name in page::filled_in_tags(&html) {
        report::line(&format!("Note: the meta tag {name} of {} is filled in, and wins.", path.display()));
    }
    write(path, &page::with_settings(&html, &json(&document)?)?)?;
    headers::renew(path)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    report::line(&format!("Written to {}.", path.display()));
    Ok(())
}

fn json(document: &SettingsDocument) -> Result<String> {
    Ok(serde_json::to_string_pretty(document)?)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    const OUTPUTS: &str =
        r#"{ "Auth": { "UserPoolId": "eu-west-1_Example01", "WebClientId": "1example23456789abcdefghij" } }"#;
    const PAGE: &str = "<head><script type=\"application/json\" id=\"cognito-settings\"></script></head>";

    /// A folder with what a test needs, which is gone with it.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let folder = std::env::temp_dir().join(format!("xtask-configure-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            for (file, text) in files {
                fs::write(folder.join(file), text).unwrap();
            }
            Self(folder)
        }

        fn run(&self, line: &[&str]) -> Result<()> {
            let path = |word: &&str| match word.starts_with("--") {
                true => (*word).to_owned(),
                false => self.0.join(word).display().to_string(),
            };
            let words = std::iter::once("configure".to_owned()).chain(line.iter().map(path));
            run(&Line::parse_from(words).options)
        }

        fn text(&self, file: &str) -> String {
            fs::read_to_string(self.0.join(file)).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            // What is left behind in the folder for temporary files harms nobody.
            let _removed = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn settings_go_into_the_page_and_the_owners_own_stay() {
        let folder = Folder::new("into", &[("outputs.json", OUTPUTS), ("index.html", PAGE)]);
        folder.run(&["outputs.json", "--into", "index.html"]).unwrap();
        let page = folder.text("index.html");
        assert_eq!(page::settings(&page).unwrap().client_id.as_deref(), Some("1example23456789abcdefghij"));
        let branded = page
            .replacen('{', "{\"brand\": {\"name\": \"A </script> B\"}, ", 1)
            .replace("</script> B", "\\u003c/script> B");
        fs::write(folder.0.join("index.html"), branded).unwrap();
        folder.run(&["outputs.json", "--into", "index.html"]).unwrap();
        let again = page::settings(&folder.text("index.html")).unwrap();
        assert!(again.brand.is_some());
        assert_eq!(folder.text("index.html").matches("</script>").count(), 1, "the name ends no element");
    }

    #[test]
    fn settings_go_into_a_file() {
        let folder = Folder::new("out", &[("outputs.json", OUTPUTS)]);
        folder.run(&["outputs.json", "--out", "settings.json"]).unwrap();
        assert!(folder.text("settings.json").contains("\"userPoolId\": \"eu-west-1_Example01\""));
    }

    #[test]
    fn nothing_is_written_without_pool_and_client() {
        let folder = Folder::new("missing", &[("a.json", r#"{"PoolId": "eu-west-1_Example01"}"#), ("b.json", "{}")]);
        let refusal = |line: &[&str]| format!("{:#}", folder.run(line).unwrap_err());
        assert!(refusal(&["a.json", "--out", "c.json"]).contains("the app needs clientId"));
        assert!(refusal(&["b.json", "--out", "c.json"]).contains("nothing in it tells of a user pool"));
        assert!(refusal(&["d.json", "--out", "c.json"]).contains("cannot read"));
        assert!(!folder.0.join("c.json").exists());
    }

    #[test]
    fn a_page_and_a_file_exclude_each_other() {
        assert!(Line::try_parse_from(["configure", "a", "--into", "b", "--out", "c"]).is_err());
        assert!(Line::try_parse_from(["configure"]).is_err());
    }
}
