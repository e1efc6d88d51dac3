//! Why Cognito refused: the names of its exceptions often leave this open, but their sentences tell.
//!
//! The sentences are not documented, and change. This module is the only one that reads them. An unknown sentence says nothing, so
//! that nobody is told something wrong.

mod sentences;
mod trigger;

use self::sentences::is_about_device;
use crate::{
    api::{
        CompleteWebAuthnRegistration, ConfirmForgotPassword, ConfirmSignUp, ForgotPassword,
        GetUserAttributeVerificationCode, InitiateAuth, Operation, ResendConfirmationCode, RespondToAuthChallenge,
        SignUp,
    },
    error::{Error, ErrorCode},
};

/// Why a call was refused, by what can be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// No answer came.
    Unreachable,
    /// No answer came within the time limit.
    TimedOut,
    /// An error of the service, or an answer that is not Cognito's.
    Unavailable,
    /// Too many requests at once.
    Throttled,
    /// A firewall (AWS WAF) stopped the request.
    Firewalled,

    /// The password is wrong, or there is no such user; Cognito does not tell which.
    WrongCredentials,
    /// The temporary password has expired. Only an administrator can set another.
    TemporaryPasswordExpired,
    /// An administrator disabled the user.
    Disabled,
    /// Too many wrong passwords: Cognito checks none for a while.
    LockedOut,
    /// Threat protection stopped the sign-in.
    Risky,
    /// The password must be reset with a code first.
    ResetRequired,
    /// The account is not confirmed yet.
    NotConfirmed,
    /// The challenge was answered already, or has expired.
    ChallengeOver,
    /// The tokens have expired or were revoked, or their user is deleted.
    SessionOver,

    /// Only administrators create accounts.
    SignUpClosed,
    /// The user name is taken.
    UserExists,
    /// The email or phone number is another user's.
    AliasExists,
    /// The account is confirmed already.
    AlreadyConfirmed,
    /// There is no user of this name.
    UnknownUser,
    /// There is no password to reset: the user still has the one of an invitation, or signs in with an identity provider.
    NothingToReset,
    /// The user has no verified email or phone number to send a code to.
    NowhereToSend,
    /// Only administrators reset passwords in this pool.
    ResetByAdministrator,

    /// The code is wrong.
    WrongCode,
    /// The code has expired.
    ExpiredCode,
    /// Too many tries: wait a while.
    TooManyTries,
    /// Too many codes: Cognito sends none for a while.
    TooManyMessages,
    /// The limit of these is reached, such as passkeys.
    TooMany,
    /// The email or text message could not be sent.
    CodeNotSent,
    /// The new password breaks this rule.
    WeakPassword(PasswordRule),
    /// The new password is one of the last ones.
    UsedPassword,
    /// The attribute cannot be changed, or not by this app client.
    ReadOnlyAttribute,
    /// The attribute must have a value.
    RequiredAttribute,
    /// Something in the input is invalid.
    InvalidInput,
    /// The pool does not offer this, or not for this user.
    NotOffered,
    /// Cognito does not know the device any more.
    UnknownDevice,

    /// A Lambda trigger refused, with these words: one line of plain text, shortened if it is long.
    ByOwner(String),
    /// The program or the pool is set up wrong.
    Misconfigured(Misconfiguration),
    /// Unknown.
    Other,
}

/// The rule of InvalidPasswordException.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PasswordRule {
    /// The minimum length.
    Length,
    /// An upper-case letter.
    Uppercase,
    /// A lower-case letter.
    Lowercase,
    /// A digit.
    Number,
    /// A symbol.
    Symbol,
    /// It is in a known data leak.
    Leaked,
    /// A rule that Cognito does not name.
    Unknown,
}

/// What the owner of an app has to fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misconfiguration {
    /// The app client has a secret, which a browser cannot keep.
    ClientSecret,
    /// The app client does not allow this way to sign in.
    Flow,
    /// There is no such pool, or no such client.
    UnknownClient,
    /// CUSTOM_AUTH in a pool without the triggers that it needs.
    NoCustomTriggers,
    /// A trigger cannot be called, failed, or gave an answer that Cognito cannot use.
    Trigger,
    /// The pool cannot send emails or text messages, or no more of them today.
    Messages,
    /// The access token lacks the scope `aws.cognito.signin.user.admin`.
    Scopes,
    /// The pool's relying party is not the app's domain.
    Passkeys,
    /// Something else in the pool.
    Pool,
}

impl Refusal {
    /// The reason of any error, if only [`Refusal::Other`].
    pub fn of(error: &Error) -> Self {
        use crate::transport::TransportError;
        match error {
            Error::Transport(TransportError::TimedOut) => Self::TimedOut,
            Error::Transport(TransportError::Insecure) => Self::Misconfigured(Misconfiguration::Pool),
            Error::Transport(_) => Self::Unreachable,
            Error::Protocol(_) | Error::Srp(_) => Self::Unavailable,
            Error::Service { operation, code, message, status, .. } => Self::read(operation, code, message, *status),
            Error::SignedOut | Error::AnotherUser | Error::ContinuedElsewhere => Self::SessionOver,
            Error::NoRandomBytes | Error::Busy | Error::Misuse(_) => Self::Other,
        }
    }

