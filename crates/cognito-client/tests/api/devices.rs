//! Remembered devices: confirmed after a sign-in, proved at the next, dropped when Cognito does not know them.

use base64::{Engine, prelude::BASE64_STANDARD};
use cognito_client::{
    Error, ErrorCode,
    device::{DevicePassword, RememberedDevice, forget_device, get_device, list_devices, remember_device},
    host::Host,
    native::NativeHost,
    secrets::AccessToken,
    sign_in::{NextStep, SignIn},
    transport::Response,
};
use serde_json::{Value, json};

use crate::scripted::{Program, Sent, access, client, credentials, ok, operations, refused, refused_with, signed_in};

fn new_device() -> Value {
    let mut answer = signed_in(Some("refresh-1"));
    answer["AuthenticationResult"]["NewDeviceMetadata"] =
        json!({ "DeviceKey": "device-1", "DeviceGroupKey": "group-1" });
    answer
}

fn device() -> RememberedDevice {
    let password = DevicePassword::new("device password");
    RememberedDevice { key: "device-1".to_owned(), group_key: "group-1".to_owned(), password }
}

fn password_verifier() -> Value {
    json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": { "USER_ID_FOR_SRP": "user-1", "SRP_B": "b0b", "SALT": "5a17", "SECRET_BLOCK": "YmxvY2s=" },
    })
}

fn device_srp() -> Value {
    json!({ "ChallengeName": "DEVICE_SRP_AUTH", "Session": "session-1", "ChallengeParameters": {} })
}

fn device_verifier() -> Value {
    json!({
        "ChallengeName": "DEVICE_PASSWORD_VERIFIER", "Session": "session-2",
        "ChallengeParameters": { "SRP_B": "b0b", "SALT": "5a17", "SECRET_BLOCK": "YmxvY2s=" },
    })
}

fn unknown_device() -> Response {
    refused("ResourceNotFoundException", "Device does not exist.")
}

/// What a sign-in by SRP gives, whether a device is remembered after it, and the calls it took with their DEVICE_KEY.
async fn outcome(program: &Program, answers: Vec<Response>) -> (Result<NextStep, Error>, bool, Vec<String>) {
    let sent = Sent::default();
    let step = SignIn::new(&client(&sent, answers), program).with_srp(&credentials()).await;
    let call = |(name, body): (String, Value)| match body["ChallengeName"].as_str() {
        Some(challenge) => format!("{challenge} {}", body["ChallengeResponses"]["DEVICE_KEY"]),
        None => name,
    };
    let calls = operations(&sent).into_iter().map(call).collect();
    (step, program.devices.borrow().contains_key("user-1"), calls)
}

fn remembering() -> Program {
    let program = Program::default();
    program.devices.borrow_mut().insert("user-1".to_owned(), device());
    program
}

#[tokio::test]
async fn a_new_device_is_confirmed_and_kept() {
    for (asks, expected) in [(json!({}), false), (json!({ "UserConfirmationNecessary": true }), true)] {
        let sent = Sent::default();
        let program = Program::default();
        let client = client(&sent, [ok(&new_device()), ok(&asks)]);
        let step = SignIn::new(&client, &program).with_plain_password(&credentials()).await;
        let Ok(NextStep::Done(done)) = step else { panic!("{step:?}") };
        assert_eq!(done.asks_to_remember_device, expected);

        let kept = program.devices.borrow().get("user-1").cloned().expect("kept under the real user name");
        assert_eq!(
            program.devices.borrow().get("someone@example.com"),
            Some(&kept),
            "and under the one that was typed"
        );
        assert_eq!((kept.key.as_str(), kept.group_key.as_str()), ("device-1", "group-1"));
        let random = BASE64_STANDARD.decode(kept.password.expose()).expect("base64");
        assert_eq!(random, [3; 40]);
        let (name, body) = operations(&sent).swap_remove(1);
        assert_eq!(
            (name.as_str(), &body["DeviceKey"], &body["DeviceName"]),
            ("ConfirmDevice", &json!("device-1"), &json!("browser 1"))
        );
        let config = &body["DeviceSecretVerifierConfig"];
        let salt = BASE64_STANDARD.decode(config["Salt"].as_str().expect("text")).expect("base64");
        assert_eq!(salt, [3; 16]);
        let verifier = BASE64_STANDARD.decode(config["PasswordVerifier"].as_str().expect("text")).expect("base64");
        assert!(verifier.first().is_some_and(|first| first.leading_zeros() > 0), "not negative");
    }
}

