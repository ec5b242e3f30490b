//! Moments as people read them: milliseconds in a short run, seconds and minutes in a long one.

use glassbox_sim::Instant;

/// From here on milliseconds are too many figures to be read, ms.
const LONG: u64 = 10_000;
const MINUTE: u64 = 60_000;

/// A moment with its unit: `608.5 ms`, `12.345 s`, `2 min 0.190 s`. Cut, not rounded.
pub(super) fn moment(at: Instant) -> String {
    let millis = at.as_nanos() / 1_000_000;
    let (minutes, rest) = (millis / MINUTE, millis % MINUTE);
    let seconds = format!("{}.{:03} s", rest / 1_000, rest % 1_000);
    match millis {
        0..LONG => format!("{at} ms"),
        LONG..MINUTE => seconds,
        _ => format!("{minutes} min {seconds}"),
    }
}

/// The same for the narrow column of a list, where milliseconds need no unit: `608.5`, `12.345 s`,
/// `2:00.190`.
pub(super) fn in_a_row(at: Instant) -> String {
    let millis = at.as_nanos() / 1_000_000;
    let (minutes, rest) = (millis / MINUTE, millis % MINUTE);
    match millis {
        0..LONG => at.to_string(),
        LONG..MINUTE => moment(at),
        _ => format!("{minutes}:{:02}.{:03}", rest / 1_000, rest % 1_000),
    }
}

/// What an axis over `span` milliseconds is numbered with: the distance of two numbers, at most six of
/// them beside 0, and how many milliseconds its unit has, with its name.
pub(super) fn axis(span: f64) -> (f64, f64, &'static str) {
    let long = span >= LONG as f64;
    let (unit, name) = match long {
        true if span >= 2.0 * MINUTE as f64 => (MINUTE as f64, "min"),
        true => (1_000.0, "s"),
        false => (1.0, "ms"),
    };
    // 1, 2 or 5 with zeros; of a minute also the half.
    let tens = std::iter::successors(Some(1.0), |ten: &f64| Some(ten * 10.0)).take(12);
    let steps = tens.flat_map(|ten| [1.0, 2.0, 5.0].map(|part| part * ten));
    let half = (name == "min").then_some(0.5);
    let mut steps = half.into_iter().chain(steps).map(|step| step * unit);
    let step = steps.find(|step| span / step <= 6.0).unwrap_or(span);
    (step, unit, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Instant {
        Instant::from_nanos(millis * 1_000_000 + 999_999)
    }

    #[test]
    fn a_long_run_is_told_in_seconds_and_minutes() {
        let times = [608, 9_999, 12_345, 120_190].map(|it| moment(at(it)));
        assert_eq!(
            times,
            ["608.9 ms", "9999.9 ms", "12.345 s", "2 min 0.190 s"]
        );
        let rows = [608, 12_345, 120_190].map(|it| in_a_row(at(it)));
        assert_eq!(rows, ["608.9", "12.345 s", "2:00.190"]);
    }

    #[test]
    fn the_axis_has_a_few_round_numbers_however_long_the_run_is() {
        for (span, step) in [
            (5.0, (1.0, 1.0, "ms")),
            (410.0, (100.0, 1.0, "ms")),
            (1_100.0, (200.0, 1.0, "ms")),
            (25_000.0, (5_000.0, 1_000.0, "s")),
            (121_000.0, (30_000.0, 60_000.0, "min")),
            (640_000.0, (120_000.0, 60_000.0, "min")),
        ] {
            assert_eq!(axis(span), step, "{span}");
        }
        for power in 1..10 {
            let span = 10_f64.powi(power) * 1.7;
            let numbers = (span / axis(span).0) as usize + 1;
            assert!((3..=7).contains(&numbers), "{numbers} for {span}");
        }
    }
}
