//! A pool in a process of its own, as whoever measures it sees it.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::Result;

pub(crate) struct Served {
    process: Child,
    pub(crate) url: String,
    /// From the start of the process until it answers.
    pub(crate) ready: Duration,
}

impl Served {
    /// Starts it and waits until it has its users.
    pub(crate) fn start(users: usize, state: Option<&Path>) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["serve", "--users", &users.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        if let Some(state) = state {
            command.arg("--state").arg(state);
        }
        let begun = now();
        let mut process = command.spawn()?;
        let output = process.stdout.take().ok_or("the pool has no output")?;
        let mut lines = BufReader::new(output).lines();
        let mut line = || -> Result<String> { Ok(lines.next().ok_or("the pool did not start")??) };
        let url = line()?;
        let ready = match answers(&url) {
            Ok(()) => now().duration_since(begun),
            Err(error) => return Err(error),
        };
        line()?;
        Ok(Self { process, url, ready })
    }

    /// What the process has in memory, in units of a million bytes.
    pub(crate) fn resident_megabytes(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024.0 / 1e6)
    }
}

impl Drop for Served {
    /// The end of its input tells it to stop.
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ended = self.process.wait();
    }
}

fn answers(url: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let address = format!("{url}/ready");
    runtime.block_on(async { reqwest::get(address).await?.error_for_status() })?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this program measures, and never runs in a browser")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