#[tokio::test]
async fn a_server_confirms_no_device_and_keeps_none() {
    let sent = Sent::default();
    let server = NativeHost::new("a server").without_devices();
    let client = client(&sent, [ok(&new_device())]);
    let step = SignIn::new(&client, &server).with_plain_password(&credentials()).await;
    let Ok(NextStep::Done(done)) = step else { panic!("{step:?}") };
    assert!(!done.asks_to_remember_device);
    assert_eq!(operations(&sent).len(), 1, "the sign-in alone");
    server.save_device("user-1", &device());
    assert_eq!((server.device("user-1"), server.devices()), (None, Vec::new()));
}

#[tokio::test]
async fn a_device_that_cannot_be_confirmed_undoes_nothing() {
    let offline = Response { status: 502, error_type: None, request_id: None, retry_after: None, body: String::new() };
    for refusal in [refused("InvalidParameterException", ""), offline] {
        let program = Program::default();
        let (step, is_kept, _) = outcome(&program, vec![ok(&new_device()), refusal]).await;
        let Ok(NextStep::Done(done)) = step else { panic!("{step:?}") };
        assert!(!done.asks_to_remember_device && !is_kept);
    }
}

#[tokio::test]
async fn a_remembered_device_is_proved() {
    let answers =
        [password_verifier(), device_srp(), device_verifier(), signed_in(Some("r"))].map(|answer| ok(&answer));
    let (step, is_kept, calls) = outcome(&remembering(), answers.to_vec()).await;
    assert!(matches!(step, Ok(NextStep::Done(_))), "{step:?}");
    assert!(is_kept);
    let expected = [
        "InitiateAuth",
        "PASSWORD_VERIFIER \"device-1\"",
        "DEVICE_SRP_AUTH \"device-1\"",
        "DEVICE_PASSWORD_VERIFIER \"device-1\"",
    ];
    assert_eq!(calls, expected);
}

#[tokio::test]
async fn a_device_that_cognito_forgot_is_dropped_and_the_call_made_once_more() {
    let answers = vec![ok(&password_verifier()), unknown_device(), ok(&signed_in(Some("r")))];
    let (step, is_kept, calls) = outcome(&remembering(), answers).await;
    assert!(matches!(step, Ok(NextStep::Done(_))), "{step:?}");
    assert!(!is_kept);
    assert_eq!(calls, ["InitiateAuth", "PASSWORD_VERIFIER \"device-1\"", "PASSWORD_VERIFIER null"]);

    let again = vec![ok(&password_verifier()), unknown_device(), unknown_device()];
    let (step, is_kept, calls) = outcome(&remembering(), again).await;
    assert_eq!(step.err().and_then(|error| error.code().cloned()), Some(ErrorCode::ResourceNotFound));
    assert!(!is_kept);
    assert_eq!(calls.len(), 3, "once more, not for ever");
}

#[tokio::test]
async fn a_refused_proof_drops_the_device_and_the_sign_in_begins_without_it() {
    let wrong = refused("NotAuthorizedException", "Incorrect username or password.");
    for (case, refusal) in [("wrong proof", wrong), ("unknown", unknown_device())] {
        for position in [2, 3] {
            let mut answers = vec![ok(&password_verifier()), ok(&device_srp()), ok(&device_verifier())];
            answers.truncate(position);
            answers.extend([refusal.clone(), ok(&password_verifier()), ok(&signed_in(Some("r")))]);
            let (step, is_kept, calls) = outcome(&remembering(), answers).await;
            assert!(matches!(step, Ok(NextStep::Done(_))), "{case}, {position}: {step:?}");
            assert!(!is_kept, "{case}, {position}");
            assert_eq!(calls[position + 1..], ["InitiateAuth", "PASSWORD_VERIFIER null"], "{case}, {position}");
        }
    }
}

