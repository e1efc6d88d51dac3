//! Answers of the account's operations, member by member.

use std::fmt::Debug;

use cognito_client::{
    account::{
        auth_factors, delete_attributes, delete_user, get_user, send_attribute_code, update_attributes,
        verify_attribute,
    },
    api::*,
    device::{forget_device, get_device, list_devices, remember_device},
    identity::{IdentityClient, IdentityId},
    ids::{IdentityPoolId, Username},
    json,
    mfa::{MfaPreference, begin_app_setup, finish_app_setup, set_mfa_preference},
    passkey::{begin_registration, delete_passkey, finish_registration, list_passkeys},
    password::{change_password, confirm_forgot_password, forgot_password},
    secrets::{ConfirmationCode, MfaCode, Password},
    session::Session,
    sign_up::{confirm_sign_up, resend_confirmation_code, sign_up},
    transport::Request,
    user_sessions::{list_sessions, revoke_session},
};
use serde_json::{Value, json};

use super::{changed, changes, tokens};
use crate::{
    operations::List,
    scripted::{Sent, access, client, ok, operations},
};

fn answer<O: Operation>(json: &Value) -> Option<O::Response> {
    json::read(&json.to_string())
}

/// Reads every change of an operation's answer; what is null is what is not there.
fn reads<O: Operation>(places_read: &mut usize)
where
    O::Response: PartialEq + Debug,
{
    // Nothing can be done without these.
    let needed = ["/CredentialCreationOptions", "/Device"];
    let list = List::read();
    let full = list.example_answer::<O>();
    for change in changes(&full) {
        let name = format!("{}: {}", O::NAME, change.name());
        *places_read += 1;
        let read = answer::<O>(&change.json);
        if change.is_at(&needed) {
            assert!(read.is_some() || !change.value.as_ref().is_some_and(Value::is_object), "{name}");
            continue;
        }
        assert!(read.is_some(), "{name}");
        if change.is_nothing() {
            let left_out = changed(full.clone(), &change.place, None);
            assert_eq!(read, answer::<O>(&left_out), "{name}");
        }
    }
    // A whole number may come with a fraction.
    let whole = |json: &Value| json.to_string().replace(":7,", ":7.0,").replace(":7}", ":7.0}");
    assert_eq!(json::read(&whole(&full)), answer::<O>(&full), "{}", O::NAME);
}

