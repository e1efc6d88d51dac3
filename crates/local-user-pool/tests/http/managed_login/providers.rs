//! Identity providers, and the domain: who comes from a provider, and what the API says of both.

use local_user_pool::settings::{SchemaAttribute, Trigger};
use serde_json::{Value, json};

use super::{start, start_with};
use crate::{
    browser::{Browser, Page, authorize},
    client::{Client, assert_refused, claims},
    handler::Handler,
};

pub(super) const POOL_ID: &str = "us-east-1_ManagedLogin";

pub(super) async fn at_provider(browser: &mut Browser, others: &[(&str, &str)]) -> Page {
    let page = browser.visit(&authorize(others)).await;
    assert!(page.body.contains("Who are you there?"), "{}", page.body);
    page
}

pub(super) async fn arrive(browser: &mut Browser, sub: &str, email: &str) -> Page {
    let page = at_provider(browser, &[("identity_provider", "Google"), ("prompt", "login")]).await;
    browser.send(&page, &[("sub", sub), ("email", email), ("name", "Somebody"), ("answer", "continue")]).await
}

pub(super) async fn user(client: &Client, username: &str) -> Value {
    client.call("AdminGetUser", json!({ "UserPoolId": POOL_ID, "Username": username })).await.unwrap()
}

#[tokio::test]
async fn a_user_of_a_provider() {
    let (client, mut browser) = start().await;
    let page = arrive(&mut browser, "1234", "first@example.org").await;
    assert_eq!(page.parameter("state").as_deref(), Some("state-1"));
    let tokens = browser.exchange(&page, &[]).await.json();
    let (access, id) = (claims(&tokens["access_token"]), claims(&tokens["id_token"]));
    assert_eq!((&access["username"], &id["cognito:username"]), (&json!("Google_1234"), &json!("Google_1234")));
    assert_eq!(
        (&id["email"], &id["email_verified"], &id["name"]),
        (&json!("first@example.org"), &json!(true), &json!("Somebody"))
    );
    assert_eq!(access["cognito:groups"], json!(["us-east-1_ManagedLogin_Google"]));
    let identity = &id["identities"][0];
    assert_eq!((&identity["userId"], &identity["providerName"]), (&json!("1234"), &json!("Google")));
    assert_eq!((&identity["providerType"], &identity["primary"]), (&json!("Google"), &json!("true")));

    let described = user(&client, "Google_1234").await;
    assert_eq!(described["UserStatus"], "EXTERNAL_PROVIDER");
    let attributes = described["UserAttributes"].as_array().unwrap();
    assert!(attributes.iter().any(|one| one["Name"] == "identities"), "{attributes:?}");
    assert!(client.get_user(&tokens["access_token"]).await.is_ok());

    let again = arrive(&mut browser, "1234", "other@example.org").await;
    let again = browser.exchange(&again, &[]).await.json();
    let id_again = claims(&again["id_token"]);
    assert_eq!(
        (&id_again["sub"], &id_again["email"]),
        (&id["sub"], &json!("other@example.org")),
        "the same user, up to date"
    );
    let other = arrive(&mut browser, "5678", "other@example.org").await;
    let other = claims(&browser.exchange(&other, &[]).await.json()["id_token"]);
    assert_ne!(other["sub"], id["sub"], "another user of the same address");
    let straight = browser.get(&authorize(&[("identity_provider", "Google")])).await;
    assert!(straight.parameter("code").is_some(), "the browser is known: {:?}", straight.location());
}

#[tokio::test]
async fn a_providers_user_has_no_password_here() {
    let (client, mut browser) = start().await;
    arrive(&mut browser, "1234", "first@example.org").await;
    let client_id = "4localmanagedlogin0000001";
    for name in ["Google_1234", "first@example.org"] {
        let parameters = json!({ "USERNAME": name, "PASSWORD": "Some-Passw0rd" });
        let body = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client_id, "AuthParameters": parameters });
        let flows =
            json!({ "UserPoolId": POOL_ID, "ClientId": client_id, "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"] });
        client.call("UpdateUserPoolClient", flows).await.unwrap();
        let refused = client.call("InitiateAuth", body).await;
        assert!(
            refused.is_err_and(|(code, _)| code == "UserNotFoundException" || code == "NotAuthorizedException"),
            "{name}"
        );
    }
    let forgot = client.call("ForgotPassword", json!({ "ClientId": client_id, "Username": "Google_1234" })).await;
    assert!(forgot.is_err(), "no code for a new password");
    let body = json!({ "ClientId": client_id, "Username": "first@example.org", "Password": "Some-Passw0rd1" });
    client.call("SignUp", body).await.expect("the address is free for a user of the pool's own");
}

