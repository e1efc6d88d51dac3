//! The form of the login page.

use cognito_client::secrets::Password;

use super::{Field, Identifier, Identifiers, Problem, Problems};

#[derive(Clone, Debug, Default)]
pub struct LoginForm {
    pub identifier: String,
    /// What that may be.
    pub accepted: Identifiers,
    /// None for a sign-in that begins without.
    pub password: Option<String>,
}

impl LoginForm {
    /// # Errors
    /// Every field that is not right.
    pub fn parse(&self) -> Result<(Identifier, Option<Password>), Problems> {
        let read = self.accepted.read(&self.identifier);
        let mut problems = Vec::new();
        problems.extend(read.as_ref().err().map(|problem| (self.accepted.field(), *problem)));
        if self.password.as_deref() == Some("") {
            problems.push((Field::Password, Problem::Required));
        }
        match read {
            Ok(identifier) if problems.is_empty() => Ok((identifier, self.password.as_deref().map(Password::new))),
            _ => Err(problems),
        }
    }
}
