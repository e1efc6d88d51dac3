//! What a value of an attribute must be like.

use serde::{Deserialize, Serialize};

use super::SchemaAttribute;

/// AttributeDataType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeDataType {
    /// Any text, in its limits.
    #[default]
    String,
    /// Decimal, in its limits.
    Number,
    /// A day, or a moment of one (ISO 8601).
    DateTime,
    /// "true" or "false".
    Boolean,
}

/// StringAttributeConstraintsType: how many characters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct StringAttributeConstraints {
    /// The fewest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<Bound>,
    /// The most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<Bound>,
}

/// NumberAttributeConstraintsType.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct NumberAttributeConstraints {
    /// The smallest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<Bound>,
    /// The greatest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<Bound>,
}

/// A limit: a number, which the API writes as text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Spelled", into = "String")]
pub struct Bound {
    text: String,
    value: f64,
}

/// A settings file may have a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Spelled {
    Text(String),
    Number(i64),
}

impl SchemaAttribute {
    /// What is wrong with a value, as Cognito says it after the attribute's name. An empty value is none.
    pub(crate) fn problem_of(&self, value: &str) -> Option<String> {
        if value.is_empty() {
            return None;
        }
        match self.attribute_data_type {
            AttributeDataType::String if self.name == "birthdate" => {
                self.length_problem(value).or_else(|| (!is_date(value)).then(|| "Invalid date format".to_owned()))
            }
            AttributeDataType::String => self.length_problem(value),
            AttributeDataType::Number => self.number_problem(value),
            AttributeDataType::DateTime => (!is_date_or_moment(value)).then(|| "Invalid date format".to_owned()),
            AttributeDataType::Boolean => {
                (!matches!(value, "true" | "false")).then(|| "Invalid value for a boolean attribute".to_owned())
            }
        }
    }

    fn length_problem(&self, value: &str) -> Option<String> {
        let length = value.chars().count() as f64;
        let limits = self.string_attribute_constraints.as_ref()?;
        match (&limits.min_length, &limits.max_length) {
            (Some(least), _) if length < least.value => {
                Some(format!("String must be no shorter than {} characters", least.text))
            }
            (_, Some(most)) if length > most.value => {
                Some(format!("String must be no longer than {} characters", most.text))
            }
            _ => None,
        }
    }

    fn number_problem(&self, value: &str) -> Option<String> {
        let Some(number) = decimal(value) else { return Some("Invalid number format".to_owned()) };
        let limits = self.number_attribute_constraints.as_ref()?;
        match (&limits.min_value, &limits.max_value) {
            (Some(least), _) if number < least.value => Some(format!("Number must be no less than {}", least.text)),
            (_, Some(most)) if number > most.value => Some(format!("Number must be no greater than {}", most.text)),
            _ => None,
        }
    }

    /// What is wrong with the limits themselves.
    pub(super) fn limits_problem(&self) -> Option<String> {
        let (texts, numbers) = (&self.string_attribute_constraints, &self.number_attribute_constraints);
        let crossed = |least: &Option<Bound>, most: &Option<Bound>| match (least, most) {
            (Some(least), Some(most)) => least.value > most.value,
            _ => false,
        };
        let is_crossed = texts.as_ref().is_some_and(|limits| crossed(&limits.min_length, &limits.max_length))
            || numbers.as_ref().is_some_and(|limits| crossed(&limits.min_value, &limits.max_value));
        is_crossed.then(|| format!("attribute {:?} has a lower limit above the upper one", self.name))
    }
}

impl From<i64> for Bound {
    fn from(number: i64) -> Self {
        Self { text: number.to_string(), value: number as f64 }
    }
}

impl TryFrom<Spelled> for Bound {
    type Error = String;

    fn try_from(spelled: Spelled) -> Result<Self, String> {
        match spelled {
            Spelled::Number(number) => Ok(number.into()),
            Spelled::Text(text) => match decimal(&text) {
                Some(value) => Ok(Self { text, value }),
                None => Err(format!("{text:?} is no number")),
            },
        }
    }
}

impl From<Bound> for String {
    fn from(bound: Bound) -> Self {
        bound.text
    }
}

/// Digits, with a sign and a fraction at most.
fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    (are_digits(whole) && are_digits(fraction)).then(|| text.parse().ok()).flatten()
}

