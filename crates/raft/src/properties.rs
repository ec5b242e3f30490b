//! What must hold in every state (Raft Figure 3, and what follows from it).

use glassbox_sim::{Duration, Instant, Kind, Model, Property, Verdict, Witness};

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
    always("nothing-goes-back", |it| {
        broken(it, |broken| &broken.nothing_goes_back)
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

/// A node that can reach a majority leads.
fn leader_exists(cluster: &Cluster) -> Verdict {
    let reaches_majority = |no| {
        let reached = cluster.servers().iter().filter(|other| {
            let it = other.no();
            it == no || (other.is_up() && !cluster.is_cut(no, it) && !cluster.is_cut(it, no))
        });
        reached.count() >= cluster.majority()
    };
    let mut leaders = cluster.servers().iter().filter(|server| server.leads());
    if leaders.any(|leader| !leader.is_paused() && reaches_majority(leader.no())) {
        Verdict::Holds
    } else {
        Verdict::Waiting(Witness::default())
    }
}

/// Nothing has waited in the leader's log for longer than four times the longest latency.
fn commit_advances(cluster: &Cluster) -> Verdict {
    let Some(leader) = cluster.leader() else {
        return Verdict::Holds;
    };
    let patience = cluster.setup().links.latency_max.saturating_mul(4) + Duration::from_millis(1);
    let waits_since = cluster.waiting_since(leader.no());
    match waits_since {
        Some(since) if late(cluster.now(), since, patience) => Verdict::Waiting(Witness {
            hosts: vec![leader.no()],
            places: vec![leader.commit() + 1],
            events: Vec::new(),
        }),
        _ => Verdict::Holds,
    }
}

fn late(now: Instant, since: Instant, patience: Duration) -> bool {
    now.since(since) > patience
}
