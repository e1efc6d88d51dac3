//! What is read out of JSON that a service has written: in one way for answers, claims and refusals, and with patience.
//! `null` is as good as nothing; so is what has another type than it should have; what is not known is passed over. Only
//! what lacks something that nobody can do without cannot be read.
//!
//! It goes by way of [`Value`], which is compiled once: in a browser that is less code than a reader of each structure's
//! own.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Map, Value};

/// What can be read out of a value.
pub trait Readable: Sized {
    /// What the value says; [`Value::Null`] says nothing, as does a member that is not there. `None` if that is not enough.
    fn read(value: Value) -> Option<Self>;
}

/// A structure, by the names that its members have in JSON.
macro_rules! readable {
    ($(
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident {
            $($(#[$member_meta:meta])* $wire:literal $member:ident: $type:ty,)+
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $visibility struct $name {
            $($(#[$member_meta])* pub $member: $type,)+
        }

        impl crate::reading::Readable for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                let serde_json::Value::Object(mut members) = value else { return None };
                Some(Self { $($member: crate::reading::member(&mut members, $wire)?,)+ })
            }
        }
    )+};
}

/// What JSON text says. `None` for what is no JSON as well.
pub(crate) fn read<R: Readable>(json: &str) -> Option<R> {
    R::read(value(json)?)
}

/// JSON text.
pub(crate) fn value(json: &str) -> Option<Value> {
    serde_json::from_slice(json.as_bytes()).ok()
}

/// Takes a member out of a structure.
pub(crate) fn member<R: Readable>(members: &mut Map<String, Value>, name: &str) -> Option<R> {
    R::read(members.get_mut(name).map(Value::take).unwrap_or_default())
}

/// For programs that read the same types by serde.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, R: Readable>(deserializer: D) -> Result<R, D::Error> {
    let read = R::read(Value::deserialize(deserializer)?);
    read.ok_or_else(|| D::Error::custom("a member is missing or of another type"))
}

/// The text that a value is to those who expect one: a number and a truth value in letters, a list or a structure as JSON.
pub(crate) fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => serde_json::to_string(&other).ok(),
    }
}

/// A number that is whole and not below zero. It may have a fraction on the wire, as in `3600.0`, which is cut.
pub(crate) fn whole(value: &Value) -> Option<u64> {
    // The cast saturates.
    value.as_u64().or_else(|| value.as_f64().filter(|number| *number >= 0.0).map(|number| number as u64))
}

/// Takes what says nothing out of JSON: for readers that take `null` for a value.
pub(crate) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(without_nulls).collect(),
        Value::Object(members) => {
            let said = members.into_iter().filter(|(_, value)| !value.is_null());
            said.map(|(name, value)| (name, without_nulls(value))).collect()
        }
        other => other,
    }
}

impl Readable for String {
    fn read(value: Value) -> Option<Self> {
        if let Value::String(text) = value { Some(text) } else { None }
    }
}

impl Readable for bool {
    fn read(value: Value) -> Option<Self> {
        Some(value == Value::Bool(true))
    }
}

impl Readable for u64 {
    fn read(value: Value) -> Option<Self> {
        whole(&value)
    }
}

impl<R: Readable> Readable for Option<R> {
    fn read(value: Value) -> Option<Self> {
        Some(R::read(value))
    }
}

/// What cannot be read is left out.
impl<R: Readable> Readable for Vec<R> {
    fn read(value: Value) -> Option<Self> {
        let items = if let Value::Array(items) = value { items } else { Vec::new() };
        Some(items.into_iter().filter_map(R::read).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    readable! {
        struct Whole {
            "Needed" needed: String,
            "Text" text: Option<String>,
            "Number" number: Option<u64>,
            "Flag" flag: bool,
            "List" list: Vec<String>,
            "Part" part: Option<Part>,
        }

        struct Part {
            "Needed" needed: u64,
        }
    }

    #[test]
    fn what_says_nothing_is_absent() {
        let nothing = Whole { needed: "n".to_owned(), text: None, number: None, flag: false, list: vec![], part: None };
        for (case, json) in [
            ("left out", json!({ "Needed": "n" })),
            ("unknown", json!({ "Needed": "n", "Newer": [{}] })),
            ("null", json!({ "Needed": "n", "Text": null, "Number": null, "Flag": null, "List": null, "Part": null })),
            ("other types", json!({ "Needed": "n", "Text": 1, "Number": "1", "Flag": "true", "List": {}, "Part": [] })),
            ("nothing in them", json!({ "Needed": "n", "List": [null, 1, {}], "Part": { "Needed": null } })),
            ("below zero", json!({ "Needed": "n", "Number": -0.5 })),
        ] {
            assert_eq!(Whole::read(json), Some(nothing.clone()), "{case}");
        }
        for json in [json!({}), json!({ "Needed": null }), json!({ "Needed": 1 }), json!([]), json!(null), json!("n")] {
            assert_eq!(Whole::read(json.clone()), None, "{json}");
        }
    }

    #[test]
    fn what_is_said_is_read() {
        let json =
            r#"{"Needed":"n","Text":"","Number":3600.0,"Flag":true,"List":["a",null,"b"],"Part":{"Needed":7.9}}"#;
        let expected = Whole {
            needed: "n".to_owned(),
            text: Some(String::new()),
            number: Some(3600),
            flag: true,
            list: vec!["a".to_owned(), "b".to_owned()],
            part: Some(Part { needed: 7 }),
        };
        assert_eq!(read(json), Some(expected));
        assert_eq!(read::<Whole>("<html>"), None);
        for (json, number) in [("1e300", u64::MAX), ("18446744073709551615", u64::MAX), ("3.6e3", 3600), ("0", 0)] {
            assert_eq!(read(json), Some(number), "{json}");
        }
    }

    #[test]
    fn nulls_go_at_every_depth() {
        let json = json!({ "a": null, "b": [null, 1, { "c": null, "d": [null] }], "e": { "f": null }, "g": false });
        assert_eq!(without_nulls(json), json!({ "b": [1, { "d": [] }], "e": {}, "g": false }));
    }
}
