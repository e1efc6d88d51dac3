//! Whatever a server answers: a value or an error, never a panic.

use std::collections::BTreeSet;

use cognito_client::{
    account::get_user,
    api::*,
    claims::Claims,
    device::{DevicePassword, RememberedDevice, remember_device},
    error::ErrorCode,
    identity::{IdentityClient, IdentityId},
    ids::{IdentityPoolId, Username},
    json,
    password::{confirm_forgot_password, forgot_password},
    secrets::{AccessToken, ConfirmationCode, IdToken, MfaCode, Password, RefreshToken},
    session::{Session, Tokens},
    sign_in::{NextStep, PausedSignIn, SignIn},
    sign_up::{confirm_sign_up, resend_confirmation_code, sign_up},
    timestamp::Timestamp,
    transport::{Request, Response, Transport},
};
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::scripted::{ISSUED, Program, Sent, access_token, client, credentials, id_token, now, ok, signed_in, token};

/// Nothing here waits, so the simplest runtime will do.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

/// A [`Response`] that can be printed: here it holds no secret.
#[derive(Clone, Debug)]
struct Answer {
    status: u16,
    error_type: Option<String>,
    body: String,
}

impl From<Answer> for Response {
    fn from(Answer { status, error_type, body }: Answer) -> Self {
        Self { status, error_type, request_id: None, retry_after: None, body }
    }
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let body = prop_oneof![".{0,200}", any_json().prop_map(|value| value.to_string())];
    (prop_oneof![Just(200_u16), 100..600_u16], prop::option::of(".{0,40}"), body)
        .prop_map(|(status, error_type, body)| Answer { status, error_type, body })
}

/// JSON with the members that Cognito's answers have.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        Just(json!(access_token())),
    ];
    let member = prop::sample::select(member_names());
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(member.clone(), inner, 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// The members of every answer and its parts, and those of a refusal.
fn member_names() -> Vec<String> {
    let list: Value = serde_json::from_str(include_str!("../data/operations.json")).expect("operations.json is JSON");
    let mut names = BTreeSet::from(["__type".to_owned(), "message".to_owned(), "Message".to_owned()]);
    for service in ["cognito-idp", "cognito-identity"] {
        let operations = list[service]["operations"].as_object().expect("operations");
        let structures = list[service]["structures"].as_object().expect("structures");
        let shapes = operations.values().map(|operation| &operation["response"]).chain(structures.values());
        names.extend(shapes.flat_map(|shape| shape["members"].as_object().expect("members").keys().cloned()));
    }
    names.into_iter().collect()
}

/// Puts `value` in the place of one of the values inside `json`; nothing there means that it is left out.
fn replace(json: &mut Value, place: Index, value: Option<&Value>) {
    let mut pointers = Vec::new();
    collect_pointers(json, "", &mut pointers);
    let pointer = place.get(&pointers);
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer has a slash");
    match (json.pointer_mut(parent), value) {
        (Some(Value::Object(members)), Some(value)) => drop(members.insert(name.to_owned(), value.clone())),
        (Some(Value::Object(members)), None) => drop(members.remove(name)),
        _ => {}
    }
}

fn collect_pointers(json: &Value, path: &str, pointers: &mut Vec<String>) {
    for (name, value) in json.as_object().into_iter().flatten() {
        let path = format!("{path}/{name}");
        collect_pointers(value, &path, pointers);
        pointers.push(path);
    }
}

fn challenge() -> Value {
    json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "Session": "s",
        "ChallengeParameters": {
            "USER_ID_FOR_SRP": "user-1", "SRP_B": "b0b", "SALT": "5a17", "SECRET_BLOCK": "YmxvY2s=",
        },
    })
}

fn text(body: String) -> Answer {
    Answer { status: 200, error_type: None, body }
}

/// A whole sign-in, and everything that one can ask of the session.
fn sign_in_with(answers: impl IntoIterator<Item = Answer>) {
    let sent = Sent::default();
    let client = client(&sent, answers.into_iter().map(Response::from));
    let program = Program::default();
    let next = block_on(SignIn::new(&client, &program).with_srp(&credentials()));
    if let Ok(NextStep::Done(done)) = next {
        let session = done.session;
        let restored = Session::restored(session.tokens().clone(), session.clock_drift());
        let restored = restored.expect("what was received can be stored");
        assert_eq!(restored.refresh_at(), session.refresh_at());
        session.is_refresh_due(now());
    }
}

