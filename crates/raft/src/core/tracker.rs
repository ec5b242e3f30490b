//! The configuration as a leader or candidate uses it: everyone's progress and votes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::conf_state::ConfState;
use super::message::NodeId;
use super::progress::Progress;
use super::quorum::{self, VoteResult};

/// Members, what is known of their logs (on a leader) and how they voted (on a candidate).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Tracker {
    conf: ConfState,
    /// Ascending by id: the order in which everyone is written to.
    peers: Vec<(NodeId, Progress)>,
    votes: BTreeMap<NodeId, bool>,
    max_inflight: u32,
}

impl Tracker {
    pub(super) fn new(conf: ConfState, last_index: u64, max_inflight: u32) -> Self {
        let conf = conf.normalized();
        let peers = (conf.members().into_iter())
            .map(|id| {
                let mut progress =
                    Progress::new(last_index.max(1), max_inflight, !conf.is_voter(id));
                // Spares a new member from being taken for dead before it could answer.
                progress.recent_active = true;
                (id, progress)
            })
            .collect();
        Self {
            conf,
            peers,
            votes: BTreeMap::new(),
            max_inflight,
        }
    }

    /// Forgets votes and progress, as every new term does; `own` matches itself.
    pub(super) fn reset(&mut self, own: NodeId, last_index: u64) {
        self.votes.clear();
        for (id, progress) in &mut self.peers {
            *progress = Progress::new(last_index + 1, self.max_inflight, progress.is_learner);
            if *id == own {
                progress.match_index = last_index;
            }
        }
    }

    pub(super) fn with_conf(&self, conf: ConfState, last_index: u64) -> Self {
        Self::new(conf, last_index, self.max_inflight)
    }

    pub(super) const fn conf(&self) -> &ConfState {
        &self.conf
    }

    /// Number of members.
    pub(super) fn len(&self) -> usize {
        self.peers.len()
    }

    /// The member at this place of the ascending order.
    pub(super) fn member(&self, place: usize) -> Option<NodeId> {
        self.peers.get(place).map(|(id, _)| *id)
    }

    pub(super) fn peers(&self) -> &[(NodeId, Progress)] {
        &self.peers
    }

    pub(super) fn progress(&self, id: NodeId) -> Option<&Progress> {
        let place = self.peers.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.peers.get(place).map(|(_, progress)| progress)
    }

    pub(super) fn progress_mut(&mut self, id: NodeId) -> Option<&mut Progress> {
        let place = self.peers.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.peers.get_mut(place).map(|(_, progress)| progress)
    }

    /// The largest index that a quorum of the voters is known to have.
    pub(super) fn committed(&self) -> u64 {
        quorum::joint_committed(&self.conf.voters, &self.conf.voters_outgoing, |id| {
            self.progress(id).map(|progress| progress.match_index)
        })
    }

    /// Whether a quorum has been heard from, asked as a vote.
    pub(super) fn quorum_active(&self) -> VoteResult {
        quorum::joint_vote(&self.conf.voters, &self.conf.voters_outgoing, |id| {
            self.progress(id).map(|progress| progress.recent_active)
        })
    }

    /// From now on nobody but `own` has been heard from.
    pub(super) fn forget_activity(&mut self, own: NodeId) {
        for (id, progress) in &mut self.peers {
            progress.recent_active &= *id == own;
        }
    }

    pub(super) fn reset_votes(&mut self) {
        self.votes.clear();
    }

    /// Records an answer; the first one of each member counts.
    pub(super) fn record_vote(&mut self, id: NodeId, granted: bool) {
        self.votes.entry(id).or_insert(granted);
    }

    pub(super) const fn votes(&self) -> &BTreeMap<NodeId, bool> {
        &self.votes
    }

    /// How many voters said yes, how many no, and what follows.
    pub(super) fn tally(&self) -> (u32, u32, VoteResult) {
        let (mut granted, mut refused) = (0, 0);
        for (id, vote) in &self.votes {
            if self
                .progress(*id)
                .is_some_and(|progress| !progress.is_learner)
            {
                if *vote { granted += 1 } else { refused += 1 }
            }
        }
        let result = quorum::joint_vote(&self.conf.voters, &self.conf.voters_outgoing, |id| {
            self.votes.get(&id).copied()
        });
        (granted, refused, result)
    }
}
