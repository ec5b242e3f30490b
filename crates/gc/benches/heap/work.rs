//! The work itself, without a clock: the same natively and in WebAssembly.

use glassbox_gc::heap::machine::{
    self, Arena, Bounds, Collector, GLOBALS, Heap, Mark, NIL, Order, Ref, Shape, SpanClass, Step,
    Work,
};
use glassbox_gc::heap::proof::prove;
use glassbox_gc::heap::{Setup, World};
use glassbox_sim::search::{Outcome, Progress};
use glassbox_sim::{Chance, EventId, Log, Model, Purpose};

/// Steps of one measured run by chance.
pub(crate) const STEPS: u32 = 3_000_000;
/// Objects of the marked graph.
pub(crate) const OBJECTS: Ref = 1_000_000;
const FIELDS: u8 = 3;

/// A run by chance, whole: choosing, doing, causes, properties, events. Returns how many events and cycles there were.
pub(crate) fn steps(room: u32, more: u32) -> (u64, u32) {
    let setup = Setup {
        room,
        more,
        trigger: room / 4,
        ..Setup::default()
    };
    let mut world = World::new(&setup, 1).expect("a valid setup");
    let mut log = Log::starting_at(EventId(0));
    let mut events = 0_u64;
    for _ in 0..STEPS {
        world.step(&mut log);
        events += log.drain().count() as u64;
    }
    (events, world.cycles())
}

/// Searches all runs of a collector with so many objects.
pub(crate) fn search(collector: Collector, objects: u8) -> Progress {
    let bounds = Bounds {
        objects,
        ..Bounds::default()
    };
    let progress = prove(collector.rules(), bounds, u32::MAX).run(u32::MAX);
    assert_eq!(progress.outcome, Some(Outcome::Proved));
    progress
}

/// A graph of a million objects, all reachable, two thirds of the fields pointing somewhere.
pub(crate) fn graph(order: Order) -> Arena {
    let mut heap = Arena::new(Shape {
        objects: OBJECTS,
        fields: FIELDS,
        globals: 1,
        slots: 1,
        buffer: 512,
        order,
    });
    let mut chance = Chance::new(1, Purpose(1));
    for _ in 0..OBJECTS {
        let object = heap.place(FIELDS, SpanClass::of(FIELDS, 0));
        heap.set_mark(object, Mark::White);
    }
    // Each is in a field of an older one, so that all are reachable.
    let mut open = vec![(GLOBALS, 0_u8)];
    for object in 1..=OBJECTS {
        let at = chance.below(open.len() as u32) as usize;
        let (owner, field) = open.swap_remove(at);
        heap.set_field(owner, field, object);
        open.extend((0..FIELDS).map(|field| (object, field)));
    }
    for (owner, field) in open {
        if chance.below(2) == 0 {
            heap.set_field(owner, field, chance.between(1, OBJECTS));
        }
    }
    heap.add_goroutine();
    heap
}

/// Marks a graph as any program would, depth first, and returns how many objects it met.
pub(crate) fn mark_plainly(heap: &Arena) -> u32 {
    let mut marked = vec![false; OBJECTS as usize + 1];
    let mut list = vec![heap.field(GLOBALS, 0)];
    let mut count = 0_u32;
    while let Some(object) = list.pop() {
        if object == NIL || std::mem::replace(&mut marked[object as usize], true) {
            continue;
        }
        count += 1;
        list.extend((0..FIELDS).map(|field| heap.field(object, field)));
    }
    count
}

/// Marks a graph as the collector does, and returns in how many steps.
pub(crate) fn mark(heap: &mut Arena) -> u64 {
    let rules = Collector::Go.rules();
    let take = |heap: &mut Arena, work| {
        machine::apply(heap, &rules, Step::Collector(work), &mut |_| {}).expect("possible");
    };
    take(heap, Work::Stop);
    take(heap, Work::Flip);
    take(heap, Work::ScanStack(0));
    let mut steps = 0_u64;
    while let Some(object) = heap.next_grey() {
        take(heap, Work::ScanField(object));
        steps += 1;
    }
    steps
}
