//! Codes that were sent, or that an authenticator app shows.

use cognito_client::{
    ids::Username,
    secrets::{ConfirmationCode, MfaCode},
};
use validator::ValidationError;

use super::{Field, Problem, Problems, normal::narrow, validated::error};

/// A code that proves a factor.
#[derive(Clone, Debug, Default)]
pub struct CodeForm {
    pub code: String,
    /// How many digits it has, where that is known.
    pub length: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct ConfirmForm {
    /// Of whom, or what is wrong with that.
    pub name: Result<Username, Problem>,
    /// The field that asks for it.
    pub field: Field,
    pub code: String,
}

impl CodeForm {
    /// # Errors
    /// If it is no such code.
    pub fn parse(&self) -> Result<MfaCode, Problems> {
        let code = compact_code(&self.code);
        let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
        let problem = match self.length {
            _ if code.is_empty() => Problem::Required,
            Some(length) if code.len() == length && is_number => return Ok(MfaCode::new(code)),
            Some(6) => Problem::Malformed,
            None if is_number => return Ok(MfaCode::new(code)),
            Some(_) | None => Problem::NotDigits,
        };
        Err(vec![(Field::Code, problem)])
    }
}

impl ConfirmForm {
    /// # Errors
    /// Every field that is not right.
    pub fn parse(&self) -> Result<(Username, ConfirmationCode), Problems> {
        let mut problems = Vec::new();
        problems.extend(self.name.as_ref().err().map(|problem| (self.field, *problem)));
        problems.extend(code_problem(&self.code).map(|problem| (Field::Code, problem)));
        match &self.name {
            Ok(name) if problems.is_empty() => Ok((name.clone(), ConfirmationCode::new(compact_code(&self.code)))),
            _ => Err(problems),
        }
    }
}

/// A code without the spaces and dashes that a mail program may put in.
pub fn compact_code(typed: &str) -> String {
    narrow(typed).replace([' ', '-'], "")
}

pub(super) fn code(typed: &str) -> Result<(), ValidationError> {
    code_problem(typed).map_or(Ok(()), |problem| Err(error(problem)))
}

fn code_problem(typed: &str) -> Option<Problem> {
    match compact_code(typed).as_str() {
        "" => Some(Problem::Required),
        code if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) => None,
        _ => Some(Problem::Malformed),
    }
}
