//! A field that the owner asks for: what may be filled in, and what is sent of it.

use js_sys::{Array, Function, Reflect, RegExp};
use wasm_bindgen::JsCast;

use super::{
    AttributeKind, Field, Identifiers, Problem,
    attribute::{is_date, parse_of_kind},
    identifier::telnum_in,
    normal::{is_blank, visible},
};

/// The longest value that an attribute can have.
pub const LONGEST: u32 = 2048;

/// An attribute, or `username`, or `password`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As the API has it.
    pub name: String,
    pub kind: AttributeKind,
    pub is_required: bool,
    /// What it begins with; all that is sent of what nobody sees.
    pub default: String,
    /// Characters.
    pub min_length: u32,
    pub max_length: u32,
    /// The least number or the first day.
    pub min: Option<String>,
    pub max: Option<String>,
    /// As in an HTML input: the whole value is of that form.
    pub pattern: Option<String>,
    pub choices: Vec<String>,
    /// What is sent of a box that is ticked.
    pub ticked: String,
}

impl Asked {
    /// What follows from the name.
    pub fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: AttributeKind::of(name),
            is_required: true,
            default: String::new(),
            min_length: 0,
            max_length: LONGEST,
            min: None,
            max: None,
            pattern: None,
            choices: Vec::new(),
            ticked: "true".to_owned(),
        }
    }

    /// What is sent of what was filled in; nothing of what was left empty. A telephone number without its country's code is
    /// one of `country`, if that is not empty.
    ///
    /// # Errors
    /// If that may not be filled in.
    pub fn parse(&self, typed: &str, country: &str) -> Result<Option<String>, Problem> {
        match self.kind {
            AttributeKind::Hidden => return Ok(Some(self.default.clone())),
            AttributeKind::Checkbox if typed == "true" => return Ok(Some(self.ticked.clone())),
            AttributeKind::Checkbox if self.is_required => return Err(Problem::Required),
            // What is accepted or not has no other value.
            AttributeKind::Checkbox => return Ok((self.ticked == "true").then(|| "false".to_owned())),
            _ if is_blank(typed) && !self.is_required => return Ok(None),
            _ => {}
        }
        let value = match self.kind {
            AttributeKind::Telnum if !is_blank(typed) => telnum_in(typed, country)?,
            AttributeKind::Choice if self.choices.iter().any(|choice| choice == typed) => typed.to_owned(),
            kind => parse_of_kind(kind, typed)?,
        };
        let length = u32::try_from(value.chars().count()).unwrap_or(u32::MAX);
        match () {
            () if length < self.min_length => Err(Problem::TooShort),
            () if length > self.max_length => Err(Problem::TooLong),
            () if !self.is_in_range(&value) => Err(Problem::OutOfRange),
            () if !self.has_form(&value) => Err(Problem::Unfit),
            () => Ok(Some(value)),
        }
    }

    /// Whether that can stand in the field at first. Of a telephone number, what can be one is for the country to tell.
    pub fn can_begin_with(&self, default: &str) -> bool {
        match self.kind {
            AttributeKind::Choice => self.choices.iter().any(|choice| choice == default),
            AttributeKind::Checkbox => matches!(default, "true" | "false"),
            AttributeKind::Number | AttributeKind::Date => self.has_limit(default) && self.is_in_range(default),
            _ => true,
        }
    }

    /// Whether what is filled in can be measured by that.
    pub fn has_limit(&self, limit: &str) -> bool {
        match self.kind {
            AttributeKind::Number => limit.parse::<i64>().is_ok(),
            AttributeKind::Date => is_date(limit),
            _ => false,
        }
    }

    /// Whether one limit is more than another, where both are limits.
    pub fn is_beyond(&self, one: &str, other: &str) -> bool {
        match (one.parse::<i64>(), other.parse::<i64>()) {
            (Ok(one), Ok(other)) => one > other,
            // Days by ISO 8601 are ordered as texts are.
            _ => self.kind == AttributeKind::Date && one > other,
        }
    }

    /// Whether that is of the form that the owner wants.
    pub(super) fn has_form(&self, value: &str) -> bool {
        self.pattern.as_deref().is_none_or(|pattern| fits(value, pattern))
    }

    fn is_in_range(&self, value: &str) -> bool {
        let (min, max) = (self.min.as_deref(), self.max.as_deref());
        match self.kind {
            AttributeKind::Number => {
                let of = |limit: Option<&str>, or: i64| limit.and_then(|limit| limit.parse().ok()).unwrap_or(or);
                value.parse().is_ok_and(|value: i64| (of(min, i64::MIN)..=of(max, i64::MAX)).contains(&value))
            }
            // Days by ISO 8601 are ordered as texts are.
            AttributeKind::Date => min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max),
            _ => true,
        }
    }
}

/// The fields of a form, in their order. Those that people know by a name of their own have that.
pub fn fields_of(asked: &[Asked], accepted: Identifiers) -> Vec<Field> {
    let mut fields = Vec::new();
    for (place, asked) in (0..).zip(asked) {
        let known = match asked.name.as_str() {
            "name" => Field::Name,
            "custom:telnum" | "phone_number" => Field::Telnum,
            "email" => Field::Email,
            "username" if accepted.username => Field::Username,
            "username" => Field::Identifier,
            "password" => Field::Password,
            _ => Field::Attribute(place),
        };
        fields.push(if fields.contains(&known) { Field::Attribute(place) } else { known });
    }
    fields
}

/// A user name that somebody picked. Where people sign in by an email too, none looks like one.
pub(super) fn username(typed: &str, accepted: Identifiers) -> Result<String, Problem> {
    let name = visible(typed);
    let is_odd =
        name.chars().count() > 128 || name.contains(char::is_whitespace) || accepted.email && name.contains('@');
    match name.as_str() {
        "" => Err(Problem::Required),
        _ if is_odd => Err(Problem::Malformed),
        _ => Ok(name),
    }
}

/// Whether the whole text is of that form.
fn fits(text: &str, pattern: &str) -> bool {
    // What the browser cannot read, the page for the owner has told of.
    expression(pattern).is_none_or(|expression| expression.test(text))
}

/// The browser's own reading of a pattern
/// ([compiled pattern regular expression](https://html.spec.whatwg.org/multipage/input.html#the-pattern-attribute)).
pub fn expression(pattern: &str) -> Option<RegExp> {
    let class: Function = Reflect::get(&js_sys::global(), &"RegExp".into()).ok()?.dyn_into().ok()?;
    let whole = format!("^(?:{pattern})$");
    // First by itself: in the brackets it could close them.
    Reflect::construct(&class, &Array::of2(&pattern.into(), &"v".into())).ok()?;
    Reflect::construct(&class, &Array::of2(&whole.into(), &"v".into())).ok()?.dyn_into().ok()
}
