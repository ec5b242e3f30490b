//! What properties need to know of the past, and the events that others follow from.

use glassbox_sim::{Causes, EventId, Witness};

use super::event::{Event, Origin};
use super::garbage::Garbage;
use super::invariant::{self, Black, Breach, Invariant};
use super::machine::{Arena, GLOBALS, Heap, Mark, Ref, Rules};

/// The first proof against each property.
#[derive(Clone, Debug, Default)]
pub(super) struct Broken {
    pub(super) lost: Option<Witness>,
    pub(super) invariant: Option<Witness>,
    pub(super) late: Option<Witness>,
}

/// What has been, as far as it matters.
#[derive(Clone, Debug)]
pub(super) struct History {
    pub(super) broken: Broken,
    /// Cycles that are over, sweeping included.
    pub(super) cycles: u32,
    /// Objects that were lost.
    pub(super) lost: Vec<Ref>,
    /// Whether something black pointed to something white when that was last looked at.
    black_to_white: bool,
    /// Objects that nobody could get at when this cycle began to mark.
    doomed: Vec<bool>,
    /// By object: what the last marking that came to its end made of it, if nobody could get at it.
    pub(super) fates: Vec<Option<Garbage>>,
    trail: Trail,
}

/// The last event of each kind that others follow from.
#[derive(Clone, Debug)]
struct Trail {
    stopped: Option<EventId>,
    marking: Option<EventId>,
    ended: Option<EventId>,
    /// A collector that waits for the end of the cycle.
    chosen: Option<EventId>,
    /// The scan or the barrier that was told last.
    cause: Option<EventId>,
    barrier: [Option<EventId>; 8],
    waits: [Option<EventId>; 8],
    sent: [Option<EventId>; 8],
    put: [Option<EventId>; 8],
    /// By object.
    shaded: Vec<Option<EventId>>,
    /// By object: when it was last put into a buffer.
    buffered: Vec<Option<EventId>>,
    /// By object: when a pointer to it was last written somewhere.
    pointed: Vec<Option<EventId>>,
}

impl History {
    pub(super) fn new(objects: Ref) -> Self {
        let places = objects as usize + 1;
        Self {
            broken: Broken::default(),
            cycles: 0,
            lost: Vec::new(),
            black_to_white: false,
            doomed: vec![false; places],
            fates: vec![None; places],
            trail: Trail {
                stopped: None,
                marking: None,
                ended: None,
                chosen: None,
                cause: None,
                barrier: [None; 8],
                waits: [None; 8],
                sent: [None; 8],
                put: [None; 8],
                shaded: vec![None; places],
                buffered: vec![None; places],
                pointed: vec![None; places],
            },
        }
    }

    /// Takes in one more event, and says what it followed from. `id` is the number it will have.
    pub(super) fn note(&mut self, event: &Event, id: EventId) -> Causes {
        let causes = self.trail.causes(event);
        self.trail.note(event, id);
        match *event {
            Event::Freed { object } | Event::Allocated { object, .. } => {
                if let Some(doomed) = self.doomed.get_mut(object as usize) {
                    *doomed = false;
                }
                if let Some(fate) = self.fates.get_mut(object as usize) {
                    *fate = None;
                }
            }
            Event::SweepDone => {
                self.cycles += 1;
                let left = self.doomed.iter().position(|it| *it);
                if let (Some(object), None) = (left, &self.broken.late) {
                    self.broken.late = Some(Witness {
                        places: vec![object as u64],
                        events: self.trail.marking.into_iter().chain([id]).collect(),
                        ..Witness::default()
                    });
                }
            }
            _ => {}
        }
        causes
    }

    /// Looks at the heap when marking begins: what is garbage now has to be gone when the cycle ends.
    pub(super) fn mark_started(&mut self, heap: &Arena) {
        self.black_to_white = false;
        let reachable = invariant::reachable(heap);
        for object in 1..=heap.objects() {
            let there = heap.mark(object) != Mark::Free;
            self.doomed[object as usize] = there && !reachable[object as usize];
        }
    }

