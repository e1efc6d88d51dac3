//! Every challenge: how it is answered, what follows, and when it can be answered again.

use cognito_client::{
    Error, ErrorCode,
    device::{DevicePassword, RememberedDevice},
    host::Host,
    ids::Username,
    secrets::{ChallengeSession, MfaCode, Password},
    sign_in::{CodeKind, FirstFactor, NextStep, PausedSignIn, Rejected, SignIn},
    sign_up::Attribute,
    transport::{Response, Transport},
};
use serde_json::{Value, json};

use crate::scripted::{Program, Sent, client, credentials, now, ok, operations, refused, refused_with, signed_in};

/// One kind of challenge, with the one answer that [`answer`] gives to it.
struct Case {
    name: &'static str,
    /// Without its session.
    posed: Value,
    /// What comes between the answer and the step that follows.
    between: Vec<Value>,
    /// The operations that the answer takes, with what they hold beside ids and sessions.
    calls: Vec<(&'static str, Value)>,
}

impl Case {
    fn responds_with(&self, name: &str) -> bool {
        self.calls.iter().any(|(_, body)| body["ChallengeResponses"].get(name).is_some())
    }
}

fn respond(name: &str, responses: &Value) -> (&'static str, Value) {
    ("RespondToAuthChallenge", json!({ "ChallengeName": name, "ChallengeResponses": responses }))
}

fn case(name: &'static str, parameters: &Value, responses: &Value) -> Case {
    let posed = json!({ "ChallengeName": name, "ChallengeParameters": parameters });
    Case { name, posed, between: Vec::new(), calls: vec![respond(name, responses)] }
}

fn password_verifier() -> Value {
    json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": { "USER_ID_FOR_SRP": "user-1", "SRP_B": "b0b", "SALT": "5a17", "SECRET_BLOCK": "YmxvY2s=" },
    })
}

