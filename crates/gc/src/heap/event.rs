//! What can happen in a heap, in the terms of Go's runtime.
//!
//! Events are small and hold no text: [`words`](super::words) has one sentence for each in every
//! language, [`rule`](super::rule) says which rule each follows.

use serde::Serialize;

use super::machine::{Collector, Fault, Gno, Ref, SpanClass, Target};

/// Why an object became grey.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A stack that was scanned points to it.
    Stack(Gno),
    /// A field that was scanned points to it.
    Field {
        /// The object, or the globals.
        owner: Ref,
        /// Its field.
        field: u8,
    },
    /// A write of this goroutine is about to overwrite a pointer to it.
    Deleted(Gno),
    /// This goroutine is about to write a pointer to it.
    Inserted(Gno),
    /// It was in this goroutine's write-barrier buffer.
    Flushed(Gno),
}

/// One of the two that move: the program or the collector.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// All goroutines.
    Program,
    /// The collector.
    Collector,
}

/// One thing that happened.
#[derive(
    Clone, Copy, Debug, Eq, PartialEq, Serialize, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "the fields are named as in the machine; a variant says what happened"
)]
pub enum Event {
    /// The program starts with so much.
    Started {
        collector: Collector,
        objects: u32,
        goroutines: u8,
    },

    // Goroutines
    /// Read a field into a slot.
    Loaded {
        goroutine: Gno,
        slot: u8,
        owner: Ref,
        field: u8,
        object: Ref,
    },
    /// Set a slot to nil.
    Dropped {
        goroutine: Gno,
        slot: u8,
        object: Ref,
    },
    /// Copied a slot to another one of the same stack.
    Copied {
        goroutine: Gno,
        from: u8,
        to: u8,
        object: Ref,
    },
    /// Made a new object.
    Allocated {
        goroutine: Gno,
        slot: u8,
        object: Ref,
        class: SpanClass,
        black: bool,
    },
    /// Called a function with this argument.
    Called { goroutine: Gno, object: Ref },
    /// Returned from a function with this result.
    Returned { goroutine: Gno, object: Ref },
    /// Started a goroutine with this argument.
    Spawned {
        goroutine: Gno,
        new: Gno,
        object: Ref,
    },
    /// Waits for a pointer from the channel.
    ReceiveWaits { goroutine: Gno, slot: u8 },
    /// Found a goroutine that waits, and hands it a pointer.
    Sent {
        goroutine: Gno,
        to: Gno,
        object: Ref,
    },
    /// The pointer is on the stack of the one who waited.
    Received {
        goroutine: Gno,
        slot: u8,
        from: Gno,
        object: Ref,
    },
    /// The store itself.
    Stored {
        goroutine: Gno,
        owner: Ref,
        field: u8,
        old: Ref,
        new: Ref,
    },

    // The write barrier
    /// Ran for a write; what it shades is not nil.
    BarrierRan {
        goroutine: Gno,
        target: Target,
        old: Ref,
        new: Ref,
    },
    /// Did not run: this fault leaves it out or, where there is none, no cycle has switched it on.
    BarrierSkipped {
        goroutine: Gno,
        target: Target,
        fault: Option<Fault>,
    },
    /// Put a pointer into the buffer, to be shaded later.
    Buffered { goroutine: Gno, object: Ref },
    /// Emptied a buffer, in which so many pointers were, so many of them to white objects.
    BufferFlushed {
        goroutine: Gno,
        held: u16,
        shaded: u16,
    },
    /// Threw away what a buffer held. A fault.
    BufferLost { goroutine: Gno, held: u16 },

    // The collector
    /// Stopped the world, for the first or second time in a cycle.
    WorldStopped { pause: u8 },
    /// Everything is white, the roots are queued, the barrier is on.
    MarkStarted { concurrent: bool },
    /// Started the world again.
    WorldStarted { pause: u8 },
    /// Scanned a stack, perhaps for the second time.
    StackScanned { goroutine: Gno, again: bool },
    /// Scanned a field.
    FieldScanned {
        owner: Ref,
        field: u8,
        found: Ref,
        last: bool,
        white: bool,
    },
    /// A white object became grey, or black if it has no fields.
    Shaded {
        object: Ref,
        from: Origin,
        black: bool,
    },
    /// Something grey turned up with the world stopped.
    MarkRestarted,
    /// Marking is over: what is white now is garbage.
    MarkTerminated,
    /// Gave an object's memory back.
    Freed { object: Ref },
    /// Swept a span of this class; `span` counts from 0.
    SpanSwept {
        span: u32,
        class: SpanClass,
        freed: u16,
        kept: u16,
    },
    /// Everything is swept.
    SweepDone,

