use core::time::Duration;

use crate::{session::Session, timestamp::Timestamp};

/// Tabs wake up within this time before a refresh is due, so that one of them has done it when it is.
const LONGEST_LEAD: Duration = Duration::from_secs(60);
/// Of tokens that live for minutes only, a twentieth.
const LEAD_DIVISOR: u32 = 20;

/// What a clock may be put back by without anything to be concluded from it.
const PUT_BACK: Duration = Duration::from_secs(60);

/// A time by the local clock, which may be changed before it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WakeUp {
    set: Timestamp,
    at: Timestamp,
}

impl WakeUp {
    pub(super) fn after(set: Timestamp, delay: Duration) -> Self {
        Self { set, at: set.plus(delay) }
    }

    pub(super) fn before_expiry(session: &Session, now: Timestamp, random: u32) -> Self {
        let lead = share((session.lifetime() / LEAD_DIVISOR).min(LONGEST_LEAD), random);
        let at = session.refresh_at().as_millis().saturating_sub(u64::try_from(lead.as_millis()).unwrap_or(0));
        Self { set: now, at: if session.is_refresh_due(now) { now } else { Timestamp::from_millis(at) } }
    }

    /// How long to wait from now on. Timers of browsers do not count the time that a machine sleeps, so wait at most a minute, then
    /// ask again.
    pub fn wait(&self, now: Timestamp) -> Duration {
        if self.is_due(now) {
            return Duration::ZERO;
        }
        Duration::from_millis(self.at.as_millis().saturating_sub(now.as_millis()))
    }

    /// Whether it is time. Also if the clock was set back, because nobody knows then.
    pub fn is_due(&self, now: Timestamp) -> bool {
        now >= self.at || now.plus(PUT_BACK) < self.set
    }
}

/// None of it for 0, all but nothing for the largest number.
pub(super) fn share(of: Duration, random: u32) -> Duration {
    of.mul_f64(f64::from(random) / (f64::from(u32::MAX) + 1.0))
}
