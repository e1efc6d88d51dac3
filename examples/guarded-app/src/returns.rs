//! Another page for signed-in people only. The app names it in `places`, so that they are led back to it too.

use leptos::prelude::*;
use leptos_cognito::{components::Card, language::Sentence, routes::AppRoute};

use crate::ORDERS;

pub const ROUTE: AppRoute = AppRoute::Own("/orders/returns");

pub fn page() -> impl IntoView {
    view! {
        <Card title=Sentence::from("Your returns") intro=Sentence::from("There are none.")>
            <p class="links">
                <a href=ORDERS.address()>"Your orders"</a>
            </p>
        </Card>
    }
}
