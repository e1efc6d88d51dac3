//! Recomputes the SRP values of a file in the format of `tests/data/srp.json`, each formula by itself and as a sign-in
//! does it, and names those that differ.
//!
//! ```sh
//! cargo run -p cognito-client --example check_vectors -- crates/cognito-client/tests/data/srp.json
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

mod vectors;

use std::{fs, path::PathBuf, process::ExitCode};

use clap::Parser;

/// Recomputes the SRP values of a file of vectors.
#[derive(Parser)]
struct Arguments {
    /// A file in the format of tests/data/srp.json.
    file: PathBuf,
}

fn main() -> ExitCode {
    let Arguments { file } = Arguments::parse();
    let checked = fs::read_to_string(&file).map_err(|error| error.to_string()).and_then(|json| vectors::check(&json));
    match checked {
        Ok(report) => {
            report.mismatches.iter().for_each(|mismatch| println!("{mismatch}"));
            println!("{} checked, {} mismatches", report.checked, report.mismatches.len());
            ExitCode::from(u8::from(!report.mismatches.is_empty()))
        }
        Err(why) => {
            eprintln!("cannot check {}: {why}", file.display());
            ExitCode::FAILURE
        }
    }
}
