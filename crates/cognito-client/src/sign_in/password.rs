use super::{ChallengeName, NextStep, Pending, Rejected, SignIn};
use crate::{host::Host, ids::Username, secrets::Password, transport::Transport};

/// Cognito asks for the password: PASSWORD, PASSWORD_SRP.
#[derive(Debug)]
pub struct PasswordChallenge(pub(super) Pending);

impl PasswordChallenge {
    /// Who is signing in.
    pub fn username(&self) -> Username {
        self.0.username()
    }

    /// Answers with the password, over SRP if Cognito asks for that.
    ///
    /// # Errors
    /// NotAuthorizedException for a wrong password; any other.
    pub async fn answer<T: Transport>(
        self,
        sign_in: &SignIn<'_, T, impl Host>,
        password: &Password,
    ) -> Result<NextStep, Rejected<Self>> {
        if self.0.name == ChallengeName::Password {
            return sign_in.answer(self.0, &[("PASSWORD", password.expose())], None, Self).await;
        }
        match sign_in.prove(password).await {
            Ok((proof, srp_a)) => sign_in.answer(self.0, &[("SRP_A", &srp_a)], Some(proof), Self).await,
            Err(error) => Err(Rejected { error, retry: Some(self) }),
        }
    }
}
