//! Answers to what a sign-in asks.

use std::pin::Pin;

use cognito_client::{
    Error,
    ids::Username,
    secrets::{MfaCode, Password},
    sign_in::{AppSetup, CodeKind, NextStep, Rejected},
    sign_up::Attribute,
};

use super::{Advance, SignIn, SignInOutcome, Step, attempt::BrowserSignIn, beginning::Beginning, under_way::Open};
use crate::{platform, sign_in_store::Lost, text::Notice};

/// Why an answer was not taken, and what is left of what it was an answer to.
struct Refused {
    error: Error,
    left: Left,
}

enum Left {
    /// Nothing: the sign-in is over.
    Nothing,
    /// The challenge, which was answered from a copy.
    Challenge,
    App(AppSetup),
}

impl Refused {
    fn of<C>(Rejected { error, retry }: Rejected<C>) -> Self {
        Self { error, left: if retry.is_some() { Left::Challenge } else { Left::Nothing } }
    }

    fn of_app(Rejected { error, retry }: Rejected<AppSetup>) -> Self {
        Self { error, left: retry.map_or(Left::Nothing, Left::App) }
    }
}

/// An answer on its way.
type Answering<'a> = Pin<Box<dyn Future<Output = Result<NextStep, Refused>> + 'a>>;

impl SignIn {
    /// Answers with a code: one that was sent, or one of an authenticator app that is there or being set up.
    ///
    /// # Errors
    /// The refusal; the step is still there then, or the sign-in is over and the page says why.
    pub async fn answer_code(self, code: MfaCode) -> Result<SignInOutcome, Error> {
        if let Some(setup) = self.take_app_setup() {
            let browser = self.session().browser();
            let exchange = self.by(&browser);
            let answered = async { setup.answer(&exchange, &code).await.map_err(Refused::of_app) };
            return self.go_by(Box::pin(answered)).await;
        }
        match self.challenge() {
            Some(NextStep::Code(challenge)) => {
                self.answer(async |exchange| challenge.answer(exchange, &code).await).await
            }
            // Somebody gave up waiting for the answer to the app's code.
            Some(NextStep::SetUpMfa(_)) => self.set_up_app().await,
            _ => Ok(self.lost(Lost::Unreadable)),
        }
    }

    /// Picks a second factor.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn select_mfa(self, kind: CodeKind) -> Result<SignInOutcome, Error> {
        let Some(NextStep::SelectMfa(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.answer(async |exchange| challenge.answer(exchange, kind).await).await
    }

    /// Gets the key for an authenticator app.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn set_up_app(self) -> Result<SignInOutcome, Error> {
        let Some(NextStep::SetUpMfa(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        let setup = self.question(async |exchange| challenge.set_up_app(exchange).await).await;
        let Some(setup) = setup else { return Ok(SignInOutcome::Abandoned) };
        let setup = setup.map_err(|rejected| self.keep_left(Refused::of(rejected)))?;
        let username = self.shown();
        let asked = Step::SetUpApp {
            key: setup.secret().clone(),
            uri: setup.key_uri(&platform::application_name(), &username),
        };
        self.store_further(setup.pause());
        self.keep_open(Open::App(setup));
        self.ask_further(asked);
        Ok(SignInOutcome::Asked)
    }

    /// Asks for the address that codes shall go to.
    pub fn ask_email(self) {
        self.ask_further(Step::SetUpEmail);
    }

    /// Has codes sent to this address from now on.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn set_up_email(self, address: String) -> Result<SignInOutcome, Error> {
        let Some(NextStep::SetUpMfa(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.answer(async |exchange| challenge.set_up_email(exchange, &address).await).await
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
        let Some(NextStep::NewPassword(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.answer(async |exchange| challenge.answer(exchange, &password, &attributes).await).await
    }

    /// Answers a question of the pool's owner.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn answer_custom(self, answer: String) -> Result<SignInOutcome, Error> {
        let Some(NextStep::Custom(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.answer(async |exchange| challenge.answer(exchange, &answer).await).await
    }

    /// Sends an answer to the challenge that waits, and goes where it leads.
    pub(super) async fn answer<C>(
        self,
        answer: impl AsyncFnOnce(&BrowserSignIn<'_>) -> Result<NextStep, Rejected<C>>,
    ) -> Result<SignInOutcome, Error> {
        let browser = self.session().browser();
        let exchange = self.by(&browser);
        self.go_by(Box::pin(async { answer(&exchange).await.map_err(Refused::of) })).await
    }

    // One function for all answers: what is generic is there once for each of them.
    fn go_by(self, answered: Answering<'_>) -> Advance<'_> {
        Box::pin(async move {
            let attempt = self.attempt();
            let answered = answered.await;
            if self.is_over(attempt) {
                return Ok(answered.map_or(SignInOutcome::Abandoned, |step| self.too_late(step)));
            }
            let step = answered.map_err(|refused| self.keep_left(refused))?;
            let typed = Username::new(self.typed().unwrap_or_default());
            let beginning = Beginning { method: self.method(), round: self.round(), ..Beginning::of(typed) };
            Ok(self.arrive(step, beginning))
        })
    }

    /// Keeps what can be answered again; without that the sign-in is over.
    fn keep_left(self, refused: Refused) -> Error {
        match refused.left {
            Left::Nothing => self.start_over(Some(Notice::of_end(&refused.error))),
            Left::Challenge => {}
            Left::App(setup) => self.keep_open(Open::App(setup)),
        }
        refused.error
    }
}
