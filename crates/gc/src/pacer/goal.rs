//! Where a cycle is to end: `heapGoal`, `heapGoalInternal`.

use super::controller::{GcController, MIN_RUNWAY};

impl GcController {
    /// The live heap at which the next cycle, or the running one, is to end. `heapGoal`.
    pub fn heap_goal(&self) -> u64 {
        self.heap_goal_internal().0
    }

    /// The goal, and a lower bound of the trigger. `heapGoalInternal`.
    ///
    /// The smaller of the goals of GOGC and of the memory limit. Only the first may be moved
    /// forward: for the sweeper, and so that a cycle that began late has some way to go. Under a
    /// memory limit the collector rather works harder.
    pub fn heap_goal_internal(&self) -> (u64, u64) {
        let limit = self.memory_limit_heap_goal();
        if limit < self.gc_percent_heap_goal {
            return (limit, 0);
        }
        let mut goal = self.gc_percent_heap_goal.max(self.sweep_dist_min_trigger);
        if let Some(triggered) = self.triggered {
            goal = goal.max(triggered.wrapping_add(MIN_RUNWAY));
        }
        (goal, self.sweep_dist_min_trigger)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pacer::controller::NO_MEMORY_LIMIT;
    use crate::pacer::period::GcTrigger;

    const MIB: u64 = 1 << 20;

    fn after_marking(live: u64, gogc: i32, sweep_done: bool) -> GcController {
        let mut controller = GcController::new(gogc, NO_MEMORY_LIMIT);
        controller.reset_live(live);
        controller.commit(sweep_done);
        controller
    }

    #[test]
    fn stacks_and_globals_raise_the_goal() {
        let mut controller = after_marking(8 * MIB, 100, false);
        controller.last_stack_scan = 3 * MIB;
        controller.globals_scan = MIB;
        controller.commit(false);
        assert_eq!(controller.heap_goal(), 20 * MIB);
    }

    #[test]
    fn a_small_heap_has_the_minimum_for_its_goal() {
        assert_eq!(after_marking(1000, 200, false).heap_goal(), 8 * MIB);
    }

    #[test]
    fn a_low_gogc_while_the_sweep_is_unfinished_leaves_a_mebibyte() {
        assert_eq!(after_marking(2 * MIB, 25, false).heap_goal(), 3 * MIB);
        assert_eq!(after_marking(2 * MIB, 25, true).heap_goal(), 5 * MIB / 2);
    }

    #[test]
    fn a_cycle_that_began_late_has_64_kib_to_go() {
        let mut controller = after_marking(8 * MIB, 100, true);
        controller.heap_live = 20 * MIB;
        controller.start_cycle(0, 4, GcTrigger::Heap);
        assert_eq!(controller.heap_goal(), 20 * MIB + (64 << 10));
    }

    #[test]
    fn under_a_memory_limit_neither_sweep_nor_start_move_the_goal() {
        let mut controller = after_marking(8 * MIB, 100, false);
        controller.set_memory_limit(10 << 20);
        controller.commit(false);
        controller.heap_live = 20 * MIB;
        controller.start_cycle(0, 4, GcTrigger::Heap);
        assert_eq!(controller.heap_goal_internal(), (9 * MIB, 0));
    }
}
