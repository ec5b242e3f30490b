//! Log entries and how they are named.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// The largest log index that the core handles; far beyond any run, and small enough that one more
/// never overflows. Messages and storage that go past it are refused as malformed.
pub const MAX_INDEX: u64 = u64::MAX / 2;

/// Names an entry: in a correct cluster, two entries with the same term and index are the same
/// entry, and so is everything before them (Log Matching, Raft §5.3).
///
/// Ordered by term, then index: exactly the "more up-to-date" order of Raft §5.4.1.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
pub struct EntryId {
    /// Term in which a leader created the entry; 0 before the first entry.
    pub term: u64,
    /// Position in the log, from 1; 0 is the place before the first entry.
    pub index: u64,
}

impl EntryId {
    /// The entry of `term` at `index`.
    pub const fn new(term: u64, index: u64) -> Self {
        Self { term, index }
    }
}

/// What the data of an entry is.
///
/// The core orders and replicates every kind alike. Acting on configuration changes is not built.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A command for the state machine; empty for the entry that opens a leader's term.
    #[default]
    Normal,
    /// A change of one member (Raft thesis §4.1).
    ConfChange,
    /// A change of several members through a joint configuration (Raft §6).
    ConfChangeV2,
}

/// One entry of the replicated log.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Entry {
    /// Term in which the leader created it; 0 while it is only a proposal.
    pub term: u64,
    /// Position in the log, from 1; 0 while it is only a proposal.
    pub index: u64,
    /// What the data is.
    pub kind: EntryKind,
    /// The command.
    pub data: Bytes,
}

impl Entry {
    /// A command that has no place in a log yet.
    pub fn proposal(data: impl Into<Bytes>) -> Self {
        Self {
            data: data.into(),
            ..Self::default()
        }
    }

    /// Term and index together.
    pub const fn id(&self) -> EntryId {
        EntryId::new(self.term, self.index)
    }

    /// The size in bytes that limits count with: what the entry takes in etcd's protobuf encoding
    /// (etcd raft.proto `Entry`, a field that is unset takes nothing).
    pub fn encoded_size(&self) -> u64 {
        let kind = if self.kind == EntryKind::Normal { 0 } else { 2 };
        let data = match self.data.len() as u64 {
            0 => 0,
            length => 1 + varint_size(length) + length,
        };
        kind + 1 + varint_size(self.term) + 1 + varint_size(self.index) + data
    }
}

fn varint_size(value: u64) -> u64 {
    u64::from((64 - (value | 1).leading_zeros()).div_ceil(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_term_is_more_up_to_date_than_a_longer_log() {
        assert!(EntryId::new(3, 1) > EntryId::new(2, 9));
        assert!(EntryId::new(2, 9) > EntryId::new(2, 8));
    }

    #[test]
    fn encoded_size_counts_tags_varints_and_data() {
        let mut entry = Entry::proposal("abc");
        (entry.term, entry.index) = (1, 300);
        assert_eq!(entry.encoded_size(), 2 + 3 + 5);
        assert_eq!(varint_size(u64::MAX), 10);
    }
}