#[tokio::test]
async fn ways_back_that_are_refused() {
    let (client, mut browser) = start().await;
    let page = at_provider(&mut browser, &[("idp_identifier", "staff.example.com")]).await;
    assert!(page.body.contains("<h1>Staff</h1>"), "{}", page.body);
    let nobody = browser.send(&page, &[("sub", " "), ("answer", "continue")]).await;
    assert!(nobody.status == 400 && nobody.body.contains("The user id is missing"), "{}", nobody.body);
    let cancelled = browser.send(&page, &[("answer", "cancel")]).await;
    assert_eq!(cancelled.parameter("error").as_deref(), Some("access_denied"), "{:?}", cancelled.location());
    assert_eq!(cancelled.parameter("state").as_deref(), Some("state-1"));

    let redirected = browser.get(&authorize(&[("identity_provider", "Google")])).await;
    let state = redirected.location().unwrap().split("state=").nth(1).unwrap().to_owned();
    let arrive = format!("/oauth2/idpresponse?state={state}");
    let mut other = Browser::of(&client.pool);
    other.visit(&authorize(&[])).await;
    for (name, page) in [
        ("another browser", other.get(&arrive).await),
        ("no state", browser.get("/oauth2/idpresponse").await),
        ("unknown state", browser.get("/oauth2/idpresponse?state=x").await),
    ] {
        assert!(page.status == 400 && page.body.contains("Nobody is expected"), "{name}: {}", page.body);
    }
    let unsaid = browser.get(&arrive).await;
    assert_eq!(unsaid.parameter("error").as_deref(), Some("access_denied"), "the provider said nothing");
    let again = browser.get(&arrive).await;
    assert!(again.status == 400 && again.body.contains("Nobody is expected"), "once: {}", again.body);
}

#[tokio::test]
async fn one_provider_is_no_choice() {
    let (_client, mut browser) = start_with(&["SupportedIdentityProviders = ['Google']"]).await;
    let page = at_provider(&mut browser, &[]).await;
    assert!(page.body.contains("<h1>Google</h1>"), "{}", page.body);
    let login = browser.visit(&authorize(&[]).replace("/oauth2/authorize", "/login")).await;
    assert!(!login.body.contains("Password") && login.body.contains("Continue with Google"), "{}", login.body);
}

#[tokio::test]
async fn providers_by_the_api() {
    let (client, _) = start().await;
    let body = json!({
        "UserPoolId": POOL_ID, "ProviderName": "Shop", "ProviderType": "OIDC",
        "ProviderDetails": { "client_id": "x" }, "AttributeMapping": { "email": "email" }, "IdpIdentifiers": ["shop"],
    });
    let made = client.call("CreateIdentityProvider", body.clone()).await.unwrap()["IdentityProvider"].clone();
    for name in ["UserPoolId", "ProviderName", "ProviderType", "ProviderDetails", "AttributeMapping", "IdpIdentifiers"]
    {
        assert_eq!(made[name], body[name], "{name}");
    }
    let twice = client.call("CreateIdentityProvider", body).await;
    assert_refused("twice", twice, "DuplicateProviderException", "A provider with the name Shop already exists.");
    let named = json!({ "UserPoolId": POOL_ID, "ProviderName": "Shop" });
    let described = client.call("DescribeIdentityProvider", named.clone()).await.unwrap();
    assert_eq!(described["IdentityProvider"], made);
    let mut changed = named.clone();
    changed["AttributeMapping"] = json!({ "name": "name" });
    let updated = client.call("UpdateIdentityProvider", changed).await.unwrap()["IdentityProvider"].clone();
    assert_eq!(
        (&updated["AttributeMapping"], &updated["IdpIdentifiers"]),
        (&json!({ "name": "name" }), &json!(["shop"]))
    );
    let list = client.call("ListIdentityProviders", json!({ "UserPoolId": POOL_ID })).await.unwrap();
    let names: Vec<&Value> = list["Providers"].as_array().unwrap().iter().map(|one| &one["ProviderName"]).collect();
    assert_eq!(names, ["Google", "Shop", "Staff"]);
    assert_eq!(list["Providers"][0]["AttributeMapping"], Value::Null, "a list is short");
    client.call("DeleteIdentityProvider", named.clone()).await.unwrap();
    let gone = client.call("DescribeIdentityProvider", named).await;
    assert_refused("deleted", gone, "ResourceNotFoundException", "Identity provider Shop does not exist.");
    let unknown = json!({ "UserPoolId": POOL_ID, "ClientName": "x", "SupportedIdentityProviders": ["Shop"] });
    let unknown = client.call("CreateUserPoolClient", unknown).await;
    let message = "The provider Shop does not exist for User Pool us-east-1_ManagedLogin.";
    assert_refused("a client of no provider", unknown, "InvalidParameterException", message);
}

