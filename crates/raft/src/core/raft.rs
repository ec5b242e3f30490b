//! One node: its state, and which message goes to which handler.

use glassbox_sim::{Chance, Purpose};
use serde::{Deserialize, Serialize};

use super::conf_state::ConfState;
use super::config::{Config, ConfigError};
use super::log::RaftLog;
use super::message::{Body, Malformed, Message, MessageType, NodeId};
use super::note::{Note, VoteKind};
use super::proposal::ProposalDropped;
use super::ready::HandedOut;
use super::storage::{CompactError, HardState, Snapshot, Storage};
use super::switches::Switch;
use super::tracker::Tracker;

/// The stream of draws that election timeouts come from.
const ELECTION_TIMEOUT: Purpose = Purpose(0x7261_6674);

/// What a node is in its term (Raft §5.1), pre-candidates added (Raft thesis §9.6).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Answers leaders and candidates.
    #[default]
    Follower,
    /// Asks whether it could win an election.
    PreCandidate,
    /// Asks for votes.
    Candidate,
    /// Takes proposals and replicates its log.
    Leader,
}

/// A Raft node.
///
/// Everything that happens to it is a call; everything it wants is in [`Raft::ready`], and
/// everything it did is in [`Raft::take_notes`]. Equal nodes that get equal calls stay equal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Raft {
    pub(super) config: Config,
    pub(super) role: Role,
    pub(super) term: u64,
    pub(super) vote: Option<NodeId>,
    pub(super) leader: Option<NodeId>,
    pub(super) log: RaftLog,
    pub(super) tracker: Tracker,

    /// Ticks since the election timer was restarted; a leader counts whole election timeouts.
    pub(super) election_elapsed: u32,
    /// Ticks since a leader's last heartbeat.
    pub(super) heartbeat_elapsed: u32,
    pub(super) randomized_election_timeout: u32,
    chance: Chance,

    /// What may leave at once.
    pub(super) messages: Vec<Message>,
    /// What vouches for something that is not on disk yet; some of it is for the node itself.
    pub(super) messages_after_append: Vec<Message>,
    pub(super) handed_out: HandedOut,
    pub(super) notes: Vec<Note>,
}

