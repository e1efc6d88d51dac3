//! What tests/bench prints: measurements, round by round.

use anyhow::{Context as _, Result, bail};

/// Measurements of figures on pages, in the order in which they came first.
#[derive(Default)]
pub(crate) struct Samples(Vec<(String, String, Vec<f64>)>);

impl Samples {
    /// Adds a line: a figure, a page and a number, separated by tabs.
    ///
    /// # Errors
    /// When it is another line.
    pub(crate) fn add(&mut self, line: &str) -> Result<()> {
        let parts: Vec<&str> = line.split('\t').collect();
        let [figure, page, number] = parts[..] else { bail!("a measurement is not of this form: {line}") };
        let number = number.parse().with_context(|| format!("a measurement is not of this form: {line}"))?;
        match self.0.iter_mut().find(|(known, at, _)| known == figure && at == page) {
            Some((_, _, numbers)) => numbers.push(number),
            None => self.0.push((figure.to_owned(), page.to_owned(), vec![number])),
        }
        Ok(())
    }

    /// The pages.
    pub(crate) fn pages(&self) -> Vec<&str> {
        let mut pages = Vec::new();
        for (_, page, _) in &self.0 {
            if !pages.contains(&page.as_str()) {
                pages.push(page.as_str());
            }
        }
        pages
    }

    /// The median of a figure on a page, if it was measured there.
    pub(crate) fn median(&self, figure: &str, page: &str) -> Option<f64> {
        let (_, _, numbers) = self.0.iter().find(|(known, at, _)| known == figure && at == page)?;
        median(numbers)
    }
}

/// The middle one, or the mean of the middle two.
pub(crate) fn median(numbers: &[f64]) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        length if length.is_multiple_of(2) => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
        _ => Some(sorted[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        let cases: [(&[f64], Option<f64>); 4] =
            [(&[], None), (&[3.0], Some(3.0)), (&[9.0, 1.0, 2.0], Some(2.0)), (&[4.0, 1.0, 100.0, 2.0], Some(3.0))];
        for (numbers, expected) in cases {
            assert_eq!(median(numbers), expected, "{numbers:?}");
        }
    }

    #[test]
    fn measurements_are_gathered_by_figure_and_page() {
        let mut samples = Samples::default();
        for line in ["paint\ta\t1.5", "paint\tb\t2", "script\ta\t7", "paint\ta\t2.5"] {
            samples.add(line).unwrap();
        }
        assert_eq!(samples.pages(), ["a", "b"]);
        assert_eq!(samples.median("paint", "a"), Some(2.0));
        assert_eq!(samples.median("script", "b"), None);
        for (case, line) in [("no number", "paint\ta\tfast"), ("too short", "paint\t1"), ("empty", "")] {
            assert!(samples.add(line).is_err(), "{case}");
        }
    }
}
