//! What the pacer would have said, from what a log says about the cycle before.
//!
//! gctrace rounds to MiB, so a prediction is a span of bytes; gcpacertrace gives stacks, globals,
//! scan work and cons/mark to the byte, and with the next goal the live heap follows exactly.

use super::cycles::Cycle;
use crate::pacer::{GcController, MIN_RUNWAY, NO_MEMORY_LIMIT};

/// What the log does not say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Settings {
    /// GOGC in percent, negative for off.
    pub gc_percent: i32,
    /// Whether GOMEMLIMIT was set. Its goal depends on numbers that no trace has, so nothing is
    /// predicted then.
    pub memory_limit: bool,
}

/// Bytes from `low` to `high`, both included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Span {
    /// The smallest value.
    pub low: u64,
    /// The largest.
    pub high: u64,
}

/// What is predicted for a cycle, and what happened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Prediction {
    /// What the cycle before left alive.
    pub live: Span,
    /// The goal, from the cycle before.
    pub goal: Span,
    /// The goal that the log tells. At least where the cycle began + 64 KiB.
    pub recorded_goal: Option<Span>,
    /// Where the cycle was to begin: from the cycle before, cons/mark, and the recorded goal if that
    /// is exact. `None` without cons/mark, and if somebody called `runtime.GC`.
    pub trigger: Option<Span>,
    /// Where it began. Later than predicted by what is allocated until the next test: a span, or a
    /// large object.
    pub recorded_trigger: Option<Span>,
}

impl Span {
    /// Exactly this.
    pub const fn exactly(bytes: u64) -> Self {
        Self {
            low: bytes,
            high: bytes,
        }
    }

    /// All that is printed as so many MiB.
    const fn mib(mib: u64) -> Self {
        let low = mib.saturating_mul(1 << 20);
        Self {
            low,
            high: low.saturating_add((1 << 20) - 1),
        }
    }

