//! The logs as far as they are drawn: which part of them, and what is in each place.

use glassbox_raft::core::{Entry, EntryId};
use glassbox_raft::{Cluster, Command, Event, NodeNo, Server};

use super::RaftLab;
use super::figure::broken_slots;
use crate::lab::{Selected, StageProps};

/// The logs as far as they are drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MatrixView {
    /// The index of the first column.
    pub(super) first: u64,
    pub(super) columns: u64,
    /// Whether a log goes on to the right of the last one.
    pub(super) goes_on: bool,
    pub(super) rows: Vec<Row>,
    pub(super) causes: Vec<(usize, NodeNo, u64)>,
}

/// A node's log.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) no: NodeNo,
    pub(super) up: bool,
    pub(super) commit: u64,
    /// The last index that a snapshot stands for; 0: the log begins at 1.
    pub(super) snapshot: u64,
    pub(super) cells: Vec<Cell>,
    pub(super) applied: String,
    /// What the leader knows of it: matchIndex and nextIndex.
    pub(super) progress: Option<(u64, u64)>,
}

/// A place of a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Term and command of the entry. Of one in a snapshot there is no command, and no term but the
    /// last one's.
    pub(super) entry: Option<(Option<u64>, Option<String>)>,
    /// The term of an entry that was just cut off here.
    pub(super) cut_off: Option<u32>,
    pub(super) broken: bool,
}

impl MatrixView {
    /// What is drawn in `columns` columns, `shift` later than by itself.
    pub(super) fn new(stage: &StageProps<RaftLab>, columns: u64, shift: i64) -> Self {
        let model = &*stage.model;
        let leader = model.leader();
        let progress = |no| {
            let known = leader.filter(|leader| leader.no() != no)?.progress(no)?;
            Some((known.match_index, known.next_index))
        };
        let ends = model.servers().iter().map(|server| {
            server
                .last_index()
                .max(progress(server.no()).map_or(0, |(_, next)| next))
        });
        let end = ends.max().unwrap_or_default();
        let known = model
            .servers()
            .iter()
            .map(Server::commit)
            .max()
            .unwrap_or_default();
        let commit = leader.map_or(known, Server::commit);
        let first = window(end, commit, columns, shift);
        let broken = broken_slots(stage);
        let cut_off = |no: NodeNo, index: u64| {
            stage.happened.iter().find_map(|record| match record.event {
                Event::RolledBack {
                    node,
                    first,
                    last,
                    term,
                } if node == no => (u64::from(first)..=u64::from(last))
                    .contains(&index)
                    .then_some(term),
                _ => None,
            })
        };
        let row = |server: &Server| {
            let no = server.no();
            let entries = server.entries();
            let cells = (first..first + columns).map(|index| Cell {
                entry: entry(server, &entries, index),
                cut_off: cut_off(no, index),
                broken: broken.contains(&(no, index)),
            });
            Row {
                no,
                up: server.is_up(),
                commit: server.commit(),
                snapshot: server.first_index() - 1,
                cells: cells.collect(),
                applied: applied(server),
                progress: progress(no),
            }
        };
        let causes = stage
            .causes
            .iter()
            .filter_map(|(number, place)| match place {
                Selected::Slot(no, index) => Some((*number, *no, *index)),
                _ => None,
            });
        let (rows, causes) = (model.servers().iter().map(row).collect(), causes.collect());
        Self {
            first,
            columns,
            goes_on: end >= first + columns,
            rows,
            causes,
        }
    }
}

/// The first index that is shown: as late as possible, but with the last committed entry in sight;
/// `shift` columns later.
fn window(end: u64, commit: u64, columns: u64, shift: i64) -> u64 {
    let last = end.saturating_sub(columns - 1).max(1);
    last.min(commit.max(1))
        .saturating_add_signed(shift)
        .clamp(1, last)
}

fn entry(server: &Server, entries: &[&Entry], index: u64) -> Option<(Option<u64>, Option<String>)> {
    if index > server.last_index() {
        return None;
    }
    let place = entries
        .first()
        .and_then(|first| index.checked_sub(first.index));
    let found = place.and_then(|place| entries.get(usize::try_from(place).ok()?));
    let Some(entry) = found else {
        return Some((server.entry_term(index), None));
    };
    let command = match Command::from_bytes(&entry.data) {
        Some(command) => format!("{}←{}", command.key.letter(), command.value),
        None => "·".to_owned(),
    };
    Some((Some(entry.term), Some(command)))
}

fn applied(server: &Server) -> String {
    let values = server
        .store()
        .values()
        .map(|(key, value)| format!("{}={value}", key.letter()));
    values.collect::<Vec<_>>().join(" ")
}

/// Which entry of a log a client's request is, if it is there.
pub(super) fn find_request(
    model: &Cluster,
    no: NodeNo,
    client: u8,
    serial: u16,
) -> Option<EntryId> {
    let entries = model.server(no)?.entries();
    let found = entries.into_iter().rev().find(|entry| {
        let command = Command::from_bytes(&entry.data);
        command.is_some_and(|it| (it.client, it.serial) == (client, serial))
    });
    found.map(Entry::id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_entries_are_shown_and_the_committed_ones_among_them() {
        assert_eq!(window(3, 2, 7, 0), 1);
        assert_eq!(window(20, 20, 7, 0), 14);
        assert_eq!(window(20, 5, 7, 0), 5);
        assert_eq!(window(20, 5, 7, 6), 11);
        assert_eq!(window(20, 5, 7, -6), 1);
    }
}
