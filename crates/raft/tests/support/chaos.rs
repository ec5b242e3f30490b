//! Random clusters and what a careless person does to them, from one seed.
//!
//! The random runs of `tests/random.rs`, the benchmarks and the comparison of native and WebAssembly
//! all draw from here.

#![allow(dead_code, reason = "each of them uses a part of it")]

use glassbox_raft::core::Switch;
use glassbox_raft::{
    Act, Cluster, Delay, Key, LinkChange, LinkCut, LinkFigures, NodeNo, PacketRef, RuleChange,
    Setup, Write,
};
use glassbox_sim::{Chance, Duration, Instant, LinkSetup, Model as _, Purpose};

/// No purpose of the lab's own: these draws are the person's.
const PERSON: Purpose = Purpose(0x0063_6861_6f73);

/// One stream of random decisions.
pub(crate) struct Chaos {
    chance: Chance,
    switches: bool,
}

impl Chaos {
    /// The decisions of `seed`. With `switches`, rules are switched off and on, too.
    pub(crate) fn new(seed: u64, switches: bool) -> Self {
        Self {
            chance: Chance::new(seed, PERSON),
            switches,
        }
    }

    /// A random cluster. Small and quick ones are more frequent than the others.
    pub(crate) fn setup(&mut self) -> Setup {
        let nodes = match self.chance.below(8) {
            0..=2 => 3,
            3..=4 => 5,
            _ => self.chance.between(1, 9) as NodeNo,
        };
        let election_timeout = self.millis(30, 300);
        let heartbeat = self.millis(5, 25);
        let mut setup = Setup {
            nodes,
            clients: self.chance.between(1, 3) as u8,
            election_timeout,
            heartbeat,
            pre_vote: self.chance.below(2) == 0,
            one_entry_per_message: self.chance.below(4) == 0,
            check_quorum: self.chance.below(4) == 0,
            compact_after: match self.chance.below(2) {
                0 => 0,
                _ => self.chance.between(1, 8) as u16,
            },
            client_timeout: self.millis(30, 400),
            links: self.link(),
            ..Setup::default()
        };
        if self.switches && self.chance.below(3) == 0 {
            setup.rules_off = vec![self.pick(&Switch::ALL)];
        }
        setup
    }

    /// Whether something is done before the next thing happens by itself: once in `every` cases.
    pub(crate) fn acts(&mut self, every: u32) -> bool {
        self.chance.below(every) == 0
    }

    /// A moment at which something can be done now.
    pub(crate) fn moment(&mut self, cluster: &Cluster) -> Instant {
        let now = cluster.now();
        let Some(next) = cluster.next() else {
            return now;
        };
        match self.chance.below(4) {
            0 => next,
            1 => now + self.chance.duration(Duration::ZERO, next.since(now)),
            _ => now,
        }
    }

    /// Something to do. It may be impossible at the moment.
    pub(crate) fn act(&mut self, cluster: &Cluster) -> Act {
        let node = self.node(cluster);
        match self.chance.below(26) {
            0..=4 => self.write(cluster),
            5 => Act::Crash(node),
            6 => Act::Pause(node),
            7..=9 => self.wake(cluster),
            10 => Act::Fire(node),
            11 => self.partition(cluster),
            12..=13 => Act::Heal,
            14 => self.cut(cluster),
            15 => self.change_link(cluster),
            16..=20 => self.packet(cluster),
            21 if self.switches => {
                let rule = self.pick(&Switch::ALL);
                Act::Switch(RuleChange {
                    rule,
                    on: cluster.rules_off().contains(rule),
                })
            }
            _ => self.offered(cluster),
        }
    }

    /// One of the buttons.
    fn offered(&mut self, cluster: &Cluster) -> Act {
        let offered = cluster.acts();
        let index = self.chance.below(offered.len() as u32) as usize;
        offered.into_iter().nth(index).unwrap_or(Act::Heal)
    }

