use std::time::Duration;

use cognito_client::{
    ErrorCode,
    secrets::MfaCode,
    sign_in::{CodeChallenge, CodeKind, NextStep, Rejected},
};
use local_user_pool::MessageKind;

use crate::person::{Person, signed_in};

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const POOL: &str = r#"
    [UserPool]
    MfaConfiguration = "ON"
    SmsMfa = true
    SoftwareTokenMfa = true
    EmailMfa = true
    [[users]]
    email = "none@example.com"
    password = "Passw0rd!"
    [[users]]
    email = "sms@example.com"
    password = "Passw0rd!"
    phone_number = "+12025550123"
    mfa = ["SMS_MFA"]
    [[users]]
    email = "email@example.com"
    password = "Passw0rd!"
    mfa = ["EMAIL_OTP"]
    [[users]]
    email = "app@example.com"
    password = "Passw0rd!"
    mfa = ["SOFTWARE_TOKEN_MFA"]
    totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    [[users]]
    email = "several@example.com"
    password = "Passw0rd!"
    phone_number = "+12025550124"
    mfa = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
    totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"#;

#[track_caller]
fn code_of(step: NextStep) -> CodeChallenge {
    match step {
        NextStep::Code(challenge) => challenge,
        other => panic!("no code is asked for: {other:?}"),
    }
}

#[tokio::test]
async fn a_code_wrong_then_right() {
    let person = Person::at(POOL).await;
    for (email, kind, destination) in [
        ("sms@example.com", CodeKind::Sms, Some("+*******0123")),
        ("email@example.com", CodeKind::Email, Some("e***@e***")),
        ("app@example.com", CodeKind::AuthenticatorApp, None),
    ] {
        let challenge = code_of(person.step(email).await);
        assert_eq!((challenge.kind(), challenge.destination()), (kind, destination), "{email}");
        assert!(!challenge.is_first_factor(), "{email}");
        let wrong = challenge.answer(&person.sign_in(), &MfaCode::new("000000")).await;
        let Err(Rejected { error, retry: Some(challenge) }) = wrong else { panic!("{email}: {wrong:?}") };
        assert_eq!(error.code(), Some(&ErrorCode::CodeMismatch), "{email}");
        let code = match kind {
            CodeKind::AuthenticatorApp => person.app_code(SECRET, 0),
            _ => person.code(MessageKind::MfaCode),
        };
        signed_in(challenge.answer(&person.sign_in(), &code).await.expect(email));
    }
}

#[tokio::test]
async fn a_code_too_late_ends_the_sign_in() {
    let person = Person::at(POOL).await;
    for email in ["sms@example.com", "email@example.com", "app@example.com"] {
        let challenge = code_of(person.step(email).await);
        person.pool.advance(Duration::from_secs(181));
        let late = challenge.answer(&person.sign_in(), &MfaCode::new("000000")).await;
        let Err(Rejected { error, retry: None }) = late else { panic!("{email}: {late:?}") };
        assert_eq!(error.code(), Some(&ErrorCode::NotAuthorized), "{email}");
    }
}

#[tokio::test]
async fn one_of_several() {
    let person = Person::at(POOL).await;
    for kind in [CodeKind::Sms, CodeKind::Email, CodeKind::AuthenticatorApp] {
        let NextStep::SelectMfa(challenge) = person.step("several@example.com").await else { panic!("no choice") };
        assert_eq!(challenge.options(), [CodeKind::Sms, CodeKind::AuthenticatorApp, CodeKind::Email]);
        let challenge = code_of(challenge.answer(&person.sign_in(), kind).await.expect("a factor"));
        assert_eq!(challenge.kind(), kind);
        let code = match kind {
            CodeKind::AuthenticatorApp => person.app_code(SECRET, 0),
            _ => person.code(MessageKind::MfaCode),
        };
        signed_in(challenge.answer(&person.sign_in(), &code).await.expect("a right code"));
    }
}

#[tokio::test]
async fn an_app_is_set_up() {
    let person = Person::at(POOL).await;
    let sign_in = person.sign_in();
    let NextStep::SetUpMfa(challenge) = person.step("none@example.com").await else { panic!("no set-up") };
    assert_eq!(challenge.options(), [CodeKind::AuthenticatorApp]);
    let setup = challenge.set_up_app(&sign_in).await.expect("a key");
    let secret = setup.secret().expose().to_owned();
    let wrong = setup.answer(&sign_in, &MfaCode::new("000000")).await;
    let Err(Rejected { error, retry: Some(setup) }) = wrong else { panic!("{wrong:?}") };
    assert_eq!(error.code(), Some(&ErrorCode::EnableSoftwareTokenMfa));
    signed_in(setup.answer(&sign_in, &person.app_code(&secret, 0)).await.expect("set up"));

    let challenge = code_of(person.step("none@example.com").await);
    assert_eq!(challenge.kind(), CodeKind::AuthenticatorApp);
    let used = challenge.answer(&sign_in, &person.app_code(&secret, 0)).await;
    let Err(Rejected { error, retry: Some(challenge) }) = used else { panic!("{used:?}") };
    assert_eq!(error.code(), Some(&ErrorCode::ExpiredCode), "each code once");
    signed_in(challenge.answer(&sign_in, &person.app_code(&secret, 1)).await.expect("the next code"));
}

/// Who forgot the password gets a code by SMS, so that the e-mail is free to be the second factor.
const POOL_WITHOUT_ADDRESSES: &str = r#"
    [UserPool]
    UsernameAttributes = []
    MfaConfiguration = "ON"
    SoftwareTokenMfa = true
    EmailMfa = true
    [[UserPool.AccountRecoverySetting.RecoveryMechanisms]]
    Priority = 1
    Name = "verified_phone_number"
    [[users]]
    username = "no-address"
    password = "Passw0rd!"
"#;

#[tokio::test]
async fn an_e_mail_is_set_up() {
    let person = Person::at(POOL_WITHOUT_ADDRESSES).await;
    let NextStep::SetUpMfa(challenge) = person.step("no-address").await else { panic!("no set-up") };
    assert_eq!(challenge.options(), [CodeKind::AuthenticatorApp, CodeKind::Email]);
    let step = challenge.set_up_email(&person.sign_in(), "new@example.com").await.expect("an address");
    let challenge = code_of(step);
    assert_eq!((challenge.kind(), challenge.destination()), (CodeKind::Email, Some("n***@e***")));
    signed_in(challenge.answer(&person.sign_in(), &person.code(MessageKind::MfaCode)).await.expect("a right code"));
}
