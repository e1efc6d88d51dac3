//! The client's half of Cognito's Secure Remote Password exchange, without input or output.
//!
//! It is SRP-6a ([RFC 5054](https://www.rfc-editor.org/rfc/rfc5054)) with Cognito's own k, padding, key derivation
//! and proof. [`arithmetic`] has every formula; [`Handshake`] puts them in order. What takes long is computed in slices, so
//! that whoever shares the thread with others need not keep it: A in a [`Preparation`], S in an [`Answer`].
//!
//! | symbol | meaning |
//! |---|---|
//! | a, A | the client's secret exponent; A = g^a mod N, sent as SRP_A |
//! | B | the server's public value, received as SRP_B |
//! | u | hash that ties A and B together |
//! | x | hash of salt, user and password |
//! | S | the secret that both sides reach, and that nobody on the wire can |

pub mod arithmetic;
mod group;

use core::fmt;

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use crate::timestamp::Timestamp;
use arithmetic::{EXPONENT_BYTES, Identity, Number, PremasterSecret, PublicValue};

/// An exchange that is being started: a is drawn, A is being computed. It needs nobody's name or password, so it can be made
/// before there are any.
pub struct Preparation {
    a: Zeroizing<[u8; EXPONENT_BYTES]>,
    public_ephemeral: PublicValue,
}

/// A started exchange: holds a and A until the server has answered.
pub struct Handshake {
    a: Zeroizing<[u8; EXPONENT_BYTES]>,
    public_ephemeral: Number,
}

/// What the server answered to SRP_A (PASSWORD_VERIFIER or DEVICE_PASSWORD_VERIFIER).
#[derive(Clone, Debug)]
pub struct Challenge {
    /// Whose password is asked for.
    pub identity: Identity,
    /// SRP_B, hexadecimal.
    pub srp_b: String,
    /// SALT, hexadecimal.
    pub salt: String,
    /// SECRET_BLOCK, base64; goes back as it came.
    pub secret_block: String,
}

/// The answer to a [`Challenge`], while it is being computed.
pub struct Answer {
    identity: Identity,
    secret_block: String,
    decoded_block: Vec<u8>,
    u: [u8; 32],
    premaster_secret: PremasterSecret,
}

/// The answer to a [`Challenge`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responses {
    /// PASSWORD_CLAIM_SIGNATURE, base64.
    pub signature: String,
    /// PASSWORD_CLAIM_SECRET_BLOCK, the challenge's own.
    pub secret_block: String,
    /// TIMESTAMP, the very string that was signed.
    pub timestamp: String,
}

/// Why an exchange stopped. Each of these means a broken or hostile server, never a wrong password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SrpError {
    /// A number is no hexadecimal, or longer than N.
    InvalidNumber,
    /// The secret block is no base64.
    InvalidSecretBlock,
    /// A mod N or B mod N is 0: the secret would be known to everyone.
    ZeroPublicValue,
    /// u is 0: the password would not matter.
    ZeroScramble,
}

impl Responses {
    /// The members of ChallengeResponses.
    pub fn parameters(&self) -> [(&'static str, &str); 3] {
        [
            ("PASSWORD_CLAIM_SIGNATURE", &self.signature),
            ("PASSWORD_CLAIM_SECRET_BLOCK", &self.secret_block),
            ("TIMESTAMP", &self.timestamp),
        ]
    }
}

impl Preparation {
    /// Draws a from `random`, which must be fresh from a cryptographic source.
    pub fn new(random: [u8; EXPONENT_BYTES]) -> Self {
        let a = Zeroizing::new(random);
        Self { public_ephemeral: PublicValue::of(&a), a }
    }

    /// Computes one slice of A. True as soon as none is left.
    pub fn advance(&mut self) -> bool {
        self.public_ephemeral.advance()
    }

