//! Where a moment and a size lie on the chart, and which of them are written beside its axes.

use glassbox_gc::program::Program;
use glassbox_sim::{Instant, Model as _};

/// From this goal on there is none.
const NO_GOAL: u64 = 1 << 62;
/// One MiB, as the chart counts.
const MIB: f64 = (1_u64 << 20) as f64;
/// So many cycles are in the picture.
const CYCLES: usize = 6;
/// A shorter stretch is never shown, nanoseconds.
const SHORTEST: f64 = 20e6;
/// The stretch moves on by such parts of its length, not with every event.
const NOTCHES: f64 = 8.0;

/// What the chart shows: a stretch of time and sizes from nothing up.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Scale {
    /// Nanoseconds at the left and at the right edge.
    pub(super) time: (f64, f64),
    /// Bytes at the upper edge.
    pub(super) top: f64,
    /// The plot: left, top, right, bottom.
    pub(super) plot: [f64; 4],
    /// Long waits, drawn shorter than they are, from the earliest.
    pub(super) waits: Vec<Wait>,
}

/// A stretch of time in which nothing happens, nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wait {
    pub(super) from: f64,
    pub(super) to: f64,
    /// As long as this it is drawn.
    drawn: f64,
}

/// A shorter wait is drawn as long as it is, nanoseconds.
const WAITS: f64 = 5e9;
/// A wait must be so many times as long as all that happened before, so that this could not be seen.
const DWARFS: f64 = 8.0;

/// The waits among moments, with the first of them at the picture's edge.
fn waits(moments: impl Iterator<Item = f64>, since: f64) -> Vec<Wait> {
    let mut all = Vec::new();
    let (mut last, mut busy) = (since, 0.0_f64);
    for at in moments.filter(|it| *it > since) {
        let length = at - last;
        let drawn = busy.max(SHORTEST);
        if length >= WAITS && length >= DWARFS * drawn {
            all.push(Wait {
                from: last,
                to: at,
                drawn,
            });
        } else {
            busy += length;
        }
        last = at;
    }
    all
}

/// A moment on the drawn axis, where waits are short.
fn drawn(waits: &[Wait], at: f64) -> f64 {
    let cut = waits.iter().map(|it| {
        let part = ((at - it.from) / (it.to - it.from)).clamp(0.0, 1.0);
        part * (it.to - it.from - it.drawn)
    });
    at - cut.sum::<f64>()
}

/// The moment at a place of the drawn axis.
fn real(waits: &[Wait], mut at: f64) -> f64 {
    for it in waits {
        if at <= it.from {
            break;
        }
        let longer = it.to - it.from - it.drawn;
        at += ((at - it.from) / it.drawn).min(1.0) * longer;
    }
    at
}

/// A goal, if it is one.
pub(super) fn real_goal(goal: u64) -> Option<u64> {
    (goal < NO_GOAL).then_some(goal)
}

impl Scale {
    /// The last cycles of a program, in this plot, as seen at `now`.
    pub(super) fn of(program: &Program, now: Instant, plot: [f64; 4]) -> Self {
        let history = program.history();
        let first = history.cycles().len().saturating_sub(CYCLES);
        let since = if first == 0 {
            0
        } else {
            let cycle = history.cycles().nth(first - 1);
            cycle.map_or(0, |it| it.start.0.as_nanos())
        };
        let now = now.max(program.now()).as_nanos() as f64;
        let since = since as f64;
        let moments = history.samples().map(|it| it.at.as_nanos() as f64);
        let waits = waits(moments.chain([now]), since);
        let time = stretch(drawn(&waits, since), drawn(&waits, now));
        let time = (real(&waits, time.0), real(&waits, time.1));
        let from = time.0;
        let mut highest = program.process().controller().heap_live;
        for sample in history.samples() {
            if sample.at.as_nanos() as f64 >= from {
                highest = highest
                    .max(sample.heap)
                    .max(real_goal(sample.goal).unwrap_or(0));
            }
        }
        let goal = program.process().controller().heap_goal();
        highest = highest.max(real_goal(goal).unwrap_or(0));
        Self {
            time,
            top: (highest as f64 * 1.08).max(MIB),
            plot,
            waits,
        }
    }

