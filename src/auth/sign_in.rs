//! A sign-in from its beginning to its end. All of it is fetched when it is wanted.

use cognito_client::{
    Error, ErrorCode,
    device::remember_device,
    ids::Username,
    secrets::{ChallengeSession, MfaCode, Password},
    session::Session,
    sign_in::{
        AppSetup, CodeKind, Credentials, FirstFactor, NextStep, PausedSignIn, Rejected, SelectFactorChallenge, SignIn,
        SignedIn,
    },
    sign_up::Attribute,
    transport::Fetch,
};
use futures_util::future::abortable;
use leptos::prelude::*;

use super::{Auth, AuthState, PendingAccount, SignInOutcome, Step};
use crate::{
    browser::Browser,
    config::Flow,
    platform::{
        self, host_clock,
        passkey::{self, Mediation},
    },
    sign_in_store::{Lost, SignInStore, StoredSignIn},
    text::Notice,
};

/// A clock that is off by so little is right.
const FORGIVEN_MILLIS: u64 = 30_000;

/// A sign-in between two answers.
#[derive(Debug)]
pub(super) struct Progress {
    typed: Username,
    method: Option<FirstFactor>,
    round: u32,
    waiting: Waiting,
}

/// What waits for an answer.
#[derive(Debug)]
enum Waiting {
    /// A challenge. It is answered from a copy, so that it is still there when somebody gave up waiting for an answer.
    Challenge(PausedSignIn),
    App(Option<AppSetup>),
    /// Tokens came: only the device is left to ask about.
    Device(Box<Session>),
    /// Nothing: the only way is back to the start, or the password once more.
    Nothing,
}

type Answer<C> = Result<NextStep, Rejected<C>>;

/// Lets every step of a sign-in begin so.
macro_rules! challenge {
    ($auth:expr, $variant:ident) => {
        match $auth.challenge() {
            Some(NextStep::$variant(challenge)) => challenge,
            _ => return Ok($auth.lost(Lost::Unreadable)),
        }
    };
}

impl Auth {
    /// Begins a sign-in by the flow that the app is set to.
    pub(super) async fn begin(self, username: Username, password: Option<Password>) -> Result<SignInOutcome, Error> {
        let attempt = self.next_attempt();
        let credentials = password.clone().map(|password| Credentials { username: username.clone(), password });
        let mut begun = self.begin_by_flow(&username, credentials.as_ref()).await;
        if let Err(error) = &begun
            && credentials.is_some()
            && self.flow != Flow::PlainPassword
            && self.sets_clock_right(error).await
        {
            begun = self.begin_by_flow(&username, credentials.as_ref()).await;
        }
        self.count_wrong_passwords(&username, &begun);
        let begun = begun?;
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        let method = credentials.is_some().then_some(FirstFactor::PasswordSrp);
        Ok(self.arrive(begun, Beginning { typed: username, method, round: 0, password }))
    }

    async fn begin_by_flow(self, username: &Username, credentials: Option<&Credentials>) -> Result<NextStep, Error> {
        let (client, browser) = (self.client(), self.browser());
        let sign_in = SignIn::new(&client, &browser);
        match (self.flow, credentials) {
            (Flow::Srp, Some(credentials)) => sign_in.with_srp(credentials).await,
            (Flow::PlainPassword, Some(credentials)) => sign_in.with_plain_password(credentials).await,
            (Flow::SrpAndCustom, Some(credentials)) => sign_in.with_srp_and_custom_challenges(credentials).await,
            (Flow::Choice, Some(credentials)) => sign_in.with_preferred_srp(credentials).await,
            (Flow::Choice, None) => sign_in.with_choice(username, None).await,
            (Flow::Custom, _) => sign_in.with_custom_challenges(username).await,
            (_, None) => Err(Error::Protocol("this flow needs a password")),
        }
    }

