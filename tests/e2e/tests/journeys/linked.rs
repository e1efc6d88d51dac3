//! A password here, and an account at an identity provider: linked, they are one user's.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, Setup, Step, journey_with};
use serde_json::{Value, json};

/// Signs in at the identity provider, which says so of the person.
async fn sign_in_at_google(person: &Journey, email: &str, name: &str) -> Step {
    person.press("Continue with Google").await?;
    person.answer_provider("Google", ["first", email, name]).await?;
    person.arrive_at("/welcome").await?;
    person.see_heading(&format!("Hi {name}!")).await
}

async fn sign_in_here(person: &Journey) -> Step {
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.see_heading("Hi Demo!").await
}

/// Whose session is stored.
async fn username(person: &Journey) -> Step<String> {
    Ok(person.stored(".LastAuthUser").await?.expect("somebody is signed in"))
}

/// The account at the provider.
fn at_google() -> Value {
    json!({ "ProviderName": "Google", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "first" })
}

#[tokio::test]
async fn who_is_linked_is_the_same_user_by_either_way() {
    let pool = include_str!("../../../../crates/local-user-pool/pools/managed-login.toml");
    let setup = Setup::of_pool(pool).with_domain().with_meta("cognito-providers", "Google");
    journey_with("linked", setup, async |person| {
        person.open("/").await?;
        sign_in_here(person).await?;
        let demo = username(person).await?;
        person.sign_out().await?;
        let destination = json!({ "ProviderName": "Cognito", "ProviderAttributeValue": demo });
        let link = json!({
            "UserPoolId": person.user_pool_id(), "DestinationUser": destination, "SourceUser": at_google(),
        });
        person.ask_pool_well("AdminLinkProviderForUser", link).await;

        sign_in_at_google(person, DEMO_EMAIL, "Demo").await?;
        assert_eq!(username(person).await?, demo, "by the provider");
        person.follow("Your account").await?;
        person.see(DEMO_EMAIL).await?;
        person.see("Linked sign-ins").await?;
        person.follow("Security").await?;
        // All that a user of the pool has.
        person.see("New password").await?;
        person.see("Authenticator app").await?;
        person.sign_out().await?;
        sign_in_here(person).await?;
        assert_eq!(username(person).await?, demo, "by the password");
        person.sign_out().await?;

        let unlink = json!({ "UserPoolId": person.user_pool_id(), "User": at_google() });
        person.ask_pool_well("AdminDisableProviderForUser", unlink).await;
        sign_in_at_google(person, "first@example.com", "First").await?;
        assert_eq!(username(person).await?, "Google_first", "no longer linked");
        person.follow("Your account").await?;
        person.follow("Security").await?;
        person.see("With Google.").await
    })
    .await;
}
