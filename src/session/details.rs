//! What the tokens say.

use std::time::Duration;

use cognito_client::{
    claims::{Claims, IdClaims},
    ids::Username,
    session::Session,
    timestamp::Timestamp,
};

use super::{CurrentSession, SessionState};
use crate::{forms::is_blank, letters::lower_case, platform, settings::Provider};

/// How long a sign-in counts as proof for what is sensitive.
const RECENT: Duration = Duration::from_secs(5 * 60);

/// What the id token says; never the token itself.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenDetails {
    pub claims: Claims,
    /// Seconds that the browser's clock is ahead of Cognito's.
    pub clock_drift: i64,
}

impl TokenDetails {
    /// A time of Cognito's, by the browser's clock.
    pub fn local(&self, seconds: u64) -> Timestamp {
        Timestamp::from_seconds(seconds.saturating_add_signed(self.clock_drift))
    }
}

impl CurrentSession {
    /// Of the session as it is now: a refresh changes them.
    pub fn token_details(self) -> Option<TokenDetails> {
        let SessionState::SignedIn(session) = self.state() else { return None };
        let claims = Claims::parse(session.tokens().id_token.expose()).ok()?;
        Some(TokenDetails { claims, clock_drift: session.clock_drift() })
    }

    /// What the id token says under that name, as a text.
    pub(crate) fn claim(self, name: &str) -> Option<String> {
        Some(self.token_details()?.claims.text(name)?.to_owned())
    }

    /// What the id token calls who is signed in.
    pub fn name_in_token(self) -> Option<String> {
        let SessionState::SignedIn(session) = self.state() else { return None };
        let IdClaims { name, given_name, preferred_username, email, phone_number, .. } = claims(&session)?;
        first_that_says([name, given_name, preferred_username, email, phone_number])
    }

    /// What who is signed in signs in by.
    pub fn own_name(self) -> Option<String> {
        let session = self.current()?;
        let (username, picks_name) = (session.username().as_str(), self.settings().identifiers.username);
        let known = claims(&session).and_then(|claims| sign_in_name(claims, username, picks_name));
        Some(known.unwrap_or_else(|| username.to_owned()))
    }

    /// The identity provider whose user is signed in. It keeps the password then, and the second factors.
    pub fn identity_provider(self) -> Option<Provider> {
        let session = self.current()?;
        let IdClaims { identities, .. } = claims(&session)?;
        let found = identities.into_iter().find(|identity| is_user_of(session.username(), &identity.provider_name))?;
        let mut listed = self.settings().providers().iter();
        let listed = listed.find(|listed| listed.name.as_ref() == Some(&found.provider_name)).cloned();
        Some(listed.unwrap_or_else(|| Provider::unlisted(found.provider_name)))
    }

    /// Whether the person proved within the last five minutes who they are.
    pub fn is_recent(self) -> bool {
        self.current().is_some_and(|session| session.is_sign_in_within(RECENT, platform::now()))
    }
}

/// What somebody with this user name signs in by: that itself where people pick theirs, or else what the id token has. A user
/// name that was generated is for nobody to read, and that of a provider's user is not typed.
pub fn sign_in_name(claims: IdClaims, username: &str, picks_name: bool) -> Option<String> {
    let is_picked = picks_name && claims.identities.is_empty() && !is_uuid(username);
    let picked = is_picked.then(|| username.to_owned());
    first_that_says([picked, claims.email, claims.phone_number, claims.preferred_username, claims.name])
}

fn first_that_says<const N: usize>(names: [Option<String>; N]) -> Option<String> {
    names.into_iter().flatten().find(|name| !is_blank(name))
}

/// As Cognito and the sign-up page generate user names.
fn is_uuid(name: &str) -> bool {
    let is_of_uuid =
        |(at, byte): (usize, u8)| if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    name.len() == 36 && name.bytes().enumerate().all(is_of_uuid)
}

fn claims(session: &Session) -> Option<IdClaims> {
    IdClaims::parse(&session.tokens().id_token).ok()
}

/// Cognito's user names of a provider's users begin with its name, which a pool may write in small letters.
fn is_user_of(username: &Username, provider: &str) -> bool {
    let username = lower_case(username.as_str());
    username.strip_prefix(&lower_case(provider)).is_some_and(|rest| rest.starts_with('_'))
}
