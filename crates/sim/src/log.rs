//! What happened: events with their moment and their causes.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// The number of an event in its run: the first one is 0, and a branch goes on counting where it
/// left its parent.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct EventId(pub u32);

/// The one or two events that an event followed from.
///
/// Two are enough: what follows from many (a majority of votes) follows from the last of them, and
/// that one from the one before.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Causes(Option<Link>, Option<Link>);

/// An event id that is never zero inside, so that `Option` costs nothing: history is kept small.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
struct Link(std::num::NonZeroU32);

impl Link {
    fn new(id: EventId) -> Option<Self> {
        std::num::NonZeroU32::new(id.0.wrapping_add(1)).map(Self)
    }

    fn id(self) -> EventId {
        EventId(self.0.get() - 1)
    }
}

impl Causes {
    /// Nothing in the run led to it: a start, or an act of a person.
    pub const NONE: Self = Self(None, None);

    /// It followed from `cause`.
    pub fn one(cause: EventId) -> Self {
        Self(Link::new(cause), None)
    }

    /// It followed from `cause`, together with `also` if there is one.
    pub fn with(cause: EventId, also: Option<EventId>) -> Self {
        Self(
            Link::new(cause),
            also.filter(|id| *id != cause).and_then(Link::new),
        )
    }

    /// The causes, the main one first.
    pub fn iter(self) -> impl Iterator<Item = EventId> {
        self.0.into_iter().chain(self.1).map(Link::id)
    }
}

impl From<Option<EventId>> for Causes {
    fn from(cause: Option<EventId>) -> Self {
        cause.map_or(Self::NONE, Self::one)
    }
}

/// One thing that happened.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Record<E> {
    /// When.
    pub at: Instant,
    /// From what it followed.
    pub causes: Causes,
    /// What, in the field's own terms.
    pub event: E,
}

/// Where a model writes what happens. Mutate, then drain: a model pushes during
/// [`Model::step`](crate::Model::step), its owner takes the records afterwards.
#[derive(Clone, Debug)]
pub struct Log<E> {
    first: EventId,
    records: Vec<Record<E>>,
}

impl<E> Log<E> {
    /// An empty log whose first record will be number `first`.
    pub fn starting_at(first: EventId) -> Self {
        Self {
            first,
            records: Vec::new(),
        }
    }

    /// Writes down one event and returns its number, to be named as a cause later.
    pub fn push(&mut self, at: Instant, causes: impl Into<Causes>, event: E) -> EventId {
        let id = self.next_id();
        self.records.push(Record {
            at,
            causes: causes.into(),
            event,
        });
        id
    }

    /// The number that the next record will get.
    pub fn next_id(&self) -> EventId {
        EventId(self.first.0 + self.records.len() as u32)
    }

    /// What has been written since the log was last drained.
    pub fn records(&self) -> &[Record<E>] {
        &self.records
    }

    /// Takes everything out; numbering goes on.
    pub fn drain(&mut self) -> std::vec::Drain<'_, Record<E>> {
        self.first = self.next_id();
        self.records.drain(..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_after_a_drain() {
        let mut log = Log::starting_at(EventId(7));
        assert_eq!(log.push(Instant::START, None, 'a'), EventId(7));
        assert_eq!(log.drain().count(), 1);
        assert_eq!(log.push(Instant::START, None, 'b'), EventId(8));
        assert_eq!(log.records().len(), 1);
    }

    #[test]
    fn a_cause_is_named_once() {
        let both = Causes::with(EventId(3), Some(EventId(3)));
        assert_eq!(both.iter().collect::<Vec<_>>(), [EventId(3)]);
        let two = Causes::with(EventId(0), Some(EventId(3)));
        assert_eq!(two.iter().collect::<Vec<_>>(), [EventId(0), EventId(3)]);
    }

    #[test]
    fn causes_take_eight_bytes() {
        assert_eq!(size_of::<Causes>(), 8);
    }
}
