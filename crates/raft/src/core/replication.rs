//! How the log gets from the leader to a follower (Raft §5.3, with etcd's flow control).

use super::entry::{Entry, EntryId};
use super::message::{Body, NodeId};
use super::note::Note;
use super::progress::ProgressState;
use super::raft::{Raft, Role};
use super::switches::Switch;

impl Raft {
    // The leader sends

    /// Sends every other member what it lacks, or an empty message to tell the commit index.
    pub(super) fn broadcast_append(&mut self) {
        for place in 0..self.tracker.len() {
            if let Some(to) = self
                .tracker
                .member(place)
                .filter(|to| *to != self.config.id)
            {
                self.maybe_send_append(to, true);
            }
        }
    }

    /// Sends a follower a MsgApp with what it lacks, or a snapshot if that is compacted; true if
    /// anything was sent. `if_empty`: even if it lacks nothing.
    pub(super) fn maybe_send_append(&mut self, to: NodeId, if_empty: bool) -> bool {
        let Some(progress) = self.tracker.progress_mut(to) else {
            return false;
        };
        if progress.is_paused() {
            return false;
        }
        let (next, last) = (progress.next_index, self.log.last_index());
        if next > last && !if_empty {
            return false;
        }
        let Some(prev_term) = self.log.term(next - 1) else {
            return self.maybe_send_snapshot(to);
        };
        // At the limit an empty message still goes out: if all in flight were lost, its answer is
        // what starts things again.
        let full = progress.state == ProgressState::Replicate && progress.inflight_full();
        let entries = if full {
            Vec::new()
        } else {
            match self
                .log
                .entries(next, last + 1, self.config.max_size_per_msg)
            {
                Some(entries) => entries,
                None => return self.maybe_send_snapshot(to),
            }
        };
        if entries.is_empty() && !if_empty {
            return false;
        }
        let commit = self.log.committed;
        progress.sent_append(entries.len() as u64, commit);
        self.send(
            to,
            Body::MsgApp {
                prev: EntryId::new(prev_term, next - 1),
                entries,
                commit,
            },
        );
        true
    }

    // A follower receives

    /// Entries from the leader (Raft Figure 2, AppendEntries RPC, receiver).
    pub(super) fn handle_append(
        &mut self,
        from: NodeId,
        prev: EntryId,
        entries: Vec<Entry>,
        commit: u64,
    ) {
        // An old message: everything up to the commit index is known to match.
        if prev.index < self.log.committed {
            return self.acknowledge_append(from, self.log.committed);
        }
        if !self.passes_consistency_check(prev) {
            return self.reject_append(from, prev);
        }
        let last_new = prev.index + entries.len() as u64;
        self.append_after_conflict(entries);
        self.log.commit_to(commit.min(last_new), &mut self.notes);
        self.acknowledge_append(from, last_new);
    }

    /// Whether entries after `prev` may be taken: the log has `prev` (Raft §5.3).
    fn passes_consistency_check(&self, prev: EntryId) -> bool {
        match self.log.term(prev.index) {
            Some(own) => own == prev.term || !self.follows(Switch::ConsistencyCheck),
            None => false,
        }
    }

    /// Keeps what is there already and replaces the log from the first difference on. A message may
    /// come late and bring less than the log has: then nothing is cut off.
    fn append_after_conflict(&mut self, mut entries: Vec<Entry>) {
        let Some(known) = entries
            .iter()
            .position(|entry| !self.log.matches(entry.id()))
        else {
            return;
        };
        let first_new = &entries[known];
        if let Some(existing_term) = self.log.term(first_new.index) {
            self.notes.push(Note::FoundConflict {
                index: first_new.index,
                existing_term,
                conflicting_term: first_new.term,
            });
        }
        if known > 0 {
            entries.drain(..known);
        }
        self.log.append(entries, &mut self.notes);
    }

    pub(super) fn acknowledge_append(&mut self, to: NodeId, index: u64) {
        self.send(
            to,
            Body::MsgAppResp {
                index,
                rejected: None,
            },
        );
    }

