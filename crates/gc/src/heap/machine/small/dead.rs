//! What can be reached, and what nobody will ever look at again.

use super::Small;
use super::bounds::{FIELDS, OBJECTS};
use super::codes::{BLACK, WHITE, is_grey};
use crate::heap::machine::heap::Ref;

impl Small {
    /// Objects that a goroutine can get at, as bits from bit 1.
    pub fn reachable(&self) -> u8 {
        let mut found = 0_u8;
        let roots = self.slots.iter().flatten().chain(&self.fields[0]);
        roots.for_each(|it| found |= 1 << it);
        self.closure(found)
    }

    /// Those of `found`, and all that they lead to.
    fn closure(&self, mut found: u8) -> u8 {
        let leads_to = self.fields.map(|[a, b]| 1 << a | 1 << b);
        // From the first of three objects it is two steps to the last.
        for _ in 1..OBJECTS {
            for (object, to) in leads_to.iter().enumerate().skip(1) {
                // All bits or none: a branch would be guessed wrong too often.
                found |= to & 0_u8.wrapping_sub(found >> object & 1);
            }
        }
        found & !1
    }

    /// Objects that are white, as bits from bit 1.
    pub fn white(&self) -> u8 {
        let white = |object: &usize| self.marks[*object] == WHITE;
        (1..=OBJECTS).filter(white).fold(0, |all, it| all | 1 << it)
    }

    /// Whether an object is in some write-barrier buffer.
    pub fn is_buffered(&self, object: Ref) -> bool {
        (self.buffers[0] | self.buffers[1]) >> (object & 3) & 1 != 0
    }

    /// The same, but what nobody will ever look at again is all alike: a black object without fields.
    ///
    /// That is a white object that neither goroutines nor the collector can come to, and a black one
    /// that goroutines cannot come to. Neither is freed before marking is over, so it stays in the
    /// way of allocation, and that is all it does.
    #[must_use]
    pub fn without_the_dead(mut self) -> Self {
        let (mut white, mut grey, mut black) = (0_u8, 0_u8, 0_u8);
        for object in 1..=OBJECTS {
            let mark = self.marks[object];
            white |= u8::from(mark == WHITE) << object;
            grey |= u8::from(is_grey(mark)) << object;
            black |= u8::from(mark == BLACK) << object;
        }
        // Who is no longer white has nothing to wait for in a buffer.
        self.buffers = self.buffers.map(|held| held & white);
        let reachable = self.reachable();
        let unreachable = (white | black) & !reachable;
        if unreachable == 0 {
            return self;
        }
        let held = self.buffers[0] | self.buffers[1];
        let visited = self.closure(reachable | grey | held);
        let dead = unreachable & (black | !visited);
        if dead != 0 {
            for object in 1..=OBJECTS {
                if dead >> object & 1 != 0 {
                    self.marks[object] = BLACK;
                    self.fields[object] = [0; FIELDS];
                }
            }
        }
        self
    }
}
