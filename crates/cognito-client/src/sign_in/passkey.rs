use super::{NextStep, Pending, Rejected, SignIn};
use crate::{
    host::Host,
    ids::Username,
    json::{self, Json},
    transport::Transport,
};

const REQUEST_OPTIONS: &str = "CREDENTIAL_REQUEST_OPTIONS";

/// Cognito asks for a passkey: WEB_AUTHN.
#[derive(Debug)]
pub struct PasskeyChallenge(pub(super) Pending);

impl PasskeyChallenge {
    /// Who is signing in.
    pub fn username(&self) -> Username {
        self.0.username()
    }

    /// The request for the browser: the JSON text of a
    /// [PublicKeyCredentialRequestOptionsJSON](https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialrequestoptionsjson).
    /// Without nulls, which browsers refuse.
    pub fn request_options(&self) -> String {
        let options = self.0.parameters.get(REQUEST_OPTIONS).unwrap_or_default();
        let said = Json::parse(options).map(json::without_nulls).and_then(json::text);
        said.unwrap_or_else(|| options.to_owned())
    }

    pub(super) fn can_be_asked(&self) -> bool {
        self.0.parameters.get(REQUEST_OPTIONS).is_some_and(|options| !options.is_empty())
    }

    /// Answers with the browser's response: the JSON text of an
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
