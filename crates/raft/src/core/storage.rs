//! What survives a crash: the hard state, the latest snapshot, and the entries after the last
//! compaction.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::conf_state::ConfState;
use super::entry::{Entry, EntryId, MAX_INDEX};
use super::message::NodeId;
use super::ready::Ready;

/// The state that must be on disk before a node answers for it (Raft Figure 2, "persistent state";
/// the commit index may be lost, but keeping it makes a restart faster).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct HardState {
    /// The latest term the node has seen.
    pub term: u64,
    /// Who got the node's vote in that term.
    pub vote: Option<NodeId>,
    /// The highest index known to be committed.
    pub commit: u64,
}

impl HardState {
    /// Whether nothing has been recorded yet.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The state machine at some index, instead of the entries up to there (Raft §7).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Snapshot {
    /// The last entry it stands for; 0 in a snapshot of nothing.
    pub index: u64,
    /// The term of that entry.
    pub term: u64,
    /// Who was a member at that index.
    pub conf: ConfState,
    /// The state machine itself; opaque to the core.
    pub data: Bytes,
}

impl Snapshot {
    /// The last entry it stands for.
    pub const fn id(&self) -> EntryId {
        EntryId::new(self.term, self.index)
    }
}

/// A disk: what is in here is there again after a crash.
///
/// The core only reads it. Whoever drives the core writes it, when the simulated disk says so:
/// [`Storage::save`] does all that a [`Ready`] asks for.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Storage {
    hard_state: HardState,
    snapshot: Snapshot,
    /// The entry before the first one: where the log was compacted to. All-zero at first.
    base: EntryId,
    /// At indexes `base.index + 1` and on.
    entries: Vec<Entry>,
}

/// Why a log could not be compacted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CompactError {
    /// The entries up to this index are gone already.
    #[error("index {0} is compacted already")]
    Compacted(u64),
    /// There is no such entry, or it is not applied yet.
    #[error("index {0} is not available for compaction")]
    Unavailable(u64),
}

impl Storage {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// A disk that holds nothing but a snapshot, as at the start of a cluster with known members.
    pub fn from_snapshot(snapshot: Snapshot) -> Self {
        let mut storage = Self::new();
        storage.apply_snapshot(snapshot);
        storage
    }

    /// Writes what `ready` asks for: hard state, then the snapshot or the entries.
    pub fn save(&mut self, ready: &Ready) {
        if let Some(hard_state) = ready.hard_state {
            self.set_hard_state(hard_state);
        }
        match &ready.snapshot {
            Some(snapshot) => self.apply_snapshot(snapshot.clone()),
            None => self.append(&ready.entries),
        }
    }

    /// Replaces the hard state.
    pub fn set_hard_state(&mut self, hard_state: HardState) {
        self.hard_state = hard_state;
    }

    /// Writes entries, replacing everything from the first new index on. Entries that are compacted
    /// already are skipped; entries that would leave a hole are not written.
    pub fn append(&mut self, entries: &[Entry]) {
        let Some(first) = entries.first() else { return };
        let compacted = (self.first_index()).saturating_sub(first.index);
        let Some(entries) = usize::try_from(compacted)
            .ok()
            .and_then(|n| entries.get(n..))
        else {
            return;
        };
        let Some(first) = entries.first() else { return };
        if let Some(keep) = self.position(first.index, self.entries.len() + 1) {
            self.entries.truncate(keep);
            self.entries.extend_from_slice(entries);
        }
    }

    /// Replaces the whole log by a snapshot that was received. One that is not newer than the
    /// present one is ignored.
    pub fn apply_snapshot(&mut self, snapshot: Snapshot) {
        if snapshot.index > self.snapshot.index || self.snapshot.index == 0 {
            self.base = snapshot.id();
            self.entries.clear();
            self.snapshot = snapshot;
        }
    }

    /// Records a snapshot taken of the own state machine. The log keeps its entries until
    /// [`Storage::compact`].
    pub fn set_snapshot(&mut self, snapshot: Snapshot) {
        self.snapshot = snapshot;
    }

    /// Discards the entries up to and including `index` (Raft §7).
    ///
    /// # Errors
    ///
    /// [`CompactError`] when they are gone already or do not exist.
    pub fn compact(&mut self, index: u64) -> Result<(), CompactError> {
        if index <= self.base.index {
            return Err(CompactError::Compacted(index));
        }
        let base = self
            .entry(index)
            .ok_or(CompactError::Unavailable(index))?
            .id();
        let gone = usize::try_from(index - self.base.index).unwrap_or(usize::MAX);
        self.entries.drain(..gone.min(self.entries.len()));
        self.base = base;
        Ok(())
    }

    /// The hard state as last written.
    pub const fn hard_state(&self) -> HardState {
        self.hard_state
    }

