//! From what a node reports to the lab's events: drain after every mutation.

use glassbox_sim::{Causes, EventId, Log};

use super::arrivals::about;
use super::client::Outcome;
use super::server::number;
use super::{Cluster, Trail, Wire};
use crate::command::Command;
use crate::core::{Body, Entry, Message, Note, Role, VoteKind, VoteRefusal};
use crate::event::{Event, Refusal, small};
use crate::kv::Applied;

impl Cluster {
    /// Takes out of a node what it has to report, write, send and apply, until nothing is left.
    pub(super) fn drain(&mut self, index: usize, mut trail: Trail, log: &mut Log<Event>) {
        self.report(index, &mut trail, log);
        while let Some(raft) = self.servers[index]
            .running()
            .filter(|raft| raft.has_ready())
        {
            let ready = raft.ready();
            raft.storage_mut().save(&ready);
            self.report(index, &mut trail, log);
            if let Some(snapshot) = &ready.snapshot {
                self.install(index, snapshot, &mut trail, log);
            }
            for message in ready.messages {
                self.send(index, message, trail, log);
            }
            for entry in &ready.committed_entries {
                self.apply(index, entry, &mut trail, log);
            }
            if let Some(raft) = self.servers[index].running() {
                raft.advance();
            }
            if !ready.committed_entries.is_empty() {
                self.compact(index, trail, log);
            }
            self.report(index, &mut trail, log);
        }
    }

    /// Writes down one event that follows from the last one of this step.
    pub(super) fn tell(&self, trail: &mut Trail, log: &mut Log<Event>, event: Event) -> EventId {
        self.tell_with(trail, log, None, event)
    }

    fn tell_with(
        &self,
        trail: &mut Trail,
        log: &mut Log<Event>,
        also: Option<EventId>,
        event: Event,
    ) -> EventId {
        let causes = match (trail.last, also) {
            (Some(last), also) => Causes::with(last, also),
            (None, also) => also.into(),
        };
        let id = log.push(self.now, causes, event);
        trail.last = Some(id);
        id
    }

    fn send(&mut self, index: usize, message: Message, trail: Trail, log: &mut Log<Event>) {
        let (from, to) = (self.servers[index].no(), number(message.to));
        let size = size(&message);
        // The packet's number is known only once it is sent, and sending names its event.
        let event = log.next_id();
        let packet = self.net.send(
            self.now,
            (from, to),
            Wire::Peer(message.clone()),
            size,
            event,
        );
        log.push(
            self.now,
            trail.last,
            Event::Sent(about(packet, (from, to), &message)),
        );
    }

    fn apply(&mut self, index: usize, entry: &Entry, trail: &mut Trail, log: &mut Log<Event>) {
        let server = &mut self.servers[index];
        let node = server.no();
        let waits = server
            .pending
            .iter()
            .position(|it| it.entry.index == entry.index);
        let pending = waits.map(|at| server.pending.remove(at));
        if let Some(command) = Command::from_bytes(&entry.data) {
            let repeated = server.store.apply(command) == Applied::Repeated;
            let Command { key, value, .. } = command;
            let at = small(entry.index);
            let applied = Event::Applied {
                node,
                index: at,
                key,
                value,
                repeated,
            };
            let before = trail.last;
            let event = self.tell(trail, log, applied);
            self.history
                .applied(&self.servers[index], entry, Some(event));
            if let Some(pending) = pending.filter(|it| it.entry == entry.id()) {
                let request = pending.request;
                let answered = self.tell(
                    trail,
                    log,
                    Event::Answered {
                        request,
                        node,
                        index: at,
                    },
                );
                self.history
                    .acknowledged(&self.servers[index], entry.id(), answered);
                self.answer(
                    node,
                    request,
                    Outcome::Done { index: entry.index },
                    answered,
                );
            }
            // What follows (the next entry) does not follow from this one's execution.
            trail.last = before;
        } else {
            self.history.applied(&self.servers[index], entry, None);
        }
        if let Some(lost) = pending.filter(|it| it.entry != entry.id()) {
            self.give_up(index, lost.request, entry.index, trail, log);
        }
    }

    /// Tells a client that its entry is gone.
    fn give_up(
        &mut self,
        server: usize,
        request: crate::event::RequestNo,
        index: u64,
        trail: &mut Trail,
        log: &mut Log<Event>,
    ) {
        let server = &self.servers[server];
        let (node, leader) = (server.no(), server.leader().filter(|it| *it != server.no()));
        let event = Event::GivenUp {
            request,
            node,
            index: small(index),
        };
        let given_up = self.tell(trail, log, event);
        self.answer(node, request, Outcome::NotLeader { leader }, given_up);
    }