    /// Whether it is one value.
    pub const fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// Whether some value is in both.
    pub const fn overlaps(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

impl Prediction {
    /// Whether the recorded goal is as predicted; `None` if there is none.
    pub fn goal_agrees(&self) -> Option<bool> {
        let goal = pushed(self.goal, self.recorded_trigger);
        Some(self.recorded_goal?.overlaps(goal))
    }

    /// Whether the cycle began where predicted, or at most `slack` bytes later; `None` if either is
    /// not known.
    pub fn trigger_agrees(&self, slack: u64) -> Option<bool> {
        let mut trigger = self.trigger?;
        trigger.high = trigger.high.saturating_add(slack);
        Some(self.recorded_trigger?.overlaps(trigger))
    }
}

/// A goal as it is once its cycle has begun: some way beyond that.
pub(super) fn pushed(mut goal: Span, trigger: Option<Span>) -> Span {
    if let Some(trigger) = trigger {
        goal.low = goal.low.max(trigger.low.saturating_add(MIN_RUNWAY));
        goal.high = goal.high.max(trigger.high.saturating_add(MIN_RUNWAY));
    }
    goal
}

/// The goal of a cycle and where it began, as the log tells.
pub(super) fn recorded(cycle: &Cycle) -> (Option<Span>, Option<Span>) {
    match (cycle.end, cycle.gc) {
        (Some((_, end)), _) => {
            let goal = end
                .heap_end
                .saturating_add_signed(end.over_goal.saturating_neg());
            (
                Some(Span::exactly(goal)),
                Some(Span::exactly(end.triggered)),
            )
        }
        (None, Some((_, gc))) => (
            Some(Span::mib(gc.goal_mib)),
            Some(Span::mib(gc.heap_start_mib)),
        ),
        (None, None) => (None, None),
    }
}

/// A prediction for each of `cycles`; `None` where the cycle before is not in the log.
pub fn predict(cycles: &[Cycle], settings: Settings) -> Vec<Option<Prediction>> {
    let mut before: Option<&Cycle> = None;
    cycles
        .iter()
        .map(|cycle| {
            let prediction = Known::before(before, cycle)
                .filter(|_| !settings.memory_limit && settings.gc_percent >= 0)
                .map(|known| known.predict(settings.gc_percent, cycle));
            before = Some(cycle);
            prediction
        })
        .collect()
}

/// What is known when a cycle is over.
pub(super) struct Known {
    /// Nothing has been collected, so that there is nothing to sweep.
    new: bool,
    live: Span,
    stack: Span,
    globals: Span,
}

impl Known {
    pub(super) fn before(before: Option<&Cycle>, cycle: &Cycle) -> Option<Self> {
        let number = cycle.gc.map(|(_, gc)| gc.number);
        let Some(before) = before else {
            return (number == Some(1)).then_some(Self {
                new: true,
                live: Span::exactly(0),
                stack: Span::exactly(0),
                globals: Span::exactly(0),
            });
        };
        let gc = before.gc?.1;
        if number.is_some_and(|number| gc.number.checked_add(1) != Some(number)) {
            return None;
        }
        let (stack, globals) = match (before.end, gc.roots_mib) {
            (Some((_, end)), _) => (
                Span::exactly(end.stack_work),
                Span::exactly(end.globals_work),
            ),
            (None, Some([stack, globals])) => (Span::mib(stack), Span::mib(globals)),
            (None, None) => return None,
        };
        Some(Self {
            new: false,
            live: Span::mib(gc.heap_live_mib),
            stack,
            globals,
        })
    }

    /// The goal with this GOGC.
    pub(super) fn goal(&self, gc_percent: i32) -> Span {
        let goal_of = |live, stack, globals| {
            let mut controller = GcController::new(gc_percent, NO_MEMORY_LIMIT);
            if !self.new {
                controller.reset_live(live);
                controller.last_stack_scan = stack;
                controller.globals_scan = globals;
                controller.commit(false);
            }
            controller.heap_goal()
        };
        Span {
            low: goal_of(self.live.low, self.stack.low, self.globals.low),
            high: goal_of(self.live.high, self.stack.high, self.globals.high),
        }
    }

    fn predict(self, gc_percent: i32, cycle: &Cycle) -> Prediction {
        let goal_of = |live, stack, globals| {
            let mut controller = GcController::new(gc_percent, NO_MEMORY_LIMIT);
            if !self.new {
                controller.reset_live(live);
                controller.last_stack_scan = stack;
                controller.globals_scan = globals;
                controller.commit(false);
            }
            controller
        };
        let goal = self.goal(gc_percent);
        let (recorded_goal, recorded_trigger) = recorded(cycle);

        let forced = cycle.gc.is_some_and(|(_, gc)| gc.forced);
        let (mut live, mut trigger) = (self.live, None);
        if let Some((_, end)) = cycle.end.filter(|_| !forced) {
            let moved = end.triggered.saturating_add(MIN_RUNWAY);
            if let Some(goal) = recorded_goal.filter(|goal| goal.is_exact() && goal.low > moved)
                && self.stack.is_exact()
                && self.globals.is_exact()
            {
                let of = |live| goal_of(live, self.stack.low, self.globals.low).heap_goal();
                live = narrow(live, goal.low, of);
            }
            let at = |live, globals| {
                let mut controller = goal_of(live, self.stack.low, globals);
                controller.cons_mark = end.cons_mark;
                controller.last_heap_scan = end
                    .expected_work
                    .saturating_sub(controller.last_stack_scan)
                    .saturating_sub(controller.globals_scan);
                controller.commit(self.new);
                controller
            };
            // Go 1.23 prints seven digits of cons/mark.
            let mut early = at(live.low, self.globals.low);
            early.runway = early.runway.saturating_add(early.runway / 2_000_000 + 1);
            let late = at(live.high, self.globals.high);
            // Dividing by 64 first makes the bounds jump by less than that.
            let jump = if live.is_exact() { 0 } else { 64 };
            trigger = Some(Span {
                low: early.trigger().0.saturating_sub(jump),
                high: late.trigger().0.saturating_add(jump),
            });
        }
        Prediction {
            live,
            goal,
            recorded_goal,
            trigger,
            recorded_trigger,
        }
    }
}

/// The part of `live` for which the goal is `goal`, if there is one. `goal_of` never falls.
fn narrow(live: Span, goal: u64, goal_of: impl Fn(u64) -> u64) -> Span {
    let first = |reached: &dyn Fn(u64) -> bool| {
        let (mut low, mut high) = (live.low, live.high.saturating_add(1));
        while low < high {
            let middle = low + (high - low) / 2;
            if reached(goal_of(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    };
    let low = first(&|value| value >= goal);
    let end = first(&|value| value > goal);
    if low < end {
        Span { low, high: end - 1 }
    } else {
        live
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{cycles, read};

    const GOGC_100: Settings = Settings {
        gc_percent: 100,
        memory_limit: false,
    };

    /// Two cycles. After the first, 5,000,000 bytes live, 4,000,000 of them scanned, with 3,000 of
    /// stacks and 200,000 of globals: the goal is 10,203,000, and with cons/mark 0.1 the runway
    /// 1,260,900.
    const LOG: &str = "\
        pacer: 25% CPU (25 exp.) for 4000000+3000+200000 B work (200000 B exp.) in 4000000 B -> \
        5000000 B (∆goal 805696, cons/mark 0)\n\
        gc 1 @0.1s 1%: 0+1+0 ms clock, 0+0/1/0+0 ms cpu, 3->4->4 MB, 4 MB goal, 0 MB stacks, \
        0 MB globals, 4 P\n\
        pacer: 25% CPU (25 exp.) for 4000000+3000+200000 B work (4203000 B exp.) in 8950000 B -> \
        10200000 B (∆goal -3000, cons/mark 0.1)\n\
        gc 2 @0.2s 1%: 0+1+0 ms clock, 0+0/1/0+0 ms cpu, 8->9->4 MB, 9 MB goal, 0 MB stacks, \
        0 MB globals, 4 P\n";

    fn predictions(log: &str, settings: Settings) -> Vec<Option<Prediction>> {
        predict(&cycles(&read(log)), settings)
    }

    #[test]
    fn the_first_cycle_is_predicted_from_nothing() {
        let first = predictions(LOG, GOGC_100)[0].unwrap();
        assert_eq!(first.goal, Span::exactly(4 << 20));
        assert_eq!(first.recorded_goal, Some(Span::exactly(4 << 20)));
        assert_eq!(first.trigger.unwrap().high, 3_997_696);
        assert_eq!(first.trigger_agrees(8192), Some(true));
        assert_eq!(first.trigger_agrees(1000), Some(false));
    }

    #[test]
    fn the_next_goal_tells_the_live_heap_and_that_the_trigger() {
        let second = predictions(LOG, GOGC_100)[1].unwrap();
        assert_eq!(second.live, Span::exactly(5_000_000));
        assert_eq!(second.goal.low, (8 << 20) + 203_000);
        assert_eq!(second.goal_agrees(), Some(true));
        let trigger = second.trigger.unwrap();
        assert_eq!(trigger.high, 10_203_000 - 1_260_900);
        assert_eq!(trigger.low, trigger.high - 1);
        assert_eq!(second.trigger_agrees(8192), Some(true));
    }

    #[test]
    fn another_gogc_than_the_programs_does_not_agree() {
        let settings = Settings {
            gc_percent: 50,
            ..GOGC_100
        };
        let second = predictions(LOG, settings)[1].unwrap();
        assert_eq!(second.goal_agrees(), Some(false));
        assert!(!second.live.is_exact());
    }

    #[test]
    fn gctrace_alone_gives_a_goal_and_no_trigger() {
        let lines: Vec<&str> = LOG.lines().filter(|line| line.starts_with("gc")).collect();
        let second = predictions(&lines.join("\n"), GOGC_100)[1].unwrap();
        assert_eq!(second.recorded_goal, Some(Span::mib(9)));
        assert_eq!(second.goal_agrees(), Some(true));
        assert_eq!(second.trigger, None);
    }

    #[test]
    fn a_cycle_that_began_late_pushed_its_goal() {
        let late = LOG
            .replace("in 8950000 B", "in 10200000 B")
            .replace("10200000 B (∆goal -3000", "10262536 B (∆goal -3000");
        let second = predictions(&late, GOGC_100)[1].unwrap();
        assert_eq!(second.recorded_goal, Some(Span::exactly(10_265_536)));
        assert_eq!(second.goal_agrees(), Some(true));
        assert!(!second.live.is_exact());
    }

    #[test]
    fn nothing_is_predicted_across_a_gap_nor_with_a_limit_nor_with_gogc_off() {
        let gap = LOG.replace("gc 2 @", "gc 3 @");
        assert_eq!(predictions(&gap, GOGC_100)[1], None);
        let limit = Settings {
            memory_limit: true,
            ..GOGC_100
        };
        assert_eq!(predictions(LOG, limit), [None, None]);
        let off = Settings {
            gc_percent: -1,
            ..GOGC_100
        };
        assert_eq!(predictions(LOG, off), [None, None]);
    }

    #[test]
    fn a_cycle_that_somebody_asked_for_has_no_predicted_trigger() {
        let forced = LOG.replace(
            "8->9->4 MB, 9 MB goal, 0 MB stacks, 0 MB globals, 4 P",
            "8->9->4 MB, 9 MB goal, 0 MB stacks, 0 MB globals, 4 P (forced)",
        );
        let second = predictions(&forced, GOGC_100)[1].unwrap();
        assert_eq!(second.trigger, None);
        assert_eq!(second.trigger_agrees(0), None);
    }

    #[test]
    fn numbers_that_no_process_has_do_not_make_it_fail() {
        let huge = LOG
            .replace("5000000", "18446744073709551615")
            .replace("->4 MB", "->18446744073709551615 MB");
        assert_eq!(predictions(&huge, GOGC_100).len(), 2);
        let wild = Settings {
            gc_percent: i32::MAX,
            ..GOGC_100
        };
        assert_eq!(predictions(&huge, wild).len(), 2);
    }
}
