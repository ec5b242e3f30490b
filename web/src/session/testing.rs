//! A session to test with.

use glassbox_raft::Act;
use glassbox_sim::timeline::MAX_BRANCHES;

use super::{Opening, Session};
use crate::gc::GcLab;
use crate::lab::Lab;
use crate::raft::RaftLab;

pub(super) fn open() -> Session<RaftLab> {
    Session::open(&Opening::of_raft("raft/leader-election")).expect("the first scenario opens")
}

/// As a page opens a scenario of the collector.
pub(super) fn open_gc(id: &str) -> Session<GcLab> {
    let found = glassbox_gc::lab::scenarios::FILES
        .iter()
        .find(|(name, _)| *name == id);
    let opening = Opening {
        scenario: Some(id.to_owned()),
        story: found.map(|(_, json)| (*json).to_owned()),
        ..Opening::default()
    };
    Session::open(&opening).expect("the scenario opens")
}

/// Plays until it stops; returns whether a question is open then.
pub(super) fn play_on<L: Lab>(session: &mut Session<L>) -> bool {
    while session.is_playing() {
        let frame = session.frame(100.0);
        if frame.paused {
            return frame.asks;
        }
    }
    false
}

/// Acts at the start of the story again and again, until there is no room for a branch.
pub(super) fn fill(session: &mut Session<RaftLab>) {
    while session.timeline().branches().len() < MAX_BRANCHES {
        session.show_step(0);
        session.act(Act::Crash(1)).expect("there is room");
    }
}
