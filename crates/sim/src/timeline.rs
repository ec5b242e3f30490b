//! A run one can walk both ways, and its branches.
//!
//! A timeline is a tree. Each branch holds the steps that differ from its parent; what was recorded
//! is never lost. The state of any moment is recomputed from the nearest checkpoint before it, so
//! history costs the events and a bounded number of states.

mod branch;
mod tree;
mod walk;

use std::fmt;

use crate::lang::{Lang, Tell, told_errors};
use crate::log::{EventId, Record};
use crate::model::{Model, Refused, SetupError};
use crate::property::Violation;
use crate::time::Instant;

pub use branch::{Author, Branch, DoneAct, Step};
use tree::Tree;

/// Events, and likewise steps, that one timeline records over all its branches. Beside them each
/// branch keeps at most 32 states.
pub const MAX_EVENTS: usize = 400_000;
/// Branches of one timeline.
pub const MAX_BRANCHES: usize = 64;

/// The number of a branch in its timeline; 0 is the one that started it.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize,
)]
#[serde(transparent)]
pub struct BranchId(pub u16);

/// Its name: A, B, …
impl fmt::Display for BranchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&letters(self.0.into()))
    }
}

/// The name of the thing number `index`, from 0: A, B, … Z, AA, AB, … as the columns of a sheet. What
/// is counted by letters (branches, choices, sides of a partition) has its names from here.
pub fn letters(index: usize) -> String {
    let mut rest = index;
    let mut name = Vec::new();
    loop {
        name.push(char::from(b'A' + (rest % 26) as u8));
        match (rest / 26).checked_sub(1) {
            Some(above) => rest = above,
            None => return name.into_iter().rev().collect(),
        }
    }
}

/// A moment on a branch: after `step` steps, with the clock at `clock`.
///
/// Between two steps only the clock moves; what is drawn moves with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Position {
    /// Which branch.
    pub branch: BranchId,
    /// How many steps of the run have happened.
    pub step: u32,
    /// The clock: not before the last step, not after the next one.
    pub clock: Instant,
}

/// Why a timeline does not go on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stop {
    /// Nothing will ever happen by itself, or not before [`Instant::LAST`].
    Quiescent,
    /// [`MAX_EVENTS`] events or steps are recorded.
    Full,
}

impl Tell for Stop {
    fn tell(&self, lang: Lang) -> String {
        match self {
            Self::Quiescent => lang
                .pick("nothing more happens by itself", "不会再自动发生任何事")
                .to_owned(),
            Self::Full => lang.pick(
                format!("the history is full ({MAX_EVENTS} events)"),
                format!("历史记录已满（{MAX_EVENTS} 个事件）"),
            ),
        }
    }
}

/// Why an act was not done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ActError {
    /// The model refuses it at this moment.
    Refused(Refused),
    /// [`MAX_BRANCHES`] or [`MAX_EVENTS`] is reached.
    Full,
}

impl From<Refused> for ActError {
    fn from(why: Refused) -> Self {
        Self::Refused(why)
    }
}

impl Tell for ActError {
    fn tell(&self, lang: Lang) -> String {
        match self {
            Self::Refused(why) => why.tell(lang),
            Self::Full => lang.pick(
                format!("the history is full ({MAX_BRANCHES} branches, {MAX_EVENTS} events)"),
                format!("历史记录已满（{MAX_BRANCHES} 个分支、{MAX_EVENTS} 个事件）"),
            ),
        }
    }
}

told_errors!(Stop, ActError);

/// A run of `M` with all its branches and the moment one looks at.
pub struct Timeline<M: Model> {
    setup: M::Setup,
    seed: u64,
    branches: Tree<M>,
    position: Position,
    state: M,
    /// Where redo leads, the next one last.
    undone: Vec<Undone>,
}

/// Where undo was called.
#[derive(Clone, Copy)]
struct Undone {
    position: Position,
    /// What the branch had left and where, if nothing had happened on it: it may be gone by now.
    empty: Option<(BranchId, u32)>,
}

impl<M: Model> Timeline<M> {
    /// A run that stands at its start.
    ///
    /// # Errors
    /// The setup is out of its bounds.
    pub fn new(setup: M::Setup, seed: u64) -> Result<Self, SetupError> {
        let state = M::new(&setup, seed)?;
        let root = Branch::root(state.clone());
        let position = Position {
            branch: BranchId(0),
            step: 0,
            clock: state.now(),
        };
        Ok(Self {
            setup,
            seed,
            branches: Tree::new(root),
            position,
            state,
            undone: Vec::new(),
        })
    }

    /// The setup of the run.
    pub fn setup(&self) -> &M::Setup {
        &self.setup
    }

    /// The seed of the run.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The moment one looks at.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The model at that moment (its own clock stands at the last step).
    pub fn state(&self) -> &M {
        &self.state
    }

