//! The network between the hosts of a lab, with every fault a person may cause.
//!
//! Links are directed. A packet leaves at once (or when the link is free, if it has a bandwidth),
//! passes the middle of its link half-way through its journey, and arrives. What is lost, by chance
//! or at a cut, is lost at the middle; so a cut stops what has not yet passed it, and healing in
//! time saves it.

use serde::{Deserialize, Serialize};

use crate::chance::Chance;
use crate::log::EventId;
use crate::model::Refused;
use crate::time::{Duration, Instant};

/// The number of a host, from 1.
pub type HostId = u8;

/// The number of a packet in its run, from 1. A copy has a number of its own.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct PacketId(pub u32);

/// How one directed link behaves.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkSetup {
    /// Shortest one-way time.
    pub latency_min: Duration,
    /// Longest one-way time. In between the average of two even draws: a triangle, so the middle is
    /// the most frequent.
    pub latency_max: Duration,
    /// Packets lost, per million.
    pub loss: u32,
    /// Packets that arrive twice, per million.
    pub duplicate: u32,
    /// Packets, per million, that may overtake or be overtaken. All others keep their order, as on
    /// a stream.
    pub reorder: u32,
    /// Bytes per second; `None`: no limit.
    pub bandwidth: Option<u64>,
}

/// Parts of a million that mean every packet.
pub const ALL: u32 = 1_000_000;

/// Packets that may be under way at once; what is sent beyond is lost as if by a full queue.
pub const MAX_IN_FLIGHT: usize = 4_096;

impl Default for LinkSetup {
    fn default() -> Self {
        Self {
            latency_min: Duration::from_millis(8),
            latency_max: Duration::from_millis(12),
            loss: 0,
            duplicate: 0,
            reorder: 0,
            bandwidth: None,
        }
    }
}

/// Why a packet did not arrive.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// The link lost it by chance.
    Chance,
    /// The link is cut.
    Cut,
    /// Too many packets were under way.
    Full,
    /// A person dropped it.
    Dropped,
}

/// What becomes of a packet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Fate {
    /// It will arrive.
    Arrives,
    /// It will be lost at the middle of the link.
    WillBeLost(Loss),
    /// It was lost at this moment. It stays listed until it would have arrived, so that it can be
    /// drawn.
    Lost(Loss, Instant),
}

/// One packet under way.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Packet<P> {
    /// Its number.
    pub id: PacketId,
    /// Who sent it.
    pub from: HostId,
    /// To whom.
    pub to: HostId,
    /// When it was sent.
    pub sent_at: Instant,
    /// When it arrives, or would have.
    pub arrives_at: Instant,
    /// The event of sending it: the cause of what happens on arrival.
    pub sent_by: EventId,
    /// What becomes of it.
    pub fate: Fate,
    /// The packet of which this one is a copy.
    pub copy_of: Option<PacketId>,
    /// A person delayed it.
    pub delayed: bool,
    /// A person changed its content.
    pub altered: bool,
    /// What it carries.
    pub payload: P,
}

impl<P> Packet<P> {
    /// Whether it can still arrive or be lost.
    pub fn in_flight(&self) -> bool {
        !matches!(self.fate, Fate::Lost(..))
    }

    fn middle(&self) -> Instant {
        self.sent_at.midway(self.arrives_at)
    }

    /// When something happens to it.
    fn due(&self) -> Option<Instant> {
        match self.fate {
            Fate::Arrives => Some(self.arrives_at),
            Fate::WillBeLost(_) => Some(self.middle()),
            Fate::Lost(..) => None,
        }
    }
}

/// What the network hands over when its time has come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Arrival<P> {
    /// The packet reached its host.
    Delivered(Packet<P>),
    /// The packet was lost on the way.
    Lost(Packet<P>, Loss),
}

#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
struct LinkState {
    setup: LinkSetup,
    cut: bool,
    busy_until: Instant,
    last_arrival: Instant,
}

/// All links among `hosts` hosts and the packets on them.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Network<P> {
    hosts: u8,
    links: Vec<LinkState>,
    packets: Vec<Packet<P>>,
    last_id: u32,
    chance: Chance,
}

impl<P: Clone> Network<P> {
    /// Hosts numbered 1 to `hosts`, every link alike. `chance` decides latency, loss and copies.
    pub fn new(hosts: u8, setup: LinkSetup, chance: Chance) -> Self {
        let link = LinkState {
            setup,
            cut: false,
            busy_until: Instant::START,
            last_arrival: Instant::START,
        };
        let links = vec![link; usize::from(hosts) * usize::from(hosts)];
        Self {
            hosts,
            links,
            packets: Vec::new(),
            last_id: 0,
            chance,
        }
    }

