//! Sizes and GOGC as people write them.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A number of bytes. In files it is written with its unit, `"64MiB"`; units are `B`, `KiB`, `MiB`
/// and `GiB`, as in GOMEMLIMIT.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Bytes(pub u64);

const UNITS: [(&str, u64); 4] = [
    ("B", 1),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

impl Bytes {
    /// `count` KiB; stops at the largest number there is.
    pub const fn kib(count: u64) -> Self {
        Self(count.saturating_mul(1 << 10))
    }

    /// `count` MiB; stops at the largest number there is.
    pub const fn mib(count: u64) -> Self {
        Self(count.saturating_mul(1 << 20))
    }
}

/// A text that is no size.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("expected a size with its unit, as \"64MiB\" (units: B, KiB, MiB, GiB), not \"{0}\"")]
pub struct NotASize(String);

impl FromStr for Bytes {
    type Err = NotASize;

    fn from_str(text: &str) -> Result<Self, NotASize> {
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let scale = UNITS.iter().find(|(name, _)| *name == unit);
        let number = text[..text.len() - unit.len()].parse::<u64>().ok();
        let bytes = number
            .zip(scale)
            .and_then(|(number, (_, scale))| number.checked_mul(*scale));
        bytes.map(Self).ok_or_else(|| NotASize(text.to_owned()))
    }
}

/// One decimal, cut and not rounded, in the largest unit that fits: `3.8 MiB`; whole numbers
/// without: `4 MiB`.
impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fits = |(_, scale): &&(&str, u64)| self.0 >= *scale;
        let (unit, scale) = UNITS.iter().rev().find(fits).copied().unwrap_or(UNITS[0]);
        let tenth = self.0 % scale * 10 / scale;
        match tenth {
            0 => write!(f, "{} {unit}", self.0 / scale),
            _ => write!(f, "{}.{tenth} {unit}", self.0 / scale),
        }
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_u64(self.0);
        }
        let fits = |(_, scale): &&(&str, u64)| self.0 != 0 && self.0.is_multiple_of(*scale);
        let (unit, scale) = UNITS.iter().rev().find(fits).copied().unwrap_or(UNITS[0]);
        serializer.collect_str(&format_args!("{}{unit}", self.0 / scale))
    }
}

impl<'de> Deserialize<'de> for Bytes {
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
impl schemars::JsonSchema for Bytes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Bytes".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A number of bytes with its unit: B, KiB, MiB or GiB.",
            "type": "string",
            "pattern": "^[0-9]+(B|KiB|MiB|GiB)$",
            "examples": ["64MiB", "2KiB"],
        })
    }
}

/// GOGC: how much may be allocated before the next collection, in percent of what is alive; or off.
/// In files it is a number or `"off"`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Gogc {
    /// The heap starts no cycle, unless there is a memory limit.
    Off,
    /// So many percent.
    Percent(u32),
}

impl Gogc {
    /// Most percent that are accepted here. Go takes any.
    pub const MAX: u32 = 100_000;

    /// As the controller has it: -1 for off.
    pub const fn percent(self) -> i32 {
        match self {
            Self::Off => -1,
            Self::Percent(percent) if percent > Self::MAX => Self::MAX as i32,
            Self::Percent(percent) => percent as i32,
        }
    }

    /// What the controller has.
    pub(crate) const fn of(percent: i32) -> Self {
        if percent < 0 {
            Self::Off
        } else {
            Self::Percent(percent as u32)
        }
    }
}

impl fmt::Display for Gogc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::Percent(percent) => percent.fmt(f),
        }
    }
}

impl Serialize for Gogc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            _ if !serializer.is_human_readable() => serializer.serialize_i32(self.percent()),
            Self::Off => serializer.serialize_str("off"),
            Self::Percent(percent) => serializer.serialize_u32(*percent),
        }
    }
}

impl<'de> Deserialize<'de> for Gogc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Gogc;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a number of percent, 0 to {}, or \"off\"", Gogc::MAX)
            }

            fn visit_u64<E: de::Error>(self, percent: u64) -> Result<Gogc, E> {
                match u32::try_from(percent) {
                    Ok(small) if small <= Gogc::MAX => Ok(Gogc::Percent(small)),
                    _ => Err(E::invalid_value(de::Unexpected::Unsigned(percent), &self)),
                }
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Gogc, E> {
                match text {
                    "off" => Ok(Gogc::Off),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }
        }
        if !deserializer.is_human_readable() {
            let percent = i32::deserialize(deserializer)?;
            return Ok(Self::of(percent.min(Self::MAX as i32)));
        }
        deserializer.deserialize_any(Reader)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Gogc {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Gogc".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "GOGC in percent, or off.",
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": Self::MAX},
                {"const": "off"},
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_with_its_unit_and_nothing_else() {
        assert_eq!("64MiB".parse(), Ok(Bytes::mib(64)));
        assert_eq!("0B".parse(), Ok(Bytes(0)));
        for wrong in ["64", "MiB", "64MB", "-1B", "1.5MiB", "99999999999GiB", "é"] {
            assert!(wrong.parse::<Bytes>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_size_is_shown_in_its_largest_unit_with_one_decimal_cut_not_rounded() {
        assert_eq!(Bytes(3_997_696).to_string(), "3.8 MiB");
        assert_eq!(Bytes::mib(4).to_string(), "4 MiB");
        assert_eq!(Bytes(1023).to_string(), "1023 B");
        assert_eq!(Bytes(0).to_string(), "0 B");
    }

    #[test]
    fn sizes_and_gogc_come_back_from_files_as_they_went() {
        for bytes in [Bytes(0), Bytes(1), Bytes::kib(64), Bytes(3_997_696)] {
            let text = serde_json::to_string(&bytes).unwrap();
            assert_eq!(serde_json::from_str::<Bytes>(&text).unwrap(), bytes);
        }
        for gogc in [Gogc::Off, Gogc::Percent(0), Gogc::Percent(250)] {
            let text = serde_json::to_string(&gogc).unwrap();
            assert_eq!(serde_json::from_str::<Gogc>(&text).unwrap(), gogc);
        }
        for wrong in ["-1", "100001", "\"on\"", "1.5", "null"] {
            assert!(serde_json::from_str::<Gogc>(wrong).is_err(), "{wrong}");
        }
    }
}
