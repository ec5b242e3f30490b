//! This project's core in the loop. Its notes are on: they are what the lab shows.

use std::collections::VecDeque;
use std::hint::black_box;

use glassbox_raft::core::{ConfState, Config, Message, NodeId, Raft, Role, Snapshot, Storage};

use super::harness::Node;

pub(crate) struct Own(Raft);

impl Node for Own {
    type Message = Message;

    fn new(id: u64, members: u64) -> Self {
        let conf = ConfState::of_voters((1..=members).map(NodeId));
        let disk = Storage::from_snapshot(Snapshot {
            conf,
            ..Snapshot::default()
        });
        let raft = Raft::new(Config::new(NodeId(id)), disk);
        Self(raft.expect("a valid configuration"))
    }

    fn campaign(&mut self) {
        self.0.campaign();
    }

    fn leads(&self) -> bool {
        self.0.role() == Role::Leader
    }

    fn propose(&mut self, data: Vec<u8>) {
        self.0.propose(data).expect("it leads");
    }

    fn step(&mut self, message: Message) {
        self.0.step(message).expect("a sound message");
    }

    fn work(&mut self, out: &mut VecDeque<Message>) -> u64 {
        let mut applied = 0;
        while self.0.has_ready() {
            let ready = self.0.ready();
            self.0.storage_mut().save(&ready);
            out.extend(ready.messages);
            applied += ready.committed_entries.len() as u64;
            self.0.advance();
        }
        black_box(self.0.take_notes());
        applied
    }

    fn to(message: &Message) -> u64 {
        message.to.0
    }

    fn compact(&mut self) {
        let _ = self.0.compact(self.0.log().applied());
    }
}
