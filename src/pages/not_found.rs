use leptos::prelude::*;

use crate::{
    components::Card,
    routes::AppRoute,
    text,
    ui::{Child, View, link, of_class},
};

#[component]
pub fn NotFound() -> View {
    view! {
        <Card title=text::NOT_FOUND_TITLE intro=text::NOT_FOUND_INTRO>
            {of_class("p", "links").child(link(AppRoute::Login, text::GO_TO_START)).into_child()}
        </Card>
    }
    .into_child()
}
