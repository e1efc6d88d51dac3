//! Who is signed in, and everything that changes it. The only place where views, protocol and storage meet.

mod access;
mod account;
mod bearer;
mod ceremony;
mod details;
mod devices;
mod ending;
mod keeping;
mod pending;
mod places;
mod redirect;
mod security;
mod sign_in;
mod sign_out;
mod step;
mod step_up;

use std::{
    cell::{Cell, RefCell},
    pin::Pin,
    rc::Rc,
};

use cognito_client::{
    Client, Error, client::RequestContext, identity::CredentialsKeeper, ids::Username, secrets::Password,
    session::Session, sign_up::Attribute, srp::Preparation, transport::Fetch,
};
use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;

pub use self::{
    ceremony::{Ceremony, NoPasskey},
    details::TokenDetails,
    devices::{Devices, Sessions},
    keeping::Trouble,
    pending::SignUpOutcome,
    redirect::{ConfirmedBy, ReturnProblem, Unreturned},
    security::OtherSessions,
    step::Step,
    step_up::Confirmation,
};
use self::{ending::outliving, keeping::Keeping, pending::PendingAccount, sign_in::Progress, step_up::Purpose};
use crate::{
    browser::{Browser, user_context_data},
    config::{Config, Flow, ManagedLoginSettings},
    developer,
    forms::PasswordPolicy,
    lazy::{later, out_of_reach},
    life::in_background,
    platform,
    routes::AppRoute,
    sign_in_store::SignInStore,
    text::{self, NotSignedIn, Notice},
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

/// The app's one context.
#[derive(Clone, Copy)]
pub struct Auth {
    purpose: Purpose,
    state: RwSignal<AuthState>,
    notice: RwSignal<Option<Notice>>,
    pending: RwSignal<Option<PendingAccount>>,
    /// Where people are led who have signed in, if nowhere else.
    home: AppRoute,
    /// Further pages that they are led back to, of an app that has these as a part of it.
    places: &'static [AppRoute],
    /// Where someone wants to go who has to sign in first, as far as this page knows.
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
    /// What the next sign-in by SRP begins with, as far as that is prepared.
    prepared: StoredValue<Rc<RefCell<Option<Preparation>>>, LocalStorage>,
    sign_in_store: StoredValue<SignInStore>,
    /// Where the app is set to an identity pool.
    aws: StoredValue<Option<Rc<CredentialsKeeper<Fetch>>>, LocalStorage>,
    managed_login: StoredValue<Option<ManagedLoginSettings>>,
    /// What another page has to say that has led back to this one.
    returned: StoredValue<Option<String>>,
    flow: Flow,
    allows_plain_password: bool,
    asks_sign_up_password: bool,
    password_policy: PasswordPolicy,
    asks_to_keep: bool,
}

impl Auth {
    /// Takes up the stored session or the sign-in that was under way, if there is one. It ends with what is being drawn.
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
        let client = Client::new(Fetch::default(), config.user_pool_id, config.client_id)
            .with_endpoint(config.endpoint)
            .with_context(context)
            .with_refusals_told(developer::tell);
        let auth = outliving(move || Self {
            purpose: Purpose::SignIn,
            state: RwSignal::new(AuthState::Restoring),
            notice: RwSignal::new(None),
            pending: RwSignal::new(None),
            home: AppRoute::Welcome,
            places: &[],
            wanted: StoredValue::new(None),
            progress: StoredValue::new(None),
            attempt: StoredValue::new(0),
            autofill: StoredValue::new(None),
            wrong_passwords: StoredValue::new((String::new(), 0)),
            client: StoredValue::new(client),
            trouble: RwSignal::new(None),
            is_unkept: RwSignal::new(false),
            user_changes: RwSignal::new(0),
            keeping: StoredValue::new_local(Rc::new(keeping)),
            ahead: StoredValue::new_local(Rc::default()),
            prepared: StoredValue::new_local(Rc::default()),
            sign_in_store: StoredValue::new(sign_in_store),
            aws: StoredValue::new_local(aws),
            managed_login: StoredValue::new(config.managed_login),
            returned: StoredValue::new(platform::take_query(AppRoute::Callback.path())),
            flow: config.flow,
            allows_plain_password: config.allows_plain_password,
            asks_sign_up_password: config.asks_sign_up_password,
            password_policy: config.password_policy,
            asks_to_keep: config.asks_to_keep,
        });
        auth.forget_aws_credentials_signed_out();
        auth.watch();
        on_cleanup(move || auth.end());
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

    pub fn flow(self) -> Flow {
        self.flow
    }

    pub fn asks_sign_up_password(self) -> bool {
        self.asks_sign_up_password
    }

    /// What the pool asks of a new password.
    pub fn password_policy(self) -> PasswordPolicy {
        self.password_policy
    }

    /// Whether the person picks whether to stay signed in.
    pub fn asks_to_keep(self) -> bool {
        self.asks_to_keep
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

    pub fn notice(self) -> Option<Notice> {
        self.notice.get()
    }

    pub fn tell(self, notice: Option<Notice>) {
        self.notice.set(notice);
    }

    /// Whether it was Cognito that ended the session, or another tab.
    pub fn has_lost_session(self) -> bool {
        let notice = self.notice.get_untracked();
        matches!(notice, Some(Notice::SessionEnded | Notice::SessionContinuedElsewhere | Notice::SignedOutElsewhere))
    }

    /// Begins a sign-in by the flow that the app is set to. Only some flows need the password at once.
    ///
    /// # Errors
    /// What to tell; nothing has changed then.
    pub async fn sign_in(self, username: Username, password: Option<Password>) -> Result<SignInOutcome, NotSignedIn> {
        let refused = match sign_in_later(self, username, password).await {
            Ok(call) => match call.await {
                Ok(outcome) => return Ok(outcome),
                Err(error) => not_signed_in_later(error, self.wrong_passwords()).await,
            },
            Err(not_fetched) => Err(not_fetched),
        };
        Err(refused.unwrap_or_else(|not_fetched| {
            out_of_reach(not_fetched);
            text::out_of_reach()
        }))
    }

    /// Prepares what a sign-in begins with that needs neither name nor password, while somebody types these. Does nothing if
    /// that is prepared, or is not what the app's flow begins with.
    pub fn prepare_sign_in(self) {
        if !matches!(self.flow, Flow::Srp | Flow::SrpAndCustom) {
            return;
        }
        in_background(async move {
            // What cannot be fetched now is fetched when it is wanted.
            if let Ok(preparation) = prepare_later(self).await {
                preparation.await;
            }
        });
    }

    /// Lets the browser offer the passkey of who signed in last, for as long as nothing else begins. Does nothing where
    /// nobody did, or where people do not pick how to sign in.
    pub fn offer_last_passkey(self) {
        if self.flow == Flow::Choice && self.sign_in_store.with_value(SignInStore::last_user).is_some() {
            let (offer, handle) = abortable(async move {
                // What cannot be fetched or had is not offered: the form is there.
                if let Ok(offer) = offer_passkey_later(self).await {
                    offer.await;
                }
            });
            self.stop_offering_passkey();
            self.autofill.set_value(Some(handle));
            in_background(async move {
                offer.await.ok();
            });
        }
    }

    pub fn stop_offering_passkey(self) {
        if let Some(handle) = self.autofill.try_update_value(Option::take).flatten() {
            handle.abort();
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
        Browser { store: self.store(), ahead: self.ahead.get_value(), prepared: self.prepared.get_value() }
    }

    fn client(self) -> Client<Fetch> {
        self.client.get_value()
    }
}

type SignInPreparation = Pin<Box<dyn Future<Output = ()>>>;
type PasskeyOffer = Pin<Box<dyn Future<Output = ()>>>;
type SignInCall = Pin<Box<dyn Future<Output = Result<SignInOutcome, Error>>>>;

later! {
    in sign_in:
    fn sign_in_later(auth: Auth, username: Username, password: Option<Password>) -> SignInCall {
        Box::pin(auth.begin(username, password))
    }
}

later! {
    in sign_in:
    fn prepare_later(auth: Auth) -> SignInPreparation {
        Box::pin(async move { auth.browser().prepare().await })
    }
}

later! {
    in sign_in:
    fn not_signed_in_later(error: Error, wrong_passwords: u32) -> NotSignedIn {
        text::not_signed_in(&error, wrong_passwords)
    }
}

later! {
    in challenges:
    fn offer_passkey_later(auth: Auth) -> PasskeyOffer {
        Box::pin(async move {
            auth.offer_passkey().await;
        })
    }
}
