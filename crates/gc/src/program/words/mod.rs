//! The words: one sentence per event and language. Nothing outside this module speaks to people.
//!
//! Matches are exhaustive: an event without a sentence does not compile.

mod en;
mod rules;
mod zh;

use glassbox_sim::{Duration, Lang};

use super::act::Act;
use super::bytes::Bytes;
use super::event::Event;
use super::process::{NO_GOAL, Phase};

pub use rules::{Named, property, rule};

/// What happened, in one sentence without a full stop.
pub fn sentence(event: &Event, lang: Lang) -> String {
    match lang {
        Lang::En => en::sentence(event),
        Lang::Zh => zh::sentence(event),
    }
}

/// What an act is called, as on a button.
pub fn act(act: &Act, lang: Lang) -> String {
    match lang {
        Lang::En => en::act(act),
        Lang::Zh => zh::act(act),
    }
}

/// What a phase is called.
pub fn phase(phase: Phase, lang: Lang) -> &'static str {
    match phase {
        Phase::Off => lang.pick("off", "未在回收"),
        Phase::FirstPause => lang.pick("first pause", "第一次停顿"),
        Phase::Mark => lang.pick("concurrent mark", "并发标记"),
        Phase::SecondPause => lang.pick("second pause", "第二次停顿"),
    }
}

/// A length of time in the largest unit that gives a whole number before the point: `1.5 ms`; from a
/// minute on `2 min` or `2 min 5 s`.
pub(super) fn time(length: Duration) -> String {
    let nanos = length.as_nanos();
    let (unit, scale) = match nanos {
        0..1_000 => return format!("{nanos} ns"),
        1_000..1_000_000 => ("µs", 1_000),
        1_000_000..1_000_000_000 => ("ms", 1_000_000),
        1_000_000_000..60_000_000_000 => ("s", 1_000_000_000),
        _ => {
            let seconds = nanos / 1_000_000_000;
            return match (seconds / 60, seconds % 60) {
                (minutes, 0) => format!("{minutes} min"),
                (minutes, rest) => format!("{minutes} min {rest} s"),
            };
        }
    };
    match nanos % scale * 10 / scale {
        0 => format!("{} {unit}", nanos / scale),
        tenth => format!("{}.{tenth} {unit}", nanos / scale),
    }
}

/// Thousandths as a number with two decimals: `1.25`.
pub(super) fn thousandths(number: u32) -> String {
    format!("{}.{:02}", number / 1000, number % 1000 / 10)
}

/// A goal, unless it is none.
pub(super) fn finite(bytes: Bytes) -> Option<Bytes> {
    (bytes.0 < NO_GOAL).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_people_write_them() {
        assert_eq!(time(Duration::from_nanos(999)), "999 ns");
        assert_eq!(time(Duration::from_micros(30)), "30 µs");
        assert_eq!(time(Duration::from_micros(1_590)), "1.5 ms");
        assert_eq!(time(Duration::from_secs(59)), "59 s");
        assert_eq!(time(Duration::from_secs(120)), "2 min");
        assert_eq!(time(Duration::from_secs(125)), "2 min 5 s");
        assert_eq!(thousandths(1_259), "1.25");
    }
}
