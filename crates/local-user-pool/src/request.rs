//! Request members: types, limits and patterns of the API's model, with AWS's sentences when they are violated.

mod checked;

use std::collections::BTreeMap;

use icu_properties::{
    CodePointMapData,
    props::{GeneralCategory, GeneralCategoryGroup},
};
use serde_json::{Map, Value};

pub(crate) use self::checked::CheckedMembers;
use crate::error::ServiceError;

/// Limits of a string member.
pub(crate) struct Shape {
    shortest: usize,
    longest: usize,
    /// The model's regular expression, as it stands in the sentence.
    pattern: &'static str,
    fits: fn(&str) -> bool,
}

const NO_LIMIT: usize = usize::MAX;

pub(crate) const CLIENT_ID: Shape = Shape { shortest: 1, longest: 128, pattern: r"[\w+]+", fits: is_client_word };
pub(crate) const USERNAME: Shape =
    Shape { shortest: 1, longest: 128, pattern: r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", fits: is_visible };
/// Of a pool or a client.
pub(crate) const FRIENDLY_NAME: Shape = Shape {
    shortest: 1,
    longest: 128,
    pattern: r"[\w\s+=,.@-]+",
    fits: |text| text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || "_+=,.@-".contains(c)),
};
pub(crate) const SECRET_HASH: Shape = Shape {
    shortest: 1,
    longest: 128,
    pattern: r"[\w+=/]+",
    fits: |text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'=' | b'/')),
};
pub(crate) const CLIENT_SECRET: Shape = Shape { shortest: 24, longest: 64, pattern: r"[\w+]+", fits: is_client_word };
/// Identifier of a resource server.
pub(crate) const RESOURCE_SERVER: Shape =
    Shape { shortest: 1, longest: 256, pattern: r"[\x21\x23-\x5B\x5D-\x7E]+", fits: is_scope_word };
pub(crate) const RESOURCE_SERVER_NAME: Shape = Shape { longest: 256, ..FRIENDLY_NAME };
pub(crate) const SCOPE_NAME: Shape = Shape {
    shortest: 1,
    longest: 256,
    pattern: r"[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+",
    fits: |text| is_scope_word(text) && !text.contains('/'),
};
pub(crate) const SCOPE_DESCRIPTION: Shape = Shape { shortest: 1, longest: 256, pattern: "", fits: |_| true };
pub(crate) const GROUP_NAME: Shape = USERNAME;
/// Of a group.
pub(crate) const DESCRIPTION: Shape = Shape { shortest: 0, longest: 2048, pattern: "", fits: |_| true };
/// Of a role or a function.
pub(crate) const ARN: Shape = Shape {
    shortest: 20,
    longest: 2048,
    pattern: r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?",
    fits: is_arn,
};
/// Of an identity provider.
pub(crate) const PROVIDER_NAME: Shape =
    Shape { shortest: 1, longest: 32, pattern: r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", fits: is_visible };
/// A prefix, or a name of the owner's own.
pub(crate) const DOMAIN: Shape = Shape {
    shortest: 1,
    longest: 63,
    pattern: r"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$",
    fits: |text| {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        text.bytes().all(fits) && !text.starts_with('-') && !text.ends_with('-')
    },
};
/// Filter of ListUsers.
pub(crate) const FILTER: Shape = Shape { shortest: 0, longest: 256, pattern: "", fits: |_| true };
/// The model says `[\S]+`, but the service lets blanks stand inside, and says so in its sentence.
pub(crate) const PASSWORD: Shape = Shape {
    shortest: 0,
    longest: 256,
    pattern: r"^[\S]+.*[\S]+$",
    fits: |text| {
        let inner_lines = !text.contains(['\n', '\r']);
        text.chars().count() >= 2 && inner_lines && !text.starts_with(is_blank) && !text.ends_with(is_blank)
    },
};
pub(crate) const CONFIRMATION_CODE: Shape =
    Shape { shortest: 1, longest: 2048, pattern: r"[\S]+", fits: |text| !text.contains(is_blank) };
pub(crate) const TOKEN: Shape = Shape {
    shortest: 0,
    longest: NO_LIMIT,
    pattern: r"[A-Za-z0-9-_=.]+",
    fits: |text| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=' | b'.'))
    },
};
pub(crate) const SESSION: Shape = Shape { shortest: 20, longest: 4096, pattern: "", fits: |_| true };
pub(crate) const USER_POOL_ID: Shape = Shape {
    shortest: 1,
    longest: 55,
    pattern: r"[\w-]+_[0-9a-zA-Z]+",
    fits: |text| {
        let word = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        text.rsplit_once('_').is_some_and(|(region, name)| {
            !region.is_empty() && word(region) && !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
        })
    },
};
pub(crate) const USER_CODE: Shape = Shape {
    shortest: 6,
    longest: 6,
    pattern: r"[0-9]+",
    fits: |text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
};
pub(crate) const TEXT: Shape = Shape { shortest: 0, longest: 131_072, pattern: "", fits: |_| true };
pub(crate) const DEVICE_KEY: Shape = Shape {
    shortest: 1,
    longest: 55,
    pattern: r"[\w-]+_[0-9a-f-]+",
    fits: |text| {
        let word = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let hex = |part: &str| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
        text.rsplit_once('_')
            .is_some_and(|(region, id)| !region.is_empty() && word(region) && !id.is_empty() && hex(id))
    },
};
pub(crate) const DEVICE_NAME: Shape = Shape { shortest: 1, longest: 1024, pattern: "", fits: |_| true };
/// Of a session of a user: tokens or single sign-on.
pub(crate) const SESSION_ID: Shape = Shape {
    shortest: 28,
    longest: 28,
    pattern: r"^(tkn|sso)[a-z0-9]{25}$",
    fits: |text| {
        let id = text.strip_prefix("tkn").or_else(|| text.strip_prefix("sso"));
        id.is_some_and(|id| id.len() == 25 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
    },
};
/// Of an identity, or of an identity pool.
pub(crate) const IDENTITY_ID: Shape = Shape {
    shortest: 1,
    longest: 55,
    pattern: r"[\w-]+:[0-9a-f-]+",
    fits: |text| {
        let word = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let hex = |part: &str| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
        text.split_once(':').is_some_and(|(region, id)| !region.is_empty() && word(region) && !id.is_empty() && hex(id))
    },
};
/// Of AWS.
pub(crate) const ACCOUNT_ID: Shape = Shape {
    shortest: 1,
    longest: 15,
    pattern: r"\d+",
    fits: |text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
};
pub(crate) const ROLE_ARN: Shape = Shape { shortest: 20, longest: 2048, pattern: "", fits: |_| true };
/// Of an event of threat protection.
pub(crate) const EVENT_ID: Shape = Shape {
    shortest: 1,
    longest: 50,
    pattern: r"[\w+-]+",
    fits: |text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-')),
};
/// Where a list goes on.
pub(crate) const PAGE_TOKEN: Shape =
    Shape { shortest: 1, longest: 131_072, pattern: r"[\S]+", fits: |text| !text.contains(is_blank) };
pub(crate) const ATTRIBUTE_NAME: Shape = Shape {
    shortest: 1,
    longest: 32,
    pattern: r"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+",
    fits: |text| text.chars().all(|letter| matches!(letter, '\t' | '\n' | '\r' | ' ') || is_visible_letter(letter)),
};
const ATTRIBUTE_VALUE: Shape = Shape { shortest: 0, longest: 2048, pattern: "", fits: |_| true };

fn is_client_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+'))
}

