//! The run behind a figure: timeline, lesson, playing and seeking. No browser in here.

mod course;
mod lesson;
mod marks;
mod moving;
mod open;
mod opener;
mod playing;
mod speed;
#[cfg(test)]
mod taking_it;
#[cfg(test)]
mod testing;
mod way;

use glassbox_sim::link::{LinkError, Source};
use glassbox_sim::scenario::Told;
use glassbox_sim::{BranchId, Model, Position, Record, Timeline};

use crate::lab::{EventOf, Lab, ScenarioFor};
use way::Way;

pub use lesson::{Guide, Progress};
pub use marks::{BranchMarks, LaneStretch, Marked};
pub use open::{OpenError, Opening};
pub use opener::Opener;
pub use playing::Frame;
pub use speed::{BOUNDS as SPEED_BOUNDS, Speeds, same_speed};

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
    /// The way to a goal that is being shown.
    way: Option<Way>,
    version: u64,
    seen_violations: usize,
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
        let steps = scenario.as_ref().map_or(&[][..], |it| &it.steps);
        let asks = steps.iter().map(|step| step.predict.is_some()).collect();
        let guide = Guide::new(lesson, problem, asks);
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
            way: None,
            timeline,
        };
        session.arrived();
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

    /// Somebody went to another moment.
    fn moved(&mut self) {
        let position = self.timeline.position();
        if self.on_lesson() {
            self.guide.passed((position.step, position.clock));
        }
        self.arrived();
    }

    /// Another moment is looked at.
    fn arrived(&mut self) {
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

    /// After whatever a person does by hand.
    fn settled(&mut self) {
        self.way = None;
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
}