    /// Sends `payload`, whose size in bytes matters only on a link with a bandwidth. Returns the
    /// packet's number.
    pub fn send(
        &mut self,
        now: Instant,
        (from, to): (HostId, HostId),
        payload: P,
        size: u32,
        sent_by: EventId,
    ) -> PacketId {
        let Some(link) = self.link_index(from, to) else {
            return PacketId(0);
        };
        let setup = self.links[link].setup;
        // All draws are made in every case, so that one packet's fate never shifts the next one's.
        let latency = self.latency(setup);
        let lost = self.chance.parts_per_million(setup.loss);
        let twice = self.chance.parts_per_million(setup.duplicate);
        let overtakes = self.chance.parts_per_million(setup.reorder);
        if self.packets.len() >= MAX_IN_FLIGHT {
            return self.overflow(now, (from, to), payload, sent_by);
        }
        let fate = if self.links[link].cut {
            Fate::WillBeLost(Loss::Cut)
        } else if lost {
            Fate::WillBeLost(Loss::Chance)
        } else {
            Fate::Arrives
        };
        let state = &mut self.links[link];
        let sending = setup
            .bandwidth
            .filter(|rate| *rate > 0)
            .map_or(Duration::ZERO, |rate| {
                Duration::from_nanos(u64::from(size).saturating_mul(1_000_000_000) / rate)
            });
        let departs = now.max(state.busy_until) + sending;
        state.busy_until = departs;
        let mut arrives_at = departs + latency;
        if !overtakes {
            arrives_at = arrives_at.max(state.last_arrival);
            state.last_arrival = arrives_at;
        }
        let id = self.fresh_id();
        let packet = Packet {
            id,
            from,
            to,
            sent_at: now,
            arrives_at,
            sent_by,
            fate,
            copy_of: None,
            delayed: false,
            altered: false,
            payload,
        };
        let copy = twice.then(|| packet.clone());
        self.packets.push(packet);
        if let Some(mut copy) = copy {
            copy.id = self.fresh_id();
            copy.copy_of = Some(id);
            copy.arrives_at = departs + self.latency(setup);
            self.packets.push(copy);
        }
        id
    }

    /// A packet that finds no room is lost on the spot, and leaves no trace on its link.
    fn overflow(
        &mut self,
        now: Instant,
        (from, to): (HostId, HostId),
        payload: P,
        sent_by: EventId,
    ) -> PacketId {
        let id = self.fresh_id();
        self.packets.push(Packet {
            id,
            from,
            to,
            sent_at: now,
            arrives_at: now,
            sent_by,
            fate: Fate::WillBeLost(Loss::Full),
            copy_of: None,
            delayed: false,
            altered: false,
            payload,
        });
        id
    }

    /// When the next packet arrives or is lost.
    pub fn next(&self) -> Option<Instant> {
        self.packets.iter().filter_map(Packet::due).min()
    }

    /// Takes what is due first, if it is due at `now`. Equal moments go by packet number.
    pub fn take_due(&mut self, now: Instant) -> Option<Arrival<P>> {
        self.packets
            .retain(|packet| packet.in_flight() || packet.arrives_at > now);
        let (index, _) = self
            .packets
            .iter()
            .enumerate()
            .filter_map(|(index, packet)| Some((index, packet.due()?)))
            .filter(|(_, due)| *due <= now)
            .min_by_key(|(index, due)| (*due, *index))?;
        match self.packets[index].fate {
            Fate::WillBeLost(loss) => {
                self.packets[index].fate = Fate::Lost(loss, now);
                Some(Arrival::Lost(self.packets[index].clone(), loss))
            }
            _ => Some(Arrival::Delivered(self.packets.remove(index))),
        }
    }

    /// Everything that is drawn on the links, by number: packets under way, and lost ones until
    /// they would have arrived.
    pub fn packets(&self) -> &[Packet<P>] {
        &self.packets
    }

    /// The packet `id`, while it can still arrive.
    pub fn packet(&self, id: PacketId) -> Option<&Packet<P>> {
        self.packets
            .iter()
            .find(|packet| packet.id == id && packet.in_flight())
    }

    /// A person drops the packet.
    ///
    /// # Errors
    /// [`Refused::NotThere`] once it has arrived or was lost.
    pub fn drop_packet(&mut self, id: PacketId, now: Instant) -> Result<(), Refused> {
        self.packet_mut(id)?.fate = Fate::Lost(Loss::Dropped, now);
        Ok(())
    }

    /// A person makes the packet arrive `by` later.
    ///
    /// # Errors
    /// [`Refused::NotThere`] once it has arrived or was lost.
    pub fn delay(&mut self, id: PacketId, by: Duration) -> Result<(), Refused> {
        let packet = self.packet_mut(id)?;
        packet.arrives_at += by;
        packet.delayed = true;
        Ok(())
    }

    /// A person makes the packet arrive at once, whatever the link would have done to it.
    ///
    /// # Errors
    /// [`Refused::NotThere`] once it has arrived or was lost.
    pub fn deliver_now(&mut self, id: PacketId, now: Instant) -> Result<(), Refused> {
        let packet = self.packet_mut(id)?;
        packet.arrives_at = now;
        packet.fate = Fate::Arrives;
        Ok(())
    }

