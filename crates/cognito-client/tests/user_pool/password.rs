use cognito_client::{
    ErrorCode,
    account::DeliveryMedium,
    ids::Username,
    password::{change_password, confirm_forgot_password, forgot_password},
    refusal::Refusal,
    secrets::{ConfirmationCode, Password},
    sign_in::{Credentials, FirstFactor, NextStep, Rejected},
    sign_up::Attribute,
};
use local_user_pool::MessageKind;

use crate::person::{PASSWORD, Person, credentials, signed_in};

const POOL: &str = r#"
    [UserPool.Policies.SignInPolicy]
    AllowedFirstAuthFactors = ["PASSWORD", "EMAIL_OTP"]
    [[UserPool.Schema]]
    Name = "name"
    Required = true
    [[users]]
    email = "first@example.com"
    password = "Passw0rd!"
    [[users]]
    email = "new@example.com"
    password = "Passw0rd!"
    status = "FORCE_CHANGE_PASSWORD"
    [[users]]
    email = "reset@example.com"
    password = "Passw0rd!"
    status = "RESET_REQUIRED"
"#;

#[tokio::test]
async fn over_srp_and_in_clear() {
    let person = Person::at(POOL).await;
    let over_srp = signed_in(person.step("first@example.com").await);
    let in_clear = person.sign_in().with_plain_password(&credentials("first@example.com")).await;
    let in_clear = signed_in(in_clear.expect("the password is right"));
    assert_eq!(over_srp.username(), in_clear.username());
    let refreshed = in_clear.refresh(&person.client, &person.browser).await.expect("refreshed");
    assert_eq!(refreshed.username(), in_clear.username());
}

#[tokio::test]
async fn pasted_with_blanks_around_it() {
    const PASTED: [&str; 4] = [" Passw0rd!", "Passw0rd! ", "\tPassw0rd!\r\n", "\u{b}Passw0rd!\u{c}"];
    let person = Person::at(POOL).await;
    let sign_in = person.sign_in();
    for pasted in PASTED {
        let pasted_for = |email| Credentials { username: Username::new(email), password: Password::new(pasted) };
        let credentials = pasted_for("first@example.com");
        let username = &credentials.username;
        signed_in(sign_in.with_srp(&credentials).await.expect("USER_SRP_AUTH"));
        signed_in(sign_in.with_preferred_srp(&credentials).await.expect("USER_AUTH with PASSWORD_SRP"));
        for preferred in [None, Some(FirstFactor::PasswordSrp)] {
            let step = match sign_in.with_choice(username, preferred).await.expect("a step") {
                NextStep::SelectFactor(challenge) => {
                    challenge.answer_with_password(&sign_in, &credentials.password).await.expect("the choice")
                }
                NextStep::Password(challenge) => {
                    challenge.answer(&sign_in, &credentials.password).await.expect("the password asked for")
                }
                other => panic!("{preferred:?}: {other:?}"),
            };
            signed_in(step);
        }
        let temporary = sign_in.with_srp(&pasted_for("new@example.com")).await.expect("a temporary one");
        assert!(matches!(temporary, NextStep::NewPassword(_)), "{pasted:?}: {temporary:?}");
        // A trigger that takes over users of another directory may know such passwords.
        assert!(sign_in.with_plain_password(&credentials).await.is_err(), "{pasted:?}: sent as typed");
        assert!(sign_in.with_preferred_password(&credentials).await.is_err(), "{pasted:?}: sent as typed");
    }
    let session = signed_in(person.step("first@example.com").await);
    let (access, previous) = (&session.tokens().access_token, Password::new(" Passw0rd! "));
    let proposed = Password::new("An0ther-password");
    change_password(&person.client, access, Some(&previous), &proposed).await.expect("changed");
    let inside = Password::new("An0 ther-pass word");
    change_password(&person.client, access, Some(&proposed), &inside).await.expect("changed");
    let credentials = Credentials { username: Username::new("first@example.com"), password: inside };
    signed_in(sign_in.with_srp(&credentials).await.expect("blanks inside are a part of it"));
}

#[tokio::test]
async fn over_srp_by_a_clock_that_is_wrong() {
    for seconds in [-93_600, 93_600] {
        let person = Person::at(POOL).await;
        person.set_clock_ahead(seconds, false);
        let refused = person.sign_in().with_srp(&credentials("first@example.com")).await;
        let refused = refused.expect_err("nobody knows what time it is");
        assert_eq!(refused.code(), Some(&ErrorCode::NotAuthorized), "{seconds} s: as for a wrong password");
        person.set_clock_ahead(seconds, true);
        let session = signed_in(person.step("first@example.com").await);
        assert!((session.clock_drift() - seconds).abs() <= 1, "{seconds} s: the session's own times go by its clock");
    }
}

#[tokio::test]
async fn a_wrong_one_is_told_as_such_whatever_another_clock_says() {
    let person = Person::at(POOL).await;
    person.mislead(93_600);
    let wrong = Credentials { password: Password::new("Wr0ng-password!"), ..credentials("first@example.com") };
    let refused = person.sign_in().with_srp(&wrong).await.expect_err("it is wrong");
    assert_eq!(Refusal::of(&refused), Refusal::WrongCredentials, "{refused}");
}

#[tokio::test]
async fn a_new_one_and_what_is_missing() {
    let person = Person::at(POOL).await;
    let sign_in = person.sign_in();
    let NextStep::NewPassword(challenge) = person.step("new@example.com").await else { panic!("no new password") };
    assert_eq!(challenge.missing_attributes(), ["name"]);
    let name = [Attribute { name: "name".to_owned(), value: "New".to_owned() }];
    let weak = challenge.answer(&sign_in, &Password::new("short"), &name).await;
    let Err(Rejected { error, retry: Some(challenge) }) = weak else { panic!("{weak:?}") };
    assert_eq!(error.code(), Some(&ErrorCode::InvalidPassword));
    signed_in(challenge.answer(&sign_in, &Password::new("An0ther-password"), &name).await.expect("accepted"));
    assert!(sign_in.with_srp(&credentials("new@example.com")).await.is_err(), "the temporary one is gone");
}

#[tokio::test]
async fn a_forgotten_one() {
    let person = Person::at(POOL).await;
    for email in ["first@example.com", "reset@example.com"] {
        let username = Username::new(email);
        let delivery = forgot_password(&person.client, &username).await.expect("sent").expect("somewhere");
        assert_eq!(delivery.delivery_medium, Some(DeliveryMedium::Email), "{email}");
        let code = ConfirmationCode::new(person.code(MessageKind::PasswordResetCode).expose());
        let new = Password::new("An0ther-password");
        let wrong = confirm_forgot_password(&person.client, &username, &ConfirmationCode::new("000000"), &new).await;
        assert_eq!(wrong.err().and_then(|error| error.code().cloned()), Some(ErrorCode::CodeMismatch), "{email}");
        confirm_forgot_password(&person.client, &username, &code, &new).await.expect("set");
        let mut credentials = credentials(email);
        assert!(person.sign_in().with_srp(&credentials).await.is_err(), "{email}: {PASSWORD} is gone");
        credentials.password = new;
        signed_in(person.sign_in().with_srp(&credentials).await.expect("the new password"));
    }
}

#[tokio::test]
async fn a_reset_comes_first() {
    let person = Person::at(POOL).await;
    let step = person.step("reset@example.com").await;
    assert!(matches!(&step, NextStep::ResetPassword(username) if username.as_str() == "reset@example.com"), "{step:?}");
}
