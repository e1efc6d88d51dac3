//! Nulls, other types and fractions in what the service says: the pages show the rest.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{EMAIL, Opened, USER};

#[wasm_bindgen_test]
async fn the_profile_shows_what_can_be_read() {
    let user = json!({
        "Username": null,
        "UserAttributes": [
            { "Name": "email", "Value": EMAIL }, { "Name": "email_verified", "Value": true },
            { "Name": "custom:floor", "Value": 7 }, { "Name": "custom:team", "Value": null },
            { "Name": null, "Value": "nobody's" }, null,
        ],
        "MFAOptions": null, "UserMFASettingList": "SMS_MFA", "PreferredMfaSetting": 1,
    });
    let app = Opened::open("/account", &json!({}), &[], vec![("GetUser", (200, user))]).await;
    app.page.see("Your details").await;
    app.page.see(EMAIL).await;
    let rows = app.page.items("Your details");
    assert!(rows.iter().any(|row| row.contains("Floor") && row.contains('7')), "{rows:?}");
    assert!(!app.page.reads("nobody's"), "{rows:?}");
    assert!(!app.page.has_button("Verify Email"), "it is verified");
}

#[wasm_bindgen_test]
async fn passkeys_and_claims_show_what_can_be_read() {
    let passkeys = json!({
        "Credentials": [
            {
                "CredentialId": "a", "FriendlyCredentialName": null, "RelyingPartyId": 7,
                "AuthenticatorTransports": null, "AuthenticatorAttachment": {}, "CreatedAt": "yesterday",
            },
            null,
            { "CredentialId": "b", "FriendlyCredentialName": "Work key", "CreatedAt": 1_793_678_700.25 },
        ],
        "NextToken": null,
    });
    let user = json!({ "Username": USER, "UserAttributes": [{ "Name": "email", "Value": EMAIL }] });
    let now = js_sys::Date::now() / 1000.0;
    let claims = json!({
        "exp": now + 3600.5, "iat": now + 0.5, "auth_time": now + 0.25, "name": { "first": "A" }, "email": ["x"],
        "identities": "none", "custom:tier": null, "scope": ["a"], "origin_jti": 7,
    });
    let standing = vec![("GetUser", (200, user)), ("ListWebAuthnCredentials", (200, passkeys))];
    let app = Opened::open("/account/security", &claims, &[], standing).await;
    app.page.see("Work key").await;
    assert_eq!(app.page.items("Passkeys").len(), 2, "{:?}", app.page.items("Passkeys"));
    app.page.see("Session details").await;
    let shown = app.page.terms();
    for (name, expected) in [("Signed in", "just now"), ("Expires", " in "), ("Linked sign-ins", "none")] {
        let value = shown.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        assert!(value.is_some_and(|value| value.contains(expected)), "{name}: {value:?}");
    }
}
