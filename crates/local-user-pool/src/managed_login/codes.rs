//! Codes that can be exchanged for tokens: once, within five minutes, by the client they were made for.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use uuid::Uuid;

use crate::{expiring::Expiring, pool::grant::Grant, random};

/// How long a code works.
const LIFETIME_SECONDS: u64 = 5 * 60;
/// How long a code is remembered, so that its second use is noticed.
const REMEMBERED_SECONDS: u64 = 3600;
/// The oldest is of no use then.
const MOST_CODES: usize = 100_000;

/// By the code's digest.
pub(super) struct Codes(Expiring<[u8; 32], Entry>);

impl Default for Codes {
    fn default() -> Self {
        Self(Expiring::new(REMEMBERED_SECONDS, MOST_CODES))
    }
}

/// What a code stands for.
#[derive(Clone)]
pub(super) struct Code {
    pub(super) client_id: String,
    pub(super) username: String,
    /// As it stood in the request; the exchange must name the same.
    pub(super) redirect_uri: String,
    pub(super) code_challenge: Option<String>,
    pub(super) grant: Grant,
    /// Seconds since 1970.
    pub(super) created_at: u64,
}

struct Entry {
    code: Code,
    was_tried: bool,
    /// Of the sign-in that it gave.
    origin_jti: Option<String>,
}

/// What a code is worth.
pub(super) enum Worth {
    Tokens(Box<Code>),
    /// It was tried before, and gave the sign-in of that origin_jti.
    Nothing {
        gave: Option<String>,
    },
}

impl Codes {
    /// Keeps what a new code stands for.
    pub(super) fn open(&mut self, code: Code) -> String {
        let now = code.created_at;
        let text = Uuid::new_v4().to_string();
        self.0.insert(digest(&text), Entry { code, was_tried: false, origin_jti: None }, now);
        text
    }

    /// A try by that client. Any use of a code is its last; only another client's leaves it as it is.
    pub(super) fn take(&mut self, text: &str, client_id: &str, now: u64) -> Worth {
        let found = self.0.get_mut(&digest(text)).filter(|entry| entry.code.client_id == client_id);
        let Some(entry) = found else { return Worth::Nothing { gave: None } };
        if std::mem::replace(&mut entry.was_tried, true) {
            return Worth::Nothing { gave: entry.origin_jti.clone() };
        }
        match now < entry.code.created_at + LIFETIME_SECONDS {
            true => Worth::Tokens(Box::new(entry.code.clone())),
            false => Worth::Nothing { gave: None },
        }
    }

    /// Notes which sign-in a code has given.
    pub(super) fn note(&mut self, text: &str, origin_jti: &str) {
        if let Some(entry) = self.0.get_mut(&digest(text)) {
            entry.origin_jti = Some(origin_jti.to_owned());
        }
    }
}

/// RFC 7636, section 4.6: BASE64URL(SHA256(code_verifier)) == code_challenge. A verifier without a challenge is refused
/// as well, or a request that lost its challenge would go unnoticed.
pub(super) fn is_verified(code_challenge: Option<&str>, code_verifier: Option<&str>) -> bool {
    match (code_challenge, code_verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => {
            BASE64_URL_SAFE_NO_PAD.encode(random::sha256(verifier.as_bytes())) == challenge
        }
        _ => false,
    }
}

fn digest(text: &str) -> [u8; 32] {
    random::sha256(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_of_rfc_7636_appendix_b() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let cases = [
            ("right", Some(challenge), Some(verifier), true),
            ("wrong", Some(challenge), Some("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"), false),
            ("the challenge itself", Some(challenge), Some(challenge), false),
            ("no verifier", Some(challenge), None, false),
            ("no challenge", None, Some(verifier), false),
            ("neither", None, None, true),
        ];
        for (name, challenge, verifier, expected) in cases {
            assert_eq!(is_verified(challenge, verifier), expected, "{name}");
        }
    }
}
