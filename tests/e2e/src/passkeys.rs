//! Passkeys in Chromium's virtual authenticator (<https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/>).

use serde_json::{Value, json};

use crate::journey::{Journey, Step};

/// An authenticator inside of the browser, as a phone or laptop has one.
#[derive(Debug)]
pub struct VirtualAuthenticator(Value);

impl VirtualAuthenticator {
    /// Plugs it in. It knows the person, who always agrees at once.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn plug_in(journey: &Journey) -> Step<Self> {
        journey.devtools("WebAuthn.enable", json!({})).await?;
        let options = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
            "automaticPresenceSimulation": true,
        });
        let added = journey.devtools("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await?;
        Ok(Self(added["authenticatorId"].clone()))
    }

    /// Whether the person agrees when asked, or leaves the question open.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn set_present(&self, journey: &Journey, is_present: bool) -> Step {
        let parameters = json!({ "authenticatorId": self.0, "enabled": is_present });
        journey.devtools("WebAuthn.setAutomaticPresenceSimulation", parameters).await.map(|_| ())
    }

    /// Whether the authenticator recognises the person; a browser reports one that it does not as it reports who
    /// closed its dialog.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn set_recognized(&self, journey: &Journey, is_recognized: bool) -> Step {
        let parameters = json!({ "authenticatorId": self.0, "isUserVerified": is_recognized });
        journey.devtools("WebAuthn.setUserVerified", parameters).await.map(|_| ())
    }

    /// Makes a passkey on the page that is open, and registers it with the pool, past the app.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn register(&self, journey: &Journey, username: &str, password: &str) -> Step {
        let tokens = journey.sign_in_elsewhere(username, password).await;
        let access_token = &tokens["AccessToken"];
        let body = json!({ "AccessToken": access_token });
        let options = journey.ask_pool_well("StartWebAuthnRegistration", body).await;
        let create = "const [options, done] = arguments; \
                      navigator.credentials \
                        .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }) \
                        .then(credential => done(credential.toJSON()), error => done(String(error)))";
        let options = options["CredentialCreationOptions"].clone();
        let credential = journey.driver.execute_async(create, vec![options]).await?.json().clone();
        let body = json!({ "AccessToken": access_token, "Credential": credential });
        journey.ask_pool_well("CompleteWebAuthnRegistration", body).await;
        Ok(())
    }
}
