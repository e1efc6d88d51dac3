//! CUSTOM_AUTH: rounds that a handler defines.

use std::{collections::BTreeMap, time::Duration};

use local_user_pool::{
    Config,
    settings::{Trigger, UserExistenceErrors, UserPoolClient},
};
use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, Exchange, FIRST, Refusal, assert_refused},
    devices::{self, Device},
    handler::Handler,
};

const INCORRECT: &str = "Incorrect username or password.";
const TRIGGERS: [Trigger; 3] =
    [Trigger::DefineAuthChallenge, Trigger::CreateAuthChallenge, Trigger::VerifyAuthChallengeResponse];
const WORDS: [&str; 3] = ["one", "two", "three"];

/// The password first, if there is a public value for it; then three words, one after another. Two wrong answers end
/// it.
fn three_words(event: &Value) -> Result<Value, String> {
    let request = &event["request"];
    let session = request["session"].as_array().cloned().unwrap_or_default();
    let count = |name: &str, result: bool| {
        session.iter().filter(|past| past["challengeName"] == name && past["challengeResult"] == result).count()
    };
    let round = count("CUSTOM_CHALLENGE", true);
    Ok(match event["triggerSource"].as_str().unwrap_or_default() {
        "DefineAuthChallenge_Authentication" if count("CUSTOM_CHALLENGE", false) > 1 => {
            json!({ "failAuthentication": true, "issueTokens": false })
        }
        "DefineAuthChallenge_Authentication" if round == WORDS.len() => {
            json!({ "issueTokens": true, "failAuthentication": false })
        }
        "DefineAuthChallenge_Authentication" => {
            let by_password = count("SRP_A", true) > count("PASSWORD_VERIFIER", true);
            let name = if by_password { "PASSWORD_VERIFIER" } else { "CUSTOM_CHALLENGE" };
            json!({ "challengeName": name, "issueTokens": false, "failAuthentication": false })
        }
        "CreateAuthChallenge_Authentication" => json!({
            "publicChallengeParameters": { "prompt": format!("Word {}", round + 1) },
            "privateChallengeParameters": { "word": WORDS[round] },
            "challengeMetadata": format!("ROUND_{}", round + 1),
        }),
        "VerifyAuthChallengeResponse_Authentication" => {
            let right = request["challengeAnswer"] == request["privateChallengeParameters"]["word"];
            json!({ "answerCorrect": right && request["userNotFound"] == false })
        }
        other => return Err(format!("unexpected {other}")),
    })
}

async fn initiate(client: &Client, parameters: Value) -> Result<Value, Refusal> {
    let body = json!({
        "AuthFlow": "CUSTOM_AUTH",
        "ClientId": CLIENT_ID,
        "AuthParameters": parameters,
        "ClientMetadata": { "from": "InitiateAuth" },
    });
    client.call("InitiateAuth", body).await
}

async fn answer(client: &Client, asked: &Value, answer: &str) -> Result<Value, Refusal> {
    let body = json!({
        "ChallengeName": "CUSTOM_CHALLENGE",
        "ClientId": CLIENT_ID,
        "Session": asked["Session"],
        "ChallengeResponses": { "USERNAME": asked["ChallengeParameters"]["USERNAME"], "ANSWER": answer },
        "ClientMetadata": { "from": "RespondToAuthChallenge" },
    });
    client.call("RespondToAuthChallenge", body).await
}

fn prompt(asked: &Value) -> (&Value, &Value) {
    (&asked["ChallengeName"], &asked["ChallengeParameters"]["prompt"])
}

