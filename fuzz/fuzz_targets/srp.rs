//! What a server says in an exchange: numbers of any size, and a block of anything.
#![no_main]

use cognito_client::{
    hazmat::{
        Challenge, DeviceVerifier, Handshake,
        arithmetic::{EXPONENT_BYTES, Identity},
    },
    timestamp::Timestamp,
};
use libfuzzer_sys::fuzz_target;

// Lines: SRP_B, SALT, SECRET_BLOCK, and what is left is a password.
fuzz_target!(|text: &str| {
    let parts: Vec<&str> = text.splitn(4, '\n').collect();
    let [srp_b, salt, secret_block, password] = parts[..] else { return };
    let random_salt = salt.as_bytes();
    let identity = || Identity { group: "Example1".to_owned(), user: "somebody".to_owned() };
    let challenge = Challenge {
        identity: identity(),
        srp_b: srp_b.to_owned(),
        salt: salt.to_owned(),
        secret_block: secret_block.to_owned(),
    };
    let (handshake, srp_a) = Handshake::start([7; EXPONENT_BYTES]).expect("A is not 0");
    assert!(srp_a.len() <= 768 && srp_a.bytes().all(|digit| digit.is_ascii_hexdigit()));
    if let Ok(responses) = handshake.answer(challenge, password, Timestamp::from_seconds(1_793_678_706)) {
        assert_eq!(responses.secret_block, secret_block);
        assert_eq!(responses.signature.len(), 44, "32 bytes in base64");
    }
    assert_eq!(DeviceVerifier::new(&identity(), password, random_salt).is_ok(), random_salt.len() <= 384);
});