    /// Refuses entries, with a hint: the latest entry here that can match the leader's log. Nothing
    /// after it with a term later than `prev`'s can be in a log that has `prev`.
    fn reject_append(&mut self, from: NodeId, prev: EntryId) {
        let own_term = self.log.term(prev.index).unwrap_or(0);
        self.notes.push(Note::RejectedAppend {
            from,
            prev,
            own_term,
        });
        let last = prev.index.min(self.log.last_index());
        let hint = self.log.find_conflict_by_term(last, prev.term);
        self.send(
            from,
            Body::MsgAppResp {
                index: prev.index,
                rejected: Some(hint),
            },
        );
    }

    // The leader receives

    /// What a follower says to a MsgApp or a MsgSnap, or the leader's own disk to the leader.
    pub(super) fn handle_append_response(
        &mut self,
        from: NodeId,
        index: u64,
        rejected: Option<EntryId>,
    ) {
        if self.role != Role::Leader {
            return;
        }
        match self.tracker.progress_mut(from) {
            Some(progress) => progress.recent_active = true,
            None => return self.notes.push(Note::NoProgress { from }),
        }
        match rejected {
            Some(hint) => self.handle_append_rejected(from, index, hint),
            None => self.handle_append_accepted(from, index),
        }
    }

    fn handle_append_rejected(&mut self, from: NodeId, index: u64, hint: EntryId) {
        self.notes
            .push(Note::ReceivedRejection { from, index, hint });
        // The leader's entries between here and there are of later terms than the hint's, and the
        // follower has none of a later term up to the hint: no need to try them one by one.
        let next_probe = if hint.term > 0 {
            self.log.find_conflict_by_term(hint.index, hint.term).index
        } else {
            hint.index
        };
        let Some(progress) = self.tracker.progress_mut(from) else {
            return;
        };
        if !progress.maybe_decrease(index, next_probe) {
            return;
        }
        self.notes.push(Note::DecreasedProgress {
            peer: from,
            progress: progress.view(),
        });
        if progress.state == ProgressState::Replicate {
            progress.become_probe();
            self.note_progress_changed(from, ProgressState::Replicate);
        }
        self.maybe_send_append(from, true);
    }

    fn handle_append_accepted(&mut self, from: NodeId, index: u64) {
        // A follower may know more to be committed than a leader that should never have won, but
        // the leader cannot count what it does not have.
        let index = index.min(self.log.last_index());
        let first_index = self.log.first_index();
        let Some(progress) = self.tracker.progress_mut(from) else {
            return;
        };
        let state = progress.state;
        let found = state == ProgressState::Probe && progress.match_index == index;
        if !progress.maybe_update(index) && !found {
            return;
        }
        match state {
            ProgressState::Probe => progress.become_replicate(),
            ProgressState::Replicate => progress.free_inflights(index),
            // Wherever the snapshot was: what counts is that the log connects.
            ProgressState::Snapshot if progress.match_index + 1 >= first_index => {
                self.notes.push(Note::RecoveredFromSnapshot {
                    peer: from,
                    progress: progress.view(),
                });
                progress.become_probe();
                progress.become_replicate();
            }
            ProgressState::Snapshot => {}
        }
        if progress.state != state {
            self.note_progress_changed(from, state);
        }
        if self.maybe_commit() {
            self.broadcast_append();
        } else if from != self.config.id && self.can_bump_commit(from) {
            self.maybe_send_append(from, true);
        }
        // There may be room in flight again for more than one message.
        if from != self.config.id {
            while self.maybe_send_append(from, false) {}
        }
    }

    fn can_bump_commit(&self, peer: NodeId) -> bool {
        (self.tracker.progress(peer))
            .is_some_and(|progress| progress.can_bump_commit(self.log.committed))
    }

    /// The caller could not deliver a message to `peer`: what was streamed may be lost, so probe.
    pub fn report_unreachable(&mut self, peer: NodeId) {
        if self.role != Role::Leader {
            return;
        }
        let Some(progress) = self.tracker.progress_mut(peer) else {
            return self.notes.push(Note::NoProgress { from: peer });
        };
        if progress.state == ProgressState::Replicate {
            progress.become_probe();
            self.note_progress_changed(peer, ProgressState::Replicate);
        }
        if let Some(progress) = self.tracker.progress(peer).map(super::Progress::view) {
            self.notes.push(Note::Unreachable { peer, progress });
        }
    }

