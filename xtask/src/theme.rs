//! `cargo xtask theme`: an owner's branding of Cognito's managed login as design tokens of the app.

mod color;
mod contrast;
#[cfg(test)]
mod documents;
mod managed_login;
mod tokens;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde_json::{Map, Value, json};

use self::managed_login::Theme;
use self::tokens::{TokenValue, Tokens};
use crate::process;

/// The default tokens, from the workspace's root.
const TOKENS: &str = "style/tokens.css";

#[derive(Args)]
pub(crate) struct Options {
    /// What `aws cognito-idp describe-managed-login-branding` prints, or its Settings alone
    file: PathBuf,
    /// Writes a stylesheet instead of the settings' `brand`
    #[arg(long)]
    css: bool,
}

/// Prints the tokens, and what became of every other key of the branding.
///
/// # Errors
/// When the file is no branding, or its colors cannot be read well enough.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let defaults = Tokens::read(&root.join(TOKENS))?;
    let text = fs::read_to_string(&options.file).with_context(|| format!("cannot read {}", options.file.display()))?;
    let document = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", options.file.display()))?;
    let theme = managed_login::read(&document, &defaults)?;
    for (key, reason) in &theme.unused {
        process::remark(&format!("not used: {key}: {reason}"));
    }
    if options.css
        && let Some(density) = theme.density
    {
        process::remark(&format!(
            "not used: the density {density}: write \"brand\": {{ \"density\": \"{density}\" }} into the settings"
        ));
    }
    refuse_weak(&defaults.with(&theme.tokens), theme.scheme)?;
    println!("{}", if options.css { css(&theme) } else { settings(&theme) });
    Ok(())
}

/// Of the schemes that are shown.
fn refuse_weak(tokens: &Tokens, scheme: Option<&str>) -> Result<()> {
    let mut weak = contrast::weak_pairs(tokens)?;
    weak.retain(|pair| scheme.is_none_or(|shown| shown == "system" || shown == pair.scheme().to_string()));
    if weak.is_empty() {
        return Ok(());
    }
    let pairs: Vec<String> = weak.iter().map(ToString::to_string).collect();
    bail!("not everybody could read this:\n{}", pairs.join("\n"))
}

/// The member `brand` of the settings document.
fn settings(theme: &Theme) -> String {
    let (mut both, mut light, mut dark) = (Map::new(), Map::new(), Map::new());
    for (name, value) in &theme.tokens {
        match value {
            TokenValue::Both(value) => {
                both.insert(name.clone(), json!(value));
            }
            TokenValue::Pair(in_light, in_dark) => {
                light.insert(name.clone(), json!(in_light));
                dark.insert(name.clone(), json!(in_dark));
            }
        }
    }
    both.insert("light".to_owned(), Value::Object(light));
    both.insert("dark".to_owned(), Value::Object(dark));
    let mut brand = Map::new();
    for (name, value) in [("scheme", theme.scheme), ("density", theme.density)] {
        brand.extend(value.map(|value| (name.to_owned(), json!(value))));
    }
    brand.insert("tokens".to_owned(), Value::Object(both));
    format!("{:#}", json!({ "brand": brand }))
}

/// Rules of no layer, which win over the app's own.
fn css(theme: &Theme) -> String {
    let mut css = String::from(".leptos-cognito {\n");
    if let Some(scheme @ ("light" | "dark")) = theme.scheme {
        // Writing to a text does not fail.
        writeln!(css, "  color-scheme: {scheme};").ok();
    }
    for (name, value) in &theme.tokens {
        writeln!(css, "  --cognito-{name}: {value};").ok();
    }
    css + "}"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(document: &str) -> Result<Theme> {
        managed_login::read(&serde_json::from_str(document)?, &tokens::defaults())
    }

    #[test]
    fn a_whole_branding_becomes_tokens_and_nothing_of_it_is_passed_over() {
        let theme = read(include_str!("theme/fixtures/whole.json")).unwrap();
        assert_eq!((theme.scheme, theme.density), (Some("system"), Some("compact")));
        let value = |name: &str| theme.tokens.get(name).map(ToString::to_string).unwrap_or_default();
        for (name, expected) in [
            ("accent", "light-dark(#0b5d4b, #7fd6b4)"),
            ("on-accent", "light-dark(#ffffff, #0c1411)"),
            ("card", "light-dark(#ffffff, #111c18)"),
            ("page", "light-dark(#f4f1ea, #0c1411)"),
            ("radius-button", "4px"),
            ("radius-card", "12px"),
        ] {
            assert_eq!(value(name), expected, "{name}");
        }
        assert!(theme.unused.iter().all(|(_, reason)| !reason.contains("not known")), "{:?}", theme.unused);
        assert!(theme.unused.iter().any(|(key, _)| key == "components.pageHeader.logo.enabled"), "{:?}", theme.unused);
        refuse_weak(&tokens::defaults().with(&theme.tokens), theme.scheme).unwrap();
        assert!(css(&theme).contains("  --cognito-accent: light-dark(#0b5d4b, #7fd6b4);\n"));
        let settings: Value = serde_json::from_str(&settings(&theme)).unwrap();
        assert_eq!(settings["brand"]["tokens"]["dark"]["accent"], "#7fd6b4");
    }

    #[test]
    fn colors_that_nobody_sees_may_be_weak() {
        // They are those of the light scheme.
        let theme = read(include_str!("theme/fixtures/weak.json")).unwrap();
        let tokens = tokens::defaults().with(&theme.tokens);
        for (scheme, is_refused) in [("light", true), ("dark", false), ("system", true)] {
            assert_eq!(refuse_weak(&tokens, Some(scheme)).is_err(), is_refused, "{scheme}");
        }
    }

    #[test]
    fn weak_colors_are_refused_by_pair_and_ratio() {
        let theme = read(include_str!("theme/fixtures/weak.json")).unwrap();
        let refusal = refuse_weak(&tokens::defaults().with(&theme.tokens), theme.scheme).unwrap_err().to_string();
        assert!(refusal.contains("light: on-accent #ffffff on accent #ffd400: 1.43, not 4.5"), "{refusal}");
        assert!(refusal.contains("light: border #dddddd on card #ffffff: 1.35, not 3"), "{refusal}");
        assert!(!refusal.contains("dark:"), "{refusal}");
    }

    #[test]
    fn a_key_that_is_not_known_is_named() {
        let theme = read(r#"{"componentClasses":{"buttons":{"borderRadius":8,"glow":true}}}"#).unwrap();
        assert_eq!(theme.unused, [("componentClasses.buttons.glow".to_owned(), "it is not known here")]);
    }

    #[test]
    fn what_is_no_branding_is_refused() {
        for (case, document) in [
            ("another document", r#"{"UserPool":{}}"#),
            ("no color", r#"{"components":{"pageBackground":{"lightMode":{"color":"blue"}}}}"#),
            ("no radius", r#"{"componentClasses":{"buttons":{"borderRadius":"round"}}}"#),
            ("no scheme", r#"{"categories":{"global":{"colorSchemeMode":"DUSK"}}}"#),
        ] {
            assert!(read(document).is_err(), "{case}");
        }
    }
}