/// RFC 6749, section 3.3: visible ASCII, but for the quotation mark and the backslash.
pub(crate) fn is_scope_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
}

/// Partition, service, region (may be empty), account, and one to three parts of the resource.
pub(crate) fn is_arn(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=/,.@-".contains(&byte))
    };
    let parts: Vec<&str> = text.split(':').collect();
    let [scheme, partition, service, region, account, resource @ ..] = parts.as_slice() else { return false };
    *scheme == "arn"
        && word(partition)
        && word(service)
        && (region.is_empty() || word(region))
        && !account.is_empty()
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=3).contains(&resource.len())
        && resource.iter().all(|part| word(part))
}

fn is_visible(text: &str) -> bool {
    text.chars().all(is_visible_letter)
}

/// Letters, marks, symbols, numbers and punctuation: no separators, controls and format characters, as a zero-width
/// space or the override of a direction.
fn is_visible_letter(letter: char) -> bool {
    use GeneralCategoryGroup as Group;
    const VISIBLE: Group =
        Group::Letter.union(Group::Mark).union(Group::Symbol).union(Group::Number).union(Group::Punctuation);
    VISIBLE.contains(CodePointMapData::<GeneralCategory>::new().get(letter))
}

// \s of the service's regular expressions is ASCII only.
fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

impl Shape {
    /// For what is no member of a request, but counts as the one that sentences call `path`.
    ///
    /// # Errors
    /// InvalidParameterException, as of [`Members::check`].
    pub(crate) fn check(&self, path: &str, text: &str) -> Result<(), ServiceError> {
        let body = Map::new();
        let mut members = Members::new(&body);
        members.limit(path, text, self);
        members.check()
    }
}

/// What is wrong with a request: the service names all violations at once.
#[derive(Default)]
pub(crate) struct Violations(Vec<String>);

