//! The branches, without the moment one looks at: so a state can change while they are read.

use std::ops::Range;

use crate::log::{EventId, Log};
use crate::model::Model;

use super::BranchId;
use super::branch::{Branch, Step};

/// All branches of a timeline, by number. There is always the first one.
#[derive(Clone)]
pub(super) struct Tree<M: Model>(Vec<Branch<M>>);

impl<M: Model> Tree<M> {
    pub(super) fn new(root: Branch<M>) -> Self {
        Self(vec![root])
    }

    pub(super) fn all(&self) -> &[Branch<M>] {
        &self.0
    }

    /// The branch `id`; the first one if there is no such branch.
    pub(super) fn get(&self, id: BranchId) -> &Branch<M> {
        self.0.get(usize::from(id.0)).unwrap_or(&self.0[0])
    }

    pub(super) fn get_mut(&mut self, id: BranchId) -> &mut Branch<M> {
        &mut self.0[usize::from(id.0)]
    }

    /// Adds a branch and returns its number.
    pub(super) fn push(&mut self, branch: Branch<M>) -> BranchId {
        self.0.push(branch);
        BranchId(self.0.len() as u16 - 1)
    }

    /// Forgets the newest branch, unless it is the first one.
    pub(super) fn pop(&mut self) {
        if self.0.len() > 1 {
            self.0.pop();
        }
    }

    /// Forgets all branches but the first, and of that one what was recorded after `steps` steps.
    pub(super) fn keep_first(&mut self, steps: u32) {
        self.0.truncate(1);
        self.0[0].truncate(steps);
    }

    /// The branch that holds step `index` for `branch`.
    pub(super) fn owner(&self, branch: BranchId, index: u32) -> BranchId {
        let mut id = branch;
        while let Some((parent, fork)) = self.get(id).parent() {
            if index >= fork {
                break;
            }
            id = parent;
        }
        id
    }

    /// Step number `index` (from 0) as `branch` sees it; `None` beyond what is recorded.
    pub(super) fn step(&self, branch: BranchId, index: u32) -> Option<Step> {
        self.get(self.owner(branch, index)).step(index)
    }

    /// Events up to the end of step count `step` on `branch`.
    pub(super) fn events_until(&self, branch: BranchId, step: u32) -> u32 {
        step.checked_sub(1)
            .and_then(|last| self.step(branch, last))
            .map_or(0, |step| step.events)
    }

    /// Lets recorded steps happen again in `state`, which stands right before them.
    pub(super) fn replay(&self, branch: BranchId, steps: Range<u32>, state: &mut M) {
        for step in steps {
            let mut log = Log::starting_at(EventId(self.events_until(branch, step)));
            match self.get(self.owner(branch, step)).act_at(step) {
                // It was accepted in this very state before, so it is accepted again.
                Some(done) => _ = state.act(done.at, &done.act, &mut log),
                None => state.step(&mut log),
            }
        }
    }
}
