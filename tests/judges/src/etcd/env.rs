//! The world that an interaction file scripts: nodes, one list of messages, a log level (§2–4).

use anyhow::{Context, anyhow, bail};
use glassbox_raft::core::{
    ConfState, Config, Message, MessageType, NodeId, Raft, Snapshot, StepError, Storage,
};

use super::log_lines::{self, Level};
use super::parse::Case;
use super::print;

/// §2
pub(super) struct Env {
    nodes: Vec<Node>,
    /// In flight, in the order of sending.
    messages: Vec<Message>,
    level: Level,
    output: String,
}

struct Node {
    raft: Raft,
    /// The state machine after each applied entry, as snapshots.
    history: Vec<Snapshot>,
}

/// Why a directive stopped.
enum Stop {
    /// An error that etcd prints.
    Printed(&'static str),
    /// The file makes no sense to this runner.
    Unreadable(anyhow::Error),
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// What the cases need and the core does not have.
pub(super) fn missing_features(cases: &[Case]) -> Vec<&'static str> {
    let mut missing = Vec::new();
    for case in cases {
        let directive = match case.directive.as_str() {
            "propose-conf-change" => Some("configuration changes"),
            "process-append-thread" | "process-apply-thread" => Some("asynchronous storage writes"),
            "transfer-leadership" => Some("leadership transfer"),
            _ => None,
        };
        let options = case.args.iter().filter_map(|arg| match arg.key.as_str() {
            "async-storage-writes" if arg.values == ["true"] => Some("asynchronous storage writes"),
            _ => None,
        });
        for feature in directive.into_iter().chain(options) {
            if !missing.contains(&feature) {
                missing.push(feature);
            }
        }
    }
    missing
}

impl Env {
    pub(super) const fn new() -> Self {
        Self {
            nodes: Vec::new(),
            messages: Vec::new(),
            level: Level::Debug,
            output: String::new(),
        }
    }

    /// Runs a directive and gives what it prints.
    pub(super) fn run(&mut self, case: &Case) -> anyhow::Result<String> {
        self.output.clear();
        match self.dispatch(case) {
            Ok(()) => {}
            Err(Stop::Printed(error)) if self.level == Level::None => return Ok(error.to_owned()),
            Err(Stop::Printed(error)) => self.write(error),
            Err(Stop::Unreadable(error)) => return Err(error),
        }
        if self.output.is_empty() {
            self.output = "ok".to_owned();
        }
        Ok(std::mem::take(&mut self.output))
    }

    /// §3
    fn dispatch(&mut self, case: &Case) -> Result<(), Stop> {
        match case.directive.as_str() {
            "_breakpoint" => {}
            "add-nodes" => self.add_nodes(case)?,
            "campaign" => self.on_first(case, Raft::campaign)?,
            "compact" => {
                let (node, index) = (self.first(case)?, case.number(1)?);
                let storage = self.nodes[node].raft.storage_mut();
                if storage.compact(index).is_err() {
                    return Err(Stop::Printed(
                        "requested index is unavailable due to compaction",
                    ));
                }
                self.raft_log(node);
            }
            "deliver-msgs" => self.deliver_msgs(case)?,
            "process-ready" => {
                let nodes = self.all(case)?;
                for &node in &nodes {
                    if nodes.len() > 1 {
                        self.write(&format!("> {} handling Ready\n", node + 1));
                        self.indented(|env| env.process_ready(node));
                    } else {
                        self.process_ready(node);
                    }
                }
            }
            "stabilize" => {
                let level = self.level;
                if let Some(name) = case.option("log-level") {
                    self.set_level(name)?;
                }
                let nodes = self.all(case)?;
                self.stabilize(if nodes.is_empty() {
                    (0..self.nodes.len()).collect()
                } else {
                    nodes
                });
                self.level = level;
            }
            "log-level" => {
                let name = case.words().next().context("log-level needs a level")?;
                self.set_level(name)?;
            }
            "raft-log" => {
                let node = self.first(case)?;
                self.raft_log(node);
            }
            "raft-state" => self.raft_state(),
            "status" => {
                let node = self.first(case)?;
                for (id, progress) in self.nodes[node].raft.status().progress {
                    self.write(&format!("{id}: {}\n", print::progress(&progress)));
                }
            }
            "set-randomized-election-timeout" => {
                let ticks = case.option("timeout").context("timeout is missing")?;
                let ticks = ticks
                    .parse()
                    .map_err(|_| anyhow!("timeout={ticks} makes no sense"))?;
                self.on_first(case, |raft| raft.set_randomized_election_timeout(ticks))?;
            }
            "tick-election" => {
                self.on_first(case, |raft| raft.tick_by(raft.config().election_tick))?;
            }
            "tick-heartbeat" => {
                self.on_first(case, |raft| raft.tick_by(raft.config().heartbeat_tick))?;
            }
            "propose" => {
                let data = case
                    .words()
                    .nth(1)
                    .context("propose needs data")?
                    .to_owned();
                if self
                    .on_first(case, |raft| raft.propose(data.into_bytes()))?
                    .is_err()
                {
                    return Err(Stop::Printed("raft proposal dropped"));
                }
            }
            "forget-leader" => self.on_first(case, Raft::forget_leader)?,
            "report-unreachable" => {
                let unreachable = NodeId(case.number(1)?);
                self.on_first(case, |raft| raft.report_unreachable(unreachable))?;
            }
            "send-snapshot" => {
                let (node, to) = (self.first(case)?, NodeId(case.number(1)?));
                self.send_snapshot(node, to);
            }
            other => return Err(anyhow!("there is no directive {other:?}").into()),
        }
        Ok(())
    }

