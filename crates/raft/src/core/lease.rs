//! The lease of a leader: it gives up when it hears from no majority, and until then nobody who
//! hears from it helps anyone else to replace it (Raft thesis §6.2, §6.4.1 and §4.2.3; etcd
//! `CheckQuorum`).

use super::message::{Body, Message};
use super::note::{Note, VoteKind};
use super::quorum::VoteResult;
use super::raft::{Raft, Role};

impl Raft {
    /// A whole election timeout of a leader is over: without a majority it follows.
    pub(super) fn check_quorum(&mut self) {
        let term = self.term;
        if self.tracker.quorum_active() != VoteResult::Won {
            self.notes.push(Note::QuorumLost { term });
            self.become_follower(term, None);
        }
        self.tracker.forget_activity(self.config.id);
    }

    /// Ignores a campaign while this node hears from a leader, so that a node that does not cannot
    /// disturb the others. Without an answer: even the later term in a refusal would disturb.
    pub(super) fn ignore_in_lease(&mut self, message: &Message) -> bool {
        let (kind, last) = match message.body {
            Body::MsgPreVote { last } => (VoteKind::PreVote, last),
            Body::MsgVote { last } => (VoteKind::Vote, last),
            _ => return false,
        };
        let remaining_ticks = (self.config.election_tick).saturating_sub(self.election_elapsed);
        let in_lease = self.config.check_quorum && self.leader.is_some() && remaining_ticks > 0;
        if in_lease {
            let ballot = self.ballot(kind, message.from, last);
            self.notes.push(Note::VoteIgnored {
                ballot,
                remaining_ticks,
            });
        }
        in_lease
    }

    /// Forgets who leads, as if a follower knew that the leader is gone: from now on it votes for
    /// somebody else in a later term, but it does not campaign any sooner (etcd `ForgetLeader`).
    /// A node that does not follow does nothing.
    pub fn forget_leader(&mut self) {
        if self.role != Role::Follower {
            return;
        }
        let term = self.term;
        if self.config.lease_reads {
            // The leader answers reads because it counts on being heard: see `may_read_on_lease`.
            return self.notes.push(Note::ForgetRefused { term });
        }
        if let Some(leader) = self.leader.take() {
            self.notes.push(Note::ForgotLeader { leader, term });
        }
    }

    /// Whether this node may answer a read from what it has applied, without asking anybody: a
    /// leader with a lease that has committed an entry of its term, and so knows all that was ever
    /// committed. Sound only as long as no clock runs too slow (Raft thesis §6.4.1).
    pub fn may_read_on_lease(&self) -> bool {
        self.config.lease_reads
            && self.role == Role::Leader
            && self.log.term(self.log.committed) == Some(self.term)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{Config, ConfigError, EntryId, NodeId};
    use super::*;

    fn config(id: u64) -> Config {
        Config {
            check_quorum: true,
            ..Config::new(NodeId(id))
        }
    }

    fn leased(id: u64) -> Raft {
        Raft::new(config(id), disk(3, &[])).unwrap()
    }

    #[test]
    fn leader_that_hears_from_no_majority_follows_within_two_election_timeouts() {
        let mut leader = leased(1);
        elect(&mut leader, 3);
        reply(&mut leader, message(2, 1, 1, accepted(1)));
        leader.tick_by(10);
        assert_eq!(leader.role(), Role::Leader);
        leader.tick_by(10);
        assert_eq!(
            (leader.role(), leader.term(), leader.leader()),
            (Role::Follower, 1, None)
        );
    }

    #[test]
    fn leader_that_hears_from_a_majority_stays() {
        let mut leader = leased(1);
        elect(&mut leader, 3);
        for _ in 0..100 {
            leader
                .step(message(2, 1, 1, Body::MsgHeartbeatResp))
                .unwrap();
            leader.tick();
        }
        assert_eq!(leader.role(), Role::Leader);
    }

    #[test]
    fn follower_of_a_live_leader_ignores_campaigns_until_the_lease_is_over() {
        let mut node = leased(1);
        node.step(message(2, 1, 1, Body::MsgHeartbeat { commit: 0 }))
            .unwrap();
        work(&mut node);
        node.set_randomized_election_timeout(19);
        let request = message(
            3,
            1,
            5,
            Body::MsgVote {
                last: EntryId::default(),
            },
        );
        node.tick_by(9);
        assert!(reply(&mut node, request.clone()).is_empty());
        assert_eq!(node.term(), 1);
        node.tick();
        assert_eq!(reply(&mut node, request).len(), 1);
        assert_eq!(node.term(), 5);
    }

    #[test]
    fn follower_that_forgot_its_leader_votes_at_once() {
        let mut node = leased(1);
        node.step(message(2, 1, 1, Body::MsgHeartbeat { commit: 0 }))
            .unwrap();
        node.tick_by(3);
        node.forget_leader();
        assert_eq!((node.leader(), node.election_elapsed()), (None, 3));
        let last = EntryId::default();
        reply(&mut node, message(3, 1, 5, Body::MsgVote { last }));
        assert_eq!(node.vote(), Some(NodeId(3)));
    }

    #[test]
    fn reads_on_a_lease_need_a_lease_and_an_entry_of_the_term() {
        let config = Config {
            lease_reads: true,
            ..config(1)
        };
        let alone = Config {
            check_quorum: false,
            ..config.clone()
        };
        assert_eq!(
            Raft::new(alone, disk(3, &[])).map(drop),
            Err(ConfigError::LeaseWithoutQuorum)
        );
        let mut node = Raft::new(config, disk(3, &[])).unwrap();
        elect(&mut node, 3);
        work(&mut node);
        assert!(!node.may_read_on_lease());
        node.step(message(2, 1, 1, accepted(1))).unwrap();
        assert!(node.may_read_on_lease());
    }

    #[test]
    fn follower_does_not_forget_a_leader_that_answers_reads_on_its_lease() {
        let config = Config {
            lease_reads: true,
            ..config(1)
        };
        let mut node = Raft::new(config, disk(3, &[])).unwrap();
        node.step(message(2, 1, 1, Body::MsgHeartbeat { commit: 0 }))
            .unwrap();
        node.forget_leader();
        assert_eq!(node.leader(), Some(NodeId(2)));
    }
}
