//! The page that asks who one is.

use std::time::Duration;

use local_user_pool::{
    Config, MessageKind, MfaFactor, NewUser, UserStatus,
    settings::{FirstFactor, MfaConfiguration, RecoveryMechanism, RecoveryOption},
};

use super::{config, link, start};
use crate::{
    browser::{Browser, Page, authorize},
    client::{Client, DEMO, DEMO_PASSWORD, PASSWORD},
};

const WRONG: &str = "Incorrect username or password.";

#[tokio::test]
async fn a_page_without_script_that_nobody_may_frame() {
    let (_client, mut browser) = start().await;
    let page = browser.visit(&authorize(&[("login_hint", "\"><script>alert(1)</script>")])).await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(!page.body.contains("<script") && page.body.contains("&quot;&gt;&lt;script"), "{}", page.body);
    for directive in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self' http://localhost:8080"] {
        assert!(policy.contains(directive), "{directive}: {policy}");
    }
    assert!(page.body.contains("Continue with Google") && page.body.contains("Continue with Staff"), "{}", page.body);
    let hinted = browser.visit(&authorize(&[("login_hint", DEMO), ("lang", "de")])).await;
    assert!(hinted.body.contains(&format!("value=\"{DEMO}\"")), "{}", hinted.body);
}

#[tokio::test]
async fn a_wrong_password_is_refused_and_counted() {
    let (client, mut browser) = start().await;
    let page = browser.visit(&authorize(&[])).await;
    for (name, username) in [("wrong password", DEMO), ("unknown user", "nobody@example.com")] {
        let refused = browser.send(&page, &[("username", username), ("password", "Wrong-Passw0rd")]).await;
        assert!(refused.status == 400 && refused.body.contains(WRONG), "{name}: {}", refused.body);
        assert!(refused.body.contains(&format!("value=\"{username}\"")), "{name}: {}", refused.body);
        assert!(!refused.body.contains("Wrong-Passw0rd"), "{name}: a password is not shown");
    }
    // Each after the lock-out before it: the last one locks for 16 seconds.
    for _ in 0..8 {
        client.pool.advance(Duration::from_secs(10));
        browser.send(&page, &[("username", DEMO), ("password", "Wrong-Passw0rd")]).await;
    }
    let locked = browser.send(&page, &[("username", DEMO), ("password", DEMO_PASSWORD)]).await;
    assert!(locked.body.contains("Password attempts exceeded"), "{}", locked.body);
    let nothing = browser.send(&page, &[("username", DEMO)]).await;
    assert!(nothing.body.contains("Missing required parameter password"), "{}", nothing.body);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let (client, mut browser) = start().await;
    let page = browser.visit(&authorize(&[])).await;
    let mut other = Browser::of(&client.pool);
    let fields = [("username", DEMO), ("password", DEMO_PASSWORD)];
    let without_cookie = other.send(&page, &fields).await;
    other.visit(&authorize(&[])).await;
    let with_another = other.send(&page, &fields).await;
    let without_field = browser.send(&page, &[fields[0], fields[1], ("_csrf", "")]).await;
    for (name, page) in
        [("no cookie", &without_cookie), ("the cookie of another form", &with_another), ("no field", &without_field)]
    {
        assert!(page.status == 400 && page.location().is_none(), "{name}: {}", page.body);
        assert!(!page.headers.contains_key("set-cookie"), "{name}");
    }
}

fn with_factors(factors: Vec<MfaFactor>) -> Config {
    let mut config = config(&[]);
    config.user_pool.mfa_configuration = MfaConfiguration::Optional;
    (config.user_pool.sms_mfa, config.user_pool.email_mfa) = (true, true);
    config.users = vec![NewUser {
        phone_number: Some("+12025550123".to_owned()),
        mfa: factors,
        ..NewUser::new(DEMO, DEMO_PASSWORD)
    }];
    config
}

#[tokio::test]
async fn the_pages_speak_the_language_of_the_address_and_then_of_the_cookie() {
    let (_client, mut browser) = start().await;
    let page = browser.visit(&authorize(&[])).await;
    assert!(page.body.contains("<html lang=\"en\">") && page.body.contains("<h1>Sign in</h1>"), "{}", page.body);
    let german = |page: &Page| page.body.contains("<html lang=\"de\">") && page.body.contains("<h1>Anmelden</h1>");
    let page = browser.visit(&authorize(&[("lang", "de")])).await;
    assert!(german(&page) && page.body.contains("Weiter mit Google"), "{}", page.body);
    let refused = browser.send(&page, &[("username", DEMO), ("password", "Wrong-Passw0rd")]).await;
    assert!(german(&refused) && refused.body.contains(WRONG), "the API's own words: {}", refused.body);
    let forgotten = browser.get(&link(&refused, "Passwort vergessen?")).await;
    assert!(forgotten.body.contains(">Benutzername<input"), "{}", forgotten.body);
    let page = browser.visit(&authorize(&[])).await;
    assert!(german(&page), "remembered: {}", page.body);
    let page = browser.visit(&authorize(&[("lang", "\"><script>")])).await;
    assert!(german(&page) && !page.body.contains("<script"), "no such language: {}", page.body);
    let page = browser.visit(&authorize(&[("lang", "ja")])).await;
    assert!(page.body.contains("<h1>サインイン</h1>"), "{}", page.body);
    let page = browser.visit(&authorize(&[])).await;
    assert!(page.body.contains("<html lang=\"ja\">"), "{}", page.body);
}

