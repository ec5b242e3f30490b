//! Replaying a link.

use super::{ActFault, BranchLink, Damage, LinkError, LinkOf, MAX_STEPS};
use crate::model::Model;
use crate::timeline::{Author, BranchId, DoneAct, Position, Timeline};

impl<M: Model> Timeline<M> {
    /// Replays the branches and acts of `link` on this timeline, which stands as its source left it,
    /// and goes to the link's moment.
    ///
    /// # Errors
    /// An act is refused, a bound is passed, or other things happen than did when it was made.
    pub fn follow(&mut self, link: &LinkOf<M>) -> Result<(), LinkError> {
        let mut following = Following::default();
        while !following.go_on(self, link, u32::MAX)? {}
        Ok(())
    }

    /// Goes to `step` of `branch`, recording what is missing, at most `steps` steps, which are taken
    /// off. Returns whether it got there.
    fn reach(&mut self, branch: BranchId, step: u32, steps: &mut u32) -> Result<bool, LinkError> {
        self.seek(branch, step);
        while self.position().step < step {
            // A bound over all branches: many of them must not take long either.
            if self.total_steps() >= MAX_STEPS as usize {
                return Err(LinkError::Damaged(Damage::TooFar));
            }
            let Some(left) = steps.checked_sub(1) else {
                return Ok(false);
            };
            *steps = left;
            if self.step_on().is_err() {
                return Err(LinkError::Diverged);
            }
        }
        Ok(true)
    }
}

/// A link while it is followed, some steps at a time.
#[derive(Debug, Default)]
pub struct Following {
    /// The branch that is replayed; 0 is the first one, one past the last the link's moment.
    branch: usize,
    /// Whether it has been opened.
    is_open: bool,
    /// Its acts that have been done.
    acts: usize,
    /// Acts done over all branches.
    number: usize,
}

impl Following {
    /// Replays on, recording at most `steps` steps. Returns whether `timeline` stands at the moment
    /// of `link`. Both are always the ones that it began with.
    ///
    /// # Errors
    /// An act is refused, a bound is passed, or other things happen than did when it was made.
    pub fn go_on<M: Model>(
        &mut self,
        timeline: &mut Timeline<M>,
        link: &LinkOf<M>,
        mut steps: u32,
    ) -> Result<bool, LinkError> {
        while self.branch <= link.branches.len() {
            let id = BranchId(self.branch as u16);
            let acts = match self.branch.checked_sub(1) {
                None => &link.acts,
                Some(index) => {
                    let branch = &link.branches[index];
                    if !self.is_open && !open(timeline, id, branch, &mut steps)? {
                        return Ok(false);
                    }
                    self.is_open = true;
                    &branch.acts
                }
            };
            if !self.replay(timeline, id, acts, &mut steps)? {
                return Ok(false);
            }
            if self.branch == 0 && acts.iter().any(|done| done.author == Author::Story) {
                timeline.seal();
            }
            *self = Self {
                branch: self.branch + 1,
                number: self.number,
                ..Self::default()
            };
        }
        let Position {
            branch,
            step,
            clock,
        } = link.position;
        if usize::from(branch.0) >= timeline.branches().len() {
            return Err(LinkError::Damaged(Damage::NoSuchBranch));
        }
        if !timeline.reach(branch, step, &mut steps)? {
            return Ok(false);
        }
        timeline.seek(branch, step);
        timeline.wait(clock);
        if timeline.position() != link.position || timeline.digest() != link.digest {
            return Err(LinkError::Diverged);
        }
        Ok(true)
    }

    fn replay<M: Model>(
        &mut self,
        timeline: &mut Timeline<M>,
        branch: BranchId,
        acts: &[DoneAct<M::Act>],
        steps: &mut u32,
    ) -> Result<bool, LinkError> {
        for done in &acts[self.acts..] {
            let fail = |why| LinkError::Act {
                number: self.number + 1,
                step: done.step,
                why,
            };
            if !timeline.reach(branch, done.step, steps)? {
                return Ok(false);
            }
            timeline.wait(done.at);
            if timeline.position()
                != (Position {
                    branch,
                    step: done.step,
                    clock: done.at,
                })
            {
                return Err(fail(ActFault::NotReached));
            }
            let acted = timeline.act(done.act.clone(), done.author);
            acted.map_err(|why| fail(ActFault::Refused(why)))?;
            if timeline.position().branch != branch {
                return Err(fail(ActFault::NotAtEnd));
            }
            self.acts += 1;
            self.number += 1;
        }
        Ok(true)
    }
}

/// Opens a branch of a link, which becomes branch `id`. Returns whether the run got there.
fn open<M: Model>(
    timeline: &mut Timeline<M>,
    id: BranchId,
    branch: &BranchLink<M::Act>,
    steps: &mut u32,
) -> Result<bool, LinkError> {
    if branch.parent >= id {
        return Err(LinkError::Damaged(Damage::BranchBeforeParent));
    }
    if !timeline.reach(branch.parent, branch.step, steps)? {
        return Ok(false);
    }
    if branch.step > timeline.recorded(branch.parent) {
        return Err(LinkError::Diverged);
    }
    let opened = timeline.fork(branch.parent, branch.step);
    opened.map_err(|_| LinkError::Damaged(Damage::TooManyBranches))?;
    Ok(true)
}
