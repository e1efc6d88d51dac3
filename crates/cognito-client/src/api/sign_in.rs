//! InitiateAuth and RespondToAuthChallenge.

use super::{AnalyticsMetadata, ClientMetadata, Map, OwnedMap, UserContextData};
use crate::secrets::{AccessToken, ChallengeSession, IdToken, RefreshToken};

operations! { UserPools:
    /// Begins a sign-in. [`sign_in`](crate::sign_in) does it, and all that follows.
    InitiateAuth => AuthResponse {
        /// Which way to sign in.
        "AuthFlow" auth_flow: AuthFlow,
        /// What the flow begins with: USERNAME, PASSWORD, SRP_A, DEVICE_KEY, PREFERRED_CHALLENGE, REFRESH_TOKEN,
        /// SECRET_HASH, CHALLENGE_NAME; for a step-up TARGET_ACR_VALUES, MAX_AGE (seconds) and ACCESS_TOKEN.
        "AuthParameters" auth_parameters: Option<Map<'a>>,
        /// For the Lambda triggers before and after authentication, of user migration and around tokens.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
        /// The app client's id: 1 to 128 characters.
        "ClientId" client_id: &'a str,
        /// For Amazon Pinpoint.
        "AnalyticsMetadata" analytics_metadata: Option<AnalyticsMetadata<'a>>,
        /// For threat protection.
        "UserContextData" user_context_data: Option<UserContextData<'a>>,
        /// What [`ConfirmSignUp`](super::ConfirmSignUp) gave: 20 to 4096 characters.
        "Session" session: Option<&'a ChallengeSession>,
    }

    /// Answers a challenge.
    RespondToAuthChallenge => AuthResponse {
        /// The app client's id: 1 to 128 characters.
        "ClientId" client_id: &'a str,
        /// The challenge that is answered.
        "ChallengeName" challenge_name: &'a ChallengeName,
        /// The newest session of this sign-in: 20 to 4096 characters.
        "Session" session: Option<&'a ChallengeSession>,
        /// USERNAME, DEVICE_KEY where a device is remembered, and what the challenge asks for: a `…_CODE`, ANSWER,
        /// CREDENTIAL, NEW_PASSWORD with `userAttributes.…`, the proof of a password, SRP_A, EMAIL.
        "ChallengeResponses" challenge_responses: Option<Map<'a>>,
        /// For Amazon Pinpoint.
        "AnalyticsMetadata" analytics_metadata: Option<AnalyticsMetadata<'a>>,
        /// For threat protection.
        "UserContextData" user_context_data: Option<UserContextData<'a>>,
        /// For the Lambda triggers of custom challenges, after authentication and around tokens.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
    }
}

answers! {
    /// The answer of [`InitiateAuth`] and [`RespondToAuthChallenge`]: tokens or a challenge. That of
    /// [`GetTokensFromRefreshToken`](super::GetTokensFromRefreshToken) as well, which has tokens alone.
    AuthResponse {
        /// The challenge.
        "ChallengeName" challenge_name: Option<ChallengeName>,
        /// What the answer to the challenge must repeat: 20 to 4096 characters, good for 3 to 15 minutes.
        "Session" session: Option<ChallengeSession>,
        /// What the challenge says.
        "ChallengeParameters" challenge_parameters: OwnedMap,
        /// The tokens, once there is no challenge left.
        "AuthenticationResult" authentication_result: Option<AuthenticationResult>,
        /// What SELECT_CHALLENGE lets the user pick from.
        "AvailableChallenges" available_challenges: Vec<ChallengeName>,
    }

    /// AuthenticationResultType: the tokens.
    AuthenticationResult {
        /// Opens the account's own operations.
        "AccessToken" access_token: Option<AccessToken>,
        /// How long the access token lives from now on, in seconds: 5 minutes to a day.
        "ExpiresIn" expires_in: Option<u64>,
        /// `Bearer`.
        "TokenType" token_type: Option<String>,
        /// Gives new tokens. Left out where the old one stays.
        "RefreshToken" refresh_token: Option<RefreshToken>,
        /// Says who is signed in.
        "IdToken" id_token: Option<IdToken>,
        /// The device that [`ConfirmDevice`](super::ConfirmDevice) may register now.
        "NewDeviceMetadata" new_device_metadata: Option<NewDeviceMetadata>,
    }

    /// NewDeviceMetadataType: how Cognito names a device that it has not seen before.
    NewDeviceMetadata {
        /// The device's name: `<region>_<UUID>`, 1 to 55 characters.
        "DeviceKey" device_key: Option<String>,
        /// What takes the place of the pool's name in the device's SRP exchange.
        "DeviceGroupKey" device_group_key: Option<String>,
    }
}

enumerations! {
    /// AuthFlowType: the ways to begin.
    AuthFlow {
        /// The password over SRP.
        UserSrpAuth = "USER_SRP_AUTH",
        /// New tokens for a refresh token, in clients without rotation.
        RefreshTokenAuth = "REFRESH_TOKEN_AUTH",
        /// The same.
        RefreshToken = "REFRESH_TOKEN",
        /// Challenges of the pool's owner.
        CustomAuth = "CUSTOM_AUTH",
        /// For servers with AWS credentials: the old name of ADMIN_USER_PASSWORD_AUTH.
        AdminNoSrpAuth = "ADMIN_NO_SRP_AUTH",
        /// The password, sent to Cognito.
        UserPasswordAuth = "USER_PASSWORD_AUTH",
        /// For servers with AWS credentials.
        AdminUserPasswordAuth = "ADMIN_USER_PASSWORD_AUTH",
        /// The user's choice.
        UserAuth = "USER_AUTH",
    }

    /// ChallengeNameType: what is to be answered.
    ChallengeName {
        /// The code of a text message, as second factor.
        SmsMfa = "SMS_MFA",
        /// The code of an e-mail.
        EmailOtp = "EMAIL_OTP",
        /// The code of an authenticator app.
        SoftwareTokenMfa = "SOFTWARE_TOKEN_MFA",
        /// One second factor of several.
        SelectMfaType = "SELECT_MFA_TYPE",
        /// A second factor that is still to be set up.
        MfaSetup = "MFA_SETUP",
        /// The proof of a password over SRP.
        PasswordVerifier = "PASSWORD_VERIFIER",
        /// A challenge of the pool's owner.
        CustomChallenge = "CUSTOM_CHALLENGE",
        /// One first factor of several.
        SelectChallenge = "SELECT_CHALLENGE",
        /// The beginning of a device's proof.
        DeviceSrpAuth = "DEVICE_SRP_AUTH",
        /// A device's proof.
        DevicePasswordVerifier = "DEVICE_PASSWORD_VERIFIER",
        /// For servers with AWS credentials.
        AdminNoSrpAuth = "ADMIN_NO_SRP_AUTH",
        /// A new password, and attributes that are missing.
        NewPasswordRequired = "NEW_PASSWORD_REQUIRED",
        /// The code of a text message, as first factor.
        SmsOtp = "SMS_OTP",
        /// The password.
        Password = "PASSWORD",
        /// A passkey.
        WebAuthn = "WEB_AUTHN",
        /// The password over SRP.
        PasswordSrp = "PASSWORD_SRP",
    }
}

/// A request that names no challenge.
impl Default for &ChallengeName {
    fn default() -> Self {
        static NONE: ChallengeName = ChallengeName::Other(crate::unknown::UnknownName::NONE);
        &NONE
    }
}
