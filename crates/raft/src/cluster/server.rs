//! One server: a Raft node, its disk, its clock, its store and the requests it has taken.

use std::collections::{BTreeMap, VecDeque};

use glassbox_sim::{Chance, Duration, EventId, Expected, Instant, Packet, SetupError};

use super::Wire;
use crate::act::NodeNo;
use crate::core::{
    ConfState, Config, Entry, EntryId, NodeId, Progress, Raft, Role, Snapshot, Storage, Switch,
    Switches,
};
use crate::event::RequestNo;
use crate::kv::Store;
use crate::setup::{Setup, TICK};

/// One server of the cluster.
#[derive(Clone)]
pub struct Server {
    no: NodeNo,
    config: Config,
    machine: Machine,
    /// When its clock showed tick 0.
    clock_start: Instant,
    /// Ticks that the node has been given.
    ticks: u64,
    paused_at: Option<Instant>,
    /// Messages that came while it was paused.
    pub(super) inbox: VecDeque<Packet<Wire>>,
    pub(super) store: Store,
    /// Entries for which a client waits.
    pub(super) pending: Vec<Pending>,
    /// When it sent each follower its last snapshot, and by which event.
    pub(super) snapshots_sent: BTreeMap<NodeNo, (Instant, EventId)>,
    pub(super) memory: Memory,
}

/// A node that runs has its disk; of one that is down the disk is left.
#[derive(Clone)]
enum Machine {
    Up(Box<Raft>),
    Down(Box<Storage>),
}

/// A request in the log, not committed yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Pending {
    pub(super) request: RequestNo,
    pub(super) entry: EntryId,
}

/// Events that later ones follow from.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory {
    /// What restarted the election timer.
    pub(super) heard: Option<EventId>,
    /// The last answer counted in the present campaign.
    pub(super) counted: Option<EventId>,
    /// The last acknowledgement of a follower.
    pub(super) matched: Option<EventId>,
    /// Since what the heartbeat timer runs.
    pub(super) beat: Option<EventId>,
    /// The answer that is about to be counted, and the votes counted so far.
    pub(super) answer: Option<(NodeNo, bool)>,
    pub(super) votes: u8,
    /// Term, leader and last index at the end of the last step.
    pub(super) term: u64,
    pub(super) leader: Option<NodeId>,
    pub(super) last_index: u64,
    pub(super) commit: u64,
    /// Since when the oldest entry that is not committed waits, on a leader.
    pub(super) waiting_since: Option<Instant>,
}

/// A running timer, for drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimerView {
    /// When it started.
    pub from: Instant,
    /// When it will fire.
    pub at: Instant,
    /// Whether it is a leader's heartbeat timer.
    pub heartbeat: bool,
}

impl Server {
    pub(super) fn new(
        no: NodeNo,
        setup: &Setup,
        seed: u64,
        clocks: &mut Chance,
    ) -> Result<Self, SetupError> {
        // One entry is always sent, whatever its size.
        let max_size_per_msg = if setup.one_entry_per_message {
            0
        } else {
            u64::MAX
        };
        let config = Config {
            max_size_per_msg,
            election_tick: Setup::ticks(setup.election_timeout),
            heartbeat_tick: Setup::ticks(setup.heartbeat),
            pre_vote: setup.pre_vote,
            check_quorum: setup.check_quorum,
            seed,
            rules_off: setup.switches(),
            ..Config::new(NodeId(u64::from(no)))
        };
        let conf = ConfState::of_voters((1..=setup.nodes).map(|no| NodeId(u64::from(no))));
        let disk = Storage::from_snapshot(Snapshot {
            conf,
            ..Snapshot::default()
        });
        let mut server = Self {
            no,
            config,
            machine: Machine::Down(Box::new(disk)),
            clock_start: Instant::START + clocks.duration(Duration::ZERO, TICK),
            ticks: 0,
            paused_at: None,
            inbox: VecDeque::new(),
            store: Store::default(),
            pending: Vec::new(),
            snapshots_sent: BTreeMap::new(),
            memory: Memory::default(),
        };
        server.boot().map_err(|why| SetupError {
            field: "nodes",
            expected: Expected::Accepted(why),
        })?;
        Ok(server)
    }

    /// Starts the node from what the disk holds.
    fn boot(&mut self) -> Result<(), String> {
        let disk = self.storage().clone();
        let mut raft = Raft::new(self.config.clone(), disk).map_err(|error| error.to_string())?;
        raft.take_notes();
        let (term, last_index) = (raft.term(), raft.log().last_index());
        self.memory = Memory {
            term,
            last_index,
            ..Memory::default()
        };
        self.machine = Machine::Up(Box::new(raft));
        self.snapshots_sent.clear();
        self.load_store();
        Ok(())
    }

