//! Wrong passwords and wrong codes in a row, and how long no further one is looked at. In memory only.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior>:
//! with n failures a user is locked out for 2^(n−5) seconds, at most about 15 minutes. Tries during a lock-out are
//! neither looked at nor counted; 15 minutes without any try end it all.

use std::collections::HashMap;

use crate::error::{ATTEMPTS_EXCEEDED, ServiceError};

/// So many failures may go by before the first lock-out.
const FREE_FAILURES: u32 = 5;
const LONGEST_SECONDS: u64 = 15 * 60;
/// 2^10 seconds are more than [`LONGEST_SECONDS`].
const MOST_DOUBLINGS: u32 = 10;

/// What was proven or not: passwords and codes are counted apart, because a right password would otherwise give a
/// guesser of codes five further tries.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Secret {
    Password,
    Code,
}

/// Failures by user name, real or simulated.
#[derive(Default)]
pub(crate) struct Lockouts(HashMap<(String, Secret), Failures>);

#[derive(Default)]
struct Failures {
    count: u32,
    /// Seconds since 1970, as all moments here.
    last_try: u64,
    locked_until: u64,
}

impl Lockouts {
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
        self.0.retain(|_, failures| failures.last_try + LONGEST_SECONDS > now);
        let key = (username.to_owned(), secret);
        let failures = self.0.entry(key.clone()).or_default();
        failures.last_try = now;
        if now < failures.locked_until {
            return Err(ServiceError::not_authorized(ATTEMPTS_EXCEEDED));
        }
        if proven {
            self.0.remove(&key);
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
        self.0.retain(|(name, _), _| name != username);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(lockouts: &mut Lockouts, now: u64) -> Option<String> {
        lockouts.admit("user", Secret::Password, false, now).err().map(|error| error.message().to_owned())
    }

    #[test]
    fn the_delay_doubles_up_to_fifteen_minutes() {
        let mut lockouts = Lockouts::default();
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
            let mut lockouts = Lockouts::default();
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
