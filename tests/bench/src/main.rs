//! Measures the built app in the browser. What it prints is for xtask to read: a line a measurement, its parts separated by
//! tabs.
#![expect(clippy::print_stdout, reason = "a command line program speaks through standard output")]

mod crates;
mod journeys;
mod load;
mod page_server;
mod srp;
mod visit;
mod wasm;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// See `cargo xtask size` and `cargo xtask bench`, which set what this needs from the environment: `E2E_DIST` (the built
/// app), `CHROMEDRIVER` and `CHROMIUM` (programs).
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// What the app fetches on each journey: the journey, then each file
    Journeys,
    /// How pages load and sign in: the figure, the page, milliseconds; once a round
    Load {
        #[arg(long)]
        rounds: u32,
        /// Built pages, by their names
        #[arg(long = "page", value_name = "NAME=DIRECTORY", value_parser = named)]
        pages: Vec<(String, PathBuf)>,
    },
    /// How long SRP takes: by how much the processor is slowed, then ours A, ours S, our longest task, theirs A, theirs S in
    /// milliseconds; once a round
    Srp {
        #[arg(long)]
        rounds: u32,
        /// The built page
        directory: PathBuf,
    },
    /// What is in wasm files that have names: `crate`, `module`, `function` or `data`, its name, how many, bytes
    Crates { files: Vec<PathBuf> },
}

#[tokio::main]
async fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Journeys => journeys::run().await,
        Command::Load { rounds, pages } => load::run(rounds, &pages).await,
        Command::Srp { rounds, directory } => srp::run(rounds, &directory).await,
        Command::Crates { files } => crates::run(&files),
    }
    ExitCode::SUCCESS
}

fn named(argument: &str) -> Result<(String, PathBuf), String> {
    let (name, directory) = argument.split_once('=').ok_or("NAME=DIRECTORY")?;
    Ok((name.to_owned(), directory.into()))
}
