//! An idealised program on an idealised machine, paced by the pacer.
//!
//! It allocates and is scanned at constant rates; its heap grows by a factor from cycle to cycle.
//! Assists take exactly the share of time that keeps scanning and allocating in the proportion of
//! the assist ratio, and a worker's quarter is the least.

use glassbox_gc::pacer::{BACKGROUND_UTILIZATION, GcController, GcTrigger};

use super::stream::Stream;

/// The ratio is revised every half millisecond; ns.
const REVISE_PERIOD: f64 = 500_000.0;

/// Bytes per processor in that time, for each KiB per millisecond.
const BYTES_PER_PERIOD: f64 = 1024.0 / 2.0;

/// What is alive at the first cycle, bytes.
const FIRST_HEAP: i64 = 256 << 10;

/// No rate is below this.
const MIN_RATE: f64 = 0.0001;

/// A program and the machine under it.
pub(super) struct Program {
    /// GOGC in percent; -1 is off.
    pub(super) gc_percent: i32,
    /// GOMEMLIMIT, bytes.
    pub(super) memory_limit: i64,
    /// Globals, bytes.
    pub(super) globals: u64,
    /// GOMAXPROCS.
    pub(super) procs: u32,
    /// Allocation, KiB per millisecond of CPU time.
    pub(super) alloc_rate: Stream,
    /// Scanning, KiB per millisecond of CPU time.
    pub(super) scan_rate: Stream,
    /// The live heap, as a multiple of what it was a cycle before.
    pub(super) growth: Stream,
    /// How much of the heap can hold pointers, 0 to 1.
    pub(super) scannable: Stream,
    /// Stacks, bytes; rounded down to 2 KiB.
    pub(super) stacks: Stream,
    /// Cycles to run.
    pub(super) cycles: usize,
}

/// How a cycle went.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// Live heap after the cycle before, bytes.
    pub(super) live: u64,
    /// Where it began, bytes.
    pub(super) trigger: u64,
    /// Where it was to end, bytes.
    pub(super) goal: u64,
    /// Where it ended, bytes.
    pub(super) peak: u64,
    /// The part of all processors' time that it took.
    pub(super) utilization: f64,
}

impl Outcome {
    pub(super) fn goal_ratio(&self) -> f64 {
        self.peak as f64 / self.goal as f64
    }

    pub(super) fn runway(&self) -> f64 {
        self.goal.wrapping_sub(self.trigger) as f64
    }

    pub(super) fn trigger_ratio(&self) -> f64 {
        self.trigger.wrapping_sub(self.live) as f64 / self.goal.wrapping_sub(self.live) as f64
    }
}

/// Scan work left: globals, stacks, heap, in this order.
struct Left([i64; 3]);

impl Left {
    fn any(&self) -> bool {
        self.0 != [0; 3]
    }

    /// Does up to `work` of it and says how much of each.
    fn take(&mut self, mut work: i64) -> [i64; 3] {
        self.0.each_mut().map(|left| {
            let done = work.min(*left);
            *left -= done;
            work -= done;
            done
        })
    }
}

impl Program {
    /// Runs it, and asks `check` after every cycle.
    pub(super) fn run(mut self, mut check: impl FnMut(&[Outcome])) {
        let mut pacer = GcController::new(self.gc_percent, self.memory_limit);
        let mut outcomes = Vec::new();
        let mut black_before = 0;
        for _ in 0..self.cycles {
            let alloc_rate = self.alloc_rate.next().max(MIN_RATE);
            let scan_rate = self.scan_rate.next().max(MIN_RATE);
            let growth = self.growth.next().max(MIN_RATE);
            let scannable = self.scannable.next().clamp(0.0, 1.0);
            let stacks = (self.stacks.next() / 2048.0).trunc().max(0.0) * 2048.0;

            // The program allocates up to the trigger, and the cycle starts.
            let trigger = pacer.trigger().0.max(pacer.heap_marked);
            let allocated = trigger - pacer.heap_marked;
            pacer.max_stack_scan = stacks as u64;
            pacer.globals_scan = self.globals;
            pacer.heap_live = trigger;
            pacer.heap_scan += (allocated as f64 * scannable) as u64;
            pacer.start_cycle(0, self.procs, GcTrigger::Heap);

            let live = match outcomes.is_empty() {
                true => FIRST_HEAP,
                false => ((pacer.heap_marked as i64 - black_before) as f64 * growth) as i64,
            };
            let heap = (live as f64 * scannable) as i64;
            let mut left = Left([self.globals as i64, stacks as i64, heap]);
            let (mut duration, mut assist_time, mut black) = (0, 0, 0);
            let procs = f64::from(self.procs);
            while left.any() {
                // Scanned bytes are scan_rate·u and allocated ones alloc_rate·(1-u); their ratio
                // is the assist ratio.
                let wanted = pacer.assist_work_per_byte * alloc_rate;
                let utilization = (wanted / (wanted + scan_rate)).max(BACKGROUND_UTILIZATION);
                let scanning = scan_rate * BYTES_PER_PERIOD * procs * utilization;
                let allocating = alloc_rate * BYTES_PER_PERIOD * procs * (1.0 - utilization);

                let done = left.take(scanning as i64);
                let all: i64 = done.iter().sum();
                let (mut elapsed, mut allocated) = (REVISE_PERIOD, allocating as i64);
                if all < scanning as i64 {
                    // The cycle ends within this period.
                    elapsed = (all as f64 * REVISE_PERIOD / scanning).trunc();
                    allocated = (allocating * elapsed / REVISE_PERIOD) as i64;
                }

                let [globals, stacks, heap] = done;
                pacer.globals_scan_work += globals;
                pacer.stack_scan_work += stacks;
                pacer.heap_scan_work += heap;
                pacer.heap_live = pacer.heap_live.saturating_add_signed(allocated);
                pacer.heap_scan += (allocated as f64 * scannable) as u64;
                pacer.revise();

                assist_time += (elapsed * procs * (utilization - BACKGROUND_UTILIZATION)) as i64;
                duration += elapsed as i64;
                black += allocated;
            }

            outcomes.push(Outcome {
                live: pacer.heap_marked,
                trigger,
                goal: pacer.heap_goal(),
                peak: pacer.heap_live,
                utilization: assist_time as f64 / (duration as f64 * procs)
                    + BACKGROUND_UTILIZATION,
            });
            check(&outcomes);

            pacer.assist_time = assist_time;
            pacer.end_cycle(duration, self.procs);
            pacer.reset_live((live + black) as u64);
            pacer.commit(false);
            black_before = black;
        }
    }
}
