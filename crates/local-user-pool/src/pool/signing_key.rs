//! An RSA key: signs tokens, and publishes its public half.

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::{KeyPair, KeySize},
    signature::KeyPair as _,
};
use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{error::ServiceError, random};

/// An RS256 key. Cognito has two, one for id tokens and one for access tokens.
#[derive(Serialize, Deserialize)]
pub(crate) struct SigningKey {
    /// PKCS #8 in PEM: what both jsonwebtoken and the state file take.
    private_key: Zeroizing<String>,
    /// Base64url, without padding.
    modulus: String,
    exponent: String,
    kid: String,
}

impl SigningKey {
    /// 2048 bits, as Cognito's.
    pub(crate) fn generate() -> Result<Self, ServiceError> {
        let failed = |_| ServiceError::internal("key generation");
        let key = KeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
        let der: Pkcs8V1Der<'_> = key.as_der().map_err(failed)?;
        let base64 = Zeroizing::new(BASE64_STANDARD.encode(der.as_ref()));
        let mut private_key = Zeroizing::new("-----BEGIN PRIVATE KEY-----\n".to_owned());
        for line in base64.as_bytes().chunks(64) {
            private_key.extend(line.iter().copied().map(char::from).chain(['\n']));
        }
        private_key.push_str("-----END PRIVATE KEY-----\n");
        let public = key.public_key();
        let modulus = public.modulus().big_endian_without_leading_zero();
        Ok(Self {
            private_key,
            kid: BASE64_STANDARD.encode(random::sha256(modulus)),
            modulus: BASE64_URL_SAFE_NO_PAD.encode(modulus),
            exponent: BASE64_URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
        })
    }

    /// The public half as an entry of a JWKS.
    pub(crate) fn public_jwk(&self) -> Value {
        json!({ "alg": "RS256", "e": self.exponent, "kid": self.kid, "kty": "RSA", "n": self.modulus, "use": "sig" })
    }

    /// Signs claims. The header has `kid` and `alg` only, like Cognito's.
    pub(crate) fn sign(&self, claims: &Value) -> Result<String, ServiceError> {
        let failed = |_| ServiceError::internal("signing");
        let key = EncodingKey::from_rsa_pem(self.private_key.as_bytes()).map_err(failed)?;
        let header = Header { typ: None, kid: Some(self.kid.clone()), ..Header::new(Algorithm::RS256) };
        jsonwebtoken::encode(&header, claims, &key).map_err(failed)
    }

    /// The claims, if this key has signed them. Expiry is left to the caller, who knows the pool's clock.
    pub(crate) fn verified(&self, token: &str) -> Option<Value> {
        let key = DecodingKey::from_rsa_components(&self.modulus, &self.exponent).ok()?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        jsonwebtoken::decode(token, &key, &validation).ok().map(|data| data.claims)
    }
}
