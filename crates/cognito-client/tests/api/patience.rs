//! Whatever a service leaves out, says null for, or gives another type than it should have: nothing ends that could go on
//! without it. Each member of each answer in turn, and each claim.

use std::{collections::BTreeSet, fmt::Debug, rc::Rc};

use cognito_client::{
    account::{
        auth_factors, delete_attributes, delete_user, get_user, send_attribute_code, update_attributes,
        verify_attribute,
    },
    api::*,
    device::{forget_device, get_device, list_devices, remember_device},
    identity::{IdentityClient, IdentityId},
    ids::{ClientId, IdentityPoolId, UserPoolId, Username},
    json,
    managed_login::{ManagedLogin, RedirectError, RedirectOptions},
    mfa::{MfaPreference, begin_app_setup, finish_app_setup, set_mfa_preference},
    passkey::{begin_registration, delete_passkey, finish_registration, list_passkeys},
    password::{change_password, confirm_forgot_password, forgot_password},
    secrets::{AccessToken, ConfirmationCode, IdToken, MfaCode, Password, RefreshToken},
    session::{Session, Tokens},
    sign_in::{FirstFactor, NextStep, SignIn},
    sign_up::{confirm_sign_up, resend_confirmation_code, sign_up},
    token_store::{
        KeyedTokenStore, TokenStore,
        key_value::{KeyValueStore, MemoryStore},
    },
    transport::Request,
    user_sessions::{list_sessions, revoke_session},
};
use serde_json::{Value, json};

use crate::{
    operations::List,
    scripted::{ISSUED, Program, Sent, access, client, credentials, now, ok, operations, token},
};

/// An answer, or claims, of which one place is not as it should be.
struct Change {
    /// A JSON pointer.
    place: String,
    /// What stands there; `None` if it is left out.
    value: Option<Value>,
    json: Value,
}

impl Change {
    fn is_nothing(&self) -> bool {
        self.value.as_ref().is_none_or(Value::is_null)
    }

    fn name(&self) -> String {
        let value = self.value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
        format!("{value} at {}", self.place)
    }

    fn is_at(&self, places: &[&str]) -> bool {
        places.contains(&self.place.as_str())
    }
}

/// Every place of `json` in turn: left out, null, and a value of each other type.
fn changes(json: &Value) -> Vec<Change> {
    let values = [
        json!(null),
        json!(true),
        json!(7),
        json!(-7.5),
        json!("odd"),
        json!([]),
        json!([null, 7]),
        json!({}),
        json!({ "odd": null }),
    ];
    let values: Vec<Option<Value>> = std::iter::once(None).chain(values.map(Some)).collect();
    let kind = |value: &Value| std::mem::discriminant(value);
    let mut changes = Vec::new();
    for place in places(json, "") {
        let was = json.pointer(&place).expect("a place");
        for value in values.iter().filter(|value| value.as_ref().is_none_or(|value| kind(value) != kind(was))) {
            let json = changed(json.clone(), &place, value.as_ref());
            changes.push(Change { place: place.clone(), value: value.clone(), json });
        }
    }
    changes
}

fn places(json: &Value, path: &str) -> Vec<String> {
    let parts: Vec<(String, &Value)> = match json {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(place, item)| (place.to_string(), item)).collect(),
        _ => vec![],
    };
    let below = parts.into_iter().flat_map(|(name, value)| {
        let path = format!("{path}/{name}");
        let below = places(value, &path);
        std::iter::once(path).chain(below)
    });
    below.collect()
}

fn changed(mut json: Value, place: &str, value: Option<&Value>) -> Value {
    let (parent, name) = place.rsplit_once('/').expect("a pointer has a slash");
    match (json.pointer_mut(parent).expect("a place"), value) {
        (Value::Object(members), Some(value)) => drop(members.insert(name.to_owned(), value.clone())),
        (Value::Object(members), None) => drop(members.remove(name)),
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().expect("a number")] = value.clone(),
        (Value::Array(items), None) => drop(items.remove(name.parse::<usize>().expect("a number"))),
        _ => unreachable!("a pointer leads through objects and lists"),
    }
    json
}

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