fn cases() -> Vec<Case> {
    let codes = [
        ("SMS_MFA", json!({ "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS", "CODE_DELIVERY_DESTINATION": "+*******0123" })),
        ("SMS_OTP", json!({ "CODE_DELIVERY_DESTINATION": "+*******0123" })),
        ("EMAIL_OTP", json!({ "CODE_DELIVERY_DESTINATION": "s***@e***" })),
        ("SOFTWARE_TOKEN_MFA", json!({ "FRIENDLY_DEVICE_NAME": "app" })),
    ];
    let codes = codes.map(|(name, parameters)| case(name, &parameters, &json!({ format!("{name}_CODE"): "123456" })));
    let srp_a = json!({ "SRP_A": "…" });
    let claim = respond(
        "PASSWORD_VERIFIER",
        &json!({ "PASSWORD_CLAIM_SECRET_BLOCK": "…", "PASSWORD_CLAIM_SIGNATURE": "…", "TIMESTAMP": "…" }),
    );
    let device_srp = json!({ "DEVICE_KEY": "device-1", "SRP_A": "…" });
    let device_claim = respond(
        "DEVICE_PASSWORD_VERIFIER",
        &json!({
            "DEVICE_KEY": "device-1", "PASSWORD_CLAIM_SECRET_BLOCK": "…", "PASSWORD_CLAIM_SIGNATURE": "…",
            "TIMESTAMP": "…",
        }),
    );
    let select = |available: Value| json!({ "ChallengeName": "SELECT_CHALLENGE", "AvailableChallenges": available });
    let others = [
        case(
            "SELECT_MFA_TYPE",
            &json!({ "MFAS_CAN_CHOOSE": r#"["SMS_MFA","SOFTWARE_TOKEN_MFA","NEWER"]"# }),
            &json!({ "ANSWER": "SOFTWARE_TOKEN_MFA" }),
        ),
        Case {
            between: vec![json!({ "SecretCode": "ABCD" }), json!({ "Status": "SUCCESS" })],
            calls: vec![
                ("AssociateSoftwareToken", json!({})),
                ("VerifySoftwareToken", json!({ "UserCode": "123456" })),
                respond("MFA_SETUP", &json!({})),
            ],
            ..case("MFA_SETUP", &json!({ "MFAS_CAN_SETUP": r#"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"# }), &json!({}))
        },
        case(
            "MFA_SETUP",
            &json!({ "MFAS_CAN_SETUP": r#"["SMS_MFA","EMAIL_OTP"]"# }),
            &json!({ "EMAIL": "someone@example.com" }),
        ),
        case(
            "NEW_PASSWORD_REQUIRED",
            &json!({
                "userAttributes": r#"{"email":"someone@example.com","family_name":""}"#,
                "requiredAttributes": r#"["userAttributes.name","userAttributes.email","userAttributes.family_name"]"#,
            }),
            &json!({
                "NEW_PASSWORD": "Passw0rd!", "userAttributes.name": "value", "userAttributes.family_name": "value",
            }),
        ),
        case("CUSTOM_CHALLENGE", &json!({ "prompt": "?" }), &json!({ "ANSWER": "answer" })),
        Case {
            posed: select(json!(["EMAIL_OTP", "NEWER"])),
            ..case("SELECT_CHALLENGE", &json!({}), &json!({ "ANSWER": "EMAIL_OTP" }))
        },
        Case {
            posed: select(json!(["PASSWORD"])),
            ..case("SELECT_CHALLENGE", &json!({}), &json!({ "ANSWER": "PASSWORD", "PASSWORD": "Passw0rd!" }))
        },
        Case {
            posed: select(json!(["PASSWORD", "PASSWORD_SRP"])),
            between: vec![password_verifier()],
            calls: vec![respond("SELECT_CHALLENGE", &json!({ "ANSWER": "PASSWORD_SRP", "SRP_A": "…" })), claim.clone()],
            ..case("SELECT_CHALLENGE", &json!({}), &json!({}))
        },
        case("PASSWORD", &json!({}), &json!({ "PASSWORD": "Passw0rd!" })),
        Case {
            between: vec![password_verifier()],
            calls: vec![respond("PASSWORD_SRP", &srp_a), claim],
            ..case("PASSWORD_SRP", &json!({}), &json!({}))
        },
        case("WEB_AUTHN", &json!({ "CREDENTIAL_REQUEST_OPTIONS": "{}" }), &json!({ "CREDENTIAL": "credential" })),
        Case {
            between: vec![json!({
                "ChallengeName": "DEVICE_PASSWORD_VERIFIER",
                "ChallengeParameters": { "SRP_B": "b0b", "SALT": "5a17", "SECRET_BLOCK": "YmxvY2s=" },
            })],
            calls: vec![respond("DEVICE_SRP_AUTH", &device_srp), device_claim],
            ..case("DEVICE_SRP_AUTH", &json!({}), &json!({}))
        },
    ];
    codes.into_iter().chain(others).collect()
}

/// What a person would do.
async fn answer<T: Transport, H: Host>(step: NextStep, sign_in: &SignIn<'_, T, H>) -> Result<NextStep, String> {
    fn said<C>(rejected: Rejected<C>) -> String {
        format!("{}, {}", rejected.error, if rejected.retry.is_some() { "again" } else { "over" })
    }
    let (code, password) = (MfaCode::new("123456"), Password::new("Passw0rd!"));
    match step {
        NextStep::Code(challenge) => challenge.answer(sign_in, &code).await.map_err(said),
        NextStep::SelectMfa(challenge) => challenge.answer(sign_in, CodeKind::AuthenticatorApp).await.map_err(said),
        NextStep::SetUpMfa(challenge) if challenge.options() == [CodeKind::Email] => {
            challenge.set_up_email(sign_in, "someone@example.com").await.map_err(said)
        }
        NextStep::SetUpMfa(challenge) => {
            challenge.set_up_app(sign_in).await.map_err(said)?.answer(sign_in, &code).await.map_err(said)
        }
        NextStep::NewPassword(challenge) => {
            let value = |name: &str| Attribute { name: name.to_owned(), value: "value".to_owned() };
            let attributes = ["name", "email", "family_name"].map(value);
            challenge.answer(sign_in, &password, &attributes).await.map_err(said)
        }
        NextStep::Custom(challenge) => challenge.answer(sign_in, "answer").await.map_err(said),
        NextStep::SelectFactor(challenge) if challenge.options() == [FirstFactor::EmailOtp] => {
            challenge.answer(sign_in, FirstFactor::EmailOtp).await.map_err(said)
        }
        NextStep::SelectFactor(challenge) => challenge.answer_with_password(sign_in, &password).await.map_err(said),
        NextStep::Password(challenge) => challenge.answer(sign_in, &password).await.map_err(said),
        NextStep::Passkey(challenge) => challenge.answer(sign_in, "credential").await.map_err(said),
        other => panic!("nothing to answer: {other:?}"),
    }
}

fn program() -> Program {
    let program = Program::default();
    let password = DevicePassword::new("device password");
    let device = RememberedDevice { key: "device-1".to_owned(), group_key: "group-1".to_owned(), password };
    program.devices.borrow_mut().insert("user-1".to_owned(), device);
    program
}

/// Numbers the sessions of all answers, so that the newest can be told.
fn with_sessions(answers: Vec<Value>) -> Vec<Response> {
    let number = |(index, mut answer): (usize, Value)| {
        if answer.get("AuthenticationResult").is_none() {
            answer["Session"] = json!(format!("session-{index}"));
        }
        ok(&answer)
    };
    answers.into_iter().enumerate().map(number).collect()
}

/// Every member of the request but ids and sessions; what cannot be known beforehand as "…".
fn gist(mut body: Value) -> Value {
    let members = body.as_object_mut().expect("a request is an object");
    for name in ["ClientId", "Session"] {
        members.remove(name);
    }
    if let Some(responses) = members.get_mut("ChallengeResponses").and_then(Value::as_object_mut) {
        responses.remove("USERNAME");
        for (name, value) in responses {
            let is_computed = name.starts_with("PASSWORD_CLAIM") || matches!(name.as_str(), "SRP_A" | "TIMESTAMP");
            if is_computed {
                *value = json!("…");
            }
        }
    }
    body
}

#[tokio::test]
async fn every_challenge_after_every_other() {
    for first in cases() {
        // A device is proved once.
        let is_device = first.name == "DEVICE_SRP_AUTH";
        // Nor is the password itself given after SRP.
        let is_srp = !is_device && first.responds_with("SRP_A");
        let is_out_of_place = |second: &Case| {
            (is_device && second.name == "DEVICE_SRP_AUTH") || (is_srp && second.responds_with("PASSWORD"))
        };
        for second in cases().into_iter().filter(|second| !is_out_of_place(second)) {
            let names = format!("{} {}, then {} {}", first.name, first.posed, second.name, second.posed);
            let answers =
                [&first.posed].into_iter().chain(&first.between).chain([&second.posed]).chain(&second.between);
            let answers = answers.cloned().chain([signed_in(Some("refresh-1"))]).collect();
            let sent = Sent::default();
            let (client, program) = (client(&sent, with_sessions(answers)), program());
            let sign_in = SignIn::new(&client, &program).allowing_plain_password(true);

            let mut step = sign_in.with_custom_challenges(&Username::new("user-1")).await.expect(&names);
            while !matches!(step, NextStep::Done(_)) {
                // A reload at every step.
                let paused = serde_json::to_string(&step.pause().expect("a challenge can be paused")).expect("JSON");
                let paused: PausedSignIn = serde_json::from_str(&paused).expect("what was written can be read");
                assert!(!paused.is_over(now()), "{names}");
                step = answer(paused.resume(), &sign_in).await.expect(&names);
            }

            let sent = operations(&sent);
            let calls = || first.calls.iter().chain(&second.calls);
            assert_eq!(sent.len(), 1 + calls().count(), "{names}");
            for (index, ((name, body), (expected_name, expected_body))) in sent.iter().skip(1).zip(calls()).enumerate()
            {
                assert_eq!(body["Session"], json!(format!("session-{index}")), "{names}: the newest session");
                if name == "RespondToAuthChallenge" {
                    assert_eq!(body["ChallengeResponses"]["USERNAME"], "user-1", "{names}");
                }
                let mut body = gist(body.clone());
                // A remembered device is named in every answer of its owner.
                if let Some(responses) = body.get_mut("ChallengeResponses").and_then(Value::as_object_mut)
                    && expected_body["ChallengeResponses"].get("DEVICE_KEY").is_none()
                {
                    responses.remove("DEVICE_KEY");
                }
                assert_eq!((name.as_str(), &body), (*expected_name, expected_body), "{names}");
            }
        }
    }
}

#[tokio::test]
async fn what_can_be_answered_again() {
    for (refusal, outcome) in [
        (refused("CodeMismatchException", "wrong"), "again"),
        (refused("ExpiredCodeException", "used"), "again"),
        (refused("InvalidPasswordException", "weak"), "again"),
        (refused("TooManyRequestsException", "slow"), "again"),
        (refused_with(500, "NotAuthorizedException", "Invalid session for the user."), "again"),
        (refused_with(503, "NewerException", ""), "again"),
        (refused_with(429, "UserNotFoundException", ""), "again"),
        (refused("NotAuthorizedException", "Invalid session for the user."), "over"),
    ] {
        for case in cases().into_iter().filter(|case| case.name != "DEVICE_SRP_AUTH") {
            let answers = [case.posed.clone(), signed_in(Some("refresh-1"))].map(|answer| ok(&answer));
            let [posed, _] = answers;
            let posed = with_session(posed);
            let sent = Sent::default();
            let (client, program) = (client(&sent, [posed, refusal.clone()]), program());
            let sign_in = SignIn::new(&client, &program).allowing_plain_password(true);
            let username = credentials().username;
            let step = sign_in.with_custom_challenges(&username).await.expect(case.name);
            let said = answer(step, &sign_in).await.expect_err(case.name);
            assert!(said.ends_with(outcome), "{}: {said} after {}", case.name, refusal.body);
        }
    }
}

fn with_session(response: Response) -> Response {
    let mut body: Value = serde_json::from_str(&response.body).expect("JSON");
    body["Session"] = json!("session-1");
    ok(&body)
}

#[tokio::test]
async fn the_same_session_again_after_a_wrong_code() {
    let code = json!({ "ChallengeName": "SMS_MFA", "Session": "session-1", "ChallengeParameters": {} });
    let wrong = refused("CodeMismatchException", "Invalid code or auth state for the user.");
    let sent = Sent::default();
    let (client, program) = (client(&sent, [ok(&code), wrong, ok(&signed_in(Some("r")))]), Program::default());
    let sign_in = SignIn::new(&client, &program);
    let step = sign_in.with_plain_password(&credentials()).await;
    let Ok(NextStep::Code(challenge)) = step else { panic!("{step:?}") };
    let Err(Rejected { error, retry: Some(challenge) }) = challenge.answer(&sign_in, &MfaCode::new("000000")).await
    else {
        panic!("a wrong code gives the challenge back")
    };
    assert_eq!(error.code(), Some(&ErrorCode::CodeMismatch));
    let done = challenge.answer(&sign_in, &MfaCode::new("123456")).await;
    assert!(matches!(done, Ok(NextStep::Done(_))), "{done:?}");
    let sessions: Vec<_> = operations(&sent).iter().skip(1).map(|(_, body)| body["Session"].clone()).collect();
    assert_eq!(sessions, ["session-1", "session-1"]);
}

#[tokio::test]
async fn an_app_is_verified_once() {
    let setup = json!({
        "ChallengeName": "MFA_SETUP", "Session": "session-1",
        "ChallengeParameters": { "MFAS_CAN_SETUP": r#"["SOFTWARE_TOKEN_MFA"]"# },
    });
    let answers = [
        ok(&setup),
        ok(&json!({ "SecretCode": "ABCD", "Session": "session-2" })),
        refused("EnableSoftwareTokenMFAException", "Code mismatch"),
        ok(&json!({ "Status": "ERROR", "Session": "session-2" })),
        ok(&json!({ "Status": "SUCCESS", "Session": "session-3" })),
        refused("InternalErrorException", ""),
        ok(&signed_in(Some("r"))),
    ];
    let sent = Sent::default();
    let (client, program) = (client(&sent, answers), Program::default());
    let sign_in = SignIn::new(&client, &program);
    let Ok(NextStep::SetUpMfa(challenge)) = sign_in.with_plain_password(&credentials()).await else {
        panic!("a set-up comes first")
    };
    let mut setup = challenge.set_up_app(&sign_in).await.expect("a key");
    assert_eq!(setup.secret().expose(), "ABCD");
    assert_eq!(
        setup.key_uri("Shop & Co", "someone@example.com").expose(),
        "otpauth://totp/Shop%20%26%20Co:someone%40example.com?secret=ABCD&issuer=Shop%20%26%20Co",
    );
    let mut refusals = Vec::new();
    let done = loop {
        match setup.answer(&sign_in, &MfaCode::new("123456")).await {
            Ok(done) => break done,
            Err(Rejected { error, retry: Some(again) }) => {
                refusals.push(error.to_string());
                setup = again;
            }
            Err(Rejected { error, retry: None }) => panic!("{error}"),
        }
    };
    assert!(matches!(done, NextStep::Done(_)), "{done:?}");
    assert_eq!(
        refusals,
        [
            "EnableSoftwareTokenMFAException (400): Code mismatch",
            "unexpected answer: the authenticator app was not verified",
            "InternalErrorException (400): ",
        ],
    );
    let calls: Vec<_> =
        operations(&sent).into_iter().skip(1).map(|(name, body)| format!("{name} {}", body["Session"])).collect();
    assert_eq!(
        calls,
        [
            "AssociateSoftwareToken \"session-1\"",
            "VerifySoftwareToken \"session-2\"",
            "VerifySoftwareToken \"session-2\"",
            "VerifySoftwareToken \"session-2\"",
            "RespondToAuthChallenge \"session-3\"",
            "RespondToAuthChallenge \"session-3\"",
        ],
    );
}

#[tokio::test]
async fn what_is_no_option_is_not_sent() {
    let posed = json!({
        "ChallengeName": "SELECT_MFA_TYPE", "Session": "s",
        "ChallengeParameters": { "MFAS_CAN_CHOOSE": r#"["SMS_MFA","EMAIL_MFA"]"# },
    });
    let sent = Sent::default();
    let (client, program) = (client(&sent, [ok(&posed), ok(&signed_in(Some("r")))]), Program::default());
    let sign_in = SignIn::new(&client, &program);
    let Ok(NextStep::SelectMfa(challenge)) = sign_in.with_plain_password(&credentials()).await else {
        panic!("a choice comes first")
    };
    assert_eq!(challenge.options(), [CodeKind::Sms, CodeKind::Email]);
    let Err(Rejected { error, retry: Some(challenge) }) = challenge.answer(&sign_in, CodeKind::AuthenticatorApp).await
    else {
        panic!("an app is no option")
    };
    assert_eq!(error, Error::Misuse("no such second factor"));
    assert!(challenge.answer(&sign_in, CodeKind::Email).await.is_ok());
    let answers: Vec<_> =
        operations(&sent).iter().skip(1).map(|(_, body)| body["ChallengeResponses"]["ANSWER"].clone()).collect();
    assert_eq!(answers, ["EMAIL_MFA"], "the name as it was listed");
}

#[tokio::test]
async fn challenges_without_anything_to_pick_are_named_only() {
    for (name, parameters, available) in [
        ("SELECT_MFA_TYPE", json!({ "MFAS_CAN_CHOOSE": r#"["NEWER"]"# }), json!([])),
        ("SELECT_MFA_TYPE", json!({ "MFAS_CAN_CHOOSE": "no list" }), json!([])),
        ("MFA_SETUP", json!({ "MFAS_CAN_SETUP": r#"["SMS_MFA"]"# }), json!([])),
        ("SELECT_CHALLENGE", json!({}), json!(["NEWER"])),
        ("WEB_AUTHN", json!({}), json!([])),
    ] {
        let posed =
            json!({ "ChallengeName": name, "ChallengeParameters": parameters, "AvailableChallenges": available });
        let sent = Sent::default();
        let (client, program) = (client(&sent, [ok(&posed)]), Program::default());
        let step = SignIn::new(&client, &program).with_plain_password(&credentials()).await;
        let Ok(NextStep::Unsupported(challenge)) = &step else { panic!("{name} {parameters}: {step:?}") };
        assert_eq!(challenge.as_str(), name);
    }
}

#[tokio::test]
async fn only_a_code_in_place_of_the_password_can_be_sent_again() {
    let code = json!({ "ChallengeName": "EMAIL_OTP", "Session": "s", "ChallengeParameters": {} });
    let select = json!({ "ChallengeName": "SELECT_CHALLENGE", "Session": "s", "AvailableChallenges": ["EMAIL_OTP"] });
    for (case, answers, expected) in [
        ("preferred", vec![ok(&code)], true),
        ("picked", vec![ok(&select), ok(&code)], true),
        ("after the password", vec![ok(&password_verifier()), ok(&code)], false),
    ] {
        let sent = Sent::default();
        let (client, program) = (client(&sent, answers), Program::default());
        let sign_in = SignIn::new(&client, &program);
        let mut step = sign_in.with_preferred_srp(&credentials()).await.expect(case);
        if let NextStep::SelectFactor(challenge) = step {
            step = challenge.answer(&sign_in, FirstFactor::EmailOtp).await.expect(case);
        }
        let NextStep::Code(challenge) = step else { panic!("{case}: {step:?}") };
        assert_eq!(challenge.is_first_factor(), expected, "{case}");
    }
}

/// The service may be another than it seems to be, or no longer what it was: whatever it asks, who began with SRP does not give
/// the password itself.
#[tokio::test]
async fn the_password_itself_is_sent_where_that_was_meant_alone() {
    let username = credentials().username;
    let password = json!({ "ChallengeName": "PASSWORD", "Session": "s", "ChallengeParameters": {} });
    let select = |available: &[&str]| json!({ "ChallengeName": "SELECT_CHALLENGE", "Session": "s", "AvailableChallenges": available });
    let code = json!({ "ChallengeName": "SMS_MFA", "Session": "s", "ChallengeParameters": {} });
    let verifier = || [password_verifier()];
    for (flow, is_allowed, takes_password) in [
        ("srp", false, false),
        ("srp", true, false),
        ("custom, srp", false, false),
        ("custom, srp", true, false),
        ("choice, srp", false, false),
        ("choice, srp", true, false),
        ("custom", false, false),
        ("custom", true, true),
        ("choice", false, false),
        ("choice", true, true),
        ("signed up", false, false),
        ("plain", false, true),
    ] {
        let begins_with_srp = flow.ends_with("srp");
        let mut befores = vec![vec![], vec![code.clone()]];
        if begins_with_srp {
            // After the proof, and after what follows it.
            befores.push(verifier().to_vec());
            befores.push(verifier().into_iter().chain([code.clone()]).collect());
        }
        for before in befores {
            for (asked, can_pick) in [
                (password.clone(), takes_password),
                (select(&["PASSWORD"]), takes_password),
                (select(&["PASSWORD", "EMAIL_OTP"]), true),
                (select(&["PASSWORD", "PASSWORD_SRP"]), true),
            ] {
                let case = format!("{flow}, allowed {is_allowed}, after {before:?}: {asked}");
                let answers = before.iter().cloned().chain([asked.clone(), signed_in(Some("r"))]);
                let sent = Sent::default();
                let (client, program) = (client(&sent, answers.map(|answer| ok(&answer))), Program::default());
                let sign_in = SignIn::new(&client, &program).allowing_plain_password(is_allowed);
                let mut step = match flow {
                    "srp" => sign_in.with_srp(&credentials()).await,
                    "custom, srp" => sign_in.with_srp_and_custom_challenges(&credentials()).await,
                    "choice, srp" => sign_in.with_preferred_srp(&credentials()).await,
                    "custom" => sign_in.with_custom_challenges(&username).await,
                    "choice" => sign_in.with_choice(&username, None).await,
                    "plain" => sign_in.with_plain_password(&credentials()).await,
                    _ => sign_in.after_sign_up(&username, &ChallengeSession::new("s")).await,
                }
                .expect(&case);
                if let NextStep::Code(challenge) = step {
                    step = challenge.answer(&sign_in, &MfaCode::new("123456")).await.expect(&case);
                }
                let is_open = match step {
                    NextStep::Unsupported(_) => false,
                    NextStep::SelectFactor(challenge) => {
                        let offers_it = challenge.options().contains(&FirstFactor::Password);
                        assert_eq!(offers_it, takes_password, "{case}: the password itself is an option");
                        let has_srp = challenge.options().contains(&FirstFactor::PasswordSrp);
                        let password = &credentials().password;
                        let _ = challenge.answer_with_password(&sign_in, password).await;
                        let told = operations(&sent).last().map(|(_, body)| body["ChallengeResponses"].clone());
                        let was_told = told.is_some_and(|told| told.get("PASSWORD").is_some());
                        assert_eq!(was_told, takes_password && !has_srp, "{case}: what was answered");
                        true
                    }
                    NextStep::Password(challenge) => {
                        assert!(challenge.answer(&sign_in, &credentials().password).await.is_ok(), "{case}");
                        true
                    }
                    other => panic!("{case}: {other:?}"),
                };
                assert_eq!(is_open, can_pick, "{case}");
                let secret = credentials().password.expose().to_owned();
                let gave_it = sent.borrow().iter().skip(1).any(|request| request.body.contains(&secret));
                assert!(takes_password || !gave_it, "{case}: the password was sent");
            }
        }
    }
}

#[tokio::test]
async fn no_password_itself_after_one_by_srp() {
    let srp = json!({ "ChallengeName": "PASSWORD_SRP", "Session": "s", "ChallengeParameters": {} });
    let password = json!({ "ChallengeName": "PASSWORD", "Session": "s", "ChallengeParameters": {} });
    for between in [vec![], vec![password_verifier()]] {
        let answers = [srp.clone()].into_iter().chain(between).chain([password.clone()]);
        let sent = Sent::default();
        let (client, program) = (client(&sent, answers.map(|answer| ok(&answer))), Program::default());
        let sign_in = SignIn::new(&client, &program).allowing_plain_password(true);
        let step = sign_in.with_choice(&credentials().username, None).await;
        let Ok(NextStep::Password(challenge)) = step else { panic!("{step:?}") };
        let step = challenge.answer(&sign_in, &credentials().password).await;
        assert!(matches!(step, Ok(NextStep::Unsupported(_))), "{step:?}");
    }
}
