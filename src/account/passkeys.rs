//! The passkeys that a signed-in person has, here and elsewhere.

use cognito_client::{
    Error,
    passkey::{self as passkeys, Document, WebAuthnCredentialDescription},
    timestamp::Timestamp,
};

use super::{Account, is_not_offered, is_unknown};
use crate::{
    platform::{
        passkey,
        passkey_question::{NoPasskey, PasskeyQuestion},
    },
    settings::Flow,
};

/// A page of passkeys.
const PAGE: u32 = 10;

impl Account {
    /// A page of passkeys, and the name of the next one.
    ///
    /// # Errors
    /// Why they cannot be read.
    pub async fn passkeys(
        self,
        page: Option<String>,
    ) -> Result<(Vec<WebAuthnCredentialDescription>, Option<String>), Error> {
        let list = self.0.with_access(async |client, access_token| {
            passkeys::list_passkeys(client, access_token, PAGE, page.as_deref()).await
        });
        match list.await {
            Ok(list) => Ok((list.credentials, list.next_token)),
            Err(error) if is_not_offered(&error) => Ok((Vec::new(), None)),
            Err(error) => Err(error),
        }
    }

    /// Has the browser make a passkey, as long as the question stands, and registers it.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn add_passkey(self, question: PasskeyQuestion) -> Result<(), NoPasskey> {
        let options = self
            .0
            .with_access(async |client, access_token| passkeys::begin_registration(client, access_token).await)
            .await
            .map_err(NoPasskey::Refused)?;
        let made = question.hold(passkey::create(&options.to_string())).await.map_err(NoPasskey::NotGiven)?;
        let credential = Document::parse(&made).map_err(NoPasskey::Refused)?;
        self.0
            .with_access(async |client, access_token| {
                passkeys::finish_registration(client, access_token, &credential).await
            })
            .await
            .map_err(NoPasskey::Refused)
    }

    /// Deletes a passkey, and tells the browser, which may keep its own part from then on for itself. Nothing is wrong if it
    /// was deleted before.
    ///
    /// # Errors
    /// The refusal.
    pub async fn delete_passkey(self, passkey: WebAuthnCredentialDescription) -> Result<(), Error> {
        let id = &passkey.credential_id;
        let deleted = self
            .0
            .with_access(async |client, access_token| passkeys::delete_passkey(client, access_token, id).await)
            .await;
        deleted.or_else(|error| if is_unknown(&error) { Ok(()) } else { Err(error) })?;
        if let Some(relying_party_id) = &passkey.relying_party_id {
            passkey::signal_unknown(relying_party_id, id);
        }
        self.0.sign_in_store().forget_passkey_use(id);
        Ok(())
    }

    /// When somebody signed in with this passkey here last, if ever: Cognito keeps no such time.
    pub fn passkey_used_at(self, passkey: &WebAuthnCredentialDescription) -> Option<Timestamp> {
        self.0.sign_in_store().passkey_used_at(&passkey.credential_id)
    }

    /// Whether to offer a first passkey: the app has them, the browser can make one, this person has none, and has not
    /// declined.
    pub async fn wants_first_passkey(self) -> bool {
        let Some(session) = self.0.current() else { return false };
        let has_declined = self.0.sign_in_store().has_declined_passkey(session.username().as_str());
        self.0.settings().flow == Flow::UserAuth
            && !has_declined
            && self.0.identity_provider().is_none()
            && passkey::is_authenticator_here().await
            && self.passkeys(None).await.is_ok_and(|(passkeys, next)| passkeys.is_empty() && next.is_none())
    }

    /// Never offers it again to this person here.
    pub fn decline_passkey(self) {
        if let Some(session) = self.0.current() {
            self.0.sign_in_store().decline_passkey(session.username().as_str());
        }
    }
}
