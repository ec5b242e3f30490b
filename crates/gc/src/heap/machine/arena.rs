//! A heap of thousands of objects, in spans, with work lists.

use std::collections::VecDeque;

use super::heap::{Activity, GLOBALS, Gno, Heap, Mark, NIL, Phase, Ref};
use super::spans::{SPAN, Span, SpanClass, Spans};

/// Most goroutines.
pub const MAX_GOROUTINES: u8 = 8;
/// Most functions of a goroutine that have not returned.
pub const MAX_FRAMES: usize = 8;

/// In which order the collector takes up what is grey.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Order {
    /// The object that became grey last is taken up first, as with Go's work buffers
    /// (`runtime/mgcwork.go`).
    #[default]
    Objects,
    /// The span that was queued first is taken up first, with all that is grey in it by then: Green
    /// Tea (`runtime/mgcmark_greenteagc.go`).
    Spans,
}

/// How large an arena is.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The highest object number; rounded up to a multiple of [`SPAN`].
    pub objects: Ref,
    /// Most pointer fields of an object.
    pub fields: u8,
    /// Global variables.
    pub globals: u8,
    /// Slots of a function.
    pub slots: u8,
    /// Pointers that a write-barrier buffer holds.
    pub buffer: u16,
    /// The order of work.
    pub order: Order,
}

#[derive(Clone, Debug)]
struct Stack {
    slots: Vec<Ref>,
    /// Where each function's slots begin.
    frames: Vec<u8>,
    scanned: bool,
    activity: Activity,
    buffer: Vec<Ref>,
}

/// A heap of thousands of objects.
#[derive(Clone, Debug)]
pub struct Arena {
    shape: Shape,
    phase: Phase,
    globals: Vec<Ref>,
    /// By object; the globals are number 0.
    marks: Vec<Mark>,
    /// How many fields each object has.
    counts: Vec<u8>,
    /// `shape.fields` for each object, from object 1.
    fields: Vec<Ref>,
    /// One bit per free object.
    free: Vec<u64>,
    /// No word before this one has a bit.
    first_free: usize,
    stacks: Vec<Stack>,
    spans: Spans,
    grey: u32,
    /// What is being scanned.
    current: Option<Ref>,
    /// Grey objects or, with [`Order::Spans`], numbers of spans from 1, the globals being 0. What has turned black meanwhile is
    /// still in it, but never at the end that is taken from.
    list: VecDeque<u32>,
    /// With [`Order::Spans`], whether a span is in the list, by the same numbers.
    queued: Vec<bool>,
}

impl Arena {
    /// A heap without objects and goroutines.
    pub fn new(shape: Shape) -> Self {
        let shape = Shape {
            objects: shape.objects.div_ceil(SPAN).max(1) * SPAN,
            ..shape
        };
        let places = shape.objects as usize + 1;
        let mut marks = vec![Mark::Free; places];
        marks[0] = Mark::White;
        let mut free = vec![u64::MAX; places.div_ceil(64)];
        free[0] &= !1;
        if let (Some(last), used @ 1..) = (free.last_mut(), places % 64) {
            *last &= (1 << used) - 1;
        }
        Self {
            shape,
            phase: Phase::Off,
            globals: vec![NIL; shape.globals.into()],
            marks,
            counts: vec![0; places],
            fields: vec![NIL; places * usize::from(shape.fields)],
            free,
            first_free: 0,
            stacks: Vec::new(),
            spans: Spans::new(shape.objects),
            grey: 0,
            current: None,
            list: VecDeque::new(),
            queued: Vec::new(),
        }
    }

    /// How large it is.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The spans. Their number grows when no span of an object's class has room.
    pub fn spans(&self) -> &[Span] {
        self.spans.all()
    }

    /// The number of the span that an object lies in, from 0, and its slot there. `None` if there is
    /// no such object.
    pub fn home(&self, object: Ref) -> Option<(u32, u8)> {
        let there = object != GLOBALS && self.mark(object) != Mark::Free;
        there.then(|| self.spans.home(object))
    }

