//! What the properties remember of a run: history variables, each updated in constant time (but
//! for an election, which looks at every committed entry once).
//!
//! A log that was compacted needs nothing of its own: everything in a snapshot was committed and
//! executed before, and was looked at then. That a snapshot really is what executing all of it
//! gives is looked at when a node takes it over.

use std::collections::BTreeMap;
use std::hash::Hasher;

use fnv::FnvHasher;
use glassbox_sim::{EventId, Witness};

use crate::act::NodeNo;
use crate::cluster::Server;
use crate::core::{Entry, EntryId};

/// What has been elected, written, committed, applied and acknowledged so far, and the first proof
/// against each property.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Who was elected in each term, and by which event.
    leaders: BTreeMap<u64, (NodeNo, EventId)>,
    /// Who got whose vote in each term, and by which event.
    votes: BTreeMap<(u64, NodeNo), (NodeNo, Option<EventId>)>,
    /// Every entry ever written.
    written: BTreeMap<EntryId, Written>,
    /// The committed entries, from index 1.
    committed: Vec<Committed>,
    /// What was executed at each index, from 1.
    applied: Vec<Executed>,
    /// Entries whose client was told that they are done.
    acknowledged: Vec<Acknowledged>,
    /// Highest term and commit index that each node has shown.
    highest: BTreeMap<NodeNo, (u64, u64)>,
    pub(crate) broken: Broken,
}

/// An entry as it was written first.
#[derive(Clone, Copy, Debug)]
struct Written {
    /// The term of the one before it, and its content.
    this: (u64, u64),
    /// Who wrote it first.
    by: NodeNo,
    event: EventId,
}

/// A committed entry.
#[derive(Clone, Copy, Debug)]
struct Committed {
    /// Its term and content.
    this: (u64, u64),
    /// The term in which it was committed: leaders of later ones must have it.
    within: u64,
    event: EventId,
}

/// What was executed at an index.
#[derive(Clone, Copy, Debug)]
struct Executed {
    /// The entry's content, and the store after it.
    this: (u64, u64),
    /// Who did so first.
    by: NodeNo,
    /// Executing an entry without a command is no event.
    event: Option<EventId>,
}

/// An entry whose client was told that it is done.
#[derive(Clone, Copy, Debug)]
struct Acknowledged {
    entry: EntryId,
    /// The term of the leader that told.
    within: u64,
    event: EventId,
}

/// The first proof against each property.
#[derive(Clone, Debug, Default)]
pub(crate) struct Broken {
    pub(crate) election_safety: Option<Witness>,
    pub(crate) append_only: Option<Witness>,
    pub(crate) log_matching: Option<Witness>,
    pub(crate) leader_completeness: Option<Witness>,
    pub(crate) state_machine_safety: Option<Witness>,
    pub(crate) terms_grow: Option<Witness>,
    pub(crate) commits_grow: Option<Witness>,
    pub(crate) acknowledged: Option<Witness>,
    pub(crate) one_vote: Option<Witness>,
}

