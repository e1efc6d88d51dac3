use cognito_client::{
    ErrorCode,
    account::{Attribute, DeliveryMedium},
    secrets::{ConfirmationCode, Password},
    sign_in::NextStep,
    sign_up::{confirm_sign_up, resend_confirmation_code, sign_up},
};
use local_user_pool::MessageKind;

use crate::person::{PASSWORD, Person, credentials, signed_in};

const NEW: &str = "new@example.com";

async fn signed_up() -> Person {
    let person = Person::at("users = []").await;
    let email = Attribute { name: "email".to_owned(), value: NEW.to_owned() };
    let account = sign_up(&person.client, &credentials(NEW).username, Some(&Password::new(PASSWORD)), &[email]).await;
    let account = account.expect("signed up");
    assert!(!account.is_confirmed);
    let delivery = account.code_delivery.expect("a code is on its way");
    assert_eq!(delivery.delivery_medium, Some(DeliveryMedium::Email));
    assert_eq!(delivery.destination.as_deref(), Some("n***@e***"));
    person
}

fn newest_code(person: &Person) -> ConfirmationCode {
    ConfirmationCode::new(person.code(MessageKind::SignUpCode).expose())
}

/// Six digits that are not the code.
fn another(code: &ConfirmationCode) -> ConfirmationCode {
    ConfirmationCode::new(if code.expose() == "000000" { "000001" } else { "000000" })
}

#[tokio::test]
async fn scenario_01_confirm_a_registration() {
    let person = signed_up().await;
    let (username, code) = (credentials(NEW).username, newest_code(&person));
    let wrong = confirm_sign_up(&person.client, &username, &another(&code)).await.err();
    assert_eq!(wrong.as_ref().and_then(|error| error.code()), Some(&ErrorCode::CodeMismatch));
    confirm_sign_up(&person.client, &username, &code).await.expect("confirmed");
    signed_in(person.step(NEW).await);
}

#[tokio::test]
async fn scenario_02_resend_the_confirmation_code() {
    let person = signed_up().await;
    let (username, first) = (credentials(NEW).username, newest_code(&person));
    let delivery = resend_confirmation_code(&person.client, &username).await.expect("sent").expect("somewhere");
    assert_eq!(delivery.attribute_name.as_deref(), Some("email"));
    let second = newest_code(&person);
    assert_eq!(person.pool.inbox().len(), 2);
    if first != second {
        let old = confirm_sign_up(&person.client, &username, &first).await;
        assert!(old.is_err(), "the first code is dead");
    }
    confirm_sign_up(&person.client, &username, &second).await.expect("confirmed");
    let again = resend_confirmation_code(&person.client, &username).await.err();
    assert_eq!(again.as_ref().and_then(|error| error.code()), Some(&ErrorCode::InvalidParameter));
}

#[tokio::test]
async fn scenario_03_resend_the_code_to_who_signs_in_unconfirmed() {
    let person = signed_up().await;
    let step = person.step(NEW).await;
    let NextStep::ConfirmSignUp(username) = step else { panic!("{step:?}") };
    resend_confirmation_code(&person.client, &username).await.expect("sent");
    confirm_sign_up(&person.client, &username, &newest_code(&person)).await.expect("confirmed");
    signed_in(person.step(NEW).await);
}
