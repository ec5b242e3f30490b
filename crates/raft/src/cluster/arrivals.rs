//! A message arrives, or does not.

use glassbox_sim::{Arrival, Causes, EventId, HostId, Log, Loss, Packet};

use super::client::{Ask, Outcome, Reply, SIZE};
use super::server::Pending;
use super::{Cluster, Trail, Wire};
use crate::act::NodeNo;
use crate::core::{Body, Message};
use crate::event::{Event, Summary, small};

/// Messages that wait before a paused node; more are lost.
const MAX_WAITING: usize = 1_024;

impl Cluster {
    /// The network's next thing: an arrival or a loss.
    pub(super) fn arrival(&mut self, log: &mut Log<Event>) {
        match self.net.take_due(self.now) {
            Some(Arrival::Delivered(packet)) => self.delivered(packet, log),
            Some(Arrival::Lost(packet, why)) => {
                let Wire::Peer(message) = &packet.payload else {
                    return;
                };
                let message = summary(&packet, message);
                log.push(self.now, Some(packet.sent_by), Event::Lost { message, why });
            }
            None => (),
        }
    }

    /// A node that was paused takes the next message that waited for it.
    pub(super) fn take_from_inbox(&mut self, index: usize, log: &mut Log<Event>) {
        if let Some(packet) = self.servers[index].inbox.pop_front() {
            self.delivered(packet, log);
        }
    }

    fn delivered(&mut self, packet: Packet<Wire>, log: &mut Log<Event>) {
        let sent_by = packet.sent_by;
        if let Wire::Reply(reply) = packet.payload {
            return self.reply_arrived(reply, packet.from, sent_by, log);
        }
        let Some(index) = self.index_of(packet.to) else {
            return;
        };
        let server = &mut self.servers[index];
        match &packet.payload {
            Wire::Peer(message) => {
                let about = summary(&packet, message);
                if !server.is_up() {
                    log.push(self.now, Some(sent_by), Event::NobodyThere(about));
                } else if server.is_paused() && server.waiting() >= MAX_WAITING {
                    let why = Loss::Full;
                    let message = about;
                    log.push(self.now, Some(sent_by), Event::Lost { message, why });
                } else if server.is_paused() {
                    log.push(self.now, Some(sent_by), Event::Queued(about));
                    server.inbox.push_back(packet);
                } else {
                    let received = log.push(self.now, Some(sent_by), Event::Received(about));
                    let message = message.clone();
                    self.message(index, message, received, log);
                }
            }
            Wire::Request(ask) => {
                let ask = ask.clone();
                if !server.is_up() {
                    self.ask_unheard(&ask, packet.to, sent_by, log);
                } else if server.is_paused() {
                    let (request, node) = (ask.request, packet.to);
                    log.push(
                        self.now,
                        Some(sent_by),
                        Event::ClientQueued { request, node },
                    );
                    server.inbox.push_back(packet);
                } else {
                    self.request_arrived(index, &ask, sent_by, log);
                }
            }
            Wire::Reply(_) => (),
        }
    }

    /// A node takes a message of another.
    fn message(&mut self, index: usize, message: Message, received: EventId, log: &mut Log<Event>) {
        let now = self.now;
        let server = &mut self.servers[index];
        server.catch_up(now);
        let from = message.from;
        let acknowledges = matches!(message.body, Body::MsgAppResp { rejected: None, .. });
        let answers_heartbeat = message.body == Body::MsgHeartbeatResp;
        let from_leader = message.kind().comes_from_leader();
        let Some(raft) = server.running() else { return };
        let match_before = raft.progress(from).map(|progress| progress.match_index);
        // A message that the node cannot use is noted by the node itself.
        let _ = raft.step(message);
        let matched = raft.progress(from).map(|progress| progress.match_index);
        if from_leader && raft.leader() == Some(from) {
            server.heard(received);
        }
        let mut trail = Trail {
            last: Some(received),
        };
        if let Some(index_now) = matched.filter(|_| acknowledges && matched > match_before) {
            let (node, peer) = (server.no(), super::server::number(from));
            let also = server.memory.matched.replace(received);
            let copies = self.holders(index, index_now);
            let event = Event::Matched {
                node,
                peer,
                index: small(index_now),
                copies,
            };
            trail.last = Some(log.push(now, Causes::with(received, also), event));
        }
        if answers_heartbeat {
            self.look_after_snapshot(index, from, received, &mut trail, log);
        }
        self.drain(index, trail, log);
    }

