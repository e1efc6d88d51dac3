//! A sign-in from its beginning to its end. All of it is fetched when it is wanted: a password by SRP with what keeps a
//! session, and everything else that the pool may ask when it asks it.

mod answer;
mod attempt;
mod choice;
mod device;
mod passkey;
mod progress;

use std::pin::Pin;

use cognito_client::{
    Error,
    ids::Username,
    refusal::Refusal,
    secrets::{ChallengeSession, Password},
    sign_in::{CodeKind, Credentials, FirstFactor, NextStep, Rejected, SignIn, SignedIn},
    transport::Fetch,
};
use leptos::prelude::*;

pub(super) use self::progress::Progress;
use self::progress::Waiting;
use super::{Auth, AuthState, PendingAccount, SignInOutcome, Step};
use crate::{
    browser::Browser,
    config::Flow,
    lazy::{later, out_of_reach},
    platform,
    sign_in_store::{Lost, SignInStore, StoredSignIn},
    text::Notice,
};

type BrowserSignIn<'a> = SignIn<'a, Fetch, Browser>;

/// What is known of a sign-in when one of its steps comes.
struct Beginning {
    typed: Username,
    method: Option<FirstFactor>,
    round: u32,
    password: Option<Password>,
}

impl Beginning {
    fn of(typed: Username) -> Self {
        Self { typed, method: None, round: 0, password: None }
    }
}

impl Auth {
    /// Begins a sign-in by the flow that the app is set to.
    pub(super) async fn begin(self, username: Username, password: Option<Password>) -> Result<SignInOutcome, Error> {
        let attempt = self.next_attempt();
        let credentials = password.clone().map(|password| Credentials { username: username.clone(), password });
        let begun = self.begin_by_flow(&username, credentials.as_ref()).await;
        self.count_wrong_passwords(&username, &begun);
        let begun = begun?;
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        let method = credentials.is_some().then_some(FirstFactor::PasswordSrp);
        self.arrive_later(begun, Beginning { typed: username, method, round: 0, password }).await
    }

    async fn begin_by_flow(self, username: &Username, credentials: Option<&Credentials>) -> Result<NextStep, Error> {
        if let (Flow::Srp, Some(credentials)) = (self.flow, credentials) {
            let (client, browser) = (self.client(), self.browser());
            return self.by(&client, &browser).with_srp(credentials).await;
        }
        let begun = begin_otherwise_later(self, username.clone(), credentials.cloned()).await;
        begun.map_err(out_of_reach)?.await
    }

    async fn begin_otherwise(self, username: &Username, credentials: Option<&Credentials>) -> Result<NextStep, Error> {
        let (client, browser) = (self.client(), self.browser());
        let sign_in = self.by(&client, &browser);
        match (self.flow, credentials) {
            (Flow::Srp, Some(credentials)) => sign_in.with_srp(credentials).await,
            (Flow::PlainPassword, Some(credentials)) => sign_in.with_plain_password(credentials).await,
            (Flow::SrpAndCustom, Some(credentials)) => sign_in.with_srp_and_custom_challenges(credentials).await,
            (Flow::Choice, Some(credentials)) => sign_in.with_preferred_srp(credentials).await,
            (Flow::Choice, None) => sign_in.with_choice(username, None).await,
            (Flow::Custom, _) => sign_in.with_custom_challenges(username).await,
            (_, None) => Err(Error::Misuse("this flow needs a password")),
        }
    }

    /// Begins with what the confirmation of an account gave.
    pub(super) async fn begin_after_sign_up(
        self,
        username: Username,
        session: ChallengeSession,
    ) -> Result<SignInOutcome, Error> {
        let (client, browser) = (self.client(), self.browser());
        let attempt = self.next_attempt();
        let begun = self.by(&client, &browser).after_sign_up(&username, &session).await?;
        Ok(if self.is_over(attempt) { SignInOutcome::Abandoned } else { self.arrive(begun, Beginning::of(username)) })
    }

