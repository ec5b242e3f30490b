//! What can happen in a cluster, in Raft's own terms.
//!
//! Events are small and hold no text: [`words`](crate::words) has one sentence for each in every
//! language, [`rule`](crate::rule) says which rule of the protocol each follows. Terms and indexes
//! are kept in 32 bits; what does not fit is shown as the largest number.

use glassbox_sim::{Loss, PacketId};
use serde::Serialize;

use crate::act::NodeNo;
use crate::command::Key;
use crate::core::{MessageType, ProgressState, Role, Switch};

/// What is said of a message in the log: enough to tell it from others.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Summary {
    /// The packet that carries it.
    pub packet: PacketId,
    /// Who sent it.
    pub from: NodeNo,
    /// To whom.
    pub to: NodeNo,
    /// What kind it is.
    pub kind: MessageType,
    /// Entries in it.
    pub entries: u32,
    /// For answers: whether it says yes.
    pub yes: bool,
    /// The sender's term.
    pub term: u32,
    /// For entries and their answers, the last index that it is about.
    pub index: u32,
}

/// Why a vote was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Refusal {
    /// The vote of this term went to this node.
    Voted(NodeNo),
    /// This node leads already.
    Leader(NodeNo),
    /// The candidate's last entry is older than the voter's.
    LogBehind,
    /// The request is of an earlier term.
    OldTerm,
}

/// A request of a client.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct RequestNo {
    /// The client, from 1.
    pub client: u8,
    /// Its number among the client's requests, from 1.
    pub serial: u16,
}

/// What a client makes of an answer that is neither a success nor the name of a node to ask.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Heard {
    /// The node knows of no leader: the client waits and asks again.
    NoLeader,
    /// The node names the one that was asked already: the client waits and asks again.
    Same(NodeNo),
    /// The client waits for this answer no more.
    Late,
}

/// One thing that happened.
#[derive(
    Clone, Copy, Debug, Eq, PartialEq, Serialize, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "the fields are named as the field names them; a variant says what happened"
)]
pub enum Event {
    /// The cluster starts: everyone follows, nobody leads.
    Started { nodes: u8 },

    // Time
    /// A follower or candidate heard of no leader for as long as its election timer ran.
    ElectionTimeout { node: NodeNo, waited: u32 },
    /// A leader's heartbeat timer ran out.
    HeartbeatDue { node: NodeNo },

    // Roles and terms
    /// Asks around whether it could win.
    BecamePreCandidate { node: NodeNo, term: u32 },
    /// Started a term and asks for votes.
    BecameCandidate { node: NodeNo, term: u32 },
    /// Won.
    BecameLeader { node: NodeNo, term: u32, votes: u8 },
    /// Gave up a role, or came into a later term.
    BecameFollower {
        node: NodeNo,
        term: u32,
        was: Role,
        raised: bool,
    },
    /// Learned who leads.
    LeaderKnown {
        node: NodeNo,
        leader: NodeNo,
        term: u32,
    },
    /// A message of an earlier term was ignored.
    StaleIgnored {
        node: NodeNo,
        from: NodeNo,
        kind: MessageType,
        term: u32,
        own_term: u32,
    },
    /// Two leaders of one term met: possible only with a rule switched off.
    SecondLeader {
        node: NodeNo,
        other: NodeNo,
        term: u32,
    },

    // Votes
    /// Gave its vote.
    VoteGranted {
        node: NodeNo,
        candidate: NodeNo,
        term: u32,
        pre: bool,
    },
    /// Refused its vote.
    VoteRefused {
        node: NodeNo,
        candidate: NodeNo,
        term: u32,
        pre: bool,
        why: Refusal,
    },
    /// Ignored a request for its vote, because it heard from this leader lately (CheckQuorum).
    VoteIgnored {
        node: NodeNo,
        candidate: NodeNo,
        leader: NodeNo,
        pre: bool,
    },
    /// A leader has not heard from a majority for a whole election timeout (CheckQuorum).
    QuorumLost { node: NodeNo, term: u32 },
    /// A candidate counted an answer.
    VoteCounted {
        node: NodeNo,
        from: NodeNo,
        granted: bool,
        yes: u8,
        no: u8,
        pre: bool,
    },

    // Messages
    /// Sent.
    Sent(Summary),
    /// Arrived.
    Received(Summary),
    /// Arrived at a node that is down.
    NobodyThere(Summary),
    /// Arrived at a node that is paused, and waits there.
    Queued(Summary),
    /// Did not arrive.
    Lost { message: Summary, why: Loss },

