//! The rules of the protocol: what each event follows, and where it is written.

use crate::core::{MessageType, Role, Switch};
use crate::event::{Event, Refusal};

/// A rule, named so that one can guess its file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "each has its sentence in words/rules.rs")]
pub enum Rule {
    StartsAsFollower,
    ElectionTimer,
    Heartbeat,
    PreVote,
    Candidacy,
    OneVotePerTerm,
    UpToDateLog,
    KnowsLeader,
    Lease,
    CheckQuorum,
    MajorityWins,
    HigherTerm,
    OldTerm,
    OneLeader,
    LeaderAppends,
    SendEntries,
    ConsistencyCheck,
    Overwrite,
    NextIndex,
    CommitMajority,
    CommitOwnTerm,
    LeaderCommit,
    Apply,
    Compaction,
    Snapshot,
    Network,
    Persistent,
    ClientLeader,
    ClientRetry,
    ClientOnce,
    Person,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 31] = [
        Self::StartsAsFollower,
        Self::ElectionTimer,
        Self::Heartbeat,
        Self::PreVote,
        Self::Candidacy,
        Self::OneVotePerTerm,
        Self::UpToDateLog,
        Self::KnowsLeader,
        Self::Lease,
        Self::CheckQuorum,
        Self::MajorityWins,
        Self::HigherTerm,
        Self::OldTerm,
        Self::OneLeader,
        Self::LeaderAppends,
        Self::SendEntries,
        Self::ConsistencyCheck,
        Self::Overwrite,
        Self::NextIndex,
        Self::CommitMajority,
        Self::CommitOwnTerm,
        Self::LeaderCommit,
        Self::Apply,
        Self::Compaction,
        Self::Snapshot,
        Self::Network,
        Self::Persistent,
        Self::ClientLeader,
        Self::ClientRetry,
        Self::ClientOnce,
        Self::Person,
    ];

    /// Where it is written. "Raft" is Ongaro and Ousterhout, *In Search of an Understandable
    /// Consensus Algorithm* (extended version, 2014); "thesis" is Ongaro, *Consensus: Bridging
    /// Theory and Practice* (2014).
    pub fn citation(self) -> &'static str {
        match self {
            Self::StartsAsFollower | Self::ElectionTimer | Self::Heartbeat => "Raft §5.2",
            Self::Candidacy | Self::OneVotePerTerm | Self::MajorityWins => "Raft §5.2",
            Self::PreVote => "Raft thesis §9.6",
            Self::UpToDateLog => "Raft §5.4.1",
            Self::KnowsLeader => "etcd raft.go, Step",
            Self::HigherTerm | Self::OldTerm => "Raft §5.1",
            Self::OneLeader => "Raft §5.2, Figure 3",
            Self::LeaderAppends | Self::SendEntries | Self::ConsistencyCheck => "Raft §5.3",
            Self::Overwrite | Self::NextIndex | Self::CommitMajority => "Raft §5.3",
            Self::LeaderCommit | Self::Apply => "Raft §5.3",
            Self::CommitOwnTerm => "Raft §5.4.2, Figure 8",
            Self::Compaction | Self::Snapshot => "Raft §7",
            Self::Lease => "Raft §6, thesis §4.2.3",
            Self::CheckQuorum => "Raft thesis §6.2",
            Self::Network => "Raft §5.1",
            Self::Persistent => "Raft §5.1, Figure 2",
            Self::ClientLeader | Self::ClientRetry | Self::ClientOnce => "Raft §8",
            Self::Person => "",
        }
    }

    /// The file that holds it.
    pub fn file(self) -> &'static str {
        match self {
            Self::StartsAsFollower | Self::HigherTerm | Self::OldTerm | Self::OneLeader => {
                "raft.rs"
            }
            Self::ElectionTimer => "tick.rs",
            Self::Heartbeat => "heartbeat.rs",
            Self::PreVote | Self::Candidacy | Self::OneVotePerTerm => "election.rs",
            Self::UpToDateLog | Self::KnowsLeader | Self::MajorityWins => "election.rs",
            Self::LeaderAppends => "proposal.rs",
            Self::SendEntries | Self::ConsistencyCheck | Self::Overwrite => "replication.rs",
            Self::NextIndex => "replication.rs",
            Self::CommitMajority | Self::CommitOwnTerm | Self::LeaderCommit => "commit.rs",
            Self::Apply | Self::ClientOnce => "kv.rs",
            Self::Snapshot => "snapshot.rs",
            Self::Lease | Self::CheckQuorum => "lease.rs",
            Self::Compaction => "storage.rs",
            Self::Network => "network.rs",
            Self::Persistent => "storage.rs",
            Self::ClientLeader | Self::ClientRetry => "client.rs",
            Self::Person => "act.rs",
        }
    }

    /// The switch with which it can be turned off, if it has one.
    pub fn switch(self) -> Option<Switch> {
        match self {
            Self::OneVotePerTerm => Some(Switch::OneVotePerTerm),
            Self::UpToDateLog => Some(Switch::UpToDateLog),
            Self::CommitOwnTerm => Some(Switch::CommitOwnTerm),
            Self::ConsistencyCheck => Some(Switch::ConsistencyCheck),
            Self::HigherTerm => Some(Switch::StepDown),
            Self::Persistent => Some(Switch::DurableVote),
            _ => None,
        }
    }

    /// The rule that a switch turns off.
    pub fn of_switch(switch: Switch) -> Self {
        match switch {
            Switch::OneVotePerTerm => Self::OneVotePerTerm,
            Switch::UpToDateLog => Self::UpToDateLog,
            Switch::CommitOwnTerm => Self::CommitOwnTerm,
            Switch::ConsistencyCheck => Self::ConsistencyCheck,
            Switch::StepDown => Self::HigherTerm,
            Switch::DurableVote => Self::Persistent,
        }
    }
}

