//! Colors, as numbers.

use std::fmt;

/// A color of sRGB, its parts from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Color {
    pub(super) red: f64,
    pub(super) green: f64,
    pub(super) blue: f64,
    pub(super) alpha: f64,
}

impl Color {
    pub(super) const BLACK: Self = Self { red: 0.0, green: 0.0, blue: 0.0, alpha: 1.0 };
    pub(super) const WHITE: Self = Self { red: 1.0, green: 1.0, blue: 1.0, alpha: 1.0 };
    pub(super) const TRANSPARENT: Self = Self { alpha: 0.0, ..Self::BLACK };

    /// Reads hexadecimal digits, without `#`: 3, 4, 6 or 8 of them.
    pub(super) fn parse(digits: &str) -> Option<Self> {
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let long: String = match digits.len() {
            3 | 4 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 | 8 => digits.to_owned(),
            _ => return None,
        };
        let part = |index: usize| {
            let digits = long.get(2 * index..2 * index + 2)?;
            Some(f64::from(u8::from_str_radix(digits, 16).ok()?) / 255.0)
        };
        Some(Self { red: part(0)?, green: part(1)?, blue: part(2)?, alpha: part(3).unwrap_or(1.0) })
    }

    /// CSS's color-mix() in sRGB: so much of this, the rest of the other.
    pub(super) fn mixed(self, share: f64, other: Self) -> Self {
        let alpha = self.alpha * share + other.alpha * (1.0 - share);
        let part = |one: f64, two: f64| {
            let premultiplied = one * self.alpha * share + two * other.alpha * (1.0 - share);
            if alpha == 0.0 { 0.0 } else { premultiplied / alpha }
        };
        Self {
            red: part(self.red, other.red),
            green: part(self.green, other.green),
            blue: part(self.blue, other.blue),
            alpha,
        }
    }

    /// This, where it lies over another that hides what is behind it.
    pub(super) fn over(self, ground: Self) -> Self {
        let part = |above: f64, below: f64| above * self.alpha + below * (1.0 - self.alpha);
        Self {
            red: part(self.red, ground.red),
            green: part(self.green, ground.green),
            blue: part(self.blue, ground.blue),
            alpha: 1.0,
        }
    }

    /// Contrast ratio by [WCAG 2.2](https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): from 1 to 21.
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// The lightness of CSS's lab(), which is that under daylight of 5,000 kelvin: from 0 to 100.
    pub(super) fn lightness(self) -> f64 {
        let y = 0.222_504_5 * linear(self.red) + 0.716_878_6 * linear(self.green) + 0.060_616_9 * linear(self.blue);
        if y > 216.0 / 24389.0 { 116.0 * y.cbrt() - 16.0 } else { y * 24389.0 / 27.0 }
    }
}

fn linear(part: f64) -> f64 {
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#")?;
        for part in [self.red, self.green, self.blue] {
            write!(f, "{:02x}", byte(part))?;
        }
        if byte(self.alpha) < 255 { write!(f, "{:02x}", byte(self.alpha)) } else { Ok(()) }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part is from 0 to 1")]
fn byte(part: f64) -> u8 {
    (part * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_is_read_and_written() {
        for (digits, written) in
            [("fff", "#ffffff"), ("3451c6", "#3451c6"), ("0972d3ff", "#0972d3"), ("AAAAAA80", "#aaaaaa80")]
        {
            assert_eq!(Color::parse(digits).map(|color| color.to_string()).as_deref(), Some(written));
        }
        for digits in ["", "ff", "blue", "12345g", "123456789", "é0"] {
            assert_eq!(Color::parse(digits), None, "{digits}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        for (one, two, ratio) in [("000", "fff", 21.0), ("767676", "fff", 4.54), ("3451c6", "fff", 6.69)] {
            let contrast = Color::parse(one).unwrap().contrast(Color::parse(two).unwrap());
            assert!((contrast - ratio).abs() < 0.01, "{one} on {two}: {contrast}");
        }
    }

    #[test]
    fn lightness_is_that_of_lab() {
        for (digits, lightness) in [("000", 0.0), ("fff", 100.0), ("00f", 29.57), ("777", 50.03)] {
            let of = Color::parse(digits).unwrap().lightness();
            assert!((of - lightness).abs() < 0.1, "{digits}: {of}");
        }
    }

    #[test]
    fn colors_mix_as_in_css() {
        let mixed = Color::BLACK.mixed(0.25, Color::WHITE);
        assert_eq!(mixed.to_string(), "#bfbfbf");
        assert_eq!(Color::TRANSPARENT.over(Color::WHITE), Color::WHITE);
    }
}
