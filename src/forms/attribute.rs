//! What people say of themselves, one attribute at a time.

use super::{
    Field, Problem, is_email,
    normal::{is_blank, narrow, normalized, normalized_lines, visible},
    phone::{compact_telnum, telnum_problem},
};
use crate::letters::upper_case;

/// The standard attributes that people have, in the order in which they are shown
/// ([User pool attributes](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html)).
pub const PERSONAL_ATTRIBUTES: [&str; 16] = [
    "name",
    "given_name",
    "middle_name",
    "family_name",
    "nickname",
    "preferred_username",
    "email",
    "phone_number",
    "birthdate",
    "gender",
    "address",
    "locale",
    "zoneinfo",
    "website",
    "profile",
    "picture",
];

/// How an attribute is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    Text,
    /// Of several lines.
    Lines,
    Email,
    Telnum,
    Date,
    Language,
    TimeZone,
    Address,
    Gender,
    /// A whole one.
    Number,
    /// One of a list.
    Choice,
    Checkbox,
    /// Nobody sees it.
    Hidden,
}

/// The field of the attribute that is being edited: there is only one.
pub const EDITED: Field = Field::Attribute(0);

impl AttributeKind {
    /// By the name that the settings have for it.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "lines" => Self::Lines,
            "email" => Self::Email,
            "tel" => Self::Telnum,
            "date" => Self::Date,
            "number" => Self::Number,
            "url" => Self::Address,
            "choice" => Self::Choice,
            "checkbox" => Self::Checkbox,
            "hidden" => Self::Hidden,
            _ => return None,
        })
    }

    pub fn of(name: &str) -> Self {
        match name {
            "email" => Self::Email,
            "phone_number" | "custom:telnum" => Self::Telnum,
            "birthdate" => Self::Date,
            "gender" => Self::Gender,
            "address" => Self::Lines,
            "locale" => Self::Language,
            "zoneinfo" => Self::TimeZone,
            "website" | "profile" | "picture" => Self::Address,
            _ => Self::Text,
        }
    }
}

/// What is sent of what was typed for an attribute of that kind.
pub(super) fn parse_of_kind(kind: AttributeKind, typed: &str) -> Result<String, Problem> {
    let value = match kind {
        AttributeKind::Lines => normalized_lines(typed),
        AttributeKind::Email => narrow(typed),
        AttributeKind::Telnum => compact_telnum(typed),
        // An address of the web is made of whatever it is made of.
        AttributeKind::Address => visible(typed),
        _ => normalized(typed),
    };
    let is_well_formed = match kind {
        AttributeKind::Email => is_email(&value),
        AttributeKind::Date => is_date(&value),
        AttributeKind::Address => is_web_address(&value),
        AttributeKind::Language => is_language(&value),
        AttributeKind::Number => value.parse::<i64>().is_ok(),
        // One of the list is known to whoever has the list.
        AttributeKind::Choice => false,
        _ => true,
    };
    let problem = match kind {
        _ if is_blank(&value) => Some(Problem::Required),
        _ if value.chars().count() > 2048 => Some(Problem::TooLong),
        AttributeKind::Telnum => telnum_problem(&value),
        _ => (!is_well_formed).then_some(Problem::Malformed),
    };
    problem.map_or(Ok(value), Err)
}

/// `YYYY-MM-DD`, which is what Cognito takes, of a day that there is.
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |length| {
        let part = parts.next().filter(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()));
        part.and_then(|part| part.parse::<u16>().ok())
    };
    let (Some(year), Some(month), Some(day)) = (number(4), number(2), number(2)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day) && parts.next().is_none()
}

/// An absolute address of the web. Nothing is fetched from it.
fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !text.contains(char::is_whitespace))
}

/// As in `de` or `pt-BR`; some write `pt_BR`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let is_first = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_rest = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(is_first) && parts.all(is_rest)
}

/// What stands for a person who has no picture here: the first letters of the name, or one of anything else.
pub fn initials(name: Option<&str>, otherwise: &str) -> String {
    let name = name.filter(|name| !is_blank(name)).unwrap_or_default();
    let words: Vec<&str> = name.split_whitespace().collect();
    let words = match words.as_slice() {
        [] => vec![otherwise],
        [only] => vec![*only],
        [first, .., last] => vec![*first, *last],
    };
    upper_case(&words.iter().filter_map(|word| word.chars().next()).collect::<String>())
}
