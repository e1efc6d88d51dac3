//! A service that asks for what no client knows.

use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower_http::cors::CorsLayer;

/// Answers every sign-in with a challenge of that name; gives its address.
pub async fn start_strange_service(challenge: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("a bound listener").port();
    let answer: Value = json!({ "ChallengeName": challenge, "Session": "A".repeat(20), "ChallengeParameters": {} });
    let router = Router::new().fallback(move || async move { Json(answer) }).layer(CorsLayer::very_permissive());
    tokio::spawn(async { axum::serve(listener, router).await });
    format!("http://localhost:{port}")
}
