//! The canonical key of a state: 64 bits, the same for all names of objects and goroutines.

use std::num::NonZeroU64;

use super::Small;
use super::bounds::{Bounds, FIELDS, GOROUTINES, OBJECTS, SLOTS};
use super::codes::{ACTIVITY_BITS, MARK_BITS, owner_of, value_of, with_objects};
use crate::heap::machine::heap::Phase;

/// New names for objects, by their old ones; nil stays what it is.
pub(super) type Names = [u8; OBJECTS + 1];

/// By two objects: the names with which one of them becomes the first, the other the second.
pub(super) const NAMES: [[Names; OBJECTS + 1]; OBJECTS + 1] = {
    let mut all = [[[0, 1, 2, 3]; OBJECTS + 1]; OBJECTS + 1];
    let mut first = 1;
    while first <= OBJECTS {
        let mut second = 1;
        while second <= OBJECTS {
            if first != second {
                let names = &mut all[first][second];
                names[first] = 1;
                names[second] = 2;
                names[1 + 2 + 3 - first - second] = 3;
            }
            second += 1;
        }
        first += 1;
    }
    all
};

// The layout of a key, in bits from the lowest but one.
const OBJECT_BITS: u32 = MARK_BITS + 2 * FIELDS as u32;
const GOROUTINE_BITS: u32 = 2 * SLOTS as u32 + 1 + ACTIVITY_BITS + OBJECTS as u32;
const PHASE_BITS: u32 = 3;
const GLOBALS_AT: u32 = PHASE_BITS;
const OBJECTS_AT: u32 = GLOBALS_AT + OBJECT_BITS;
const GOROUTINES_AT: u32 = OBJECTS_AT + OBJECT_BITS * OBJECTS as u32;
const _: () = assert!(64 > GOROUTINES_AT + GOROUTINE_BITS * GOROUTINES as u32);

pub(super) const PHASES: [Phase; 7] = [
    Phase::Off,
    Phase::FirstPause,
    Phase::MarkStopped,
    Phase::Mark,
    Phase::SecondPause,
    Phase::Terminated,
    Phase::Sweep,
];

impl Small {
    /// The state in 64 bits, the same for all states that differ in the names of objects and
    /// goroutines only.
    ///
    /// Three objects are sorted by what can be seen of them without names. Where that leaves a
    /// choice, the smallest one of all the numbers that come of it is taken.
    pub fn key(&self) -> NonZeroU64 {
        let white = self.white();
        let bits = match self.bounds.objects {
            1 => self.renamed(&NAMES[1][2], white),
            2 => {
                let one = self.renamed(&NAMES[1][2], white);
                one.min(self.renamed(&NAMES[2][1], white))
            }
            _ => self.key_of_three(white),
        };
        // One bit is always set: so a place of the search's table takes no more room than a key.
        NonZeroU64::MIN | bits << 1
    }

    fn key_of_three(&self, white: u8) -> u64 {
        let look = self.looks(white);
        let (mut a, mut b, mut c) = ((look[0], 1), (look[1], 2), (look[2], 3));
        let sort = |a: &mut (u32, usize), b: &mut (u32, usize)| {
            if b.0 < a.0 {
                std::mem::swap(a, b);
            }
        };
        sort(&mut a, &mut b);
        sort(&mut b, &mut c);
        sort(&mut a, &mut b);
        let key = |first: (u32, usize), second: (u32, usize)| {
            self.renamed(&NAMES[first.1 & 3][second.1 & 3], white)
        };
        // Which of two comes first is all the same if nothing points to them nor they to anything.
        let alike = |a: u32, b: u32| a == b && a >> MARK_BITS != 0;
        match (alike(a.0, b.0), alike(b.0, c.0)) {
            (false, false) => key(a, b),
            (true, false) => key(a, b).min(key(b, a)),
            (false, true) => key(a, b).min(key(a, c)),
            (true, true) => {
                let all = [(a, b), (a, c), (b, a), (b, c), (c, a), (c, b)];
                let all = all.map(|(first, second)| key(first, second));
                all.into_iter().min().unwrap_or(0)
            }
        }
    }

