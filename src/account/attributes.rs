//! What a signed-in person changes of what the pool knows of them.

use cognito_client::{
    Error,
    account::{self, CodeDelivery},
    secrets::ConfirmationCode,
    sign_up::Attribute,
};

use super::Account;

impl Account {
    /// Sets an attribute; gives where a code went, if it is to be proved.
    ///
    /// # Errors
    /// The refusal.
    pub async fn set_attribute(self, attribute: Attribute) -> Result<Option<CodeDelivery>, Error> {
        let attributes = [attribute];
        let deliveries = self
            .0
            .with_access(async |client, access_token| {
                account::update_attributes(client, access_token, &attributes).await
            })
            .await?;
        self.0.tell_user_changed();
        Ok(deliveries.into_iter().next())
    }

    /// # Errors
    /// The refusal.
    pub async fn remove_attribute(self, name: String) -> Result<(), Error> {
        self.0
            .with_access(async |client, access_token| account::delete_attributes(client, access_token, &[&name]).await)
            .await?;
        self.0.tell_user_changed();
        Ok(())
    }

    /// Sends a code that proves the e-mail address or telephone number; gives where it went.
    ///
    /// # Errors
    /// The refusal.
    pub async fn send_attribute_code(self, name: String) -> Result<Option<CodeDelivery>, Error> {
        self.0
            .with_access(async |client, access_token| account::send_attribute_code(client, access_token, &name).await)
            .await
    }

    /// Proves it with that code.
    ///
    /// # Errors
    /// The refusal.
    pub async fn verify_attribute(self, name: String, code: ConfirmationCode) -> Result<(), Error> {
        self.0
            .with_access(async |client, access_token| {
                account::verify_attribute(client, access_token, &name, &code).await
            })
            .await?;
        self.0.tell_user_changed();
        Ok(())
    }
}
