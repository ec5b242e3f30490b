//! What follows from the last cycle and the settings: `commit`, `setGCPercent`, `readGOGC`.

use super::amd64::uint64;
use super::controller::{
    DEFAULT_HEAP_MINIMUM, GOAL_UTILIZATION, GcController, SWEEP_MIN_HEAP_DISTANCE,
};

impl GcController {
    /// Computes what trigger and goal are derived from. To be called at the end of a cycle and
    /// whenever a setting changes; while marking, [`Self::revise`] is to follow. `commit`.
    ///
    /// Right after a cycle the sweep is not done; it is if the cycle was waited for, as
    /// `runtime.GC` does.
    pub fn commit(&mut self, is_sweep_done: bool) {
        self.sweep_dist_min_trigger = if is_sweep_done {
            0
        } else {
            self.heap_live.wrapping_add(SWEEP_MIN_HEAP_DISTANCE)
        };

        let goal = match u64::try_from(self.gc_percent) {
            Err(_) => u64::MAX,
            // Marked heap plus GOGC percent of everything there is to scan.
            Ok(percent) => self
                .heap_marked
                .wrapping_add(self.last_stack_scan)
                .wrapping_add(self.globals_scan)
                .wrapping_mul(percent)
                .wrapping_div(100)
                .wrapping_add(self.heap_marked),
        };
        self.gc_percent_heap_goal = goal.max(self.heap_minimum);

        // Cons/mark compares rates per CPU time; three quarters of it are the program's and one
        // quarter the collector's.
        let weighed = self.cons_mark * (1.0 - GOAL_UTILIZATION) / GOAL_UTILIZATION;
        self.runway = uint64(weighed * self.expected_scan_work() as f64);
    }

    /// Sets GOGC (negative: off) and gives the one before. To be followed by [`Self::commit`].
    /// `setGCPercent`.
    pub fn set_gc_percent(&mut self, percent: i32) -> i32 {
        let before = self.gc_percent;
        self.gc_percent = percent.max(-1);
        // Wraps if GOGC is off, which then does not matter.
        self.heap_minimum = DEFAULT_HEAP_MINIMUM.wrapping_mul(self.gc_percent as u64) / 100;
        before
    }
}

/// GOGC as the runtime reads it: `off` is -1, and what is no number counts as 100. `readGOGC`.
pub fn read_gogc(text: &str) -> i32 {
    match text {
        "off" => -1,
        // Rust takes a plus in front of a number, `Atoi32` of internal/runtime/strconv does not.
        number if number.starts_with('+') => 100,
        number => number.parse().unwrap_or(100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pacer::controller::NO_MEMORY_LIMIT;

    #[test]
    fn the_runway_is_three_times_cons_mark_times_the_expected_work() {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        controller.cons_mark = 0.5;
        controller.last_heap_scan = 1_000;
        controller.last_stack_scan = 100;
        controller.globals_scan = 10;
        controller.commit(false);
        assert_eq!(controller.runway, 1_665);
    }

    #[test]
    fn gogc_off_has_no_goal() {
        let controller = GcController::new(-7, NO_MEMORY_LIMIT);
        assert_eq!(controller.gc_percent, -1);
        assert_eq!(controller.gc_percent_heap_goal, u64::MAX);
    }

    #[test]
    fn sizes_that_nobody_has_wrap_and_do_not_panic() {
        let mut controller = GcController::new(i32::MAX, NO_MEMORY_LIMIT);
        controller.reset_live(u64::MAX);
        controller.last_stack_scan = u64::MAX;
        controller.commit(false);
        controller.trigger();
        assert_eq!(controller.sweep_dist_min_trigger, (1 << 20) - 1);
    }

    #[test]
    fn gogc_is_read_as_the_runtime_does() {
        assert_eq!(read_gogc("off"), -1);
        assert_eq!(read_gogc("50"), 50);
        assert_eq!(read_gogc("-5"), -5);
        assert_eq!(read_gogc(""), 100);
        assert_eq!(read_gogc("+50"), 100);
        assert_eq!(read_gogc("99999999999"), 100);
    }
}
