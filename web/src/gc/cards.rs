//! What is said about a selected thing. Only a heap has things.

use glassbox_gc::lab::Lab;
use glassbox_sim::{Instant, Lang};

use super::{GcLab, heap};
use crate::lab::{Card, Selected};

/// Everything about a thing; `None` when it is no longer there.
pub(super) fn card(model: &Lab, selected: Selected, _: Instant, lang: Lang) -> Option<Card<GcLab>> {
    match model {
        Lab::Heap(world) => heap::card(world, selected, lang),
        Lab::Program(_) | Lab::Append(_) => None,
    }
}

/// All things, in reading order.
pub(super) fn things(model: &Lab) -> Vec<Selected> {
    match model {
        Lab::Heap(world) => heap::things(world),
        Lab::Program(_) | Lab::Append(_) => Vec::new(),
    }
}
