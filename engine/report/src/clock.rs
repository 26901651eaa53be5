//! The one clock: every date in any output comes from here, so that a run can
//! be repeated byte for byte with `SOURCE_DATE_EPOCH`.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time: the system's, or the one time that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// Always this time.
    Fixed(Timestamp),
}

/// A value of `SOURCE_DATE_EPOCH` that is not a number of seconds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockError(String);

impl fmt::Display for ClockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SOURCE_DATE_EPOCH is `{}`, which is not a number of seconds since 1970-01-01T00:00:00Z",
            self.0
        )
    }
}

impl std::error::Error for ClockError {}

impl Clock {
    /// The clock for a value of `SOURCE_DATE_EPOCH`: fixed when there is one
    /// (seconds since 1970, UTC), else the system's. An empty value counts as none.
    pub fn from_epoch_variable(value: Option<&str>) -> Result<Self, ClockError> {
        match value.map(str::trim) {
            None | Some("") => Ok(Self::System),
            Some(text) => match text.parse() {
                Ok(seconds) if (0..=Timestamp::LAST).contains(&seconds) => {
                    Ok(Self::Fixed(Timestamp { seconds }))
                }
                _ => Err(ClockError(text.to_owned())),
            },
        }
    }

    /// What time it is.
    pub fn now(self) -> Timestamp {
        match self {
            Self::Fixed(time) => time,
            Self::System => {
                let since = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                Timestamp {
                    seconds: i64::try_from(since.as_secs())
                        .unwrap_or(Timestamp::LAST)
                        .min(Timestamp::LAST),
                }
            }
        }
    }
}

/// A second in UTC, between the years 1970 and 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z.
    seconds: i64,
}

impl Timestamp {
    /// 9999-12-31T23:59:59Z: later years do not fit ISO 8601's four digits.
    const LAST: i64 = 253_402_300_799;

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// `2026-02-28T09:30:00Z`, as SARIF and RFC 3339 write it.
    pub fn rfc3339(self) -> String {
        format!("{}Z", self.without_zone())
    }

    /// `2026-02-28T09:30:00`, UTC without saying so, as GitLab's schema wants it.
    pub fn without_zone(self) -> String {
        let (year, month, day) = civil(self.seconds.div_euclid(86_400));
        let second = self.seconds.rem_euclid(86_400);
        format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
            second / 3600,
            second / 60 % 60,
            second % 60
        )
    }
}

/// Year, month and day of a day counted from 1970-01-01.
///
/// Counts in years that begin on 1 March, so that the leap day is the last day
/// of its year and the lengths of months follow one formula; 400 such years
/// are 146,097 days.
fn civil(days: i64) -> (i64, i64, i64) {
    let from_march_0000 = days + 719_468;
    let era = from_march_0000.div_euclid(146_097);
    let day_of_era = from_march_0000.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> String {
        Timestamp { seconds }.rfc3339()
    }

    #[test]
    fn dates_known_from_elsewhere() {
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(951_868_800), "2000-03-01T00:00:00Z");
        assert_eq!(at(1_234_567_890), "2009-02-13T23:31:30Z");
        assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00Z");
        assert_eq!(at(Timestamp::LAST), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let leap = |y: i64| (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for n in 0..60_000 {
            assert_eq!(civil(n), (year, month, day), "day {n}");
            let length = match month {
                2 => 28 + i64::from(leap(year)),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            day += 1;
            if day > length {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }

    #[test]
    fn the_variable_fixes_the_time_or_is_refused() {
        let fixed = Clock::from_epoch_variable(Some("1234567890")).unwrap();
        assert_eq!(fixed.now().without_zone(), "2009-02-13T23:31:30");
        assert_eq!(Clock::from_epoch_variable(None), Ok(Clock::System));
        assert_eq!(Clock::from_epoch_variable(Some("")), Ok(Clock::System));
        for bad in ["yesterday", "-1", "1e9", "999999999999999"] {
            assert!(Clock::from_epoch_variable(Some(bad)).is_err(), "{bad}");
        }
    }
}
