//! Moving along a run: by steps, to a moment, by acts and their undoing, to another branch.

use glassbox_sim::timeline::{ActError, Stop};
use glassbox_sim::{Author, BranchId, EventId, Instant};

use super::Session;
use crate::lab::{ActOf, Lab};

impl<L: Lab> Session<L> {
    /// Goes one step on.
    ///
    /// # Errors
    /// Nothing more happens, or the history is full.
    pub fn step_on(&mut self) -> Result<(), Stop> {
        self.playing = false;
        let result = self.timeline.step_on();
        self.happened();
        self.new_violation();
        self.followed();
        self.watch_goal();
        self.settled();
        result
    }

    /// The lesson follows a step on its own branch.
    fn followed(&mut self) {
        if self.at_end_of_shown() {
            self.guide.ran();
        } else if self.on_lesson() && self.has_run() {
            let position = self.timeline.position();
            let here = (position.step, position.clock);
            self.guide.passed(here);
            self.guide.moved(here);
        }
    }

    /// Goes one step back.
    pub fn step_back(&mut self) {
        self.playing = false;
        self.timeline.step_back();
        self.moved();
    }

    /// Goes to a moment of a branch.
    pub fn seek(&mut self, branch: BranchId, clock: Instant) {
        self.timeline.seek_time(branch, clock);
        self.moved();
    }

    /// Goes to a moment of the present branch, if that is recorded. What is recorded ends where the next thing would
    /// happen: up to there the state is known.
    ///
    /// # Errors
    /// The end of what is recorded, which is earlier. Nothing has changed then.
    pub fn seek_recorded(&mut self, at: Instant) -> Result<(), Instant> {
        let here = self.timeline.position();
        self.timeline.seek_time(here.branch, at);
        let end = self.timeline.position().clock;
        if end < at {
            self.timeline.seek(here.branch, here.step);
            self.timeline.wait(here.clock);
            return Err(end);
        }
        self.moved();
        Ok(())
    }

    /// Goes to the moment right after an event.
    pub fn seek_event(&mut self, event: EventId) {
        self.playing = false;
        let branch = self.timeline.position().branch;
        let step = self.timeline.step_of_event(branch, event);
        self.timeline.seek(branch, step);
        self.moved();
    }

    /// Goes to the start.
    pub fn to_start(&mut self) {
        let branch = self.timeline.position().branch;
        self.timeline.seek(branch, 0);
        self.playing = false;
        self.moved();
    }

    /// Goes to the end of what is recorded.
    pub fn to_end(&mut self) {
        let branch = self.timeline.position().branch;
        self.timeline.seek(branch, u32::MAX);
        // A story may end with waiting.
        if let Some(end) = self.guide.end().filter(|_| self.on_lesson()) {
            self.timeline.wait(end);
        }
        self.playing = false;
        self.moved();
    }

    /// Does an act at the present moment.
    ///
    /// # Errors
    /// The model refuses, or the history is full.
    pub fn act(&mut self, act: ActOf<L>) -> Result<(), ActError> {
        self.timeline.act(act, Author::Person)?;
        self.happened();
        self.new_violation();
        self.watch_goal();
        self.settled();
        Ok(())
    }

    /// Takes the last act back.
    ///
    /// # Errors
    /// There is no room for another branch.
    pub fn undo(&mut self) -> Result<(), ActError> {
        self.playing = false;
        let result = self.timeline.undo();
        self.moved();
        result
    }

    /// Does it again.
    pub fn redo(&mut self) {
        self.playing = false;
        self.timeline.redo();
        self.moved();
    }

    /// Shows another branch, at the same moment if it is on it.
    pub fn show_branch(&mut self, branch: BranchId) {
        self.playing = false;
        let clock = self.timeline.position().clock;
        self.timeline.seek_time(branch, clock);
        self.moved();
    }
}

#[cfg(test)]
mod tests {
    use glassbox_raft::Act;
    use glassbox_sim::Duration;

    use super::super::testing::{fill, open};
    use super::super::{Opening, Session};
    use super::*;
    use crate::raft::RaftLab;

    #[test]
    fn undo_and_redo_over_and_over_leave_two_branches_for_two_acts() {
        let opening = Opening::of_raft("raft/leader-crash");
        let mut session = Session::<RaftLab>::open(&opening).expect("it opens");
        for _ in 0..3 {
            session.step_on().expect("it goes on");
        }
        session.act(Act::Crash(1)).expect("n1 is up");
        session.act(Act::Crash(2)).expect("n2 is up");
        let here = session.timeline().position();
        for _ in 0..40 {
            session.undo().expect("there is room");
            session.redo();
        }
        assert_eq!(session.timeline().position(), here);
        assert_eq!(session.timeline().branches().len(), 2);
    }

    #[test]
    fn a_branch_that_takes_the_number_of_an_empty_one_has_its_own_marks() {
        let mut session = open();
        session.to_end();
        session.act(Act::Crash(1)).expect("n1 is up");
        for _ in 0..400 {
            session.step_on().expect("it goes on");
        }
        session.act(Act::Crash(2)).expect("n2 is up");
        session.undo().expect("there is room");
        let late = session.timeline().position();
        assert_eq!(late.branch, BranchId(2));
        let from = |session: &Session<RaftLab>| {
            let marks = session.marks(BranchId(2)).expect("there is such a branch");
            marks.stretches.first().map(|it| it.from)
        };
        let of_late = from(&session);
        session.undo().expect("there is room");
        session.act(Act::Crash(3)).expect("n3 is up");
        assert_eq!(session.timeline().position().branch, BranchId(2));
        assert_ne!(from(&session), of_late);
    }

    #[test]
    fn a_moment_behind_the_end_of_what_is_recorded_is_not_gone_to() {
        let mut session = open();
        for _ in 0..5 {
            session.step_on().expect("it goes on");
        }
        session.act(Act::Crash(1)).expect("n1 is up");
        let (here, version) = (session.timeline().position(), session.version());
        let end = session.timeline().next_at().expect("more will happen");
        let late = end + Duration::from_nanos(1);
        assert_eq!(session.seek_recorded(late), Err(end));
        assert_eq!(session.timeline().position(), here);
        assert_eq!(session.version(), version);
        assert_eq!(session.seek_recorded(end), Ok(()));
        assert_eq!(session.timeline().position().clock, end);
        assert_eq!(session.seek_recorded(Instant::START), Ok(()));
        assert_eq!(session.timeline().position().branch, here.branch);
    }

    #[test]
    fn undo_without_room_says_so() {
        let mut session = open();
        // Its second act is on a branch that goes on: taking it back takes another one.
        session.act(Act::Crash(1)).expect("n1 is up");
        session.act(Act::Crash(2)).expect("n2 is up");
        let branch = session.timeline().position().branch;
        fill(&mut session);
        session.show_branch(branch);
        session.to_end();
        let here = session.timeline().position();
        assert_eq!(session.undo(), Err(ActError::Full));
        assert_eq!(session.timeline().position(), here);
    }
}
