//! raft-rs in the loop, driven as its documentation says.

use std::collections::VecDeque;

use raft::eraftpb::{Entry, Message};
use raft::storage::MemStorage;
use raft::{Config, RawNode, StateRole};
use slog::{Discard, Logger, o};

use super::harness::Node;

pub(crate) struct Theirs {
    node: RawNode<MemStorage>,
    applied: u64,
}

impl Theirs {
    fn apply(&mut self, entries: &[Entry]) -> u64 {
        if let Some(last) = entries.last() {
            self.applied = last.index;
        }
        entries.len() as u64
    }
}

impl Node for Theirs {
    type Message = Message;

    fn new(id: u64, members: u64) -> Self {
        let voters: Vec<u64> = (1..=members).collect();
        let storage = MemStorage::new_with_conf_state((voters, Vec::new()));
        let config = Config {
            id,
            election_tick: 10,
            heartbeat_tick: 1,
            max_size_per_msg: u64::MAX,
            max_inflight_msgs: 1_024,
            ..Config::default()
        };
        let node = RawNode::new(&config, storage, &Logger::root(Discard, o!()));
        Self {
            node: node.expect("a valid configuration"),
            applied: 0,
        }
    }

    fn campaign(&mut self) {
        self.node.campaign().expect("it may");
    }

    fn leads(&self) -> bool {
        self.node.raft.state == StateRole::Leader
    }

    fn propose(&mut self, data: Vec<u8>) {
        self.node.propose(Vec::new(), data).expect("it leads");
    }

    fn step(&mut self, message: Message) {
        self.node.step(message).expect("a sound message");
    }

    fn work(&mut self, out: &mut VecDeque<Message>) -> u64 {
        let mut applied = 0;
        while self.node.has_ready() {
            let mut ready = self.node.ready();
            out.extend(ready.take_messages());
            applied += self.apply(&ready.take_committed_entries());
            let storage = self.node.mut_store();
            storage
                .wl()
                .append(ready.entries())
                .expect("they follow each other");
            if let Some(hard_state) = ready.hs() {
                storage.wl().set_hardstate(hard_state.clone());
            }
            out.extend(ready.take_persisted_messages());
            let mut light = self.node.advance(ready);
            if let Some(commit) = light.commit_index() {
                self.node
                    .mut_store()
                    .wl()
                    .mut_hard_state()
                    .set_commit(commit);
            }
            out.extend(light.take_messages());
            applied += self.apply(&light.take_committed_entries());
            self.node.advance_apply();
        }
        applied
    }

    fn to(message: &Message) -> u64 {
        message.to
    }

    fn compact(&mut self) {
        self.node
            .mut_store()
            .wl()
            .compact(self.applied)
            .expect("they are applied");
    }
}
