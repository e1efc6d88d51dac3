//! What is read out of JSON that a service has written: in one way for answers, claims and refusals, and with patience.
//! `null` is as good as nothing; so is what has another type than it should have; what is not known is passed over. Only
//! what lacks something that nobody can do without cannot be read.
//!
//! It goes by way of [`Json`], which is compiled once: in a browser that is less code than a reader of each structure's
//! own.

use super::{Json, Object, Writable};

/// What can be read out of a value.
pub trait Readable: Sized {
    /// What the value says; [`Json::Null`] says nothing, as does a member that is not there. `None` if that is not enough.
    fn read(value: Json) -> Option<Self>;
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

        impl crate::json::Readable for $name {
            fn read(value: crate::json::Json) -> Option<Self> {
                let crate::json::Json::Object(mut members) = value else { return None };
                Some(Self { $($member: crate::json::member(&mut members, $wire)?,)+ })
            }
        }
    )+};
}

/// What JSON text says. `None` for what is no JSON as well.
pub fn read<R: Readable>(json: &str) -> Option<R> {
    R::read(Json::parse(json)?)
}

/// Takes a member out of a structure.
pub fn member<R: Readable>(members: &mut Object, name: &str) -> Option<R> {
    R::read(members.take(name).unwrap_or_default())
}

/// The text that a value is to those who expect one: a number and a truth value in letters, a list or a structure as JSON.
pub(crate) fn text(value: Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text),
        other => Some(other.to_json()),
    }
}

/// Takes what says nothing out of JSON: for readers that take `null` for a value.
pub(crate) fn without_nulls(value: Json) -> Json {
    match value {
        Json::Array(items) => {
            Json::Array(items.into_iter().filter(|item| !item.is_null()).map(without_nulls).collect())
        }
        Json::Object(members) => {
            let said = members.into_iter().filter(|(_, value)| !value.is_null());
            Json::Object(said.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        other => other,
    }
}

impl Readable for Json {
    fn read(value: Json) -> Option<Self> {
        Some(value)
    }
}

impl Readable for String {
    fn read(value: Json) -> Option<Self> {
        if let Json::String(text) = value { Some(text) } else { None }
    }
}

impl Readable for bool {
    fn read(value: Json) -> Option<Self> {
        Some(matches!(value, Json::Bool(true)))
    }
}

impl Readable for u64 {
    fn read(value: Json) -> Option<Self> {
        if let Json::Number(number) = value { number.whole() } else { None }
    }
}

impl Readable for u32 {
    fn read(value: Json) -> Option<Self> {
        u64::read(value)?.try_into().ok()
    }
}

impl<R: Readable> Readable for Option<R> {
    fn read(value: Json) -> Option<Self> {
        Some(R::read(value))
    }
}

/// What cannot be read is left out.
impl<R: Readable> Readable for Vec<R> {
    fn read(value: Json) -> Option<Self> {
        let items = if let Json::Array(items) = value { items } else { Vec::new() };
        Some(items.into_iter().filter_map(R::read).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn ours(value: &Value) -> Json {
        Json::parse(&value.to_string()).expect("it is JSON")
    }

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
            assert_eq!(Whole::read(ours(&json)), Some(nothing.clone()), "{case}");
        }
        for json in [json!({}), json!({ "Needed": null }), json!({ "Needed": 1 }), json!([]), json!(null), json!("n")] {
            assert_eq!(Whole::read(ours(&json)), None, "{json}");
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
        assert_eq!(without_nulls(ours(&json)), ours(&json!({ "b": [1, { "d": [] }], "e": {}, "g": false })));
    }
}
