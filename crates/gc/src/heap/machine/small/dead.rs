//! What can be reached, and what nobody will ever look at again.

use super::Small;
use super::bounds::{GOROUTINES, OBJECTS, SLOTS};
use super::codes::BLACK;
use super::layout::{
    BUFFER_BITS, OBJECT_BITS, POINTER_BITS, buffer_at, field_at, mark_at, slot_at,
};
use crate::heap::machine::heap::{GLOBALS, Gno, Ref};

/// The lowest bit of every object's mark.
const MARKS: u64 = 1 << mark_at(1) | 1 << mark_at(2) | 1 << mark_at(3);

/// From the lowest bit of every object's mark to one bit for each object, from bit 1.
fn by_object(marks: u64) -> u8 {
    let bit = |object: Ref| (marks >> mark_at(object) & 1) << object;
    (bit(1) | bit(2) | bit(3)) as u8
}

impl Small {
    /// Objects that a goroutine can get at, as bits from bit 1.
    pub fn reachable(&self) -> u8 {
        let mut found = self.leads_to(GLOBALS);
        for no in 0..GOROUTINES as Gno {
            for slot in 0..SLOTS as u8 {
                found |= 1 << self.get(slot_at(no, slot), POINTER_BITS);
            }
        }
        self.closure(found)
    }

    /// Those of `found`, and all that they lead to.
    fn closure(&self, mut found: u8) -> u8 {
        let leads_to = [self.leads_to(1), self.leads_to(2), self.leads_to(3)];
        // From the first of three objects it is two steps to the last.
        for _ in 1..OBJECTS {
            for (object, to) in (1..).zip(leads_to) {
                // All bits or none: a branch would be guessed wrong too often.
                found |= to & 0_u8.wrapping_sub(found >> object & 1);
            }
        }
        found & !1
    }

    /// What its fields point to; bit 0 is nil.
    fn leads_to(&self, owner: Ref) -> u8 {
        let field = |field| self.get(field_at(owner, field), POINTER_BITS);
        1 << field(0) | 1 << field(1)
    }

    /// Objects that are white, as bits from bit 1.
    pub fn white(&self) -> u8 {
        by_object(self.bits & !(self.bits >> 1) & MARKS)
    }

    fn grey(&self) -> u8 {
        by_object(self.bits >> 1 & MARKS)
    }

    fn black(&self) -> u8 {
        by_object(self.bits >> 2 & MARKS)
    }

    /// Objects in some write-barrier buffer, as bits from bit 1.
    fn buffered(&self) -> u8 {
        let held = |no| self.get(buffer_at(no), BUFFER_BITS);
        (held(0) | held(1)) << 1
    }

    /// Whether an object is in some write-barrier buffer.
    pub fn is_buffered(&self, object: Ref) -> bool {
        self.buffered() >> (object & 3) & 1 != 0
    }

    /// The same, with only those in a buffer that are white: what else is in it is passed over when
    /// it is flushed.
    pub(super) fn with_white_buffered(mut self) -> Self {
        let white = u64::from(self.white() >> 1);
        let all = (1 << BUFFER_BITS) - 1;
        for no in 0..GOROUTINES as Gno {
            self.bits &= !((all & !white) << buffer_at(no));
        }
        self
    }

    /// The same, but what nobody will ever look at again is all alike: a black object without fields.
    ///
    /// That is a white object that neither goroutines nor the collector can come to, and a black one
    /// that goroutines cannot come to. Neither is freed before marking is over, so it stays in the
    /// way of allocation, and that is all it does.
    #[must_use]
    pub fn without_the_dead(self) -> Self {
        let mut small = self.with_white_buffered();
        let black = small.black();
        let reachable = small.reachable();
        let unreachable = (small.white() | black) & !reachable;
        if unreachable == 0 {
            return small;
        }
        let visited = small.closure(reachable | small.grey() | small.buffered());
        let dead = unreachable & (black | !visited);
        for object in 1..=OBJECTS as Ref {
            if dead >> object & 1 != 0 {
                small.set(mark_at(object), OBJECT_BITS, BLACK);
            }
        }
        small
    }
}