/// YYYY-MM-DD, a day of the calendar.
fn is_date(text: &str) -> bool {
    let numbers =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten();
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    if [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (numbers(year), numbers(month), numbers(day)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// A date, or one with a time: 2026-11-03T04:05:06Z, with a fraction and an offset if need be.
fn is_date_or_moment(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return is_date(text) };
    let at_zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(at_zone);
    let below = |part: &str, limit: u32| {
        part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()) && part.parse().is_ok_and(|n: u32| n < limit)
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else { return false };
    let is_zone = matches!(zone, "" | "Z")
        || zone[1..].split_once(':').is_some_and(|(hours, minutes)| below(hours, 24) && below(minutes, 60));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_date(date) && below(hour, 24) && below(minute, 60) && below(second, 60) && is_fraction && is_zone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        let text = |least: Option<i64>, most: Option<i64>| SchemaAttribute {
            string_attribute_constraints: Some(StringAttributeConstraints {
                min_length: least.map(Bound::from),
                max_length: most.map(Bound::from),
            }),
            ..SchemaAttribute::new("custom:a", false)
        };
        let number = |least: Option<i64>, most: Option<i64>| SchemaAttribute {
            attribute_data_type: AttributeDataType::Number,
            number_attribute_constraints: Some(NumberAttributeConstraints {
                min_value: least.map(Bound::from),
                max_value: most.map(Bound::from),
            }),
            ..SchemaAttribute::new("custom:a", false)
        };
        let of_type =
            |attribute_data_type| SchemaAttribute { attribute_data_type, ..SchemaAttribute::new("custom:a", false) };
        let (birthdate, moment, flag) = (
            SchemaAttribute::standard("birthdate"),
            of_type(AttributeDataType::DateTime),
            of_type(AttributeDataType::Boolean),
        );
        let date = Some("Invalid date format");
        let cases = [
            ("short", text(Some(3), Some(5)), "ab", Some("String must be no shorter than 3 characters")),
            ("long", text(Some(3), Some(5)), "abcdef", Some("String must be no longer than 5 characters")),
            ("characters, not bytes", text(Some(3), Some(5)), "äöüßé", None),
            ("empty", text(Some(3), Some(5)), "", None),
            ("without limits", text(None, None), "a", None),
            ("small", number(Some(-2), Some(10)), "-3", Some("Number must be no less than -2")),
            ("great", number(Some(-2), Some(10)), "10.5", Some("Number must be no greater than 10")),
            ("fits", number(Some(-2), Some(10)), "-1.5", None),
            ("without limits", number(None, None), "123456789", None),
            ("letters", number(None, None), "12a", Some("Invalid number format")),
            ("no number", number(None, None), "NaN", Some("Invalid number format")),
            ("endless", number(None, None), "inf", Some("Invalid number format")),
            ("exponent", number(None, None), "1e3", Some("Invalid number format")),
            ("sign", number(None, None), "+1", Some("Invalid number format")),
            ("nothing but a sign", number(None, None), "-", Some("Invalid number format")),
            ("date", birthdate.clone(), "2000-02-29", None),
            ("early", birthdate.clone(), "1899-12-31", None),
            ("other order", birthdate.clone(), "29-02-2000", date),
            ("slashes", birthdate.clone(), "2000/02/29", date),
            ("no such day", birthdate.clone(), "1900-02-29", date),
            ("no such month", birthdate.clone(), "2000-13-01", date),
            ("short date", birthdate.clone(), "2000-2-9", Some("String must be no shorter than 10 characters")),
            ("long date", birthdate, "2000-02-29T", Some("String must be no longer than 10 characters")),
            ("day", moment.clone(), "2026-11-03", None),
            ("moment", moment.clone(), "2026-11-03T04:05:06Z", None),
            ("fraction and offset", moment.clone(), "2026-11-03T04:05:06.789+01:00", None),
            ("words", moment.clone(), "tomorrow", date),
            ("hour 24", moment.clone(), "2026-11-03T24:00:00Z", date),
            ("other letters", moment, "2026-11-03T04:05:06é", date),
            ("yes", flag.clone(), "true", None),
            ("maybe", flag, "yes", Some("Invalid value for a boolean attribute")),
        ];
        for (name, attribute, value, expected) in cases {
            assert_eq!(attribute.problem_of(value).as_deref(), expected, "{name}: {value}");
        }
    }

    #[test]
    fn limits_in_either_spelling() {
        for text in [r#"{"MinLength":"3"}"#, r#"{"MinLength":3}"#] {
            let read: StringAttributeConstraints = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"MinLength":"3"}"#, "{text}");
        }
        for text in [r#"{"MinLength":"three"}"#, r#"{"MinLength":""}"#, r#"{"Least":"3"}"#] {
            assert!(serde_json::from_str::<StringAttributeConstraints>(text).is_err(), "{text}");
        }
    }
}
