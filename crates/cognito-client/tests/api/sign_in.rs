//! Signing in: the two calls, and what each answer becomes.

use cognito_client::{
    Error, ErrorCode,
    claims::Claims,
    error::SrpError,
    hazmat::Handshake,
    host::{EXPONENT_BYTES, Preparation},
    ids::Username,
    sign_in::{NextStep, SignIn},
    timestamp::Timestamp,
    transport::Response,
};
use serde_json::{Value, json};

use crate::scripted::{
    ISSUED, Program, Sent, client, credentials, ok, operations, refused, refused_with, signed_in, token,
};

fn challenge() -> Value {
    json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": {
            "USER_ID_FOR_SRP": "user-1", "USERNAME": "user-1", "SRP_B": "b0b", "SALT": "5a17", "SECRET_BLOCK": "YmxvY2s=",
        },
    })
}

async fn outcome(answers: impl IntoIterator<Item = Response>) -> Result<NextStep, Error> {
    let sent = Sent::default();
    SignIn::new(&client(&sent, answers), &Program::default()).with_srp(&credentials()).await
}

#[tokio::test]
async fn the_reference_clients_exchange_word_for_word() {
    let file: Value = serde_json::from_str(include_str!("../data/srp.json")).expect("JSON");
    let vector = &file["user_and_device_auth"][0];
    let challenge = json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "Session": "session-1",
        "ChallengeParameters": {
            "USER_ID_FOR_SRP": vector["user_id_for_srp"], "SRP_B": vector["srp_b"], "SALT": vector["salt"],
            "SECRET_BLOCK": vector["secret_block"],
        },
    });
    let digits = vector["a"].as_str().expect("text");
    let random: Vec<u8> =
        (0..EXPONENT_BYTES).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).expect("hex")).collect();

    let sent = Sent::default();
    let client = client(&sent, [ok(&challenge), ok(&signed_in(Some("refresh-1")))]);
    let random = random.try_into().expect("128 bytes");
    let program = Program { random: Some(random), now: Timestamp::from_seconds(ISSUED + 6), ..Program::default() };
    let next = SignIn::new(&client, &program).with_srp(&credentials()).await;

    assert_eq!(
        operations(&sent),
        [
            (
                "InitiateAuth".to_owned(),
                json!({
                    "ClientId": "client1",
                    "AuthFlow": "USER_SRP_AUTH",
                    "AuthParameters": { "USERNAME": "someone@example.com", "SRP_A": vector["expect"]["srp_a"] },
                }),
            ),
            (
                "RespondToAuthChallenge".to_owned(),
                json!({
                    "ClientId": "client1",
                    "ChallengeName": "PASSWORD_VERIFIER",
                    "Session": "session-1",
                    "ChallengeResponses": {
                        "USERNAME": vector["user_id_for_srp"],
                        "PASSWORD_CLAIM_SIGNATURE": vector["expect"]["signature"],
                        "PASSWORD_CLAIM_SECRET_BLOCK": vector["secret_block"],
                        "TIMESTAMP": vector["timestamp"],
                    },
                }),
            ),
        ],
    );
    assert!(sent.borrow().iter().all(|request| request.url == "https://cognito-idp.us-east-1.amazonaws.com/"));
    assert!(sent.borrow().iter().all(|request| !request.body.contains("Passw0rd!")), "the password stays here");
    let Ok(NextStep::Done(done)) = next else { panic!("{next:?}") };
    let session = done.session;
    assert_eq!(session.username().as_str(), "user-1");
    assert_eq!(session.tokens().refresh_token.expose(), "refresh-1");
    assert_eq!(session.clock_drift(), 6);
}

#[tokio::test]
async fn without_a_session_none_is_sent() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&challenge()), ok(&signed_in(Some("r")))]);
    let next = SignIn::new(&client, &Program::default()).with_srp(&credentials()).await;
    assert!(matches!(next, Ok(NextStep::Done(_))));
    assert_eq!(operations(&sent)[1].1.get("Session"), None);
}

