//! The canonical key of a state: 64 bits, the same for all names of objects and goroutines.

use std::num::NonZeroU64;

use super::Small;
use super::bounds::{Bounds, FIELDS, GOROUTINES, OBJECTS, SLOTS};
use super::codes::{MARK_BITS, OWNER_AT, VALUE_AT};
use super::layout::{
    BUFFER_BITS, GOROUTINE_BITS, GOROUTINES_AT, OBJECT_BITS, POINTER_BITS, activity_at, buffer_at,
    field_at, goroutine_at, mark_at, scanned_at, slot_at,
};
use crate::heap::machine::heap::{GLOBALS, Gno, Ref};

/// The lower bit of every pointer.
const POINTERS: u64 = {
    let mut all = 0;
    let mut owner = 0;
    while owner <= OBJECTS as Ref {
        let mut field = 0;
        while field < FIELDS as u8 {
            all |= 1 << field_at(owner, field);
            field += 1;
        }
        owner += 1;
    }
    let mut no = 0;
    while no < GOROUTINES as Gno {
        let mut slot = 0;
        while slot < SLOTS as u8 {
            all |= 1 << slot_at(no, slot);
            slot += 1;
        }
        all |= 1 << (activity_at(no) + OWNER_AT) | 1 << (activity_at(no) + VALUE_AT);
        no += 1;
    }
    all
};

/// The same with `first` and the object after it exchanged.
#[inline]
fn exchanged(bits: u64, first: Ref) -> u64 {
    // What they are.
    let object = (1 << OBJECT_BITS) - 1;
    let bits = swapped(bits, object << mark_at(first), OBJECT_BITS);
    // Where they are buffered.
    let bit = first - 1;
    let buffers = 1 << (buffer_at(0) + bit) | 1 << (buffer_at(1) + bit);
    let bits = swapped(bits, buffers, 1);
    // Who points to them. 1 and 2 become each other when their bits are swapped; 2 and 3 when the
    // lower one is turned over where the higher one is set. The third one and nil stay.
    if first == 1 {
        swapped(bits, POINTERS, 1)
    } else {
        bits ^ bits >> 1 & POINTERS
    }
}

/// The bits of `mask` swapped with those that are so much higher.
#[inline]
fn swapped(bits: u64, mask: u64, higher: u32) -> u64 {
    let different = (bits ^ bits >> higher) & mask;
    bits ^ different ^ different << higher
}

impl Small {
    /// The state in 64 bits, the same for all states that differ in the names of objects and
    /// goroutines only.
    ///
    /// Three objects are sorted by what can be seen of them without names. Where that leaves a
    /// choice, the smallest one of all the numbers that come of it is taken.
    pub fn key(&self) -> NonZeroU64 {
        let small = self.with_white_buffered();
        let bits = match self.bounds.objects {
            1 => small.goroutines_sorted(small.bits),
            2 => small.least(small.bits, [1]),
            _ => small.key_of_three(),
        };
        // One bit is always set, so that an `Option` of a key takes no more room than a key.
        NonZeroU64::MIN | bits << 1
    }

    /// A state that has this key.
    pub fn of_key(bounds: Bounds, key: NonZeroU64) -> Self {
        Self {
            bounds: bounds.clamped(),
            bits: key.get() >> 1,
        }
    }

    fn key_of_three(&self) -> u64 {
        let mut look = self.looks();
        let mut bits = self.bits;
        for (at, first) in [(0, 1), (1, 2), (0, 1)] {
            if look[at + 1] < look[at] {
                look.swap(at, at + 1);
                bits = exchanged(bits, first);
            }
        }
        // Which of two comes first is all the same if nothing points to them nor they to anything.
        let alike = |a: u32, b: u32| a == b && a >> MARK_BITS != 0;
        match (alike(look[0], look[1]), alike(look[1], look[2])) {
            (false, false) => self.goroutines_sorted(bits),
            (true, false) => self.least(bits, [1]),
            (false, true) => self.least(bits, [2]),
            (true, true) => self.least(bits, [1, 2, 1, 2, 1]),
        }
    }

    /// The smallest of what comes of these exchanges, one after the other.
    fn least<const N: usize>(&self, mut bits: u64, exchanges: [Ref; N]) -> u64 {
        let mut least = self.goroutines_sorted(bits);
        for first in exchanges {
            bits = exchanged(bits, first);
            least = least.min(self.goroutines_sorted(bits));
        }
        least
    }

    fn goroutines_sorted(&self, bits: u64) -> u64 {
        if self.bounds.goroutines == 1 {
            return bits;
        }
        let of = |no| bits >> goroutine_at(no) & ((1 << GOROUTINE_BITS) - 1);
        let (low, high) = (of(0).min(of(1)), of(0).max(of(1)));
        let others = bits & ((1 << GOROUTINES_AT) - 1);
        others | low << goroutine_at(0) | high << goroutine_at(1)
    }

    /// What can be seen of each of three objects without names: equal for objects that some renaming
    /// of objects and goroutines exchanges. Counts lie beside each other, wide enough for their
    /// largest values.
    fn looks(&self) -> [u32; OBJECTS] {
        // The first sixteen bits.
        const FIELDS_SET: u64 = 1 << MARK_BITS;
        const POINTED_TO: u64 = FIELDS_SET << 2;
        const GLOBAL: u64 = POINTED_TO << 3;
        const SLOT: u64 = GLOBAL << 2;
        // The second.
        const BUFFERED: u64 = 1;
        const OWNER: u64 = BUFFERED << 2;
        const VALUE: u64 = OWNER << 2;
        // A lane of sixteen bits for each object; nil has the highest one, and nobody looks at it.
        const LANES: [u64; OBJECTS + 1] = [1 << 48, 1, 1 << 16, 1 << 32];
        let add = |to: &mut u64, object: u8, what: u64| {
            let lane = LANES[usize::from(object & 3)];
            *to = to.wrapping_add(lane.wrapping_mul(what));
        };
        let pointer = |at| self.get(at, POINTER_BITS);
        let (mut first, mut second) = (0_u64, 0_u64);
        for object in 1..=OBJECTS as u8 {
            let field = |field| pointer(field_at(object.into(), field));
            let [a, b] = [field(0), field(1)];
            let set = u64::from(a != 0) + u64::from(b != 0);
            let mark = u64::from(self.get(mark_at(object.into()), MARK_BITS));
            add(&mut first, object, mark + set * FIELDS_SET);
            add(&mut first, a, POINTED_TO);
            add(&mut first, b, POINTED_TO);
        }
        add(&mut first, pointer(field_at(GLOBALS, 0)), GLOBAL);
        add(&mut first, pointer(field_at(GLOBALS, 1)), GLOBAL << 1);
        for no in 0..GOROUTINES as Gno {
            let scanned = self.get(scanned_at(no), 1) != 0;
            for slot in 0..SLOTS as u8 {
                let what = if scanned { SLOT << 3 } else { SLOT };
                add(&mut first, pointer(slot_at(no, slot)), what);
            }
            let held = u64::from(self.get(buffer_at(no), BUFFER_BITS));
            let held = held & 1 | (held >> 1 & 1) << 16 | (held >> 2 & 1) << 32;
            second = second.wrapping_add(held * BUFFERED);
            add(&mut second, pointer(activity_at(no) + OWNER_AT), OWNER);
            add(&mut second, pointer(activity_at(no) + VALUE_AT), VALUE);
        }
        let look =
            |of: u32| (first >> (16 * of)) as u32 & 0xffff | ((second >> (16 * of)) as u32) << 16;
        [look(0), look(1), look(2)]
    }
}
