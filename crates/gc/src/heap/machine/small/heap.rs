//! A small heap as the machine works on it.

use super::Small;
use super::codes::{self, ACTIVITY_BITS, BLACK, FREE, GREY, MARK_BITS};
use super::layout::{
    BUFFER_BITS, OBJECT_BITS, PHASE_BITS, POINTER_BITS, activity_at, buffer_at, field_at, mark_at,
    scanned_at, slot_at,
};
use crate::heap::machine::heap::{Activity, Gno, Heap, Mark, NIL, Phase, Ref};
use crate::heap::machine::spans::SpanClass;

impl Heap for Small {
    fn phase(&self) -> Phase {
        let code = self.get(0, PHASE_BITS);
        Phase::from_repr(code.into()).unwrap_or_default()
    }

    fn set_phase(&mut self, phase: Phase) {
        self.set(0, PHASE_BITS, phase as u8);
    }

    fn objects(&self) -> Ref {
        self.bounds.objects.into()
    }

    fn fields(&self, owner: Ref) -> u8 {
        if owner == NIL {
            self.bounds.globals
        } else if self.get(mark_at(owner), MARK_BITS) == FREE {
            0
        } else {
            self.bounds.fields
        }
    }

    fn field(&self, owner: Ref, field: u8) -> Ref {
        self.get(field_at(owner, field), POINTER_BITS).into()
    }

    fn set_field(&mut self, owner: Ref, field: u8, value: Ref) {
        self.set(field_at(owner, field), POINTER_BITS, value as u8);
    }

    fn mark(&self, object: Ref) -> Mark {
        codes::to_mark(self.get(mark_at(object), MARK_BITS))
    }

    fn set_mark(&mut self, object: Ref, mark: Mark) {
        self.set(mark_at(object), MARK_BITS, codes::of_mark(mark));
    }

    fn any_grey(&self) -> bool {
        self.next_grey().is_some()
    }

    fn next_grey(&self) -> Option<Ref> {
        (0..=self.objects()).find(|it| (GREY..BLACK).contains(&self.get(mark_at(*it), MARK_BITS)))
    }

    fn place(&mut self, _fields: u8) -> Ref {
        let free = |it: &Ref| self.get(mark_at(*it), MARK_BITS) == FREE;
        (1..=self.objects()).find(free).unwrap_or(NIL)
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
        self.get(slot_at(goroutine, slot), POINTER_BITS).into()
    }

    fn set_slot(&mut self, goroutine: Gno, slot: u8, value: Ref) {
        self.set(slot_at(goroutine, slot), POINTER_BITS, value as u8);
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
        self.get(scanned_at(goroutine), 1) != 0
    }

    fn set_scanned(&mut self, goroutine: Gno, scanned: bool) {
        self.set(scanned_at(goroutine), 1, scanned.into());
    }

    fn activity(&self, goroutine: Gno) -> Activity {
        codes::to_activity(self.get(activity_at(goroutine), ACTIVITY_BITS), goroutine)
    }

    fn set_activity(&mut self, goroutine: Gno, activity: Activity) {
        self.set(
            activity_at(goroutine),
            ACTIVITY_BITS,
            codes::of_activity(activity),
        );
    }

    fn put(&mut self, goroutine: Gno, object: Ref) -> bool {
        if object != NIL {
            self.bits |= 1 << (buffer_at(goroutine) + (object - 1) % BUFFER_BITS);
        }
        false
    }

    fn take(&mut self, goroutine: Gno) -> Option<Ref> {
        let held = self.get(buffer_at(goroutine), BUFFER_BITS);
        self.set(
            buffer_at(goroutine),
            BUFFER_BITS,
            held & held.wrapping_sub(1),
        );
        (held != 0).then(|| held.trailing_zeros() + 1)
    }

    fn has_buffered(&self, goroutine: Gno) -> bool {
        self.get(buffer_at(goroutine), BUFFER_BITS) != 0
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
        self.set(mark_at(object), OBJECT_BITS, FREE);
    }

    fn all_scanned(&self) -> bool {
        self.is_scanned(0) && (self.bounds.goroutines == 1 || self.is_scanned(1))
    }
}
