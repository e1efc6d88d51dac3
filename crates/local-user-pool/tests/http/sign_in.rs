//! What the SRP exchange refuses.

use std::{collections::BTreeMap, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, assert_refused, legacy, new_user};

/// After so long no failure counts any more.
const QUIET: Duration = Duration::from_secs(15 * 60);
const INCORRECT: &str = "Incorrect username or password.";

/// The prime of RFC 5054's 3072-bit group.
const N: &str = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD\
    3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B\
    1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED52907709696\
    6D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718\
    3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3\
    970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE1\
    17577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

/// 2·N, digit by digit: every digit is doubled, and the digit to its right carries when it is 8 or more.
fn twice_n() -> String {
    let digits: Vec<u32> = N.chars().map(|digit| digit.to_digit(16).unwrap()).chain([0]).collect();
    let doubled = digits.windows(2).map(|pair| (pair[0] * 2) % 16 + u32::from(pair[1] >= 8));
    ['1'].into_iter().chain(doubled.map(|digit| char::from_digit(digit, 16).unwrap())).collect()
}

#[tokio::test]
async fn public_values_that_give_the_secret_away() {
    let client = Client::start().await;
    let (zero, invalid) = ("SRP_A must not be zero modulo N.", "SRP_A is not a valid number.");
    let long = format!("1{}", "0".repeat(768));
    let cases = [
        ("zero", "0", zero),
        ("long zero", "0000", zero),
        ("N", N, zero),
        ("N in small letters", &N.to_lowercase(), zero),
        ("2N", &twice_n(), invalid),
        ("longer than N", &long, invalid),
        ("no number", "xyz", invalid),
        ("sign", "-1", invalid),
    ];
    for user in [DEMO, "nobody@example.org"] {
        for (name, srp_a, message) in cases {
            assert_refused(name, client.initiate(user, srp_a).await, "InvalidParameterException", message);
        }
    }
}

#[tokio::test]
async fn wrong_proofs() {
    let client = Client::start().await;
    let other_block = BASE64_STANDARD.encode([7; 1024]);
    type Change<'a> = &'a dyn Fn(&mut BTreeMap<String, String>);
    let set = |name: &'static str, value: String| {
        move |responses: &mut BTreeMap<String, String>| drop(responses.insert(name.to_owned(), value.clone()))
    };
    let cases: [(&str, Change<'_>); 7] = [
        ("other block", &set("PASSWORD_CLAIM_SECRET_BLOCK", other_block)),
        ("other timestamp", &|responses| {
            let other_second = client.timestamp(7);
            responses.insert("TIMESTAMP".to_owned(), other_second);
        }),
        ("other signature", &set("PASSWORD_CLAIM_SIGNATURE", BASE64_STANDARD.encode([7; 32]))),
        ("short signature", &set("PASSWORD_CLAIM_SIGNATURE", BASE64_STANDARD.encode([7; 4]))),
        ("no base64", &set("PASSWORD_CLAIM_SIGNATURE", "!".to_owned())),
        ("other user", &set("USERNAME", FIRST.to_owned())),
        ("one bit of the signature", &|responses| {
            let mut bytes = BASE64_STANDARD.decode(&responses["PASSWORD_CLAIM_SIGNATURE"]).unwrap();
            bytes[31] ^= 1;
            responses.insert("PASSWORD_CLAIM_SIGNATURE".to_owned(), BASE64_STANDARD.encode(bytes));
        }),
    ];
    client.pool.add_user(new_user(FIRST)).unwrap();
    for (name, change) in cases {
        client.pool.advance(QUIET);
        let mut responses = client.challenge(DEMO).await.unwrap().answer(DEMO_PASSWORD, &client.timestamp(0));
        change(&mut responses);
        assert_refused(name, client.respond(&responses).await, "NotAuthorizedException", INCORRECT);
    }
    let wrong = client.sign_in(DEMO, "Demo-Passw0rD").await;
    assert_refused("wrong password", wrong, "NotAuthorizedException", INCORRECT);
}

#[tokio::test]
async fn names_that_mean_the_same_user() {
    let client = Client::start().await;
    let username = client.pool.add_user(new_user(FIRST)).unwrap();
    for (name, typed, answered) in [
        ("user name", username.as_str(), username.as_str()),
        ("address, then user name", FIRST, &username),
        ("address twice", FIRST, FIRST),
        ("capitals", "FIRST@EXAMPLE.ORG", "First@Example.Org"),
    ] {
        let mut responses = client.challenge(typed).await.unwrap().answer(PASSWORD, &client.timestamp(0));
        responses.insert("USERNAME".to_owned(), answered.to_owned());
        assert!(client.respond(&responses).await.is_ok(), "{name}");
    }
}

#[tokio::test]
async fn a_challenge_is_answered_once_and_soon() {
    let client = Client::start().await;
    let challenge = client.challenge(DEMO).await.unwrap();
    let right = challenge.answer(DEMO_PASSWORD, &client.timestamp(0));
    client.respond(&right).await.unwrap();
    assert_refused("again", client.respond(&right).await, "NotAuthorizedException", INCORRECT);

    let challenge = client.challenge(DEMO).await.unwrap();
    let wrong = challenge.answer("wrong", &client.timestamp(0));
    assert_refused("wrong first", client.respond(&wrong).await, "NotAuthorizedException", INCORRECT);
    let right = challenge.answer(DEMO_PASSWORD, &client.timestamp(0));
    assert_refused("then right", client.respond(&right).await, "NotAuthorizedException", INCORRECT);

    let challenge = client.challenge(DEMO).await.unwrap();
    client.pool.advance(Duration::from_secs(181));
    let late = challenge.answer(DEMO_PASSWORD, &client.timestamp(0));
    let expired = "Invalid session for the user, session is expired.";
    assert_refused("late", client.respond(&late).await, "NotAuthorizedException", expired);
}

