//! The run behind a figure: timeline, lesson, playing and seeking. No browser in here.

mod lesson;
mod marks;
mod open;
mod opener;
mod speed;

use glassbox_sim::link::{LinkError, Source};
use glassbox_sim::scenario::Told;
use glassbox_sim::timeline::{ActError, Stop};
use glassbox_sim::{Author, BranchId, EventId, Instant, Model, Position, Record, Timeline};

use crate::lab::{ActOf, EventOf, Lab, ScenarioFor};

pub use lesson::{Guide, Progress};
pub use marks::{BranchMarks, LaneStretch, Marked};
pub use open::{OpenError, Opening};
pub use opener::Opener;
pub use speed::{BOUNDS as SPEED_BOUNDS, Speeds, same_speed};

/// Steps of the engine that one frame may take: keeps a frame short whatever the speed.
const STEPS_PER_FRAME: u32 = 400;

/// A run, where one stands in it, and what one was asked.
pub struct Session<L: Lab> {
    source: Source<<L::Model as Model>::Setup>,
    scenario: Option<ScenarioFor<L>>,
    timeline: Timeline<L::Model>,
    guide: Guide,
    marks: Vec<BranchMarks>,
    playing: bool,
    speeds: Speeds,
    speed: f64,
    /// Playing stops at the lesson's steps.
    stops: bool,
    /// The clock, in milliseconds: finer than the engine's, so that slow speeds do not stall.
    clock_ms: f64,
    version: u64,
    seen_violations: usize,
}

/// What a frame changed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Frame {
    /// Something happened: everything is to be drawn anew.
    pub stepped: bool,
    /// Playing ended.
    pub paused: bool,
    /// It ended because the history is full.
    pub full: bool,
    /// It ended with the lesson's step, whose question is still open.
    pub asks: bool,
}

impl<L: Lab> Session<L> {
    fn from_told(
        source: Source<<L::Model as Model>::Setup>,
        scenario: Option<ScenarioFor<L>>,
        told: Told<L::Model>,
    ) -> Self {
        let Told {
            timeline,
            lesson,
            problem,
        } = told;
        let guide = Guide::new(lesson, problem);
        let speeds = Speeds::of(guide.end());
        let mut session = Self {
            source,
            scenario,
            guide,
            marks: Vec::new(),
            playing: false,
            speeds,
            speed: speeds.usual(),
            stops: true,
            clock_ms: 0.0,
            version: 0,
            seen_violations: 0,
            timeline,
        };
        session.moved();
        session
    }

    /// The run.
    pub fn timeline(&self) -> &Timeline<L::Model> {
        &self.timeline
    }

    /// The scenario, unless the run has a setup of its own.
    pub fn scenario(&self) -> Option<&ScenarioFor<L>> {
        self.scenario.as_ref()
    }

    /// The lesson: where it stands and what was answered.
    pub fn guide(&self) -> &Guide {
        &self.guide
    }

    /// Changes whenever something happened or another moment is looked at.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The clock in milliseconds.
    pub fn clock_ms(&self) -> f64 {
        self.clock_ms
    }

    /// Whether it plays.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Simulated milliseconds per real one.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// The speeds that there are for this story.
    pub fn speeds(&self) -> Speeds {
        self.speeds
    }

    /// Sets the speed, within the scale's bounds.
    pub fn set_speed(&mut self, speed: f64) {
        if speed.is_finite() {
            self.speed = self.speeds.clamp(speed);
        }
    }

    /// The next speed of the scale, up or down.
    pub fn change_speed(&mut self, faster: bool) {
        self.speed = self.speeds.next(self.speed, faster);
    }

    /// Whether playing stops at the lesson's steps.
    pub fn set_stops(&mut self, stops: bool) {
        self.stops = stops;
    }

    /// Marks and stretches of a branch for the seek bar.
    pub fn marks(&self, branch: BranchId) -> Option<&BranchMarks> {
        self.marks.get(usize::from(branch.0))
    }

