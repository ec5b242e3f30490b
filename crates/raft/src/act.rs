//! What a person can do to a cluster.

use glassbox_sim::{Duration, LinkSetup, PacketId};
use serde::{Deserialize, Serialize};

use crate::command::Key;
use crate::core::{MessageType, Switch};

/// The number of a node, from 1.
pub type NodeNo = u8;

/// One thing that a person does.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Kill a node. What it had not written to disk is gone.
    Crash(NodeNo),
    /// Start it again from what its disk holds.
    Restart(NodeNo),
    /// Stop a node's clock and let messages pile up before it, as when a process hangs.
    Pause(NodeNo),
    /// Let it go on.
    Resume(NodeNo),
    /// Make its timer fire now: the election timer, or a leader's heartbeat timer.
    Fire(NodeNo),
    /// Split the nodes into sides that cannot reach each other. A node in no list is on its own.
    Partition(Vec<Vec<NodeNo>>),
    /// Mend every link.
    Heal,
    /// Cut one direction of one link, or mend it.
    Cut(LinkCut),
    /// Change how one direction of one link behaves; without `from` and `to`, every link.
    Link(LinkChange),
    /// Lose a packet.
    Drop(PacketRef),
    /// Make a packet arrive later.
    Delay(Delay),
    /// Make a packet arrive twice.
    Duplicate(PacketRef),
    /// Make a packet arrive now.
    Deliver(PacketRef),
    /// Let a client write.
    Write(Write),
    /// Switch a rule of the protocol off, or on again, for all nodes.
    Switch(RuleChange),
}

/// Which packet is meant.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PacketRef {
    /// The one with this number.
    Id(#[cfg_attr(feature = "schema", schemars(with = "u32"))] PacketId),
    /// The first one under way that fits.
    First(Pick),
}

/// A description of a packet between two nodes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// Who sent it.
    pub from: NodeNo,
    /// To whom.
    pub to: NodeNo,
    /// What kind of message; any if not given.
    #[serde(default)]
    pub kind: Option<MessageType>,
}

/// One direction of a link, cut or mended.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkCut {
    /// From this node.
    pub from: NodeNo,
    /// To this one.
    pub to: NodeNo,
    /// Whether it is cut.
    pub cut: bool,
}

/// How a link behaves from now on.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkChange {
    /// From this node; from all if not given.
    #[serde(default)]
    pub from: Option<NodeNo>,
    /// To this one; to all if not given.
    #[serde(default)]
    pub to: Option<NodeNo>,
    /// What is to be different.
    pub link: LinkFigures,
}

/// The figures of a link that are to be different; those not given stay as they are. Bounds are
/// those of [`LinkSetup`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkFigures {
    /// Shortest one-way time.
    pub latency_min: Option<Duration>,
    /// Longest one-way time.
    pub latency_max: Option<Duration>,
    /// Packets lost, per million.
    pub loss: Option<u32>,
    /// Packets that arrive twice, per million.
    pub duplicate: Option<u32>,
    /// Packets, per million, that may overtake or be overtaken.
    pub reorder: Option<u32>,
    /// Bytes per second; 0: no limit.
    pub bandwidth: Option<u64>,
}

impl LinkFigures {
    /// Only the loss, in packets per million.
    pub fn loss(parts: u32) -> Self {
        Self {
            loss: Some(parts),
            ..Self::default()
        }
    }

    /// Only the latency.
    pub fn latency(min: Duration, max: Duration) -> Self {
        Self {
            latency_min: Some(min),
            latency_max: Some(max),
            ..Self::default()
        }
    }

    /// The link `link` with these figures in place of its own.
    pub fn on(self, link: LinkSetup) -> LinkSetup {
        LinkSetup {
            latency_min: self.latency_min.unwrap_or(link.latency_min),
            latency_max: self.latency_max.unwrap_or(link.latency_max),
            loss: self.loss.unwrap_or(link.loss),
            duplicate: self.duplicate.unwrap_or(link.duplicate),
            reorder: self.reorder.unwrap_or(link.reorder),
            bandwidth: match self.bandwidth {
                Some(rate) => Some(rate).filter(|rate| *rate > 0),
                None => link.bandwidth,
            },
        }
    }
}

impl From<LinkSetup> for LinkFigures {
    /// All of them.
    fn from(link: LinkSetup) -> Self {
        Self {
            latency_min: Some(link.latency_min),
            latency_max: Some(link.latency_max),
            loss: Some(link.loss),
            duplicate: Some(link.duplicate),
            reorder: Some(link.reorder),
            bandwidth: Some(link.bandwidth.unwrap_or(0)),
        }
    }
}

/// A packet and by how much it is delayed.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// Which one.
    pub packet: PacketRef,
    /// By how much, at most 60 s.
    pub by: Duration,
}

/// A client's write.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Write {
    /// Which client, from 1.
    pub client: u8,
    /// The key, one letter.
    pub key: Key,
    /// The value.
    pub value: u16,
    /// The node it asks first; the leader it knows of if not given.
    #[serde(default)]
    pub to: Option<NodeNo>,
}

/// A rule switched off or on.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleChange {
    /// Which one.
    pub rule: Switch,
    /// Whether it holds from now on.
    pub on: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_figures_given_change() {
        let link = LinkSetup {
            loss: 5,
            bandwidth: Some(9_000),
            ..LinkSetup::default()
        };
        let slow = LinkFigures::latency(Duration::from_millis(40), Duration::from_millis(80));
        let after = slow.on(link);
        assert_eq!((after.loss, after.bandwidth), (5, Some(9_000)));
        assert_eq!(after.latency_max, Duration::from_millis(80));
        assert_eq!(LinkFigures::default().on(link), link);
    }

    #[test]
    fn all_figures_of_a_link_make_it_of_any_other() {
        let (usual, other) = (
            LinkSetup::default(),
            LinkSetup {
                reorder: 7,
                bandwidth: Some(9_000),
                ..LinkSetup::default()
            },
        );
        assert_eq!(LinkFigures::from(usual).on(other), usual);
        assert_eq!(LinkFigures::from(other).on(usual), other);
    }
}
