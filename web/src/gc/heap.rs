//! The heap's stage.
//!
//! | question | look in |
//! |---|---|
//! | what can be selected, and how is it named? | thing.rs |
//! | what is said about it, and what can be done to it? | card.rs |
//! | which parts are there, in which composition? | stage.rs |
//! | where is everybody? | layout.rs |
//! | how are objects, roots and pointers drawn? | figure.rs, roots.rs, pointers.rs |
//! | what happens to what is dragged? | grab.rs |
//! | the cycle's phases | phases.rs |
//! | more objects than fit as boxes | many.rs, cursor.rs (its keyboard) |
//! | the same by spans and sizes | spans.rs, memory.rs |
//! | can any run lose an object? | question.rs (what is asked), choices.rs, proof.rs |
//! | work list, buffers, invariants | side.rs, invariants.rs |
//! | who takes which step next | turns.rs |

mod card;
mod choices;
mod cursor;
mod figure;
mod grab;
mod invariants;
mod layout;
mod many;
mod memory;
mod phases;
mod pointers;
mod proof;
mod question;
mod roots;
mod side;
mod spans;
mod stage;
mod thing;
mod turns;

use std::cell::{Cell, RefCell};

pub(super) use card::{card, things};
pub(super) use proof::proof_pane;
pub(super) use stage::{HeapStage, queues_pane};
pub(super) use thing::Thing;

/// What a person has arranged in the figure of a heap.
#[derive(Default)]
pub struct Kept {
    /// Where objects were put.
    moved: RefCell<layout::Moved>,
    /// Whether the heap is shown by spans.
    by_spans: Cell<bool>,
}