    /// A person makes a copy of the packet, which arrives a little after it. Returns the copy's
    /// number.
    ///
    /// # Errors
    /// [`Refused::NotThere`] once it has arrived or was lost, [`Refused::OverBound`] when
    /// [`MAX_IN_FLIGHT`] packets are under way.
    pub fn duplicate(&mut self, id: PacketId) -> Result<PacketId, Refused> {
        let mut copy = self.packet(id).ok_or(Refused::NotThere)?.clone();
        if self.packets.len() >= MAX_IN_FLIGHT {
            return Err(Refused::OverBound);
        }
        copy.id = self.fresh_id();
        copy.copy_of = Some(id);
        copy.arrives_at += Duration::from_nanos(copy.arrives_at.since(copy.sent_at).as_nanos() / 4);
        let copy_id = copy.id;
        self.packets.push(copy);
        Ok(copy_id)
    }

    /// A person changes what the packet carries.
    ///
    /// # Errors
    /// [`Refused::NotThere`] once it has arrived or was lost.
    pub fn alter(&mut self, id: PacketId, change: impl FnOnce(&mut P)) -> Result<(), Refused> {
        let packet = self.packet_mut(id)?;
        change(&mut packet.payload);
        packet.altered = true;
        Ok(())
    }

    /// How the link behaves.
    pub fn link(&self, from: HostId, to: HostId) -> Option<LinkSetup> {
        Some(self.links[self.link_index(from, to)?].setup)
    }

    /// Changes how the link behaves for what is sent from now on.
    ///
    /// # Errors
    /// [`Refused::NotThere`] when there is no such link, [`Refused::AlreadySo`].
    pub fn set_link(&mut self, from: HostId, to: HostId, setup: LinkSetup) -> Result<(), Refused> {
        let link = self.link_index(from, to).ok_or(Refused::NotThere)?;
        if self.links[link].setup == setup {
            return Err(Refused::AlreadySo);
        }
        self.links[link].setup = setup;
        Ok(())
    }

    /// Whether the link is cut.
    pub fn is_cut(&self, from: HostId, to: HostId) -> bool {
        self.link_index(from, to)
            .is_some_and(|link| self.links[link].cut)
    }

    /// Whether any link is cut.
    pub fn any_cut(&self) -> bool {
        self.links.iter().any(|link| link.cut)
    }

    /// Cuts every link for which `cut(from, to)` is true and mends the others. Packets that have
    /// not passed the middle of a link that is cut will be lost there; those that would have been
    /// lost at a cut now mended arrive. Returns whether anything changed.
    pub fn cut_links(&mut self, now: Instant, cut: impl Fn(HostId, HostId) -> bool) -> bool {
        let mut changed = false;
        for from in 1..=self.hosts {
            for to in (1..=self.hosts).filter(|to| *to != from) {
                let Some(link) = self.link_index(from, to) else {
                    continue;
                };
                let wanted = cut(from, to);
                if self.links[link].cut != wanted {
                    self.links[link].cut = wanted;
                    changed = true;
                    self.redecide(now, from, to, wanted);
                }
            }
        }
        changed
    }

    fn redecide(&mut self, now: Instant, from: HostId, to: HostId, cut: bool) {
        let here = self
            .packets
            .iter_mut()
            .filter(|packet| (packet.from, packet.to) == (from, to));
        for packet in here.filter(|packet| packet.middle() > now) {
            packet.fate = match packet.fate {
                Fate::Arrives if cut => Fate::WillBeLost(Loss::Cut),
                Fate::WillBeLost(Loss::Cut) if !cut => Fate::Arrives,
                other => other,
            };
        }
    }

    fn latency(&mut self, setup: LinkSetup) -> Duration {
        let (low, high) = (setup.latency_min, setup.latency_max);
        let sum = self.chance.duration(low, high) + self.chance.duration(low, high);
        Duration::from_nanos(sum.as_nanos() / 2)
    }

    fn packet_mut(&mut self, id: PacketId) -> Result<&mut Packet<P>, Refused> {
        let found = self
            .packets
            .iter_mut()
            .find(|packet| packet.id == id && packet.in_flight());
        found.ok_or(Refused::NotThere)
    }

    fn fresh_id(&mut self) -> PacketId {
        self.last_id = self.last_id.wrapping_add(1);
        PacketId(self.last_id)
    }

    fn link_index(&self, from: HostId, to: HostId) -> Option<usize> {
        let valid = (1..=self.hosts).contains(&from) && (1..=self.hosts).contains(&to);
        valid.then(|| usize::from(from - 1) * usize::from(self.hosts) + usize::from(to - 1))
    }
}

#[cfg(test)]
#[path = "network_tests.rs"]
mod tests;
