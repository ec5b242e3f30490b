//! Which numbers stand for marks and activities.

use super::layout::POINTER_BITS;
use crate::heap::machine::heap::{Activity, Gno, Mark, Ref, Target, Write};

// Grey needs one code for each field. Bit 1 says grey, bit 2 says black.
pub(super) const MARK_BITS: u32 = 3;
pub(super) const FREE: u8 = 0;
pub(super) const WHITE: u8 = 1;
pub(super) const GREY: u8 = 2;
pub(super) const BLACK: u8 = 4;

pub(super) fn of_mark(mark: Mark) -> u8 {
    match mark {
        Mark::Free => FREE,
        Mark::White => WHITE,
        Mark::Grey(scanned) => GREY + (scanned & 1),
        Mark::Black => BLACK,
    }
}

pub(super) fn to_mark(code: u8) -> Mark {
    match code {
        FREE => Mark::Free,
        WHITE => Mark::White,
        GREY..BLACK => Mark::Grey(code - GREY),
        _ => Mark::Black,
    }
}

// A kind; an owner; a field or a slot; a value. What a kind does not have is 0, and as a pointer
// that is nil.
const KIND_BITS: u32 = 2;
pub(super) const OWNER_AT: u32 = KIND_BITS;
const PLACE_AT: u32 = OWNER_AT + POINTER_BITS;
pub(super) const VALUE_AT: u32 = PLACE_AT + 1;
pub(super) const ACTIVITY_BITS: u32 = VALUE_AT + POINTER_BITS;
const RUNNING: u8 = 0;
const RECEIVING: u8 = 1;
const WRITING_FIELD: u8 = 2;
const WRITING_STACK: u8 = 3;

pub(super) fn of_activity(activity: Activity) -> u8 {
    let code = |kind: u8, owner: Ref, place: u8, value: Ref| {
        let (owner, value) = (owner as u8 & 3, value as u8 & 3);
        kind | owner << OWNER_AT | (place & 1) << PLACE_AT | value << VALUE_AT
    };
    match activity {
        Activity::Running => RUNNING,
        Activity::Receiving(slot) => code(RECEIVING, 0, slot, 0),
        Activity::Writing(Write { target, value }) => match target {
            Target::Field { owner, field } => code(WRITING_FIELD, owner, field, value),
            // There is only one other goroutine.
            Target::Stack { slot, .. } => code(WRITING_STACK, 0, slot, value),
        },
    }
}

/// What `goroutine` is at.
pub(super) fn to_activity(code: u8, goroutine: Gno) -> Activity {
    let owner = Ref::from(code >> OWNER_AT & 3);
    let place = code >> PLACE_AT & 1;
    let value = Ref::from(code >> VALUE_AT & 3);
    let target = match code & 3 {
        RUNNING => return Activity::Running,
        RECEIVING => return Activity::Receiving(place),
        WRITING_FIELD => Target::Field {
            owner,
            field: place,
        },
        _ => Target::Stack {
            goroutine: 1 - (goroutine & 1),
            slot: place,
        },
    };
    Activity::Writing(Write { target, value })
}
