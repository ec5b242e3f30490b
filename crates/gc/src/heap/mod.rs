//! The heap: objects, roots, goroutines, and a collector that works beside them.
//!
//! | question | look in |
//! |---|---|
//! | what steps are there, and what does each do? | [`machine`] |
//! | who does what next? | [`World`], the model |
//! | what happened? | [`event`] |
//! | by which rule, and where is that written? | [`rule`] |
//! | how is it said? | [`words`] |
//! | what becomes of garbage? | [`Garbage`] |
//! | what keeps an object from being lost? | [`invariant`] |
//! | can an object be lost at all? | [`proof`]; [`Found`] opens the run that loses one |

mod act;
mod chooser;
pub mod event;
mod fact;
mod found;
mod garbage;
mod history;
pub mod invariant;
pub mod machine;
mod named;
mod possible;
pub mod proof;
mod properties;
pub mod rule;
mod setup;
pub mod words;
mod world;

pub use act::{Act, Does, Run, Switch};
pub use fact::{
    Colour, ColourCount, Fact, FieldTo, GoroutineCount, Happened, ObjectColour, SlotTo,
};
pub use found::Found;
pub use garbage::Garbage;
pub use setup::{MAX_BUFFER, MAX_FIELDS, MAX_GLOBALS, MAX_OBJECTS, Setup};
pub use world::{STEP, World};
