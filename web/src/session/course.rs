//! The lesson's course: its steps, leaving it and coming back, starting over, goals.

use glassbox_sim::{Author, BranchId, Instant};

use super::Session;
use crate::lab::Lab;

impl<L: Lab> Session<L> {
    /// Shows the lesson's next step, from its beginning.
    pub fn next_step(&mut self) {
        if !self.guide.is_last() {
            self.show_step(self.guide.shown() + 1);
        }
    }

    /// Does without an answer to the present step's question, and plays what is left of the step.
    pub fn skip_question(&mut self) {
        self.guide.skip();
        self.run_step();
    }

    /// Plays what is left of the lesson's present step; once it has run and nothing is open, shows the next one.
    pub fn run_step(&mut self) {
        if !self.on_lesson() {
            if self.guide.is_revealed() {
                return self.next_step();
            }
            self.back_to_lesson();
        }
        self.stops = true;
        self.way = None;
        if !self.has_run() {
            self.play();
        } else if self.guide.is_revealed() {
            self.next_step();
        } else {
            self.guide.ran();
            self.version += 1;
        }
    }

    /// Whether the lesson's present step has run to its end.
    pub fn has_run(&self) -> bool {
        self.guide.has_run(self.timeline.position())
    }

    /// Whether the lesson has run to its end, and nothing of it is open.
    pub fn is_over(&self) -> bool {
        let is_last = self.guide.is_last();
        is_last && self.has_run() && (!self.guide.asks() || self.guide.is_revealed())
    }

    /// Stands where the shown step's goal is tried from, with nothing else of the step to be seen.
    pub fn try_goal(&mut self) {
        self.show_step(self.guide.shown());
        self.guide.try_goal();
    }

    /// Shows a step of the lesson, from its beginning.
    pub fn show_step(&mut self, step: usize) {
        self.playing = false;
        self.guide.show(step);
        let (steps, clock) = self.guide.mark_of_shown();
        self.timeline.seek(BranchId(0), steps);
        self.timeline.wait(clock);
        self.moved_within_lesson();
    }

    /// Starts over, at the lesson's first step. Where the history is full, everything but the story
    /// itself is forgotten, so that there is room again; returns whether it was.
    pub fn start_over(&mut self) -> bool {
        let is_full = self.timeline.has_no_room();
        if is_full {
            self.timeline.start_over(self.end_of_story());
            self.marks.clear();
        }
        self.guide.start_over();
        self.show_step(0);
        is_full
    }

    /// After how many steps the first branch is no longer what the story told.
    fn end_of_story(&self) -> u32 {
        let told = self.guide.marks().last().map(|(step, _)| *step);
        // A link to a setup of its own has the story's acts, but not its steps.
        let mut acts = self.timeline.branches()[0].acts().iter().rev();
        let last = acts.find(|done| done.author == Author::Story);
        told.max(last.map(|done| done.step + 1)).unwrap_or(0)
    }

    /// Goes back to where one left the lesson.
    pub fn back_to_lesson(&mut self) {
        let (step, clock) = self.left_lesson_at();
        self.timeline.seek(BranchId(0), step);
        self.timeline.wait(clock);
        self.moved();
    }

    /// Whether one is on the lesson's own branch.
    pub fn on_lesson(&self) -> bool {
        self.timeline.position().branch == BranchId(0)
    }

    /// Records the answer to the present question.
    pub fn choose(&mut self, choice: usize) {
        self.guide.choose(choice);
        self.version += 1;
    }

    /// The moment of the lesson at which it was left: where the first act was done.
    pub(super) fn left_lesson_at(&self) -> (u32, Instant) {
        let fork = self.fork_from_lesson();
        let acts = self.timeline.acts_of(self.timeline.position().branch);
        let act = acts
            .iter()
            .find(|done| done.step == fork)
            .map(|done| done.at);
        let last = fork.checked_sub(1);
        let step = last.and_then(|last| self.timeline.step_of(BranchId(0), last));
        let at = act.or(step.map(|step| step.at));
        (fork, at.unwrap_or(Instant::START))
    }

    /// The step of the first branch at which the present one's lineage leaves it.
    fn fork_from_lesson(&self) -> u32 {
        let mut branch = self.timeline.current();
        let mut fork = self.timeline.position().step;
        while let Some((parent, step)) = branch.parent() {
            (branch, fork) = (self.timeline.branch(parent), step);
        }
        fork
    }

    fn moved_within_lesson(&mut self) {
        self.happened();
        self.watch_goal();
        self.settled();
    }

    /// What lies ahead on the lesson's branch and would give the answer to a question away begins after so many
    /// of the engine's steps; `None` if nothing does, or no lesson is beside the figure.
    pub fn hidden_from(&self) -> Option<u32> {
        let seen = match self.on_lesson() {
            true => self.timeline.position().step,
            false => self.fork_from_lesson(),
        };
        let asked = self.guide.asked_at().filter(|_| self.stops)?;
        Some(asked.max(seen))
    }

    /// How many of the events of the present branch may be seen now.
    pub fn events_shown(&self) -> u32 {
        let all = self.event_count().1;
        let hidden = self.hidden_from().filter(|_| self.on_lesson());
        hidden.map_or(all, |step| self.timeline.events_until(BranchId(0), step))
    }

    pub(super) fn watch_goal(&mut self) {
        if self.on_lesson() {
            return self.guide.goal_rests();
        }
        let Some(scenario) = self.scenario.as_ref().filter(|_| self.guide.shows_goal()) else {
            return;
        };
        let Some(goal) = scenario
            .steps
            .get(self.guide.shown())
            .and_then(|it| it.goal.as_ref())
        else {
            return;
        };
        let happened = self.timeline.happened();
        let position = self.timeline.position();
        let acts = self.timeline.acts_of(position.branch);
        let own = acts
            .iter()
            .filter(|done| done.author == Author::Person && done.step < position.step);
        let used = own.count() as u32;
        let state = self.timeline.state();
        let holds = glassbox_sim::scenario::condition_holds(state, &happened, &goal.reach);
        self.guide.goal(used, goal.acts, holds);
    }
}

#[cfg(test)]
mod tests {
    use glassbox_raft::Act;
    use glassbox_sim::BranchId;
    use glassbox_sim::timeline::ActError;

    use super::super::testing::{fill, open};

    #[test]
    fn starting_over_with_a_full_history_makes_room_and_keeps_the_story() {
        let mut session = open();
        let story = session.timeline().recorded(BranchId(0));
        let marks = session.guide().marks().to_vec();
        fill(&mut session);
        session.show_step(0);
        assert_eq!(session.act(Act::Crash(1)), Err(ActError::Full));
        assert!(session.start_over());
        assert_eq!(session.timeline().branches().len(), 1);
        assert_eq!(session.timeline().recorded(BranchId(0)), story);
        assert_eq!(session.guide().marks(), marks);
        assert_eq!(session.guide().shown(), 0);
        assert!(session.marks(BranchId(1)).is_none());
        session.act(Act::Crash(1)).expect("there is room again");
        // The lesson goes on as it did.
        session.to_start();
        let mut same = open();
        session.show_step(1);
        same.show_step(1);
        assert_eq!(session.timeline().digest(), same.timeline().digest());
    }

    #[test]
    fn starting_over_with_room_keeps_the_branches() {
        let mut session = open();
        session.act(Act::Crash(1)).expect("n1 is up");
        assert!(!session.start_over());
        assert_eq!(session.timeline().branches().len(), 2);
        assert!(session.on_lesson());
    }
}
