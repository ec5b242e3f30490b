//! What must hold in every state.

use glassbox_sim::{Kind, Property, Verdict, Witness};

use super::Program;
use super::history::{Broken, witness};
use crate::pacer::DEFAULT_HEAP_MINIMUM;

/// All properties, in the order in which they are shown.
pub const ALL: &[Property<Program>] = &[
    always("goal-has-a-minimum", goal_has_a_minimum),
    always("no-start-below-the-trigger", |it| {
        broken(it, |broken| &broken.started_early)
    }),
    always("trigger-before-goal", trigger_before_goal),
    always("live-within-heap", live_within_heap),
    always("what-is-used-survives", |it| {
        broken(it, |broken| &broken.lost)
    }),
    always("collector-takes-no-more-than-half", |it| {
        broken(it, |broken| &broken.ahead)
    }),
    Property {
        id: "within-the-memory-limit",
        kind: Kind::Eventually,
        check: within_the_limit,
    },
];

const fn always(id: &'static str, check: fn(&Program) -> Verdict) -> Property<Program> {
    Property {
        id,
        kind: Kind::Always,
        check,
    }
}

fn broken(program: &Program, which: fn(&Broken) -> &Option<Witness>) -> Verdict {
    let found = which(&program.history().broken);
    found.clone().map_or(Verdict::Holds, Verdict::Broken)
}

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
