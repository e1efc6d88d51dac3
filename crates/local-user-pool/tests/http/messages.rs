//! What messages say, and who sends them.

use local_user_pool::{
    Config, Medium, MessageKind,
    settings::{Trigger, UserPool},
};
use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, assert_refused, with_user_pool},
    handler::Handler,
};

const NUMBER: &str = "+12025550123";

async fn sign_up(client: &Client) -> Result<Value, (String, String)> {
    let body = json!({
        "ClientId": CLIENT_ID, "Username": FIRST, "Password": PASSWORD, "ClientMetadata": { "from": "SignUp" },
    });
    client.call("SignUp", body).await
}

/// Subject and body of the last message.
fn last(client: &Client) -> (Option<String>, String) {
    let message = client.pool.inbox().pop().unwrap();
    (message.subject, message.body)
}

fn said(subject: &str, body: &str) -> (Option<String>, String) {
    (Some(subject.to_owned()), body.to_owned())
}

#[tokio::test]
async fn words_of_the_pool() {
    let templates = json!({ "EmailSubject": "Hello", "EmailMessage": "<b>{####}</b>", "SmsMessage": "SMS {####}" });
    let invitation =
        json!({ "EmailSubject": "Come", "EmailMessage": "{username}: {####}", "SMSMessage": "{####} {username}" });
    let mut user_pool = UserPool { verification_message_template: templates, ..UserPool::default() };
    user_pool.admin_create_user_config.invite_message_template = invitation;
    user_pool.username_attributes.push("phone_number".to_owned());
    let client = Client::with(with_user_pool(user_pool)).await;
    sign_up(&client).await.unwrap();
    assert_eq!(last(&client), said("Hello", &format!("<b>{}</b>", client.last_code())));
    client.resend(FIRST).await.unwrap();
    assert_eq!(last(&client), said("Hello", &format!("<b>{}</b>", client.last_code())));
    client.call("ForgotPassword", json!({ "ClientId": CLIENT_ID, "Username": DEMO })).await.unwrap();
    assert_eq!(last(&client), said("Hello", &format!("<b>{}</b>", client.last_code())));

    let invite = async |name: &str, medium: &str| {
        let body = json!({ "UserPoolId": POOL_ID, "Username": name, "DesiredDeliveryMediums": [medium] });
        client.call("AdminCreateUser", body).await.unwrap();
        client.last_code()
    };
    let password = invite("invited@example.org", "EMAIL").await;
    assert_eq!(last(&client), said("Come", &format!("invited@example.org: {password}")));
    let password = invite(NUMBER, "SMS").await;
    assert_eq!(last(&client), (None, format!("{password} {NUMBER}")));
}

#[tokio::test]
async fn words_of_cognito() {
    let client = Client::start().await;
    sign_up(&client).await.unwrap();
    let code = client.last_code();
    assert_eq!(last(&client), said("Your verification code", &format!("Your confirmation code is {code}")));
    let link = client.pool.inbox().pop().unwrap().link.unwrap();

    let template = json!({ "DefaultEmailOption": "CONFIRM_WITH_LINK" });
    let pool = UserPool { verification_message_template: template, ..UserPool::default() };
    let client = Client::with(with_user_pool(pool)).await;
    sign_up(&client).await.unwrap();
    let (subject, body) = last(&client);
    assert_eq!(subject.as_deref(), Some("Your verification link"));
    assert!(body.contains("<a href=\"http://localhost:") && body.ends_with(">Verify Email</a>"), "{body}");
    assert!(!body.contains("{####}") && link.contains("/confirmUser?"), "{body}");
}

#[tokio::test]
async fn templates_without_a_place_for_the_code() {
    let client = Client::start().await;
    let cases = [
        (
            "VerificationMessageTemplate",
            json!({ "EmailMessage": "no code" }),
            "verificationMessageTemplate.emailMessage",
        ),
        (
            "VerificationMessageTemplate",
            json!({ "EmailMessageByLink": "{####}" }),
            "verificationMessageTemplate.emailMessageByLink",
        ),
        ("SmsAuthenticationMessage", json!("no code"), "smsAuthenticationMessage"),
    ];
    for (member, value, path) in cases {
        let mut body = json!({ "UserPoolId": POOL_ID });
        body[member] = value;
        let (code, message) = client.call("UpdateUserPool", body).await.expect_err(path);
        let constraint = format!("Value at '{path}' failed to satisfy constraint: Member must");
        assert!(code == "InvalidParameterException" && message.contains(&constraint), "{path}: {code}, {message}");
    }
}

