//! What the browser knows of countries, languages and time zones.

use js_sys::{
    Array, Date, Function,
    Intl::{ListFormat, NumberFormat, RelativeTimeFormat},
    Object, Reflect,
};
use wasm_bindgen::{JsCast, JsValue};

use crate::language::shown_tag as tag;

/// What is called by a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A country: ISO 3166.
    Region,
    /// A language, with its country or without: BCP 47.
    Language,
}

/// The name, in the language of the page's sentences; none where the browser knows none.
pub fn name_of(named: Named, code: &str) -> Option<String> {
    let options = Object::new();
    let kind = if named == Named::Region { "region" } else { "language" };
    Reflect::set(&options, &"type".into(), &kind.into()).ok()?;
    Reflect::set(&options, &"fallback".into(), &"none".into()).ok()?;
    let class: Function = Reflect::get(&intl()?, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
    let names = Reflect::construct(&class, &Array::of2(&tag().into(), &options)).ok()?;
    let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    of.call1(&names, &code.replace('_', "-").into()).ok()?.as_string()
}

/// The time zones, by the names that `zoneinfo` has; none where the browser does not list them.
pub fn time_zones() -> Vec<String> {
    let list = || -> Option<Array> {
        let intl = intl()?;
        let values: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        values.call1(&intl, &"timeZone".into()).ok()?.dyn_into().ok()
    };
    list().map(texts).unwrap_or_default()
}

/// The languages that this person set the browser to.
pub fn languages() -> Vec<String> {
    texts(leptos::prelude::window().navigator().languages())
}

/// The country that the browser is set to, or that most people with its language live in: ISO 3166.
pub fn region() -> Option<String> {
    let language = leptos::prelude::window().navigator().language()?;
    let class: Function = Reflect::get(&intl()?, &"Locale".into()).ok()?.dyn_into().ok()?;
    let locale = Reflect::construct(&class, &Array::of1(&language.into())).ok()?;
    let maximize: Function = Reflect::get(&locale, &"maximize".into()).ok()?.dyn_into().ok()?;
    Reflect::get(&maximize.call0(&locale).ok()?, &"region".into()).ok()?.as_string()
}

/// Whether that names a language as BCP 47 has it.
pub fn is_language_tag(tag: &str) -> bool {
    let class = intl().and_then(|intl| Reflect::get(&intl, &"Locale".into()).ok()?.dyn_into::<Function>().ok());
    class.is_none_or(|class| Reflect::construct(&class, &Array::of1(&tag.into())).is_ok())
}

/// A day by ISO 8601, as people write it here; none if it is no day.
pub fn day(iso: &str) -> Option<String> {
    let day = Date::new(&iso.into());
    let options = Object::new();
    Reflect::set(&options, &"dateStyle".into(), &"long".into()).ok()?;
    // A day without a time is read as one of that zone.
    Reflect::set(&options, &"timeZone".into(), &"UTC".into()).ok()?;
    (!day.get_time().is_nan()).then(|| day.to_locale_date_string(&tag(), &options).into())
}

/// So many minutes, hours or days ago; `unit` is one of them.
pub fn ago(amount: u64, unit: &str) -> String {
    let words = RelativeTimeFormat::new(&Array::of1(&tag().into()), &Object::new());
    words.format(-(amount as f64), unit).into()
}

/// Names of which any may be meant.
pub fn any_of(names: &[String]) -> String {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"disjunction".into()).ok();
    listed(names, &options)
}

/// So many hours, minutes and so on, by the units' names.
pub fn duration(amounts: &[(u64, &str)]) -> String {
    let amount = |(amount, unit): &(u64, &str)| {
        let options = Object::new();
        for (name, value) in [("style", "unit"), ("unit", *unit), ("unitDisplay", "short")] {
            Reflect::set(&options, &name.into(), &value.into()).ok();
        }
        NumberFormat::new(&Array::of1(&tag().into()), &options).format().call1(&JsValue::NULL, &(*amount as f64).into())
    };
    let amounts: Vec<_> = amounts.iter().filter_map(|units| amount(units).ok()?.as_string()).collect();
    let options = Object::new();
    for (name, value) in [("type", "unit"), ("style", "narrow")] {
        Reflect::set(&options, &name.into(), &value.into()).ok();
    }
    listed(&amounts, &options)
}

fn listed(names: &[String], options: &Object) -> String {
    let list = ListFormat::new(&Array::of1(&tag().into()), options);
    list.format(&names.iter().map(JsValue::from).collect()).into()
}

fn intl() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"Intl".into()).ok()
}

fn texts(list: Array) -> Vec<String> {
    list.iter().filter_map(|value| value.as_string()).collect()
}
