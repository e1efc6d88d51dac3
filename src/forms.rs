//! What people fill in: checked here, and passed on as values that are known to be good.

mod attribute;
mod phone;

use std::borrow::Cow;

use cognito_client::{
    ids::Username,
    secrets::{ConfirmationCode, MfaCode, Password},
    sign_in::Credentials,
    sign_up::Attribute,
};
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

pub use self::{
    attribute::{AttributeKind, EDITED, PERSONAL_ATTRIBUTES, initials, parse_attribute},
    phone::{CallingCode, calling_code, grouped_telnum},
};

/// A field, by its input's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    Telnum,
    Email,
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
    /// Refused by the service.
    Wrong,
    /// A password that breaks one of the [`PASSWORD_RULES`].
    Weak,
}

/// Every problem of a form, in the order of its fields.
pub type Problems = Vec<(Field, Problem)>;

#[derive(Clone, Debug, Default, Validate)]
pub struct LoginForm {
    #[validate(custom(function = "email"))]
    pub email: String,
    #[validate(custom(function = "present"))]
    pub password: String,
}

/// For a sign-in that begins without a password, and for a forgotten one.
#[derive(Clone, Debug, Default, Validate)]
pub struct EmailForm {
    #[validate(custom(function = "email"))]
    pub email: String,
}

#[derive(Clone, Debug, Default, Validate)]
pub struct SignUpForm {
    #[validate(custom(function = "present_text"), length(max = 2048, code = "too-long"))]
    pub name: String,
    #[validate(custom(function = "telnum"))]
    pub telnum: String,
    #[validate(custom(function = "email"))]
    pub email: String,
    #[validate(custom(function = "new_password"))]
    pub password: String,
}

#[derive(Clone, Debug, Default, Validate)]
pub struct ConfirmForm {
    #[validate(custom(function = "email"))]
    pub email: String,
    #[validate(custom(function = "code"))]
    pub code: String,
}

/// A password that was forgotten.
#[derive(Clone, Debug, Default, Validate)]
pub struct ResetPasswordForm {
    #[validate(custom(function = "code"))]
    pub code: String,
    #[validate(custom(function = "new_password"))]
    pub password: String,
}

/// A password that somebody else had set, and what the account still lacks.
#[derive(Clone, Debug, Default)]
pub struct NewPasswordForm {
    pub password: String,
    pub attributes: Vec<Attribute>,
}

/// A new password of who is signed in.
#[derive(Clone, Debug, Default)]
pub struct ChangePasswordForm {
    /// The one before it, if there is one.
    pub current: Option<String>,
    pub new: String,
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
    pub fn parse(&self) -> Result<Credentials, Problems> {
        self.validate().map_err(|errors| problems(&errors))?;
        Ok(credentials(&self.email, &self.password))
    }
}

impl SignUpForm {
    /// # Errors
    /// Every field that is not right.
    pub fn parse(&self) -> Result<(Credentials, Vec<Attribute>), Problems> {
        self.validate().map_err(|errors| problems(&errors))?;
        Ok((credentials(&self.email, &self.password), self.attributes()))
    }

    /// The same where an account is made without a password.
    ///
    /// # Errors
    /// Every field but the password that is not right.
    pub fn parse_without_password(&self) -> Result<(Username, Vec<Attribute>), Problems> {
        let mut problems = self.validate().map_or_else(|errors| problems(&errors), |()| Vec::new());
        problems.retain(|(field, _)| *field != Field::Password);
        if problems.is_empty() { Ok((Username::new(self.email.trim()), self.attributes())) } else { Err(problems) }
    }

    fn attributes(&self) -> Vec<Attribute> {
        let attribute = |name: &str, value: &str| Attribute { name: name.to_owned(), value: value.to_owned() };
        vec![
            attribute("email", self.email.trim()),
            attribute("name", self.name.trim()),
            attribute("custom:telnum", &compact_telnum(&self.telnum)),
        ]
    }
}

impl EmailForm {
    /// # Errors
    /// If it is no e-mail.
    pub fn parse(&self) -> Result<Username, Problems> {
        self.validate().map_err(|errors| problems(&errors))?;
        Ok(Username::new(self.email.trim()))
    }
}

impl ResetPasswordForm {
    /// # Errors
    /// Every field that is not right.
    pub fn parse(&self) -> Result<(ConfirmationCode, Password), Problems> {
        self.validate().map_err(|errors| problems(&errors))?;
        Ok((ConfirmationCode::new(compact_code(&self.code)), Password::new(self.password.as_str())))
    }
}

impl NewPasswordForm {
    /// # Errors
    /// Every field that is not right: an e-mail and a telephone number have their form, anything else is something.
    pub fn parse(&self) -> Result<(Password, Vec<Attribute>), Problems> {
        let mut problems = Vec::new();
        let mut check = |field, checked: Result<(), ValidationError>| {
            if let Err(error) = checked {
                problems.push((field, problem_of(&error)));
            }
        };
        check(Field::Password, new_password(&self.password));
        let mut attributes = self.attributes.clone();
        for (place, Attribute { name, value }) in (0..).zip(&mut attributes) {
            let checked = match name.as_str() {
                "email" => email(value),
                "phone_number" => telnum(value),
                _ => present_text(value),
            };
            check(Field::Attribute(place), checked);
            *value = if name == "phone_number" { compact_telnum(value) } else { value.trim().to_owned() };
        }
        if problems.is_empty() { Ok((Password::new(self.password.as_str()), attributes)) } else { Err(problems) }
    }
}

