//! What must hold in every state.

use glassbox_sim::{Property, Verdict};

use super::Program;
use super::history::witness;
use crate::pacer::DEFAULT_HEAP_MINIMUM;

/// All properties, in the order in which they are shown.
pub const ALL: &[Property<Program>] = &[
    Property::always("goal-has-a-minimum", goal_has_a_minimum),
    Property::always("no-start-below-the-trigger", |it| {
        Verdict::unless(&it.history().broken.started_early)
    }),
    Property::always("trigger-before-goal", trigger_before_goal),
    Property::always("live-within-heap", live_within_heap),
    Property::always("what-is-used-survives", |it| {
        Verdict::unless(&it.history().broken.lost)
    }),
    Property::always("collector-takes-no-more-than-half", |it| {
        Verdict::unless(&it.history().broken.ahead)
    }),
    Property::eventually("within-the-memory-limit", within_the_limit),
];

fn holds(holds: bool, places: [u64; 2]) -> Verdict {
    if holds {
        Verdict::Holds
    } else {
        Verdict::Broken(witness(places, None))
    }
}

/// 4 MiB times GOGC, unless the memory limit allows only less.
fn goal_has_a_minimum(program: &Program) -> Verdict {
    let controller = program.process().controller();
    let Ok(percent) = u64::try_from(controller.gc_percent) else {
        return Verdict::Holds;
    };
    let minimum = DEFAULT_HEAP_MINIMUM * percent / 100;
    let goal = controller.heap_goal();
    let limited = controller.memory_limit_heap_goal() <= goal;
    holds(goal >= minimum || limited, [goal, minimum])
}

fn trigger_before_goal(program: &Program) -> Verdict {
    let (trigger, goal) = program.process().controller().trigger();
    holds(trigger <= goal, [trigger, goal])
}

fn live_within_heap(program: &Program) -> Verdict {
    let process = program.process();
    let (live, heap) = (process.kept(), process.controller().heap_live);
    holds(live <= heap, [live, heap])
}

/// What the process has mapped is within its limit. It is a soft one: more is no violation.
fn within_the_limit(program: &Program) -> Verdict {
    let process = program.process();
    let limit = process.controller().memory_limit as u64;
    if process.mapped() <= limit {
        Verdict::Holds
    } else {
        Verdict::Waiting(witness([process.mapped(), limit], None))
    }
}