    pub(super) fn note_progress_changed(&mut self, peer: NodeId, from: ProgressState) {
        if let Some(progress) = self.tracker.progress(peer).map(super::Progress::view) {
            self.notes.push(Note::ProgressChanged {
                peer,
                from,
                progress,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{Message, Switch};
    use super::*;

    fn answer(node: &mut Raft, request: Body) -> Body {
        let request = message(2, node.id().0, node.term().max(1), request);
        match reply(node, request).as_slice() {
            [Message { body, .. }] => body.clone(),
            other => panic!("one answer expected: {other:?}"),
        }
    }

    #[test]
    fn follower_takes_entries_that_follow_on_its_own_and_commits_what_it_is_told() {
        let mut node = node(1, 3, &[1, 1]);
        let entries = log_of(3, &[1, 1]);
        assert_eq!(
            answer(&mut node, append(EntryId::new(1, 2), entries, 3)),
            accepted(4)
        );
        assert_eq!(
            (terms(&node), node.log().committed()),
            (vec![1, 1, 1, 1], 3)
        );
    }

    #[test]
    fn follower_commits_no_further_than_the_entries_it_got() {
        let mut node = node(1, 3, &[1, 1, 1]);
        answer(&mut node, append(EntryId::new(1, 1), log_of(2, &[1]), 3));
        assert_eq!(node.log().committed(), 2);
    }

    #[test]
    fn follower_refuses_entries_that_leave_a_hole() {
        let mut node = node(1, 3, &[1]);
        let rejected = Some(EntryId::new(1, 1));
        let refusal = Body::MsgAppResp { index: 5, rejected };
        assert_eq!(
            answer(&mut node, append(EntryId::new(1, 5), vec![], 0)),
            refusal
        );
    }

    #[test]
    fn follower_refuses_entries_after_one_it_does_not_have_and_hints_where_to_try() {
        // Whatever has the leader's entry of term 3 has nothing of a later term before it.
        let mut node = node(1, 3, &[1, 2, 4, 4, 5]);
        let rejected = Some(EntryId::new(2, 2));
        let refusal = Body::MsgAppResp { index: 4, rejected };
        assert_eq!(
            answer(&mut node, append(EntryId::new(3, 4), vec![], 0)),
            refusal
        );
        assert_eq!(terms(&node), [1, 2, 4, 4, 5]);
    }

    #[test]
    fn without_the_consistency_check_a_follower_keeps_a_wrong_entry_before_a_right_one() {
        let mut node = node_without(&[Switch::ConsistencyCheck], 1, 3, &[1, 2]);
        let entries = log_of(3, &[3]);
        assert_eq!(
            answer(&mut node, append(EntryId::new(1, 2), entries, 0)),
            accepted(3)
        );
        assert_eq!(terms(&node), [1, 2, 3]);
        let far = answer(&mut node, append(EntryId::new(3, 9), vec![], 0));
        assert!(matches!(
            far,
            Body::MsgAppResp {
                rejected: Some(_),
                ..
            }
        ));
    }

    #[test]
    fn follower_replaces_its_log_from_the_first_conflict_on() {
        let mut node = node(1, 3, &[1, 2, 2, 2]);
        let entries = log_of(2, &[2, 3]);
        assert_eq!(
            answer(&mut node, append(EntryId::new(1, 1), entries, 0)),
            accepted(3)
        );
        assert_eq!(terms(&node), [1, 2, 3]);
        assert!(node.take_notes().contains(&Note::FoundConflict {
            index: 3,
            existing_term: 2,
            conflicting_term: 3,
        }));
        assert_eq!(node.storage().entries().len(), 3);
    }

    #[test]
    fn late_message_with_fewer_entries_cuts_nothing_off() {
        let mut node = node(1, 3, &[1, 1, 1, 1]);
        let entries = log_of(2, &[1]);
        assert_eq!(
            answer(&mut node, append(EntryId::new(1, 1), entries, 0)),
            accepted(2)
        );
        assert_eq!(terms(&node), [1, 1, 1, 1]);
    }

    #[test]
    fn follower_answers_with_its_commit_index_to_what_is_before_it() {
        let mut node = node(1, 3, &[1, 1, 1]);
        answer(&mut node, append(EntryId::new(1, 3), vec![], 3));
        let old = append(EntryId::new(1, 1), log_of(2, &[9]), 0);
        assert_eq!(answer(&mut node, old), accepted(3));
        assert_eq!(terms(&node), [1, 1, 1]);
    }

    #[test]
    fn leader_brings_every_log_of_figure_7_to_its_own() {
        let followers: [&[u64]; 6] = [
            &[1, 1, 1, 4, 4, 5, 5, 6, 6],
            &[1, 1, 1, 4],
            &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
            &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
            &[1, 1, 1, 4, 4, 4, 4],
            &[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
        ];
        let own = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];
        let mut nodes = vec![node(1, 7, &own)];
        nodes.extend((2..).zip(followers).map(|(id, log)| node(id, 7, log)));
        let mut net = Net::new(nodes);
        // Someone led term 7, so a majority has heard of it, as has the node that now campaigns.
        for node in &mut net.nodes {
            node.become_follower(7, None);
        }
        net.node(1).campaign();
        net.settle();
        assert_eq!(net.nodes[0].role(), Role::Leader);
        let log = terms(&net.nodes[0]);
        assert_eq!(log[..10], own);
        for node in &net.nodes {
            assert_eq!(terms(node), log);
            assert_eq!(node.log().committed(), log.len() as u64);
        }
    }

    #[test]
    fn leader_goes_back_by_whole_terms_when_a_follower_hints() {
        let mut leader = leader(1, 3, &[1, 3, 3, 3, 5, 5, 5, 5]);
        work(&mut leader);
        let rejected = Some(EntryId::new(2, 6));
        let retry = reply(
            &mut leader,
            message(2, 1, 6, Body::MsgAppResp { index: 8, rejected }),
        );
        match &retry[0].body {
            Body::MsgApp { prev, entries, .. } => {
                assert_eq!((*prev, entries.len()), (EntryId::new(1, 1), 8));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn leader_streams_up_to_the_limit_and_then_sends_only_empty_messages() {
        let mut leader = leader(1, 3, &[]);
        leader.config.max_inflight_msgs = 2;
        leader.tracker = super::super::tracker::Tracker::new(leader.conf_state().clone(), 0, 2);
        leader.reset(1);
        work(&mut leader);
        reply(&mut leader, message(2, 1, 1, accepted(1)));
        let mut sent = Vec::new();
        for command in ["a", "b", "c"] {
            leader.propose(command).unwrap();
            sent.extend(work(&mut leader).into_iter().filter(|m| m.to == NodeId(2)));
        }
        assert_eq!(sent.len(), 2);
        assert!(leader.progress(NodeId(2)).unwrap().inflight_full());
        let after = reply(&mut leader, message(2, 1, 1, Body::MsgHeartbeatResp));
        assert!(matches!(&after[0].body, Body::MsgApp { entries, .. } if entries.is_empty()));
    }

    #[test]
    fn leader_probes_again_when_a_follower_is_unreachable() {
        let mut leader = leader(1, 3, &[]);
        work(&mut leader);
        reply(&mut leader, message(2, 1, 1, accepted(1)));
        assert_eq!(
            leader.progress(NodeId(2)).unwrap().state,
            ProgressState::Replicate
        );
        leader.report_unreachable(NodeId(2));
        assert_eq!(
            leader.progress(NodeId(2)).unwrap().state,
            ProgressState::Probe
        );
    }

    #[test]
    fn leader_does_not_count_what_it_does_not_have() {
        let mut leader = leader(1, 3, &[]);
        work(&mut leader);
        for follower in [2, 3] {
            leader
                .step(message(follower, 1, 1, accepted(u64::MAX)))
                .unwrap();
        }
        assert_eq!(leader.progress(NodeId(2)).unwrap().match_index, 1);
        assert_eq!(leader.log().committed(), 1);
    }
}