impl Violations {
    // Without the value: most members are secrets, and the service leaves those out.
    pub(crate) fn add(&mut self, path: &str, constraint: &str) {
        self.0.push(format!("Value at '{path}' failed to satisfy constraint: {constraint}"));
    }

    /// For a value that is none of `known`.
    pub(crate) fn add_enum(&mut self, path: &str, text: &str, known: &str) {
        self.0.push(format!(
            "Value '{text}' at '{path}' failed to satisfy constraint: Member must satisfy enum value set: [{known}]"
        ));
    }

    /// # Errors
    /// InvalidParameterException, if there are any.
    pub(crate) fn check(self) -> Result<(), ServiceError> {
        match self.0.len() {
            0 => Ok(()),
            count => {
                let plural = if count == 1 { "" } else { "s" };
                let list = self.0.join("; ");
                Err(ServiceError::invalid_parameter(format!("{count} validation error{plural} detected: {list}")))
            }
        }
    }
}

/// Reads the members of one request and collects what is wrong with them. Values are usable only after
/// [`Members::check`].
pub(crate) struct Members<'a> {
    body: &'a Map<String, Value>,
    violations: Violations,
    wrong_type: Option<ServiceError>,
}

impl<'a> Members<'a> {
    pub(crate) fn new(body: &'a Map<String, Value>) -> Self {
        Self { body, violations: Violations::default(), wrong_type: None }
    }

