//! Who is signed in, and everything that changes it. The only place where views, protocol and storage meet.

mod account;
mod bearer;
mod details;
mod devices;
mod keeping;
mod redirect;
mod security;
mod sign_in;
mod step;
mod step_up;

use std::{cell::Cell, pin::Pin, rc::Rc};

use cognito_client::{
    Client, Error, ErrorCode,
    account::{User, get_user},
    claims,
    client::RequestContext,
    identity::CredentialsKeeper,
    ids::Username,
    password,
    secrets::{AccessToken, ChallengeSession, ConfirmationCode, Password},
    session::{Session, ends_session},
    sign_up::{self, Attribute, CodeDelivery},
    transport::Fetch,
};
use futures_util::future::AbortHandle;
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;

use self::keeping::Keeping;
pub use self::keeping::Trouble;
pub use self::redirect::{ConfirmedBy, ReturnProblem, Unreturned};
pub use self::security::{NoNewPasskey, OtherSessions};
use self::sign_in::Progress;
use self::step_up::Purpose;
pub use self::{details::TokenDetails, devices::Sessions};
pub use self::{step::Step, step_up::Confirmation};
use crate::{
    browser::{Browser, user_context_data},
    config::{Config, Flow, ManagedLoginSettings},
    lazy::{later, out_of_reach},
    platform,
    routes::AppRoute,
    sign_in_store::SignInStore,
    text::Notice,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthState {
    /// A stored session is being refreshed, or a sign-in taken up.
    Restoring,
    SignedOut,
    /// A sign-in waits for an answer of this person.
    InProgress(Step),
    SignedIn(Box<Session>),
}

/// Where a sign-in has come, when it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInOutcome {
    SignedIn,
    /// There is a [`Step`] to be answered.
    Asked,
    NeedsConfirmation,
    NeedsPasswordReset,
    /// Somebody went back to the start, or there was nothing to go on with.
    Abandoned,
}

/// How a sign-up ended, when it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUpOutcome {
    Confirmed,
    NeedsConfirmation,
}

/// An account whose owner cannot sign in yet: in memory only, so that nothing is asked twice.
#[derive(Clone, Debug)]
struct PendingAccount {
    username: Username,
    password: Option<Password>,
    /// Whether a new password is needed, and not a confirmation.
    needs_reset: bool,
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
    purpose: Purpose,
    state: RwSignal<AuthState>,
    notice: RwSignal<Option<Notice>>,
    pending: RwSignal<Option<PendingAccount>>,
    /// Where people are led who have signed in, if nowhere else.
    home: AppRoute,
    /// Where someone wanted to go who had to sign in first.
    wanted: StoredValue<Option<AppRoute>>,
    /// Behind [`AuthState::InProgress`].
    progress: StoredValue<Option<Progress>>,
    /// Counts beginnings and ends of sign-ins: what is answered to an earlier one comes too late.
    attempt: StoredValue<u32>,
    /// Ends the offer of a passkey on the login page.
    autofill: StoredValue<Option<AbortHandle>>,
    /// How often the password of whom was wrong here.
    wrong_passwords: StoredValue<(String, u32)>,
    trouble: RwSignal<Option<Trouble>>,
    /// Whether to tell that the browser did not take the session.
    is_unkept: RwSignal<bool>,
    client: StoredValue<Client<Fetch>>,
    user_changes: RwSignal<u32>,
    keeping: StoredValue<Rc<Keeping>, LocalStorage>,
    /// Milliseconds that this browser's clock is ahead of the service's, as far as that is known.
    ahead: StoredValue<Rc<Cell<i64>>, LocalStorage>,
    sign_in_store: StoredValue<SignInStore>,
    /// Where the app is set to an identity pool.
    aws: StoredValue<Option<Rc<CredentialsKeeper<Fetch>>>, LocalStorage>,
    managed_login: StoredValue<Option<ManagedLoginSettings>>,
    /// What another page has to say that has led back to this one.
    returned: StoredValue<Option<String>>,
    flow: Flow,
    asks_sign_up_password: bool,
    asks_to_keep: bool,
}

