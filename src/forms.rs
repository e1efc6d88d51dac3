//! What people fill in: checked here, and passed on as values that are known to be good.

mod attribute;
mod identifier;
mod normal;
mod password;
mod phone;

use std::borrow::Cow;

use cognito_client::{
    ids::Username,
    password::without_outer_blanks,
    secrets::{ConfirmationCode, MfaCode, Password},
    sign_in::Credentials,
    sign_up::Attribute,
};
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use self::{attribute::parse_value, phone::telnum_problem};
pub use self::{
    attribute::{AttributeKind, EDITED, PERSONAL_ATTRIBUTES, initials, parse_attribute},
    identifier::{Identifier, Identifiers, is_of_domain, telnum_in},
    normal::{is_blank, narrow, normalized},
    password::{PasswordPolicy, PasswordRule},
    phone::{CallingCode, calling_code, compact_telnum, grouped_telnum},
};

/// A field, by its input's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    Telnum,
    Email,
    /// A user name.
    Username,
    /// Whichever of several names people sign in by.
    Identifier,
    Password,
    CurrentPassword,
    NewPassword,
    Code,
    /// What a custom challenge asks.
    Answer,
    /// One of the attributes that an account still lacks, by its place among them.
    Attribute(u8),
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Required,
    Malformed,
    /// A code of unknown length that has something else in it.
    NotDigits,
    TooLong,
    /// A telephone number without its country.
    NoCountryCode,
    /// A telephone number that its country does not have.
    Impossible,
    /// Refused by the service.
    Wrong,
    /// A new password that begins or ends with a blank.
    OuterBlank,
    /// A password that breaks one of the pool's [rules](PasswordPolicy::rules).
    Weak,
}

/// Every problem of a form, in the order of its fields.
pub type Problems = Vec<(Field, Problem)>;

#[derive(Clone, Debug, Default)]
pub struct LoginForm {
    pub identifier: String,
    /// What that may be.
    pub accepted: Identifiers,
    /// None for a sign-in that begins without.
    pub password: Option<String>,
}

/// Where codes are to go.
#[derive(Clone, Debug, Default, Validate)]
pub struct EmailForm {
    #[validate(custom(function = "email"))]
    pub email: String,
}

#[derive(Clone, Debug, Default, Validate)]
pub struct SignUpForm {
    #[validate(custom(function = "name"))]
    pub name: String,
    #[validate(custom(function = "telnum"))]
    pub telnum: String,
    #[validate(custom(function = "email"))]
    pub email: String,
    pub password: String,
    pub policy: PasswordPolicy,
}

#[derive(Clone, Debug)]
pub struct ConfirmForm {
    /// Of whom, or what is wrong with that.
    pub name: Result<Username, Problem>,
    /// The field that asks for it.
    pub field: Field,
    pub code: String,
}

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
    pub attributes: Vec<Attribute>,
}

/// A new password of who is signed in.
#[derive(Clone, Debug, Default)]
pub struct ChangePasswordForm {
    /// The one before it, if there is one.
    pub current: Option<String>,
    pub new: String,
    pub policy: PasswordPolicy,
}

/// A code that proves a factor.
#[derive(Clone, Debug, Default)]
pub struct CodeForm {
    pub code: String,
    /// How many digits it has, where that is known.
    pub length: Option<usize>,
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

impl SignUpForm {
    /// # Errors
    /// Every field that is not right.
    pub fn parse(&self) -> Result<(Credentials, Vec<Attribute>), Problems> {
        let parsed = self.parse_without_password();
        let mut problems = parsed.as_ref().err().cloned().unwrap_or_default();
        problems.extend(self.policy.problem(&self.password).map(|problem| (Field::Password, problem)));
        match parsed {
            Ok((username, attributes)) if problems.is_empty() => {
                Ok((Credentials { username, password: Password::new(self.password.as_str()) }, attributes))
            }
            _ => Err(problems),
        }
    }

