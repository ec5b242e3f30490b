//! Two counters that anyone may raise by one or two; their names do not matter.

use super::*;

struct Counters {
    most: u8,
    bad: (u8, u8),
}

impl Space for Counters {
    type State = [u8; 2];
    type Key = u16;
    type Label = (usize, u8);

    fn initial(&self, each: &mut impl FnMut(&[u8; 2])) {
        each(&[0, 0]);
    }

    fn next(&self, state: &[u8; 2], each: &mut impl FnMut((usize, u8), &[u8; 2])) {
        for which in 0..2 {
            for by in [1, 2] {
                let mut next = *state;
                next[which] += by;
                if next[which] <= self.most {
                    each((which, by), &next);
                }
            }
        }
    }

    fn key(&self, state: &[u8; 2]) -> u16 {
        let [a, b] = *state;
        u16::from(a.min(b)) << 8 | u16::from(a.max(b))
    }

    fn state(&self, key: u16) -> [u8; 2] {
        [(key >> 8) as u8, key as u8]
    }

    fn is_bad(&self, state: &[u8; 2]) -> bool {
        self.key(state) == u16::from(self.bad.0) << 8 | u16::from(self.bad.1)
    }
}

const NEVER: (u8, u8) = (9, 0);

#[test]
fn all_states_are_met_once_when_nothing_is_bad() {
    let mut search = Search::new(
        Counters {
            most: 3,
            bad: NEVER,
        },
        1_000,
    );
    let progress = search.run(u32::MAX);
    assert_eq!(progress.outcome, Some(Outcome::Proved));
    // Pairs of 0..=3 without order.
    assert_eq!((progress.states, progress.expanded), (10, 10));
    assert!(search.run_found().is_none());
}

#[test]
fn the_shortest_run_is_found_and_keeps_its_names() {
    let mut search = Search::new(
        Counters {
            most: 5,
            bad: (1, 4),
        },
        1_000,
    );
    assert_eq!(
        search.run(u32::MAX).outcome,
        Some(Outcome::Found { steps: 3 })
    );
    let run = search.run_found().unwrap();
    let mut state = run.start;
    for ((which, by), next) in &run.steps {
        state[*which] += by;
        assert_eq!(state, *next);
    }
    assert!(state == [1, 4] || state == [4, 1], "{state:?}");
}

#[test]
fn slices_lead_to_the_same_end() {
    let whole = Search::new(
        Counters {
            most: 9,
            bad: (3, 8),
        },
        1_000,
    )
    .run(u32::MAX);
    let mut search = Search::new(
        Counters {
            most: 9,
            bad: (3, 8),
        },
        1_000,
    );
    let mut slices = 0;
    while search.run(3).outcome.is_none() {
        slices += 1;
    }
    assert!(slices > 2);
    assert_eq!(search.progress(), whole);
}

#[test]
fn a_search_that_is_full_does_not_claim_a_proof() {
    let mut search = Search::new(
        Counters {
            most: 9,
            bad: NEVER,
        },
        20,
    );
    let progress = search.run(u32::MAX);
    assert_eq!(
        (progress.states, progress.outcome),
        (20, Some(Outcome::Undecided))
    );
    let all = Search::new(
        Counters {
            most: 3,
            bad: NEVER,
        },
        10,
    )
    .run(u32::MAX);
    assert_eq!(
        all.outcome,
        Some(Outcome::Proved),
        "exactly enough is enough"
    );
}

#[test]
fn a_beginning_may_be_bad() {
    let mut search = Search::new(
        Counters {
            most: 3,
            bad: (0, 0),
        },
        10,
    );
    assert_eq!(search.run(1).outcome, Some(Outcome::Found { steps: 0 }));
    assert!(search.run_found().unwrap().steps.is_empty());
}
