//! What can be selected, and its name on the stage.

use glassbox_gc::heap::invariant::Black;
use glassbox_gc::heap::machine::{GLOBALS, Gno, Heap as _, Ref, Target};
use glassbox_gc::heap::{World, words as heap_words};
use glassbox_sim::{Lang, PacketId};

use crate::gc::words;
use crate::lab::Selected;

/// A thing of a heap.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::gc) enum Thing {
    /// All global variables.
    Globals,
    /// One of them.
    Global(u8),
    /// A goroutine's stack.
    Stack(Gno),
    /// One of its slots, counted over all its functions.
    Slot(Gno, u8),
    /// An object.
    Object(Ref),
    /// A field of an object.
    Field(Ref, u8),
}

/// Hosts above this number are fields: there are fewer goroutines.
const FIELDS: u8 = 128;

impl From<Thing> for Selected {
    fn from(thing: Thing) -> Self {
        match thing {
            Thing::Globals => Self::Host(0),
            Thing::Global(field) => Self::Slot(0, field.into()),
            Thing::Stack(no) => Self::Host(no.saturating_add(1)),
            Thing::Slot(no, slot) => Self::Slot(no.saturating_add(1), slot.into()),
            Thing::Object(object) => Self::Packet(PacketId(object)),
            Thing::Field(object, field) => Self::Slot(FIELDS | field, object.into()),
        }
    }
}

impl From<Black> for Thing {
    /// Where a pointer from black to white is.
    fn from(black: Black) -> Self {
        match black {
            Black::Field { owner, field } => Self::of_owner(owner, field),
            Black::Slot { goroutine, slot } => Self::Slot(goroutine, slot),
        }
    }
}

impl From<Target> for Thing {
    /// What a write is to.
    fn from(target: Target) -> Self {
        match target {
            Target::Field { owner, field } => Self::of_owner(owner, field),
            Target::Stack { goroutine, slot } => Self::Slot(goroutine, slot),
        }
    }
}

impl Thing {
    /// A field of an object, or a global variable.
    fn of_owner(owner: Ref, field: u8) -> Self {
        match owner {
            GLOBALS => Self::Global(field),
            _ => Self::Field(owner, field),
        }
    }

    /// What is selected, if it is a thing of a heap.
    pub(super) fn of(selected: Selected) -> Option<Self> {
        Some(match selected {
            Selected::Host(0) => Self::Globals,
            Selected::Host(no) => Self::Stack(no - 1),
            Selected::Packet(PacketId(object)) => Self::Object(object),
            Selected::Slot(0, field) => Self::Global(u8::try_from(field).ok()?),
            Selected::Slot(no, object) if no >= FIELDS => {
                Self::Field(u32::try_from(object).ok()?, no & !FIELDS)
            }
            Selected::Slot(no, slot) => Self::Slot(no - 1, u8::try_from(slot).ok()?),
            Selected::Link(..) => return None,
        })
    }

    /// What it is called: "C", "C.0", "g1.s1", "stack of g1".
    pub(super) fn name(self, lang: Lang) -> String {
        match self {
            Self::Globals => words::globals(lang).to_owned(),
            Self::Global(field) => heap_words::field(GLOBALS, field),
            Self::Stack(no) => words::stack_of(&heap_words::goroutine(no), lang),
            Self::Slot(no, slot) => format!("{}.s{slot}", heap_words::goroutine(no)),
            Self::Object(object) => heap_words::object(object),
            Self::Field(object, field) => heap_words::field(object, field),
        }
    }

    /// What it points to, if it is one pointer.
    pub(super) fn target(self, world: &World) -> Option<Ref> {
        let heap = world.heap();
        match self {
            Self::Global(field) => Some(heap.field(GLOBALS, field)),
            Self::Slot(no, slot) => Some(heap.slot(no, slot)),
            Self::Field(object, field) => Some(heap.field(object, field)),
            Self::Globals | Self::Stack(_) | Self::Object(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_is_found_again_when_selected() {
        for thing in [
            Thing::Globals,
            Thing::Global(7),
            Thing::Stack(0),
            Thing::Stack(7),
            Thing::Slot(7, 63),
            Thing::Object(5_000),
            Thing::Field(5_000, 7),
        ] {
            assert_eq!(Thing::of(thing.into()), Some(thing));
        }
    }
}
