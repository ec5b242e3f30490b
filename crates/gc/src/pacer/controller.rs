//! What the pacer remembers: `gcControllerState` of `runtime/mgcpacer.go`.

use super::workers::IdleMarkWorkers;

/// The share of the processors' time that a cycle is to cost. `gcGoalUtilization`.
pub const GOAL_UTILIZATION: f64 = BACKGROUND_UTILIZATION;

/// The share of the processors' time that background workers take. `gcBackgroundUtilization`.
pub const BACKGROUND_UTILIZATION: f64 = 0.25;

/// The smallest heap goal at GOGC = 100, bytes. `defaultHeapMinimum`.
pub const DEFAULT_HEAP_MINIMUM: u64 = 4 << 20;

/// How much may be allocated at least between a cycle's end and the next one's start, so that the
/// sweeper can keep up; bytes. `sweepMinHeapDistance` of `runtime/mgc.go`.
pub const SWEEP_MIN_HEAP_DISTANCE: u64 = 1 << 20;

/// How far the goal is at least from where the cycle began, bytes. `minRunway` of
/// `heapGoalInternal`.
pub const MIN_RUNWAY: u64 = 64 << 10;

/// GOMEMLIMIT=off, `math.MaxInt64`.
pub const NO_MEMORY_LIMIT: i64 = i64::MAX;

/// When to collect, and how much of it the mutators have to do: `gcControllerState`.
///
/// Everything is public, because everything is what a figure shows. Fields that the runtime packs
/// or pads are plain; sizes are bytes and times nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GcController {
    /// GOGC in percent; -1 is off.
    pub gc_percent: i32,
    /// GOMEMLIMIT, bytes; [`NO_MEMORY_LIMIT`] is off. Never negative.
    pub memory_limit: i64,
    /// The smallest goal: 4 MiB × GOGC / 100.
    pub heap_minimum: u64,
    /// How many bytes the program is expected to allocate while the collector marks. Computed at
    /// the end of a cycle from [`Self::cons_mark`].
    pub runway: u64,
    /// The estimate of bytes allocated per byte scanned, each per unit of CPU time. The largest
    /// of the last five measurements.
    pub cons_mark: f64,
    /// The four measurements before the latest, oldest first.
    pub last_cons_mark: [f64; 4],
    /// The goal from GOGC alone; `u64::MAX` if GOGC is off.
    pub gc_percent_heap_goal: u64,
    /// A lower bound of trigger and goal while the sweep of the last cycle is not done; 0 if it is.
    pub sweep_dist_min_trigger: u64,
    /// Where the running cycle began; `None` between cycles (`^uint64(0)` in Go).
    pub triggered: Option<u64>,
    /// The goal at the moment the last cycle ended.
    pub last_heap_goal: u64,
    /// What the last cycle retained, and everything allocated since. Counted when a cache is
    /// refilled, so it runs ahead by the free slots of that span.
    pub heap_live: u64,
    /// The part of [`Self::heap_live`] that can hold pointers. Fixed while marking.
    pub heap_scan: u64,
    /// Bytes of heap that the last cycle scanned.
    pub last_heap_scan: u64,
    /// Bytes of stack that the last cycle scanned.
    pub last_stack_scan: u64,
    /// Bytes of stack allocated to goroutines: more than will be scanned.
    pub max_stack_scan: u64,
    /// Bytes of globals that can hold pointers.
    pub globals_scan: u64,
    /// What the last cycle marked. [`Self::heap_live`] starts from there.
    pub heap_marked: u64,
    /// Bytes of heap scanned in this cycle.
    pub heap_scan_work: i64,
    /// Bytes of stack scanned in this cycle.
    pub stack_scan_work: i64,
    /// Bytes of globals scanned in this cycle.
    pub globals_scan_work: i64,
    /// Scan work done by background workers that assists may claim instead of working.
    pub bg_scan_credit: i64,
    /// Time spent in assists in this cycle.
    pub assist_time: i64,
    /// Time spent by dedicated workers in this cycle.
    pub dedicated_mark_time: i64,
    /// Time spent by the fractional worker in this cycle.
    pub fractional_mark_time: i64,
    /// Time spent by idle workers in this cycle.
    pub idle_mark_time: i64,
    /// When assists and background workers of this cycle began.
    pub mark_start_time: i64,
    /// Dedicated workers that have yet to be started.
    pub dedicated_mark_workers_needed: i64,
    /// Idle workers running and allowed.
    pub idle_mark_workers: IdleMarkWorkers,
    /// Scan work that each allocated byte costs while marking.
    pub assist_work_per_byte: f64,
    /// Bytes that may be allocated per unit of scan work; the reciprocal.
    pub assist_bytes_per_work: f64,
    /// The share of time for the fractional worker on each processor without a dedicated one;
    /// 0 if there is none.
    pub fractional_utilization_goal: f64,
    /// Bytes in spans that hold objects.
    pub heap_in_use: u64,
    /// Bytes given back to the operating system.
    pub heap_released: u64,
    /// Bytes in no span and not given back.
    pub heap_free: u64,
    /// Bytes ever allocated.
    pub total_alloc: u64,
    /// Bytes ever freed.
    pub total_free: u64,
    /// Bytes that the runtime has mapped and not given back.
    pub mapped_ready: u64,
}

