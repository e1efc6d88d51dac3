//! Sign-ups, forgotten passwords and codes on the pool's own pages.

use local_user_pool::{
    Config,
    settings::{FirstFactor, SchemaAttribute, UserPool},
};
use serde_json::{Value, json};

use super::{config, link};
use crate::{
    browser::{Browser, Page, authorize},
    client::{Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, claims},
};

async fn with(config: Config) -> (Client, Browser) {
    let client = Client::with(config).await;
    let browser = Browser::of(&client.pool);
    (client, browser)
}

async fn id_token(browser: &Browser, page: &Page) -> Value {
    let answer = browser.exchange(page, &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    claims(&answer.json()["id_token"])
}

#[tokio::test]
async fn a_new_account_is_confirmed_and_signed_in() {
    let (client, mut browser) = with(config(&[])).await;
    let login = browser.visit(&authorize(&[])).await;
    let page = browser.get(&link(&login, "Sign up")).await;
    assert!(page.body.contains("<h1>Sign up</h1>") && page.body.contains(">Email<input"), "{}", page.body);
    let weak = browser.send(&page, &[("username", FIRST), ("password", "weak")]).await;
    assert!(weak.status == 400 && weak.body.contains("Password did not conform with policy"), "{}", weak.body);
    assert!(weak.body.contains(&format!("value=\"{FIRST}\"")) && !weak.body.contains("\"weak\""), "{}", weak.body);
    let page = browser.send(&weak, &[("username", FIRST), ("password", PASSWORD)]).await;
    assert!(page.body.contains("Confirmation code"), "{}", page.body);
    let first = client.last_code();
    let page = browser.send(&page, &[("answer", "resend")]).await;
    let wrong = browser.send(&page, &[("code", &first)]).await;
    assert!(wrong.status == 400 && wrong.body.contains("Confirmation code"), "{}", wrong.body);
    let done = browser.send(&wrong, &[("code", &client.last_code())]).await;
    let id = id_token(&browser, &done).await;
    assert_eq!((&id["email"], &id["email_verified"]), (&json!(FIRST), &json!(true)));
    assert_eq!(done.parameter("state").as_deref(), Some("state-1"));
}

#[tokio::test]
async fn who_left_before_the_code_is_asked_again() {
    let (client, mut browser) = with(config(&[])).await;
    let login = browser.visit(&authorize(&[])).await;
    let page = browser.get(&link(&login, "Sign up")).await;
    browser.send(&page, &[("username", FIRST), ("password", PASSWORD)]).await;
    let page = Browser::of(&client.pool).sign_in(FIRST, PASSWORD).await;
    assert!(page.body.contains("Confirmation code"), "{}", page.body);
}

#[tokio::test]
async fn what_a_sign_up_asks() {
    let mut config = config(&[]);
    config.user_pool = UserPool {
        id: config.user_pool.id,
        username_attributes: Vec::new(),
        schema: vec![SchemaAttribute::new("given_name", true), SchemaAttribute::new("custom:team", false)],
        ..UserPool::default()
    };
    config.users = Vec::new();
    config.identity_providers = Vec::new();
    config.client.supported_identity_providers = vec!["COGNITO".to_owned()];
    let (client, mut browser) = with(config.clone()).await;
    let login = browser.visit(&authorize(&[])).await;
    let page = browser.get(&link(&login, "Sign up")).await;
    for (name, is_asked) in [
        ("username", true),
        ("attribute.given_name", true),
        ("attribute.email", true),
        ("attribute.custom:team", false),
    ] {
        assert_eq!(page.body.contains(&format!("name=\"{name}\"")), is_asked, "{name}: {}", page.body);
    }
    let fields =
        [("username", "ann"), ("attribute.given_name", "Ann"), ("attribute.email", FIRST), ("password", PASSWORD)];
    let page = browser.send(&page, &fields).await;
    let done = browser.send(&page, &[("code", &client.last_code())]).await;
    let id = id_token(&browser, &done).await;
    assert_eq!((&id["cognito:username"], &id["given_name"]), (&json!("ann"), &json!("Ann")));

    config.user_pool.admin_create_user_config.allow_admin_create_user_only = true;
    let (_client, mut browser) = with(config).await;
    let login = browser.visit(&authorize(&[])).await;
    assert!(!login.body.contains("Sign up"), "{}", login.body);
    let direct = browser.get(&authorize(&[]).replace("/oauth2/authorize", "/signup")).await;
    assert!(direct.status == 400 && direct.body.contains("not permitted"), "{}", direct.body);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced() {
    let (client, mut browser) = with(config(&["ClientSecret = '0123456789abcdef0123456789abcdef'"])).await;
    let login = browser.visit(&authorize(&[])).await;
    let page = browser.get(&link(&login, "Forgot your password?")).await;
    let page = browser.send(&page, &[("username", DEMO)]).await;
    assert!(page.body.contains("New password"), "{}", page.body);
    let wrong = browser.send(&page, &[("code", "x"), ("password", PASSWORD)]).await;
    assert!(wrong.status == 400 && wrong.body.contains("New password"), "{}", wrong.body);
    let login = browser.send(&wrong, &[("code", &client.last_code()), ("password", PASSWORD)]).await;
    assert!(login.body.contains(&format!("value=\"{DEMO}\"")), "{}", login.body);
    let done = browser.send(&login, &[("username", DEMO), ("password", PASSWORD)]).await;
    assert!(done.parameter("code").is_some(), "{}", done.body);
}

#[tokio::test]
async fn a_code_in_place_of_the_password() {
    let mut config = config(&[]);
    config.user_pool.policies.sign_in_policy.allowed_first_auth_factors =
        vec![FirstFactor::Password, FirstFactor::EmailOtp];
    let (client, mut browser) = with(config).await;
    let login = browser.visit(&authorize(&[])).await;
    assert!(login.body.contains("Email me a code") && !login.body.contains("Text me a code"), "{}", login.body);
    let page = browser.send(&login, &[("username", DEMO), ("first", "EMAIL_OTP")]).await;
    assert!(page.body.contains("Code from the email"), "{}", page.body);
    let done = browser.send(&page, &[("answer", &client.last_code())]).await;
    let id = id_token(&browser, &done).await;
    assert_eq!((&id["acr"], &id["amr"]), (&json!("urn:cognito:loa:2"), &json!(["email_otp"])));
    let page = browser.visit(&authorize(&[("prompt", "login")])).await;
    let refused = browser.send(&page, &[("username", DEMO), ("first", "SMS_OTP")]).await;
    assert!(refused.status == 400 && refused.body.contains("not available"), "{}", refused.body);
}

#[tokio::test]
async fn a_form_of_another_site_makes_no_account() {
    let (client, mut browser) = with(config(&[])).await;
    let login = browser.visit(&authorize(&[])).await;
    let page = browser.get(&link(&login, "Sign up")).await;
    let mut other = Browser::of(&client.pool);
    let refused = other.send(&page, &[("username", FIRST), ("password", PASSWORD)]).await;
    assert!(refused.status == 400 && client.pool.inbox().is_empty(), "{}", refused.body);
    let signed_in = other.sign_in(DEMO, DEMO_PASSWORD).await;
    assert!(signed_in.parameter("code").is_some());
}