#[tokio::test]
async fn the_settings_of_a_client_are_described() {
    let (client, _) = start().await;
    let body = json!({ "UserPoolId": POOL_ID, "ClientId": "4localmanagedlogin0000001" });
    let described = client.call("DescribeUserPoolClient", body).await.unwrap()["UserPoolClient"].clone();
    assert_eq!(described["CallbackURLs"], json!(["http://localhost:8080/callback"]));
    assert_eq!(
        (&described["AllowedOAuthFlows"], &described["LogoutURLs"]),
        (&json!(["code"]), &json!(["http://localhost:8080/"]))
    );
    let bare = json!({ "UserPoolId": POOL_ID, "ClientName": "bare" });
    let bare = client.call("CreateUserPoolClient", bare).await.unwrap()["UserPoolClient"].clone();
    for name in ["CallbackURLs", "LogoutURLs", "AllowedOAuthFlows", "AllowedOAuthScopes", "DefaultRedirectURI"] {
        assert_eq!(bare[name], Value::Null, "{name}");
    }
}

#[tokio::test]
async fn domains_by_the_api() {
    let (client, _) = start().await;
    let domain = json!({ "UserPoolId": POOL_ID, "Domain": "shop" });
    let described = async || client.call("DescribeUserPoolDomain", json!({ "Domain": "shop" })).await.unwrap();
    assert_eq!(described().await, json!({ "DomainDescription": {} }));
    client.call("CreateUserPoolDomain", domain.clone()).await.unwrap();
    assert_eq!(described().await["DomainDescription"]["UserPoolId"], POOL_ID);
    let twice = client.call("CreateUserPoolDomain", domain.clone()).await;
    let message = "Domain already associated with another user pool.";
    assert_refused("twice", twice, "InvalidParameterException", message);
    client.call("DeleteUserPoolDomain", domain.clone()).await.unwrap();
    assert_eq!(described().await, json!({ "DomainDescription": {} }));
    let gone = client.call("DeleteUserPoolDomain", domain).await;
    assert_refused("deleted", gone, "InvalidParameterException", "No such domain or user pool exists.");
}

#[tokio::test]
async fn what_a_provider_says_must_fit_as_well() {
    let (client, mut browser) = start().await;
    let said = async |browser: &mut Browser, sub: &str, name: &str| {
        let page = at_provider(browser, &[("identity_provider", "Google"), ("prompt", "login")]).await;
        let fields = [("sub", sub), ("email", "first@example.org"), ("name", name), ("answer", "continue")];
        browser.send(&page, &fields).await
    };
    let refused = said(&mut browser, "1", &"x".repeat(2049)).await;
    let description = refused.parameter("error_description").unwrap();
    assert_eq!(description, "Invalid user attributes: name: String must be no longer than 2048 characters");
    let hidden = said(&mut browser, "1\u{200b}", "Somebody").await;
    let description = hidden.parameter("error_description").unwrap();
    assert!(description.contains("Value at 'username' failed"), "{description}");
    let nobody = client.call("AdminGetUser", json!({ "UserPoolId": POOL_ID, "Username": "Google_1" })).await;
    assert_refused("neither has made a user", nobody, "UserNotFoundException", "User does not exist.");
    assert!(said(&mut browser, "1", "Somebody").await.parameter("code").is_some());
}

#[tokio::test]
async fn what_cannot_be_changed_a_provider_does_not_change() {
    let mut config = super::config(&[]);
    let fixed = SchemaAttribute { mutable: false, ..SchemaAttribute::new("name", false) };
    config.user_pool.schema.retain(|attribute| attribute.name != "name");
    config.user_pool.schema.push(fixed);
    let client = Client::with(config).await;
    let mut browser = Browser::of(&client.pool);
    let said = async |browser: &mut Browser, name: &str| {
        let page = at_provider(browser, &[("identity_provider", "Google"), ("prompt", "login")]).await;
        let fields = [("sub", "1"), ("email", "first@example.org"), ("name", name), ("answer", "continue")];
        browser.send(&page, &fields).await
    };
    for name in ["Somebody", "Somebody"] {
        assert!(said(&mut browser, name).await.parameter("code").is_some(), "made, then as before");
    }
    let refused = said(&mut browser, "Another").await.parameter("error_description");
    let message = "user.name: Attribute cannot be updated. (changing an immutable attribute)";
    assert_eq!(refused.as_deref(), Some(message));
}