/// One of the challenges, with any parameters.
fn any_challenge() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec![
        "SMS_MFA",
        "SMS_OTP",
        "EMAIL_OTP",
        "SOFTWARE_TOKEN_MFA",
        "SELECT_MFA_TYPE",
        "MFA_SETUP",
        "PASSWORD_VERIFIER",
        "CUSTOM_CHALLENGE",
        "SELECT_CHALLENGE",
        "DEVICE_SRP_AUTH",
        "DEVICE_PASSWORD_VERIFIER",
        "NEW_PASSWORD_REQUIRED",
        "PASSWORD",
        "PASSWORD_SRP",
        "WEB_AUTHN",
        "",
    ]);
    let parameter = prop::sample::select(vec![
        "USERNAME",
        "USER_ID_FOR_SRP",
        "SRP_B",
        "SALT",
        "SECRET_BLOCK",
        "MFAS_CAN_CHOOSE",
        "MFAS_CAN_SETUP",
        "CODE_DELIVERY_DESTINATION",
        "CREDENTIAL_REQUEST_OPTIONS",
        "userAttributes",
        "requiredAttributes",
    ]);
    let value = prop_oneof![
        ".{0,20}",
        "[0-9a-f]{0,8}",
        any_json().prop_map(|value| value.to_string()),
        Just(r#"["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#.to_owned()),
        Just(r#"["userAttributes.name","email",""]"#.to_owned()),
    ];
    let parameters = prop::collection::btree_map(parameter, value, 0..6);
    let available = prop::collection::vec(
        prop_oneof!["[A-Z_]{0,8}", Just("EMAIL_OTP".to_owned()), Just("PASSWORD_SRP".to_owned())],
        0..4,
    );
    (name, parameters, available).prop_map(|(name, parameters, available)| {
        json!({
            "ChallengeName": name, "Session": "s", "ChallengeParameters": parameters,
            "AvailableChallenges": available,
        })
    })
}

/// Asks a step for all it shows, and answers it as often as it can be answered. Gives what comes next.
async fn take<T: Transport>(step: NextStep, sign_in: &SignIn<'_, T, Program>) -> Option<NextStep> {
    let (code, password) = (MfaCode::new("123456"), Password::new("Passw0rd!"));
    let _ = format!("{step:?}");
    if let Some(paused) = step.pause() {
        let json = serde_json::to_string(&paused).expect("what was received can be stored");
        assert_eq!(serde_json::from_str::<PausedSignIn>(&json).expect("and read"), paused);
        assert_eq!(json::read::<PausedSignIn>(&paused.to_json()), Some(paused.clone()));
    }
    match step {
        NextStep::Code(challenge) => {
            let _ = (challenge.kind(), challenge.destination(), challenge.username());
            challenge.answer(sign_in, &code).await.ok()
        }
        NextStep::SelectMfa(challenge) => {
            let kind = *challenge.options().first().expect("there is something to pick");
            challenge.answer(sign_in, kind).await.ok()
        }
        NextStep::SetUpMfa(challenge) => match challenge.set_up_app(sign_in).await {
            Ok(setup) => {
                let _ = setup.key_uri("app", "user");
                setup.answer(sign_in, &code).await.ok()
            }
            Err(rejected) => rejected.retry?.set_up_email(sign_in, "someone@example.com").await.ok(),
        },
        NextStep::NewPassword(challenge) => {
            let named = challenge.missing_attributes().into_iter();
            let attributes: Vec<_> = named.map(|name| Attribute { name, value: String::new() }).collect();
            challenge.answer(sign_in, &password, &attributes).await.ok()
        }
        NextStep::Custom(challenge) => challenge.answer(sign_in, "answer").await.ok(),
        NextStep::SelectFactor(challenge) => challenge.answer_with_password(sign_in, &password).await.ok(),
        NextStep::Password(challenge) => challenge.answer(sign_in, &password).await.ok(),
        NextStep::Passkey(challenge) => challenge.answer(sign_in, "{}").await.ok(),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_of_an_operation_panics(answer in any_answer()) {
        let sent = Sent::default();
        let client = client(&sent, vec![Response::from(answer); 10]);
        let username = Username::new("someone@example.com");
        let tokens = Tokens {
            access_token: AccessToken::new(access_token()),
            id_token: IdToken::new(id_token()),
            refresh_token: RefreshToken::new("r"),
        };
        let session = Session::restored(tokens, 0).expect("well formed");
        block_on(async {
            let _ = sign_up(&client, &username, None, &[]).await;
            let _ = confirm_sign_up(&client, &username, &ConfirmationCode::new("1")).await;
            let _ = resend_confirmation_code(&client, &username).await;
            let _ = forgot_password(&client, &username).await;
            let _ = confirm_forgot_password(&client, &username, &ConfirmationCode::new("1"), &Password::new("p")).await;
            let _ = remember_device(&client, &AccessToken::new("a"), "device-1", true).await;
            let _ = get_user(&client, &AccessToken::new("a")).await;
            let _ = session.refresh(&client, &Program::default()).await;
            let _ = session.revoke(&client).await;
            let _ = session.global_sign_out(&client).await;
        });
        prop_assert_eq!(sent.borrow().len(), 10);
    }

    #[test]
    fn no_answer_to_a_bare_operation_panics(answer in any_answer()) {
        let sent = Sent::default();
        let client = client(&sent, vec![Response::from(answer.clone()); 34]);
        let transport = async |_: Request| Ok(Response::from(answer.clone()));
        let identities =
            IdentityClient::new(transport, IdentityPoolId::parse("us-east-1:0-0").expect("an id"));
        macro_rules! call {
            ($client:ident: $($name:ident)+) => { $(drop($client.call(&$name::default()).await);)+ };
        }
        block_on(async {
            call!(client:
                AssociateSoftwareToken ChangePassword CompleteWebAuthnRegistration ConfirmDevice ConfirmForgotPassword
                ConfirmSignUp DeleteUser DeleteUserAttributes DeleteWebAuthnCredential ForgetDevice ForgotPassword
                GetDevice GetTokensFromRefreshToken GetUser GetUserAttributeVerificationCode GetUserAuthFactors
                GlobalSignOut InitiateAuth ListDevices ListUserSessions ListWebAuthnCredentials ResendConfirmationCode
                RespondToAuthChallenge RevokeToken RevokeUserSession SetUserMFAPreference SetUserSettings SignUp
                StartWebAuthnRegistration UpdateAuthEventFeedback UpdateDeviceStatus UpdateUserAttributes
                VerifySoftwareToken VerifyUserAttribute
            );
            call!(identities: GetCredentialsForIdentity GetId GetOpenIdToken UnlinkIdentity);
            let id = IdentityId::new("us-east-1:0-0");
            drop(identities.get_id(&[]).await);
            drop(identities.credentials(&id, &[]).await);
        });
        prop_assert_eq!(sent.borrow().len(), 34);
    }

    #[test]
    fn no_pair_of_answers_to_a_sign_in_panics(first in any_answer(), second in any_answer()) {
        sign_in_with([first, second.clone()]);
        sign_in_with([text(challenge().to_string()), second]);
    }

    #[test]
    fn no_chain_of_challenges_panics(
        challenges in prop::collection::vec(any_challenge(), 1..5),
        last in prop_oneof![any_json(), Just(signed_in(Some("r")))],
        has_device in any::<bool>(),
    ) {
        let sent = Sent::default();
        let answers = challenges.iter().chain([&last, &last]);
        let client = client(&sent, answers.map(ok));
        let program = Program::default();
        if has_device {
            let password = DevicePassword::new("device password");
            let device = RememberedDevice { key: "device-1".to_owned(), group_key: "group-1".to_owned(), password };
            program.devices.borrow_mut().insert("someone@example.com".to_owned(), device);
        }
        block_on(async {
            let sign_in = SignIn::new(&client, &program);
            let mut step = sign_in.with_srp(&credentials()).await.ok();
            while let Some(current) = step {
                step = take(current, &sign_in).await;
            }
        });
    }

    #[test]
    fn no_stored_text_panics(text in "\\PC{0,80}", json in any_json()) {
        for text in [text, json.to_string()] {
            prop_assert_eq!(json::read::<PausedSignIn>(&text), serde_json::from_str(&text).ok());
        }
    }

    #[test]
    fn no_changed_member_panics(place in any::<Index>(), value in prop::option::of(any_json())) {
        let (mut first, mut second) = (challenge(), signed_in(Some("r")));
        replace(&mut first, place, value.as_ref());
        sign_in_with([text(first.to_string()), text(second.to_string())]);
        replace(&mut second, place, value.as_ref());
        sign_in_with([text(challenge().to_string()), text(second.to_string())]);
    }

    #[test]
    fn no_changed_claim_panics(place in any::<Index>(), value in prop::option::of(any_json())) {
        let mut claims = json!({ "username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600, "origin_jti": "o" });
        replace(&mut claims, place, value.as_ref());
        let mut answer = signed_in(Some("r"));
        answer["AuthenticationResult"]["AccessToken"] = json!(token(&claims));
        answer["AuthenticationResult"]["IdToken"] = json!(token(&claims));
        sign_in_with([text(answer.to_string())]);
    }

    #[test]
    fn no_cut_or_changed_text_panics(place in any::<Index>(), change in "\\PC{0,3}", cut in any::<bool>()) {
        for (json, is_first) in [(challenge(), true), (signed_in(Some("r")), false)] {
            let mut body = json.to_string();
            let at = place.index(body.len());
            if cut { body.truncate(at) } else { body.replace_range(at..=at, &change) }
            let answers = if is_first { vec![body] } else { vec![challenge().to_string(), body] };
            sign_in_with(answers.into_iter().map(text));
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}", number in any::<u64>(), drift in any::<i64>()) {
        let _ = Claims::parse(&text);
        let _ = Claims::parse(&token(&json!(text)));
        prop_assert!(!ErrorCode::parse(&text).as_str().contains('#'));
        let time = json!({ "username": text, "iat": number, "exp": number });
        let tokens = Tokens {
            access_token: AccessToken::new(token(&time)),
            id_token: IdToken::new(token(&time)),
            refresh_token: RefreshToken::new(text),
        };
        let session = Session::restored(tokens, drift).expect("well formed");
        session.is_refresh_due(Timestamp::from_millis(number));
        session.refresh_at().to_srp_string();
    }
}
