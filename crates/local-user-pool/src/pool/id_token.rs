//! What an id token is worth to an identity pool.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

use super::Pool;
use crate::error::ServiceError;

/// What a right id token says.
pub(crate) struct IdClaims {
    pub(crate) sub: String,
    /// The client that it is for.
    pub(crate) aud: String,
    username: String,
    origin_jti: String,
}

impl Pool {
    /// Checks signature, issuer, kind and age.
    ///
    /// # Errors
    /// NotAuthorizedException, with what is wrong.
    pub(crate) fn id_claims(&self, token: &str, now: u64) -> Result<IdClaims, ServiceError> {
        let claims = match self.data.verified_id(token) {
            Some(claims) => claims,
            None if self.data.verified_access(token).is_some() => {
                return Err(invalid("Missing a required claim: aud"));
            }
            None => return Err(self.unverified(token)),
        };
        let text = |name: &str| claims[name].as_str().unwrap_or_default();
        if text("iss") != self.issuer {
            return Err(issuer_differs());
        }
        if text("token_use") != "id" {
            return Err(invalid("Not a valid OpenId Connect identity token."));
        }
        let end = claims["exp"].as_u64().unwrap_or_default();
        if now >= end {
            return Err(invalid(&format!("Token expired: {now} >= {end}")));
        }
        let owned = |name: &str| text(name).to_owned();
        let origin_jti = if text("origin_jti").is_empty() { owned("event_id") } else { owned("origin_jti") };
        Ok(IdClaims { sub: owned("sub"), aud: owned("aud"), username: owned("cognito:username"), origin_jti })
    }

    /// ServerSideTokenCheck: whether the user is still there, enabled and signed in.
    ///
    /// # Errors
    /// NotAuthorizedException if not.
    pub(crate) fn check_still_signed_in(&self, claims: &IdClaims) -> Result<(), ServiceError> {
        let is_enabled = self.data.users.get(&claims.username).is_some_and(|user| user.enabled);
        let is_signed_in = self.data.sign_ins.get(&claims.origin_jti).is_some_and(|sign_in| !sign_in.revoked);
        if is_enabled && is_signed_in { Ok(()) } else { Err(invalid("Token is revoked.")) }
    }

    /// What is wrong with a token that this pool has not signed.
    fn unverified(&self, token: &str) -> ServiceError {
        let payload = token.split('.').nth(1).and_then(|part| BASE64_URL_SAFE_NO_PAD.decode(part).ok());
        let claims = payload.and_then(|payload| serde_json::from_slice::<Value>(&payload).ok());
        match claims.as_ref().and_then(|claims| claims["iss"].as_str()) {
            None => invalid("Not a valid OpenId Connect identity token."),
            Some(issuer) if issuer != self.issuer => issuer_differs(),
            Some(_) => invalid("Couldn't verify signed token."),
        }
    }
}

fn issuer_differs() -> ServiceError {
    invalid("Issuer doesn't match providerName")
}

fn invalid(problem: &str) -> ServiceError {
    ServiceError::not_authorized(format!("Invalid login token. {problem}"))
}
