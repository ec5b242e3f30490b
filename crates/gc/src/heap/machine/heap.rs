//! What the machine works on, whatever it is stored in.
//!
//! The same steps run on an [`Arena`](super::Arena) of thousands of objects, which the page shows,
//! and on a [`Small`](super::Small) heap that fits into 64 bits, which the search keeps by the
//! million. So there is one set of steps, and what is shown is what is searched.

use serde::{Deserialize, Serialize};

use super::spans::SpanClass;

/// The number of an object. As what a pointer points to, 0 is nil; as the owner of a field, 0 is the
/// globals.
pub type Ref = u32;
/// The pointer to nothing.
pub const NIL: Ref = 0;
/// The owner of the global variables. Go treats them as a heap object: stores into them carry the
/// barrier (proposal 17503).
pub const GLOBALS: Ref = 0;
/// The number of a goroutine, from 0.
pub type Gno = u8;

/// What the collector knows of an object in this cycle.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Mark {
    /// There is no object: free memory.
    Free,
    /// Not reached yet.
    White,
    /// Reached; so many of its fields are scanned, and not all.
    Grey(u8),
    /// Reached, and every field scanned.
    Black,
}

impl Mark {
    /// Whether it is reached, but not all of its fields are scanned.
    pub fn is_grey(self) -> bool {
        matches!(self, Self::Grey(_))
    }

    /// Whether field `field` of such an object has been scanned.
    pub fn has_scanned(self, field: u8) -> bool {
        match self {
            Self::Free | Self::White => false,
            Self::Grey(scanned) => field < scanned,
            Self::Black => true,
        }
    }
}

/// Where a cycle is. `gcphase` of the runtime is [`Phase::gcphase`]; the pauses are told apart here.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    Hash,
    PartialEq,
    Deserialize,
    Serialize,
    strum::VariantArray,
    strum::FromRepr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// No cycle; everything is swept.
    #[default]
    Off,
    /// The world is stopped for the first time (sweep termination).
    FirstPause,
    /// Marking has begun, and the world is still stopped: a snapshot of all stacks, or marking as a
    /// whole where nothing is concurrent.
    MarkStopped,
    /// Marking beside the running program.
    Mark,
    /// The world is stopped for the second time.
    SecondPause,
    /// Marking is over; the world is still stopped.
    Terminated,
    /// What is white is being freed, beside the running program.
    Sweep,
}

impl Phase {
    /// Whether goroutines stand still.
    pub fn is_stopped(self) -> bool {
        matches!(
            self,
            Self::FirstPause | Self::MarkStopped | Self::SecondPause | Self::Terminated
        )
    }

    /// Whether the write barrier is on, as in `_GCmark` and `_GCmarktermination`.
    pub fn is_marking(self) -> bool {
        matches!(
            self,
            Self::MarkStopped | Self::Mark | Self::SecondPause | Self::Terminated
        )
    }

    /// What `gcphase` says (`runtime/mgc.go`).
    pub fn gcphase(self) -> &'static str {
        match self {
            Self::Off | Self::FirstPause | Self::Sweep => "_GCoff",
            Self::MarkStopped | Self::Mark | Self::SecondPause => "_GCmark",
            Self::Terminated => "_GCmarktermination",
        }
    }
}

/// Where a pointer is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Target {
    /// A field of an object or a global variable.
    Field {
        /// The object, or [`GLOBALS`].
        owner: Ref,
        /// Its field.
        field: u8,
    },
    /// A slot on another goroutine's stack: a hand-off through a channel.
    Stack {
        /// Whose.
        goroutine: Gno,
        /// Which of all its slots.
        slot: u8,
    },
}

/// A write whose barrier has run (or was found to be off) and whose store has not happened yet.
/// There is no safe-point between the two (`runtime/mwbbuf.go`).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Write {
    /// Where to.
    pub target: Target,
    /// The new value.
    pub value: Ref,
}

/// What a goroutine is at.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Activity {
    /// It runs, at a safe-point.
    Running,
    /// It waits for a value from a channel, for this one of all its slots.
    Receiving(u8),
    /// It is between barrier and store, and at no safe-point.
    Writing(Write),
}

