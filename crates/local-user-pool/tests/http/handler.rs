//! A trigger handler, as anyone may write one: an HTTP server that fills in `response` of the events it gets.

use std::sync::{Arc, Mutex};

use axum::{Json, Router, http::StatusCode, response::IntoResponse, routing::post};
use local_user_pool::{
    Config,
    settings::{Trigger, UserPool},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub struct Handler {
    pub url: String,
    events: Arc<Mutex<Vec<Value>>>,
}

impl Handler {
    /// `answer` gives `response` of an event, or why the handler refuses.
    pub async fn start(answer: impl Fn(&Value) -> Result<Value, String> + Clone + Send + Sync + 'static) -> Self {
        let events = Arc::<Mutex<Vec<Value>>>::default();
        let kept = Arc::clone(&events);
        let handle = move |Json(mut event): Json<Value>| {
            kept.lock().unwrap().push(event.clone());
            let answered = match answer(&event) {
                Ok(response) => {
                    event["response"] = response;
                    (StatusCode::OK, Json(event))
                }
                Err(message) => (StatusCode::BAD_REQUEST, Json(json!({ "errorMessage": message }))),
            };
            async { answered.into_response() }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, Router::new().route("/", post(handle))).await });
        Self { url, events }
    }

    /// A pool that asks it.
    pub fn config(&self, triggers: &[Trigger]) -> Config {
        let lambda_config = triggers.iter().map(|trigger| (*trigger, self.url.clone())).collect();
        Config { user_pool: UserPool { lambda_config, ..UserPool::default() }, ..Config::default() }
    }

    /// Every event so far, as it came.
    pub fn events(&self) -> Vec<Value> {
        self.events.lock().unwrap().clone()
    }

    /// `request` of the last event from `source`.
    #[track_caller]
    pub fn last_request(&self, source: &str) -> Value {
        let events = self.events();
        let event = events.iter().rfind(|event| event["triggerSource"] == source);
        event.unwrap_or_else(|| panic!("no event {source}"))["request"].clone()
    }
}
