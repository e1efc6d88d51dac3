//! Which languages the owner offers. They are used as they stand (src/language.js); here, what cannot be right is told.

use super::{document::Section, names::SettingProblem, problem::Rule};
use crate::{language, platform::intl};

/// Notes what is wrong in the section `languages`.
pub(super) fn check(section: &Section, problems: &mut Vec<SettingProblem>) {
    let mut wrong = |place: String, rule| problems.push(SettingProblem::at(format!("languages.{place}"), rule));
    let files = section.texts("files");
    for (at, tag) in files.iter().enumerate() {
        if !intl::is_language_tag(tag) {
            wrong(format!("files[{at}]"), Rule::LanguageTag);
        }
    }
    let known: Vec<String> = language::built_in().map(ToOwned::to_owned).chain(files).collect();
    let offered = section.texts("offered");
    if section.has("offered") && offered.is_empty() {
        wrong("offered".to_owned(), Rule::Language);
    }
    for (at, tag) in offered.iter().enumerate() {
        if !known.contains(tag) {
            wrong(format!("offered[{at}]"), Rule::Language);
        }
    }
    let choice = if offered.is_empty() { known } else { offered };
    if section.text("default").is_some_and(|tag| language::matching(vec![tag], choice).is_none()) {
        wrong("default".to_owned(), Rule::Language);
    }
}
