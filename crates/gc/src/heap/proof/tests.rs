use std::cell::Cell;
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
fn as_many_graphs_are_looked_at_as_are_announced() {
    for bounds in [
        Bounds::default(),
        one_goroutine(),
        Bounds {
            fields: 2,
            slots: 2,
            goroutines: 1,
            ..Bounds::default()
        },
    ] {
        let mut count = 0;
        let search = prove(Collector::Go.rules(), bounds, 0);
        search.space().initial(&mut |_| count += 1);
        assert_eq!(count, beginnings(bounds));
    }
}

#[test]
fn a_fault_that_does_not_matter_changes_no_state_and_one_that_does_changes_some() {
    // One object is enough for two that hand it over.
    let two = Bounds {
        objects: 1,
        channel: true,
        ..Bounds::default()
    };
    for collector in Collector::ALL {
        let rules = collector.rules();
        let check = |fault: Fault, bounds: Bounds| {
            let faults = rules.faults.with(fault, true);
            let changes = states(rules, bounds) != states(Rules { faults, ..rules }, bounds);
            let told = matters(fault, &rules, bounds);
            assert_eq!(changes, told, "{collector:?} {fault:?} {bounds:?}");
        };
        Fault::ALL
            .iter()
            .for_each(|fault| check(*fault, one_goroutine()));
        check(Fault::ChannelWithoutBarrier, two);
    }
}

/// How many states there are, and a sum over all steps between them, whatever is bad.
fn states(rules: Rules, bounds: Bounds) -> (u32, u64) {
    let bad = Bad::Lost;
    let all = Everything(Runs { rules, bounds, bad }, Cell::new(0));
    let mut search = Search::new(all, u32::MAX);
    (search.run(u32::MAX).states, search.space().1.get())
}

/// A search that does not stop at what is bad.
struct Everything(Runs, Cell<u64>);

impl Space for Everything {
    type State = Small;
    type Key = NonZeroU64;
    type Label = Step;

    fn initial(&self, each: &mut impl FnMut(&Small)) {
        self.0.initial(each);
    }

    fn next(&self, state: &Small, each: &mut impl FnMut(Step, &Small)) {
        self.0.next(state, &mut |step, next| {
            let [next_key, key] = [next, state].map(|it| it.key().get() | 1);
            let product = next_key.wrapping_mul(key);
            self.1.set(self.1.get().wrapping_add(product));
            each(step, next);
        });
    }

    fn key(&self, state: &Small) -> NonZeroU64 {
        state.key()
    }

    fn state(&self, key: NonZeroU64) -> Small {
        self.0.state(key)
    }

    fn is_bad(&self, _: &Small) -> bool {
        false
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
