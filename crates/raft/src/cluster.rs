//! A cluster as a [`Model`]: nodes, their disks and clocks, the network, the clients.
//!
//! One thing happens at a time: a message arrives or is lost, a timer runs out, a client gives up
//! waiting, a person acts. What a node does about it (write, send, apply) happens in the same
//! moment: the disk is not slow here.

mod acts;
mod arrivals;
mod client;
mod liveness;
mod notes;
mod server;
mod snapshots;

use glassbox_sim::{
    Absent, Chance, Duration, EventId, Instant, LinkSetup, Log, Model, Network, Packet, Property,
    Purpose, Record, Refused, SetupError,
};

use crate::act::{Act, NodeNo};
use crate::core::{EntryId, Switches};
use crate::event::{Event, Summary};
use crate::fact::Fact;
use crate::history::History;
use crate::properties;
use crate::setup::Setup;

pub use client::{Client, Request, RequestState};
pub use liveness::{Leaderless, Stalled};
pub use server::{Server, TimerView};

/// Purposes of the draws; part of what a run link promises.
const NETWORK: Purpose = Purpose(1);
const CLOCKS: Purpose = Purpose(2);

/// What travels: between nodes, or between a client and a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Wire {
    /// A message between nodes.
    Peer(crate::core::Message),
    /// A client's request.
    Request(client::Ask),
    /// The answer to it.
    Reply(client::Reply),
}

/// A cluster with its network and clients.
#[derive(Clone)]
pub struct Cluster {
    setup: Setup,
    now: Instant,
    started: bool,
    servers: Vec<Server>,
    clients: Vec<Client>,
    net: Network<Wire>,
    sides: Option<[u8; 9]>,
    rules_off: Switches,
    history: History,
    leaderless: Option<Leaderless>,
}

impl Cluster {
    /// The setup.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The nodes, by number.
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// The node `no`, from 1.
    pub fn server(&self, no: NodeNo) -> Option<&Server> {
        self.servers.get(usize::from(no.checked_sub(1)?))
    }

    /// The clients, by number.
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// Every client's requests, in the order in which they were first made.
    pub fn requests(&self) -> Vec<&Request> {
        let mut all: Vec<_> = self
            .clients
            .iter()
            .flat_map(|client| &client.requests)
            .collect();
        all.sort_by_key(|request| (request.made_at, request.no.client));
        all
    }

    /// The messages between nodes that are drawn on the links.
    pub fn messages(&self) -> impl Iterator<Item = (&Packet<Wire>, &crate::core::Message)> {
        self.net
            .packets()
            .iter()
            .filter_map(|packet| match &packet.payload {
                Wire::Peer(message) => Some((packet, message)),
                _ => None,
            })
    }

    /// What the log says of a message between nodes; `None` for a client's.
    pub fn summary(packet: &Packet<Wire>) -> Option<Summary> {
        match &packet.payload {
            Wire::Peer(message) => Some(arrivals::summary(packet, message)),
            _ => None,
        }
    }

    /// Whether one direction of a link is cut.
    pub fn is_cut(&self, from: NodeNo, to: NodeNo) -> bool {
        self.net.is_cut(from, to)
    }

    /// How one direction of a link behaves.
    pub fn link(&self, from: NodeNo, to: NodeNo) -> Option<LinkSetup> {
        self.net.link(from, to)
    }

    /// The sides of the partition, if a person made one: for each node the side it is on.
    pub fn sides(&self) -> Option<&[u8]> {
        self.sides
            .as_ref()
            .map(|sides| &sides[..self.servers.len()])
    }

    /// The rules that are switched off.
    pub fn rules_off(&self) -> Switches {
        self.rules_off
    }

    /// What the properties remember.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The node that leads the highest term, if it is up.
    pub fn leader(&self) -> Option<&Server> {
        self.servers
            .iter()
            .filter(|server| server.leads())
            .max_by_key(|server| server.term())
    }

    /// Nodes whose log holds this very entry.
    pub fn copies(&self, entry: EntryId) -> usize {
        self.servers
            .iter()
            .filter(|server| server.has_entry(entry))
            .count()
    }

    /// How many nodes are a majority.
    pub fn majority(&self) -> usize {
        self.servers.len() / 2 + 1
    }
}

impl Model for Cluster {
    type Setup = Setup;
    type Act = Act;
    type Event = Event;
    type Fact = Fact;

    const LAB: &'static str = "raft";
    const VERSION: u16 = 3;

