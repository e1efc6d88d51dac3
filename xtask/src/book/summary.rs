//! docs/SUMMARY.md: the pages of the book, in their order.

use std::path::{Path, PathBuf};

use super::DOCS;
use super::links::resolved;

/// The pages that a summary names, by their paths from the repository's root.
pub(super) fn pages(summary: &str) -> Vec<PathBuf> {
    let targets = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter_map(|target| resolved(&Path::new(DOCS).join("SUMMARY.md"), target)).collect()
}

/// The summary as it reads from the repository's root.
pub(super) fn from_root(summary: &str) -> String {
    let below = summary.replace("](", &format!("]({DOCS}/"));
    below.replace(&format!("]({DOCS}/../"), "](")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMMARY: &str = "[Start](../README.md)\n\n- [Settings](settings.md)\n- [Pool](../crates/pool/README.md)\n";

    #[test]
    fn pages_are_named_from_the_root() {
        let expected = ["README.md", "docs/settings.md", "crates/pool/README.md"].map(PathBuf::from);
        assert_eq!(pages(SUMMARY), expected);
        let moved = from_root(SUMMARY);
        assert!(expected.iter().all(|page| moved.contains(&format!("]({})", page.display()))), "{moved}");
    }
}
