//! Raft: any cluster, anything done to it, rules switched off and on.

use glassbox_raft::{Cluster, scenarios};
use glassbox_sim::Timeline;

use super::{Lab, RANDOM_STEPS, try_act};
use crate::chaos::Chaos;

/// In a random run something is done before every so-manieth step.
const ACT_EVERY: u32 = 6;

/// The lab `raft`.
pub struct Raft;

impl Lab for Raft {
    type Model = Cluster;

    const SCENARIOS: &'static [(&'static str, &'static str)] = scenarios::FILES;

    fn random(seed: u64) -> Option<Timeline<Cluster>> {
        let mut chaos = Chaos::new(seed, true);
        let mut run = Timeline::new(chaos.setup(), seed).ok()?;
        for _ in 0..RANDOM_STEPS {
            if chaos.acts(ACT_EVERY) {
                let at = chaos.moment(run.state());
                let act = chaos.act(run.state());
                run.wait(at);
                try_act(&mut run, act);
            } else {
                let _ = run.step_on();
            }
        }
        Some(run)
    }
}
