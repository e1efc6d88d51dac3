//! Passkeys: registered, listed, deleted, and signed in with.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use local_user_pool::{
    Config, MfaFactor, NewUser,
    settings::{
        FirstFactor, MfaConfiguration, UserPool, UserVerification, WebAuthnConfiguration, WebAuthnFactorConfiguration,
    },
};
use serde_json::{Value, json};

use crate::{
    authenticator::{Attestation, Authenticator, Ceremony, UP, UV, encoded},
    client::{Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused},
};

const INCORRECT: &str = "Incorrect username or password.";
const NOT_FOUND: (&str, &str) =
    ("WebAuthnChallengeNotFoundException", "The registration was not started, or has expired.");

fn config() -> Config {
    let mut user_pool = UserPool::default();
    user_pool.policies.sign_in_policy.allowed_first_auth_factors = vec![FirstFactor::Password, FirstFactor::WebAuthn];
    Config { user_pool, ..Config::default() }
}

fn config_with(web_authn_configuration: WebAuthnConfiguration) -> Config {
    let config = config();
    Config { user_pool: UserPool { web_authn_configuration, ..config.user_pool }, ..config }
}

/// CredentialCreationOptions.
async fn start(client: &Client, tokens: &Value) -> Value {
    let body = json!({ "AccessToken": tokens["AccessToken"] });
    client.call("StartWebAuthnRegistration", body).await.unwrap()["CredentialCreationOptions"].clone()
}

async fn complete(client: &Client, tokens: &Value, credential: Value) -> Result<Value, Refusal> {
    let body = json!({ "AccessToken": tokens["AccessToken"], "Credential": credential });
    client.call("CompleteWebAuthnRegistration", body).await
}

/// A passkey of demo@, whose user handle comes along.
async fn registered(client: &Client, counter: u32) -> (Authenticator, String) {
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let options = start(client, &tokens).await;
    let authenticator = Authenticator::new();
    let ceremony = Ceremony { counter, ..Ceremony::create(&options) };
    let credential = authenticator.attest(&ceremony, Attestation::None);
    assert_eq!(complete(client, &tokens, credential).await.unwrap(), json!({}));
    (authenticator, options["user"]["id"].as_str().unwrap().to_owned())
}

/// WEB_AUTHN of a name, and the options in it.
async fn ask(client: &Client, name: &str) -> (Value, Value) {
    let parameters = json!({ "USERNAME": name, "PREFERRED_CHALLENGE": "WEB_AUTHN" });
    let asked = client.begin("USER_AUTH", parameters).await.unwrap();
    assert_eq!(asked["ChallengeName"], "WEB_AUTHN", "{asked}");
    let options = asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"].as_str().unwrap();
    let options = serde_json::from_str(options).unwrap();
    (asked, options)
}

async fn answer(client: &Client, name: &str, asked: &Value, credential: &Value) -> Result<Value, Refusal> {
    client.answer(asked, name, json!({ "CREDENTIAL": credential.to_string() })).await
}