    /// What can be seen of each of three objects without names: equal for objects that some renaming
    /// of objects and goroutines exchanges. Counts lie beside each other, wide enough for their
    /// largest values.
    fn looks(&self, white: u8) -> [u32; OBJECTS] {
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
        let lane = |object: u8| LANES[usize::from(object & 3)];
        let (mut first, mut second) = (0_u64, 0_u64);
        let add = |to: &mut u64, object: u8, what: u64| {
            *to = to.wrapping_add(lane(object).wrapping_mul(what));
        };
        for object in 1..=OBJECTS as u8 {
            let [a, b] = self.fields[usize::from(object)];
            let set = u64::from(a != 0) + u64::from(b != 0);
            let mark = u64::from(self.marks[usize::from(object)]);
            add(&mut first, object, mark + set * FIELDS_SET);
            add(&mut first, a, POINTED_TO);
            add(&mut first, b, POINTED_TO);
        }
        let [a, b] = self.fields[0];
        add(&mut first, a, GLOBAL);
        add(&mut first, b, GLOBAL << 1);
        for no in 0..GOROUTINES {
            let slot = if self.scanned[no] { SLOT << 3 } else { SLOT };
            for to in self.slots[no] {
                add(&mut first, to, slot);
            }
            let held = u64::from(self.buffers[no] & white);
            let held = held >> 1 & 1 | (held >> 2 & 1) << 16 | (held >> 3 & 1) << 32;
            second = second.wrapping_add(held * BUFFERED);
            let activity = self.activities[no];
            add(&mut second, owner_of(activity), OWNER);
            add(&mut second, value_of(activity), VALUE);
        }
        let look =
            |of: u32| (first >> (16 * of)) as u32 & 0xffff | ((second >> (16 * of)) as u32) << 16;
        [look(0), look(1), look(2)]
    }

    #[inline]
    fn renamed(&self, names: &Names, white: u8) -> u64 {
        let name = |object: u8| names[usize::from(object & 3)];
        let object = |of: usize| {
            let [a, b] = self.fields[of];
            u64::from(self.marks[of] | name(a) << 3 | name(b) << 5)
        };
        let mut key = self.phase as u64 | object(0) << GLOBALS_AT;
        for of in 1..=self.bounds.objects {
            let at = u32::from(name(of)).wrapping_sub(1) & 3;
            key |= object(usize::from(of)) << (OBJECTS_AT + OBJECT_BITS * at);
        }
        let goroutine = |no: usize| {
            let [a, b] = self.slots[no];
            let activity = self.activities[no];
            // Who is no longer white has nothing to wait for in a buffer.
            let held = self.buffers[no] & white;
            // Nil, which is never held, stays out.
            let held =
                (1..=OBJECTS as u8).fold(0, |all, it| all | (held >> it & 1) << name(it)) >> 1;
            let activity =
                with_objects(activity, name(owner_of(activity)), name(value_of(activity)));
            u64::from(name(a) | name(b) << 2 | u8::from(self.scanned[no]) << 4)
                | u64::from(activity) << 5
                | u64::from(held) << 12
        };
        let (first, second) = (goroutine(0), goroutine(1));
        let (low, high) = if self.bounds.goroutines == 1 {
            (first, 0)
        } else {
            (first.min(second), first.max(second))
        };
        key | low << GOROUTINES_AT | high << (GOROUTINES_AT + GOROUTINE_BITS)
    }

    /// A state that has this key.
    pub fn of_key(bounds: Bounds, key: NonZeroU64) -> Self {
        let key = key.get() >> 1;
        let mut small = Self::new(bounds);
        small.phase = PHASES[(key & 7) as usize % PHASES.len()];
        for of in 0..=usize::from(small.bounds.objects) {
            let bits = key >> (GLOBALS_AT + OBJECT_BITS * of as u32);
            small.marks[of] = (bits & 7) as u8;
            small.fields[of] = [(bits >> 3 & 3) as u8, (bits >> 5 & 3) as u8];
        }
        for no in 0..usize::from(small.bounds.goroutines) {
            let bits = key >> (GOROUTINES_AT + GOROUTINE_BITS * no as u32);
            small.slots[no] = [(bits & 3) as u8, (bits >> 2 & 3) as u8];
            small.scanned[no] = bits >> 4 & 1 != 0;
            small.activities[no] = (bits >> 5 & 0x7f) as u8;
            small.buffers[no] = (bits >> 12 & 7) as u8 * 2;
        }
        small
    }
}
