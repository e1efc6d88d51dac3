//! What people type to say who they are: an email, a telephone number, or a user name. Where several are possible, what was
//! typed decides.

use cognito_client::ids::Username;

use super::{
    Field, Problem, is_email,
    normal::{narrow, visible},
    phone::{in_country, telnum_problem},
};

/// What people may type: at least one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identifiers {
    pub email: bool,
    pub telnum: bool,
    /// Its own, or a preferred one.
    pub username: bool,
}

impl Default for Identifiers {
    fn default() -> Self {
        Self { email: true, telnum: false, username: false }
    }
}

/// What somebody typed, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identifier {
    Email(String),
    /// As it was typed.
    Telnum(String),
    Username(String),
}

impl Identifiers {
    /// Whether people sign in by their email and by nothing else.
    pub fn are_emails(self) -> bool {
        self == Self::default()
    }

    /// The field that asks for one.
    pub fn field(self) -> Field {
        match self {
            Self { email: true, telnum: false, username: false } => Field::Email,
            Self { email: false, telnum: true, username: false } => Field::Telnum,
            Self { email: false, telnum: false, username: true } => Field::Username,
            _ => Field::Identifier,
        }
    }

    /// The type of its input.
    pub fn input_type(self) -> &'static str {
        match self.field() {
            Field::Email => "email",
            Field::Telnum => "tel",
            _ => "text",
        }
    }

    /// The keyboard that has everything that may be typed.
    pub fn inputmode(self) -> &'static str {
        match self.field() {
            Field::Telnum => "tel",
            Field::Username => "text",
            _ if self.email => "email",
            _ => "text",
        }
    }

    /// What was typed. Of a telephone number only how it looks is checked here: what numbers there are, a first visit does
    /// without.
    ///
    /// # Errors
    /// If it is nothing that people may type.
    pub fn read(self, typed: &str) -> Result<Identifier, Problem> {
        let narrowed = narrow(typed);
        let looks_like_number = is_number_like(&narrowed);
        let username = visible(typed);
        match () {
            () if narrowed.is_empty() => Err(Problem::Required),
            // Who signs in by nothing else is told what is wrong with it.
            () if self.telnum && (looks_like_number || !self.email && !self.username) => {
                Ok(Identifier::Telnum(narrowed))
            }
            () if self.email && (narrowed.contains('@') || !self.username) => {
                is_email(&narrowed).then_some(Identifier::Email(narrowed)).ok_or(Problem::Malformed)
            }
            () if username.chars().count() <= 128 && !username.contains(char::is_whitespace) => {
                Ok(Identifier::Username(username))
            }
            () => Err(Problem::Malformed),
        }
    }

    /// The name that stands for it at the service. A number that was typed without its country's code is one of `country`.
    ///
    /// # Errors
    /// If it is nothing that people may type.
    pub fn parse(self, typed: &str, country: &str) -> Result<Username, Problem> {
        self.read(typed)?.resolve(country)
    }
}

impl Identifier {
    /// As [`Identifiers::parse`].
    ///
    /// # Errors
    /// If it is a telephone number that there cannot be.
    pub fn resolve(self, country: &str) -> Result<Username, Problem> {
        let name = match self {
            Self::Email(name) | Self::Username(name) => name,
            Self::Telnum(typed) => telnum_in(&typed, country)?,
        };
        Ok(Username::new(name))
    }
}

/// The number by E.164; one without a country's code is one of `country`.
///
/// # Errors
/// If there can be no such number.
pub fn telnum_in(typed: &str, country: &str) -> Result<String, Problem> {
    let number = in_country(typed, country);
    telnum_problem(&number).map_or(Ok(number), Err)
}

/// Whether an email is of one of these domains, or of a part of one.
pub fn is_of_domain(email: &str, domains: &[String]) -> bool {
    let Some((_, domain)) = email.trim().rsplit_once('@') else { return false };
    domains.iter().any(|listed| listed.eq_ignore_ascii_case(domain))
}

/// A plus sign or not, digits, and what people put between them: 6 digits or more, as no country has shorter numbers that
/// codes go to.
fn is_number_like(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_sign = |sign: char| sign.is_ascii_digit() || "+ -./()".contains(sign);
    (6..=20).contains(&digits) && text.chars().all(is_sign)
}
