//! Moving along a timeline: onwards, back, to any moment, and off onto another branch.

use crate::log::{EventId, Log};
use crate::model::Model;
use crate::property::{Verdict, Violation};
use crate::time::Instant;

use super::branch::{Author, Branch, DoneAct};
use super::{ActError, BranchId, MAX_BRANCHES, Position, Stop, Timeline, Undone};

impl<M: Model> Timeline<M> {
    /// Goes one step on: along what is recorded, or by letting the model take its next step.
    ///
    /// # Errors
    /// Nothing more happens, or the history is full.
    pub fn step_on(&mut self) -> Result<(), Stop> {
        let Position { branch, step, .. } = self.position;
        if step < self.recorded(branch) {
            self.seek(branch, step + 1);
            return Ok(());
        }
        let next = self.state.next().filter(|at| *at <= Instant::LAST);
        let at = next.ok_or(Stop::Quiescent)?;
        if self.is_full() {
            return Err(Stop::Full);
        }
        let mut log = self.tip_log(branch);
        self.state.step(&mut log);
        self.record(branch, at, log);
        self.arrive(branch, step + 1);
        Ok(())
    }

    /// Goes one step back; stays at the start.
    pub fn step_back(&mut self) {
        let Position {
            branch,
            step,
            clock,
        } = self.position;
        // The first press from between two steps leads to the last thing that happened.
        let happened = self.time_of(branch, step);
        self.seek(
            branch,
            if clock > happened {
                step
            } else {
                step.saturating_sub(1)
            },
        );
    }

    /// Goes to the moment right after `step` steps of `branch`, at most to the end of what is
    /// recorded.
    pub fn seek(&mut self, branch: BranchId, step: u32) {
        let branch = BranchId(branch.0.min(self.branches().len() as u16 - 1));
        let step = step.min(self.recorded(branch));
        let owner = self.branches.get(self.branches.owner(branch, step));
        let (checkpoint, state) = owner.checkpoint(step);
        let here = self.position;
        // Going on from here is cheaper than from a checkpoint that lies further back.
        let on_the_way = here.branch == branch && (*checkpoint..=step).contains(&here.step);
        let start = if on_the_way {
            here.step
        } else {
            self.state.clone_from(state);
            *checkpoint
        };
        self.branches.replay(branch, start..step, &mut self.state);
        self.arrive(branch, step);
    }

    /// Goes to the moment `clock` of `branch`: after the last step that is not later, at most to the
    /// end of what is recorded.
    pub fn seek_time(&mut self, branch: BranchId, clock: Instant) {
        self.seek(branch, self.step_at(branch, clock));
        self.wait(clock);
    }

