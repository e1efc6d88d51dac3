//! Why Cognito refused: what its names of exceptions leave open, its sentences tell.
//!
//! The sentences are documented nowhere, and change: this is the one place that looks at them. What is not known here says
//! nothing, so that nobody is told something wrong.

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
    /// Nor within the time that was left for it.
    TimedOut,
    /// A fault of the service's, or an answer that is not Cognito's.
    Unavailable,
    /// Too many requests at once.
    Throttled,
    /// A firewall let the request not through.
    Firewalled,

    /// The password is wrong, or there is no such user: which of them is not told.
    WrongCredentials,
    /// The password that an administrator set is too old. Only an administrator can set another.
    TemporaryPasswordExpired,
    /// An administrator turned the user off.
    Disabled,
    /// After too many wrong passwords none is looked at for a while.
    LockedOut,
    /// Threat protection stopped it.
    Risky,
    /// The password has to be set anew, by a code, before it works.
    ResetRequired,
    /// The account is not confirmed yet.
    NotConfirmed,
    /// The challenge is used up, or is too old.
    ChallengeOver,
    /// The tokens are dead, or their user is gone.
    SessionOver,

    /// Accounts are made by administrators.
    SignUpClosed,
    /// The user name is taken.
    UserExists,
    /// The address or number is another user's.
    AliasExists,
    /// There is nothing to confirm.
    AlreadyConfirmed,
    /// Nobody of that name.
    UnknownUser,
    /// The user still has the password of an invitation, or signs in at another provider: there is none to be forgotten.
    NothingToReset,
    /// No address or number is verified that a code could go to.
    NowhereToSend,
    /// The pool leaves new passwords to administrators.
    ResetByAdministrator,

    /// A code that is not right.
    WrongCode,
    /// A code that is not right any more.
    ExpiredCode,
    /// So often that it is over for a while.
    TooManyTries,
    /// So many that no code is sent for a while.
    TooManyMessages,
    /// There may be no more of these.
    TooMany,
    /// A mail or text message could not be sent.
    CodeNotSent,
    /// A new password breaks this rule.
    WeakPassword(PasswordRule),
    /// A new password is one of the last ones.
    UsedPassword,
    /// An attribute that may not be changed, or not by this client.
    ReadOnlyAttribute,
    /// An attribute that must have a value.
    RequiredAttribute,
    /// Something that was typed.
    InvalidInput,
    /// The pool, or this user, does not have what was asked for.
    NotOffered,
    /// The device is not known any more.
    UnknownDevice,

    /// A Lambda trigger refused, in these words of the pool's owner: text, in one line, of no great length.
    ByOwner(String),
    /// A program or a pool that is not set up as it should be.
    Misconfigured(Misconfiguration),
    /// Nothing is known.
    Other,
}

/// The rule of InvalidPasswordException.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PasswordRule {
    /// The least length.
    Length,
    /// An upper-case letter.
    Uppercase,
    /// A lower-case letter.
    Lowercase,
    /// A digit.
    Number,
    /// A symbol.
    Symbol,
    /// It stands in a known leak.
    Leaked,
    /// One that Cognito does not name.
    Unknown,
}

/// What the owner of an app has to mend.
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
    /// A trigger cannot be called, broke down, or gave an answer that Cognito cannot use.
    Trigger,
    /// The pool cannot send mails or text messages, or no more of them today.
    Messages,
    /// The access token lacks the scope `aws.cognito.signin.user.admin`.
    Scopes,
    /// Passkeys belong to another address than the app's.
    Passkeys,
    /// Something else in the pool.
    Pool,
}

impl Refusal {
    /// Total: whatever an error holds, there is a reason, if only [`Refusal::Other`].
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

    /// From the parts of an answer: the operation, the exception's name, its sentence and the HTTP status.
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

    /// Whether it says who has an account, or what has become of it, to anybody who asks for a code.
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

    /// Whether a password was looked at, or would have been, and is not the one: another may be.
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