    fn add_nodes(&mut self, case: &Case) -> Result<(), Stop> {
        let mut config = Config {
            election_tick: 3,
            max_inflight_msgs: i32::MAX as u32,
            ..Config::new(NodeId(1))
        };
        let mut snapshot = Snapshot::default();
        for arg in case.args.iter().filter(|arg| !arg.values.is_empty()) {
            match arg.key.as_str() {
                "voters" => snapshot.conf.voters = ids(&arg.parsed()?),
                "index" => snapshot.index = arg.single()?,
                "content" => snapshot.data = arg.values.concat().into(),
                "inflight" => config.max_inflight_msgs = arg.single()?,
                "learners" => snapshot.conf.learners = ids(&arg.parsed()?),
                "checkquorum" => config.check_quorum = arg.single()?,
                "read-only" => match arg.values.concat().as_str() {
                    "safe" => config.lease_reads = false,
                    "lease-based" => config.lease_reads = true,
                    other => return Err(anyhow!("there is no read-only={other}").into()),
                },
                "prevote" => config.pre_vote = arg.single()?,
                "max-committed-size-per-ready" => {
                    config.max_committed_size_per_ready = arg.single()?;
                }
                // Of no effect without what `missing_features` looks for.
                "async-storage-writes"
                | "disable-conf-change-validation"
                | "step-down-on-removal" => {}
                other => return Err(anyhow!("add-nodes has no option {other:?}").into()),
            }
        }
        let from_snapshot = snapshot != Snapshot::default();
        if from_snapshot && snapshot.index <= 1 {
            return Err(Stop::Printed(
                "index must be specified as > 1 due to bootstrap",
            ));
        }
        let mut storage = Storage::new();
        if from_snapshot {
            snapshot.term = 1;
            config.applied = snapshot.index;
            storage = Storage::from_snapshot(snapshot.clone());
        }
        for _ in 0..case.number(0)? {
            config.id = NodeId(self.nodes.len() as u64 + 1);
            let raft = Raft::new(config.clone(), storage.clone()).map_err(anyhow::Error::from)?;
            self.nodes.push(Node {
                raft,
                history: vec![snapshot.clone()],
            });
            self.log(self.nodes.len() - 1);
        }
        Ok(())
    }

    /// §4.1
    fn process_ready(&mut self, node: usize) {
        let Node { raft, history } = &mut self.nodes[node];
        let ready = raft.ready();
        let printed = print::ready(&ready);
        raft.storage_mut().save(&ready);
        for entry in ready.committed_entries {
            let mut next = history.last().cloned().unwrap_or_default();
            next.index = entry.index;
            next.term = entry.term;
            next.data = [next.data, entry.data].concat().into();
            history.push(next);
        }
        // Only what a node applied itself is ever sent as its snapshot (§2).
        raft.storage_mut()
            .set_snapshot(history.last().cloned().unwrap_or_default());
        self.messages.extend(ready.messages);
        raft.advance();
        self.write(&printed);
        self.log(node);
    }

    /// §4.3
    fn deliver_msgs(&mut self, case: &Case) -> Result<(), Stop> {
        let mut kind = None;
        let mut recipients = Vec::new();
        for arg in &case.args {
            match arg.key.as_str() {
                "type" => kind = Some(message_type(&arg.values.concat())?),
                "drop" => {
                    recipients.extend(arg.parsed()?.into_iter().map(|id| (NodeId(id), true)));
                }
                word if arg.values.is_empty() => {
                    let id = word.parse().map_err(|_| anyhow!("{word:?} is no node"))?;
                    recipients.push((NodeId(id), false));
                }
                other => return Err(anyhow!("deliver-msgs has no option {other:?}").into()),
            }
        }
        let mut any = false;
        for (to, drop) in recipients {
            any |= self.deliver(to, kind, drop)?;
        }
        if !any {
            self.write("no messages\n");
        }
        Ok(())
    }

