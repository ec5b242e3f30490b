//! How a leader stays leader, and how it hears that a follower is back (Raft §5.2).

use super::message::{Body, NodeId};
use super::progress::ProgressState;
use super::raft::{Raft, Role};

impl Raft {
    /// Tells every other member that the leader is alive.
    pub(super) fn broadcast_heartbeat(&mut self) {
        for place in 0..self.tracker.len() {
            if let Some(to) = self
                .tracker
                .member(place)
                .filter(|to| *to != self.config.id)
            {
                self.send_heartbeat(to);
            }
        }
    }

    fn send_heartbeat(&mut self, to: NodeId) {
        let Some(progress) = self.tracker.progress_mut(to) else {
            return;
        };
        // Beyond the match the follower may hold other entries, which must not become committed.
        let commit = progress.match_index.min(self.log.committed);
        progress.sent_heartbeat(commit);
        self.send(to, Body::MsgHeartbeat { commit });
    }

    pub(super) fn handle_heartbeat(&mut self, from: NodeId, commit: u64) {
        self.log.commit_to(commit, &mut self.notes);
        self.send(from, Body::MsgHeartbeatResp);
    }

    /// The follower is there: whatever was lost on the way to it is sent again.
    pub(super) fn handle_heartbeat_response(&mut self, from: NodeId) {
        if self.role != Role::Leader {
            return;
        }
        let last = self.log.last_index();
        let Some(progress) = self.tracker.progress_mut(from) else {
            return;
        };
        progress.recent_active = true;
        progress.flow_paused = false;
        // A follower that has everything is written to as well while probing: only an answer to a
        // MsgApp brings it back to streaming.
        if progress.match_index < last || progress.state == ProgressState::Probe {
            self.maybe_send_append(from, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{EntryId, Role};
    use super::*;

    #[test]
    fn heartbeat_commits_no_further_than_the_follower_is_known_to_match() {
        let mut leader = leader(1, 3, &[1, 1]);
        work(&mut leader);
        reply(&mut leader, message(2, 1, 2, accepted(3)));
        assert_eq!(leader.log().committed(), 3);
        leader.tick();
        let commits: Vec<Body> = work(&mut leader).into_iter().map(|m| m.body).collect();
        assert_eq!(
            commits,
            [
                Body::MsgHeartbeat { commit: 3 },
                Body::MsgHeartbeat { commit: 0 }
            ]
        );
    }

    #[test]
    fn follower_commits_what_a_heartbeat_says_as_far_as_it_has_it() {
        let mut node = node(1, 3, &[1, 1]);
        reply(
            &mut node,
            message(2, 1, 1, Body::MsgHeartbeat { commit: 1 }),
        );
        assert_eq!(node.log().committed(), 1);
        reply(
            &mut node,
            message(2, 1, 1, Body::MsgHeartbeat { commit: 9 }),
        );
        assert_eq!(node.log().committed(), 2);
    }

    #[test]
    fn answer_to_a_heartbeat_makes_a_leader_send_again_what_was_lost() {
        let mut leader = leader(1, 3, &[]);
        assert_eq!(work(&mut leader).len(), 2);
        assert!(work(&mut leader).is_empty());
        let again = reply(&mut leader, message(2, 1, 1, Body::MsgHeartbeatResp));
        assert!(matches!(
            again[0].body,
            Body::MsgApp {
                prev: EntryId { index: 0, .. },
                ..
            }
        ));
    }

    #[test]
    fn heartbeat_of_an_earlier_term_is_ignored_or_answered_with_the_term_under_pre_vote() {
        let mut node = node(1, 3, &[3]);
        let old = message(2, 1, 2, Body::MsgHeartbeat { commit: 0 });
        assert!(reply(&mut node, old.clone()).is_empty());
        assert_eq!((node.role(), node.leader()), (Role::Follower, None));
        node.config.pre_vote = true;
        assert_eq!(reply(&mut node, old), [message(1, 2, 3, accepted(0))]);
    }
}
