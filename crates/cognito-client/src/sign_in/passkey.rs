use super::{NextStep, Pending, Rejected, SignIn};
use crate::{host::Host, ids::Username, transport::Transport};

/// A passkey is asked for: WEB_AUTHN.
#[derive(Debug)]
pub struct PasskeyChallenge(pub(super) Pending);

impl PasskeyChallenge {
    /// Who is signing in.
    pub fn username(&self) -> Username {
        self.0.username()
    }

    /// What the browser is to be asked: the JSON text of a
    /// [PublicKeyCredentialRequestOptionsJSON](https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialrequestoptionsjson).
    pub fn request_options(&self) -> &str {
        self.0.parameters.get("CREDENTIAL_REQUEST_OPTIONS").unwrap_or_default()
    }

    /// Answers with what the browser gave: the JSON text of an
    /// [AuthenticationResponseJSON](https://www.w3.org/TR/webauthn-3/#dictdef-authenticationresponsejson).
    ///
    /// # Errors
    /// NotAuthorizedException for a passkey of somebody else; any other.
    pub async fn answer<T: Transport>(
        self,
        sign_in: &SignIn<'_, T, impl Host>,
        credential: &str,
    ) -> Result<NextStep, Rejected<Self>> {
        sign_in.answer(self.0, &[("CREDENTIAL", credential)], None, Self).await
    }
}
