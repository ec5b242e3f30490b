//! What the heap costs, natively and in WebAssembly: `cargo bench -p glassbox-gc --bench heap`, or with `-- steps`,
//! `search`, `search-large` or `marking` only that.
//!
//! The same work is compiled into the guest of the trace tests, which Node runs, if there is one.

mod wasm;
mod work;

use std::env::args;
use std::hint::black_box;
use std::time::Instant;

use glassbox_gc::heap::machine::{Collector, Heap, Mark, Order};

use self::wasm::Wasm;
use self::work::{OBJECTS, STEPS};

const SOUND: [Collector; 3] = [
    Collector::HybridSpec,
    Collector::DijkstraRescan,
    Collector::Go,
];

fn main() {
    let asked: Vec<String> = args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|it| it == name);
    let wasm = Wasm::build().unwrap_or_else(|why| {
        println!("WebAssembly: skipped: {why}");
        Wasm::none()
    });
    if wanted("steps") {
        steps(&wasm, "64 objects", 64, 20);
        steps(&wasm, "5000 objects", 5_000, 3_000);
    }
    if wanted("search") {
        for collector in SOUND {
            search(&wasm, collector, 2);
        }
    }
    if wanted("search-large") {
        search(&wasm, Collector::Go, 3);
    }
    if wanted("marking") {
        marking(&wasm);
    }
}

/// What it gives, and the seconds it takes.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed().as_secs_f64())
}

fn steps(wasm: &Wasm, name: &str, room: u32, more: u32) {
    let ((events, cycles), took) = timed(|| work::steps(room, more));
    println!(
        "model, {name}: {:.1} M steps/s, {events} events, {cycles} cycles (budget 10 M){}",
        f64::from(STEPS) / took / 1e6,
        wasm.beside(took, &[("bench_steps", &[room, more])])
    );
}

fn search(wasm: &Wasm, collector: Collector, objects: u8) {
    let (progress, took) = timed(|| work::search(collector, objects));
    let number = SOUND.iter().position(|it| *it == collector).unwrap_or(0) as u32;
    println!(
        "search, {}, {objects} objects: {} states, {} steps in {took:.2} s: {:.2} M states/s, {:.1} M steps/s \
         (budget 1.4 M states/s){}",
        collector.name(),
        progress.states,
        progress.transitions,
        f64::from(progress.states) / took / 1e6,
        progress.transitions as f64 / took / 1e6,
        wasm.beside(took, &[("bench_search", &[number, objects.into()])])
    );
}

fn marking(wasm: &Wasm) {
    let heap = work::graph(Order::Objects);
    let (count, plain) = timed(|| work::mark_plainly(black_box(&heap)));
    assert_eq!(count, OBJECTS);
    println!(
        "mark 1 M objects, plain depth-first: {:.0} ms{}",
        plain * 1e3,
        wasm.beside(plain, &[("bench_graph", &[0]), ("bench_mark_plainly", &[])])
    );
    for (name, order, number) in [("objects", Order::Objects, 0), ("spans", Order::Spans, 1)] {
        let mut heap = work::graph(order);
        let (steps, took) = timed(|| work::mark(&mut heap));
        assert!((1..=OBJECTS).all(|it| heap.mark(it) == Mark::Black));
        println!(
            "mark 1 M objects, the machine, work list of {name}: {:.0} ms, {:.1} M steps/s, {:.1} times plain{}",
            took * 1e3,
            steps as f64 / took / 1e6,
            took / plain,
            wasm.beside(took, &[("bench_graph", &[number]), ("bench_mark", &[])])
        );
    }
}
