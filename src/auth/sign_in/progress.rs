//! How far a sign-in has come, and what it waits for.

use cognito_client::{
    ids::Username,
    session::Session,
    sign_in::{AppSetup, FirstFactor, NextStep, PausedSignIn},
};
use leptos::prelude::*;

use crate::{auth::Auth, sign_in_store::StoredSignIn};

/// A sign-in between two answers.
#[derive(Debug)]
pub(in crate::auth) struct Progress {
    pub(super) typed: Username,
    pub(super) method: Option<FirstFactor>,
    pub(super) round: u32,
    pub(super) waiting: Waiting,
}

/// What waits for an answer.
#[derive(Debug)]
pub(super) enum Waiting {
    /// A challenge. It is answered from a copy, so that it is still there when somebody gave up waiting for an answer.
    Challenge(PausedSignIn),
    App(Option<AppSetup>),
    /// Tokens came: only the device is left to ask about.
    Device(Box<Session>),
    /// Nothing: the only way is back to the start, or the password once more.
    Nothing,
}

impl Auth {
    /// The challenge that waits, to be answered.
    pub(super) fn challenge(self) -> Option<NextStep> {
        self.progress.with_value(|progress| match &progress.as_ref()?.waiting {
            Waiting::Challenge(paused) => Some(paused.clone().resume()),
            // Somebody gave up waiting for the app's answer: it is set up anew.
            Waiting::App(_) | Waiting::Device(_) | Waiting::Nothing => None,
        })
    }

    pub(super) fn take_app_setup(self) -> Option<AppSetup> {
        let taken = self.progress.try_update_value(|progress| match &mut progress.as_mut()?.waiting {
            Waiting::App(setup) => setup.take(),
            _ => None,
        });
        taken.flatten()
    }

    /// Keeps a challenge over a reload too.
    pub(super) fn keep_paused(self, paused: PausedSignIn) {
        let stored = self.progress.with_value(|progress| {
            progress.as_ref().map(|progress| StoredSignIn {
                typed: progress.typed.as_str().to_owned(),
                method: progress.method.map(|method| method.as_str().to_owned()),
                round: progress.round,
                is_kept: self.wants_to_be_kept(),
                paused: paused.clone(),
            })
        });
        // A confirmation is over when its page goes.
        if let Some(stored) = stored.filter(|_| !self.is_confirmation()) {
            self.sign_in_store.with_value(|store| store.save(&stored));
        }
        self.wait_for(Waiting::Challenge(paused));
    }

    pub(super) fn remember_method(self, method: FirstFactor) {
        self.progress.update_value(|progress| {
            if let Some(progress) = progress {
                progress.method = Some(method);
            }
        });
    }

    pub(super) fn wait_for(self, waiting: Waiting) {
        self.progress.update_value(|progress| {
            if let Some(progress) = progress {
                progress.waiting = waiting;
            }
        });
    }

    /// What the person who is signing in typed.
    pub fn typed(self) -> Option<String> {
        self.progress.with_value(|progress| progress.as_ref().map(|progress| progress.typed.as_str().to_owned()))
    }

    /// How they prove who they are, as far as that is settled.
    pub(super) fn method(self) -> Option<FirstFactor> {
        self.progress.with_value(|progress| progress.as_ref()?.method)
    }

    /// The name of who is signing in, as they know it.
    pub(super) fn shown(self) -> String {
        self.typed().map(|typed| self.name_to_show(&Username::new(typed))).unwrap_or_default()
    }
}