    /// Sets the order of work. Possible while nothing is grey; false otherwise.
    pub(in crate::heap) fn set_order(&mut self, order: Order) -> bool {
        let may = self.grey == 0 && self.list.is_empty();
        if may {
            self.shape.order = order;
        }
        may
    }

    /// The objects, in order.
    pub fn live(&self) -> impl Iterator<Item = Ref> {
        (1..=self.shape.objects).filter(|at| self.mark(*at) != Mark::Free)
    }

    /// How many grey things there are, the globals counted as one.
    pub fn grey_count(&self) -> u32 {
        self.grey
    }

    /// What waits to be scanned, first what is taken up first: objects or, in Green Tea's order,
    /// spans, which count from 1 in it. 0 is the globals.
    pub fn work_list(&self) -> Vec<u32> {
        match self.shape.order {
            Order::Objects => {
                let grey = |at: &&u32| self.mark(**at).is_grey();
                self.list.iter().rev().filter(grey).copied().collect()
            }
            Order::Spans => self.list.iter().copied().collect(),
        }
    }

    /// What a goroutine's write-barrier buffer holds, the oldest first.
    pub fn buffer(&self, goroutine: Gno) -> &[Ref] {
        let stack = self.stacks.get(usize::from(goroutine));
        stack.map_or(&[], |it| &it.buffer)
    }

    /// The slots of the function that a goroutine runs.
    pub fn running(&self, goroutine: Gno) -> &[Ref] {
        let stack = self.stacks.get(usize::from(goroutine));
        stack
            .and_then(|it| it.slots.get(usize::from(*it.frames.last()?)..))
            .unwrap_or_default()
    }

    /// The goroutines that wait for a value from a channel, one bit for each.
    pub fn receiving(&self) -> u8 {
        const { assert!(MAX_GOROUTINES as u32 <= u8::BITS) };
        let waits = |stack: &Stack| matches!(stack.activity, Activity::Receiving(_));
        let bits = self.stacks.iter().rev().map(|it| u8::from(waits(it)));
        bits.fold(0, |all, bit| all << 1 | bit)
    }

    /// All the others, one bit for each.
    pub fn runnable(&self) -> u8 {
        let all = ((1_u16 << self.stacks.len()) - 1) as u8;
        all & !self.receiving()
    }

    /// Where the slots of each function begin.
    pub fn frames(&self, goroutine: Gno) -> &[u8] {
        let stack = self.stacks.get(usize::from(goroutine));
        stack.map_or(&[], |it| &it.frames)
    }

    /// No span before this one, from 0, waits to be swept.
    pub fn sweep_at(&self) -> u32 {
        self.spans.sweep_at()
    }

    /// Whether an object can be allocated now, whatever its size.
    pub fn has_room(&self) -> bool {
        self.free_place().is_some()
    }

    fn free_place(&self) -> Option<Ref> {
        let words = self.free.iter().enumerate().skip(self.first_free);
        words
            .map(|(at, word)| (at, word.trailing_zeros()))
            .find(|(_, bit)| *bit < 64)
            .map(|(at, bit)| at as Ref * 64 + bit)
    }

    fn at(&self, owner: Ref, field: u8) -> usize {
        owner as usize * usize::from(self.shape.fields) + usize::from(field)
    }

    /// The first grey object of a span in the list.
    fn grey_of_listed(&self, listed: u32) -> Option<Ref> {
        let grey = |it: &Ref| self.mark(*it).is_grey();
        match listed.checked_sub(1) {
            None => Some(GLOBALS).filter(grey),
            Some(span) => {
                let slots = self.spans.get(span)?.slots();
                slots.iter().copied().filter(|it| *it != NIL).find(grey)
            }
        }
    }

    fn enlist(&mut self, object: Ref) {
        match self.shape.order {
            Order::Objects => self.list.push_back(object),
            Order::Spans => {
                let listed = match object {
                    GLOBALS => 0,
                    _ => self.spans.home(object).0 + 1,
                };
                let at = listed as usize;
                if self.queued.len() <= at {
                    self.queued.resize(at + 1, false);
                }
                if !std::mem::replace(&mut self.queued[at], true) {
                    self.list.push_back(listed);
                }
            }
        }
    }