#[test]
fn every_answer_is_read_without_what_is_not_needed() {
    let mut count = 0;
    macro_rules! check { ($($name:ident)+) => { $(reads::<$name<'_>>(&mut count);)+ }; }
    check!(
        AssociateSoftwareToken ChangePassword CompleteWebAuthnRegistration ConfirmDevice ConfirmForgotPassword
        ConfirmSignUp DeleteUser DeleteUserAttributes DeleteWebAuthnCredential ForgetDevice ForgotPassword GetDevice
        GetTokensFromRefreshToken GetUser GetUserAttributeVerificationCode GetUserAuthFactors GlobalSignOut
        InitiateAuth ListDevices ListUserSessions ListWebAuthnCredentials ResendConfirmationCode
        RespondToAuthChallenge RevokeToken RevokeUserSession SetUserMFAPreference SetUserSettings SignUp
        StartWebAuthnRegistration UpdateAuthEventFeedback UpdateDeviceStatus UpdateUserAttributes
        VerifySoftwareToken VerifyUserAttribute GetCredentialsForIdentity GetId GetOpenIdToken UnlinkIdentity
    );
    assert!(count > 900, "{count} changes");
}

/// Calls what the app calls, with every change of the answer; `needs` are the places without which the call has no result.
macro_rules! goes_on {
    ($list:ident: $($name:ident $(needs $($needed:literal)+)?: |$client:ident| $call:expr;)+) => {$({
        let needed: &[&str] = &[$($($needed),+)?];
        let answer = $list.example_answer::<$name<'_>>();
        let answered = |json: Value| async move {
            let sent = Sent::default();
            let $client = &client(&sent, [ok(&json)]);
            $call.await.map(drop)
        };
        assert_eq!(answered(answer.clone()).await, Ok(()), "{}", $name::NAME);
        for change in changes(&answer).into_iter().filter(|change| !change.is_at(needed)) {
            let name = change.name();
            assert_eq!(answered(change.json).await, Ok(()), "{}: {name}", $name::NAME);
        }
    })+};
}

#[tokio::test]
async fn every_call_of_the_account_and_before_it_goes_on() {
    let list = List::read();
    let (access, username) = (access(), Username::new("someone@example.com"));
    let (code, mfa_code) = (ConfirmationCode::new("1"), MfaCode::new("1"));
    let (password, credential) = (Password::new("Passw0rd!"), Document::parse("{}").expect("JSON"));
    let session = &Session::restored(tokens(), 0).expect("a session");
    let (access, username, code, mfa_code) = (&access, &username, &code, &mfa_code);
    let (password, credential, preference) = (&password, &credential, &MfaPreference::default());
    goes_on! { list:
        SignUp: |client| sign_up(client, username, None, &[]);
        ConfirmSignUp: |client| confirm_sign_up(client, username, code);
        ResendConfirmationCode: |client| resend_confirmation_code(client, username);
        ForgotPassword: |client| forgot_password(client, username);
        ConfirmForgotPassword: |client| confirm_forgot_password(client, username, code, password);
        ChangePassword: |client| change_password(client, access, None, password);
        GetUser: |client| get_user(client, access);
        UpdateUserAttributes: |client| update_attributes(client, access, &[]);
        DeleteUserAttributes: |client| delete_attributes(client, access, &[]);
        GetUserAttributeVerificationCode: |client| send_attribute_code(client, access, "email");
        VerifyUserAttribute: |client| verify_attribute(client, access, "email", code);
        DeleteUser: |client| delete_user(client, access);
        GetUserAuthFactors: |client| auth_factors(client, access);
        AssociateSoftwareToken needs "/SecretCode": |client| begin_app_setup(client, access);
        VerifySoftwareToken needs "/Status": |client| finish_app_setup(client, access, mfa_code, None);
        SetUserMFAPreference: |client| set_mfa_preference(client, access, preference);
        StartWebAuthnRegistration needs "/CredentialCreationOptions": |client| begin_registration(client, access);
        CompleteWebAuthnRegistration: |client| finish_registration(client, access, credential);
        ListWebAuthnCredentials: |client| list_passkeys(client, access, 1, None);
        DeleteWebAuthnCredential: |client| delete_passkey(client, access, "a");
        ListDevices: |client| list_devices(client, access, 1, None);
        GetDevice needs "/Device": |client| get_device(client, access, "a");
        UpdateDeviceStatus: |client| remember_device(client, access, "a", true);
        ForgetDevice: |client| forget_device(client, access, "a");
        ListUserSessions: |client| list_sessions(client, access, None);
        RevokeUserSession: |client| revoke_session(client, access, "a", RevokeAssociatedSessions::Linked);
        RevokeToken: |client| session.revoke(client);
        GlobalSignOut: |client| session.global_sign_out(client);
    }
}

#[tokio::test]
async fn aws_credentials_need_themselves_alone() {
    let list = List::read();
    let id = IdentityId::new("us-east-1:0-0");
    for change in changes(&list.example_answer::<GetCredentialsForIdentity<'_>>()) {
        let transport = async |_: Request| Ok(ok(&change.json));
        let identities = IdentityClient::new(transport, IdentityPoolId::parse("us-east-1:0-0").expect("an id"));
        let is_whole = identities.credentials(&id, &[]).await.is_ok();
        assert!(is_whole || change.place.starts_with("/Credentials"), "{}", change.name());
    }
}

#[tokio::test]
async fn values_of_another_type_are_shown_as_the_text_that_they_are() {
    let attributes = json!([
        { "Name": "email", "Value": "a@example.com" }, { "Name": "email_verified", "Value": true },
        { "Name": "custom:n", "Value": 7 }, { "Name": "nickname", "Value": null }, { "Name": "locale" },
        { "Value": "nobody's" }, null, "text",
    ]);
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({ "Username": null, "UserAttributes": attributes }))]);
    let user = get_user(&client, &access()).await.expect("a user");
    let values = ["email", "email_verified", "custom:n", "nickname", "locale"].map(|name| user.attribute(name));
    assert_eq!(values, [Some("a@example.com"), Some("true"), Some("7"), Some(""), Some("")]);
    assert_eq!(user.user_attributes.len(), 5);
    assert_eq!(operations(&sent).len(), 1);
}

#[tokio::test]
async fn what_was_done_is_done_by_an_answer_of_nothing_but_not_by_a_page_of_a_proxy() {
    for (case, body, is_done) in [
        ("no body", "", true),
        ("an empty structure", "{}", true),
        ("null", "null", true),
        ("something new", r#"{"Newer":[null]}"#, true),
        ("a captive portal", "<html></html>", false),
        ("a list", "[]", false),
        ("half of it", r#"{"Newer":"#, false),
    ] {
        let mut answer = ok(&json!({}));
        body.clone_into(&mut answer.body);
        let sent = Sent::default();
        let deleted = delete_user(&client(&sent, [answer]), &access()).await;
        assert_eq!(deleted.is_ok(), is_done, "{case}");
    }
}
