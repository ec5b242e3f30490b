//! The assist ratio: `revise`, and `update`, which calls it.

use super::amd64::int64;
use super::controller::GcController;

impl GcController {
    /// What each allocated byte costs from now on, so that marking is done when the heap reaches
    /// the goal. To be called whenever live bytes, scannable bytes or the goal change while
    /// marking. `revise`.
    pub fn revise(&mut self) {
        // A forced cycle with GOGC=off is paced as if GOGC were huge.
        let gc_percent = match self.gc_percent {
            ..0 => 100_000,
            percent => percent,
        };
        let live = self.heap_live as i64;
        let triggered = self.triggered.unwrap_or(u64::MAX) as i64;
        let work = self.scan_work();
        let mut heap_goal = self.heap_goal() as i64;
        let mut expected = self.expected_scan_work() as i64;

        // The worst case: all that could hold pointers is alive.
        let max_scan_work = self
            .heap_scan
            .wrapping_add(self.max_stack_scan)
            .wrapping_add(self.globals_scan) as i64;

        if work > expected {
            // More than last time, so the heap grows. The runway is stretched in proportion to the
            // worst case, which keeps the ratio as it was; the next cycle will use that memory
            // anyway. Not further than that next cycle's goal would be.
            let runway = heap_goal.wrapping_sub(triggered) as f64;
            let extended = int64(runway / expected as f64 * max_scan_work as f64);
            let hard_goal = int64((1.0 + f64::from(gc_percent) / 100.0) * heap_goal as f64);
            heap_goal = extended.wrapping_add(triggered).min(hard_goal);
            expected = max_scan_work;
        }
        if live > heap_goal {
            // Past even that: a tenth more, and the worst case.
            const MAX_OVERSHOOT: f64 = 1.1;
            heap_goal = int64(heap_goal as f64 * MAX_OVERSHOOT);
            expected = max_scan_work;
        }

        // Never none: objects may be scanned twice, and a little too much is better than to miss.
        let work_remaining = expected.wrapping_sub(work).max(1000) as f64;
        let heap_remaining = heap_goal.wrapping_sub(live).max(1) as f64;
        self.assist_work_per_byte = work_remaining / heap_remaining;
        self.assist_bytes_per_work = heap_remaining / work_remaining;
    }

    /// Live and scannable bytes change. The second only counts between cycles: while marking, what
    /// is allocated is black. `update`.
    pub fn update(&mut self, heap_live: i64, heap_scan: i64) {
        self.heap_live = self.heap_live.wrapping_add_signed(heap_live);
        if self.is_marking() {
            self.revise();
        } else {
            self.heap_scan = self.heap_scan.wrapping_add_signed(heap_scan);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pacer::controller::NO_MEMORY_LIMIT;
    use crate::pacer::period::GcTrigger;

    const MIB: u64 = 1 << 20;

    /// 8 MiB marked and scannable, cycle started at 12 MiB with the goal at 16 MiB.
    fn marking() -> GcController {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        controller.heap_scan_work = (8 * MIB) as i64;
        controller.reset_live(8 * MIB);
        controller.commit(true);
        controller.update((4 * MIB) as i64, (4 * MIB) as i64);
        controller.start_cycle(0, 4, GcTrigger::Heap);
        controller
    }

    #[test]
    fn the_ratio_at_the_start_is_expected_work_over_distance_to_the_goal() {
        let controller = marking();
        assert_eq!(controller.heap_goal(), 16 * MIB);
        assert_eq!(controller.assist_work_per_byte, 2.0);
        assert_eq!(controller.assist_bytes_per_work, 0.5);
    }

    #[test]
    fn more_work_than_expected_moves_the_goal_in_proportion_to_the_worst_case() {
        let mut controller = marking();
        controller.heap_scan_work = (8 * MIB) as i64 + 1;
        controller.update(0, 0);
        // 4 MiB of runway for 8 MiB of work become 6 MiB for 12.
        let left = (4 * MIB - 1) as f64;
        assert_eq!(controller.assist_work_per_byte, left / (6 * MIB) as f64);
    }

    #[test]
    fn past_the_goal_a_tenth_more_is_granted() {
        let mut controller = marking();
        controller.update((5 * MIB) as i64, 0);
        let goal = (16.0 * MIB as f64 * 1.1) as u64;
        let ratio = (12 * MIB) as f64 / (goal - 17 * MIB) as f64;
        assert_eq!(controller.assist_work_per_byte, ratio);
    }

    #[test]
    fn when_all_is_scanned_a_little_work_remains() {
        let mut controller = marking();
        controller.heap_scan_work = (12 * MIB) as i64;
        controller.update((5 * MIB) as i64, 0);
        assert_eq!(controller.assist_work_per_byte, 1000.0 / MIB as f64);
    }

    #[test]
    fn scannable_bytes_do_not_change_while_marking() {
        let mut controller = marking();
        controller.update(1000, 1000);
        assert_eq!(controller.heap_scan, 12 * MIB);
    }
}
