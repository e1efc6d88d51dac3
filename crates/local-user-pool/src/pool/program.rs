//! Access tokens of programs: the client credentials grant (RFC 6749, section 4.4).

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Pool, customization::Customization, scopes::Scopes};
use crate::{
    error::ServiceError,
    settings::{UserPoolClient, is_standard_scope},
};

impl Pool {
    /// AuthenticationResult with nothing but an access token; its subject is the client.
    pub(crate) fn program_token(
        &mut self,
        client: &UserPoolClient,
        scopes: &Scopes,
        customization: &Customization,
        now: u64,
    ) -> Result<Value, ServiceError> {
        self.make_keys()?;
        let mut claims = json!({
            "sub": client.client_id,
            "iss": self.issuer,
            "token_use": "access",
            "version": 2,
            "auth_time": now,
            "iat": now,
            "exp": now + client.access_token_seconds(),
            "jti": Uuid::new_v4().to_string(),
            "client_id": client.client_id,
            "scope": customization.scopes(scopes).to_string(),
        });
        customization.change_access(&mut claims);
        Ok(json!({
            "AccessToken": self.data.sign_access(&claims)?,
            "ExpiresIn": client.access_token_seconds(),
            "TokenType": "Bearer",
        }))
    }

    /// Whether access tokens may be for that: one of OpenID Connect's and Cognito's own, or a resource server's.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        is_standard_scope(scope) || self.has_custom_scope(scope)
    }

    /// Whether that is a resource server's.
    pub(crate) fn has_custom_scope(&self, scope: &str) -> bool {
        self.data.resource_servers.values().any(|server| server.full_scopes().any(|own| own == scope))
    }
}
