//! The nineteen scenarios, under Go's names and in its order, and what Go's test asks of each.

use glassbox_gc::pacer::{DEFAULT_HEAP_MINIMUM, GOAL_UTILIZATION, NO_MEMORY_LIMIT};

use super::Check;
use super::program::{Outcome, Program};
use super::stream::{constant, once, oscillating, ramp, random};

/// A scenario: with Go's random numbers for `other` = 0, and with others.
type Scenario = fn(other: u32) -> (Program, Check);

pub(super) const SCENARIOS: [(&str, Scenario); 19] = [
    ("Steady", |_| (steady(), settled)),
    ("SteadyBigStacks", |_| {
        let program = Program {
            alloc_rate: constant(132.0),
            stacks: constant(2048.0).plus(ramp(f64::from(128 << 20), 8)),
            ..steady()
        };
        (program, settled)
    }),
    ("SteadyBigGlobals", |_| {
        let program = Program {
            globals: 128 << 20,
            alloc_rate: constant(132.0),
            ..steady()
        };
        (program, settled)
    }),
    ("StepAlloc", |_| {
        let program = Program {
            alloc_rate: constant(33.0).plus(ramp(66.0, 1).later(50)),
            cycles: 100,
            ..steady()
        };
        (program, settled_twice)
    }),
    ("HeavyStepAlloc", |_| {
        let program = Program {
            alloc_rate: constant(33.0).plus(ramp(330.0, 1).later(50)),
            cycles: 100,
            ..steady()
        };
        (program, settled_twice)
    }),
    ("StepScannableFrac", |_| {
        let program = Program {
            alloc_rate: constant(128.0),
            scannable: constant(0.2).plus(once(0.5).later(50)),
            cycles: 100,
            ..steady()
        };
        (program, settled_twice)
    }),
    ("HighGOGC", |other| {
        let growth = steady().growth.plus(random(0.01, 0x1 + other));
        let program = Program {
            gc_percent: 1500,
            alloc_rate: random(7.0, 0x53 + other).plus(constant(165.0)),
            growth: growth.plus(once(14.0).later(25)),
            ..steady()
        };
        (program, high_gogc)
    }),
    ("OscAlloc", |_| {
        let program = Program {
            alloc_rate: constant(67.0).plus(oscillating(13.0, 8)),
            ..steady()
        };
        (program, |outcomes, wrong| {
            keeping_up(outcomes, (0.95, 1.05), (0.25, 0.3), wrong);
        })
    }),
    ("JitterAlloc", |other| {
        let program = Program {
            alloc_rate: random(13.0, 0xf + other).plus(constant(132.0)),
            growth: steady().growth.plus(random(0.01, 0xe + other)),
            ..steady()
        };
        (program, |outcomes, wrong| {
            keeping_up(outcomes, (0.95, 1.025), (0.25, 0.275), wrong);
        })
    }),
    ("HeavyJitterAlloc", |other| {
        let program = Program {
            alloc_rate: random(33.0, other).plus(constant(330.0)),
            growth: steady().growth.plus(random(0.01, 0x152 + other)),
            ..steady()
        };
        (program, heavy_jitter)
    }),
    ("SmallHeapSlowAlloc", |_| {
        (slow(2.0, 3), |outcomes, wrong| {
            slow_small(4, outcomes, wrong);
        })
    }),
    ("MediumHeapSlowAlloc", |_| {
        (slow(2.0, 8), |outcomes, wrong| {
            slow_small(9, outcomes, wrong);
        })
    }),
    ("LargeHeapSlowAlloc", |_| (slow(4.0, 12), slow_large)),
    ("SteadyMemoryLimit", |_| {
        (limited(100, 2.0), |outcomes, wrong| {
            let peak = last(outcomes).peak;
            if peak >= LIMIT_GOAL {
                wrong.push(format!("peak {peak} reaches the limit"));
            }
            settled(outcomes, wrong);
        })
    }),
    ("SteadyMemoryLimitNoGCPercent", |_| {
        (limited(-1, 2.0), |outcomes, wrong| {
            at_the_limit(outcomes, wrong);
            settled(outcomes, wrong);
        })
    }),
    ("ExceedMemoryLimit", |_| (limited(100, 3.5), exceeding)),
    ("ExceedMemoryLimitNoGCPercent", |_| {
        (limited(-1, 3.5), |outcomes, wrong| {
            if outcomes.len() < 10 {
                at_the_limit(outcomes, wrong);
            }
            exceeding(outcomes, wrong);
        })
    }),
    ("MaintainMemoryLimit", |_| {
        (limited(100, 3.0), |outcomes, wrong| {
            if outcomes.len() > 12 {
                at_the_limit(outcomes, wrong);
            }
            settled(outcomes, wrong);
        })
    }),
    ("MaintainMemoryLimitNoGCPercent", |_| {
        (limited(-1, 3.0), |outcomes, wrong| {
            at_the_limit(outcomes, wrong);
            settled(outcomes, wrong);
        })
    }),
];

