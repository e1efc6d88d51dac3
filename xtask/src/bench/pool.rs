//! `cargo xtask bench pool`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::table::{grouped, render};

const PACKAGE: &str = "bench-pool";
/// As the local user pool is delivered.
const PROFILE: &str = "pool-release";
/// SRP sign-ins in memory, to the cryptography of them alone.
const REACH_OF_LIMIT: f64 = 0.6;
/// With a state file and the most users, to those in memory with the fewest.
const REACH_OF_MEMORY: f64 = 0.5;
/// Until it answers, in milliseconds: without users, and with the most.
const REACH_OF_READY: [f64; 2] = [100.0, 1000.0];

/// What tests/bench/pool prints: where users are kept, how many, the figure, and numbers.
struct Line {
    kept: String,
    users: usize,
    figure: String,
    numbers: Vec<f64>,
}

/// Builds the program as the local user pool is delivered, and prints what it measures, and what that is to the limits.
///
/// # Errors
/// When a program fails.
pub(super) fn run(root: &Path, seconds: u64, sizes: &[usize]) -> Result<()> {
    let directory = root.join("target").join("bench-pool");
    if directory.exists() {
        fs::remove_dir_all(&directory).context("the state of the last run")?;
    }
    fs::create_dir_all(&directory)?;
    process::announce("Building the local user pool as it is delivered");
    let mut cargo = process::cargo(root);
    process::run(cargo.args(["build", "--quiet", "--profile", PROFILE, "--package", PACKAGE]))?;
    process::announce("Measuring");
    let sizes_text = sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
    let mut bench = process::cargo(root);
    bench.args(["run", "--quiet", "--profile", PROFILE, "--package", PACKAGE, "--", "measure"]);
    bench.args(["--seconds", &seconds.to_string(), "--users", &sizes_text]).arg(&directory);
    let printed = process::output(&mut bench)?;
    let lines = printed.lines().map(Line::read).collect::<Result<Vec<_>>>()?;
    fs::remove_dir_all(&directory)?;
    process::announce("Calls a second, and milliseconds of the middle one and of the slowest of a hundred");
    print!("{}", render(&["call", "users", "kept", "a second", "p50", "p99"], &calls(&lines)));
    process::announce("Milliseconds until it answers, and megabytes afterwards");
    print!("{}", render(&["users", "kept", "ready", "memory"], &processes(&lines)));
    for reached in ratios(&lines, sizes)? {
        println!("{reached}");
    }
    Ok(())
}

impl Line {
    fn read(line: &str) -> Result<Self> {
        let parts: Vec<&str> = line.split('\t').collect();
        let [kept, users, figure, numbers @ ..] = &parts[..] else {
            bail!("a measurement is not of this form: {line}")
        };
        let wrong = || format!("a measurement is not of this form: {line}");
        let numbers = numbers.iter().map(|number| number.parse()).collect::<Result<Vec<f64>, _>>();
        Ok(Self {
            kept: (*kept).to_owned(),
            users: users.parse().with_context(wrong)?,
            figure: (*figure).to_owned(),
            numbers: numbers.with_context(wrong)?,
        })
    }
}

fn calls(lines: &[Line]) -> Vec<Vec<String>> {
    let mut rows: Vec<&Line> = lines.iter().filter(|line| line.kept == "limit" || line.numbers.len() == 3).collect();
    let order = |line: &Line| lines.iter().position(|other| other.figure == line.figure);
    rows.sort_by_key(|line| order(line));
    let cell = |line: &Line, index: usize, digits: usize| {
        line.numbers.get(index).map_or_else(String::new, |number| format!("{number:.digits$}"))
    };
    let row = |line: &&Line| {
        let users = if line.kept == "limit" { String::new() } else { grouped(line.users) };
        vec![line.figure.clone(), users, line.kept.clone(), cell(line, 0, 0), cell(line, 1, 1), cell(line, 2, 1)]
    };
    rows.iter().map(row).collect()
}

