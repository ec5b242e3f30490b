//! Every collector and fault, searched through: does any run lose an object?
//!
//! What is expected was found by another program with other steps: a small model written apart from
//! this one, before it, and searched with a plain breadth-first search. Whether a setting is safe
//! must agree. Its shortest runs and its numbers of states are printed beside ours and may differ:
//! ours count stopping the world, switching the barrier on and ending marking as steps of their own,
//! and hold dead objects for equal. What our shortest runs are is fixed here all the same, so that no
//! change makes one longer unseen. A few rows go beyond what the other program looked at.
//!
//! The search lets the collector take up what is grey in any order; so Green Tea, which differs from
//! Go's collector in nothing else, is among the runs of that.

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
    expected: Expected,
    /// What the other program found; empty if it did not look.
    theirs: &'static str,
}

#[derive(Clone, Copy)]
enum Expected {
    /// Some run loses an object; so many steps has the shortest.
    Lost(u32),
    /// None does.
    Safe,
}

use Expected::{Lost, Safe};

fn row(name: &'static str, rules: Rules, expected: Expected, theirs: &'static str) -> Row {
    Row {
        name,
        rules,
        bounds: Bounds::default(),
        expected,
        theirs,
    }
}

fn with(mut row: Row, change: impl FnOnce(&mut Bounds)) -> Row {
    change(&mut row.bounds);
    row
}

fn with_channel(name: &'static str, rules: Rules, expected: Expected, theirs: &'static str) -> Row {
    with(row(name, rules, expected, theirs), |it| it.channel = true)
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

fn rows() -> Vec<Row> {
    let of = Collector::rules;
    let both = Rules {
        barrier: Barrier::Both,
        ..Rules::default()
    };
    let go = of(Collector::Go);
    let spec = of(Collector::HybridSpec);
    let any_grey = of(Collector::HybridAnyGrey);
    let rescan = of(Collector::DijkstraRescan);
    let first = of(Collector::YuasaStacksFirst);
    let snapshot = of(Collector::YuasaSnapshot);
    let racy = faulty(rescan, Fault::OnlyIfOwnerBlack);
    vec![
        row(
            "mark and sweep, world stopped",
            of(Collector::MarkSweep),
            Safe,
            "",
        ),
        row(
            "no barrier",
            of(Collector::NoBarrier),
            Lost(9),
            "lost, 7 steps",
        ),
        row(
            "no barrier, stacks scanned in the pause",
            of(Collector::NoBarrierSnapshot),
            Lost(10),
            "lost, 5 steps",
        ),
        row(
            "Dijkstra, no re-scan",
            of(Collector::Dijkstra),
            Lost(10),
            "lost, 7 steps",
        ),
        row(
            "Dijkstra with re-scan (Go 1.5–1.7)",
            rescan,
            Safe,
            "safe, 100519 states",
        ),
        with_channel("the same, with a channel", rescan, Safe, ""),
        row(
            "Dijkstra, only if the owner is black",
            racy,
            Lost(12),
            "lost, 7 steps",
        ),
        row(
            "the same, barrier and store in one",
            atomic(racy),
            Safe,
            "safe",
        ),
        row(
            "Yuasa, stacks scanned while running",
            of(Collector::Yuasa),
            Lost(10),
            "lost, 7 steps",
        ),
        row(
            "Yuasa, stacks scanned in the pause",
            snapshot,
            Safe,
            "safe, 21642 states",
        ),
        with_channel("the same, with a channel", snapshot, Safe, ""),
        row(
            "the same, only if the owner is black",
            faulty(snapshot, Fault::OnlyIfOwnerBlack),
            Lost(11),
            "",
        ),
        row(
            "Yuasa, all stacks before the heap",
            first,
            Lost(13),
            "lost, 12 steps",
        ),
        with(row("the same, one goroutine", first, Safe, "safe"), |it| {
            it.goroutines = 1;
        }),
        row(
            "the same, two, barrier and store in one",
            atomic(first),
            Safe,
            "safe",
        ),
        row("hybrid as specified", spec, Safe, "safe, 89763 states"),
        with_channel("the same, with a channel", spec, Safe, ""),
        row(
            "hybrid, while any stack is grey",
            any_grey,
            Safe,
            "safe, 88831 states",
        ),
        with_channel("the same, with a channel", any_grey, Safe, ""),
        row(
            "hybrid as implemented, no buffer",
            both,
            Safe,
            "safe, 87663 states",
        ),
        with_channel("the same, with a channel", both, Safe, "safe, 87970 states"),
        with_channel(
            "a channel without barrier",
            faulty(both, Fault::ChannelWithoutBarrier),
            Lost(11),
            "lost, 6 steps",
        ),
        row(
            "hybrid, nil stored without barrier",
            faulty(both, Fault::NoBarrierOnNil),
            Lost(10),
            "lost, 7 steps",
        ),
        row(
            "hybrid, new objects white",
            faulty(both, Fault::AllocateWhite),
            Lost(8),
            "lost, 5 steps",
        ),
        row(
            "hybrid, no first pause",
            faulty(both, Fault::NoFirstPause),
            Lost(9),
            "lost, 6 steps",
        ),
        row(
            "hybrid, only if the owner is black",
            faulty(both, Fault::OnlyIfOwnerBlack),
            Lost(10),
            "",
        ),
        row(
            "Go, and Green Tea: both shades, buffered",
            go,
            Safe,
            "safe, 1248230 states",
        ),
        with_channel("the same, with a channel", go, Safe, ""),
        row(
            "Go, buffers not flushed",
            faulty(go, Fault::BuffersNotFlushed),
            Lost(10),
            "lost, 7 steps",
        ),
        with(
            row("hybrid, 3 objects", both, Safe, "safe, 1600000 states"),
            |it| it.objects = 3,
        ),
        with(
            row(
                "hybrid, 2 fields, 1 goroutine, 2 slots",
                both,
                Safe,
                "safe, 1100000 states",
            ),
            |it| {
                it.fields = 2;
                it.goroutines = 1;
                it.slots = 2;
            },
        ),
        with(
            row("hybrid, 2 slots", both, Safe, "safe, 600000 states"),
            |it| it.slots = 2,
        ),
        with(row("hybrid, 2 fields", both, Safe, ""), |it| it.fields = 2),
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
            Some(Outcome::Found { steps }) => {
                let fits = matches!(row.expected, Lost(ours) if ours == steps);
                (format!("lost, {steps} steps"), fits)
            }
            Some(Outcome::Proved) => ("safe".to_owned(), matches!(row.expected, Safe)),
            Some(Outcome::Undecided) | None => ("not decided".to_owned(), false),
        };
        println!(
            "{:<42} {ours:>14} {:>10} states {seconds:>7.2} s   {}",
            row.name, progress.states, row.theirs
        );
        if options.verbose {
            for (number, (step, _)) in (1..).zip(proof.run_found().map_or(vec![], |it| it.steps)) {
                println!("    {number:>2} {}", words::step(step, Lang::En));
            }
        }
        let expected = match row.expected {
            Lost(steps) => format!("lost, {steps} steps"),
            Safe => "safe".to_owned(),
        };
        let difference = format!("{}: {ours}, expected {expected}", row.name);
        tally.count((!fits).then_some(difference));
    }
    println!(
        "{:<42} {:>14} {all_states:>10} states {all_seconds:>7.2} s",
        "all of them", ""
    );
    tally
}
