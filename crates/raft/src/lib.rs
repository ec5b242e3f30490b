//! Raft: a node as a pure state machine, a cluster of them as a model, and the words for it.
//!
//! | question | look in |
//! |---|---|
//! | how does a node work? | [`core`]: election, replication, commit, … |
//! | what is fixed before a run? | [`Setup`] |
//! | what can a person do? | [`Act`] |
//! | what can happen? | [`Event`], and [`Rule`] for why |
//! | the nodes, their disks, the network, the clients | [`Cluster`] |
//! | what must always hold? | [`properties`], from [`History`] |
//! | the sentences, in English and Chinese | [`words`] |
//! | the stories | [`scenarios`] |
//! | the run as a picture | [`sequence`] |
//!
//! [`core`] is usable without the rest: it does no I/O, reads no clock and knows no network.

mod act;
mod cluster;
mod command;
pub mod core;
mod event;
mod fact;
mod history;
mod kv;
mod named;
pub mod properties;
mod rule;
pub mod scenarios;
pub mod sequence;
mod setup;
pub mod words;

pub use act::{
    Act, Delay, LinkChange, LinkCut, LinkFigures, NodeNo, PacketRef, Pick, RuleChange, Write,
};
pub use cluster::{
    Client, Cluster, Leaderless, Request, RequestState, Server, Stalled, TimerView, Wire,
};
pub use command::{Command, Key};
pub use event::{Event, Heard, Mark, Refusal, RequestNo, Summary};
pub use fact::{ClientRequest, Fact, Happened, InTerm, NodeEntry, NodeIndex, NodeTerm, NodeValue};
pub use history::History;
pub use kv::{Applied, Store};
pub use rule::Rule;
pub use setup::{MAX_CLIENTS, MAX_COMPACT_AFTER, MAX_NODES, Setup, TICK};
