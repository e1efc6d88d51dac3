//! `cargo xtask size --crates`: what the wasm files are made of.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::table::{grouped, render};
use crate::tools::npm;
use crate::{bench, build, process};

/// How many of each kind are shown.
const MOST: usize = 60;

/// Prints which crates, modules and functions cost most: those of the build that is in dist/, optimised like it, but with
/// the names of its functions. In bytes of code before compression.
///
/// # Errors
/// When there is no build, or a program fails.
pub(crate) fn run(root: &Path) -> Result<()> {
    let programs = npm::ensure(&root.join("xtask"))?;
    let named = build::named_parts(root, &programs)?;
    if named.is_empty() {
        bail!("there is no build: run `cargo xtask build`");
    }
    let printed = process::output(bench::without_browser(root).arg("crates").args(&named))?;
    let parts = printed.lines().map(Part::parse).collect::<Result<Vec<_>>>()?;
    for (kind, title) in [
        ("file", "Files"),
        ("crate", "Crates: where a function is, or its type"),
        ("module", "Modules"),
        ("function", "Functions, with all that generics made of each"),
    ] {
        process::announce(&format!("{title}, in bytes of code"));
        print!("{}", table(kind, &parts));
    }
    Ok(())
}

/// A line of what tests/bench prints.
struct Part<'a> {
    kind: &'a str,
    name: &'a str,
    count: usize,
    bytes: usize,
}

impl<'a> Part<'a> {
    fn parse(line: &'a str) -> Result<Self> {
        let parts: Vec<&str> = line.split('\t').collect();
        let [kind, name, count, bytes] = parts[..] else { bail!("a part is not of this form: {line}") };
        let number = |text: &str| text.parse().with_context(|| format!("a part is not of this form: {line}"));
        Ok(Self { kind, name, count: number(count)?, bytes: number(bytes)? })
    }
}

/// Those of a kind, the largest first; what is left out is summed up.
fn table(kind: &str, parts: &[Part<'_>]) -> String {
    let mut parts: Vec<_> = parts.iter().filter(|part| part.kind == kind).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    let row = |name: &str, count: usize, bytes: usize| vec![name.to_owned(), grouped(count), grouped(bytes)];
    let mut rows: Vec<_> = parts.iter().take(MOST).map(|part| row(part.name, part.count, part.bytes)).collect();
    let left_out = &parts[parts.len().min(MOST)..];
    if !left_out.is_empty() {
        let sum = |of: fn(&&Part<'_>) -> usize| left_out.iter().map(of).sum();
        rows.push(row(&format!("{} others", left_out.len()), sum(|part| part.count), sum(|part| part.bytes)));
    }
    render(&[kind, "functions", "bytes"], &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_come_first_and_the_rest_is_summed_up() {
        let lines: Vec<String> = (1..=MOST + 2).map(|size| format!("crate\tc{size}\t1\t{size}")).collect();
        let parts = lines.iter().map(|line| Part::parse(line)).collect::<Result<Vec<_>>>().unwrap();
        let table = table("crate", &parts);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert!(rows[0].starts_with("c62") && rows[0].ends_with("62"), "{table}");
        assert!(rows[MOST].starts_with("2 others") && rows[MOST].ends_with('3'), "{table}");
        assert!(Part::parse("crate\ta\tmany\t1").is_err());
    }
}
