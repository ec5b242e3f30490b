//! Shared by the tests: nodes in a chosen state, and a network that loses nothing but what it is
//! told to.

use glassbox_sim::{Chance, Purpose};

use super::entry::{Entry, EntryId, MAX_INDEX};
use super::message::{Body, Message, NodeId};
use super::note::Note;
use super::raft::{Raft, Role};
use super::storage::{HardState, Snapshot, Storage};
use super::switches::{Switch, Switches};
use super::{ConfState, Config};

/// A disk with a log of entries of these terms, from index 1, in a cluster of nodes `1..=members`.
pub(super) fn disk(members: u64, terms: &[u64]) -> Storage {
    let mut storage = Storage::from_snapshot(Snapshot {
        conf: ConfState::of_voters((1..=members).map(NodeId)),
        ..Snapshot::default()
    });
    storage.append(&log_of(1, terms));
    storage.set_hard_state(HardState {
        term: terms.iter().copied().max().unwrap_or(0),
        ..HardState::default()
    });
    storage
}

/// Entries of these terms from this index on; each holds its own name.
pub(super) fn log_of(first: u64, terms: &[u64]) -> Vec<Entry> {
    (first..)
        .zip(terms)
        .map(|(index, term)| Entry {
            term: *term,
            index,
            ..Entry::proposal(format!("{term}/{index}"))
        })
        .collect()
}

/// A follower with such a disk.
pub(super) fn node(id: u64, members: u64, terms: &[u64]) -> Raft {
    Raft::new(Config::new(NodeId(id)), disk(members, terms)).unwrap()
}

/// The same with rules off.
pub(super) fn node_without(rules: &[Switch], id: u64, members: u64, terms: &[u64]) -> Raft {
    let mut node = node(id, members, terms);
    for rule in rules {
        node.set_rule(*rule, false);
    }
    node
}

/// A node that all others voted for.
pub(super) fn leader(id: u64, members: u64, terms: &[u64]) -> Raft {
    let mut node = node(id, members, terms);
    elect(&mut node, members);
    node
}

pub(super) fn elect(node: &mut Raft, members: u64) {
    node.campaign();
    work(node);
    let id = node.id().0;
    for voter in (1..=members).filter(|voter| *voter != id) {
        let vote = Body::MsgVoteResp { granted: true };
        node.step(message(voter, id, node.term(), vote)).unwrap();
    }
    assert_eq!(node.role(), Role::Leader);
}

pub(super) fn message(from: u64, to: u64, term: u64, body: Body) -> Message {
    Message {
        from: NodeId(from),
        to: NodeId(to),
        term,
        body,
    }
}

pub(super) const fn accepted(index: u64) -> Body {
    Body::MsgAppResp {
        index,
        rejected: None,
    }
}

pub(super) const fn append(prev: EntryId, entries: Vec<Entry>, commit: u64) -> Body {
    Body::MsgApp {
        prev,
        entries,
        commit,
    }
}

/// Does all the work there is; gives the messages to others.
pub(super) fn work(node: &mut Raft) -> Vec<Message> {
    let mut messages = Vec::new();
    while node.has_ready() {
        let ready = node.ready();
        node.storage_mut().save(&ready);
        messages.extend(ready.messages);
        node.advance();
    }
    messages
}

/// Gives a message to a node and does the work that follows.
pub(super) fn reply(node: &mut Raft, message: Message) -> Vec<Message> {
    node.step(message).unwrap();
    work(node)
}

pub(super) fn terms(node: &Raft) -> Vec<u64> {
    node.log().iter().map(|entry| entry.term).collect()
}

/// Nodes `1..` and the messages between them.
pub(super) struct Net {
    pub(super) nodes: Vec<Raft>,
    /// Nodes that neither send nor receive.
    pub(super) cut: Vec<u64>,
}

impl Net {
    pub(super) fn new(nodes: Vec<Raft>) -> Self {
        Self {
            nodes,
            cut: Vec::new(),
        }
    }

    pub(super) fn node(&mut self, id: u64) -> &mut Raft {
        &mut self.nodes[id as usize - 1]
    }

    /// Works and delivers until nothing is left to do.
    pub(super) fn settle(&mut self) {
        for _ in 0..1_000 {
            let messages: Vec<Message> = self.nodes.iter_mut().flat_map(work).collect();
            if messages.is_empty() {
                return;
            }
            for message in messages {
                let lost = |id: NodeId| self.cut.contains(&id.0);
                if !lost(message.from) && !lost(message.to) {
                    let _ = self.node(message.to.0).step(message);
                }
            }
        }
        panic!("the nodes do not come to rest");
    }
}

