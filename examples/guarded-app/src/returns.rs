//! Another page for signed-in people only. The app names it in `places`, so that they are led back to it too.

use leptos::prelude::*;
use leptos_cognito::{components::Card, routes::AppRoute};

use crate::ORDERS;

pub const ROUTE: AppRoute = AppRoute::Own("/orders/returns");

pub fn page() -> impl IntoView {
    view! {
        <Card title="Your returns" intro="There are none.">
            <p class="links">
                <a href=ORDERS.address()>"Your orders"</a>
            </p>
        </Card>
    }
}
