//! Passkeys.

use super::{Document, Empty};
use crate::{secrets::AccessToken, timestamp::Timestamp};

operations! { UserPools:
    /// Begins to register a passkey: [`begin_registration`](crate::passkey::begin_registration).
    StartWebAuthnRegistration => StartWebAuthnRegistrationResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
    }

    /// Registers a passkey: [`finish_registration`](crate::passkey::finish_registration).
    CompleteWebAuthnRegistration => Empty {
        /// Of the signed-in user and the same app client, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// What the browser gave: a
        /// [RegistrationResponseJSON](https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson).
        "Credential" credential: &'a Document,
    }

    /// Lists the passkeys, page by page: [`list_passkeys`](crate::passkey::list_passkeys).
    ListWebAuthnCredentials => ListWebAuthnCredentialsResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// What the page before gave: at most 131,072 characters.
        "NextToken" next_token: Option<&'a str>,
        /// How many on a page: at most 20.
        "MaxResults" max_results: Option<u32>,
    }

    /// Deletes a passkey: [`delete_passkey`](crate::passkey::delete_passkey).
    DeleteWebAuthnCredential => Empty {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// Which one, in base64url.
        "CredentialId" credential_id: &'a str,
    }
}

answers! {
    /// The answer of [`StartWebAuthnRegistration`].
    StartWebAuthnRegistrationResponse {
        /// What the browser is to be asked: a
        /// [PublicKeyCredentialCreationOptionsJSON](https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson).
        "CredentialCreationOptions" credential_creation_options: Document,
    }

    /// The answer of [`ListWebAuthnCredentials`].
    ListWebAuthnCredentialsResponse {
        /// Those of this page.
        "Credentials" credentials: Vec<WebAuthnCredentialDescription>,
        /// For the next page, if there may be one.
        "NextToken" next_token: Option<String>,
    }

    /// One of the user's passkeys.
    WebAuthnCredentialDescription {
        /// In base64url.
        "CredentialId" credential_id: String,
        /// The name that Cognito made for it.
        "FriendlyCredentialName" friendly_credential_name: Option<String>,
        /// The host name that it belongs to.
        "RelyingPartyId" relying_party_id: Option<String>,
        /// `platform` for one inside the device, `cross-platform` for one beside it.
        "AuthenticatorAttachment" authenticator_attachment: Option<String>,
        /// `internal`, `hybrid`, `usb`, `nfc`, `ble`, …
        "AuthenticatorTransports" authenticator_transports: Vec<String>,
        /// When it was registered.
        "CreatedAt" created_at: Option<Timestamp>,
    }
}
