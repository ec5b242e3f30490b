//! What the heap costs: `cargo bench -p glassbox-gc --bench heap`, or with `-- steps`, `search`,
//! `search-large` or `marking` only that.

use std::env::args;
use std::hint::black_box;
use std::time::Instant;

use glassbox_gc::heap::machine::{
    self, Arena, Bounds, Collector, GLOBALS, Heap, Mark, NIL, Order, Ref, Rules, Shape, Step, Work,
};
use glassbox_gc::heap::proof::prove;
use glassbox_gc::heap::{Setup, World};
use glassbox_sim::search::Outcome;
use glassbox_sim::{Chance, EventId, Log, Model, Purpose};

fn main() {
    let asked: Vec<String> = args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|it| it == name);
    if wanted("steps") {
        steps("64 objects", 64, 20);
        steps("5000 objects", 5_000, 3_000);
    }
    if wanted("search") {
        for collector in [
            Collector::HybridSpec,
            Collector::DijkstraRescan,
            Collector::Go,
        ] {
            search(collector, Bounds::default());
        }
    }
    if wanted("search-large") {
        let three = Bounds {
            objects: 3,
            ..Bounds::default()
        };
        search(Collector::Go, three);
    }
    if wanted("marking") {
        marking();
    }
}

/// A run by chance, whole: choosing, doing, causes, properties, events.
fn steps(name: &str, room: u32, more: u32) {
    const STEPS: u32 = 3_000_000;
    let setup = Setup {
        room,
        more,
        trigger: room / 4,
        ..Setup::default()
    };
    let mut world = World::new(&setup, 1).expect("a valid setup");
    let mut log = Log::starting_at(EventId(0));
    let start = Instant::now();
    let mut events = 0_u64;
    for _ in 0..STEPS {
        world.step(&mut log);
        events += log.drain().count() as u64;
    }
    let took = start.elapsed().as_secs_f64();
    println!(
        "model, {name}: {:.1} M steps/s, {events} events, {} cycles (budget 10 M)",
        f64::from(STEPS) / took / 1e6,
        world.cycles()
    );
}

fn search(collector: Collector, bounds: Bounds) {
    let start = Instant::now();
    let progress = prove(collector.rules(), bounds, u32::MAX).run(u32::MAX);
    let took = start.elapsed().as_secs_f64();
    assert_eq!(progress.outcome, Some(Outcome::Proved));
    println!(
        "search, {}, {} objects: {} states, {} steps in {took:.2} s: {:.2} M states/s, {:.1} M steps/s \
         (budget 1.4 M states/s)",
        collector.name(),
        bounds.objects,
        progress.states,
        progress.transitions,
        f64::from(progress.states) / took / 1e6,
        progress.transitions as f64 / took / 1e6
    );
}

const OBJECTS: Ref = 1_000_000;
const FIELDS: u8 = 3;

/// A graph of a million objects, all reachable, two thirds of the fields pointing somewhere.
fn graph(order: Order) -> Arena {
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
        let object = heap.place(FIELDS);
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

fn marking() {
    let plain = {
        let heap = graph(Order::Objects);
        let start = Instant::now();
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
        assert_eq!(count, OBJECTS);
        black_box(marked);
        start.elapsed().as_secs_f64()
    };
    println!("mark 1 M objects, plain depth-first: {:.0} ms", plain * 1e3);
    for (name, order) in [("objects", Order::Objects), ("spans", Order::Spans)] {
        let mut heap = graph(order);
        let rules: Rules = Collector::Go.rules();
        let take = |heap: &mut Arena, work| {
            machine::apply(heap, &rules, Step::Collector(work), &mut |_| {}).expect("possible");
        };
        take(&mut heap, Work::Stop);
        take(&mut heap, Work::Flip);
        take(&mut heap, Work::ScanStack(0));
        let start = Instant::now();
        let mut steps = 0_u64;
        while let Some(object) = heap.next_grey() {
            take(&mut heap, Work::ScanField(object));
            steps += 1;
        }
        let took = start.elapsed().as_secs_f64();
        assert!((1..=OBJECTS).all(|it| heap.mark(it) == Mark::Black));
        println!(
            "mark 1 M objects, the machine, work list of {name}: {:.0} ms, {:.1} M steps/s, {:.1} times plain",
            took * 1e3,
            steps as f64 / took / 1e6,
            took / plain
        );
    }
}