    /// Cognito refuses a proof by SRP from a clock that is off by minutes as it refuses a wrong password. Whether it may have
    /// been that: then another try goes by the time of the app's own host, or by the local one where the host's was taken.
    async fn sets_clock_right(self, refusal: &Error) -> bool {
        if refusal.code() != Some(&ErrorCode::NotAuthorized) {
            return false;
        }
        let Some(by_host) = host_clock::millis_ahead().await else { return false };
        let is_near = |one: i64, other: i64| one.abs_diff(other) <= FORGIVEN_MILLIS;
        self.ahead.with_value(|ahead| {
            let tried = ahead.get();
            ahead.set(if is_near(tried, by_host) { 0 } else { by_host });
            !is_near(tried, ahead.get())
        })
    }

    /// Begins with what the confirmation of an account gave.
    pub(super) async fn begin_after_sign_up(
        self,
        username: Username,
        session: ChallengeSession,
    ) -> Result<SignInOutcome, Error> {
        let (client, browser) = (self.client(), self.browser());
        let attempt = self.next_attempt();
        let begun = SignIn::new(&client, &browser).after_sign_up(&username, &session).await?;
        Ok(if self.is_over(attempt) { SignInOutcome::Abandoned } else { self.arrive(begun, Beginning::of(username)) })
    }

    /// Takes up a sign-in that a reload interrupted; gives whether there is one.
    pub(super) fn resume(self) -> bool {
        match self.sign_in_store.with_value(|store| store.load(platform::now())) {
            Ok(None) => false,
            Ok(Some(StoredSignIn { typed, method, round, paused })) => {
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

    /// Answers with a code: one that was sent, or one of an authenticator app that is there or being set up.
    ///
    /// # Errors
    /// The refusal; the step is still there then, or the sign-in is over and the page says why.
    pub async fn answer_code(self, code: MfaCode) -> Result<SignInOutcome, Error> {
        if let Some(setup) = self.take_app_setup() {
            return self.settle(async |sign_in| setup.answer(sign_in, &code).await, Self::keep_app_setup).await;
        }
        let challenge = challenge!(self, Code);
        self.settle(async |sign_in| challenge.answer(sign_in, &code).await, Self::keep).await
    }

    /// Picks a second factor.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn select_mfa(self, kind: CodeKind) -> Result<SignInOutcome, Error> {
        let challenge = challenge!(self, SelectMfa);
        self.settle(async |sign_in| challenge.answer(sign_in, kind).await, Self::keep).await
    }

    /// Gets the key for an authenticator app.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn set_up_app(self) -> Result<SignInOutcome, Error> {
        let challenge = challenge!(self, SetUpMfa);
        let (client, browser) = (self.client(), self.browser());
        let attempt = self.attempt.get_value();
        let setup = challenge.set_up_app(&SignIn::new(&client, &browser)).await;
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        let setup = setup.map_err(|rejected| self.reject(rejected, Self::keep))?;
        let username = self.shown();
        let step = Step::SetUpApp {
            key: setup.secret().clone(),
            uri: setup.key_uri(&platform::application_name(), &username),
        };
        self.keep_paused(setup.pause());
        self.keep_app_setup(setup);
        self.state.set(AuthState::InProgress(step));
        Ok(SignInOutcome::Asked)
    }

    /// Asks for the address that codes shall go to.
    pub fn ask_email(self) {
        self.state.set(AuthState::InProgress(Step::SetUpEmail));
    }

    /// Has codes sent to this address from now on.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn set_up_email(self, address: String) -> Result<SignInOutcome, Error> {
        let challenge = challenge!(self, SetUpMfa);
        self.settle(async |sign_in| challenge.set_up_email(sign_in, &address).await, Self::keep).await
    }

