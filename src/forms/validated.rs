//! Problems as validator carries them.

use std::borrow::Cow;

use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use super::{Field, Problem, Problems};

/// validator carries problems as codes; this pair of tables is their only spelling.
const CODES: [(&str, Problem); 5] = [
    ("required", Problem::Required),
    ("malformed", Problem::Malformed),
    ("too-long", Problem::TooLong),
    ("no-country-code", Problem::NoCountryCode),
    ("impossible", Problem::Impossible),
];
const FIELDS: [Field; 5] = [Field::Name, Field::Telnum, Field::Email, Field::Password, Field::Code];

pub(super) fn error(problem: Problem) -> ValidationError {
    let code = CODES.iter().find(|(_, named)| *named == problem).map_or("malformed", |(code, _)| code);
    ValidationError { code: Cow::Borrowed(code), message: None, params: Default::default() }
}

pub(super) fn problems(errors: &ValidationErrors) -> Problems {
    let problem = |field: Field| {
        let Some(ValidationErrorsKind::Field(errors)) = errors.errors().get(field.name()) else { return None };
        let code = &errors.first()?.code;
        CODES.iter().find(|(named, _)| named == code).map(|(_, problem)| (field, *problem))
    };
    FIELDS.into_iter().filter_map(problem).collect()
}
