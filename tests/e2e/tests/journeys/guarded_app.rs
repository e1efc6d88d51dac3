//! examples/guarded-app: another Leptos app, with a service of its own.

use std::time::Duration;

use e2e::{Config, DEMO_EMAIL, DEMO_PASSWORD, Journey, Setup, Step, journey_with};
use serde_json::json;

fn guarded_app() -> Setup {
    Setup::new(Config::default()).with_guarded_app()
}

async fn sees_orders(person: &Journey) -> Step {
    person.see_heading("Your orders").await?;
    let username = person.stored(".LastAuthUser").await?.expect("somebody is signed in");
    person.see_status(&format!("One order of {username}.")).await
}

/// What the service answers to that header.
async fn status_of(person: &Journey, authorization: Option<&str>) -> u16 {
    let mut request = reqwest::Client::new().get(format!("{}/api/orders", person.origin()));
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    request.send().await.expect("the service answers").status().as_u16()
}

#[tokio::test]
async fn an_app_of_ones_own_guards_its_page_and_calls_its_service() {
    journey_with("guarded-app", guarded_app(), async |person| {
        person.open("/orders").await?;
        person.arrive_at("/").await?;
        assert!(!person.text().await?.contains("Your orders"), "nobody is signed in");
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/orders").await?;
        sees_orders(person).await?;
        assert!(person.text().await?.starts_with("The shop"), "its own header is above");
        e2e::look_at(person, "guarded-app").await?;

        let token = person.stored(".accessToken").await?.expect("it is stored");
        let id_token = person.stored(".idToken").await?.expect("it is stored");
        let (signed, signature) = token.rsplit_once('.').expect("a token has a signature");
        let forged = format!("{signed}.{}", signature.chars().rev().collect::<String>());
        for (case, authorization, expected) in [
            ("the token", Some(format!("Bearer {token}")), 200),
            ("no token", None, 401),
            ("the id token", Some(format!("Bearer {id_token}")), 401),
            ("another signature", Some(format!("Bearer {forged}")), 401),
        ] {
            assert_eq!(status_of(person, authorization.as_deref()).await, expected, "{case}");
        }

        person.sign_out().await?;
        assert_eq!(person.stored(".accessToken").await?, None, "nothing is left");
        // Who signed out does not come back to where they were, but to where the app begins.
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/orders").await?;
        sees_orders(person).await
    })
    .await;
}

#[tokio::test]
async fn a_service_that_refuses_a_token_is_shown_another() {
    journey_with("guarded-app-401", guarded_app(), async |person| {
        person.open("/orders").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        sees_orders(person).await?;
        let refreshes = || person.pool().requests("GetTokensFromRefreshToken");

        // By the app's clock the token is due.
        person.set_clock_ahead(2 * 3600).await?;
        person.press("Read again").await?;
        person.until("a refresh", async || Ok(refreshes() == 1)).await?;
        sees_orders(person).await?;
        person.set_clock_ahead(0).await?;
        // By the service's clock it has expired, and the app does not know.
        person.pool().advance(Duration::from_secs(2 * 3600));
        person.press("Read again").await?;
        person.until("another refresh", async || Ok(refreshes() == 2)).await?;
        sees_orders(person).await?;

        // Expired again, and the session is over.
        person.pool().advance(Duration::from_secs(60));
        let access_token = person.stored(".accessToken").await?.expect("it is stored");
        person.ask_pool_well("GlobalSignOut", json!({ "AccessToken": access_token })).await;
        person.pool().advance(Duration::from_secs(2 * 3600));
        person.press("Read again").await?;
        person.see("Your session has ended. Please sign in again.").await?;
        // Over SRP the pool refuses a time that is far from its own.
        person.set_clock_ahead(4 * 3600 + 60).await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/orders").await?;
        sees_orders(person).await
    })
    .await;
}

#[tokio::test]
async fn managed_login_leads_back_to_every_page_of_the_app() {
    let pool = include_str!("../../../../crates/local-user-pool/pools/managed-login.toml");
    let setup = Setup::of_pool(pool).with_domain().with_meta("cognito-providers", "Google").with_guarded_app();
    journey_with("guarded-app-managed", setup, async |person| {
        for (page, heading) in [
            ("/orders/returns", "Your returns"),
            ("/orders", "Your orders"),
            ("/profile/security", "Security"),
            // The login page's own: to where the app begins.
            ("/", "Your orders"),
        ] {
            person.open(page).await?;
            person.arrive_at("/").await?;
            person.press("Continue with Google").await?;
            person.answer_provider("Google", ["first", "first@example.com", "First"]).await?;
            person.see_heading(heading).await?;
            person.arrive_at(if page == "/" { "/orders" } else { page }).await?;
            person.open("/orders").await?;
            person.press("Sign out").await?;
            person.arrive_at("/").await?;
            person.see_heading("Sign in").await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_account_area_leads_back_to_where_the_app_begins() {
    journey_with("guarded-app-home", guarded_app(), async |person| {
        person.open("/orders").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        sees_orders(person).await?;
        person.follow("Your account").await?;
        person.see_heading("Profile").await?;
        person.follow("Home").await?;
        person.arrive_at("/orders").await?;
        sees_orders(person).await
    })
    .await;
}

#[tokio::test]
async fn password_managers_lead_to_where_the_app_has_its_passwords_changed() {
    journey_with("guarded-app-change-password", guarded_app(), async |person| {
        person.open("/.well-known/change-password").await?;
        person.arrive_at("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/profile/security").await?;
        person.see("New password").await
    })
    .await;
}

#[tokio::test]
async fn a_page_of_the_app_is_remembered_over_a_reload_of_the_login_page() {
    journey_with("guarded-app-reload", guarded_app(), async |person| {
        person.open("/orders/returns").await?;
        person.arrive_at("/").await?;
        person.driver.refresh().await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/orders/returns").await?;
        person.see_heading("Your returns").await
    })
    .await;
}

#[tokio::test]
async fn an_app_asks_at_sign_up_for_what_no_setting_describes() {
    journey_with("guarded-app-own-field", guarded_app(), async |person| {
        const EMAIL: &str = "new@example.com";
        person.sign_up(EMAIL, DEMO_PASSWORD).await?;
        person.see("Choose a picture.").await?;
        person.until("the focus on the first", async || Ok(person.focused().await? == "Fox")).await?;
        assert_eq!(person.pool().requests("SignUp"), 0, "nothing is sent");
        e2e::look_at(person, "guarded-app-own-field").await?;

        person.field("Owl").await?.click().await?;
        person.press("Create account").await?;
        person.arrive_at("/confirm").await?;
        let (code, _) = person.newest_mail(EMAIL);
        person.fill("Confirmation code", code).await?;
        sees_orders(person).await?;
        let asked = json!({ "UserPoolId": person.user_pool_id(), "Username": EMAIL });
        let user = person.ask_pool_well("AdminGetUser", asked).await;
        let picture = json!({ "Name": "picture", "Value": "owl.svg" });
        let attributes = user["UserAttributes"].as_array().expect("attributes");
        assert!(attributes.contains(&picture), "{attributes:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn rules_of_the_page_around_do_not_reach_the_sign_in_pages() {
    journey_with("guarded-app-rules", guarded_app(), async |person| {
        person.open("/").await?;
        let button = person.button("Sign in").await?;
        assert_eq!(button.css_value("text-transform").await?, "none");
        assert_ne!(button.css_value("border-radius").await?, "0px");
        Ok(())
    })
    .await;
}