#[tokio::test]
async fn bad_luck_with_a_proof_keeps_the_device() {
    for (refusal, code) in [
        (refused("TooManyRequestsException", ""), ErrorCode::TooManyRequests),
        (refused_with(429, "NotAuthorizedException", ""), ErrorCode::TooManyRequests),
        (refused_with(500, "NotAuthorizedException", ""), ErrorCode::InternalError),
        (refused_with(503, "ResourceNotFoundException", "Device does not exist."), ErrorCode::InternalError),
    ] {
        for position in [2, 3] {
            let mut answers = vec![ok(&password_verifier()), ok(&device_srp()), ok(&device_verifier())];
            answers.truncate(position);
            answers.push(refusal.clone());
            let (step, is_kept, calls) = outcome(&remembering(), answers).await;
            assert_eq!(step.err().and_then(|error| error.code().cloned()), Some(code.clone()), "{position}");
            assert_eq!((is_kept, calls.len()), (true, position + 1), "{position}");
        }
    }
}

#[tokio::test]
async fn a_server_that_asks_for_the_device_for_ever_is_stopped() {
    let answers = [password_verifier(), device_srp(), device_srp(), device_srp()].map(|answer| ok(&answer));
    let (step, _, calls) = outcome(&remembering(), answers.to_vec()).await;
    assert!(matches!(step, Ok(NextStep::Unsupported(_))), "{step:?}");
    assert_eq!(calls.len(), 3);
}

#[tokio::test]
async fn the_device_is_named_at_once_where_the_user_name_is_known() {
    let sent = Sent::default();
    let program = Program::default();
    program.devices.borrow_mut().insert("someone@example.com".to_owned(), device());
    let client = client(&sent, [ok(&signed_in(Some("r")))]);
    assert!(SignIn::new(&client, &program).with_plain_password(&credentials()).await.is_ok());
    assert_eq!(operations(&sent)[0].1["AuthParameters"]["DEVICE_KEY"], "device-1");
}

#[tokio::test]
async fn the_user_decides() {
    for (is_remembered, status) in [(true, "remembered"), (false, "not_remembered")] {
        let sent = Sent::default();
        let client = client(&sent, [ok(&json!({}))]);
        remember_device(&client, &AccessToken::new("a"), "device-1", is_remembered).await.expect("accepted");
        let expected = json!({ "AccessToken": "a", "DeviceKey": "device-1", "DeviceRememberedStatus": status });
        assert_eq!(operations(&sent), [("UpdateDeviceStatus".to_owned(), expected)]);
    }
}

#[tokio::test]
async fn devices_are_listed_read_and_forgotten() {
    let sent = Sent::default();
    let device = |key: &str| {
        json!({
            "DeviceKey": key, "DeviceCreateDate": 1_793_678_700.123, "DeviceLastAuthenticatedDate": 1_793_678_800,
            "DeviceAttributes": [{ "Name": "device_name", "Value": "browser 1" }],
        })
    };
    let answers = [
        ok(&json!({ "Devices": [device("device-1")], "PaginationToken": "page-2" })),
        ok(&json!({ "Devices": [] })),
        ok(&json!({ "Device": device("device-1") })),
        ok(&json!({})),
        refused("ResourceNotFoundException", "Device does not exist."),
    ];
    let client = client(&sent, answers);
    let first = list_devices(&client, &access(), 1, None).await.expect("a page");
    let last = list_devices(&client, &access(), 60, first.pagination_token.as_deref()).await.expect("a page");
    assert_eq!((last.devices.len(), last.pagination_token), (0, None));
    let read = get_device(&client, &access(), "device-1").await.expect("a device");
    assert_eq!(first.devices.first(), Some(&read));
    assert_eq!((read.attribute("device_name"), read.attribute("last_ip_used")), (Some("browser 1"), None));
    assert_eq!(read.device_create_date.map(|date| date.as_millis()), Some(1_793_678_700_123));
    assert_eq!(read.device_last_modified_date, None);
    forget_device(&client, &access(), "device-1").await.expect("forgotten");
    let error = get_device(&client, &access(), "device-1").await.err();
    assert_eq!(error.as_ref().and_then(|error| error.code()), Some(&ErrorCode::ResourceNotFound));
    let one = || json!({ "AccessToken": "access-1", "DeviceKey": "device-1" });
    let expected = [
        ("ListDevices", json!({ "AccessToken": "access-1", "Limit": 1 })),
        ("ListDevices", json!({ "AccessToken": "access-1", "Limit": 60, "PaginationToken": "page-2" })),
        ("GetDevice", one()),
        ("ForgetDevice", one()),
        ("GetDevice", one()),
    ];
    assert_eq!(operations(&sent), expected.map(|(name, body)| (name.to_owned(), body)));
}
