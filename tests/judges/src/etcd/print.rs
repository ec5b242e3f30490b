//! What happened, in etcd's words (§5).

use std::fmt::Write as _;

use glassbox_raft::core::{
    Body, ConfState, Entry, EntryId, EntryKind, HardState, Message, NodeId, ProgressState,
    ProgressView, Ready, Role, Snapshot,
};

/// §5.1
pub(super) fn ready(ready: &Ready) -> String {
    let mut text = String::new();
    if let Some(soft) = ready.soft_state {
        let _ = writeln!(
            text,
            "Lead:{} State:{}",
            id_or_0(soft.leader),
            role(soft.role)
        );
    }
    if let Some(HardState { term, vote, commit }) = ready.hard_state {
        let vote = vote.map_or_else(String::new, |vote| format!(" Vote:{vote}"));
        let _ = writeln!(text, "HardState Term:{term}{vote} Commit:{commit}");
    }
    if !ready.entries.is_empty() {
        text += "Entries:\n";
        text += &entries(&ready.entries);
    }
    if let Some(received) = &ready.snapshot {
        let _ = writeln!(text, "Snapshot {}", snapshot(received));
    }
    if !ready.committed_entries.is_empty() {
        text += "CommittedEntries:\n";
        text += &entries(&ready.committed_entries);
    }
    if !ready.messages.is_empty() {
        text += "Messages:\n";
        for sent in &ready.messages {
            let _ = writeln!(text, "{}", message(sent));
        }
    }
    if text.is_empty() {
        return "<empty Ready>".to_owned();
    }
    format!("Ready MustSync={}:\n{text}", ready.must_sync)
}

/// §5.2, one per line.
pub(super) fn entries(entries: &[Entry]) -> String {
    entries.iter().map(|e| entry(e) + "\n").collect()
}

fn entry(entry: &Entry) -> String {
    let (name, data) = match entry.kind {
        EntryKind::Normal => ("EntryNormal", format!(" {}", quoted(&entry.data))),
        EntryKind::ConfChange => ("EntryConfChange", String::new()),
        EntryKind::ConfChangeV2 => ("EntryConfChangeV2", String::new()),
    };
    format!("{}/{} {name}{data}", entry.term, entry.index)
}

/// §5.3
pub(super) fn message(message: &Message) -> String {
    let Message { from, to, term, .. } = message;
    let mut at = EntryId::default();
    let mut rest = String::new();
    match &message.body {
        Body::MsgProp { entries } => rest = listed(entries),
        Body::MsgApp {
            prev,
            entries,
            commit,
        } => {
            at = *prev;
            rest = commit_part(*commit) + &listed(entries);
        }
        Body::MsgAppResp { index, rejected } => {
            at.index = *index;
            if let Some(hint) = rejected {
                at.term = hint.term;
                rest = format!(" Rejected (Hint: {})", hint.index);
            }
        }
        Body::MsgVote { last } | Body::MsgPreVote { last } => at = *last,
        Body::MsgVoteResp { granted } | Body::MsgPreVoteResp { granted } => {
            if !granted {
                rest = " Rejected (Hint: 0)".to_owned();
            }
        }
        Body::MsgHeartbeat { commit } => rest = commit_part(*commit),
        Body::MsgHeartbeatResp => {}
        Body::MsgSnap { snapshot: sent } if sent.index > 0 => {
            rest = format!("\n  Snapshot: {}", snapshot(sent));
        }
        Body::MsgSnap { .. } => {}
    }
    let kind = message.kind();
    format!(
        "{:x}->{:x} {kind} Term:{term} Log:{}/{}{rest}",
        from.0, to.0, at.term, at.index
    )
}

fn commit_part(commit: u64) -> String {
    match commit {
        0 => String::new(),
        _ => format!(" Commit:{commit}"),
    }
}

fn listed(entries: &[Entry]) -> String {
    match entries {
        [] => String::new(),
        [only] => format!(" Entries:[{}]", entry(only)),
        many => {
            let lines: String = many.iter().map(|e| format!("\n  {}", entry(e))).collect();
            format!(" Entries:[{lines}\n]")
        }
    }
}

