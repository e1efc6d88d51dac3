//! What a signed-in person changes of the account itself.

use cognito_client::{
    Error,
    account::{self, CodeDelivery},
    secrets::ConfirmationCode,
    sign_up::Attribute,
};
use leptos::prelude::*;

use super::Auth;
use crate::text::Notice;

impl Auth {
    /// Sets an attribute; gives where a code went, if it is to be proved.
    ///
    /// # Errors
    /// The refusal.
    pub async fn set_attribute(self, attribute: Attribute) -> Result<Option<CodeDelivery>, Error> {
        let attributes = [attribute];
        let deliveries = self
            .with_access(async |client, access_token| {
                account::update_attributes(client, access_token, &attributes).await
            })
            .await?;
        self.tell_user_changed();
        Ok(deliveries.into_iter().next())
    }

    /// # Errors
    /// The refusal.
    pub async fn remove_attribute(self, name: String) -> Result<(), Error> {
        self.with_access(async |client, access_token| account::delete_attributes(client, access_token, &[&name]).await)
            .await?;
        self.tell_user_changed();
        Ok(())
    }

    /// Sends a code that proves the e-mail address or telephone number; gives where it went.
    ///
    /// # Errors
    /// The refusal.
    pub async fn send_attribute_code(self, name: String) -> Result<Option<CodeDelivery>, Error> {
        self.with_access(async |client, access_token| account::send_attribute_code(client, access_token, &name).await)
            .await
    }

    /// Proves it with that code.
    ///
    /// # Errors
    /// The refusal.
    pub async fn verify_attribute(self, name: String, code: ConfirmationCode) -> Result<(), Error> {
        self.with_access(async |client, access_token| {
            account::verify_attribute(client, access_token, &name, &code).await
        })
        .await?;
        self.tell_user_changed();
        Ok(())
    }

    /// Deletes the account, and here whatever was its own: the tokens, and what remembers this device.
    ///
    /// # Errors
    /// The refusal; nothing has changed then.
    pub async fn delete_account(self) -> Result<(), Error> {
        let Some(session) = self.session() else { return Err(Error::SignedOut) };
        self.with_access(async |client, access_token| account::delete_user(client, access_token).await).await?;
        if let Some(device) = self.store().device(session.username().as_str()) {
            self.store().forget_device(&device.key);
        }
        self.sign_in_store.with_value(|store| store.forget_last());
        if self.is_known_to_domain(&session) {
            self.distrust_domain();
        }
        self.leave(Some(Notice::AccountDeleted));
        Ok(())
    }
}