    /// The same where an account is made without a password.
    ///
    /// # Errors
    /// Every field but the password that is not right.
    pub fn parse_without_password(&self) -> Result<(Username, Vec<Attribute>), Problems> {
        self.validate().map_err(|errors| problems(&errors))?;
        let attribute = |name: &str, value: String| Attribute { name: name.to_owned(), value };
        let attributes = vec![
            attribute("email", narrow(&self.email)),
            attribute("name", normalized(&self.name)),
            attribute("custom:telnum", compact_telnum(&self.telnum)),
        ];
        Ok((username(&self.email), attributes))
    }
}

impl EmailForm {
    /// # Errors
    /// If it is no e-mail.
    pub fn parse(&self) -> Result<Username, Problems> {
        self.validate().map_err(|errors| problems(&errors))?;
        Ok(username(&self.email))
    }
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
    /// Every field that is not right: an e-mail and a telephone number have their form, anything else is something.
    pub fn parse(&self) -> Result<(Password, Vec<Attribute>), Problems> {
        let mut problems = Vec::new();
        problems.extend(self.policy.problem(&self.password).map(|problem| (Field::Password, problem)));
        let mut attributes = Vec::new();
        for (place, Attribute { name, value }) in (0..).zip(&self.attributes) {
            match parse_value(name, value) {
                Ok(value) => attributes.push(Attribute { name: name.clone(), value }),
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

impl Field {
    pub const fn name(self) -> &'static str {
        // Cognito knows 17 standard attributes, and only those can be required.
        const ATTRIBUTES: [&str; 17] = [
            "attribute-1",
            "attribute-2",
            "attribute-3",
            "attribute-4",
            "attribute-5",
            "attribute-6",
            "attribute-7",
            "attribute-8",
            "attribute-9",
            "attribute-10",
            "attribute-11",
            "attribute-12",
            "attribute-13",
            "attribute-14",
            "attribute-15",
            "attribute-16",
            "attribute-17",
        ];
        match self {
            Self::Name => "name",
            Self::Telnum => "telnum",
            Self::Email => "email",
            Self::Username => "username",
            Self::Identifier => "identifier",
            Self::Password => "password",
            Self::CurrentPassword => "current-password",
            Self::NewPassword => "new-password",
            Self::Code => "code",
            Self::Answer => "answer",
            Self::Attribute(place) => {
                let place = place as usize;
                ATTRIBUTES[if place < ATTRIBUTES.len() { place } else { ATTRIBUTES.len() - 1 }]
            }
        }
    }
}

/// A code without the spaces and dashes that a mail program may put in.
pub fn compact_code(typed: &str) -> String {
    narrow(typed).replace([' ', '-'], "")
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

fn name(typed: &str) -> Result<(), ValidationError> {
    match normalized(typed) {
        name if is_blank(&name) => Err(error(Problem::Required)),
        name if name.chars().count() > 2048 => Err(error(Problem::TooLong)),
        _ => Ok(()),
    }
}

fn telnum(typed: &str) -> Result<(), ValidationError> {
    telnum_problem(typed).map_or(Ok(()), |problem| Err(error(problem)))
}

fn code(typed: &str) -> Result<(), ValidationError> {
    code_problem(typed).map_or(Ok(()), |problem| Err(error(problem)))
}

fn code_problem(typed: &str) -> Option<Problem> {
    match compact_code(typed).as_str() {
        "" => Some(Problem::Required),
        code if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) => None,
        _ => Some(Problem::Malformed),
    }
}

/// validator carries problems as codes; this pair of tables is their only spelling.
const CODES: [(&str, Problem); 5] = [
    ("required", Problem::Required),
    ("malformed", Problem::Malformed),
    ("too-long", Problem::TooLong),
    ("no-country-code", Problem::NoCountryCode),
    ("impossible", Problem::Impossible),
];
const FIELDS: [Field; 5] = [Field::Name, Field::Telnum, Field::Email, Field::Password, Field::Code];

fn error(problem: Problem) -> ValidationError {
    let code = CODES.iter().find(|(_, named)| *named == problem).map_or("malformed", |(code, _)| code);
    ValidationError { code: Cow::Borrowed(code), message: None, params: Default::default() }
}

fn problems(errors: &ValidationErrors) -> Problems {
    let problem = |field: Field| {
        let Some(ValidationErrorsKind::Field(errors)) = errors.errors().get(field.name()) else { return None };
        let code = &errors.first()?.code;
        CODES.iter().find(|(named, _)| named == code).map(|(_, problem)| (field, *problem))
    };
    FIELDS.into_iter().filter_map(problem).collect()
}
