//! One case: a run of a lab that is the same wherever it runs, or there is a bug.

mod gc;
mod raft;

use glassbox_sim::scenario::ScenarioOf;
use glassbox_sim::{Author, BranchId, Digest, EventId, Model, Timeline, scenario};

pub use gc::Gc;
pub use raft::Raft;

/// Steps by which a story goes on after its end.
const STEPS_AFTER_STORY: u32 = 300;
/// Steps and acts of a random run.
const RANDOM_STEPS: u32 = 400;
/// The branch that every run is on.
const ROOT: BranchId = BranchId(0);

/// A lab, as far as its runs are compared.
pub trait Lab {
    /// The engine.
    type Model: Model;
    /// Its scenario files, by id.
    const SCENARIOS: &'static [(&'static str, &'static str)];
    /// The random run of `seed`: any setup, anything done to it.
    fn random(seed: u64) -> Option<Timeline<Self::Model>>;
}

/// A run that has ended.
pub struct Case<L: Lab>(Option<Timeline<L::Model>>);

impl<L: Lab> Case<L> {
    /// How many scenarios there are.
    pub fn scenario_count() -> u32 {
        L::SCENARIOS.len() as u32
    }

    /// Scenario number `index`, told to its end and gone on with. Empty if it is no scenario: that
    /// it comes true is another test's business.
    pub fn scenario(index: u32) -> Self {
        let file = L::SCENARIOS.get(index as usize);
        let story = file.and_then(|(_, json)| read::<L>(json));
        let told = story.and_then(|story| scenario::tell::<L::Model>(&story, story.seed).ok());
        Self(told.map(|told| {
            let mut timeline = told.timeline;
            timeline.seek(ROOT, u32::MAX);
            (0..STEPS_AFTER_STORY).for_each(|_| _ = timeline.step_on());
            timeline
        }))
    }

    /// The random run of `seed`.
    pub fn random(seed: u64) -> Self {
        Self(L::random(seed))
    }

    /// How many events it has.
    pub fn event_count(&self) -> u32 {
        let events = |run: &Timeline<L::Model>| run.events_until(ROOT, run.recorded(ROOT));
        self.0.as_ref().map_or(0, events)
    }

    /// Event number `index`, as it is told to people who look for a bug.
    pub fn event(&self, index: u32) -> Option<String> {
        let event = self.0.as_ref()?.event(ROOT, EventId(index))?;
        Some(format!("{event:?}"))
    }

    /// The hash over the first `count` events; over all events and what they broke if there are not
    /// more than that.
    pub fn digest(&self, count: u32) -> u64 {
        let mut digest = Digest::default();
        let all = self.event_count();
        if let Some(run) = &self.0 {
            (0..count.min(all))
                .filter_map(|index| run.event(ROOT, EventId(index)))
                .for_each(|it| digest.add(it));
        }
        let broken = self.0.iter().flat_map(|run| run.violations_of(ROOT));
        let broken = broken.filter(|_| count >= all);
        broken.fold(digest.value(), |hash, it| {
            hash.rotate_left(5) ^ u64::from(it.step) ^ ((it.property as u64) << 32)
        })
    }
}

fn read<L: Lab>(json: &str) -> Option<ScenarioOf<L::Model>> {
    scenario::read::<L::Model>(json).ok()
}

/// A person does this now, if it can be done.
fn try_act<M: Model>(run: &mut Timeline<M>, act: M::Act) {
    // What cannot be done just now is left out, here and there.
    let _ = run.act(act, Author::Person);
}
