//! Memory in spans: each is cut into slots of one size, as in `runtime/mheap.go` and
//! `runtime/mcentral.go`.
//!
//! Objects keep their number for as long as they live; where they lie is another matter, and is kept
//! here. A span serves one size class until nothing is left in it; then it may serve another.

use std::num::NonZeroU8;

use serde::{Serialize, Serializer};

use super::heap::{NIL, Ref};
use crate::slices::{CLASSES, PAGE_SIZE, PAGES};

/// How many objects a span has room for here, whatever their size. In Go that follows from the size:
/// [`SpanClass::objects_in_go`].
pub const SPAN: Ref = 16;
/// Most bytes of an object beside its pointers. With as many pointers as there may be that makes an
/// object of 512 bytes: up to there Go keeps in the span itself which words are pointers
/// (`heapBitsInSpan`, `runtime/mbitmap.go`), and up to there Green Tea queues spans instead of objects
/// (`gcUsesSpanInlineMarkBits`, `runtime/mgcmark_greenteagc.go`).
pub const MAX_DATA: u16 = 448;

/// What a span holds: objects of one size class, all with pointers or all without. `spanClass` of
/// `runtime/mheap.go`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SpanClass(NonZeroU8);

impl SpanClass {
    /// The class of an object with so many pointers and so many bytes beside them. One of nothing is a
    /// word long. Go packs objects without pointers of less than 16 bytes into larger ones (the tiny
    /// allocator), which is left out here.
    pub fn of(pointers: u8, data: u16) -> Self {
        let bytes = u64::from(pointers) * 8 + u64::from(data);
        // More than there is a class for is not asked for: [`MAX_DATA`].
        let class = CLASSES.iter().position(|size| *size >= bytes).unwrap_or(0) as u8 + 1;
        let code = class << 1 | u8::from(pointers == 0);
        Self(NonZeroU8::new(code).unwrap_or(NonZeroU8::MIN))
    }

    /// The number of the size class, 1 to 67.
    pub fn size_class(self) -> u8 {
        self.0.get() >> 1
    }

    /// Whether its objects have pointers: those without are never scanned.
    pub fn has_pointers(self) -> bool {
        self.0.get() & 1 == 0
    }

    fn at(self) -> usize {
        usize::from(self.size_class()).saturating_sub(1)
    }

    /// Bytes of one object.
    pub fn size(self) -> u64 {
        CLASSES[self.at()]
    }

    /// Pages of 8 KiB of a span in Go.
    pub fn pages_in_go(self) -> u64 {
        PAGES[self.at()].into()
    }

    /// How many objects a span has room for in Go.
    pub fn objects_in_go(self) -> u64 {
        self.pages_in_go() * PAGE_SIZE / self.size()
    }
}

impl Serialize for SpanClass {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0.get())
    }
}

/// A span and what lies in it.
#[derive(Clone, Debug)]
pub struct Span {
    class: Option<SpanClass>,
    slots: [Ref; SPAN as usize],
    /// One bit per free slot.
    free: u16,
    swept: bool,
}

impl Span {
    const UNUSED: Self = Self {
        class: None,
        slots: [NIL; SPAN as usize],
        free: u16::MAX,
        swept: true,
    };

    /// What it holds; `None` if it serves no class at present.
    pub fn class(&self) -> Option<SpanClass> {
        self.class
    }

    /// The object in each slot; [`NIL`] where there is none.
    pub fn slots(&self) -> &[Ref; SPAN as usize] {
        &self.slots
    }

    /// Whether it has been swept since marking ended. Only then is anything allocated in it.
    pub fn is_swept(&self) -> bool {
        self.swept
    }

    fn has_room_for(&self, class: SpanClass) -> bool {
        self.swept && self.free != 0 && self.class == Some(class)
    }
}