fn processes(lines: &[Line]) -> Vec<Vec<String>> {
    let mut places: Vec<(usize, &str)> = Vec::new();
    for line in lines.iter().filter(|line| line.kept != "limit") {
        if !places.contains(&(line.users, line.kept.as_str())) {
            places.push((line.users, &line.kept));
        }
    }
    let row = |(users, kept): &(usize, &str)| {
        let cell = |figure: &str| number(lines, kept, *users, figure).map_or_else(String::new, |n| format!("{n:.0}"));
        vec![grouped(*users), (*kept).to_owned(), cell("ready"), cell("memory")]
    };
    places.iter().map(row).collect()
}

fn ratios(lines: &[Line], sizes: &[usize]) -> Result<Vec<String>> {
    let (fewest, most) = (sizes.iter().min().context("no sizes")?, sizes.iter().max().context("no sizes")?);
    let wanted = |kept: &str, users: usize, figure: &str| {
        number(lines, kept, users, figure).with_context(|| format!("{figure} was not measured"))
    };
    let limit = wanted("limit", 0, "SRP sign-in")?;
    let mut reached = Vec::new();
    for (kept, users) in [("memory", *fewest), ("state", *most)] {
        let ratio = wanted(kept, users, "SRP sign-in")? / limit;
        let users = grouped(users);
        reached.push(format!(
            "SRP sign-ins, {kept}, {users} users ÷ their cryptography alone: {ratio:.2}, to reach {REACH_OF_LIMIT:.2}"
        ));
    }
    let figures = ["SRP sign-in", "password sign-in", "refresh", "creation", "listing"];
    for figure in figures {
        let ratio = wanted("state", *most, figure)? / wanted("memory", *fewest, figure)?;
        let (most, fewest) = (grouped(*most), grouped(*fewest));
        reached.push(format!(
            "{figure}: state, {most} users ÷ memory, {fewest} users: {ratio:.2}, to reach {REACH_OF_MEMORY:.2}"
        ));
    }
    for (users, reach) in [0, *most].into_iter().zip(REACH_OF_READY) {
        let ready = wanted("state", users, "ready")?;
        let users = grouped(users);
        reached.push(format!("ready with a state file of {users} users: {ready:.0} ms, to reach {reach:.0} ms"));
    }
    Ok(reached)
}

fn number(lines: &[Line], kept: &str, users: usize, figure: &str) -> Option<f64> {
    let found = lines.iter().find(|line| line.kept == kept && line.users == users && line.figure == figure)?;
    found.numbers.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_measured_is_put_beside_what_is_to_be_reached() {
        let mut printed = "limit\t0\tSRP sign-in\t100\nstate\t0\tready\t50\nstate\t9000\tready\t2000\n".to_owned();
        for figure in ["SRP sign-in", "password sign-in", "refresh", "creation", "listing"] {
            printed += &format!("memory\t100\t{figure}\t80\t1\t2\nstate\t9000\t{figure}\t20\t1\t2\n");
        }
        let lines = printed.lines().map(|line| Line::read(line).unwrap()).collect::<Vec<_>>();
        let reached = ratios(&lines, &[100, 9000]).unwrap();
        assert_eq!(reached[0], "SRP sign-ins, memory, 100 users ÷ their cryptography alone: 0.80, to reach 0.60");
        assert_eq!(reached[1], "SRP sign-ins, state, 9,000 users ÷ their cryptography alone: 0.20, to reach 0.60");
        assert_eq!(reached[4], "refresh: state, 9,000 users ÷ memory, 100 users: 0.25, to reach 0.50");
        assert_eq!(reached[7], "ready with a state file of 0 users: 50 ms, to reach 100 ms");
        assert_eq!(reached[8], "ready with a state file of 9,000 users: 2000 ms, to reach 1000 ms");
        assert!(ratios(&lines, &[100, 200]).is_err(), "what was not measured has no ratio");
    }

    #[test]
    fn a_measurement_is_a_place_a_figure_and_numbers() {
        let line = Line::read("state\t100\trefresh\t7\t1.5\t2").unwrap();
        assert_eq!((line.users, line.numbers), (100, vec![7.0, 1.5, 2.0]));
        for (case, line) in
            [("too short", "state\t1"), ("a word", "state\tmany\trefresh\t1"), ("a word", "state\t1\tx\tfast")]
        {
            assert!(Line::read(line).is_err(), "{case}");
        }
    }
}
