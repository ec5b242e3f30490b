//! The machine: a heap, goroutines and a collector, and every step they can take.
//!
//! | question | look in |
//! |---|---|
//! | what is there? | [`Heap`], stored as [`Arena`] or [`Small`] |
//! | what can happen? | [`Step`]: [`Op`] of goroutines, [`Work`] of the collector |
//! | how does a write run? | `mutator.rs`, `barrier.rs` |
//! | how does a cycle go? | `collector.rs` |
//! | where do objects lie? | `spans.rs` |
//! | which collectors are there? | [`Collector`], [`Fault`], [`Rules`] |
//!
//! [`apply`] is the only way a heap changes. The page, the random tests and the search all use it.

mod arena;
mod barrier;
mod collector;
mod heap;
mod mutator;
mod rules;
mod small;
mod spans;
mod step;
#[cfg(test)]
mod tests;

use glassbox_sim::Refused;

use super::event::Event;

pub use arena::{Arena, MAX_FRAMES, MAX_GOROUTINES, Order, Shape};
pub use collector::next_in_pause;
pub use heap::{Activity, GLOBALS, Gno, Heap, Mark, NIL, Phase, Ref, Target, Write};
pub use mutator::is_served;
pub use rules::{Barrier, Collector, Fault, Faults, Rules, Stacks};
pub use small::{Bounds, Small};
pub use spans::{MAX_DATA, SPAN, Span, SpanClass};
pub(crate) use step::from_one;
pub use step::{Op, Place, Step, Work};

/// Does one step, and tells what happened, in order.
///
/// # Errors
/// The step is not possible now; nothing has changed then.
pub fn apply<H: Heap>(
    heap: &mut H,
    rules: &Rules,
    step: Step,
    tell: &mut impl FnMut(Event),
) -> Result<(), Refused> {
    match step {
        Step::Goroutine(no, op) => mutator::run(heap, rules, no, op, tell),
        Step::Collector(work) => collector::work(heap, rules, work, tell),
    }
}
