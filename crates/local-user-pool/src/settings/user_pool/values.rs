//! What a value of an attribute must be like.

use super::{
    attributes::SchemaAttribute,
    constraints::{AttributeDataType, Bound, decimal},
};

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
    use crate::settings::{NumberAttributeConstraints, StringAttributeConstraints};

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
}