    /// A string that must be there.
    pub(crate) fn required(&mut self, name: &str, shape: &Shape) -> &'a str {
        let path = lower_camel(name);
        match self.body.get(name) {
            None | Some(Value::Null) => self.violate(&path, "Member must not be null"),
            Some(Value::String(text)) => {
                self.limit(&path, text, shape);
                return text;
            }
            Some(other) => self.mistyped(other, "String"),
        }
        ""
    }

    /// A string that may be missing.
    pub(crate) fn optional(&mut self, name: &str, shape: &Shape) -> Option<&'a str> {
        match self.body.get(name) {
            None | Some(Value::Null) => None,
            Some(_) => Some(self.required(name, shape)),
        }
    }

    /// As [`Members::required_enum`], but it may be missing.
    pub(crate) fn optional_enum(&mut self, name: &str, known: &[&str]) -> Option<&'a str> {
        match self.body.get(name) {
            None | Some(Value::Null) => None,
            Some(_) => Some(self.required_enum(name, known)),
        }
    }

    /// A whole number within limits, which may be left out.
    pub(crate) fn integer(&mut self, name: &str, least: i64, most: i64) -> Option<usize> {
        let path = lower_camel(name);
        let value = match self.body.get(name) {
            None | Some(Value::Null) => return None,
            Some(Value::Number(number)) => number.as_i64().unwrap_or(i64::MAX),
            Some(other) => {
                self.mistyped(other, "Integer");
                return None;
            }
        };
        if value < least {
            self.violate(&path, &format!("Member must have value greater than or equal to {least}"));
        }
        if value > most {
            self.violate(&path, &format!("Member must have value less than or equal to {most}"));
        }
        usize::try_from(value).ok()
    }

    /// Any JSON that must be there.
    pub(crate) fn document(&mut self, name: &str) -> &'a Value {
        match self.body.get(name) {
            None | Some(Value::Null) => {
                self.violate(&lower_camel(name), "Member must not be null");
                &Value::Null
            }
            Some(value) => value,
        }
    }

    /// A password that may be missing; an empty one is.
    pub(crate) fn password(&mut self, name: &str) -> Option<&'a str> {
        match self.body.get(name) {
            Some(Value::String(text)) if text.is_empty() => None,
            _ => self.optional(name, &PASSWORD),
        }
    }

    /// A boolean that may be missing.
    pub(crate) fn boolean(&mut self, name: &str) -> Option<bool> {
        match self.body.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::Bool(value)) => Some(*value),
            Some(other) => {
                self.mistyped(other, "Boolean");
                None
            }
        }
    }

    /// A structure that may be missing, read by `read`.
    pub(crate) fn structure<T>(&mut self, name: &str, read: impl FnOnce(&mut Members<'a>) -> T) -> Option<T> {
        let mut inner = Members::new(self.object(name)?);
        let value = read(&mut inner);
        self.nest(&lower_camel(name), inner);
        Some(value)
    }

    /// A string of which only certain values are known, and which must be there.
    pub(crate) fn required_enum(&mut self, name: &str, known: &[&str]) -> &'a str {
        let path = lower_camel(name);
        match self.body.get(name) {
            None | Some(Value::Null) => self.violate(&path, "Member must not be null"),
            Some(Value::String(text)) => {
                self.limit_enum(&path, text, known);
                return text;
            }
            Some(other) => self.mistyped(other, "String"),
        }
        ""
    }

    /// As [`Members::integer`], but it must be there.
    pub(crate) fn required_integer(&mut self, name: &str, least: i64, most: i64) -> usize {
        if !self.has(name) {
            self.violate(&lower_camel(name), "Member must not be null");
        }
        self.integer(name, least, most).unwrap_or_default()
    }

    /// A list of strings; empty when it is not there.
    pub(crate) fn strings(&mut self, name: &str) -> Vec<&'a str> {
        let entries = self.list(name);
        let mut strings = Vec::with_capacity(entries.len());
        for entry in entries {
            match entry {
                Value::String(text) => strings.push(text.as_str()),
                other => self.mistyped(other, "String"),
            }
        }
        strings
    }

    /// A structure that may be missing, as it came.
    pub(crate) fn object(&mut self, name: &str) -> Option<&'a Map<String, Value>> {
        match self.body.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::Object(members)) => Some(members),
            Some(other) => {
                self.mistyped(other, "Structure");
                None
            }
        }
    }

    /// A list, empty when it is not there.
    fn list(&mut self, name: &str) -> &'a [Value] {
        match self.body.get(name) {
            None | Some(Value::Null) => &[],
            Some(Value::Array(entries)) => entries,
            Some(other) => {
                self.mistyped(other, "List");
                &[]
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        self.body.get(name).is_some_and(|value| !value.is_null())
    }

    /// A map from string to string; empty when it is not there.
    pub(crate) fn map(&mut self, name: &str) -> BTreeMap<&'a str, &'a str> {
        let mut map = BTreeMap::new();
        match self.body.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::Object(entries)) => {
                for (key, value) in entries {
                    match value {
                        Value::String(text) => drop(map.insert(key.as_str(), text.as_str())),
                        Value::Null => {}
                        other => self.mistyped(other, "String"),
                    }
                }
            }
            Some(other) => self.mistyped(other, "Map"),
        }
        map
    }

    /// A list of structures, each read by `read`; empty when it is not there.
    pub(crate) fn structures<T>(&mut self, name: &str, read: impl Fn(&mut Members<'a>) -> T) -> Vec<T> {
        let entries = self.list(name);
        let mut structures = Vec::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            match entry {
                Value::Object(entry) => {
                    let mut inner = Members::new(entry);
                    structures.push(read(&mut inner));
                    self.nest(&format!("{}.{}.member", lower_camel(name), index + 1), inner);
                }
                other => self.mistyped(other, "Structure"),
            }
        }
        structures
    }

    /// A list of AttributeType as pairs of name and value; empty when it is not there.
    pub(crate) fn attributes(&mut self, name: &str) -> Vec<(&'a str, &'a str)> {
        self.structures(name, |inner| {
            let attribute = inner.required("Name", &ATTRIBUTE_NAME);
            (attribute, inner.optional("Value", &ATTRIBUTE_VALUE).unwrap_or_default())
        })
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// SerializationException for a member of another type, InvalidParameterException for violated limits.
    pub(crate) fn check(self) -> Result<(), ServiceError> {
        if let Some(error) = self.wrong_type {
            return Err(error);
        }
        self.violations.check()
    }

    /// Takes over what is wrong inside of a member.
    fn nest(&mut self, path: &str, inner: Members<'_>) {
        let nested = inner.violations.0.into_iter().map(|text| text.replacen("at '", &format!("at '{path}."), 1));
        self.violations.0.extend(nested);
        self.wrong_type = self.wrong_type.take().or(inner.wrong_type);
    }

    fn limit_enum(&mut self, path: &str, text: &str, known: &[&str]) {
        if !known.contains(&text) {
            self.violations.add_enum(path, text, &known.join(", "));
        }
    }

    fn limit(&mut self, path: &str, text: &str, shape: &Shape) {
        let length = text.chars().count();
        if length < shape.shortest {
            self.violate(path, &format!("Member must have length greater than or equal to {}", shape.shortest));
        }
        if length > shape.longest {
            self.violate(path, &format!("Member must have length less than or equal to {}", shape.longest));
        }
        if !(shape.fits)(text) {
            self.violate(path, &format!("Member must satisfy regular expression pattern: {}", shape.pattern));
        }
    }

    fn violate(&mut self, path: &str, constraint: &str) {
        self.violations.add(path, constraint);
    }

    fn mistyped(&mut self, value: &Value, expected: &str) {
        self.wrong_type.get_or_insert_with(|| mistyped(value, expected));
    }
}

/// SerializationException for a value of another type.
pub(crate) fn mistyped(value: &Value, expected: &str) -> ServiceError {
    let found = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "Start of list",
        Value::Object(_) => "Start of structure or map",
    };
    ServiceError::serialization(format!("{found} can not be converted to a {expected}"))
}

/// "ClientId" as it stands in sentences: "clientId".
pub(crate) fn lower_camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}