    /// Takes what is no longer grey off the end that is taken from.
    fn tidy(&mut self) {
        match self.shape.order {
            Order::Objects => {
                while let Some(last) = self.list.back()
                    && !self.mark(*last).is_grey()
                {
                    self.list.pop_back();
                }
            }
            Order::Spans => {
                while let Some(first) = self.list.front().copied()
                    && self.grey_of_listed(first).is_none()
                {
                    self.list.pop_front();
                    if let Some(queued) = self.queued.get_mut(first as usize) {
                        *queued = false;
                    }
                }
            }
        }
    }
}

impl Heap for Arena {
    fn phase(&self) -> Phase {
        self.phase
    }

    fn set_phase(&mut self, phase: Phase) {
        if phase == Phase::Sweep {
            self.spans.begin_sweep();
        }
        self.phase = phase;
    }

    fn objects(&self) -> Ref {
        self.shape.objects
    }

    #[inline]
    fn fields(&self, owner: Ref) -> u8 {
        if owner == GLOBALS {
            self.shape.globals
        } else {
            self.counts.get(owner as usize).copied().unwrap_or(0)
        }
    }

    #[inline]
    fn field(&self, owner: Ref, field: u8) -> Ref {
        let found = if owner == GLOBALS {
            self.globals.get(usize::from(field))
        } else {
            self.fields.get(self.at(owner, field))
        };
        found.copied().unwrap_or(NIL)
    }

    #[inline]
    fn set_field(&mut self, owner: Ref, field: u8, value: Ref) {
        let at = self.at(owner, field);
        let found = if owner == GLOBALS {
            self.globals.get_mut(usize::from(field))
        } else {
            self.fields.get_mut(at)
        };
        if let Some(found) = found {
            *found = value;
        }
    }

    #[inline]
    fn mark(&self, object: Ref) -> Mark {
        self.marks
            .get(object as usize)
            .copied()
            .unwrap_or(Mark::Free)
    }

    #[inline]
    fn set_mark(&mut self, object: Ref, mark: Mark) {
        let Some(place) = self.marks.get_mut(object as usize) else {
            return;
        };
        let before = std::mem::replace(place, mark);
        match (before.is_grey(), mark.is_grey()) {
            (false, true) => {
                self.grey += 1;
                self.enlist(object);
            }
            (true, false) => {
                self.grey -= 1;
                if self.current == Some(object) {
                    self.current = None;
                }
                self.tidy();
            }
            _ => {}
        }
        if matches!(mark, Mark::Grey(1..)) {
            self.current = Some(object);
        }
    }

    fn any_grey(&self) -> bool {
        self.grey > 0
    }

    fn next_grey(&self) -> Option<Ref> {
        self.current.or_else(|| match self.shape.order {
            Order::Objects => self.list.back().copied(),
            Order::Spans => self.grey_of_listed(*self.list.front()?),
        })
    }

    fn place(&mut self, fields: u8) -> Ref {
        let fields = fields.min(self.shape.fields);
        let Some(object) = self.free_place() else {
            return NIL;
        };
        self.first_free = object as usize / 64;
        self.free[object as usize / 64] &= !(1 << (object % 64));
        self.counts[object as usize] = fields;
        self.spans.place(object, SpanClass::of(fields));
        object
    }

    fn goroutines(&self) -> Gno {
        self.stacks.len() as Gno
    }

    fn slots(&self, goroutine: Gno) -> u8 {
        let stack = self.stacks.get(usize::from(goroutine));
        stack.map_or(0, |it| it.slots.len() as u8)
    }

    fn frame(&self, goroutine: Gno) -> u8 {
        let stack = self.stacks.get(usize::from(goroutine));
        stack.and_then(|it| it.frames.last().copied()).unwrap_or(0)
    }

    fn slot(&self, goroutine: Gno, slot: u8) -> Ref {
        let stack = self.stacks.get(usize::from(goroutine));
        let slot = stack.and_then(|it| it.slots.get(usize::from(slot)));
        slot.copied().unwrap_or(NIL)
    }

