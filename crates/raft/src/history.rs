//! What the properties remember of a run: history variables, each updated in constant time (but
//! for an election, which looks at every committed entry once).

use std::collections::BTreeMap;
use std::hash::Hasher;

use fnv::FnvHasher;
use glassbox_sim::Witness;

use crate::act::NodeNo;
use crate::cluster::Server;
use crate::core::{Entry, EntryId};

/// What has been elected, written, committed, applied and acknowledged so far, and the first proof
/// against each property.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Who was elected in each term.
    leaders: BTreeMap<u64, NodeNo>,
    /// Who got whose vote in each term.
    votes: BTreeMap<(u64, NodeNo), NodeNo>,
    /// For each entry ever written: the term of the one before it, and its content.
    written: BTreeMap<EntryId, (u64, u64)>,
    /// The committed entries, from index 1.
    committed: Vec<Committed>,
    /// What was executed at each index, from 1, and who did so first.
    applied: Vec<(u64, u64, NodeNo)>,
    /// Entries whose client was told that they are done, and the term of the leader that told.
    acknowledged: Vec<(EntryId, u64)>,
    /// Highest term and commit index that each node has shown.
    highest: BTreeMap<NodeNo, (u64, u64)>,
    pub(crate) broken: Broken,
}

/// A committed entry.
#[derive(Clone, Copy, Debug)]
struct Committed {
    /// Its term and content.
    this: (u64, u64),
    /// The term in which it was committed: leaders of later ones must have it.
    within: u64,
}

/// The first proof against each property.
#[derive(Clone, Debug, Default)]
pub(crate) struct Broken {
    pub(crate) election_safety: Option<Witness>,
    pub(crate) append_only: Option<Witness>,
    pub(crate) log_matching: Option<Witness>,
    pub(crate) leader_completeness: Option<Witness>,
    pub(crate) state_machine_safety: Option<Witness>,
    pub(crate) nothing_goes_back: Option<Witness>,
    pub(crate) acknowledged: Option<Witness>,
    pub(crate) one_vote: Option<Witness>,
}

fn witness(hosts: impl Into<Vec<NodeNo>>, places: impl Into<Vec<u64>>) -> Witness {
    Witness {
        hosts: hosts.into(),
        places: places.into(),
        events: Vec::new(),
    }
}

fn content(entry: &Entry) -> u64 {
    let mut hash = FnvHasher::default();
    hash.write(&entry.data);
    hash.finish()
}

fn slot(index: u64) -> usize {
    usize::try_from(index.saturating_sub(1)).unwrap_or(usize::MAX)
}

impl History {
    /// Who was elected in each term, by term.
    pub fn leaders(&self) -> impl DoubleEndedIterator<Item = (u64, NodeNo)> {
        self.leaders.iter().map(|(term, node)| (*term, *node))
    }

    /// How many entries are committed.
    pub fn committed_count(&self) -> u64 {
        self.committed.len() as u64
    }

    /// How many writes were acknowledged.
    pub fn acknowledged_count(&self) -> usize {
        self.acknowledged.len()
    }

    pub(crate) fn elected(&mut self, leader: &Server, term: u64) {
        let node = leader.no();
        match self.leaders.get(&term) {
            Some(other) if *other != node => {
                let both = [*other, node];
                self.broken
                    .election_safety
                    .get_or_insert_with(|| witness(both, [term]));
            }
            _ => _ = self.leaders.insert(term, node),
        }
        // Only what was committed in an earlier term: who hung while the last votes came in may win
        // a term that the others have left behind (Raft Figure 3: "for all higher-numbered terms").
        let lacks = |(entry, within): &(EntryId, u64)| *within < term && !leader.has_entry(*entry);
        let committed = (1..).zip(&self.committed);
        let mut committed =
            committed.map(|(index, it)| (EntryId::new(it.this.0, index), it.within));
        if let Some((missing, _)) = committed.find(lacks) {
            let lost = || witness([node], [missing.index]);
            self.broken.leader_completeness.get_or_insert_with(lost);
        }
        if let Some((missing, _)) = self.acknowledged.iter().find(|it| lacks(it)) {
            self.broken
                .acknowledged
                .get_or_insert_with(|| witness([node], [missing.index]));
        }
    }

    pub(crate) fn voted(&mut self, voter: NodeNo, term: u64, candidate: NodeNo) {
        let first = *self.votes.entry((term, voter)).or_insert(candidate);
        if first != candidate {
            let all = [voter, first, candidate];
            self.broken
                .one_vote
                .get_or_insert_with(|| witness(all, [term]));
        }
    }

    pub(crate) fn appended(&mut self, server: &Server, first: u64, last: u64) {
        let mut before = server.entry_term(first.saturating_sub(1)).unwrap_or(0);
        for entry in server.entries_between(first, last) {
            let this = (before, content(entry));
            let known = *self.written.entry(entry.id()).or_insert(this);
            if known != this {
                let node = server.no();
                self.broken
                    .log_matching
                    .get_or_insert_with(|| witness([node], [entry.index]));
            }
            before = entry.term;
        }
    }

    /// Entries were cut off a log: never a leader's.
    pub(crate) fn rolled_back(&mut self, server: &Server) {
        if server.leads() {
            let node = server.no();
            self.broken
                .append_only
                .get_or_insert_with(|| witness([node], []));
        }
    }

    pub(crate) fn committed(&mut self, server: &Server, from: u64, to: u64) {
        let (node, within) = (server.no(), server.term());
        for entry in server.entries_between(from + 1, to) {
            let this = (entry.term, content(entry));
            match self.committed.get(slot(entry.index)) {
                Some(known) if known.this != this => {
                    let other = || witness([node], [entry.index]);
                    self.broken.leader_completeness.get_or_insert_with(other);
                }
                None if slot(entry.index) == self.committed.len() => {
                    self.committed.push(Committed { this, within });
                }
                _ => (),
            }
        }
        let highest = self.highest.entry(node).or_default();
        if to < highest.1 {
            self.broken
                .nothing_goes_back
                .get_or_insert_with(|| witness([node], [to]));
        }
        highest.1 = highest.1.max(to);
    }

    pub(crate) fn applied(&mut self, node: NodeNo, entry: &Entry) {
        let this = (entry.term, content(entry));
        match self.applied.get(slot(entry.index)) {
            Some((_, known, other)) if *known != this.1 => {
                let both = [*other, node];
                let at = entry.index;
                self.broken
                    .state_machine_safety
                    .get_or_insert_with(|| witness(both, [at]));
            }
            None if slot(entry.index) == self.applied.len() => {
                self.applied.push((this.0, this.1, node));
            }
            _ => (),
        }
    }

    pub(crate) fn acknowledged(&mut self, leader: &Server, entry: EntryId) {
        self.acknowledged.push((entry, leader.term()));
    }

    pub(crate) fn term_seen(&mut self, node: NodeNo, term: u64) {
        let highest = self.highest.entry(node).or_default();
        if term < highest.0 {
            self.broken
                .nothing_goes_back
                .get_or_insert_with(|| witness([node], [term]));
        }
        highest.0 = highest.0.max(term);
    }

    /// A node came up again: what it has told others must still be on its disk.
    pub(crate) fn restarted(&mut self, server: &Server) {
        self.term_seen(server.no(), server.term());
        if let Some((_, commit)) = self.highest.get_mut(&server.no()) {
            // The commit index may lag after a crash (Raft Figure 2: volatile).
            *commit = server.commit();
        }
    }
}
