//! Clients: they write one thing after the other, look for the leader, and ask again.

use glassbox_sim::{Causes, Duration, EventId, Instant, Log};

use super::{Cluster, Wire};
use crate::act::{NodeNo, Write};
use crate::command::{Command, Key};
use crate::event::{Event, Heard, RequestNo};

/// Requests of one run; more are refused.
pub(super) const MAX_REQUESTS: usize = 1_000;
/// How long a client waits before it asks again when nobody leads.
const RETRY: Duration = Duration::from_millis(60);
/// Bytes of a client's message, for links with a bandwidth.
pub(super) const SIZE: u32 = 64;

/// A client. It has one request under way at a time; others wait their turn, so that the server's
/// memory of its last one is enough to execute each once (Raft §8).
#[derive(Clone, Debug)]
pub struct Client {
    /// Its number, from 1.
    pub no: u8,
    /// The node it will ask first.
    pub(super) leader: Option<NodeNo>,
    /// All its requests, in order.
    pub requests: Vec<Request>,
}

/// A write, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Whose, and which.
    pub no: RequestNo,
    /// The key.
    pub key: Key,
    /// The value.
    pub value: u16,
    /// When the client was told to write.
    pub made_at: Instant,
    /// The node asked last; before that, the one to ask first, if the person named one.
    pub node: Option<NodeNo>,
    /// How often it was asked.
    pub attempt: u16,
    /// What became of it.
    pub state: RequestState,
    /// The act or event that it follows from.
    pub(super) cause: Option<EventId>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RequestState {
    /// An earlier request of this client is under way.
    Queued,
    /// A node was asked and has not answered; the client gives up waiting at this moment.
    Asked(Instant),
    /// No leader is known; the client asks again at this moment.
    Retry(Instant),
    /// It is in the log at this index and was executed.
    Done(u64),
}

/// A request on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    pub(super) request: RequestNo,
    pub(super) command: Command,
}

/// An answer on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reply {
    pub(super) request: RequestNo,
    pub(super) outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    Done { index: u64 },
    NotLeader { leader: Option<NodeNo> },
}

impl Client {
    pub(super) fn new(no: u8) -> Self {
        Self {
            no,
            leader: None,
            requests: Vec::new(),
        }
    }

    /// When it does something by itself.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match self.requests.get(self.done())?.state {
            RequestState::Asked(at) | RequestState::Retry(at) => Some(at),
            _ => None,
        }
    }

    /// How many requests are done. They are asked one after the other, so these are the first ones,
    /// and the next one is the one under way or queued.
    fn done(&self) -> usize {
        self.requests
            .partition_point(|request| matches!(request.state, RequestState::Done(_)))
    }

    fn under_way(&mut self) -> Option<&mut Request> {
        let next = self.done();
        self.requests
            .get_mut(next)
            .filter(|request| request.state != RequestState::Queued)
    }

    fn request_mut(&mut self, no: RequestNo) -> Option<&mut Request> {
        self.requests
            .get_mut(usize::from(no.serial.checked_sub(1)?))
    }
}

impl Cluster {
    /// A person tells a client to write.
    pub(super) fn write(&mut self, write: &Write, log: &mut Log<Event>) {
        let made_at = self.now;
        let Some(client) = self
            .clients
            .get_mut(usize::from(write.client.wrapping_sub(1)))
        else {
            return;
        };
        let no = RequestNo {
            client: client.no,
            serial: client.requests.len() as u16 + 1,
        };
        let (key, value) = (write.key, write.value);
        let waits = client.under_way().is_some();
        let told = waits.then(|| {
            let queued = Event::WriteQueued {
                request: no,
                key,
                value,
            };
            log.push(made_at, None, queued)
        });
        client.requests.push(Request {
            no,
            key,
            value,
            made_at,
            node: write.to,
            attempt: 0,
            state: RequestState::Queued,
            cause: told,
        });
        self.next_request(write.client, None, log);
    }

    /// Starts a client's next request, if none is under way; `done` is the event that made way for it.
    fn next_request(&mut self, client: u8, done: Option<EventId>, log: &mut Log<Event>) {
        let Some(this) = self.clients.get_mut(usize::from(client.wrapping_sub(1))) else {
            return;
        };
        if this.under_way().is_some() {
            return;
        }
        let leader = this.leader;
        let Some(request) = this.requests.get(this.done()) else {
            return;
        };
        let first = request.node.or(leader).unwrap_or(1);
        let no = request.no;
        self.ask(no, first, done, log);
    }