    fn set_slot(&mut self, goroutine: Gno, slot: u8, value: Ref) {
        let stack = self.stacks.get_mut(usize::from(goroutine));
        if let Some(place) = stack.and_then(|it| it.slots.get_mut(usize::from(slot))) {
            *place = value;
        }
    }

    fn push_frame(&mut self, goroutine: Gno) -> bool {
        let more = usize::from(self.shape.slots);
        let Some(stack) = self.stacks.get_mut(usize::from(goroutine)) else {
            return false;
        };
        if stack.frames.len() >= MAX_FRAMES {
            return false;
        }
        stack.frames.push(stack.slots.len() as u8);
        stack.slots.resize(stack.slots.len() + more, NIL);
        true
    }

    fn pop_frame(&mut self, goroutine: Gno) -> bool {
        let Some(stack) = self.stacks.get_mut(usize::from(goroutine)) else {
            return false;
        };
        if stack.frames.len() < 2 {
            return false;
        }
        if let Some(start) = stack.frames.pop() {
            stack.slots.truncate(start.into());
        }
        true
    }

    fn add_goroutine(&mut self) -> Option<Gno> {
        let no = self.goroutines();
        if no >= MAX_GOROUTINES {
            return None;
        }
        self.stacks.push(Stack {
            slots: vec![NIL; self.shape.slots.into()],
            frames: vec![0],
            scanned: false,
            activity: Activity::Running,
            buffer: Vec::new(),
        });
        Some(no)
    }

    fn is_scanned(&self, goroutine: Gno) -> bool {
        let stack = self.stacks.get(usize::from(goroutine));
        stack.is_some_and(|it| it.scanned)
    }

    fn set_scanned(&mut self, goroutine: Gno, scanned: bool) {
        if let Some(stack) = self.stacks.get_mut(usize::from(goroutine)) {
            stack.scanned = scanned;
        }
    }

    fn activity(&self, goroutine: Gno) -> Activity {
        let stack = self.stacks.get(usize::from(goroutine));
        stack.map_or(Activity::Running, |it| it.activity)
    }

    fn set_activity(&mut self, goroutine: Gno, activity: Activity) {
        if let Some(stack) = self.stacks.get_mut(usize::from(goroutine)) {
            stack.activity = activity;
        }
    }

    fn put(&mut self, goroutine: Gno, object: Ref) -> bool {
        let Some(stack) = self.stacks.get_mut(usize::from(goroutine)) else {
            return false;
        };
        stack.buffer.push(object);
        stack.buffer.len() >= self.shape.buffer.into()
    }

    fn take(&mut self, goroutine: Gno) -> Option<Ref> {
        self.stacks.get_mut(usize::from(goroutine))?.buffer.pop()
    }

    fn has_buffered(&self, goroutine: Gno) -> bool {
        !self.buffer(goroutine).is_empty()
    }

    fn unswept(&self) -> Option<u32> {
        self.spans.unswept()
    }

    fn unswept_for(&self, fields: u8) -> Option<u32> {
        if self.has_room() {
            let fields = fields.min(self.shape.fields);
            self.spans.unswept_of(SpanClass::of(fields))
        } else {
            self.unswept()
        }
    }

    fn begin_sweep_of(&mut self, span: u32) -> Option<SpanClass> {
        self.spans.set_swept(span);
        self.spans.get(span)?.class()
    }

    fn in_span(&self, span: u32, slot: u8) -> Ref {
        let span = self.spans.get(span);
        let object = span.and_then(|it| it.slots().get(usize::from(slot)));
        object.copied().unwrap_or(NIL)
    }

    fn free(&mut self, object: Ref) {
        if object == NIL || object > self.shape.objects {
            return;
        }
        self.set_mark(object, Mark::Free);
        for field in 0..self.shape.fields {
            self.set_field(object, field, NIL);
        }
        self.counts[object as usize] = 0;
        self.spans.free(object);
        let word = object as usize / 64;
        self.free[word] |= 1 << (object % 64);
        self.first_free = self.first_free.min(word);
    }
}
