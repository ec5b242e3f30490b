//! Moments of a run as people write them, and going there.

use anyhow::anyhow;
use glassbox_sim::timeline::{BranchId, Stop};
use glassbox_sim::{Duration, Instant, Lang, Model, NotADuration, Tell, Timeline};

use crate::words;

/// Why a text is no moment.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum NotAMoment {
    /// It is no number of milliseconds, and no time with its unit.
    Form(String),
    /// No run comes to it.
    TooLate(String),
}

impl Tell for NotAMoment {
    fn tell(&self, lang: Lang) -> String {
        match self {
            Self::Form(text) => lang.pick(
                format!(
                    "expected a moment in milliseconds, as 608.5, or with its unit, as 2s (units: ns, us, ms, s), not \"{text}\""
                ),
                format!(
                    "应为以毫秒计的时刻，如 608.5，或带单位的时刻，如 2s（单位有 ns、us、ms、s），而不是“{text}”"
                ),
            ),
            Self::TooLate(text) => {
                let last = Instant::LAST.since(Instant::START).with_unit();
                lang.pick(
                    format!("{text} is too large: no run goes past {last}"),
                    format!("{text} 太大：一次运行最长 {last}"),
                )
            }
        }
    }
}

/// Reads milliseconds as the player shows them, `608.5`, or a time with its unit, `2s`.
pub(crate) fn parse(text: &str) -> Result<Instant, NotAMoment> {
    let too_late = || NotAMoment::TooLate(text.to_owned());
    let after = match text.parse::<Duration>() {
        Ok(after) => after,
        Err(NotADuration::TooLong(_)) => return Err(too_late()),
        Err(NotADuration::Form(_)) => millis(text)
            .ok_or_else(|| NotAMoment::Form(text.to_owned()))?
            .ok_or_else(too_late)?,
    };
    let at = Instant::START + after;
    if at > Instant::LAST {
        return Err(too_late());
    }
    Ok(at)
}

/// `None` if the text is no number; inside of it, if the number is too large.
fn millis(text: &str) -> Option<Option<Duration>> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 6 {
        return None;
    }
    let part = format!("{part:0<6}").parse::<u64>().ok()?;
    let whole = whole.parse::<u64>().ok();
    let nanos = whole.and_then(|it| it.checked_mul(1_000_000)?.checked_add(part));
    Some(nanos.map(Duration::from_nanos))
}

/// Goes to `at` on `branch`, letting the run go on by itself where nothing is recorded yet.
///
/// # Errors
/// The history is full before that moment.
pub(crate) fn go<M: Model>(
    timeline: &mut Timeline<M>,
    branch: BranchId,
    at: Instant,
    lang: Lang,
) -> anyhow::Result<()> {
    timeline.seek(branch, timeline.recorded(branch));
    while timeline.next_at().is_some_and(|next| next <= at) {
        match timeline.step_on() {
            Ok(()) => (),
            Err(Stop::Quiescent) => break,
            Err(full @ Stop::Full) => {
                let clock = timeline.position().clock;
                return Err(anyhow!(words::too_far(at, clock, full, lang)));
            }
        }
    }
    timeline.seek_time(branch, at);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_the_player_shows_it() {
        let nanos = |text| parse(text).map(Instant::as_nanos);
        assert_eq!(nanos("608.5"), Ok(608_500_000));
        assert_eq!(nanos("0"), Ok(0));
        assert_eq!(nanos("2s"), Ok(2_000_000_000));
        assert_eq!(nanos("1000000s"), Ok(Instant::LAST.as_nanos()));
        for wrong in ["", ".", "1.", "-1", "1e3", "1.0000001", "x", "24h"] {
            assert_eq!(nanos(wrong), Err(NotAMoment::Form(wrong.to_owned())));
        }
        for late in [
            "99999999999999999999",
            "99999999999999999",
            "1000001s",
            "99999999999999s",
            "1000000000.000001",
        ] {
            assert_eq!(nanos(late), Err(NotAMoment::TooLate(late.to_owned())));
        }
    }
}
