//! A program that runs until it is stopped.

use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::process;

const PULSE: Duration = Duration::from_millis(100);
/// How many pulses a service has to end before it is asked again, more firmly.
const PATIENCE: u32 = 30;

/// A running program and what to call it in a sentence.
pub(crate) struct Service {
    name: &'static str,
    child: Child,
}

impl Service {
    /// # Errors
    /// When the program cannot start.
    pub(crate) fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let child = command.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Self { name, child })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Waits for the end that Ctrl-C brings; then asks for it, then forces it.
    pub(crate) fn stop(&mut self) {
        if self.waits() {
            return;
        }
        // SIGTERM, by the program kill: the standard library can only send SIGKILL, which Trunk's own children survive.
        let _asked = process::succeeds(Command::new("kill").arg(self.child.id().to_string()));
        if !self.waits() {
            let _killed = self.child.kill();
            let _ended = self.child.wait();
        }
    }

    fn waits(&mut self) -> bool {
        (0..PATIENCE).any(|_| {
            let ended = !matches!(self.child.try_wait(), Ok(None));
            if !ended {
                thread::sleep(PULSE);
            }
            ended
        })
    }
}
