//! A heap small enough that all its states can be looked at: each fits into 64 bits.

use super::heap::{Activity, Gno, Heap, Mark, NIL, Phase, Ref, Target, Write};
use super::spans::SpanClass;

/// Most objects of a small heap.
const OBJECTS: usize = 3;
/// Most fields of each, and most global variables.
const FIELDS: usize = 2;
/// Most goroutines.
const GOROUTINES: usize = 2;
/// Most slots of a stack.
const SLOTS: usize = 2;

/// How large a small heap is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bounds {
    /// Heap objects, 1 to 3.
    pub objects: u8,
    /// Pointer fields of each, 1 to 2.
    pub fields: u8,
    /// Global variables, 0 to 2.
    pub globals: u8,
    /// Goroutines, 1 to 2.
    pub goroutines: u8,
    /// Slots of each stack, 1 to 2.
    pub slots: u8,
    /// Whether goroutines hand pointers to each other through a channel.
    pub channel: bool,
}

impl Default for Bounds {
    /// Two objects with a field, one global variable, two goroutines with a slot.
    fn default() -> Self {
        Self {
            objects: 2,
            fields: 1,
            globals: 1,
            goroutines: 2,
            slots: 1,
            channel: false,
        }
    }
}

impl Bounds {
    /// The same, each number brought into its range.
    pub fn clamped(self) -> Self {
        Self {
            objects: self.objects.clamp(1, OBJECTS as u8),
            fields: self.fields.clamp(1, FIELDS as u8),
            globals: self.globals.min(FIELDS as u8),
            goroutines: self.goroutines.clamp(1, GOROUTINES as u8),
            slots: self.slots.clamp(1, SLOTS as u8),
            channel: self.channel,
        }
    }
}

// Marks in three bits; grey needs one code for each field.
const MARK_BITS: u32 = 3;
const FREE: u8 = 0;
const WHITE: u8 = 1;
const GREY: u8 = 2;
const BLACK: u8 = 4;

// What a goroutine is at, in seven bits: a kind in the lowest two, and what belongs to it.
const RUNNING: u8 = 0;
const RECEIVING: u8 = 1;
const WRITING_FIELD: u8 = 2;
const WRITING_STACK: u8 = 3;

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

/// New names for objects, by their old ones; nil stays what it is.
type Names = [u8; OBJECTS + 1];