    /// Starts to play; at the end of a run that can do no more it stays paused.
    pub fn play(&mut self) {
        if self.at_end_of_shown() {
            self.guide.next();
        }
        self.playing = self.timeline.next_at().is_some();
    }

    /// Stops playing.
    pub fn pause(&mut self) {
        self.playing = false;
    }

    /// Lets `elapsed` real milliseconds pass.
    pub fn frame(&mut self, elapsed: f64) -> Frame {
        if !self.playing {
            return Frame::default();
        }
        // After a hidden tab or a long stall, go on where it stood.
        let target = self.clock_ms + elapsed.clamp(0.0, 100.0) * self.speed;
        let target_at = Instant::from_nanos((target * 1e6) as u64);
        let mut frame = Frame::default();
        for _ in 0..STEPS_PER_FRAME {
            let mark = self
                .guide
                .end_ahead(self.timeline.position())
                .filter(|_| self.stops);
            if let Some(mark) = mark.filter(|mark| *mark <= target_at) {
                self.timeline.wait(mark);
                return Frame {
                    stepped: true,
                    paused: true,
                    asks: self.reached_mark(),
                    ..Frame::default()
                };
            }
            let Some(next) = self.timeline.next_at() else {
                self.playing = false;
                frame.paused = true;
                break;
            };
            // A figure without the lesson beside it rests where the story ends.
            let end = self.guide.end().filter(|_| !self.stops && self.on_lesson());
            if end.is_some_and(|end| self.clock_ms < end.as_millis_f64() && next > end) {
                self.timeline.wait(end.unwrap_or(next));
                self.clock_ms = self.timeline.position().clock.as_millis_f64();
                self.playing = false;
                return Frame {
                    stepped: true,
                    paused: true,
                    ..Frame::default()
                };
            }
            if next > target_at {
                self.timeline.wait(target_at);
                self.clock_ms = target;
                break;
            }
            if let Err(stop) = self.timeline.step_on() {
                self.playing = false;
                frame.paused = true;
                frame.full = stop == Stop::Full;
                break;
            }
            frame.stepped = true;
            self.happened();
            self.clock_ms = self.timeline.position().clock.as_millis_f64();
            if self.new_violation() {
                self.playing = false;
                frame.paused = true;
                break;
            }
        }
        if frame.stepped {
            self.version += 1;
            self.watch_goal();
        }
        frame
    }

    fn at_end_of_shown(&self) -> bool {
        self.guide.is_end_of_shown(self.timeline.position())
    }

    /// Returns whether the step's question stays open.
    fn reached_mark(&mut self) -> bool {
        self.playing = false;
        self.clock_ms = self.timeline.position().clock.as_millis_f64();
        self.version += 1;
        self.guide.ran(self.asks())
    }

    /// Whether the lesson's present step has run and its question is still open.
    pub fn waits_for_answer(&self) -> bool {
        self.at_end_of_shown() && self.must_answer()
    }

    /// Whether the lesson's present step asks something that was neither answered nor skipped.
    pub fn must_answer(&self) -> bool {
        self.asks() && self.guide.is_unanswered() && !self.guide.is_revealed()
    }

    /// Whether the lesson's present step has a question.
    fn asks(&self) -> bool {
        let step = self
            .scenario
            .as_ref()
            .and_then(|it| it.steps.get(self.guide.shown()));
        step.is_some_and(|step| step.predict.is_some())
    }

