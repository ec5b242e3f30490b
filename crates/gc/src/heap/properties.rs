//! What must hold in every state.

use glassbox_sim::{Kind, Property, Verdict, Witness};

use super::history::Broken;
use super::world::World;

/// All properties, in the order in which they are shown.
pub(super) const ALL: &[Property<World>] = &[
    always("nothing-reachable-is-freed", |it| {
        broken(it, |broken| &broken.lost)
    }),
    always("invariant", |it| broken(it, |broken| &broken.invariant)),
    always("garbage-goes-within-two-cycles", |it| {
        broken(it, |broken| &broken.late)
    }),
];

const fn always(id: &'static str, check: fn(&World) -> Verdict) -> Property<World> {
    Property {
        id,
        kind: Kind::Always,
        check,
    }
}

fn broken(world: &World, which: fn(&Broken) -> &Option<Witness>) -> Verdict {
    which(world.broken())
        .clone()
        .map_or(Verdict::Holds, Verdict::Broken)
}
