//! What a scenario can wait for or ask about.

use glassbox_sim::{Record, Verdict};
use serde::{Deserialize, Serialize};

use super::event::Event;
use super::invariant::Invariant;
use super::machine::{Heap, Mark, Phase, Ref};
use super::properties;
use super::world::World;

/// Something that is true of a heap or not. Goroutines count from 1, slots and fields from 0; object
/// 0 is nil, or the globals as an owner.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The cycle is in this phase.
    Phase(Phase),
    /// So many cycles are over, or more.
    Cycles(u32),
    /// The object has this colour.
    Colour(ObjectColour),
    /// The goroutine's stack has been scanned in this cycle.
    Scanned(u8),
    /// The field points to this object.
    Field(FieldTo),
    /// The slot, of all slots of the stack, points to this object.
    Slot(SlotTo),
    /// A goroutine can get at the object.
    Reachable(Ref),
    /// The object was lost.
    Lost(Ref),
    /// So many objects have this colour.
    Count(ColourCount),
    /// So many pointers are in the goroutine's write-barrier buffer.
    Buffered(GoroutineCount),
    /// So many things wait to be scanned: objects or, in Green Tea's order, spans.
    Waiting(u32),
    /// This invariant does not hold now.
    Breaks(Invariant),
    /// The property of this name is broken.
    Broken(String),
    /// The property of this name holds at this moment.
    Holds(String),
    /// This just happened.
    Just(Happened),
}

/// What the collector knows of an object.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Colour {
    /// There is no object.
    Free,
    /// Not reached.
    White,
    /// Reached, not all fields scanned.
    Grey,
    /// Reached, all fields scanned.
    Black,
}

impl From<Mark> for Colour {
    fn from(mark: Mark) -> Self {
        match mark {
            Mark::Free => Self::Free,
            Mark::White => Self::White,
            Mark::Grey(_) => Self::Grey,
            Mark::Black => Self::Black,
        }
    }
}

/// An object and its colour.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ObjectColour {
    /// The object; 0: the globals.
    pub object: Ref,
    /// Its colour.
    pub is: Colour,
}

/// A field and what it points to.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldTo {
    /// The object; 0: the globals.
    pub owner: Ref,
    /// Its field.
    pub field: u8,
    /// What it points to.
    pub to: Ref,
}

/// A slot and what it points to.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SlotTo {
    /// The goroutine.
    pub goroutine: u8,
    /// The slot, of all slots of its stack.
    pub slot: u8,
    /// What it points to.
    pub to: Ref,
}

/// A colour and how many objects have it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ColourCount {
    /// The colour.
    pub of: Colour,
    /// How many.
    pub is: u32,
}

/// A goroutine and a number.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GoroutineCount {
    /// The goroutine.
    pub goroutine: u8,
    /// How many.
    pub is: u32,
}

/// An event, described.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Happened {
    /// Its name, as `stack-scanned`.
    pub event: String,
    /// The object it is about.
    #[serde(default)]
    pub object: Option<Ref>,
    /// The goroutine that did it.
    #[serde(default)]
    pub goroutine: Option<u8>,
}

impl Fact {
    pub(super) fn holds(&self, world: &World, happened: &[Record<Event>]) -> bool {
        let heap = world.heap();
        let no = |goroutine: &u8| goroutine.wrapping_sub(1);
        let verdict = |name: &str| {
            let property = properties::ALL.iter().find(|it| it.id == name)?;
            Some((property.check)(world))
        };
        match self {
            Self::Phase(phase) => heap.phase() == *phase,
            Self::Cycles(cycles) => world.cycles() >= *cycles,
            Self::Colour(ObjectColour { object, is }) => Colour::from(heap.mark(*object)) == *is,
            Self::Scanned(goroutine) => heap.is_scanned(no(goroutine)),
            Self::Field(FieldTo { owner, field, to }) => {
                *field < heap.fields(*owner) && heap.field(*owner, *field) == *to
            }
            Self::Slot(SlotTo {
                goroutine,
                slot,
                to,
            }) => {
                let goroutine = no(goroutine);
                *slot < heap.slots(goroutine) && heap.slot(goroutine, *slot) == *to
            }
            Self::Reachable(object) => {
                let reachable = world.reachable();
                reachable.get(*object as usize).copied().unwrap_or(false)
            }
            Self::Lost(object) => world.lost().contains(object),
            Self::Count(ColourCount { of, is }) => {
                let all = (1..=heap.objects()).filter(|it| Colour::from(heap.mark(*it)) == *of);
                all.count() as u32 == *is
            }
            Self::Buffered(GoroutineCount { goroutine, is }) => {
                heap.buffer(no(goroutine)).len() as u32 == *is
            }
            Self::Waiting(number) => heap.work_list().len() as u32 == *number,
            Self::Breaks(invariant) => world.breach(*invariant).is_some(),
            Self::Broken(name) => matches!(verdict(name), Some(Verdict::Broken(_))),
            Self::Holds(name) => matches!(verdict(name), Some(Verdict::Holds)),
            Self::Just(wanted) => happened.iter().any(|record| wanted.fits(&record.event)),
        }
    }
}

impl Happened {
    fn fits(&self, event: &Event) -> bool {
        let object = self.object.is_none_or(|it| it == event.object());
        let goroutine = self
            .goroutine
            .is_none_or(|it| event.goroutine() == Some(it.wrapping_sub(1)));
        self.event == event.name() && object && goroutine
    }
}
