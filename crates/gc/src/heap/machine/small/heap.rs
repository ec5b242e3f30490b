//! A small heap as the machine works on it.

use super::Small;
use super::bounds::FIELDS;
use super::codes::{self, FREE};
use crate::heap::machine::heap::{Activity, Gno, Heap, Mark, NIL, Phase, Ref};
use crate::heap::machine::spans::SpanClass;

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
        codes::to_mark(self.marks[object as usize & 3])
    }

    fn set_mark(&mut self, object: Ref, mark: Mark) {
        self.marks[object as usize & 3] = codes::of_mark(mark);
    }

    fn any_grey(&self) -> bool {
        self.marks.iter().any(|code| codes::is_grey(*code))
    }

    fn next_grey(&self) -> Option<Ref> {
        let first = self.marks.iter().position(|code| codes::is_grey(*code));
        first.map(|it| it as Ref)
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
        codes::to_activity(self.activities[usize::from(goroutine & 1)], goroutine)
    }

    fn set_activity(&mut self, goroutine: Gno, activity: Activity) {
        self.activities[usize::from(goroutine & 1)] = codes::of_activity(activity);
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