/// A function that has something to say about a provider's users.
async fn asked(
    answer: impl Fn(&Value) -> Result<Value, String> + Clone + Send + Sync + 'static,
) -> (Handler, Client, Browser) {
    let handler = Handler::start(answer).await;
    let triggers = [
        Trigger::InboundFederation,
        Trigger::PreSignUp,
        Trigger::PostConfirmation,
        Trigger::PreAuthentication,
        Trigger::PostAuthentication,
        Trigger::PreTokenGeneration,
    ];
    let mut config = super::config(&[]);
    config.user_pool.lambda_config = handler.config(&triggers).user_pool.lambda_config;
    let client = Client::with(config).await;
    let browser = Browser::of(&client.pool);
    (handler, client, browser)
}

#[tokio::test]
async fn functions_are_asked_about_a_providers_users() {
    let (handler, client, mut browser) = asked(|_| Ok(json!({}))).await;
    let sources = |from: usize| -> Vec<Value> {
        handler.events()[from..].iter().map(|event| event["triggerSource"].clone()).collect()
    };
    let page = arrive(&mut browser, "1234", "first@example.org").await;
    browser.exchange(&page, &[]).await.json();
    let expected = [
        "InboundFederation_ExternalProvider",
        "PreSignUp_ExternalProvider",
        "PostConfirmation_ConfirmSignUp",
        "TokenGeneration_HostedAuth",
    ];
    assert_eq!(sources(0), expected, "at the first sign-in");
    let inbound = handler.last_request("InboundFederation_ExternalProvider");
    assert_eq!((&inbound["providerName"], &inbound["providerType"]), (&json!("Google"), &json!("Google")));
    assert_eq!(inbound["attributes"]["userInfo"]["email"], "first@example.org");
    let event = handler.events()[1].clone();
    assert_eq!(
        (&event["userName"], &event["request"]["userAttributes"]["email"]),
        (&json!("Google_1234"), &json!("first@example.org"))
    );
    let group = json!(["us-east-1_ManagedLogin_Google"]);
    assert_eq!(handler.last_request("TokenGeneration_HostedAuth")["groupConfiguration"]["groupsToOverride"], group);

    let page = arrive(&mut browser, "1234", "first@example.org").await;
    browser.exchange(&page, &[]).await.json();
    let expected = [
        "InboundFederation_ExternalProvider",
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_HostedAuth",
    ];
    assert_eq!(sources(4), expected, "at the next one");
    let groups = client.call("ListGroups", json!({ "UserPoolId": POOL_ID })).await.unwrap();
    assert_eq!(groups["Groups"][0]["GroupName"], group[0]);
}

#[tokio::test]
async fn a_function_changes_what_a_provider_says() {
    let (_handler, client, mut browser) = asked(|event| match event["triggerSource"].as_str() {
        Some("InboundFederation_ExternalProvider") => {
            Ok(json!({ "userAttributesToMap": { "email": "other@example.org", "email_verified": "true" } }))
        }
        _ => Ok(json!({})),
    })
    .await;
    let page = arrive(&mut browser, "1234", "first@example.org").await;
    let id = claims(&browser.exchange(&page, &[]).await.json()["id_token"]);
    assert_eq!((&id["email"], &id["name"]), (&json!("other@example.org"), &Value::Null), "and drops the rest");
    assert_eq!(user(&client, "Google_1234").await["UserStatus"], "EXTERNAL_PROVIDER", "who it is stays");
}

#[tokio::test]
async fn functions_that_let_a_providers_user_not_in() {
    for (source, name, is_made) in [
        ("InboundFederation_ExternalProvider", "InboundFederation", false),
        ("PreSignUp_ExternalProvider", "PreSignUp", false),
        ("PostConfirmation_ConfirmSignUp", "PostConfirmation", true),
    ] {
        let (_handler, client, mut browser) = asked(move |event| match event["triggerSource"] == source {
            true => Err("not today".to_owned()),
            false => Ok(json!({})),
        })
        .await;
        let page = arrive(&mut browser, "1234", "first@example.org").await;
        assert_eq!(page.parameter("error").as_deref(), Some("invalid_request"), "{source}");
        let description = format!("{name} failed with error not today.");
        assert_eq!(page.parameter("error_description"), Some(description), "{source}");
        let found = client.call("AdminGetUser", json!({ "UserPoolId": POOL_ID, "Username": "Google_1234" })).await;
        assert_eq!(found.is_ok(), is_made, "{source}");
    }
}
