//! Asking a signed-in person to prove anew who they are. The page they are on stays as it is: the sign-in by which they do
//! so is an [`Auth`] of its own, beside the one that keeps the session.

use std::time::Duration;

use cognito_client::{Error, claims::IdClaims, ids::Username, secrets::Password, session::Session};
use leptos::prelude::*;

use super::{Auth, AuthState, SignInOutcome, ending::outliving, sign_in_later};
use crate::{lazy::out_of_reach, life::in_background, platform, text::Notice};

/// How long a sign-in counts as proof for what is sensitive.
const RECENT: Duration = Duration::from_secs(5 * 60);

/// What an [`Auth`] is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    SignIn,
    /// To confirm that it is still the person whose state that is.
    Confirmation {
        of: RwSignal<AuthState>,
    },
}

/// The [`Auth`] of confirmations. It outlives the pages, as answers may come after their page has gone.
#[derive(Clone, Copy)]
pub struct Confirmation(pub Auth);

impl Auth {
    /// What confirms that it is still this person. Its state ends as [`AuthState::SignedIn`]; the new session has taken the
    /// place of the old one by then.
    pub fn confirmation(self) -> Confirmation {
        Confirmation(outliving(|| Self {
            purpose: Purpose::Confirmation { of: self.state },
            state: RwSignal::new(AuthState::SignedOut),
            notice: RwSignal::new(None),
            pending: RwSignal::new(None),
            progress: StoredValue::new(None),
            attempt: StoredValue::new(0),
            ..self
        }))
    }

    /// Whether the person proved within the last five minutes who they are.
    pub fn is_recent(self) -> bool {
        self.session().is_some_and(|session| session.is_sign_in_within(RECENT, platform::now()))
    }

    /// The e-mail, or else the user name, of who is signed in.
    pub fn own_name(self) -> Option<String> {
        name_in(self.state)
    }

    pub(super) fn is_confirmation(self) -> bool {
        matches!(self.purpose, Purpose::Confirmation { .. })
    }

    /// What people know themselves by: what they typed, but for a confirmation, where nobody typed a name.
    pub(super) fn name_to_show(self, typed: &Username) -> String {
        let own = if let Purpose::Confirmation { of } = self.purpose { name_in(of) } else { None };
        own.unwrap_or_else(|| typed.as_str().to_owned())
    }

    /// Gives the session of a confirmation to whom it was asked of. The one before it is over; another person's is not
    /// taken.
    pub(super) fn confirm(self, of: RwSignal<AuthState>, session: Session) {
        let before = match of.get_untracked() {
            AuthState::SignedIn(before) if before.is_of_user_of(&session) => *before,
            other => {
                self.revoke_later(session);
                let is_signed_in = matches!(other, AuthState::SignedIn(_));
                return self.start_over(is_signed_in.then_some(Notice::AnotherPerson));
            }
        };
        self.save_session(&session);
        Self { purpose: Purpose::SignIn, state: of, ..self }.show(session.clone());
        self.progress.set_value(None);
        self.state.set(AuthState::SignedIn(Box::new(session)));
        self.revoke_later(before);
    }

    /// What cannot be revoked now expires later.
    pub(super) fn revoke_later(self, session: Session) {
        in_background(async move {
            session.revoke(&self.client()).await.ok();
        });
    }
}

impl Confirmation {
    pub fn expect() -> Self {
        expect_context()
    }

    /// Begins by the flow that the app is set to, for who is signed in.
    ///
    /// # Errors
    /// The refusal; the session is as it was.
    pub async fn begin(self, password: Option<Password>) -> Result<SignInOutcome, Error> {
        let Purpose::Confirmation { of } = self.0.purpose else { return Ok(SignInOutcome::Abandoned) };
        let AuthState::SignedIn(session) = of.get_untracked() else { return Ok(SignInOutcome::Abandoned) };
        let username = session.username().clone();
        sign_in_later(self.0, username, password).await.map_err(out_of_reach)?.await
    }
}

fn name_in(state: RwSignal<AuthState>) -> Option<String> {
    let AuthState::SignedIn(session) = state.get_untracked() else { return None };
    let email = IdClaims::parse(&session.tokens().id_token).ok().and_then(|claims| claims.email);
    Some(email.unwrap_or_else(|| session.username().as_str().to_owned()))
}