    /// Turns the node's notes into events.
    fn report(&mut self, index: usize, trail: &mut Trail, log: &mut Log<Event>) {
        let Some(raft) = self.servers[index].running() else {
            return;
        };
        let notes = raft.take_notes();
        for note in notes {
            self.note(index, note, trail, log);
        }
        let server = &self.servers[index];
        let (node, term) = (server.no(), server.term());
        let leader = server.raft().and_then(crate::core::Raft::leader);
        if let Some(known) = leader.filter(|_| leader != server.memory.leader) {
            let leader = number(known);
            if leader != node {
                self.tell(
                    trail,
                    log,
                    Event::LeaderKnown {
                        node,
                        leader,
                        term: small(term),
                    },
                );
            }
        }
        self.history.term_seen(node, term, trail.last);
        let (last_index, commit) = (server.last_index(), server.commit());
        let waits = server.leads() && last_index > commit;
        let now = self.now;
        let memory = &mut self.servers[index].memory;
        (memory.leader, memory.term, memory.last_index) = (leader, term, last_index);
        let same = memory.commit == commit;
        let since = memory.waiting_since.filter(|_| same).unwrap_or(now);
        memory.waiting_since = waits.then_some(since);
        memory.commit = commit;
    }

    fn note(&mut self, index: usize, note: Note, trail: &mut Trail, log: &mut Log<Event>) {
        let server = &self.servers[index];
        let (node, term) = (server.no(), small(server.term()));
        let leader = server.leads();
        let memory = server.memory;
        match note {
            // A timer that a person fired did not run out: that event is told already.
            Note::ElectionTimeout { .. } if trail.last.is_some() => {
                self.count_timeout();
                self.servers[index].memory.heard = trail.last;
            }
            Note::ElectionTimeout { elapsed } => {
                self.count_timeout();
                let event = Event::ElectionTimeout {
                    node,
                    waited: elapsed,
                };
                let id = self.tell_with(trail, log, memory.heard, event);
                self.servers[index].heard(id);
            }
            Note::HeartbeatTimeout if trail.last.is_some() => {
                self.servers[index].memory.beat = trail.last;
            }
            Note::HeartbeatTimeout => {
                let id = self.tell_with(trail, log, memory.beat, Event::HeartbeatDue { node });
                self.servers[index].memory.beat = Some(id);
            }
            Note::BecamePreCandidate { term } => {
                self.servers[index].memory.counted = None;
                self.tell(
                    trail,
                    log,
                    Event::BecamePreCandidate {
                        node,
                        term: small(term),
                    },
                );
            }
            Note::BecameCandidate { term } => {
                self.servers[index].memory.counted = None;
                self.tell(
                    trail,
                    log,
                    Event::BecameCandidate {
                        node,
                        term: small(term),
                    },
                );
            }
            Note::BecameLeader { term } => {
                let event = Event::BecameLeader {
                    node,
                    term: small(term),
                    votes: memory.votes,
                };
                let id = self.tell_with(trail, log, memory.counted, event);
                self.servers[index].memory.beat = Some(id);
                self.history.elected(&self.servers[index], term, id);
            }
            Note::BecameFollower { term, from, .. } => {
                let raised = term > memory.term;
                self.servers[index].memory.term = term;
                if raised || from != Role::Follower {
                    let event = Event::BecameFollower {
                        node,
                        term: small(term),
                        was: from,
                        raised,
                    };
                    self.tell(trail, log, event);
                }
            }
            Note::VoteCast(ballot) => {
                let pre = ballot.kind == VoteKind::PreVote;
                let candidate = number(ballot.candidate);
                let granted = Event::VoteGranted {
                    node,
                    candidate,
                    term: small(ballot.term),
                    pre,
                };
                let id = self.tell(trail, log, granted);
                if !pre {
                    self.servers[index].heard(id);
                    self.history.voted(node, ballot.term, candidate, Some(id));
                }
            }
            Note::VoteRefused { ballot, reason } => {
                let why = match reason {
                    VoteRefusal::AlreadyVoted { to } => Refusal::Voted(number(to)),
                    VoteRefusal::KnowsLeader { leader } => Refusal::Leader(number(leader)),
                    VoteRefusal::LogBehind => Refusal::LogBehind,
                    VoteRefusal::StaleTerm => Refusal::OldTerm,
                };
                let pre = ballot.kind == VoteKind::PreVote;
                let (candidate, term) = (number(ballot.candidate), small(ballot.term));
                self.tell(
                    trail,
                    log,
                    Event::VoteRefused {
                        node,
                        candidate,
                        term,
                        pre,
                        why,
                    },
                );
            }
            Note::VoteReceived {
                kind,
                from,
                granted,
                term,
            } => {
                let from = number(from);
                if from == node && kind == VoteKind::Vote && granted {
                    self.history.voted(node, term, node, trail.last);
                }
                self.servers[index].memory.answer = Some((from, granted));
            }
            Note::VoteTally {
                kind,
                granted: yes,
                refused: no,
            } => {
                let Some((from, granted)) = memory.answer else {
                    return;
                };
                let (yes, no) = (yes as u8, no as u8);
                let pre = kind == VoteKind::PreVote;
                let event = Event::VoteCounted {
                    node,
                    from,
                    granted,
                    yes,
                    no,
                    pre,
                };
                let counted = self.tell_with(trail, log, memory.counted, event);
                let memory = &mut self.servers[index].memory;
                (memory.counted, memory.votes) = (Some(counted), yes);
            }
            Note::AppendedEntries { first, last } => {
                let server = &self.servers[index];
                let term = server.entry_term(last).map_or(0, small);
                let (from, to) = (small(first), small(last));
                let event = Event::Appended {
                    node,
                    first: from,
                    last: to,
                    term,
                    leader,
                };
                let id = self.tell(trail, log, event);
                self.history.appended(&self.servers[index], first, last, id);
            }
            Note::FoundConflict {
                index: first,
                existing_term,
                ..
            } => {
                let (last, term) = (small(memory.last_index.max(first)), small(existing_term));
                let id = self.tell(
                    trail,
                    log,
                    Event::RolledBack {
                        node,
                        first: small(first),
                        last,
                        term,
                    },
                );
                self.history.rolled_back(&self.servers[index], first, id);
            }
            Note::CommitAdvanced { from, to } => {
                let event = Event::Committed {
                    node,
                    from: small(from),
                    to: small(to),
                    leader,
                    term,
                };
                let matched = memory.matched.filter(|_| leader);
                let id = self.tell_with(trail, log, matched, event);
                self.history.committed(&self.servers[index], from, to, id);
            }
            Note::CommitHeldBack { entry, term } => {
                let (index, entry_term) = (small(entry.index), small(entry.term));
                let term = small(term);
                self.tell(
                    trail,
                    log,
                    Event::CommitHeldBack {
                        node,
                        index,
                        entry_term,
                        term,
                    },
                );
            }
            Note::RejectedAppend {
                from,
                prev,
                own_term,
            } => {
                let event = Event::AppendRefused {
                    node,
                    leader: number(from),
                    index: small(prev.index),
                    term: small(prev.term),
                    own_term: small(own_term),
                };
                self.tell(trail, log, event);
            }
            Note::DecreasedProgress { peer, .. } => {
                let peer_no = number(peer);
                let next = self.servers[index]
                    .progress(peer_no)
                    .map_or(0, |it| it.next_index);
                let event = Event::NextIndexBack {
                    node,
                    peer: peer_no,
                    next: small(next),
                };
                self.tell(trail, log, event);
            }
            Note::ProgressChanged { peer, progress, .. } => {
                let (peer, state) = (number(peer), progress.state);
                self.tell(trail, log, Event::ProgressChanged { node, peer, state });
            }
            Note::SentSnapshot { peer, snapshot, .. } => {
                let (peer, at) = (number(peer), small(snapshot.index));
                let event = Event::SnapshotSent {
                    node,
                    peer,
                    index: at,
                };
                let sent = (self.now, self.tell(trail, log, event));
                self.servers[index].snapshots_sent.insert(peer, sent);
            }
            Note::IgnoredSnapshot { snapshot, .. } => {
                let index = small(snapshot.index);
                self.tell(trail, log, Event::SnapshotIgnored { node, index });
            }
            Note::VoteIgnored { ballot, .. } => {
                let Some(leader) = server.leader() else {
                    return;
                };
                let event = Event::VoteIgnored {
                    node,
                    candidate: number(ballot.candidate),
                    leader,
                    pre: ballot.kind == VoteKind::PreVote,
                };
                self.tell(trail, log, event);
            }
            Note::QuorumLost { term } => {
                let term = small(term);
                let event = Event::QuorumLost { node, term };
                self.tell_with(trail, log, memory.beat, event);
            }
            Note::StaleMessageIgnored {
                kind,
                from,
                term: own,
                message_term,
            } => {
                let (from, term, own_term) = (number(from), small(message_term), small(own));
                self.tell(
                    trail,
                    log,
                    Event::StaleIgnored {
                        node,
                        from,
                        kind,
                        term,
                        own_term,
                    },
                );
            }
            Note::StaleLeaderTold { from, message_term } => {
                let event = Event::StaleIgnored {
                    node,
                    from: number(from),
                    kind: crate::core::MessageType::MsgApp,
                    term: small(message_term),
                    own_term: term,
                };
                self.tell(trail, log, event);
            }
            Note::SecondLeader { from, term } => {
                let (other, term) = (number(from), small(term));
                self.tell(trail, log, Event::SecondLeader { node, other, term });
            }
            // Said by the events above, or of no use to a reader.
            _ => (),
        }
    }
}

/// Bytes of a message, for links with a bandwidth.
fn size(message: &Message) -> u32 {
    let carried = match &message.body {
        Body::MsgApp { entries, .. } => 32 * entries.len(),
        Body::MsgSnap { snapshot } => snapshot.data.len(),
        _ => 0,
    };
    48_u32.saturating_add(small(carried as u64))
}
