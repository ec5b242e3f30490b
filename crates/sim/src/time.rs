//! Simulated time: whole nanoseconds since the start of the run.
//!
//! Integers only, so that every target computes the same moment. Nothing in a lab reads a clock;
//! time is an argument.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};
use std::str::FromStr;

use serde::de::{self, Deserializer};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::lang::{Lang, Tell, told_errors};

/// A moment of a run, in nanoseconds since its start.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize,
)]
#[serde(transparent)]
pub struct Instant(u64);

/// A length of simulated time, in nanoseconds.
///
/// In files it is written with its unit, `"150ms"`; units are `ns`, `us`, `ms` and `s`.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Duration(u64);

const UNITS: [(&str, u64); 4] = [
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
];

impl Instant {
    /// In a sentence, in the unit that people would use: `608.5 ms`, `12.3 s`, `2 min 0.1 s`. What
    /// is too small for one decimal is cut off.
    pub fn told(self) -> String {
        const SECOND: u64 = 1_000_000_000;
        const MINUTE: u64 = 60 * SECOND;
        let seconds = |nanos: u64| {
            let tenths = nanos / (SECOND / 10);
            format!("{}.{} s", tenths / 10, tenths % 10)
        };
        match self.0 {
            nanos @ ..10_000_000_000 => format!("{} ms", Self(nanos)),
            nanos @ ..MINUTE => seconds(nanos),
            nanos => format!("{} min {}", nanos / MINUTE, seconds(nanos % MINUTE)),
        }
    }

    /// The start of every run.
    pub const START: Self = Self(0);
    /// The last moment that a run comes to: more than eleven days. Nothing is waited for beyond it.
    pub const LAST: Self = Self(1_000_000_000_000_000);

    /// The moment `nanos` nanoseconds after the start.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since the start.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Milliseconds since the start, for display and for drawing only: never fed back into a run.
    pub fn as_millis_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// How long after `earlier` this is; zero when it is not after.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// The moment half-way between this one and `later`.
    pub const fn midway(self, later: Self) -> Self {
        Self(self.0 + later.since(self).0 / 2)
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `nanos` nanoseconds.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// `micros` microseconds; stops at the largest duration there is.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros.saturating_mul(1_000))
    }

    /// `millis` milliseconds; stops at the largest duration there is.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000_000))
    }

    /// `secs` seconds; stops at the largest duration there is.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(1_000_000_000))
    }

    /// Length in nanoseconds.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Length in milliseconds, for display and for drawing only.
    pub fn as_millis_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// As it is written in files: `150ms`.
    pub fn with_unit(self) -> String {
        let fits = |(_, scale): &&(&str, u64)| self.0.is_multiple_of(*scale);
        let (unit, scale) = UNITS.iter().rev().find(fits).copied().unwrap_or(("ns", 1));
        format!("{}{unit}", self.0 / scale)
    }

    /// This length `times` times; stops at the largest duration there is.
    pub const fn saturating_mul(self, times: u64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

/// A text that is no duration.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NotADuration {
    /// It is no number with its unit.
    Form(String),
    /// It is longer than nanoseconds can be counted.
    TooLong(String),
}

/// How every [`NotADuration::Form`] begins in English: by it the text is known again in an error of
/// serde.
pub(crate) const NOT_A_DURATION: &str =
    "expected a time with its unit, as \"150ms\" (units: ns, us, ms, s), not ";
/// The same of [`NotADuration::TooLong`]. No run goes past [`Instant::LAST`].
pub(crate) const TOO_LONG: &str = "the time is too long, as no run goes past 1000000s: ";

impl Tell for NotADuration {
    fn tell(&self, lang: Lang) -> String {
        match self {
            Self::Form(text) => lang.pick(
                format!("{NOT_A_DURATION}\"{text}\""),
                format!("时间要带单位，如“150ms”（单位有 ns、us、ms、s），而不是“{text}”"),
            ),
            Self::TooLong(text) => lang.pick(
                format!("{TOO_LONG}\"{text}\""),
                format!("时间太长：“{text}”（一次运行最长 1000000s）"),
            ),
        }
    }
}

