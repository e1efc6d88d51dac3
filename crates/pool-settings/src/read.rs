//! Reads a file: finds in it, wherever they stand, the objects that tell of a user pool, and the values that are ids.

mod amplify;
mod answer;
mod outputs;
mod state;

use serde_json::{Map, Value};

use crate::{
    facts::{By, Facts, Rank},
    script, text,
};

pub(crate) use answer::whole;
pub(crate) use outputs::prefix_domain;

pub(crate) type Members = Map<String, Value>;

/// Why nothing was learned from a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is neither UTF-8 nor UTF-16.
    NoText,
    /// There is nothing in it.
    Empty,
    /// It is neither JSON nor a script with an object in it nor lines of names and values.
    NoValues,
    /// It tells nothing of a user pool.
    NothingOfPools,
}

/// Takes in what a file says.
///
/// # Errors
/// [`Unreadable`] if that is nothing.
pub(crate) fn file(name: &str, bytes: &[u8], facts: &mut Facts) -> Result<(), Unreadable> {
    let text = text::decoded(bytes).ok_or(Unreadable::NoText)?;
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let (values, expressions) = values(&text);
    let lines = outputs::lines(&text);
    if values.is_empty() && lines.is_none() {
        return Err(Unreadable::NoValues);
    }
    let mut reading = Reading { file: name, facts, has_found: false };
    for value in &values {
        reading.walk(value, "");
    }
    let is_of_values = reading.has_found;
    if !is_of_values && let Some(lines) = &lines {
        // There may be objects in these too: in a comment, in a value.
        reading.walk(lines, "");
    }
    let has_found = reading.has_found;
    if is_of_values || !has_found {
        facts.expressions.extend(expressions.into_iter().map(|place| (place, name.to_owned())));
    }
    if has_found { Ok(()) } else { Err(Unreadable::NothingOfPools) }
}

/// The objects and lists of JSON, or of a script; and the places in it whose values are expressions.
fn values(text: &str) -> (Vec<Value>, Vec<String>) {
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        return (if value.is_object() || value.is_array() { vec![value] } else { Vec::new() }, Vec::new());
    }
    // Several answers in one file: `aws … >> pool.json`.
    let several: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(text).into_iter().collect();
    if let Ok(values) = several
        && values.iter().all(Value::is_object)
    {
        return (values, Vec::new());
    }
    let literals = script::literals(text);
    (literals.objects, literals.expressions)
}

/// A file that is being read.
struct Reading<'a> {
    file: &'a str,
    facts: &'a mut Facts,
    has_found: bool,
}

impl Reading<'_> {
    fn by(&mut self, rank: Rank) -> By {
        self.has_found = true;
        By { file: self.file.to_owned(), rank }
    }

    /// `called`: the names that lead there, with dots.
    fn walk(&mut self, value: &Value, called: &str) {
        match value {
            Value::Object(members) => self.object(members, called),
            Value::Array(items) => items.iter().for_each(|item| self.walk(item, called)),
            Value::String(text) => match serde_json::from_str::<Value>(text) {
                // An output whose value is JSON.
                Ok(inner @ (Value::Object(_) | Value::Array(_))) => self.walk(&inner, called),
                _ => self.output(called, text),
            },
            _ => {}
        }
    }

    fn object(&mut self, members: &Members, called: &str) {
        if let Some((name, value)) = outputs::named(members) {
            return self.walk(value, &name);
        }
        if self.answer(members) || self.resource(members, called) || self.amplify(members) {
            return;
        }
        for (name, value) in members {
            self.walk(value, &if called.is_empty() { name.clone() } else { format!("{called}.{name}") });
        }
    }
}

/// A text that is not empty.
fn text_of<'a>(members: &'a Members, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// A list of texts; one text alone counts as one.
fn texts_of(members: &Members, name: &str) -> Option<Vec<String>> {
    match members.get(name)? {
        Value::Array(items) => Some(items.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()),
        Value::String(text) if !text.is_empty() => Some(vec![text.clone()]),
        _ => None,
    }
}

fn flag_of(members: &Members, name: &str) -> Option<bool> {
    match members.get(name)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn object_of<'a>(members: &'a Members, name: &str) -> Option<&'a Members> {
    members.get(name)?.as_object()
}
