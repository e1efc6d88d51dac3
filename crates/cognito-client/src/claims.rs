//! What a token says, for display and for timing. **Nothing here verifies a signature**: you can trust a token that came straight
//! from Cognito over TLS about its own owner, but a service must verify every token that it is sent.
//!
//! Triggers can add claims of any name and type. [`IdClaims`] and [`AccessClaims`] have those that this crate needs, and ignore
//! the others; [`Claims`] has all.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::{
    error::Error,
    json::{Json, Object, Readable},
    secrets::{AccessToken, IdToken, Nonce},
};

/// All claims of an ID token or access token
/// ([Understanding the tokens](https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims(Object);

readable! {
    /// The claims of an ID token
    /// ([Understanding the id token](https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html)).
    /// A claim of another type than it should have counts as absent. Times are whole seconds since the epoch.
    #[non_exhaustive]
    pub struct IdClaims {
        /// The user's id, which never changes.
        "sub" subject: Option<String>,
        /// The pool: `https://cognito-idp.<region>.amazonaws.com/<pool id>`.
        "iss" issuer: Option<String>,
        /// The app client that it is for.
        "aud" audience: Audience,
        /// `id`.
        "token_use" token_use: Option<String>,
        /// The nonce that managed login was asked to repeat.
        "nonce" nonce: Option<Nonce>,
        /// When it was issued.
        "iat" issued_at: Option<u64>,
        /// When it expires.
        "exp" expires_at: Option<u64>,
        /// When the user signed in.
        "auth_time" signed_in_at: Option<u64>,
        /// The real user name.
        "name" name: Option<String>,
        /// The first name, or all names before the family's.
        "given_name" given_name: Option<String>,
        /// Another name, which people may be able to sign in with.
        "preferred_username" preferred_username: Option<String>,
        /// The user's email.
        "email" email: Option<String>,
        /// The user's phone number.
        "phone_number" phone_number: Option<String>,
        /// The identity providers that vouch for the user.
        "identities" identities: Vec<LinkedIdentity>,
    }

    /// The claims of an access token
    /// ([Understanding the access token](https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html)).
    /// Types and times as in [`IdClaims`].
    #[non_exhaustive]
    pub struct AccessClaims {
        /// The user's id, which never changes.
        "sub" subject: Option<String>,
        /// The real user name.
        "username" username: Option<String>,
        /// The pool: `https://cognito-idp.<region>.amazonaws.com/<pool id>`.
        "iss" issuer: Option<String>,
        /// The app client that it was issued to.
        "client_id" client_id: Option<String>,
        /// `access`.
        "token_use" token_use: Option<String>,
        /// When it was issued.
        "iat" issued_at: Option<u64>,
        /// When it expires.
        "exp" expires_at: Option<u64>,
        /// When the user signed in.
        "auth_time" signed_in_at: Option<u64>,
        /// What all tokens of one sign-in have in common, in pools that can revoke them.
        "origin_jti" origin: Option<String>,
        /// The scopes, separated by spaces.
        "scope" scope: Option<String>,
        /// The authentication level that the user has reached, by its name in the pool.
        "acr" level: Option<String>,
    }

    /// One of `identities`
    /// ([Linking federated users](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html)).
    #[non_exhaustive]
    pub struct LinkedIdentity {
        /// The identity provider's name in the pool.
        "providerName" provider_name: String,
    }
}

/// Whom a token is for: a string on the wire, or a list of them (RFC 7519, section 4.1.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience(pub Vec<String>);

impl Claims {
    /// Reads the middle part of `header.claims.signature`.
    ///
    /// # Errors
    /// [`Error::Protocol`] if that is not base64url of a JSON object.
    pub fn parse(token: &str) -> Result<Self, Error> {
        match value(token) {
            Some(Json::Object(claims)) => Ok(Self(claims)),
            _ => Err(NO_TOKEN),
        }
    }

    /// A claim that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// A claim in seconds since the epoch, such as `exp` and `iat`, without its fraction.
    pub fn seconds(&self, name: &str) -> Option<u64> {
        if let Json::Number(number) = self.0.get(name)? { number.whole() } else { None }
    }

    /// All claims.
    pub fn as_object(&self) -> &Object {
        &self.0
    }
}

impl IdClaims {
    /// Reads the claims.
    ///
    /// # Errors
    /// As [`Claims::parse`].
    pub fn parse(token: &IdToken) -> Result<Self, Error> {
        read(token.expose())
    }
}