    /// The distance of a moment, nanoseconds, from the picture's left edge.
    pub(super) fn x(&self, at: f64) -> f64 {
        let [left, _, right, _] = self.plot;
        let [from, to, at] = [self.time.0, self.time.1, at].map(|it| drawn(&self.waits, it));
        (left + (at - from) / (to - from) * (right - left)).clamp(left, right)
    }

    /// The distance of a size, bytes, from its upper edge.
    pub(super) fn y(&self, bytes: f64) -> f64 {
        let [_, top, _, bottom] = self.plot;
        (bottom - bytes / self.top * (bottom - top)).clamp(top, bottom)
    }

    /// Whether a moment is in the picture.
    pub(super) fn shows(&self, at: Instant) -> bool {
        (self.time.0..=self.time.1).contains(&(at.as_nanos() as f64))
    }

    /// Sizes for the axis, in MiB: powers of two, at most `most` of them beside nothing.
    pub(super) fn sizes(&self, most: usize) -> Vec<f64> {
        let top = self.top / MIB;
        let mut step = 0.25;
        while top / step > most as f64 {
            step *= 2.0;
        }
        let count = (top / step) as usize;
        (0..=count).map(|number| number as f64 * step).collect()
    }

    /// Moments for the axis, nanoseconds: 1, 2 or 5 of a unit, at most `most` of them, none in a wait.
    pub(super) fn moments(&self, most: usize) -> Vec<f64> {
        let (from, to) = self.time;
        let length = drawn(&self.waits, to) - drawn(&self.waits, from);
        let step = nice(length / most.max(1) as f64, &[1.0, 2.0, 5.0]);
        let mut all = Vec::new();
        let mut begin = from;
        for (end, next) in self.pieces(to) {
            let (first, last) = ((begin / step).ceil() as u64, (end / step).floor() as u64);
            all.extend((first..=last).map(|number| number as f64 * step));
            begin = next;
        }
        all
    }

    /// Where each piece between waits ends, and where the next one begins.
    fn pieces(&self, to: f64) -> impl Iterator<Item = (f64, f64)> {
        let waits = self.waits.iter().filter(|it| it.from > self.time.0);
        waits.map(|it| (it.from, it.to)).chain([(to, to)])
    }
}

/// Bytes of so many MiB.
pub(super) fn mib(count: f64) -> f64 {
    count * MIB
}

/// A moment on the axis: in milliseconds, in seconds, or from a minute on as minutes and seconds.
pub(super) fn moment(at: f64, scale: &Scale) -> String {
    let (from, to) = scale.time;
    let whole = |value: f64, unit: f64, decimals: usize| {
        let value = value / unit;
        match (value - value.round()).abs() < 1e-6 {
            true => format!("{value:.0}"),
            false => format!("{value:.decimals$}"),
        }
    };
    if at >= 60e9 {
        let minutes = (at / 60e9 + 1e-9).floor();
        let seconds = whole((at - minutes * 60e9).max(0.0), 1e9, 2);
        let zero = if seconds.split('.').next().is_some_and(|it| it.len() < 2) {
            "0"
        } else {
            ""
        };
        format!("{minutes:.0}:{zero}{seconds}")
    } else if to - from >= 2e9 && scale.waits.is_empty() || at >= 2e9 {
        format!("{} s", whole(at, 1e9, 1))
    } else {
        format!("{} ms", whole(at, 1e6, 1))
    }
}