/// Numbers that are likely to break something.
fn number(chance: &mut Chance) -> u64 {
    const EDGES: [u64; 8] = [
        0,
        1,
        2,
        MAX_INDEX - 1,
        MAX_INDEX,
        MAX_INDEX + 1,
        u64::MAX - 1,
        u64::MAX,
    ];
    match chance.below(4) {
        0 => EDGES[chance.below(8) as usize],
        _ => u64::from(chance.below(12)),
    }
}

fn id(chance: &mut Chance) -> EntryId {
    EntryId::new(number(chance), number(chance))
}

fn entries(chance: &mut Chance, after: u64) -> Vec<Entry> {
    let length = chance.below(4);
    let mut entries: Vec<Entry> = Vec::new();
    for n in 1..=u64::from(length) {
        let index = match chance.below(10) {
            0 => number(chance),
            _ => after.wrapping_add(n),
        };
        entries.push(Entry {
            term: number(chance),
            index,
            ..Entry::default()
        });
    }
    entries
}

fn hostile(chance: &mut Chance, term: u64) -> Message {
    let flag = chance.below(2) == 0;
    let body = match chance.below(11) {
        0 => Body::MsgProp {
            entries: entries(chance, 0),
        },
        1 | 2 => {
            let prev = id(chance);
            append(prev, entries(chance, prev.index), number(chance))
        }
        3 => Body::MsgAppResp {
            index: number(chance),
            rejected: flag.then(|| id(chance)),
        },
        4 => Body::MsgVote { last: id(chance) },
        5 => Body::MsgVoteResp { granted: flag },
        6 => Body::MsgPreVote { last: id(chance) },
        7 => Body::MsgPreVoteResp { granted: flag },
        8 => Body::MsgHeartbeat {
            commit: number(chance),
        },
        9 => Body::MsgHeartbeatResp,
        _ => Body::MsgSnap {
            snapshot: Box::new(Snapshot {
                index: number(chance),
                term: number(chance),
                conf: ConfState {
                    voters: (0..chance.below(4))
                        .map(|_| NodeId(number(chance)))
                        .collect(),
                    voters_outgoing: (0..chance.below(2))
                        .map(|_| NodeId(number(chance)))
                        .collect(),
                    ..ConfState::default()
                },
                ..Snapshot::default()
            }),
        },
    };
    let term = match chance.below(4) {
        0 => number(chance),
        1 => term.wrapping_add(1),
        _ => term,
    };
    let from = match chance.below(8) {
        0 => number(chance),
        _ => u64::from(chance.below(4)),
    };
    message(from, 1, term, body)
}

#[test]
fn no_message_in_no_state_with_no_rules_makes_a_node_panic() {
    for seed in 0..1_000 {
        let mut chance = Chance::new(seed, Purpose(1));
        let mut config = Config::new(NodeId(1));
        config.pre_vote = chance.below(2) == 0;
        config.check_quorum = chance.below(2) == 0;
        config.lease_reads = config.check_quorum && chance.below(4) == 0;
        config.max_inflight_msgs = 1 + chance.below(3);
        config.max_size_per_msg = number(&mut chance);
        config.max_committed_size_per_ready = number(&mut chance);
        config.rules_off = if chance.below(2) == 0 {
            Switches::NONE
        } else {
            Switch::ALL
                .into_iter()
                .filter(|_| chance.below(2) == 0)
                .collect()
        };
        let mut node = Raft::new(config.clone(), disk(3, &[1, 1, 2])).unwrap();
        for _ in 0..400 {
            match chance.below(14) {
                0 => node.tick_by(number(&mut chance).min(1_000) as u32),
                1 => node.campaign(),
                2 => drop(node.propose("x")),
                3 => drop(node.compact(number(&mut chance))),
                4 => node.report_unreachable(NodeId(number(&mut chance))),
                5 if chance.below(4) == 0 => node.forget_leader(),
                5 => node.report_snapshot(NodeId(number(&mut chance)), chance.below(2) == 0),
                6 if chance.below(20) == 0 => {
                    let (config, disk) = (config.clone(), node.storage().clone());
                    // A disk that lost what it was told to write may not fit together.
                    if let Ok(again) = Raft::new(config, disk) {
                        node = again;
                    } else {
                        break;
                    }
                }
                6 | 7 => {
                    let ready = node.ready();
                    // A disk that does not do as it is told.
                    if chance.below(20) != 0 {
                        node.storage_mut().save(&ready);
                    }
                    node.advance();
                }
                _ => drop(node.step(hostile(&mut chance, node.term()))),
            }
            assert!(node.log().committed() <= node.log().last_index());
            assert!(node.log().applied() <= node.log().committed());
        }
        let notes = node.take_notes();
        assert!(
            notes
                .iter()
                .any(|note| matches!(note, Note::Started { .. }))
                || seed > 0
        );
    }
}
