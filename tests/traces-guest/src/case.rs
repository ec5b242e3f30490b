//! One case: a run of the Raft lab that is the same wherever it runs, or there is a bug.

use glassbox_raft::{Cluster, Event, scenarios};
use glassbox_sim::{Author, BranchId, Digest, EventId, Record, Timeline, scenario};

use crate::chaos::Chaos;

/// Steps by which a story goes on after its end.
const STEPS_AFTER_STORY: u32 = 300;
/// Steps and acts of a random run.
const RANDOM_STEPS: u32 = 400;
/// In a random run something is done before every so-manieth step.
const ACT_EVERY: u32 = 6;
/// The branch that every run is on.
const ROOT: BranchId = BranchId(0);

/// A run that has ended.
pub struct Case(Option<Timeline<Cluster>>);

impl Case {
    /// How many scenarios there are.
    pub fn scenario_count() -> u32 {
        scenarios::FILES.len() as u32
    }

    /// Scenario number `index`, told to its end and gone on with. Empty if it is no scenario: that
    /// it comes true is another test's business.
    pub fn scenario(index: u32) -> Self {
        let file = scenarios::FILES.get(index as usize);
        let story = file.and_then(|(_, json)| scenario::read::<Cluster>(json).ok());
        let told = story.and_then(|story| scenario::tell::<Cluster>(&story, story.seed).ok());
        Self(told.map(|told| {
            let mut timeline = told.timeline;
            timeline.seek(ROOT, u32::MAX);
            (0..STEPS_AFTER_STORY).for_each(|_| _ = timeline.step_on());
            timeline
        }))
    }

    /// The random run of `seed`: any setup, anything done to it, rules switched off and on.
    pub fn random(seed: u64) -> Self {
        let mut chaos = Chaos::new(seed, true);
        let run = Timeline::<Cluster>::new(chaos.setup(), seed);
        Self(run.ok().map(|mut timeline| {
            for _ in 0..RANDOM_STEPS {
                if chaos.acts(ACT_EVERY) {
                    let at = chaos.moment(timeline.state());
                    let act = chaos.act(timeline.state());
                    timeline.wait(at);
                    // What cannot be done just now is left out, here and there.
                    let _ = timeline.act(act, Author::Person);
                } else {
                    let _ = timeline.step_on();
                }
            }
            timeline
        }))
    }

    /// How many events it has.
    pub fn event_count(&self) -> u32 {
        let events = |run: &Timeline<Cluster>| run.events_until(ROOT, run.recorded(ROOT));
        self.0.as_ref().map_or(0, events)
    }

    /// Event number `index`.
    pub fn event(&self, index: u32) -> Option<&Record<Event>> {
        self.0.as_ref()?.event(ROOT, EventId(index))
    }

    /// The hash over the first `count` events; over all events and what they broke if there are not
    /// more than that.
    pub fn digest(&self, count: u32) -> u64 {
        let mut digest = Digest::default();
        let all = self.event_count();
        (0..count.min(all))
            .filter_map(|index| self.event(index))
            .for_each(|it| digest.add(it));
        let broken = self.0.iter().flat_map(|run| run.violations_of(ROOT));
        let broken = broken.filter(|_| count >= all);
        broken.fold(digest.value(), |hash, it| {
            hash.rotate_left(5) ^ u64::from(it.step) ^ ((it.property as u64) << 32)
        })
    }
}
