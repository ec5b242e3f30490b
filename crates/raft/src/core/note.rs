//! What happened inside a node, as values: for a log, for a lesson, for a judge.
//!
//! Notes come in the order in which things happen and accumulate until
//! [`Raft::take_notes`](super::Raft::take_notes). They are plain numbers; whoever turns them into
//! words knows which node they came from.

use serde::{Deserialize, Serialize};

use super::entry::EntryId;
use super::message::{MessageType, NodeId};
use super::progress::{ProgressState, ProgressView};
use super::raft::Role;

/// One thing that happened in a node.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Note {
    // A node's life
    /// The node came up with what its storage held.
    Started {
        /// Stored term.
        term: u64,
        /// Stored commit index.
        commit: u64,
        /// What its state machine has applied.
        applied: u64,
        /// The last stored entry.
        last: EntryId,
    },
    /// Another configuration holds from now on; see [`Raft::conf_state`](super::Raft::conf_state).
    SwitchedConfiguration,
    /// It follows, whether or not it did so before.
    BecameFollower {
        /// The node's term from now on.
        term: u64,
        /// Whom it follows, if that is known.
        leader: Option<NodeId>,
        /// What it was.
        from: Role,
    },
    /// It asks whether it could win, without starting a term.
    BecamePreCandidate {
        /// The node's term, unchanged.
        term: u64,
    },
    /// It started a term and asks for votes.
    BecameCandidate {
        /// The new term.
        term: u64,
    },
    /// It won.
    BecameLeader {
        /// The term it leads.
        term: u64,
    },

    // Terms
    /// A message of a later term came in: the node is behind (Raft §5.1).
    HigherTermMessage {
        /// Kind of message.
        kind: MessageType,
        /// Its sender.
        from: NodeId,
        /// The node's term until now.
        term: u64,
        /// The message's term.
        message_term: u64,
    },
    /// A message of a later term was thrown away because stepping down is switched off.
    HigherTermIgnored {
        /// Kind of message.
        kind: MessageType,
        /// Its sender.
        from: NodeId,
        /// The message's term.
        message_term: u64,
    },
    /// A message of an earlier term was thrown away.
    StaleMessageIgnored {
        /// Kind of message.
        kind: MessageType,
        /// Its sender.
        from: NodeId,
        /// The node's term.
        term: u64,
        /// The message's term.
        message_term: u64,
    },
    /// A leader of an earlier term was answered with the present one, so that it steps down.
    StaleLeaderTold {
        /// That leader.
        from: NodeId,
        /// The term it thinks it leads.
        message_term: u64,
    },
    /// A message that only the leader sends reached a leader of the same term. That is possible only
    /// with a rule switched off, or with a liar around.
    SecondLeader {
        /// The other one.
        from: NodeId,
        /// Their term.
        term: u64,
    },

    /// A leader heard from no majority for a whole election timeout and steps down.
    QuorumLost {
        /// The term it led.
        term: u64,
    },
    /// The node was told to forget its leader and did.
    ForgotLeader {
        /// The leader.
        leader: NodeId,
        /// Their term.
        term: u64,
    },
    /// The node was told to forget its leader and does not: the leader reads on its lease.
    ForgetRefused {
        /// The node's term.
        term: u64,
    },

    // Elections
    /// The election timer ran out.
    ElectionTimeout {
        /// Ticks it had been running.
        elapsed: u32,
    },
    /// A campaign starts.
    CampaignStarted {
        /// The node's term until now.
        term: u64,
    },
    /// The node was told to campaign and does not.
    CampaignRefused {
        /// Why.
        reason: CampaignRefusal,
        /// The node's term.
        term: u64,
    },
    /// A vote was asked for.
    VoteRequested {
        /// For real or in advance.
        kind: VoteKind,
        /// Who is asked.
        to: NodeId,
        /// The asking node's last entry.
        last: EntryId,
        /// The asking node's term.
        term: u64,
    },
    /// The node gave its vote.
    VoteCast(Ballot),
    /// The node refused its vote.
    VoteRefused {
        /// To whom, and what the two logs were.
        ballot: Ballot,
        /// The first rule that forbade it.
        reason: VoteRefusal,
    },
    /// The node heard from a leader lately and ignores a campaign of a later term.
    VoteIgnored {
        /// Whose, and what the two logs were.
        ballot: Ballot,
        /// Ticks until it would answer.
        remaining_ticks: u32,
    },
    /// An answer came in. Repeated answers count once.
    VoteReceived {
        /// For real or in advance.
        kind: VoteKind,
        /// Who answered.
        from: NodeId,
        /// Yes or no.
        granted: bool,
        /// The candidate's term.
        term: u64,
    },
    /// The count after that answer.
    VoteTally {
        /// For real or in advance.
        kind: VoteKind,
        /// How many said yes, the candidate included.
        granted: u32,
        /// How many said no.
        refused: u32,
    },

    // The log
    /// Entries were added at the end of the log, in memory.
    AppendedEntries {
        /// Index of the first.
        first: u64,
        /// Index of the last.
        last: u64,
    },
    /// A leader's entry differs from the one at the same index.
    FoundConflict {
        /// The index.
        index: u64,
        /// Term of the entry that is there.
        existing_term: u64,
        /// Term of the leader's entry.
        conflicting_term: u64,
    },
    /// All entries from here on were replaced, stored ones among them.
    ReplacedUnstable {
        /// Index of the first replaced entry.
        from: u64,
    },
    /// Entries in memory were cut off from here on and replaced.
    TruncatedUnstable {
        /// Index of the first replaced entry.
        from: u64,
    },
    /// The disk vouched for an entry that is not (or no longer) waiting for it.
    StableEntryMissing {
        /// The entry.
        index: u64,
    },
    /// The disk vouched for an entry that a snapshot has replaced.
    StableEntryIsSnapshot {
        /// The entry.
        index: u64,
    },
    /// The disk vouched for an entry that has been replaced by another one since.
    StableEntryReplaced {
        /// What the disk has.
        stored: EntryId,
        /// The term of what is in the log now.
        term: u64,
    },
    /// The disk finished appends of an earlier term, which may have been overwritten: not counted.
    StaleAppendIgnored {
        /// The node's term.
        term: u64,
        /// The term in which the append was handed out.
        append_term: u64,
    },
    /// The commit index moved. On a leader those with match >= `to` are the quorum that counted.
    CommitAdvanced {
        /// Commit index before.
        from: u64,
        /// Commit index from now on.
        to: u64,
    },
    /// A majority holds this entry, but it is of an earlier term, so counting does not commit it
    /// (Raft §5.4.2).
    CommitHeldBack {
        /// The entry.
        entry: EntryId,
        /// The leader's term.
        term: u64,
    },

    // Replication
    /// The consistency check failed (Raft §5.3).
    RejectedAppend {
        /// The leader.
        from: NodeId,
        /// The entry that the leader's entries follow.
        prev: EntryId,
        /// The term at that index here; 0 if there is none.
        own_term: u64,
    },
    /// A follower refused entries.
    ReceivedRejection {
        /// The follower.
        from: NodeId,
        /// The index it has no match at.
        index: u64,
        /// Its latest entry that may match.
        hint: EntryId,
    },
    /// A refusal moved a follower's nextIndex back. The view is from before a change to Probe.
    DecreasedProgress {
        /// The follower.
        peer: NodeId,
        /// Its progress now.
        progress: ProgressView,
    },
    /// The way in which a follower is fed changed.
    ProgressChanged {
        /// The follower.
        peer: NodeId,
        /// State before.
        from: ProgressState,
        /// Its progress now.
        progress: ProgressView,
    },
    /// A message to a follower could not be delivered.
    Unreachable {
        /// The follower.
        peer: NodeId,
        /// Its progress now.
        progress: ProgressView,
    },
    /// A message came from a node that this leader does not replicate to.
    NoProgress {
        /// That node.
        from: NodeId,
    },
    /// The heartbeat timer of a leader ran out.
    HeartbeatTimeout,

    // Snapshots
    /// A follower needs a snapshot, but has not been heard from.
    SnapshotNotSent {
        /// The follower.
        peer: NodeId,
    },
    /// A follower gets a snapshot because the entries it needs are compacted.
    SentSnapshot {
        /// The follower.
        peer: NodeId,
        /// First index of the leader's log.
        first_index: u64,
        /// The leader's commit index.
        commit: u64,
        /// What the snapshot stands for.
        snapshot: EntryId,
        /// The follower's progress before.
        progress: ProgressView,
    },
    /// Nothing more is sent to a follower until its snapshot is acknowledged.
    PausedForSnapshot {
        /// The follower.
        peer: NodeId,
        /// Its progress now.
        progress: ProgressView,
    },
    /// A follower's log connects to the leader's again.
    RecoveredFromSnapshot {
        /// The follower.
        peer: NodeId,
        /// Its progress before the change of state.
        progress: ProgressView,
    },
    /// The caller reported how sending a snapshot went.
    SnapshotReported {
        /// The follower.
        peer: NodeId,
        /// Whether it arrived.
        succeeded: bool,
        /// The follower's progress now.
        progress: ProgressView,
    },
    /// A received snapshot is about to replace the log.
    RestoringSnapshot {
        /// The log until now.
        log: LogView,
        /// What the snapshot stands for.
        snapshot: EntryId,
    },
    /// A received snapshot replaced the log.
    RestoredSnapshot {
        /// Commit index from now on.
        commit: u64,
        /// The last entry from now on.
        last: EntryId,
        /// What the snapshot stands for.
        snapshot: EntryId,
    },
    /// The log had everything that a received snapshot stands for: only the commit index moved.
    FastForwardedToSnapshot {
        /// Commit index before.
        commit: u64,
        /// The last entry of the log.
        last: EntryId,
        /// What the snapshot stands for.
        snapshot: EntryId,
    },
    /// A received snapshot was of no use.
    IgnoredSnapshot {
        /// The node's commit index.
        commit: u64,
        /// What the snapshot stands for.
        snapshot: EntryId,
    },
    /// A received snapshot does not know this node.
    SnapshotWithoutMe {
        /// What the snapshot stands for.
        snapshot: EntryId,
    },

    // Proposals
    /// A proposal went nowhere because no leader is known.
    ProposalDropped {
        /// The node's term.
        term: u64,
    },
    /// A proposal was sent on to the leader.
    ProposalForwarded {
        /// The leader.
        to: NodeId,
    },
}