#[tokio::test]
async fn words_of_a_function() {
    let handler = Handler::start(|event| {
        let request = &event["request"];
        let (code, name) = (request["codeParameter"].as_str().unwrap(), request["usernameParameter"].as_str());
        Ok(json!({
            "emailSubject": event["triggerSource"],
            "emailMessage": format!("{code} for {}", name.unwrap_or("you")),
            "smsMessage": code,
        }))
    })
    .await;
    let client = Client::with(handler.config(&[Trigger::CustomMessage])).await;
    let check = |source: &str, to: &str| {
        let expected = said(&format!("CustomMessage_{source}"), &format!("{} for {to}", client.last_code()));
        assert_eq!(last(&client), expected, "{source}");
        handler.last_request(&format!("CustomMessage_{source}"))
    };
    sign_up(&client).await.unwrap();
    let request = check("SignUp", "you");
    assert_eq!(
        (&request["clientMetadata"], &request["codeParameter"]),
        (&json!({ "from": "SignUp" }), &json!("{####}"))
    );
    assert_eq!((&request["userAttributes"]["email"], &request["usernameParameter"]), (&json!(FIRST), &Value::Null));
    client.resend(FIRST).await.unwrap();
    check("ResendCode", "you");
    client.call("ForgotPassword", json!({ "ClientId": CLIENT_ID, "Username": DEMO })).await.unwrap();
    check("ForgotPassword", "you");
    let body = json!({ "UserPoolId": POOL_ID, "Username": DEMO, "ClientMetadata": { "from": "an administrator" } });
    client.call("AdminResetUserPassword", body).await.unwrap();
    assert_eq!(check("ForgotPassword", "you")["clientMetadata"], json!({ "from": "an administrator" }));
    let body = json!({ "UserPoolId": POOL_ID, "Username": "invited@example.org" });
    client.call("AdminCreateUser", body).await.unwrap();
    check("AdminCreateUser", "invited@example.org");
}

#[tokio::test]
async fn words_about_attributes_and_sign_ins() {
    let handler =
        Handler::start(|event| Ok(json!({ "emailMessage": format!("{} {{####}}", event["triggerSource"]) }))).await;
    let mut config = handler.config(&[Trigger::CustomMessage]);
    config.user_pool.mfa_configuration = local_user_pool::settings::MfaConfiguration::Optional;
    config.user_pool.email_mfa = true;
    let client = Client::with(config).await;
    let check = |source: &str| {
        let expected = format!("\"CustomMessage_{source}\" {}", client.last_code());
        assert_eq!(client.pool.inbox().pop().unwrap().body, expected, "{source}");
    };
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let attributes = json!([{ "Name": "email", "Value": "new@example.org" }]);
    let body = json!({ "AccessToken": tokens["AccessToken"], "UserAttributes": attributes });
    client.call("UpdateUserAttributes", body).await.unwrap();
    check("UpdateUserAttribute");
    let body = json!({ "AccessToken": tokens["AccessToken"], "AttributeName": "email" });
    client.call("GetUserAttributeVerificationCode", body).await.unwrap();
    check("VerifyUserAttribute");
    let body = json!({ "AccessToken": tokens["AccessToken"], "AttributeName": "email", "Code": client.last_code() });
    client.call("VerifyUserAttribute", body).await.unwrap();
    let body =
        json!({ "AccessToken": tokens["AccessToken"], "EmailMfaSettings": { "Enabled": true, "PreferredMfa": true } });
    client.call("SetUserMFAPreference", body).await.unwrap();
    client.begin_typed("new@example.org", DEMO_PASSWORD).await.unwrap();
    check("Authentication");
}