#[tokio::test]
async fn a_prepared_exchange_is_used_once() {
    let [first, second] = [[5; EXPONENT_BYTES], [6; EXPONENT_BYTES]];
    let program = Program { random: Some(second), ..Program::default() };
    for slices in [0, 3, u32::MAX] {
        let mut prepared = Preparation::new(first);
        (0..slices).take_while(|_| !prepared.advance()).for_each(drop);
        program.prepared.replace(Some(prepared));
        for (case, random) in [("prepared", first), ("as there is none any more", second)] {
            let sent = Sent::default();
            let client = client(&sent, [ok(&challenge()), ok(&signed_in(Some("r")))]);
            let next = SignIn::new(&client, &program).with_srp(&credentials()).await;
            assert!(matches!(next, Ok(NextStep::Done(_))), "{case}: {next:?}");
            let (_, srp_a) = Handshake::start(random).expect("g has no power that is zero");
            assert_eq!(operations(&sent)[0].1["AuthParameters"]["SRP_A"], srp_a, "{case}, {slices} slices of it");
        }
    }
}

#[tokio::test]
async fn other_work_goes_on_between_the_slices_of_a_proof() {
    for (case, prepared, expected) in [
        // 1024 bits of a, 256 of x, 1025 of a + u·x: so many slices of 64 bits, and a pause between any two.
        ("nothing prepared", None, 15 + 4 + 16),
        ("prepared in part", Some(6), 9 + 4 + 16),
        ("prepared", Some(16), 4 + 16),
    ] {
        let program = Program::default();
        if let Some(slices) = prepared {
            let mut preparation = Preparation::new([5; EXPONENT_BYTES]);
            (0..slices).for_each(|_| {
                preparation.advance();
            });
            program.prepared.replace(Some(preparation));
        }
        let sent = Sent::default();
        let client = client(&sent, [ok(&challenge()), ok(&signed_in(Some("r")))]);
        let next = SignIn::new(&client, &program).with_srp(&credentials()).await;
        assert!(matches!(next, Ok(NextStep::Done(_))), "{case}: {next:?}");
        assert_eq!(program.pauses.get(), expected, "{case}");
    }
}

#[tokio::test]
async fn refusals_that_are_steps() {
    let (unconfirmed, reset) = ("UserNotConfirmedException", "PasswordResetRequiredException");
    for (case, answers, expected) in [
        ("unconfirmed at once", vec![refused(unconfirmed, "")], "ConfirmSignUp"),
        ("unconfirmed after the password", vec![ok(&challenge()), refused(unconfirmed, "")], "ConfirmSignUp"),
        ("reset at once", vec![refused(reset, "")], "ResetPassword"),
        ("reset after the password", vec![ok(&challenge()), refused(reset, "")], "ResetPassword"),
    ] {
        let (name, step): (Username, _) = match outcome(answers).await {
            Ok(NextStep::ConfirmSignUp(username)) => (username, "ConfirmSignUp"),
            Ok(NextStep::ResetPassword(username)) => (username, "ResetPassword"),
            other => panic!("{case}: {other:?}"),
        };
        assert_eq!((name.as_str(), step), ("someone@example.com", expected), "{case}");
    }
}

#[tokio::test]
async fn a_fault_by_the_name_of_an_account_that_is_not_ready_is_a_fault() {
    for code in ["UserNotConfirmedException", "PasswordResetRequiredException", "ResourceNotFoundException"] {
        for status in [429, 500, 503] {
            let fault = refused_with(status, code, "");
            let next = outcome([ok(&challenge()), fault]).await;
            assert!(next.as_ref().is_err_and(Error::is_transient), "{code}, {status}: {next:?}");
        }
    }
}

#[tokio::test]
async fn other_challenges_are_named() {
    for name in ["SELECT_MFA_TYPE", "MFA_SETUP", "SELECT_CHALLENGE", "WEB_AUTHN", "DEVICE_SRP_AUTH", "NEWER_CHALLENGE"]
    {
        let other = ok(&json!({ "ChallengeName": name, "Session": "s", "ChallengeParameters": {} }));
        for (case, answers) in [("first", vec![other.clone()]), ("second", vec![ok(&challenge()), other])] {
            let next = outcome(answers).await;
            let Ok(NextStep::Unsupported(challenge)) = &next else { panic!("{name}, {case}: {next:?}") };
            assert_eq!(challenge.as_str(), name, "{case}");
        }
    }
}

