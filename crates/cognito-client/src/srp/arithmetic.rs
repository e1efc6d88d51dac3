//! The numbers and formulas of Cognito's SRP, for both sides of the exchange.
//!
//! The group is the 3072-bit prime N of [RFC 5054, appendix A] with g = 2 (the RFC pairs that prime with g = 5).
//! Symbols are the RFC's. `H` is SHA-256, `|` joins bytes, and `pad(n)` is [`Number::padded`].
//!
//! [RFC 5054, appendix A]: https://www.rfc-editor.org/rfc/rfc5054#appendix-A

use base64ct::{Base64, Encoding};
use crypto_bigint::{U256, U512, U1280, U3072};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::{
    SrpError,
    group::{GENERATOR, ModN, Power},
};

/// Bytes of a secret exponent (a or b): 1024 bits, as Cognito's own clients use.
pub const EXPONENT_BYTES: usize = 128;
const EXPONENT_BITS: u32 = 1024;
const HASH_BITS: u32 = 256;
/// a + u·x has at most one bit more than a.
const CLIENT_EXPONENT_BITS: u32 = EXPONENT_BITS + 1;
const HEX_DIGITS: &[u8; 16] = b"0123456789abcdef";

/// A non-negative integer of at most 3072 bits: A, B, a salt, v, S. Wiped with [`Zeroize`].
#[derive(Clone, PartialEq, Eq, Zeroize)]
pub struct Number(U3072);

impl Number {
    /// g = 2.
    pub fn generator() -> Self {
        Self(U3072::from_u8(GENERATOR))
    }

    /// k = H(pad(N) | pad(g)).
    pub fn multiplier() -> Self {
        Self::from_hash(&hash(&[&Self(*ModN::MODULUS.as_ref()).padded(), &Self::generator().padded()]))
    }

    /// Reads big-endian hexadecimal digits: any case, any leading zeros, odd or even length.
    ///
    /// # Errors
    /// [`SrpError::InvalidNumber`] if there is no digit, another character, or the number has more than 3072 bits.
    pub fn from_hex(digits: &str) -> Result<Self, SrpError> {
        let significant = digits.trim_start_matches('0');
        if digits.is_empty() || significant.len() > U3072::BYTES * 2 {
            return Err(SrpError::InvalidNumber);
        }
        if !significant.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(SrpError::InvalidNumber);
        }
        let full: String = format!("{significant:0>width$}", width = U3072::BYTES * 2);
        Ok(Self(U3072::from_be_hex(&full)))
    }

    /// Reads big-endian bytes.
    ///
    /// # Errors
    /// [`SrpError::InvalidNumber`] if there are more than 384 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SrpError> {
        let mut full = Zeroizing::new([0; U3072::BYTES]);
        let start = full.len().checked_sub(bytes.len()).ok_or(SrpError::InvalidNumber)?;
        full[start..].copy_from_slice(bytes);
        Ok(Self(U3072::from_be_slice(full.as_slice())))
    }

    fn from_hash(digest: &[u8; 32]) -> Self {
        Self(U256::from_be_slice(digest).resize())
    }

    /// Lower-case hexadecimal without leading zeros, as numbers stand on the wire; may have odd length.
    pub fn to_hex(&self) -> String {
        let digits: String = self
            .0
            .to_be_bytes()
            .as_ref()
            .iter()
            .flat_map(|byte| [HEX_DIGITS[usize::from(byte >> 4)], HEX_DIGITS[usize::from(byte & 15)]])
            .map(char::from)
            .collect();
        match digits.trim_start_matches('0') {
            "" => "0".to_owned(),
            significant => significant.to_owned(),
        }
    }

    /// pad(n): the shortest big-endian two's-complement form, so one zero byte first when the top bit is set.
    pub fn padded(&self) -> Zeroizing<Vec<u8>> {
        let bytes = Zeroizing::new(self.0.to_be_bytes().as_ref().to_vec());
        let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len() - 1);
        let mut padded = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
        if bytes[first] & 0x80 != 0 {
            padded.push(0);
        }
        padded.extend_from_slice(&bytes[first..]);
        padded
    }

    /// Whether n mod N = 0: a public value for which the exchange must stop.
    pub fn is_zero_mod_n(&self) -> bool {
        ModN::new(&self.0).retrieve() == U3072::ZERO
    }

    /// n^e mod N for a 1024-bit secret exponent, in constant time.
    pub fn pow_secret(&self, exponent: &[u8; EXPONENT_BYTES]) -> Self {
        self.pow(&secret_exponent(exponent), EXPONENT_BITS)
    }

    /// n^h mod N for a hash (x or u), in constant time.
    pub fn pow_hash(&self, exponent: &[u8; 32]) -> Self {
        self.pow(&hash_exponent(exponent), HASH_BITS)
    }

    /// n·m mod N.
    pub fn mul(&self, other: &Self) -> Self {
        Self(ModN::new(&self.0).mul(&ModN::new(&other.0)).retrieve())
    }

    /// n + m mod N.
    pub fn add(&self, other: &Self) -> Self {
        Self(ModN::new(&self.0).add(&ModN::new(&other.0)).retrieve())
    }

    fn pow(&self, exponent: &U1280, bits: u32) -> Self {
        Self(Power::of(&ModN::new(&self.0), exponent, bits).finish().retrieve())
    }
}