impl Event {
    /// The rule that made it so.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Started { .. } => Rule::StartsAsFollower,
            Self::ElectionTimeout { .. } => Rule::ElectionTimer,
            Self::HeartbeatDue { .. } | Self::LeaderKnown { .. } => Rule::Heartbeat,
            Self::BecamePreCandidate { .. } => Rule::PreVote,
            Self::BecameCandidate { .. } => Rule::Candidacy,
            Self::BecameLeader { .. } => Rule::MajorityWins,
            Self::BecameFollower { raised: true, .. } => Rule::HigherTerm,
            Self::BecameFollower {
                was: Role::Leader, ..
            }
            | Self::QuorumLost { .. } => Rule::CheckQuorum,
            Self::VoteIgnored { .. } => Rule::Lease,
            Self::BecameFollower { .. } | Self::SecondLeader { .. } => Rule::OneLeader,
            Self::StaleIgnored { .. } => Rule::OldTerm,
            Self::VoteGranted { pre: true, .. } => Rule::PreVote,
            Self::VoteGranted { .. } => Rule::OneVotePerTerm,
            Self::VoteRefused { why, .. } => match why {
                Refusal::Voted(_) => Rule::OneVotePerTerm,
                Refusal::Leader(_) => Rule::KnowsLeader,
                Refusal::LogBehind => Rule::UpToDateLog,
                Refusal::OldTerm => Rule::OldTerm,
            },
            Self::VoteCounted { .. } => Rule::MajorityWins,
            Self::Sent(message) | Self::Received(message) => match message.kind {
                MessageType::MsgVote | MessageType::MsgVoteResp => Rule::Candidacy,
                MessageType::MsgPreVote | MessageType::MsgPreVoteResp => Rule::PreVote,
                MessageType::MsgHeartbeat | MessageType::MsgHeartbeatResp => Rule::Heartbeat,
                MessageType::MsgSnap => Rule::Snapshot,
                MessageType::MsgProp => Rule::ClientLeader,
                MessageType::MsgApp | MessageType::MsgAppResp => Rule::SendEntries,
            },
            Self::NobodyThere(_)
            | Self::Queued(_)
            | Self::ClientQueued { .. }
            | Self::Lost { .. } => Rule::Network,
            Self::Appended { leader: true, .. } => Rule::LeaderAppends,
            Self::Appended { .. } | Self::AppendRefused { .. } => Rule::ConsistencyCheck,
            Self::RolledBack { .. } => Rule::Overwrite,
            Self::NextIndexBack { .. } | Self::Matched { .. } => Rule::NextIndex,
            Self::ProgressChanged { .. } => Rule::NextIndex,
            Self::Committed { leader: true, .. } => Rule::CommitMajority,
            Self::Committed { .. } => Rule::LeaderCommit,
            Self::CommitHeldBack { .. } => Rule::CommitOwnTerm,
            Self::Applied { repeated: true, .. } => Rule::ClientOnce,
            Self::Applied { .. } => Rule::Apply,
            Self::SnapshotTaken { .. } => Rule::Compaction,
            Self::SnapshotSent { .. }
            | Self::SnapshotUnanswered { .. }
            | Self::SnapshotRestored { .. }
            | Self::SnapshotIgnored { .. } => Rule::Snapshot,
            Self::Requested { .. } | Self::Redirected { .. } | Self::Accepted { .. } => {
                Rule::ClientLeader
            }
            Self::ClientHeard { .. } => Rule::ClientRetry,
            Self::GivenUp { .. } | Self::ClientTimeout { .. } | Self::ClientUnheard { .. } => {
                Rule::ClientRetry
            }
            Self::Answered { .. } | Self::Done { .. } => Rule::Apply,
            Self::Restarted { .. } => Rule::Persistent,
            Self::WriteQueued { .. }
            | Self::Crashed { .. }
            | Self::Paused { .. }
            | Self::Resumed { .. }
            | Self::Fired { .. }
            | Self::Partitioned { .. }
            | Self::Healed
            | Self::LinkCut { .. }
            | Self::LinkChanged { .. }
            | Self::Delayed { .. }
            | Self::Duplicated { .. }
            | Self::Hurried(_)
            | Self::RuleSwitched { .. } => Rule::Person,
        }
    }
}