#[tokio::test]
async fn second_factors_are_asked() {
    let client = Client::with(with_factors(vec![MfaFactor::SmsMfa, MfaFactor::EmailOtp])).await;
    let mut browser = Browser::of(&client.pool);
    let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    assert!(
        page.body.contains("Code from the text message") && page.body.contains("Code from the email"),
        "{}",
        page.body
    );
    let page = browser.send(&page, &[("answer", "EMAIL_OTP")]).await;
    assert!(page.body.contains("Code from the email"), "{}", page.body);
    let wrong = browser.send(&page, &[("answer", "x")]).await;
    assert!(wrong.status == 400 && wrong.body.contains("Code from the email"), "asked again: {}", wrong.body);
    let message = client.pool.inbox().pop().unwrap();
    assert_eq!((message.kind, message.to.as_str()), (MessageKind::MfaCode, DEMO));
    let page = browser.send(&wrong, &[("answer", &message.code)]).await;
    assert_eq!(browser.exchange(&page, &[]).await.status, 200);
}

#[tokio::test]
async fn a_temporary_password_is_replaced() {
    let mut config = config(&[]);
    let status = UserStatus::ForceChangePassword;
    config.users = vec![NewUser { status, ..NewUser::new(DEMO, DEMO_PASSWORD) }];
    let client = Client::with(config).await;
    let mut browser = Browser::of(&client.pool);
    let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    let weak = browser.send(&page, &[("answer", "weak")]).await;
    assert!(weak.body.contains("Password did not conform with policy"), "{}", weak.body);
    let page = browser.send(&weak, &[("answer", PASSWORD)]).await;
    assert_eq!(browser.exchange(&page, &[]).await.status, 200);
    let page = Browser::of(&client.pool).sign_in(DEMO, PASSWORD).await;
    assert!(page.parameter("code").is_some(), "the new one works");
}

#[tokio::test]
async fn an_authenticator_app_is_set_up() {
    let mut config = with_factors(Vec::new());
    config.user_pool.mfa_configuration = MfaConfiguration::On;
    (config.user_pool.sms_mfa, config.user_pool.email_mfa) = (false, false);
    config.user_pool.software_token_mfa = true;
    let client = Client::with(config).await;
    let mut browser = Browser::of(&client.pool);
    let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    let secret = page.hidden()["options"].clone();
    assert!(page.body.contains(&format!("<code>{secret}</code>")), "{}", page.body);
    let wrong = browser.send(&page, &[("answer", "000000")]).await;
    assert!(wrong.status == 400 && wrong.body.contains(&secret), "{}", wrong.body);
    let page = browser.send(&wrong, &[("answer", &client.totp(&secret))]).await;
    assert_eq!(browser.exchange(&page, &[]).await.status, 200, "{}", page.body);
}

#[tokio::test]
async fn a_passkey_is_asked_for_by_a_script_of_the_pages_own() {
    let mut config = config(&[]);
    config.user_pool.policies.sign_in_policy.allowed_first_auth_factors =
        vec![FirstFactor::Password, FirstFactor::WebAuthn];
    let client = Client::with(config).await;
    let mut browser = Browser::of(&client.pool);
    let login = browser.visit(&authorize(&[])).await;
    // Someone who does not exist may seem to have one.
    let mut found = None;
    for number in 0..20 {
        let name = format!("nobody{number}@example.com");
        let page = browser.send(&login, &[("username", &name), ("first", "WEB_AUTHN")]).await;
        if page.status == 200 {
            found = Some(page);
            break;
        }
    }
    let page = found.expect("half of them seem to");
    assert!(page.hidden()["options"].contains("\"challenge\""), "{}", page.body);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self'"), "{policy}");
    let (status, headers, script) = client.get("/managed-login/passkey.js", "*/*").await;
    assert!(status == 200 && script.contains("navigator.credentials.get"), "{script}");
    assert!(headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
    let refused = browser.send(&page, &[("answer", "{}")]).await;
    assert!(refused.status == 400 && refused.body.contains(WRONG), "{}", refused.body);
}

#[tokio::test]
async fn what_the_page_cannot_ask_it_says() {
    let mut config = with_factors(Vec::new());
    config.user_pool.mfa_configuration = MfaConfiguration::On;
    (config.user_pool.sms_mfa, config.user_pool.email_mfa) = (false, true);
    config.users[0].email.clear();
    config.users[0].username = None;
    config.user_pool.username_attributes = vec!["phone_number".to_owned()];
    let by_phone = RecoveryMechanism { priority: 1, name: RecoveryOption::VerifiedPhoneNumber };
    config.user_pool.account_recovery_setting.recovery_mechanisms = vec![by_phone];
    let client = Client::with(config).await;
    let page = Browser::of(&client.pool).sign_in("+12025550123", DEMO_PASSWORD).await;
    assert!(page.status == 400 && page.body.contains("cannot ask what the pool wants"), "{}", page.body);
}
