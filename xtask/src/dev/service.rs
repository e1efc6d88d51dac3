//! Programs that run until they are stopped.

use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::process;

const PULSE: Duration = Duration::from_millis(100);
/// How many pulses services have to end before they are asked again, more firmly.
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

    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Sends what Ctrl-C sends, by the program `kill`: the standard library can only send SIGKILL, and Trunk would
    /// leave its cargo behind.
    fn interrupt(&self) {
        let _sent = process::succeeds(Command::new("kill").arg("-INT").arg(self.child.id().to_string()));
    }

    fn kill(&mut self) {
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// Ends all `services`. `interrupted` says that Ctrl-C was pressed, which they then have heard as well.
pub(crate) fn stop(services: &mut [Service], interrupted: bool) {
    if interrupted && end_in_time(services) {
        return;
    }
    running(services).for_each(|service| service.interrupt());
    if !end_in_time(services) {
        running(services).for_each(Service::kill);
    }
}

fn running(services: &mut [Service]) -> impl Iterator<Item = &mut Service> {
    services.iter_mut().filter_map(|service| (!service.has_ended()).then_some(service))
}

fn end_in_time(services: &mut [Service]) -> bool {
    (0..PATIENCE).any(|_| {
        let all = running(services).next().is_none();
        if !all {
            thread::sleep(PULSE);
        }
        all
    })
}