    /// Sets the password that was asked for, and the attributes that were missing.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn answer_new_password(
        self,
        password: Password,
        attributes: Vec<Attribute>,
    ) -> Result<SignInOutcome, Error> {
        let challenge = challenge!(self, NewPassword);
        self.settle(async |sign_in| challenge.answer(sign_in, &password, &attributes).await, Self::keep).await
    }

    /// Answers a question of the pool's owner.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn answer_custom(self, answer: String) -> Result<SignInOutcome, Error> {
        let challenge = challenge!(self, Custom);
        self.settle(async |sign_in| challenge.answer(sign_in, &answer).await, Self::keep).await
    }

    /// Picks a first factor. A password is asked for next.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn select_factor(self, factor: FirstFactor) -> Result<SignInOutcome, Error> {
        self.remember_method(factor);
        if factor.needs_password() {
            let username = self.shown();
            self.state.set(AuthState::InProgress(Step::Password { username, has_others: true }));
            return Ok(SignInOutcome::Asked);
        }
        let challenge = challenge!(self, SelectFactor);
        self.settle(async |sign_in| challenge.answer(sign_in, factor).await, Self::keep).await
    }

    /// Answers with the password. A wrong one uses the challenge up, as time does: then a sign-in of its own begins.
    ///
    /// # Errors
    /// The refusal; the password can be asked for again.
    pub async fn answer_password(self, password: Password) -> Result<SignInOutcome, Error> {
        let Some(typed) = self.typed() else { return Ok(self.lost(Lost::Unreadable)) };
        let username = Username::new(typed);
        let (client, browser) = (self.client(), self.browser());
        let sign_in = SignIn::new(&client, &browser);
        let attempt = self.attempt.get_value();
        let method = self.progress.with_value(|progress| progress.as_ref()?.method);
        let mut method = method.unwrap_or(FirstFactor::PasswordSrp);
        let credentials = Credentials { username: username.clone(), password: password.clone() };
        let answered = match self.challenge() {
            Some(NextStep::SelectFactor(challenge)) => {
                if !challenge.options().contains(&FirstFactor::PasswordSrp) {
                    method = FirstFactor::Password;
                }
                answer_with_password(challenge, &sign_in, &password).await
            }
            Some(NextStep::Password(challenge)) => challenge
                .answer(&sign_in, &password)
                .await
                .map_err(|rejected| (rejected.error, rejected.retry.is_some())),
            _ => begin_with_password(&sign_in, method, &credentials).await,
        };
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        let begins_anew = match &answered {
            // Whoever took their time to type it need not do so again.
            Err((error, _)) if Notice::of_end(error) == Notice::SignInExpired => true,
            Err((error, _)) => method == FirstFactor::PasswordSrp && self.sets_clock_right(error).await,
            Ok(_) => false,
        };
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

    /// Answers with what the browser gave for a passkey.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn answer_passkey(self, credential: String) -> Result<SignInOutcome, Error> {
        let challenge = challenge!(self, Passkey);
        let answer = async |sign_in: &SignIn<'_, Fetch, Browser>| challenge.answer(sign_in, &credential).await;
        let outcome = self.settle(answer, Self::keep).await?;
        if outcome != SignInOutcome::Abandoned {
            self.remember_passkey(&credential);
        }
        Ok(outcome)
    }

    /// Notes that a passkey was taken, for the list of them.
    fn remember_passkey(self, credential: &str) {
        if let Some(id) = passkey::credential_id(credential) {
            self.sign_in_store.with_value(|store| store.save_passkey_use(&id, platform::now()));
        }
    }

    /// Asks anew how this person wants to sign in.
    ///
    /// # Errors
    /// The refusal; the step is still there then.
    pub async fn choose_again(self) -> Result<SignInOutcome, Error> {
        let Some(typed) = self.typed() else { return Ok(self.lost(Lost::Unreadable)) };
        self.begin_choice(typed, None).await
    }

    /// Sends another code for the first factor: by beginning again with it.
    ///
    /// # Errors
    /// The refusal; the code of before may still work.
    pub async fn resend_code(self) -> Result<SignInOutcome, Error> {
        let method = self.progress.with_value(|progress| progress.as_ref()?.method);
        let Some((typed, method)) = self.typed().zip(method) else { return Ok(self.lost(Lost::Unreadable)) };
        self.begin_choice(typed, Some(method)).await
    }

    /// Tells Cognito whether this device may do without the second factor, and goes on into the app.
    ///
    /// # Errors
    /// The refusal. The person is signed in all the same: [`skip_device`](Self::skip_device).
    pub async fn remember_device(self, is_remembered: bool) -> Result<SignInOutcome, Error> {
        let session = self.progress.with_value(|progress| match progress.as_ref().map(|progress| &progress.waiting) {
            Some(Waiting::Device(session)) => Some((**session).clone()),
            _ => None,
        });
        let Some(session) = session else { return Ok(self.lost(Lost::Unreadable)) };
        let device = self.store().device(session.username().as_str());
        if let Some(device) = device {
            remember_device(&self.client(), &session.tokens().access_token, &device.key, is_remembered).await?;
        }
        self.enter_kept(session);
        Ok(SignInOutcome::SignedIn)
    }

    /// Goes on into the app without an answer.
    pub fn skip_device(self) {
        let progress = self.progress.try_update_value(Option::take).flatten();
        if let Some(Progress { waiting: Waiting::Device(session), .. }) = progress {
            self.enter_kept(*session);
        }
    }

    /// Offers the passkey of who signed in last among what the browser fills in.
    pub(super) async fn offer_passkey(self) -> Result<SignInOutcome, Error> {
        let Some(last) = self.sign_in_store.with_value(SignInStore::last_user) else {
            return Ok(SignInOutcome::Abandoned);
        };
        if !passkey::is_autofill_supported().await {
            return Ok(SignInOutcome::Abandoned);
        }
        let (client, browser) = (self.client(), self.browser());
        let sign_in = SignIn::new(&client, &browser);
        let attempt = self.attempt.get_value();
        let username = Username::new(last);
        let begun = sign_in.with_choice(&username, Some(FirstFactor::WebAuthn)).await?;
        let NextStep::Passkey(challenge) = begun else { return Ok(SignInOutcome::Abandoned) };
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        let (picked, handle) = abortable(passkey::get(challenge.request_options(), Mediation::Autofill));
        self.stop_offering_passkey();
        self.autofill.set_value(Some(handle));
        let Ok(Ok(credential)) = picked.await else { return Ok(SignInOutcome::Abandoned) };
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        let answered = challenge.answer(&sign_in, &credential).await;
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        let step = answered.map_err(|rejected| {
            self.notice.set(Some(Notice::of_end(&rejected.error)));
            rejected.error
        })?;
        self.remember_passkey(&credential);
        Ok(self.arrive(step, Beginning { method: Some(FirstFactor::WebAuthn), ..Beginning::of(username) }))
    }

    async fn begin_choice(self, typed: String, preferred: Option<FirstFactor>) -> Result<SignInOutcome, Error> {
        let (client, browser) = (self.client(), self.browser());
        let attempt = self.attempt.get_value();
        let username = Username::new(typed);
        let begun = SignIn::new(&client, &browser).with_choice(&username, preferred).await?;
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        Ok(self.arrive(begun, Beginning { method: preferred, ..Beginning::of(username) }))
    }

    /// Sends an answer, and goes where it leads.
    async fn settle<C>(
        self,
        answer: impl AsyncFnOnce(&SignIn<'_, Fetch, Browser>) -> Answer<C>,
        keep: fn(Self, C),
    ) -> Result<SignInOutcome, Error> {
        let (client, browser) = (self.client(), self.browser());
        let attempt = self.attempt.get_value();
        let answered = answer(&SignIn::new(&client, &browser)).await;
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        let step = answered.map_err(|rejected| self.reject(rejected, keep))?;
        let beginning = self.progress.with_value(|progress| {
            progress.as_ref().map(|progress| Beginning {
                method: progress.method,
                round: progress.round,
                ..Beginning::of(progress.typed.clone())
            })
        });
        Ok(self.arrive(step, beginning.unwrap_or_else(|| Beginning::of(Username::new("")))))
    }

    /// Keeps what can be answered again; without that the sign-in is over.
    fn reject<C>(self, rejected: Rejected<C>, keep: fn(Self, C)) -> Error {
        match rejected.retry {
            Some(challenge) => keep(self, challenge),
            None => self.start_over(Some(Notice::of_end(&rejected.error))),
        }
        rejected.error
    }

    /// A challenge was answered from a copy: it is still here.
    fn keep<C>(self, _: C) {}

    fn keep_app_setup(self, setup: AppSetup) {
        self.wait_for(Waiting::App(Some(setup)));
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

    /// The challenge that waits, to be answered.
    fn challenge(self) -> Option<NextStep> {
        self.progress.with_value(|progress| match &progress.as_ref()?.waiting {
            Waiting::Challenge(paused) => Some(paused.clone().resume()),
            // Somebody gave up waiting for the app's answer: it is set up anew.
            Waiting::App(_) | Waiting::Device(_) | Waiting::Nothing => None,
        })
    }

    fn take_app_setup(self) -> Option<AppSetup> {
        let taken = self.progress.try_update_value(|progress| match &mut progress.as_mut()?.waiting {
            Waiting::App(setup) => setup.take(),
            _ => None,
        });
        taken.flatten()
    }

    /// Keeps a challenge over a reload too.
    fn keep_paused(self, paused: PausedSignIn) {
        let stored = self.progress.with_value(|progress| {
            progress.as_ref().map(|progress| StoredSignIn {
                typed: progress.typed.as_str().to_owned(),
                method: progress.method.map(|method| method.as_str().to_owned()),
                round: progress.round,
                paused: paused.clone(),
            })
        });
        // A confirmation is over when its page goes.
        if let Some(stored) = stored.filter(|_| !self.is_confirmation()) {
            self.sign_in_store.with_value(|store| store.save(&stored));
        }
        self.wait_for(Waiting::Challenge(paused));
    }

    fn remember_method(self, method: FirstFactor) {
        self.progress.update_value(|progress| {
            if let Some(progress) = progress {
                progress.method = Some(method);
            }
        });
    }

    fn wait_for(self, waiting: Waiting) {
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

    /// The name of who is signing in, as they know it.
    fn shown(self) -> String {
        self.typed().map(|typed| self.name_to_show(&Username::new(typed))).unwrap_or_default()
    }

    /// Whether what was sent in this attempt comes too late.
    pub(super) fn is_over(self, attempt: u32) -> bool {
        self.attempt.get_value() != attempt
    }

    pub(super) fn next_attempt(self) -> u32 {
        self.stop_offering_passkey();
        self.attempt.update_value(|attempt| *attempt = attempt.wrapping_add(1));
        self.attempt.get_value()
    }

    /// How often the password was wrong here, for the one who was named last.
    fn count_wrong_passwords(self, username: &Username, answered: &Result<NextStep, Error>) {
        self.wrong_passwords.update_value(|(name, count)| {
            if name != username.as_str() {
                (*name, *count) = (username.as_str().to_owned(), 0);
            }
            match answered {
                Ok(_) => *count = 0,
                Err(error) if error.code() == Some(&ErrorCode::NotAuthorized) => *count = count.saturating_add(1),
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

async fn answer_with_password(
    challenge: SelectFactorChallenge,
    sign_in: &SignIn<'_, Fetch, Browser>,
    password: &Password,
) -> Result<NextStep, (Error, bool)> {
    let answered = challenge.answer_with_password(sign_in, password).await;
    answered.map_err(|rejected| (rejected.error, rejected.retry.is_some()))
}

async fn begin_with_password(
    sign_in: &SignIn<'_, Fetch, Browser>,
    method: FirstFactor,
    credentials: &Credentials,
) -> Result<NextStep, (Error, bool)> {
    let begun = match method {
        FirstFactor::Password => sign_in.with_preferred_password(credentials).await,
        _ => sign_in.with_preferred_srp(credentials).await,
    };
    begun.map_err(|error| (error, false))
}
