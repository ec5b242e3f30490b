//! What a person does.

use glassbox_sim::{Duration, EventId, Instant, Log, Packet, PacketId, Refused};

use super::arrivals::summary;
use super::client::MAX_REQUESTS;
use super::{Cluster, Trail, Wire};
use crate::act::{Act, Delay, LinkChange, NodeNo, PacketRef, Pick};
use crate::command::Key;
use crate::event::{Event, Summary, small};
use crate::setup::{MAX_NODES, check_link};

/// Longest delay of one packet.
const MAX_DELAY: Duration = Duration::from_secs(60);

impl Cluster {
    /// Everything that can be done now, with one example where there are many of a kind.
    pub(super) fn possible_acts(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        for server in &self.servers {
            let no = server.no();
            match (server.is_up(), server.is_paused()) {
                (false, _) => acts.push(Act::Restart(no)),
                (true, true) => acts.extend([Act::Crash(no), Act::Resume(no)]),
                (true, false) => acts.extend([Act::Crash(no), Act::Pause(no), Act::Fire(no)]),
            }
        }
        if self.net.any_cut() {
            acts.push(Act::Heal);
        }
        for (packet, _) in self.messages().filter(|(packet, _)| packet.in_flight()) {
            let packet = PacketRef::Id(packet.id);
            let by = Duration::from_millis(50);
            acts.extend([
                Act::Drop(packet.clone()),
                Act::Delay(Delay {
                    packet: packet.clone(),
                    by,
                }),
                Act::Duplicate(packet.clone()),
                Act::Deliver(packet),
            ]);
        }
        if let Some(key) = Key::new('x') {
            let value = self
                .clients
                .iter()
                .map(|it| it.requests.len() as u16)
                .sum::<u16>()
                + 1;
            let writes = self.clients.iter().map(|client| {
                Act::Write(crate::act::Write {
                    client: client.no,
                    key,
                    value,
                    to: None,
                })
            });
            acts.extend(writes);
        }
        acts
    }

    /// Does one of them.
    pub(super) fn do_act(
        &mut self,
        at: Instant,
        act: &Act,
        log: &mut Log<Event>,
    ) -> Result<(), Refused> {
        match act {
            Act::Crash(no) => {
                let index = self.known(*no)?;
                let server = &mut self.servers[index];
                require(server.crash(), Refused::AlreadySo)?;
                self.note_act(at, log, Event::Crashed { node: *no });
            }
            Act::Restart(no) => self.restart(at, *no, log)?,
            Act::Pause(no) => {
                let index = self.known(*no)?;
                require(self.servers[index].is_up(), Refused::NotNow)?;
                require(!self.servers[index].is_paused(), Refused::AlreadySo)?;
                // A timer that runs out at this very moment still does, and is told.
                self.now = at;
                self.timer(index, log);
                self.servers[index].pause(at);
                self.note_act(at, log, Event::Paused { node: *no });
            }
            Act::Resume(no) => {
                let index = self.known(*no)?;
                let server = &mut self.servers[index];
                require(server.resume(at), Refused::AlreadySo)?;
                let waiting = u8::try_from(server.waiting()).unwrap_or(u8::MAX);
                self.note_act(at, log, Event::Resumed { node: *no, waiting });
            }
            Act::Fire(no) => {
                let index = self.known(*no)?;
                require(self.servers[index].fire(at), Refused::NotNow)?;
                let fired = self.note_act(at, log, Event::Fired { node: *no });
                self.drain(index, Trail { last: Some(fired) }, log);
            }
            Act::Partition(lists) => self.partition(at, lists, log)?,
            Act::Heal => {
                require(self.net.cut_links(at, |_, _| false), Refused::AlreadySo)?;
                self.sides = None;
                self.note_act(at, log, Event::Healed);
            }
            Act::Cut(link) => {
                let (from, to) = (link.from, link.to);
                self.known(from)?;
                self.known(to)?;
                require(from != to, Refused::NotThere)?;
                require(self.is_cut(from, to) != link.cut, Refused::AlreadySo)?;
                let before = self.net.clone();
                self.net.cut_links(at, |a, b| {
                    if (a, b) == (from, to) {
                        link.cut
                    } else {
                        before.is_cut(a, b)
                    }
                });
                self.note_act(
                    at,
                    log,
                    Event::LinkCut {
                        from,
                        to,
                        cut: link.cut,
                    },
                );
            }
            Act::Link(change) => self.change_links(at, change, log)?,
            Act::Drop(packet) => {
                let (id, message) = self.packet(packet)?;
                self.net.drop_packet(id, at)?;
                let why = glassbox_sim::Loss::Dropped;
                self.note_act(at, log, Event::Lost { message, why });
            }
            Act::Delay(delay) => {
                let (id, message) = self.packet(&delay.packet)?;
                require(
                    delay.by <= MAX_DELAY && delay.by > Duration::ZERO,
                    Refused::OverBound,
                )?;
                self.net.delay(id, delay.by)?;
                let millis = small(delay.by.as_nanos() / 1_000_000);
                self.note_act(at, log, Event::Delayed { message, millis });
            }
            Act::Duplicate(packet) => {
                let (id, message) = self.packet(packet)?;
                let copy = self.net.duplicate(id)?;
                self.note_act(at, log, Event::Duplicated { message, copy });
            }
            Act::Deliver(packet) => {
                let (id, message) = self.packet(packet)?;
                self.net.deliver_now(id, at)?;
                self.note_act(at, log, Event::Hurried(message));
            }
            Act::Write(write) => {
                require(
                    (1..=self.setup.clients).contains(&write.client),
                    Refused::NotThere,
                )?;
                if let Some(node) = write.to {
                    self.known(node)?;
                }
                let made: usize = self
                    .clients
                    .iter()
                    .map(|client| client.requests.len())
                    .sum();
                require(made < MAX_REQUESTS, Refused::OverBound)?;
                self.now = at;
                self.write(write, log);
            }
            Act::Switch(change) => {
                require(
                    self.rules_off.contains(change.rule) == change.on,
                    Refused::AlreadySo,
                )?;
                self.rules_off.set(change.rule, !change.on);
                for server in &mut self.servers {
                    server.set_rules(change.rule, change.on);
                }
                let (rule, on) = (change.rule, change.on);
                self.note_act(at, log, Event::RuleSwitched { rule, on });
            }
        }
        self.now = at;
        Ok(())
    }

