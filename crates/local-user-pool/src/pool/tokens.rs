//! Issues tokens for a sign-in, and says what the tokens that come back are worth.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Pool,
    customization::Customization,
    grant::Grant,
    identities::IDENTITIES,
    methods::Methods,
    scopes::{OPENID, Scopes},
    sign_in::Standing,
    user::User,
};
use crate::{error::ServiceError, random, settings::UserPoolClient};

/// What a valid access token says.
pub(crate) struct Access {
    /// Of the sign-in that it belongs to.
    pub(crate) origin_jti: String,
    pub(crate) username: String,
    pub(crate) client_id: String,
    pub(crate) scopes: Scopes,
}

/// Where a sign-in comes from.
pub(crate) struct Origin {
    /// DEVICE_KEY, where the pool tracks devices.
    pub(crate) device_key: Option<String>,
    /// DeviceType of its session.
    pub(crate) device_type: String,
    /// How the user has proven who they are.
    pub(crate) methods: Methods,
}

impl Pool {
    /// Signs a user in: AuthenticationResult with a refresh token.
    pub(crate) fn sign_in(
        &mut self,
        username: &str,
        client: &UserPoolClient,
        origin: Origin,
        customization: &Customization,
        now: u64,
    ) -> Result<Value, ServiceError> {
        let lifetime = client.refresh_token_seconds();
        let (origin_jti, refresh_token) =
            self.data.sign_ins.begin(username, &client.client_id, origin.device_key, now, lifetime)?;
        self.data.sign_ins.set_methods(&origin_jti, origin.methods);
        self.track(&origin_jti, origin.device_type, now)?;
        let mut result = self.fresh_tokens(&origin_jti, client, customization, None, now)?;
        result["RefreshToken"] = Value::String(refresh_token);
        Ok(result)
    }

    /// Signs a user in whom managed login knows: AuthenticationResult, and the sign-in's origin_jti.
    pub(crate) fn sign_in_by_grant(
        &mut self,
        username: &str,
        client: &UserPoolClient,
        grant: &Grant,
        device_type: String,
        customization: &Customization,
        now: u64,
    ) -> Result<(Value, String), ServiceError> {
        let lifetime = client.refresh_token_seconds();
        let (origin_jti, refresh_token) = self.data.sign_ins.begin(username, &client.client_id, None, now, lifetime)?;
        self.track(&origin_jti, device_type, now)?;
        self.data.sign_ins.set_grant(&origin_jti, grant);
        let mut result = self.fresh_tokens(&origin_jti, client, customization, grant.nonce.as_deref(), now)?;
        result["RefreshToken"] = Value::String(refresh_token);
        Ok((result, origin_jti))
    }

    fn track(&mut self, origin_jti: &str, device_type: String, now: u64) -> Result<(), ServiceError> {
        let settings = self.settings();
        match settings.tracks_sessions() {
            true => {
                let most = settings.token_session.max_per_user;
                self.data.sign_ins.track(origin_jti, device_type, most, now)
            }
            false => Ok(()),
        }
    }

