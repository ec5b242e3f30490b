//! Every run there is, breadth-first: the shortest one that ends badly, or the proof that none does.
//!
//! A [`Space`] says where runs begin, what can happen next, and what is bad. [`Search`] goes through
//! it level by level, so the first bad state it meets lies at the end of a shortest run. States that
//! differ only in names (which of two equal goroutines is the first) have one [`Space::Key`], so that
//! each is looked at once.
//!
//! The work is done in slices, so that a page can draw between two of them and stop when asked to.
//! What is kept per state is its key, the number of the state it was first reached from (four bytes)
//! and a place in a hash table, which holds the key once more, for one look into memory instead of
//! two (and up to as much again and two thirds free); [`Search::new`] bounds their number.
//!
//! Nothing here depends on the order of the hash table: states are numbered in the order in which
//! they are met.

mod path;
mod table;
#[cfg(test)]
mod tests;

use std::hash::Hash;

pub use path::Run;
use table::{Next, Table};

/// So many states are expanded before what follows from them is looked up: some hundred keys, which
/// is more than the processor waits for at once and still fits its nearest cache.
const TOGETHER: u32 = 16;

/// All runs of a small system.
pub trait Space {
    /// A state as the transition function works on it.
    type State: Copy;
    /// A state in as few bytes as possible. States that are equal up to names have equal keys.
    type Key: Copy + Eq + Hash;
    /// What happened between two states.
    type Label: Copy;

    /// Calls `each` with every state in which a run can begin.
    fn initial(&self, each: &mut impl FnMut(&Self::State));

    /// Calls `each` with everything that can happen in `state`, and what it leads to. Always in the
    /// same order.
    fn next(&self, state: &Self::State, each: &mut impl FnMut(Self::Label, &Self::State));

    /// The key of a state.
    fn key(&self, state: &Self::State) -> Self::Key;

    /// A state that has this key.
    fn state(&self, key: Self::Key) -> Self::State;

    /// Whether a run must never come here.
    fn is_bad(&self, state: &Self::State) -> bool;
}

/// How far a search is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// States met so far.
    pub states: u32,
    /// States of which everything that follows is known.
    pub expanded: u32,
    /// Steps of the longest of the shortest runs looked at.
    pub depth: u32,
    /// Steps taken, also those that led to states already met.
    pub transitions: u64,
    /// What came of it, once it is over.
    pub outcome: Option<Outcome>,
}

/// What came of a search.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// A run of this many steps ends badly, and no shorter one does; [`Search::run_found`] has it.
    Found {
        /// Its steps.
        steps: u32,
    },
    /// No run ends badly: these are all states there are.
    Proved,
    /// The bound on states was reached; nothing is known about longer runs.
    Undecided,
}

/// A search through a space.
pub struct Search<S: Space> {
    space: S,
    /// By number.
    keys: Vec<S::Key>,
    /// For each, the number of the state that it was first reached from; its own, if runs begin there.
    parents: Vec<u32>,
    known: Table<S::Key>,
    most: u32,
    expanded: u32,
    /// The number of the first state of the next level.
    level_end: u32,
    depth: u32,
    transitions: u64,
    bad: Option<u32>,
    full: bool,
    /// What follows from the states that are being expanded. Empty between two calls.
    batch: Vec<Next<S::Key>>,
}

impl<S: Space> Search<S> {
    /// A search that meets at most `most` states. Nothing is looked at yet but the beginnings.
    pub fn new(space: S, most: u32) -> Self {
        let mut search = Self {
            space,
            keys: Vec::new(),
            parents: Vec::new(),
            known: Table::new(),
            most,
            expanded: 0,
            level_end: 0,
            depth: 0,
            transitions: 0,
            bad: None,
            full: false,
            batch: Vec::new(),
        };
        let Self {
            space,
            keys,
            parents,
            known,
            bad,
            full,
            ..
        } = &mut search;
        space.initial(&mut |state| {
            let parent = keys.len() as u32;
            let key = space.key(state);
            match meet(keys, parents, known, most, key, parent) {
                Met::New(number) if bad.is_none() && space.is_bad(state) => *bad = Some(number),
                Met::Full => *full = true,
                _ => {}
            }
        });
        search.level_end = search.keys.len() as u32;
        search
    }

    /// Expands at most `states` more states, and tells how far it is.
    pub fn run(&mut self, states: u32) -> Progress {
        let end = self.expanded.saturating_add(states);
        while self.expanded < end && !self.is_over() {
            self.expand(end);
        }
        self.progress()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        Progress {
            states: self.keys.len() as u32,
            expanded: self.expanded,
            depth: self.depth,
            transitions: self.transitions,
            outcome: self.outcome(),
        }
    }

    /// The space that is searched.
    pub fn space(&self) -> &S {
        &self.space
    }

    /// What came of it; `None` while it is not over.
    pub fn outcome(&self) -> Option<Outcome> {
        if let Some(bad) = self.bad {
            let steps = self.ancestors(bad).len() as u32 - 1;
            Some(Outcome::Found { steps })
        } else if self.full {
            Some(Outcome::Undecided)
        } else {
            (self.expanded as usize == self.keys.len()).then_some(Outcome::Proved)
        }
    }

    fn is_over(&self) -> bool {
        self.bad.is_some() || self.full || self.expanded as usize == self.keys.len()
    }

    /// Expands some states of one level, and none from `end` on.
    fn expand(&mut self, end: u32) {
        if self.expanded == self.level_end {
            self.level_end = self.keys.len() as u32;
            self.depth += 1;
        }
        let Self {
            space,
            keys,
            parents,
            known,
            most,
            transitions,
            bad,
            full,
            batch,
            ..
        } = self;
        let end = end
            .min(self.level_end)
            .min(self.expanded.saturating_add(TOGETHER));
        for parent in self.expanded..end {
            let state = space.state(keys[parent as usize]);
            space.next(&state, &mut |_, next| {
                batch.push(Next::new(space.key(next), parent));
            });
        }
        known.look_at_first_places(batch);
        let mut last = end - 1;
        for next in batch.drain(..) {
            if next.parent > last {
                break;
            }
            *transitions += 1;
            if next.is_known {
                continue;
            }
            match meet(keys, parents, known, *most, next.key, next.parent) {
                Met::New(number) if bad.is_none() && space.is_bad(&space.state(next.key)) => {
                    *bad = Some(number);
                    last = next.parent;
                }
                Met::Full => {
                    *full = true;
                    last = next.parent;
                }
                _ => {}
            }
        }
        self.expanded = last + 1;
    }

    /// The numbers of the states of the shortest run to `number`, which comes last.
    fn ancestors(&self, number: u32) -> Vec<u32> {
        let mut all = vec![number];
        let mut at = number;
        while self.parents[at as usize] != at {
            at = self.parents[at as usize];
            all.push(at);
        }
        all.reverse();
        all
    }
}

enum Met {
    New(u32),
    Known,
    Full,
}

/// Gives `key` a number if it has none and there is room.
fn meet<K: Copy + Eq + Hash>(
    keys: &mut Vec<K>,
    parents: &mut Vec<u32>,
    known: &mut Table<K>,
    most: u32,
    key: K,
    parent: u32,
) -> Met {
    let number = keys.len() as u32;
    if number >= most {
        return if known.contains(key) {
            Met::Known
        } else {
            Met::Full
        };
    }
    if !known.insert(key) {
        return Met::Known;
    }
    keys.push(key);
    parents.push(parent);
    Met::New(number)
}