    /// The reason from the parts of an answer: the operation, the exception's name, its sentence and the HTTP status.
    fn read(operation: &str, code: &ErrorCode, message: &str, status: u16) -> Self {
        match (code, status) {
            (_, 500..) | (ErrorCode::InternalError, _) => return Self::Unavailable,
            (_, 429) | (ErrorCode::TooManyRequests, _) => return Self::Throttled,
            // In the words of somebody else: they mean nothing here.
            (ErrorCode::UserLambdaValidation, _) => return trigger::read(operation, message),
            _ => {}
        }
        sentences::find(code, message).unwrap_or_else(|| Self::by_name(operation, code))
    }

    /// What an exception's name says without its sentence.
    fn by_name(operation: &str, code: &ErrorCode) -> Self {
        match code {
            ErrorCode::UserNotFound => match operation {
                InitiateAuth::NAME | RespondToAuthChallenge::NAME => Self::WrongCredentials,
                _ if names_its_user(operation) => Self::UnknownUser,
                _ => Self::SessionOver,
            },
            ErrorCode::RefreshTokenReuse => Self::SessionOver,
            ErrorCode::PasswordResetRequired => Self::ResetRequired,
            ErrorCode::UserNotConfirmed => Self::NotConfirmed,
            ErrorCode::UsernameExists => Self::UserExists,
            ErrorCode::AliasExists => Self::AliasExists,
            ErrorCode::CodeMismatch | ErrorCode::EnableSoftwareTokenMfa => Self::WrongCode,
            ErrorCode::ExpiredCode => Self::ExpiredCode,
            ErrorCode::TooManyFailedAttempts => Self::TooManyTries,
            ErrorCode::LimitExceeded => match operation {
                ForgotPassword::NAME
                | ResendConfirmationCode::NAME
                | SignUp::NAME
                | GetUserAttributeVerificationCode::NAME => Self::TooManyMessages,
                CompleteWebAuthnRegistration::NAME => Self::TooMany,
                _ => Self::TooManyTries,
            },
            ErrorCode::CodeDeliveryFailure => Self::CodeNotSent,
            ErrorCode::InvalidPassword => Self::WeakPassword(PasswordRule::Unknown),
            ErrorCode::PasswordHistoryPolicyViolation => Self::UsedPassword,
            ErrorCode::InvalidParameter => Self::InvalidInput,
            ErrorCode::FeatureUnavailableInTier | ErrorCode::UnsupportedOperation
                if operation == InitiateAuth::NAME =>
            {
                Self::Misconfigured(Misconfiguration::Flow)
            }
            ErrorCode::WebAuthnConfigurationMissing
            | ErrorCode::WebAuthnOriginNotAllowed
            | ErrorCode::WebAuthnRelyingPartyMismatch => Self::Misconfigured(Misconfiguration::Passkeys),
            ErrorCode::FeatureUnavailableInTier
            | ErrorCode::MfaMethodNotFound
            | ErrorCode::OperationNotEnabled
            | ErrorCode::SoftwareTokenMfaNotFound
            | ErrorCode::UserPoolAddOnNotEnabled
            | ErrorCode::WebAuthnNotEnabled => Self::NotOffered,
            ErrorCode::ResourceNotFound if names_its_user(operation) => {
                Self::Misconfigured(Misconfiguration::UnknownClient)
            }
            ErrorCode::UnexpectedLambda | ErrorCode::InvalidLambdaResponse => {
                Self::Misconfigured(Misconfiguration::Trigger)
            }
            ErrorCode::InvalidEmailRoleAccessPolicy
            | ErrorCode::InvalidSmsRoleAccessPolicy
            | ErrorCode::InvalidSmsRoleTrustRelationship => Self::Misconfigured(Misconfiguration::Messages),
            ErrorCode::InvalidUserPoolConfiguration => Self::Misconfigured(Misconfiguration::Pool),
            ErrorCode::Forbidden => Self::Firewalled,
            _ => Self::Other,
        }
    }

    /// Whether it would tell anybody who asks for a code who has an account, or the account's state.
    pub fn tells_of_user(&self) -> bool {
        matches!(
            self,
            Self::UnknownUser
                | Self::WrongCredentials
                | Self::Disabled
                | Self::NotConfirmed
                | Self::AlreadyConfirmed
                | Self::NothingToReset
                | Self::NowhereToSend
        )
    }

    /// Whether it is about the password that was given: wrong, expired, or not checked because the user is locked out.
    pub fn is_of_password(&self) -> bool {
        matches!(self, Self::WrongCredentials | Self::TemporaryPasswordExpired | Self::LockedOut)
    }
}

/// Whether the operation is about whom the request names, and needs no token.
fn names_its_user(operation: &str) -> bool {
    [
        InitiateAuth::NAME,
        RespondToAuthChallenge::NAME,
        SignUp::NAME,
        ConfirmSignUp::NAME,
        ResendConfirmationCode::NAME,
        ForgotPassword::NAME,
        ConfirmForgotPassword::NAME,
    ]
    .contains(&operation)
}

/// Whether a refusal says that Cognito does not know the device that was named: then it is to be forgotten here as well.
pub(crate) fn is_unknown_device(error: &Error) -> bool {
    matches!(error, Error::Service { code: ErrorCode::ResourceNotFound, message, .. } if is_about_device(message))
}
