//! What the reference client computed, and what this crate does (`tests/data/README.md` says where it comes from).

#[path = "../examples/check_vectors/vectors.rs"]
mod vectors;

use serde_json::{Value, json};

const FILE: &str = include_str!("data/srp.json");

#[test]
fn every_value_is_the_reference_clients() {
    let report = vectors::check(FILE).expect("the file is readable");
    let mismatches: Vec<String> = report.mismatches.iter().map(ToString::to_string).collect();
    assert_eq!(mismatches, Vec::<String>::new());
    assert_eq!(report.checked, 8 * 7 + 2 * 2, "seven values of each exchange, two of each device");
}

#[test]
fn an_altered_value_is_named() {
    for (pointer, altered, expected) in [
        ("/user_and_device_auth/0/expect/srp_a", json!("2"), &[("plain", "srp_a"), ("plain", "handshake's srp_a")][..]),
        ("/user_and_device_auth/1/expect/u", json!("1"), &[("B_odd_hex_length", "u")]),
        ("/user_and_device_auth/2/expect/k", json!("3"), &[("salt_msb_set", "k")]),
        ("/user_and_device_auth/4/expect/hkdf_key", json!("00"), &[("u_msb_set", "hkdf_key")]),
        (
            "/user_and_device_auth/7/expect/signature",
            json!("AA=="),
            &[("device", "signature"), ("device", "handshake's signature")],
        ),
        (
            "/user_and_device_auth/3/password",
            json!("Passw0rd?"),
            &[
                ("A_odd_hex_length", "hkdf_key"),
                ("A_odd_hex_length", "signature"),
                ("A_odd_hex_length", "handshake's signature"),
            ],
        ),
        ("/device_verifier/0/expect/salt_b64", json!("AA=="), &[("device_verifier 1", "salt_b64")]),
        ("/device_verifier/1/device_key", json!("another"), &[("device_verifier 2", "password_verifier_b64")]),
    ] {
        let report = vectors::check(&with(pointer, altered)).expect("still readable");
        let mismatches: Vec<_> =
            report.mismatches.iter().map(|mismatch| (mismatch.vector.as_str(), mismatch.value)).collect();
        assert_eq!(mismatches, expected, "{pointer}");
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    for (case, json, expected) in [
        ("no JSON", "{".to_owned(), "the file holds no vectors"),
        ("other JSON", "{}".to_owned(), "the file holds no vectors"),
        ("a long a", with("/user_and_device_auth/0/a", json!("1".repeat(258))), "plain: not 128 bytes: 111"),
        ("no number", with("/user_and_device_auth/0/srp_b", json!("xyz")), "plain: not a number of 3072 bits: xyz"),
        (
            "B = 0",
            with("/user_and_device_auth/0/srp_b", json!("0")),
            "plain: the exchange stops: a public value is zero",
        ),
        ("no timestamp", with("/user_and_device_auth/0/timestamp", json!("now")), "plain: no timestamp: now"),
        (
            "no such day",
            with("/user_and_device_auth/0/timestamp", json!("Tue Nov 31 04:05:06 UTC 2026")),
            "plain: no timestamp: Tue Nov 31 04:05:06 UTC 2026",
        ),
        (
            "an odd salt",
            with("/device_verifier/0/salt_random_hex", json!("123")),
            "device_verifier 1: not bytes in hexadecimal: 123",
        ),
    ] {
        let why = vectors::check(&json).err().unwrap_or_default();
        assert!(why.starts_with(expected), "{case}: {why}");
    }
}

/// The file with one value replaced.
fn with(pointer: &str, value: Value) -> String {
    let mut file: Value = serde_json::from_str(FILE).expect("the file is JSON");
    *file.pointer_mut(pointer).expect("the value is there") = value;
    file.to_string()
}
