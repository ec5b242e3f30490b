//! What a leader knows about one follower, and how it feeds it (etcd tracker/progress.go).

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// How a leader feeds a follower.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum ProgressState {
    /// Where the logs part is unknown: one message with entries, then wait for the answer.
    #[default]
    Probe,
    /// The logs match: send without waiting, up to a number of messages in flight.
    Replicate,
    /// The entries it needs are compacted: nothing is sent until a snapshot has arrived.
    Snapshot,
}

/// A follower as its leader sees it (Raft Figure 2: nextIndex and matchIndex, and etcd's flow
/// control). Match is always below next.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Progress {
    /// Highest index known to be the same in both logs.
    pub match_index: u64,
    /// The index to send next; at least `match_index + 1`.
    pub next_index: u64,
    /// How it is fed.
    pub state: ProgressState,
    /// Index of the snapshot under way; 0 outside of [`ProgressState::Snapshot`].
    pub pending_snapshot: u64,
    /// Whether it has been heard from lately.
    pub recent_active: bool,
    /// Whether MsgApps wait for an answer.
    pub flow_paused: bool,
    /// Whether it gets the log without counting.
    pub is_learner: bool,
    /// The highest commit index that a message to it has carried.
    sent_commit: u64,
    /// The last index of each MsgApp with entries that is not acknowledged, in order.
    inflights: VecDeque<u64>,
    max_inflight: u32,
}

/// A [`Progress`] in numbers, for tables and notes.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ProgressView {
    /// Highest index known to be the same in both logs.
    pub match_index: u64,
    /// The index to send next.
    pub next_index: u64,
    /// How it is fed.
    pub state: ProgressState,
    /// Whether nothing with entries may be sent just now.
    pub paused: bool,
    /// Index of the snapshot under way; 0 if none is.
    pub pending_snapshot: u64,
    /// Whether it has been heard from lately.
    pub recent_active: bool,
    /// Whether it gets the log without counting.
    pub is_learner: bool,
    /// Number of MsgApps with entries not acknowledged.
    pub inflight: u32,
    /// Whether that number is at its limit.
    pub inflight_full: bool,
}

impl Progress {
    /// A follower of which nothing is known but that the leader's log goes on at `next_index`.
    pub(super) const fn new(next_index: u64, max_inflight: u32, is_learner: bool) -> Self {
        Self {
            match_index: 0,
            next_index,
            state: ProgressState::Probe,
            pending_snapshot: 0,
            recent_active: false,
            flow_paused: false,
            is_learner,
            sent_commit: 0,
            inflights: VecDeque::new(),
            max_inflight,
        }
    }

    /// Goes back to probing: right after the last match, or after the snapshot that was under way.
    pub(super) fn become_probe(&mut self) {
        let after_snapshot = self.pending_snapshot.saturating_add(1);
        let from_snapshot = self.state == ProgressState::Snapshot;
        self.enter(ProgressState::Probe);
        self.next_index = self.match_index + 1;
        if from_snapshot {
            self.next_index = self.next_index.max(after_snapshot);
        }
        self.sent_commit = self.sent_commit.min(self.next_index - 1);
    }

    /// Starts streaming right after the last match.
    pub(super) fn become_replicate(&mut self) {
        self.enter(ProgressState::Replicate);
        self.next_index = self.match_index + 1;
    }

    /// Waits for the snapshot at `index` to arrive.
    pub(super) fn become_snapshot(&mut self, index: u64) {
        self.enter(ProgressState::Snapshot);
        self.pending_snapshot = index;
        self.next_index = index + 1;
        self.sent_commit = index;
    }

    /// The snapshot under way did not arrive: forget it.
    pub(super) fn snapshot_failed(&mut self) {
        self.pending_snapshot = 0;
        self.become_probe();
    }

    /// Records that a MsgApp with this many entries and this commit index was sent.
    pub(super) fn sent_append(&mut self, entries: u64, commit: u64) {
        match self.state {
            ProgressState::Replicate => {
                if entries > 0 {
                    self.next_index = self.next_index.saturating_add(entries);
                    self.inflights.push_back(self.next_index - 1);
                }
                self.flow_paused = self.inflight_full();
            }
            ProgressState::Probe => self.flow_paused |= entries > 0,
            ProgressState::Snapshot => {}
        }
        self.sent_commit = commit;
    }

    /// Records that a MsgHeartbeat with this commit index was sent.
    pub(super) fn sent_heartbeat(&mut self, commit: u64) {
        self.sent_commit = commit;
    }

