//! Another Leptos app: with the sign-in pages, pages for signed-in people only, and a service that takes their access token.
//! It is below the path that its page names, and has a header, a footer and a field at sign-up of its own.

mod picture;
mod returns;

use cognito_client::secrets::AccessToken;
use gloo_net::http::{Request, Response};
use leptos::prelude::*;
use leptos_cognito::app::{AuthContext, SignInPages};
use leptos_cognito::base::base;
use leptos_cognito::components::{Card, OwnFields, SignedIn};
use leptos_cognito::language::Sentence;
use leptos_cognito::routes::{AppRoute, Paths};
use leptos_cognito::{session::CurrentSession, settings::Settings};
use leptos_router::components::{FlatRoutes, Route, Router};

const ORDERS: AppRoute = AppRoute::Own("/orders");
const PATHS: Paths = Paths { account: "/profile", security: "/profile/security", ..Paths::DEFAULT };

fn main() {
    leptos_cognito::stopped::watch();
    leptos_cognito::language::when_here(|| leptos::mount::mount_to_body(App));
}

#[component]
fn App() -> impl IntoView {
    // The page's, and what is always so here. Where the page's are not complete, its owner is told.
    let settings = Settings::load().ok().map(|page| Settings { country: Some("US".to_owned()), ..page });
    view! {
        <AuthContext settings home=ORDERS places=&[returns::ROUTE] paths=PATHS own_fields=OwnFields::new(picture::field)>
            <header class="links">"The shop"</header>
            <Router base=base()>
                <FlatRoutes fallback=|| "There is no such page.">
                    <SignInPages />
                    <Route path=ORDERS view=|| view! { <SignedIn route=ORDERS>{orders_page}</SignedIn> } />
                    <Route path=returns::ROUTE view=|| view! { <SignedIn route=returns::ROUTE>{returns::page}</SignedIn> } />
                </FlatRoutes>
            </Router>
            <footer class="links">"Open from 9 to 5"</footer>
        </AuthContext>
    }
}

fn orders_page() -> impl IntoView {
    let session = CurrentSession::expect();
    let orders = LocalResource::new(move || orders(session));
    let shown = move || orders.get().map(|read| read.unwrap_or_else(|| "Your orders can't be read now.".to_owned()));
    view! {
        <Card title=Sentence::from("Your orders")>
            <p class="intro" role="status">{shown}</p>
            <button class="main" on:click=move |_| orders.refetch()>"Read again"</button>
            <button class="second" on:click=move |_| session.sign_out()>"Sign out"</button>
            <p class="links"><a href=returns::ROUTE.address()>"Your returns"</a>
            <a href=AppRoute::Account.address()>"Your account"</a></p>
        </Card>
    }
}

/// What the service has for whoever is signed in. Where it refuses, it is asked once more with a new token.
async fn orders(session: CurrentSession) -> Option<String> {
    let token = session.access_token().await.ok()?;
    let mut answer = ask(&token).await?;
    if answer.status() == 401 {
        answer = ask(&session.another_access_token(&token).await.ok()?).await?;
    }
    if answer.ok() { answer.text().await.ok() } else { None }
}

async fn ask(token: &AccessToken) -> Option<Response> {
    let bearer = format!("Bearer {}", token.expose());
    Request::get("/api/orders").header("authorization", &bearer).send().await.ok()
}
