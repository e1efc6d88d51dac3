//! The passkeys of a signed-in user. The browser makes them; here is what it is asked and where its answer goes.

pub use crate::api::{Document, ListWebAuthnCredentialsResponse, WebAuthnCredentialDescription};
use crate::{
    Client,
    api::{CompleteWebAuthnRegistration, DeleteWebAuthnCredential, ListWebAuthnCredentials, StartWebAuthnRegistration},
    error::Error,
    secrets::AccessToken,
    transport::Transport,
};

/// Begins to register a passkey. Gives what the browser is to be asked: a
/// [PublicKeyCredentialCreationOptionsJSON](https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson)
/// ([StartWebAuthnRegistration](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html)).
///
/// # Errors
/// WebAuthnNotEnabledException where the pool has no passkeys, WebAuthnConfigurationMissingException where it does not say
/// for which host name, LimitExceededException if the user has as many as there may be; any other.
pub async fn begin_registration<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
) -> Result<Document, Error> {
    let response = client.call(&StartWebAuthnRegistration { access_token }).await?;
    Ok(response.credential_creation_options)
}

/// Registers what the browser made: a
/// [RegistrationResponseJSON](https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson)
/// ([CompleteWebAuthnRegistration](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html)).
///
/// # Errors
/// WebAuthnChallengeNotFoundException if that took too long, WebAuthnOriginNotAllowedException and
/// WebAuthnRelyingPartyMismatchException for a page of another host name, WebAuthnClientMismatchException for a token of
/// another app client, WebAuthnCredentialNotSupportedException; any other.
pub async fn finish_registration<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    credential: &Document,
) -> Result<(), Error> {
    client.call(&CompleteWebAuthnRegistration { access_token, credential }).await.map(|_| ())
}

/// Lists the user's passkeys: at most `limit` (up to 20) on a page, from the page on whose token the page before gave
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

/// Deletes a passkey at Cognito; the authenticator keeps its own part until it is told
/// ([DeleteWebAuthnCredential](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html)).
///
/// # Errors
/// ResourceNotFoundException if there is none of that id; any other.
pub async fn delete_passkey<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    credential_id: &str,
) -> Result<(), Error> {
    client.call(&DeleteWebAuthnCredential { access_token, credential_id }).await.map(|_| ())
}