    fn note_act(&mut self, at: Instant, log: &mut Log<Event>, event: Event) -> EventId {
        self.now = at;
        log.push(at, None, event)
    }

    fn restart(&mut self, at: Instant, no: NodeNo, log: &mut Log<Event>) -> Result<(), Refused> {
        let index = self.known(no)?;
        let rules_off = self.rules_off;
        let forgets = self.servers[index]
            .restart(at, rules_off)
            .ok_or(Refused::AlreadySo)?;
        let server = &self.servers[index];
        let (term, last) = (small(server.term()), small(server.last_index()));
        let snapshot = small(server.snapshot().index);
        let event = Event::Restarted {
            node: no,
            term,
            last,
            vote_lost: forgets,
            snapshot,
        };
        let restarted = self.note_act(at, log, event);
        self.servers[index].heard(restarted);
        self.history.restarted(&self.servers[index], restarted);
        self.drain(
            index,
            Trail {
                last: Some(restarted),
            },
            log,
        );
        Ok(())
    }

    fn partition(
        &mut self,
        at: Instant,
        lists: &[Vec<NodeNo>],
        log: &mut Log<Event>,
    ) -> Result<(), Refused> {
        require(lists.len() <= usize::from(MAX_NODES), Refused::OverBound)?;
        let mut sides = [u8::MAX; 9];
        for (side, list) in (0..).zip(lists) {
            for no in list {
                let index = self.known(*no)?;
                require(sides[index] == u8::MAX, Refused::NotNow)?;
                sides[index] = side;
            }
        }
        let alone = u8::try_from(lists.len()).unwrap_or(u8::MAX);
        let unlisted = sides.iter_mut().filter(|side| **side == u8::MAX);
        for (number, side) in (0..).zip(unlisted) {
            *side = alone.saturating_add(number);
        }
        let nodes = self.setup.nodes;
        let side_of = |host: u8| sides[usize::from(host - 1).min(8)];
        let cut = |from, to| from <= nodes && to <= nodes && side_of(from) != side_of(to);
        require(self.net.cut_links(at, cut), Refused::AlreadySo)?;
        for side in &mut sides[usize::from(nodes)..] {
            *side = 0;
        }
        self.sides = Some(sides);
        self.note_act(at, log, Event::Partitioned { sides, nodes });
        Ok(())
    }

    fn change_links(
        &mut self,
        at: Instant,
        change: &LinkChange,
        log: &mut Log<Event>,
    ) -> Result<(), Refused> {
        for no in change.from.iter().chain(&change.to) {
            self.known(*no)?;
        }
        let mut after = Vec::new();
        for from in (1..=self.setup.nodes).filter(|it| change.from.is_none_or(|no| no == *it)) {
            for to in (1..=self.setup.nodes).filter(|it| change.to.is_none_or(|no| no == *it)) {
                if let Some(link) = self.net.link(from, to).filter(|_| from != to) {
                    let link = change.link.on(link);
                    require(check_link(&link).is_ok(), Refused::OverBound)?;
                    after.push((from, to, link));
                }
            }
        }
        let mut changed = false;
        for (from, to, link) in after {
            changed |= self.net.set_link(from, to, link).is_ok();
        }
        require(changed, Refused::AlreadySo)?;
        self.note_act(
            at,
            log,
            Event::LinkChanged {
                from: change.from,
                to: change.to,
            },
        );
        Ok(())
    }

    /// The packet that is meant, if it is under way between nodes.
    fn packet(&self, which: &PacketRef) -> Result<(PacketId, Summary), Refused> {
        let fits = |packet: &Packet<Wire>, kind| match which {
            PacketRef::Id(id) => packet.id == *id,
            PacketRef::First(Pick {
                from,
                to,
                kind: wanted,
            }) => (packet.from, packet.to) == (*from, *to) && wanted.is_none_or(|it| it == kind),
        };
        let mut under_way = self.messages().filter(|(packet, _)| packet.in_flight());
        let found = under_way.find(|(packet, message)| fits(packet, message.kind()));
        let (packet, message) = found.ok_or(Refused::NotThere)?;
        Ok((packet.id, summary(packet, message)))
    }

    fn known(&self, no: NodeNo) -> Result<usize, Refused> {
        let known = (1..=self.setup.nodes).contains(&no);
        require(known, Refused::NotThere).map(|()| usize::from(no) - 1)
    }
}

fn require(condition: bool, otherwise: Refused) -> Result<(), Refused> {
    if condition { Ok(()) } else { Err(otherwise) }
}
