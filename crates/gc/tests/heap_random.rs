//! Random runs: the sound collectors lose nothing, each broken one does.
//!
//! `GLASSBOX_RUNS=1000000 cargo test --release -p glassbox-gc --test heap_random` makes as many.

#[path = "support/runs.rs"]
mod runs;

const RUNS: u64 = 20_000;
/// Before so many runs every broken collector must have lost something.
const PATIENCE: u64 = 5_000;

fn number_of_runs() -> u64 {
    let asked = std::env::var("GLASSBOX_RUNS").ok();
    asked.map_or(RUNS, |it| it.parse().expect("a number of runs"))
}

#[test]
fn the_sound_collectors_break_nothing() {
    let sound = runs::sound();
    for number in 0..number_of_runs() {
        let choice = sound[number as usize % sound.len()];
        assert_eq!(runs::run(choice, number), None, "{choice:?}, run {number}");
    }
}

#[test]
fn changing_from_one_sound_collector_to_another_breaks_nothing() {
    let sound = runs::sound();
    for number in 0..number_of_runs() {
        let choice = sound[number as usize % sound.len()];
        let broken = runs::run_with_changes(choice, number);
        assert_eq!(broken, None, "{choice:?}, run {number}");
    }
}

#[test]
fn every_broken_collector_loses_something() {
    for choice in runs::broken() {
        let lost = |number: &u64| runs::run(choice, *number) == Some("nothing-reachable-is-freed");
        let first = (0..PATIENCE).find(lost);
        println!("{choice:?}: {first:?}");
        assert!(first.is_some(), "{choice:?}");
    }
}
