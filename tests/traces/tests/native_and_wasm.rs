//! Every run is the same natively and in WebAssembly, event for event.
//!
//! The guest comes from `cargo xtask test`, which names it in `GLASSBOX_GUEST`; without it there is
//! nothing to compare with and the tests say so.

use std::{env, fs};

use anyhow::{Context as _, Result, bail, ensure};
use glassbox_traces::Guest;
use glassbox_traces_guest::{Case, Gc, Lab, Raft};

/// The guest, if there is one.
fn guest() -> Result<Option<Guest>> {
    let Some(file) = env::var_os("GLASSBOX_GUEST") else {
        eprintln!("skipped: GLASSBOX_GUEST names no file (cargo xtask test builds it and sets it)");
        return Ok(None);
    };
    let wasm = fs::read(&file).with_context(|| format!("GLASSBOX_GUEST is {}", file.display()))?;
    Guest::start(&wasm).map(Some)
}

/// Compares one case with what the guest says of its first so many events; names the first event
/// that differs.
fn compare<L: Lab>(
    name: &str,
    native: &Case<L>,
    mut wasm: impl FnMut(u32) -> Result<u64>,
) -> Result<()> {
    ensure!(native.event_count() > 0, "{name}: nothing happens");
    if wasm(u32::MAX)? == native.digest(u32::MAX) {
        return Ok(());
    }
    let (mut same, mut different) = (0, native.event_count() + 1);
    while different - same > 1 {
        let middle = same + (different - same) / 2;
        if wasm(middle)? == native.digest(middle) {
            same = middle;
        } else {
            different = middle;
        }
    }
    match native.event(same) {
        Some(event) => {
            bail!("{name}: event {same} is another in WebAssembly than natively: {event:?}")
        }
        None => bail!("{name}: the {same} native events are the same, what follows them is not"),
    }
}

fn same_scenarios<L: Lab>(lab: u32) -> Result<()> {
    let Some(mut guest) = guest()? else {
        return Ok(());
    };
    let count = Case::<L>::scenario_count();
    assert_eq!(guest.scenario_count(lab)?, count);
    for index in 0..count {
        let (name, _) = L::SCENARIOS[index as usize];
        compare(name, &Case::<L>::scenario(index), |events| {
            guest.scenario(lab, index, events)
        })?;
    }
    Ok(())
}

/// Compares the random runs of the seeds up to `runs`.
fn same_random_runs<L: Lab>(lab: u32, runs: u64) -> Result<()> {
    let Some(mut guest) = guest()? else {
        return Ok(());
    };
    for seed in 0..runs {
        let name = format!("random run of lab {lab}, seed {seed}");
        compare(&name, &Case::<L>::random(seed), |events| {
            guest.random(lab, seed, events)
        })?;
    }
    Ok(())
}

#[test]
fn every_raft_scenario_is_the_same_in_webassembly() -> Result<()> {
    same_scenarios::<Raft>(0)
}

#[test]
fn random_clusters_are_the_same_in_webassembly() -> Result<()> {
    same_random_runs::<Raft>(0, 200)
}

#[test]
fn every_gc_scenario_is_the_same_in_webassembly() -> Result<()> {
    same_scenarios::<Gc>(1)
}

#[test]
fn random_heaps_programs_and_slices_are_the_same_in_webassembly() -> Result<()> {
    // Thirty of each kind: one of a program has much to compute.
    same_random_runs::<Gc>(1, 90)
}