/// What Cognito's tokens say, and what a pool's trigger has added.
fn access_claims() -> Value {
    json!({
        "sub": "5f0c", "username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600, "auth_time": ISSUED,
        "iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example1", "client_id": "client1",
        "origin_jti": "o-1", "jti": "j-1", "token_use": "access", "scope": "aws.cognito.signin.user.admin",
        "version": 2, "event_id": "e-1", "device_key": "us-east-1_0", "cognito:groups": ["a"],
        "tenant": { "id": 1, "tags": ["x"] },
    })
}

fn id_claims() -> Value {
    json!({
        "sub": "5f0c", "cognito:username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600, "auth_time": ISSUED,
        "iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example1", "aud": "client1",
        "origin_jti": "o-1", "jti": "j-2", "token_use": "id", "event_id": "e-1", "email_verified": true,
        "email": "someone@example.com", "name": "Someone", "cognito:groups": ["a"],
        "identities": [{ "userId": "1", "providerName": "Google", "dateCreated": "1", "primary": "true" }],
        // Names that the access token has as well.
        "username": "else", "scope": "openid", "custom:tier": "gold", "tenant": { "id": 1, "tags": ["x"] },
    })
}

fn tokens() -> Tokens {
    Tokens {
        access_token: AccessToken::new(token(&access_claims())),
        id_token: IdToken::new(token(&id_claims())),
        refresh_token: RefreshToken::new("refresh-1"),
    }
}

/// Claims of both tokens with each claim changed, with fractions, and as they should be.
fn claimed() -> Vec<(String, Value, Value)> {
    let needed = ["/username", "/iat", "/exp"];
    let of_access = changes(&access_claims()).into_iter().filter(|change| !change.is_at(&needed));
    let of_access = of_access.map(|change| (format!("access: {}", change.name()), change.json, id_claims()));
    let of_id = changes(&id_claims()).into_iter();
    let of_id = of_id.map(|change| (format!("id: {}", change.name()), access_claims(), change.json));
    let with_fractions = |mut claims: Value| {
        for name in ["iat", "exp", "auth_time"] {
            claims[name] = json!(claims[name].as_f64().expect("a time") + 0.75);
        }
        claims
    };
    let others = [
        ("as they should be", access_claims(), id_claims()),
        ("times with fractions", with_fractions(access_claims()), with_fractions(id_claims())),
    ];
    others.map(|(case, access, id)| (case.to_owned(), access, id)).into_iter().chain(of_access).chain(of_id).collect()
}

fn result(access: &Value, id: &Value) -> Value {
    json!({
        "AccessToken": token(access), "IdToken": token(id), "RefreshToken": "refresh-1", "ExpiresIn": 3600,
        "TokenType": "Bearer",
    })
}

fn assert_is_theirs(session: &Session, case: &str) {
    assert_eq!(session.username().as_str(), "user-1", "{case}");
    assert!(!session.is_refresh_due(now()) || session.clock_drift() == 0, "{case}");
}

