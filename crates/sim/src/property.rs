//! What must hold in every state, and who breaks it.

use serde::Serialize;

use crate::log::EventId;

/// One property of a model.
pub struct Property<M> {
    /// Its name in links, scenarios and tests, as `election-safety`.
    pub id: &'static str,
    /// What kind of promise it is.
    pub kind: Kind,
    /// Looks at a state. It runs on every step, so it must take constant time: a model keeps what
    /// it needs as history variables.
    pub check: fn(&M) -> Verdict,
}

impl<M> Property<M> {
    /// One that must hold in every state.
    pub const fn always(id: &'static str, check: fn(&M) -> Verdict) -> Self {
        let kind = Kind::Always;
        Self { id, kind, check }
    }

    /// One that should come true in the end.
    pub const fn eventually(id: &'static str, check: fn(&M) -> Verdict) -> Self {
        let kind = Kind::Eventually;
        Self { id, kind, check }
    }
}

/// What kind of promise a property is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Must hold in every state. Breaking it is a violation and pauses the run.
    Always,
    /// Should come true in the end. Not yet is shown, and is no violation.
    Eventually,
}

/// What a property says of one state.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// Not yet, or not now ([`Kind::Eventually`] only).
    Waiting(Witness),
    /// It is broken, and stays so for the rest of the run.
    Broken(Witness),
}

impl Verdict {
    /// Holds unless there is a proof of the contrary.
    pub fn unless(proof: &Option<Witness>) -> Self {
        proof.clone().map_or(Self::Holds, Self::Broken)
    }
}

/// Who or what shows that a property does not hold.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Witness {
    /// Nodes, hosts or processors, by their number.
    pub hosts: Vec<u8>,
    /// Places: log indices, sequence numbers, objects.
    pub places: Vec<u64>,
    /// Events that together show it.
    pub events: Vec<EventId>,
}

/// The first moment at which a property was broken on a branch.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// Which property, as an index into [`Model::properties`](crate::Model::properties).
    pub property: usize,
    /// After how many steps of the run.
    pub step: u32,
    /// Who breaks it.
    pub witness: Witness,
}