told_errors!(NotADuration);

impl FromStr for Duration {
    type Err = NotADuration;

    fn from_str(text: &str) -> Result<Self, NotADuration> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let unit = &text[digits.len()..];
        let scale = UNITS.iter().find(|(name, _)| *name == unit);
        let is_number = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
        let Some((_, scale)) = scale.filter(|_| is_number) else {
            return Err(NotADuration::Form(text.to_owned()));
        };
        // Only a number that is too large cannot be read now.
        let nanos = digits.parse::<u64>().ok();
        let nanos = nanos.and_then(|count| count.checked_mul(*scale));
        nanos
            .map(Self)
            .ok_or_else(|| NotADuration::TooLong(text.to_owned()))
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_u64(self.0);
        }
        serializer.serialize_str(&self.with_unit())
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return u64::deserialize(deserializer).map(Self);
        }
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Duration {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A length of simulated time with its unit: ns, us, ms or s.",
            "type": "string",
            "pattern": "^[0-9]+(ns|us|ms|s)$",
            "examples": ["150ms", "2s"],
        })
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    /// Stops at the last moment there is instead of wrapping.
    fn add(self, length: Duration) -> Self {
        Self(self.0.saturating_add(length.0))
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, length: Duration) {
        *self = *self + length;
    }
}

impl Add for Duration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Duration {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Milliseconds with one decimal, as the player shows them: `608.5`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tenths_of_milliseconds(self.0, f)
    }
}

/// Milliseconds with one decimal: `3.6`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tenths_of_milliseconds(self.0, f)
    }
}

fn tenths_of_milliseconds(nanos: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let tenths = nanos / 100_000;
    write!(f, "{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_unit_that_people_would_use() {
        let told = |nanos| Instant(nanos).told();
        assert_eq!(told(608_570_000), "608.5 ms");
        assert_eq!(told(9_999_999_999), "9999.9 ms");
        assert_eq!(told(10_000_000_000), "10.0 s");
        assert_eq!(told(59_999_999_999), "59.9 s");
        assert_eq!(told(120_190_000_000), "2 min 0.1 s");
    }

    #[test]
    fn an_instant_is_shown_in_milliseconds_with_one_decimal_cut_not_rounded() {
        assert_eq!(Instant::from_nanos(608_590_000).to_string(), "608.5");
        assert_eq!(Duration::from_micros(3_600).to_string(), "3.6");
    }

    #[test]
    fn a_duration_is_read_with_its_unit_and_nothing_else() {
        assert_eq!("150ms".parse(), Ok(Duration::from_millis(150)));
        assert_eq!("2s".parse(), Ok(Duration::from_secs(2)));
        for wrong in [
            "150",
            "ms",
            "-1ms",
            "1.5s",
            "1h",
            "+1ms",
            "99999999999999999999h",
            "é",
        ] {
            let refused = NotADuration::Form(wrong.to_owned());
            assert_eq!(wrong.parse::<Duration>(), Err(refused));
        }
    }

    #[test]
    fn a_duration_that_cannot_be_counted_is_too_long_not_misspelt() {
        for long in ["99999999999999s", "99999999999999999999ns"] {
            let error = long.parse::<Duration>().expect_err(long);
            assert_eq!(error, NotADuration::TooLong(long.to_owned()));
            for (lang, words) in [(Lang::En, "too long"), (Lang::Zh, "时间太长")] {
                let told = error.tell(lang);
                assert!(told.contains(words) && told.contains(long), "{told}");
                let last = Duration::from_nanos(Instant::LAST.as_nanos()).with_unit();
                assert!(told.contains(&last), "{told}");
            }
        }
    }

    #[test]
    fn arithmetic_stops_at_the_ends_of_time() {
        let last = Instant::from_nanos(u64::MAX);
        assert_eq!(last + Duration::from_secs(1), last);
        assert_eq!(Instant::START.since(last), Duration::ZERO);
    }
}