/// All spans, numbered from 0, and where each object lies.
#[derive(Clone, Debug)]
pub(super) struct Spans {
    all: Vec<Span>,
    /// By object: number of the span times [`SPAN`], plus the slot.
    homes: Vec<u32>,
    /// By code of a class: no span before this one has room for it.
    hints: Vec<u32>,
    /// No span before this one waits to be swept.
    sweep_at: u32,
    /// How many spans serve no class.
    unused: u32,
}

impl Spans {
    pub(super) fn new(objects: Ref) -> Self {
        Self {
            all: Vec::new(),
            homes: vec![0; objects as usize + 1],
            hints: Vec::new(),
            sweep_at: 0,
            unused: 0,
        }
    }

    pub(super) fn all(&self) -> &[Span] {
        &self.all
    }

    pub(super) fn get(&self, span: u32) -> Option<&Span> {
        self.all.get(span as usize)
    }

    /// The span and slot of an object that is there.
    pub(super) fn home(&self, object: Ref) -> (u32, u8) {
        let home = self.homes.get(object as usize).copied().unwrap_or(0);
        (home / SPAN, (home % SPAN) as u8)
    }

    fn hint(&mut self, class: SpanClass) -> &mut u32 {
        let at = usize::from(class.0.get());
        if self.hints.len() <= at {
            self.hints.resize(at + 1, 0);
        }
        &mut self.hints[at]
    }

    fn with_room(&self, class: SpanClass) -> Option<u32> {
        let first = self.hints.get(usize::from(class.0.get())).copied();
        let first = first.unwrap_or(0);
        let all = self.all.iter().skip(first as usize);
        let found = all.zip(first..).find(|(it, _)| it.has_room_for(class));
        found.map(|(_, at)| at)
    }

    /// A span that serves no class, but will. There is a new one if there was none.
    fn unused(&mut self) -> u32 {
        if self.unused > 0 {
            self.unused -= 1;
            if let Some(at) = self.all.iter().position(|it| it.class.is_none()) {
                return at as u32;
            }
        }
        self.all.push(Span::UNUSED);
        self.all.len() as u32 - 1
    }

    /// Gives an object the lowest free slot of its class, in a new span if there is none.
    pub(super) fn place(&mut self, object: Ref, class: SpanClass) {
        let at = self.with_room(class).unwrap_or_else(|| self.unused());
        *self.hint(class) = at;
        if let Some(span) = self.all.get_mut(at as usize) {
            let slot = span.free.trailing_zeros();
            span.class = Some(class);
            span.free &= span.free.wrapping_sub(1);
            if let Some(place) = span.slots.get_mut(slot as usize) {
                *place = object;
            }
            if let Some(home) = self.homes.get_mut(object as usize) {
                *home = at * SPAN + slot;
            }
        }
    }

    /// Gives an object's slot back.
    pub(super) fn free(&mut self, object: Ref) {
        let (at, slot) = self.home(object);
        let Some(span) = self.all.get_mut(at as usize) else {
            return;
        };
        let slot = usize::from(slot);
        if span.slots[slot] != object {
            return;
        }
        span.slots[slot] = NIL;
        span.free |= 1 << slot;
        let class = span.class;
        if span.free == u16::MAX {
            span.class = None;
            self.unused += 1;
        }
        if let Some(class) = class {
            let hint = self.hint(class);
            *hint = at.min(*hint);
        }
    }

    /// From now on every span that is in use waits to be swept.
    pub(super) fn begin_sweep(&mut self) {
        for span in &mut self.all {
            span.swept = span.class.is_none();
        }
        self.sweep_at = 0;
    }

    pub(super) fn sweep_at(&self) -> u32 {
        self.sweep_at
    }

    /// The first span that waits to be swept.
    pub(super) fn unswept(&self) -> Option<u32> {
        let all = self.all.iter().skip(self.sweep_at as usize);
        let found = all.zip(self.sweep_at..).find(|(it, _)| !it.swept);
        found.map(|(_, at)| at)
    }

