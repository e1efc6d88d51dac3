//! What is said of the settings, on standard error: standard output is for the settings alone.

use pool_settings::Configured;

/// Says what comes from where, what is not known, and what does not fit.
pub(super) fn say(configured: &Configured) {
    line(&report(configured));
}

#[expect(clippy::print_stderr, reason = "standard output is for the settings alone")]
pub(super) fn line(text: &str) {
    eprintln!("{text}");
}

fn report(configured: &Configured) -> String {
    let mut lines = Vec::new();
    let mut files: Vec<&str> = Vec::new();
    for taken in &configured.taken {
        if !files.contains(&taken.file.as_str()) {
            files.push(&taken.file);
        }
    }
    for file in files {
        let members = configured.taken.iter().filter(|taken| taken.file == file).map(|taken| taken.member.as_str());
        lines.push(format!("From {file}: {}.", members.collect::<Vec<_>>().join(", ")));
    }
    if !configured.unknown.is_empty() {
        lines.push("Not known from these files:".to_owned());
        for unknown in &configured.unknown {
            lines.push(format!("  {}: {}", unknown.member, unknown.why));
        }
        lines.push("Where to look:".to_owned());
        let mut places: Vec<&str> = Vec::new();
        for unknown in &configured.unknown {
            if !places.contains(&unknown.look.as_str()) {
                places.push(&unknown.look);
                let same = configured.unknown.iter().filter(|other| other.look == unknown.look);
                let members: Vec<&str> = same.map(|other| other.member.as_str()).collect();
                lines.push(format!("  {}\n    for {}", unknown.look, members.join(", ")));
            }
        }
    }
    lines.extend(configured.warnings.iter().map(|warning| format!("Warning: {warning}")));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use pool_settings::{Taken, Unknown};

    use super::*;

    #[test]
    fn each_command_is_named_once() {
        let taken = |member: &str, file: &str| Taken { member: member.to_owned(), file: file.to_owned() };
        let unknown = |member: &str| Unknown {
            member: member.to_owned(),
            why: "It is a default.".to_owned(),
            look: "aws describe".to_owned(),
        };
        let configured = Configured {
            taken: vec![taken("userPoolId", "a.json"), taken("mfa", "b.json"), taken("clientId", "a.json")],
            unknown: vec![unknown("country"), unknown("signUp.open")],
            warnings: vec!["Something does not fit.".to_owned()],
            ..Configured::default()
        };
        assert_eq!(
            report(&configured),
            "From a.json: userPoolId, clientId.\nFrom b.json: mfa.\nNot known from these files:\n  country: It is a \
             default.\n  signUp.open: It is a default.\nWhere to look:\n  aws describe\n    for country, \
             signUp.open\nWarning: Something does not fit."
        );
    }
}
