//! What nodes say to each other. Names are etcd's (raft.proto `MessageType`); the paper's RPCs are
//! requests and responses here, because nobody waits for an answer.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::entry::{Entry, EntryId, MAX_INDEX};
use super::storage::Snapshot;

/// A node of the cluster. 0 names no node: etcd's `None`.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct NodeId(pub u64);

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One message between two nodes.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Message {
    /// Who sent it; for a forwarded proposal, who proposed it.
    pub from: NodeId,
    /// Whom it is for.
    pub to: NodeId,
    /// The sender's term, except: the term campaigned for in a MsgPreVote and in its grant, and 0 in
    /// a MsgProp, which belongs to no term.
    pub term: u64,
    /// What is said.
    pub body: Body,
}

/// What a message says.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Body {
    /// A follower hands a client's proposals to the leader.
    MsgProp {
        /// At least one, without term and index.
        entries: Vec<Entry>,
    },
    /// AppendEntries (Raft §5.3).
    MsgApp {
        /// The entry right before `entries`: prevLogTerm and prevLogIndex.
        prev: EntryId,
        /// New entries, at consecutive indexes from `prev.index + 1`; may be empty.
        entries: Vec<Entry>,
        /// The leader's commit index.
        commit: u64,
    },
    /// The answer to a MsgApp or a MsgSnap.
    MsgAppResp {
        /// Up to where the follower's log is known to match the leader's. If rejected: the
        /// `prev.index` that was refused.
        index: u64,
        /// Set when the consistency check failed: the latest entry of the follower that may still
        /// match.
        rejected: Option<EntryId>,
    },
    /// RequestVote (Raft §5.2).
    MsgVote {
        /// The candidate's last entry.
        last: EntryId,
    },
    /// The answer to a MsgVote.
    MsgVoteResp {
        /// Whether the vote was given.
        granted: bool,
    },
    /// "Would you vote for me in the next term?" (Raft thesis §9.6)
    MsgPreVote {
        /// The asking node's last entry.
        last: EntryId,
    },
    /// The answer to a MsgPreVote.
    MsgPreVoteResp {
        /// Whether the vote would be given.
        granted: bool,
    },
    /// The leader is alive. Separate from MsgApp in etcd; one RPC in the paper.
    MsgHeartbeat {
        /// Commit index, but no further than the follower is known to match.
        commit: u64,
    },
    /// The answer to a MsgHeartbeat.
    MsgHeartbeatResp,
    /// InstallSnapshot (Raft §7), in one piece.
    MsgSnap {
        /// What to restore.
        snapshot: Box<Snapshot>,
    },
}

/// The kind of a message, for notes, filters and names.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the variants of Body say it")]
pub enum MessageType {
    MsgProp,
    MsgApp,
    MsgAppResp,
    MsgVote,
    MsgVoteResp,
    MsgPreVote,
    MsgPreVoteResp,
    MsgHeartbeat,
    MsgHeartbeatResp,
    MsgSnap,
}

impl fmt::Display for MessageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A message that no correct node sends.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, thiserror::Error)]
pub enum Malformed {
    /// Every message but MsgProp belongs to a term, and terms start at 1.
    #[error("the message has term 0")]
    NoTerm,
    /// A MsgProp without a proposal.
    #[error("the message proposes nothing")]
    NothingProposed,
    /// The entries of a MsgApp do not follow each other from `prev`.
    #[error("the entries are not at consecutive indexes")]
    NotConsecutive,
    /// An index beyond [`MAX_INDEX`].
    #[error("an index is beyond {MAX_INDEX}")]
    IndexTooLarge,
}

