//! Spellings of a moment: the one that SRP signs, and ISO 8601, which signatures of requests have without its signs.

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_SECONDS: u64 = 86_400;
/// 1970-01-01 was a Thursday.
const FIRST_WEEKDAY: u64 = 4;
/// No later year can be written with four digits.
const LAST_YEAR: u64 = 9999;
/// 9999-12-31T23:59:59Z, in seconds since 1970.
pub(crate) const LAST: u64 = 253_402_300_799;

struct Date {
    year: u64,
    /// 1 to 12.
    month: u64,
    day: u64,
}

/// Reads "Tue Nov 3 04:05:06 UTC 2026" and nothing that is spelled otherwise. Gives seconds since 1970.
pub(crate) fn parse_srp(text: &str) -> Option<u64> {
    let parts: Vec<&str> = text.split(' ').collect();
    let [_, month, day, time, "UTC", year] = parts.as_slice() else { return None };
    let month = MONTHS.iter().position(|name| name == month)? as u64 + 1;
    let (year, day): (u64, u64) = (year.parse().ok()?, day.parse().ok()?);
    if !(1970..=LAST_YEAR).contains(&year) || !(1..=31).contains(&day) {
        return None;
    }
    let mut clock = time.split(':').map(str::parse::<u64>);
    let (hour, minute, second) = (clock.next()?.ok()?, clock.next()?.ok()?, clock.next()?.ok()?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days_since_1970(&Date { year, month, day }) * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    // Written again it must be the same text: that settles the weekday, leading zeros and 31 February at once.
    (format_srp(seconds) == text).then_some(seconds)
}

fn format_srp(seconds: u64) -> String {
    let days = seconds / DAY_SECONDS;
    let Date { year, month, day } = date(days);
    let weekday = WEEKDAYS[((days + FIRST_WEEKDAY) % 7) as usize];
    let (hour, minute, second) = time_of_day(seconds);
    format!("{weekday} {} {day} {hour:02}:{minute:02}:{second:02} UTC {year}", MONTHS[month as usize - 1])
}

/// "2026-11-03T04:05:06Z".
pub(crate) fn iso8601(seconds: u64) -> String {
    let Date { year, month, day } = date(seconds / DAY_SECONDS);
    let (hour, minute, second) = time_of_day(seconds);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Reads what [`iso8601`] writes.
pub(crate) fn parse_iso8601(text: &str) -> Option<u64> {
    let is_sign = |c: char| matches!(c, '-' | ':');
    parse_basic(&text.replace(is_sign, "")).filter(|&seconds| iso8601(seconds) == text)
}

/// "20261103T040506Z", the basic format of ISO 8601.
pub(crate) fn basic(seconds: u64) -> String {
    iso8601(seconds).replace(['-', ':'], "")
}

/// Reads what [`basic`] writes.
pub(crate) fn parse_basic(text: &str) -> Option<u64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(9, 11)?, number(11, 13)?, number(13, 15)?);
    if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let seconds = days_since_1970(&Date { year, month, day }) * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    // Written again it must be the same text: that settles all the rest.
    (basic(seconds) == text).then_some(seconds)
}

fn time_of_day(seconds: u64) -> (u64, u64, u64) {
    (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
}

// Both after Howard Hinnant, https://howardhinnant.github.io/date_algorithms.html: years begin in March, so that the
// leap day is the last one, and 400 years have 146,097 days.
const DAYS_FROM_MARCH_OF_YEAR_0: u64 = 719_468;
const ERA_DAYS: u64 = 146_097;

fn days_since_1970(date: &Date) -> u64 {
    let year = if date.month <= 2 { date.year - 1 } else { date.year };
    let (era, year_of_era) = (year / 400, year % 400);
    let month_from_march = (date.month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * ERA_DAYS + day_of_era - DAYS_FROM_MARCH_OF_YEAR_0
}

fn date(days_since_1970: u64) -> Date {
    let days = days_since_1970 + DAYS_FROM_MARCH_OF_YEAR_0;
    let (era, day_of_era) = (days / ERA_DAYS, days % ERA_DAYS);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    Date { year: era * 400 + year_of_era + u64::from(month <= 2), month, day }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_the_exact_spelling() {
        let cases = [
            ("as protocol.md has it", "Tue Nov 3 04:05:06 UTC 2026", Some(1_793_678_706)),
            ("two-digit day", "Mon Nov 23 04:31:26 UTC 2026", Some(1_795_408_286)),
            ("leap day", "Thu Feb 29 00:00:00 UTC 2024", Some(1_709_164_800)),
            ("first second", "Thu Jan 1 00:00:00 UTC 1970", Some(0)),
            ("leading zero", "Tue Nov 03 04:05:06 UTC 2026", None),
            ("wrong weekday", "Wed Nov 3 04:05:06 UTC 2026", None),
            ("German month", "Tue Okt 3 04:05:06 UTC 2026", None),
            ("one-digit hour", "Tue Nov 3 4:05:06 UTC 2026", None),
            ("other zone", "Tue Nov 3 04:05:06 CET 2026", None),
            ("no such day", "Sun Feb 31 00:00:00 UTC 2027", None),
            ("hour 24", "Tue Nov 3 24:05:06 UTC 2026", None),
            ("second space", "Tue Nov  3 04:05:06 UTC 2026", None),
            ("ISO 8601", "2026-11-03T04:05:06Z", None),
            ("signs", "Tue Nov +3 04:05:06 UTC 2026", None),
            ("empty", "", None),
        ];
        for (name, text, expected) in cases {
            assert_eq!(parse_srp(text), expected, "{name}");
        }
    }

    #[test]
    fn writes_iso_8601() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_793_678_706, "2026-11-03T04:05:06Z"),
        ] {
            assert_eq!(iso8601(seconds), expected);
            assert_eq!(parse_iso8601(expected), Some(seconds), "{expected}");
            assert_eq!(parse_basic(&basic(seconds)), Some(seconds), "{expected}");
        }
    }

    #[test]
    fn reads_no_other_spelling_of_iso_8601() {
        let cases = [
            "",
            "2026-11-03",
            "2026-11-03T04:05:06",
            "2026-11-03T04:05:06+00:00",
            "2026-11-03T04:05:06.000Z",
            "2026-11-3T04:05:06Z",
            "2026-02-29T00:00:00Z",
            "2026-11-03T24:00:00Z",
            "1969-12-31T23:59:59Z",
            "20261103T040506Z",
            "２０２６-11-03T04:05:06Z",
        ];
        for text in cases {
            assert_eq!(parse_iso8601(text), None, "{text}");
        }
    }
}