    /// Looks at the heap when marking is over: whatever is white and reachable is lost.
    pub(super) fn mark_terminated(&mut self, heap: &Arena) -> Vec<Ref> {
        let reachable = invariant::reachable(heap);
        for object in 1..=heap.objects() {
            self.fates[object as usize] = match heap.mark(object) {
                Mark::White => Some(Garbage::Found),
                Mark::Grey(_) | Mark::Black if !reachable[object as usize] => {
                    Some(Garbage::Floating)
                }
                Mark::Free | Mark::Grey(_) | Mark::Black => None,
            };
        }
        let white = |object: &Ref| heap.mark(*object) == Mark::White;
        let lost: Vec<Ref> = (1..=heap.objects())
            .filter(white)
            .filter(|it| reachable[*it as usize])
            .collect();
        if let (Some(first), None) = (lost.first(), &self.broken.lost) {
            let pointed = self.trail.pointed[*first as usize];
            self.broken.lost = Some(Witness {
                places: lost.iter().copied().map(u64::from).collect(),
                events: pointed.into_iter().chain(self.trail.ended).collect(),
                ..Witness::default()
            });
        }
        self.lost.extend(&lost);
        lost
    }

    /// Whether what happened can have broken an invariant that held before.
    ///
    /// Scanning cannot: it leaves grey behind. As long as nothing black points to anything white,
    /// only a pointer to something white that is written to something black can.
    pub(super) fn may_break(&self, told: &[Event], heap: &Arena, rules: &Rules) -> bool {
        if !heap.phase().is_marking() {
            return false;
        }
        let white = |object: Ref| heap.mark(object) == Mark::White;
        let on_stack = |goroutine, object| heap.is_black(goroutine, rules) && white(object);
        told.iter().any(|event| match *event {
            Event::Loaded {
                goroutine, object, ..
            }
            | Event::Copied {
                goroutine, object, ..
            }
            | Event::Allocated {
                goroutine, object, ..
            }
            | Event::Called { goroutine, object }
            | Event::Returned { goroutine, object }
            | Event::Spawned {
                new: goroutine,
                object,
                ..
            }
            | Event::Received {
                goroutine, object, ..
            } => self.black_to_white || on_stack(goroutine, object),
            Event::Stored {
                owner, field, new, ..
            } => self.black_to_white || heap.mark(owner).has_scanned(field) && white(new),
            Event::Dropped { .. } => self.black_to_white,
            Event::MarkTerminated | Event::BufferLost { .. } => true,
            _ => false,
        })
    }

    /// Looks whether the collector's invariant holds.
    pub(super) fn look_at(&mut self, heap: &Arena, rules: &Rules, invariant: Invariant) {
        if self.broken.invariant.is_some() || !heap.phase().is_marking() {
            return;
        }
        let mut all = Vec::new();
        invariant::black_to_white(heap, rules, &mut |it| all.push(it));
        self.black_to_white = !all.is_empty();
        if all.is_empty() {
            return;
        }
        if let Some(Breach { from, to }) = breach(heap, rules, invariant, &all) {
            let hosts = match from {
                Black::Slot { goroutine, .. } => vec![goroutine],
                Black::Field { .. } => Vec::new(),
            };
            let owner = match from {
                Black::Field { owner, .. } => Some(u64::from(owner)),
                Black::Slot { .. } => None,
            };
            self.broken.invariant = Some(Witness {
                hosts,
                places: [u64::from(to)].into_iter().chain(owner).collect(),
                events: self.trail.pointed[to as usize].into_iter().collect(),
            });
        }
    }
}

/// Who breaks `invariant` now; `all` are all pointers from black to white.
pub(super) fn breach(
    heap: &Arena,
    rules: &Rules,
    invariant: Invariant,
    all: &[Breach],
) -> Option<Breach> {
    let mut held: Vec<Ref> = Vec::new();
    for no in 0..heap.goroutines() {
        held.extend(heap.buffer(no));
    }
    held.sort_unstable();
    let held = |object: Ref| held.binary_search(&object).is_ok();
    invariant::breach_among(heap, rules, held, invariant, all)
}