/// Who proves a password to whom: a user of a pool, or a device of a device group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The part of the pool's id after the underscore; for a device the device group's key.
    pub group: String,
    /// USER_ID_FOR_SRP; for a device the device's key.
    pub user: String,
}

/// u = H(pad(A) | pad(B)).
///
/// # Errors
/// [`SrpError::ZeroScramble`] if u = 0, for which the exchange must stop.
pub fn scramble(a_public: &Number, b_public: &Number) -> Result<[u8; 32], SrpError> {
    let u = hash(&[&a_public.padded(), &b_public.padded()]);
    if u == [0; 32] { Err(SrpError::ZeroScramble) } else { Ok(u) }
}

/// x = H(pad(salt) | H(group user ":" password)). The password is taken as it is: UTF-8, not trimmed, not normalised.
pub fn private_key(identity: &Identity, password: &str, salt: &Number) -> Zeroizing<[u8; 32]> {
    let inner = Zeroizing::new(hash(&[identity.group.as_bytes(), identity.user.as_bytes(), b":", password.as_bytes()]));
    Zeroizing::new(hash(&[&salt.padded(), inner.as_slice()]))
}

/// v = g^x mod N: what the server keeps instead of the password.
pub fn verifier(x: &[u8; 32]) -> Number {
    Number(verifier_power(x).finish().retrieve())
}

fn verifier_power(x: &[u8; 32]) -> Power {
    Power::of_generator(&hash_exponent(x), HASH_BITS)
}

/// A = g^a mod N that is being computed, a slice at a time.
pub struct PublicValue(Power);

impl PublicValue {
    /// Begins; nothing is computed yet.
    pub fn of(a: &[u8; EXPONENT_BYTES]) -> Self {
        Self(Power::of_generator(&secret_exponent(a), EXPONENT_BITS))
    }

    /// Computes one slice. True as soon as none is left.
    pub fn advance(&mut self) -> bool {
        self.0.advance()
    }

    /// Computes what is left.
    pub fn finish(self) -> Number {
        Number(self.0.finish().retrieve())
    }
}

/// S = (B − k·g^x)^(a + u·x) mod N, the client's way to the shared secret, that is being computed, a slice at a time.
pub struct PremasterSecret {
    b_public: Number,
    /// a + u·x.
    exponent: Zeroizing<U1280>,
    /// g^x, and then S.
    power: Power,
    is_verifier_known: bool,
}

