//! Days of the campaign clock.

use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A calendar day, counted from 1970-01-01; one day is one step of the simulation.
///
/// ```
/// use huizhan_base::Date;
/// let landing: Date = "1938-07-23".parse().unwrap();
/// assert_eq!((landing + 3).to_string(), "1938-07-26");
/// assert_eq!((landing + 3) - landing, 3);
/// assert_eq!(landing.month_day(), (7, 23));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// A text that is not a day of the years 1600-2100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDate {
    /// What was read.
    pub value: String,
}

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a date: write year-month-day as in 1938-06-11, years 1600 to 2100", self.value)
    }
}

impl std::error::Error for InvalidDate {}

const EPOCH: civil::Date = civil::date(1970, 1, 1);

impl Date {
    /// Days since 1970-01-01.
    #[must_use]
    pub fn days(self) -> i32 {
        self.0
    }

    /// The day that lies `days` after 1970-01-01.
    #[must_use]
    pub fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Month (1-12) and day of the month (1-31).
    #[must_use]
    pub fn month_day(self) -> (u8, u8) {
        let day = self.civil();
        (day.month() as u8, day.day() as u8)
    }

    fn civil(self) -> civil::Date {
        EPOCH
            .checked_add(jiff::Span::new().days(self.0))
            .expect("dates are read from the years 1600-2100")
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let invalid = || InvalidDate { value: text.to_owned() };
        if text.len() != 10 {
            return Err(invalid());
        }
        let day: civil::Date = text.parse().map_err(|_| invalid())?;
        if !(1600..=2100).contains(&day.year()) {
            return Err(invalid());
        }
        let span = EPOCH.until(day).map_err(|_| invalid())?;
        Ok(Self(span.get_days()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.civil().fmt(f)
    }
}

impl std::ops::Add<i32> for Date {
    type Output = Self;

    fn add(self, days: i32) -> Self {
        Self(self.0 + days)
    }
}

impl std::ops::Sub for Date {
    type Output = i32;

    fn sub(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