impl AccessClaims {
    /// Reads the claims.
    ///
    /// # Errors
    /// As [`Claims::parse`].
    pub fn parse(token: &AccessToken) -> Result<Self, Error> {
        read(token.expose())
    }

    /// Whether the token has this scope.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scope.as_deref().is_some_and(|scopes| scopes.split(' ').any(|other| other == scope))
    }
}

impl Audience {
    /// Whether this app client is in the audience.
    pub fn contains(&self, client_id: &str) -> bool {
        self.0.iter().any(|other| other == client_id)
    }
}

impl Readable for Audience {
    fn read(value: Json) -> Option<Self> {
        match value {
            Json::String(one) => Some(Self(vec![one])),
            several => Vec::read(several).map(Self),
        }
    }
}

const NO_TOKEN: Error = Error::Protocol("a token is no JSON web token");

fn read<C: Readable>(token: &str) -> Result<C, Error> {
    value(token).and_then(C::read).ok_or(NO_TOKEN)
}

/// RFC 7515, section 7.1. Some libraries fill base64 up.
fn value(token: &str) -> Option<Json> {
    let mut parts = token.split('.');
    let claims = parts.nth(1).filter(|_| parts.count() == 1)?;
    let json = Base64UrlUnpadded::decode_vec(claims.trim_end_matches('=')).ok()?;
    Json::parse(str::from_utf8(&json).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> String {
        format!("x.{}.y", Base64UrlUnpadded::encode_string(claims.as_bytes()))
    }

    #[test]
    fn reads_the_middle_part_only() {
        let token = token(r#"{"sub":"1","exp":7}"#);
        let claims = Claims::parse(&token).expect("well formed");
        assert_eq!((claims.text("sub"), claims.seconds("exp"), claims.text("exp")), (Some("1"), Some(7), None));
        let padded = token.replace(".y", "==.y");
        assert_eq!(Claims::parse(&padded), Ok(claims));
        for bad in ["", "a", "a.b", "a.b.c", "..", "a.e30", "a.e30.c.d", "a.W10.c", "a.bnVsbA.c", "ä.ä.ä"] {
            assert!(Claims::parse(bad).is_err(), "{bad:?}");
            assert!(IdClaims::parse(&IdToken::new(bad)).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn only_what_is_needed_is_read() {
        let claims = r#"{
            "sub": "1", "iss": null, "aud": ["c"], "token_use": "id", "nonce": 7, "iat": 8.5, "exp": 9e0, "auth_time": "9",
            "name": { "first": "A" }, "email": "a@example.com", "phone_number": "+12025550123", "identities": [null, {}, { "providerName": "Google" }],
            "username": ["a"], "scope": { "a": 1 }, "custom:tier": [1, { "x": null }]
        }"#;
        let id = IdClaims::parse(&IdToken::new(token(claims))).expect("an id token");
        let expected = IdClaims {
            subject: Some("1".to_owned()),
            issuer: None,
            audience: Audience(vec!["c".to_owned()]),
            token_use: Some("id".to_owned()),
            nonce: None,
            issued_at: Some(8),
            expires_at: Some(9),
            signed_in_at: None,
            name: None,
            given_name: None,
            preferred_username: None,
            email: Some("a@example.com".to_owned()),
            phone_number: Some("+12025550123".to_owned()),
            identities: vec![LinkedIdentity { provider_name: "Google".to_owned() }],
        };
        assert_eq!(id, expected);
        let access = AccessClaims::parse(&AccessToken::new(token(claims))).expect("an access token");
        assert_eq!((access.username.as_deref(), access.has_scope("a"), access.issued_at), (None, false, Some(8)));
        let all = Claims::parse(&token(claims)).expect("claims");
        assert_eq!(all.as_object().len(), 15, "the rest is kept");
    }

    #[test]
    fn scopes_and_audiences_are_whole_words() {
        let token = token(r#"{ "scope": "openid2 email", "aud": "client1" }"#);
        let access = AccessClaims::parse(&AccessToken::new(token.clone())).expect("an access token");
        assert_eq!(["openid", "openid2", "email", ""].map(|scope| access.has_scope(scope)), [false, true, true, false]);
        let id = IdClaims::parse(&IdToken::new(token)).expect("an id token");
        assert_eq!(["client", "client1", ""].map(|client| id.audience.contains(client)), [false, true, false]);
    }
}
