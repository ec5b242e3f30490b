//! The replicated log of one node: what is on disk, then what is not yet (etcd log.go).

use serde::{Deserialize, Serialize};

use super::entry::{Entry, EntryId, EntryKind};
use super::note::{LogView, Note};
use super::storage::{Snapshot, Storage};
use super::unstable::Unstable;

/// A log with two positions: `applied <= committed <= last index`.
///
/// Indexes up to the compaction are gone, then come the entries in [`Storage`], then those in memory,
/// which hide stored entries at the same indexes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RaftLog {
    pub(super) storage: Storage,
    pub(super) unstable: Unstable,
    pub(super) committed: u64,
    /// Highest index handed out for applying.
    pub(super) applying: u64,
    applied: u64,
    applying_size: u64,
    max_applying_size: u64,
    applying_paused: bool,
}

impl RaftLog {
    pub(super) fn new(storage: Storage, max_applying_size: u64) -> Self {
        let before_first = storage.first_index() - 1;
        Self {
            unstable: Unstable::new(storage.last_index() + 1),
            storage,
            committed: before_first,
            applying: before_first,
            applied: before_first,
            applying_size: 0,
            // One entry is always handed out, so that applying never stands still.
            max_applying_size: max_applying_size.max(1),
            applying_paused: false,
        }
    }

    // Reading

    /// Highest index known to be committed.
    pub const fn committed(&self) -> u64 {
        self.committed
    }

    /// Highest index that the state machine has applied.
    pub const fn applied(&self) -> u64 {
        self.applied
    }

    /// Index of the first entry that is (or would be) there.
    pub fn first_index(&self) -> u64 {
        match &self.unstable.snapshot {
            Some(snapshot) => snapshot.index + 1,
            None => self.storage.first_index(),
        }
    }

    /// Index of the last entry; one less than the first index if there is none.
    pub fn last_index(&self) -> u64 {
        (self.unstable.last_index()).unwrap_or_else(|| self.unstable.offset.saturating_sub(1))
    }

    /// The last entry, or what stands for it after a compaction.
    pub fn last_id(&self) -> EntryId {
        let index = self.last_index();
        EntryId::new(self.term(index).unwrap_or(0), index)
    }

    /// Index of the first entry that is not known to be on disk.
    pub const fn first_unstable_index(&self) -> u64 {
        self.unstable.offset
    }

    /// The term at `index`; none if that is compacted away or beyond the end. The term right before
    /// the first entry is known.
    pub fn term(&self, index: u64) -> Option<u64> {
        if let Some(term) = self.unstable.term(index) {
            return Some(term);
        }
        if index.saturating_add(1) < self.first_index() || index > self.last_index() {
            return None;
        }
        self.storage.term(index)
    }

    /// Whether the log has this very entry.
    pub fn matches(&self, id: EntryId) -> bool {
        self.term(id.index) == Some(id.term)
    }

    /// The entries at indexes `from..to`, as two neighbouring slices: stored, then in memory. Both
    /// empty if any are compacted away.
    pub fn slices(&self, from: u64, to: u64) -> (&[Entry], &[Entry]) {
        if from < self.first_index() || from >= to {
            return (&[], &[]);
        }
        let border = self.unstable.offset;
        let stored = if from < border {
            self.storage.range(from, to.min(border))
        } else {
            &[]
        };
        let unstable = if to > border {
            self.unstable.range(from.max(border), to)
        } else {
            &[]
        };
        (stored, unstable)
    }

