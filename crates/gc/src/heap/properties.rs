//! What must hold in every state.

use glassbox_sim::{Property, Verdict};

use super::world::World;

/// All properties, in the order in which they are shown.
pub(super) const ALL: &[Property<World>] = &[
    Property::always("nothing-reachable-is-freed", |it| {
        Verdict::unless(&it.broken().lost)
    }),
    Property::always("invariant", |it| Verdict::unless(&it.broken().invariant)),
    Property::always("garbage-goes-within-two-cycles", |it| {
        Verdict::unless(&it.broken().late)
    }),
];
