//! From moments to heights.

use super::clip::Shown;
use super::{Arrow, End, Options, Sequence};
use crate::time::{Duration, Instant};

/// How far a usual message falls.
const USUAL_FALL: f64 = 48.0;
/// A quiet stretch that would be higher than this is folded.
const FOLD_ABOVE: f64 = 72.0;
/// To this height.
const FOLDED: f64 = 30.0;
/// What happens within this height at most, all stretches together.
const MAX_BUSY: f64 = 16_000.0;

const MARGIN: f64 = 14.0;
/// Below the last moment, for marks that were moved down.
const BELOW: f64 = 34.0;
const TITLE: f64 = 34.0;
const NAMES: f64 = 30.0;
const HIDDEN: f64 = 22.0;

/// Where on the picture a moment lies.
///
/// Time is drawn to scale, except where nothing happens and nothing is under way: a stretch like
/// that which would be higher than 72 pixels is folded to 30, with a break mark and its length
/// beside it. So every message keeps its true slant.
///
/// The page draws its "now" line with this.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    top: f64,
    stretches: Vec<Stretch>,
}

/// A part of the time axis with one scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) from: Instant,
    pub(super) until: Instant,
    pub(super) y: f64,
    pub(super) height: f64,
    pub(super) folded: bool,
}

impl Scale {
    /// The scale that [`render`](super::render) draws `sequence` with.
    pub fn new(sequence: &Sequence, options: &Options) -> Self {
        Self::of(&Shown::of(sequence), options)
    }

    pub(super) fn of(shown: &Shown<'_>, options: &Options) -> Self {
        let title = if options.theme.is_file() { TITLE } else { 0.0 };
        let hidden = if shown.hidden > 0 { HIDDEN } else { 0.0 };
        let top = title + NAMES + hidden + MARGIN;
        let busy = busy_times(shown);
        let per_ns = pixels_per_ns(shown, &busy, options);
        let mut stretches = Vec::new();
        let mut y = top;
        let mut push = |from: Instant, until: Instant, may_fold: bool| {
            let full = until.since(from).as_nanos() as f64 * per_ns;
            let folded = may_fold && options.fold && full > FOLD_ABOVE;
            let height = if folded { FOLDED } else { full };
            stretches.push(Stretch {
                from,
                until,
                y,
                height,
                folded,
            });
            y += height;
        };
        let mut at = shown.from;
        for (from, until) in busy {
            if from > at {
                push(at, from, true);
            }
            if until > from {
                push(from, until, false);
            }
            at = until;
        }
        if stretches.is_empty() {
            stretches.push(Stretch {
                from: at,
                until: at,
                y: top,
                height: 0.0,
                folded: false,
            });
        }
        Self { top, stretches }
    }

    /// The height at which `at` lies, from the top of the picture. What is before or after the
    /// picture lies at its first or last moment.
    pub fn y_of(&self, at: Instant) -> f64 {
        let after = self.stretches.partition_point(|it| it.until < at);
        let Some(it) = self.stretches.get(after) else {
            return self.bottom();
        };
        let length = it.until.since(it.from).as_nanos();
        if length == 0 {
            return it.y;
        }
        it.y + it.height * (at.since(it.from).as_nanos() as f64 / length as f64)
    }

    /// The height of the whole picture.
    pub fn height(&self) -> f64 {
        self.bottom() + BELOW
    }

    /// Where time begins.
    pub(super) fn top(&self) -> f64 {
        self.top
    }

    /// Where time ends.
    pub(super) fn bottom(&self) -> f64 {
        self.stretches
            .last()
            .map_or(self.top, |last| last.y + last.height)
    }

    /// Where the names of the lanes stand.
    pub(super) fn names_y(&self, shown: &Shown<'_>) -> f64 {
        let hidden = if shown.hidden > 0 { HIDDEN } else { 0.0 };
        self.top - MARGIN - hidden - 10.0
    }

    pub(super) fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }
}

/// When something happens or is under way: intervals in order, none touching the next. The first
/// and the last moment are among them.
fn busy_times(shown: &Shown<'_>) -> Vec<(Instant, Instant)> {
    let within = |at: Instant| at.clamp(shown.from, shown.to);
    let flights = shown.arrows.iter().map(|arrow| {
        let over = arrow.end.at().unwrap_or(arrow.sent_at);
        (within(arrow.sent_at), within(over.max(arrow.sent_at)))
    });
    let edges = shown
        .spans
        .iter()
        .flat_map(|span| [Some(span.from), span.until]);
    let moments = shown
        .notes
        .iter()
        .map(|note| note.at)
        .chain(edges.flatten());
    let moments = moments
        .chain([shown.from, shown.to])
        .map(|at| (within(at), within(at)));
    let mut all: Vec<_> = flights.chain(moments).collect();
    all.sort_unstable();
    let mut merged: Vec<(Instant, Instant)> = Vec::new();
    for (from, until) in all {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => merged.push((from, until)),
        }
    }
    merged
}

fn pixels_per_ns(shown: &Shown<'_>, busy: &[(Instant, Instant)], options: &Options) -> f64 {
    let asked = options.px_per_ms.filter(|it| it.is_finite() && *it > 0.0);
    let wanted = asked.map(|it| it / 1e6).or_else(|| {
        let mut flights: Vec<Duration> = shown.arrows.iter().filter_map(|it| flight(it)).collect();
        flights.sort_unstable();
        let usual = flights.get(flights.len() / 2)?.as_nanos();
        Some(USUAL_FALL / usual as f64)
    });
    let total = shown.to.since(shown.from).as_nanos().max(1) as f64;
    let drawn = if options.fold {
        busy.iter()
            .map(|(from, until)| until.since(*from).as_nanos() as f64)
            .sum()
    } else {
        total
    };
    wanted
        .unwrap_or(400.0 / total)
        .min(MAX_BUSY / f64::max(drawn, 1.0))
}

/// How long a message was on its way, if it arrived and that took any time.
fn flight(arrow: &Arrow) -> Option<Duration> {
    let End::Arrived(at) = arrow.end else {
        return None;
    };
    Some(at.since(arrow.sent_at)).filter(|length| *length > Duration::ZERO)
}
