use leptos::prelude::*;

use crate::{
    components::Card,
    settings::Settings,
    text,
    ui::{Child, element, of_class},
};

/// What the owner has to set before anyone can sign in.
#[component]
pub fn Misconfigured() -> impl IntoView {
    let problems = Settings::load().map_or_else(|problems| problems, |settings| settings.later_problems());
    let problems = problems.into_iter().map(|problem| element("li").text(text::config_problem(problem)));
    let problems = of_class("ul", "config-problems").child(problems.collect::<Vec<_>>());
    view! {
        <Card title=text::MISCONFIGURED_TITLE intro=text::MISCONFIGURED_INTRO>
            {problems.into_child()}
            {element("p").text(text::MISCONFIGURED_HOW).into_child()}
        </Card>
    }
}
