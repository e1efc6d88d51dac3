use cognito_client::{Error, ErrorCode, refusal::Refusal};

use super::refusal::{Screen, sentence};

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
    SignInEnded(String),
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

    pub fn sentence(&self) -> String {
        let sentence = match self {
            Self::Confirmed => "Your e-mail is confirmed. You can sign in now.",
            Self::SessionEnded => "Your session has ended. Please sign in again.",
            Self::SessionContinuedElsewhere => {
                "Your session was renewed somewhere else, perhaps in a copy of this tab, and has ended here. Please sign in \
                 again."
            }
            Self::SignedOutElsewhere => "You were signed out in another tab.",
            Self::NotRevoked => {
                "You're signed out here. We couldn't reach the service, so sign out everywhere next time to be sure."
            }
            Self::AccountDeleted => "Your account is deleted.",
            Self::PasswordChanged => "Your password is changed. Sign in with it.",
            Self::SignInExpired => "Your sign-in took too long and has ended. Please start again.",
            Self::SignInLost => "We couldn't go on where you left off. Please start again.",
            Self::SignInRefused => "That wasn't accepted. Please start again.",
            Self::SignInLocked => "Too many wrong tries. Wait a few minutes and start again.",
            Self::SignInEnded(sentence) => sentence,
            Self::SignInFailed => "Something went wrong while you signed in. Please start again.",
            Self::AnotherPerson => "That is another account than the one you're signed in to.",
            Self::AccountUnready => "Your account needs attention first. Sign out, and then sign in again.",
        };
        sentence.to_owned()
    }
}
