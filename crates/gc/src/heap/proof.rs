//! Every run of a small heap: does any of them lose an object?
//!
//! A search begins with every graph there is within its [`Bounds`], at the moment before a cycle
//! starts, and follows every order in which goroutines and collector can take their steps until
//! marking is over. A run is bad if it ends with an object that a goroutine can get at and that is
//! white, because the sweeper would free it.
//!
//! One cycle is enough: the next one starts with everything white again, from a graph that is among
//! the first ones.

use std::num::NonZeroU64;

use glassbox_sim::search::{Search, Space};

use super::invariant::{self, Invariant};
use super::machine::{
    self, Activity, Barrier, Bounds, Fault, GLOBALS, Gno, Heap, Mark, NIL, Op, Phase, Place, Ref,
    Rules, Small, Step, Work,
};

/// A search for a run that loses an object.
pub type Proof = Search<Runs>;

/// All runs of a collector within bounds.
#[derive(Clone, Copy, Debug)]
pub struct Runs {
    rules: Rules,
    bounds: Bounds,
    bad: Bad,
}

/// What a search looks for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Bad {
    /// An object that is white when marking is over, and that a goroutine can get at.
    #[default]
    Lost,
    /// A state in which an invariant does not hold.
    Breaks(Invariant),
}

/// Starts a search that meets at most `most` states. Each takes up to 34 bytes of memory.
pub fn prove(rules: Rules, bounds: Bounds, most: u32) -> Proof {
    search(rules, bounds, Bad::Lost, most)
}

/// The same for anything bad.
pub fn search(rules: Rules, bounds: Bounds, bad: Bad, most: u32) -> Proof {
    let bounds = bounds.clamped();
    Search::new(Runs { rules, bounds, bad }, most)
}

/// How many graphs runs begin with within `bounds`, before those that are equal but for the names of
/// objects are taken for one. A search looks at them all at once, before its first slice.
pub fn beginnings(bounds: Bounds) -> u64 {
    let bounds = bounds.clamped();
    let roots = bounds.globals + bounds.goroutines * bounds.slots;
    let graphs = |there: u8| {
        let pointers = there * bounds.fields + roots;
        (u64::from(there) + 1).saturating_pow(pointers.into())
    };
    (0..=bounds.objects).map(graphs).sum()
}

/// Whether switching `fault` on or off changes any run of such a collector within `bounds`.
pub fn matters(fault: Fault, rules: &Rules, bounds: Bounds) -> bool {
    // With the world stopped nobody writes while marking, and nobody allocates.
    let concurrent = !rules.stop_to_mark;
    let barrier = concurrent && rules.barrier != Barrier::None;
    match fault {
        // What is shaded for a store of nil is the old value.
        Fault::NoBarrierOnNil => barrier && rules.barrier != Barrier::New,
        Fault::AllocateWhite => concurrent,
        Fault::BuffersNotFlushed => rules.buffered,
        Fault::NoFirstPause => {
            let faults = rules.faults.with(fault, true);
            !Rules { faults, ..*rules }.stops_first()
        }
        Fault::ChannelWithoutBarrier => barrier && bounds.channel && bounds.goroutines > 1,
        Fault::OnlyIfOwnerBlack => barrier,
    }
}

