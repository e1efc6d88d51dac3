use cognito_client::{
    ErrorCode,
    ids::Username,
    secrets::{ConfirmationCode, MfaCode, Password},
    sign_in::{CodeKind, FirstFactor, NextStep, Rejected},
    sign_up::{confirm_sign_up, sign_up},
};
use local_user_pool::MessageKind;

use crate::person::{Person, credentials, signed_in};

const POOL: &str = r#"
    [UserPool.Policies.SignInPolicy]
    AllowedFirstAuthFactors = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]
    [[users]]
    email = "first@example.com"
    password = "Passw0rd!"
    phone_number = "+12025550123"
"#;

#[tokio::test]
async fn every_one_picked_or_preferred() {
    let person = Person::at(POOL).await;
    let sign_in = person.sign_in().allowing_plain_password(true);
    let username = Username::new("first@example.com");
    for (factor, kind) in [(FirstFactor::EmailOtp, CodeKind::Email), (FirstFactor::SmsOtp, CodeKind::Sms)] {
        for is_preferred in [false, true] {
            let mut step = sign_in.with_choice(&username, is_preferred.then_some(factor)).await.expect("a step");
            if let NextStep::SelectFactor(challenge) = step {
                assert!(!is_preferred && challenge.options().contains(&factor), "{factor:?}");
                step = challenge.answer(&sign_in, factor).await.expect("a step");
            }
            let NextStep::Code(challenge) = step else { panic!("{factor:?}: {step:?}") };
            assert_eq!((challenge.kind(), challenge.is_first_factor()), (kind, true));
            let wrong = challenge.answer(&sign_in, &MfaCode::new("00000000")).await;
            let Err(Rejected { error, retry: Some(challenge) }) = wrong else { panic!("{factor:?}: {wrong:?}") };
            assert_eq!(error.code(), Some(&ErrorCode::CodeMismatch), "{factor:?}");
            let code = person.code(MessageKind::SignInCode);
            signed_in(challenge.answer(&sign_in, &code).await.expect("a right code"));
        }
    }
    signed_in(sign_in.with_preferred_srp(&credentials("first@example.com")).await.expect("a right password"));
    signed_in(sign_in.with_preferred_password(&credentials("first@example.com")).await.expect("a right password"));
    for (password, is_right) in [("Passw0rd!", true), ("wrong", false)] {
        let step = sign_in.with_choice(&username, None).await.expect("a choice");
        let NextStep::SelectFactor(challenge) = step else { panic!("{step:?}") };
        let answered = challenge.answer_with_password(&sign_in, &Password::new(password)).await;
        match answered {
            Ok(step) if is_right => drop(signed_in(step)),
            Err(Rejected { error, retry: None }) if !is_right => {
                assert_eq!(error.code(), Some(&ErrorCode::NotAuthorized));
            }
            other => panic!("{password}: {other:?}"),
        }
    }
    for (factor, is_srp) in [(FirstFactor::Password, false), (FirstFactor::PasswordSrp, true)] {
        let step = sign_in.with_choice(&username, Some(factor)).await;
        // Without the password beforehand, Cognito asks what there is to pick from or for the password itself.
        let step = match step.expect("a step") {
            NextStep::SelectFactor(challenge) => {
                challenge.answer_with_password(&sign_in, &Password::new("Passw0rd!")).await.expect("right")
            }
            NextStep::Password(challenge) => {
                challenge.answer(&sign_in, &Password::new("Passw0rd!")).await.expect("right")
            }
            other => panic!("{is_srp}: {other:?}"),
        };
        signed_in(step);
    }
}

#[tokio::test]
async fn a_password_over_srp_by_a_clock_that_is_wrong() {
    let person = Person::at(POOL).await;
    let sign_in = person.sign_in();
    let username = Username::new("first@example.com");
    for (case, preferred) in [("picked", None), ("preferred", Some(FirstFactor::PasswordSrp))] {
        for (password, is_right) in [("Passw0rd!", true), ("wrong", false)] {
            person.set_clock_ahead(93_600, true);
            let password = Password::new(password);
            let answered = match sign_in.with_choice(&username, preferred).await.expect("a step") {
                NextStep::SelectFactor(challenge) => {
                    challenge.answer_with_password(&sign_in, &password).await.map_err(|rejected| rejected.error)
                }
                NextStep::Password(challenge) => {
                    challenge.answer(&sign_in, &password).await.map_err(|rejected| rejected.error)
                }
                other => panic!("{case}: {other:?}"),
            };
            match answered {
                Ok(step) if is_right => drop(signed_in(step)),
                Err(error) if !is_right => assert_eq!(error.code(), Some(&ErrorCode::NotAuthorized), "{case}"),
                other => panic!("{case}, {is_right}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn signed_up_without_a_password_and_in() {
    let person = Person::at(POOL).await;
    let username = Username::new("new@example.com");
    let signed_up = sign_up(&person.client, &username, None, &[]).await.expect("signed up");
    assert!(!signed_up.is_confirmed);
    let code = ConfirmationCode::new(person.code(MessageKind::SignUpCode).expose());
    let session = confirm_sign_up(&person.client, &username, &code).await.expect("confirmed");
    let session = session.expect("a client that allows USER_AUTH gets a session");
    let step = person.sign_in().after_sign_up(&username, &session).await.expect("a step");
    signed_in(step);
}
