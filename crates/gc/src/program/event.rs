//! What can happen to a program, in the terms of Go's runtime.
//!
//! Events are small and hold no text: [`words`](super::words) has one sentence for each in every
//! language, [`rule`](super::rule) says which rule of the runtime each follows. Sizes are bytes,
//! lengths nanoseconds.

use glassbox_sim::Duration;
use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, Gogc};

/// Why a cycle starts. There are no other reasons.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The heap reached the trigger.
    Heap,
    /// Two minutes without a cycle.
    Time,
    /// Somebody called `runtime.GC`.
    Explicit,
}

/// What a goal came from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Source {
    /// Live heap and roots, and GOGC.
    Gogc,
    /// 4 MiB times GOGC.
    Minimum,
    /// What is to be swept leaves no room for less.
    Sweep,
    /// The memory limit.
    Limit,
    /// The memory limit leaves less than what is alive.
    Live,
    /// GOGC is off, and there is no limit.
    Nothing,
}

/// One of the two pauses of a cycle.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Pause {
    /// Sweep termination: before marking.
    First,
    /// Mark termination: after it.
    Second,
}

/// One thing that happened.
#[derive(
    Clone, Copy, Debug, Eq, PartialEq, Serialize, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "the fields are named as the runtime names them; a variant says what happened"
)]
pub enum Event {
    /// The program starts.
    Started { procs: u8, goroutines: u8 },
    /// The program allocated a piece.
    Allocated { heap: Bytes, marking: bool },

    // A cycle
    /// A cache was refilled, and the heap had reached the trigger.
    TriggerCrossed { heap: Bytes, trigger: Bytes },
    /// A cycle started.
    CycleStarted {
        cycle: u32,
        why: Reason,
        heap: Bytes,
    },
    /// The world stopped.
    WorldStopped {
        cycle: u32,
        pause: Pause,
        length: Duration,
    },
    /// The world runs, and marking began.
    MarkBegan {
        cycle: u32,
        goal: Bytes,
        /// Bytes that are expected to be scanned.
        work: Bytes,
        /// Dedicated background workers.
        workers: u8,
    },
    /// The first goroutine has to scan for what it allocates.
    AssistBegan {
        cycle: u32,
        goroutine: u8,
        /// Bytes that it scans itself.
        work: Bytes,
        /// Bytes of background credit that it took before.
        credit: Bytes,
        /// Bytes to scan for each 1000 bytes allocated.
        ratio: u32,
    },
    /// Assists are over, because marking is.
    AssistEnded {
        cycle: u32,
        assists: u32,
        scanned: Bytes,
        time: Duration,
    },
    /// The heap grew past the goal while marking.
    GoalPassed {
        cycle: u32,
        heap: Bytes,
        goal: Bytes,
    },
    /// All is marked.
    MarkEnded {
        cycle: u32,
        length: Duration,
        scanned: Bytes,
    },
    /// A cycle is over.
    CycleEnded {
        cycle: u32,
        heap: Bytes,
        live: Bytes,
    },
    /// There is a new goal.
    GoalSet {
        goal: Bytes,
        trigger: Bytes,
        source: Source,
    },
    /// All garbage of a cycle is swept.
    Swept { cycle: u32, freed: Bytes },
    /// A cycle is to start, and what is left of the garbage has to be swept before, by whoever starts
    /// it: 0 is the runtime's own goroutine.
    SweepFirst { goroutine: u8, left: Bytes },

    // The memory limit
    /// More is mapped than the limit.
    LimitReached { mapped: Bytes, limit: Bytes },
    /// The collector has had so much that nobody assists any more.
    LimiterOn { cycle: u32, again: bool },
    /// Assists are allowed again.
    LimiterOff { again: bool },

    // runtime.GC
    /// A goroutine called it, and waits.
    Called { goroutine: u8, cycle: u32 },
    /// It goes on.
    Returned {
        goroutine: u8,
        cycle: u32,
        waited: Duration,
    },

    // What a person did
    /// Set GOGC.
    GogcSet { from: Gogc, to: Gogc },
    /// Set the memory limit; 0 is none.
    LimitSet { from: Bytes, to: Bytes },
    /// Changed the rate of allocation, bytes per second.
    RateSet { from: Bytes, to: Bytes },
    /// Changed what the program keeps.
    LiveSet { from: Bytes, to: Bytes },
    /// Changed what is on the stacks.
    StacksSet { from: Bytes, to: Bytes },
    /// Put all goroutines to sleep.
    Paused,
    /// Woke them.
    Resumed,
    /// Switched the CPU limiter off or on.
    LimiterSwitched { on: bool },
}

/// What an event is on the seek bar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// A cycle started.
    Cycle,
    /// A cycle ended.
    Done,
    /// Goroutines pay.
    Assist,
    /// A bound was passed.
    Limit,
    /// A person changed something.
    Change,
}

impl Event {
    /// What it is on the seek bar, if it is worth a mark there.
    pub fn mark(&self) -> Option<Mark> {
        match self {
            Self::CycleStarted { .. } => Some(Mark::Cycle),
            Self::CycleEnded { .. } => Some(Mark::Done),
            Self::AssistBegan { .. } => Some(Mark::Assist),
            Self::LimitReached { .. } | Self::LimiterOn { again: false, .. } => Some(Mark::Limit),
            Self::GogcSet { .. }
            | Self::LimitSet { .. }
            | Self::RateSet { .. }
            | Self::LiveSet { .. }
            | Self::StacksSet { .. }
            | Self::LimiterSwitched { .. }
            | Self::Called { .. } => Some(Mark::Change),
            _ => None,
        }
    }

    /// Its name in traces and scenario files, as `trigger-crossed`.
    pub fn name(&self) -> &'static str {
        self.into()
    }

    /// Whether it is shown only to those who want to see everything.
    pub fn is_detail(&self) -> bool {
        matches!(
            self,
            Self::Allocated { .. }
                | Self::WorldStopped { .. }
                | Self::LimiterOn { again: true, .. }
                | Self::LimiterOff { again: true }
        )
    }

    /// The cycle that it belongs to, if it does.
    pub fn cycle(&self) -> Option<u32> {
        match *self {
            Self::CycleStarted { cycle, .. }
            | Self::WorldStopped { cycle, .. }
            | Self::MarkBegan { cycle, .. }
            | Self::AssistBegan { cycle, .. }
            | Self::AssistEnded { cycle, .. }
            | Self::GoalPassed { cycle, .. }
            | Self::MarkEnded { cycle, .. }
            | Self::CycleEnded { cycle, .. }
            | Self::Swept { cycle, .. }
            | Self::LimiterOn { cycle, .. }
            | Self::Called { cycle, .. }
            | Self::Returned { cycle, .. } => Some(cycle),
            _ => None,
        }
    }

    /// The goroutine that it is about, if it is about one.
    pub fn goroutine(&self) -> Option<u8> {
        match *self {
            Self::SweepFirst { goroutine, .. } => Some(goroutine).filter(|it| *it != 0),
            Self::AssistBegan { goroutine, .. }
            | Self::Called { goroutine, .. }
            | Self::Returned { goroutine, .. } => Some(goroutine),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use glassbox_sim::Record;

    use super::*;

    #[test]
    fn an_event_and_its_record_are_small() {
        assert!(size_of::<Event>() <= 32, "{}", size_of::<Event>());
        assert!(
            size_of::<Record<Event>>() <= 48,
            "{}",
            size_of::<Record<Event>>()
        );
    }
}
