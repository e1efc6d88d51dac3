//! The passkeys of a signed-in user. The browser creates them; this module gets its request and sends its answer.

pub use crate::api::{Document, ListWebAuthnCredentialsResponse, WebAuthnCredentialDescription};
use crate::{
    Client,
    api::{CompleteWebAuthnRegistration, DeleteWebAuthnCredential, ListWebAuthnCredentials, StartWebAuthnRegistration},
    error::Error,
    secrets::AccessToken,
    transport::Transport,
};

/// Begins to register a passkey. Gives the request for the browser: a
/// [PublicKeyCredentialCreationOptionsJSON](https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson)
/// ([StartWebAuthnRegistration](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html)).
///
/// # Errors
/// WebAuthnNotEnabledException where the pool has no passkeys, WebAuthnConfigurationMissingException where it has no
/// relying party, LimitExceededException if the user has as many as allowed; any other.
pub async fn begin_registration<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
) -> Result<Document, Error> {
    let response = client.call(&StartWebAuthnRegistration { access_token }).await?;
    Ok(response.credential_creation_options)
}

/// Registers the passkey that the browser created: a
/// [RegistrationResponseJSON](https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson)
/// ([CompleteWebAuthnRegistration](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html)).
///
/// # Errors
/// WebAuthnChallengeNotFoundException if it took too long, WebAuthnOriginNotAllowedException and
/// WebAuthnRelyingPartyMismatchException for a page of another host name, WebAuthnClientMismatchException for a token of
/// another app client, WebAuthnCredentialNotSupportedException; any other.
pub async fn finish_registration<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    credential: &Document,
) -> Result<(), Error> {
    client.call(&CompleteWebAuthnRegistration { access_token, credential }).await.map(|_| ())
}

/// Lists the user's passkeys: at most `limit` (up to 20) per page, beginning with the page of the token that the previous
/// page gave
/// ([ListWebAuthnCredentials](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html)).
///
/// # Errors
/// NotAuthorizedException when the access token is expired or revoked; any other.
pub async fn list_passkeys<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    limit: u32,
    page: Option<&str>,
) -> Result<ListWebAuthnCredentialsResponse, Error> {
    client.call(&ListWebAuthnCredentials { access_token, next_token: page, max_results: Some(limit) }).await
}

/// Deletes a passkey at Cognito. The authenticator keeps its own part until the browser tells it
/// ([DeleteWebAuthnCredential](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html)).
///
/// # Errors
/// ResourceNotFoundException if there is no passkey with this id; any other.
pub async fn delete_passkey<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    credential_id: &str,
) -> Result<(), Error> {
    client.call(&DeleteWebAuthnCredential { access_token, credential_id }).await.map(|_| ())
}
