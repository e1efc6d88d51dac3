use leptos::prelude::*;

use crate::{
    components::Card,
    settings::{SettingProblem, Settings},
    signals::use_context,
    text,
    ui::{Child, View, element, of_class},
};

/// What the owner has to set before anyone can sign in.
#[component]
pub fn Misconfigured() -> View {
    let problems = problems(use_context::<&'static Settings>());
    let problems = problems.into_iter().map(|problem| element("li").text(text::config_problem(problem)));
    // That is in English, with names of settings.
    let problems = of_class("ul", "config-problems")
        .attribute("lang", "en")
        .attribute("dir", "ltr")
        .child(problems.collect::<Vec<_>>());
    view! {
        <Card title=text::MISCONFIGURED_TITLE intro=text::MISCONFIGURED_INTRO>
            {problems.into_child()}
            {element("p").text(text::MISCONFIGURED_HOW).into_child()}
        </Card>
    }
    .into_child()
}

/// What is wrong with the settings that are in use; without any, with those of the page. Settings that were taken as they
/// stood, before all of them were checked, are in use too.
fn problems(used: Option<&Settings>) -> Vec<SettingProblem> {
    // An app around may have its settings in its code.
    let is_of_page = used.is_none_or(|settings| settings.document.is_of_page());
    let of_page = is_of_page.then(|| Settings::load().err()).flatten();
    of_page.or_else(|| used.map(Settings::later_problems)).unwrap_or_default()
}
