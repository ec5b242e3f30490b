//! Moments of a run as people write them, and going there.

use anyhow::anyhow;
use glassbox_sim::timeline::{BranchId, Stop};
use glassbox_sim::{Duration, Instant, Lang, Model, Timeline};

use crate::words;

/// Reads milliseconds as the player shows them, `608.5`, or a time with its unit, `2s`.
pub(crate) fn parse(text: &str) -> Result<Instant, String> {
    let with_unit = text.parse::<Duration>().ok();
    let after = with_unit.or_else(|| millis(text)).ok_or_else(|| {
        format!(
            "expected a moment in milliseconds, as 608.5, or with its unit, as 2s, not \"{text}\""
        )
    })?;
    Ok(Instant::START + after)
}

fn millis(text: &str) -> Option<Duration> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 6 {
        return None;
    }
    let nanos = whole.parse::<u64>().ok()?.checked_mul(1_000_000)?;
    let part = format!("{part:0<6}").parse::<u64>().ok()?;
    nanos.checked_add(part).map(Duration::from_nanos)
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
        for wrong in [
            "",
            ".",
            "1.",
            "-1",
            "1e3",
            "1.0000001",
            "x",
            "99999999999999999999",
        ] {
            assert!(nanos(wrong).is_err(), "{wrong}");
        }
    }
}
