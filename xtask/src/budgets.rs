//! tests/bench/budgets.toml.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// What is allowed, and where the app is to go.
pub(crate) struct Budgets(toml::Table);

impl Budgets {
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let path = root.join("tests").join("bench").join("budgets.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self(text.parse().with_context(|| format!("cannot parse {}", path.display()))?))
    }

    /// Bytes after brotli: how many are allowed, and how many there are to be.
    ///
    /// # Errors
    /// When the file does not say.
    pub(crate) fn size(&self, figure: &str) -> Result<Size> {
        let bytes = |part| {
            let bytes = self.0.get("size").and_then(|size| size.get(figure)?.get(part)?.as_integer());
            bytes.and_then(|bytes| usize::try_from(bytes).ok())
        };
        match (bytes("budget"), bytes("reach")) {
            (Some(budget), Some(reach)) => Ok(Size { budget, reach }),
            _ => bail!("budgets.toml does not say what [size] {figure} is held to"),
        }
    }

    /// The figure of `cargo xtask bench` that is to be reached, if there is one.
    pub(crate) fn reach(&self, figure: &str) -> Option<f64> {
        let reach = self.0.get("bench")?.get(figure)?.get("reach")?;
        reach.as_float().or_else(|| reach.to_string().parse().ok())
    }
}

/// Bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    pub(crate) budget: usize,
    pub(crate) reach: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_file_does_not_say_is_not_made_up() {
        let text = "[size]\na = { budget = 1_000, reach = 500 }\nb = { budget = 1 }\nc = { budget = -1, reach = 1 }\n\
                    [bench]\nratio = { reach = 0.5 }\nwhole = { reach = 10 }";
        let budgets = Budgets(text.parse().unwrap());
        assert_eq!(budgets.size("a").unwrap(), Size { budget: 1000, reach: 500 });
        for (case, figure) in [("half", "b"), ("negative", "c"), ("missing", "d")] {
            assert!(budgets.size(figure).is_err(), "{case}");
        }
        let reached = ["ratio", "whole", "missing"].map(|figure| budgets.reach(figure));
        assert_eq!(reached, [Some(0.5), Some(10.0), None]);
    }
}
