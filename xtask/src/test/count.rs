//! How many tests passed and failed, read from what the test runners print.

use std::iter::Sum;

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Count {
    /// Adds what a line of output reports: `test result: …` of Rust's test binaries (the browser's runner prints it
    /// too), `ℹ pass N` and `ℹ fail N` of node's spec reporter, or `Ran N tests in …` and `FAILED (failures=N, errors=N)` of
    /// Python's unittest. Any other line reports nothing.
    pub(crate) fn see(&mut self, line: &str) {
        if let Some((_, report)) = line.split_once("test result: ") {
            self.passed += before(report, " passed");
            self.failed += before(report, " failed");
        } else if let Some(report) = line.strip_prefix("ℹ ") {
            match report.split_once(' ') {
                Some(("pass", number)) => self.passed += number.parse().unwrap_or(0),
                Some(("fail", number)) => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        } else if let Some(report) = line.strip_prefix("Ran ") {
            self.passed += report.split_once(" test").and_then(|(number, _)| number.parse().ok()).unwrap_or(0);
        } else if let Some(report) = line.strip_prefix("FAILED (") {
            let number = |name: &str| {
                let part = report.trim_end_matches(')').split(", ").find_map(|part| part.strip_prefix(name));
                part.and_then(|number| number.parse().ok()).unwrap_or(0)
            };
            let failed: usize = number("failures=") + number("errors=");
            self.passed = self.passed.saturating_sub(failed);
            self.failed += failed;
        }
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, count| Self {
            passed: sum.passed + count.passed,
            failed: sum.failed + count.failed,
        })
    }
}

/// The number that stands before `word`.
fn before(report: &str, word: &str) -> usize {
    let number = report.find(word).and_then(|end| report[..end].rsplit([' ', '.', ';']).next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_added_up() {
        let lines = [
            "running 2 tests",
            "test srp::tests::test_result ... ok",
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.20s",
            "test result: ok. 4 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.35s",
        ];
        let mut count = Count::default();
        lines.iter().for_each(|line| count.see(line));
        assert_eq!(count, Count { passed: 19, failed: 2 });
    }

    #[test]
    fn node_reports_are_added_up() {
        let lines = ["✔ signs in (120.1ms)", "ℹ tests 9", "ℹ suites 2", "ℹ pass 8", "ℹ fail 1", "ℹ skipped 0"];
        let mut count = Count::default();
        lines.iter().for_each(|line| count.see(line));
        assert_eq!(count, Count { passed: 8, failed: 1 });
    }

    #[test]
    fn python_reports_are_added_up() {
        let lines = [
            "test_sign_in (__main__.SignIn.test_sign_in) ... ok",
            "Ran 1 test in 0.300s",
            "OK",
            "Ran 12 tests in 1.234s",
            "FAILED (failures=1, errors=2, skipped=1)",
        ];
        let mut count = Count::default();
        lines.iter().for_each(|line| count.see(line));
        assert_eq!(count, Count { passed: 10, failed: 3 });
    }
}
