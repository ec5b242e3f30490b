//! The steps of the machine: everything that can happen, each in one piece.

use serde::{Deserialize, Serialize};

use super::heap::{Gno, Ref};

/// Goroutines count from 1 in files, as they do for people.
pub(crate) mod from_one {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub(crate) fn serialize<S: Serializer>(no: &u8, serializer: S) -> Result<S::Ok, S::Error> {
        no.saturating_add(1).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
        let number = u8::deserialize(deserializer)?;
        let wrong = || de::Error::custom("goroutines count from 1");
        number.checked_sub(1).ok_or_else(wrong)
    }
}

/// Where a goroutine finds the object whose field it reads or writes.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The globals.
    Global,
    /// What this slot of its running function points to.
    Slot(u8),
}

/// What a goroutine does. Slots are those of its running function.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Op {
    /// `slot = from.field`.
    Load {
        /// The slot that is written.
        slot: u8,
        /// Whose field.
        from: Place,
        /// Which field.
        field: u8,
    },
    /// `to.field = value`: its first half, which asks for the barrier and runs it. The store itself
    /// is [`Op::Finish`].
    Store {
        /// Whose field.
        to: Place,
        /// Which field.
        field: u8,
        /// The slot whose pointer is stored; `None` stores nil.
        value: Option<u8>,
    },
    /// The second half of a write.
    Finish,
    /// `slot = nil`.
    Drop {
        /// Which slot.
        slot: u8,
    },
    /// `to = from`, both on its own stack.
    Copy {
        /// The slot that is read.
        from: u8,
        /// The slot that is written.
        to: u8,
    },
    /// `slot = new(T)`, where T has so many pointer fields.
    Allocate {
        /// The slot that is written.
        slot: u8,
        /// The fields.
        fields: u8,
        /// Bytes that T has beside them, at most [`MAX_DATA`](super::MAX_DATA).
        #[serde(default)]
        data: u16,
    },
    /// Calls a function; the argument becomes its first slot.
    Call {
        /// The slot that is handed over.
        argument: Option<u8>,
    },
    /// Returns; the result becomes the caller's first slot.
    Return {
        /// The slot that is handed back.
        result: Option<u8>,
    },
    /// `go f(slot)`: the new goroutine's first slot gets the pointer.
    Spawn {
        /// The slot that is handed over.
        slot: u8,
    },
    /// Waits for a pointer from the channel, to put it into `slot`.
    Receive {
        /// The slot that will be written.
        slot: u8,
    },
    /// Hands the pointer in `slot` to a goroutine that waits: the first half of a write onto its
    /// stack. The second is [`Op::Finish`].
    Send {
        /// The slot that is handed over.
        slot: u8,
        /// Who gets it.
        #[serde(with = "from_one")]
        #[cfg_attr(feature = "schema", schemars(with = "u8", range(min = 1)))]
        to: Gno,
    },
}

/// What the collector does.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// Stops the world: for the first time when no cycle runs, for the second when nothing seems
    /// left to mark.
    Stop,
    /// Makes everything white, switches the barrier on and queues the roots.
    Flip,
    /// Scans one stack, which stands still meanwhile.
    ScanStack(
        #[serde(with = "from_one")]
        #[cfg_attr(feature = "schema", schemars(with = "u8", range(min = 1)))]
        Gno,
    ),
    /// Scans the next field of a grey object, or of the globals.
    ScanField(Ref),
    /// Shades what a write-barrier buffer holds.
    Flush(
        #[serde(with = "from_one")]
        #[cfg_attr(feature = "schema", schemars(with = "u8", range(min = 1)))]
        Gno,
    ),
    /// Goes back to marking: something turned up when the world was stopped.
    Restart,
    /// Ends marking.
    Terminate,
    /// Starts the world again.
    Start,
    /// Sweeps the next span.
    Sweep,
}

/// One step.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// A goroutine does something.
    Goroutine(
        #[serde(with = "from_one")]
        #[cfg_attr(feature = "schema", schemars(with = "u8", range(min = 1)))]
        Gno,
        Op,
    ),
    /// The collector does something.
    Collector(Work),
}
