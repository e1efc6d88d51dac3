//! What people read when they sign in on other pages.

use cognito_client::{
    managed_login::{OAuthErrorCode, RedirectError},
    refusal::Refusal,
};

use super::{
    Notice, Screen, isolated,
    refusal::{MISCONFIGURED, UNAVAILABLE, refusal, sentence},
};
use crate::settings::{Provider, Wording};

pub const OR: &str = "or";
pub const NOT_RETURNED_TITLE: &str = "Signing in didn't work";
pub const NOT_SIGNED_IN: &str = "You aren't signed in.";
pub const STILL_SIGNED_IN: &str = "You're signed in as before.";
pub const GO_BACK: &str = "Go back";
pub const NO_WAY_BACK: &str =
    "This browser keeps nothing for this page, so you couldn't come back to it. Let it store data, and try again.";

/// The label of a way to another page. `domain` is the user pool's.
pub fn continue_with(provider: &Provider, domain: &str) -> String {
    let is_page = provider.name.is_none() && provider.label.is_none();
    if is_page { format!("Continue on {domain}") } else { format!("Continue with {}", provider_name(provider, domain)) }
}

/// What people call a provider.
pub fn provider_name<'a>(provider: &'a Provider, domain: &'a str) -> &'a str {
    match (provider.label.as_ref().map(Wording::shown), provider.name.as_deref()) {
        (Some(label), _) => label,
        (None, None) => domain,
        (None, Some("SignInWithApple")) => "Apple",
        (None, Some("LoginWithAmazon")) => "Amazon",
        (None, Some(name)) => name,
    }
}

/// Before something sensitive.
pub fn reauthenticate_elsewhere_intro(provider: &str) -> String {
    let provider = isolated(provider);
    format!("You signed in a while ago. Sign in with {provider} once more: you'll be back here, and can then go on.")
}

pub fn not_reauthenticated_here(provider: &str) -> String {
    format!("You signed in with {}. Sign out, and then do so again.", isolated(provider))
}

pub const PROVIDER_TITLE: &str = "How you sign in";

pub fn provider_intro(provider: &str) -> String {
    format!("With {}.", isolated(provider))
}

pub const PROVIDER_KEEPS: &str = "Your password and any second step are kept there, and changed there.";

/// Why somebody who comes back from another page is not signed in by that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnProblem {
    /// No sign-in was begun in this tab, or it has come back before.
    NotBegun,
    /// Somebody else came back than was to prove who they are.
    AnotherPerson,
    Redirect(RedirectError),
}

/// The sentence for that.
pub fn not_returned(problem: &ReturnProblem) -> String {
    let error = match problem {
        ReturnProblem::NotBegun => {
            return "This sign-in is over, or it was begun in another tab or browser. Please start again.".to_owned();
        }
        ReturnProblem::AnotherPerson => return Notice::AnotherPerson.sentence(),
        ReturnProblem::Redirect(error) => error,
    };
    // Only who knows the state can have written it: the user pool's domain.
    if let RedirectError::Refused { description: Some(description), .. } = error
        && let Some(refusal) = Refusal::of_description(description)
    {
        return sentence(Screen::SignIn, &refusal);
    }
    let sentence = match error {
        RedirectError::ForeignState | RedirectError::ForeignToken => {
            "What came back belongs to another sign-in. To be safe, we stopped here. Please start again."
        }
        RedirectError::ExpiredToken => {
            "What came back is out of date. Check the date and time of this device, and then start again."
        }
        RedirectError::Refused { code: OAuthErrorCode::AccessDenied, .. } => {
            "You cancelled, or the other page didn't let you in. You can start again."
        }
        RedirectError::Exchange(OAuthErrorCode::InvalidGrant) => {
            "That took too long, or was used before. Please start again."
        }
        RedirectError::Refused { code, .. } | RedirectError::Exchange(code) => of_code(code),
        RedirectError::Failed(error) => return refusal(Screen::SignIn, error),
        _ => NOBODY,
    };
    sentence.to_owned()
}

const NOBODY: &str = "The other page didn't sign you in. Start again, or choose another way.";

fn of_code(code: &OAuthErrorCode) -> &'static str {
    match code {
        OAuthErrorCode::ServerError | OAuthErrorCode::TemporarilyUnavailable => UNAVAILABLE,
        OAuthErrorCode::InvalidClient
        | OAuthErrorCode::InvalidScope
        | OAuthErrorCode::UnauthorizedClient
        | OAuthErrorCode::UnsupportedGrantType
        | OAuthErrorCode::UnsupportedResponseType => MISCONFIGURED,
        _ => NOBODY,
    }
}
