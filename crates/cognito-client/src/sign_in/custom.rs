use super::{NextStep, Pending, Rejected, SignIn};
use crate::{host::Host, transport::Transport};

/// A challenge of the pool's own triggers: CUSTOM_CHALLENGE. Another may follow.
#[derive(Debug)]
pub struct CustomChallenge(pub(super) Pending);

impl CustomChallenge {
    /// One of the public parameters that the pool's CreateAuthChallenge trigger gave.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.0.parameters.get(name)
    }

    /// Answers the question.
    ///
    /// # Errors
    /// Any. A wrong answer is no error if the triggers ask again; NotAuthorizedException ends the sign-in.
    pub async fn answer<T: Transport>(
        self,
        sign_in: &SignIn<'_, T, impl Host>,
        answer: &str,
    ) -> Result<NextStep, Rejected<Self>> {
        sign_in.answer(self.0, &[("ANSWER", answer)], None, Self).await
    }
}
