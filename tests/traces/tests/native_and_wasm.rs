//! Every run is the same natively and in WebAssembly, event for event.
//!
//! The guest comes from `cargo xtask test`, which names it in `GLASSBOX_GUEST`; without it there is
//! nothing to compare with and the tests say so.

use std::{env, fs};

use anyhow::{Context as _, Result, bail, ensure};
use glassbox_traces::Guest;
use glassbox_traces_guest::Case;

/// Random runs that are compared.
const RANDOM_RUNS: u64 = 200;

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
fn compare(name: &str, native: &Case, mut wasm: impl FnMut(u32) -> Result<u64>) -> Result<()> {
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

#[test]
fn every_scenario_is_the_same_in_webassembly() -> Result<()> {
    let Some(mut guest) = guest()? else {
        return Ok(());
    };
    let count = Case::scenario_count();
    assert_eq!(guest.scenario_count()?, count);
    for index in 0..count {
        let name = format!("scenario {index}");
        compare(&name, &Case::scenario(index), |events| {
            guest.scenario(index, events)
        })?;
    }
    Ok(())
}

#[test]
fn random_runs_are_the_same_in_webassembly() -> Result<()> {
    let Some(mut guest) = guest()? else {
        return Ok(());
    };
    for seed in 0..RANDOM_RUNS {
        let name = format!("random run, seed {seed}");
        compare(&name, &Case::random(seed), |events| {
            guest.random(seed, events)
        })?;
    }
    Ok(())
}
