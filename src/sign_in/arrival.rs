//! Where a sign-in comes: to the next step, to its end, or back to the start.

use cognito_client::{
    ids::Username,
    session::Session,
    session_keeper::Seen,
    sign_in::{CodeKind, FirstFactor, NextStep, SignedIn},
};

use super::{
    SignIn, SignInOutcome, Step, UnderWay,
    beginning::Beginning,
    under_way::{Open, Stage},
    unready::UnreadyAccount,
};
use crate::{platform, settings::Flow, sign_in_store::Lost, text::Notice};

impl SignIn {
    /// Takes the next step of a sign-in.
    pub(super) fn arrive(self, step: NextStep, beginning: Beginning) -> SignInOutcome {
        let Beginning { typed, method, round, password } = beginning;
        match step {
            NextStep::Done(done) => return self.finish(*done, typed, method),
            // Whoever is signed in is led to no other page from here.
            NextStep::ConfirmSignUp(_) | NextStep::ResetPassword(_) if self.is_reauthentication() => {
                self.start_over(Some(Notice::AccountUnready));
                return SignInOutcome::Abandoned;
            }
            NextStep::ConfirmSignUp(_) => {
                self.start_over(None);
                self.note_unready(UnreadyAccount { username: typed, password, needs_reset: false, code: None });
                return SignInOutcome::NeedsConfirmation;
            }
            NextStep::ResetPassword(_) => {
                self.start_over(None);
                self.note_unready(UnreadyAccount { username: typed, password: None, needs_reset: true, code: None });
                return SignInOutcome::NeedsPasswordReset;
            }
            _ => {}
        }
        let round = if matches!(step, NextStep::Custom(_)) { round + 1 } else { round };
        let method = method_of(&step, method);
        let last_used = self.session().sign_in_store().last_method();
        let shown = self.name_to_show(&typed);
        let Some(mut asked) = Step::of(&step, &shown, round, last_used) else {
            return self.lost(Lost::Unreadable);
        };
        if let Step::Custom { prompt, is_asked_again, .. } = &mut asked {
            *is_asked_again = self.question_before().is_some_and(|before| before == *prompt);
        }
        self.tell(None);
        let mut under_way = UnderWay { typed, method, round, asked, open: Open::Nothing };
        match step.pause() {
            Some(paused) => {
                self.store(&under_way, paused.clone());
                under_way.open = Open::Challenge(paused);
            }
            None => self.session().sign_in_store().clear(),
        }
        self.ask(under_way);
        SignInOutcome::Asked
    }

    /// Tokens came.
    pub(super) fn finish(self, done: SignedIn, typed: Username, method: Option<FirstFactor>) -> SignInOutcome {
        self.next_attempt();
        if self.is_reauthentication() {
            self.take_reauthenticated(done.session);
            return SignInOutcome::SignedIn;
        }
        let store = self.session().sign_in_store();
        store.clear();
        if let (Flow::UserAuth, Some(method)) = (self.settings().flow, method) {
            store.save_last(typed.as_str(), method);
        }
        // Signed in from here on, also for who reloads instead of answering.
        self.session().save(&done.session);
        if !done.asks_to_remember_device {
            self.show(done.session);
            return SignInOutcome::SignedIn;
        }
        let open = Open::Device(Box::new(done.session));
        self.ask(UnderWay { typed, method, round: 0, asked: Step::RememberDevice, open });
        SignInOutcome::Asked
    }

    /// Shows a session that was stored before, as it is by now.
    pub(super) fn show_stored(self, session: Session) {
        match self.session().keeping().keeper().look(&session) {
            // Another tab that has renewed it may be in the middle of writing.
            Seen::Renewed(now) if now.is_refresh_due(platform::now()) => self.show(session),
            Seen::Same => self.show(session),
            Seen::Renewed(now) | Seen::Replaced(now) => self.show(now),
            Seen::SignedOut => self.start_over(Some(Notice::SignedOutElsewhere)),
            Seen::Foreign(intruder) => self.expel(intruder),
        }
    }

    /// Another tab has signed in: a sign-in that was under way here is over.
    pub(crate) fn give_way(self, session: Session) {
        if self.session().store().is_foreign(&session) {
            return self.expel(session);
        }
        self.next_attempt();
        self.session().sign_in_store().clear();
        self.show(session);
    }

    /// Takes away what somebody has put in the place of a session.
    fn expel(self, intruder: Session) {
        self.stage().set(Stage::AtStart);
        self.session().expel(intruder);
    }

    /// Shows a session that is stored. It comes first, so that nothing is drawn of a start to which nobody has gone back.
    pub(super) fn show(self, session: Session) {
        self.tell(None);
        self.parts().unready.take();
        self.session().show(session);
        self.stage().set(Stage::AtStart);
    }

    /// Back to the start. Who has been signed in meanwhile, by another tab, stays so.
    pub fn start_over(self, notice: Option<Notice>) {
        self.next_attempt();
        self.session().sign_in_store().clear();
        let is_in = !self.is_reauthentication() && self.session().is_signed_in();
        if !is_in {
            self.tell(notice);
        }
        self.stage().set(Stage::AtStart);
        if !(is_in || self.is_reauthentication()) {
            self.session().show_nobody();
        }
    }

    /// What comes when nobody waits for it any more. Nobody shall be signed in by it, in no list of sessions either.
    pub(super) fn too_late(self, step: NextStep) -> SignInOutcome {
        if let NextStep::Done(done) = step {
            self.session().revoke_later(done.session);
        }
        SignInOutcome::Abandoned
    }

    pub(super) fn lost(self, lost: Lost) -> SignInOutcome {
        self.start_over(Some(match lost {
            Lost::Expired => Notice::SignInExpired,
            Lost::Unreadable => Notice::SignInLost,
        }));
        SignInOutcome::Abandoned
    }
}

/// How the person proves who they are, as far as that shows in a step.
fn method_of(step: &NextStep, before: Option<FirstFactor>) -> Option<FirstFactor> {
    match step {
        NextStep::SelectFactor(_) => None,
        NextStep::Passkey(_) => Some(FirstFactor::WebAuthn),
        NextStep::Code(challenge) if challenge.is_first_factor() => match challenge.kind() {
            CodeKind::Email => Some(FirstFactor::EmailOtp),
            CodeKind::Sms => Some(FirstFactor::SmsOtp),
            _ => before,
        },
        _ => before,
    }
}