    /// The node dies. Its disk is what is left.
    pub(super) fn crash(&mut self) -> bool {
        let Some(raft) = self.raft() else {
            return false;
        };
        self.machine = Machine::Down(Box::new(raft.storage().clone()));
        self.paused_at = None;
        self.inbox.clear();
        self.store = Store::default();
        self.pending.clear();
        true
    }

    /// The node comes up again. Tells whether it was down, and whether its vote was forgotten.
    pub(super) fn restart(&mut self, now: Instant, rules_off: Switches) -> Option<bool> {
        let Machine::Down(disk) = &mut self.machine else {
            return None;
        };
        let mut hard_state = disk.hard_state();
        let forgets = rules_off.contains(Switch::DurableVote) && hard_state.vote.is_some();
        if forgets {
            hard_state.vote = None;
            disk.set_hard_state(hard_state);
        }
        self.config.rules_off = rules_off;
        // The store is that of the snapshot: everything committed after it is applied again.
        self.config.applied = disk.snapshot().index;
        self.clock_start = now;
        self.ticks = 0;
        // Another life, other draws: or it would wait for the same time after every restart.
        self.config.seed = self.config.seed.wrapping_add(1 << 32);
        // It ran with this disk and this configuration before, so it runs again.
        self.boot().ok()?;
        Some(forgets)
    }

    pub(super) fn pause(&mut self, now: Instant) -> bool {
        let possible = self.is_up() && !self.is_paused();
        if possible {
            self.catch_up(now);
            self.paused_at = Some(now);
        }
        possible
    }

    pub(super) fn resume(&mut self, now: Instant) -> bool {
        let Some(paused_at) = self.paused_at.take() else {
            return false;
        };
        self.clock_start += now.since(paused_at);
        true
    }

    /// Gives the node the ticks that its clock has made until now.
    pub(super) fn catch_up(&mut self, now: Instant) {
        let due = now.since(self.clock_start).as_nanos() / TICK.as_nanos();
        let missing = due.saturating_sub(self.ticks);
        let Some(raft) = self.running() else { return };
        raft.tick_by(u32::try_from(missing).unwrap_or(u32::MAX));
        self.ticks += missing;
    }

    /// Makes the node's next timer run out at once.
    pub(super) fn fire(&mut self, now: Instant) -> bool {
        let Some(due) = self.timer_at() else {
            return false;
        };
        // A timer that is due at this very moment runs out by itself.
        self.catch_up(now);
        if due > now
            && let Some(raft) = self.running()
        {
            raft.tick_by(raft.ticks_until_timeout().unwrap_or_default());
        }
        true
    }

    /// Remembers what the election timer was restarted by.
    pub(super) fn heard(&mut self, event: EventId) {
        self.memory.heard = Some(event);
    }

    pub(super) fn set_rules(&mut self, rule: Switch, on: bool) {
        self.config.rules_off.set(rule, !on);
        if let Machine::Up(raft) = &mut self.machine {
            raft.set_rule(rule, on);
        }
    }

    /// The node, if it runs and does not hang.
    pub(super) fn running(&mut self) -> Option<&mut Raft> {
        match &mut self.machine {
            Machine::Up(raft) if self.paused_at.is_none() => Some(raft),
            _ => None,
        }
    }

    pub(super) fn has_waiting(&self) -> bool {
        !self.inbox.is_empty() && self.is_up() && !self.is_paused()
    }

    pub(super) fn timer_at(&self) -> Option<Instant> {
        let raft = self.raft().filter(|_| !self.is_paused())?;
        let ticks = self.ticks + u64::from(raft.ticks_until_timeout()?);
        Some(self.clock_start + TICK.saturating_mul(ticks))
    }

    /// The node's number.
    pub fn no(&self) -> NodeNo {
        self.no
    }

    /// Whether it runs; a paused node does.
    pub fn is_up(&self) -> bool {
        self.raft().is_some()
    }

    /// Whether it hangs.
    pub fn is_paused(&self) -> bool {
        self.paused_at.is_some()
    }

    /// Messages that wait because it is paused.
    pub fn waiting(&self) -> usize {
        self.inbox.len()
    }

    /// The Raft node, while it runs.
    pub fn raft(&self) -> Option<&Raft> {
        match &self.machine {
            Machine::Up(raft) => Some(raft),
            Machine::Down(_) => None,
        }
    }

    /// Its role, while it runs.
    pub fn role(&self) -> Option<Role> {
        self.raft().map(Raft::role)
    }

