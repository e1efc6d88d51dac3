//! New passwords: of who has forgotten theirs, of who has to choose one, and of who wants another.

use cognito_client::{
    password::without_outer_blanks,
    secrets::{ConfirmationCode, Password},
    sign_up::Attribute,
};
use validator::Validate;

use super::{
    Asked, Field, PasswordPolicy, Problem, Problems,
    code::{code, compact_code},
    validated::problems,
};

/// A password that was forgotten.
#[derive(Clone, Debug, Default, Validate)]
pub struct ResetPasswordForm {
    #[validate(custom(function = "code"))]
    pub code: String,
    pub password: String,
    pub policy: PasswordPolicy,
}

/// A password that somebody else had set, and what the account still lacks.
#[derive(Clone, Debug, Default)]
pub struct NewPasswordForm {
    pub password: String,
    pub policy: PasswordPolicy,
    /// Each with what stands in its field.
    pub attributes: Vec<(Asked, String)>,
    /// Of telephone numbers without a country's code: ISO 3166, or nothing.
    pub country: String,
}

/// A new password of who is signed in.
#[derive(Clone, Debug, Default)]
pub struct ChangePasswordForm {
    /// The one before it, if there is one.
    pub current: Option<String>,
    pub new: String,
    pub policy: PasswordPolicy,
}

impl ResetPasswordForm {
    /// # Errors
    /// Every field that is not right.
    pub fn parse(&self) -> Result<(ConfirmationCode, Password), Problems> {
        let mut problems = self.validate().map_or_else(|errors| problems(&errors), |()| Vec::new());
        problems.extend(self.policy.problem(&self.password).map(|problem| (Field::Password, problem)));
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok((ConfirmationCode::new(compact_code(&self.code)), Password::new(self.password.as_str())))
    }
}

impl NewPasswordForm {
    /// # Errors
    /// Every field that is not right.
    pub fn parse(&self) -> Result<(Password, Vec<Attribute>), Problems> {
        let mut problems = Vec::new();
        problems.extend(self.policy.problem(&self.password).map(|problem| (Field::Password, problem)));
        let mut attributes = Vec::new();
        for (place, (asked, typed)) in (0..).zip(&self.attributes) {
            match asked.parse(typed, &self.country) {
                Ok(value) => attributes.extend(value.map(|value| Attribute { name: asked.name.clone(), value })),
                Err(problem) => problems.push((Field::Attribute(place), problem)),
            }
        }
        if problems.is_empty() { Ok((Password::new(self.password.as_str()), attributes)) } else { Err(problems) }
    }
}

impl ChangePasswordForm {
    /// # Errors
    /// Every field that is not right.
    pub fn parse(&self) -> Result<(Option<Password>, Password), Problems> {
        let mut problems = Vec::new();
        if self.current.as_deref().is_some_and(|current| without_outer_blanks(current).is_empty()) {
            problems.push((Field::CurrentPassword, Problem::Required));
        }
        problems.extend(self.policy.problem(&self.new).map(|problem| (Field::NewPassword, problem)));
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok((self.current.as_deref().map(Password::new), Password::new(self.new.as_str())))
    }
}