#[tokio::test]
async fn three_rounds_without_a_password() {
    let handler = Handler::start(three_words).await;
    let client = Client::with(handler.config(&TRIGGERS)).await;
    let mut asked = initiate(&client, json!({ "USERNAME": DEMO })).await.unwrap();
    let username = asked["ChallengeParameters"]["USERNAME"].clone();
    for (round, word) in WORDS.iter().enumerate() {
        let expected = format!("Word {}", round + 1);
        assert_eq!(prompt(&asked), (&json!("CUSTOM_CHALLENGE"), &json!(expected)));
        assert_eq!(asked["ChallengeParameters"]["word"], Value::Null, "private");
        asked = answer(&client, &asked, word).await.unwrap();
    }
    let tokens = &asked["AuthenticationResult"];
    assert_eq!(client.get_user(&tokens["AccessToken"]).await.unwrap()["Username"], username);
    assert!(tokens["RefreshToken"].is_string());

    let events = handler.events();
    let sources: Vec<&str> =
        events.iter().map(|event| event["triggerSource"].as_str().unwrap().split('_').next().unwrap()).collect();
    let (define, create, verify) = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse");
    assert_eq!(sources, [define, create, verify, define, create, verify, define, create, verify, define]);
    let first = &events[0];
    for (name, expected) in [
        ("version", json!("1")),
        ("region", json!("us-east-1")),
        ("userPoolId", json!("us-east-1_LocalPool1")),
        ("userName", username),
        ("callerContext", json!({ "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": CLIENT_ID })),
    ] {
        assert_eq!(first[name], expected, "{name}");
    }
    let request = &first["request"];
    assert_eq!((&request["session"], &request["userNotFound"]), (&json!([]), &json!(false)));
    assert_eq!(request["clientMetadata"], json!({}), "InitiateAuth's does not reach this trigger");
    assert_eq!(request["userAttributes"]["email"], DEMO);
    assert_eq!(request["userAttributes"]["cognito:user_status"], "CONFIRMED");
    let past = |round: u32| json!({ "challengeName": "CUSTOM_CHALLENGE", "challengeResult": true, "challengeMetadata": format!("ROUND_{round}") });
    let last = handler.last_request("DefineAuthChallenge_Authentication");
    assert_eq!(last["session"], json!([past(1), past(2), past(3)]));
    assert_eq!(last["clientMetadata"], json!({ "from": "RespondToAuthChallenge" }));
    let verified = handler.last_request("VerifyAuthChallengeResponse_Authentication");
    assert_eq!(verified["challengeAnswer"], "three");
    assert_eq!(verified["privateChallengeParameters"], json!({ "word": "three" }));
}

#[tokio::test]
async fn a_wrong_answer_is_for_the_handler_to_judge() {
    let handler = Handler::start(three_words).await;
    let client = Client::with(handler.config(&TRIGGERS)).await;
    let first = initiate(&client, json!({ "USERNAME": DEMO })).await.unwrap();
    let again = answer(&client, &first, "wrong").await.unwrap();
    assert_eq!(prompt(&again), (&json!("CUSTOM_CHALLENGE"), &json!("Word 1")));
    assert_ne!(first["Session"], again["Session"]);
    let old = answer(&client, &first, "one").await;
    assert_refused("used session", old, "NotAuthorizedException", "Invalid session for the user.");
    let second = answer(&client, &again, "one").await.unwrap();
    assert_eq!(prompt(&second), (&json!("CUSTOM_CHALLENGE"), &json!("Word 2")));
    let refused = answer(&client, &second, "wrong").await;
    assert_refused("second wrong answer", refused, "NotAuthorizedException", INCORRECT);

    let late = initiate(&client, json!({ "USERNAME": DEMO })).await.unwrap();
    client.pool.advance(Duration::from_secs(180));
    let expired = "Invalid session for the user, session is expired.";
    assert_refused("late", answer(&client, &late, "one").await, "NotAuthorizedException", expired);
}

#[tokio::test]
async fn three_rounds_after_the_password() {
    let handler = Handler::start(three_words).await;
    let client = Client::with(handler.config(&TRIGGERS)).await;
    for (name, password) in [("right", DEMO_PASSWORD), ("wrong", "Wrong-passw0rd")] {
        let start = Exchange::start();
        let parameters = json!({ "USERNAME": DEMO, "CHALLENGE_NAME": "SRP_A", "SRP_A": start.srp_a() });
        let asked = initiate(&client, parameters).await.unwrap();
        assert_eq!(asked["ChallengeName"], "PASSWORD_VERIFIER", "{name}");
        let responses: BTreeMap<String, String> = start.challenge(&asked).answer(password, &client.timestamp(0));
        let body = json!({
            "ChallengeName": "PASSWORD_VERIFIER",
            "ClientId": CLIENT_ID,
            "Session": asked["Session"],
            "ChallengeResponses": responses,
        });
        let answered = client.call("RespondToAuthChallenge", body).await;
        if name == "wrong" {
            assert_refused(name, answered, "NotAuthorizedException", INCORRECT);
            continue;
        }
        let mut asked = answered.unwrap();
        for word in WORDS {
            assert_eq!(asked["ChallengeName"], "CUSTOM_CHALLENGE");
            asked = answer(&client, &asked, word).await.unwrap();
        }
        client.get_user(&asked["AuthenticationResult"]["AccessToken"]).await.unwrap();
        let session = handler.last_request("DefineAuthChallenge_Authentication")["session"].clone();
        let names: Vec<&Value> = session.as_array().unwrap().iter().map(|past| &past["challengeName"]).collect();
        assert_eq!(names[..2], ["SRP_A", "PASSWORD_VERIFIER"]);
        assert_eq!(names.len(), 5);
    }
}

