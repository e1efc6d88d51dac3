//! Proofs that Cognito refuses although the password is right: the clock is off, or the device is not believed.

use core::mem;

use super::{NextStep, SignIn, beginning::Beginning};
use crate::{
    error::{Error, ErrorCode},
    host::Host,
    refusal::Refusal,
    transport::Transport,
};

/// Why a sign-in does not go on.
pub(super) struct Failure {
    error: Error,
    doubt: Option<Doubt>,
}

/// A proof by SRP that was refused: it is wrong, or made by a clock that is off by some minutes.
enum Doubt {
    Password,
    /// Of the device of that key.
    Device(String),
}

impl Failure {
    pub(super) fn of_password(error: Error) -> Self {
        let is_refused = error.code() == Some(&ErrorCode::NotAuthorized) && is_about_proof(&error);
        Self { error, doubt: is_refused.then_some(Doubt::Password) }
    }

    pub(super) fn of_device(error: Error, device_key: &str) -> Self {
        let is_refused = matches!(error.code(), Some(ErrorCode::NotAuthorized | ErrorCode::ResourceNotFound))
            && is_about_proof(&error);
        Self { error, doubt: is_refused.then(|| Doubt::Device(device_key.to_owned())) }
    }

    pub(super) fn code(&self) -> Option<&ErrorCode> {
        self.error.code()
    }
}

/// Whether it may be the proof that is wrong, and not something that another proof changes nothing about.
fn is_about_proof(error: &Error) -> bool {
    matches!(Refusal::of(error), Refusal::WrongCredentials | Refusal::UnknownDevice | Refusal::Other)
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, doubt: None }
    }
}

impl<T: Transport, H: Host> SignIn<'_, T, H> {
    /// Begins as often as is worth it: once more by another clock if a proof may have been refused for that, and once more
    /// without the device if Cognito does not believe it: then the second factor is asked for. `begun` is what came of it,
    /// if it has begun already.
    pub(super) async fn insist(
        &self,
        beginning: &Beginning<'_>,
        mut begun: Option<Result<NextStep, Failure>>,
    ) -> Result<NextStep, Error> {
        let (mut can_ask_time, mut can_drop_device) = (true, true);
        let mut wrong = None;
        loop {
            let answered = match begun.take() {
                Some(answered) => answered,
                None => Box::pin(self.begin(beginning)).await,
            };
            let (error, doubt) = match answered {
                Err(Failure { error, doubt: Some(doubt) }) => (error, doubt),
                other => return other.map_err(|failure| failure.error),
            };
            if mem::take(&mut can_ask_time) && self.host.correct_clock().await {
                let is_wrong = matches!(doubt, Doubt::Password) && Refusal::of(&error) == Refusal::WrongCredentials;
                wrong = is_wrong.then_some(error);
                continue;
            }
            match doubt {
                Doubt::Device(device_key) if mem::take(&mut can_drop_device) => self.host.forget_device(&device_key),
                // What is refused of another clock's proof says nothing of the one before, unless it is the same.
                Doubt::Device(_) | Doubt::Password => return Err(wrong.unwrap_or(error)),
            }
        }
    }

    /// Where only the person can begin again: the device keeps its chance if the clock was wrong.
    pub(super) async fn concede(&self, answered: Result<NextStep, Failure>) -> Result<NextStep, Error> {
        if let Err(Failure { doubt: Some(Doubt::Device(device_key)), .. }) = &answered
            && !self.host.correct_clock().await
        {
            self.host.forget_device(device_key);
        }
        answered.map_err(|failure| failure.error)
    }
}
