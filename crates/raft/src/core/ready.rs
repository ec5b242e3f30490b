//! What must be written, sent and applied (etcd rawnode.go).
//!
//! The contract: take a [`Ready`], write its hard state, then its snapshot or its entries, to disk;
//! then send its messages and apply its committed entries; then call [`Raft::advance`]. Messages
//! that vouch for something leave only in a Ready that has it written first. This is the synchronous
//! form: what `advance` hands back ([`Ack`]) is what a disk that works in the background would hand
//! back later.

use serde::{Deserialize, Serialize};

use super::entry::{Entry, EntryId};
use super::message::{Message, NodeId};
use super::note::Note;
use super::raft::{Raft, Role};
use super::storage::{HardState, Snapshot};

/// The part of the state that nobody has to remember.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct SoftState {
    /// Who leads, as far as the node knows.
    pub leader: Option<NodeId>,
    /// What the node is.
    pub role: Role,
}

/// Work for the caller.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ready {
    /// Leader and role, if either changed.
    pub soft_state: Option<SoftState>,
    /// To be written, if it changed.
    pub hard_state: Option<HardState>,
    /// To be written, replacing everything from the first of them on.
    pub entries: Vec<Entry>,
    /// To be written instead of the whole log, and to be given to the state machine.
    pub snapshot: Option<Snapshot>,
    /// To be applied to the state machine, in order.
    pub committed_entries: Vec<Entry>,
    /// To be sent once the above is written.
    pub messages: Vec<Message>,
    /// Whether it must really be on the disk before going on: a commit index alone need not be.
    pub must_sync: bool,
}

/// What has been handed out, and what is to be told to the node once it is done.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct HandedOut {
    soft_state: SoftState,
    hard_state: HardState,
    acks: Vec<Ack>,
}

/// Something handed out is done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
enum Ack {
    /// What the message vouches for is written: a message of the node to itself.
    Message(Message),
    /// Entries up to `last` and the snapshot at this index, handed out in `term`, are written.
    Append {
        term: u64,
        last: Option<EntryId>,
        snapshot: Option<u64>,
    },
    /// Committed entries up to `index`, of this encoded size, are applied.
    Apply { index: u64, size: u64 },
}

impl HandedOut {
    pub(super) const fn of(raft: &Raft) -> Self {
        Self {
            soft_state: raft.soft_state(),
            hard_state: raft.hard_state(),
            acks: Vec::new(),
        }
    }
}

impl Raft {
    /// Leader and role.
    pub const fn soft_state(&self) -> SoftState {
        SoftState {
            leader: self.leader,
            role: self.role,
        }
    }

    /// Whether [`Raft::ready`] would give anything to do.
    pub fn has_ready(&self) -> bool {
        let hard_state = self.hard_state();
        !self.messages.is_empty()
            || !self.messages_after_append.is_empty()
            || !self.log.unstable.next_entries().is_empty()
            || self.log.has_next_committed()
            || self.soft_state() != self.handed_out.soft_state
            || hard_state != self.handed_out.hard_state && !hard_state.is_empty()
            || self.log.unstable.next_snapshot().is_some()
    }

    /// Hands out everything there is to do. Call [`Raft::advance`] when it is done.
    pub fn ready(&mut self) -> Ready {
        let (soft_state, hard_state) = (self.soft_state(), self.hard_state());
        let before = self.handed_out.hard_state;
        let entries = self.log.unstable.next_entries().to_vec();
        let mut ready = Ready {
            soft_state: Some(soft_state).filter(|now| *now != self.handed_out.soft_state),
            hard_state: Some(hard_state).filter(|now| *now != before && !now.is_empty()),
            must_sync: !entries.is_empty()
                || (hard_state.term, hard_state.vote) != (before.term, before.vote),
            entries,
            snapshot: self.log.unstable.next_snapshot().cloned(),
            committed_entries: self.log.next_committed(),
            messages: std::mem::take(&mut self.messages),
        };
        self.handed_out.soft_state = soft_state;
        self.handed_out.hard_state = ready.hard_state.unwrap_or(before);

        for message in std::mem::take(&mut self.messages_after_append) {
            if message.to == self.config.id {
                self.handed_out.acks.push(Ack::Message(message));
            } else {
                ready.messages.push(message);
            }
        }
        let unstable = !self.log.unstable.entries.is_empty();
        if unstable || ready.snapshot.is_some() {
            self.handed_out.acks.push(Ack::Append {
                term: self.term,
                last: unstable.then(|| self.log.last_id()),
                snapshot: ready.snapshot.as_ref().map(|snapshot| snapshot.index),
            });
        }
        self.log.unstable.accept_in_progress();
        if let Some(last) = ready.committed_entries.last() {
            let index = last.index;
            let size = self.log.accept_applying(&ready.committed_entries);
            self.handed_out.acks.push(Ack::Apply { index, size });
        }
        ready
    }