#[tokio::test]
async fn every_claim_may_be_odd_at_a_sign_in_a_refresh_and_a_take_over() {
    let claimed = claimed();
    assert!(claimed.len() > 200, "{}", claimed.len());
    for (case, access, id) in claimed {
        let answer = json!({ "AuthenticationResult": result(&access, &id) });
        let sent = Sent::default();
        let client = client(&sent, [ok(&answer), ok(&answer)]);
        let program = Program::default();
        let step = SignIn::new(&client, &program).with_plain_password(&credentials()).await;
        let Ok(NextStep::Done(done)) = step else { panic!("sign-in, {case}: {step:?}") };
        assert_is_theirs(&done.session, &case);
        let refreshed = done.session.refresh(&client, &program).await;
        assert_is_theirs(&refreshed.unwrap_or_else(|error| panic!("refresh, {case}: {error}")), &case);
        // As Amplify and managed login leave their tokens.
        let memory = Rc::new(MemoryStore::default());
        for (name, value) in [
            ("LastAuthUser", "user-1".to_owned()),
            ("user-1.accessToken", token(&access)),
            ("user-1.idToken", token(&id)),
            ("user-1.refreshToken", "refresh-1".to_owned()),
            ("user-1.clockDrift", "0".to_owned()),
            ("user-1.signInDetails", r#"{"loginId":"someone@example.com","authFlowType":"USER_SRP_AUTH"}"#.to_owned()),
            ("user-1.oauthMetadata", "true".to_owned()),
        ] {
            let key = format!("CognitoIdentityServiceProvider.client1.{name}");
            memory.set(&key, &value).expect("memory takes all");
        }
        let client_id = ClientId::parse("client1").expect("an id");
        let taken = KeyedTokenStore::new(&client_id, memory).load();
        assert_is_theirs(&taken.unwrap_or_else(|| panic!("take-over, {case}")), &case);
    }
}

#[tokio::test]
async fn every_claim_that_managed_login_does_not_check_may_be_odd() {
    // base64url of the program's random bytes.
    let secret = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM";
    let checked = ["sub", "iss", "aud", "token_use", "nonce", "exp"];
    let mut access = access_claims();
    access["scope"] = json!("openid aws.cognito.signin.user.admin");
    let mut id = id_claims();
    id["nonce"] = json!(secret);
    let finish = async |answer: &Value| -> Result<Session, RedirectError> {
        let client_id = ClientId::parse("client1").expect("an id");
        let user_pool_id = UserPoolId::parse("us-east-1_Example1").expect("an id");
        let managed_login = ManagedLogin::new("shop.example", &user_pool_id, client_id, "https://app.example/");
        let program = Program::default();
        let paused = managed_login.begin(RedirectOptions::default(), &program).expect("random bytes").paused;
        let transport = async |_: Request| Ok(ok(answer));
        managed_login.finish(paused, &format!("code=c&state={secret}"), &transport, &program).await
    };
    let answer = |access: &Value, id: &Value| {
        json!({
            "access_token": token(access), "id_token": token(id), "refresh_token": "r", "expires_in": 3600,
            "token_type": "Bearer", "scope": "openid",
        })
    };
    let is_checked = |change: &Change| change.place[1..].split('/').next().is_some_and(|name| checked.contains(&name));
    for change in changes(&id).into_iter().filter(|change| !is_checked(change)) {
        let session = finish(&answer(&access, &change.json)).await;
        assert!(session.is_ok_and(|session| session.is_by_managed_login()), "{}", change.name());
    }
    let needed = ["/access_token", "/id_token", "/refresh_token"];
    for change in changes(&answer(&access, &id)).into_iter().filter(|change| !change.is_at(&needed)) {
        assert!(finish(&change.json).await.is_ok(), "{}", change.name());
    }
    let audience = changed(id.clone(), "/aud", Some(&json!(["client1"])));
    assert!(finish(&answer(&access, &audience)).await.is_ok(), "a list of audiences");
}

#[tokio::test]
async fn a_refresh_needs_its_tokens_alone() {
    let session = Session::restored(tokens(), 0).expect("a session");
    let needed = ["/AuthenticationResult", "/AuthenticationResult/AccessToken", "/AuthenticationResult/IdToken"];
    let mut answer = List::read().example_answer::<InitiateAuth<'_>>();
    let result = result(&access_claims(), &id_claims());
    for (name, value) in result.as_object().expect("an object") {
        answer["AuthenticationResult"][name] = value.clone();
    }
    for change in changes(&answer).into_iter().filter(|change| !change.is_at(&needed)) {
        let sent = Sent::default();
        let refreshed = session.refresh(&client(&sent, [ok(&change.json)]), &Program::default()).await;
        let refreshed = refreshed.unwrap_or_else(|error| panic!("{}: {error}", change.name()));
        assert_eq!(refreshed.tokens().refresh_token.expose(), "refresh-1", "{}", change.name());
    }
}

/// A sign-in that meets every challenge, each as Cognito poses it.
fn challenges() -> Vec<(Value, Vec<&'static str>)> {
    let posed = |name: &str, parameters: Value, available: Value| {
        json!({
            "ChallengeName": name, "Session": "s-1", "ChallengeParameters": parameters,
            "AvailableChallenges": available,
        })
    };
    let known = json!({ "USERNAME": "user-1", "USER_ID_FOR_SRP": "user-1" });
    let with = |members: Value| {
        let mut parameters = known.clone();
        for (name, value) in members.as_object().expect("an object") {
            parameters[name] = value.clone();
        }
        parameters
    };
    let code = json!({ "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "s***@e***" });
    let password = json!({
        "requiredAttributes": r#"["userAttributes.name"]"#, "userAttributes": r#"{"email":"someone@example.com"}"#,
    });
    vec![
        (posed("EMAIL_OTP", with(code.clone()), json!(["EMAIL_OTP"])), vec![]),
        (posed("SMS_MFA", with(code.clone()), json!([])), vec![]),
        (posed("SMS_OTP", with(code), json!(["SMS_OTP"])), vec![]),
        (posed("SOFTWARE_TOKEN_MFA", with(json!({ "FRIENDLY_DEVICE_NAME": "app" })), json!([])), vec![]),
        (posed("CUSTOM_CHALLENGE", with(json!({ "question": "1 + 1", "kind": "sum" })), json!([])), vec![]),
        (posed("NEW_PASSWORD_REQUIRED", with(password), json!([])), vec![]),
        (posed("PASSWORD", known.clone(), json!(["PASSWORD"])), vec![]),
        (posed("PASSWORD_SRP", known.clone(), json!(["PASSWORD"])), vec![]),
        (posed("SELECT_CHALLENGE", known.clone(), json!(["EMAIL_OTP", "PASSWORD_SRP"])), vec!["/AvailableChallenges"]),
        (
            posed("SELECT_MFA_TYPE", with(json!({ "MFAS_CAN_CHOOSE": r#"["SMS_MFA","EMAIL_OTP"]"# })), json!([])),
            vec!["/ChallengeParameters", "/ChallengeParameters/MFAS_CAN_CHOOSE"],
        ),
        (
            posed("MFA_SETUP", with(json!({ "MFAS_CAN_SETUP": r#"["SOFTWARE_TOKEN_MFA"]"# })), json!([])),
            vec!["/ChallengeParameters", "/ChallengeParameters/MFAS_CAN_SETUP"],
        ),
        (
            posed("WEB_AUTHN", with(json!({ "CREDENTIAL_REQUEST_OPTIONS": r#"{"challenge":"Y2g"}"# })), json!([])),
            vec!["/ChallengeParameters", "/ChallengeParameters/CREDENTIAL_REQUEST_OPTIONS"],
        ),
    ]
}

/// The name of a step that asks for something.
fn asked(step: &NextStep) -> &'static str {
    match step {
        NextStep::Code(_) => "code",
        NextStep::SelectMfa(_) => "second factor",
        NextStep::SetUpMfa(_) => "set-up",
        NextStep::NewPassword(_) => "new password",
        NextStep::Custom(_) => "question",
        NextStep::SelectFactor(_) => "first factor",
        NextStep::Password(_) => "password",
        NextStep::Passkey(_) => "passkey",
        _ => "nothing",
    }
}

#[tokio::test]
async fn every_challenge_is_posed_without_what_it_does_not_need() {
    let mut met = BTreeSet::new();
    for (posed, mut needed) in challenges() {
        needed.push("/ChallengeName");
        let begin = async |answer: &Value| {
            let sent = Sent::default();
            let (client, program) = (client(&sent, [ok(answer)]), Program::default());
            let sign_in = SignIn::new(&client, &program).allowing_plain_password(true);
            sign_in.with_choice(&credentials().username, Some(FirstFactor::EmailOtp)).await
        };
        let expected = asked(&begin(&posed).await.expect("a step"));
        assert_ne!(expected, "nothing", "{posed}");
        met.insert(expected);
        for change in changes(&posed).into_iter().filter(|change| !change.is_at(&needed)) {
            let step = begin(&change.json).await;
            let step = step.unwrap_or_else(|error| panic!("{}, {}: {error}", posed["ChallengeName"], change.name()));
            assert_eq!(asked(&step), expected, "{}, {}", posed["ChallengeName"], change.name());
        }
    }
    assert_eq!(met.len(), 8, "{met:?}");
}

#[tokio::test]
async fn the_end_of_a_sign_in_needs_its_tokens_alone() {
    let needed = [
        "/AuthenticationResult",
        "/AuthenticationResult/AccessToken",
        "/AuthenticationResult/IdToken",
        "/AuthenticationResult/RefreshToken",
    ];
    let mut answer = json!({
        "ChallengeName": null, "Session": null, "ChallengeParameters": { "a": "b" }, "AvailableChallenges": [],
        "AuthenticationResult": result(&access_claims(), &id_claims()),
    });
    answer["AuthenticationResult"]["NewDeviceMetadata"] =
        json!({ "DeviceKey": "device-1", "DeviceGroupKey": "group-1" });
    let confirmed = json!({ "UserConfirmationNecessary": false });
    let done = async |answer: &Value, confirmed: &Value| {
        let sent = Sent::default();
        let (client, program) = (client(&sent, [ok(answer), ok(confirmed)]), Program::default());
        let step = SignIn::new(&client, &program).with_plain_password(&credentials()).await;
        matches!(step, Ok(NextStep::Done(_)))
    };
    assert!(done(&answer, &confirmed).await);
    for change in changes(&answer).into_iter().filter(|change| !change.is_at(&needed)) {
        assert!(done(&change.json, &confirmed).await, "{}", change.name());
    }
    for change in changes(&confirmed) {
        assert!(done(&answer, &change.json).await, "{}", change.name());
    }
}

#[tokio::test]
async fn json_inside_a_text_is_read_as_patiently() {
    let posed = |name: &str, parameter: &str, value: Value| json!({ "ChallengeName": name, "Session": "s", "ChallengeParameters": { parameter: value } });
    let begin = async |answer: Value| {
        let sent = Sent::default();
        let (client, program) = (client(&sent, [ok(&answer)]), Program::default());
        SignIn::new(&client, &program).with_plain_password(&credentials()).await.expect("a step")
    };
    for listed in [
        json!(r#"["SMS_MFA",null,7,"EMAIL_OTP",{"a":null}]"#),
        // A list that is no text.
        json!(["SMS_MFA", "EMAIL_OTP"]),
    ] {
        let step = begin(posed("SELECT_MFA_TYPE", "MFAS_CAN_CHOOSE", listed.clone())).await;
        let NextStep::SelectMfa(challenge) = step else { panic!("{listed}: {step:?}") };
        assert_eq!(challenge.options().len(), 2, "{listed}");
    }
    let step = begin(posed("MFA_SETUP", "MFAS_CAN_SETUP", json!(r#"[null,"SOFTWARE_TOKEN_MFA"]"#))).await;
    assert!(matches!(step, NextStep::SetUpMfa(_)), "{step:?}");
    let parameters = json!({
        "requiredAttributes": r#"["userAttributes.name",null,"userAttributes.email","userAttributes.custom:n"]"#,
        "userAttributes": r#"{"email":"a@example.com","name":null,"email_verified":true,"custom:n":7}"#,
    });
    let step = begin(json!({ "ChallengeName": "NEW_PASSWORD_REQUIRED", "ChallengeParameters": parameters })).await;
    let NextStep::NewPassword(challenge) = step else { panic!("{step:?}") };
    assert_eq!(challenge.missing_attributes(), ["name"], "what is known is not asked for again");
    // Browsers take a null for a value, and refuse it.
    let options = r#"{"challenge":"Y2g","timeout":60000,"allowCredentials":null,"extensions":{"uvm":null}}"#;
    let step = begin(posed("WEB_AUTHN", "CREDENTIAL_REQUEST_OPTIONS", json!(options))).await;
    let NextStep::Passkey(challenge) = step else { panic!("{step:?}") };
    let asked: Value = serde_json::from_str(&challenge.request_options()).expect("JSON");
    assert_eq!(asked, json!({ "challenge": "Y2g", "timeout": 60000, "extensions": {} }));
    let sent = Sent::default();
    let creation = json!({ "CredentialCreationOptions": { "challenge": "Y2g", "excludeCredentials": null } });
    let asked = begin_registration(&client(&sent, [ok(&creation)]), &access()).await.expect("options");
    assert_eq!(asked.to_string(), r#"{"challenge":"Y2g"}"#);
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