/// Why a message was not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StepError {
    /// The proposal in it went nowhere.
    #[error(transparent)]
    ProposalDropped(#[from] ProposalDropped),
    /// An answer from a node that is no member.
    #[error("an answer from node {0}, which is not a member")]
    PeerNotFound(NodeId),
    /// No correct node sends this.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

impl Raft {
    /// Starts a node on what its storage holds, as a follower.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] if the configuration makes no sense, alone or with the storage.
    pub fn new(config: Config, storage: Storage) -> Result<Self, ConfigError> {
        config.check()?;
        if !storage.is_coherent() {
            return Err(ConfigError::Storage);
        }
        let HardState { term, vote, commit } = storage.hard_state();
        let conf = storage.snapshot().conf.clone();
        let mut log = RaftLog::new(storage, config.max_committed_size_per_ready);
        log.committed = log.committed.max(commit);
        if config.applied > log.committed {
            return Err(ConfigError::Applied {
                applied: config.applied,
                commit: log.committed,
            });
        }
        log.applied_to(config.applied, 0);

        // Nodes that share a seed must not share their timeouts: odd multiples of 2^64 / φ keep
        // neighbouring ids apart.
        let own_seed = config.seed ^ config.id.0.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut raft = Self {
            role: Role::Follower,
            term,
            vote,
            leader: None,
            tracker: Tracker::new(conf, log.last_index(), config.max_inflight_msgs),
            election_elapsed: 0,
            heartbeat_elapsed: 0,
            randomized_election_timeout: config.election_tick,
            chance: Chance::new(own_seed, ELECTION_TIMEOUT),
            messages: Vec::new(),
            messages_after_append: Vec::new(),
            handed_out: HandedOut::default(),
            notes: vec![Note::SwitchedConfiguration],
            log,
            config,
        };
        raft.become_follower(term, None);
        raft.handed_out = HandedOut::of(&raft);
        raft.notes.push(Note::Started {
            term,
            commit: raft.log.committed,
            applied: raft.log.applied(),
            last: raft.log.last_id(),
        });
        Ok(raft)
    }

    // Messages in

    /// Takes a message from another node, or from itself.
    ///
    /// # Errors
    ///
    /// [`StepError`] if it was not taken; nothing changed then.
    pub fn step(&mut self, message: Message) -> Result<(), StepError> {
        message.check()?;
        if message.kind().is_response() && self.tracker.progress(message.from).is_none() {
            return Err(StepError::PeerNotFound(message.from));
        }
        self.handle(message)
    }

    pub(super) fn handle(&mut self, message: Message) -> Result<(), StepError> {
        let kind = message.kind();
        if kind != MessageType::MsgProp {
            if message.term > self.term && !self.take_higher_term(&message) {
                return Ok(());
            }
            if message.term < self.term {
                self.refuse_lower_term(&message);
                return Ok(());
            }
        }
        let Message {
            from, term, body, ..
        } = message;
        if kind.comes_from_leader() && !self.follow(from) {
            return Ok(());
        }
        match body {
            Body::MsgProp { entries } => self.handle_proposal(from, entries)?,
            Body::MsgApp {
                prev,
                entries,
                commit,
            } => self.handle_append(from, prev, entries, commit),
            Body::MsgAppResp { index, rejected } => {
                self.handle_append_response(from, index, rejected);
            }
            Body::MsgVote { last } => self.handle_vote_request(VoteKind::Vote, from, term, last),
            Body::MsgPreVote { last } => {
                self.handle_vote_request(VoteKind::PreVote, from, term, last);
            }
            Body::MsgVoteResp { granted } => {
                self.handle_vote_response(VoteKind::Vote, from, granted);
            }
            Body::MsgPreVoteResp { granted } => {
                self.handle_vote_response(VoteKind::PreVote, from, granted);
            }
            Body::MsgHeartbeat { commit } => self.handle_heartbeat(from, commit),
            Body::MsgHeartbeatResp => self.handle_heartbeat_response(from),
            Body::MsgSnap { snapshot } => self.handle_snapshot(from, *snapshot),
        }
        Ok(())
    }

    /// A message of a later term: the node is behind, so it follows (Raft §5.1). False if the
    /// message goes no further.
    fn take_higher_term(&mut self, message: &Message) -> bool {
        let (kind, from, message_term) = (message.kind(), message.from, message.term);
        if self.ignore_in_lease(message) {
            return false;
        }
        match message.body {
            // They carry the term that would be, not one that is (Raft thesis §9.6).
            Body::MsgPreVote { .. } | Body::MsgPreVoteResp { granted: true } => true,
            _ if self.role != Role::Follower && !self.follows(Switch::StepDown) => {
                self.notes.push(Note::HigherTermIgnored {
                    kind,
                    from,
                    message_term,
                });
                false
            }
            _ => {
                self.notes.push(Note::HigherTermMessage {
                    kind,
                    from,
                    term: self.term,
                    message_term,
                });
                self.become_follower(
                    message_term,
                    Some(from).filter(|_| kind.comes_from_leader()),
                );
                true
            }
        }
    }

    /// A message of an earlier term changes nothing (Raft §5.1), but may deserve an answer.
    fn refuse_lower_term(&mut self, message: &Message) {
        let (kind, from, message_term) = (message.kind(), message.from, message.term);
        match message.body {
            // A campaign at a later term would make this leader step down, but pre-candidates have
            // no later term and campaigns may be ignored: it has to be told (etcd raft.go `Step`).
            Body::MsgApp { .. } | Body::MsgHeartbeat { .. }
                if self.config.pre_vote || self.config.check_quorum =>
            {
                self.notes
                    .push(Note::StaleLeaderTold { from, message_term });
                self.send(
                    from,
                    Body::MsgAppResp {
                        index: 0,
                        rejected: None,
                    },
                );
            }
            // Or a pre-candidate with an old term would wait for ever.
            Body::MsgPreVote { last } => self.refuse_stale_pre_vote(from, last),
            _ => self.notes.push(Note::StaleMessageIgnored {
                kind,
                from,
                term: self.term,
                message_term,
            }),
        }
    }

    /// A message that only the leader of this term sends: follow it. False for another leader.
    fn follow(&mut self, from: NodeId) -> bool {
        match self.role {
            Role::Leader => {
                let term = self.term;
                self.notes.push(Note::SecondLeader { from, term });
                return false;
            }
            Role::Candidate | Role::PreCandidate => self.become_follower(self.term, Some(from)),
            Role::Follower => {
                self.election_elapsed = 0;
                self.leader = Some(from);
            }
        }
        true
    }

    // Messages out

    /// Queues a message of the present term.
    pub(super) fn send(&mut self, to: NodeId, body: Body) {
        self.send_at(self.term, to, body);
    }

    /// Queues a message of another term.
    pub(super) fn send_at(&mut self, term: u64, to: NodeId, body: Body) {
        let message = Message {
            from: self.config.id,
            to,
            term,
            body,
        };
        if message.kind().waits_for_disk() {
            self.messages_after_append.push(message);
        } else {
            self.messages.push(message);
        }
    }

    // State

    /// What every change of role to follower, candidate or leader starts from.
    pub(super) fn reset(&mut self, term: u64) {
        if self.term != term {
            self.term = term;
            self.vote = None;
        }
        self.leader = None;
        self.election_elapsed = 0;
        self.heartbeat_elapsed = 0;
        let shortest = self.config.election_tick;
        self.randomized_election_timeout = shortest + self.chance.below(shortest);
        self.tracker.reset(self.config.id, self.log.last_index());
    }

    /// Whether the node follows this rule.
    pub(super) const fn follows(&self, rule: Switch) -> bool {
        !self.config.rules_off.contains(rule)
    }

    /// Turns a rule on or off from now on.
    pub const fn set_rule(&mut self, rule: Switch, on: bool) {
        self.config.rules_off.set(rule, !on);
    }

    /// Sets after how many ticks without a leader this node campaigns, until the next draw.
    pub const fn set_randomized_election_timeout(&mut self, ticks: u32) {
        self.randomized_election_timeout = ticks;
    }

    /// Discards the stored entries up to and including `index` (Raft §7). Take a snapshot first.
    ///
    /// # Errors
    ///
    /// [`CompactError`] if they are gone already, not stored yet, or not applied yet.
    pub fn compact(&mut self, index: u64) -> Result<(), CompactError> {
        if index > self.log.applied() {
            return Err(CompactError::Unavailable(index));
        }
        self.log.storage.compact(index)
    }

    /// What happened since the last call, oldest first. They pile up if nobody asks.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// The disk, to be written as [`Raft::ready`] says.
    pub const fn storage_mut(&mut self) -> &mut Storage {
        &mut self.log.storage
    }

    /// The disk.
    pub const fn storage(&self) -> &Storage {
        &self.log.storage
    }

    /// A crash: only the disk is left.
    pub fn into_storage(self) -> Storage {
        self.log.storage
    }

    /// This node.
    pub const fn id(&self) -> NodeId {
        self.config.id
    }

    /// What it was told when it started, and the rules that are off now.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// What it is in its term.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The latest term it has seen.
    pub const fn term(&self) -> u64 {
        self.term
    }

    /// Who got its vote in this term.
    pub const fn vote(&self) -> Option<NodeId> {
        self.vote
    }

    /// Who leads this term, as far as it knows.
    pub const fn leader(&self) -> Option<NodeId> {
        self.leader
    }

    /// Its log.
    pub const fn log(&self) -> &RaftLog {
        &self.log
    }

    /// The members, as far as it knows.
    pub const fn conf_state(&self) -> &ConfState {
        self.tracker.conf()
    }

    /// The answers to its campaign so far, ascending by voter; its own is among them once it is on
    /// disk.
    pub fn votes(&self) -> impl Iterator<Item = (NodeId, bool)> {
        self.tracker.votes().iter().map(|(id, vote)| (*id, *vote))
    }

    /// What has to be on disk before this node answers for it.
    pub const fn hard_state(&self) -> HardState {
        HardState {
            term: self.term,
            vote: self.vote,
            commit: self.log.committed,
        }
    }

    /// The snapshot that it would send to a follower that is too far behind.
    pub fn snapshot(&self) -> &Snapshot {
        self.log.snapshot()
    }

    /// Ticks since its election timer was restarted.
    pub const fn election_elapsed(&self) -> u32 {
        self.election_elapsed
    }

    /// Ticks without a leader after which it campaigns.
    pub const fn randomized_election_timeout(&self) -> u32 {
        self.randomized_election_timeout
    }
}
