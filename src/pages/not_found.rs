use leptos::prelude::*;

use crate::{
    components::Card,
    routes::AppRoute,
    text,
    ui::{Child, link, of_class},
};

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Card title=text::NOT_FOUND_TITLE intro=text::NOT_FOUND_INTRO>
            {of_class("p", "links").child(link(AppRoute::Login, text::GO_TO_START)).into_child()}
        </Card>
    }
}