    /// Everything handed out so far is written, sent and applied.
    pub fn advance(&mut self) {
        for ack in std::mem::take(&mut self.handed_out.acks) {
            match ack {
                Ack::Message(message) => {
                    // Its own acknowledgements and votes are always well-formed; one that has been
                    // overtaken by a later term is ignored like any other.
                    let _ = self.handle(message);
                }
                Ack::Append {
                    term,
                    last,
                    snapshot,
                } => self.appended(term, last, snapshot),
                Ack::Apply { index, size } => self.log.applied_to(index, size),
            }
        }
    }

    fn appended(&mut self, append_term: u64, last: Option<EntryId>, snapshot: Option<u64>) {
        match last {
            // They may have been replaced in memory by another leader's, and the same entries may
            // have come back since: only an append of the present term is sure (etcd raft.go).
            Some(_) if append_term < self.term => {
                let term = self.term;
                self.notes
                    .push(Note::StaleAppendIgnored { term, append_term });
            }
            Some(last) => self.log.unstable.stable_to(last, &mut self.notes),
            None => {}
        }
        // A snapshot holds only what is committed, whatever the term.
        if let Some(index) = snapshot {
            self.log.unstable.stable_snapshot_to(index);
            self.log.applied_to(index, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{Body, Config};
    use super::*;

    #[test]
    fn vote_leaves_in_the_ready_that_has_it_written() {
        let mut node = node(1, 3, &[]);
        assert!(!node.has_ready());
        let last = EntryId::default();
        node.step(message(2, 1, 1, Body::MsgVote { last })).unwrap();
        let ready = node.ready();
        assert_eq!(ready.hard_state.unwrap().vote, Some(NodeId(2)));
        assert_eq!(ready.messages.len(), 1);
        assert!(ready.must_sync);
        node.advance();
        assert!(!node.has_ready());
    }

    #[test]
    fn commit_index_alone_need_not_be_synced() {
        let mut node = node(1, 3, &[1]);
        node.step(message(2, 1, 1, Body::MsgHeartbeat { commit: 1 }))
            .unwrap();
        let ready = node.ready();
        assert_eq!(ready.hard_state.unwrap().commit, 1);
        assert_eq!(ready.committed_entries, log_of(1, &[1]));
        assert!(!ready.must_sync);
    }

    #[test]
    fn committed_entries_are_handed_out_once_and_counted_as_applied_on_advance() {
        let mut node = node(1, 3, &[1, 1]);
        node.step(message(2, 1, 1, Body::MsgHeartbeat { commit: 1 }))
            .unwrap();
        assert_eq!(node.ready().committed_entries.len(), 1);
        assert_eq!(node.log().applied(), 0);
        node.advance();
        assert_eq!(node.log().applied(), 1);
        assert!(!node.has_ready());
    }

    #[test]
    fn committed_entries_come_one_at_a_time_under_the_smallest_limit() {
        for limit in [0, 1] {
            let config = Config {
                max_committed_size_per_ready: limit,
                ..Config::new(NodeId(1))
            };
            let mut node = Raft::new(config, disk(3, &[1, 1, 1])).unwrap();
            node.step(message(2, 1, 1, Body::MsgHeartbeat { commit: 3 }))
                .unwrap();
            for index in 1..=3 {
                let ready = node.ready();
                assert_eq!(ready.committed_entries, log_of(index, &[1]));
                assert!(node.ready().committed_entries.is_empty());
                node.advance();
            }
            assert!(!node.has_ready());
        }
    }

    #[test]
    fn applied_entries_are_not_handed_out_again_after_a_restart() {
        let mut storage = disk(3, &[1, 1, 1]);
        storage.set_hard_state(HardState {
            term: 1,
            vote: None,
            commit: 3,
        });
        let config = Config {
            applied: 2,
            ..Config::new(NodeId(1))
        };
        let mut node = Raft::new(config, storage).unwrap();
        assert_eq!(node.ready().committed_entries, log_of(3, &[1]));
    }

    #[test]
    fn entries_that_another_leader_replaced_meanwhile_are_not_taken_for_written() {
        let mut node = node(1, 3, &[]);
        node.step(message(
            2,
            1,
            1,
            append(EntryId::default(), log_of(1, &[1, 1]), 0),
        ))
        .unwrap();
        let ready = node.ready();
        node.storage_mut().save(&ready);
        node.step(message(
            3,
            1,
            2,
            append(EntryId::default(), log_of(1, &[2]), 0),
        ))
        .unwrap();
        node.advance();
        assert_eq!(
            (terms(&node), node.log().first_unstable_index()),
            (vec![2], 1)
        );
        work(&mut node);
        assert_eq!((terms(&node), node.storage().entries().len()), (vec![2], 1));
    }

    #[test]
    fn crash_before_writing_loses_what_was_not_written() {
        let mut node = node(1, 3, &[1]);
        node.step(message(
            2,
            1,
            2,
            append(EntryId::new(1, 1), log_of(2, &[2]), 0),
        ))
        .unwrap();
        let node = Raft::new(Config::new(NodeId(1)), node.into_storage()).unwrap();
        assert_eq!((terms(&node), node.term()), (vec![1], 1));
    }
}
