//! A Go program whose collector is paced: what it allocates, when it is collected, what that costs.
//!
//! | question | look in |
//! |---|---|
//! | what is fixed before a run? | [`Setup`] |
//! | what can a person do? | [`Act`] |
//! | what can happen? | [`Event`], and [`Rule`] for why |
//! | the program and its collector as time passes | [`Process`] |
//! | what is told of it, and from what it followed | `tell.rs` |
//! | what must always hold? | [`properties`] |
//! | what does a chart show? | [`History`] |
//! | the sentences, in English and Chinese | [`words`] |
//!
//! The numbers come from [`GcController`](crate::pacer::GcController), which is the runtime's, and
//! from the program's own doing. There is no chance in it, so that the seed does not matter.

mod act;
mod acts;
mod bytes;
mod event;
mod fact;
mod history;
mod process;
pub mod properties;
mod rule;
mod setup;
mod tell;
#[cfg(test)]
mod tests;
pub mod words;

use glassbox_sim::{Absent, Instant, Log, Model, Property, Record, Refused, SetupError};

use process::Happening;

pub use act::Act;
pub use bytes::{Bytes, Gogc, NotASize};
pub use event::{Event, Mark, Pause, Reason, Source};
pub use fact::{Count, EventName, Fact, Happened, PropertyName, Size};
pub use history::{Cycle, History, MAX_CYCLES, MAX_SAMPLES, Sample};
pub use process::{FirstAssist, Goroutine, Ledger, Marking, Memory, Phase, Process};
pub use rule::Rule;
pub use setup::{LIMITS, MAX_GOROUTINES, MAX_LIVE, MAX_PROCS, MAX_RATE, RATES, Setup};

/// A Go program and its collector.
#[derive(Clone)]
pub struct Program {
    setup: Setup,
    started: bool,
    now: Instant,
    process: Process,
    /// The process when the next thing happens, and what that is.
    ahead: Option<Box<(Process, Happening)>>,
    history: History,
    trail: tell::Trail,
}

impl Program {
    /// The setup.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The process as it was when the last thing happened.
    pub fn process(&self) -> &Process {
        &self.process
    }

    /// The process at the moment `at`, for what moves between two steps: not before the last thing
    /// that happened, not after the next.
    pub fn process_at(&self, at: Instant) -> Process {
        let mut process = self.process.clone();
        let next = self.next().unwrap_or(Instant::LAST);
        let until = at.min(next).as_nanos();
        if self.started && until > process.now() {
            // What happens at that very moment is told by the next step.
            process.advance(until);
        }
        process
    }

    /// The last cycles and sizes of the heap.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Looks ahead for the next thing that happens.
    fn look_ahead(&mut self) {
        let mut process = self.process.clone();
        self.ahead = process
            .advance(Instant::LAST.as_nanos())
            .map(|happening| Box::new((process, happening)));
    }
}

impl Model for Program {
    type Setup = Setup;
    type Act = Act;
    type Event = Event;
    type Fact = Fact;

    const LAB: &'static str = "gc";
    const VERSION: u16 = 2;

    fn new(setup: &Setup, _: u64) -> Result<Self, SetupError> {
        setup.check()?;
        Ok(Self {
            setup: setup.clone(),
            started: false,
            now: Instant::START,
            process: Process::new(setup),
            ahead: None,
            history: History::default(),
            trail: tell::Trail::default(),
        })
    }

    fn check_act(setup: &Setup, act: &Act) -> Result<(), Absent> {
        match act {
            Act::Collect(goroutine) => setup.check_goroutine(*goroutine),
            _ => Ok(()),
        }
    }

    fn check_fact(setup: &Setup, fact: &Fact) -> Result<(), Absent> {
        match fact.goroutine() {
            Some(goroutine) => setup.check_goroutine(goroutine),
            None => Ok(()),
        }
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn next(&self) -> Option<Instant> {
        if !self.started {
            return Some(Instant::START);
        }
        let (process, _) = self.ahead.as_deref()?;
        Some(Instant::from_nanos(process.now()))
    }

    fn step(&mut self, log: &mut Log<Event>) {
        if self.started {
            let Some(ahead) = self.ahead.take() else {
                return;
            };
            let (process, happening) = *ahead;
            self.process = process;
            self.now = Instant::from_nanos(self.process.now());
            self.tell(happening, log);
        } else {
            self.start(log);
        }
        self.look_ahead();
    }

    fn acts(&self) -> Vec<Act> {
        self.possible_acts()
    }

    fn act(&mut self, at: Instant, act: &Act, log: &mut Log<Event>) -> Result<(), Refused> {
        let mut after = self.clone();
        if !after.started {
            after.start(log);
        }
        if let Some(happening) = after.process.advance(at.as_nanos()) {
            // It happens at this very moment, and first.
            after.now = at;
            after.tell(happening, log);
        }
        after.now = at;
        after.do_act(act, log)?;
        after.look_ahead();
        *self = after;
        Ok(())
    }

    fn properties() -> &'static [Property<Self>] {
        properties::ALL
    }

    fn holds(&self, fact: &Fact, happened: &[Record<Event>]) -> bool {
        fact.holds(self, happened)
    }
}
