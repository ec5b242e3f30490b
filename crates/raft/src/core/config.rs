//! What a node is told when it starts.

use serde::{Deserialize, Serialize};

use super::message::NodeId;
use super::switches::Switches;

/// How a node behaves (etcd raft.go `Config`). Times are in ticks: how long a tick takes is the
/// caller's business.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Config {
    /// This node; not 0.
    pub id: NodeId,
    /// Ticks without a leader before a node campaigns: drawn from
    /// `election_tick..2 * election_tick`, anew for every wait (Raft §5.2).
    pub election_tick: u32,
    /// Ticks between two heartbeats of a leader; less than `election_tick`.
    pub heartbeat_tick: u32,
    /// Ask for votes without disturbing anyone before asking for real (Raft thesis §9.6).
    pub pre_vote: bool,
    /// A leader that hears from no majority for an election timeout follows, and nodes that hear
    /// from a leader ignore campaigns (Raft thesis §6.2; etcd `CheckQuorum`).
    pub check_quorum: bool,
    /// Leaders answer reads because of that, without asking anybody (Raft thesis §6.4.1): see
    /// [`Raft::may_read_on_lease`](super::Raft::may_read_on_lease). Needs `check_quorum`.
    pub lease_reads: bool,
    /// How many MsgApps with entries may be under way to a follower at once; at least 1.
    pub max_inflight_msgs: u32,
    /// Encoded size of the entries of one MsgApp, in bytes; one entry is always sent.
    pub max_size_per_msg: u64,
    /// Encoded size of the committed entries that are out for applying, in bytes; one entry always
    /// is.
    pub max_committed_size_per_ready: u64,
    /// The last index that the state machine has applied already; 0 to apply from the snapshot on.
    pub applied: u64,
    /// Where the draws of the election timeout start. Nodes may share it: the id goes in, too.
    pub seed: u64,
    /// The rules of the protocol that this node does not follow.
    pub rules_off: Switches,
}

impl Config {
    /// The configuration of node `id` with etcd's suggestion of ten heartbeats to an election
    /// timeout, no limits, and every rule on.
    pub const fn new(id: NodeId) -> Self {
        Self {
            id,
            election_tick: 10,
            heartbeat_tick: 1,
            pre_vote: false,
            check_quorum: false,
            lease_reads: false,
            max_inflight_msgs: u32::MAX,
            max_size_per_msg: u64::MAX,
            max_committed_size_per_ready: u64::MAX,
            applied: 0,
            seed: 0,
            rules_off: Switches::NONE,
        }
    }

    pub(super) const fn check(&self) -> Result<(), ConfigError> {
        if self.id.0 == 0 {
            return Err(ConfigError::NoId);
        }
        if self.heartbeat_tick == 0 {
            return Err(ConfigError::NoHeartbeat);
        }
        if self.election_tick <= self.heartbeat_tick || self.election_tick > u32::MAX / 2 {
            return Err(ConfigError::ElectionTick);
        }
        if self.max_inflight_msgs == 0 {
            return Err(ConfigError::NothingInflight);
        }
        if self.lease_reads && !self.check_quorum {
            return Err(ConfigError::LeaseWithoutQuorum);
        }
        Ok(())
    }
}

/// Why a node cannot start.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConfigError {
    /// 0 names no node.
    #[error("a node's id must not be 0")]
    NoId,
    /// A leader has to send heartbeats.
    #[error("the heartbeat must take at least one tick")]
    NoHeartbeat,
    /// A follower must be able to hear a heartbeat before it gives up.
    #[error("the election timeout must be longer than the heartbeat and at most 2^31 ticks")]
    ElectionTick,
    /// Nothing could ever be replicated.
    #[error("at least one message must be allowed in flight")]
    NothingInflight,
    /// A leader that does not check its quorum has no lease.
    #[error("reads on a lease need the quorum to be checked")]
    LeaseWithoutQuorum,
    /// The stored entries do not follow each other, or the stored commit index is not among them.
    #[error("the storage does not fit together")]
    Storage,
    /// More is said to be applied than is committed.
    #[error("index {applied} cannot be applied: only {commit} is committed")]
    Applied {
        /// What the configuration says.
        applied: u64,
        /// What the storage says.
        commit: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::disk;
    use super::super::{HardState, Raft};
    use super::*;

    #[test]
    fn configuration_that_makes_no_sense_is_refused() {
        let sound = Config::new(NodeId(1));
        let start = |config| Raft::new(config, disk(3, &[1])).map(drop);
        assert_eq!(start(sound.clone()), Ok(()));
        assert_eq!(start(Config::new(NodeId(0))), Err(ConfigError::NoId));
        let broken = Config {
            heartbeat_tick: 0,
            ..sound.clone()
        };
        assert_eq!(start(broken), Err(ConfigError::NoHeartbeat));
        for election_tick in [0, 1, u32::MAX] {
            let broken = Config {
                election_tick,
                ..sound.clone()
            };
            assert_eq!(start(broken), Err(ConfigError::ElectionTick));
        }
        let broken = Config {
            max_inflight_msgs: 0,
            ..sound.clone()
        };
        assert_eq!(start(broken), Err(ConfigError::NothingInflight));
        let broken = Config {
            applied: 1,
            ..sound
        };
        assert_eq!(
            start(broken),
            Err(ConfigError::Applied {
                applied: 1,
                commit: 0
            })
        );
    }

    #[test]
    fn storage_that_does_not_fit_together_is_refused() {
        let mut storage = disk(3, &[1]);
        storage.set_hard_state(HardState {
            term: 1,
            vote: None,
            commit: 5,
        });
        let start = Raft::new(Config::new(NodeId(1)), storage);
        assert_eq!(start.map(drop), Err(ConfigError::Storage));
    }
}
