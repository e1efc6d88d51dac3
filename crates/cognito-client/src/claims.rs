//! What a token says, for display and for timing. **Nothing here verifies a signature**: a token that came straight from
//! Cognito over TLS may be believed about its own owner; a service that is handed a token must verify it.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::Error;

/// The claims of an id or access token
/// ([Understanding the tokens](https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html)).
#[derive(Clone, Debug, PartialEq)]
pub struct Claims(Map<String, Value>);

impl Claims {
    /// Reads the middle part of `header.claims.signature`.
    ///
    /// # Errors
    /// [`Error::Protocol`] if that is not base64url of a JSON object.
    pub fn parse(token: &str) -> Result<Self, Error> {
        read(token).map(Self)
    }

    /// A claim that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// A claim that counts seconds since the epoch, such as `exp` and `iat`.
    pub fn seconds(&self, name: &str) -> Option<u64> {
        self.0.get(name)?.as_u64()
    }

    /// All of them.
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }
}

/// Reads the claims that a type of the caller's own names.
///
/// # Errors
/// [`Error::Protocol`] if the token's middle part is not base64url of a JSON object, or lacks a claim.
pub fn read<C: DeserializeOwned>(token: &str) -> Result<C, Error> {
    let mut parts = token.split('.');
    let claims = parts.nth(1).filter(|_| parts.count() == 1).unwrap_or_default();
    let json = Base64UrlUnpadded::decode_vec(claims).unwrap_or_default();
    serde_json::from_slice(&json).map_err(|_| Error::Protocol("a token is no JSON web token, or lacks a claim"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_middle_part_only() {
        let token = format!("x.{}.y", Base64UrlUnpadded::encode_string(br#"{"sub":"1","exp":7}"#));
        let claims = Claims::parse(&token).expect("well formed");
        assert_eq!((claims.text("sub"), claims.seconds("exp"), claims.text("exp")), (Some("1"), Some(7), None));
        for bad in ["", "a", "a.b", "a.b.c", "..", "a.e30", "a.e30.c.d", "a.W10.c", "a.bnVsbA.c", "ä.ä.ä"] {
            assert!(Claims::parse(bad).is_err(), "{bad:?}");
        }
    }
}
