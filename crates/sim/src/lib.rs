//! The kernel that every lab stands on.
//!
//! A run is a pure function of setup, seed and acts. From that follow step back, seeking, undo,
//! branches, links, golden traces and property checks, all of which live here, once:
//!
//! - [`Instant`], [`Duration`]: simulated time, in whole nanoseconds
//! - [`Chance`]: seeded draws, one stream per [`Purpose`]
//! - [`Network`]: links with latency, loss, copies, reordering, bandwidth and cuts; every packet can
//!   be dropped, delayed, doubled, altered or delivered now
//! - [`Model`]: what a lab must offer; [`Log`]: where it writes what happens
//! - [`Property`]: what must hold in every state, with its [`Witness`]
//! - [`Timeline`]: the tree of branches, recorded, sought through checkpoints
//! - [`link`]: a run as text in a URL; [`Digest`]: one number for all that happened
//! - [`Lang`]: the two languages that everything is said in; [`Tell`]: errors that can be told in either
//! - [`scenario`]: a story in steps, with predictions and goals, as a file
//! - [`search`]: every run of a small system, to the shortest bad one or a proof

mod chance;
mod digest;
mod form;
mod lang;
pub mod link;
mod log;
mod model;
mod network;
mod property;
pub mod scenario;
pub mod search;
pub mod sequence;
mod time;
pub mod timeline;

pub use chance::{Chance, Purpose};
pub use digest::Digest;
pub use form::FormError;
pub use lang::{Lang, NoSuchLang, Tell};
pub use log::{Causes, EventId, Log, Record};
pub use model::{Absent, Expected, Model, Refused, SetupError};
pub use network::{
    ALL, Arrival, Fate, HostId, LinkSetup, Loss, MAX_IN_FLIGHT, Network, Packet, PacketId,
};
pub use property::{Kind, Property, Verdict, Violation, Witness};
pub use time::{Duration, Instant, NotADuration};
pub use timeline::{Author, BranchId, Position, Timeline, letters};
