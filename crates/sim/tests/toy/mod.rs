//! A small model to test the kernel with: hosts that pass a growing number around, at random.

#![allow(dead_code, reason = "each test file uses a part of it")]

use glassbox_sim::{
    Absent, Arrival, Causes, Chance, Duration, EventId, Expected, HostId, Instant, Kind, LinkSetup,
    Log, Model, Network, PacketId, Property, Purpose, Record, Refused, SetupError, Verdict,
    Witness,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setup {
    pub(crate) hosts: u8,
    /// The number that must never be reached.
    pub(crate) limit: u64,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Act {
    Send(HostId),
    Drop(u32),
    Add(u64),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum Event {
    Sent(HostId, HostId),
    Received(HostId, u64),
    Lost(HostId),
    Added(u64),
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fact {
    AtLeast(u64),
    JustReceivedBy(HostId),
}

#[derive(Clone)]
pub(crate) struct Toy {
    setup: Setup,
    now: Instant,
    net: Network<u64>,
    chance: Chance,
    pub(crate) total: u64,
    last: Option<EventId>,
    started: bool,
}

impl Toy {
    fn send(&mut self, from: HostId, cause: Option<EventId>, log: &mut Log<Event>) {
        let to = 1 + (from % self.setup.hosts);
        let sent = log.push(self.now, cause, Event::Sent(from, to));
        self.net.send(
            self.now,
            (from, to),
            u64::from(self.chance.below(3)),
            1,
            sent,
        );
    }
}

impl Model for Toy {
    type Setup = Setup;
    type Act = Act;
    type Event = Event;
    type Fact = Fact;

    const LAB: &'static str = "toy";
    const VERSION: u16 = 3;

    fn new(setup: &Setup, seed: u64) -> Result<Self, SetupError> {
        if setup.hosts < 2 {
            return Err(SetupError {
                field: "hosts",
                expected: Expected::Count(2, 255),
            });
        }
        let link = LinkSetup {
            latency_min: Duration::from_millis(1),
            ..LinkSetup::default()
        };
        let net = Network::new(setup.hosts, link, Chance::new(seed, Purpose(1)));
        Ok(Self {
            setup: setup.clone(),
            now: Instant::START,
            net,
            chance: Chance::new(seed, Purpose(2)),
            total: 0,
            last: None,
            started: false,
        })
    }

    fn check_act(setup: &Setup, act: &Act) -> Result<(), Absent> {
        match act {
            Act::Send(host) => Absent::check(HOST, *host, 1_u8, setup.hosts),
            Act::Drop(_) | Act::Add(_) => Ok(()),
        }
    }

    fn check_fact(setup: &Setup, fact: &Fact) -> Result<(), Absent> {
        match fact {
            Fact::JustReceivedBy(host) => Absent::check(HOST, *host, 1_u8, setup.hosts),
            Fact::AtLeast(_) => Ok(()),
        }
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn next(&self) -> Option<Instant> {
        if self.started {
            self.net.next()
        } else {
            Some(Instant::START)
        }
    }

    fn step(&mut self, log: &mut Log<Event>) {
        let Some(at) = self.next() else { return };
        self.now = at;
        if !self.started {
            self.started = true;
            return self.send(1, None, log);
        }
        match self.net.take_due(at) {
            Some(Arrival::Delivered(packet)) => {
                self.total += packet.payload;
                let causes = Causes::with(packet.sent_by, self.last);
                let received = log.push(at, causes, Event::Received(packet.to, packet.payload));
                self.last = Some(received);
                self.send(packet.to, Some(received), log);
            }
            Some(Arrival::Lost(packet, _)) => {
                log.push(at, Some(packet.sent_by), Event::Lost(packet.to));
            }
            None => (),
        }
    }

    fn acts(&self) -> Vec<Act> {
        (1..=self.setup.hosts).map(Act::Send).collect()
    }

    fn act(&mut self, at: Instant, act: &Act, log: &mut Log<Event>) -> Result<(), Refused> {
        match act {
            Act::Send(host) if (1..=self.setup.hosts).contains(host) => {
                self.now = at;
                self.send(*host, None, log);
            }
            Act::Send(_) => return Err(Refused::NotThere),
            Act::Drop(packet) => {
                let packet = PacketId(*packet);
                let to = self.net.packet(packet).ok_or(Refused::NotThere)?.to;
                self.net.drop_packet(packet, at)?;
                self.now = at;
                log.push(at, None, Event::Lost(to));
            }
            Act::Add(number) => {
                self.now = at;
                self.total += number;
                log.push(at, None, Event::Added(*number));
            }
        }
        Ok(())
    }

    fn properties() -> &'static [Property<Self>] {
        &[Property {
            id: "below-limit",
            kind: Kind::Always,
            check: |toy| {
                if toy.total < toy.setup.limit {
                    Verdict::Holds
                } else {
                    let events = toy.last.into_iter().collect();
                    Verdict::Broken(Witness {
                        events,
                        ..Witness::default()
                    })
                }
            },
        }]
    }

    fn holds(&self, fact: &Fact, happened: &[Record<Event>]) -> bool {
        match fact {
            Fact::AtLeast(number) => self.total >= *number,
            Fact::JustReceivedBy(host) => happened
                .iter()
                .any(|record| matches!(record.event, Event::Received(to, _) if to == *host)),
        }
    }
}

const HOST: [&str; 2] = ["host", "主机"];

pub(crate) fn setup() -> Setup {
    Setup {
        hosts: 3,
        limit: 1_000_000,
    }
}
