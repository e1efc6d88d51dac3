//! What people read when they sign in on other pages.

use cognito_client::{
    managed_login::{OAuthErrorCode, RedirectError},
    refusal::Refusal,
};

pub use super::sentences::{
    account::security::{PROVIDER_KEEPS, PROVIDER_TITLE},
    first_visit::{NO_WAY_BACK, OR},
    managed_login::{GO_BACK, NOT_RETURNED_TITLE, NOT_SIGNED_IN, STILL_SIGNED_IN},
};
use super::{
    Notice, Screen,
    refusal::{refusal, sentence},
    sentences::{account::security, first_visit, managed_login as said, sign_in},
};
use crate::{language::Sentence, settings::Provider};

/// The label of a way to another page. `domain` is the user pool's.
pub fn continue_with(provider: &Provider, domain: &str) -> Sentence {
    let is_page = provider.is_own_page() && provider.label.is_none();
    if is_page { first_visit::continue_on(domain) } else { first_visit::continue_with(provider_name(provider, domain)) }
}

/// What people call a provider: in the owner's words, as the language that is shown has them.
pub fn provider_name(provider: &Provider, domain: &str) -> Sentence {
    let known = match (&provider.label, provider.name.as_deref().or(provider.identifier.as_deref())) {
        (Some(label), _) => return Sentence::from(label.clone()),
        (None, None) => domain,
        (None, Some("SignInWithApple")) => "Apple",
        (None, Some("LoginWithAmazon")) => "Amazon",
        (None, Some(name)) => name,
    };
    Sentence::from(known)
}

/// Before something sensitive.
pub fn reauthenticate_elsewhere_intro(provider: &Sentence) -> Sentence {
    security::reauthenticate_elsewhere_intro(provider.apart())
}

pub fn not_reauthenticated_here(provider: &Sentence) -> Sentence {
    security::not_reauthenticated_here(provider.apart())
}

pub fn provider_intro(provider: &Sentence) -> Sentence {
    security::provider_intro(provider.apart())
}

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
pub fn not_returned(problem: &ReturnProblem) -> Sentence {
    let error = match problem {
        ReturnProblem::NotBegun => return said::NOT_BEGUN,
        ReturnProblem::AnotherPerson => return Notice::AnotherPerson.sentence(),
        ReturnProblem::Redirect(error) => error,
    };
    // Only who knows the state can have written it: the user pool's domain.
    if let RedirectError::Refused { description: Some(description), .. } = error
        && let Some(refusal) = Refusal::of_description(description)
    {
        return sentence(Screen::SignIn, &refusal);
    }
    match error {
        RedirectError::ForeignState | RedirectError::ForeignToken => said::FOREIGN,
        RedirectError::ExpiredToken => said::EXPIRED,
        RedirectError::Refused { code: OAuthErrorCode::AccessDenied, .. } => said::DENIED,
        RedirectError::Exchange(OAuthErrorCode::InvalidGrant) => said::INVALID_GRANT,
        RedirectError::Refused { code, .. } | RedirectError::Exchange(code) => of_code(code),
        RedirectError::Failed(error) => refusal(Screen::SignIn, error),
        _ => said::NOBODY,
    }
}

fn of_code(code: &OAuthErrorCode) -> Sentence {
    match code {
        OAuthErrorCode::ServerError | OAuthErrorCode::TemporarilyUnavailable => sign_in::UNAVAILABLE,
        OAuthErrorCode::InvalidClient
        | OAuthErrorCode::InvalidScope
        | OAuthErrorCode::UnauthorizedClient
        | OAuthErrorCode::UnsupportedGrantType
        | OAuthErrorCode::UnsupportedResponseType => sign_in::MISCONFIGURED,
        _ => said::NOBODY,
    }
}
