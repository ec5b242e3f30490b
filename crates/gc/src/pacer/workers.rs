//! Who marks in the background: the choice of `startCycle`, `markWorkerStop`, idle workers.

use super::amd64::int64;
use super::controller::{BACKGROUND_UTILIZATION, GcController};

/// Idle workers: they mark on processors that have nothing else to do.
///
/// The runtime packs both numbers into one word to change them at once.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct IdleMarkWorkers {
    /// How many run. May be more than allowed for a moment, after the bound was lowered.
    pub running: i32,
    /// How many may run.
    pub max: i32,
}

/// The three kinds of background workers. `gcMarkWorkerMode`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MarkWorkerMode {
    /// Has a processor to itself until marking is done.
    Dedicated,
    /// Runs on every processor for a fraction of the time.
    Fractional,
    /// Runs while its processor has nothing else to do.
    Idle,
}

/// How many dedicated workers a cycle on `procs` processors needs, and the share of time for the
/// fractional worker. `startCycle`.
///
/// A quarter of the processors, rounded; if that is off by more than 30 % (1, 2, 3 and 6
/// processors), rounded down and topped up by fractional work.
pub(super) fn background_workers(procs: u32) -> (i64, f64) {
    const MAX_ERROR: f64 = 0.3;
    let goal = f64::from(procs) * BACKGROUND_UTILIZATION;
    let mut dedicated = int64(goal + 0.5);
    let error = dedicated as f64 / goal - 1.0;
    let mut fractional = 0.0;
    if !(-MAX_ERROR..=MAX_ERROR).contains(&error) && procs > 0 {
        if dedicated as f64 > goal {
            dedicated -= 1;
        }
        fractional = (goal - dedicated as f64) / f64::from(procs);
    }
    (dedicated, fractional)
}

impl GcController {
    /// A processor looks for work at `now`, having spent `fractional_mark_time` in the fractional
    /// worker in this cycle: which worker it runs, if any. `findRunnableGCWorker`, once the
    /// scheduler found that there is something to mark.
    pub fn find_runnable_gc_worker(
        &mut self,
        now: i64,
        fractional_mark_time: i64,
    ) -> Option<MarkWorkerMode> {
        if self.dedicated_mark_workers_needed > 0 {
            self.dedicated_mark_workers_needed -= 1;
            return Some(MarkWorkerMode::Dedicated);
        }
        if self.fractional_utilization_goal == 0.0 {
            return None;
        }
        let elapsed = now.wrapping_sub(self.mark_start_time);
        let ahead = elapsed > 0
            && fractional_mark_time as f64 / elapsed as f64 > self.fractional_utilization_goal;
        (!ahead).then_some(MarkWorkerMode::Fractional)
    }

    /// A worker stops after `duration`. `markWorkerStop`.
    pub const fn mark_worker_stop(&mut self, mode: MarkWorkerMode, duration: i64) {
        match mode {
            MarkWorkerMode::Dedicated => {
                self.dedicated_mark_time = self.dedicated_mark_time.wrapping_add(duration);
                self.dedicated_mark_workers_needed += 1;
            }
            MarkWorkerMode::Fractional => {
                self.fractional_mark_time = self.fractional_mark_time.wrapping_add(duration);
            }
            MarkWorkerMode::Idle => {
                self.idle_mark_time = self.idle_mark_time.wrapping_add(duration);
                self.remove_idle_mark_worker();
            }
        }
    }

    /// Starts an idle worker, if one is allowed. `addIdleMarkWorker`.
    pub const fn add_idle_mark_worker(&mut self) -> bool {
        let allowed = self.need_idle_mark_worker();
        if allowed {
            self.idle_mark_workers.running += 1;
        }
        allowed
    }

    /// Whether another idle worker is allowed. `needIdleMarkWorker`.
    pub const fn need_idle_mark_worker(&self) -> bool {
        self.idle_mark_workers.running < self.idle_mark_workers.max
    }

    /// An idle worker ends. `removeIdleMarkWorker`, which throws if there is none; here nothing
    /// happens then.
    pub const fn remove_idle_mark_worker(&mut self) {
        if self.idle_mark_workers.running > 0 {
            self.idle_mark_workers.running -= 1;
        }
    }

    /// How many idle workers may run from now on; those above that end by themselves.
    /// `setMaxIdleMarkWorkers`.
    pub const fn set_max_idle_mark_workers(&mut self, max: i32) {
        self.idle_mark_workers.max = max;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pacer::controller::NO_MEMORY_LIMIT;
    use crate::pacer::period::GcTrigger;

    #[test]
    fn a_quarter_of_the_processors_marks() {
        assert_eq!(background_workers(1), (0, 0.25));
        assert_eq!(background_workers(2), (0, 0.25));
        assert_eq!(background_workers(3), (0, 0.25));
        assert_eq!(background_workers(4), (1, 0.0));
        assert_eq!(background_workers(5), (1, 0.0));
        assert_eq!(background_workers(6), (1, 0.5 / 6.0));
        assert_eq!(background_workers(7), (2, 0.0));
        assert_eq!(background_workers(64), (16, 0.0));
        assert_eq!(background_workers(0), (0, 0.0));
    }

    #[test]
    fn on_six_processors_one_is_dedicated_and_the_others_mark_a_twelfth_of_the_time() {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        controller.start_cycle(1_000, 6, GcTrigger::Heap);
        let mut find = |now, spent| controller.find_runnable_gc_worker(now, spent);
        assert_eq!(find(1_000, 0), Some(MarkWorkerMode::Dedicated));
        assert_eq!(find(1_000, 0), Some(MarkWorkerMode::Fractional));
        assert_eq!(find(2_200, 100), Some(MarkWorkerMode::Fractional));
        assert_eq!(find(2_200, 101), None);
    }

    #[test]
    fn a_dedicated_worker_that_stops_is_needed_again() {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        controller.start_cycle(0, 4, GcTrigger::Heap);
        let mode = controller.find_runnable_gc_worker(0, 0);
        assert_eq!(mode, Some(MarkWorkerMode::Dedicated));
        assert_eq!(controller.find_runnable_gc_worker(0, 0), None);
        controller.mark_worker_stop(MarkWorkerMode::Dedicated, 70);
        assert_eq!(controller.dedicated_mark_time, 70);
        assert!(controller.find_runnable_gc_worker(0, 0).is_some());
    }

    #[test]
    fn idle_workers_are_bounded_and_may_exceed_a_bound_that_was_lowered() {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        controller.set_max_idle_mark_workers(2);
        assert!(controller.add_idle_mark_worker());
        assert!(controller.add_idle_mark_worker());
        assert!(!controller.add_idle_mark_worker());
        controller.set_max_idle_mark_workers(0);
        controller.mark_worker_stop(MarkWorkerMode::Idle, 30);
        assert!(!controller.need_idle_mark_worker());
        assert_eq!(controller.idle_mark_workers.running, 1);
        assert_eq!(controller.idle_mark_time, 30);
        controller.set_max_idle_mark_workers(2);
        assert!(controller.add_idle_mark_worker());
    }
}
