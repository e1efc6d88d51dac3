use leptos::prelude::*;

use crate::{
    components::Card,
    settings::Settings,
    signals::use_context,
    text,
    ui::{Child, View, element, of_class},
};

/// What the owner has to set before anyone can sign in.
#[component]
pub fn Misconfigured() -> View {
    // An app around may have its settings in its code.
    let problems = match use_context::<&'static Settings>() {
        Some(settings) => settings.later_problems(),
        None => Settings::load().err().unwrap_or_default(),
    };
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
