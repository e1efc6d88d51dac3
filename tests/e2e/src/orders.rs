//! The service that examples/guarded-app calls. It takes access tokens as any service would: by the keys that the pool
//! publishes, and not by asking the pool.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::get,
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, jwk::JwkSet};
use local_user_pool::{Clock, Config, Running};
use serde_json::Value;

#[derive(Clone)]
struct Service {
    keys: String,
    issuer: String,
    client_id: String,
    clock: Clock,
}

/// The service for the users of that pool.
pub(crate) fn service(pool: &Running, config: &Config) -> Router {
    let service = Service {
        keys: format!("{}/{}/.well-known/jwks.json", pool.base_url().trim_end_matches('/'), config.user_pool.id),
        issuer: pool.issuer(),
        client_id: config.client.client_id.clone(),
        clock: pool.clock().clone(),
    };
    Router::new().route("/api/orders", get(orders)).with_state(service)
}

async fn orders(State(service): State<Service>, headers: HeaderMap) -> Result<String, StatusCode> {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let claims = match token {
        Some(token) => service.claims(token).await,
        None => None,
    };
    let username = claims.as_ref().and_then(|claims| claims["username"].as_str()).ok_or(StatusCode::UNAUTHORIZED)?;
    Ok(format!("One order of {username}."))
}

impl Service {
    /// The claims of an access token that is genuine, this client's and not expired.
    async fn claims(&self, token: &str) -> Option<Value> {
        let key_id = jsonwebtoken::decode_header(token).ok()?.kid?;
        let keys: JwkSet = reqwest::get(&self.keys).await.ok()?.json().await.ok()?;
        let key = DecodingKey::from_jwk(keys.find(&key_id)?).ok()?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[&self.issuer]);
        // By a clock that journeys can move; access tokens have no audience.
        validation.validate_exp = false;
        validation.validate_aud = false;
        let claims = jsonwebtoken::decode::<Value>(token, &key, &validation).ok()?.claims;
        let is_access = claims["token_use"] == "access" && claims["client_id"] == self.client_id.as_str();
        (is_access && claims["exp"].as_u64()? > self.clock.now()).then_some(claims)
    }
}
