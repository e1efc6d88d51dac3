//! What people sign in by.

use super::{document::Section, names::SettingProblem, problem::Rule};
use crate::forms::Identifiers;

/// Reads UsernameAttributes and AliasAttributes. A pool has the ones or the others; with neither, its user names are just that.
pub(super) fn identifiers(root: &Section, problems: &mut Vec<SettingProblem>) -> Identifiers {
    let (usernames, aliases) = (root.texts("usernameAttributes"), root.texts("aliasAttributes"));
    if !usernames.is_empty() && !aliases.is_empty() {
        problems.push(SettingProblem::at("aliasAttributes", Rule::UsernamesOrAliases));
    }
    let is_told = root.has("usernameAttributes") || root.has("aliasAttributes");
    let identifiers = if is_told {
        let has = |wanted: &str| usernames.iter().chain(&aliases).any(|name| name == wanted);
        Identifiers { email: has("email"), telnum: has("phone_number"), username: usernames.is_empty() }
    } else {
        Identifiers::default()
    };
    if root.section("signUp").has("username") && !identifiers.username {
        problems.push(SettingProblem::at("signUp.username", Rule::NoUsername));
    }
    identifiers
}