impl ChangePasswordForm {
    /// # Errors
    /// Every field that is not right.
    pub fn parse(&self) -> Result<(Option<Password>, Password), Problems> {
        let mut problems = Vec::new();
        if self.current.as_ref().is_some_and(String::is_empty) {
            problems.push((Field::CurrentPassword, Problem::Required));
        }
        if let Err(error) = new_password(&self.new) {
            problems.push((Field::NewPassword, problem_of(&error)));
        }
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
        self.validate().map_err(|errors| problems(&errors))?;
        Ok((Username::new(self.email.trim()), ConfirmationCode::new(compact_code(&self.code))))
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

/// A rule of Cognito's default password policy
/// ([Password policies](https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRule {
    Length,
    Lowercase,
    Uppercase,
    Number,
    Symbol,
}

pub const PASSWORD_RULES: [PasswordRule; 5] = [
    PasswordRule::Length,
    PasswordRule::Lowercase,
    PasswordRule::Uppercase,
    PasswordRule::Number,
    PasswordRule::Symbol,
];

const SYMBOLS: &str = r#"^$*.[]{}()?-"!@#%&/\,><':;|_~`+="#;

impl PasswordRule {
    pub fn is_met_by(self, password: &str) -> bool {
        match self {
            Self::Length => password.chars().count() >= 8,
            Self::Lowercase => password.contains(|c: char| c.is_ascii_lowercase()),
            Self::Uppercase => password.contains(|c: char| c.is_ascii_uppercase()),
            Self::Number => password.contains(|c: char| c.is_ascii_digit()),
            // A space counts too, but for one at either end.
            Self::Symbol => password.contains(|c| SYMBOLS.contains(c)) || password.trim().contains(' '),
        }
    }
}

/// A telephone number as E.164 has it: without the spaces, dashes, dots and brackets that people write.
pub fn compact_telnum(typed: &str) -> String {
    let compact: String =
        typed.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}')).collect();
    match compact.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => compact,
    }
}

/// A code without the spaces and dashes that a mail program may put in.
pub fn compact_code(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

fn credentials(email: &str, password: &str) -> Credentials {
    Credentials { username: Username::new(email.trim()), password: Password::new(password) }
}

fn email(typed: &str) -> Result<(), ValidationError> {
    let email = typed.trim();
    match email {
        "" => Err(error(Problem::Required)),
        _ if is_email(email) => Ok(()),
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

fn present(typed: &str) -> Result<(), ValidationError> {
    if typed.is_empty() { Err(error(Problem::Required)) } else { Ok(()) }
}

fn present_text(typed: &str) -> Result<(), ValidationError> {
    present(typed.trim())
}

/// [E.164](https://www.itu.int/rec/T-REC-E.164): a plus sign, the country's code, at most 15 digits.
fn telnum(typed: &str) -> Result<(), ValidationError> {
    let compact = compact_telnum(typed);
    let Some(digits) = compact.strip_prefix('+') else {
        return Err(error(if compact.is_empty() { Problem::Required } else { Problem::NoCountryCode }));
    };
    let fits = (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(()) } else { Err(error(Problem::Malformed)) }
}

/// What is wrong with a number, if something is.
fn telnum_problem(typed: &str) -> Option<Problem> {
    telnum(typed).err().map(|error| problem_of(&error))
}

fn new_password(typed: &str) -> Result<(), ValidationError> {
    present(typed)?;
    if typed.chars().count() > 256 {
        return Err(error(Problem::TooLong));
    }
    if PASSWORD_RULES.iter().all(|rule| rule.is_met_by(typed)) { Ok(()) } else { Err(error(Problem::Weak)) }
}

fn code(typed: &str) -> Result<(), ValidationError> {
    match compact_code(typed).as_str() {
        "" => Err(error(Problem::Required)),
        code if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
        _ => Err(error(Problem::Malformed)),
    }
}

/// validator carries problems as codes; this pair of tables is their only spelling.
const CODES: [(&str, Problem); 5] = [
    ("required", Problem::Required),
    ("malformed", Problem::Malformed),
    ("too-long", Problem::TooLong),
    ("no-country-code", Problem::NoCountryCode),
    ("weak", Problem::Weak),
];
const FIELDS: [Field; 5] = [Field::Name, Field::Telnum, Field::Email, Field::Password, Field::Code];

fn error(problem: Problem) -> ValidationError {
    let code = CODES.iter().find(|(_, named)| *named == problem).map_or("malformed", |(code, _)| code);
    ValidationError { code: Cow::Borrowed(code), message: None, params: Default::default() }
}

fn problem_of(error: &ValidationError) -> Problem {
    CODES.iter().find(|(named, _)| *named == error.code).map_or(Problem::Malformed, |(_, problem)| *problem)
}

fn problems(errors: &ValidationErrors) -> Problems {
    let problem = |field: Field| {
        let Some(ValidationErrorsKind::Field(errors)) = errors.errors().get(field.name()) else { return None };
        let code = &errors.first()?.code;
        CODES.iter().find(|(named, _)| named == code).map(|(_, problem)| (field, *problem))
    };
    FIELDS.into_iter().filter_map(problem).collect()
}
