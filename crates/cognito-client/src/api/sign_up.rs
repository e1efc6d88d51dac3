//! SignUp, ConfirmSignUp, ResendConfirmationCode.

use super::{AnalyticsMetadata, Attribute, ClientMetadata, CodeDelivery, CodeDeliveryResponse, UserContextData};
use crate::secrets::{ChallengeSession, ConfirmationCode, Password, SecretHash};

operations! { UserPools:
    /// Makes an account: [`sign_up`](crate::sign_up::sign_up).
    SignUp => SignUpResponse {
        /// The app client's id: 1 to 128 characters.
        "ClientId" client_id: &'a str,
        /// For clients with a secret: 1 to 128 characters.
        "SecretHash" secret_hash: Option<&'a SecretHash>,
        /// The new user's name, 1 to 128 characters: an e-mail address or telephone number where the pool signs in by it.
        "Username" username: &'a str,
        /// At most 256 characters. Left out where people sign in by a code or a passkey.
        "Password" password: Option<&'a Password>,
        /// What the account shall know.
        "UserAttributes" user_attributes: Option<&'a [Attribute]>,
        /// For the trigger before a sign-up alone: not kept.
        "ValidationData" validation_data: Option<&'a [Attribute]>,
        /// For Amazon Pinpoint.
        "AnalyticsMetadata" analytics_metadata: Option<AnalyticsMetadata<'a>>,
        /// For threat protection.
        "UserContextData" user_context_data: Option<UserContextData<'a>>,
        /// For the Lambda triggers before a sign-up, of messages and after a confirmation.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
    }

    /// Confirms an account with a code: [`confirm_sign_up`](crate::sign_up::confirm_sign_up).
    ConfirmSignUp => ConfirmSignUpResponse {
        /// The app client's id: 1 to 128 characters.
        "ClientId" client_id: &'a str,
        /// For clients with a secret: 1 to 128 characters.
        "SecretHash" secret_hash: Option<&'a SecretHash>,
        /// Whose account: 1 to 128 characters.
        "Username" username: &'a str,
        /// What Cognito sent: 1 to 2048 characters.
        "ConfirmationCode" confirmation_code: &'a ConfirmationCode,
        /// Whether to take the e-mail address or telephone number over from another account that has it as an alias.
        /// Otherwise that is AliasExistsException.
        "ForceAliasCreation" force_alias_creation: Option<bool>,
        /// For Amazon Pinpoint.
        "AnalyticsMetadata" analytics_metadata: Option<AnalyticsMetadata<'a>>,
        /// For threat protection.
        "UserContextData" user_context_data: Option<UserContextData<'a>>,
        /// For the Lambda trigger after a confirmation.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
        /// What [`SignUp`] gave: 20 to 4096 characters. The answer then has one that signs in.
        "Session" session: Option<&'a ChallengeSession>,
    }

    /// Sends a new code: [`resend_confirmation_code`](crate::sign_up::resend_confirmation_code).
    ResendConfirmationCode => CodeDeliveryResponse {
        /// The app client's id: 1 to 128 characters.
        "ClientId" client_id: &'a str,
        /// For clients with a secret: 1 to 128 characters.
        "SecretHash" secret_hash: Option<&'a SecretHash>,
        /// For threat protection.
        "UserContextData" user_context_data: Option<UserContextData<'a>>,
        /// Whose account: 1 to 128 characters.
        "Username" username: &'a str,
        /// For Amazon Pinpoint.
        "AnalyticsMetadata" analytics_metadata: Option<AnalyticsMetadata<'a>>,
        /// For the Lambda triggers of messages.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
    }
}

answers! {
    /// The answer of [`SignUp`].
    SignUpResponse {
        /// Whether the account may sign in at once; if not, a code is on its way.
        "UserConfirmed" user_confirmed: bool,
        /// Where the code went.
        "CodeDeliveryDetails" code_delivery_details: Option<CodeDelivery>,
        /// The new user's `sub`.
        "UserSub" user_sub: Option<String>,
        /// For [`ConfirmSignUp`]: 20 to 4096 characters.
        "Session" session: Option<ChallengeSession>,
    }

    /// The answer of [`ConfirmSignUp`].
    ConfirmSignUpResponse {
        /// For [`InitiateAuth`](super::InitiateAuth) with USER_AUTH: 20 to 4096 characters.
        "Session" session: Option<ChallengeSession>,
    }
}
