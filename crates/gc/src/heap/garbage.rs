//! What becomes of objects that nobody can get at.

use super::World;
use super::machine::{Heap as _, Mark, Phase, Ref};

/// Where garbage stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Garbage {
    /// No cycle has found it yet.
    Unfound,
    /// It was white when marking ended, and is freed when its span is swept.
    Found,
    /// It was marked all the same, because somebody could get at it when marking began or came across
    /// it: floating garbage. This cycle lets it live, the next one finds it.
    Floating,
}

impl World {
    /// What becomes of `object`, if it is one that nobody can get at ([`World::reachable`]).
    pub fn garbage(&self, object: Ref) -> Garbage {
        let marked = matches!(self.heap().mark(object), Mark::Grey(_) | Mark::Black);
        match self.heap().phase() {
            Phase::Terminated | Phase::Sweep | Phase::Off | Phase::FirstPause => {
                self.fate(object).unwrap_or(Garbage::Unfound)
            }
            Phase::MarkStopped | Phase::Mark | Phase::SecondPause if marked => Garbage::Floating,
            Phase::MarkStopped | Phase::Mark | Phase::SecondPause => Garbage::Unfound,
        }
    }
}
