use leptos::prelude::*;

use crate::{components::Card, settings::Settings, text};

/// What the owner has to set before anyone can sign in.
#[component]
pub fn Misconfigured() -> impl IntoView {
    let problems = Settings::load().err().unwrap_or_default();
    let problems =
        problems.into_iter().map(|problem| view! { <li>{text::config_problem(problem)}</li> }).collect_view();
    view! {
        <Card title=text::MISCONFIGURED_TITLE intro=text::MISCONFIGURED_INTRO>
            <ul class="config-problems">{problems}</ul>
            <p>{text::MISCONFIGURED_HOW}</p>
        </Card>
    }
}
