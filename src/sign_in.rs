//! A sign-in from its beginning to its end. It is used twice: to sign in, and to prove anew who one is
//! ([`Reauthentication`]). All of it is fetched when it is wanted: a password by SRP with what keeps a session, and everything
//! else that the pool may ask when it asks it.

mod answer;
mod arrival;
mod attempt;
mod beginning;
mod device;
mod first_factor;
mod identifier;
mod passkey;
mod password;
mod places;
mod reauthentication;
mod redirect;
mod step;
mod under_way;
mod unready;

use std::{
    cell::{Cell, RefCell},
    pin::Pin,
};

use cognito_client::{Error, ids::Username, secrets::Password};
use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;

pub(crate) use self::beginning::resume_later;
use self::{
    places::Places,
    under_way::{Stage, UnderWay},
    unready::UnreadyAccount,
};
pub use self::{
    reauthentication::{Reauthenticates, Reauthentication},
    redirect::Unreturned,
    step::Step,
    unready::{SentCode, SignUpOutcome},
};
use crate::{
    forms::Identifier,
    later::{later, out_of_reach},
    life::{in_background, outliving},
    platform,
    routes::AppRoute,
    session::CurrentSession,
    settings::{Flow, Settings},
    signals::{RwSignal, expect_context},
    text::{self, NotSignedIn, Notice},
};

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

/// A sign-in: one of the app's contexts.
#[derive(Clone, Copy)]
pub struct SignIn(StoredValue<&'static Parts, LocalStorage>);

struct Parts {
    session: CurrentSession,
    purpose: Purpose,
    stage: RwSignal<Stage>,
    /// Why the one before came to nothing.
    notice: RwSignal<Option<Notice>>,
    /// Counts beginnings and ends: what is answered to an earlier one comes too late.
    attempt: Cell<u32>,
    unready: RefCell<Option<UnreadyAccount>>,
    shared: &'static Shared,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    SignIn,
    /// To prove that it is still the person whose session that is.
    Reauthentication,
}

/// What is the same for both uses.
struct Shared {
    places: Places,
    /// Ends the offer of a passkey on the login page.
    offer: RefCell<Option<AbortHandle>>,
    /// How often the password of whom was wrong here.
    wrong_passwords: RefCell<(String, u32)>,
    /// What another page has to say that has led back to this one.
    returned: RefCell<Option<String>>,
}

impl SignIn {
    /// `home` is where people are led who have signed in, if nowhere else; `places` are further pages that they are led back
    /// to, of an app that has these as a part of it.
    pub(crate) fn start(session: CurrentSession, home: AppRoute, places: &'static [AppRoute]) -> Self {
        let shared = Shared {
            places: Places::new(home, places),
            offer: RefCell::new(None),
            wrong_passwords: RefCell::new((String::new(), 0)),
            returned: RefCell::new(platform::take_query(AppRoute::Callback.path())),
        };
        Self::of(session, Purpose::SignIn, Box::leak(Box::new(shared)))
    }

    fn of(session: CurrentSession, purpose: Purpose, shared: &'static Shared) -> Self {
        Self(outliving(|| Parts {
            session,
            purpose,
            stage: RwSignal::new(Stage::AtStart),
            // What ends a session is told where people sign in.
            notice: if purpose == Purpose::SignIn { session.notice() } else { RwSignal::new(None) },
            attempt: Cell::new(0),
            unready: RefCell::new(None),
            shared,
        }))
    }

    /// That of what is being drawn: inside of what proves anew who somebody is, the one that does so.
    pub fn expect() -> Self {
        expect_context()
    }

    /// What is asked, if it is under way.
    pub fn step(self) -> Option<Step> {
        self.stage().with(|stage| stage.under_way().map(|under_way| under_way.asked.clone()))
    }

    pub fn is_in_progress(self) -> bool {
        self.stage().with(|stage| stage.under_way().is_some())
    }

    /// How often the last person's password was wrong here.
    pub fn wrong_passwords(self) -> u32 {
        self.shared().wrong_passwords.borrow().1
    }

    pub fn notice(self) -> Option<Notice> {
        self.parts().notice.get()
    }

    pub fn tell(self, notice: Option<Notice>) {
        self.parts().notice.set(notice);
    }

    /// Where the person picks whether to stay signed in: what they picked.
    pub fn keep_signed_in(self, is_kept: bool) {
        self.session().keeping().pick(Some(is_kept));
    }

    /// Begins a sign-in by the flow that the app is set to. Only some flows need the password at once.
    ///
    /// # Errors
    /// What to tell; nothing has changed then.
    pub async fn begin(self, identifier: Identifier, password: Option<Password>) -> Result<SignInOutcome, NotSignedIn> {
        match begin_told_later(self, identifier, password).await {
            Ok(begun) => begun.await,
            Err(not_fetched) => {
                out_of_reach(not_fetched);
                Err(text::out_of_reach())
            }
        }
    }

    /// Prepares what a sign-in begins with that needs neither name nor password, while somebody types these. Does nothing if
    /// that is prepared, or is not what the app's flow begins with.
    pub fn prepare(self) {
        if !matches!(self.settings().flow, Flow::Srp | Flow::SrpAndCustom) {
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
        if self.settings().flow == Flow::UserAuth && self.session().sign_in_store().last_user().is_some() {
            let (offer, handle) = abortable(async move {
                // What cannot be fetched or had is not offered: the form is there.
                if let Ok(offer) = offer_passkey_later(self).await {
                    offer.await;
                }
            });
            self.stop_offering_passkey();
            self.shared().offer.replace(Some(handle));
            in_background(async move {
                offer.await.ok();
            });
        }
    }

    pub fn stop_offering_passkey(self) {
        if let Some(handle) = self.shared().offer.take() {
            handle.abort();
        }
    }

    /// What comes of it from now on comes too late. It forgets what is secret.
    pub(crate) fn end(self) {
        self.next_attempt();
        // Nobody follows it any more.
        self.stage().set_untracked(Stage::AtStart);
        self.parts().unready.take();
        self.shared().returned.take();
        self.remember_login_hint(String::new());
        self.shared().wrong_passwords.take();
    }

    /// Who is signed in meanwhile, if anybody is.
    pub(crate) fn session(self) -> CurrentSession {
        self.parts().session
    }

    fn settings(self) -> &'static Settings {
        self.session().settings()
    }

    fn stage(self) -> RwSignal<Stage> {
        self.parts().stage
    }

    fn shared(self) -> &'static Shared {
        self.parts().shared
    }

    fn parts(self) -> &'static Parts {
        self.0.get_value()
    }

    fn is_reauthentication(self) -> bool {
        self.parts().purpose == Purpose::Reauthentication
    }
}

