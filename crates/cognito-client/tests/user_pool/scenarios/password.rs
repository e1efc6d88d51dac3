use cognito_client::{
    ErrorCode,
    password::{change_password, confirm_forgot_password, forgot_password},
    secrets::{ConfirmationCode, Password},
    sign_in::{NextStep, Rejected},
    sign_up::Attribute,
};
use local_user_pool::MessageKind;

use crate::person::{Person, credentials, signed_in};

const NEW: &str = "An0ther-password";

#[tokio::test]
async fn scenario_08_change_the_password() {
    let person = Person::at("[[users]]\nemail = \"first@example.com\"\npassword = \"Passw0rd!\"").await;
    let mut credentials = credentials("first@example.com");
    let session = signed_in(person.step("first@example.com").await);
    let (client, token) = (&person.client, &session.tokens().access_token);
    let (old, new) = (credentials.password.clone(), Password::new(NEW));
    for (name, previous, proposed, code) in [
        ("wrong", Some(&new), &new, ErrorCode::NotAuthorized),
        ("left out", None, &new, ErrorCode::InvalidParameter),
        ("weak", Some(&old), &Password::new("short"), ErrorCode::InvalidPassword),
    ] {
        let error = change_password(client, token, previous, proposed).await.err();
        assert_eq!(error.as_ref().and_then(|error| error.code()), Some(&code), "{name}");
    }
    change_password(client, token, Some(&old), &new).await.expect("changed");
    let refused = person.sign_in().with_srp(&credentials).await.err();
    assert_eq!(refused.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized));
    credentials.password = new;
    signed_in(person.sign_in().with_srp(&credentials).await.expect("the new password"));
}

#[tokio::test]
async fn scenario_09_forgotten_password() {
    let person = Person::at("[[users]]\nemail = \"first@example.com\"\npassword = \"Passw0rd!\"").await;
    let mut credentials = credentials("first@example.com");
    forgot_password(&person.client, &credentials.username).await.expect("sent").expect("somewhere");
    let code = ConfirmationCode::new(person.code(MessageKind::PasswordResetCode).expose());
    let username = &credentials.username;
    let weak = confirm_forgot_password(&person.client, username, &code, &Password::new("short")).await.err();
    assert_eq!(weak.as_ref().and_then(|error| error.code()), Some(&ErrorCode::InvalidPassword));
    confirm_forgot_password(&person.client, username, &code, &Password::new(NEW)).await.expect("set");
    let old = person.sign_in().with_srp(&credentials).await.err();
    assert_eq!(old.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized));
    credentials.password = Password::new(NEW);
    signed_in(person.sign_in().with_srp(&credentials).await.expect("the new password"));
}

#[tokio::test]
async fn scenario_20_new_password_for_a_user_of_an_administrator() {
    let person = Person::at(
        r#"
        [[UserPool.Schema]]
        Name = "name"
        Required = true
        [[users]]
        email = "new@example.com"
        password = "Passw0rd!"
        status = "FORCE_CHANGE_PASSWORD"
        "#,
    )
    .await;
    let step = person.step("new@example.com").await;
    let NextStep::NewPassword(challenge) = step else { panic!("{step:?}") };
    assert_eq!(challenge.missing_attributes(), ["name"]);
    let without = challenge.answer(&person.sign_in(), &Password::new(NEW), &[]).await;
    let Err(Rejected { error, retry: Some(challenge) }) = without else { panic!("{without:?}") };
    assert_eq!(error.code(), Some(&ErrorCode::InvalidParameter));
    let name = [Attribute { name: "name".to_owned(), value: "New".to_owned() }];
    signed_in(challenge.answer(&person.sign_in(), &Password::new(NEW), &name).await.expect("accepted"));
}

#[tokio::test]
async fn scenario_27_the_password_in_clear() {
    let person = Person::at("[[users]]\nemail = \"first@example.com\"\npassword = \"Passw0rd!\"").await;
    let mut credentials = credentials("first@example.com");
    signed_in(person.sign_in().with_plain_password(&credentials).await.expect("the password is right"));
    assert_eq!(person.pool.requests("RespondToAuthChallenge"), 0, "it takes one call");
    credentials.password = Password::new("wrong");
    let wrong = person.sign_in().with_plain_password(&credentials).await.err();
    assert_eq!(wrong.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized));
}
