//! The stories that come with the lab.

use glassbox_sim::scenario::{self, FileError, ScenarioOf};

use crate::cluster::Cluster;

/// A scenario of this lab.
pub type Scenario = ScenarioOf<Cluster>;

/// The files, in the order in which they are listed.
pub const FILES: &[(&str, &str)] = &[
    ("raft/leader-election", include_str!("../scenarios/leader-election.json")),
];

/// Reads the scenario named `id`, as `raft/leader-election` or `leader-election`. `None`: there is
/// none of that name.
pub fn find(id: &str) -> Option<Result<Scenario, FileError>> {
    let fits = |name: &str| name == id || name.strip_prefix("raft/") == Some(id);
    let (_, json) = FILES.iter().find(|(name, _)| fits(name))?;
    Some(scenario::read::<Cluster>(json))
}