impl PremasterSecret {
    /// Begins; nothing is computed yet.
    pub fn of(b_public: &Number, a: &[u8; EXPONENT_BYTES], u: &[u8; 32], x: &[u8; 32]) -> Self {
        let x_number = Zeroizing::new(U256::from_be_slice(x));
        let ux: Zeroizing<U512> = Zeroizing::new(U256::from_be_slice(u).concatenating_mul(&*x_number));
        let exponent = Zeroizing::new(secret_exponent(a).wrapping_add(&ux.resize()));
        Self { b_public: b_public.clone(), exponent, power: verifier_power(x), is_verifier_known: false }
    }

    /// Computes one slice. True as soon as none is left.
    pub fn advance(&mut self) -> bool {
        if !self.power.advance() {
            return false;
        }
        if self.is_verifier_known {
            return true;
        }
        let verifier = self.power.value();
        let base = Zeroizing::new(ModN::new(&self.b_public.0).sub(&ModN::new(&Number::multiplier().0).mul(verifier)));
        self.power = Power::of(&base, &self.exponent, CLIENT_EXPONENT_BITS);
        self.is_verifier_known = true;
        false
    }

    /// Computes what is left.
    pub fn finish(mut self) -> Zeroizing<Number> {
        while !self.advance() {}
        Zeroizing::new(Number(self.power.finish().retrieve()))
    }
}

/// The first 16 bytes of HKDF-SHA-256 with salt pad(u), input pad(S) and info "Caldera Derived Key".
pub fn session_key(premaster_secret: &Number, u: &[u8; 32]) -> Zeroizing<[u8; 16]> {
    let extracted =
        Zeroizing::new(hmac(&Number::from_hash(u).padded(), &[&premaster_secret.padded()]).finalize_bytes());
    let expanded = Zeroizing::new(hmac(extracted.as_slice(), &[b"Caldera Derived Key", &[1]]).finalize_bytes());
    let mut key = Zeroizing::new([0; 16]);
    key.copy_from_slice(&expanded[..16]);
    key
}

/// base64(HMAC(key, group | user | secret block | timestamp)): PASSWORD_CLAIM_SIGNATURE.
pub fn signature(key: &[u8; 16], identity: &Identity, secret_block: &[u8], timestamp: &str) -> String {
    Base64::encode_string(&signed(key, identity, secret_block, timestamp).finalize_bytes())
}

/// Whether `claim` is the [`signature`] of the rest; takes the same time for every wrong claim.
pub fn verify_signature(
    claim: &str,
    key: &[u8; 16],
    identity: &Identity,
    secret_block: &[u8],
    timestamp: &str,
) -> bool {
    Base64::decode_vec(claim)
        .is_ok_and(|claim| signed(key, identity, secret_block, timestamp).verify_slice(&claim).is_ok())
}

fn signed(key: &[u8; 16], identity: &Identity, secret_block: &[u8], timestamp: &str) -> Hmac<Sha256> {
    hmac(key, &[identity.group.as_bytes(), identity.user.as_bytes(), secret_block, timestamp.as_bytes()])
}

fn secret_exponent(bytes: &[u8; EXPONENT_BYTES]) -> Zeroizing<U1280> {
    let mut full = Zeroizing::new([0; U1280::BYTES]);
    full[U1280::BYTES - EXPONENT_BYTES..].copy_from_slice(bytes);
    Zeroizing::new(U1280::from_be_slice(full.as_slice()))
}

fn hash_exponent(digest: &[u8; 32]) -> Zeroizing<U1280> {
    Zeroizing::new(U256::from_be_slice(digest).resize())
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().into()
}

pub(crate) fn hmac(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length (RFC 2104, section 3)")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    parts.iter().for_each(|part| mac.update(part));
    mac
}

trait FinalizeBytes {
    fn finalize_bytes(self) -> [u8; 32];
}

impl FinalizeBytes for Hmac<Sha256> {
    fn finalize_bytes(self) -> [u8; 32] {
        self.finalize().into_bytes().into()
    }
}
