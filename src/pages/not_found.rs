use leptos::prelude::*;

use crate::{components::Card, routes::AppRoute, text};

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Card title=text::NOT_FOUND_TITLE intro=text::NOT_FOUND_INTRO>
            <p class="links">
                <a href=AppRoute::Login.path()>{text::GO_TO_START}</a>
            </p>
        </Card>
    }
}
