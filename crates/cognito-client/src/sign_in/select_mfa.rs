use super::{CodeKind, NextStep, Pending, Rejected, SignIn};
use crate::{error::Error, host::Host, transport::Transport};

/// The user chooses a second factor: SELECT_MFA_TYPE.
#[derive(Debug)]
pub struct SelectMfaChallenge(pub(super) Pending);

impl SelectMfaChallenge {
    /// The factors to choose from, without those that this crate does not know.
    pub fn options(&self) -> Vec<CodeKind> {
        self.0.list("MFAS_CAN_CHOOSE").iter().filter_map(|name| CodeKind::of_mfa(name)).collect()
    }

    /// Chooses a factor. Cognito sends the code, unless it comes from an app.
    ///
    /// # Errors
    /// [`Error::Misuse`] for one that is no option; any other.
    pub async fn answer<T: Transport>(
        self,
        sign_in: &SignIn<'_, T, impl Host>,
        kind: CodeKind,
    ) -> Result<NextStep, Rejected<Self>> {
        // The answer is the name as it was listed.
        let listed = self.0.list("MFAS_CAN_CHOOSE").into_iter().find(|name| CodeKind::of_mfa(name) == Some(kind));
        match listed {
            Some(name) => sign_in.answer(self.0, &[("ANSWER", &name)], None, Self).await,
            None => Err(Rejected { error: Error::Misuse("no such second factor"), retry: Some(self) }),
        }
    }
}