/// Whether a vote is asked for real or in advance.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum VoteKind {
    /// MsgPreVote: would you?
    PreVote,
    /// MsgVote: do you?
    Vote,
}

impl VoteKind {
    /// The message that asks.
    pub const fn request(self) -> MessageType {
        match self {
            Self::PreVote => MessageType::MsgPreVote,
            Self::Vote => MessageType::MsgVote,
        }
    }

    /// The message that answers.
    pub const fn response(self) -> MessageType {
        match self {
            Self::PreVote => MessageType::MsgPreVoteResp,
            Self::Vote => MessageType::MsgVoteResp,
        }
    }
}

/// What a voter saw when it decided.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ballot {
    /// For real or in advance.
    pub kind: VoteKind,
    /// Who asked.
    pub candidate: NodeId,
    /// The candidate's last entry.
    pub candidate_last: EntryId,
    /// The voter's last entry.
    pub own_last: EntryId,
    /// Who had the voter's vote before.
    pub vote_before: Option<NodeId>,
    /// The voter's term.
    pub term: u64,
}

/// The rule that forbade a vote.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum VoteRefusal {
    /// The vote of this term is given (Raft §5.2).
    AlreadyVoted {
        /// To whom.
        to: NodeId,
    },
    /// There is a leader in this term, so nobody else can win it.
    KnowsLeader {
        /// The leader.
        leader: NodeId,
    },
    /// The candidate's log is less up-to-date (Raft §5.4.1).
    LogBehind,
    /// The request is of an earlier term.
    StaleTerm,
}

/// Why a node does not campaign.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum CampaignRefusal {
    /// It leads.
    AlreadyLeader,
    /// It is no voter of its own configuration, or a snapshot is still being written.
    NotPromotable,
    /// A committed change of the configuration is not applied yet.
    PendingConfChange,
    /// There is no later term. Only a hostile message can bring that about.
    LastTerm,
}

/// The positions of a log.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct LogView {
    /// Highest index known to be committed.
    pub committed: u64,
    /// Highest index applied.
    pub applied: u64,
    /// Highest index handed out for applying.
    pub applying: u64,
    /// First index that is not known to be on disk.
    pub unstable_offset: u64,
    /// First index that has not been handed out for writing.
    pub unstable_offset_in_progress: u64,
    /// Number of entries not known to be on disk.
    pub unstable_entries: u64,
}