impl Runs {
    /// How the collector works.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// How large the heap is.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    fn without_what_does_not_matter(&self, state: Small) -> Small {
        match self.bad {
            Bad::Lost => state.without_the_dead(),
            // Invariants speak of what is dead, too.
            Bad::Breaks(_) => state,
        }
    }

    fn goroutine(&self, state: &Small, no: Gno, each: &mut impl FnMut(Step)) {
        let mut op = |op| each(Step::Goroutine(no, op));
        match state.activity(no) {
            Activity::Writing(_) => return op(Op::Finish),
            Activity::Receiving(_) => return,
            Activity::Running => {}
        }
        let Bounds {
            slots,
            fields,
            globals,
            goroutines,
            channel,
            ..
        } = self.bounds;
        // Before a cycle, what a goroutine does leads to another graph that runs begin with. Only
        // what it begins and has not finished when the cycle starts matters.
        let marking = state.phase() == Phase::Mark;
        // Two slots with the same pointer are the same place.
        let holds = |slot: u8| {
            let object = state.slot(no, slot);
            object != NIL && (0..slot).all(|it| state.slot(no, it) != object)
        };
        let places = || {
            let of_slots = (0..slots).filter(|it| holds(*it));
            let of_slots = of_slots.map(|it| (Place::Slot(it), state.slot(no, it), fields));
            std::iter::once((Place::Global, GLOBALS, globals)).chain(of_slots)
        };
        for (place, owner, count) in places() {
            for field in 0..count {
                for slot in (0..slots).filter(|_| marking) {
                    if state.field(owner, field) != NIL {
                        op(Op::Load {
                            slot,
                            from: place,
                            field,
                        });
                    }
                }
                let values = (0..slots).filter(|it| holds(*it)).map(Some);
                for value in values.chain([None]) {
                    op(Op::Store {
                        to: place,
                        field,
                        value,
                    });
                }
            }
        }
        for slot in 0..slots {
            let held = state.slot(no, slot) != NIL;
            if marking {
                if held {
                    op(Op::Drop { slot });
                    for to in (0..slots).filter(|it| *it != slot) {
                        op(Op::Copy { from: slot, to });
                    }
                }
                let data = 0;
                op(Op::Allocate { slot, fields, data });
            }
            if channel && goroutines > 1 {
                if held && matches!(state.activity(1 - no), Activity::Receiving(_)) {
                    op(Op::Send { slot, to: 1 - no });
                }
                op(Op::Receive { slot });
            }
        }
    }

    fn collector(&self, state: &Small, each: &mut impl FnMut(Step)) {
        let mut work = |work| each(Step::Collector(work));
        match state.phase() {
            Phase::Off if self.rules.stops_first() => work(Work::Stop),
            Phase::Off => work(Work::Flip),
            Phase::Mark => {
                for no in 0..state.goroutines() {
                    if !state.is_scanned(no) {
                        work(Work::ScanStack(no));
                    }
                    if state.has_buffered(no) {
                        work(Work::Flush(no));
                    }
                }
                for object in 0..=state.objects() {
                    if state.mark(object).is_grey() {
                        work(Work::ScanField(object));
                    }
                }
                if !state.any_grey() {
                    work(Work::Stop);
                }
            }
            // Whether an object is lost is decided by then.
            Phase::Terminated | Phase::Sweep => {}
            Phase::FirstPause | Phase::MarkStopped | Phase::SecondPause => {
                // Which of several stacks, buffers or objects comes next depends on names, and must
                // not: states that differ in names have one key.
                let stacks = 0..state.goroutines();
                match machine::next_in_pause(state, &self.rules) {
                    Some(Work::ScanStack(_)) => {
                        let left = stacks.filter(|no| !state.is_scanned(*no));
                        left.for_each(|no| work(Work::ScanStack(no)));
                    }
                    Some(Work::Flush(_)) => {
                        let left = stacks.filter(|no| state.has_buffered(*no));
                        left.for_each(|no| work(Work::Flush(no)));
                    }
                    Some(Work::ScanField(_)) => {
                        let left = (0..=state.objects()).filter(|it| state.mark(*it).is_grey());
                        left.for_each(|it| work(Work::ScanField(it)));
                    }
                    Some(next) => work(next),
                    None => {}
                }
            }
        }
    }
}

impl Space for Runs {
    type State = Small;
    type Key = NonZeroU64;
    type Label = Step;

    fn initial(&self, each: &mut impl FnMut(&Small)) {
        let Bounds {
            objects,
            fields,
            globals,
            goroutines,
            slots,
            ..
        } = self.bounds;
        // Names do not matter, so the objects that are there are the first ones.
        for there in 0..=objects {
            let mut start = Small::new(self.bounds);
            let mut pointers: Vec<(Pointer, u8)> = Vec::new();
            for object in 1..=Ref::from(there) {
                start.set_mark(object, Mark::White);
                pointers.extend((0..fields).map(|field| (Pointer::Field(object), field)));
            }
            pointers.extend((0..globals).map(|field| (Pointer::Field(GLOBALS), field)));
            for no in 0..goroutines {
                pointers.extend((0..slots).map(|slot| (Pointer::Slot(no), slot)));
            }
            each_graph(start, &pointers, there.into(), &mut |start| {
                each(&self.without_what_does_not_matter(*start));
            });
        }
    }

    fn next(&self, state: &Small, each: &mut impl FnMut(Step, &Small)) {
        let mut take = |step| {
            let mut next = *state;
            if machine::apply(&mut next, &self.rules, step, &mut |_| {}).is_ok() {
                each(step, &self.without_what_does_not_matter(next));
            }
        };
        if !state.phase().is_stopped() && (state.phase() != Phase::Off || !self.rules.stops_first())
        {
            for no in 0..state.goroutines() {
                self.goroutine(state, no, &mut take);
            }
        }
        self.collector(state, &mut take);
    }

    fn key(&self, state: &Small) -> NonZeroU64 {
        state.key()
    }

    fn state(&self, key: NonZeroU64) -> Small {
        Small::of_key(self.bounds, key)
    }

    fn is_bad(&self, state: &Small) -> bool {
        match self.bad {
            Bad::Lost => {
                state.phase() == Phase::Terminated && state.reachable() & state.white() != 0
            }
            Bad::Breaks(invariant) => {
                let held = |it| state.is_buffered(it);
                invariant::breach(state, &self.rules, held, invariant).is_some()
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Pointer {
    Field(Ref),
    Slot(Gno),
}

/// Every way to let `pointers` point at nothing or at one of the first `there` objects.
fn each_graph(state: Small, pointers: &[(Pointer, u8)], there: Ref, each: &mut impl FnMut(&Small)) {
    let Some((&(pointer, at), rest)) = pointers.split_first() else {
        return each(&state);
    };
    for value in 0..=there {
        let mut next = state;
        match pointer {
            Pointer::Field(owner) => next.set_field(owner, at, value),
            Pointer::Slot(no) => next.set_slot(no, at, value),
        }
        each_graph(next, rest, there, each);
    }
}

#[cfg(test)]
mod tests;