    /// Whether a message that does nothing but carry this commit index would tell the follower
    /// something that it can use.
    pub(super) const fn can_bump_commit(&self, commit: u64) -> bool {
        commit > self.sent_commit && self.sent_commit + 1 < self.next_index
    }

    /// Takes an acknowledgement up to `index`; false if it says nothing new.
    pub(super) fn maybe_update(&mut self, index: u64) -> bool {
        if index <= self.match_index {
            return false;
        }
        self.match_index = index;
        self.next_index = self.next_index.max(index + 1);
        self.flow_paused = false;
        true
    }

    /// Takes the refusal of a MsgApp after `rejected`, with the follower's hint where to try next;
    /// false if it answers an older message and says nothing new.
    pub(super) fn maybe_decrease(&mut self, rejected: u64, hint: u64) -> bool {
        if self.state == ProgressState::Replicate {
            if rejected <= self.match_index {
                return false;
            }
            // Several messages may have been sent on a wrong guess: start over at what is sure.
            self.next_index = self.match_index + 1;
        } else {
            // A refusal right after the last match contradicts it. That takes a rule switched off; to
            // ask again at the same place would go on for ever.
            if self.next_index - 1 != rejected || rejected == self.match_index {
                return false;
            }
            self.next_index = rejected
                .min(hint.saturating_add(1))
                .max(self.match_index + 1);
            self.flow_paused = false;
        }
        self.sent_commit = self.sent_commit.min(self.next_index - 1);
        true
    }

    /// Forgets the messages in flight that an acknowledgement up to `index` covers.
    pub(super) fn free_inflights(&mut self, index: u64) {
        while self.inflights.front().is_some_and(|last| *last <= index) {
            self.inflights.pop_front();
        }
    }

    /// Whether MsgApps have to wait.
    pub const fn is_paused(&self) -> bool {
        match self.state {
            ProgressState::Probe | ProgressState::Replicate => self.flow_paused,
            ProgressState::Snapshot => true,
        }
    }

    /// Whether no more messages with entries may be sent while streaming.
    pub fn inflight_full(&self) -> bool {
        self.inflights.len() >= self.max_inflight as usize
    }

    /// The numbers.
    pub fn view(&self) -> ProgressView {
        ProgressView {
            match_index: self.match_index,
            next_index: self.next_index,
            state: self.state,
            paused: self.is_paused(),
            pending_snapshot: self.pending_snapshot,
            recent_active: self.recent_active,
            is_learner: self.is_learner,
            inflight: u32::try_from(self.inflights.len()).unwrap_or(u32::MAX),
            inflight_full: self.inflight_full(),
        }
    }

    fn enter(&mut self, state: ProgressState) {
        self.state = state;
        self.flow_paused = false;
        self.pending_snapshot = 0;
        self.inflights.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replicating(matched: u64) -> Progress {
        let mut progress = Progress::new(1, 2, false);
        progress.maybe_update(matched);
        progress.become_replicate();
        progress
    }

    #[test]
    fn probing_follower_gets_one_message_with_entries_and_then_waits() {
        let mut progress = Progress::new(5, 2, false);
        progress.sent_append(0, 0);
        assert!(!progress.is_paused());
        progress.sent_append(3, 0);
        assert_eq!((progress.is_paused(), progress.next_index), (true, 5));
    }

    #[test]
    fn replicating_follower_gets_messages_up_to_the_limit() {
        let mut progress = replicating(3);
        progress.sent_append(1, 0);
        assert!(!progress.is_paused());
        progress.sent_append(2, 0);
        assert_eq!((progress.is_paused(), progress.next_index), (true, 7));
        assert!(progress.maybe_update(4));
        progress.free_inflights(4);
        assert_eq!((progress.is_paused(), progress.view().inflight), (false, 1));
    }

    #[test]
    fn rejection_of_an_old_message_changes_nothing() {
        let mut progress = replicating(3);
        assert!(!progress.maybe_decrease(3, 1));
        let mut probing = Progress::new(5, 2, false);
        assert!(!probing.maybe_decrease(3, 1));
        assert!(probing.maybe_decrease(4, 1));
        assert_eq!(probing.next_index, 2);
    }

    #[test]
    fn next_stays_above_match() {
        let mut progress = Progress::new(9, 2, false);
        progress.maybe_update(6);
        assert!(progress.maybe_decrease(8, 0));
        assert_eq!(progress.next_index, 7);
    }

    #[test]
    fn follower_that_got_a_snapshot_is_probed_after_it() {
        let mut progress = replicating(3);
        progress.become_snapshot(10);
        assert!(progress.is_paused());
        progress.become_probe();
        assert_eq!((progress.next_index, progress.pending_snapshot), (11, 0));
    }
}
