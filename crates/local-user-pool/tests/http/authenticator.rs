//! A small authenticator: one P-256 key, attestation none or packed by the key itself, and a browser's part around it.

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

pub const ORIGIN: &str = "http://localhost:8080";
/// Flags of authenticator data: user present, user verified, attested credential data.
pub const UP: u8 = 0x01;
pub const UV: u8 = 0x04;
const AT: u8 = 0x40;

pub struct Authenticator {
    key: EcdsaKeyPair,
    pub id: Vec<u8>,
}

/// What goes into one ceremony. Tests change one thing of it.
#[derive(Clone)]
pub struct Ceremony {
    pub kind: &'static str,
    /// Base64url, as it came.
    pub challenge: String,
    pub origin: String,
    pub relying_party_id: String,
    pub cross_origin: bool,
    pub flags: u8,
    pub counter: u32,
    /// Base64url.
    pub user_handle: Option<String>,
}

#[derive(Clone, Copy)]
pub enum Attestation {
    None,
    Packed,
}

impl Ceremony {
    /// As CredentialCreationOptions wants it.
    pub fn create(options: &Value) -> Self {
        Self {
            kind: "webauthn.create",
            challenge: options["challenge"].as_str().unwrap().to_owned(),
            origin: ORIGIN.to_owned(),
            relying_party_id: options["rp"]["id"].as_str().unwrap().to_owned(),
            cross_origin: false,
            flags: UP | UV,
            counter: 0,
            user_handle: None,
        }
    }

    /// As CREDENTIAL_REQUEST_OPTIONS wants it.
    pub fn get(options: &Value) -> Self {
        Self {
            kind: "webauthn.get",
            relying_party_id: options["rpId"].as_str().unwrap().to_owned(),
            ..Self::create(&json!({ "challenge": options["challenge"], "rp": { "id": "" } }))
        }
    }

    fn client_data(&self) -> Vec<u8> {
        json!({
            "type": self.kind,
            "challenge": self.challenge,
            "origin": self.origin,
            "crossOrigin": self.cross_origin,
        })
        .to_string()
        .into_bytes()
    }

    /// Hash of the relying party's id, flags, counter.
    fn authenticator_data(&self, more_flags: u8) -> Vec<u8> {
        let mut data = sha256(self.relying_party_id.as_bytes());
        data.push(self.flags | more_flags);
        data.extend(self.counter.to_be_bytes());
        data
    }
}

impl Authenticator {
    pub fn new() -> Self {
        let mut id = vec![0; 32];
        aws_lc_rs::rand::fill(&mut id).unwrap();
        Self { key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(), id }
    }

    /// RegistrationResponseJSON.
    pub fn attest(&self, ceremony: &Ceremony, attestation: Attestation) -> Value {
        let client_data = ceremony.client_data();
        let mut data = ceremony.authenticator_data(AT);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.cose_key());
        let (format, statement) = match attestation {
            Attestation::None => ("none", vec![0xa0]),
            Attestation::Packed => {
                let signature = self.sign(&data, &client_data);
                // { "alg": -7, "sig": … }
                ("packed", [&[0xa2][..], &text("alg"), &[0x26], &text("sig"), &bytes(&signature)].concat())
            }
        };
        let object =
            [&[0xa3][..], &text("fmt"), &text(format), &text("attStmt"), &statement, &text("authData"), &bytes(&data)]
                .concat();
        json!({
            "id": encoded(&self.id),
            "rawId": encoded(&self.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encoded(&client_data),
                "attestationObject": encoded(&object),
                "transports": ["internal"],
            },
        })
    }

    /// AuthenticationResponseJSON.
    pub fn assert(&self, ceremony: &Ceremony) -> Value {
        let client_data = ceremony.client_data();
        let data = ceremony.authenticator_data(0);
        json!({
            "id": encoded(&self.id),
            "rawId": encoded(&self.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encoded(&client_data),
                "authenticatorData": encoded(&data),
                "signature": encoded(&self.sign(&data, &client_data)),
                "userHandle": ceremony.user_handle,
            },
        })
    }

    fn sign(&self, data: &[u8], client_data: &[u8]) -> Vec<u8> {
        let signed = [data, &sha256(client_data)].concat();
        self.key.sign(&SystemRandom::new(), &signed).unwrap().as_ref().to_vec()
    }

    /// { kty: EC2, alg: ES256, crv: P-256, x, y }
    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let (x, y) = (&point[1..33], &point[33..]);
        [&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21][..], &bytes(x), &[0x22], &bytes(y)].concat()
    }
}

pub fn encoded(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

/// CBOR: a short text.
fn text(text: &str) -> Vec<u8> {
    [&[0x60 + u8::try_from(text.len()).unwrap()], text.as_bytes()].concat()
}

/// CBOR: bytes, up to 65535 of them.
fn bytes(bytes: &[u8]) -> Vec<u8> {
    [&[0x59][..], &u16::try_from(bytes.len()).unwrap().to_be_bytes(), bytes].concat()
}