    // The log
    /// Entries were written at the end of a log.
    Appended {
        node: NodeNo,
        first: u32,
        last: u32,
        term: u32,
        leader: bool,
    },
    /// Entries that no majority had were cut off.
    RolledBack {
        node: NodeNo,
        first: u32,
        last: u32,
        term: u32,
    },
    /// The entry before the new ones does not match.
    AppendRefused {
        node: NodeNo,
        leader: NodeNo,
        index: u32,
        term: u32,
        own_term: u32,
    },
    /// The leader goes back to find where the logs agree.
    NextIndexBack {
        node: NodeNo,
        peer: NodeNo,
        next: u32,
    },
    /// The leader knows how far a follower agrees.
    Matched {
        node: NodeNo,
        peer: NodeNo,
        index: u32,
        copies: u8,
    },
    /// The leader feeds a follower in another way.
    ProgressChanged {
        node: NodeNo,
        peer: NodeNo,
        state: ProgressState,
    },
    /// The commit index moved.
    Committed {
        node: NodeNo,
        from: u32,
        to: u32,
        leader: bool,
        term: u32,
    },
    /// A majority holds an entry of an earlier term; that alone does not commit it.
    CommitHeldBack {
        node: NodeNo,
        index: u32,
        entry_term: u32,
        term: u32,
    },
    /// A command was executed.
    Applied {
        node: NodeNo,
        index: u32,
        key: Key,
        value: u16,
        repeated: bool,
    },
    /// A node wrote its state to disk and discarded its log up to there.
    SnapshotTaken { node: NodeNo, index: u32, term: u32 },
    /// A follower was sent the leader's state instead of entries.
    SnapshotSent {
        node: NodeNo,
        peer: NodeNo,
        index: u32,
    },
    /// A follower did not acknowledge a snapshot in time: the leader will send one again.
    SnapshotUnanswered { node: NodeNo, peer: NodeNo },
    /// A node took over a leader's state in place of its log.
    SnapshotRestored { node: NodeNo, index: u32, term: u32 },
    /// A snapshot brought nothing that the node did not have.
    SnapshotIgnored { node: NodeNo, index: u32 },

    // Clients
    /// A person told a client to write, which waits until its request before this one is done.
    WriteQueued {
        request: RequestNo,
        key: Key,
        value: u16,
    },
    /// A client asks a node to write.
    Requested {
        request: RequestNo,
        node: NodeNo,
        key: Key,
        value: u16,
        attempt: u16,
    },
    /// The leader put the request into its log.
    Accepted {
        request: RequestNo,
        node: NodeNo,
        index: u32,
        term: u32,
    },
    /// The node is no leader and named the one it knows of.
    Redirected {
        request: RequestNo,
        node: NodeNo,
        leader: Option<NodeNo>,
    },
    /// The node gave up the request: its entry was overwritten.
    GivenUp {
        request: RequestNo,
        node: NodeNo,
        index: u32,
    },
    /// The leader answered: done.
    Answered {
        request: RequestNo,
        node: NodeNo,
        index: u32,
    },
    /// The client has its answer.
    Done { request: RequestNo, index: u32 },
    /// The client waited long enough and asks another node.
    ClientTimeout { request: RequestNo, node: NodeNo },
    /// An answer reached a client that does nothing about it, or not yet.
    ClientHeard {
        request: RequestNo,
        node: NodeNo,
        what: Heard,
    },
    /// A client's message came to a node that is paused, and waits there.
    ClientQueued { request: RequestNo, node: NodeNo },
    /// A client's message came to nobody.
    ClientUnheard { request: RequestNo, node: NodeNo },

    // What a person did
    /// Killed a node.
    Crashed { node: NodeNo },
    /// Started it again.
    Restarted {
        node: NodeNo,
        term: u32,
        last: u32,
        vote_lost: bool,
        /// Up to where its disk has a snapshot instead of entries; 0: it has none.
        snapshot: u32,
    },
    /// Stopped a node's clock.
    Paused { node: NodeNo },
    /// Let it go on.
    Resumed { node: NodeNo, waiting: u8 },
    /// Made a timer fire.
    Fired { node: NodeNo },
    /// Cut the network. For each node, by number from 1, the side it is on, from 0.
    Partitioned { sides: [u8; 9], nodes: u8 },
    /// Mended the network.
    Healed,
    /// Cut or mended one direction of one link.
    LinkCut { from: NodeNo, to: NodeNo, cut: bool },
    /// Changed how links behave.
    LinkChanged {
        from: Option<NodeNo>,
        to: Option<NodeNo>,
    },
    /// Made a message arrive later.
    Delayed { message: Summary, millis: u32 },
    /// Made a message arrive twice.
    Duplicated { message: Summary, copy: PacketId },
    /// Made a message arrive at once.
    Hurried(Summary),
    /// Switched a rule off or on.
    RuleSwitched { rule: Switch, on: bool },
}

/// What an event is on the seek bar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// An election or a change of role.
    Election,
    /// Somebody won.
    Leader,
    /// A client wrote.
    Write,
    /// Something was committed.
    Commit,
    /// The network was cut or mended.
    Partition,
    /// Something was lost, refused or killed.
    Loss,
}