    /// How many steps of `branch` are not later than `clock`.
    fn step_at(&self, branch: BranchId, clock: Instant) -> u32 {
        let (mut low, mut high) = (0, self.recorded(branch));
        while low < high {
            let middle = low + (high - low) / 2;
            let at = self
                .step_of(branch, middle)
                .map_or(Instant::START, |step| step.at);
            if at <= clock {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The state of `branch` at the moment `clock`, without going there: for a second look beside
    /// the first.
    pub fn peek(&self, branch: BranchId, clock: Instant) -> M {
        self.state_after(branch, self.step_at(branch, clock))
    }

    /// The state after `step` steps of `branch`, at most at the end of what is recorded.
    pub fn state_after(&self, branch: BranchId, step: u32) -> M {
        let step = step.min(self.recorded(branch));
        let owner = self.branches.get(self.branches.owner(branch, step));
        let (checkpoint, state) = owner.checkpoint(step);
        let mut state = state.clone();
        self.branches.replay(branch, *checkpoint..step, &mut state);
        state
    }

    /// Moves the clock to `clock`, but not past what happens next nor back before what happened.
    pub fn wait(&mut self, clock: Instant) {
        let Position { branch, step, .. } = self.position;
        let least = self.time_of(branch, step);
        let next = self.next_at().unwrap_or(Instant::LAST);
        self.position.clock = clock.max(least).min(next.max(least));
    }

    /// When the next step happens, recorded or not; `None` at the end of a quiescent run.
    pub fn next_at(&self) -> Option<Instant> {
        let Position { branch, step, .. } = self.position;
        self.step_of(branch, step)
            .map(|next| next.at)
            .or_else(|| self.state.next().filter(|at| *at <= Instant::LAST))
    }

    /// Does `act` at the present moment. Where a future is recorded, or on a sealed branch, a new
    /// branch is opened and the old one kept.
    ///
    /// # Errors
    /// The model refuses, or the history is full. Nothing has changed then.
    pub fn act(&mut self, act: M::Act, author: Author) -> Result<(), ActError> {
        let Position {
            branch,
            step,
            clock,
        } = self.position;
        if self.is_full() {
            return Err(ActError::Full);
        }
        let first_event = EventId(self.events_until(branch, step));
        let mut after = self.state.clone();
        let mut log = Log::starting_at(first_event);
        after.act(clock, &act, &mut log)?;
        let sealed = author == Author::Person && self.branch(branch).is_sealed();
        let on = if step < self.recorded(branch) || sealed {
            self.fork(branch, step)?
        } else {
            branch
        };
        self.branches.get_mut(on).push_act(DoneAct {
            step,
            at: clock,
            author,
            act,
        });
        // Some acts take time.
        let over = after.now().max(clock);
        self.state = after;
        self.undone.clear();
        self.record(on, over, log);
        self.arrive(on, step + 1);
        Ok(())
    }

    /// Whether the present branch has a person's act to take back.
    pub fn can_undo(&self) -> bool {
        self.last_own_act().is_some()
    }

    /// Goes to the moment before the person's last act, on a branch without it: the one it left, or
    /// one that an earlier undo opened, or else a new one. The branch with it is kept;
    /// [`Timeline::redo`] leads back. Does nothing when there is nothing to undo.
    ///
    /// # Errors
    /// [`ActError::Full`]: it takes another branch, and there are [`MAX_BRANCHES`] already. Nothing
    /// has changed then.
    pub fn undo(&mut self) -> Result<(), ActError> {
        let Some((step, at)) = self.last_own_act() else {
            return Ok(());
        };
        let position = self.position;
        let owner = self.branches.owner(position.branch, step);
        let left = match self.branch(owner).parent() {
            Some((parent, fork)) if fork == step => parent,
            _ => owner,
        };
        let empty = self.leave_empty();
        let without = self.without_act(left, step)?;
        self.undone.push(Undone { position, empty });
        self.seek(without, step);
        self.wait(at);
        Ok(())
    }

    /// Whether [`Timeline::redo`] leads anywhere.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Goes back to where the last undo was called.
    pub fn redo(&mut self) {
        let Some(Undone { position, empty }) = self.undone.pop() else {
            return;
        };
        self.leave_empty();
        let branch = match empty {
            // There was room for it.
            Some((parent, step)) => self.without_act(parent, step).unwrap_or(parent),
            None => position.branch,
        };
        self.seek(branch, position.step);
        self.wait(position.clock);
    }

    /// `branch` if its step number `step` is no act of the person; else a branch that leaves it there
    /// and goes on without one, which is opened if there is none.
    fn without_act(&mut self, branch: BranchId, step: u32) -> Result<BranchId, ActError> {
        let goes_on_by_itself = |branch: &Branch<M>| {
            let act = branch.act_at(step);
            act.is_none_or(|done| done.author != Author::Person)
        };
        if goes_on_by_itself(self.branch(branch)) {
            return Ok(branch);
        }
        let known = self
            .branches()
            .iter()
            .position(|it| it.parent() == Some((branch, step)) && goes_on_by_itself(it));
        match known {
            Some(index) => Ok(BranchId(index as u16)),
            None => self.fork(branch, step),
        }
    }

    /// Before undo and redo go elsewhere: if nothing has happened on the present branch, and it is the
    /// newest one, it is forgotten. Returns what an empty branch had left, and where.
    fn leave_empty(&mut self) -> Option<(BranchId, u32)> {
        let Position { branch, clock, .. } = self.position;
        let left = self.current().parent();
        let (parent, step) = left.filter(|_| self.current().is_empty())?;
        // Nothing hangs on it: what leaves it hangs on the branch that holds its past.
        if usize::from(branch.0) + 1 == self.branches().len() {
            self.seek(parent, step);
            self.wait(clock);
            self.branches.pop();
        }
        Some((parent, step))
    }

    /// Goes to the start and forgets every branch but the first, and of that one all that was recorded
    /// after `keep` steps: makes room where [`Timeline::has_no_room`].
    pub fn start_over(&mut self, keep: u32) {
        self.branches.keep_first(keep);
        self.undone.clear();
        // From the checkpoint: what was looked at may lie on a branch that is gone.
        self.position.step = u32::MAX;
        self.seek(BranchId(0), 0);
    }

    /// From now on a person's act on the present branch opens another one.
    pub fn seal(&mut self) {
        self.branches.get_mut(self.position.branch).seal();
    }

    /// Opens a branch at `step` of `parent`, without going there. Links are rebuilt with it.
    ///
    /// # Errors
    /// There are [`MAX_BRANCHES`] already.
    pub fn fork(&mut self, parent: BranchId, step: u32) -> Result<BranchId, ActError> {
        let parent = self.owner_of_fork(parent, step);
        if self.branches().len() >= MAX_BRANCHES {
            return Err(ActError::Full);
        }
        let here = self.position;
        self.seek(parent, step);
        let first_event = EventId(self.events_until(parent, step));
        let broken = self.violations_of(parent).into_iter();
        let broken = broken
            .filter(|found| found.step <= step)
            .map(|found| found.property)
            .collect();
        let branch = Branch::fork((parent, step), first_event, self.state.clone(), broken);
        let id = self.branches.push(branch);
        self.seek(here.branch, here.step);
        self.wait(here.clock);
        Ok(id)
    }

    /// The branch on which `step` steps end, so that a fork hangs on the one that holds its past.
    fn owner_of_fork(&self, branch: BranchId, step: u32) -> BranchId {
        step.checked_sub(1)
            .map_or(branch, |last| self.branches.owner(branch, last))
    }

    /// The person's last act before the present moment: its step and time.
    fn last_own_act(&self) -> Option<(u32, Instant)> {
        let Position { branch, step, .. } = self.position;
        let acts = self.acts_of(branch);
        let own = acts
            .iter()
            .rev()
            .find(|done| done.author == Author::Person && done.step < step)?;
        Some((own.step, own.at))
    }

    fn time_of(&self, branch: BranchId, step: u32) -> Instant {
        let last = step
            .checked_sub(1)
            .and_then(|last| self.step_of(branch, last));
        last.map_or(Instant::START, |step| step.at)
    }

    fn tip_log(&self, branch: BranchId) -> Log<M::Event> {
        Log::starting_at(EventId(self.events_until(branch, self.recorded(branch))))
    }

    /// Records a step that led to the present state, and what it broke.
    fn record(&mut self, branch: BranchId, at: Instant, mut log: Log<M::Event>) {
        let owner = self.branches.get_mut(branch);
        owner.push_step(at, log.drain(), &self.state);
        let step = owner.end();
        for (property, rule) in M::properties().iter().enumerate() {
            if owner.is_broken(property) {
                continue;
            }
            if let Verdict::Broken(witness) = (rule.check)(&self.state) {
                owner.push_violation(Violation {
                    property,
                    step,
                    witness,
                });
            }
        }
    }

    fn arrive(&mut self, branch: BranchId, step: u32) {
        self.position = Position {
            branch,
            step,
            clock: self.time_of(branch, step),
        };
    }
}
