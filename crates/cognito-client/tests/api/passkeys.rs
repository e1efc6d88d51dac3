//! Passkeys of who is signed in.

use cognito_client::{
    Error, ErrorCode,
    passkey::{Document, begin_registration, delete_passkey, finish_registration, list_passkeys},
    timestamp::Timestamp,
};
use serde_json::json;

use crate::scripted::{Sent, access, client, ok, operations, refused};

#[tokio::test]
async fn one_is_registered() {
    let sent = Sent::default();
    let options = json!({ "challenge": "Y2g", "rp": { "id": "example.com" }, "pubKeyCredParams": [{ "alg": -7 }] });
    let answers = [
        ok(&json!({ "CredentialCreationOptions": options })),
        refused("WebAuthnOriginNotAllowedException", "No."),
        ok(&json!({})),
    ];
    let client = client(&sent, answers);
    let asked = begin_registration(&client, &access()).await.expect("options");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&asked.to_string()).expect("JSON"), options);
    let made = Document::parse(r#"{"id":"a","response":{"attestationObject":"b"},"type":"public-key"}"#).expect("JSON");
    let refused = finish_registration(&client, &access(), &made).await;
    assert_eq!(refused.err().as_ref().and_then(|error| error.code()), Some(&ErrorCode::WebAuthnOriginNotAllowed));
    finish_registration(&client, &access(), &made).await.expect("registered");
    let credential = json!({ "id": "a", "response": { "attestationObject": "b" }, "type": "public-key" });
    let complete = json!({ "AccessToken": "access-1", "Credential": credential });
    let expected = [
        ("StartWebAuthnRegistration".to_owned(), json!({ "AccessToken": "access-1" })),
        ("CompleteWebAuthnRegistration".to_owned(), complete.clone()),
        ("CompleteWebAuthnRegistration".to_owned(), complete),
    ];
    assert_eq!(operations(&sent), expected);
}

#[test]
fn what_is_no_json_is_no_document() {
    for text in ["", "{", "undefined"] {
        assert_eq!(Document::parse(text), Err(Error::Misuse("a document is no JSON")), "{text:?}");
    }
}

#[tokio::test]
async fn they_are_listed_and_deleted() {
    let sent = Sent::default();
    let page = json!({
        "Credentials": [{
            "CredentialId": "a", "FriendlyCredentialName": "Passkey", "RelyingPartyId": "example.com",
            "AuthenticatorAttachment": "platform", "AuthenticatorTransports": ["internal", "hybrid"],
            "CreatedAt": 1_793_678_700,
        }],
        "NextToken": "page-2",
    });
    let client = client(&sent, [ok(&page), ok(&json!({ "Credentials": [] })), ok(&json!({}))]);
    let first = list_passkeys(&client, &access(), 1, None).await.expect("a page");
    let passkey = &first.credentials[0];
    assert_eq!(
        (passkey.friendly_credential_name.as_deref(), passkey.created_at.map(Timestamp::as_seconds)),
        (Some("Passkey"), Some(1_793_678_700))
    );
    assert_eq!(passkey.authenticator_transports, ["internal", "hybrid"]);
    let last = list_passkeys(&client, &access(), 20, first.next_token.as_deref()).await.expect("a page");
    assert_eq!((last.credentials.len(), last.next_token), (0, None));
    delete_passkey(&client, &access(), &passkey.credential_id).await.expect("deleted");
    let expected = [
        ("ListWebAuthnCredentials".to_owned(), json!({ "AccessToken": "access-1", "MaxResults": 1 })),
        (
            "ListWebAuthnCredentials".to_owned(),
            json!({ "AccessToken": "access-1", "MaxResults": 20, "NextToken": "page-2" }),
        ),
        ("DeleteWebAuthnCredential".to_owned(), json!({ "AccessToken": "access-1", "CredentialId": "a" })),
    ];
    assert_eq!(operations(&sent), expected);
}