    /// All branches, by number.
    pub fn branches(&self) -> &[Branch<M>] {
        self.branches.all()
    }

    /// The branch one is on.
    pub fn current(&self) -> &Branch<M> {
        self.branch(self.position.branch)
    }

    /// The branch `id`; the first one if there is no such branch.
    pub fn branch(&self, id: BranchId) -> &Branch<M> {
        self.branches.get(id)
    }

    /// Steps recorded on `branch`, its ancestors' included.
    pub fn recorded(&self, branch: BranchId) -> u32 {
        self.branch(branch).end()
    }

    /// Step number `index` (from 0) as `branch` sees it; `None` beyond what is recorded.
    pub fn step_of(&self, branch: BranchId, index: u32) -> Option<Step> {
        self.branches.step(branch, index)
    }

    /// Events up to the end of step count `step` on `branch`.
    pub fn events_until(&self, branch: BranchId, step: u32) -> u32 {
        self.branches.events_until(branch, step)
    }

    /// One event as `branch` sees it; `None` beyond what is recorded.
    pub fn event(&self, branch: BranchId, id: EventId) -> Option<&Record<M::Event>> {
        let mut owner = self.branch(branch);
        while let Some((parent, _)) = owner.parent().filter(|_| id < owner.first_event()) {
            owner = self.branch(parent);
        }
        owner.record(id)
    }

    /// What the last step before the present moment wrote down.
    pub fn happened(&self) -> Vec<Record<M::Event>> {
        let Position { branch, step, .. } = self.position;
        let first = self.events_until(branch, step.saturating_sub(1));
        let events = first..self.events_until(branch, step);
        events
            .filter_map(|id| self.event(branch, EventId(id)).cloned())
            .collect()
    }

    /// After how many steps the event has happened.
    pub fn step_of_event(&self, branch: BranchId, id: EventId) -> u32 {
        let end = self.recorded(branch);
        let (mut low, mut high) = (0, end);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.events_until(branch, middle) <= id.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The violations at the present moment, first ones first.
    pub fn violations(&self) -> Vec<&Violation> {
        let Position { branch, step, .. } = self.position;
        self.violations_of(branch)
            .into_iter()
            .filter(|found| found.step <= step)
            .collect()
    }

    /// Everything broken anywhere on `branch`.
    pub fn violations_of(&self, branch: BranchId) -> Vec<&Violation> {
        let mut found: Vec<&Violation> = Vec::new();
        for (id, until) in self.lineage(branch) {
            let own = self.branch(id).violations().iter();
            found.extend(own.filter(|violation| violation.step <= until));
        }
        found.sort_by_key(|violation| (violation.step, violation.property));
        found
    }

    /// The acts of `branch`, its ancestors' included, in order, each with its number of steps
    /// before it.
    pub fn acts_of(&self, branch: BranchId) -> Vec<&DoneAct<M::Act>> {
        let mut acts: Vec<_> = Vec::new();
        for (id, until) in self.lineage(branch) {
            acts.extend(
                self.branch(id)
                    .acts()
                    .iter()
                    .filter(|done| done.step < until),
            );
        }
        acts.sort_by_key(|done| done.step);
        acts
    }

    /// `branch` and its ancestors, each with the number of steps up to which it counts.
    fn lineage(&self, branch: BranchId) -> Vec<(BranchId, u32)> {
        let mut all = vec![(branch, u32::MAX)];
        let mut at = self.branch(branch);
        let mut limit = u32::MAX;
        while let Some((parent, fork)) = at.parent() {
            limit = limit.min(fork);
            all.push((parent, limit));
            at = self.branch(parent);
        }
        all
    }

    /// Whether no more is recorded.
    fn is_full(&self) -> bool {
        self.total_events() >= MAX_EVENTS || self.total_steps() >= MAX_EVENTS
    }

    /// Whether a bound stands in the way of whatever a person may want to do next: only
    /// [`Timeline::start_over`] makes room.
    pub fn has_no_room(&self) -> bool {
        self.is_full() || self.branches().len() >= MAX_BRANCHES
    }

    /// Steps recorded over all branches.
    pub fn total_steps(&self) -> usize {
        let own = |branch: &Branch<M>| (branch.end() - branch.start()) as usize;
        self.branches().iter().map(own).sum()
    }

    fn total_events(&self) -> usize {
        self.branches().iter().map(Branch::event_count).sum()
    }
}

impl<M: Model> Clone for Timeline<M> {
    fn clone(&self) -> Self {
        Self {
            setup: self.setup.clone(),
            seed: self.seed,
            branches: self.branches.clone(),
            position: self.position,
            state: self.state.clone(),
            undone: self.undone.clone(),
        }
    }
}