    fn write(&mut self, cluster: &Cluster) -> Act {
        let to = (self.chance.below(3) == 0).then(|| self.node(cluster));
        let letters = ['x', 'y', 'z'].map(Key::new);
        Act::Write(Write {
            client: self.chance.between(1, u32::from(cluster.setup().clients)) as u8,
            key: self.pick(&letters).expect("they are letters"),
            value: self.chance.below(100) as u16,
            to,
        })
    }

    /// Gets one of those that are down or hang going again.
    fn wake(&mut self, cluster: &Cluster) -> Act {
        let still = cluster
            .servers()
            .iter()
            .filter(|server| !server.is_up() || server.is_paused());
        let wakes: Vec<Act> = still
            .map(|server| match server.is_up() {
                true => Act::Resume(server.no()),
                false => Act::Restart(server.no()),
            })
            .collect();
        if wakes.is_empty() {
            Act::Heal
        } else {
            self.pick(&wakes)
        }
    }

    fn partition(&mut self, cluster: &Cluster) -> Act {
        let mut sides = vec![Vec::new(); self.chance.between(1, 3) as usize];
        for server in cluster.servers() {
            let side = self.chance.below(sides.len() as u32) as usize;
            sides[side].push(server.no());
        }
        // One side for all: a node that is left out of it is alone.
        if let [all] = &mut sides[..] {
            all.remove(self.chance.below(all.len() as u32) as usize);
        }
        Act::Partition(sides)
    }

    fn cut(&mut self, cluster: &Cluster) -> Act {
        let (from, to) = (self.node(cluster), self.node(cluster));
        Act::Cut(LinkCut {
            from,
            to,
            cut: !cluster.is_cut(from, to),
        })
    }

    fn change_link(&mut self, cluster: &Cluster) -> Act {
        let (one, other) = (self.node(cluster), self.node(cluster));
        let all = self.chance.below(3) == 0;
        let link = match self.chance.below(4) {
            0 => LinkFigures::loss(self.chance.below(300_000)),
            // It may leave the shortest above the longest, and is refused then.
            1 => LinkFigures {
                latency_max: Some(self.millis(0, 20)),
                ..LinkFigures::default()
            },
            _ => self.link().into(),
        };
        Act::Link(LinkChange {
            from: (!all).then_some(one),
            to: (!all).then_some(other),
            link,
        })
    }

    fn packet(&mut self, cluster: &Cluster) -> Act {
        let under_way: Vec<_> = cluster
            .messages()
            .filter(|(packet, _)| packet.in_flight())
            .collect();
        if under_way.is_empty() {
            return self.write(cluster);
        }
        let index = self.chance.below(under_way.len() as u32) as usize;
        let packet = PacketRef::Id(under_way[index].0.id);
        match self.chance.below(4) {
            0 => Act::Drop(packet),
            1 => Act::Delay(Delay {
                packet,
                by: self.millis(1, 500),
            }),
            2 => Act::Duplicate(packet),
            _ => Act::Deliver(packet),
        }
    }

    fn link(&mut self) -> LinkSetup {
        let latency_min = self.millis(0, 10);
        let mut sometimes = |of: u32, most| match self.chance.below(of) {
            0 => self.chance.below(most),
            _ => 0,
        };
        let (loss, duplicate) = (sometimes(3, 300_000), sometimes(3, 300_000));
        let (reorder, bandwidth) = (sometimes(3, 500_000), sometimes(8, 90_000));
        LinkSetup {
            latency_min,
            latency_max: latency_min + self.millis(0, 15),
            loss,
            duplicate,
            reorder,
            bandwidth: (bandwidth > 0).then_some(u64::from(10_000 + bandwidth)),
        }
    }

    fn millis(&mut self, low: u64, high: u64) -> Duration {
        self.chance
            .duration(Duration::from_millis(low), Duration::from_millis(high))
    }

    fn node(&mut self, cluster: &Cluster) -> NodeNo {
        self.chance.between(1, cluster.servers().len() as u32) as NodeNo
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.chance.below(from.len() as u32) as usize].clone()
    }
}
