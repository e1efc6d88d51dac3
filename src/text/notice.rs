use cognito_client::{Error, ErrorCode, refusal::Refusal};

use super::{
    refusal::{Screen, sentence},
    sentences::first_visit as said,
};
use crate::language::Sentence;

/// Something to tell on the page that comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The account is confirmed.
    Confirmed,
    /// Cognito says that the session is over.
    SessionEnded,
    /// Its refresh token was used elsewhere: in a copy of this tab, most of all.
    SessionContinuedElsewhere,
    /// The session was left in another tab.
    SignedOutElsewhere,
    /// Signed out here, but Cognito could not be told.
    NotRevoked,
    PasswordChanged,
    /// The account is gone.
    AccountDeleted,
    /// Cognito has forgotten the sign-in that was under way.
    SignInExpired,
    /// It cannot be taken up.
    SignInLost,
    /// An answer to its step was wrong, and it is over.
    SignInRefused,
    /// So were too many.
    SignInLocked,
    /// It is over for a reason that the service tells.
    SignInEnded(Sentence),
    /// It is over for another reason.
    SignInFailed,
    /// Somebody else proved who they are than the one who is signed in.
    AnotherPerson,
    /// An account that has to be mended before it can be signed in to.
    AccountUnready,
}

impl Notice {
    /// What to tell of a sign-in that this ended.
    pub fn of_end(error: &Error) -> Self {
        match Refusal::of(error) {
            Refusal::LockedOut | Refusal::TooManyTries => Self::SignInLocked,
            Refusal::ChallengeOver => Self::SignInExpired,
            Refusal::WrongCredentials => Self::SignInRefused,
            refusal @ (Refusal::ByOwner(_)
            | Refusal::Disabled
            | Refusal::TemporaryPasswordExpired
            | Refusal::Risky
            | Refusal::Misconfigured(_)) => Self::SignInEnded(sentence(Screen::SignIn, &refusal)),
            _ => Self::SignInFailed,
        }
    }

    /// What to tell of a session that this ended.
    pub fn of_session_end(error: &Error) -> Self {
        match error {
            Error::ContinuedElsewhere => Self::SessionContinuedElsewhere,
            _ if error.code() == Some(&ErrorCode::RefreshTokenReuse) => Self::SessionContinuedElsewhere,
            _ => Self::SessionEnded,
        }
    }

    /// Whether something went wrong.
    pub const fn is_problem(&self) -> bool {
        matches!(
            self,
            Self::SignInExpired
                | Self::SignInLost
                | Self::SignInRefused
                | Self::SignInLocked
                | Self::SignInEnded(_)
                | Self::SignInFailed
                | Self::AnotherPerson
                | Self::AccountUnready
        )
    }

    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Confirmed => said::CONFIRMED,
            Self::SessionEnded => said::SESSION_ENDED,
            Self::SessionContinuedElsewhere => said::SESSION_CONTINUED_ELSEWHERE,
            Self::SignedOutElsewhere => said::SIGNED_OUT_ELSEWHERE,
            Self::NotRevoked => said::NOT_REVOKED,
            Self::AccountDeleted => said::ACCOUNT_DELETED,
            Self::PasswordChanged => said::PASSWORD_CHANGED_SIGN_IN,
            Self::SignInExpired => said::SIGN_IN_EXPIRED,
            Self::SignInLost => said::SIGN_IN_LOST,
            Self::SignInRefused => said::SIGN_IN_REFUSED,
            Self::SignInLocked => said::SIGN_IN_LOCKED,
            Self::SignInEnded(sentence) => sentence.clone(),
            Self::SignInFailed => said::SIGN_IN_FAILED,
            Self::AnotherPerson => said::ANOTHER_PERSON,
            Self::AccountUnready => said::ACCOUNT_UNREADY,
        }
    }
}
