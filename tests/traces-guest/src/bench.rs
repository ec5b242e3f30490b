//! The work of `cargo bench -p glassbox-gc`, for the comparison with native.

use std::cell::RefCell;

use glassbox_gc::heap::machine::{Arena, Collector, Order};

#[path = "../../../crates/gc/benches/heap/work.rs"]
mod work;

thread_local! {
    static HEAP: RefCell<Option<Arena>> = const { RefCell::new(None) };
}

/// Steps of the model by chance: how many events.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub(crate) extern "C" fn bench_steps(room: u32, more: u32) -> u64 {
    work::steps(room, more).0
}

/// A search through all runs: how many states.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub(crate) extern "C" fn bench_search(collector: u32, objects: u32) -> u32 {
    let collector = match collector {
        0 => Collector::HybridSpec,
        1 => Collector::DijkstraRescan,
        _ => Collector::Go,
    };
    work::search(collector, objects as u8).states
}

/// Makes the graph that is marked next; 0: a work list of objects, 1: of spans.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub(crate) extern "C" fn bench_graph(order: u32) {
    let order = match order {
        0 => Order::Objects,
        _ => Order::Spans,
    };
    HEAP.set(Some(work::graph(order)));
}

/// Marks the graph depth first: how many objects.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub(crate) extern "C" fn bench_mark_plainly() -> u32 {
    HEAP.with_borrow(|heap| heap.as_ref().map_or(0, work::mark_plainly))
}

/// Marks the graph with the machine: how many steps.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub(crate) extern "C" fn bench_mark() -> u64 {
    HEAP.with_borrow_mut(|heap| heap.as_mut().map_or(0, work::mark))
}
