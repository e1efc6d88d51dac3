use super::{CodeKind, NextStep, Pending, Rejected, SignIn};
use crate::{error::Error, host::Host, transport::Transport};

/// The user picks a second factor: SELECT_MFA_TYPE.
#[derive(Debug)]
pub struct SelectMfaChallenge(pub(super) Pending);

impl SelectMfaChallenge {
    /// What there is to pick from, of what this client knows.
    pub fn options(&self) -> Vec<CodeKind> {
        self.0.list("MFAS_CAN_CHOOSE").iter().filter_map(|name| CodeKind::of_mfa(name)).collect()
    }

    /// Picks one; where it is a code that is sent, Cognito sends it.
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
