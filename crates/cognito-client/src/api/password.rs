//! ForgotPassword, ConfirmForgotPassword, ChangePassword.

use super::{AnalyticsMetadata, ClientMetadata, CodeDeliveryResponse, Empty, UserContextData};
use crate::secrets::{AccessToken, ConfirmationCode, Password, SecretHash};

operations! { UserPools:
    /// Sends a code that sets a new password: [`forgot_password`](crate::password::forgot_password).
    ForgotPassword => CodeDeliveryResponse {
        /// The app client's id: 1 to 128 characters.
        "ClientId" client_id: &'a str,
        /// For clients with a secret: 1 to 128 characters.
        "SecretHash" secret_hash: Option<&'a SecretHash>,
        /// For threat protection.
        "UserContextData" user_context_data: Option<UserContextData<'a>>,
        /// Whose password: 1 to 128 characters.
        "Username" username: &'a str,
        /// For Amazon Pinpoint.
        "AnalyticsMetadata" analytics_metadata: Option<AnalyticsMetadata<'a>>,
        /// For the Lambda triggers before a sign-up, of messages and of user migration.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
    }

    /// Sets a new password with that code: [`confirm_forgot_password`](crate::password::confirm_forgot_password).
    ConfirmForgotPassword => Empty {
        /// The app client's id: 1 to 128 characters.
        "ClientId" client_id: &'a str,
        /// For clients with a secret: 1 to 128 characters.
        "SecretHash" secret_hash: Option<&'a SecretHash>,
        /// Whose password: 1 to 128 characters.
        "Username" username: &'a str,
        /// What Cognito sent: 1 to 2048 characters.
        "ConfirmationCode" confirmation_code: &'a ConfirmationCode,
        /// The new one: at most 256 characters.
        "Password" password: &'a Password,
        /// For Amazon Pinpoint.
        "AnalyticsMetadata" analytics_metadata: Option<AnalyticsMetadata<'a>>,
        /// For threat protection.
        "UserContextData" user_context_data: Option<UserContextData<'a>>,
        /// For the Lambda trigger after a confirmation.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
    }

    /// Changes the password of who is signed in: [`change_password`](crate::password::change_password).
    ChangePassword => Empty {
        /// The one until now, at most 256 characters. Left out by who has none, and signs in by a code or a passkey.
        "PreviousPassword" previous_password: Option<&'a Password>,
        /// The new one: at most 256 characters.
        "ProposedPassword" proposed_password: &'a Password,
        /// Of the signed-in user.
        "AccessToken" access_token: &'a AccessToken,
    }
}