    /// Whether it runs and leads, or believes so.
    pub fn leads(&self) -> bool {
        self.role() == Some(Role::Leader)
    }

    /// Its term, in memory or on disk.
    pub fn term(&self) -> u64 {
        self.raft()
            .map_or_else(|| self.storage().hard_state().term, Raft::term)
    }

    /// Whom it voted for in its term.
    pub fn vote(&self) -> Option<NodeNo> {
        let vote = self
            .raft()
            .map_or_else(|| self.storage().hard_state().vote, Raft::vote);
        vote.map(number)
    }

    /// The leader it knows of.
    pub fn leader(&self) -> Option<NodeNo> {
        self.raft().and_then(Raft::leader).map(number)
    }

    /// What it knows to be committed; while it is down, what its disk says.
    pub fn commit(&self) -> u64 {
        let disk = || self.storage().hard_state().commit;
        self.raft().map_or_else(disk, |raft| raft.log().committed())
    }

    /// The latest snapshot on its disk; of index 0 if it has none.
    pub fn snapshot(&self) -> &Snapshot {
        self.storage().snapshot()
    }

    /// The first index of its log that is not replaced by a snapshot.
    pub fn first_index(&self) -> u64 {
        let disk = || self.storage().first_index();
        self.raft()
            .map_or_else(disk, |raft| raft.log().first_index())
    }

    /// Its log: all entries after the snapshot, while it is down those on its disk.
    pub fn entries(&self) -> Vec<&Entry> {
        match self.raft() {
            Some(raft) => raft.log().iter().collect(),
            None => self.storage().entries().iter().collect(),
        }
    }

    /// The entries of its log at indexes `first..=last`, as far as they are there.
    pub(crate) fn entries_between(&self, first: u64, last: u64) -> impl Iterator<Item = &Entry> {
        let (stored, unstable) = match self.raft() {
            Some(raft) => raft.log().slices(first, last + 1),
            None => (self.storage().range(first, last + 1), [].as_slice()),
        };
        stored.iter().chain(unstable)
    }

    /// The last index of its log.
    pub fn last_index(&self) -> u64 {
        let disk = || self.storage().last_index();
        self.raft()
            .map_or_else(disk, |raft| raft.log().last_index())
    }

    /// Whether its log holds this very entry (or a snapshot that stands for it).
    pub fn has_entry(&self, entry: EntryId) -> bool {
        entry.index <= self.snapshot().index || self.entry_term(entry.index) == Some(entry.term)
    }

    /// The term of its entry at `index`.
    pub fn entry_term(&self, index: u64) -> Option<u64> {
        match self.raft() {
            Some(raft) => raft.log().term(index),
            None => self.storage().term(index),
        }
    }

    /// Its state machine.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What it knows, as a leader, of a follower.
    pub fn progress(&self, of: NodeNo) -> Option<&Progress> {
        self.raft()
            .filter(|raft| raft.role() == Role::Leader)?
            .progress(id(of))
    }

    /// The votes of its present campaign.
    pub fn votes(&self) -> Vec<(NodeNo, bool)> {
        let votes = self.raft().into_iter().flat_map(Raft::votes);
        votes
            .map(|(from, granted)| (number(from), granted))
            .collect()
    }

    /// Its running timer at the moment `now`; paused nodes have one that stands still.
    pub fn timer(&self, now: Instant) -> Option<TimerView> {
        let raft = self.raft()?;
        let until = u64::from(raft.ticks_until_timeout()?);
        let heartbeat = raft.role() == Role::Leader;
        let whole = if heartbeat {
            u64::from(self.config.heartbeat_tick)
        } else {
            u64::from(raft.randomized_election_timeout())
        };
        let stood = self
            .paused_at
            .map_or(Duration::ZERO, |paused_at| now.since(paused_at));
        let at = self.clock_start + stood + TICK.saturating_mul(self.ticks + until);
        let length = TICK.saturating_mul(whole);
        let from = Instant::from_nanos(at.as_nanos().saturating_sub(length.as_nanos()));
        Some(TimerView {
            from,
            at,
            heartbeat,
        })
    }

    fn storage(&self) -> &Storage {
        match &self.machine {
            Machine::Up(raft) => raft.storage(),
            Machine::Down(disk) => disk,
        }
    }
}

/// The lab's number of a node of the core.
pub(crate) fn number(id: NodeId) -> NodeNo {
    NodeNo::try_from(id.0).unwrap_or(NodeNo::MAX)
}

/// The core's name of a node.
pub(crate) fn id(no: NodeNo) -> NodeId {
    NodeId(u64::from(no))
}