    /// The span that has to be swept before there may be a new one for objects of this class.
    pub(super) fn unswept_of(&self, class: SpanClass) -> Option<u32> {
        if self.with_room(class).is_some() {
            return None;
        }
        let all = self.all.iter().skip(self.sweep_at as usize);
        let waits = |it: &Span| !it.swept && it.class == Some(class);
        let found = all.zip(self.sweep_at..).find(|(it, _)| waits(it));
        found.map(|(_, at)| at)
    }

    /// A span is being swept: what is given back in it can be allocated again.
    pub(super) fn set_swept(&mut self, at: u32) {
        let Some(span) = self.all.get_mut(at as usize) else {
            return;
        };
        span.swept = true;
        if let Some(class) = span.class {
            let hint = self.hint(class);
            *hint = at.min(*hint);
        }
        while self.get(self.sweep_at).is_some_and(|it| it.swept) {
            self.sweep_at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_rounded_up_to_a_size_class() {
        let class = |pointers| {
            let class = SpanClass::of(pointers, 0);
            (class.size_class(), class.size(), class.objects_in_go())
        };
        assert_eq!(class(0), (1, 8, 1024));
        assert_eq!(class(1), (1, 8, 1024));
        assert_eq!(class(3), (3, 24, 341));
        assert_eq!(class(5), (5, 48, 170));
        assert_eq!(class(8), (6, 64, 128));
        assert_eq!(class(255), (38, 2048, 4));
        assert!(SpanClass::of(1, 0).has_pointers() && !SpanClass::of(0, 0).has_pointers());
        assert_ne!(SpanClass::of(0, 0), SpanClass::of(1, 0));
        assert_eq!(SpanClass::of(5, 0), SpanClass::of(6, 0));
        assert_eq!(SpanClass::of(2, 17), SpanClass::of(4, 16));
        assert_ne!(SpanClass::of(0, 48), SpanClass::of(2, 32));
        assert_eq!(SpanClass::of(8, MAX_DATA).size(), 512);
    }

    #[test]
    fn objects_of_one_class_share_spans_with_no_other() {
        let mut spans = Spans::new(64);
        for object in 1..=40 {
            spans.place(object, SpanClass::of(object as u8 % 2 + 1, 0));
        }
        for object in 1..=40 {
            let (span, slot) = spans.home(object);
            let span = &spans.all()[span as usize];
            assert_eq!(span.class(), Some(SpanClass::of(object as u8 % 2 + 1, 0)));
            assert_eq!(span.slots()[usize::from(slot)], object);
        }
        // Twenty of each: a full span and one of four.
        let used = |it: &Span| it.slots().iter().filter(|it| **it != NIL).count();
        let used: Vec<_> = spans.all().iter().map(used).collect();
        assert_eq!(used, [16, 16, 4, 4]);
    }

    #[test]
    fn an_empty_span_serves_another_class() {
        let mut spans = Spans::new(64);
        spans.place(1, SpanClass::of(2, 0));
        spans.free(1);
        spans.place(1, SpanClass::of(8, 0));
        assert_eq!(spans.all().len(), 1);
        assert_eq!(spans.all()[0].class(), Some(SpanClass::of(8, 0)));
    }

    #[test]
    fn nothing_is_placed_into_a_span_that_is_not_swept() {
        let (class, other) = (SpanClass::of(2, 0), SpanClass::of(1, 0));
        let mut spans = Spans::new(64);
        spans.place(1, other);
        spans.place(2, class);
        spans.begin_sweep();
        assert_eq!(spans.unswept(), Some(0));
        assert_eq!(spans.unswept_of(class), Some(1), "its own first");
        assert_eq!(spans.unswept_of(SpanClass::of(3, 0)), None, "there is none");
        spans.place(3, class);
        assert_eq!(spans.home(3), (2, 0), "so it gets a new one");
        assert!(spans.all()[2].is_swept());
        spans.set_swept(1);
        spans.place(4, class);
        assert_eq!(spans.home(4), (1, 1), "the lowest");
        spans.set_swept(0);
        assert_eq!(spans.unswept(), None);
    }
}
