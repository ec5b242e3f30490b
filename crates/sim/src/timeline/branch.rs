//! One branch: its steps, events, acts, violations and checkpoints.

use crate::log::{EventId, Record};
use crate::model::Model;
use crate::property::Violation;
use crate::time::Instant;

use super::BranchId;

/// Checkpoints a branch keeps. When there are more, every second one goes and the distance
/// doubles.
const MAX_CHECKPOINTS: usize = 32;
/// Steps between checkpoints at first.
const FIRST_DISTANCE: u32 = 64;

/// Who did an act.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub enum Author {
    /// The scenario's story.
    Story,
    /// The person at the page.
    Person,
}

/// An act that was done, and when.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct DoneAct<A> {
    /// Steps before it: the act itself is step number `step`, counted from 0.
    pub step: u32,
    /// The moment.
    pub at: Instant,
    /// By whom.
    pub author: Author,
    /// What was done.
    pub act: A,
}

/// One step: something happened by itself, or a person acted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// Events of the run up to and including this step.
    pub events: u32,
}

/// One branch of a timeline.
#[derive(Clone)]
pub struct Branch<M: Model> {
    parent: Option<(BranchId, u32)>,
    first_event: EventId,
    sealed: bool,
    steps: Vec<Step>,
    records: Vec<Record<M::Event>>,
    acts: Vec<DoneAct<M::Act>>,
    violations: Vec<Violation>,
    /// Properties broken here or before.
    broken: Vec<usize>,
    checkpoints: Vec<(u32, M)>,
    distance: u32,
}

impl<M: Model> Branch<M> {
    pub(super) fn root(start: M) -> Self {
        Self::new(None, EventId(0), start)
    }

    /// A branch that leaves its parent after a number of steps, in `state`, where the properties
    /// `broken` are broken already.
    pub(super) fn fork(
        parent: (BranchId, u32),
        first_event: EventId,
        state: M,
        broken: Vec<usize>,
    ) -> Self {
        Self {
            broken,
            ..Self::new(Some(parent), first_event, state)
        }
    }

    fn new(parent: Option<(BranchId, u32)>, first_event: EventId, state: M) -> Self {
        let step = parent.map_or(0, |(_, step)| step);
        Self {
            parent,
            first_event,
            sealed: false,
            steps: Vec::new(),
            records: Vec::new(),
            acts: Vec::new(),
            violations: Vec::new(),
            broken: Vec::new(),
            checkpoints: vec![(step, state)],
            distance: FIRST_DISTANCE,
        }
    }

    /// The branch it left and after how many steps; `None` for the first one.
    pub fn parent(&self) -> Option<(BranchId, u32)> {
        self.parent
    }

    /// Steps of the run before this branch begins.
    pub fn start(&self) -> u32 {
        self.parent.map_or(0, |(_, step)| step)
    }

    /// Steps of the run up to the end of what is recorded here.
    pub fn end(&self) -> u32 {
        self.start() + self.steps.len() as u32
    }

    /// The first event that is this branch's own.
    pub fn first_event(&self) -> EventId {
        self.first_event
    }

    /// Events recorded on this branch itself.
    pub fn event_count(&self) -> usize {
        self.records.len()
    }

    /// The branch's own events.
    pub fn records(&self) -> &[Record<M::Event>] {
        &self.records
    }

    /// The acts done on this branch itself, in order.
    pub fn acts(&self) -> &[DoneAct<M::Act>] {
        &self.acts
    }

    /// What was broken first on this branch itself.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Whether a person's act always opens another branch here, as on a lesson.
    pub fn is_sealed(&self) -> bool {
        self.sealed
    }

    /// The model states kept, for measuring.
    pub fn checkpoint_count(&self) -> usize {
        self.checkpoints.len()
    }

    /// Whether nothing has happened on this branch itself.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    pub(super) fn seal(&mut self) {
        self.sealed = true;
    }

    pub(super) fn step(&self, index: u32) -> Option<Step> {
        self.steps
            .get(index.checked_sub(self.start())? as usize)
            .copied()
    }

    pub(super) fn record(&self, id: EventId) -> Option<&Record<M::Event>> {
        self.records
            .get(id.0.checked_sub(self.first_event.0)? as usize)
    }

    /// The act that step `index` is, if it is one.
    pub(super) fn act_at(&self, index: u32) -> Option<&DoneAct<M::Act>> {
        let found = self
            .acts
            .binary_search_by_key(&index, |done| done.step)
            .ok()?;
        Some(&self.acts[found])
    }

    /// The latest checkpoint that is not after `step` steps.
    pub(super) fn checkpoint(&self, step: u32) -> &(u32, M) {
        let after = self.checkpoints.partition_point(|(at, _)| *at <= step);
        &self.checkpoints[after.saturating_sub(1)]
    }

    pub(super) fn is_broken(&self, property: usize) -> bool {
        self.broken.contains(&property)
    }

    pub(super) fn push_act(&mut self, done: DoneAct<M::Act>) {
        self.acts.push(done);
    }

    pub(super) fn push_violation(&mut self, violation: Violation) {
        self.broken.push(violation.property);
        self.violations.push(violation);
    }

    /// Records one step that led to `state`.
    pub(super) fn push_step(
        &mut self,
        at: Instant,
        records: impl Iterator<Item = Record<M::Event>>,
        state: &M,
    ) {
        self.records.extend(records);
        let events = self.first_event.0 + self.records.len() as u32;
        self.steps.push(Step { at, events });
        let last = self.checkpoints.last().map_or(0, |(step, _)| *step);
        if self.end() - last >= self.distance {
            self.checkpoints.push((self.end(), state.clone()));
            self.thin();
        }
    }

    /// Forgets what was recorded after `end` steps of the run, which are not before this branch begins.
    pub(super) fn truncate(&mut self, end: u32) {
        let events = match end.checked_sub(1).and_then(|last| self.step(last)) {
            Some(step) => step.events - self.first_event.0,
            None if end <= self.start() => 0,
            None => return,
        };
        self.steps.truncate((end - self.start()) as usize);
        self.records.truncate(events as usize);
        self.acts.retain(|done| done.step < end);
        let start = self.start();
        self.checkpoints
            .retain(|(step, _)| *step <= end || *step == start);
        // What was broken before this branch began stays so.
        let (kept, lost) = std::mem::take(&mut self.violations)
            .into_iter()
            .partition(|found: &Violation| found.step <= end);
        self.violations = kept;
        self.broken
            .retain(|property| !lost.iter().any(|it: &Violation| it.property == *property));
    }

    fn thin(&mut self) {
        if self.checkpoints.len() > MAX_CHECKPOINTS {
            let mut index = 0;
            self.checkpoints.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.distance *= 2;
        }
    }
}