impl Trail {
    fn causes(&self, event: &Event) -> Causes {
        let of = |all: &[Option<EventId>], at: u8| all.get(usize::from(at)).copied().flatten();
        let object = |all: &[Option<EventId>], at: Ref| all.get(at as usize).copied().flatten();
        let two = |first: Option<EventId>, also: Option<EventId>| match (first, also) {
            (Some(first), also) => Causes::with(first, also),
            (None, also) => also.into(),
        };
        match *event {
            Event::Loaded { object: it, .. }
            | Event::Copied { object: it, .. }
            | Event::Called { object: it, .. }
            | Event::Returned { object: it, .. }
            | Event::Spawned { object: it, .. } => object(&self.pointed, it).into(),
            Event::Sent { to, .. } => of(&self.waits, to).into(),
            Event::Received { from, .. } => two(of(&self.sent, from), of(&self.barrier, from)),
            Event::Stored { goroutine, .. } => of(&self.barrier, goroutine).into(),
            Event::BarrierRan { goroutine, .. } | Event::BarrierSkipped { goroutine, .. } => {
                two(of(&self.sent, goroutine), self.marking)
            }
            Event::Buffered { goroutine, .. } => of(&self.barrier, goroutine).into(),
            Event::BufferFlushed { goroutine, .. } | Event::BufferLost { goroutine, .. } => {
                of(&self.put, goroutine).into()
            }
            Event::Allocated { black, .. } => self.marking.filter(|_| black).into(),
            Event::MarkStarted { .. } => self.stopped.into(),
            Event::WorldStarted { pause: 1 } | Event::WorldStopped { pause: 2.. } => {
                self.marking.into()
            }
            Event::StackScanned { again: true, .. } | Event::MarkRestarted => self.stopped.into(),
            Event::StackScanned { .. } => self.marking.into(),
            Event::FieldScanned { owner, .. } if owner != GLOBALS => {
                object(&self.shaded, owner).into()
            }
            Event::FieldScanned { .. } => self.marking.into(),
            Event::Shaded {
                object: it,
                from: Origin::Flushed(_),
                ..
            } => object(&self.buffered, it).into(),
            Event::Shaded { .. } => self.cause.into(),
            Event::MarkTerminated => two(self.stopped, self.marking),
            Event::WorldStarted { .. }
            | Event::Freed { .. }
            | Event::SpanSwept { .. }
            | Event::SweepDone => self.ended.into(),
            Event::Lost { object: it } => two(self.ended, object(&self.pointed, it)),
            Event::Started { .. }
            | Event::Dropped { .. }
            | Event::ReceiveWaits { .. }
            | Event::WorldStopped { .. }
            | Event::FaultSwitched { .. }
            | Event::RunSwitched { .. }
            | Event::CollectorChosen { .. } => Causes::NONE,
            Event::CollectorChanged { .. } => self.chosen.into(),
        }
    }

    fn note(&mut self, event: &Event, id: EventId) {
        let id = Some(id);
        let set = |all: &mut [Option<EventId>], at: usize| {
            if let Some(place) = all.get_mut(at) {
                *place = id;
            }
        };
        match *event {
            Event::WorldStopped { .. } => self.stopped = id,
            Event::MarkStarted { .. } => self.marking = id,
            Event::MarkTerminated => self.ended = id,
            Event::CollectorChosen { .. } => self.chosen = id,
            Event::CollectorChanged { .. } => self.chosen = None,
            Event::SweepDone => {
                self.marking = None;
                self.barrier = [None; 8];
            }
            Event::StackScanned { .. } | Event::FieldScanned { .. } => self.cause = id,
            Event::BarrierRan { goroutine, .. } => {
                self.cause = id;
                set(&mut self.barrier, goroutine.into());
            }
            Event::BarrierSkipped { goroutine, .. } => set(&mut self.barrier, goroutine.into()),
            Event::Buffered { goroutine, object } => {
                set(&mut self.put, goroutine.into());
                set(&mut self.buffered, object as usize);
            }
            Event::Shaded { object, .. } => set(&mut self.shaded, object as usize),
            Event::ReceiveWaits { goroutine, .. } => set(&mut self.waits, goroutine.into()),
            Event::Sent { goroutine, .. } => {
                set(&mut self.sent, goroutine.into());
            }
            Event::Stored { goroutine, new, .. } => {
                set(&mut self.pointed, new as usize);
                self.barrier[usize::from(goroutine & 7)] = None;
            }
            Event::Received { object, from, .. } => {
                set(&mut self.pointed, object as usize);
                self.barrier[usize::from(from & 7)] = None;
                self.sent[usize::from(from & 7)] = None;
            }
            Event::Allocated { object, .. }
            | Event::Loaded { object, .. }
            | Event::Copied { object, .. } => set(&mut self.pointed, object as usize),
            _ => {}
        }
    }
}
