//! What a new password must have.

use cognito_client::password::without_outer_blanks;

use super::Problem;

/// What the pool asks of a new password, under the API's own names
/// ([PasswordPolicyType](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// Characters.
    pub minimum_length: u32,
    pub require_lowercase: bool,
    pub require_uppercase: bool,
    pub require_numbers: bool,
    pub require_symbols: bool,
}

impl Default for PasswordPolicy {
    /// [Cognito's own](https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html).
    fn default() -> Self {
        Self {
            minimum_length: 8,
            require_lowercase: true,
            require_uppercase: true,
            require_numbers: true,
            require_symbols: true,
        }
    }
}

/// One thing that a new password must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRule {
    /// So many characters.
    Length(u32),
    Lowercase,
    Uppercase,
    Number,
    Symbol,
    /// Neither begins nor ends with a blank: no policy, but every operation that sets a password asks for that.
    NoOuterBlank,
}

const SYMBOLS: &str = r#"^$*.[]{}()?-"!@#%&/\,><':;|_~`+="#;

impl PasswordPolicy {
    pub fn rules(self) -> impl Iterator<Item = PasswordRule> {
        [
            Some(PasswordRule::Length(self.minimum_length)),
            self.require_lowercase.then_some(PasswordRule::Lowercase),
            self.require_uppercase.then_some(PasswordRule::Uppercase),
            self.require_numbers.then_some(PasswordRule::Number),
            self.require_symbols.then_some(PasswordRule::Symbol),
            Some(PasswordRule::NoOuterBlank),
        ]
        .into_iter()
        .flatten()
    }

    /// What is wrong with a new password, if something is.
    pub(super) fn problem(self, typed: &str) -> Option<Problem> {
        match typed {
            "" => Some(Problem::Required),
            _ if !PasswordRule::NoOuterBlank.is_met_by(typed) => Some(Problem::OuterBlank),
            _ if typed.chars().count() > 256 => Some(Problem::TooLong),
            _ => (!self.rules().all(|rule| rule.is_met_by(typed))).then_some(Problem::Weak),
        }
    }
}

impl PasswordRule {
    pub fn is_met_by(self, password: &str) -> bool {
        match self {
            Self::Length(minimum) => password.chars().count() >= minimum as usize,
            Self::Lowercase => password.contains(|c: char| c.is_ascii_lowercase()),
            Self::Uppercase => password.contains(|c: char| c.is_ascii_uppercase()),
            Self::Number => password.contains(|c: char| c.is_ascii_digit()),
            // A space counts too, but for one at either end.
            Self::Symbol => password.contains(|c| SYMBOLS.contains(c)) || without_outer_blanks(password).contains(' '),
            Self::NoOuterBlank => !password.is_empty() && without_outer_blanks(password) == password,
        }
    }
}
