//! One loop for any Raft core: nodes in memory, one queue of messages, proposals at the leader.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

/// A core, as the loop sees it.
pub(crate) trait Node: Sized {
    /// What its nodes say to each other.
    type Message;

    /// Node `id` of `1..=members`.
    fn new(id: u64, members: u64) -> Self;
    /// Makes it campaign now.
    fn campaign(&mut self);
    /// Whether it leads.
    fn leads(&self) -> bool;
    /// Proposes a command.
    fn propose(&mut self, data: Vec<u8>);
    /// Takes a message.
    fn step(&mut self, message: Self::Message);
    /// Persists, sends and applies all there is; tells how many entries were applied.
    fn work(&mut self, out: &mut VecDeque<Self::Message>) -> u64;
    /// Whom a message is for.
    fn to(message: &Self::Message) -> u64;
    /// Throws away the log that everybody has applied, so that memory does not grow.
    fn compact(&mut self);
}

/// What is measured.
#[derive(Clone, Copy)]
pub(crate) struct Workload {
    /// Nodes.
    members: u64,
    /// Bytes of a command.
    payload: usize,
    /// Commands that are proposed before anything is sent.
    batch: u64,
}

const fn workload(members: u64, payload: usize, batch: u64) -> Workload {
    Workload {
        members,
        payload,
        batch,
    }
}

/// All workloads.
pub(crate) const WORKLOADS: &[Workload] = &[
    workload(3, 0, 1),
    workload(3, 0, 64),
    workload(3, 128, 1),
    workload(3, 128, 64),
    workload(5, 0, 1),
    workload(5, 0, 64),
    workload(5, 128, 1),
    workload(5, 128, 64),
    workload(7, 0, 1),
    workload(7, 0, 64),
    workload(7, 128, 1),
    workload(7, 128, 64),
];

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            members,
            payload,
            batch,
        } = self;
        write!(f, "{members} nodes, {payload:>3} B, {batch:>2} at once")
    }
}

/// Between two compactions, so that neither core pays for a log that grows without end.
const COMPACT_EVERY: u64 = 16_384;
const LONG_ENOUGH: Duration = Duration::from_millis(300);
/// Tries, of which the best one counts: others are those that something else disturbed.
pub(crate) const TRIES: usize = 5;

/// Commands that all nodes have applied, per second, in one try.
pub(crate) fn commits_per_second<N: Node>(workload: Workload) -> f64 {
    let Workload {
        members,
        payload,
        batch,
    } = workload;
    let mut cluster = Cluster::<N>::new(members);
    cluster.nodes[0].campaign();
    cluster.settle();
    assert!(cluster.nodes[0].leads(), "node 1 wins");
    let before = cluster.applied;
    let start = Instant::now();
    let (mut proposed, mut compacted) = (0, 0);
    while start.elapsed() < LONG_ENOUGH {
        for _ in 0..batch {
            cluster.nodes[0].propose(vec![b'x'; payload]);
        }
        cluster.settle();
        proposed += batch;
        if proposed - compacted >= COMPACT_EVERY {
            compacted = proposed;
            cluster.nodes.iter_mut().for_each(N::compact);
        }
    }
    let took = start.elapsed();
    assert_eq!(
        cluster.applied - before,
        proposed * members,
        "every command on every node"
    );
    proposed as f64 / took.as_secs_f64()
}

struct Cluster<N: Node> {
    nodes: Vec<N>,
    flying: VecDeque<N::Message>,
    applied: u64,
}

impl<N: Node> Cluster<N> {
    fn new(members: u64) -> Self {
        let nodes = (1..=members).map(|id| N::new(id, members)).collect();
        Self {
            nodes,
            flying: VecDeque::new(),
            applied: 0,
        }
    }

    /// Works and delivers, first come first served, until nothing is left to do.
    fn settle(&mut self) {
        for node in &mut self.nodes {
            self.applied += node.work(&mut self.flying);
        }
        while let Some(message) = self.flying.pop_front() {
            let node = &mut self.nodes[N::to(&message) as usize - 1];
            node.step(message);
            self.applied += node.work(&mut self.flying);
        }
    }
}
