//! A heap small enough that all its states can be looked at: each fits into 64 bits.
//!
//! | question | look in |
//! |---|---|
//! | how large is it? | [`Bounds`] |
//! | which numbers stand for marks and activities? | `codes.rs` |
//! | how does the machine work on it? | `heap.rs` |
//! | when are two states the same but for names? | `key.rs`: [`Small::key`] |
//! | what can be reached, and what does not matter any more? | `dead.rs` |

mod bounds;
mod codes;
mod dead;
mod heap;
mod key;
#[cfg(test)]
mod tests;

use super::heap::Phase;

pub use bounds::Bounds;
use bounds::{FIELDS, GOROUTINES, OBJECTS, SLOTS};
use codes::{FREE, RUNNING, WHITE};

/// A heap with at most 3 objects, 2 goroutines and 2 slots each, as the transition function sees it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Small {
    bounds: Bounds,
    phase: Phase,
    /// By object; the globals are number 0.
    marks: [u8; OBJECTS + 1],
    fields: [[u8; FIELDS]; OBJECTS + 1],
    slots: [[u8; SLOTS]; GOROUTINES],
    scanned: [bool; GOROUTINES],
    activities: [u8; GOROUTINES],
    /// For each goroutine, one bit per object, from bit 1. A buffer of any length and order behaves
    /// like this: flushing may happen at any time, and shades each object at most once.
    buffers: [u8; GOROUTINES],
}

impl Small {
    /// A heap without objects, all stacks empty.
    pub fn new(bounds: Bounds) -> Self {
        let mut marks = [FREE; OBJECTS + 1];
        marks[0] = WHITE;
        Self {
            bounds: bounds.clamped(),
            phase: Phase::Off,
            marks,
            fields: [[0; FIELDS]; OBJECTS + 1],
            slots: [[0; SLOTS]; GOROUTINES],
            scanned: [false; GOROUTINES],
            activities: [RUNNING; GOROUTINES],
            buffers: [0; GOROUTINES],
        }
    }

    /// How large it is.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }
}