/// How long a wait is: `2 min`, `12 s`.
pub(super) fn length(wait: Wait) -> String {
    let seconds = ((wait.to - wait.from) / 1e9).round() as u64;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// A stretch that begins not after `since`, ends not before `now` and moves on in notches.
fn stretch(since: f64, now: f64) -> (f64, f64) {
    let wanted = ((now - since) * 1.15).max(SHORTEST);
    let length = nice(wanted, &[1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0]);
    let notch = length / NOTCHES;
    let to = ((now / notch).floor() + 1.0) * notch;
    if to <= length {
        (0.0, length)
    } else {
        (to - length, to)
    }
}

/// The smallest of these figures times a power of ten that is not less than `least`.
fn nice(least: f64, figures: &[f64]) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= least {
        power *= 10.0;
    }
    let fits = |figure: &&f64| **figure * power >= least * (1.0 - 1e-9);
    figures
        .iter()
        .find(fits)
        .map_or(power * 10.0, |figure| figure * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: [f64; 4] = [40.0, 10.0, 440.0, 210.0];

    fn scale(time: (f64, f64), top: f64) -> Scale {
        Scale {
            time,
            top: mib(top),
            plot: PLOT,
            waits: Vec::new(),
        }
    }

    #[test]
    fn edges_of_time_and_size_are_edges_of_the_plot() {
        let scale = scale((100e6, 300e6), 64.0);
        assert_eq!([scale.x(100e6), scale.x(300e6)], [40.0, 440.0]);
        assert_eq!([scale.y(0.0), scale.y(mib(64.0))], [210.0, 10.0]);
        // What lies outside stays at the edge.
        assert_eq!([scale.x(0.0), scale.y(mib(100.0))], [40.0, 10.0]);
    }

    #[test]
    fn sizes_are_powers_of_two_and_moments_round() {
        assert_eq!(scale((0.0, 1.0), 70.0).sizes(4), [0.0, 32.0, 64.0]);
        assert_eq!(scale((0.0, 1.0), 4.3).sizes(4), [0.0, 2.0, 4.0]);
        let scale = scale((110e6, 310e6), 64.0);
        assert_eq!(scale.moments(5), [150e6, 200e6, 250e6, 300e6]);
        let named: Vec<_> = [150e6, 200e6].map(|at| moment(at, &scale)).to_vec();
        assert_eq!(named, ["150 ms", "200 ms"]);
    }

    #[test]
    fn a_long_wait_does_not_press_what_was_before_to_the_edge() {
        let busy = (0..20).map(|it| f64::from(it) * 10e6);
        let waits = waits(busy.chain([120e9, 120.1e9]), 0.0);
        assert_eq!(waits.len(), 1);
        let scale = Scale {
            time: (0.0, 120.2e9),
            waits: waits.clone(),
            ..scale((0.0, 1.0), 64.0)
        };
        // 190 ms, the wait as long as that, 200 ms.
        assert!(scale.x(190e6) > 150.0, "{}", scale.x(190e6));
        assert!(scale.x(120e9) < 320.0, "{}", scale.x(120e9));
        for at in [0.0, 100e6, 60e9, 120.05e9, 121e9] {
            let back = real(&waits, drawn(&waits, at));
            assert!((back - at).abs() < 1.0, "{at}: {back}");
        }
        let named: Vec<_> = scale
            .moments(6)
            .iter()
            .map(|it| moment(*it, &scale))
            .collect();
        assert_eq!(named, ["0 ms", "100 ms", "2:00", "2:00.10", "2:00.20"]);
        assert_eq!(length(waits[0]), "2 min");
    }

    #[test]
    fn cycles_at_a_steady_pace_are_drawn_true_to_scale() {
        assert_eq!(waits((0..9).map(|it| f64::from(it) * 2e9), 0.0), []);
    }

    #[test]
    fn a_stretch_holds_what_it_must_and_moves_in_notches() {
        assert_eq!(stretch(0.0, 0.0), (0.0, SHORTEST));
        for (since, now) in [(0.0, 5e6), (30e6, 190e6), (1e9, 1.2e9), (2e9, 722e9)] {
            let (from, to) = stretch(since, now);
            assert!(from <= since && to >= now, "{since} {now}: {from} {to}");
        }
        let later = stretch(40e6, 200e6 + 1.0);
        assert_eq!(stretch(40e6, 200e6), later);
    }
}