    /// AuthenticationResult. It has a refresh token only where they are rotated; else the old one stays in use.
    ///
    /// # Errors
    /// NotAuthorizedException for a token that is not valid any more, RefreshTokenReuseException for one that was
    /// replaced: that ends the whole sign-in, because one of the two who have it is a thief.
    pub(crate) fn refresh(
        &mut self,
        refresh_token: &str,
        client: &UserPoolClient,
        device_type: String,
        customization: &Customization,
        now: u64,
    ) -> Result<Value, ServiceError> {
        let invalid = || ServiceError::not_authorized("Invalid Refresh Token");
        let (origin_jti, sign_in) = self.data.sign_ins.find(refresh_token).ok_or_else(invalid)?;
        if sign_in.client_id != client.client_id {
            return Err(invalid());
        }
        if sign_in.revoked {
            return Err(ServiceError::not_authorized("Refresh Token has been revoked"));
        }
        if now >= sign_in.expires_at {
            return Err(ServiceError::not_authorized("Refresh Token has expired"));
        }
        let user = self.data.users.get(&sign_in.username).ok_or_else(invalid)?;
        if !user.enabled {
            return Err(ServiceError::not_authorized("User is disabled."));
        }
        let (origin_jti, standing) = (origin_jti.to_owned(), sign_in.standing(refresh_token, now));
        let Some(grace) = client.rotation_grace_seconds() else {
            self.data.sign_ins.note_activity(&origin_jti, device_type, now);
            return self.fresh_tokens(&origin_jti, client, customization, None, now);
        };
        if standing == Standing::Replaced {
            self.data.sign_ins.revoke(&origin_jti);
            return Err(ServiceError::new("RefreshTokenReuseException", "Refresh token has been used already"));
        }
        self.data.sign_ins.note_activity(&origin_jti, device_type, now);
        let fresh = self.data.sign_ins.rotate(&origin_jti, refresh_token, now, grace)?;
        let mut result = self.fresh_tokens(&origin_jti, client, customization, None, now)?;
        result["RefreshToken"] = Value::String(fresh);
        Ok(result)
    }

    /// Ends the sign-in of a refresh token. A token nobody knows is as good as revoked.
    pub(crate) fn revoke(&mut self, token: &str, client: &UserPoolClient) -> Result<(), ServiceError> {
        if !client.enable_token_revocation {
            let message = "Token revocation is not enabled for this client";
            return Err(ServiceError::new("UnsupportedOperationException", message));
        }
        if self.data.verified_access(token).is_some() || self.data.verified_id(token).is_some() {
            return Err(ServiceError::new("UnsupportedTokenTypeException", "Unsupported token type"));
        }
        let Some((origin_jti, sign_in)) = self.data.sign_ins.find(token) else { return Ok(()) };
        if sign_in.client_id != client.client_id {
            return Err(ServiceError::new("UnauthorizedException", "The token was not issued to this client"));
        }
        let origin_jti = origin_jti.to_owned();
        self.data.sign_ins.revoke(&origin_jti);
        Ok(())
    }

    /// Checks an access token; `None` if this pool's key for access tokens has not signed it.
    ///
    /// # Errors
    /// NotAuthorizedException when it has another issuer, has expired, or its sign-in has been revoked;
    /// UserNotFoundException when its user is gone, as Amplify knows it of GetUser
    /// (<https://github.com/aws-amplify/amplify-js/issues/1289>).
    pub(crate) fn access(&self, token: &str, now: u64) -> Option<Result<Access, ServiceError>> {
        let claims = self.data.verified_access(token)?;
        Some(self.live_access(&claims, now))
    }

    fn live_access(&self, claims: &Value, now: u64) -> Result<Access, ServiceError> {
        let text = |name: &str| claims[name].as_str().unwrap_or_default();
        if text("token_use") != "access" || text("iss") != self.issuer {
            return Err(invalid_access_token());
        }
        if claims["exp"].as_u64().is_none_or(|end| now >= end) {
            return Err(ServiceError::not_authorized("Access Token has expired"));
        }
        let found =
            ["origin_jti", "event_id"].into_iter().find_map(|name| Some((name, self.data.sign_ins.get(text(name))?)));
        let (key, sign_in) = found.ok_or_else(invalid_access_token)?;
        if !self.data.users.contains_key(&sign_in.username) {
            return Err(ServiceError::unknown_user());
        }
        if sign_in.revoked {
            return Err(ServiceError::not_authorized("Access Token has been revoked"));
        }
        Ok(Access {
            origin_jti: text(key).to_owned(),
            username: sign_in.username.clone(),
            client_id: sign_in.client_id.clone(),
            scopes: Scopes::parse(text("scope")),
        })
    }

