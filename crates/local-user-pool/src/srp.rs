//! The server's half of the SRP exchange.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::{Engine, prelude::BASE64_STANDARD};
use cognito_client::hazmat::arithmetic::{self, EXPONENT_BYTES, Identity, Number};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{error::ServiceError, random};

const SALT_BYTES: usize = 16;

/// What the pool keeps instead of a password.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Credentials {
    /// Hexadecimal, as SALT has it on the wire.
    pub(crate) salt: String,
    /// v = g^x mod N, hexadecimal.
    pub(crate) verifier: String,
}

impl Credentials {
    /// Fresh salt and the verifier that belongs to it and `password`.
    pub(crate) fn new(identity: &Identity, password: &str) -> Result<Self, ServiceError> {
        let salt = Number::from_bytes(&random::bytes::<SALT_BYTES>()?).map_err(|_| ServiceError::internal("salt"))?;
        let x = arithmetic::private_key(identity, password, &salt);
        Ok(Self { salt: salt.to_hex(), verifier: arithmetic::verifier(&x).to_hex() })
    }

    /// Whether they were made of `password`.
    pub(crate) fn are_for(&self, identity: &Identity, password: &str) -> Result<bool, ServiceError> {
        let salt = Number::from_hex(&self.salt).map_err(|_| ServiceError::internal("stored salt"))?;
        let x = arithmetic::private_key(identity, password, &salt);
        let verifier = arithmetic::verifier(&x).to_hex();
        Ok(verify_slices_are_equal(verifier.as_bytes(), self.verifier.as_bytes()).is_ok())
    }

    /// For a user who does not exist: the same for the same name, so that asking twice tells nothing. Nobody knows a
    /// password for this verifier. It is not computed as a power of g, because a real one is not either at sign-in.
    pub(crate) fn simulated(secret: &[u8], name: &str) -> Result<Self, ServiceError> {
        let number = |bytes: &[u8]| Number::from_bytes(bytes).map_err(|_| ServiceError::internal("simulated user"));
        let salt = number(&random::derived(secret, "salt", name)[..SALT_BYTES])?;
        let verifier: Vec<u8> =
            (0..11).flat_map(|part| random::derived(secret, &format!("verifier {part}"), name)).collect();
        Ok(Self { salt: salt.to_hex(), verifier: number(&verifier)?.to_hex() })
    }
}

/// The user name of a user who does not exist: the same for the same name. Whoever typed a user name instead of an
/// address gets it back, as for a user who exists.
pub(crate) fn simulated_username(secret: &[u8], name: &str) -> String {
    if Uuid::try_parse(name).is_ok() {
        return name.to_owned();
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&random::derived(secret, "username", name)[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// A fresh user name, which is `sub` as well.
pub(crate) fn fresh_username() -> String {
    Uuid::new_v4().to_string()
}

/// A started exchange: A has come, B goes out, the proof is awaited.
pub(crate) struct Exchange {
    identity: Identity,
    verifier: Number,
    a_public: Number,
    b_public: Number,
    b: Zeroizing<[u8; EXPONENT_BYTES]>,
}

/// The proof, as the client sent it.
pub(crate) struct Claim<'a> {
    pub(crate) signature: &'a str,
    /// Base64.
    pub(crate) secret_block: &'a str,
    pub(crate) timestamp: &'a str,
}

impl Exchange {
    /// Draws b and computes B = k·v + g^b mod N.
    ///
    /// # Errors
    /// InvalidParameterException if A is no number or A mod N = 0, for which S would be known to everyone.
    pub(crate) fn start(identity: Identity, credentials: &Credentials, srp_a: &str) -> Result<Self, ServiceError> {
        let a_public =
            Number::from_hex(srp_a).map_err(|_| ServiceError::invalid_parameter("SRP_A is not a valid number."))?;
        if a_public.is_zero_mod_n() {
            return Err(ServiceError::invalid_parameter("SRP_A must not be zero modulo N."));
        }
        let verifier =
            Number::from_hex(&credentials.verifier).map_err(|_| ServiceError::internal("stored verifier"))?;
        loop {
            let b = Zeroizing::new(random::bytes::<EXPONENT_BYTES>()?);
            let b_public = Number::multiplier().mul(&verifier).add(&Number::generator().pow_secret(&b));
            if !b_public.is_zero_mod_n() && arithmetic::scramble(&a_public, &b_public).is_ok() {
                return Ok(Self { identity, verifier, a_public, b_public, b });
            }
        }
    }

    /// SRP_B, hexadecimal.
    pub(crate) fn srp_b(&self) -> String {
        self.b_public.to_hex()
    }

    /// USER_ID_FOR_SRP.
    pub(crate) fn user_id(&self) -> &str {
        &self.identity.user
    }

    /// Whether the claim was made by someone who knows the password: S = (A·v^u)^b.
    pub(crate) fn proves(&self, claim: &Claim<'_>) -> bool {
        let Ok(u) = arithmetic::scramble(&self.a_public, &self.b_public) else { return false };
        let Ok(secret_block) = BASE64_STANDARD.decode(claim.secret_block) else { return false };
        let premaster_secret = Zeroizing::new(self.a_public.mul(&self.verifier.pow_hash(&u)).pow_secret(&self.b));
        let key = arithmetic::session_key(&premaster_secret, &u);
        arithmetic::verify_signature(claim.signature, &key, &self.identity, &secret_block, claim.timestamp)
    }
}
