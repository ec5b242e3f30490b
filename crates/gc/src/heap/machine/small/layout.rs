//! Where everything lies in the 64 bits of a small heap, from the lowest.

use super::bounds::{FIELDS, GOROUTINES, OBJECTS, SLOTS};
use super::codes::{ACTIVITY_BITS, MARK_BITS};
use crate::heap::machine::heap::{Gno, Ref};

pub(super) const PHASE_BITS: u32 = 3;
/// A pointer: an object's number, or nil.
pub(super) const POINTER_BITS: u32 = 2;
/// A mark and fields: of the globals, then of each object.
pub(super) const OBJECT_BITS: u32 = MARK_BITS + POINTER_BITS * FIELDS as u32;
pub(super) const BUFFER_BITS: u32 = OBJECTS as u32;
/// Slots, whether they are scanned, what the goroutine is at, and one bit for each object in its
/// buffer.
pub(super) const GOROUTINE_BITS: u32 =
    POINTER_BITS * SLOTS as u32 + 1 + ACTIVITY_BITS + BUFFER_BITS;

const GLOBALS_AT: u32 = PHASE_BITS;
pub(super) const GOROUTINES_AT: u32 = GLOBALS_AT + OBJECT_BITS * (1 + OBJECTS as u32);
const END: u32 = GOROUTINES_AT + GOROUTINE_BITS * GOROUTINES as u32;
// One bit is left for the key.
const _: () = assert!(END < u64::BITS);

/// Of an object or, for 0, of the globals.
pub(super) const fn mark_at(object: Ref) -> u32 {
    GLOBALS_AT + OBJECT_BITS * (object & 3)
}

pub(super) const fn field_at(owner: Ref, field: u8) -> u32 {
    mark_at(owner) + MARK_BITS + POINTER_BITS * (field as u32 & 1)
}

pub(super) const fn goroutine_at(no: Gno) -> u32 {
    GOROUTINES_AT + GOROUTINE_BITS * (no as u32 & 1)
}

pub(super) const fn slot_at(no: Gno, slot: u8) -> u32 {
    goroutine_at(no) + POINTER_BITS * (slot as u32 & 1)
}

pub(super) const fn scanned_at(no: Gno) -> u32 {
    goroutine_at(no) + POINTER_BITS * SLOTS as u32
}

pub(super) const fn activity_at(no: Gno) -> u32 {
    scanned_at(no) + 1
}

pub(super) const fn buffer_at(no: Gno) -> u32 {
    activity_at(no) + ACTIVITY_BITS
}
