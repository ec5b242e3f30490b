//! Every collector and fault, searched through: does any run lose an object?
//!
//! What is expected was found by another program with other steps: a small model written apart from
//! this one, before it, and searched with a plain breadth-first search. Whether a setting is safe
//! must agree. Its shortest runs and its numbers of states are printed beside ours and may differ:
//! ours count stopping the world, switching the barrier on and ending marking as steps of their own,
//! and hold dead objects for equal.

use std::time::Instant;

use glassbox_gc::heap::machine::{Barrier, Bounds, Collector, Fault, Rules};
use glassbox_gc::heap::{proof::prove, words};
use glassbox_sim::Lang;
use glassbox_sim::search::Outcome;

use super::Tally;
use crate::Options;

/// Most states of a search: more than any of these needs.
const MOST: u32 = 60_000_000;

struct Row {
    name: &'static str,
    rules: Rules,
    bounds: Bounds,
    /// Steps of the other program's shortest run that loses an object; `None` if it found none.
    lost: Option<u32>,
    /// The other program's states, where it was safe and they were noted.
    states: Option<u32>,
}

fn row(name: &'static str, rules: Rules, expected: Result<u32, u32>) -> Row {
    Row {
        name,
        rules,
        bounds: Bounds::default(),
        lost: expected.ok(),
        states: expected.err().filter(|it| *it > 0),
    }
}

fn with(mut row: Row, change: impl FnOnce(&mut Bounds)) -> Row {
    change(&mut row.bounds);
    row
}

fn faulty(rules: Rules, fault: Fault) -> Rules {
    Rules {
        faults: rules.faults.with(fault, true),
        ..rules
    }
}

fn atomic(rules: Rules) -> Rules {
    Rules {
        atomic: true,
        ..rules
    }
}

/// `Err(n)`: safe, with n states of the other program; 0 if it did not note them.
fn rows() -> Vec<Row> {
    let of = Collector::rules;
    let both = Rules {
        barrier: Barrier::Both,
        ..Rules::default()
    };
    let go = of(Collector::Go);
    let spec = of(Collector::HybridSpec);
    let rescan = of(Collector::DijkstraRescan);
    let first = of(Collector::YuasaStacksFirst);
    let racy = faulty(rescan, Fault::OnlyIfOwnerBlack);
    vec![
        row(
            "mark and sweep, world stopped",
            of(Collector::MarkSweep),
            Err(0),
        ),
        row("no barrier", of(Collector::NoBarrier), Ok(7)),
        row(
            "no barrier, stacks scanned in the pause",
            of(Collector::NoBarrierSnapshot),
            Ok(5),
        ),
        row("Dijkstra, no re-scan", of(Collector::Dijkstra), Ok(7)),
        row("Dijkstra with re-scan (Go 1.5–1.7)", rescan, Err(100_519)),
        row("Dijkstra, only if the owner is black", racy, Ok(7)),
        row("the same, barrier and store in one", atomic(racy), Err(0)),
        row(
            "Yuasa, stacks scanned while running",
            of(Collector::Yuasa),
            Ok(7),
        ),
        row(
            "Yuasa, stacks scanned in the pause",
            of(Collector::YuasaSnapshot),
            Err(21_642),
        ),
        row("Yuasa, all stacks before the heap", first, Ok(12)),
        with(row("the same, one goroutine", first, Err(0)), |it| {
            it.goroutines = 1;
        }),
        row(
            "the same, two, barrier and store in one",
            atomic(first),
            Err(0),
        ),
        row("hybrid as specified", spec, Err(89_763)),
        row("hybrid as implemented, no buffer", both, Err(87_663)),
        row(
            "hybrid, while any stack is grey",
            of(Collector::HybridAnyGrey),
            Err(88_831),
        ),
        row(
            "hybrid, nil stored without barrier",
            faulty(both, Fault::NoBarrierOnNil),
            Ok(7),
        ),
        row(
            "hybrid, new objects white",
            faulty(both, Fault::AllocateWhite),
            Ok(5),
        ),
        row("Go: both shades, buffered", go, Err(1_248_230)),
        row(
            "Green Tea: any order of work",
            of(Collector::GreenTea),
            Err(0),
        ),
        row(
            "Go, buffers not flushed",
            faulty(go, Fault::BuffersNotFlushed),
            Ok(7),
        ),
        row(
            "hybrid, no first pause",
            faulty(both, Fault::NoFirstPause),
            Ok(6),
        ),
        with(
            row(
                "channel without barrier",
                faulty(both, Fault::ChannelWithoutBarrier),
                Ok(6),
            ),
            |it| it.channel = true,
        ),
        with(row("channel with barrier", both, Err(87_970)), |it| {
            it.channel = true;
        }),
        with(row("hybrid, 3 objects", both, Err(1_600_000)), |it| {
            it.objects = 3;
        }),
        with(
            row(
                "hybrid, 2 fields, 1 goroutine, 2 slots",
                both,
                Err(1_100_000),
            ),
            |it| {
                it.fields = 2;
                it.goroutines = 1;
                it.slots = 2;
            },
        ),
        with(row("hybrid, 2 slots", both, Err(600_000)), |it| {
            it.slots = 2;
        }),
        with(row("hybrid, 2 fields", both, Err(0)), |it| it.fields = 2),
        with(row("Go, buffered, with a channel", go, Err(0)), |it| {
            it.channel = true;
        }),
    ]
}

/// Searches every row.
pub(super) fn judge(options: &Options) -> Tally {
    let mut tally = Tally::default();
    let (mut all_states, mut all_seconds) = (0, 0.0);
    println!(
        "{:<42} {:>8} {:>24} {:>8} {:>10}",
        "collector", "", "ours", "", "theirs"
    );
    for row in rows() {
        let mut proof = prove(row.rules, row.bounds, MOST);
        let start = Instant::now();
        let progress = proof.run(u32::MAX);
        let seconds = start.elapsed().as_secs_f64();
        all_states += progress.states;
        all_seconds += seconds;
        let (ours, fits) = match progress.outcome {
            Some(Outcome::Found { steps }) => (format!("lost, {steps} steps"), row.lost.is_some()),
            Some(Outcome::Proved) => ("safe".to_owned(), row.lost.is_none()),
            Some(Outcome::Undecided) | None => ("not decided".to_owned(), false),
        };
        let theirs = match (row.lost, row.states) {
            (Some(steps), _) => format!("lost, {steps} steps"),
            (None, Some(states)) => format!("safe, {states} states"),
            (None, None) => "safe".to_owned(),
        };
        println!(
            "{:<42} {ours:>14} {:>10} states {seconds:>7.2} s   {theirs}",
            row.name, progress.states
        );
        if options.verbose {
            for (number, (step, _)) in (1..).zip(proof.run_found().map_or(vec![], |it| it.steps)) {
                println!("    {number:>2} {}", words::step(step, Lang::En));
            }
        }
        let difference = format!("{}: {ours}, expected {theirs}", row.name);
        tally.count((!fits).then_some(difference));
    }
    println!(
        "{:<42} {:>14} {all_states:>10} states {all_seconds:>7.2} s",
        "all of them", ""
    );
    tally
}
