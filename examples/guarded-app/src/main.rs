//! Another Leptos app. The sign-in pages are a part of it; two pages of its own are for signed-in people only, and one shows
//! what a service of its own answers to their access token.

use cognito_client::secrets::AccessToken;
use gloo_net::http::{Request, Response};
use leptos::{prelude::*, task::spawn_local};
use leptos_cognito::app::{AuthContext, SignInPages};
use leptos_cognito::components::{Card, SignedIn};
use leptos_cognito::{auth::Auth, routes::AppRoute};
use leptos_router::components::{FlatRoutes, Route, Router};

const ORDERS: AppRoute = AppRoute::Own("/orders");
const RETURNS: AppRoute = AppRoute::Own("/orders/returns");

fn main() {
    leptos::mount::mount_to_body(|| {
        view! {
            <AuthContext home=ORDERS places=&[RETURNS]>
                <Router>
                    <FlatRoutes fallback=|| "There is no such page.">
                        <SignInPages />
                        <Route path=ORDERS view=|| view! { <SignedIn route=ORDERS>{orders_page}</SignedIn> } />
                        <Route path=RETURNS view=|| view! { <SignedIn route=RETURNS>{returns_page}</SignedIn> } />
                    </FlatRoutes>
                </Router>
            </AuthContext>
        }
    });
}

fn orders_page() -> impl IntoView {
    let auth = Auth::expect();
    let orders = LocalResource::new(move || orders(auth));
    let shown = move || orders.get().map(|read| read.unwrap_or_else(|| "Your orders can't be read now.".to_owned()));
    view! {
        <Card title="Your orders">
            <p class="intro" role="status">{shown}</p>
            <button class="main" on:click=move |_| orders.refetch()>"Read again"</button>
            <button class="second" on:click=move |_| spawn_local(auth.sign_out())>"Sign out"</button>
            <p class="links">
                <a href=RETURNS.path()>"Your returns"</a>
                <a href=AppRoute::Account.path()>"Your account"</a>
            </p>
        </Card>
    }
}

fn returns_page() -> impl IntoView {
    view! {
        <Card title="Your returns" intro="There are none.">
            <p class="links">
                <a href=ORDERS.path()>"Your orders"</a>
            </p>
        </Card>
    }
}

/// What the service has for whoever is signed in.
async fn orders(auth: Auth) -> Option<String> {
    let token = auth.access_token().await.ok()?;
    let mut answer = ask(&token).await?;
    if answer.status() == 401 {
        // Once more with a new token. Where there is none because the session is over, the guard leads to the login page.
        answer = ask(&auth.another_access_token(&token).await.ok()?).await?;
    }
    if answer.ok() { answer.text().await.ok() } else { None }
}

async fn ask(token: &AccessToken) -> Option<Response> {
    let bearer = format!("Bearer {}", token.expose());
    Request::get("/api/orders").header("authorization", &bearer).send().await.ok()
}
