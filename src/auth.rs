//! Who is signed in, and everything that changes it. The only place where views, protocol and storage meet.

use std::{pin::Pin, time::Duration};

use cognito_client::{
    Client, Error,
    account::{self, User},
    claims,
    ids::Username,
    secrets::ConfirmationCode,
    session::{Session, ends_session},
    sign_in::{Credentials, NextStep, SignIn},
    sign_up::{self, Attribute},
    transport::Fetch,
};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;

use crate::{
    browser::Browser,
    config::Config,
    lazy::{later, out_of_reach},
    platform,
    text::Notice,
    token_store::TokenStore,
};

/// Between two tries to fetch what reads a stored session.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(2);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthState {
    /// A stored session is being refreshed.
    Restoring,
    SignedOut,
    SignedIn(Box<Session>),
}

/// How a sign-in ended, when it did not fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInOutcome {
    SignedIn,
    NeedsConfirmation,
    NeedsPasswordReset,
    Unsupported(String),
}

/// How a sign-up ended, when it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUpOutcome {
    Confirmed,
    NeedsConfirmation,
}

/// What the id token may say of a person's name.
#[derive(Deserialize)]
struct NameClaims {
    name: Option<String>,
    email: Option<String>,
}

/// The app's one context.
#[derive(Clone, Copy)]
pub struct Auth {
    state: RwSignal<AuthState>,
    notice: RwSignal<Option<Notice>>,
    /// What the person who is being confirmed typed: in memory only, so that the password is not asked for twice.
    pending: RwSignal<Option<Credentials>>,
    client: StoredValue<Client<Fetch>>,
    store: StoredValue<TokenStore>,
}