    /// Sends a request to a node.
    fn ask(&mut self, no: RequestNo, node: NodeNo, cause: Option<EventId>, log: &mut Log<Event>) {
        let (now, deadline) = (self.now, self.now + self.setup.client_timeout);
        let host = self.setup.client_host(no.client);
        let Some(request) = self.request(no) else {
            return;
        };
        request.node = Some(node);
        request.attempt = request.attempt.saturating_add(1);
        request.state = RequestState::Asked(deadline);
        let (key, value, attempt) = (request.key, request.value, request.attempt);
        // What waited for its turn follows from both: the one before it is done, and the person asked for it.
        let told = request.cause.filter(|_| attempt == 1);
        let causes = match cause.or(request.cause) {
            Some(cause) => Causes::with(cause, told),
            None => Causes::NONE,
        };
        let asked = log.push(
            now,
            causes,
            Event::Requested {
                request: no,
                node,
                key,
                value,
                attempt,
            },
        );
        request.cause = Some(asked);
        let command = Command {
            client: no.client,
            serial: no.serial,
            key,
            value,
        };
        let ask = Wire::Request(Ask {
            request: no,
            command,
        });
        self.net.send(now, (host, node), ask, SIZE, asked);
    }

    /// A client gives up waiting, or tries again.
    pub(super) fn client_timeout(&mut self, index: usize, log: &mut Log<Event>) {
        let now = self.now;
        let Some(request) = self.clients[index].under_way() else {
            return;
        };
        let (no, node) = (request.no, request.node.unwrap_or(1));
        let cause = match request.state {
            RequestState::Asked(_) => {
                let event = Event::ClientTimeout { request: no, node };
                Some(log.push(now, request.cause, event))
            }
            _ => request.cause,
        };
        self.clients[index].leader = None;
        self.ask(no, self.node_after(node), cause, log);
    }

    /// An answer of a node reaches a client.
    pub(super) fn reply_arrived(
        &mut self,
        reply: Reply,
        node: NodeNo,
        sent_by: EventId,
        log: &mut Log<Event>,
    ) {
        let now = self.now;
        let Some(client) = self
            .clients
            .get_mut(usize::from(reply.request.client.wrapping_sub(1)))
        else {
            return;
        };
        if let Outcome::NotLeader { leader } = reply.outcome {
            client.leader = leader;
        }
        let Some(request) = client.request_mut(reply.request) else {
            return;
        };
        let asked = matches!(request.state, RequestState::Asked(_));
        let heard = match reply.outcome {
            Outcome::Done { index } if !matches!(request.state, RequestState::Done(_)) => {
                request.state = RequestState::Done(index);
                client.leader = request.node;
                let index = crate::event::small(index);
                let request = reply.request;
                let done = log.push(now, Some(sent_by), Event::Done { request, index });
                return self.next_request(reply.request.client, Some(done), log);
            }
            Outcome::NotLeader {
                leader: Some(leader),
            } if asked && Some(leader) != request.node => {
                request.cause = Some(sent_by);
                return self.ask(reply.request, leader, Some(sent_by), log);
            }
            Outcome::NotLeader { leader } if asked => leader.map_or(Heard::NoLeader, Heard::Same),
            _ => Heard::Late,
        };
        let event = Event::ClientHeard {
            request: reply.request,
            node,
            what: heard,
        };
        let event = log.push(now, Some(sent_by), event);
        if heard != Heard::Late {
            request.cause = Some(event);
            request.state = RequestState::Retry(now + RETRY);
        }
    }

    /// A request came to nobody: the client will notice when its time is up.
    pub(super) fn ask_unheard(&self, ask: &Ask, node: NodeNo, by: EventId, log: &mut Log<Event>) {
        log.push(
            self.now,
            Some(by),
            Event::ClientUnheard {
                request: ask.request,
                node,
            },
        );
    }

    fn request(&mut self, no: RequestNo) -> Option<&mut Request> {
        self.clients
            .get_mut(usize::from(no.client.wrapping_sub(1)))?
            .request_mut(no)
    }

    fn node_after(&self, node: NodeNo) -> NodeNo {
        node % self.setup.nodes + 1
    }
}