/// The limit of the scenarios that have one, bytes.
const LIMIT: i64 = 512 << 20;

/// A heap that doubles, ever less so, for twelve cycles and then stays, on eight processors.
fn steady() -> Program {
    Program {
        gc_percent: 100,
        memory_limit: NO_MEMORY_LIMIT,
        globals: 32 << 10,
        procs: 8,
        alloc_rate: constant(33.0),
        scan_rate: constant(1024.0),
        growth: constant(2.0).plus(ramp(-1.0, 12)),
        scannable: constant(1.0),
        stacks: constant(8192.0),
        cycles: 50,
    }
}

/// Hardly allocates, and hardly any of it can hold pointers; grows by `growth` at first and not at
/// all after `cycles`.
fn slow(growth: f64, cycles: u32) -> Program {
    Program {
        alloc_rate: constant(1.0),
        scan_rate: constant(2048.0),
        growth: constant(growth).plus(ramp(1.0 - growth, cycles)),
        scannable: constant(0.01),
        ..steady()
    }
}

/// Steady, with a memory limit; grows by `growth` at first.
fn limited(gc_percent: i32, growth: f64) -> Program {
    Program {
        gc_percent,
        memory_limit: LIMIT,
        growth: constant(growth).plus(ramp(1.0 - growth, 12)),
        ..steady()
    }
}

/// The goal that the limit leaves: 3 % less, for these programs have nothing mapped but their heap.
const LIMIT_GOAL: u64 = 520_764_785;

fn last(outcomes: &[Outcome]) -> &Outcome {
    &outcomes[outcomes.len() - 1]
}

fn within(name: &str, value: f64, (low, high): (f64, f64), wrong: &mut Vec<String>) {
    if !(low..=high).contains(&value) {
        wrong.push(format!(
            "{name} {value:.4} is not from {low:.4} to {high:.4}"
        ));
    }
}

fn utilization_near(outcomes: &[Outcome], value: f64, epsilon: f64, wrong: &mut Vec<String>) {
    let name = format!("cycle {}: utilisation", outcomes.len());
    let near = (value - epsilon, value + epsilon);
    within(&name, last(outcomes).utilization, near, wrong);
}

/// As in the cycle before.
fn utilization_stays(outcomes: &[Outcome], epsilon: f64, wrong: &mut Vec<String>) {
    let before = outcomes[outcomes.len() - 2].utilization;
    utilization_near(outcomes, before, epsilon, wrong);
}

fn goal_ratio_within(outcomes: &[Outcome], range: (f64, f64), wrong: &mut Vec<String>) {
    let name = format!("cycle {}: goal ratio", outcomes.len());
    within(&name, last(outcomes).goal_ratio(), range, wrong);
}

/// From the 25th cycle on a quarter of the time, as in the cycle before, ending at the goal.
fn settled(outcomes: &[Outcome], wrong: &mut Vec<String>) {
    if outcomes.len() >= 25 {
        utilization_near(outcomes, GOAL_UTILIZATION, 0.005, wrong);
        utilization_stays(outcomes, 0.005, wrong);
        goal_ratio_within(outcomes, (0.95, 1.05), wrong);
    }
}

/// Settled within 25 cycles, and again within 25 after what changes in the 51st.
fn settled_twice(outcomes: &[Outcome], wrong: &mut Vec<String>) {
    if matches!(outcomes.len(), 25..50 | 75..) {
        utilization_stays(outcomes, 0.005, wrong);
        goal_ratio_within(outcomes, (0.95, 1.05), wrong);
    }
}

