//! How far a sign-in has come: what is asked, and what waits for the answer.

use cognito_client::{
    ids::Username,
    session::Session,
    sign_in::{AppSetup, FirstFactor, NextStep, PausedSignIn},
};

use super::{SignIn, Step};
use crate::sign_in_store::StoredSignIn;

/// Where a sign-in is.
#[derive(Debug)]
pub(super) enum Stage {
    AtStart,
    UnderWay(Box<UnderWay>),
    /// The person has proved anew who they are.
    Reauthenticated,
}

/// A sign-in between two answers. This is the one place where its challenge is; what is [stored](StoredSignIn) of it brings
/// this back after a reload.
#[derive(Debug)]
pub(super) struct UnderWay {
    pub(super) typed: Username,
    /// How the person proves who they are, as far as that is known.
    pub(super) method: Option<FirstFactor>,
    /// Which custom question this is.
    pub(super) round: u32,
    pub(super) asked: Step,
    pub(super) open: Open,
}

/// What waits for an answer.
#[derive(Debug)]
pub(super) enum Open {
    /// A challenge. It is answered from a copy, so that it is still there when somebody gave up waiting for an answer.
    Challenge(PausedSignIn),
    App(AppSetup),
    /// Tokens came: only the device is left to ask about.
    Device(Box<Session>),
    /// Nothing: the only way is back to the start, or the password once more.
    Nothing,
}

impl Stage {
    pub(super) fn under_way(&self) -> Option<&UnderWay> {
        if let Self::UnderWay(under_way) = self { Some(under_way) } else { None }
    }

    fn under_way_mut(&mut self) -> Option<&mut UnderWay> {
        if let Self::UnderWay(under_way) = self { Some(under_way) } else { None }
    }
}

impl UnderWay {
    /// What a reload is to bring back.
    fn stored(&self, paused: PausedSignIn, is_kept: bool) -> StoredSignIn {
        StoredSignIn {
            typed: self.typed.as_str().to_owned(),
            method: self.method.map(|method| method.as_str().to_owned()),
            round: self.round,
            is_kept,
            paused,
        }
    }
}

impl SignIn {
    /// The challenge that waits, to be answered.
    pub(super) fn challenge(self) -> Option<NextStep> {
        self.of_under_way(|under_way| match &under_way.open {
            Open::Challenge(paused) => Some(paused.clone().resume()),
            Open::App(_) | Open::Device(_) | Open::Nothing => None,
        })
    }

    pub(super) fn take_app_setup(self) -> Option<AppSetup> {
        self.change_under_way(|under_way| match std::mem::replace(&mut under_way.open, Open::Nothing) {
            Open::App(setup) => {
                // If somebody gives up waiting for the answer, the app is set up anew.
                under_way.open = Open::Challenge(setup.pause());
                Some(setup)
            }
            open => {
                under_way.open = open;
                None
            }
        })?
    }

    /// The session that only the device is left to ask about.
    pub(super) fn session_of_device(self) -> Option<Session> {
        self.of_under_way(|under_way| match &under_way.open {
            Open::Device(session) => Some((**session).clone()),
            _ => None,
        })
    }

    /// Whether only the device is left to ask about: then a session is stored, and yet to be shown.
    pub(crate) fn is_at_last_question(self) -> bool {
        self.of_under_way(|under_way| Some(under_way.asked == Step::RememberDevice)).unwrap_or_default()
    }

    /// The question of a custom challenge that was asked just before.
    pub(super) fn question_before(self) -> Option<Option<String>> {
        self.of_under_way(|under_way| match &under_way.asked {
            Step::Custom { prompt, .. } => Some(prompt.clone()),
            _ => None,
        })
    }

    /// Asks, and keeps what waits for the answer.
    pub(super) fn ask(self, under_way: UnderWay) {
        self.stage().set(Stage::UnderWay(Box::new(under_way)));
        if !self.is_reauthentication() {
            self.session().show_nobody();
        }
    }

    /// Asks something else about the same challenge.
    pub(super) fn ask_further(self, asked: Step) {
        self.stage().update(|stage| {
            if let Some(under_way) = stage.under_way_mut() {
                under_way.asked = asked;
            }
        });
    }

    /// Keeps a challenge over a reload too. Not that of a reauthentication, which is over when its page goes.
    pub(super) fn store(self, under_way: &UnderWay, paused: PausedSignIn) {
        if !self.is_reauthentication() {
            // What they picked for the sign-in under way.
            let is_kept = self.session().keeping().picked().unwrap_or_default();
            self.session().sign_in_store().save(&under_way.stored(paused, is_kept));
        }
    }

    /// The same, of a challenge that belongs to the step that is asked.
    pub(super) fn store_further(self, paused: PausedSignIn) {
        self.of_under_way(|under_way| {
            self.store(under_way, paused);
            Some(())
        });
    }

    pub(super) fn remember_method(self, method: FirstFactor) {
        self.change_under_way(|under_way| under_way.method = Some(method));
    }

    pub(super) fn keep_open(self, open: Open) {
        self.change_under_way(|under_way| under_way.open = open);
    }

    /// What the person who is signing in typed.
    pub fn typed(self) -> Option<String> {
        self.of_under_way(|under_way| Some(under_way.typed.as_str().to_owned()))
    }

    pub(super) fn method(self) -> Option<FirstFactor> {
        self.of_under_way(|under_way| under_way.method)
    }

    pub(super) fn round(self) -> u32 {
        self.of_under_way(|under_way| Some(under_way.round)).unwrap_or_default()
    }

    fn of_under_way<T>(self, read: impl FnOnce(&UnderWay) -> Option<T>) -> Option<T> {
        self.stage().with_untracked(|stage| stage.under_way().and_then(read))
    }

    /// Nobody is told.
    fn change_under_way<T>(self, change: impl FnOnce(&mut UnderWay) -> T) -> Option<T> {
        self.stage().update_untracked(|stage| stage.under_way_mut().map(change))?
    }

    /// The name of who is signing in, as they know it.
    pub(super) fn shown(self) -> String {
        self.typed().map(|typed| self.name_to_show(&Username::new(typed))).unwrap_or_default()
    }

    /// What people know themselves by: what they typed, but where they prove anew who they are, or have just signed up under a
    /// name that was generated, as nobody typed a name there.
    pub(super) fn name_to_show(self, typed: &Username) -> String {
        let own = if self.is_reauthentication() { self.session().own_name() } else { self.contact_of_new(typed) };
        own.unwrap_or_else(|| typed.as_str().to_owned())
    }
}
