//! What a node notes, as etcd logs it (§7).

use glassbox_raft::core::{
    Ballot, CampaignRefusal, EntryId, Note, ProgressView, Raft, VoteRefusal,
};

use super::print::{self, hex, id_or_0, joined};

/// From the least to the most important; `None` is for a threshold that nothing reaches.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Level {
    #[default]
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
    None,
}

impl Level {
    const ALL: [Self; 6] = [
        Self::Debug,
        Self::Info,
        Self::Warn,
        Self::Error,
        Self::Fatal,
        Self::None,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
            Self::Fatal => "FATAL",
            Self::None => "NONE",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|level| level.name().eq_ignore_ascii_case(name))
    }
}

/// The lines that etcd logs for a note; none for most of what only a lesson wants to know.
pub(super) fn lines(raft: &Raft, note: &Note) -> Vec<(Level, String)> {
    use Level::{Debug, Error, Info, Warn};
    let me = hex(&raft.id());
    let line = |level, text: String| vec![(level, text)];
    match *note {
        Note::Started {
            term,
            commit,
            applied,
            last,
        } => {
            let peers = joined(&raft.conf_state().all_voters(), ",", hex);
            line(
                Info,
                format!(
                    "newRaft {me} [peers: [{peers}], term: {term}, commit: {commit}, \
                     applied: {applied}, lastindex: {}, lastterm: {}]",
                    last.index, last.term
                ),
            )
        }
        Note::SwitchedConfiguration => {
            let conf = print::configuration(raft.conf_state());
            line(Info, format!("{me} switched to configuration {conf}"))
        }
        Note::BecameFollower { term, .. } => {
            line(Info, format!("{me} became follower at term {term}"))
        }
        Note::BecamePreCandidate { term } => {
            line(Info, format!("{me} became pre-candidate at term {term}"))
        }
        Note::BecameCandidate { term } => {
            line(Info, format!("{me} became candidate at term {term}"))
        }
        Note::BecameLeader { term } => line(Info, format!("{me} became leader at term {term}")),

        Note::QuorumLost { .. } => line(
            Warn,
            format!("{me} stepped down to follower since quorum is not active"),
        ),
        Note::ForgotLeader { leader, term } => line(
            Info,
            format!("{me} forgetting leader {} at term {term}", hex(&leader)),
        ),
        Note::ForgetRefused { .. } => line(
            Error,
            "ignoring MsgForgetLeader due to ReadOnlyLeaseBased".to_owned(),
        ),

        Note::HigherTermMessage {
            kind,
            from,
            term,
            message_term,
        } => line(
            Info,
            format!(
                "{me} [term: {term}] received a {kind} message with higher term from {} \
                 [term: {message_term}]",
                hex(&from)
            ),
        ),
        Note::StaleMessageIgnored {
            kind,
            from,
            term,
            message_term,
        } => line(
            Info,
            format!(
                "{me} [term: {term}] ignored a {kind} message with lower term from {} \
                 [term: {message_term}]",
                hex(&from)
            ),
        ),

        Note::CampaignStarted { term } => line(
            Info,
            format!("{me} is starting a new election at term {term}"),
        ),
        Note::CampaignRefused { reason, term } => match reason {
            CampaignRefusal::AlreadyLeader => line(
                Debug,
                format!("{me} ignoring MsgHup because already leader"),
            ),
            CampaignRefusal::NotPromotable | CampaignRefusal::LastTerm => {
                line(Warn, format!("{me} is unpromotable and can not campaign"))
            }
            CampaignRefusal::PendingConfChange => line(
                Warn,
                format!(
                    "{me} cannot campaign at term {term} since there are still pending \
                     configuration changes to apply"
                ),
            ),
        },
        Note::VoteRequested {
            kind,
            to,
            last,
            term,
        } => line(
            Info,
            format!(
                "{me} {} sent {} request to {} at term {term}",
                at(last),
                kind.request(),
                hex(&to)
            ),
        ),
        Note::VoteCast(ballot) => line(Info, voted(&me, "cast", "for", &ballot)),
        Note::VoteRefused { ballot, reason } => match reason {
            VoteRefusal::AlreadyVoted { .. }
            | VoteRefusal::KnowsLeader { .. }
            | VoteRefusal::LogBehind
            | VoteRefusal::StaleTerm => line(Info, voted(&me, "rejected", "from", &ballot)),
        },
        Note::VoteIgnored {
            ballot,
            remaining_ticks,
        } => line(
            Info,
            format!(
                "{}: lease is not expired (remaining ticks: {remaining_ticks})",
                voted(&me, "ignored", "from", &ballot)
            ),
        ),
        Note::VoteReceived {
            kind,
            from,
            granted,
            term,
        } => {
            let rejection = if granted { "" } else { " rejection" };
            line(
                Info,
                format!(
                    "{me} received {}{rejection} from {} at term {term}",
                    kind.response(),
                    hex(&from)
                ),
            )
        }
        Note::VoteTally {
            kind,
            granted,
            refused,
        } => line(
            Info,
            format!(
                "{me} has received {granted} {} votes and {refused} vote rejections",
                kind.response()
            ),
        ),

        Note::FoundConflict {
            index,
            existing_term,
            conflicting_term,
        } => line(
            Info,
            format!(
                "found conflict at index {index} [existing term: {existing_term}, \
                 conflicting term: {conflicting_term}]"
            ),
        ),
        Note::ReplacedUnstable { from } => line(
            Info,
            format!("replace the unstable entries from index {from}"),
        ),
        Note::TruncatedUnstable { from } => line(
            Info,
            format!("truncate the unstable entries before index {from}"),
        ),
        Note::StableEntryMissing { index } => line(
            Info,
            format!("entry at index {index} missing from unstable log; ignoring"),
        ),
        Note::StableEntryIsSnapshot { index } => line(
            Info,
            format!("entry at index {index} matched unstable snapshot; ignoring"),
        ),
        Note::StableEntryReplaced { stored, term } => line(
            Info,
            format!(
                "entry at (index,term)=({},{}) mismatched with entry at ({},{term}) in unstable \
                 log; ignoring",
                stored.index, stored.term, stored.index
            ),
        ),
        Note::StaleAppendIgnored { term, append_term } => line(
            Info,
            format!(
                "{me} [term: {term}] ignored entry appends from a MsgStorageAppendResp message \
                 with lower term [term: {append_term}]"
            ),
        ),

        Note::RejectedAppend {
            from,
            prev,
            own_term,
        } => line(
            Debug,
            format!(
                "{me} {} rejected MsgApp {} from {}",
                at(EntryId::new(own_term, prev.index)),
                at(prev),
                hex(&from)
            ),
        ),
        Note::ReceivedRejection { from, index, hint } => line(
            Debug,
            format!(
                "{me} received MsgAppResp(rejected, hint: (index {}, term {})) from {} for index \
                 {index}",
                hint.index,
                hint.term,
                hex(&from)
            ),
        ),
        Note::DecreasedProgress { peer, progress } => line(
            Debug,
            format!(
                "{me} decreased progress of {} to {}",
                hex(&peer),
                bracketed(&progress)
            ),
        ),
        Note::Unreachable { peer, progress } => line(
            Debug,
            format!(
                "{me} failed to send message to {} because it is unreachable {}",
                hex(&peer),
                bracketed(&progress)
            ),
        ),
        Note::NoProgress { from } => line(
            Debug,
            format!("{me} no progress available for {}", hex(&from)),
        ),

        Note::SnapshotNotSent { peer } => line(
            Debug,
            format!(
                "ignore sending snapshot to {} since it is not recently active",
                hex(&peer)
            ),
        ),
        Note::SentSnapshot {
            peer,
            first_index,
            commit,
            snapshot,
            progress,
        } => line(
            Debug,
            format!(
                "{me} [firstindex: {first_index}, commit: {commit}] sent snapshot[index: {}, \
                 term: {}] to {} {}",
                snapshot.index,
                snapshot.term,
                hex(&peer),
                bracketed(&progress)
            ),
        ),
        Note::PausedForSnapshot { peer, progress } => line(
            Debug,
            format!(
                "{me} paused sending replication messages to {} {}",
                hex(&peer),
                bracketed(&progress)
            ),
        ),
        Note::RecoveredFromSnapshot { peer, progress } => line(
            Debug,
            format!(
                "{me} recovered from needing snapshot, resumed sending replication messages to \
                 {} {}",
                hex(&peer),
                bracketed(&progress)
            ),
        ),
        Note::SnapshotReported {
            peer,
            succeeded,
            progress,
        } => {
            let outcome = if succeeded { "succeeded" } else { "failed" };
            line(
                Debug,
                format!(
                    "{me} snapshot {outcome}, resumed sending replication messages to {} {}",
                    hex(&peer),
                    bracketed(&progress)
                ),
            )
        }
        Note::RestoringSnapshot { log, snapshot } => line(
            Info,
            format!(
                "log [committed={}, applied={}, applying={}, unstable.offset={}, \
                 unstable.offsetInProgress={}, len(unstable.Entries)={}] starts to restore \
                 snapshot {}",
                log.committed,
                log.applied,
                log.applying,
                log.unstable_offset,
                log.unstable_offset_in_progress,
                log.unstable_entries,
                snapshot_at(snapshot)
            ),
        ),
        Note::RestoredSnapshot {
            commit,
            last,
            snapshot,
        } => {
            let (commit, snapshot) = (format!("commit: {commit}"), snapshot_at(snapshot));
            vec![
                (
                    Info,
                    format!(
                        "{me} [{commit}, lastindex: {}, lastterm: {}] restored snapshot {snapshot}",
                        last.index, last.term
                    ),
                ),
                (
                    Info,
                    format!("{me} [{commit}] restored snapshot {snapshot}"),
                ),
            ]
        }
        Note::FastForwardedToSnapshot {
            commit,
            last,
            snapshot,
        } => line(
            Info,
            format!(
                "{me} [commit: {commit}, lastindex: {}, lastterm: {}] fast-forwarded commit to \
                 snapshot {}",
                last.index,
                last.term,
                snapshot_at(snapshot)
            ),
        ),
        Note::IgnoredSnapshot { commit, snapshot } => line(
            Info,
            format!(
                "{me} [commit: {commit}] ignored snapshot {}",
                snapshot_at(snapshot)
            ),
        ),
        Note::SnapshotWithoutMe { .. } => line(
            Warn,
            format!("{me} attempted to restore snapshot but it is not in the ConfState"),
        ),

        Note::ProposalDropped { term } => line(
            Info,
            format!("{me} no leader at term {term}; dropping proposal"),
        ),

        Note::AppendedEntries { .. }
        | Note::CommitAdvanced { .. }
        | Note::CommitHeldBack { .. }
        | Note::ElectionTimeout { .. }
        | Note::HeartbeatTimeout
        | Note::HigherTermIgnored { .. }
        | Note::ProgressChanged { .. }
        | Note::ProposalForwarded { .. }
        | Note::SecondLeader { .. }
        | Note::StaleLeaderTold { .. } => Vec::new(),
    }
}

fn voted(me: &str, did: &str, whom: &str, ballot: &Ballot) -> String {
    format!(
        "{me} [logterm: {}, index: {}, vote: {:x}] {did} {} {whom} {} {} at term {}",
        ballot.own_last.term,
        ballot.own_last.index,
        id_or_0(ballot.vote_before),
        ballot.kind.request(),
        hex(&ballot.candidate),
        at(ballot.candidate_last),
        ballot.term
    )
}

fn at(entry: EntryId) -> String {
    format!("[logterm: {}, index: {}]", entry.term, entry.index)
}

fn snapshot_at(entry: EntryId) -> String {
    format!("[index: {}, term: {}]", entry.index, entry.term)
}

fn bracketed(progress: &ProgressView) -> String {
    format!("[{}]", print::progress(progress))
}
