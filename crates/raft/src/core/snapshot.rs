//! What happens when a follower needs entries that are compacted (Raft §7).

use super::entry::EntryId;
use super::message::{Body, NodeId};
use super::note::Note;
use super::progress::ProgressState;
use super::raft::{Raft, Role};
use super::storage::Snapshot;

impl Raft {
    /// A leader sends its latest snapshot; false if it does not.
    pub(super) fn maybe_send_snapshot(&mut self, to: NodeId) -> bool {
        let first_index = self.log.first_index();
        let Some(progress) = self.tracker.progress_mut(to) else {
            return false;
        };
        if !progress.recent_active {
            self.notes.push(Note::SnapshotNotSent { peer: to });
            return false;
        }
        let snapshot = self.log.snapshot();
        if snapshot.index == 0 {
            return false;
        }
        let from = progress.state;
        self.notes.push(Note::SentSnapshot {
            peer: to,
            first_index,
            commit: self.log.committed,
            snapshot: snapshot.id(),
            progress: progress.view(),
        });
        progress.become_snapshot(snapshot.index);
        self.notes.push(Note::PausedForSnapshot {
            peer: to,
            progress: progress.view(),
        });
        let snapshot = Box::new(snapshot.clone());
        self.note_progress_changed(to, from);
        self.send(to, Body::MsgSnap { snapshot });
        true
    }

    /// A snapshot from the leader (Raft Figure 13, InstallSnapshot RPC, receiver).
    pub(super) fn handle_snapshot(&mut self, from: NodeId, snapshot: Snapshot) {
        let id = snapshot.id();
        let index = if self.restore(snapshot) {
            self.log.last_index()
        } else {
            self.notes.push(Note::IgnoredSnapshot {
                commit: self.log.committed,
                snapshot: id,
            });
            self.log.committed
        };
        self.acknowledge_append(from, index);
    }

    /// Replaces log and configuration by the snapshot's; false if it is of no use.
    fn restore(&mut self, snapshot: Snapshot) -> bool {
        let id: EntryId = snapshot.id();
        if id.index <= self.log.committed {
            return false;
        }
        if !snapshot.conf.is_member(self.config.id) {
            self.notes.push(Note::SnapshotWithoutMe { snapshot: id });
            return false;
        }
        // The entries are all here, so keep them and whatever follows.
        if self.log.matches(id) {
            self.notes.push(Note::FastForwardedToSnapshot {
                commit: self.log.committed,
                last: self.log.last_id(),
                snapshot: id,
            });
            self.log.commit_to(id.index, &mut self.notes);
            return false;
        }
        self.notes.push(Note::RestoringSnapshot {
            log: self.log.view(),
            snapshot: id,
        });
        self.tracker = self.tracker.with_conf(snapshot.conf.clone(), id.index);
        self.log.restore(snapshot);
        self.notes.push(Note::SwitchedConfiguration);
        self.notes.push(Note::RestoredSnapshot {
            commit: self.log.committed,
            last: self.log.last_id(),
            snapshot: id,
        });
        true
    }

