//! What a sign-in asks, and what it knows of the answer.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    error::ServiceError,
    pool::totp::TotpSecret,
    random,
    srp::Exchange,
    vocabulary::{Contact, MfaFactor},
    web_authn::Assertion,
};

/// About the length of Cognito's own. The bytes mean nothing; they name the challenge and go into the signature.
const SECRET_BLOCK_BYTES: usize = 1024;

/// Which answer is awaited.
pub(crate) enum Asked {
    /// PASSWORD_VERIFIER.
    PasswordVerifier(Box<Verifier>),
    /// PASSWORD.
    Password,
    /// PASSWORD_SRP.
    PasswordSrp,
    /// SELECT_CHALLENGE.
    SelectChallenge,
    /// EMAIL_OTP or SMS_OTP as first factor.
    SignInCode(SentCode),
    /// SMS_MFA, or EMAIL_OTP as second factor.
    MfaCode(SentCode),
    /// SOFTWARE_TOKEN_MFA.
    SoftwareToken,
    /// SELECT_MFA_TYPE.
    SelectMfaType(Vec<MfaFactor>),
    /// MFA_SETUP.
    MfaSetup(SetUp),
    /// DEVICE_SRP_AUTH.
    DeviceSrpAuth,
    /// DEVICE_PASSWORD_VERIFIER.
    DevicePasswordVerifier(Box<Verifier>),
    /// WEB_AUTHN.
    WebAuthn(Box<Assertion>),
    /// CUSTOM_CHALLENGE.
    Custom(Box<Question>),
    /// NEW_PASSWORD_REQUIRED.
    NewPassword,
    /// Nothing any more: ConfirmSignUp gave this session, and InitiateAuth with it is a sign-in.
    SignedUp,
}

/// A started exchange, and the block that names it.
pub(crate) struct Verifier {
    pub(crate) exchange: Exchange,
    /// Base64.
    pub(super) secret_block: String,
}

/// A code that is awaited.
pub(crate) struct SentCode {
    pub(super) purpose: Purpose,
    pub(super) contact: Contact,
    /// `None` for someone who does not exist: nothing was sent, and nothing is right.
    pub(super) digits: Option<String>,
    /// An address that is not the user's yet: a right code makes it so.
    pub(super) new_address: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    SignIn,
    SecondFactor,
}

/// How far it is.
pub(crate) struct SetUp {
    pub(super) can: Vec<MfaFactor>,
    /// The authenticator app's, once AssociateSoftwareToken has given it out.
    pub(super) totp: Option<TotpSecret>,
}

/// A CUSTOM_CHALLENGE that waits for its answer.
pub(crate) struct Question {
    pub(super) private_parameters: BTreeMap<String, String>,
    pub(super) metadata: Option<String>,
}

impl Asked {
    /// ChallengeName.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::PasswordVerifier(_) => "PASSWORD_VERIFIER",
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::SelectChallenge => "SELECT_CHALLENGE",
            Self::SignInCode(sent) | Self::MfaCode(sent) => sent.challenge_name(),
            Self::SoftwareToken => MfaFactor::SoftwareTokenMfa.name(),
            Self::SelectMfaType(_) => "SELECT_MFA_TYPE",
            Self::MfaSetup(_) => "MFA_SETUP",
            Self::DeviceSrpAuth => "DEVICE_SRP_AUTH",
            Self::DevicePasswordVerifier(_) => "DEVICE_PASSWORD_VERIFIER",
            Self::WebAuthn(_) => "WEB_AUTHN",
            Self::Custom(_) => "CUSTOM_CHALLENGE",
            Self::NewPassword => "NEW_PASSWORD_REQUIRED",
            Self::SignedUp => "",
        }
    }
}

impl Verifier {
    pub(super) fn new(exchange: Exchange) -> Result<Self, ServiceError> {
        Ok(Self { exchange, secret_block: BASE64_STANDARD.encode(random::bytes::<SECRET_BLOCK_BYTES>()?) })
    }
}

impl SentCode {
    pub(crate) fn challenge_name(&self) -> &'static str {
        match (self.contact, self.purpose) {
            (Contact::Email, _) => "EMAIL_OTP",
            (Contact::PhoneNumber, Purpose::SignIn) => "SMS_OTP",
            (Contact::PhoneNumber, Purpose::SecondFactor) => "SMS_MFA",
        }
    }

    /// ChallengeResponses' name for the code.
    pub(super) fn response_name(&self) -> &'static str {
        match (self.contact, self.purpose) {
            (Contact::Email, _) => "EMAIL_OTP_CODE",
            (Contact::PhoneNumber, Purpose::SignIn) => "SMS_OTP_CODE",
            (Contact::PhoneNumber, Purpose::SecondFactor) => "SMS_MFA_CODE",
        }
    }
}
