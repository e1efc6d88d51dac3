//! Emails.

use cognito_client::ids::Username;
use validator::{Validate, ValidationError};

use super::{
    Problem, Problems,
    normal::narrow,
    validated::{error, problems},
};

/// Where codes are to go.
#[derive(Clone, Debug, Default, Validate)]
pub struct EmailForm {
    #[validate(custom(function = "email"))]
    pub email: String,
}

impl EmailForm {
    /// # Errors
    /// If it is no e-mail.
    pub fn parse(&self) -> Result<Username, Problems> {
        self.validate().map_err(|errors| problems(&errors))?;
        Ok(username(&self.email))
    }
}

fn username(email: &str) -> Username {
    Username::new(narrow(email))
}

fn email(typed: &str) -> Result<(), ValidationError> {
    match narrow(typed).as_str() {
        "" => Err(error(Problem::Required)),
        email if is_email(email) => Ok(()),
        _ => Err(error(Problem::Malformed)),
    }
}

/// The HTML standard's [valid e-mail address](https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address),
/// at most 128 characters for Cognito.
pub fn is_email(text: &str) -> bool {
    let is_atext = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 128
        && text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && local.chars().all(is_atext) && domain.split('.').all(is_label)
        })
}