    fn new(setup: &Setup, seed: u64) -> Result<Self, SetupError> {
        setup.check()?;
        let mut clocks = Chance::new(seed, CLOCKS);
        let servers = (1..=setup.nodes)
            .map(|no| Server::new(no, setup, seed, &mut clocks))
            .collect::<Result<Vec<_>, _>>()?;
        let mut net = Network::new(setup.hosts(), setup.links, Chance::new(seed, NETWORK));
        let near = LinkSetup {
            latency_min: Duration::from_millis(1),
            latency_max: Duration::from_millis(2),
            ..LinkSetup::default()
        };
        let clients: Vec<Client> = (1..=setup.clients).map(Client::new).collect();
        for client in &clients {
            for node in 1..=setup.nodes {
                // Both hosts exist, and the link is set only once.
                let _ = net.set_link(setup.client_host(client.no), node, near);
                let _ = net.set_link(node, setup.client_host(client.no), near);
            }
        }
        Ok(Self {
            now: Instant::START,
            started: false,
            servers,
            clients,
            net,
            sides: None,
            rules_off: setup.switches(),
            history: History::default(),
            leaderless: Some(Leaderless::default()),
            setup: setup.clone(),
        })
    }

    fn check_act(setup: &Setup, act: &Act) -> Result<(), Absent> {
        setup.check_act(act)
    }

    fn check_fact(setup: &Setup, fact: &Fact) -> Result<(), Absent> {
        setup.check_fact(fact)
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn next(&self) -> Option<Instant> {
        self.next_thing().map(|(at, _)| at)
    }

    fn step(&mut self, log: &mut Log<Event>) {
        let Some((at, thing)) = self.next_thing() else {
            return;
        };
        self.now = at;
        match thing {
            Thing::Start => self.start(log),
            Thing::Inbox(server) => self.take_from_inbox(server, log),
            Thing::Timer(server) => self.timer(server, log),
            Thing::Network => self.arrival(log),
            Thing::Client(client) => self.client_timeout(client, log),
        }
        self.look_for_leader();
    }

    fn acts(&self) -> Vec<Act> {
        self.possible_acts()
    }

    fn act(&mut self, at: Instant, act: &Act, log: &mut Log<Event>) -> Result<(), Refused> {
        if self.started {
            self.do_act(at, act, log)?;
        } else {
            // Before anything has happened: the cluster starts, then the person acts.
            let mut begun = self.clone();
            begun.start(log);
            begun.do_act(at, act, log)?;
            *self = begun;
        }
        self.look_for_leader();
        Ok(())
    }

    fn properties() -> &'static [Property<Self>] {
        properties::ALL
    }

    fn holds(&self, fact: &Fact, happened: &[Record<Event>]) -> bool {
        fact.holds(self, happened)
    }
}

/// What can happen by itself. Equal moments go in this order, then by number.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Thing {
    Start,
    Inbox(usize),
    Timer(usize),
    Network,
    Client(usize),
}

impl Cluster {
    fn start(&mut self, log: &mut Log<Event>) {
        self.started = true;
        let nodes = self.setup.nodes;
        let started = log.push(self.now, None, Event::Started { nodes });
        for server in &mut self.servers {
            server.heard(started);
        }
    }

    fn next_thing(&self) -> Option<(Instant, Thing)> {
        if !self.started {
            return Some((Instant::START, Thing::Start));
        }
        let servers = self.servers.iter().enumerate().flat_map(|(index, server)| {
            let inbox = server
                .has_waiting()
                .then_some((self.now, Thing::Inbox(index)));
            let timer = server
                .timer_at()
                .map(|at| (at.max(self.now), Thing::Timer(index)));
            inbox.into_iter().chain(timer)
        });
        let network = self.net.next().map(|at| (at.max(self.now), Thing::Network));
        let clients = self
            .clients
            .iter()
            .enumerate()
            .filter_map(|(index, client)| {
                Some((client.deadline()?.max(self.now), Thing::Client(index)))
            });
        servers.chain(network).chain(clients).min()
    }

    /// A node's timer runs out.
    fn timer(&mut self, index: usize, log: &mut Log<Event>) {
        let now = self.now;
        let server = &mut self.servers[index];
        server.catch_up(now);
        self.drain(index, Default::default(), log);
    }
}

/// From what the events of one step follow: the last of them so far, and what came before.
#[derive(Clone, Copy, Debug, Default)]
struct Trail {
    last: Option<EventId>,
}