    // What must not happen
    /// A goroutine can still get at an object, and it is about to be freed.
    Lost { object: Ref },

    // What a person did
    /// Switched a fault on or off.
    FaultSwitched { fault: Fault, on: bool },
    /// Stopped the program or the collector, or let it go on by itself.
    RunSwitched { side: Side, on: bool },
    /// Chose a collector while a cycle was under way: the next cycle will be its first.
    CollectorChosen { collector: Collector },
    /// Another collector has taken over.
    CollectorChanged { from: Collector, to: Collector },
}

/// What an event is on the seek bar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// The world stopped or started.
    Pause,
    /// A cycle started to mark, or again.
    Cycle,
    /// Everything is swept.
    Done,
    /// An object is lost.
    Loss,
    /// A person changed something.
    Change,
}

impl Event {
    /// What it is on the seek bar, if it is worth a mark there.
    pub fn mark(&self) -> Option<Mark> {
        match self {
            Self::WorldStopped { .. } | Self::WorldStarted { .. } => Some(Mark::Pause),
            Self::MarkStarted { .. } | Self::MarkRestarted => Some(Mark::Cycle),
            Self::SweepDone => Some(Mark::Done),
            Self::Lost { .. } => Some(Mark::Loss),
            Self::FaultSwitched { .. }
            | Self::RunSwitched { .. }
            | Self::CollectorChosen { .. }
            | Self::CollectorChanged { .. } => Some(Mark::Change),
            _ => None,
        }
    }

    /// Its name in traces and scenario files, as `stack-scanned`.
    pub fn name(&self) -> &'static str {
        self.into()
    }

    /// Whether it is shown only to those who want to see everything.
    pub fn is_detail(&self) -> bool {
        match self {
            Self::SpanSwept { freed, .. } => *freed == 0,
            Self::FieldScanned { found, .. } => *found == 0,
            Self::BarrierSkipped { fault, .. } => fault.is_none(),
            Self::BufferFlushed { held, .. } => *held == 0,
            _ => false,
        }
    }

    /// The goroutine that did it, if one did.
    pub fn goroutine(&self) -> Option<Gno> {
        match *self {
            Self::Loaded { goroutine, .. }
            | Self::Dropped { goroutine, .. }
            | Self::Copied { goroutine, .. }
            | Self::Allocated { goroutine, .. }
            | Self::Called { goroutine, .. }
            | Self::Returned { goroutine, .. }
            | Self::Spawned { goroutine, .. }
            | Self::ReceiveWaits { goroutine, .. }
            | Self::Sent { goroutine, .. }
            | Self::Received { goroutine, .. }
            | Self::Stored { goroutine, .. }
            | Self::BarrierRan { goroutine, .. }
            | Self::BarrierSkipped { goroutine, .. }
            | Self::Buffered { goroutine, .. }
            | Self::BufferFlushed { goroutine, .. }
            | Self::BufferLost { goroutine, .. }
            | Self::StackScanned { goroutine, .. } => Some(goroutine),
            _ => None,
        }
    }

    /// The object that it is mainly about; nil or the globals if there is none.
    pub fn object(&self) -> Ref {
        match *self {
            Self::Loaded { object, .. }
            | Self::Dropped { object, .. }
            | Self::Copied { object, .. }
            | Self::Allocated { object, .. }
            | Self::Called { object, .. }
            | Self::Returned { object, .. }
            | Self::Spawned { object, .. }
            | Self::Sent { object, .. }
            | Self::Received { object, .. }
            | Self::Buffered { object, .. }
            | Self::Shaded { object, .. }
            | Self::Freed { object }
            | Self::Lost { object } => object,
            Self::Stored { owner, .. } | Self::FieldScanned { owner, .. } => owner,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use glassbox_sim::Record;

    use super::*;

    #[test]
    fn an_event_and_its_record_are_small() {
        assert!(size_of::<Event>() <= 24, "{}", size_of::<Event>());
        assert!(size_of::<Record<Event>>() <= 40);
    }
}
