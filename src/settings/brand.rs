//! What breaks a rule in the owner's brand: src/brand.js, which has put it on by now, has noted that.

use js_sys::{Array, Reflect};

use super::{names::SettingProblem, problem::Rule};

/// Notes it among the problems.
pub(super) fn check(problems: &mut Vec<SettingProblem>) {
    let noted = Reflect::get(&js_sys::global(), &"brandProblems".into()).unwrap_or_default();
    if !Array::is_array(&noted) {
        return;
    }
    problems.extend(Array::from(&noted).iter().filter_map(|problem| {
        let problem = Array::from(&problem);
        let rule = match problem.get(1).as_string()?.as_str() {
            "file" => Rule::OwnFile,
            "link" => Rule::Link,
            "token" => Rule::Token,
            "colors" => Rule::TokenColors,
            _ => Rule::TokenValue,
        };
        Some(SettingProblem::at(&problem.get(0).as_string()?, rule))
    }));
}
