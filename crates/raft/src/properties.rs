//! What must hold in every state (Raft Figure 3, and what follows from it).

use glassbox_sim::{Property, Verdict, Witness};

use crate::cluster::Cluster;

/// All properties, in the order in which they are shown.
pub const ALL: &[Property<Cluster>] = &[
    Property::always("election-safety", |it| {
        Verdict::unless(&it.history().broken.election_safety)
    }),
    Property::always("leader-append-only", |it| {
        Verdict::unless(&it.history().broken.append_only)
    }),
    Property::always("log-matching", |it| {
        Verdict::unless(&it.history().broken.log_matching)
    }),
    Property::always("leader-completeness", |it| {
        Verdict::unless(&it.history().broken.leader_completeness)
    }),
    Property::always("state-machine-safety", |it| {
        Verdict::unless(&it.history().broken.state_machine_safety)
    }),
    Property::always("one-vote-per-term", |it| {
        Verdict::unless(&it.history().broken.one_vote)
    }),
    Property::always("terms-grow", |it| {
        Verdict::unless(&it.history().broken.terms_grow)
    }),
    Property::always("commits-grow", |it| {
        Verdict::unless(&it.history().broken.commits_grow)
    }),
    Property::always("acknowledged-stays", |it| {
        Verdict::unless(&it.history().broken.acknowledged)
    }),
    Property::eventually("leader-exists", leader_exists),
    Property::eventually("commit-advances", commit_advances),
];

/// A node leads that a majority can hear.
fn leader_exists(cluster: &Cluster) -> Verdict {
    match cluster.leaderless() {
        None => Verdict::Holds,
        Some(_) => Verdict::Waiting(Witness::default()),
    }
}

/// Nothing has waited long in the leader's log.
fn commit_advances(cluster: &Cluster) -> Verdict {
    match cluster.stalled() {
        None => Verdict::Holds,
        Some(stalled) => Verdict::Waiting(Witness {
            hosts: vec![stalled.leader],
            places: vec![stalled.index],
            events: Vec::new(),
        }),
    }
}
