//! Where objects lie: the engine's spans as the page looks at them.

use std::collections::BTreeMap;

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Arena, Heap as _, Mark, NIL, Phase, Ref, SPAN, SpanClass};

/// A span, place by place.
pub(super) struct Strip {
    /// Its number, from 0.
    pub(super) number: u32,
    /// The object in each place, [`NIL`] where there is none.
    pub(super) places: Vec<Ref>,
    /// Whether it waits for the sweeper.
    pub(super) waits: bool,
}

/// All that serves one class.
#[derive(Default)]
pub(super) struct Group {
    /// Its spans, in order.
    pub(super) strips: Vec<Strip>,
    /// How many of its objects are white, grey, black.
    pub(super) colours: [u64; 3],
}

impl Group {
    /// How many objects there are.
    pub(super) fn objects(&self) -> u64 {
        self.colours.iter().sum()
    }
}

/// Every span in use, by what it holds.
pub(super) fn groups(world: &World) -> BTreeMap<SpanClass, Group> {
    let heap = world.heap();
    let sweeping = heap.phase() == Phase::Sweep;
    let mut all = BTreeMap::<SpanClass, Group>::new();
    for (number, span) in (0..).zip(heap.spans()) {
        let Some(class) = span.class() else { continue };
        let group = all.entry(class).or_default();
        for object in span.slots().iter().filter(|it| **it != NIL) {
            match heap.mark(*object) {
                Mark::Free => {}
                Mark::White => group.colours[0] += 1,
                Mark::Grey(_) => group.colours[1] += 1,
                Mark::Black => group.colours[2] += 1,
            }
        }
        group.strips.push(Strip {
            number,
            places: span.slots().to_vec(),
            waits: sweeping && !span.is_swept(),
        });
    }
    all
}

/// Which part of the spans has been swept since marking ended, 0 to 1.
pub(super) fn swept(heap: &Arena) -> f64 {
    let spans = heap.spans();
    let done = spans.iter().filter(|it| it.is_swept()).count();
    done as f64 / spans.len().max(1) as f64
}

/// How many spans a picture has room for: as many as there are, and not fewer than the objects
/// need when all have one size, so that it does not change with every new span.
pub(super) fn spans(heap: &Arena) -> u32 {
    let least = heap.objects().div_ceil(SPAN).max(1);
    least.max(heap.spans().len() as u32)
}

/// The span and the place in it of an object, both from 0; `None` if it is gone.
pub(super) fn home(heap: &Arena, object: Ref) -> Option<(u32, u32)> {
    let (span, slot) = heap.home(object)?;
    Some((span, slot.into()))
}

/// Who is at a place; `None` if nobody.
pub(super) fn at(heap: &Arena, span: u32, place: u32) -> Option<Ref> {
    let span = heap.spans().get(span as usize)?;
    let object = span.slots().get(place as usize).copied();
    object.filter(|it| *it != NIL)
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::Setup;
    use glassbox_sim::{EventId, Log, Model as _};

    use super::*;

    /// Objects of three classes: 16 bytes, 8 without pointers, 8 with.
    fn mixed() -> World {
        let setup = Setup {
            globals: vec![1],
            objects: vec![vec![2, 0], vec![], vec![0, 0], vec![1]],
            fields: 2,
            more: 100,
            room: 200,
            ..Setup::default()
        };
        World::new(&setup, 1).unwrap()
    }

    #[test]
    fn everybody_is_found_at_home_in_a_span_of_its_class() {
        let world = mixed();
        let heap = world.heap();
        let groups = groups(&world);
        assert_eq!(groups.len(), 3);
        for object in heap.live() {
            let (span, place) = home(heap, object).unwrap();
            assert!(span < spans(heap) && place < SPAN);
            assert_eq!(at(heap, span, place), Some(object));
            let group = &groups[&heap.class(object).expect("it has a home")];
            let strip = group.strips.iter().find(|it| it.number == span).unwrap();
            assert_eq!(strip.places[place as usize], object);
        }
        assert_eq!(at(heap, spans(heap), 0), None);
        let objects: u64 = groups.values().map(Group::objects).sum();
        assert_eq!(objects, heap.live().count() as u64);
    }

    #[test]
    fn objects_are_counted_by_class_and_colour() {
        let mut world = mixed();
        let count = |world: &World| groups(world).into_values().map(|it| it.colours);
        let white = count(&world).collect::<Vec<_>>();
        assert_eq!(white, [[1, 0, 0], [1, 0, 0], [102, 0, 0]]);
        let mut log = Log::starting_at(EventId(0));
        while count(&world).all(|it| it[2] == 0) {
            world.step(&mut log);
            assert!(log.records().len() < 10_000, "nothing ever becomes black");
        }
    }

    #[test]
    fn spans_wait_only_while_sweeping_and_fewer_with_every_one_swept() {
        let mut world = mixed();
        let mut log = Log::starting_at(EventId(0));
        let waiting = |world: &World| {
            let all = groups(world).into_values().flat_map(|it| it.strips);
            all.filter(|it| it.waits).count()
        };
        while world.heap().phase() != Phase::Sweep {
            assert_eq!(waiting(&world), 0);
            world.step(&mut log);
            assert!(log.records().len() < 100_000, "it never sweeps");
        }
        assert!(waiting(&world) > 0);
        let mut last = swept(world.heap());
        assert!(last < 1.0);
        while world.heap().phase() == Phase::Sweep {
            world.step(&mut log);
            let now = swept(world.heap());
            assert!(now >= last, "{now} after {last}");
            last = now;
        }
        assert_eq!(waiting(&world), 0);
    }
}
