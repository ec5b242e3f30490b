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
    /// Its new figures.
    pub link: LinkSetup,
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
