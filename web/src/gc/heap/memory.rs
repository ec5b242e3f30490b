//! Where objects lie: the one place that knows how the engine keeps its spans.

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Arena, Heap as _, Mark, NIL, Phase, Ref, SPAN};

/// A span, place by place.
pub(super) struct Strip {
    /// The object in each place, [`NIL`] where there is none.
    pub(super) places: Vec<Ref>,
    /// Whether it waits for the sweeper.
    pub(super) waits: bool,
}

/// All spans up to the last that holds anything, at least one.
pub(super) fn strips(world: &World) -> Vec<Strip> {
    let heap = world.heap();
    let last = heap.live().max().unwrap_or(1);
    let sweeping = heap.phase() == Phase::Sweep;
    let strip = |span: u32| {
        let first = span * SPAN + 1;
        let object = |at: Ref| match heap.mark(at) {
            Mark::Free => NIL,
            _ => at,
        };
        Strip {
            places: (first..first + SPAN).map(object).collect(),
            waits: sweeping && span >= heap.sweep_at(),
        }
    };
    (0..last.div_ceil(SPAN).max(1)).map(strip).collect()
}

/// How many spans there may be.
pub(super) fn spans(heap: &Arena) -> u32 {
    heap.objects().div_ceil(SPAN).max(1)
}

/// The span and the place in it of an object, both from 0.
pub(super) fn home(_heap: &Arena, object: Ref) -> (u32, u32) {
    let at = object.saturating_sub(1);
    (at / SPAN, at % SPAN)
}

/// Who is at a place; `None` if nobody.
pub(super) fn at(heap: &Arena, span: u32, place: u32) -> Option<Ref> {
    let object = span.checked_mul(SPAN)?.checked_add(place + 1)?;
    let there = object <= heap.objects() && heap.mark(object) != Mark::Free;
    there.then_some(object)
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::Setup;
    use glassbox_sim::Model as _;

    use super::*;

    #[test]
    fn everybody_is_found_at_home() {
        let setup = Setup {
            more: 100,
            room: 200,
            ..Setup::default()
        };
        let world = World::new(&setup, 1).unwrap();
        let heap = world.heap();
        let strips = strips(&world);
        for object in heap.live() {
            let (span, place) = home(heap, object);
            assert!(span < spans(heap) && place < SPAN);
            assert_eq!(at(heap, span, place), Some(object));
            assert_eq!(strips[span as usize].places[place as usize], object);
        }
        assert_eq!(at(heap, spans(heap), 0), None);
    }
}