impl Message {
    /// The kind of message.
    pub const fn kind(&self) -> MessageType {
        match self.body {
            Body::MsgProp { .. } => MessageType::MsgProp,
            Body::MsgApp { .. } => MessageType::MsgApp,
            Body::MsgAppResp { .. } => MessageType::MsgAppResp,
            Body::MsgVote { .. } => MessageType::MsgVote,
            Body::MsgVoteResp { .. } => MessageType::MsgVoteResp,
            Body::MsgPreVote { .. } => MessageType::MsgPreVote,
            Body::MsgPreVoteResp { .. } => MessageType::MsgPreVoteResp,
            Body::MsgHeartbeat { .. } => MessageType::MsgHeartbeat,
            Body::MsgHeartbeatResp => MessageType::MsgHeartbeatResp,
            Body::MsgSnap { .. } => MessageType::MsgSnap,
        }
    }

    /// Whether the shape of the message is one that a correct node could send.
    ///
    /// # Errors
    ///
    /// What is wrong with it. Only what could make the core overflow or leave a hole in a log is
    /// checked; lies are Raft's own business (it does not claim to withstand them).
    pub fn check(&self) -> Result<(), Malformed> {
        if self.term == 0 && self.kind() != MessageType::MsgProp {
            return Err(Malformed::NoTerm);
        }
        match &self.body {
            Body::MsgProp { entries } if entries.is_empty() => Err(Malformed::NothingProposed),
            Body::MsgApp { prev, entries, .. } => {
                let length = entries.len() as u64;
                if prev.index > MAX_INDEX || length > MAX_INDEX - prev.index {
                    return Err(Malformed::IndexTooLarge);
                }
                if (prev.index + 1..)
                    .zip(entries)
                    .all(|(index, e)| e.index == index)
                {
                    Ok(())
                } else {
                    Err(Malformed::NotConsecutive)
                }
            }
            Body::MsgSnap { snapshot } if snapshot.index > MAX_INDEX => {
                Err(Malformed::IndexTooLarge)
            }
            _ => Ok(()),
        }
    }
}

impl MessageType {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::MsgProp,
        Self::MsgApp,
        Self::MsgAppResp,
        Self::MsgVote,
        Self::MsgVoteResp,
        Self::MsgPreVote,
        Self::MsgPreVoteResp,
        Self::MsgHeartbeat,
        Self::MsgHeartbeatResp,
        Self::MsgSnap,
    ];

    /// Whether it answers a request, so that it makes sense only from a member of the cluster.
    pub const fn is_response(self) -> bool {
        matches!(
            self,
            Self::MsgAppResp | Self::MsgVoteResp | Self::MsgPreVoteResp | Self::MsgHeartbeatResp
        )
    }

    /// Whether it vouches for something that must be on disk first: an appended entry or a vote
    /// (Raft thesis §3.8).
    pub const fn waits_for_disk(self) -> bool {
        matches!(
            self,
            Self::MsgAppResp | Self::MsgVoteResp | Self::MsgPreVoteResp
        )
    }

    /// Whether only the leader of its term sends it.
    pub const fn comes_from_leader(self) -> bool {
        matches!(self, Self::MsgApp | Self::MsgHeartbeat | Self::MsgSnap)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{append, log_of, message};
    use super::*;

    #[test]
    fn message_that_no_correct_node_sends_is_refused() {
        let entries = || log_of(4, &[1, 1]);
        let prev = |index| EntryId::new(1, index);
        let check = |term, body| message(2, 1, term, body).check();
        assert_eq!(check(1, append(prev(3), entries(), 0)), Ok(()));
        assert_eq!(check(0, Body::MsgHeartbeatResp), Err(Malformed::NoTerm));
        assert_eq!(
            check(1, append(prev(4), entries(), 0)),
            Err(Malformed::NotConsecutive)
        );
        let far = append(prev(MAX_INDEX - 1), log_of(MAX_INDEX, &[1, 1]), 0);
        assert_eq!(check(1, far), Err(Malformed::IndexTooLarge));
        let nothing = Body::MsgProp { entries: vec![] };
        assert_eq!(check(0, nothing), Err(Malformed::NothingProposed));
    }

    #[test]
    fn kinds_are_named_as_in_etcd() {
        assert_eq!(MessageType::MsgPreVoteResp.to_string(), "MsgPreVoteResp");
        assert_eq!(MessageType::ALL.len(), 10);
    }
}
