//! The settings document: `<script type="application/json" id="cognito-settings">` of the page. It is data, which no policy of
//! the page forbids, and no request of its own.
//!
//! All of it is checked when the page loads, by a table (`shape`); what is in a section is read where it is used, by a
//! [`Section`], and so by the part of the app that comes with that.

use js_sys::{Array, JSON, JsString, Reflect};
use leptos::prelude::document;
use wasm_bindgen::JsValue;

use super::{
    names::Setting,
    problem::{DocumentProblem, Fault},
    shape::{self, entries},
};
use crate::language::Wording;

const ID: &str = "cognito-settings";

/// A document of the right shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// As it is written: a value of the browser could not be kept among the [`Settings`](super::Settings).
    text: String,
}

impl Document {
    /// That of the page; one without is as an empty one.
    ///
    /// # Errors
    /// Everything in it that is not of its kind.
    pub fn load() -> Result<Self, Vec<DocumentProblem>> {
        Self::parse(&written())
    }

    /// Whether it is what stands in the page.
    pub fn is_of_page(&self) -> bool {
        self.text == written().trim()
    }

    /// That of the page, if it is an object at least.
    pub(super) fn unchecked() -> Option<Self> {
        let text = written();
        let text = text.trim();
        let is_object = |value: JsValue| value.is_object() && !Array::is_array(&value);
        (text.is_empty() || JSON::parse(text).is_ok_and(is_object)).then(|| Self { text: text.to_owned() })
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Reads one.
    ///
    /// # Errors
    /// Everything in it that is not of its kind.
    pub fn parse(text: &str) -> Result<Self, Vec<DocumentProblem>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::default());
        }
        let not_json = DocumentProblem { place: String::new(), fault: Fault::NotJson };
        let value = JSON::parse(text).map_err(|_| vec![not_json])?;
        let mut problems = Vec::new();
        shape::check(shape::DOCUMENT, &value, "", &mut problems);
        if problems.is_empty() { Ok(Self { text: text.to_owned() }) } else { Err(problems) }
    }

    /// All of it.
    pub fn root(&self) -> Section {
        Section(JSON::parse(&self.text).unwrap_or_default())
    }

    /// The object of that name.
    pub fn section(&self, name: &str) -> Section {
        self.root().section(name)
    }
}

/// What stands in the page.
fn written() -> String {
    let text = document().get_element_by_id(ID).and_then(|element| element.text_content());
    text.unwrap_or_default()
}

/// An object of the document, of its kind. One that is left out is as an empty one.
#[derive(Clone, Debug)]
pub struct Section(JsValue);

impl Section {
    /// An object that stands elsewhere.
    pub(super) fn of(value: JsValue) -> Self {
        Self(value)
    }

    fn member(&self, name: &str) -> JsValue {
        // It fails only for what is no object.
        Reflect::get(&self.0, &name.into()).unwrap_or_default()
    }

    /// Whether it has no members but these, with spaces between them.
    pub(super) fn is_of(&self, names: &str) -> bool {
        // What is not there has none.
        self.0.is_undefined() || entries(&self.0).all(|(name, _)| names.split(' ').any(|known| known == name))
    }

    pub fn has(&self, name: &str) -> bool {
        !self.member(name).is_undefined()
    }

    pub fn section(&self, name: &str) -> Self {
        Self(self.member(name))
    }

    /// A list of objects.
    pub fn sections(&self, name: &str) -> Vec<Self> {
        self.list(name).map(Self).collect()
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.member(name).as_string()
    }

    /// A list of texts.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.list(name).filter_map(|value| value.as_string()).collect()
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        self.member(name).as_bool()
    }

    pub fn number(&self, name: &str) -> Option<f64> {
        self.member(name).as_f64()
    }

    /// The owner's words, in any languages.
    pub fn wording(&self, name: &str) -> Option<Wording> {
        let value = self.member(name);
        if let Some(text) = value.as_string() {
            return Some(Wording::of_all(text));
        }
        let texts = || entries(&value).filter_map(|(language, text)| Some((language, text.as_string()?))).collect();
        value.is_object().then(|| Wording::by_language(texts()))
    }

    fn list(&self, name: &str) -> impl Iterator<Item = JsValue> {
        let value = self.member(name);
        let list = if Array::is_array(&value) { Array::from(&value) } else { Array::new() };
        list.into_iter()
    }

    /// A setting as its meta tag would have it: lists of texts with spaces, and anything else that is no text as JSON.
    pub(super) fn setting(&self, setting: Setting) -> Option<String> {
        let mut value = self.0.clone();
        for name in setting.place().split('.') {
            value = Reflect::get(&value, &name.into()).unwrap_or_default();
        }
        match value.as_string() {
            Some(text) => Some(text),
            None if value.is_undefined() => None,
            None if setting == Setting::Scopes => Some(Array::from(&value).join(" ").into()),
            None => JSON::stringify(&value).ok().map(|text: JsString| text.into()),
        }
    }
}
