//! The three figures of any recorded run: events per second, bytes per event, time to seek.

use std::alloc::System;
use std::hint::black_box;
use std::time::{Duration, Instant};

use glassbox_sim::{BranchId, Chance, Model, Purpose, Timeline};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

/// Counts what is allocated.
#[global_allocator]
static ALLOCATED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Events of the run that is measured.
const EVENTS: u32 = 100_000;
/// Random moments that are sought.
const SEEKS: usize = 1_000;
const ROOT: BranchId = BranchId(0);

/// Records a run of [`EVENTS`] events and seeks in it. `step` does one step or act. Returns the run,
/// at its end.
pub(crate) fn timeline<M: Model>(
    name: &str,
    new: impl Fn() -> Timeline<M>,
    mut step: impl FnMut(&mut Timeline<M>),
) -> Timeline<M> {
    let mut run = new();
    let region = Region::new(ALLOCATED);
    let start = Instant::now();
    while events(&run) < EVENTS {
        step(&mut run);
    }
    let took = start.elapsed();
    let change = region.change();
    let held = change
        .bytes_allocated
        .saturating_sub(change.bytes_deallocated);
    let (events, steps) = (f64::from(events(&run)), run.recorded(ROOT));
    println!("{name}: {events} events in {steps} steps");
    println!("  record   {:>10.0} events/s", events / took.as_secs_f64());
    let checkpoints = run.branch(ROOT).checkpoint_count();
    println!(
        "  history  {:>10.1} bytes/event, {checkpoints} checkpoints included (budget 200)",
        held as f64 / events
    );

    let mut chance = Chance::new(1, Purpose(1));
    let mut times: Vec<Duration> = (0..SEEKS)
        .map(|_| {
            let to = chance.between(0, steps);
            let start = Instant::now();
            run.seek(ROOT, to);
            black_box(run.state());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let millis = |part: usize| times[(SEEKS - 1) * part / 100].as_secs_f64() * 1e3;
    println!(
        "  seek     {:>10.2} ms p50, {:.2} ms p95 (budget 16), {:.2} ms at most",
        millis(50),
        millis(95),
        millis(100)
    );
    run.seek(ROOT, u32::MAX);
    run
}

fn events<M: Model>(run: &Timeline<M>) -> u32 {
    run.events_until(ROOT, run.recorded(ROOT))
}