    /// Nodes of which the leader knows that they hold the entry at `index`, itself included.
    fn holders(&self, leader: usize, index: u64) -> u8 {
        let leader = &self.servers[leader];
        let holds = |no: NodeNo| {
            no == leader.no()
                || leader
                    .progress(no)
                    .is_some_and(|it| it.match_index >= index)
        };
        (1..=self.setup.nodes).filter(|no| holds(*no)).count() as u8
    }

    /// A node takes a client's request.
    fn request_arrived(&mut self, index: usize, ask: &Ask, sent_by: EventId, log: &mut Log<Event>) {
        let now = self.now;
        let server = &mut self.servers[index];
        server.catch_up(now);
        let (node, request) = (server.no(), ask.request);
        let leads = server.leads();
        let leader = server.leader().filter(|leader| *leader != node);
        let accepted = server.running().filter(|_| leads).and_then(|raft| {
            raft.propose(ask.command.to_bytes()).ok()?;
            Some(raft.log().last_id())
        });
        let Some(entry) = accepted else {
            let redirected = log.push(
                now,
                Some(sent_by),
                Event::Redirected {
                    request,
                    node,
                    leader,
                },
            );
            self.answer(node, request, Outcome::NotLeader { leader }, redirected);
            return self.drain(
                index,
                Trail {
                    last: Some(redirected),
                },
                log,
            );
        };
        server.pending.push(Pending { request, entry });
        let (index_, term) = (small(entry.index), small(entry.term));
        let event = Event::Accepted {
            request,
            node,
            index: index_,
            term,
        };
        let accepted = log.push(now, Some(sent_by), event);
        self.drain(
            index,
            Trail {
                last: Some(accepted),
            },
            log,
        );
    }

    /// A node answers a client.
    pub(super) fn answer(
        &mut self,
        node: NodeNo,
        request: crate::event::RequestNo,
        outcome: Outcome,
        cause: EventId,
    ) {
        let host: HostId = self.setup.client_host(request.client);
        let reply = Wire::Reply(Reply { request, outcome });
        self.net.send(self.now, (node, host), reply, SIZE, cause);
    }

    fn index_of(&self, host: HostId) -> Option<usize> {
        let index = usize::from(host.checked_sub(1)?);
        (index < self.servers.len()).then_some(index)
    }
}

/// What the log says of a message.
pub(super) fn summary(packet: &Packet<Wire>, message: &Message) -> Summary {
    about(packet.id, (packet.from, packet.to), message)
}

/// What the log says of a message in the packet numbered `packet`.
pub(super) fn about(
    packet: glassbox_sim::PacketId,
    (from, to): (NodeNo, NodeNo),
    message: &Message,
) -> Summary {
    let (entries, yes, index) = match &message.body {
        Body::MsgApp { prev, entries, .. } => {
            let last = entries.last().map_or(prev.index, |entry| entry.index);
            (entries.len(), true, last)
        }
        Body::MsgAppResp { index, rejected } => (0, rejected.is_none(), *index),
        Body::MsgVote { last } | Body::MsgPreVote { last } => (0, true, last.index),
        Body::MsgVoteResp { granted } | Body::MsgPreVoteResp { granted } => (0, *granted, 0),
        Body::MsgHeartbeat { commit } => (0, true, *commit),
        Body::MsgHeartbeatResp => (0, true, 0),
        Body::MsgSnap { snapshot } => (0, true, snapshot.index),
        Body::MsgProp { entries } => (entries.len(), true, 0),
    };
    Summary {
        packet,
        from,
        to,
        kind: message.kind(),
        entries: small(entries as u64),
        yes,
        term: small(message.term),
        index: small(index),
    }
}

#[cfg(test)]
mod tests {
    use glassbox_sim::{Lang, PacketId};

    use super::*;
    use crate::core::{Entry, EntryId, NodeId};
    use crate::words;

    #[test]
    fn a_message_with_many_entries_names_the_first_and_the_last() {
        let entries = (11..=410).map(|index| Entry {
            term: 1,
            index,
            ..Entry::proposal("")
        });
        let message = Message {
            from: NodeId(1),
            to: NodeId(2),
            term: 1,
            body: Body::MsgApp {
                prev: EntryId::new(1, 10),
                entries: entries.collect(),
                commit: 0,
            },
        };
        let summary = about(PacketId(1), (1, 2), &message);
        assert_eq!((summary.entries, summary.index), (400, 410));
        let says = words::sentence(&Event::Sent(summary), Lang::En);
        assert_eq!(says, "n1 sent entries 11–410 to n2");
    }
}
