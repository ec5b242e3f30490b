//! A heap small enough that all its states can be looked at: each fits into 64 bits.
//!
//! | question | look in |
//! |---|---|
//! | how large is it? | [`Bounds`] |
//! | where does everything lie in the 64 bits? | `layout.rs` |
//! | which numbers stand for marks and activities? | `codes.rs` |
//! | how does the machine work on it? | `heap.rs` |
//! | when are two states the same but for names? | `key.rs`: [`Small::key`] |
//! | what can be reached, and what does not matter any more? | `dead.rs` |

mod bounds;
mod codes;
mod dead;
mod heap;
mod key;
mod layout;
#[cfg(test)]
mod tests;

use super::heap::{GLOBALS, Heap, Mark};

pub use bounds::Bounds;

/// A heap with at most 3 objects, 2 goroutines and 2 slots each, as the transition function sees it.
///
/// Of a write-barrier buffer only which objects are in it is kept. One of any length and order
/// behaves like this: flushing may happen at any safe-point, and shades each object at most once. A
/// buffer that fills up is flushed between barrier and store as well; that is left out, for it only
/// shades sooner what is shaded anyway.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Small {
    bounds: Bounds,
    bits: u64,
}

impl Small {
    /// A heap without objects, all stacks empty.
    pub fn new(bounds: Bounds) -> Self {
        let mut small = Self {
            bounds: bounds.clamped(),
            bits: 0,
        };
        small.set_mark(GLOBALS, Mark::White);
        small
    }

    /// How large it is.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The lowest of so many bits is at `at`.
    #[inline]
    fn get(&self, at: u32, width: u32) -> u8 {
        (self.bits >> at) as u8 & ((1 << width) - 1)
    }

    #[inline]
    fn set(&mut self, at: u32, width: u32, value: u8) {
        let mask = (1 << width) - 1;
        self.bits = self.bits & !(mask << at) | (u64::from(value) & mask) << at;
    }
}
