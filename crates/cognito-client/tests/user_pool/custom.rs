use axum::{Json, Router, routing::post};
use cognito_client::{
    ErrorCode,
    secrets::Password,
    sign_in::{Credentials, NextStep, Rejected},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::person::{PASSWORD, Person, credentials, signed_in};

/// Asks three questions, each of which wants its number for an answer; two wrong answers in a row are one too many.
async fn trigger(Json(mut event): Json<Value>) -> Json<Value> {
    let answered = event["request"]["session"].as_array().map_or(&[][..], Vec::as_slice);
    let custom: Vec<_> = answered.iter().filter(|round| round["challengeName"] == "CUSTOM_CHALLENGE").collect();
    let right = custom.iter().filter(|round| round["challengeResult"] == true).count();
    let wrong = custom.iter().rev().take_while(|round| round["challengeResult"] == false).count();
    let last = answered.last().map(|round| round["challengeName"].clone()).unwrap_or_default();
    let source = event["triggerSource"].as_str().unwrap_or_default().to_owned();
    event["response"] = match source.split('_').next() {
        Some("DefineAuthChallenge") => {
            let next = if last == "SRP_A" { "PASSWORD_VERIFIER" } else { "CUSTOM_CHALLENGE" };
            json!({ "challengeName": next, "issueTokens": right == 3, "failAuthentication": wrong == 2 })
        }
        Some("CreateAuthChallenge") => json!({
            "publicChallengeParameters": { "prompt": format!("Question {}", right + 1) },
            "privateChallengeParameters": { "answer": format!("{}", right + 1) },
        }),
        _ => json!({
            "answerCorrect":
                event["request"]["challengeAnswer"] == event["request"]["privateChallengeParameters"]["answer"],
        }),
    };
    Json(event)
}

pub(crate) async fn person() -> Person {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async { axum::serve(listener, Router::new().route("/", post(trigger))).await });
    Person::at(&format!(
        r#"
        [UserPool.LambdaConfig]
        DefineAuthChallenge = "{url}"
        CreateAuthChallenge = "{url}"
        VerifyAuthChallengeResponse = "{url}"
        [[users]]
        email = "first@example.com"
        password = "Passw0rd!"
        "#
    ))
    .await
}

#[tokio::test]
async fn three_questions_with_and_without_the_password() {
    let person = person().await;
    let sign_in = person.sign_in();
    for has_password in [false, true] {
        // Pasted, with blanks around it.
        let password = Password::new(format!(" {PASSWORD}\n"));
        let credentials = Credentials { password, ..credentials("first@example.com") };
        let mut step = if has_password {
            sign_in.with_srp_and_custom_challenges(&credentials).await.expect("a question")
        } else {
            sign_in.with_custom_challenges(&credentials.username).await.expect("a question")
        };
        for (number, answer) in [("1", "1"), ("2", "wrong"), ("2", "2"), ("3", "3")] {
            let NextStep::Custom(challenge) = step else { panic!("{number}: {step:?}") };
            assert_eq!(challenge.parameter("prompt"), Some(format!("Question {number}").as_str()));
            step = challenge.answer(&sign_in, answer).await.expect("another step");
        }
        signed_in(step);
    }
}

#[tokio::test]
async fn too_many_wrong_answers() {
    let person = person().await;
    let sign_in = person.sign_in();
    let step = sign_in.with_custom_challenges(&credentials("first@example.com").username).await;
    let Ok(NextStep::Custom(challenge)) = step else { panic!("{step:?}") };
    let step = challenge.answer(&sign_in, "wrong").await;
    let Ok(NextStep::Custom(challenge)) = step else { panic!("{step:?}") };
    let Err(Rejected { error, retry: None }) = challenge.answer(&sign_in, "wrong").await else {
        panic!("a second wrong answer is one too many")
    };
    assert_eq!(error.code(), Some(&ErrorCode::NotAuthorized));
}
