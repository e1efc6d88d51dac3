//! The Settings of a managed login branding
//! ([API and SDK operations for managed login branding](https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-brandingdesigner.html#branding-designer-api)):
//! which of its keys is which token, and why the others are none.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::color::Color;
use super::tokens::{Scheme, TokenValue, Tokens};

/// What a branding comes to.
#[derive(Debug, Default)]
pub(super) struct Theme {
    pub(super) tokens: BTreeMap<String, TokenValue>,
    /// As the settings document has it.
    pub(super) scheme: Option<&'static str>,
    /// As the settings document has it.
    pub(super) density: Option<&'static str>,
    /// Every other key, and why nothing comes of it.
    pub(super) unused: Vec<(String, &'static str)>,
}

/// What a key is, where keys of both schemes are one.
#[derive(Clone, Copy)]
enum Meaning {
    Color(&'static str),
    /// A number of pixels.
    Length(&'static str),
    Scheme,
    Density,
    Nothing(&'static str),
}

use Meaning::{Color as IsColor, Density, Length, Nothing, Scheme as IsScheme};

const ONE_TEXT: &str = "labels and body text have the color of headings";
const STATES: &str = "a pressed button looks as one under the pointer; none is ever disabled";
const SECOND: &str = "second buttons and those of providers have the color of links";
const BARS: &str = "the app has no bars; brand.links stand at the foot of the page";
const LISTS: &str = "lists to choose from are the browser's own";
const FILES: &str = "files are named in the settings' brand: logo, icon and picture";
const BY_POOL: &str = "what is offered follows from the settings of the pool";

/// The longest key that begins a path decides.
#[rustfmt::skip]
const KEYS: [(&str, Meaning); 54] = [
    ("categories.auth", Nothing(BY_POOL)),
    ("categories.form.displayGraphics", Nothing(FILES)),
    ("categories.form.instructions", Nothing("each page says in one line what it is for")),
    ("categories.form.languageSelector", Nothing("languages have their own settings")),
    ("categories.form.location", Nothing("brand.layout places the card")),
    ("categories.form.sessionTimerDisplay", Nothing("a step that has expired says so, and goes on")),
    ("categories.global.colorSchemeMode", IsScheme),
    ("categories.global.pageFooter", Nothing(BARS)),
    ("categories.global.pageHeader", Nothing(BARS)),
    ("categories.global.spacingDensity", Density),
    ("categories.signUp", Nothing("the settings' terms name what is accepted")),
    ("componentClasses.buttons.borderRadius", Length("radius-button")),
    ("componentClasses.divider.borderColor", IsColor("hairline")),
    ("componentClasses.dropDown", Nothing(LISTS)),
    ("componentClasses.focusState.borderColor", IsColor("focus")),
    ("componentClasses.idpButtons", Nothing("a provider has a mark where the settings name one")),
    ("componentClasses.input.borderRadius", Length("radius")),
    ("componentClasses.input.defaults.backgroundColor", IsColor("field")),
    ("componentClasses.input.defaults.borderColor", IsColor("border")),
    ("componentClasses.input.placeholderColor", Nothing("labels stand above fields, and nothing stands in them")),
    ("componentClasses.inputDescription", Nothing("hints have the color of descriptions (pageText)")),
    ("componentClasses.inputLabel", Nothing(ONE_TEXT)),
    ("componentClasses.link.defaults.textColor", IsColor("link")),
    ("componentClasses.link.hover", Nothing("a link under the pointer has a mix of its color and the text's")),
    ("componentClasses.optionControls", Nothing("boxes and choices have the colors of fields and of the main button")),
    ("componentClasses.statusIndicator.error.backgroundColor", IsColor("danger-tint")),
    ("componentClasses.statusIndicator.error.borderColor", Nothing("messages have no border")),
    ("componentClasses.statusIndicator.error.indicatorColor", IsColor("danger")),
    ("componentClasses.statusIndicator.success.backgroundColor", IsColor("ok-tint")),
    ("componentClasses.statusIndicator.success.borderColor", Nothing("messages have no border")),
    ("componentClasses.statusIndicator.success.indicatorColor", IsColor("ok")),
    ("componentClasses.statusIndicator.pending", Nothing("what is busy has the color of its own words")),
    ("componentClasses.statusIndicator.warning", Nothing("the app has no warnings beside refusals")),
    ("components.alert", Nothing("alerts look as the error of statusIndicator, with the radius of fields")),
    ("components.favicon", Nothing(FILES)),
    ("components.form.backgroundImage", Nothing("a card has one color")),
    ("components.form.borderRadius", Length("radius-card")),
    ("components.form.backgroundColor", IsColor("card")),
    ("components.form.borderColor", IsColor("edge")),
    ("components.form.logo", Nothing(FILES)),
    ("components.idpButton", Nothing(SECOND)),
    ("components.pageBackground.color", IsColor("page")),
    ("components.pageBackground.image", Nothing(FILES)),
    ("components.pageFooter", Nothing(BARS)),
    ("components.pageHeader", Nothing(BARS)),
    ("components.pageText.bodyColor", Nothing(ONE_TEXT)),
    ("components.pageText.descriptionColor", IsColor("muted")),
    ("components.pageText.headingColor", IsColor("text")),
    ("components.phoneNumberSelector", Nothing("numbers are typed in one field, with or without a country")),
    ("components.primaryButton.defaults.backgroundColor", IsColor("accent")),
    ("components.primaryButton.defaults.textColor", IsColor("on-accent")),
    ("components.primaryButton.hover.backgroundColor", IsColor("accent-strong")),
    ("components.primaryButton", Nothing(STATES)),
    ("components.secondaryButton", Nothing(SECOND)),
];

const UNKNOWN: Meaning = Nothing("it is not known here");

/// Reads a branding: Settings alone, or what describes them. Where a color is there for one scheme alone, the other keeps the
/// app's own.
///
/// # Errors
/// When it is none, or a value is not of its kind.
pub(super) fn read(document: &Value, defaults: &Tokens) -> Result<Theme> {
    let settings = settings(document).context("this has none of categories, componentClasses and components")?;
    let mut leaves = Vec::new();
    gather(settings, &mut Vec::new(), &mut leaves);
    let mut theme = Theme::default();
    let mut colors = BTreeMap::<&str, [Option<Color>; 2]>::new();
    for (path, value) in leaves {
        let whole = path.join(".");
        match meaning(&path) {
            IsColor(token) => {
                let color = value.as_str().and_then(Color::parse).with_context(|| format!("{whole} is no color"))?;
                let pair = colors.entry(token).or_default();
                let place = match scheme_of(&path) {
                    Some(Scheme::Light) => &mut pair[0],
                    Some(Scheme::Dark) => &mut pair[1],
                    None => bail!("{whole} is of no color mode"),
                };
                *place = Some(color);
            }
            Length(token) => {
                let pixels = value.as_u64().with_context(|| format!("{whole} is no whole number of pixels"))?;
                theme.tokens.insert(token.to_owned(), TokenValue::Both(format!("{pixels}px")));
            }
            IsScheme => {
                theme.scheme = Some(match value.as_str() {
                    Some("LIGHT") => "light",
                    Some("DARK") => "dark",
                    Some("DYNAMIC") => "system",
                    _ => bail!("{whole} is not LIGHT, DARK or DYNAMIC"),
                });
            }
            Density => {
                theme.density = Some(match value.as_str() {
                    Some("REGULAR" | "COMFORTABLE") => "comfortable",
                    Some("COMPACT") => "compact",
                    _ => bail!("{whole} is not REGULAR or COMPACT"),
                });
            }
            Nothing(reason) => theme.unused.push((whole, reason)),
        }
    }
    for (token, [light, dark]) in colors {
        let or_default = |color: Option<Color>, scheme| color.map_or_else(|| defaults.color(token, scheme), Ok);
        let (light, dark) = (or_default(light, Scheme::Light)?, or_default(dark, Scheme::Dark)?);
        theme.tokens.insert(token.to_owned(), TokenValue::Pair(light.to_string(), dark.to_string()));
    }
    Ok(theme)
}

fn settings(document: &Value) -> Option<&Value> {
    let described = document.get("ManagedLoginBranding").unwrap_or(document);
    let settings = described.get("Settings").unwrap_or(described);
    ["categories", "componentClasses", "components"].iter().any(|part| settings.get(part).is_some()).then_some(settings)
}

/// Every value that is neither an object nor empty, with its path. A list is a value.
fn gather<'a>(value: &'a Value, path: &mut Vec<&'a str>, leaves: &mut Vec<(Vec<&'a str>, &'a Value)>) {
    let Some(members) = value.as_object() else {
        leaves.push((path.clone(), value));
        return;
    };
    for (name, member) in members {
        path.push(name);
        gather(member, path, leaves);
        path.pop();
    }
}

fn scheme_of(path: &[&str]) -> Option<Scheme> {
    path.iter().find_map(|part| match *part {
        "lightMode" => Some(Scheme::Light),
        "darkMode" => Some(Scheme::Dark),
        _ => None,
    })
}

fn meaning(path: &[&str]) -> Meaning {
    let parts: Vec<&str> = path.iter().copied().filter(|part| !["lightMode", "darkMode"].contains(part)).collect();
    let begins = |key: &str| {
        let key: Vec<&str> = key.split('.').collect();
        parts.starts_with(&key)
    };
    // A color or a number is named to its end.
    let fits = |key: &str, meaning| matches!(meaning, Nothing(_)) || key.split('.').count() == parts.len();
    let fitting = KEYS.iter().filter(|(key, meaning)| begins(key) && fits(key, *meaning));
    fitting.max_by_key(|(key, _)| key.len()).map_or(UNKNOWN, |(_, meaning)| *meaning)
}