    /// Takes up a sign-in that a reload interrupted; gives whether there is one.
    pub(super) fn resume(self) -> bool {
        match self.sign_in_store.with_value(|store| store.load(platform::now())) {
            Ok(None) => false,
            Ok(Some(StoredSignIn { typed, method, round, is_kept, paused })) => {
                self.keep_signed_in(is_kept);
                let method = method.and_then(|name| FirstFactor::parse(&name));
                // The round is counted again on arrival.
                let round = round.saturating_sub(1);
                self.arrive(paused.resume(), Beginning { typed: Username::new(typed), method, round, password: None });
                true
            }
            Err(lost) => {
                self.lost(lost);
                true
            }
        }
    }

    /// Back to the start.
    pub fn start_over(self, notice: Option<Notice>) {
        self.next_attempt();
        self.progress.set_value(None);
        self.sign_in_store.with_value(SignInStore::clear);
        self.notice.set(notice);
        self.state.set(AuthState::SignedOut);
    }

    /// Answers with the password. A wrong one uses the challenge up, as time does: then a sign-in of its own begins.
    ///
    /// # Errors
    /// The refusal; the password can be asked for again.
    pub async fn answer_password(self, password: Password) -> Result<SignInOutcome, Error> {
        let Some(typed) = self.typed() else { return Ok(self.lost(Lost::Unreadable)) };
        let username = Username::new(typed);
        let (client, browser) = (self.client(), self.browser());
        let sign_in = self.by(&client, &browser);
        let attempt = self.attempt.get_value();
        // What a reload has brought back is of the settings of before.
        let is_allowed = |method: &FirstFactor| self.allows_plain_password || *method != FirstFactor::Password;
        let mut method = self.method().filter(is_allowed).unwrap_or(FirstFactor::PasswordSrp);
        let credentials = Credentials { username: username.clone(), password: password.clone() };
        let answered = match self.challenge() {
            Some(NextStep::SelectFactor(challenge)) => {
                if !challenge.options().contains(&FirstFactor::PasswordSrp) {
                    method = FirstFactor::Password;
                }
                challenge.answer_with_password(&sign_in, &password).await.map_err(refusal_of)
            }
            Some(NextStep::Password(challenge)) => challenge.answer(&sign_in, &password).await.map_err(refusal_of),
            _ => begin_with_password(&sign_in, method, &credentials).await,
        };
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        // Whoever took their time to type it need not do so again.
        let begins_anew = answered.as_ref().is_err_and(|(error, _)| Refusal::of(error) == Refusal::ChallengeOver);
        let answered = if begins_anew { begin_with_password(&sign_in, method, &credentials).await } else { answered };
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        let answered = answered.map_err(|(error, can_retry)| {
            if !can_retry {
                self.remember_method(method);
                self.wait_for(Waiting::Nothing);
            }
            error
        });
        self.count_wrong_passwords(&username, &answered);
        let beginning = Beginning { method: Some(method), password: Some(password), ..Beginning::of(username) };
        Ok(self.arrive(answered?, beginning))
    }

    /// Takes the next step of a sign-in: what a challenge needs is fetched.
    ///
    /// # Errors
    /// That cannot be fetched. The sign-in can be begun again.
    async fn arrive_later(self, step: NextStep, beginning: Beginning) -> Result<SignInOutcome, Error> {
        let attempt = self.attempt.get_value();
        match step {
            NextStep::Done(done) => Ok(self.finish(*done, beginning.typed, beginning.method)),
            step => arrive_later(self, attempt, step, beginning).await.map_err(out_of_reach),
        }
    }

    /// Takes the next step of a sign-in.
    fn arrive(self, step: NextStep, beginning: Beginning) -> SignInOutcome {
        let Beginning { typed, method, round, password } = beginning;
        match step {
            NextStep::Done(done) => return self.finish(*done, typed, method),
            // Whoever is signed in is led to no other page from here.
            NextStep::ConfirmSignUp(_) | NextStep::ResetPassword(_) if self.is_confirmation() => {
                self.start_over(Some(Notice::NotConfirmable));
                return SignInOutcome::Abandoned;
            }
            NextStep::ConfirmSignUp(_) => {
                self.start_over(None);
                self.pending.set(Some(PendingAccount { username: typed, password, needs_reset: false }));
                return SignInOutcome::NeedsConfirmation;
            }
            NextStep::ResetPassword(_) => {
                self.start_over(None);
                self.pending.set(Some(PendingAccount { username: typed, password: None, needs_reset: true }));
                return SignInOutcome::NeedsPasswordReset;
            }
            _ => {}
        }
        let round = if matches!(step, NextStep::Custom(_)) { round + 1 } else { round };
        let method = method_of(&step, method);
        let last_used = self.sign_in_store.with_value(SignInStore::last_method);
        let shown = self.name_to_show(&typed);
        let Some(mut description) = Step::of(&step, &shown, round, last_used) else {
            return self.lost(Lost::Unreadable);
        };
        if let Step::Custom { prompt, is_asked_again, .. } = &mut description {
            *is_asked_again = self.state.with_untracked(
                |state| matches!(state, AuthState::InProgress(Step::Custom { prompt: before, .. }) if before == prompt),
            );
        }
        self.notice.set(None);
        self.progress.set_value(Some(Progress { typed, method, round, waiting: Waiting::Nothing }));
        match step.pause() {
            Some(paused) => self.keep_paused(paused),
            None => self.sign_in_store.with_value(SignInStore::clear),
        }
        self.state.set(AuthState::InProgress(description));
        SignInOutcome::Asked
    }

