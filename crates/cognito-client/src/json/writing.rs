//! What is sent or kept, written as JSON text member by member.

/// What can be written as JSON.
pub trait Writable {
    /// Appends its JSON text.
    fn write(&self, json: &mut String);

    /// Whether it says nothing. A structure leaves such a member out.
    fn is_absent(&self) -> bool {
        false
    }

    /// Its JSON text.
    fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }
}

/// A structure, by the names that its members have in JSON.
macro_rules! writable {
    ($name:ident $(<$borrow:lifetime>)? { $($wire:literal $member:ident)+ }) => {
        impl $(<$borrow>)? crate::json::Writable for $name $(<$borrow>)? {
            fn write(&self, json: &mut String) {
                crate::json::write_members(json, &[$(($wire, &self.$member)),+]);
            }
        }
    };
}

/// Writes a structure. It takes any members, so it is compiled once.
pub fn write_members(json: &mut String, members: &[(&str, &dyn Writable)]) {
    json.push('{');
    let mut separator = "";
    for (name, value) in members.iter().filter(|(_, value)| !value.is_absent()) {
        json.push_str(separator);
        write_string(name, json);
        json.push(':');
        value.write(json);
        separator = ",";
    }
    json.push('}');
}

impl Writable for str {
    fn write(&self, json: &mut String) {
        write_string(self, json);
    }
}

impl Writable for String {
    fn write(&self, json: &mut String) {
        write_string(self, json);
    }
}

impl Writable for bool {
    fn write(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }
}

impl Writable for u64 {
    fn write(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl Writable for u32 {
    fn write(&self, json: &mut String) {
        u64::from(*self).write(json);
    }
}

impl<W: Writable + ?Sized> Writable for &W {
    fn write(&self, json: &mut String) {
        (**self).write(json);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<W: Writable> Writable for Option<W> {
    fn write(&self, json: &mut String) {
        match self {
            Some(value) => value.write(json),
            None => json.push_str("null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<W: Writable> Writable for [W] {
    fn write(&self, json: &mut String) {
        json.push('[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            item.write(json);
        }
        json.push(']');
    }
}

impl<W: Writable> Writable for Vec<W> {
    fn write(&self, json: &mut String) {
        self.as_slice().write(json);
    }
}

/// Writes a text between marks.
pub(super) fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for character in string.chars() {
        let short = match character {
            '"' | '\\' => character,
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\0'..' ' => {
                text.push_str(if character < '\u{10}' { "\\u000" } else { "\\u001" });
                text.extend(char::from_digit(u32::from(character) % 16, 16));
                continue;
            }
            _ => {
                text.push(character);
                continue;
            }
        };
        text.push('\\');
        text.push(short);
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    struct Whole<'a> {
        text: &'a str,
        number: Option<u32>,
        flag: Option<bool>,
        list: &'a [Option<u64>],
        part: Option<Part>,
    }

    struct Part {
        names: Vec<String>,
    }

    writable! { Whole<'a> { "Te\"xt" text "Number" number "Flag" flag "List" list "Part" part } }
    writable! { Part { "Names" names } }

    #[test]
    fn what_is_absent_is_left_out() {
        let names = vec!["a\u{0}\n\\\"é😀".to_owned(), String::new()];
        let whole = Whole {
            text: "t",
            number: Some(u32::MAX),
            flag: Some(false),
            list: &[Some(u64::MAX), None],
            part: Some(Part { names: names.clone() }),
        };
        let none = Whole { text: "", number: None, flag: None, list: &[], part: None };
        for (structure, expected) in [
            (
                whole,
                json!({
                    "Te\"xt": "t", "Number": u32::MAX, "Flag": false, "List": [u64::MAX, null], "Part": { "Names": names },
                }),
            ),
            (none, json!({ "Te\"xt": "", "List": [] })),
        ] {
            let json = structure.to_json();
            assert_eq!(serde_json::from_str::<Value>(&json).ok(), Some(expected), "{json}");
        }
    }
}
