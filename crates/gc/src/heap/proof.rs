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
    self, Activity, Bounds, GLOBALS, Gno, Heap, Mark, NIL, Op, Phase, Place, Ref, Rules, Small,
    Step, Work,
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
                op(Op::Allocate { slot, fields });
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
                invariant::breach(state, |it| state.is_buffered(it), invariant).is_some()
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
mod tests {
    use std::collections::HashSet;

    use glassbox_sim::search::Outcome;

    use super::super::machine::Collector;
    use super::*;

    fn outcome(collector: Collector, bounds: Bounds) -> Option<Outcome> {
        prove(collector.rules(), bounds, 1_000_000)
            .run(u32::MAX)
            .outcome
    }

    fn one_goroutine() -> Bounds {
        Bounds {
            goroutines: 1,
            ..Bounds::default()
        }
    }

    #[test]
    fn every_collector_is_as_sound_as_it_says_with_one_goroutine() {
        for collector in Collector::ALL {
            let found = matches!(
                outcome(*collector, one_goroutine()),
                Some(Outcome::Found { .. })
            );
            // It needs two goroutines that write the same field.
            let sound = collector.is_sound() || *collector == Collector::YuasaStacksFirst;
            assert_eq!(found, !sound, "{collector:?}");
        }
    }

    #[test]
    fn a_collector_keeps_its_invariant_if_and_only_if_it_is_sound() {
        for collector in Collector::ALL {
            let bad = Bad::Breaks(Invariant::of(*collector));
            let mut proof = search(collector.rules(), Bounds::default(), bad, 1_000_000);
            let kept = proof.run(u32::MAX).outcome == Some(Outcome::Proved);
            assert_eq!(kept, collector.is_sound(), "{collector:?}");
        }
    }

    #[test]
    fn the_barrier_as_implemented_keeps_black_to_white_out_of_the_heap_as_specified_does_not() {
        let kept = |collector: Collector| {
            let bad = Bad::Breaks(Invariant::StrongHeap);
            let mut proof = search(collector.rules(), Bounds::default(), bad, 1_000_000);
            proof.run(u32::MAX).outcome == Some(Outcome::Proved)
        };
        assert!(kept(Collector::Go));
        assert!(!kept(Collector::HybridSpec));
    }

    /// The same search, but states that differ in what is dead are different.
    struct WithTheDead(Runs);

    impl Space for WithTheDead {
        type State = Small;
        type Key = NonZeroU64;
        type Label = Step;

        fn initial(&self, each: &mut impl FnMut(&Small)) {
            let bad = Bad::Breaks(Invariant::Strong);
            Runs { bad, ..self.0 }.initial(each);
        }

        fn next(&self, state: &Small, each: &mut impl FnMut(Step, &Small)) {
            // To look for something else leaves the dead as they are.
            let bad = Bad::Breaks(Invariant::Strong);
            Runs { bad, ..self.0 }.next(state, each);
        }

        fn key(&self, state: &Small) -> NonZeroU64 {
            state.key()
        }

        fn state(&self, key: NonZeroU64) -> Small {
            self.0.state(key)
        }

        fn is_bad(&self, state: &Small) -> bool {
            self.0.is_bad(state)
        }
    }

    #[test]
    fn taking_the_dead_for_equal_changes_no_outcome() {
        for collector in Collector::ALL {
            let mut short = prove(collector.rules(), one_goroutine(), 1_000_000);
            let mut long = Search::new(WithTheDead(*short.space()), 1_000_000);
            let (short, long) = (short.run(u32::MAX), long.run(u32::MAX));
            assert_eq!(short.outcome, long.outcome, "{collector:?}");
            assert!(short.states < long.states, "{collector:?}");
        }
    }

    /// Every state with its names, level by level: steps to a bad one, and how many were met until
    /// then.
    fn by_brute_force(runs: &Runs, keys: &mut HashSet<NonZeroU64>) -> (Option<u32>, usize) {
        let mut met: HashSet<Small> = HashSet::new();
        let mut level = Vec::new();
        runs.initial(&mut |state| {
            if met.insert(*state) {
                level.push(*state);
            }
        });
        let mut steps = 0;
        while !level.is_empty() {
            keys.extend(level.iter().map(Small::key));
            if level.iter().any(|it| runs.is_bad(it)) {
                return (Some(steps), met.len());
            }
            let mut next = Vec::new();
            for state in &level {
                runs.next(state, &mut |_, state| {
                    if met.insert(*state) {
                        next.push(*state);
                    }
                });
            }
            level = next;
            steps += 1;
        }
        (None, met.len())
    }

    #[test]
    fn names_of_objects_and_goroutines_change_no_verdict_with_two_goroutines() {
        for (collector, channel, safe) in [
            (Collector::YuasaStacksFirst, false, false),
            (Collector::YuasaSnapshot, false, true),
            (Collector::HybridSpec, false, true),
            (Collector::NoBarrier, true, false),
        ] {
            let bounds = Bounds {
                channel,
                ..Bounds::default()
            };
            let mut proof = prove(collector.rules(), bounds, u32::MAX);
            let progress = proof.run(u32::MAX);
            let mut keys = HashSet::new();
            let (steps, states) = by_brute_force(proof.space(), &mut keys);
            let outcome = steps.map_or(Outcome::Proved, |steps| Outcome::Found { steps });
            assert_eq!(progress.outcome, Some(outcome), "{collector:?}");
            assert_eq!(steps.is_none(), safe, "{collector:?}");
            if safe {
                assert_eq!(progress.states as usize, keys.len(), "{collector:?}");
                // Two objects and two goroutines: nearly four names for each.
                assert!(keys.len() * 3 < states, "{collector:?}: {states}");
            }
            assert!((progress.states as usize) < states, "{collector:?}");
        }
    }

    #[test]
    fn a_run_found_replays_to_a_lost_object() {
        let rules = Collector::NoBarrier.rules();
        let mut proof = prove(rules, Bounds::default(), 1_000_000);
        assert!(matches!(
            proof.run(u32::MAX).outcome,
            Some(Outcome::Found { .. })
        ));
        let run = proof.run_found().unwrap();
        let mut state = run.start;
        for (step, _) in &run.steps {
            machine::apply(&mut state, &rules, *step, &mut |_| {}).unwrap();
        }
        assert!(proof.space().is_bad(&state));
    }

    #[test]
    fn a_search_that_may_not_meet_enough_states_decides_nothing() {
        let mut proof = prove(Collector::HybridSpec.rules(), Bounds::default(), 1_000);
        assert_eq!(proof.run(u32::MAX).outcome, Some(Outcome::Undecided));
    }
}