#[tokio::test]
async fn timestamps() {
    let client = Client::start().await;
    let now = client.timestamp(0);
    let cases = [
        ("old", client.timestamp(-400), "Invalid timestamp."),
        ("early", client.timestamp(400), "Invalid timestamp."),
        ("no weekday", now[4..].to_owned(), INCORRECT),
        ("small letters", now.to_lowercase(), INCORRECT),
        ("other zone", now.replace("UTC", "GMT"), INCORRECT),
        ("seconds", client.pool.clock().now().to_string(), INCORRECT),
    ];
    for (name, timestamp, message) in cases {
        let responses = client.challenge(DEMO).await.unwrap().answer(DEMO_PASSWORD, &timestamp);
        assert_refused(name, client.respond(&responses).await, "NotAuthorizedException", message);
    }
    for (name, offset) in [("a little old", -200), ("a little early", 200)] {
        let responses = client.challenge(DEMO).await.unwrap().answer(DEMO_PASSWORD, &client.timestamp(offset));
        assert!(client.respond(&responses).await.is_ok(), "{name}");
    }
}

#[tokio::test]
async fn unknown_users_look_like_known_ones() {
    let client = Client::start().await;
    let nobody = "nobody@example.org";
    let first = client.challenge(nobody).await.unwrap();
    let second = client.challenge("Nobody@example.org").await.unwrap();
    for name in ["SALT", "USER_ID_FOR_SRP", "USERNAME"] {
        assert_eq!(first.parameters[name], second.parameters[name], "{name}");
    }
    assert_ne!(first.parameters["SRP_B"], second.parameters["SRP_B"]);
    let known = client.challenge(DEMO).await.unwrap();
    assert!(first.parameters.keys().eq(known.parameters.keys()));
    for name in ["USER_ID_FOR_SRP", "USERNAME", "SECRET_BLOCK"] {
        assert_eq!(first.parameters[name].len(), known.parameters[name].len(), "{name}");
    }
    for name in ["SALT", "SRP_B"] {
        let lengths = first.parameters[name].len().abs_diff(known.parameters[name].len());
        assert!(lengths <= 4, "{name}: leading zeros are not written");
    }
    let username = "6f1a4a57-30a6-4b4c-8b2b-0a6d1f0c7e11";
    let by_username = client.challenge(username).await.unwrap();
    assert_eq!(by_username.parameters["USER_ID_FOR_SRP"], username, "as for a user who exists");
    let answer = client.respond(&first.answer(PASSWORD, &client.timestamp(0))).await;
    assert_refused("unknown user", answer, "NotAuthorizedException", INCORRECT);

    let client = Client::with(legacy()).await;
    let answer = client.sign_in(nobody, PASSWORD).await;
    assert_refused("legacy", answer, "UserNotFoundException", "User does not exist.");
}

#[tokio::test]
async fn users_who_may_not_sign_in() {
    let client = Client::start().await;
    client.sign_up("new@example.org").await.unwrap();
    for (email, change) in [("reset@example.org", true), ("disabled@example.org", false)] {
        client.pool.add_user(new_user(email)).unwrap();
        if change { client.pool.reset_required(email) } else { client.pool.disable(email) }.unwrap();
    }
    let cases = [
        ("new@example.org", "UserNotConfirmedException", "User is not confirmed."),
        ("reset@example.org", "PasswordResetRequiredException", "Password reset required for the user"),
        ("disabled@example.org", "NotAuthorizedException", "User is disabled."),
    ];
    for (name, code, message) in cases {
        assert_refused(name, client.sign_in(name, PASSWORD).await, code, message);
        // Whoever has yet to confirm is told so, whatever they typed.
        let (code, message) = match code {
            "UserNotConfirmedException" => (code, message),
            _ => ("NotAuthorizedException", INCORRECT),
        };
        assert_refused(name, client.sign_in(name, "wrong").await, code, message);
    }
}

#[tokio::test]
async fn missing_parameters() {
    let client = Client::start().await;
    let initiate = [
        ("USERNAME", "USER_SRP_AUTH", json!({ "SRP_A": "2" })),
        ("SRP_A", "USER_SRP_AUTH", json!({ "USERNAME": DEMO })),
        ("REFRESH_TOKEN", "REFRESH_TOKEN_AUTH", json!({})),
    ];
    for (missing, flow, parameters) in initiate {
        let body = json!({ "AuthFlow": flow, "ClientId": CLIENT_ID, "AuthParameters": parameters });
        let message = format!("Missing required parameter {missing}");
        assert_refused(missing, client.call("InitiateAuth", body).await, "InvalidParameterException", &message);
    }
    let full = client.challenge(DEMO).await.unwrap().answer(DEMO_PASSWORD, &client.timestamp(0));
    for missing in full.keys() {
        let mut responses = full.clone();
        responses.remove(missing);
        let message = format!("Missing required parameter {missing}");
        assert_refused(missing, client.respond(&responses).await, "InvalidParameterException", &message);
    }
    client.respond(&full).await.expect("none of these was a try");
}