type Preparing = Pin<Box<dyn Future<Output = ()>>>;
type OfferedPasskey = Pin<Box<dyn Future<Output = ()>>>;
/// Ends where the sign-in has come.
type Advance<'a> = Pin<Box<dyn Future<Output = Result<SignInOutcome, Error>> + 'a>>;
/// The same, with what to tell if it has come to nothing.
type Told = Pin<Box<dyn Future<Output = Result<SignInOutcome, NotSignedIn>>>>;

later! {
    in sign_in:
    fn begin_told_later(sign_in: SignIn, identifier: Identifier, password: Option<Password>) -> Told {
        Box::pin(async move {
            let username = sign_in.name_of(identifier).await?;
            let begun = sign_in.begin_by_settings(username, password).await;
            begun.map_err(|error| text::not_signed_in(&error, sign_in.wrong_passwords()))
        })
    }
}

later! {
    in sign_in:
    fn begin_later(sign_in: SignIn, username: Username, password: Option<Password>) -> Advance<'static> {
        sign_in.begin_by_settings(username, password)
    }
}

later! {
    in sign_in:
    fn prepare_later(sign_in: SignIn) -> Preparing {
        Box::pin(async move {
            if !sign_in.session().keeping().has_ended() {
                sign_in.session().browser().prepare().await;
            }
        })
    }
}

later! {
    in challenges:
    fn offer_passkey_later(sign_in: SignIn) -> OfferedPasskey {
        Box::pin(async move {
            sign_in.offer_passkey().await;
        })
    }
}