/// Objects, stacks and the collector's state.
///
/// Numbers that are out of range may be answered with anything harmless, but never with a panic;
/// steps check what they are given.
pub trait Heap {
    /// Where the cycle is.
    fn phase(&self) -> Phase;
    /// Sets it.
    fn set_phase(&mut self, phase: Phase);

    /// The highest object number there can be.
    fn objects(&self) -> Ref;
    /// How many pointer fields `owner` has; 0 if it is free.
    fn fields(&self, owner: Ref) -> u8;
    /// A field.
    fn field(&self, owner: Ref, field: u8) -> Ref;
    /// Writes a field.
    fn set_field(&mut self, owner: Ref, field: u8, value: Ref);
    /// The mark of an object or, for [`GLOBALS`], of the globals.
    fn mark(&self, object: Ref) -> Mark;
    /// Sets it.
    fn set_mark(&mut self, object: Ref, mark: Mark);
    /// Whether anything is grey.
    fn any_grey(&self) -> bool;
    /// The grey object that the collector takes up next; [`GLOBALS`] counts as one.
    fn next_grey(&self) -> Option<Ref>;
    /// Takes free memory for an object with `fields` nil fields; [`NIL`] if there is none. Its mark
    /// is still [`Mark::Free`].
    fn place(&mut self, fields: u8) -> Ref;

    /// How many goroutines there are.
    fn goroutines(&self) -> Gno;
    /// How many slots a stack has, all frames together.
    fn slots(&self, goroutine: Gno) -> u8;
    /// Where the slots of the running function begin.
    fn frame(&self, goroutine: Gno) -> u8;
    /// A slot.
    fn slot(&self, goroutine: Gno, slot: u8) -> Ref;
    /// Writes a slot. Never with a barrier: that is what makes stacks special.
    fn set_slot(&mut self, goroutine: Gno, slot: u8, value: Ref);
    /// Adds a frame of nil slots; false if there is no room.
    fn push_frame(&mut self, goroutine: Gno) -> bool;
    /// Takes the last frame off; false if it is the only one.
    fn pop_frame(&mut self, goroutine: Gno) -> bool;
    /// Adds a goroutine with one frame of nil slots; `None` if there is no room.
    fn add_goroutine(&mut self) -> Option<Gno>;
    /// Whether the stack has been scanned in this cycle: then it is black, else grey.
    fn is_scanned(&self, goroutine: Gno) -> bool;
    /// Sets it.
    fn set_scanned(&mut self, goroutine: Gno, scanned: bool);
    /// What the goroutine is at.
    fn activity(&self, goroutine: Gno) -> Activity;
    /// Sets it.
    fn set_activity(&mut self, goroutine: Gno, activity: Activity);

    /// Puts an object into the write-barrier buffer; true if that filled it.
    fn put(&mut self, goroutine: Gno, object: Ref) -> bool;
    /// Takes one out again; `None` if it is empty.
    fn take(&mut self, goroutine: Gno) -> Option<Ref>;
    /// Whether anything is in it.
    fn has_buffered(&self, goroutine: Gno) -> bool;

    /// The next span that waits to be swept; `None` when all are swept.
    fn unswept(&self) -> Option<u32>;
    /// The span that has to be swept before an object with so many fields is allocated, if one has
    /// to be: one of its own size class while that has no room, any when there is no room at all
    /// (`runtime/mcentral.go`, cacheSpan).
    fn unswept_for(&self, fields: u8) -> Option<u32>;
    /// From now on the span counts as swept. Gives what it holds.
    fn begin_sweep_of(&mut self, span: u32) -> Option<SpanClass>;
    /// The object in this slot of a span, of which there are [`SPAN`](super::SPAN); [`NIL`] if there
    /// is none.
    fn in_span(&self, span: u32, slot: u8) -> Ref;
    /// Gives memory back. The object's fields become nil.
    fn free(&mut self, object: Ref);

    /// Whether every goroutine is at a safe-point.
    fn all_safe(&self) -> bool {
        (0..self.goroutines()).all(|no| self.is_safe(no))
    }

    /// Whether the goroutine is at a safe-point.
    fn is_safe(&self, goroutine: Gno) -> bool {
        !matches!(self.activity(goroutine), Activity::Writing(_))
    }

    /// Whether every stack has been scanned.
    fn all_scanned(&self) -> bool {
        (0..self.goroutines()).all(|no| self.is_scanned(no))
    }
}
