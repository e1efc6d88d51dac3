use cognito_client::{
    ErrorCode,
    mfa::{
        MfaPreference, SmsMfaSettings, SoftwareTokenMfaSettings, begin_app_setup, finish_app_setup, set_mfa_preference,
    },
    secrets::{AccessToken, MfaCode, SecretCode},
    sign_in::{CodeKind, NextStep},
};
use local_user_pool::MessageKind;

use crate::person::{Person, signed_in};

const EMAIL: &str = "first@example.com";

/// Where a second factor is as the pool says: OPTIONAL or ON.
async fn person(mfa: &str) -> Person {
    Person::at(&format!(
        r#"
        [UserPool]
        MfaConfiguration = "{mfa}"
        SmsMfa = true
        SoftwareTokenMfa = true
        [[users]]
        email = "first@example.com"
        password = "Passw0rd!"
        phone_number = "+12025550123"
        [[users]]
        email = "none@example.com"
        password = "Passw0rd!"
        "#
    ))
    .await
}

/// Sets an authenticator app up for who is signed in.
async fn set_up_app(person: &Person, token: &AccessToken) -> SecretCode {
    let secret = begin_app_setup(&person.client, token).await.expect("a key");
    let wrong = finish_app_setup(&person.client, token, &MfaCode::new("000000"), None).await.err();
    assert_eq!(wrong.as_ref().and_then(|error| error.code()), Some(&ErrorCode::EnableSoftwareTokenMfa));
    let code = person.app_code(secret.expose(), 0);
    finish_app_setup(&person.client, token, &code, Some("telephone")).await.expect("set up");
    secret
}

/// Turns both on. `preferred` is asked for without a choice.
async fn turn_on_both(person: &Person, token: &AccessToken, preferred: Option<CodeKind>) {
    let is_preferred = |kind| Some(preferred == Some(kind));
    let preference = MfaPreference {
        sms: Some(SmsMfaSettings { enabled: Some(true), preferred_mfa: is_preferred(CodeKind::Sms) }),
        app: Some(SoftwareTokenMfaSettings {
            enabled: Some(true),
            preferred_mfa: is_preferred(CodeKind::AuthenticatorApp),
        }),
        ..MfaPreference::default()
    };
    set_mfa_preference(&person.client, token, &preference).await.expect("set");
}

/// Answers the code that the newest message or the app shows.
async fn answer(person: &Person, step: NextStep, kind: CodeKind, secret: &SecretCode) {
    let NextStep::Code(challenge) = step else { panic!("no code is asked for: {step:?}") };
    assert_eq!(challenge.kind(), kind);
    let code = match kind {
        CodeKind::AuthenticatorApp => person.app_code(secret.expose(), 1),
        _ => person.code(MessageKind::MfaCode),
    };
    signed_in(challenge.answer(&person.sign_in(), &code).await.expect("a right code"));
}

#[tokio::test]
async fn scenario_24_choose_the_second_factor() {
    for kind in [CodeKind::Sms, CodeKind::AuthenticatorApp] {
        let person = person("OPTIONAL").await;
        let session = signed_in(person.step(EMAIL).await);
        let token = &session.tokens().access_token;
        let secret = set_up_app(&person, token).await;
        turn_on_both(&person, token, None).await;
        let step = person.step(EMAIL).await;
        let NextStep::SelectMfa(challenge) = step else { panic!("no choice: {step:?}") };
        let step = challenge.answer(&person.sign_in(), kind).await.expect("a factor");
        answer(&person, step, kind, &secret).await;
    }
}

#[tokio::test]
async fn scenario_24_set_an_app_up_while_signing_in() {
    let person = person("ON").await;
    let sign_in = person.sign_in();
    let step = person.step("none@example.com").await;
    let NextStep::SetUpMfa(challenge) = step else { panic!("no set-up: {step:?}") };
    let setup = challenge.set_up_app(&sign_in).await.expect("a key");
    let secret = setup.secret().clone();
    signed_in(setup.answer(&sign_in, &person.app_code(secret.expose(), 0)).await.expect("set up"));
    answer(&person, person.step("none@example.com").await, CodeKind::AuthenticatorApp, &secret).await;
}

#[tokio::test]
async fn scenario_25_prefer_text_messages() {
    let person = person("OPTIONAL").await;
    let session = signed_in(person.step(EMAIL).await);
    let token = &session.tokens().access_token;
    let secret = set_up_app(&person, token).await;
    turn_on_both(&person, token, Some(CodeKind::Sms)).await;
    answer(&person, person.step(EMAIL).await, CodeKind::Sms, &secret).await;
}

#[tokio::test]
async fn scenario_26_prefer_the_authenticator_app() {
    let person = person("OPTIONAL").await;
    let session = signed_in(person.step(EMAIL).await);
    let token = &session.tokens().access_token;
    let secret = set_up_app(&person, token).await;
    turn_on_both(&person, token, Some(CodeKind::AuthenticatorApp)).await;
    answer(&person, person.step(EMAIL).await, CodeKind::AuthenticatorApp, &secret).await;
}