    /// All entries from the first index on.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        let (stored, unstable) = self.slices(self.first_index(), u64::MAX);
        stored.iter().chain(unstable)
    }

    /// The latest snapshot: one that was just received, or what is on disk.
    pub fn snapshot(&self) -> &Snapshot {
        (self.unstable.snapshot.as_ref()).unwrap_or_else(|| self.storage.snapshot())
    }

    /// Whether a received snapshot is not known to be on disk.
    pub const fn has_pending_snapshot(&self) -> bool {
        self.unstable.snapshot.is_some()
    }

    /// The last index at or before `index` that could match an entry of `term`: its own term is no
    /// later. Term 0 if that is before the known log (etcd log.go `findConflictByTerm`).
    pub(super) fn find_conflict_by_term(&self, index: u64, term: u64) -> EntryId {
        let mut index = index;
        while index > 0 {
            match self.term(index) {
                None => return EntryId::new(0, index),
                Some(own) if own <= term => return EntryId::new(own, index),
                Some(_) => index -= 1,
            }
        }
        EntryId::default()
    }

    /// A copy of the entries at indexes `from..to`, as many as fit into `max_size` bytes and at least
    /// one. None if `from` is compacted away.
    pub(super) fn entries(&self, from: u64, to: u64, max_size: u64) -> Option<Vec<Entry>> {
        if from < self.first_index() {
            return None;
        }
        let (stored, unstable) = self.slices(from, to);
        let mut entries = Vec::new();
        if max_size == u64::MAX {
            entries.reserve_exact(stored.len() + unstable.len());
            entries.extend_from_slice(stored);
            entries.extend_from_slice(unstable);
            return Some(entries);
        }
        let mut size = 0_u64;
        for entry in stored.iter().chain(unstable) {
            size = size.saturating_add(entry.encoded_size());
            if size > max_size && !entries.is_empty() {
                break;
            }
            entries.push(entry.clone());
        }
        Some(entries)
    }

    pub(super) fn view(&self) -> LogView {
        LogView {
            committed: self.committed,
            applied: self.applied,
            applying: self.applying,
            unstable_offset: self.unstable.offset,
            unstable_offset_in_progress: self.unstable.offset_in_progress,
            unstable_entries: self.unstable.entries.len() as u64,
        }
    }

    // Appending and committing

    /// Puts in entries, in place of all from the first new index on. Callers made sure that they
    /// follow on an entry that is there and replace nothing that is committed.
    pub(super) fn append(&mut self, entries: Vec<Entry>, notes: &mut Vec<Note>) {
        if let (Some(first), Some(last)) = (entries.first(), entries.last()) {
            let (first, last) = (first.index, last.index);
            self.unstable.truncate_and_append(entries, notes);
            notes.push(Note::AppendedEntries { first, last });
        }
    }

    /// Moves the commit index forward; never back, and never beyond the last entry.
    pub(super) fn commit_to(&mut self, index: u64, notes: &mut Vec<Note>) {
        let to = index.min(self.last_index());
        if to > self.committed {
            let from = self.committed;
            self.committed = to;
            notes.push(Note::CommitAdvanced { from, to });
        }
    }

    /// A received snapshot replaces the log.
    pub(super) fn restore(&mut self, snapshot: Snapshot) {
        self.committed = snapshot.index;
        self.unstable.restore(snapshot);
    }

    // Applying

    /// Whether committed entries wait to be handed out.
    pub(super) fn has_next_committed(&self) -> bool {
        !self.applying_paused && !self.has_pending_snapshot() && self.applying < self.committed
    }

    /// The committed entries to hand out next, within the size limit.
    pub(super) fn next_committed(&self) -> Vec<Entry> {
        if !self.has_next_committed() {
            return Vec::new();
        }
        let room = self.max_applying_size.saturating_sub(self.applying_size);
        self.entries(self.applying + 1, self.committed + 1, room)
            .unwrap_or_default()
    }

    /// Those entries were handed out; gives their size, to be returned with
    /// [`RaftLog::applied_to`].
    pub(super) fn accept_applying(&mut self, entries: &[Entry]) -> u64 {
        let Some(last) = entries.last() else { return 0 };
        self.applying = last.index;
        if self.max_applying_size == u64::MAX {
            return 0;
        }
        let size = entries.iter().map(Entry::encoded_size).sum();
        self.applying_size = self.applying_size.saturating_add(size);
        // Either the room is used up, or the next entry did not fit into it.
        self.applying_paused =
            self.applying_size >= self.max_applying_size || self.applying < self.committed;
        size
    }

    /// The state machine has applied everything up to `index`.
    pub(super) fn applied_to(&mut self, index: u64, size: u64) {
        self.applied = index.min(self.committed).max(self.applied);
        self.applying = self.applying.max(self.applied);
        self.applying_size = self.applying_size.saturating_sub(size);
        self.applying_paused = self.applying_size >= self.max_applying_size;
    }

    /// Whether a change of the configuration is committed but not applied.
    pub(super) fn has_unapplied_conf_change(&self) -> bool {
        let (stored, unstable) = self.slices(self.applied + 1, self.committed + 1);
        (stored.iter().chain(unstable)).any(|entry| entry.kind != EntryKind::Normal)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{disk, log_of};
    use super::*;

    /// Terms 1 1 2 on disk, 3 3 after that in memory.
    fn log() -> RaftLog {
        let mut log = RaftLog::new(disk(3, &[1, 1, 2]), u64::MAX);
        log.append(log_of(4, &[3, 3]), &mut Vec::new());
        log
    }

    fn terms(entries: &[Entry]) -> Vec<u64> {
        entries.iter().map(|entry| entry.term).collect()
    }

    #[test]
    fn entries_are_read_across_disk_and_memory() {
        let log = log();
        assert_eq!((log.first_index(), log.last_index()), (1, 5));
        assert_eq!(terms(&log.entries(2, 6, u64::MAX).unwrap()), [1, 2, 3, 3]);
        assert_eq!(terms(&log.entries(2, 99, 0).unwrap()), [1]);
        let two = log.entries(1, 3, u64::MAX).unwrap();
        let size = two.iter().map(Entry::encoded_size).sum::<u64>();
        assert_eq!(log.entries(1, 6, size).unwrap(), two);
        assert_eq!(
            (log.term(0), log.term(5), log.term(6)),
            (Some(0), Some(3), None)
        );
    }

    #[test]
    fn entries_in_memory_hide_those_on_disk() {
        let mut log = log();
        let mut notes = Vec::new();
        log.append(log_of(2, &[4]), &mut notes);
        assert_eq!(notes[0], Note::ReplacedUnstable { from: 2 });
        assert_eq!(terms(&log.entries(1, 99, u64::MAX).unwrap()), [1, 4]);
        assert_eq!((log.last_index(), log.term(3)), (2, None));
    }

    #[test]
    fn entries_in_memory_are_cut_off_and_replaced() {
        let mut log = log();
        let mut notes = Vec::new();
        log.append(log_of(5, &[4, 4]), &mut notes);
        assert_eq!(notes[0], Note::TruncatedUnstable { from: 5 });
        assert_eq!(
            terms(&log.entries(1, 99, u64::MAX).unwrap()),
            [1, 1, 2, 3, 4, 4]
        );
    }

    #[test]
    fn compacted_entries_are_gone_but_for_the_term_before_the_first() {
        let mut log = log();
        log.storage.compact(2).unwrap();
        assert_eq!((log.term(1), log.term(2)), (None, Some(1)));
        assert_eq!(log.entries(2, 6, u64::MAX), None);
        assert_eq!(log.iter().count(), 3);
    }

    #[test]
    fn conflict_search_skips_later_terms() {
        let log = log();
        assert_eq!(log.find_conflict_by_term(5, 2), EntryId::new(2, 3));
        assert_eq!(log.find_conflict_by_term(5, 9), EntryId::new(3, 5));
        assert_eq!(log.find_conflict_by_term(9, 9), EntryId::new(0, 9));
        assert_eq!(log.find_conflict_by_term(3, 0), EntryId::new(0, 0));
    }

    #[test]
    fn commit_index_neither_goes_back_nor_beyond_the_end() {
        let mut log = log();
        log.commit_to(99, &mut Vec::new());
        assert_eq!(log.committed(), 5);
        log.commit_to(2, &mut Vec::new());
        assert_eq!(log.committed(), 5);
    }

    #[test]
    fn written_entries_leave_memory_only_if_they_are_still_the_same() {
        let mut log = log();
        let mut notes = Vec::new();
        log.unstable.stable_to(EntryId::new(9, 4), &mut notes);
        log.unstable.stable_to(EntryId::new(3, 9), &mut notes);
        assert_eq!(
            notes,
            [
                Note::StableEntryReplaced {
                    stored: EntryId::new(9, 4),
                    term: 3
                },
                Note::StableEntryMissing { index: 9 },
            ]
        );
        log.unstable.stable_to(EntryId::new(3, 4), &mut notes);
        assert_eq!((log.first_unstable_index(), log.last_index()), (5, 5));
    }
}