#[tokio::test]
async fn words_of_a_function_that_cannot_be_used() {
    let invitation = async |response: Value| {
        let handler = Handler::start(move |_| Ok(response.clone())).await;
        let client = Client::with(handler.config(&[Trigger::CustomMessage])).await;
        let body = json!({ "UserPoolId": POOL_ID, "Username": FIRST });
        client.call("AdminCreateUser", body).await.map(|_| (last(&client), client.last_code()))
    };
    let own = |password: &str| format!("Your username is {FIRST} and temporary password is {password}.");
    for (name, message) in [
        ("no code", json!({ "emailMessage": "{username}" })),
        ("no user name", json!({ "emailMessage": "{####}" })),
        ("nothing", json!({})),
        ("nothing but a subject", json!({ "emailSubject": "Come" })),
    ] {
        let ((_, body), password) = invitation(message).await.unwrap();
        assert_eq!(body, own(&password), "{name}");
    }
    let long = "x".repeat(20_000);
    for (name, message) in [
        ("too long", json!({ "emailMessage": format!("{{####}}{{username}}{long}") })),
        ("no text", json!({ "emailMessage": 1 })),
        ("long subject", json!({ "emailMessage": "{####}{username}", "emailSubject": &long[..141] })),
    ] {
        let refused = invitation(message).await.map(|_| Value::Null);
        assert_refused(name, refused, "InvalidLambdaResponseException", "Unrecognizable lambda output");
    }
    let handler = Handler::start(|_| Err("no words".to_owned())).await;
    let client = Client::with(handler.config(&[Trigger::CustomMessage])).await;
    let message = "CustomMessage failed with error no words.";
    assert_refused("refused", sign_up(&client).await, "UserLambdaValidationException", message);
    assert_eq!(client.pool.inbox(), [], "no message");
    assert!(sign_up(&client).await.unwrap_err().0 == "UsernameExistsException", "the user is there all the same");
}

#[tokio::test]
async fn a_function_sends_in_place_of_the_pool() {
    let handler = Handler::start(|_| Ok(json!({}))).await;
    let config = handler.config(&[Trigger::CustomEmailSender, Trigger::CustomMessage]);
    let client = Client::with(config).await;
    sign_up(&client).await.unwrap();
    assert_eq!(client.pool.inbox(), [], "the pool sends nothing");
    assert_eq!(handler.events().len(), 1, "and asks for no words");
    let request = handler.last_request("CustomEmailSender_SignUp");
    assert_eq!(
        (&request["type"], &request["userAttributes"]["email"]),
        (&json!("customEmailSenderRequestV1"), &json!(FIRST))
    );
    assert_eq!(request["clientMetadata"], json!({ "from": "SignUp" }));
    client.confirm(FIRST, request["code"].as_str().unwrap()).await.expect("the code is in clear");

    let sms = Handler::start(|_| Ok(json!({}))).await;
    let mut config: Config = sms.config(&[Trigger::CustomSMSSender]);
    config.user_pool.username_attributes.push("phone_number".to_owned());
    let client = Client::with(config).await;
    let body = json!({ "UserPoolId": POOL_ID, "Username": NUMBER });
    client.call("AdminCreateUser", body).await.unwrap();
    let request = sms.last_request("CustomSMSSender_AdminCreateUser");
    assert_eq!(request["type"], "customSMSSenderRequestV1");
    assert_eq!(client.pool.inbox(), []);
    sign_up(&client).await.unwrap();
    let mail = client.pool.inbox().pop().unwrap();
    assert_eq!((mail.medium, mail.kind), (Medium::Email, MessageKind::SignUpCode), "mails are still the pool's");
}

#[tokio::test]
async fn a_function_that_sends_may_say_nothing() {
    let answers = [(200, "null"), (200, ""), (200, "\"sent\"")];
    for (status, text) in answers {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let answer = move || async move { (axum::http::StatusCode::from_u16(status).unwrap(), text) };
        let router = axum::Router::new().route("/", axum::routing::post(answer));
        tokio::spawn(async { axum::serve(listener, router).await });
        let mut config = Config::default();
        config.user_pool.lambda_config = [(Trigger::CustomEmailSender, url)].into();
        let client = Client::with(config).await;
        sign_up(&client).await.unwrap_or_else(|refusal| panic!("{text}: {refusal:?}"));
    }
}