    /// The latest snapshot: of the own state machine, or received.
    pub const fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Index of the first entry that is (or would be) stored; at least 1.
    pub const fn first_index(&self) -> u64 {
        self.base.index.saturating_add(1)
    }

    /// Index of the last entry; one less than [`Storage::first_index`] if there is none.
    pub const fn last_index(&self) -> u64 {
        self.base.index.saturating_add(self.entries.len() as u64)
    }

    /// The term at `index`: of an entry, or of the one right before the first.
    pub fn term(&self, index: u64) -> Option<u64> {
        if index == self.base.index {
            return Some(self.base.term);
        }
        self.entry(index).map(|entry| entry.term)
    }

    /// All stored entries in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries at indexes `from..to` as far as they are stored.
    pub fn range(&self, from: u64, to: u64) -> &[Entry] {
        let last = self.entries.len();
        let (Some(from), Some(to)) = (self.position(from, last), self.position(to, last + 1))
        else {
            return &[];
        };
        self.entries.get(from..to.min(last)).unwrap_or(&[])
    }

    /// Whether the entries follow each other and the hard state fits them: what a disk that was only
    /// written through [`Storage::save`] always satisfies.
    pub fn is_coherent(&self) -> bool {
        self.base.index <= MAX_INDEX
            && self.entries.len() as u64 <= MAX_INDEX - self.base.index
            && (self.first_index()..)
                .zip(&self.entries)
                .all(|(index, e)| e.index == index)
            && (self.hard_state.is_empty()
                || (self.base.index..=self.last_index()).contains(&self.hard_state.commit))
    }

    fn entry(&self, index: u64) -> Option<&Entry> {
        self.entries.get(self.position(index, self.entries.len())?)
    }

    /// Where `index` is in `entries`, if that is below `limit`.
    fn position(&self, index: u64, limit: usize) -> Option<usize> {
        let position = usize::try_from(index.checked_sub(self.first_index())?).ok()?;
        (position < limit).then_some(position)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::log_of;
    use super::*;

    fn stored(terms: &[u64]) -> Storage {
        let mut storage = Storage::new();
        storage.append(&log_of(1, terms));
        storage
    }

    fn terms(storage: &Storage) -> Vec<u64> {
        storage.entries().iter().map(|entry| entry.term).collect()
    }

    #[test]
    fn append_replaces_everything_from_the_first_new_index_on() {
        let mut storage = stored(&[1, 1, 1]);
        storage.append(&log_of(2, &[2]));
        assert_eq!(terms(&storage), [1, 2]);
        storage.append(&log_of(3, &[2]));
        assert_eq!(terms(&storage), [1, 2, 2]);
    }

    #[test]
    fn append_leaves_no_hole_and_writes_nothing_that_is_compacted() {
        let mut storage = stored(&[1, 1, 1]);
        storage.append(&log_of(5, &[2]));
        assert_eq!(terms(&storage), [1, 1, 1]);
        storage.compact(2).unwrap();
        storage.append(&log_of(1, &[1, 1, 1, 2]));
        assert_eq!((storage.first_index(), terms(&storage)), (3, vec![1, 2]));
        storage.append(&log_of(1, &[9]));
        assert_eq!(terms(&storage), [1, 2]);
    }

    #[test]
    fn compaction_keeps_the_term_before_the_first_entry() {
        let mut storage = stored(&[1, 2, 3]);
        storage.compact(2).unwrap();
        assert_eq!(
            (storage.term(1), storage.term(2), storage.term(3)),
            (None, Some(2), Some(3))
        );
        assert_eq!(storage.compact(2), Err(CompactError::Compacted(2)));
        assert_eq!(storage.compact(4), Err(CompactError::Unavailable(4)));
        assert!(storage.is_coherent());
    }

    #[test]
    fn received_snapshot_replaces_the_log() {
        let mut storage = stored(&[1, 2, 3]);
        storage.apply_snapshot(Snapshot {
            index: 7,
            term: 4,
            ..Snapshot::default()
        });
        assert_eq!((storage.first_index(), storage.last_index()), (8, 7));
        assert_eq!(storage.term(7), Some(4));
        storage.apply_snapshot(Snapshot {
            index: 6,
            term: 4,
            ..Snapshot::default()
        });
        assert_eq!(storage.first_index(), 8);
    }

    #[test]
    fn disk_that_does_not_fit_together_is_noticed() {
        let mut storage = stored(&[1]);
        storage.set_hard_state(HardState {
            term: 1,
            vote: None,
            commit: 2,
        });
        assert!(!storage.is_coherent());
        let torn: Storage = serde_json::from_str(
            &serde_json::to_string(&stored(&[1, 1]))
                .unwrap()
                .replace("\"index\":2", "\"index\":9"),
        )
        .unwrap();
        assert!(!torn.is_coherent());
    }
}
