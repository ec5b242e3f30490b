//! A session to test with.

use glassbox_raft::Act;
use glassbox_sim::timeline::MAX_BRANCHES;

use super::{Opening, Session};
use crate::raft::RaftLab;

pub(super) fn open() -> Session<RaftLab> {
    Session::open(&Opening::of_raft("raft/leader-election")).expect("the first scenario opens")
}

/// Acts at the start of the story again and again, until there is no room for a branch.
pub(super) fn fill(session: &mut Session<RaftLab>) {
    while session.timeline().branches().len() < MAX_BRANCHES {
        session.show_step(0);
        session.act(Act::Crash(1)).expect("there is room");
    }
}
