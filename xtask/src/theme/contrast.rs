//! Which colors stand on which, and how far they have to differ.

use std::fmt;

use anyhow::Result;

use super::color::Color;
use super::tokens::{Scheme, Tokens};

/// [WCAG 2.2, 1.4.3](https://www.w3.org/TR/WCAG22/#contrast-minimum)
const TEXT: f64 = 4.5;
/// [WCAG 2.2, 1.4.11](https://www.w3.org/TR/WCAG22/#non-text-contrast)
const SHAPE: f64 = 3.0;

/// What is seen, on what, and the least ratio between the two.
const PAIRS: [(&str, &str, f64); 19] = [
    ("text", "card", TEXT),
    ("text", "page", TEXT),
    ("text", "field", TEXT),
    ("muted", "card", TEXT),
    ("muted", "page", TEXT),
    ("link", "card", TEXT),
    ("link", "page", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("danger", "card", TEXT),
    ("danger", "danger-tint", TEXT),
    ("ok", "card", TEXT),
    ("ok", "ok-tint", TEXT),
    ("border", "card", SHAPE),
    ("border", "field", SHAPE),
    ("focus", "card", SHAPE),
    ("focus", "page", SHAPE),
    // The border of a field that was refused, and the eye in that of a password.
    ("danger", "field", SHAPE),
    ("muted", "field", SHAPE),
];

/// Two colors that are too much alike.
#[derive(Debug)]
pub(super) struct WeakPair {
    scheme: Scheme,
    seen: (&'static str, Color),
    ground: (&'static str, Color),
    ratio: f64,
    least: f64,
}

impl WeakPair {
    pub(super) const fn scheme(&self) -> Scheme {
        self.scheme
    }
}

impl fmt::Display for WeakPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, seen, ground, ratio, least } = self;
        // Down, so that 4.499 does not read as 4.5.
        let ratio = (ratio * 100.0).floor() / 100.0;
        write!(f, "{scheme}: {} {} on {} {}: {ratio}, not {least}", seen.0, seen.1, ground.0, ground.1)
    }
}

/// All pairs of both schemes that are too weak.
///
/// # Errors
/// When a token is no color.
pub(super) fn weak_pairs(tokens: &Tokens) -> Result<Vec<WeakPair>> {
    let mut weak = Vec::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        for (seen, ground, least) in PAIRS {
            let card = tokens.color("card", scheme)?.over(Color::WHITE);
            let below = tokens.color(ground, scheme)?.over(card);
            let above = tokens.color(seen, scheme)?.over(below);
            let ratio = above.contrast(below);
            if ratio < least {
                weak.push(WeakPair { scheme, seen: (seen, above), ground: (ground, below), ratio, least });
            }
        }
    }
    Ok(weak)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::tokens::{TokenValue, defaults};

    #[test]
    fn everybody_can_read_the_default_colors() {
        let weak: Vec<String> = weak_pairs(&defaults()).unwrap().iter().map(ToString::to_string).collect();
        assert!(weak.is_empty(), "{weak:#?}");
    }

    #[test]
    fn an_accent_alone_brings_what_goes_with_it() {
        for (light, dark) in [("#0d5c48", "#7fd6b4"), ("#9a3412", "#fdba74"), ("#111111", "#eeeeee")] {
            let accent = TokenValue::Pair(light.to_owned(), dark.to_owned());
            let tokens = defaults().with(&[("accent".to_owned(), accent)].into());
            let weak: Vec<String> = weak_pairs(&tokens).unwrap().iter().map(ToString::to_string).collect();
            assert!(weak.is_empty(), "{light}, {dark}: {weak:#?}");
        }
    }

    #[test]
    fn what_is_too_weak_is_named_with_its_ratio() {
        let accent = TokenValue::Both("#8fa0e8".to_owned());
        let weak = weak_pairs(&defaults().with(&[("accent".to_owned(), accent)].into())).unwrap();
        let weak: Vec<String> = weak.iter().map(ToString::to_string).collect();
        assert!(weak.contains(&"light: link #8fa0e8 on card #ffffff: 2.51, not 4.5".to_owned()), "{weak:#?}");
    }
}
