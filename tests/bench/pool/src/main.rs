//! Measures the local user pool. What it prints is for xtask to read: a line a measurement, its parts separated by tabs.
#![expect(clippy::print_stdout, reason = "a command line program speaks through standard output")]

mod client;
mod limit;
mod load;
mod served;
mod server;

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Parser, Subcommand};

use load::Call;
use served::Served;

/// What can go wrong here only stops the measurement.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// See `cargo xtask bench pool`.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures pools of each size, in memory and with a state file: `memory` or `state`, how many users, the figure, numbers
    Measure {
        /// How many users
        #[arg(long = "users", value_delimiter = ',', default_values_t = [100, 10_000, 100_000])]
        sizes: Vec<usize>,
        /// For how long each call is measured
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// Where state files are put
        directory: PathBuf,
    },
    /// Serves a pool of so many users until its input ends
    Serve {
        #[arg(long)]
        users: usize,
        #[arg(long)]
        state: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Measure { sizes, seconds, directory } => measure(&sizes, Duration::from_secs(seconds), &directory),
        Command::Serve { users, state } => server::run(users, state),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "a program's own error message")]
            {
                eprintln!("bench-pool: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Milliseconds until a new pool answers: the middle of nine starts.
fn usual_start(start: impl Fn(usize) -> Result<Served>) -> Result<f64> {
    let mut all = (0..9).map(|count| Ok(start(count)?.ready)).collect::<Result<Vec<_>>>()?;
    all.sort();
    Ok(all[all.len() / 2].as_secs_f64() * 1000.0)
}

fn measure(sizes: &[usize], duration: Duration, directory: &Path) -> Result<()> {
    println!("limit\t0\tSRP sign-in\t{:.1}", limit::per_second(duration)?);
    println!("limit\t0\tpassword sign-in\t{:.1}", limit::typed_per_second(duration)?);
    println!("memory\t0\tready\t{:.1}", usual_start(|_| Served::start(0, None))?);
    let empty = |start| Served::start(0, Some(&directory.join(format!("empty-{start}.db"))));
    println!("state\t0\tready\t{:.1}", usual_start(empty)?);
    for &users in sizes {
        for kept in ["memory", "state"] {
            let file = (kept == "state").then(|| directory.join(format!("{users}.db")));
            let served = Served::start(users, file.as_deref())?;
            let served = match &file {
                None => served,
                // With everything from the file.
                Some(file) => {
                    drop(served);
                    let again = Served::start(users, Some(file))?;
                    println!("state\t{users}\tready\t{:.1}", again.ready.as_secs_f64() * 1000.0);
                    again
                }
            };
            for call in Call::ALL {
                let done = load::of(call, &served.url, users, duration)?;
                let [per_second, median, slow] = done.figures();
                println!("{kept}\t{users}\t{}\t{per_second:.1}\t{median:.2}\t{slow:.2}", call.name());
            }
            println!("{kept}\t{users}\tmemory\t{:.1}", served.resident_megabytes()?);
        }
    }
    Ok(())
}