#[tokio::test]
async fn from_registration_to_deletion() {
    let client = Client::with(config()).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let sub = client.get_user(&tokens["AccessToken"]).await.unwrap()["Username"].clone();
    for (count, attestation) in [Attestation::None, Attestation::Packed].into_iter().enumerate() {
        let options = start(&client, &tokens).await;
        assert_eq!(options["rp"], json!({ "id": "localhost", "name": "localhost" }));
        let handle = encoded(sub.as_str().unwrap().as_bytes());
        assert_eq!(options["user"], json!({ "id": handle, "name": DEMO, "displayName": DEMO }));
        let algorithms: Vec<&Value> =
            options["pubKeyCredParams"].as_array().unwrap().iter().map(|offer| &offer["alg"]).collect();
        assert!(algorithms.contains(&&json!(-7)) && algorithms.contains(&&json!(-257)), "{algorithms:?}");
        let selection =
            json!({ "residentKey": "required", "requireResidentKey": true, "userVerification": "preferred" });
        assert_eq!(options["authenticatorSelection"], selection);
        assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), count);

        let authenticator = Authenticator::new();
        let credential = authenticator.attest(&Ceremony::create(&options), attestation);
        assert_eq!(complete(&client, &tokens, credential).await.unwrap(), json!({}));

        let (asked, options) = ask(&client, DEMO).await;
        assert_eq!((&options["rpId"], &options["userVerification"]), (&json!("localhost"), &json!("preferred")));
        let offered: Vec<&Value> =
            options["allowCredentials"].as_array().unwrap().iter().map(|credential| &credential["id"]).collect();
        assert_eq!((offered.len(), offered[count]), (count + 1, &json!(encoded(&authenticator.id))));
        let ceremony = Ceremony { user_handle: Some(handle), ..Ceremony::get(&options) };
        let done = answer(&client, DEMO, &asked, &authenticator.assert(&ceremony)).await.unwrap();
        client.get_user(&done["AuthenticationResult"]["AccessToken"]).await.unwrap();
        let again = answer(&client, DEMO, &asked, &authenticator.assert(&ceremony)).await;
        assert_refused("used session", again, "NotAuthorizedException", "Invalid session for the user.");
    }

    let mut ids = Vec::new();
    let mut token = Value::Null;
    for _ in 0..2 {
        let body = json!({ "AccessToken": tokens["AccessToken"], "MaxResults": 1, "NextToken": token });
        let page = client.call("ListWebAuthnCredentials", body).await.unwrap();
        let credential = &page["Credentials"][0];
        ids.push(credential["CredentialId"].clone());
        let at = credential["CreatedAt"].clone();
        assert!(at.is_u64(), "{credential}");
        let expected = json!({
            "CredentialId": ids.last(),
            "FriendlyCredentialName": "Passkey",
            "RelyingPartyId": "localhost",
            "AuthenticatorAttachment": "platform",
            "AuthenticatorTransports": ["internal"],
            "CreatedAt": at,
        });
        assert_eq!(credential, &expected);
        token = page["NextToken"].clone();
    }
    assert!(ids[0] != ids[1] && token == Value::Null, "two pages");

    let body = json!({ "AccessToken": tokens["AccessToken"], "CredentialId": ids[0] });
    assert_eq!(client.call("DeleteWebAuthnCredential", body.clone()).await.unwrap(), json!({}));
    let refused = client.call("DeleteWebAuthnCredential", body).await;
    assert_refused("deleted before", refused, "ResourceNotFoundException", "The credential does not exist.");
    let left = client.call("ListWebAuthnCredentials", json!({ "AccessToken": tokens["AccessToken"] })).await.unwrap();
    assert_eq!(left["Credentials"][0]["CredentialId"], ids[1]);
    let (_, options) = ask(&client, DEMO).await;
    assert_eq!(options["allowCredentials"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn registrations_with_one_thing_wrong() {
    let required = WebAuthnConfiguration { user_verification: UserVerification::Required, ..Default::default() };
    let client = Client::with(config_with(required)).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let origin =
        ("WebAuthnOriginNotAllowedException", "The origin of the credential does not belong to the relying party.");
    let unsupported = "WebAuthnCredentialNotSupportedException";
    type Change = fn(&mut Ceremony);
    let cases: [(&str, Change, (&str, &str)); 8] = [
        ("challenge", |ceremony| ceremony.challenge = encoded(&[7; 32]), NOT_FOUND),
        ("origin", |ceremony| ceremony.origin = "https://evil.example".to_owned(), origin),
        ("origin that begins alike", |ceremony| ceremony.origin = "http://localhost.example".to_owned(), origin),
        ("frame of another site", |ceremony| ceremony.cross_origin = true, origin),
        (
            "relying party",
            |ceremony| ceremony.relying_party_id = "example.com".to_owned(),
            ("WebAuthnRelyingPartyMismatchException", "The credential was made for another relying party."),
        ),
        (
            "ceremony",
            |ceremony| ceremony.kind = "webauthn.get",
            (
                "InvalidParameterException",
                "Invalid credential: Invalid type: expected webauthn.create, got webauthn.get",
            ),
        ),
        (
            "nobody there",
            |ceremony| ceremony.flags = UV,
            (unsupported, "The credential is not supported: User not present (UP flag not set)"),
        ),
        (
            "nobody verified",
            |ceremony| ceremony.flags = UP,
            (unsupported, "The credential is not supported: User verification required but UV flag not set"),
        ),
    ];
    for (name, change, (code, message)) in cases {
        for attestation in [Attestation::None, Attestation::Packed] {
            let mut ceremony = Ceremony::create(&start(&client, &tokens).await);
            change(&mut ceremony);
            let credential = Authenticator::new().attest(&ceremony, attestation);
            assert_refused(name, complete(&client, &tokens, credential).await, code, message);
        }
    }

    // Signed by another key: the client data was changed after the signature.
    let ceremony = Ceremony::create(&start(&client, &tokens).await);
    let mut credential = Authenticator::new().attest(&ceremony, Attestation::Packed);
    let other = Ceremony { origin: "http://localhost:9".to_owned(), ..ceremony };
    credential["response"]["clientDataJSON"] =
        Authenticator::new().attest(&other, Attestation::None)["response"]["clientDataJSON"].clone();
    let refused = complete(&client, &tokens, credential).await;
    assert_refused(
        "attestation",
        refused,
        unsupported,
        "The credential is not supported: Signature verification failed",
    );

    let ceremony = Ceremony::create(&start(&client, &tokens).await);
    let mut credential = Authenticator::new().attest(&ceremony, Attestation::None);
    credential["rawId"] = json!(encoded(&[1; 32]));
    let refused = complete(&client, &tokens, credential).await;
    let message = "Invalid credential: Credential ID mismatch between client and attested credential data";
    assert_refused("id", refused, "InvalidParameterException", message);

    let malformed = "Invalid credential: it is not a registration response.";
    for (name, credential) in [("text", json!("{}")), ("empty", json!({})), ("number", json!(1))] {
        let refused = complete(&client, &tokens, credential).await;
        assert_refused(name, refused, "InvalidParameterException", malformed);
    }
}

#[tokio::test]
async fn registrations_at_the_wrong_time_or_by_others() {
    let client = Client::with(config()).await;
    client.pool.add_user(NewUser::new(FIRST, PASSWORD)).unwrap();
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let others = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let authenticator = Authenticator::new();
    let (code, message) = NOT_FOUND;

    let credential = authenticator.attest(&Ceremony::create(&start(&client, &tokens).await), Attestation::None);
    assert_refused("another user", complete(&client, &others, credential.clone()).await, code, message);
    assert_refused("after that", complete(&client, &tokens, credential).await, code, message);

    let credential = authenticator.attest(&Ceremony::create(&start(&client, &tokens).await), Attestation::None);
    client.pool.advance(Duration::from_secs(300));
    assert_refused("late", complete(&client, &tokens, credential).await, code, message);

    let credential = authenticator.attest(&Ceremony::create(&start(&client, &tokens).await), Attestation::None);
    complete(&client, &tokens, credential.clone()).await.unwrap();
    assert_refused("again", complete(&client, &tokens, credential).await, code, message);
    for (name, user) in [("the same passkey", &tokens), ("another's passkey", &others)] {
        let credential = authenticator.attest(&Ceremony::create(&start(&client, user).await), Attestation::None);
        let refused = complete(&client, user, credential).await;
        assert_refused(name, refused, "InvalidParameterException", "The credential is already registered.");
    }

    let body = json!({ "UserPoolId": POOL_ID, "ClientName": "other" });
    let other_client = client.call("CreateUserPoolClient", body).await.unwrap()["UserPoolClient"]["ClientId"].clone();
    let parameters = json!({ "USERNAME": DEMO, "PASSWORD": DEMO_PASSWORD });
    let flows = json!(["ALLOW_USER_PASSWORD_AUTH"]);
    let body = json!({ "UserPoolId": POOL_ID, "ClientId": other_client, "ExplicitAuthFlows": flows });
    client.call("UpdateUserPoolClient", body).await.unwrap();
    let body = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": other_client, "AuthParameters": parameters });
    let through_other = client.call("InitiateAuth", body).await.unwrap()["AuthenticationResult"].clone();
    let credential = Authenticator::new().attest(&Ceremony::create(&start(&client, &tokens).await), Attestation::None);
    let refused = complete(&client, &through_other, credential).await;
    let message = "The access token is for a different client than the one that started the registration.";
    assert_refused("another client", refused, "WebAuthnClientMismatchException", message);

    for _ in 1..20 {
        let credential =
            Authenticator::new().attest(&Ceremony::create(&start(&client, &tokens).await), Attestation::None);
        complete(&client, &tokens, credential).await.unwrap();
    }
    let body = json!({ "AccessToken": tokens["AccessToken"] });
    let refused = client.call("StartWebAuthnRegistration", body).await;
    assert_refused("more than 20", refused, "LimitExceededException", "Maximum number of passkeys exceeded.");
}

#[tokio::test]
async fn a_pool_without_passkeys() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let refusal = ("WebAuthnNotEnabledException", "WebAuthn is not enabled for the user pool.");
    let body = json!({ "AccessToken": tokens["AccessToken"] });
    assert_refused("start", client.call("StartWebAuthnRegistration", body).await, refusal.0, refusal.1);
    let options = json!({ "challenge": encoded(&[7; 32]), "rp": { "id": "localhost" } });
    let credential = Authenticator::new().attest(&Ceremony::create(&options), Attestation::None);
    assert_refused("complete", complete(&client, &tokens, credential).await, refusal.0, refusal.1);
}

#[tokio::test]
async fn assertions_with_one_thing_wrong() {
    let required = WebAuthnConfiguration { user_verification: UserVerification::Required, ..Default::default() };
    let client = Client::with(config_with(required)).await;
    let (authenticator, handle) = registered(&client, 5).await;
    let (other, _) = registered(&client, 0).await;
    type Change = fn(&mut Ceremony);
    let cases: [(&str, Change); 11] = [
        ("challenge", |ceremony| ceremony.challenge = encoded(&[7; 32])),
        ("origin", |ceremony| ceremony.origin = "https://evil.example".to_owned()),
        ("origin with a path", |ceremony| ceremony.origin = "http://localhost:8080/".to_owned()),
        ("frame of another site", |ceremony| ceremony.cross_origin = true),
        ("relying party", |ceremony| ceremony.relying_party_id = "example.com".to_owned()),
        ("ceremony", |ceremony| ceremony.kind = "webauthn.create"),
        ("nobody there", |ceremony| ceremony.flags = UV),
        ("nobody verified", |ceremony| ceremony.flags = UP),
        ("counter that stands still", |ceremony| ceremony.counter = 5),
        ("counter that goes back", |ceremony| ceremony.counter = 4),
        ("another user's handle", |ceremony| {
            ceremony.user_handle = Some(encoded(b"6f1a4a57-30a6-4b4c-8b2b-0a6d1f0c7e11"))
        }),
    ];
    let right = |options: &Value| Ceremony { counter: 6, user_handle: Some(handle.clone()), ..Ceremony::get(options) };
    for (name, change) in cases {
        let (asked, options) = ask(&client, DEMO).await;
        let mut ceremony = right(&options);
        change(&mut ceremony);
        let refused = answer(&client, DEMO, &asked, &authenticator.assert(&ceremony)).await;
        assert_refused(name, refused, "NotAuthorizedException", INCORRECT);
        let again = answer(&client, DEMO, &asked, &authenticator.assert(&right(&options))).await;
        assert_refused(name, again, "NotAuthorizedException", "Invalid session for the user.");
    }

    let (asked, options) = ask(&client, DEMO).await;
    let mut forged = other.assert(&right(&options));
    forged["rawId"] = json!(encoded(&authenticator.id));
    let refused = answer(&client, DEMO, &asked, &forged).await;
    assert_refused("another key", refused, "NotAuthorizedException", INCORRECT);

    let (asked, options) = ask(&client, DEMO).await;
    let stranger = Authenticator::new().assert(&right(&options));
    let refused = answer(&client, DEMO, &asked, &stranger).await;
    assert_refused("a passkey that was never registered", refused, "NotAuthorizedException", INCORRECT);

    let (asked, options) = ask(&client, DEMO).await;
    let mut changed = authenticator.assert(&right(&options));
    let signature = changed["response"]["signature"].as_str().unwrap();
    let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    changed["response"]["signature"] = json!(encoded(&bytes));
    let refused = answer(&client, DEMO, &asked, &changed).await;
    assert_refused("signature", refused, "NotAuthorizedException", INCORRECT);

    for (name, credential) in [("text", json!("{}")), ("empty", json!({})), ("list", json!([]))] {
        let (asked, _) = ask(&client, DEMO).await;
        let refused = answer(&client, DEMO, &asked, &credential).await;
        assert_refused(name, refused, "NotAuthorizedException", INCORRECT);
    }

    for counter in [6, 7] {
        let (asked, options) = ask(&client, DEMO).await;
        let ceremony = Ceremony { counter, ..right(&options) };
        answer(&client, DEMO, &asked, &authenticator.assert(&ceremony)).await.unwrap();
    }
    let (asked, options) = ask(&client, DEMO).await;
    let refused = answer(&client, DEMO, &asked, &authenticator.assert(&right(&options))).await;
    assert_refused("counter before the last one", refused, "NotAuthorizedException", INCORRECT);
    for _ in 0..2 {
        let (asked, options) = ask(&client, DEMO).await;
        let ceremony = Ceremony { user_handle: None, ..Ceremony::get(&options) };
        answer(&client, DEMO, &asked, &other.assert(&ceremony)).await.expect("an authenticator that does not count");
    }
}

#[tokio::test]
async fn the_relying_party_is_a_setting() {
    let domain = WebAuthnConfiguration { relying_party_id: Some("app.example".to_owned()), ..Default::default() };
    let client = Client::with(config_with(domain)).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let options = start(&client, &tokens).await;
    assert_eq!(options["rp"]["id"], "app.example");
    let authenticator = Authenticator::new();
    let ceremony = Ceremony { origin: "https://app.example".to_owned(), ..Ceremony::create(&options) };
    complete(&client, &tokens, authenticator.attest(&ceremony, Attestation::None)).await.unwrap();
    let (asked, options) = ask(&client, DEMO).await;
    let ceremony = Ceremony { origin: "https://app.example:8443".to_owned(), ..Ceremony::get(&options) };
    answer(&client, DEMO, &asked, &authenticator.assert(&ceremony)).await.unwrap();
}

#[tokio::test]
async fn a_passkey_as_two_factors() {
    let strong = WebAuthnConfiguration {
        factor_configuration: WebAuthnFactorConfiguration::MultiFactorWithUserVerification,
        ..Default::default()
    };
    let prefer = |tokens: &Value, settings: Value| {
        let mut body = settings;
        body["AccessToken"] = tokens["AccessToken"].clone();
        body
    };
    let passkey = |enabled: bool| json!({ "WebAuthnMfaSettings": { "Enabled": enabled } });
    let not_enabled = "WEB_AUTHN_MFA is not enabled for the user pool.";
    let needs_another = "WEB_AUTHN_MFA needs another MFA method that is activated.";
    for (name, configuration, chosen, offered) in [
        ("one factor", WebAuthnConfiguration::default(), false, false),
        ("two factors", strong.clone(), true, true),
        ("not chosen", strong, false, false),
    ] {
        let possible = configuration != WebAuthnConfiguration::default();
        let mut config = config_with(configuration);
        config.user_pool.mfa_configuration = MfaConfiguration::Optional;
        config.user_pool.sms_mfa = true;
        config.users.push(NewUser {
            phone_number: Some("+12025550123".to_owned()),
            mfa: [MfaFactor::SmsMfa].into(),
            ..NewUser::new(FIRST, PASSWORD)
        });
        let client = Client::with(config).await;
        let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
        let done = client.answer(&asked, FIRST, json!({ "SMS_MFA_CODE": client.last_code() })).await.unwrap();
        let tokens = done["AuthenticationResult"].clone();
        let options = start(&client, &tokens).await;
        let authenticator = Authenticator::new();
        let credential = authenticator.attest(&Ceremony::create(&options), Attestation::None);
        complete(&client, &tokens, credential).await.unwrap();

        let set = client.call("SetUserMFAPreference", prefer(&tokens, passkey(chosen || !possible))).await;
        if possible {
            assert_eq!(set.unwrap(), json!({}), "{name}");
        } else {
            assert_refused(name, set, "InvalidParameterException", not_enabled);
        }
        let user = client.get_user(&tokens["AccessToken"]).await.unwrap();
        let list = if chosen { json!(["SMS_MFA", "WEB_AUTHN_MFA"]) } else { json!(["SMS_MFA"]) };
        assert_eq!(user["UserMFASettingList"], list, "{name}");
        if chosen {
            let last = prefer(&tokens, json!({ "SMSMfaSettings": { "Enabled": false } }));
            let refused = client.call("SetUserMFAPreference", last).await;
            assert_refused("the last other one", refused, "InvalidParameterException", needs_another);
        }

        let choice = client.begin("USER_AUTH", json!({ "USERNAME": FIRST })).await.unwrap();
        let choices = &choice["AvailableChallenges"];
        assert_eq!(choices.as_array().unwrap().contains(&json!("WEB_AUTHN")), offered, "{name}: {choices}");
        if offered {
            let (asked, options) = ask(&client, FIRST).await;
            assert_eq!(options["userVerification"], "required");
            let unverified = Ceremony { flags: UP, ..Ceremony::get(&options) };
            let refused = answer(&client, FIRST, &asked, &authenticator.assert(&unverified)).await;
            assert_refused(name, refused, "NotAuthorizedException", INCORRECT);
            let (asked, options) = ask(&client, FIRST).await;
            let credential = authenticator.assert(&Ceremony::get(&options));
            let done = answer(&client, FIRST, &asked, &credential).await.unwrap();
            assert!(done["AuthenticationResult"]["AccessToken"].is_string(), "{name}: no code is asked for");
        }
    }
}

#[tokio::test]
async fn unknown_users_are_asked_for_a_passkey_too() {
    let client = Client::with(config()).await;
    let mut seen = [0, 0];
    for number in 0..20 {
        let name = format!("nobody{number}@example.org");
        let parameters = json!({ "USERNAME": name, "PREFERRED_CHALLENGE": "WEB_AUTHN" });
        let first = client.begin("USER_AUTH", parameters.clone()).await.unwrap();
        let second = client.begin("USER_AUTH", parameters).await.unwrap();
        assert_eq!(first["ChallengeName"], second["ChallengeName"], "{name}");
        if first["ChallengeName"] == "SELECT_CHALLENGE" {
            seen[0] += 1;
            continue;
        }
        seen[1] += 1;
        let (_, options) = ask(&client, &name).await;
        let (asked, again) = ask(&client, &name).await;
        assert_eq!(options["allowCredentials"], again["allowCredentials"], "{name}");
        assert_ne!(options["challenge"], again["challenge"], "{name}");
        let credential = Authenticator::new().assert(&Ceremony::get(&again));
        let refused = answer(&client, &name, &asked, &credential).await;
        assert_refused(&name, refused, "NotAuthorizedException", INCORRECT);
    }
    assert!(seen[0] > 0 && seen[1] > 0, "some seem to have one, others not: {seen:?}");
}

#[tokio::test]
async fn expired_and_of_others() {
    let client = Client::with(config()).await;
    client.pool.add_user(NewUser::new(FIRST, PASSWORD)).unwrap();
    let (authenticator, _) = registered(&client, 0).await;
    let (asked, options) = ask(&client, DEMO).await;
    let credential = authenticator.assert(&Ceremony::get(&options));
    let refused = answer(&client, FIRST, &asked, &credential).await;
    assert_refused("another user's name", refused, "NotAuthorizedException", "Invalid session for the user.");
    let (asked, options) = ask(&client, DEMO).await;
    let credential = authenticator.assert(&Ceremony::get(&options));
    client.pool.advance(Duration::from_secs(180));
    let expired = "Invalid session for the user, session is expired.";
    assert_refused("late", answer(&client, DEMO, &asked, &credential).await, "NotAuthorizedException", expired);
}

#[tokio::test]
async fn passkeys_survive_a_restart() {
    let file = crate::state::directory("passkeys").join("state.json");
    let start =
        async || Client::around(local_user_pool::LocalUserPool::start(config(), 0, Some(file.clone())).await.unwrap());
    let client = start().await;
    let (authenticator, _) = registered(&client, 1).await;
    client.pool.stop().await.unwrap();
    let client = start().await;
    let (asked, options) = ask(&client, DEMO).await;
    let replayed = Ceremony { counter: 1, ..Ceremony::get(&options) };
    let refused = answer(&client, DEMO, &asked, &authenticator.assert(&replayed)).await;
    assert_refused("old counter", refused, "NotAuthorizedException", INCORRECT);
    let (asked, options) = ask(&client, DEMO).await;
    let ceremony = Ceremony { counter: 2, ..Ceremony::get(&options) };
    answer(&client, DEMO, &asked, &authenticator.assert(&ceremony)).await.unwrap();
}
