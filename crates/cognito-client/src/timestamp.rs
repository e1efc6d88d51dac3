//! A point in time. The caller passes it in: nothing in this crate reads a clock.

use core::time::Duration;

use crate::json::{Json, Readable};

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SECONDS_A_DAY: u64 = 86_400;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(u64);

/// A source of time: the clock of a browser, a system or a test.
pub trait Clock {
    /// The time now.
    fn now(&self) -> Timestamp;
}

impl<F: Fn() -> Timestamp> Clock for F {
    fn now(&self) -> Timestamp {
        self()
    }
}

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// From whole seconds since the epoch, as in a token's claims.
    pub const fn from_seconds(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// Whole seconds since the epoch.
    pub const fn as_seconds(self) -> u64 {
        self.0 / 1000
    }

    /// This time plus `duration`.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)))
    }

    /// The form that Cognito signs: UTC, English names, day of the month without a leading zero, as in
    /// `Tue Nov 3 04:05:06 UTC 2026`.
    pub fn to_srp_string(self) -> String {
        let (days, second_of_day) = (self.as_seconds() / SECONDS_A_DAY, self.as_seconds() % SECONDS_A_DAY);
        let (year, month, day) = civil_date(days);
        format!(
            "{} {} {day} {:02}:{:02}:{:02} UTC {year}",
            WEEKDAYS[(days % 7) as usize],
            MONTHS[month],
            second_of_day / 3600,
            second_of_day / 60 % 60,
            second_of_day % 60,
        )
    }
}

/// As answers have it: a number of seconds since the epoch, maybe with a fraction.
impl Readable for Timestamp {
    fn read(value: Json) -> Option<Self> {
        if let Json::Number(seconds) = value { seconds.shifted(3).map(Self) } else { None }
    }
}

/// Year, month (0 to 11) and day (1 to 31) of the day that is `days` after 1970-01-01, by the Gregorian calendar.
fn civil_date(mut days: u64) -> (u64, usize, u64) {
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970 + days / 146_097 * 400;
    days %= 146_097;
    loop {
        let length = 365 + u64::from(is_leap(year));
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_answers() {
        for (json, millis) in [
            ("0", Some(0)),
            ("1793678706", Some(1_793_678_706_000)),
            ("1793678706.25", Some(1_793_678_706_250)),
            ("1.793678706123E9", Some(1_793_678_706_123)),
            ("1e300", Some(u64::MAX)),
            ("18446744073709551615", Some(u64::MAX)),
            ("-1", None),
            ("-0.5", None),
            ("\"1793678706\"", None),
            ("null", None),
        ] {
            let read = crate::json::read(json);
            assert_eq!(read.map(Timestamp::as_millis), millis, "{json}");
        }
    }

    #[test]
    fn srp_strings() {
        for (seconds, expected) in [
            (0, "Thu Jan 1 00:00:00 UTC 1970"),
            (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
            (1_793_678_706, "Tue Nov 3 04:05:06 UTC 2026"),
            (1_798_761_599, "Thu Dec 31 23:59:59 UTC 2026"),
            (1_798_761_600, "Fri Jan 1 00:00:00 UTC 2027"),
            (4_107_542_399, "Sun Feb 28 23:59:59 UTC 2100"),
            (4_107_542_400, "Mon Mar 1 00:00:00 UTC 2100"),
            (16_725_225_600, "Fri Jan 1 00:00:00 UTC 2500"),
        ] {
            assert_eq!(Timestamp::from_seconds(seconds).to_srp_string(), expected, "{seconds}");
        }
    }
}