impl Auth {
    /// Takes up the stored session or the sign-in that was under way, if there is one.
    pub fn start(config: Config) -> Self {
        let keeping = Keeping::new(config.token_place, config.asks_to_keep, config.client_id.clone());
        let sign_in_store = SignInStore::new(&config.client_id);
        let is_stored = keeping.is_wanted() || sign_in_store.has_sign_in();
        let attribute = |(name, value)| Attribute { name, value };
        let context = RequestContext {
            client_metadata: config.client_metadata,
            validation_data: config.validation_data.into_iter().map(attribute).collect(),
            analytics_endpoint_id: config.analytics_endpoint_id,
            user_context_data: Some(user_context_data),
        };
        let aws = config.identity_pool.map(|pool| details::keeper(pool, &config.user_pool_id));
        let client = Client::new(Fetch::default(), config.user_pool_id, config.client_id);
        let auth = Self {
            purpose: Purpose::SignIn,
            state: RwSignal::new(AuthState::Restoring),
            notice: RwSignal::new(None),
            pending: RwSignal::new(None),
            home: AppRoute::Welcome,
            wanted: StoredValue::new(None),
            progress: StoredValue::new(None),
            attempt: StoredValue::new(0),
            autofill: StoredValue::new(None),
            wrong_passwords: StoredValue::new((String::new(), 0)),
            client: StoredValue::new(client.with_endpoint(config.endpoint).with_context(context)),
            trouble: RwSignal::new(None),
            is_unkept: RwSignal::new(false),
            user_changes: RwSignal::new(0),
            keeping: StoredValue::new_local(Rc::new(keeping)),
            ahead: StoredValue::new_local(Rc::default()),
            sign_in_store: StoredValue::new(sign_in_store),
            aws: StoredValue::new_local(aws),
            managed_login: StoredValue::new(config.managed_login),
            returned: StoredValue::new(platform::take_query(AppRoute::Callback.path())),
            flow: config.flow,
            asks_sign_up_password: config.asks_sign_up_password,
            asks_to_keep: config.asks_to_keep,
        };
        auth.forget_aws_credentials_signed_out();
        auth.watch();
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

    /// The same, for an app whose pages begin elsewhere than at [`AppRoute::Welcome`].
    pub fn with_home(self, home: AppRoute) -> Self {
        Self { home, ..self }
    }

    pub fn home(self) -> AppRoute {
        self.home
    }

    pub fn state(self) -> AuthState {
        self.state.get()
    }

    pub fn flow(self) -> Flow {
        self.flow
    }

    pub fn asks_sign_up_password(self) -> bool {
        self.asks_sign_up_password
    }

    /// Whether the person picks whether to stay signed in.
    pub fn asks_to_keep(self) -> bool {
        self.asks_to_keep
    }

    /// The e-mail of who cannot sign in yet.
    pub fn pending_username(self) -> Option<String> {
        self.pending.with(|pending| pending.as_ref().map(|account| account.username.as_str().to_owned()))
    }

    /// Whether that is for want of a new password.
    pub fn needs_reset(self) -> bool {
        self.pending.with(|pending| pending.as_ref().is_some_and(|account| account.needs_reset))
    }

    /// What is asked, if a sign-in is under way.
    pub fn step(self) -> Option<Step> {
        self.state.with(|state| if let AuthState::InProgress(step) = state { Some(step.clone()) } else { None })
    }

    pub fn is_in_progress(self) -> bool {
        self.state.with(|state| matches!(state, AuthState::InProgress(_)))
    }

    /// How often the last person's password was wrong here.
    pub fn wrong_passwords(self) -> u32 {
        self.wrong_passwords.with_value(|(_, count)| *count)
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

    /// Whether it was Cognito that ended the session, or another tab.
    pub fn has_lost_session(self) -> bool {
        matches!(self.notice.get_untracked(), Some(Notice::SessionEnded | Notice::SignedOutElsewhere))
    }

    pub fn remember_wanted(self, route: Option<AppRoute>) {
        self.wanted.set_value(route);
    }

    pub fn take_wanted(self) -> Option<AppRoute> {
        self.wanted.try_update_value(Option::take).flatten()
    }

    /// Begins a sign-in by the flow that the app is set to. Only some flows need the password at once.
    ///
    /// # Errors
    /// The refusal; nothing has changed then.
    pub async fn sign_in(self, username: Username, password: Option<Password>) -> Result<SignInOutcome, Error> {
        sign_in_later(self, username, password).await.map_err(out_of_reach)?.await
    }

    /// Lets the browser offer the passkey of who signed in last, for as long as nothing else begins. Does nothing where
    /// nobody did, or where people do not pick how to sign in.
    pub fn offer_last_passkey(self) {
        if self.flow == Flow::Choice && self.sign_in_store.with_value(SignInStore::last_user).is_some() {
            // What cannot be fetched or had is not offered: the form is there.
            spawn_local(async move {
                offer_passkey_later(self).await.ok();
            });
        }
    }

    pub fn stop_offering_passkey(self) {
        if let Some(handle) = self.autofill.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    }

    /// Makes an account; the pool may let it have no password.
    ///
    /// # Errors
    /// The refusal; there is no account then.
    pub async fn sign_up(
        self,
        username: Username,
        password: Option<Password>,
        attributes: Vec<Attribute>,
    ) -> Result<SignUpOutcome, Error> {
        let is_confirmed = match sign_up::sign_up(&self.client(), &username, password.as_ref(), &attributes).await {
            Ok(account) => account.is_confirmed,
            // The account was made before the limit on mails was met.
            Err(error) if error.code() == Some(&ErrorCode::LimitExceeded) => false,
            Err(error) => return Err(error),
        };
        self.pending.set(Some(PendingAccount { username: username.clone(), password, needs_reset: false }));
        if is_confirmed {
            self.enter_confirmed(username, None).await;
            return Ok(SignUpOutcome::Confirmed);
        }
        Ok(SignUpOutcome::NeedsConfirmation)
    }

    /// Confirms an account, and signs in where that needs nothing more to be typed.
    ///
    /// # Errors
    /// The refusal.
    pub async fn confirm_sign_up(self, username: Username, code: ConfirmationCode) -> Result<(), Error> {
        match sign_up::confirm_sign_up(&self.client(), &username, &code).await {
            Ok(session) => self.enter_confirmed(username, session).await,
            // The link in the mail was followed meanwhile.
            Err(error) if error.code() == Some(&ErrorCode::NotAuthorized) && self.knows_password_of(&username) => {
                self.enter_confirmed(username, None).await;
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Sends a code for a new password; gives where it went.
    ///
    /// # Errors
    /// The refusal.
    pub async fn forgot_password(self, username: Username) -> Result<Option<CodeDelivery>, Error> {
        password::forgot_password(&self.client(), &username).await
    }

    /// Sets a new password with that code. Nobody is signed in by it: the login page says that it is done.
    ///
    /// # Errors
    /// The refusal.
    pub async fn reset_password(
        self,
        username: Username,
        code: ConfirmationCode,
        password: Password,
    ) -> Result<(), Error> {
        password::confirm_forgot_password(&self.client(), &username, &code, &password).await?;
        self.pending.set(None);
        self.start_over(Some(Notice::PasswordChanged));
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
        let user = get_user(&self.client(), &session.tokens().access_token).await;
        if user.as_ref().is_err_and(ends_session) {
            // The access token may be revoked while the refresh token lives.
            let session = self.refresh(&session).await?;
            return get_user(&self.client(), &session.tokens().access_token).await;
        }
        user
    }

    /// Calls what an access token opens: refreshed when due, and once more with a new one where the service does not take
    /// it. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// What the call gives, or why there is no access token.
    pub async fn with_access<R>(
        self,
        call: impl AsyncFn(&Client<Fetch>, &AccessToken) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let client = self.client();
        let session = self.fresh_session().await?;
        match call(&client, &session.tokens().access_token).await {
            Err(error) if ends_session(&error) => match self.renewed(session).await? {
                Some(session) => call(&client, &session.tokens().access_token).await,
                None => Err(error),
            },
            called => called,
        }
    }

    /// The session with another access token, if its own is refused. A wrong password, or an attribute that may not be
    /// written, is refused in the same words: then the token still opens the user's own data, and there is none.
    async fn renewed(self, session: Session) -> Result<Option<Session>, Error> {
        match get_user(&self.client(), &session.tokens().access_token).await {
            Err(error) if ends_session(&error) => Box::pin(self.refresh(&session)).await.map(Some),
            _ => Ok(None),
        }
    }

    /// Signs out here. The tokens go at once, whatever the network does; Cognito is told after that. Who came by managed
    /// login leaves the page, to sign out there too.
    pub async fn sign_out(self) {
        let Some(session) = self.session() else { return };
        let session = self.forget(&session, None);
        if self.is_known_to_domain(&session) {
            self.state.set(AuthState::Restoring);
        }
        let is_revoked = session.revoke(&self.client()).await.is_ok();
        if !is_revoked {
            self.notice.set(Some(Notice::NotRevoked));
        }
        self.leave_domain(&session, is_revoked);
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
                if self.is_known_to_domain(&session) {
                    self.state.set(AuthState::Restoring);
                    self.leave_domain(&session, true);
                }
                Ok(())
            }
        }
    }

    /// Signs in with what is known of an account that was just confirmed. Where that fails, the person signs in by hand.
    async fn enter_confirmed(self, username: Username, session: Option<ChallengeSession>) {
        let password = self.pending.get_untracked().filter(|account| account.username == username);
        let password = password.and_then(|account| account.password);
        let begun = match (session, password) {
            (Some(session), _) if self.flow == Flow::Choice => self.begin_after_sign_up(username, session).await.ok(),
            (_, Some(password)) => self.begin(username, Some(password)).await.ok(),
            _ => None,
        };
        self.pending.set(None);
        if !matches!(begun, Some(SignInOutcome::SignedIn | SignInOutcome::Asked)) {
            self.notice.set(Some(Notice::Confirmed));
        }
    }

    fn knows_password_of(self, username: &Username) -> bool {
        self.pending.with_untracked(|pending| {
            pending.as_ref().is_some_and(|account| account.username == *username && account.password.is_some())
        })
    }

    fn leave(self, notice: Option<Notice>) {
        if let Some(session) = self.session() {
            self.forget(&session, notice);
        }
    }

    /// Of who is shown as signed in, as long as this lives.
    fn session(self) -> Option<Session> {
        match self.state.try_get_untracked()? {
            AuthState::SignedIn(session) => Some(*session),
            AuthState::Restoring | AuthState::SignedOut | AuthState::InProgress(_) => None,
        }
    }

    fn browser(self) -> Browser {
        Browser { store: self.store(), ahead: self.ahead.get_value() }
    }

    fn client(self) -> Client<Fetch> {
        self.client.get_value()
    }
}

type SignInCall = Pin<Box<dyn Future<Output = Result<SignInOutcome, Error>>>>;

later! {
    fn sign_in_later(auth: Auth, username: Username, password: Option<Password>) -> SignInCall {
        Box::pin(auth.begin(username, password))
    }
}

later! {
    fn offer_passkey_later(auth: Auth) -> () {
        spawn_local(async move {
            auth.offer_passkey().await;
        });
    }
}
