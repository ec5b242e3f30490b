//! What a chart shows, and what the properties remember.

use std::collections::VecDeque;

use glassbox_sim::{EventId, Instant, Witness};

use super::event::Reason;

/// Cycles that are kept; older ones are forgotten.
pub const MAX_CYCLES: usize = 128;
/// Heap sizes that are kept; older ones are forgotten.
pub const MAX_SAMPLES: usize = 1024;

/// A cycle. What has not happened yet is `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycle {
    /// Its number, from 1.
    pub number: u32,
    /// Why it started.
    pub why: Reason,
    /// The trigger when it started, bytes.
    pub trigger: u64,
    /// The goal when it started, bytes; from 2^62 on it is none.
    pub goal: u64,
    /// When the world stopped for the first time, and the heap then.
    pub start: (Instant, u64),
    /// When marking began.
    pub mark_began: Option<Instant>,
    /// When marking ended, and the heap then.
    pub mark_ended: Option<(Instant, u64)>,
    /// When it was over, and what was alive.
    pub end: Option<(Instant, u64)>,
    /// The goal that followed, bytes.
    pub next_goal: Option<u64>,
    /// When the garbage was swept.
    pub swept: Option<Instant>,
    /// Bytes scanned.
    pub scanned: u64,
    /// Processor time of background workers, nanoseconds.
    pub background_time: u64,
    /// Processor time of idle workers, nanoseconds.
    pub idle_time: u64,
    /// Processor time of assists, nanoseconds.
    pub assist_time: u64,
    /// Assists that began.
    pub assists: u32,
    /// The share of the goroutines' processor time that assists took, percent.
    pub assist_percent: u8,
    /// Thousandths of bytes allocated per byte scanned, each per unit of processor time: the
    /// pacer's estimate after the cycle.
    pub cons_mark: u32,
}

impl Cycle {
    /// How long the world was stopped: before and after marking, nanoseconds.
    pub fn pauses(&self) -> (Option<u64>, Option<u64>) {
        let first = self
            .mark_began
            .map(|began| began.since(self.start.0).as_nanos());
        let second = self.mark_ended.zip(self.end);
        let second = second.map(|((ended, _), (end, _))| end.since(ended).as_nanos());
        (first, second)
    }
}

/// The size of the heap at a moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Sample {
    /// When.
    pub at: Instant,
    /// Bytes allocated and not found dead: `heapLive`.
    pub heap: u64,
    /// Bytes of it that the program uses.
    pub live: u64,
    /// The goal at that moment, bytes; from 2^62 on it is none.
    pub goal: u64,
    /// The trigger at that moment, bytes; while marking, the one before. From 2^62 on it is none.
    pub trigger: u64,
}

/// The last cycles and sizes, and the first proof against each property.
#[derive(Clone, Debug, Default)]
pub struct History {
    cycles: VecDeque<Cycle>,
    samples: VecDeque<Sample>,
    pub(super) broken: Broken,
}

/// The first proof against each property that is looked at when something happens.
#[derive(Clone, Debug, Default)]
pub(super) struct Broken {
    pub(super) started_early: Option<Witness>,
    pub(super) lost: Option<Witness>,
    pub(super) ahead: Option<Witness>,
}

impl History {
    /// The cycles, oldest first; the last one may still run.
    pub fn cycles(&self) -> impl DoubleEndedIterator<Item = &Cycle> + ExactSizeIterator {
        self.cycles.iter()
    }

    /// The cycle that runs, or the last one.
    pub fn last(&self) -> Option<&Cycle> {
        self.cycles.back()
    }

    /// The sizes of the heap, oldest first. Between two of them it grows evenly, or falls at once.
    pub fn samples(&self) -> impl DoubleEndedIterator<Item = &Sample> + ExactSizeIterator {
        self.samples.iter()
    }

    pub(super) fn begin(&mut self, cycle: Cycle) {
        if self.cycles.len() == MAX_CYCLES {
            self.cycles.pop_front();
        }
        self.cycles.push_back(cycle);
    }

    pub(super) fn current(&mut self) -> Option<&mut Cycle> {
        self.cycles.back_mut()
    }

    pub(super) fn sample(&mut self, sample: Sample) {
        if self.samples.back() == Some(&sample) {
            return;
        }
        if self.samples.len() == MAX_SAMPLES {
            self.samples.pop_front();
        }
        self.samples.push_back(sample);
    }
}

/// Places and events as a witness.
pub(super) fn witness(places: impl Into<Vec<u64>>, event: Option<EventId>) -> Witness {
    Witness {
        hosts: Vec::new(),
        places: places.into(),
        events: event.into_iter().collect(),
    }
}
