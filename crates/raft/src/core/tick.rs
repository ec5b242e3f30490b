//! What runs on time. A tick is whatever the caller says it is.

use super::note::Note;
use super::raft::{Raft, Role};

impl Raft {
    /// One tick passes.
    pub fn tick(&mut self) {
        self.tick_by(1);
    }

    /// `ticks` ticks pass: the same as that many calls of [`Raft::tick`], without the work for those
    /// in which nothing happens.
    pub fn tick_by(&mut self, ticks: u32) {
        let mut left = ticks;
        while left > 0 {
            // A timer that is overdue fires in the next tick.
            let until_timeout = self.ticks_until_timeout().map_or(u32::MAX, |n| n.max(1));
            let now = left.min(until_timeout);
            left -= now;
            self.pass(now);
            if now == until_timeout {
                self.fire();
            }
        }
    }

    /// How many ticks from now a timer fires, if nothing else happens; none if none ever does. A
    /// simulator needs to wake the node only then.
    pub fn ticks_until_timeout(&self) -> Option<u32> {
        let remaining = |timeout: u32, elapsed: u32| timeout.saturating_sub(elapsed).max(1);
        let heartbeat = remaining(self.config.heartbeat_tick, self.heartbeat_elapsed);
        match self.role {
            Role::Leader if self.config.check_quorum => {
                Some(remaining(self.config.election_tick, self.election_elapsed).min(heartbeat))
            }
            Role::Leader => Some(heartbeat),
            // A node that may not lead has a timer that never fires.
            _ if !self.is_promotable() => None,
            _ => Some(remaining(
                self.randomized_election_timeout,
                self.election_elapsed,
            )),
        }
    }

    /// Time passes and no timer fires before the end of it.
    fn pass(&mut self, ticks: u32) {
        self.election_elapsed = self.election_elapsed.saturating_add(ticks);
        if self.role == Role::Leader {
            self.heartbeat_elapsed = self.heartbeat_elapsed.saturating_add(ticks);
            if !self.config.check_quorum {
                self.election_elapsed %= self.config.election_tick;
            }
        }
    }

    fn fire(&mut self) {
        if self.role == Role::Leader {
            self.fire_as_leader();
        } else if self.is_promotable() {
            self.notes.push(Note::ElectionTimeout {
                elapsed: self.election_elapsed,
            });
            self.election_elapsed = 0;
            self.campaign();
        }
    }

    /// First whether it still leads, then the heartbeat.
    fn fire_as_leader(&mut self) {
        if self.election_elapsed >= self.config.election_tick {
            self.election_elapsed = 0;
            self.check_quorum();
        }
        if self.role == Role::Leader && self.heartbeat_elapsed >= self.config.heartbeat_tick {
            self.heartbeat_elapsed = 0;
            self.notes.push(Note::HeartbeatTimeout);
            self.broadcast_heartbeat();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{Body, Config, NodeId};
    use super::*;

    #[test]
    fn follower_campaigns_after_its_timeout_and_no_sooner() {
        let mut node = node(1, 3, &[]);
        let timeout = node.randomized_election_timeout();
        assert_eq!(node.ticks_until_timeout(), Some(timeout));
        node.tick_by(timeout - 1);
        assert_eq!(node.role(), Role::Follower);
        node.tick();
        assert_eq!((node.role(), node.election_elapsed()), (Role::Candidate, 0));
    }

    #[test]
    fn timeouts_are_drawn_from_one_to_two_election_ticks_and_differ() {
        let mut node = node(1, 3, &[]);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            node.tick_by(node.randomized_election_timeout());
            seen.insert(node.randomized_election_timeout());
        }
        assert_eq!(seen, (10..20).collect());
    }

    #[test]
    fn nodes_that_share_a_seed_draw_different_timeouts() {
        let timeouts = |id| {
            let mut node = node(id, 3, &[]);
            (0..8)
                .map(|_| {
                    node.tick_by(node.randomized_election_timeout());
                    node.randomized_election_timeout()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(timeouts(1), timeouts(1));
        assert_ne!(timeouts(1), timeouts(2));
    }

    #[test]
    fn heartbeat_restarts_the_timer_of_a_follower() {
        let mut node = node(1, 3, &[]);
        node.tick_by(5);
        node.step(message(2, 1, 1, Body::MsgHeartbeat { commit: 0 }))
            .unwrap();
        node.tick_by(node.randomized_election_timeout() - 1);
        assert_eq!(node.role(), Role::Follower);
    }

    #[test]
    fn leader_sends_heartbeats_on_every_beat() {
        let mut leader = leader(1, 3, &[]);
        leader.config.heartbeat_tick = 2;
        work(&mut leader);
        leader.tick();
        assert!(work(&mut leader).is_empty());
        leader.tick();
        assert_eq!(work(&mut leader).len(), 2);
        assert_eq!(leader.ticks_until_timeout(), Some(2));
    }

    #[test]
    fn many_ticks_at_once_are_the_same_as_one_by_one() {
        for flag in [false, true] {
            let config = Config {
                pre_vote: flag,
                check_quorum: flag,
                heartbeat_tick: 3,
                ..Config::new(NodeId(1))
            };
            for (members, ticks) in [(1, 200), (3, 77), (3, 5)] {
                let mut at_once = Raft::new(config.clone(), disk(members, &[])).unwrap();
                let mut one_by_one = at_once.clone();
                at_once.tick_by(ticks);
                (0..ticks).for_each(|_| one_by_one.tick());
                assert_eq!(at_once, one_by_one);
            }
            let mut at_once = leader(1, 3, &[]);
            at_once.config.check_quorum = flag;
            let mut one_by_one = at_once.clone();
            at_once.tick_by(25);
            (0..25).for_each(|_| one_by_one.tick());
            assert_eq!(at_once, one_by_one);
        }
    }

    #[test]
    fn nothing_fires_before_the_tick_that_was_foretold() {
        let mut node = node(1, 1, &[]);
        for _ in 0..50 {
            let until = node.ticks_until_timeout().unwrap();
            node.take_notes();
            node.tick_by(until - 1);
            assert!(node.take_notes().is_empty());
            node.tick();
            assert!(!node.take_notes().is_empty());
            work(&mut node);
        }
    }
}
