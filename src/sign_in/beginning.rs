//! How a sign-in begins: by the flow that the app is set to, with what the confirmation of an account gave, or where a reload
//! has interrupted it.

use std::pin::Pin;

use cognito_client::{
    Error,
    ids::Username,
    refusal::Refusal,
    secrets::{ChallengeSession, Password},
    sign_in::{Credentials, FirstFactor, NextStep, StepUp},
};

use super::{Advance, SignIn, SignInOutcome};
use crate::{
    later::{later, out_of_reach},
    platform,
    settings::Flow,
    sign_in_store::StoredSignIn,
};

/// What is known of a sign-in when one of its steps comes.
pub(super) struct Beginning {
    pub(super) typed: Username,
    pub(super) method: Option<FirstFactor>,
    pub(super) round: u32,
    pub(super) password: Option<Password>,
}

impl Beginning {
    pub(super) fn of(typed: Username) -> Self {
        Self { typed, method: None, round: 0, password: None }
    }
}

impl SignIn {
    /// Begins a sign-in by the flow that the app is set to.
    pub(super) fn begin_by_settings(self, username: Username, password: Option<Password>) -> Advance<'static> {
        Box::pin(async move {
            if self.session().keeping().has_ended() {
                return Ok(SignInOutcome::Abandoned);
            }
            let attempt = self.next_attempt();
            let credentials = password.clone().map(|password| Credentials { username: username.clone(), password });
            let begun = self.begin_by_flow(&username, credentials.as_ref()).await;
            self.count_wrong_passwords(&username, &begun);
            let begun = begun?;
            if self.is_over(attempt) {
                return Ok(self.too_late(begun));
            }
            let method = credentials.is_some().then_some(FirstFactor::PasswordSrp);
            let beginning = Beginning { typed: username, method, round: 0, password };
            // What a challenge needs is fetched. Where it cannot be, the sign-in can be begun again.
            match begun {
                NextStep::Done(done) => Ok(self.finish(*done, beginning.typed, method)),
                step => arrive_later(self, attempt, step, beginning).await.map_err(out_of_reach),
            }
        })
    }

    async fn begin_by_flow(self, username: &Username, credentials: Option<&Credentials>) -> Result<NextStep, Error> {
        if let (Flow::Srp, Some(credentials)) = (self.settings().flow, credentials) {
            return self.by(&self.session().browser()).with_srp(credentials).await;
        }
        let begun = begin_otherwise_later(self, username.clone(), credentials.cloned()).await;
        begun.map_err(out_of_reach)?.await
    }

    async fn begin_otherwise(self, username: &Username, credentials: Option<&Credentials>) -> Result<NextStep, Error> {
        let browser = self.session().browser();
        let exchange = self.by(&browser);
        if let (Flow::UserAuth, Some(level)) = (self.settings().flow, self.level_to_confirm()) {
            let password = credentials.map(|credentials| &credentials.password);
            let step_up = StepUp { levels: &level, access_token: None, max_age: None };
            match exchange.with_step_up(username, password, &step_up).await {
                // What led there before is gone, or the pool's plan has no levels any more.
                Err(error) if matches!(Refusal::of(&error), Refusal::InvalidInput | Refusal::Misconfigured(_)) => {}
                begun => return begun,
            }
        }
        match (self.settings().flow, credentials) {
            (Flow::Srp, Some(credentials)) => exchange.with_srp(credentials).await,
            (Flow::PlainPassword, Some(credentials)) => exchange.with_plain_password(credentials).await,
            (Flow::SrpAndCustom, Some(credentials)) => exchange.with_srp_and_custom_challenges(credentials).await,
            (Flow::UserAuth, Some(credentials)) => exchange.with_preferred_srp(credentials).await,
            (Flow::UserAuth, None) => exchange.with_choice(username, None).await,
            (Flow::Custom, _) => exchange.with_custom_challenges(username).await,
            (_, None) => Err(Error::Misuse("this flow needs a password")),
        }
    }

    /// Begins with what the confirmation of an account gave.
    pub(super) async fn begin_after_sign_up(
        self,
        username: Username,
        session: ChallengeSession,
    ) -> Result<SignInOutcome, Error> {
        let attempt = self.next_attempt();
        let begun = self.by(&self.session().browser()).after_sign_up(&username, &session).await?;
        if self.is_over(attempt) {
            return Ok(self.too_late(begun));
        }
        Ok(self.arrive(begun, Beginning::of(username)))
    }

    /// Takes up a sign-in that a reload interrupted; gives whether there is one.
    fn resume(self) -> bool {
        match self.session().sign_in_store().load(platform::now()) {
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

    /// How often the password was wrong here, for the one who was named last.
    pub(super) fn count_wrong_passwords(self, username: &Username, answered: &Result<NextStep, Error>) {
        let mut counted = self.shared().wrong_passwords.borrow_mut();
        let (name, count) = &mut *counted;
        if name != username.as_str() {
            (*name, *count) = (username.as_str().to_owned(), 0);
        }
        match answered {
            Ok(_) => *count = 0,
            // Tries during a lock-out do not make it longer.
            Err(error) if Refusal::of(error) == Refusal::WrongCredentials => *count = count.saturating_add(1),
            Err(_) => {}
        }
    }
}

type Begun = Pin<Box<dyn Future<Output = Result<NextStep, Error>>>>;

later! {
    in challenges:
    fn begin_otherwise_later(sign_in: SignIn, username: Username, credentials: Option<Credentials>) -> Begun {
        Box::pin(async move { sign_in.begin_otherwise(&username, credentials.as_ref()).await })
    }
}

later! {
    in challenges:
    fn arrive_later(sign_in: SignIn, attempt: u32, step: NextStep, beginning: Beginning) -> SignInOutcome {
        if sign_in.is_over(attempt) { SignInOutcome::Abandoned } else { sign_in.arrive(step, beginning) }
    }
}

later! {
    in challenges:
    pub(crate) fn resume_later(sign_in: SignIn) -> () {
        let session = sign_in.session();
        // A return from another page may have signed somebody in while this was fetched.
        if session.is_restoring() && !session.keeping().has_ended() && !sign_in.resume() {
            session.show_nobody();
        }
    }
}
