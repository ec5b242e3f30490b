//! Raft's promises (Figure 3) in random runs of a whole cluster: kept with every rule on, broken
//! without the rule that keeps them. Figure 8, which chance hardly ever finds, is in commit.rs.

use std::collections::BTreeMap;

use glassbox_sim::{Chance, Purpose};

use super::entry::Entry;
use super::message::{Message, NodeId};
use super::raft::{Raft, Role};
use super::switches::{Switch, Switches};
use super::testing::disk;
use super::{Config, ProgressState};

const MEMBERS: u64 = 5;

/// A promise that was broken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Broken {
    ElectionSafety,
    LogMatching,
    StateMachineSafety,
}

struct Cluster {
    chance: Chance,
    nodes: Vec<Raft>,
    flying: Vec<Message>,
    /// Who led which term.
    leaders: BTreeMap<u64, NodeId>,
    /// What was applied at each index, by whomever was first.
    applied: BTreeMap<u64, Entry>,
    /// What came before each entry, and what it was.
    known: BTreeMap<(u64, u64), (u64, Entry)>,
}

impl Cluster {
    fn new(seed: u64, off: Switches, lively: bool) -> Self {
        let chance = Chance::new(seed, Purpose(2));
        let nodes = (1..=MEMBERS)
            .map(|id| {
                let config = Config {
                    seed,
                    rules_off: off,
                    election_tick: 4,
                    pre_vote: lively && seed.is_multiple_of(3),
                    check_quorum: lively && seed.is_multiple_of(2),
                    max_inflight_msgs: 3,
                    max_size_per_msg: 40,
                    ..Config::new(NodeId(id))
                };
                Raft::new(config, disk(MEMBERS, &[])).unwrap()
            })
            .collect();
        Self {
            chance,
            nodes,
            flying: Vec::new(),
            leaders: BTreeMap::new(),
            applied: BTreeMap::new(),
            known: BTreeMap::new(),
        }
    }

    fn run(&mut self, steps: u32) -> Result<(), Broken> {
        for step in 0..steps {
            let who = self.chance.below(MEMBERS as u32) as usize;
            match self.chance.below(20) {
                0 => self.nodes[who].tick(),
                1 => drop(self.nodes[who].propose(step.to_string())),
                2 if self.chance.below(8) == 0 => self.crash(who),
                2 if self.chance.below(4) == 0 => self.compact(who),
                3..=9 => self.work(who)?,
                _ if self.flying.is_empty() => {}
                // In any order; some are lost, some come twice.
                _ => {
                    let pick = self.chance.below(self.flying.len() as u32) as usize;
                    let message = match self.chance.below(10) {
                        0 => self.flying[pick].clone(),
                        _ => self.flying.swap_remove(pick),
                    };
                    if self.chance.below(10) != 0 {
                        let _ = self.nodes[message.to.0 as usize - 1].step(message);
                    }
                }
            }
            self.check(who)?;
        }
        Ok(())
    }

    fn work(&mut self, who: usize) -> Result<(), Broken> {
        let node = &mut self.nodes[who];
        let ready = node.ready();
        node.storage_mut().save(&ready);
        self.flying.extend(ready.messages);
        node.advance();
        node.take_notes();
        for entry in ready.committed_entries {
            let first = self
                .applied
                .entry(entry.index)
                .or_insert_with(|| entry.clone());
            if *first != entry {
                return Err(Broken::StateMachineSafety);
            }
        }
        Ok(())
    }

    fn crash(&mut self, who: usize) {
        let node = &self.nodes[who];
        let (config, disk) = (node.config().clone(), node.storage().clone());
        let applied = disk.snapshot().index;
        self.nodes[who] = Raft::new(Config { applied, ..config }, disk).unwrap();
    }

    fn compact(&mut self, who: usize) {
        let node = &mut self.nodes[who];
        let index = node.log().applied();
        let mut snapshot = node.storage().snapshot().clone();
        if let Some(term) = node
            .storage()
            .term(index)
            .filter(|_| index > snapshot.index)
        {
            (snapshot.index, snapshot.term) = (index, term);
            node.storage_mut().set_snapshot(snapshot);
            let _ = node.compact(index.saturating_sub(1));
        }
    }

    fn check(&mut self, who: usize) -> Result<(), Broken> {
        let node = &self.nodes[who];
        if node.role() == Role::Leader
            && *self.leaders.entry(node.term()).or_insert(node.id()) != node.id()
        {
            return Err(Broken::ElectionSafety);
        }
        let mut before = node.log().term(node.log().first_index() - 1).unwrap_or(0);
        for entry in node.log().iter() {
            let known = (self.known.entry((entry.term, entry.index)))
                .or_insert_with(|| (before, entry.clone()));
            if *known != (before, entry.clone()) {
                return Err(Broken::LogMatching);
            }
            before = entry.term;
        }
        Ok(())
    }

    fn committed(&self) -> u64 {
        self.nodes
            .iter()
            .map(|node| node.log().committed())
            .max()
            .unwrap_or(0)
    }
}

/// Whether this breaks in some run with a rule off.
fn breaks_without(rule: Switch, promise: Broken) -> bool {
    let off = [rule].into_iter().collect();
    (0..1_000).any(|seed| Cluster::new(seed, off, false).run(4_000) == Err(promise))
}

#[test]
fn every_promise_is_kept_with_every_rule_on() {
    let (mut committed, mut snapshots) = (0, 0);
    for seed in 0..60 {
        let mut cluster = Cluster::new(seed, Switches::NONE, true);
        assert_eq!(cluster.run(4_000), Ok(()), "seed {seed}");
        committed += cluster.committed();
        for node in &cluster.nodes {
            let progress = node.status().progress;
            snapshots += progress
                .iter()
                .filter(|(_, p)| p.state == ProgressState::Snapshot)
                .count();
        }
    }
    // Otherwise there was nothing to break.
    assert!(committed > 2_000, "{committed}");
    assert!(snapshots > 0);
}

#[test]
fn one_vote_per_term_keeps_election_safety() {
    assert!(breaks_without(
        Switch::OneVotePerTerm,
        Broken::ElectionSafety
    ));
}

#[test]
fn up_to_date_logs_keep_state_machine_safety() {
    assert!(breaks_without(
        Switch::UpToDateLog,
        Broken::StateMachineSafety
    ));
}

#[test]
fn consistency_check_keeps_log_matching() {
    assert!(breaks_without(
        Switch::ConsistencyCheck,
        Broken::LogMatching
    ));
}
