//! Which numbers stand for marks and activities.

use crate::heap::machine::heap::{Activity, Gno, Mark, Ref, Target, Write};

// Marks in three bits; grey needs one code for each field.
pub(super) const MARK_BITS: u32 = 3;
pub(super) const FREE: u8 = 0;
pub(super) const WHITE: u8 = 1;
const GREY: u8 = 2;
pub(super) const BLACK: u8 = 4;

pub(super) fn is_grey(code: u8) -> bool {
    (GREY..BLACK).contains(&code)
}

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
        code @ GREY..BLACK => Mark::Grey(code - GREY),
        _ => Mark::Black,
    }
}

// What a goroutine is at, in seven bits: a kind in the lowest two; in the next three a slot, or an
// owner and its field above it; in the highest two the value.
pub(super) const ACTIVITY_BITS: u32 = 7;
pub(super) const RUNNING: u8 = 0;
const RECEIVING: u8 = 1;
const WRITING_FIELD: u8 = 2;
const WRITING_STACK: u8 = 3;

pub(super) fn of_activity(activity: Activity) -> u8 {
    let writes = |kind: u8, rest: u8, value: Ref| kind | rest << 2 | (value as u8 & 3) << 5;
    match activity {
        Activity::Running => RUNNING,
        Activity::Receiving(slot) => RECEIVING | (slot & 1) << 2,
        Activity::Writing(Write { target, value }) => match target {
            Target::Field { owner, field } => {
                writes(WRITING_FIELD, owner as u8 & 3 | (field & 1) << 2, value)
            }
            // There is only one other goroutine.
            Target::Stack { slot, .. } => writes(WRITING_STACK, slot & 1, value),
        },
    }
}

/// What `goroutine` is at.
pub(super) fn to_activity(code: u8, goroutine: Gno) -> Activity {
    let value = value_of(code).into();
    match code & 3 {
        RUNNING => Activity::Running,
        RECEIVING => Activity::Receiving(code >> 2 & 1),
        WRITING_FIELD => Activity::Writing(Write {
            target: Target::Field {
                owner: Ref::from(code >> 2 & 3),
                field: code >> 4 & 1,
            },
            value,
        }),
        _ => Activity::Writing(Write {
            target: Target::Stack {
                goroutine: 1 - (goroutine & 1),
                slot: code >> 2 & 1,
            },
            value,
        }),
    }
}

/// The object into which something is being written; nil if there is none, or it is the globals.
pub(super) fn owner_of(activity: u8) -> u8 {
    if activity & 3 == WRITING_FIELD {
        activity >> 2 & 3
    } else {
        0
    }
}

/// What is being written; nil if nothing is.
pub(super) fn value_of(activity: u8) -> u8 {
    activity >> 5
}

/// The same with another owner, if it has one, and another value.
pub(super) fn with_objects(activity: u8, owner: u8, value: u8) -> u8 {
    let without = activity & 0b1_1111;
    let without = if without & 3 == WRITING_FIELD {
        without & 0b1_0011 | owner << 2
    } else {
        without
    };
    without | value << 5
}