impl Event {
    /// What it is on the seek bar, if it is worth a mark there.
    pub fn mark(&self) -> Option<Mark> {
        match self {
            Self::BecameCandidate { .. } | Self::BecamePreCandidate { .. } => Some(Mark::Election),
            Self::BecameLeader { .. } => Some(Mark::Leader),
            Self::Requested { attempt: 1, .. } => Some(Mark::Write),
            Self::Committed { leader: true, .. } => Some(Mark::Commit),
            Self::Partitioned { .. } | Self::Healed | Self::LinkCut { .. } => Some(Mark::Partition),
            Self::Crashed { .. } | Self::RolledBack { .. } => Some(Mark::Loss),
            _ => None,
        }
    }

    /// Its name in traces and scenario files, as `vote-granted`.
    pub fn name(&self) -> &'static str {
        self.into()
    }

    /// Whether it is shown only to those who want to see everything.
    pub fn is_detail(&self) -> bool {
        match self {
            // That a snapshot is sent is told by an event of its own.
            Self::Sent(message) => message.kind != MessageType::MsgApp || message.entries == 0,
            Self::ClientHeard { what, .. } => *what == Heard::Late,
            Self::Received(_)
            | Self::HeartbeatDue { .. }
            | Self::ProgressChanged { .. }
            | Self::Matched { .. }
            | Self::LeaderKnown { .. }
            | Self::Answered { .. } => true,
            Self::Lost { message, .. } | Self::NobodyThere(message) | Self::Queued(message) => {
                matches!(
                    message.kind,
                    MessageType::MsgHeartbeat | MessageType::MsgHeartbeatResp
                )
            }
            Self::VoteCounted { node, from, .. } => node == from,
            _ => false,
        }
    }

    /// The message it is about.
    pub fn message(&self) -> Option<&Summary> {
        match self {
            Self::Sent(message)
            | Self::Received(message)
            | Self::NobodyThere(message)
            | Self::Queued(message)
            | Self::Hurried(message)
            | Self::Lost { message, .. }
            | Self::Delayed { message, .. }
            | Self::Duplicated { message, .. } => Some(message),
            _ => None,
        }
    }

    /// The node at which it happened, if it happened at one.
    pub fn node(&self) -> Option<NodeNo> {
        match self {
            Self::ElectionTimeout { node, .. }
            | Self::HeartbeatDue { node }
            | Self::BecamePreCandidate { node, .. }
            | Self::BecameCandidate { node, .. }
            | Self::BecameLeader { node, .. }
            | Self::BecameFollower { node, .. }
            | Self::LeaderKnown { node, .. }
            | Self::StaleIgnored { node, .. }
            | Self::SecondLeader { node, .. }
            | Self::VoteGranted { node, .. }
            | Self::VoteRefused { node, .. }
            | Self::VoteIgnored { node, .. }
            | Self::QuorumLost { node, .. }
            | Self::VoteCounted { node, .. }
            | Self::Appended { node, .. }
            | Self::RolledBack { node, .. }
            | Self::AppendRefused { node, .. }
            | Self::NextIndexBack { node, .. }
            | Self::Matched { node, .. }
            | Self::ProgressChanged { node, .. }
            | Self::Committed { node, .. }
            | Self::CommitHeldBack { node, .. }
            | Self::Applied { node, .. }
            | Self::SnapshotTaken { node, .. }
            | Self::SnapshotSent { node, .. }
            | Self::SnapshotUnanswered { node, .. }
            | Self::SnapshotRestored { node, .. }
            | Self::SnapshotIgnored { node, .. }
            | Self::Requested { node, .. }
            | Self::Accepted { node, .. }
            | Self::Redirected { node, .. }
            | Self::GivenUp { node, .. }
            | Self::Answered { node, .. }
            | Self::ClientTimeout { node, .. }
            | Self::ClientHeard { node, .. }
            | Self::ClientQueued { node, .. }
            | Self::ClientUnheard { node, .. }
            | Self::Crashed { node }
            | Self::Restarted { node, .. }
            | Self::Paused { node }
            | Self::Resumed { node, .. }
            | Self::Fired { node } => Some(*node),
            Self::Sent(message) => Some(message.from),
            Self::Received(message) | Self::NobodyThere(message) | Self::Queued(message) => {
                Some(message.to)
            }
            Self::Started { .. }
            | Self::Lost { .. }
            | Self::WriteQueued { .. }
            | Self::Done { .. }
            | Self::Partitioned { .. }
            | Self::Healed
            | Self::LinkCut { .. }
            | Self::LinkChanged { .. }
            | Self::Delayed { .. }
            | Self::Duplicated { .. }
            | Self::Hurried(_)
            | Self::RuleSwitched { .. } => None,
        }
    }
}

/// A number for display, cut to 32 bits.
pub(crate) fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use glassbox_sim::Record;

    use super::*;

    #[test]
    fn an_event_and_its_record_are_small() {
        assert!(size_of::<Event>() <= 32, "{}", size_of::<Event>());
        assert!(
            size_of::<Record<Event>>() <= 48,
            "{}",
            size_of::<Record<Event>>()
        );
    }
}
