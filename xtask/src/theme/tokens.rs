//! The design tokens of style/tokens.css, and what colors they come to.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::color::Color;

/// How deep tokens may be made of others.
const DEEPEST: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Light,
    Dark,
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Light { "light" } else { "dark" })
    }
}

/// What an owner sets a token to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenValue {
    Both(String),
    /// A color in the light scheme, and one in the dark.
    Pair(String, String),
}

impl fmt::Display for TokenValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Both(value) => f.write_str(value),
            Self::Pair(light, dark) => write!(f, "light-dark({light}, {dark})"),
        }
    }
}

/// Values of CSS by the tokens' names, which are without their prefix.
#[derive(Clone)]
pub(super) struct Tokens(BTreeMap<String, String>);

impl Tokens {
    /// # Errors
    /// When the file cannot be read, or has no tokens.
    pub(super) fn read(path: &Path) -> Result<Self> {
        Self::parse(&fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?)
    }

    /// Takes the first value of each token: those after it are for a density.
    fn parse(css: &str) -> Result<Self> {
        let css = without_comments(css);
        let mut tokens = BTreeMap::new();
        for statement in css.split([';', '{', '}']) {
            let declared = statement.trim().strip_prefix("--cognito-").and_then(|rest| rest.split_once(':'));
            if let Some((name, value)) = declared {
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                tokens.entry(name.to_owned()).or_insert(value);
            }
        }
        if tokens.is_empty() {
            bail!("there are no tokens");
        }
        Ok(Self(tokens))
    }

    /// The same, but for what an owner has set.
    pub(super) fn with(&self, set: &BTreeMap<String, TokenValue>) -> Self {
        let mut tokens = self.0.clone();
        tokens.extend(set.iter().map(|(name, value)| (name.clone(), value.to_string())));
        Self(tokens)
    }

    /// Their names and values.
    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What color a token is.
    ///
    /// # Errors
    /// When there is none of that name, or it is written in a way that is not known here.
    pub(super) fn color(&self, name: &str, scheme: Scheme) -> Result<Color> {
        let value = self.0.get(name).with_context(|| format!("there is no token {name}"))?;
        self.evaluate(value, scheme, DEEPEST).with_context(|| format!("{name} is no color that is known here: {value}"))
    }

    fn evaluate(&self, value: &str, scheme: Scheme, depth: usize) -> Option<Color> {
        let (value, depth) = (value.trim(), depth.checked_sub(1)?);
        let inside = |function: &str| value.strip_prefix(function)?.strip_suffix(')');
        if let Some(digits) = value.strip_prefix('#') {
            return Color::parse(digits);
        }
        if let Some(name) = inside("var(--cognito-") {
            return self.evaluate(self.0.get(name)?, scheme, depth);
        }
        if let Some(colors) = inside("light-dark(") {
            let [light, dark] = <[&str; 2]>::try_from(arguments(colors)).ok()?;
            return self.evaluate(if scheme == Scheme::Light { light } else { dark }, scheme, depth);
        }
        if let Some(parts) = inside("color-mix(in srgb,") {
            let [one, other] = <[&str; 2]>::try_from(arguments(parts)).ok()?;
            let (one, share) = one.trim().rsplit_once(' ')?;
            let share: f64 = share.strip_suffix('%')?.parse().ok()?;
            return Some(self.evaluate(one, scheme, depth)?.mixed(share / 100.0, self.evaluate(other, scheme, depth)?));
        }
        // Black or white, by how light the color is.
        if let Some((of, threshold)) = inside("lab(from ").and_then(|parts| parts.split_once(" calc((")) {
            let threshold: f64 = threshold.split_once(" - l)")?.0.parse().ok()?;
            let is_dark = self.evaluate(of, scheme, depth)?.lightness() < threshold;
            return Some(if is_dark { Color::WHITE } else { Color::BLACK });
        }
        match value {
            "white" => Some(Color::WHITE),
            "black" => Some(Color::BLACK),
            "transparent" => Some(Color::TRANSPARENT),
            _ => None,
        }
    }
}

/// The same without what it says to people.
pub(super) fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("*/").map_or("", |(_, rest)| rest))
}

/// What commas part that are in no parentheses.
fn arguments(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut arguments) = (0_i32, 0, Vec::new());
    for (at, sign) in list.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    arguments.push(&list[start..]);
    arguments
}

/// Those of style/tokens.css.
#[cfg(test)]
pub(super) fn defaults() -> Tokens {
    Tokens::parse(include_str!("../../../style/tokens.css")).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_is_found_however_it_is_written() {
        let css = "--cognito-card: #fff; --cognito-text: light-dark(#000000, white); --cognito-a-b: var(--cognito-text);\
                   --cognito-mix: color-mix(in srgb, light-dark(black, white) 50%, var(--cognito-card));\
                   --cognito-on: lab(from var(--cognito-text) calc((49.5 - l) * 1000) 0 0); --cognito-size: 16px;\
                   --cognito-loop: var(--cognito-loop); --cognito-card: #123;";
        let tokens = Tokens::parse(css).unwrap();
        for (name, light, dark) in [
            ("card", "#ffffff", "#ffffff"),
            ("text", "#000000", "#ffffff"),
            ("a-b", "#000000", "#ffffff"),
            ("mix", "#808080", "#ffffff"),
            ("on", "#ffffff", "#000000"),
        ] {
            let color = |scheme| tokens.color(name, scheme).unwrap().to_string();
            assert_eq!([color(Scheme::Light), color(Scheme::Dark)], [light, dark], "{name}");
        }
        for name in ["size", "loop", "missing"] {
            assert!(tokens.color(name, Scheme::Light).is_err(), "{name}");
        }
    }
}
