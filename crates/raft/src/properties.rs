//! What must hold in every state (Raft Figure 3, and what follows from it).

use glassbox_sim::{Kind, Property, Verdict, Witness};

use crate::cluster::Cluster;
use crate::history::Broken;

/// All properties, in the order in which they are shown.
pub const ALL: &[Property<Cluster>] = &[
    always("election-safety", |it| {
        broken(it, |broken| &broken.election_safety)
    }),
    always("leader-append-only", |it| {
        broken(it, |broken| &broken.append_only)
    }),
    always("log-matching", |it| {
        broken(it, |broken| &broken.log_matching)
    }),
    always("leader-completeness", |it| {
        broken(it, |broken| &broken.leader_completeness)
    }),
    always("state-machine-safety", |it| {
        broken(it, |broken| &broken.state_machine_safety)
    }),
    always("one-vote-per-term", |it| {
        broken(it, |broken| &broken.one_vote)
    }),
    always("terms-grow", |it| broken(it, |broken| &broken.terms_grow)),
    always("commits-grow", |it| {
        broken(it, |broken| &broken.commits_grow)
    }),
    always("acknowledged-stays", |it| {
        broken(it, |broken| &broken.acknowledged)
    }),
    Property {
        id: "leader-exists",
        kind: Kind::Eventually,
        check: leader_exists,
    },
    Property {
        id: "commit-advances",
        kind: Kind::Eventually,
        check: commit_advances,
    },
];

const fn always(id: &'static str, check: fn(&Cluster) -> Verdict) -> Property<Cluster> {
    Property {
        id,
        kind: Kind::Always,
        check,
    }
}

fn broken(cluster: &Cluster, which: fn(&Broken) -> &Option<Witness>) -> Verdict {
    let found = which(&cluster.history().broken);
    found.clone().map_or(Verdict::Holds, Verdict::Broken)
}

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
