//! The labs. A new one gets a file and a line here.

mod gc;
mod raft;

use crate::lab::{AnyLab, Of};

/// All labs, in the order in which they are listed.
pub(crate) const LABS: &[&dyn AnyLab] = &[&Of::<raft::Raft>::NEW, &Of::<gc::Gc>::NEW];

/// The lab named `name`.
pub(crate) fn find(name: &str) -> Option<&'static dyn AnyLab> {
    LABS.iter().copied().find(|lab| lab.name() == name)
}

/// The names of all labs.
pub(crate) fn names() -> String {
    LABS.iter()
        .map(|lab| lab.name())
        .collect::<Vec<_>>()
        .join(", ")
}
