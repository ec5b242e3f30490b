//! Values that people write into a menu's field: GOGC, and sizes with or without a unit.

use std::ops::RangeInclusive;

use glassbox_gc::lab::Act;
use glassbox_gc::program::{self, Bytes, Gogc, LIMITS, MAX_LIVE, RATES};
use glassbox_sim::Lang;

use super::GcLab;
use crate::lab::FreeValue;

const MIB: u64 = 1 << 20;

/// What people write for a unit, and how many bytes that is.
const UNITS: [(&str, u64); 9] = [
    ("", MIB),
    ("b", 1),
    ("kib", 1 << 10),
    ("kb", 1 << 10),
    ("mib", MIB),
    ("mb", MIB),
    ("gib", 1 << 30),
    ("gb", 1 << 30),
    ("tib", 1 << 40),
];

/// A size: a number with at most three decimals, in MiB if it has no unit of its own.
pub(super) fn size(text: &str) -> Option<Bytes> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_suffix("/s").unwrap_or(&text).trim();
    let number = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let unit = &text[number.len()..];
    let (_, scale) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let (whole, decimals) = match number.trim().split_once(['.', ',']) {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (number.trim(), "0"),
    };
    if decimals.len() > 3 || !decimals.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let thousandths: u64 = format!("{decimals:0<3}").parse().ok()?;
    let whole = whole.parse::<u64>().ok()?.checked_mul(*scale)?;
    whole.checked_add(thousandths * scale / 1000).map(Bytes)
}

/// GOGC as it is set: whole percent, or off.
pub(super) fn gogc(text: &str) -> Option<Gogc> {
    let text = text.trim().trim_end_matches('%').trim_end();
    if text.eq_ignore_ascii_case("off") {
        return Some(Gogc::Off);
    }
    let percent = text.parse().ok()?;
    (percent <= Gogc::MAX).then_some(Gogc::Percent(percent))
}

/// What is expected for GOGC.
pub(super) fn expected_gogc(lang: Lang) -> String {
    let most = Gogc::MAX;
    lang.pick(
        format!("expected a whole number from 0 to {most}, or off"),
        format!("应为 0 到 {most} 的整数，或 off"),
    )
}

fn within(text: &str, bounds: RangeInclusive<u64>, lang: Lang) -> Result<Bytes, String> {
    size(text)
        .filter(|it| bounds.contains(&it.0))
        .ok_or_else(|| {
            let (low, high) = (Bytes(*bounds.start()), Bytes(*bounds.end()));
            lang.pick(
                format!("expected {low} to {high}, as 48 (MiB) or 1.5 GiB"),
                format!("应为 {low} 到 {high}，如 48（MiB）或 1.5 GiB"),
            )
        })
}

/// Any GOGC.
pub(super) fn any_gogc(lang: Lang) -> FreeValue<GcLab> {
    FreeValue {
        label: lang.pick("Another value", "其他值"),
        unit: lang.pick("% or off", "% 或 off"),
        example: "75",
        read: |text, lang| {
            let gogc = gogc(text).ok_or_else(|| expected_gogc(lang))?;
            Ok(Act::Program(program::Act::SetGogc(gogc)))
        },
    }
}

/// Any memory limit.
pub(super) fn any_limit(lang: Lang) -> FreeValue<GcLab> {
    let read = |text: &str, lang: Lang| {
        let limit = within(text, LIMITS, lang)?;
        Ok(Act::Program(program::Act::SetMemoryLimit(Some(limit))))
    };
    FreeValue {
        label: lang.pick("Another value", "其他值"),
        unit: "MiB",
        example: "48",
        read,
    }
}

/// Any rate of allocation.
pub(super) fn any_rate(lang: Lang) -> FreeValue<GcLab> {
    let read = |text: &str, lang: Lang| {
        let rate = within(text, RATES, lang)?;
        Ok(Act::Program(program::Act::SetAllocRate(rate)))
    };
    FreeValue {
        label: lang.pick("Another value", "其他值"),
        unit: "MiB/s",
        example: "100",
        read,
    }
}

/// Any amount of live data.
pub(super) fn any_live(lang: Lang) -> FreeValue<GcLab> {
    let read = |text: &str, lang: Lang| {
        let live = within(text, 0..=MAX_LIVE, lang)?;
        Ok(Act::Program(program::Act::SetLiveHeap(live)))
    };
    FreeValue {
        label: lang.pick("Another value", "其他值"),
        unit: "MiB",
        example: "24",
        read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_with_a_unit_or_in_mebibytes() {
        for (text, bytes) in [
            ("48", 48 * MIB),
            (" 48 MiB ", 48 * MIB),
            ("1.5GiB", 3 << 29),
            ("0,5", MIB / 2),
            ("100 MiB/s", 100 * MIB),
            ("64kb", 64 << 10),
            ("0", 0),
        ] {
            assert_eq!(size(text), Some(Bytes(bytes)), "{text}");
        }
        for wrong in [
            "",
            "off",
            "-1",
            "1.",
            "1.2345",
            "1e3",
            "4 XiB",
            "99999999999999",
            "１",
        ] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn gogc_is_whole_percent_or_off() {
        assert_eq!(gogc(" 75 %"), Some(Gogc::Percent(75)));
        assert_eq!(gogc("OFF"), Some(Gogc::Off));
        for wrong in ["", "-1", "1.5", "100001", "on"] {
            assert_eq!(gogc(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_does_not_fit_is_answered_with_what_does() {
        let read = |free: FreeValue<GcLab>, text: &str| (free.read)(text, Lang::En);
        assert_eq!(
            read(any_limit(Lang::En), "0"),
            Err("expected 1 MiB to 1024 GiB, as 48 (MiB) or 1.5 GiB".to_owned())
        );
        assert!(read(any_rate(Lang::En), "99 GiB").is_err());
        assert!(read(any_live(Lang::En), "5 GiB").is_err());
        assert!(read(any_gogc(Lang::En), "much").is_err());
        let set = program::Act::SetGogc(Gogc::Percent(42));
        assert_eq!(read(any_gogc(Lang::Zh), "42"), Ok(Act::Program(set)));
    }
}
