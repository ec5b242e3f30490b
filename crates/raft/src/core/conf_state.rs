//! Who takes part: voters, and room for joint configurations and learners.

use serde::{Deserialize, Serialize};

use super::message::NodeId;

/// The members of a cluster at some index (etcd raft.proto `ConfState`). All lists ascend.
///
/// A cluster starts with its voters and keeps them: changing the configuration is not built, but
/// every count already respects both halves of a joint configuration (Raft §6).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct ConfState {
    /// Nodes whose votes and acknowledgements count.
    pub voters: Vec<NodeId>,
    /// The voters of the configuration that is being left; empty outside of a joint configuration.
    pub voters_outgoing: Vec<NodeId>,
    /// Nodes that get the log but do not count.
    pub learners: Vec<NodeId>,
    /// Outgoing voters that become learners when the joint configuration is left.
    pub learners_next: Vec<NodeId>,
    /// Whether the joint configuration is left without being asked.
    pub auto_leave: bool,
}

impl ConfState {
    /// A plain configuration of these voters.
    pub fn of_voters(voters: impl IntoIterator<Item = NodeId>) -> Self {
        Self {
            voters: voters.into_iter().collect(),
            ..Self::default()
        }
        .normalized()
    }

    /// The same members with every list ascending and free of repetitions and of node 0.
    #[must_use]
    pub fn normalized(mut self) -> Self {
        for list in [
            &mut self.voters,
            &mut self.voters_outgoing,
            &mut self.learners,
            &mut self.learners_next,
        ] {
            list.retain(|id| id.0 != 0);
            list.sort_unstable();
            list.dedup();
        }
        self
    }

    /// Whether the vote of `id` counts in either half.
    pub fn is_voter(&self, id: NodeId) -> bool {
        self.voters.contains(&id) || self.voters_outgoing.contains(&id)
    }

    /// Whether `id` gets the log.
    pub fn is_member(&self, id: NodeId) -> bool {
        self.is_voter(id) || self.learners.contains(&id)
    }

    /// The voters of both halves, ascending.
    pub fn all_voters(&self) -> Vec<NodeId> {
        let mut all = [self.voters.as_slice(), &self.voters_outgoing].concat();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Everyone who gets the log, ascending.
    pub fn members(&self) -> Vec<NodeId> {
        let mut all = [self.all_voters(), self.learners.clone()].concat();
        all.sort_unstable();
        all.dedup();
        all
    }
}
