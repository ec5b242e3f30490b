//! What a scenario can wait for or ask about.

use glassbox_sim::scenario::read_name;
use glassbox_sim::{Model, Record, Verdict};
use serde::{Deserialize, Serialize};

use crate::act::NodeNo;
use crate::cluster::{Cluster, RequestState};
use crate::command::Key;
use crate::core::{MessageType, Role};
use crate::event::Event;

/// Something that is true of a cluster or not.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The node leads, or believes so; in this term, if one is given.
    Leads(InTerm),
    /// No node that runs leads or believes so.
    NobodyLeads,
    /// The node is a candidate (or asks in advance).
    Campaigns(NodeNo),
    /// The node's term is exactly this.
    Term(NodeTerm),
    /// The node knows the entries up to this index to be committed.
    Committed(NodeIndex),
    /// The node's log ends at exactly this index.
    LastIndex(NodeIndex),
    /// The node's disk has a snapshot up to exactly this index.
    Snapshot(NodeIndex),
    /// The node's log has an entry of this term at this index.
    HasEntry(NodeEntry),
    /// The node's store has this value; no value: the key is not there.
    Stored(NodeValue),
    /// The client's request of this number (from 1) is done.
    Done(ClientRequest),
    /// The node is down.
    Down(NodeNo),
    /// The property of this name is broken.
    Broken(PropertyName),
    /// The property of this name holds at this moment.
    Holds(PropertyName),
    /// This just happened.
    Just(Happened),
}

/// A node and perhaps a term.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InTerm {
    /// The node.
    pub node: NodeNo,
    /// The term.
    #[serde(default)]
    pub term: Option<u64>,
}

/// A node and a term.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeTerm {
    /// The node.
    pub node: NodeNo,
    /// The term.
    pub term: u64,
}

/// A node and a log index.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeIndex {
    /// The node.
    pub node: NodeNo,
    /// The index.
    pub index: u64,
}

/// A node and an entry of its log.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeEntry {
    /// The node.
    pub node: NodeNo,
    /// The index.
    pub index: u64,
    /// The term.
    pub term: u64,
}

/// A node and a value of its store.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeValue {
    /// The node.
    pub node: NodeNo,
    /// The key.
    pub key: Key,
    /// The value.
    #[serde(default)]
    pub value: Option<u16>,
}

/// A client and one of its requests.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClientRequest {
    /// The client.
    pub client: u8,
    /// Which of its requests, from 1.
    pub request: u16,
}

/// An event, described.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Happened {
    /// Its name, as the trace has it: `vote-granted`, `became-leader`, …
    pub event: EventName,
    /// At which node.
    #[serde(default)]
    pub node: Option<NodeNo>,
    /// For events about a message: from whom.
    #[serde(default)]
    pub from: Option<NodeNo>,
    /// For events about a message: to whom.
    #[serde(default)]
    pub to: Option<NodeNo>,
    /// For events about a message: its kind.
    #[serde(default)]
    pub kind: Option<MessageType>,
}

/// The name of an event, looked up when a file is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("enum" = <Event as strum::VariantNames>::VARIANTS)))]
#[serde(transparent)]
pub struct EventName(String);

/// The name of a property, looked up when a file is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("enum" = crate::properties::ALL.iter().map(|it| it.id).collect::<Vec<_>>()))
)]
#[serde(transparent)]
pub struct PropertyName(String);

impl<'de> Deserialize<'de> for EventName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let known = <Event as strum::VariantNames>::VARIANTS.iter().copied();
        read_name(deserializer, known, "there is no event").map(Self)
    }
}

impl<'de> Deserialize<'de> for PropertyName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let known = crate::properties::ALL.iter().map(|it| it.id);
        read_name(deserializer, known, "there is no property").map(Self)
    }
}

impl Fact {
    pub(crate) fn holds(&self, cluster: &Cluster, happened: &[Record<Event>]) -> bool {
        let server = |no: &NodeNo| cluster.server(*no);
        match self {
            Self::Leads(InTerm { node, term }) => server(node)
                .is_some_and(|it| it.leads() && term.is_none_or(|term| it.term() == term)),
            Self::NobodyLeads => !cluster.servers().iter().any(crate::cluster::Server::leads),
            Self::Campaigns(node) => server(node)
                .is_some_and(|it| matches!(it.role(), Some(Role::Candidate | Role::PreCandidate))),
            Self::Term(it) => server(&it.node).is_some_and(|node| node.term() == it.term),
            Self::Committed(it) => server(&it.node).is_some_and(|node| node.commit() >= it.index),
            Self::LastIndex(it) => {
                server(&it.node).is_some_and(|node| node.last_index() == it.index)
            }
            Self::Snapshot(it) => {
                server(&it.node).is_some_and(|node| node.snapshot().index == it.index)
            }
            Self::HasEntry(it) => {
                server(&it.node).is_some_and(|node| node.entry_term(it.index) == Some(it.term))
            }
            Self::Stored(it) => {
                server(&it.node).is_some_and(|node| node.store().get(it.key) == it.value)
            }
            Self::Done(it) => cluster.requests().iter().any(|request| {
                (request.no.client, request.no.serial) == (it.client, it.request)
                    && matches!(request.state, RequestState::Done(_))
            }),
            Self::Down(node) => server(node).is_some_and(|it| !it.is_up()),
            Self::Broken(id) => {
                verdict(cluster, id).is_some_and(|it| matches!(it, Verdict::Broken(_)))
            }
            Self::Holds(id) => verdict(cluster, id) == Some(Verdict::Holds),
            Self::Just(described) => happened.iter().any(|record| described.fits(&record.event)),
        }
    }
}

fn verdict(cluster: &Cluster, id: &PropertyName) -> Option<Verdict> {
    let property = Cluster::properties()
        .iter()
        .find(|property| property.id == id.0)?;
    Some((property.check)(cluster))
}

impl Happened {
    fn fits(&self, event: &Event) -> bool {
        let message = event.message();
        let party = |wanted: Option<NodeNo>, is: Option<NodeNo>| wanted.is_none() || wanted == is;
        event.name() == self.event.0
            && party(self.node, event.node())
            && party(self.from, message.map(|it| it.from))
            && party(self.to, message.map(|it| it.to))
            && (self.kind.is_none() || self.kind == message.map(|it| it.kind))
    }
}