/// §5.4
pub(super) fn snapshot(snapshot: &Snapshot) -> String {
    let ConfState {
        voters,
        voters_outgoing,
        learners,
        learners_next,
        auto_leave,
    } = &snapshot.conf;
    format!(
        "Index:{} Term:{} ConfState:Voters:[{}] VotersOutgoing:[{}] Learners:[{}] \
         LearnersNext:[{}] AutoLeave:{auto_leave}",
        snapshot.index,
        snapshot.term,
        joined(voters, " ", NodeId::to_string),
        joined(voters_outgoing, " ", NodeId::to_string),
        joined(learners, " ", NodeId::to_string),
        joined(learners_next, " ", NodeId::to_string),
    )
}

/// §5.5
pub(super) fn configuration(conf: &ConfState) -> String {
    let set = |ids: &[NodeId]| format!("({})", joined(ids, " ", hex));
    let mut text = format!("voters={}", set(&conf.voters));
    if !conf.voters_outgoing.is_empty() {
        text += &format!("&&{}", set(&conf.voters_outgoing));
    }
    if !conf.learners.is_empty() {
        text += &format!(" learners={}", set(&conf.learners));
    }
    if !conf.learners_next.is_empty() {
        text += &format!(" learners_next={}", set(&conf.learners_next));
    }
    if conf.auto_leave {
        text += " autoleave";
    }
    text
}

/// §5.6, without the id.
pub(super) fn progress(view: &ProgressView) -> String {
    let state = match view.state {
        ProgressState::Probe => "StateProbe",
        ProgressState::Replicate => "StateReplicate",
        ProgressState::Snapshot => "StateSnapshot",
    };
    let mut text = format!(
        "{state} match={} next={}",
        view.match_index, view.next_index
    );
    if view.is_learner {
        text += " learner";
    }
    if view.paused {
        text += " paused";
    }
    if view.pending_snapshot > 0 {
        text += &format!(" pendingSnap={}", view.pending_snapshot);
    }
    if !view.recent_active {
        text += " inactive";
    }
    if view.inflight > 0 {
        text += &format!(" inflight={}", view.inflight);
        if view.inflight_full {
            text += "[full]";
        }
    }
    text
}

pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Follower => "StateFollower",
        Role::PreCandidate => "StatePreCandidate",
        Role::Candidate => "StateCandidate",
        Role::Leader => "StateLeader",
    }
}

pub(super) fn id_or_0(id: Option<NodeId>) -> u64 {
    id.unwrap_or_default().0
}

pub(super) fn hex(id: &NodeId) -> String {
    format!("{:x}", id.0)
}

pub(super) fn joined(ids: &[NodeId], by: &str, print: impl Fn(&NodeId) -> String) -> String {
    ids.iter().map(print).collect::<Vec<_>>().join(by)
}

/// Go's `%q`.
fn quoted(data: &[u8]) -> String {
    let mut text = String::from('"');
    for chunk in data.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => text += "\\\"",
                '\\' => text += "\\\\",
                '\x07' => text += "\\a",
                '\x08' => text += "\\b",
                '\x0c' => text += "\\f",
                '\n' => text += "\\n",
                '\r' => text += "\\r",
                '\t' => text += "\\t",
                '\x0b' => text += "\\v",
                c if c < ' ' || c == '\x7f' => text += &format!("\\x{:02x}", u32::from(c)),
                c if c.is_control() => text += &format!("\\u{:04x}", u32::from(c)),
                c => text.push(c),
            }
        }
        for byte in chunk.invalid() {
            text += &format!("\\x{byte:02x}");
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_quoted_as_go_does() {
        assert_eq!(
            quoted(b"a\"b\\\n\x01\xff\xc3\xa9"),
            r#""a\"b\\\n\x01\xffé""#
        );
        assert_eq!(quoted(b""), r#""""#);
    }

    #[test]
    fn several_entries_stand_on_lines_of_their_own() {
        let entry = |index| Entry {
            term: 1,
            index,
            ..Entry::default()
        };
        assert_eq!(listed(&[]), "");
        assert_eq!(listed(&[entry(3)]), " Entries:[1/3 EntryNormal \"\"]");
        assert_eq!(
            listed(&[entry(3), entry(4)]),
            " Entries:[\n  1/3 EntryNormal \"\"\n  1/4 EntryNormal \"\"\n]"
        );
    }
}