/// The heap grows to fifteen times in the 26th cycle: the goal may be overshot by GOGC, and the
/// utilisation stays.
fn high_gogc(outcomes: &[Outcome], wrong: &mut Vec<String>) {
    if outcomes.len() > 12 {
        let highest = if outcomes.len() == 26 { 15.0 } else { 1.05 };
        goal_ratio_within(outcomes, (0.90, highest), wrong);
        utilization_near(outcomes, GOAL_UTILIZATION, GOAL_UTILIZATION + 0.03, wrong);
        utilization_stays(outcomes, 0.03, wrong);
    }
}

/// Once the heap has stopped growing.
fn keeping_up(
    outcomes: &[Outcome],
    goal_ratio: (f64, f64),
    utilization: (f64, f64),
    wrong: &mut Vec<String>,
) {
    if outcomes.len() > 12 {
        goal_ratio_within(outcomes, goal_ratio, wrong);
        let name = format!("cycle {}: utilisation", outcomes.len());
        within(&name, last(outcomes).utilization, utilization, wrong);
    }
}

/// More than a quarter of the time, but always about as much as in the 12th cycle.
fn heavy_jitter(outcomes: &[Outcome], wrong: &mut Vec<String>) {
    if outcomes.len() > 13 {
        goal_ratio_within(outcomes, (0.95, 1.05), wrong);
        utilization_stays(outcomes, 0.05, wrong);
        utilization_near(outcomes, outcomes[11].utilization, 0.05, wrong);
    }
}

/// After `grown` cycles the trigger is near the goal but not at it.
fn slow_small(grown: usize, outcomes: &[Outcome], wrong: &mut Vec<String>) {
    if outcomes.len() > grown {
        goal_ratio_within(outcomes, (0.925, 1.025), wrong);
        let name = format!("cycle {}: trigger ratio", outcomes.len());
        let ratio = last(outcomes).trigger_ratio();
        within(&name, ratio, (0.925, 0.975), wrong);
    }
    slow_levelled(outcomes, wrong);
}

/// A large heap has the smallest heap for its runway.
fn slow_large(outcomes: &[Outcome], wrong: &mut Vec<String>) {
    if outcomes.len() > 13 {
        goal_ratio_within(outcomes, (0.95, 1.05), wrong);
        let name = format!("cycle {}: runway", outcomes.len());
        let (minimum, slack) = (DEFAULT_HEAP_MINIMUM as f64, f64::from(64 << 10));
        let runway = last(outcomes).runway();
        within(&name, runway, (minimum - slack, minimum + slack), wrong);
    }
    slow_levelled(outcomes, wrong);
}

fn slow_levelled(outcomes: &[Outcome], wrong: &mut Vec<String>) {
    if outcomes.len() > 25 {
        utilization_near(outcomes, GOAL_UTILIZATION, 0.005, wrong);
        utilization_stays(outcomes, 0.05, wrong);
        utilization_near(outcomes, outcomes[11].utilization, 0.05, wrong);
    }
}

fn at_the_limit(outcomes: &[Outcome], wrong: &mut Vec<String>) {
    let (goal, limit) = (last(outcomes).goal, LIMIT_GOAL);
    if goal != limit {
        let cycle = outcomes.len();
        wrong.push(format!(
            "cycle {cycle}: goal {goal} is not the limit's {limit}"
        ));
    }
}

/// Far above the limit: no room at all, and all the time goes into collecting. That the CPU limiter
/// would not let it is not the pacer's business.
fn exceeding(outcomes: &[Outcome], wrong: &mut Vec<String>) {
    let (cycle, outcome) = (outcomes.len(), last(outcomes));
    if cycle > 12 && outcome.goal != outcome.live {
        let (goal, live) = (outcome.goal, outcome.live);
        wrong.push(format!(
            "cycle {cycle}: goal {goal} is not the live heap, {live}"
        ));
    }
    if cycle >= 25 {
        utilization_near(outcomes, 1.0, 0.005, wrong);
        utilization_stays(outcomes, 0.005, wrong);
    }
}