    /// Goes one step on.
    ///
    /// # Errors
    /// Nothing more happens, or the history is full.
    pub fn step_on(&mut self) -> Result<(), Stop> {
        self.playing = false;
        let result = self.timeline.step_on();
        self.happened();
        self.new_violation();
        if self.at_end_of_shown() {
            self.guide.ran(self.asks());
        }
        self.watch_goal();
        self.settled();
        result
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

    /// Shows the lesson's next step: runs what is left of this one if it has not run.
    pub fn next_step(&mut self) {
        if self.guide.next() {
            self.timeline
                .seek_time(BranchId(0), self.guide.start_of_shown());
            self.moved_within_lesson();
        }
    }

    /// Does without an answer to the present step's question, and plays what is left of the step.
    pub fn skip_question(&mut self) {
        self.guide.skip();
        self.run_step();
    }

    /// Plays what is left of the lesson's present step.
    pub fn run_step(&mut self) {
        if self.guide.is_revealed() {
            return self.next_step();
        }
        if !self.on_lesson() {
            self.back_to_lesson();
        }
        self.stops = true;
        if self.guide.has_run(self.timeline.position()) {
            self.guide.ran(self.asks());
            self.version += 1;
        } else {
            self.play();
        }
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

    /// The link to this moment.
    ///
    /// # Errors
    /// The run has too many acts for a link.
    pub fn link(&self) -> Result<String, LinkError> {
        self.timeline.link(self.source.clone()).encode()
    }

    /// What the last step wrote down.
    pub fn happened_now(&self) -> Vec<Record<EventOf<L>>> {
        self.timeline.happened()
    }

    /// The number of events up to the present moment, and of all recorded on this branch.
    pub fn event_count(&self) -> (u32, u32) {
        let Position { branch, step, .. } = self.timeline.position();
        let all = self
            .timeline
            .events_until(branch, self.timeline.recorded(branch));
        (self.timeline.events_until(branch, step), all)
    }

    /// The moment of the lesson at which it was left: where the first act was done.
    fn left_lesson_at(&self) -> (u32, Instant) {
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

    /// Another moment is looked at.
    fn moved(&mut self) {
        let position = self.timeline.position();
        let on_lesson = if self.on_lesson() {
            (position.step, position.clock)
        } else {
            self.left_lesson_at()
        };
        self.guide.moved(on_lesson);
        self.happened();
        self.watch_goal();
        self.settled();
    }

    fn moved_within_lesson(&mut self) {
        self.happened();
        self.settled();
    }

    fn settled(&mut self) {
        self.clock_ms = self.timeline.position().clock.as_millis_f64();
        self.seen_violations = self.timeline.violations().len();
        self.version += 1;
    }

    /// Something may have been recorded: brings the seek bar's marks up to date.
    fn happened(&mut self) {
        marks::update::<L>(&mut self.marks, &self.timeline);
    }

    fn new_violation(&mut self) -> bool {
        let now = self.timeline.violations().len();
        let new = now > self.seen_violations;
        self.seen_violations = now;
        new
    }

    fn watch_goal(&mut self) {
        if self.on_lesson() {
            return;
        }
        let Some(scenario) = &self.scenario else {
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
    use glassbox_sim::Duration;
    use glassbox_sim::timeline::MAX_BRANCHES;

    use super::*;
    use crate::raft::RaftLab;

    fn open() -> Session<RaftLab> {
        Session::open(&Opening::of_raft("raft/leader-election")).expect("the first scenario opens")
    }

    /// Acts at the start of the story again and again, until there is no room for a branch.
    fn fill(session: &mut Session<RaftLab>) {
        while session.timeline().branches().len() < MAX_BRANCHES {
            session.show_step(0);
            session.act(Act::Crash(1)).expect("there is room");
        }
    }

    /// Plays until it stops; returns whether a question is open then.
    fn play(session: &mut Session<RaftLab>) -> bool {
        session.play();
        while session.is_playing() {
            let frame = session.frame(100.0);
            if frame.paused {
                return frame.asks;
            }
        }
        false
    }

    #[test]
    fn playing_does_not_give_an_answer_away() {
        let mut session = open();
        assert!(session.must_answer());
        assert!(play(&mut session), "it stops where the step ends");
        assert!(!session.guide().is_revealed() && session.waits_for_answer());
        assert_eq!(session.guide().shown(), 0);
        // With hindsight.
        session.choose(1);
        session.run_step();
        assert!(session.guide().is_revealed());

        let mut session = open();
        while !session.waits_for_answer() {
            session.step_on().expect("it goes on");
        }
        assert!(!session.guide().is_revealed());
        session.skip_question();
        assert!(session.guide().is_revealed(), "skipped, it is told");

        let mut session = open();
        session.choose(0);
        assert!(!play(&mut session));
        assert!(session.guide().is_revealed());
    }

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
