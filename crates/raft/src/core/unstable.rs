//! The end of the log that is not known to be on disk (etcd log_unstable.go).

use serde::{Deserialize, Serialize};

use super::entry::{Entry, EntryId};
use super::note::Note;
use super::storage::Snapshot;

/// Entries, and perhaps a received snapshot, that are in memory only. Entries before
/// `offset_in_progress`, and the snapshot if it is in progress, have been handed out for writing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Unstable {
    pub(super) snapshot: Option<Snapshot>,
    snapshot_in_progress: bool,
    /// At indexes `offset` and on.
    pub(super) entries: Vec<Entry>,
    pub(super) offset: u64,
    pub(super) offset_in_progress: u64,
}

impl Unstable {
    pub(super) const fn new(offset: u64) -> Self {
        Self {
            snapshot: None,
            snapshot_in_progress: false,
            entries: Vec::new(),
            offset,
            offset_in_progress: offset,
        }
    }

    /// Index of the last entry, or of the snapshot; none if everything is on disk.
    pub(super) fn last_index(&self) -> Option<u64> {
        if self.entries.is_empty() {
            self.snapshot.as_ref().map(|snapshot| snapshot.index)
        } else {
            Some(self.offset + self.entries.len() as u64 - 1)
        }
    }

    pub(super) fn term(&self, index: u64) -> Option<u64> {
        match &self.snapshot {
            Some(snapshot) if snapshot.index == index => Some(snapshot.term),
            _ => self.entry(index).map(|entry| entry.term),
        }
    }

    /// The entries at indexes `from..to` as far as they are here.
    pub(super) fn range(&self, from: u64, to: u64) -> &[Entry] {
        let length = self.entries.len();
        let place = |index: u64| {
            usize::try_from(index.saturating_sub(self.offset)).map_or(length, |n| n.min(length))
        };
        self.entries.get(place(from)..place(to)).unwrap_or_default()
    }

    /// Entries that have not been handed out for writing.
    pub(super) fn next_entries(&self) -> &[Entry] {
        self.range(self.offset_in_progress, u64::MAX)
    }

    /// A snapshot that has not been handed out for writing.
    pub(super) fn next_snapshot(&self) -> Option<&Snapshot> {
        self.snapshot
            .as_ref()
            .filter(|_| !self.snapshot_in_progress)
    }

    /// Everything here is now being written.
    pub(super) fn accept_in_progress(&mut self) {
        self.offset_in_progress = self.offset + self.entries.len() as u64;
        self.snapshot_in_progress = self.snapshot.is_some();
    }

    /// The disk has everything up to this entry. That counts only if the entry is still the same:
    /// it may have been replaced while it was being written.
    pub(super) fn stable_to(&mut self, id: EntryId, notes: &mut Vec<Note>) {
        let Some(term) = self.term(id.index) else {
            return notes.push(Note::StableEntryMissing { index: id.index });
        };
        if id.index < self.offset {
            return notes.push(Note::StableEntryIsSnapshot { index: id.index });
        }
        if term != id.term {
            return notes.push(Note::StableEntryReplaced { stored: id, term });
        }
        let stable = self.range(self.offset, id.index + 1).len();
        self.entries.drain(..stable);
        self.offset = id.index + 1;
        self.offset_in_progress = self.offset_in_progress.max(self.offset);
    }

    /// The disk has the snapshot at this index.
    pub(super) fn stable_snapshot_to(&mut self, index: u64) {
        if (self.snapshot.as_ref()).is_some_and(|snapshot| snapshot.index == index) {
            self.snapshot = None;
            self.snapshot_in_progress = false;
        }
    }

    /// A received snapshot replaces everything.
    pub(super) fn restore(&mut self, snapshot: Snapshot) {
        *self = Self::new(snapshot.index + 1);
        self.snapshot = Some(snapshot);
    }

    /// Puts in entries, in place of all from the first new index on. They must not leave a hole.
    pub(super) fn truncate_and_append(&mut self, mut entries: Vec<Entry>, notes: &mut Vec<Note>) {
        let Some(from) = entries.first().map(|entry| entry.index) else {
            return;
        };
        let end = self.offset + self.entries.len() as u64;
        if from == end {
            if self.entries.is_empty() {
                self.entries = entries;
            } else {
                self.entries.append(&mut entries);
            }
        } else if from <= self.offset {
            notes.push(Note::ReplacedUnstable { from });
            self.entries = entries;
            self.offset = from;
            self.offset_in_progress = from;
        } else {
            notes.push(Note::TruncatedUnstable { from });
            let keep = self.range(self.offset, from).len();
            self.entries.truncate(keep);
            self.entries.append(&mut entries);
            self.offset_in_progress = self.offset_in_progress.min(from);
        }
    }

    fn entry(&self, index: u64) -> Option<&Entry> {
        self.entries
            .get(usize::try_from(index.checked_sub(self.offset)?).ok()?)
    }
}
