//! Who is signed in, as this page shows it: kept and refreshed, shown to services, ended. What is decided of that is
//! cognito-client's to decide; this is where it is asked, and where what it says is shown.

mod access;
mod aws;
mod details;
mod domain;
mod entry;
mod keeping;
mod refresh;
mod sign_out;
mod timer;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use cognito_client::{
    Client, client::RequestContext, host::Preparation, identity::CredentialsKeeper, session::Session,
    sign_up::Attribute, transport::Fetch,
};
use leptos::prelude::*;

use self::keeping::Keeping;
pub(crate) use self::keeping::USER_CHANGED;
pub use self::{
    details::{TokenDetails, sign_in_name},
    refresh::Trouble,
};
use crate::{
    developer, language,
    life::outliving,
    platform::browser::{Browser, user_context_data},
    settings::Settings,
    sign_in_store::SignInStore,
    signals::{RwSignal, expect_context},
    text::Notice,
    token_place::Tokens,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// A stored session is being refreshed, or a sign-in taken up.
    Restoring,
    SignedOut,
    SignedIn(Box<Session>),
}

/// The session of this page: one of the app's contexts.
#[derive(Clone, Copy)]
pub struct CurrentSession(StoredValue<&'static Parts, LocalStorage>);

struct Parts {
    settings: &'static Settings,
    client: Client<Fetch>,
    state: RwSignal<SessionState>,
    /// Whether the page is on its way to the domain, to sign out there.
    is_leaving: Cell<bool>,
    /// Why it ended; what else the login page has to say to who comes there.
    notice: RwSignal<Option<Notice>>,
    trouble: RwSignal<Option<Trouble>>,
    /// Whether to tell that the browser did not take the session.
    is_unkept: RwSignal<bool>,
    user_changes: RwSignal<u32>,
    keeping: RefCell<Rc<Keeping>>,
    /// Milliseconds that this browser's clock is ahead of the service's, as far as that is known.
    ahead: Cell<i64>,
    /// What the next sign-in by SRP begins with, as far as that is prepared.
    prepared: RefCell<Option<Preparation>>,
    sign_in_store: SignInStore,
    /// Where the app is set to an identity pool.
    aws: Option<CredentialsKeeper<Fetch>>,
}

impl CurrentSession {
    /// Of what is being drawn. Nobody knows yet who is signed in.
    pub(crate) fn start(settings: &'static Settings) -> Self {
        let attribute = |(name, value): &(String, String)| Attribute { name: name.clone(), value: value.clone() };
        let context = RequestContext {
            client_metadata: settings.client_metadata.clone(),
            locale: Some(language::tag),
            validation_data: settings.validation_data.iter().map(attribute).collect(),
            analytics_endpoint_id: settings.analytics_endpoint_id.clone(),
            user_context_data: Some(user_context_data),
        };
        let client = Client::new(Fetch::default(), settings.user_pool_id.clone(), settings.client_id.clone())
            .with_endpoint(settings.endpoint.clone())
            .with_context(context)
            .with_refusals_told(developer::tell);
        let session = Self(outliving(|| Parts {
            settings,
            client,
            state: RwSignal::new(SessionState::Restoring),
            is_leaving: Cell::new(false),
            notice: RwSignal::new(None),
            trouble: RwSignal::new(None),
            is_unkept: RwSignal::new(false),
            user_changes: RwSignal::new(0),
            keeping: RefCell::new(Rc::new(Keeping::new(settings))),
            ahead: Cell::new(0),
            prepared: RefCell::new(None),
            sign_in_store: SignInStore::new(&settings.client_id),
            aws: settings.identity_pool.as_ref().map(|pool| aws::keeper(pool, &settings.user_pool_id)),
        }));
        session.forget_aws_credentials_signed_out();
        session
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn state(self) -> SessionState {
        self.parts().state.get()
    }

    /// Whether it was Cognito that ended the session, or another tab.
    pub fn has_lost_session(self) -> bool {
        let notice = self.parts().notice.get_untracked();
        matches!(notice, Some(Notice::SessionEnded | Notice::SessionContinuedElsewhere | Notice::SignedOutElsewhere))
    }

    /// Whether the browser did not take the session, so that it ends with this page; until that was read.
    pub fn is_unkept(self) -> bool {
        self.parts().is_unkept.get()
    }

    pub fn accept_unkept(self) {
        self.parts().is_unkept.set(false);
    }

    /// Counts what other tabs have changed of what the pool knows of the user.
    pub fn user_changes(self) -> u32 {
        self.parts().user_changes.get()
    }

    pub(crate) fn note_user_change(self) {
        self.parts().user_changes.update(|changes| *changes += 1);
    }

    /// Tells the other tabs that the pool knows something else of the user.
    pub(crate) fn tell_user_changed(self) {
        self.keeping().tell_user_changed();
    }

    /// Of who is shown as signed in.
    pub(crate) fn current(self) -> Option<Session> {
        self.parts().state.with_untracked(|state| match state {
            SessionState::SignedIn(session) => Some((**session).clone()),
            SessionState::Restoring | SessionState::SignedOut => None,
        })
    }

    /// The state as it is now, for who does not follow it.
    pub(crate) fn peek(self) -> SessionState {
        self.parts().state.get_untracked()
    }

    pub(crate) fn is_signed_in(self) -> bool {
        self.parts().state.with_untracked(|state| matches!(state, SessionState::SignedIn(_)))
    }

    pub(crate) fn is_restoring(self) -> bool {
        self.parts().state.with_untracked(|state| *state == SessionState::Restoring)
    }

    pub(crate) fn settings(self) -> &'static Settings {
        self.parts().settings
    }

    pub(crate) fn client(self) -> &'static Client<Fetch> {
        &self.parts().client
    }

    pub(crate) fn sign_in_store(self) -> &'static SignInStore {
        &self.parts().sign_in_store
    }

    /// What is told on the login page.
    pub(crate) fn notice(self) -> RwSignal<Option<Notice>> {
        self.parts().notice
    }

    pub(crate) fn browser(self) -> Browser {
        let Parts { ahead, prepared, .. } = self.parts();
        Browser { store: self.store(), ahead, prepared }
    }

    /// Where the session is.
    pub(crate) fn store(self) -> Rc<Tokens> {
        Rc::clone(self.keeping().keeper().store())
    }

    pub(crate) fn keeping(self) -> Rc<Keeping> {
        Rc::clone(&self.parts().keeping.borrow())
    }

    /// Ends timers and what listens to other tabs, and forgets what is secret. Calls that are on their way go on: what the
    /// service gives for the session is stored, and nothing is shown.
    pub(crate) fn end(self) {
        let Parts { state, keeping, prepared, aws, .. } = self.parts();
        let ended = self.keeping().end();
        keeping.replace(Rc::new(ended));
        prepared.take();
        if let Some(aws) = aws {
            aws.forget();
        }
        // Nobody follows it any more.
        state.set_untracked(SessionState::SignedOut);
    }

    fn parts(self) -> &'static Parts {
        self.0.get_value()
    }
}
