//! Handlers of a pool's triggers.

use std::{
    future::ready,
    sync::{Arc, Mutex},
};

use axum::{Json, Router, http::StatusCode, routing::post};
use local_user_pool::settings::Trigger;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::setup::Setup;

const CUSTOM: [Trigger; 3] =
    [Trigger::DefineAuthChallenge, Trigger::CreateAuthChallenge, Trigger::VerifyAuthChallengeResponse];

/// The handlers of custom challenges. After the password, if the sign-in began with one, they ask for one word after
/// another. Two wrong words end the sign-in.
#[derive(Debug)]
pub struct WordHandlers {
    url: String,
    events: Arc<Mutex<Vec<Value>>>,
}

impl WordHandlers {
    /// Handlers that ask for these words.
    pub async fn start(words: &'static [&'static str]) -> Self {
        let events = Arc::<Mutex<Vec<Value>>>::default();
        let kept = Arc::clone(&events);
        let url = serve(move |event| {
            kept.lock().expect("no handler has panicked").push(event.clone());
            response(event, words)
        });
        Self { url: url.await, events }
    }

    /// Makes a pool ask them.
    pub fn register(&self, setup: &mut Setup) {
        setup.config.user_pool.lambda_config.extend(CUSTOM.map(|trigger| (trigger, self.url.clone())));
    }

    /// Every event of that source so far, as it came.
    pub fn events(&self, source: &str) -> Vec<Value> {
        let events = self.events.lock().expect("no handler has panicked");
        events.iter().filter(|event| event["triggerSource"] == source).cloned().collect()
    }
}

/// Makes a pool say that its users are in these groups.
pub async fn put_into_groups(setup: &mut Setup, groups: &'static [&'static str]) {
    let details = json!({ "groupOverrideDetails": { "groupsToOverride": groups } });
    let url = serve(move |_| json!({ "claimsOverrideDetails": details })).await;
    setup.config.user_pool.lambda_config.insert(Trigger::PreTokenGeneration, url);
}

/// Makes a pool confirm accounts as they are made.
pub async fn confirm_at_once(setup: &mut Setup) {
    let url = serve(|_| json!({ "autoConfirmUser": true, "autoVerifyEmail": true, "autoVerifyPhone": false }));
    setup.config.user_pool.lambda_config.insert(Trigger::PreSignUp, url.await);
}

/// Makes a pool ask a handler that always refuses, in these words.
pub async fn refuse(setup: &mut Setup, trigger: Trigger, words: &'static str) {
    let refusal = json!({ "errorMessage": words }).to_string();
    let handle = move || ready((StatusCode::BAD_REQUEST, refusal.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("a bound listener"));
    tokio::spawn(async { axum::serve(listener, Router::new().route("/", post(handle))).await });
    setup.config.user_pool.lambda_config.insert(trigger, url);
}

/// Answers events, until the test ends; gives where.
async fn serve(respond: impl Fn(&Value) -> Value + Clone + Send + Sync + 'static) -> String {
    let handle = move |Json(mut event): Json<Value>| {
        event["response"] = respond(&event);
        async { Json(event) }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("a bound listener"));
    tokio::spawn(async { axum::serve(listener, Router::new().route("/", post(handle))).await });
    url
}

fn response(event: &Value, words: &[&str]) -> Value {
    let request = &event["request"];
    let session = request["session"].as_array().cloned().unwrap_or_default();
    let count = |name: &str, result: bool| {
        session.iter().filter(|past| past["challengeName"] == name && past["challengeResult"] == result).count()
    };
    let round = count("CUSTOM_CHALLENGE", true);
    match event["triggerSource"].as_str() {
        Some("DefineAuthChallenge_Authentication") => {
            let by_password = count("SRP_A", true) > count("PASSWORD_VERIFIER", true);
            json!({
                "challengeName": if by_password { "PASSWORD_VERIFIER" } else { "CUSTOM_CHALLENGE" },
                "issueTokens": round == words.len(),
                "failAuthentication": count("CUSTOM_CHALLENGE", false) > 1,
            })
        }
        Some("CreateAuthChallenge_Authentication") => json!({
            "publicChallengeParameters": { "prompt": format!("What is word {}?", round + 1) },
            "privateChallengeParameters": { "word": words.get(round) },
        }),
        _ => json!({ "answerCorrect": request["challengeAnswer"] == request["privateChallengeParameters"]["word"] }),
    }
}
