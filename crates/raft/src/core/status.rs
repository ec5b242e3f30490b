//! A node as seen from outside.

use serde::{Deserialize, Serialize};

use super::message::NodeId;
use super::progress::{Progress, ProgressView};
use super::raft::{Raft, Role};
use super::ready::SoftState;
use super::storage::HardState;

/// A summary of a node.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Status {
    /// The node.
    pub id: NodeId,
    /// Term, vote and commit index.
    pub hard_state: HardState,
    /// Leader and role.
    pub soft_state: SoftState,
    /// Highest index applied.
    pub applied: u64,
    /// What it knows of each member, itself included, ascending; empty unless it leads.
    pub progress: Vec<(NodeId, ProgressView)>,
}

impl Raft {
    /// A summary of the node.
    pub fn status(&self) -> Status {
        let members = match self.role {
            Role::Leader => self.tracker.peers(),
            _ => &[],
        };
        Status {
            id: self.config.id,
            hard_state: self.hard_state(),
            soft_state: self.soft_state(),
            applied: self.log.applied(),
            progress: (members.iter())
                .map(|(id, progress)| (*id, progress.view()))
                .collect(),
        }
    }

    /// What a leader knows of one member; none unless it leads.
    pub fn progress(&self, of: NodeId) -> Option<&Progress> {
        self.tracker
            .progress(of)
            .filter(|_| self.role == Role::Leader)
    }
}