    fn finish(self, done: SignedIn, typed: Username, method: Option<FirstFactor>) -> SignInOutcome {
        self.next_attempt();
        if self.is_confirmation() {
            self.enter(done.session);
            return SignInOutcome::SignedIn;
        }
        self.sign_in_store.with_value(|store| {
            store.clear();
            if let (Flow::Choice, Some(method)) = (self.flow, method) {
                store.save_last(typed.as_str(), method);
            }
        });
        if !done.asks_to_remember_device {
            self.enter(done.session);
            return SignInOutcome::SignedIn;
        }
        // Signed in from here on, also for who reloads instead of answering.
        self.save_session(&done.session);
        let waiting = Waiting::Device(Box::new(done.session));
        self.progress.set_value(Some(Progress { typed, method, round: 0, waiting }));
        self.state.set(AuthState::InProgress(Step::RememberDevice));
        SignInOutcome::Asked
    }

    fn lost(self, lost: Lost) -> SignInOutcome {
        self.start_over(Some(match lost {
            Lost::Expired => Notice::SignInExpired,
            Lost::Unreadable => Notice::SignInLost,
        }));
        SignInOutcome::Abandoned
    }

    /// How often the password was wrong here, for the one who was named last.
    fn count_wrong_passwords(self, username: &Username, answered: &Result<NextStep, Error>) {
        self.wrong_passwords.update_value(|(name, count)| {
            if name != username.as_str() {
                (*name, *count) = (username.as_str().to_owned(), 0);
            }
            match answered {
                Ok(_) => *count = 0,
                // Tries during a lock-out do not make it longer.
                Err(error) if Refusal::of(error) == Refusal::WrongCredentials => *count = count.saturating_add(1),
                Err(_) => {}
            }
        });
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
            CodeKind::AuthenticatorApp => before,
        },
        _ => before,
    }
}

/// Why an answer was not taken, and whether the challenge can be answered again.
fn refusal_of<C>(rejected: Rejected<C>) -> (Error, bool) {
    (rejected.error, rejected.retry.is_some())
}

type Begun = Pin<Box<dyn Future<Output = Result<NextStep, Error>>>>;

later! {
    in challenges:
    fn begin_otherwise_later(auth: Auth, username: Username, credentials: Option<Credentials>) -> Begun {
        Box::pin(async move { auth.begin_otherwise(&username, credentials.as_ref()).await })
    }
}

later! {
    in challenges:
    fn arrive_later(auth: Auth, attempt: u32, step: NextStep, beginning: Beginning) -> SignInOutcome {
        if auth.is_over(attempt) { SignInOutcome::Abandoned } else { auth.arrive(step, beginning) }
    }
}

later! {
    in challenges:
    pub(super) fn resume_later(auth: Auth) -> () {
        if !auth.keeping().has_ended() && !auth.resume() {
            auth.state.set(AuthState::SignedOut);
        }
    }
}

async fn begin_with_password(
    sign_in: &BrowserSignIn<'_>,
    method: FirstFactor,
    credentials: &Credentials,
) -> Result<NextStep, (Error, bool)> {
    let begun = match method {
        FirstFactor::Password => sign_in.with_preferred_password(credentials).await,
        _ => sign_in.with_preferred_srp(credentials).await,
    };
    begun.map_err(|error| (error, false))
}
