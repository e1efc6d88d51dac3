//! Every command that the documents show can be run as it stands there.

use std::path::Path;

use clap::Parser as _;
use clap::error::ErrorKind;

use super::documents::all;
use crate::Arguments;

/// The words of a command of this repository, as a shell takes them; nothing if it is another command, or shows how commands are
/// made up (`[--into FILE]`).
fn words(code: &str) -> Option<Vec<String>> {
    let at = code.find("cargo xtask")?;
    let is_set_before = |word: &str| word.contains('=') || ["&&", "$"].contains(&word);
    if !code[..at].split_whitespace().all(is_set_before) {
        return None;
    }
    let command = code[at..].split([';', '|', '>', '&', '#']).next()?;
    let is_usage = command.contains(['[', '…', '(']);
    (!is_usage).then(|| command.split_whitespace().map(|word| word.trim_matches(['"', '\'']).to_owned()).collect())
}

#[test]
fn every_command_of_the_documents_exists() {
    let mut seen = 0;
    for document in all().iter().filter(|document| document.path != Path::new("CHANGELOG.md")) {
        for words in document.code.iter().filter_map(|code| words(code)) {
            seen += 1;
            let Err(error) = Arguments::try_parse_from(words.iter().skip(1)) else { continue };
            // A command may be named without what it needs.
            let is_named_alone = [
                ErrorKind::DisplayHelp,
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
                ErrorKind::MissingRequiredArgument,
                ErrorKind::MissingSubcommand,
            ]
            .contains(&error.kind());
            assert!(is_named_alone, "{}: {}: {error}", document.path.display(), words.join(" "));
        }
    }
    assert!(seen > 20, "the documents show commands: {seen}");
}

#[test]
fn commands_are_taken_out_of_what_stands_around_them() {
    let command = |text: &str| words(text).map(|words| words.join(" "));
    for (code, expected) in [
        ("cargo xtask dev     # starts a local user pool", Some("cargo xtask dev")),
        ("E2E_BASE=/auth/ cargo xtask test e2e", Some("cargo xtask test e2e")),
        ("cargo xtask theme branding.json > tokens.json", Some("cargo xtask theme branding.json")),
        ("cargo xtask configure FILE… [--into index.html]", None),
        ("cargo run -p local-user-pool", None),
    ] {
        assert_eq!(command(code).as_deref(), expected, "{code}");
    }
}
