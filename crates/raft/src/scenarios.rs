//! The stories that come with the lab.

use glassbox_sim::scenario::{self, FileError, ScenarioOf};

use crate::cluster::Cluster;

/// A scenario of this lab.
pub type Scenario = ScenarioOf<Cluster>;

/// The files, in the order in which they are listed.
pub const FILES: &[(&str, &str)] = &[
    (
        "raft/leader-election",
        include_str!("../scenarios/leader-election.json"),
    ),
    (
        "raft/split-vote",
        include_str!("../scenarios/split-vote.json"),
    ),
    (
        "raft/one-write",
        include_str!("../scenarios/one-write.json"),
    ),
    (
        "raft/leader-crash",
        include_str!("../scenarios/leader-crash.json"),
    ),
    (
        "raft/follower-catches-up",
        include_str!("../scenarios/follower-catches-up.json"),
    ),
    ("raft/snapshot", include_str!("../scenarios/snapshot.json")),
    (
        "raft/two-leaders",
        include_str!("../scenarios/two-leaders.json"),
    ),
    ("raft/old-log", include_str!("../scenarios/old-log.json")),
    (
        "raft/lost-and-doubled",
        include_str!("../scenarios/lost-and-doubled.json"),
    ),
    (
        "raft/why-prevote",
        include_str!("../scenarios/why-prevote.json"),
    ),
    ("raft/prevote", include_str!("../scenarios/prevote.json")),
    ("raft/figure-8", include_str!("../scenarios/figure-8.json")),
    (
        "raft/figure-8-broken",
        include_str!("../scenarios/figure-8-broken.json"),
    ),
];

/// Reads the scenario named `id`, as `raft/leader-election` or `leader-election`. `None`: there is
/// none of that name.
pub fn find(id: &str) -> Option<Result<Scenario, FileError>> {
    let fits = |name: &str| name == id || name.strip_prefix("raft/") == Some(id);
    let (_, json) = FILES.iter().find(|(name, _)| fits(name))?;
    Some(scenario::read::<Cluster>(json))
}
