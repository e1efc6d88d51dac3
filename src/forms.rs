//! What people fill in: checked here, and passed on as values that are known to be good.

use std::borrow::Cow;

use cognito_client::{
    ids::Username,
    secrets::{ConfirmationCode, Password},
    sign_in::Credentials,
    sign_up::Attribute,
};
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

/// A field, by its input's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    Telnum,
    Email,
    Password,
    Code,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Required,
    Malformed,
    TooLong,
    /// A telephone number without its country.
    NoCountryCode,
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
        let attribute = |name: &str, value: &str| Attribute { name: name.to_owned(), value: value.to_owned() };
        let attributes = vec![
            attribute("email", self.email.trim()),
            attribute("name", self.name.trim()),
            attribute("custom:telnum", &compact_telnum(&self.telnum)),
        ];
        Ok((credentials(&self.email, &self.password), attributes))
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
        match self {
            Self::Name => "name",
            Self::Telnum => "telnum",
            Self::Email => "email",
            Self::Password => "password",
            Self::Code => "code",
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

fn problems(errors: &ValidationErrors) -> Problems {
    let problem = |field: Field| {
        let Some(ValidationErrorsKind::Field(errors)) = errors.errors().get(field.name()) else { return None };
        let code = &errors.first()?.code;
        CODES.iter().find(|(named, _)| named == code).map(|(_, problem)| (field, *problem))
    };
    FIELDS.into_iter().filter_map(problem).collect()
}
