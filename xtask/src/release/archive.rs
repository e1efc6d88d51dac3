//! A zip file that is the same whenever it is made: its entries in one order, all of one time, and with the same rights.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::files;

const LEVEL: i64 = 9;
const RIGHTS: u32 = 0o644;

pub(super) struct Archive {
    options: SimpleFileOptions,
    entries: BTreeMap<String, Vec<u8>>,
}

impl Archive {
    /// `made_at` is what all entries say they are of, in seconds since 1970.
    ///
    /// # Errors
    /// If a zip file cannot say that: before 1980, or after 2107.
    pub(super) fn new(made_at: u64) -> Result<Self> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(time(made_at)?)
            .unix_permissions(RIGHTS);
        Ok(Self { options, entries: BTreeMap::new() })
    }

    pub(super) fn file(&mut self, name: String, content: Vec<u8>) -> Result<()> {
        let before = self.entries.insert(name.clone(), content);
        anyhow::ensure!(before.is_none(), "{name} would be in the archive twice");
        Ok(())
    }

    /// All that is in `directory`, below `name`.
    pub(super) fn directory(&mut self, directory: &Path, name: &str) -> Result<()> {
        for path in files(directory)? {
            let inside = path.strip_prefix(directory)?;
            let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            self.file(format!("{name}/{}", parts.join("/")), fs::read(&path)?)?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in self.entries {
            zip.start_file(name, self.options)?;
            zip.write_all(&content)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

/// UTC, as the calendar has it: a zip file knows no zone.
fn time(seconds: u64) -> Result<DateTime> {
    let (days, second) = (i64::try_from(seconds / 86_400)?, seconds % 86_400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let small = |number: u64| u8::try_from(number).unwrap_or_default();
    let time = DateTime::from_date_and_time(
        u16::try_from(year)?,
        u8::try_from(month)?,
        u8::try_from(day)?,
        small(hour),
        small(minute),
        small(second),
    );
    time.ok().with_context(|| format!("{seconds} seconds after 1970 is no time that a zip file can say"))
}

/// Year, month and day of the day that is `days` after 1970-01-01
/// ([Hinnant, civil_from_days](https://howardhinnant.github.io/date_algorithms.html)).
pub(super) fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(names: &[&str]) -> Vec<u8> {
        let mut archive = Archive::new(1_793_678_706).unwrap();
        for name in names {
            archive.file((*name).to_owned(), name.repeat(100).into_bytes()).unwrap();
        }
        archive.finish().unwrap()
    }

    #[test]
    fn the_order_in_which_files_are_found_changes_nothing() {
        assert_eq!(archive(&["a", "b/c", "b"]), archive(&["b", "b/c", "a"]));
    }

    #[test]
    fn nothing_is_there_twice() {
        let mut archive = Archive::new(1_793_678_706).unwrap();
        archive.file("a".to_owned(), Vec::new()).unwrap();
        assert!(archive.file("a".to_owned(), Vec::new()).is_err());
    }

    #[test]
    fn times() {
        for (seconds, expected) in [
            (315_532_800, Some((1980, 1, 1, 0, 0, 0))),
            (951_782_400, Some((2000, 2, 29, 0, 0, 0))),
            (1_793_678_706, Some((2026, 11, 3, 4, 5, 6))),
            (0, None),
        ] {
            let time = time(seconds).ok();
            let parts =
                time.map(|time| (time.year(), time.month(), time.day(), time.hour(), time.minute(), time.second()));
            assert_eq!(parts, expected, "{seconds}");
        }
    }
}
