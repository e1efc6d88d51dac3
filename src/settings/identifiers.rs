//! What people sign in by.

use super::{
    document::{DocumentProblem, Fault, Rule, Section},
    names::SettingProblem,
};

/// What people may type to say who they are: at least one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identifiers {
    pub email: bool,
    pub telnum: bool,
    /// Its own, or a preferred one.
    pub username: bool,
    /// Whether email and telephone number are names besides the user name, and not the user name itself.
    pub are_aliases: bool,
}

impl Default for Identifiers {
    fn default() -> Self {
        Self { email: true, telnum: false, username: false, are_aliases: false }
    }
}

impl Identifiers {
    /// Reads UsernameAttributes and AliasAttributes. A pool has the ones or the others; with neither, its user names are just
    /// that.
    pub(super) fn read(root: &Section, problems: &mut Vec<SettingProblem>) -> Self {
        let (usernames, aliases) = (root.texts("usernameAttributes"), root.texts("aliasAttributes"));
        if !usernames.is_empty() && !aliases.is_empty() {
            problems.push(SettingProblem::at("aliasAttributes", Rule::UsernamesOrAliases));
        }
        let is_told = root.has("usernameAttributes") || root.has("aliasAttributes");
        let identifiers = if is_told {
            let are_aliases = usernames.is_empty();
            let names = if are_aliases { &aliases } else { &usernames };
            let has = |wanted: &str| names.iter().any(|name| name == wanted);
            Self { email: has("email"), telnum: has("phone_number"), username: are_aliases, are_aliases }
        } else {
            Self::default()
        };
        if root.section("signUp").has("username") && !identifiers.username {
            problems.push(SettingProblem::at("signUp.username", Rule::NoUsername));
        }
        identifiers
    }

    /// Whether people sign in by their email alone.
    pub fn is_email_alone(self) -> bool {
        self == Self::default()
    }
}

impl SettingProblem {
    /// A rule of the settings document that is broken there.
    pub(crate) fn at(place: impl Into<String>, rule: Rule) -> Self {
        Self::InDocument(DocumentProblem { place: place.into(), fault: Fault::Rule(rule) })
    }
}
