//! The signed-in user's attributes and methods, and the account's end.

use super::{ClientMetadata, Empty, MfaOption, Structure};
use crate::{
    json::{self, Json, Readable},
    secrets::{AccessToken, ConfirmationCode, FeedbackToken},
};

operations! { UserPools:
    /// Reads the attributes and second factors: [`get_user`](crate::account::get_user).
    GetUser => GetUserResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
    }

    /// Sets attributes: [`update_attributes`](crate::account::update_attributes).
    UpdateUserAttributes => UpdateUserAttributesResponse {
        /// Those to set. An empty value deletes.
        "UserAttributes" user_attributes: &'a [Attribute],
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// For the Lambda triggers of messages.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
    }

    /// Deletes attributes: [`delete_attributes`](crate::account::delete_attributes).
    DeleteUserAttributes => Empty {
        /// Their names: 1 to 32 characters each.
        "UserAttributeNames" user_attribute_names: &'a [&'a str],
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
    }

    /// Sends a code to an address of the user: [`send_attribute_code`](crate::account::send_attribute_code).
    GetUserAttributeVerificationCode => CodeDeliveryResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// `email` or `phone_number`.
        "AttributeName" attribute_name: &'a str,
        /// For the Lambda triggers of messages.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
    }

    /// Proves an address of the user with that code: [`verify_attribute`](crate::account::verify_attribute).
    VerifyUserAttribute => Empty {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// `email` or `phone_number`.
        "AttributeName" attribute_name: &'a str,
        /// What Cognito sent: 1 to 2048 characters.
        "Code" code: &'a ConfirmationCode,
    }

    /// Deletes the account, which cannot be undone: [`delete_user`](crate::account::delete_user).
    DeleteUser => Empty {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
    }

    /// Reads the ways in which the user can sign in: [`auth_factors`](crate::account::auth_factors).
    GetUserAuthFactors => GetUserAuthFactorsResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
    }

    /// Tells whether a sign-in that threat protection wrote about was the user's own:
    /// [`give_feedback`](crate::account::give_feedback).
    UpdateAuthEventFeedback => Empty {
        /// The pool's id: 1 to 55 characters.
        "UserPoolId" user_pool_id: &'a str,
        /// Whose sign-in: 1 to 128 characters.
        "Username" username: &'a str,
        /// Of the message: 1 to 50 characters.
        "EventId" event_id: &'a str,
        /// Of the message.
        "FeedbackToken" feedback_token: &'a FeedbackToken,
        /// Whether it was the user's own.
        "FeedbackValue" feedback_value: FeedbackValue,
    }
}

answers! {
    /// The answer of [`GetUser`].
    GetUserResponse {
        /// The real user name.
        "Username" username: Option<String>,
        /// In no particular order.
        "UserAttributes" user_attributes: Vec<Attribute>,
        /// SMS as second factor, as it was told before there were others; `UserMFASettingList` tells of all.
        "MFAOptions" mfa_options: Vec<MfaOption>,
        /// The preferred second factor: SMS_MFA, EMAIL_OTP, SOFTWARE_TOKEN_MFA.
        "PreferredMfaSetting" preferred_mfa_setting: Option<String>,
        /// The second factors that are turned on, by the same names.
        "UserMFASettingList" user_mfa_setting_list: Vec<String>,
    }

    /// The answer of [`UpdateUserAttributes`].
    UpdateUserAttributesResponse {
        /// Where codes went that verify new addresses.
        "CodeDeliveryDetailsList" code_delivery_details_list: Vec<CodeDelivery>,
    }

    /// The answer of [`GetUserAttributeVerificationCode`], [`ForgotPassword`](super::ForgotPassword) and
    /// [`ResendConfirmationCode`](super::ResendConfirmationCode).
    CodeDeliveryResponse {
        /// Where the code went.
        "CodeDeliveryDetails" code_delivery_details: Option<CodeDelivery>,
    }

    /// The answer of [`GetUserAuthFactors`].
    GetUserAuthFactorsResponse {
        /// The real user name.
        "Username" username: Option<String>,
        /// The preferred second factor: SMS_MFA, EMAIL_OTP, SOFTWARE_TOKEN_MFA.
        "PreferredMfaSetting" preferred_mfa_setting: Option<String>,
        /// The second factors that are turned on, by the same names.
        "UserMFASettingList" user_mfa_setting_list: Vec<String>,
        /// What the user can prove.
        "ConfiguredUserAuthFactors" configured_user_auth_factors: Vec<AuthFactor>,
    }

    /// CodeDeliveryDetailsType: where a code went.
    CodeDelivery {
        /// Masked, as in `j***@e***`.
        "Destination" destination: Option<String>,
        /// By which way.
        "DeliveryMedium" delivery_medium: Option<DeliveryMedium>,
        /// `email` or `phone_number`.
        "AttributeName" attribute_name: Option<String>,
    }
}

/// AttributeType: one of a user's attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// `email`, `name`, …, or `custom:` and the pool's own name: 1 to 32 characters.
    pub name: String,
    /// At most 2048 characters.
    pub value: String,
}

writable! { Attribute { "Name" name "Value" value } }
by_serde! { Attribute }

impl super::sealed::Sealed for Attribute {}

impl Structure for Attribute {
    const MEMBERS: &'static [&'static str] = &["Name", "Value"];
}

/// The value is text to Cognito; one of another type is taken as the text that it is in JSON.
impl Readable for Attribute {
    fn read(value: Json) -> Option<Self> {
        let Json::Object(mut members) = value else { return None };
        let value = json::member(&mut members, "Value").and_then(json::text);
        Some(Self { name: json::member(&mut members, "Name")?, value: value.unwrap_or_default() })
    }
}

enumerations! {
    /// DeliveryMediumType: how a code travels.
    DeliveryMedium {
        /// A text message.
        Sms = "SMS",
        /// An e-mail.
        Email = "EMAIL",
    }

    /// AuthFactorType: what a user can prove.
    AuthFactor {
        /// A password; a first factor only.
        Password = "PASSWORD",
        /// A code by e-mail.
        EmailOtp = "EMAIL_OTP",
        /// A code by text message.
        SmsOtp = "SMS_OTP",
        /// A passkey.
        WebAuthn = "WEB_AUTHN",
        /// An authenticator app; a second factor only.
        SoftwareToken = "SOFTWARE_TOKEN",
    }

    /// FeedbackValueType: what the user says of a sign-in.
    FeedbackValue {
        /// It was the user.
        Valid = "Valid",
        /// It was not.
        Invalid = "Invalid",
    }
}