/// By two objects: the names with which one of them becomes the first, the other the second.
const NAMES: [[Names; OBJECTS + 1]; OBJECTS + 1] = {
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

// The layout of a key, in bits from the lowest.
const OBJECT_BITS: u32 = MARK_BITS + 2 * FIELDS as u32;
const GOROUTINE_BITS: u32 = 2 * SLOTS as u32 + 1 + 7 + OBJECTS as u32;
const PHASE_BITS: u32 = 3;
const GLOBALS_AT: u32 = PHASE_BITS;
const OBJECTS_AT: u32 = GLOBALS_AT + OBJECT_BITS;
const GOROUTINES_AT: u32 = OBJECTS_AT + OBJECT_BITS * OBJECTS as u32;
const _: () = assert!(GOROUTINES_AT + GOROUTINE_BITS * GOROUTINES as u32 <= 64);

const PHASES: [Phase; 7] = [
    Phase::Off,
    Phase::FirstPause,
    Phase::MarkStopped,
    Phase::Mark,
    Phase::SecondPause,
    Phase::Terminated,
    Phase::Sweep,
];

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
            grey |= u8::from((GREY..BLACK).contains(&mark)) << object;
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

    /// The state in 64 bits, the same for all states that differ in the names of objects and
    /// goroutines only.
    ///
    /// Three objects are sorted by what can be seen of them without names. Where that leaves a
    /// choice, the smallest one of all the numbers that come of it is taken.
    pub fn key(&self) -> u64 {
        let white = self.white();
        match self.bounds.objects {
            1 => self.renamed(&NAMES[1][2], white),
            2 => {
                let one = self.renamed(&NAMES[1][2], white);
                one.min(self.renamed(&NAMES[2][1], white))
            }
            _ => self.key_of_three(white),
        }
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
            if activity & 3 == WRITING_FIELD {
                add(&mut second, activity >> 2, OWNER);
            }
            add(&mut second, activity >> 5, VALUE);
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
            let (kind, rest) = (activity & 3, activity >> 2);
            let activity = match kind {
                WRITING_FIELD => {
                    kind | name(rest & 3) << 2 | rest << 2 & 0b1_0000 | name(rest >> 3) << 5
                }
                WRITING_STACK => kind | (rest & 0b111) << 2 | name(rest >> 3) << 5,
                _ => activity,
            };
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
    pub fn of_key(bounds: Bounds, key: u64) -> Self {
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

impl Heap for Small {
    fn phase(&self) -> Phase {
        self.phase
    }

    fn set_phase(&mut self, phase: Phase) {
        self.phase = phase;
    }

    fn objects(&self) -> Ref {
        self.bounds.objects.into()
    }

    fn fields(&self, owner: Ref) -> u8 {
        if owner == NIL {
            self.bounds.globals
        } else if self.marks[owner as usize & 3] == FREE {
            0
        } else {
            self.bounds.fields
        }
    }

    fn field(&self, owner: Ref, field: u8) -> Ref {
        self.fields[owner as usize & 3][usize::from(field & 1)].into()
    }

    fn set_field(&mut self, owner: Ref, field: u8, value: Ref) {
        self.fields[owner as usize & 3][usize::from(field & 1)] = value as u8 & 3;
    }

    fn mark(&self, object: Ref) -> Mark {
        match self.marks[object as usize & 3] {
            FREE => Mark::Free,
            WHITE => Mark::White,
            code @ GREY..BLACK => Mark::Grey(code - GREY),
            _ => Mark::Black,
        }
    }

    fn set_mark(&mut self, object: Ref, mark: Mark) {
        self.marks[object as usize & 3] = match mark {
            Mark::Free => FREE,
            Mark::White => WHITE,
            Mark::Grey(scanned) => GREY + (scanned & 1),
            Mark::Black => BLACK,
        };
    }

    fn any_grey(&self) -> bool {
        self.marks.iter().any(|code| (GREY..BLACK).contains(code))
    }

    fn next_grey(&self) -> Option<Ref> {
        let grey = |code: &u8| (GREY..BLACK).contains(code);
        self.marks.iter().position(grey).map(|it| it as Ref)
    }

    fn place(&mut self, _fields: u8) -> Ref {
        let last = usize::from(self.bounds.objects);
        let free = (1..=last).find(|it| self.marks[*it] == FREE);
        free.map_or(NIL, |it| it as Ref)
    }

    fn goroutines(&self) -> Gno {
        self.bounds.goroutines
    }

    fn slots(&self, _goroutine: Gno) -> u8 {
        self.bounds.slots
    }

    fn frame(&self, _goroutine: Gno) -> u8 {
        0
    }

    fn slot(&self, goroutine: Gno, slot: u8) -> Ref {
        self.slots[usize::from(goroutine & 1)][usize::from(slot & 1)].into()
    }

    fn set_slot(&mut self, goroutine: Gno, slot: u8, value: Ref) {
        self.slots[usize::from(goroutine & 1)][usize::from(slot & 1)] = value as u8 & 3;
    }

    fn push_frame(&mut self, _goroutine: Gno) -> bool {
        false
    }

    fn pop_frame(&mut self, _goroutine: Gno) -> bool {
        false
    }

    fn add_goroutine(&mut self) -> Option<Gno> {
        None
    }

    fn is_scanned(&self, goroutine: Gno) -> bool {
        self.scanned[usize::from(goroutine & 1)]
    }

    fn set_scanned(&mut self, goroutine: Gno, scanned: bool) {
        self.scanned[usize::from(goroutine & 1)] = scanned;
    }

    fn activity(&self, goroutine: Gno) -> Activity {
        let code = self.activities[usize::from(goroutine & 1)];
        let value = Ref::from(code >> 5 & 3);
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

    fn set_activity(&mut self, goroutine: Gno, activity: Activity) {
        let writes = |kind: u8, rest: u8, value: Ref| kind | rest << 2 | (value as u8 & 3) << 5;
        self.activities[usize::from(goroutine & 1)] = match activity {
            Activity::Running => RUNNING,
            Activity::Receiving(slot) => RECEIVING | (slot & 1) << 2,
            Activity::Writing(Write { target, value }) => match target {
                Target::Field { owner, field } => {
                    writes(WRITING_FIELD, owner as u8 & 3 | (field & 1) << 2, value)
                }
                Target::Stack { slot, .. } => writes(WRITING_STACK, slot & 1, value),
            },
        };
    }

    fn put(&mut self, goroutine: Gno, object: Ref) -> bool {
        self.buffers[usize::from(goroutine & 1)] |= 1 << (object & 3);
        false
    }

    fn take(&mut self, goroutine: Gno) -> Option<Ref> {
        let held = &mut self.buffers[usize::from(goroutine & 1)];
        let object = held.trailing_zeros();
        if *held == 0 {
            return None;
        }
        *held &= *held - 1;
        Some(object)
    }

    fn has_buffered(&self, goroutine: Gno) -> bool {
        self.buffers[usize::from(goroutine & 1)] != 0
    }

    fn unswept(&self) -> Option<u32> {
        None
    }

    fn unswept_for(&self, _fields: u8) -> Option<u32> {
        None
    }

    fn begin_sweep_of(&mut self, _span: u32) -> Option<SpanClass> {
        None
    }

    fn in_span(&self, _span: u32, _slot: u8) -> Ref {
        NIL
    }

    fn free(&mut self, object: Ref) {
        self.marks[object as usize & 3] = FREE;
        self.fields[object as usize & 3] = [0; FIELDS];
    }

    fn all_scanned(&self) -> bool {
        self.scanned[0] && (self.bounds.goroutines == 1 || self.scanned[1])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use glassbox_sim::{Chance, Purpose};

    use super::*;

    /// Two objects and two goroutines, each in the middle of something.
    fn busy() -> Small {
        let mut small = Small::new(Bounds {
            channel: true,
            ..Bounds::default()
        });
        small.set_phase(Phase::Mark);
        small.set_mark(1, Mark::Grey(0));
        small.set_mark(2, Mark::White);
        small.set_field(1, 0, 2);
        small.set_field(0, 0, 1);
        small.set_slot(0, 0, 2);
        small.set_scanned(1, true);
        small.set_activity(
            0,
            Activity::Writing(Write {
                target: Target::Field { owner: 1, field: 0 },
                value: 2,
            }),
        );
        small.set_activity(1, Activity::Receiving(0));
        small.put(0, 2);
        small
    }

    #[test]
    fn a_state_survives_its_key() {
        let key = busy().key();
        let back = Small::of_key(busy().bounds(), key);
        assert_eq!(back.key(), key);
        assert_eq!(back.phase(), Phase::Mark);
        let writes = |no| matches!(back.activity(no), Activity::Writing(_));
        assert!(writes(0) != writes(1));
    }

    #[test]
    fn names_do_not_change_the_key() {
        let mut other = Small::new(busy().bounds());
        // The same with 1 and 2, and both goroutines, exchanged.
        other.set_phase(Phase::Mark);
        other.set_mark(2, Mark::Grey(0));
        other.set_mark(1, Mark::White);
        other.set_field(2, 0, 1);
        other.set_field(0, 0, 2);
        other.set_slot(1, 0, 1);
        other.set_scanned(0, true);
        other.set_activity(
            1,
            Activity::Writing(Write {
                target: Target::Field { owner: 2, field: 0 },
                value: 1,
            }),
        );
        other.set_activity(0, Activity::Receiving(0));
        other.put(1, 1);
        assert_eq!(other.key(), busy().key());
        other.set_slot(1, 0, 2);
        assert_ne!(other.key(), busy().key());
    }

    /// The same state with other names.
    fn renamed(state: &Small, names: &Names, swap: bool) -> Small {
        let name = |object: Ref| Ref::from(names[object as usize & 3]);
        let mut other = Small::new(state.bounds());
        other.set_phase(state.phase());
        for object in 0..=state.objects() {
            other.set_mark(name(object), state.mark(object));
            for field in 0..FIELDS as u8 {
                other.set_field(name(object), field, name(state.field(object, field)));
            }
        }
        for no in 0..state.goroutines() {
            let new = if swap { 1 - no } else { no };
            for slot in 0..SLOTS as u8 {
                other.set_slot(new, slot, name(state.slot(no, slot)));
            }
            other.set_scanned(new, state.is_scanned(no));
            let activity = match state.activity(no) {
                Activity::Writing(Write { target, value }) => {
                    let target = match target {
                        Target::Field { owner, field } => Target::Field {
                            owner: name(owner),
                            field,
                        },
                        Target::Stack { slot, .. } => Target::Stack {
                            goroutine: 1 - new,
                            slot,
                        },
                    };
                    let value = name(value);
                    Activity::Writing(Write { target, value })
                }
                activity => activity,
            };
            other.set_activity(new, activity);
            for object in 1..=OBJECTS as Ref {
                if state.buffers[usize::from(no)] >> object & 1 != 0 {
                    other.put(new, name(object));
                }
            }
        }
        other
    }

    fn any(bounds: Bounds, chance: &mut Chance) -> Small {
        let mut state = Small::new(bounds);
        let last = u32::from(bounds.objects);
        state.set_phase(PHASES[chance.below(PHASES.len() as u32) as usize]);
        for object in 0..=last {
            let free = u32::from(object == 0);
            let marks = [Mark::White, Mark::Grey(0), Mark::Grey(1), Mark::Black];
            let mark = marks.get(chance.below(5 - free) as usize).copied();
            state.set_mark(object, mark.unwrap_or(Mark::Free));
            for field in 0..FIELDS as u8 {
                // Often nil, so that objects look alike.
                let to = chance.below(2) * chance.below(last + 1);
                state.set_field(object, field, to);
            }
        }
        for no in 0..bounds.goroutines {
            for slot in 0..SLOTS as u8 {
                state.set_slot(no, slot, chance.below(2) * chance.below(last + 1));
            }
            state.set_scanned(no, chance.below(2) == 0);
            let value = chance.below(last + 1);
            let owner = chance.below(last + 1);
            let write = |target| Activity::Writing(Write { target, value });
            state.set_activity(
                no,
                match chance.below(6) {
                    0 => write(Target::Field { owner, field: 1 }),
                    1 => write(Target::Stack {
                        goroutine: 1 - no,
                        slot: 1,
                    }),
                    2 => Activity::Receiving(1),
                    _ => Activity::Running,
                },
            );
            // What is not white waits for nothing.
            let held = (chance.below(2) * chance.below(16)) as u8;
            state.buffers[usize::from(no)] = held & state.white();
        }
        state
    }

    /// A name for a state that is the same if and only if some renaming makes states equal: the first
    /// of all renamings in the order of how they are written out.
    fn slow_key(state: &Small) -> String {
        let mut all = Vec::new();
        for swap in [false, true] {
            let objects = usize::from(state.bounds.objects);
            for (first, row) in NAMES.iter().enumerate().skip(1) {
                let others = row.iter().enumerate().skip(1);
                for (_, names) in others.filter(|(second, _)| *second != first) {
                    // Objects that there cannot be keep their names.
                    let keeps = (objects + 1..=OBJECTS).all(|it| usize::from(names[it]) == it);
                    if keeps && (!swap || state.bounds.goroutines == 2) {
                        all.push(format!("{:?}", renamed(state, names, swap)));
                    }
                }
            }
        }
        all.into_iter().min().unwrap()
    }

    #[test]
    fn keys_are_equal_if_and_only_if_some_renaming_makes_states_equal() {
        let mut chance = Chance::new(1, Purpose(93));
        for (objects, goroutines) in [(1, 1), (1, 2), (2, 2), (3, 1), (3, 2)] {
            let bounds = Bounds {
                objects,
                goroutines,
                fields: 2,
                globals: 2,
                slots: 2,
                channel: true,
            };
            let (mut slow_of, mut key_of) = (BTreeMap::new(), BTreeMap::new());
            for _ in 0..1_500 {
                let state = any(bounds, &mut chance);
                let (key, slow) = (state.key(), slow_key(&state));
                assert_eq!(Small::of_key(bounds, key).key(), key);
                assert_eq!(slow_key(&Small::of_key(bounds, key)), slow, "{state:?}");
                for names in [&NAMES[2][1], &NAMES[3][1], &NAMES[1][3]] {
                    if objects == 3 || objects == 2 && names[3] == 3 {
                        let other = renamed(&state, names, goroutines == 2);
                        assert_eq!(other.key(), key, "{state:?}");
                    }
                }
                let before = slow_of.insert(key, slow.clone());
                assert!(before.is_none_or(|before| before == slow), "{state:?}");
                let before = key_of.insert(slow, key);
                assert!(before.is_none_or(|before| before == key), "{state:?}");
            }
        }
    }

    #[test]
    fn what_is_reachable_is_found_through_fields() {
        let mut small = busy();
        assert_eq!(small.reachable(), 0b110);
        small.set_slot(0, 0, NIL);
        assert_eq!(small.reachable(), 0b110, "global, 1, 2");
        small.set_field(0, 0, NIL);
        assert_eq!(small.reachable(), 0);
    }
}