/// Keeps the first proof. Events are given in the order in which they happened; one that is not
/// known is left out.
fn prove(
    proof: &mut Option<Witness>,
    hosts: &[NodeNo],
    places: &[u64],
    events: [Option<EventId>; 2],
) {
    proof.get_or_insert_with(|| {
        let mut hosts = hosts.to_vec();
        hosts.dedup();
        let mut events: Vec<_> = events.into_iter().flatten().collect();
        events.dedup();
        Witness {
            hosts,
            places: places.to_vec(),
            events,
        }
    });
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
        self.leaders.iter().map(|(term, (node, _))| (*term, *node))
    }

    /// How many entries are committed.
    pub fn committed_count(&self) -> u64 {
        self.committed.len() as u64
    }

    /// The committed entry at `index`, also where nodes hold a snapshot in its place.
    pub fn committed_entry(&self, index: u64) -> Option<EntryId> {
        let found = self.committed.get(slot(index)).filter(|_| index > 0)?;
        Some(EntryId::new(found.this.0, index))
    }

    /// How many writes were acknowledged.
    pub fn acknowledged_count(&self) -> usize {
        self.acknowledged.len()
    }

    pub(crate) fn elected(&mut self, leader: &Server, term: u64, event: EventId) {
        let node = leader.no();
        let (first, before) = *self.leaders.entry(term).or_insert((node, event));
        if first != node {
            let proof = &mut self.broken.election_safety;
            prove(proof, &[first, node], &[term], [Some(before), Some(event)]);
        }
        // Only what was committed in an earlier term: who hung while the last votes came in may win
        // a term that the others have left behind (Raft Figure 3: "for all higher-numbered terms").
        let lacks = |entry: EntryId, within: u64| within < term && !leader.has_entry(entry);
        let mut committed = (1..).zip(&self.committed);
        if let Some((index, missing)) =
            committed.find(|(index, it)| lacks(EntryId::new(it.this.0, *index), it.within))
        {
            let events = [Some(missing.event), Some(event)];
            prove(
                &mut self.broken.leader_completeness,
                &[node],
                &[index],
                events,
            );
        }
        let mut acknowledged = self.acknowledged.iter();
        if let Some(missing) = acknowledged.find(|it| lacks(it.entry, it.within)) {
            let events = [Some(missing.event), Some(event)];
            let place = missing.entry.index;
            prove(&mut self.broken.acknowledged, &[node], &[place], events);
        }
    }

    pub(crate) fn voted(
        &mut self,
        voter: NodeNo,
        term: u64,
        candidate: NodeNo,
        event: Option<EventId>,
    ) {
        let vote = self.votes.entry((term, voter));
        let (first, before) = *vote.or_insert((candidate, event));
        if first != candidate {
            self.broken.one_vote.get_or_insert_with(|| Witness {
                // One of them may be the voter itself.
                hosts: vec![voter, first, candidate],
                places: vec![term],
                events: before.into_iter().chain(event).collect(),
            });
        }
    }

    pub(crate) fn appended(&mut self, server: &Server, first: u64, last: u64, event: EventId) {
        let by = server.no();
        let mut before = server.entry_term(first.saturating_sub(1)).unwrap_or(0);
        for entry in server.entries_between(first, last) {
            let this = (before, content(entry));
            let written = Written { this, by, event };
            let known = *self.written.entry(entry.id()).or_insert(written);
            if known.this != this {
                let events = [Some(known.event), Some(event)];
                let proof = &mut self.broken.log_matching;
                prove(proof, &[known.by, by], &[entry.index], events);
            }
            before = entry.term;
        }
    }

    /// Entries from `first` on were cut off a log: never a leader's.
    pub(crate) fn rolled_back(&mut self, server: &Server, first: u64, event: EventId) {
        if server.leads() {
            let (proof, node) = (&mut self.broken.append_only, server.no());
            prove(proof, &[node], &[first], [None, Some(event)]);
        }
    }

    pub(crate) fn committed(&mut self, server: &Server, from: u64, to: u64, event: EventId) {
        let (node, within) = (server.no(), server.term());
        for entry in server.entries_between(from + 1, to) {
            let this = (entry.term, content(entry));
            match self.committed.get(slot(entry.index)) {
                Some(known) if known.this != this => {
                    let events = [Some(known.event), Some(event)];
                    let proof = &mut self.broken.leader_completeness;
                    prove(proof, &[node], &[entry.index], events);
                }
                None if slot(entry.index) == self.committed.len() => {
                    self.committed.push(Committed {
                        this,
                        within,
                        event,
                    });
                }
                _ => (),
            }
        }
        self.commit_seen(node, to, event);
    }

    fn commit_seen(&mut self, node: NodeNo, to: u64, event: EventId) {
        let highest = self.highest.entry(node).or_default();
        if to < highest.1 {
            let places = [highest.1, to];
            let proof = &mut self.broken.commits_grow;
            prove(proof, &[node], &places, [None, Some(event)]);
        }
        highest.1 = highest.1.max(to);
    }

    /// A node executed an entry.
    pub(crate) fn applied(&mut self, server: &Server, entry: &Entry, event: Option<EventId>) {
        let this = (content(entry), server.store().digest());
        let by = server.no();
        match self.applied.get(slot(entry.index)) {
            Some(known) if known.this != this => {
                let events = [known.event, event];
                let proof = &mut self.broken.state_machine_safety;
                prove(proof, &[known.by, by], &[entry.index], events);
            }
            None if slot(entry.index) == self.applied.len() => {
                self.applied.push(Executed { this, by, event });
            }
            _ => (),
        }
    }

    /// A node took over a snapshot up to `index`: its store must be what executing everything up to
    /// there gives.
    pub(crate) fn restored(&mut self, server: &Server, index: u64, event: EventId) {
        let by = server.no();
        let state = server.store().digest();
        if let Some(known) = self.applied.get(slot(index))
            && known.this.1 != state
        {
            let events = [known.event, Some(event)];
            let proof = &mut self.broken.state_machine_safety;
            prove(proof, &[known.by, by], &[index], events);
        }
        self.commit_seen(by, index, event);
    }

    pub(crate) fn acknowledged(&mut self, leader: &Server, entry: EntryId, event: EventId) {
        self.acknowledged.push(Acknowledged {
            entry,
            within: leader.term(),
            event,
        });
    }

    pub(crate) fn term_seen(&mut self, node: NodeNo, term: u64, event: Option<EventId>) {
        let highest = self.highest.entry(node).or_default();
        if term < highest.0 {
            let places = [highest.0, term];
            let proof = &mut self.broken.terms_grow;
            prove(proof, &[node], &places, [None, event]);
        }
        highest.0 = highest.0.max(term);
    }

    /// A node came up again: what it has told others must still be on its disk.
    pub(crate) fn restarted(&mut self, server: &Server, event: EventId) {
        self.term_seen(server.no(), server.term(), Some(event));
        if let Some((_, commit)) = self.highest.get_mut(&server.no()) {
            // The commit index may lag after a crash (Raft Figure 2: volatile).
            *commit = server.commit();
        }
    }
}
