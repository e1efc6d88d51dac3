//! Asking a signed-in person to prove anew who they are. The page they are on stays as it is: the sign-in by which they do so
//! is one of its own, beside the session.

use cognito_client::{
    Error,
    claims::AccessClaims,
    managed_login::{Prompt, RedirectOptions},
    secrets::Password,
    session::Session,
};

use super::{Purpose, SignIn, SignInOutcome, begin_later, redirect::options, under_way::Stage};
use crate::{
    language::Sentence, later::out_of_reach, routes::AppRoute, settings::Provider, signals::expect_context,
    text::Notice,
};

/// A sign-in by which somebody who is signed in proves anew who they are: one of the app's contexts. It outlives the pages, as
/// answers may come after their page has gone.
#[derive(Clone, Copy)]
pub struct Reauthentication(pub SignIn);

/// How a signed-in person proves anew who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reauthenticates {
    /// By the app's own flow.
    Here,
    /// On another page, where they signed in.
    At(Provider),
    /// On another page, but the app is not set to one.
    Nowhere,
}

impl SignIn {
    /// The same, to prove anew who somebody is.
    pub(crate) fn reauthentication(self) -> Reauthentication {
        Reauthentication(Self::of(self.session(), Purpose::Reauthentication, self.shared()))
    }

    /// The authentication level of the session that is confirmed, in pools that have levels
    /// ([step-up authentication](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html)):
    /// the session that takes its place is no weaker.
    pub(super) fn level_to_confirm(self) -> Option<String> {
        let session = self.session().current().filter(|_| self.is_reauthentication())?;
        AccessClaims::parse(&session.tokens().access_token).ok()?.level
    }

    /// Takes the session of somebody who has proved anew who they are. The one before it is over; another person's is not
    /// taken.
    pub(super) fn take_reauthenticated(self, session: Session) {
        let current = self.session();
        let Some(before) = current.current().filter(|before| before.is_of_user_of(&session)) else {
            current.revoke_later(session);
            let is_signed_in = current.current().is_some();
            return self.start_over(is_signed_in.then_some(Notice::AnotherPerson));
        };
        current.save(&session);
        current.show(session);
        self.stage().set(Stage::Reauthenticated);
        current.revoke_later(before);
    }
}

impl Reauthentication {
    pub fn expect() -> Self {
        expect_context()
    }

    /// Whether the person has proved who they are, and nothing else has begun since.
    pub fn is_done(self) -> bool {
        self.0.stage().with(|stage| matches!(stage, Stage::Reauthenticated))
    }

    /// How the person can do so: where they signed in.
    pub fn how(self) -> Reauthenticates {
        let session = self.0.session();
        let is_elsewhere = session.current().is_some_and(|session| session.is_by_managed_login());
        let has_domain = session.settings().has_other_pages();
        match session.identity_provider() {
            Some(provider) if has_domain => Reauthenticates::At(provider),
            Some(_) => Reauthenticates::Nowhere,
            None if is_elsewhere && has_domain => Reauthenticates::At(self.own_page()),
            None => Reauthenticates::Here,
        }
    }

    /// Begins by the flow that the app is set to, for who is signed in.
    ///
    /// # Errors
    /// The refusal; the session is as it was.
    pub async fn begin(self, password: Option<Password>) -> Result<SignInOutcome, Error> {
        let Some(session) = self.0.session().current() else { return Ok(SignInOutcome::Abandoned) };
        begin_later(self.0, session.username().clone(), password).await.map_err(out_of_reach)?.await
    }

    /// Goes to another page, so that who is signed in proves there anew who they are, and comes back to `place`. Gives a
    /// sentence if nobody goes, and nothing at all while the browser is on its way.
    pub async fn begin_at(self, provider: Provider, place: Option<AppRoute>) -> Option<Sentence> {
        match self.depart(&provider, place) {
            None => std::future::pending().await,
            refusal => refusal,
        }
    }

    fn depart(self, provider: &Provider, place: Option<AppRoute>) -> Option<Sentence> {
        let session = self.0.session();
        let of = session.current()?.username().as_str().to_owned();
        let name = session.own_name();
        let options = RedirectOptions {
            prompt: Some(Prompt::Login),
            login_hint: name.as_deref().filter(|_| provider.is_own_page()),
            ..options(provider)
        };
        self.0.remember_wanted(place);
        self.0.depart(options, false, Some(of))
    }

    fn own_page(self) -> Provider {
        let mut providers = self.0.settings().providers().iter();
        providers.find(|provider| provider.is_own_page()).cloned().unwrap_or_default()
    }
}
