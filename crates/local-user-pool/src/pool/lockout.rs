//! Wrong passwords and wrong codes in a row, and how long no further one is looked at.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior>:
//! with n failures a user is locked out for 2^(n−5) seconds, at most about 15 minutes. Tries during a lock-out are
//! neither looked at nor counted; 15 minutes without any try end it all.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::{
    error::{ATTEMPTS_EXCEEDED, ServiceError},
    store::{
        Work,
        document::{Document, Key},
        rows::Rows,
    },
};

/// So many failures may go by before the first lock-out.
const FREE_FAILURES: u32 = 5;
const LONGEST_SECONDS: u64 = 15 * 60;
/// 2^10 seconds are more than [`LONGEST_SECONDS`].
const MOST_DOUBLINGS: u32 = 10;

/// What was proven or not: passwords and codes are counted apart, because a right password would otherwise give a
/// guesser of codes five further tries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secret {
    Password,
    Code,
}

/// Failures by user name, real or simulated.
pub(crate) struct Lockouts(Rows<Failures>);

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failures {
    count: u32,
    /// Seconds since 1970, as all moments here.
    last_try: u64,
    locked_until: u64,
}

impl Document for Failures {
    const KIND: &'static str = "failures";

    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }

    fn ends_at(&self) -> Option<u64> {
        Some(self.last_try + LONGEST_SECONDS)
    }
}

impl Lockouts {
    pub(crate) fn new(work: &Rc<Work>) -> Self {
        Self(Rows::new(work))
    }

    /// Counts a try that proved the secret, or did not.
    ///
    /// # Errors
    /// NotAuthorizedException "Password attempts exceeded" during a lock-out, whatever was proven.
    pub(crate) fn admit(
        &mut self,
        username: &str,
        secret: Secret,
        proven: bool,
        now: u64,
    ) -> Result<bool, ServiceError> {
        let id = id(username, secret);
        let is_over = |failures: &Failures| failures.last_try + LONGEST_SECONDS <= now;
        if self.0.get(&id).is_none_or(is_over) {
            if proven {
                return Ok(true);
            }
            self.0.insert(id.clone(), Failures::default());
        }
        let Some(failures) = self.0.get_mut(&id) else { return Ok(proven) };
        failures.last_try = now;
        if now < failures.locked_until {
            return Err(ServiceError::not_authorized(ATTEMPTS_EXCEEDED));
        }
        if proven {
            self.0.remove(&id);
            return Ok(true);
        }
        failures.count += 1;
        if let Some(doublings) = failures.count.checked_sub(FREE_FAILURES) {
            failures.locked_until = now + (1 << doublings.min(MOST_DOUBLINGS)).min(LONGEST_SECONDS);
        }
        Ok(false)
    }

    /// Forgets all failures of a user: an administrator or the user has set a new password.
    pub(crate) fn clear(&mut self, username: &str) {
        for secret in [Secret::Password, Secret::Code] {
            self.0.remove(&id(username, secret));
        }
    }

    pub(super) fn into_rows(self) -> Rows<Failures> {
        self.0
    }
}

fn id(username: &str, secret: Secret) -> String {
    match secret {
        Secret::Password => format!("password {username}"),
        Secret::Code => format!("code {username}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::store::Store;

    fn nobody_failed() -> Lockouts {
        Lockouts::new(&Arc::new(Store::in_memory().unwrap()).work(1, 0))
    }

    fn fail(lockouts: &mut Lockouts, now: u64) -> Option<String> {
        lockouts.admit("user", Secret::Password, false, now).err().map(|error| error.message().to_owned())
    }

    #[test]
    fn the_delay_doubles_up_to_fifteen_minutes() {
        let mut lockouts = nobody_failed();
        let mut now = 1_000_000;
        for failure in 1..=4 {
            assert_eq!(fail(&mut lockouts, now), None, "failure {failure}");
        }
        for (failure, seconds) in
            [(5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 64), (12, 128), (13, 256), (14, 512), (15, 900)]
        {
            assert_eq!(fail(&mut lockouts, now), None, "failure {failure}");
            let last_locked = now + seconds - 1;
            assert_eq!(
                fail(&mut lockouts, last_locked).as_deref(),
                Some("Password attempts exceeded"),
                "after failure {failure}"
            );
            now += seconds;
        }
        assert_eq!(fail(&mut lockouts, now), None, "failure 16");
        assert_eq!(
            fail(&mut lockouts, now + 899).as_deref(),
            Some("Password attempts exceeded"),
            "no longer than fifteen minutes"
        );
        assert_eq!(fail(&mut lockouts, now + 900), None, "failure 17");
    }

    #[test]
    fn what_ends_a_lock_out() {
        let locked = || {
            let mut lockouts = nobody_failed();
            for now in [0, 0, 0, 0, 0, 1, 3] {
                assert_eq!(fail(&mut lockouts, now), None);
            }
            lockouts
        };
        let right = |lockouts: &mut Lockouts, now| lockouts.admit("user", Secret::Password, true, now);

        let mut lockouts = locked();
        assert!(right(&mut lockouts, 6).is_err(), "a right password during the lock-out is not looked at");
        assert_eq!(right(&mut lockouts, 7), Ok(true), "nor counted");
        for _ in 0..5 {
            assert_eq!(fail(&mut lockouts, 7), None, "after a right password counting begins anew");
        }

        let mut lockouts = locked();
        lockouts.clear("user");
        assert_eq!(right(&mut lockouts, 3), Ok(true), "cleared");

        let mut lockouts = locked();
        assert_eq!(lockouts.admit("user", Secret::Code, false, 3), Ok(false), "codes are counted apart");
        assert_eq!(lockouts.admit("other", Secret::Password, true, 3), Ok(true), "so are users");

        let mut lockouts = locked();
        for _ in 0..5 {
            assert_eq!(fail(&mut lockouts, 3 + 900), None, "fifteen quiet minutes");
        }
    }
}
