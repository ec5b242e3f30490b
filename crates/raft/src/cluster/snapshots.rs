//! When a node takes a snapshot of its store, takes over a leader's, and sends one again (Raft §7).

use glassbox_sim::{Causes, EventId, Log};

use super::server::{id, number};
use super::{Cluster, Server, Trail};
use crate::core::{NodeId, ProgressState, Snapshot};
use crate::event::{Event, small};
use crate::kv::Store;

impl Cluster {
    /// A node that has executed enough since its last snapshot takes another one.
    pub(super) fn compact(&mut self, index: usize, trail: Trail, log: &mut Log<Event>) {
        let every = u64::from(self.setup.compact_after);
        let server = &mut self.servers[index];
        if every == 0 {
            return;
        }
        if let Some(taken) = server.take_snapshot(every) {
            let (node, index, term) = (server.no(), small(taken.index), small(taken.term));
            let event = Event::SnapshotTaken { node, index, term };
            log.push(self.now, trail.last, event);
        }
    }

    /// A node takes over a snapshot that is on its disk by now.
    pub(super) fn install(
        &mut self,
        index: usize,
        snapshot: &Snapshot,
        trail: &mut Trail,
        log: &mut Log<Event>,
    ) {
        let server = &mut self.servers[index];
        server.load_store();
        // Their entries are gone, executed or not: their clients will ask again.
        server.pending.retain(|it| it.entry.index > snapshot.index);
        let (node, at, term) = (server.no(), small(snapshot.index), small(snapshot.term));
        let event = Event::SnapshotRestored {
            node,
            index: at,
            term,
        };
        let event = self.tell(trail, log, event);
        self.history
            .restored(&self.servers[index], snapshot.index, event);
    }

    /// A leader notices that a follower answers and yet has not acknowledged its snapshot for a
    /// whole election timeout: it was lost. (etcd leaves that to the transport, which calls
    /// `ReportSnapshot`.)
    pub(super) fn look_after_snapshot(
        &mut self,
        index: usize,
        from: NodeId,
        received: EventId,
        trail: &mut Trail,
        log: &mut Log<Event>,
    ) {
        let (now, patience) = (self.now, self.setup.election_timeout);
        let server = &mut self.servers[index];
        let peer = number(from);
        let waits = |server: &Server| {
            let progress = server.progress(peer);
            progress.is_some_and(|it| it.state == ProgressState::Snapshot)
        };
        let Some((sent_at, sent)) = server.snapshots_sent.get(&peer).copied() else {
            return;
        };
        if !waits(server) || now.since(sent_at) < patience {
            return;
        }
        server.snapshots_sent.remove(&peer);
        let node = server.no();
        if let Some(raft) = server.running() {
            raft.report_snapshot(id(peer), false);
        }
        let causes = Causes::with(received, Some(sent));
        trail.last = Some(log.push(now, causes, Event::SnapshotUnanswered { node, peer }));
    }
}

impl Server {
    /// Writes its store to disk and discards the log up to there, if `every` entries or more were
    /// executed since the last time.
    fn take_snapshot(&mut self, every: u64) -> Option<Snapshot> {
        let raft = self.raft()?;
        let index = raft.log().applied();
        let disk = raft.storage();
        if index < disk.snapshot().index.saturating_add(every) {
            return None;
        }
        let snapshot = Snapshot {
            index,
            term: disk.term(index)?,
            conf: raft.conf_state().clone(),
            data: self.store.to_bytes(),
        };
        let raft = self.running()?;
        raft.storage_mut().set_snapshot(snapshot.clone());
        raft.compact(index).ok()?;
        Some(snapshot)
    }

    /// Makes its store what its disk's snapshot says.
    pub(super) fn load_store(&mut self) {
        // At first there is none, and only stores are ever written there.
        self.store = Store::from_bytes(&self.snapshot().data).unwrap_or_default();
    }
}