    /// Delivers or drops what is in flight to a node; false if nothing is.
    fn deliver(
        &mut self,
        to: NodeId,
        kind: Option<MessageType>,
        drop: bool,
    ) -> anyhow::Result<bool> {
        let taken = |message: &Message| {
            message.to == to
                && kind.is_none_or(|kind| message.kind() == kind)
                && !(drop && message.from == message.to)
        };
        let (taken, left) = std::mem::take(&mut self.messages)
            .into_iter()
            .partition(taken);
        self.messages = left;
        let taken: Vec<Message> = taken;
        let any = !taken.is_empty();
        for message in taken {
            let printed = print::message(&message);
            if drop {
                self.write(&format!("dropped: {printed}\n"));
                continue;
            }
            self.write(&format!("{printed}\n"));
            let node = self.index_of(to)?;
            let result = self.nodes[node].raft.step(message);
            self.log(node);
            match result {
                Ok(()) => {}
                Err(StepError::ProposalDropped(_)) => self.write("raft proposal dropped\n"),
                Err(StepError::PeerNotFound(_)) => {
                    self.write("raft: cannot step as peer not found\n");
                }
                Err(StepError::Malformed(error)) => bail!("{error}: {printed}"),
            }
        }
        Ok(any)
    }

    /// §4.5
    fn stabilize(&mut self, nodes: Vec<usize>) {
        loop {
            let mut quiet = true;
            for &node in &nodes {
                if self.nodes[node].raft.has_ready() {
                    quiet = false;
                    self.write(&format!("> {} handling Ready\n", node + 1));
                    self.indented(|env| env.process_ready(node));
                }
            }
            for &node in &nodes {
                let id = NodeId(node as u64 + 1);
                if self.messages.iter().any(|message| message.to == id) {
                    quiet = false;
                    self.write(&format!("> {} receiving messages\n", node + 1));
                    // The node exists and its messages come from nodes: nothing to fail.
                    self.indented(|env| drop(env.deliver(id, None, false)));
                }
            }
            if quiet {
                return;
            }
        }
    }

    fn send_snapshot(&mut self, node: usize, to: NodeId) {
        let Node { raft, history } = &self.nodes[node];
        let message = Message {
            from: raft.id(),
            to,
            term: raft.term(),
            body: glassbox_raft::core::Body::MsgSnap {
                snapshot: Box::new(history.last().cloned().unwrap_or_default()),
            },
        };
        self.write(&print::message(&message));
        self.messages.push(message);
    }

    fn raft_log(&mut self, node: usize) {
        let storage = self.nodes[node].raft.storage();
        let text = if storage.entries().is_empty() {
            format!(
                "log is empty: first index={}, last index={}",
                storage.first_index(),
                storage.last_index()
            )
        } else {
            print::entries(storage.entries())
        };
        self.write(&text);
    }

    fn raft_state(&mut self) {
        let lines: String = (self.nodes.iter())
            .map(|Node { raft, .. }| {
                let voter = if raft.conf_state().is_voter(raft.id()) {
                    "Voter"
                } else {
                    "Non-Voter"
                };
                format!(
                    "{}: {} ({voter}) Term:{} Lead:{}\n",
                    raft.id(),
                    print::role(raft.role()),
                    raft.term(),
                    print::id_or_0(raft.leader())
                )
            })
            .collect();
        self.write(&lines);
    }

    // Nodes

    fn index_of(&self, id: NodeId) -> anyhow::Result<usize> {
        let index = usize::try_from(id.0).ok().and_then(|id| id.checked_sub(1));
        let index = index.filter(|index| *index < self.nodes.len());
        index.with_context(|| format!("there is no node {id}"))
    }

    fn first(&self, case: &Case) -> anyhow::Result<usize> {
        self.index_of(NodeId(case.number(0)?))
    }

    fn all(&self, case: &Case) -> anyhow::Result<Vec<usize>> {
        case.numbers()?
            .into_iter()
            .map(|id| self.index_of(NodeId(id)))
            .collect()
    }

    fn on_first<T>(&mut self, case: &Case, act: impl FnOnce(&mut Raft) -> T) -> anyhow::Result<T> {
        let node = self.first(case)?;
        let result = act(&mut self.nodes[node].raft);
        self.log(node);
        Ok(result)
    }

    // Output

    fn set_level(&mut self, name: &str) -> anyhow::Result<()> {
        self.level = Level::parse(name).with_context(|| format!("there is no level {name:?}"))?;
        Ok(())
    }

    fn write(&mut self, text: &str) {
        if self.level != Level::None {
            self.output.push_str(text);
        }
    }

    /// Prints what the node has noted since the last time.
    fn log(&mut self, node: usize) {
        let raft = &mut self.nodes[node].raft;
        for note in raft.take_notes() {
            for (level, text) in log_lines::lines(raft, &note) {
                if level >= self.level && self.level != Level::None {
                    self.output.push_str(&format!("{} {text}\n", level.name()));
                }
            }
        }
    }

    fn indented(&mut self, act: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.output);
        act(self);
        let inside = std::mem::replace(&mut self.output, before);
        for line in inside.lines() {
            self.output.push_str(&format!("  {line}\n"));
        }
    }
}

fn ids(numbers: &[u64]) -> Vec<NodeId> {
    ConfState::of_voters(numbers.iter().copied().map(NodeId)).voters
}

fn message_type(name: &str) -> anyhow::Result<MessageType> {
    (MessageType::ALL.into_iter())
        .find(|kind| kind.to_string() == name)
        .with_context(|| format!("there is no message type {name:?}"))
}