#[tokio::test]
async fn no_second_factor_but_a_remembered_device() {
    let handler = Handler::start(three_words).await;
    let mut config = devices::config_with_mfa(true);
    config.user_pool.lambda_config = handler.config(&TRIGGERS).user_pool.lambda_config;
    let client = Client::with(config).await;
    let through = async |key: Option<&str>| {
        let mut asked = initiate(&client, json!({ "USERNAME": FIRST })).await.unwrap();
        for word in WORDS {
            let mut responses = json!({ "ANSWER": word });
            if let Some(key) = key {
                responses["DEVICE_KEY"] = json!(key);
            }
            asked = client.answer(&asked, FIRST, responses).await.unwrap();
        }
        asked
    };
    let done = through(None).await;
    let tokens = &done["AuthenticationResult"];
    assert!(tokens["AccessToken"].is_string(), "no code is asked for: {done}");
    let device = Device::of(tokens);
    device.confirm(&client, tokens).await.unwrap();
    let asked = through(Some(device.key())).await;
    let done = devices::prove_device(&client, &device, device.password(), &asked).await.unwrap();
    assert_eq!(done["AuthenticationResult"]["NewDeviceMetadata"], Value::Null);
}

#[tokio::test]
async fn unknown_users() {
    let handler = Handler::start(three_words).await;
    let client = Client::with(handler.config(&TRIGGERS)).await;
    let nobody = json!({ "USERNAME": "nobody@example.org" });
    let first = initiate(&client, nobody.clone()).await.unwrap();
    let asked = initiate(&client, nobody.clone()).await.unwrap();
    assert_eq!(first["ChallengeParameters"], asked["ChallengeParameters"], "the same each time");
    assert_eq!(handler.last_request("DefineAuthChallenge_Authentication")["userNotFound"], true);
    assert_eq!(handler.last_request("DefineAuthChallenge_Authentication")["userAttributes"], json!({}));
    let asked = answer(&client, &asked, "one").await.unwrap();
    assert_eq!(prompt(&asked), (&json!("CUSTOM_CHALLENGE"), &json!("Word 1")), "the handler takes no answer");
    let refused = answer(&client, &asked, "one").await;
    assert_refused("second", refused, "NotAuthorizedException", INCORRECT);

    let generous = Handler::start(|_| Ok(json!({ "issueTokens": true, "failAuthentication": false }))).await;
    let client = Client::with(generous.config(&TRIGGERS)).await;
    initiate(&client, json!({ "USERNAME": DEMO })).await.unwrap();
    assert_refused("tokens for nobody", initiate(&client, nobody.clone()).await, "NotAuthorizedException", INCORRECT);

    let mut config = handler.config(&TRIGGERS);
    config.client =
        UserPoolClient { prevent_user_existence_errors: UserExistenceErrors::Legacy, ..UserPoolClient::default() };
    let client = Client::with(config).await;
    let refused = initiate(&client, nobody).await;
    assert_refused("legacy", refused, "UserNotFoundException", "User does not exist.");
}

#[tokio::test]
async fn handlers_that_fail() {
    let demo = json!({ "USERNAME": DEMO });
    let missing = "Custom auth lambda trigger is not configured for the user pool.";
    let client = Client::with(Config::default()).await;
    assert_refused("none", initiate(&client, demo.clone()).await, "InvalidParameterException", missing);

    type Answer = fn(&Value) -> Result<Value, String>;
    let cases: [(&str, Answer, &str, &str); 5] = [
        (
            "refusal",
            |_| Err("not today".to_owned()),
            "UserLambdaValidationException",
            "DefineAuthChallenge failed with error not today.",
        ),
        ("nothing defined", |_| Ok(json!({})), "InvalidLambdaResponseException", "Unrecognizable lambda output"),
        (
            "no boolean",
            |_| Ok(json!({ "issueTokens": "yes" })),
            "InvalidLambdaResponseException",
            "Unrecognizable lambda output",
        ),
        (
            "a password that nobody began to prove",
            |_| Ok(json!({ "challengeName": "PASSWORD_VERIFIER" })),
            "InvalidLambdaResponseException",
            "Unrecognizable lambda output",
        ),
        (
            "failed",
            |_| Ok(json!({ "failAuthentication": true, "issueTokens": true })),
            "NotAuthorizedException",
            INCORRECT,
        ),
    ];
    for (name, answer, code, message) in cases {
        let handler = Handler::start(answer).await;
        let client = Client::with(handler.config(&TRIGGERS)).await;
        assert_refused(name, initiate(&client, demo.clone()).await, code, message);
    }

    let parameters_of_numbers = Handler::start(|event| match event["triggerSource"].as_str() {
        Some("DefineAuthChallenge_Authentication") => Ok(json!({ "challengeName": "CUSTOM_CHALLENGE" })),
        _ => Ok(json!({ "publicChallengeParameters": { "round": 1 } })),
    })
    .await;
    let client = Client::with(parameters_of_numbers.config(&TRIGGERS)).await;
    let refused = initiate(&client, demo).await;
    assert_refused("numbers", refused, "InvalidLambdaResponseException", "Unrecognizable lambda output");
}