    /// Computes what is left, and gives SRP_A = g^a mod N, hexadecimal.
    ///
    /// # Errors
    /// [`SrpError::ZeroPublicValue`] if A mod N = 0.
    pub fn finish(self) -> Result<(Handshake, String), SrpError> {
        let public_ephemeral = self.public_ephemeral.finish();
        if public_ephemeral.is_zero_mod_n() {
            return Err(SrpError::ZeroPublicValue);
        }
        let srp_a = public_ephemeral.to_hex();
        Ok((Handshake { a: self.a, public_ephemeral }, srp_a))
    }
}

impl Handshake {
    /// Starts an exchange in one go: a [`Preparation`] from its beginning to its end.
    ///
    /// # Errors
    /// As [`Preparation::finish`].
    pub fn start(random: [u8; EXPONENT_BYTES]) -> Result<(Self, String), SrpError> {
        Preparation::new(random).finish()
    }

    /// Begins to answer a challenge; S is still to be computed.
    ///
    /// # Errors
    /// See [`SrpError`].
    pub fn begin_answer(self, challenge: Challenge, password: &str) -> Result<Answer, SrpError> {
        let b_public = Number::from_hex(&challenge.srp_b)?;
        if b_public.is_zero_mod_n() {
            return Err(SrpError::ZeroPublicValue);
        }
        let salt = Number::from_hex(&challenge.salt)?;
        let decoded_block = Base64::decode_vec(&challenge.secret_block).map_err(|_| SrpError::InvalidSecretBlock)?;
        let u = arithmetic::scramble(&self.public_ephemeral, &b_public)?;
        let x = arithmetic::private_key(&challenge.identity, password, &salt);
        let premaster_secret = PremasterSecret::of(&b_public, &self.a, &u, &x);
        Ok(Answer {
            identity: challenge.identity,
            secret_block: challenge.secret_block,
            decoded_block,
            u,
            premaster_secret,
        })
    }

    /// Proves the password in one go: an [`Answer`] from its beginning to its end.
    ///
    /// # Errors
    /// See [`SrpError`].
    pub fn answer(self, challenge: Challenge, password: &str, now: Timestamp) -> Result<Responses, SrpError> {
        Ok(self.begin_answer(challenge, password)?.finish(now))
    }
}

impl Answer {
    /// Computes one slice of S. True as soon as none is left.
    pub fn advance(&mut self) -> bool {
        self.premaster_secret.advance()
    }

    /// Computes what is left, and signs the challenge with the key that follows from S. Must reach the server within a few
    /// seconds of `now`.
    pub fn finish(self, now: Timestamp) -> Responses {
        let key = arithmetic::session_key(&self.premaster_secret.finish(), &self.u);
        let timestamp = now.to_srp_string();
        Responses {
            signature: arithmetic::signature(&key, &self.identity, &self.decoded_block, &timestamp),
            secret_block: self.secret_block,
            timestamp,
        }
    }
}

/// What ConfirmDevice registers, so that the device can later prove its random password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceVerifier {
    /// Salt, base64.
    pub salt: String,
    /// PasswordVerifier, base64.
    pub password_verifier: String,
}

impl DeviceVerifier {
    /// v = g^x for the device's random password, both values padded.
    ///
    /// # Errors
    /// [`SrpError::InvalidNumber`] if the salt has more than 384 bytes.
    pub fn new(identity: &Identity, random_password: &str, random_salt: &[u8]) -> Result<Self, SrpError> {
        let salt = Number::from_bytes(random_salt)?;
        let x = arithmetic::private_key(identity, random_password, &salt);
        Ok(Self {
            salt: Base64::encode_string(&salt.padded()),
            password_verifier: Base64::encode_string(&arithmetic::verifier(&x).padded()),
        })
    }
}

impl fmt::Display for SrpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidNumber => "the server sent an invalid number",
            Self::InvalidSecretBlock => "the server's secret block is not base64",
            Self::ZeroPublicValue => "a public value is zero modulo N",
            Self::ZeroScramble => "the scrambling parameter is zero",
        })
    }
}

impl core::error::Error for SrpError {}

impl fmt::Debug for Preparation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Preparation { .. }")
    }
}

impl fmt::Debug for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handshake { .. }")
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer { .. }")
    }
}
