//! The three reasons for a cycle: `gcTrigger` of `runtime/mgc.go`.

use super::controller::GcController;

/// Without a cycle for longer than this, one is started: two minutes, in nanoseconds.
/// `forcegcperiod` of `runtime/proc.go`.
pub const FORCE_GC_PERIOD: i64 = 2 * 60 * 1_000_000_000;

/// Why a cycle is to start. There are no other reasons.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum GcTrigger {
    /// The live heap has reached the trigger. Tested when an allocation cache is refilled or a
    /// large object is allocated.
    Heap,
    /// There has been no cycle for two minutes. Tested by the system monitor.
    Time {
        /// The time of the test, nanoseconds.
        now: i64,
    },
    /// Somebody called `runtime.GC` and waits for cycle number `n`.
    Cycle {
        /// The number of the cycle that is to have started.
        n: u32,
    },
}

/// What has been collected so far, as far as starting the next cycle depends on it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Collections {
    /// How many cycles have started; wraps. `work.cycles`.
    pub cycles: u32,
    /// When the last one ended, nanoseconds; 0 if there was none. `memstats.last_gc_nanotime`.
    pub last_gc: i64,
}

impl GcTrigger {
    /// What `runtime.GC` asks for. It then waits until that cycle has been marked and swept, while
    /// everybody else runs on.
    pub const fn explicit(collections: &Collections) -> Self {
        Self::Cycle {
            n: collections.cycles.wrapping_add(1),
        }
    }

    /// Whether a cycle is to start now. Never while one is marking. `gcTrigger.test`.
    pub fn test(self, controller: &GcController, collections: &Collections) -> bool {
        if controller.is_marking() {
            return false;
        }
        match self {
            Self::Heap => controller.heap_live >= controller.trigger().0,
            Self::Time { now } => {
                controller.gc_percent >= 0
                    && collections.last_gc != 0
                    && now.wrapping_sub(collections.last_gc) > FORCE_GC_PERIOD
            }
            Self::Cycle { n } => (n.wrapping_sub(collections.cycles) as i32) > 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pacer::controller::NO_MEMORY_LIMIT;

    fn process(gogc: i32) -> (GcController, Collections) {
        let collections = Collections {
            cycles: 7,
            last_gc: 1_000,
        };
        (GcController::new(gogc, NO_MEMORY_LIMIT), collections)
    }

    #[test]
    fn the_heap_starts_a_cycle_at_the_trigger_and_not_before() {
        let (mut controller, collections) = process(100);
        controller.heap_live = 3_997_695;
        assert!(!GcTrigger::Heap.test(&controller, &collections));
        controller.heap_live = 3_997_696;
        assert!(GcTrigger::Heap.test(&controller, &collections));
    }

    #[test]
    fn time_starts_a_cycle_after_more_than_two_minutes() {
        let (controller, collections) = process(100);
        let at = |now| GcTrigger::Time { now }.test(&controller, &collections);
        assert!(!at(1_000 + FORCE_GC_PERIOD));
        assert!(at(1_001 + FORCE_GC_PERIOD));
    }

    #[test]
    fn time_starts_no_cycle_before_the_first_one_nor_with_gogc_off() {
        let (controller, _) = process(100);
        let trigger = GcTrigger::Time { now: i64::MAX };
        assert!(!trigger.test(&controller, &Collections::default()));
        let (controller, collections) = process(-1);
        assert!(!trigger.test(&controller, &collections));
    }

    #[test]
    fn an_explicit_collection_starts_the_next_cycle_once() {
        let (controller, mut collections) = process(-1);
        let explicit = GcTrigger::explicit(&collections);
        assert!(explicit.test(&controller, &collections));
        collections.cycles += 1;
        assert!(!explicit.test(&controller, &collections));
    }

    #[test]
    fn cycle_numbers_wrap() {
        let (controller, mut collections) = process(100);
        collections.cycles = u32::MAX;
        assert!(GcTrigger::explicit(&collections).test(&controller, &collections));
    }

    #[test]
    fn nothing_starts_a_cycle_while_one_is_marking() {
        let (mut controller, collections) = process(100);
        controller.heap_live = 1 << 30;
        controller.start_cycle(0, 4, GcTrigger::Heap);
        assert!(!GcTrigger::Heap.test(&controller, &collections));
        assert!(!GcTrigger::explicit(&collections).test(&controller, &collections));
    }
}
