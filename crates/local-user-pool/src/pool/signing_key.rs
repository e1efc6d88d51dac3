//! An RSA key: signs tokens, and publishes its public half.

use std::sync::{Arc, OnceLock};

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{error::ServiceError, random};

/// An RS256 key. Cognito has two, one for id tokens and one for access tokens.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SigningKey {
    /// PKCS #8 in PEM.
    private_key: Zeroizing<String>,
    /// Base64url, without padding.
    modulus: String,
    exponent: String,
    kid: String,
    /// Both halves, from their first use on.
    #[serde(skip)]
    parsed: OnceLock<Arc<Parsed>>,
}

struct Parsed {
    private: KeyPair,
    public: DecodingKey,
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
            parsed: OnceLock::new(),
        })
    }

    /// The public half as an entry of a JWKS.
    pub(crate) fn public_jwk(&self) -> Value {
        json!({ "alg": "RS256", "e": self.exponent, "kid": self.kid, "kty": "RSA", "n": self.modulus, "use": "sig" })
    }

    /// `kid` of the tokens' header.
    pub(crate) fn id(&self) -> &str {
        &self.kid
    }

    /// Signs claims. The header has `kid` and `alg` only, like Cognito's.
    pub(crate) fn sign(&self, claims: &Value) -> Result<String, ServiceError> {
        let failed = || ServiceError::internal("signing");
        let key = &self.parsed()?.private;
        let header = Header { typ: None, kid: Some(self.kid.clone()), ..Header::new(Algorithm::RS256) };
        let header = serde_json::to_vec(&header).map_err(|_| failed())?;
        let mut token = BASE64_URL_SAFE_NO_PAD.encode(header);
        token.push('.');
        BASE64_URL_SAFE_NO_PAD.encode_string(claims.to_string(), &mut token);
        // jsonwebtoken would read the key from its text each time, which takes as long as signing.
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), token.as_bytes(), &mut signature).map_err(|_| failed())?;
        token.push('.');
        BASE64_URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    /// The claims, if this key has signed them. Expiry is left to the caller, who knows the pool's clock.
    pub(crate) fn verified(&self, token: &str) -> Option<Value> {
        let key = &self.parsed().ok()?.public;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        jsonwebtoken::decode(token, key, &validation).ok().map(|data| data.claims)
    }

    fn parsed(&self) -> Result<&Parsed, ServiceError> {
        if let Some(parsed) = self.parsed.get() {
            return Ok(parsed);
        }
        let failed = || ServiceError::internal("stored key");
        let base64: Zeroizing<String> =
            Zeroizing::new(self.private_key.lines().filter(|line| !line.starts_with('-')).collect());
        let der = Zeroizing::new(BASE64_STANDARD.decode(base64.as_bytes()).map_err(|_| failed())?);
        let private = KeyPair::from_pkcs8(&der).map_err(|_| failed())?;
        let public = DecodingKey::from_rsa_components(&self.modulus, &self.exponent).map_err(|_| failed())?;
        Ok(self.parsed.get_or_init(|| Arc::new(Parsed { private, public })))
    }
}

/// `kid` of a token's header, whoever signed it.
pub(crate) fn key_id(token: &str) -> Option<String> {
    jsonwebtoken::decode_header(token).ok()?.kid
}