    /// The caller says how sending a snapshot to `peer` went. The follower's own acknowledgement is
    /// enough; this is for transports that know earlier, or that know of a failure.
    pub fn report_snapshot(&mut self, peer: NodeId, succeeded: bool) {
        if self.role != Role::Leader {
            return;
        }
        let Some(progress) = self.tracker.progress_mut(peer) else {
            return self.notes.push(Note::NoProgress { from: peer });
        };
        if progress.state != ProgressState::Snapshot {
            return;
        }
        if succeeded {
            progress.become_probe();
        } else {
            progress.snapshot_failed();
        }
        self.notes.push(Note::SnapshotReported {
            peer,
            succeeded,
            progress: progress.view(),
        });
        // Wait for its answer, or for a heartbeat's, before trying again.
        progress.flow_paused = true;
        self.note_progress_changed(peer, ProgressState::Snapshot);
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::super::testing::*;
    use super::super::{ConfState, Config};
    use super::*;

    /// Node 3 has nothing; nodes 1 and 2 have ten entries and compacted nine.
    fn net_with_a_late_follower() -> Net {
        let mut net = Net::new((1..=3).map(|id| node(id, 3, &[])).collect());
        net.cut = vec![3];
        net.node(1).campaign();
        net.settle();
        for _ in 0..9 {
            net.node(1).propose("x").unwrap();
        }
        net.settle();
        let leader = net.node(1);
        leader.storage_mut().set_snapshot(Snapshot {
            index: 10,
            term: 1,
            conf: ConfState::of_voters((1..=3).map(NodeId)),
            data: Bytes::from_static(b"nine times x"),
        });
        leader.compact(9).unwrap();
        net.cut.clear();
        net
    }

    #[test]
    fn leader_sends_a_snapshot_to_a_follower_that_needs_what_is_compacted() {
        let mut net = net_with_a_late_follower();
        net.node(1).tick();
        net.settle();
        let late = net.node(3);
        assert_eq!((late.log().committed(), late.log().first_index()), (10, 11));
        assert_eq!(late.storage().snapshot().data, "nine times x");
        net.node(1).propose("y").unwrap();
        net.settle();
        assert_eq!(net.node(3).log().committed(), 11);
        assert_eq!(
            net.node(1).progress(NodeId(3)).unwrap().state,
            ProgressState::Replicate
        );
    }

    #[test]
    fn leader_sends_no_snapshot_to_a_follower_that_it_has_not_heard_from() {
        let mut net = net_with_a_late_follower();
        net.node(1).take_notes();
        net.node(1).broadcast_append();
        let peer = NodeId(3);
        let leader = net.node(1);
        leader.report_unreachable(peer);
        // Not heard from, and the first message went unanswered.
        leader.tracker.progress_mut(peer).unwrap().flow_paused = false;
        assert!(!leader.maybe_send_append(peer, true));
        assert!(
            leader
                .take_notes()
                .contains(&Note::SnapshotNotSent { peer })
        );
    }

    #[test]
    fn follower_ignores_a_snapshot_of_what_it_has_committed() {
        let mut node = node(1, 3, &[1, 1]);
        reply(
            &mut node,
            message(2, 1, 1, append(EntryId::new(1, 2), vec![], 2)),
        );
        let snapshot = Box::new(Snapshot {
            index: 1,
            term: 1,
            conf: node.conf_state().clone(),
            ..Snapshot::default()
        });
        let answer = reply(&mut node, message(2, 1, 1, Body::MsgSnap { snapshot }));
        assert_eq!(answer[0].body, accepted(2));
        assert_eq!(terms(&node), [1, 1]);
    }

    #[test]
    fn follower_keeps_its_entries_if_it_has_all_that_a_snapshot_stands_for() {
        let mut node = node(1, 3, &[1, 1, 1]);
        let snapshot = Box::new(Snapshot {
            index: 2,
            term: 1,
            conf: node.conf_state().clone(),
            ..Snapshot::default()
        });
        reply(&mut node, message(2, 1, 1, Body::MsgSnap { snapshot }));
        assert_eq!((terms(&node), node.log().committed()), (vec![1, 1, 1], 2));
    }

    #[test]
    fn follower_ignores_a_snapshot_that_does_not_know_it() {
        let mut node = node(1, 3, &[]);
        let snapshot = Snapshot {
            index: 2,
            term: 1,
            conf: ConfState::of_voters([NodeId(2)]),
            ..Snapshot::default()
        };
        assert!(!node.restore(snapshot));
        assert_eq!(node.log().last_index(), 0);
    }

    #[test]
    fn node_does_not_campaign_while_a_snapshot_is_being_written() {
        let mut node = node(1, 3, &[]);
        let snapshot = Box::new(Snapshot {
            index: 5,
            term: 1,
            conf: node.conf_state().clone(),
            ..Snapshot::default()
        });
        node.step(message(2, 1, 1, Body::MsgSnap { snapshot }))
            .unwrap();
        node.campaign();
        assert_eq!(node.role(), Role::Follower);
        work(&mut node);
        node.campaign();
        assert_eq!(node.role(), Role::Candidate);
    }

    #[test]
    fn restored_snapshot_survives_a_restart() {
        let mut net = net_with_a_late_follower();
        net.node(1).tick();
        net.settle();
        let disk = net.node(3).storage().clone();
        let again = Raft::new(Config::new(NodeId(3)), disk).unwrap();
        assert_eq!(again.log().committed(), 10);
        assert_eq!(again.log().last_id(), EntryId::new(1, 10));
    }

    #[test]
    fn failed_snapshot_is_forgotten_and_waits_for_a_heartbeat() {
        let mut leader = leader(1, 3, &[]);
        leader
            .tracker
            .progress_mut(NodeId(2))
            .unwrap()
            .become_snapshot(7);
        leader.report_snapshot(NodeId(2), false);
        let progress = leader.progress(NodeId(2)).unwrap();
        assert_eq!((progress.next_index, progress.is_paused()), (1, true));
    }
}
