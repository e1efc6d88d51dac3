//! Authenticator apps: one-time codes by RFC 6238.

use serde::{Deserialize, Serialize};
use totp_rs::{Algorithm, Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::{error::ServiceError, random};

/// Gives 52 letters, as Cognito's own secrets have.
const SECRET_BYTES: usize = 32;
const DIGITS: u8 = 6;
const STEP_SECONDS: u64 = 30;
/// RFC 6238, section 5.2, recommends one step for the network's delay.
const TOLERATED_STEPS: u16 = 1;

/// What the pool shares with an authenticator app.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TotpSecret {
    /// Base32 without padding.
    secret: Zeroizing<String>,
    /// Whether a code has proved that the app knows it.
    pub(crate) verified: bool,
    /// FriendlyDeviceName of VerifySoftwareToken.
    pub(crate) friendly_name: Option<String>,
    /// Codes of this step and of those before are not accepted any more.
    last_used_step: Option<u64>,
}

/// What a code is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    Right,
    Wrong,
    /// Right, but it was accepted once already.
    Used,
}

impl TotpSecret {
    pub(crate) fn generate() -> Result<Self, ServiceError> {
        Ok(Self::new(Secret::from(random::bytes::<SECRET_BYTES>()?).to_base32()))
    }

    /// An app that knows the secret already, in base32.
    ///
    /// # Errors
    /// As [`totp_code`].
    pub(crate) fn registered(secret: &str) -> Result<Self, ServiceError> {
        totp(secret)?;
        Ok(Self { verified: true, ..Self::new(secret.to_owned()) })
    }

    fn new(secret: String) -> Self {
        Self { secret: secret.into(), verified: false, friendly_name: None, last_used_step: None }
    }

    /// SecretCode: base32.
    pub(crate) fn secret_code(&self) -> &str {
        &self.secret
    }

    /// Whether `code` is the one of now, of one step earlier or of one step later. A right code is used up.
    pub(crate) fn check(&mut self, code: &str, now: u64) -> Result<Checked, ServiceError> {
        Ok(match totp(&self.secret)?.check(code, now) {
            None => Checked::Wrong,
            Some(step) if self.last_used_step.is_some_and(|last| step <= last) => Checked::Used,
            Some(step) => {
                self.last_used_step = Some(step);
                Checked::Right
            }
        })
    }
}

/// The code that an authenticator app shows at a moment (seconds since 1970) for a secret in base32.
///
/// # Errors
/// InvalidParameterException for a secret that is no base32 of 16 bytes at least.
pub fn totp_code(secret: &str, now: u64) -> Result<String, ServiceError> {
    Ok(totp(secret)?.generate(now).to_string())
}

fn totp(secret: &str) -> Result<Totp, ServiceError> {
    let invalid = || ServiceError::invalid_parameter("The secret is no base32 of 16 bytes at least.");
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_skew(TOLERATED_STEPS)
        .with_step_duration(STEP_SECONDS)
        .with_secret(Secret::try_from_base32(secret).map_err(|_| invalid())?)
        .build()
        .map_err(|_| invalid())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the ASCII text "12345678901234567890", and the last six of the eight digits given there.
    const VECTORS: [(u64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];

    fn vector_secret() -> TotpSecret {
        TotpSecret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned())
    }

    #[test]
    fn vectors_of_rfc_6238() {
        for (moment, code) in VECTORS {
            assert_eq!(vector_secret().check(code, moment), Ok(Checked::Right), "{moment}");
            assert_eq!(totp_code(vector_secret().secret_code(), moment).as_deref(), Ok(code), "{moment}");
        }
    }

    #[test]
    fn one_step_either_way_and_each_code_once() {
        let (moment, code) = VECTORS[1];
        let step_start = moment - moment % 30;
        let cases = [
            ("two steps later", step_start + 60, Checked::Wrong),
            ("one step later", step_start + 59, Checked::Right),
            ("in time", step_start + 29, Checked::Right),
            ("one step earlier", step_start - 30, Checked::Right),
            ("two steps earlier", step_start - 31, Checked::Wrong),
        ];
        for (name, now, expected) in cases {
            let mut secret = vector_secret();
            assert_eq!(secret.check(code, now), Ok(expected), "{name}");
            if expected == Checked::Right {
                assert_eq!(secret.check(code, now), Ok(Checked::Used), "{name}, again");
                let earlier = totp_code(secret.secret_code(), step_start - 30).unwrap();
                assert_eq!(secret.check(&earlier, step_start), Ok(Checked::Used), "{name}, then an older one");
                let later = totp_code(secret.secret_code(), step_start + 30).unwrap();
                assert_eq!(secret.check(&later, step_start + 30), Ok(Checked::Right), "{name}, then the next one");
            }
        }
    }

    #[test]
    fn texts_that_are_no_codes() {
        for text in ["", "81804", "0818040", "abcdef", "08 804", "+81804", "０８１８０４"] {
            assert_eq!(vector_secret().check(text, VECTORS[1].0), Ok(Checked::Wrong), "{text:?}");
        }
    }

    #[test]
    fn secrets_are_fresh_and_fit_the_api() {
        let (first, second) = (TotpSecret::generate().unwrap(), TotpSecret::generate().unwrap());
        assert_ne!(first.secret_code(), second.secret_code());
        assert_eq!(first.secret_code().len(), 52);
        assert!(first.secret_code().bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}
