//! Second factors.

use super::{DeliveryMedium, Empty};
use crate::secrets::{AccessToken, ChallengeSession, MfaCode, SecretCode};

operations! { UserPools:
    /// Gets the key for an authenticator app: [`begin_app_setup`](crate::mfa::begin_app_setup), or, in a sign-in,
    /// [`set_up_app`](crate::sign_in::MfaSetupChallenge::set_up_app). One of both members authorizes it.
    AssociateSoftwareToken => AssociateSoftwareTokenResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: Option<&'a AccessToken>,
        /// Of the challenge MFA_SETUP: 20 to 4096 characters.
        "Session" session: Option<&'a ChallengeSession>,
    }

    /// Proves that the app has the key: [`finish_app_setup`](crate::mfa::finish_app_setup). One of the first two members
    /// authorizes it.
    VerifySoftwareToken => VerifySoftwareTokenResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: Option<&'a AccessToken>,
        /// What [`AssociateSoftwareToken`] gave: 20 to 4096 characters.
        "Session" session: Option<&'a ChallengeSession>,
        /// What the app shows: six digits.
        "UserCode" user_code: &'a MfaCode,
        /// How the user calls the device that has the app.
        "FriendlyDeviceName" friendly_device_name: Option<&'a str>,
    }

    /// Turns second factors on and off, and prefers one: [`set_mfa_preference`](crate::mfa::set_mfa_preference). What is
    /// left out stays as it is.
    SetUserMFAPreference => Empty {
        /// Codes by text message.
        "SMSMfaSettings" sms_mfa_settings: Option<SmsMfaSettings>,
        /// Codes of an authenticator app, which must have been set up.
        "SoftwareTokenMfaSettings" software_token_mfa_settings: Option<SoftwareTokenMfaSettings>,
        /// Codes by e-mail; Essentials plan or higher.
        "EmailMfaSettings" email_mfa_settings: Option<EmailMfaSettings>,
        /// A passkey, in pools whose passkeys are MULTI_FACTOR_WITH_USER_VERIFICATION; Essentials plan or higher.
        "WebAuthnMfaSettings" web_authn_mfa_settings: Option<WebAuthnMfaSettings>,
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
    }

    /// Sets SMS as second factor, as it was done before there were others: [`SetUserMFAPreference`] does it for all.
    SetUserSettings => Empty {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// SMS for `phone_number`, or nothing.
        "MFAOptions" mfa_options: &'a [MfaOption],
    }
}

request_parts! {
    /// SMSMfaSettingsType.
    SmsMfaSettings {
        /// Whether sign-ins ask for it.
        "Enabled" enabled: Option<bool>,
        /// Whether they ask for it first.
        "PreferredMfa" preferred_mfa: Option<bool>,
    }

    /// SoftwareTokenMfaSettingsType.
    SoftwareTokenMfaSettings {
        /// Whether sign-ins ask for it.
        "Enabled" enabled: Option<bool>,
        /// Whether they ask for it first.
        "PreferredMfa" preferred_mfa: Option<bool>,
    }

    /// EmailMfaSettingsType.
    EmailMfaSettings {
        /// Whether sign-ins ask for it.
        "Enabled" enabled: Option<bool>,
        /// Whether they ask for it first.
        "PreferredMfa" preferred_mfa: Option<bool>,
    }

    /// WebAuthnMfaSettingsType.
    WebAuthnMfaSettings {
        /// Whether a passkey signs in where a second factor is required. The user must have another one as well.
        "Enabled" enabled: Option<bool>,
    }
}

answers! {
    /// The answer of [`AssociateSoftwareToken`].
    AssociateSoftwareTokenResponse {
        /// The key, in base32: at least 16 characters.
        "SecretCode" secret_code: Option<SecretCode>,
        /// For [`VerifySoftwareToken`], in a sign-in: 20 to 4096 characters.
        "Session" session: Option<ChallengeSession>,
    }

    /// The answer of [`VerifySoftwareToken`].
    VerifySoftwareTokenResponse {
        /// Whether the code was right.
        "Status" status: Option<VerifySoftwareTokenStatus>,
        /// For the answer to MFA_SETUP: 20 to 4096 characters.
        "Session" session: Option<ChallengeSession>,
    }

    /// MFAOptionType: a way for the codes of a second factor.
    MfaOption {
        /// SMS.
        "DeliveryMedium" delivery_medium: Option<DeliveryMedium>,
        /// `phone_number`.
        "AttributeName" attribute_name: Option<String>,
    }
}

impl MfaOption {
    /// That way, to the address of that attribute: `phone_number`.
    pub fn new(delivery_medium: DeliveryMedium, attribute_name: impl Into<String>) -> Self {
        Self { delivery_medium: Some(delivery_medium), attribute_name: Some(attribute_name.into()) }
    }
}

writable! { MfaOption { "DeliveryMedium" delivery_medium "AttributeName" attribute_name } }
by_serde! { Serialize MfaOption }

enumerations! {
    /// VerifySoftwareTokenResponseType: what became of a code.
    VerifySoftwareTokenStatus {
        /// The app is set up.
        Success = "SUCCESS",
        /// It is not.
        Error = "ERROR",
    }
}