    fn fresh_tokens(
        &mut self,
        origin_jti: &str,
        client: &UserPoolClient,
        customization: &Customization,
        nonce: Option<&str>,
        now: u64,
    ) -> Result<Value, ServiceError> {
        self.make_keys()?;
        let missing = || ServiceError::internal("sign-in without user");
        let sign_in = self.data.sign_ins.get(origin_jti).ok_or_else(missing)?;
        let user = self.data.users.get(&sign_in.username).ok_or_else(missing)?;
        // One event, so both tokens carry the same id; it must lead back to the sign-in when nothing else does.
        let event_id = if client.enable_token_revocation { Uuid::new_v4().to_string() } else { origin_jti.to_owned() };
        let shared = |token_use: &str, lifetime: u64| {
            let mut claims = json!({
                "sub": user.sub,
                "iss": self.issuer,
                "event_id": event_id,
                "token_use": token_use,
                "auth_time": sign_in.auth_time,
                "iat": now,
                "exp": now + lifetime,
            });
            if client.enable_token_revocation {
                claims["origin_jti"] = json!(origin_jti);
                claims["jti"] = json!(Uuid::new_v4().to_string());
            }
            claims
        };
        let mut access = shared("access", client.access_token_seconds());
        access["client_id"] = json!(sign_in.client_id);
        let granted = sign_in.scopes.clone().unwrap_or_default();
        access["scope"] = json!(customization.scopes(&granted).to_string());
        access["username"] = json!(sign_in.username);
        if let Some(device_key) = &sign_in.device_key {
            access["device_key"] = json!(device_key);
        }
        let mut id = shared("id", client.id_token_seconds());
        id["aud"] = json!(sign_in.client_id);
        id["cognito:username"] = json!(sign_in.username);
        let tells = |name: &str| sign_in.scopes.as_ref().is_none_or(|scopes| scopes.tell(name));
        add_attributes(&mut id, user, |name| client.reads(name) && tells(name));
        customization.memberships(self.memberships(user)).tell(&mut access, &mut id);
        if let Some(identities) = user.identities() {
            id[IDENTITIES] = identities;
        }
        if sign_in.scopes.is_some() {
            access["version"] = json!(2);
        }
        if let Some(resource) = &sign_in.resource {
            access["aud"] = json!(resource);
        }
        sign_in.methods.tell(&self.settings().acr_configuration, &mut access);
        sign_in.methods.tell(&self.settings().acr_configuration, &mut id);
        customization.change_access(&mut access);
        customization.change_id(&mut id);
        let access_token = self.data.sign_access(&access)?;
        let mut result = json!({ "ExpiresIn": client.access_token_seconds(), "TokenType": "Bearer" });
        if sign_in.scopes.as_ref().is_none_or(|scopes| scopes.has(OPENID)) {
            if sign_in.scopes.is_some() {
                id["at_hash"] = json!(at_hash(&access_token));
            }
            if let Some(nonce) = nonce {
                id["nonce"] = json!(nonce);
            }
            result["IdToken"] = json!(self.data.sign_id(&id)?);
        }
        result["AccessToken"] = json!(access_token);
        Ok(result)
    }
}

/// Attributes are strings, but whether an address is verified is a boolean in a token.
fn add_attributes(claims: &mut Value, user: &User, may_be_told: impl Fn(&str) -> bool) {
    for (name, value) in user.attributes.iter().filter(|(name, _)| may_be_told(name)) {
        claims[name] = match name.as_str() {
            "email_verified" | "phone_number_verified" => json!(value == "true"),
            _ => json!(value),
        };
    }
}

/// OpenID Connect Core 1.0, section 3.1.3.6: the left half of the access token's hash.
fn at_hash(access_token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&random::sha256(access_token.as_bytes())[..16])
}

pub(crate) fn invalid_access_token() -> ServiceError {
    ServiceError::not_authorized("Invalid Access Token")
}
