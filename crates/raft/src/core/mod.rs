//! The Raft node itself: a pure state machine that takes a message, a tick or a call, and says what
//! to persist, what to send and what to apply. No I/O, no clock, no threads.
//!
//! The semantics are those of etcd-io/raft where it goes beyond the paper; its names are kept.
//!
//! | question | file |
//! |---|---|
//! | what is a node, and who handles which message? | raft.rs |
//! | who campaigns, who votes, who wins? | election.rs |
//! | how does the log get from the leader to a follower? | replication.rs |
//! | how does a client's command get into the log? | proposal.rs |
//! | when is an entry committed? | commit.rs |
//! | how does a leader stay leader? | heartbeat.rs, lease.rs |
//! | what if a follower is too far behind? | snapshot.rs |
//! | what runs on time? | tick.rs |
//! | what must be written, sent, applied? | ready.rs |
//! | what is a log? on disk, in memory? | log.rs, storage.rs, unstable.rs |
//! | what does a leader know of a follower? | progress.rs, tracker.rs |
//! | what is a majority? | quorum.rs |
//! | what can be said and stored? | message.rs, entry.rs, conf_state.rs |
//! | what just happened, and which rules are off? | note.rs, switches.rs |
//! | settings, the node from outside | config.rs, status.rs |
//!
//! # Driving a node
//!
//! ```
//! use glassbox_raft::core::{Config, ConfState, NodeId, Raft, Snapshot, Storage};
//!
//! let alone = Snapshot {
//!     index: 1,
//!     term: 1,
//!     conf: ConfState::of_voters([NodeId(1)]),
//!     ..Snapshot::default()
//! };
//! let mut node = Raft::new(Config::new(NodeId(1)), Storage::from_snapshot(alone))?;
//! node.campaign();
//! node.propose("x = 1").unwrap_err(); // its own vote is not on disk yet
//!
//! let mut applied = Vec::new();
//! let drain = |node: &mut Raft, applied: &mut Vec<_>| {
//!     while node.has_ready() {
//!         let ready = node.ready();
//!         node.storage_mut().save(&ready); // first the disk …
//!         assert!(ready.messages.is_empty()); // … then the network: nobody else is here …
//!         applied.extend(ready.committed_entries); // … and the state machine
//!         node.advance();
//!     }
//! };
//! drain(&mut node, &mut applied);
//! node.propose("x = 1").unwrap();
//! drain(&mut node, &mut applied);
//! assert_eq!(applied.last().unwrap().data, "x = 1");
//! # Ok::<(), glassbox_raft::core::ConfigError>(())
//! ```
//!
//! A crash is dropping the node and keeping its [`Storage`].

mod commit;
mod conf_state;
mod config;
mod election;
mod entry;
mod heartbeat;
mod lease;
mod log;
mod message;
mod note;
mod progress;
mod proposal;
pub mod quorum;
mod raft;
mod ready;
mod replication;
#[cfg(test)]
mod safety;
mod snapshot;
mod status;
mod storage;
mod switches;
#[cfg(test)]
mod testing;
mod tick;
mod tracker;
mod unstable;

pub use conf_state::ConfState;
pub use config::{Config, ConfigError};
pub use entry::{Entry, EntryId, EntryKind, MAX_INDEX};
pub use log::RaftLog;
pub use message::{Body, Malformed, Message, MessageType, NodeId};
pub use note::{Ballot, CampaignRefusal, LogView, Note, VoteKind, VoteRefusal};
pub use progress::{Progress, ProgressState, ProgressView};
pub use proposal::ProposalDropped;
pub use raft::{Raft, Role, StepError};
pub use ready::{Ready, SoftState};
pub use status::Status;
pub use storage::{CompactError, HardState, Snapshot, Storage};
pub use switches::{Switch, Switches};
