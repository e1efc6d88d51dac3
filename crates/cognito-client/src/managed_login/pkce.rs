//! Proof Key for Code Exchange (RFC 7636), and the comparison of secrets.

use base64ct::{Base64UrlUnpadded, Encoding};
use ctutils::CtEq;
use sha2::{Digest, Sha256};

use crate::secrets::CodeVerifier;

/// BASE64URL(SHA256(code_verifier)): section 4.2.
pub(super) fn challenge(code_verifier: &CodeVerifier) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(code_verifier.expose()))
}

/// Whether two texts are one, in a time that does not tell where they differ.
pub(super) fn are_same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).to_bool()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The octets of RFC 7636, appendix B.
    const OCTETS: [u8; 32] = [
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
        240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];

    #[test]
    fn the_vector_of_rfc_7636_appendix_b() {
        let verifier = Base64UrlUnpadded::encode_string(&OCTETS);
        assert_eq!(verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&CodeVerifier::new(verifier)), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn sameness() {
        for (one, other, same) in
            [("", "", true), ("a", "a", true), ("a", "b", false), ("a", "", false), ("a", "aa", false)]
        {
            assert_eq!(are_same(one, other), same, "{one:?} {other:?}");
        }
    }
}