impl GcController {
    /// The pacer of a process that starts with GOGC = `gc_percent` (negative: off) and
    /// GOMEMLIMIT = `memory_limit` bytes. `init`.
    pub fn new(gc_percent: i32, memory_limit: i64) -> Self {
        let mut controller = Self {
            gc_percent: 0,
            memory_limit: NO_MEMORY_LIMIT,
            heap_minimum: DEFAULT_HEAP_MINIMUM,
            runway: 0,
            cons_mark: 0.0,
            last_cons_mark: [0.0; 4],
            gc_percent_heap_goal: 0,
            sweep_dist_min_trigger: 0,
            triggered: None,
            last_heap_goal: 0,
            heap_live: 0,
            heap_scan: 0,
            last_heap_scan: 0,
            last_stack_scan: 0,
            max_stack_scan: 0,
            globals_scan: 0,
            heap_marked: 0,
            heap_scan_work: 0,
            stack_scan_work: 0,
            globals_scan_work: 0,
            bg_scan_credit: 0,
            assist_time: 0,
            dedicated_mark_time: 0,
            fractional_mark_time: 0,
            idle_mark_time: 0,
            mark_start_time: 0,
            dedicated_mark_workers_needed: 0,
            idle_mark_workers: IdleMarkWorkers::default(),
            assist_work_per_byte: 0.0,
            assist_bytes_per_work: 0.0,
            fractional_utilization_goal: 0.0,
            heap_in_use: 0,
            heap_released: 0,
            heap_free: 0,
            total_alloc: 0,
            total_free: 0,
            mapped_ready: 0,
        };
        controller.set_gc_percent(gc_percent);
        controller.set_memory_limit(memory_limit);
        // Nothing has been marked, so there is nothing to sweep.
        controller.commit(true);
        controller
    }

    /// Whether a cycle is marking.
    pub const fn is_marking(&self) -> bool {
        self.triggered.is_some()
    }

    /// What the next cycle is expected to scan: as much as the last one, and the globals.
    pub const fn expected_scan_work(&self) -> u64 {
        self.last_heap_scan
            .wrapping_add(self.last_stack_scan)
            .wrapping_add(self.globals_scan)
    }

    /// What this cycle has scanned so far.
    pub const fn scan_work(&self) -> i64 {
        self.heap_scan_work
            .wrapping_add(self.stack_scan_work)
            .wrapping_add(self.globals_scan_work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The very first collection of any program starts at 61/64 of 4 MiB.
    #[test]
    fn a_new_process_with_gogc_100_triggers_at_3_997_696() {
        let controller = GcController::new(100, NO_MEMORY_LIMIT);
        assert_eq!(controller.trigger(), (3_997_696, 4 << 20));
    }

    #[test]
    fn a_new_process_with_gogc_50_has_half_the_minimum() {
        let controller = GcController::new(50, NO_MEMORY_LIMIT);
        assert_eq!(controller.trigger(), (1_998_848, 2 << 20));
    }
}