impl Auth {
    /// Takes up the stored session, if there is one.
    pub fn start(config: Config) -> Self {
        let store = TokenStore::new(&config.client_id);
        let is_stored = store.has_session();
        let client = Client::new(Fetch::default(), config.user_pool_id, config.client_id);
        let auth = Self {
            state: RwSignal::new(AuthState::Restoring),
            notice: RwSignal::new(None),
            pending: RwSignal::new(None),
            client: StoredValue::new(client.with_endpoint(config.endpoint)),
            store: StoredValue::new(store),
        };
        if is_stored {
            auth.take_up();
        } else {
            auth.state.set(AuthState::SignedOut);
        }
        auth
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn state(self) -> AuthState {
        self.state.get()
    }

    /// The e-mail of whom is being confirmed.
    pub fn pending_username(self) -> Option<String> {
        self.pending.with(|pending| pending.as_ref().map(|credentials| credentials.username.as_str().to_owned()))
    }

    /// The name, or else the e-mail, that the id token holds.
    pub fn name_in_token(self) -> Option<String> {
        let AuthState::SignedIn(session) = self.state.get() else { return None };
        let NameClaims { name, email } = claims::read(session.tokens().id_token.expose()).ok()?;
        name.or(email)
    }

    pub fn notice(self) -> Option<Notice> {
        self.notice.get()
    }

    pub fn tell(self, notice: Option<Notice>) {
        self.notice.set(notice);
    }

    /// Signs in by SRP.
    ///
    /// # Errors
    /// The refusal; nothing has changed then.
    pub async fn sign_in(self, credentials: Credentials) -> Result<SignInOutcome, Error> {
        sign_in_later(self, credentials).await.map_err(out_of_reach)?.await
    }

    async fn sign_in_now(self, credentials: Credentials) -> Result<SignInOutcome, Error> {
        let step = SignIn::new(&self.client(), &self.browser()).with_srp(&credentials).await?;
        Ok(match step {
            NextStep::Done(done) => {
                self.enter(done.session);
                SignInOutcome::SignedIn
            }
            NextStep::ConfirmSignUp(_) => {
                self.pending.set(Some(credentials));
                SignInOutcome::NeedsConfirmation
            }
            NextStep::ResetPassword(_) => SignInOutcome::NeedsPasswordReset,
            NextStep::Unsupported(challenge) => SignInOutcome::Unsupported(challenge.as_str().to_owned()),
            _ => SignInOutcome::Unsupported(String::new()),
        })
    }

    /// Makes an account.
    ///
    /// # Errors
    /// The refusal; there is no account then.
    pub async fn sign_up(self, credentials: Credentials, attributes: Vec<Attribute>) -> Result<SignUpOutcome, Error> {
        let is_confirmed =
            match sign_up::sign_up(&self.client(), &credentials.username, Some(&credentials.password), &attributes)
                .await
            {
                Ok(account) => account.is_confirmed,
                // The account was made before the limit on mails was met.
                Err(error) if error.code() == Some(&cognito_client::ErrorCode::LimitExceeded) => false,
                Err(error) => return Err(error),
            };
        self.pending.set(Some(credentials));
        if is_confirmed {
            self.enter_pending().await;
            return Ok(SignUpOutcome::Confirmed);
        }
        Ok(SignUpOutcome::NeedsConfirmation)
    }

    /// Confirms an account, and signs in where the password is still known.
    ///
    /// # Errors
    /// The refusal.
    pub async fn confirm_sign_up(self, username: Username, code: ConfirmationCode) -> Result<(), Error> {
        sign_up::confirm_sign_up(&self.client(), &username, &code).await?;
        self.enter_pending().await;
        Ok(())
    }

    /// Sends a new code.
    ///
    /// # Errors
    /// The refusal.
    pub async fn resend_confirmation_code(self, username: Username) -> Result<(), Error> {
        sign_up::resend_confirmation_code(&self.client(), &username).await.map(|_| ())
    }

    /// Reads the signed-in user. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// Why the user could not be read.
    pub async fn user(self) -> Result<User, Error> {
        let session = self.fresh_session().await?;
        let user = account::get_user(&self.client(), &session.tokens().access_token).await;
        if user.as_ref().is_err_and(ends_session) {
            // The access token may be revoked while the refresh token lives.
            let session = self.refresh(&session).await?;
            return account::get_user(&self.client(), &session.tokens().access_token).await;
        }
        user
    }

    /// Signs out here. The tokens go at once, whatever the network does; Cognito is told after that.
    pub async fn sign_out(self) {
        let Some(session) = self.session() else { return };
        self.leave(None);
        if session.revoke(&self.client()).await.is_err() {
            self.notice.set(Some(Notice::NotRevoked));
        }
    }

    /// Signs the user out everywhere.
    ///
    /// # Errors
    /// Why not; the session stays as it was.
    pub async fn sign_out_everywhere(self) -> Result<(), Error> {
        let session = self.fresh_session().await?;
        match session.global_sign_out(&self.client()).await {
            Err(error) if !ends_session(&error) => Err(error),
            _ => {
                self.leave(None);
                Ok(())
            }
        }
    }

    /// Takes up the stored session as soon as what reads it is here.
    fn take_up(self) {
        spawn_local(async move {
            if take_up_later(self).await.is_err() {
                set_timeout(move || self.take_up(), TRY_AGAIN_AFTER);
            }
        });
    }

    async fn restore(self, session: Session) {
        if let Err(error) = self.refresh(&session).await
            && !ends_session(&error)
        {
            self.state.set(AuthState::SignedIn(Box::new(session)));
        }
    }

    async fn fresh_session(self) -> Result<Session, Error> {
        match self.session() {
            None => Err(Error::Protocol("nobody is signed in")),
            Some(session) if session.is_refresh_due(platform::now()) => self.refresh(&session).await,
            Some(session) => Ok(session),
        }
    }

    async fn refresh(self, session: &Session) -> Result<Session, Error> {
        let refreshed = session.refresh(&self.client(), &self.browser()).await;
        // Someone may have signed out, or in, while the answer was on its way.
        let is_current = match self.state.get_untracked() {
            AuthState::Restoring => true,
            AuthState::SignedOut => false,
            AuthState::SignedIn(current) => current.tokens() == session.tokens(),
        };
        match &refreshed {
            Ok(session) if is_current => self.enter(session.clone()),
            Err(error) if is_current && ends_session(error) => self.leave(Some(Notice::SessionEnded)),
            _ => {}
        }
        refreshed
    }

    /// Signs in with what was typed before the confirmation. Where that fails, the person signs in by hand.
    async fn enter_pending(self) {
        let outcome = match self.pending.get_untracked() {
            Some(credentials) => self.sign_in(credentials).await.ok(),
            None => None,
        };
        if outcome != Some(SignInOutcome::SignedIn) {
            self.notice.set(Some(Notice::Confirmed));
        }
        self.pending.set(None);
    }

    fn enter(self, session: Session) {
        self.store.with_value(|store| store.save(&session));
        self.notice.set(None);
        self.pending.set(None);
        self.state.set(AuthState::SignedIn(Box::new(session)));
    }

    fn leave(self, notice: Option<Notice>) {
        self.store.with_value(TokenStore::clear);
        self.notice.set(notice);
        self.state.set(AuthState::SignedOut);
    }

    fn session(self) -> Option<Session> {
        match self.state.get_untracked() {
            AuthState::SignedIn(session) => Some(*session),
            AuthState::Restoring | AuthState::SignedOut => None,
        }
    }

    fn browser(self) -> Browser {
        Browser(self.store.get_value())
    }

    fn client(self) -> Client<Fetch> {
        self.client.get_value()
    }
}

type SignInCall = Pin<Box<dyn Future<Output = Result<SignInOutcome, Error>>>>;

later! {
    fn sign_in_later(auth: Auth, credentials: Credentials) -> SignInCall {
        Box::pin(auth.sign_in_now(credentials))
    }
}

later! {
    fn take_up_later(auth: Auth) -> () {
        match auth.store.with_value(TokenStore::load) {
            None => auth.state.set(AuthState::SignedOut),
            Some(session) if session.is_refresh_due(platform::now()) => spawn_local(auth.restore(session)),
            Some(session) => auth.state.set(AuthState::SignedIn(Box::new(session))),
        }
    }
}
