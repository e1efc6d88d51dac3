//! ClientMetadata, ValidationData, AnalyticsMetadata and UserContextData: in every operation that takes them.

use cognito_client::{
    client::RequestContext,
    ids::Username,
    password::{confirm_forgot_password, forgot_password},
    secrets::{AccessToken, ConfirmationCode, IdToken, Password, RefreshToken},
    session::{Session, Tokens},
    sign_in::{NextStep, SignIn},
    sign_up::{Attribute, confirm_sign_up, resend_confirmation_code, sign_up},
};
use serde_json::{Value, json};

use crate::scripted::{Program, Sent, access_token, client, credentials, id_token, ok, operations, signed_in};

#[tokio::test]
async fn each_operation_carries_what_it_takes() {
    let sent = Sent::default();
    let custom = json!({ "ChallengeName": "CUSTOM_CHALLENGE", "Session": "s", "ChallengeParameters": {} });
    let nothing = json!({});
    let signed_up = json!({ "UserConfirmed": false, "UserSub": "user-1" });
    let tokens = signed_in(Some("r"));
    let answers = [&signed_up, &nothing, &nothing, &nothing, &nothing, &custom, &tokens, &tokens, &nothing].map(ok);
    let client = client(&sent, answers).with_context(RequestContext {
        client_metadata: vec![("shop".to_owned(), "north".to_owned())],
        locale: Some(|| "pt-BR".to_owned()),
        validation_data: vec![Attribute { name: "invitation".to_owned(), value: "i-1".to_owned() }],
        analytics_endpoint_id: Some("endpoint-1".to_owned()),
        user_context_data: Some(|username, pool, client| Some(format!("{username} {pool} {client}"))),
    });
    let (username, code) = (Username::new("someone@example.com"), ConfirmationCode::new("123456"));
    sign_up(&client, &username, None, &[]).await.expect("signed up");
    confirm_sign_up(&client, &username, &code).await.expect("confirmed");
    resend_confirmation_code(&client, &username).await.expect("sent");
    forgot_password(&client, &username).await.expect("sent");
    confirm_forgot_password(&client, &username, &code, &Password::new("Passw0rd!")).await.expect("set");
    let program = Program::default();
    let sign_in = SignIn::new(&client, &program);
    let Ok(NextStep::Custom(challenge)) = sign_in.with_custom_challenges(&credentials().username).await else {
        panic!("a custom challenge comes first")
    };
    let step = challenge.answer(&sign_in, "answer").await;
    assert!(matches!(step, Ok(NextStep::Done(_))), "{step:?}");
    let tokens = Tokens {
        access_token: AccessToken::new(access_token()),
        id_token: IdToken::new(id_token()),
        refresh_token: RefreshToken::new("r"),
    };
    let session = Session::restored(tokens, 0).expect("well formed");
    session.refresh(&client, &program).await.expect("refreshed");
    session.revoke(&client).await.expect("revoked");

    let metadata = json!({ "shop": "north", "locale": "pt-BR" });
    let analytics = json!({ "AnalyticsEndpointId": "endpoint-1" });
    let context = json!({ "EncodedData": "someone@example.com us-east-1_Example1 client1" });
    let validation = json!([{ "Name": "invitation", "Value": "i-1" }]);
    let none = Value::Null;
    let expected = [
        ("SignUp", &metadata, &analytics, &context, &validation),
        ("ConfirmSignUp", &metadata, &analytics, &context, &none),
        ("ResendConfirmationCode", &metadata, &analytics, &context, &none),
        ("ForgotPassword", &metadata, &analytics, &context, &none),
        ("ConfirmForgotPassword", &metadata, &analytics, &context, &none),
        ("InitiateAuth", &metadata, &analytics, &context, &none),
        ("RespondToAuthChallenge", &metadata, &analytics, &context, &none),
        ("GetTokensFromRefreshToken", &metadata, &none, &none, &none),
        ("RevokeToken", &none, &none, &none, &none),
    ];
    let sent = operations(&sent);
    assert_eq!(sent.len(), expected.len());
    for ((name, body), (expected_name, metadata, analytics, context, validation)) in sent.iter().zip(expected) {
        assert_eq!(name, expected_name);
        assert_eq!(&body["ClientMetadata"], metadata, "{name}");
        assert_eq!(&body["AnalyticsMetadata"], analytics, "{name}");
        assert_eq!(&body["UserContextData"], context, "{name}");
        assert_eq!(&body["ValidationData"], validation, "{name}");
    }
}

#[tokio::test]
async fn without_a_context_nothing_is_carried() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({}))]);
    forgot_password(&client, &Username::new("someone@example.com")).await.expect("sent");
    let expected = json!({ "ClientId": "client1", "Username": "someone@example.com" });
    assert_eq!(operations(&sent), [("ForgotPassword".to_owned(), expected)]);
}

#[tokio::test]
async fn the_owners_word_for_the_language_wins() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({}))]).with_context(RequestContext {
        client_metadata: vec![("locale".to_owned(), "de".to_owned())],
        locale: Some(|| "pt-BR".to_owned()),
        ..RequestContext::default()
    });
    resend_confirmation_code(&client, &Username::new("someone@example.com")).await.expect("sent");
    assert_eq!(operations(&sent)[0].1["ClientMetadata"], json!({ "locale": "de" }));
}
