//! The start and the end of a cycle: `startCycle`, `endCycle`, `resetLive`.

use super::controller::{BACKGROUND_UTILIZATION, GcController};
use super::period::GcTrigger;
use super::workers::background_workers;

impl GcController {
    /// A cycle starts, with the world stopped: counters go back to zero, workers are chosen, and
    /// the first assist ratio is computed. `procs` is GOMAXPROCS, at least 1. `startCycle`.
    pub fn start_cycle(&mut self, mark_start_time: i64, procs: u32, trigger: GcTrigger) {
        self.heap_scan_work = 0;
        self.stack_scan_work = 0;
        self.globals_scan_work = 0;
        self.bg_scan_credit = 0;
        self.assist_time = 0;
        self.dedicated_mark_time = 0;
        self.fractional_mark_time = 0;
        self.idle_mark_time = 0;
        self.mark_start_time = mark_start_time;
        self.triggered = Some(self.heap_live);

        let (dedicated, fractional) = background_workers(procs);
        self.fractional_utilization_goal = fractional;
        let idle = match trigger {
            // The two-minute cycle comes to a program that does nothing: no hurry. One idle worker
            // has to be there if no dedicated one is, or nobody might ever mark.
            GcTrigger::Time { .. } => i64::from(dedicated == 0),
            GcTrigger::Heap | GcTrigger::Cycle { .. } => i64::from(procs) - dedicated,
        };
        self.set_max_idle_mark_workers(i32::try_from(idle).unwrap_or(i32::MAX));
        self.dedicated_mark_workers_needed = dedicated;
        self.revise();
    }

    /// Marking is done: measures cons/mark, bytes allocated per byte scanned, each per unit of CPU
    /// time, and makes the largest of the last five measurements the estimate. `endCycle`.
    ///
    /// Idle workers' time counts as time for scanning and not as time taken from the mutator, who
    /// could have had it. Nothing is measured if nothing was allocated.
    pub fn end_cycle(&mut self, now: i64, procs: u32) {
        self.last_heap_goal = self.heap_goal();

        let duration = now.wrapping_sub(self.mark_start_time);
        let utilization = BACKGROUND_UTILIZATION + self.share(self.assist_time, duration, procs);

        let triggered = self.triggered.unwrap_or(u64::MAX);
        if self.heap_live <= triggered {
            return;
        }
        let idle_utilization = self.share(self.idle_mark_time, duration, procs);

        let allocated = (self.heap_live - triggered) as f64;
        let current = (allocated * (utilization + idle_utilization))
            / (self.scan_work() as f64 * (1.0 - utilization));

        self.cons_mark = current;
        for last in self.last_cons_mark {
            if last > self.cons_mark {
                self.cons_mark = last;
            }
        }
        self.last_cons_mark.rotate_left(1);
        self.last_cons_mark[3] = current;
    }

    /// The heap after marking: `bytes_marked` survive. To be called after [`Self::end_cycle`] and
    /// before [`Self::commit`]. `resetLive`.
    pub const fn reset_live(&mut self, bytes_marked: u64) {
        self.heap_marked = bytes_marked;
        self.heap_live = bytes_marked;
        self.heap_scan = self.heap_scan_work as u64;
        self.last_heap_scan = self.heap_scan_work as u64;
        self.last_stack_scan = self.stack_scan_work as u64;
        self.triggered = None;
    }

    /// `part` of the processors' time during `duration`; 0 if that is no time at all.
    fn share(&self, part: i64, duration: i64, procs: u32) -> f64 {
        if duration > 0 {
            part as f64 / duration.wrapping_mul(i64::from(procs)) as f64
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pacer::controller::NO_MEMORY_LIMIT;

    /// A cycle of 1 ms on 4 processors that scans `scanned` bytes while `allocated` are allocated.
    fn cycle(controller: &mut GcController, scanned: i64, allocated: u64) {
        controller.start_cycle(0, 4, GcTrigger::Heap);
        controller.heap_scan_work = scanned;
        controller.heap_live += allocated;
        controller.end_cycle(1_000_000, 4);
        controller.reset_live(1 << 20);
        controller.commit(false);
    }

    #[test]
    fn cons_mark_without_assists_is_a_third_of_bytes_allocated_per_byte_scanned() {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        cycle(&mut controller, 1_000, 3_000);
        assert_eq!(controller.cons_mark, 1.0);
    }

    #[test]
    fn a_high_cons_mark_stays_for_five_cycles() {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        cycle(&mut controller, 1_000, 9_000);
        for _ in 0..4 {
            cycle(&mut controller, 1_000, 3_000);
            assert_eq!(controller.cons_mark, 3.0);
        }
        cycle(&mut controller, 1_000, 3_000);
        assert_eq!(controller.cons_mark, 1.0);
    }

    #[test]
    fn a_cycle_in_which_nothing_is_allocated_measures_nothing() {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        cycle(&mut controller, 1_000, 3_000);
        let before = (controller.cons_mark, controller.last_cons_mark);
        cycle(&mut controller, 1_000, 0);
        assert_eq!((controller.cons_mark, controller.last_cons_mark), before);
    }

    #[test]
    fn assists_beyond_all_processors_make_cons_mark_negative_and_the_trigger_low() {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        // The estimate is the largest of five, so it takes five such cycles.
        for _ in 0..5 {
            assert_eq!(controller.cons_mark, 0.0);
            controller.heap_live = 16 << 20;
            controller.start_cycle(0, 1, GcTrigger::Heap);
            controller.heap_scan_work = 1 << 20;
            controller.assist_time = 800_000;
            controller.heap_live += 1 << 20;
            controller.end_cycle(1_000_000, 1);
            controller.reset_live(16 << 20);
            controller.commit(false);
        }
        assert!(controller.cons_mark < 0.0);
        assert!(controller.runway > 1 << 63);
        let lowest = (16 << 20) + (16 << 20) / 64 * 45;
        assert_eq!(controller.trigger(), (lowest, 32 << 20));
    }

    #[test]
    fn a_periodic_cycle_has_no_idle_workers_unless_nobody_else_marks() {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        controller.start_cycle(0, 8, GcTrigger::Time { now: 0 });
        assert_eq!(controller.idle_mark_workers.max, 0);
        controller.start_cycle(0, 2, GcTrigger::Time { now: 0 });
        assert_eq!(controller.idle_mark_workers.max, 1);
        controller.start_cycle(0, 8, GcTrigger::Heap);
        assert_eq!(controller.idle_mark_workers.max, 6);
    }
}
