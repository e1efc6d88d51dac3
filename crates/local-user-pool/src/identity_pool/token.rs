//! OpenID tokens of an identity pool, with which AWS would give a role's credentials
//! (<https://docs.aws.amazon.com/cognito/latest/developerguide/open-id.html>).

use serde_json::{Value, json};

use super::{Identities, unknown_identity};
use crate::{error::ServiceError, pool::signing_key::SigningKey};

/// `iss`, and the provider's name where such a token is a login.
pub(crate) const PROVIDER: &str = "cognito-identity.amazonaws.com";

impl Identities {
    /// Whether OpenID tokens were asked for before.
    pub(crate) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// A key made outside of the lock, unless there is one by now.
    pub(crate) fn set_key(&mut self, key: SigningKey) {
        self.key.get_or_insert(key);
    }

    /// The public key, as an entry of a JWKS.
    pub(crate) fn public_jwk(&self) -> Option<Value> {
        self.key.as_ref().map(SigningKey::public_jwk)
    }

    /// A token that says of an identity by whom it is known.
    ///
    /// # Errors
    /// ResourceNotFoundException.
    pub(crate) fn open_id_token(&self, id: &str, now: u64, seconds: u64) -> Result<String, ServiceError> {
        let identity = self.identities.get(id).ok_or_else(|| unknown_identity(id))?;
        let key = self.key.as_ref().ok_or_else(|| ServiceError::internal("no key"))?;
        let pool_id = &self.settings.identity_pool_id;
        let mut methods = vec![if identity.is_guest() { "unauthenticated" } else { "authenticated" }.to_owned()];
        for (provider, sub) in &identity.logins {
            methods.extend([provider.clone(), format!("{provider}:CognitoSignIn:{sub}")]);
        }
        if let Some(provider) = &self.settings.developer_provider_name {
            for developer_id in &identity.developer_ids {
                methods.extend([provider.clone(), format!("{provider}:{pool_id}:{developer_id}")]);
            }
        }
        key.sign(&json!({
            "sub": id,
            "aud": pool_id,
            "amr": methods,
            "iss": format!("https://{PROVIDER}"),
            "iat": now,
            "exp": now + seconds,
        }))
    }

    /// Checks a token of [`Identities::open_id_token`] for an identity.
    ///
    /// # Errors
    /// NotAuthorizedException for another one's, and for one that is not right or has ended.
    pub(crate) fn check_open_id_token(&self, id: &str, token: &str, now: u64) -> Result<(), ServiceError> {
        let claims = self.key.as_ref().and_then(|key| key.verified(token)).unwrap_or_default();
        let is_right = claims["sub"] == id && claims["exp"].as_u64().is_some_and(|end| now < end);
        if is_right { Ok(()) } else { Err(ServiceError::not_authorized("Invalid login token.")) }
    }
}