#[tokio::test]
async fn refusals_pass_through() {
    let message = "Incorrect username or password.";
    for code in ["NotAuthorizedException", "UserNotFoundException", "TooManyRequestsException", "NewerException"] {
        for (operation, answers) in [
            ("InitiateAuth", vec![refused(code, message)]),
            ("RespondToAuthChallenge", vec![ok(&challenge()), refused(code, message)]),
        ] {
            let expected = Error::Service {
                operation,
                code: ErrorCode::parse(code),
                message: message.to_owned(),
                status: 400,
                request_id: Some("r-1".to_owned()),
                retry_after: None,
            };
            assert_eq!(outcome(answers).await.err(), Some(expected), "{code}, {operation}");
        }
    }
}

#[tokio::test]
async fn a_challenge_that_lacks_something_is_not_answered() {
    for name in ["USER_ID_FOR_SRP", "SRP_B", "SALT", "SECRET_BLOCK"] {
        let mut challenge = challenge();
        challenge["ChallengeParameters"].as_object_mut().expect("an object").remove(name);
        let sent = Sent::default();
        let client = client(&sent, [ok(&challenge)]);
        let next = SignIn::new(&client, &Program::default()).with_srp(&credentials()).await;
        assert_eq!(next.err(), Some(Error::Protocol("a challenge parameter is missing")), "{name}");
        assert_eq!(sent.borrow().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_challenge_that_breaks_the_exchange_is_not_answered() {
    for (name, value, expected) in [
        ("SRP_B", "0", SrpError::ZeroPublicValue),
        ("SRP_B", "no number", SrpError::InvalidNumber),
        ("SALT", "no number", SrpError::InvalidNumber),
        ("SECRET_BLOCK", "no base64", SrpError::InvalidSecretBlock),
    ] {
        let mut challenge = challenge();
        challenge["ChallengeParameters"][name] = json!(value);
        let sent = Sent::default();
        let client = client(&sent, [ok(&challenge)]);
        let next = SignIn::new(&client, &Program::default()).with_srp(&credentials()).await;
        assert_eq!(next.err(), Some(Error::Srp(expected)), "{name} {value}");
        assert_eq!(sent.borrow().len(), 1, "{name} {value}");
    }
}

#[tokio::test]
async fn an_answer_that_is_none_is_said() {
    let mut no_id_token = signed_in(Some("r"));
    no_id_token["AuthenticationResult"].as_object_mut().expect("an object").remove("IdToken");
    let mut no_claims = signed_in(Some("r"));
    no_claims["AuthenticationResult"]["AccessToken"] = json!("token");
    let mut no_username = signed_in(Some("r"));
    no_username["AuthenticationResult"]["AccessToken"] = json!(token(&json!({ "iat": ISSUED, "exp": ISSUED })));
    for (case, answer, expected) in [
        ("nothing", json!({}), "neither tokens nor a challenge"),
        ("a list", json!([]), "a member is missing or of another type"),
        ("a number for a name", json!({ "ChallengeName": 1 }), "neither tokens nor a challenge"),
        ("no refresh token", signed_in(None), "a sign-in without one of its tokens"),
        ("no id token", no_id_token, "a sign-in without one of its tokens"),
        ("a token without claims", no_claims, "a token is no JSON web token"),
        ("a token without a user's name", no_username, "a token lacks a claim"),
    ] {
        let second = outcome([ok(&challenge()), ok(&answer)]).await;
        assert_eq!(second.err(), Some(Error::Protocol(expected)), "{case}");
    }
}

#[tokio::test]
async fn tokens_may_come_at_once() {
    let next = outcome([ok(&signed_in(Some("r")))]).await;
    let Ok(NextStep::Done(done)) = next else { panic!("{next:?}") };
    let claims = Claims::parse(done.session.tokens().id_token.expose()).expect("an id token");
    assert_eq!(claims.text("sub"), Some("user-1"));
}
