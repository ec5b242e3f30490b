//! When the heap starts a cycle: `trigger`.

use super::controller::{DEFAULT_HEAP_MINIMUM, GcController};

/// Bounds of the trigger, in 64ths of the way from what is alive to the goal: about 70 % and 95 %.
/// `triggerRatioDen`, `minTriggerRatioNum`, `maxTriggerRatioNum`.
const RATIO: (u64, u64, u64) = (64, 45, 61);

/// What decides where the trigger lies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Decides {
    /// Nothing is left below the goal: the trigger is the goal.
    LiveHeap,
    /// The runway before the goal.
    Runway,
    /// The runway is longer than allowed: about 70 % of the way from what is alive to the goal.
    Earliest,
    /// The runway is longer than the sweep allows, which is not done.
    Sweep,
    /// The runway is shorter than allowed: about 95 % of the way, or the smallest heap before the goal.
    Latest,
}

/// The trigger, and what it comes from, bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TriggerTerms {
    /// The live heap at which the next cycle starts.
    pub trigger: u64,
    /// Where it is to end.
    pub goal: u64,
    /// The trigger is not below this.
    pub earliest: u64,
    /// Nor above this.
    pub latest: u64,
    /// Which of them it is.
    pub decides: Decides,
}

impl GcController {
    /// The live heap at which the next cycle starts, and the goal. `trigger`.
    pub fn trigger(&self) -> (u64, u64) {
        let TriggerTerms { trigger, goal, .. } = self.trigger_terms();
        (trigger, goal)
    }

    /// The trigger with what it comes from.
    ///
    /// The goal minus the runway, within bounds. Not too early: marking all the time would keep
    /// everything allocated meanwhile. Not too late: some way to go must be left, for a large heap
    /// as much as the smallest heap.
    pub fn trigger_terms(&self) -> TriggerTerms {
        let (goal, sweep) = self.heap_goal_internal();
        if self.heap_marked >= goal {
            return TriggerTerms {
                trigger: goal,
                goal,
                earliest: goal,
                latest: goal,
                decides: Decides::LiveHeap,
            };
        }
        let (whole, low, high) = RATIO;
        // Divided first, as in Go; a part less than 64 bytes is lost, and nothing can overflow.
        let way = (goal - self.heap_marked) / whole;
        let min_trigger = sweep.max(way * low + self.heap_marked);
        let max_trigger = (way * high + self.heap_marked)
            .max(goal.saturating_sub(DEFAULT_HEAP_MINIMUM))
            .max(min_trigger);
        let wanted = goal.checked_sub(self.runway).unwrap_or(min_trigger);
        TriggerTerms {
            trigger: wanted.max(min_trigger).min(max_trigger),
            goal,
            earliest: min_trigger,
            latest: max_trigger,
            decides: match wanted {
                _ if wanted > max_trigger => Decides::Latest,
                _ if wanted >= min_trigger && self.runway <= goal => Decides::Runway,
                _ if min_trigger == sweep => Decides::Sweep,
                _ => Decides::Earliest,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pacer::controller::NO_MEMORY_LIMIT;

    const MIB: u64 = 1 << 20;

    fn with_runway(live: u64, runway: u64) -> GcController {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        controller.reset_live(live);
        controller.commit(true);
        controller.runway = runway;
        controller
    }

    #[test]
    fn a_runway_within_bounds_is_kept_free_before_the_goal() {
        let controller = with_runway(8 * MIB, MIB);
        assert_eq!(controller.trigger(), (15 * MIB, 16 * MIB));
        assert_eq!(controller.trigger_terms().decides, Decides::Runway);
    }

    #[test]
    fn a_long_runway_is_cut_at_45_64ths() {
        for runway in [6 * MIB, 16 * MIB, 17 * MIB, u64::MAX] {
            let lowest = 8 * MIB + 8 * MIB / 64 * 45;
            let terms = with_runway(8 * MIB, runway).trigger_terms();
            assert_eq!((terms.trigger, terms.decides), (lowest, Decides::Earliest));
        }
    }

    #[test]
    fn a_short_runway_is_stretched_to_3_64ths() {
        let highest = 8 * MIB + 8 * MIB / 64 * 61;
        let terms = with_runway(8 * MIB, 0).trigger_terms();
        assert_eq!((terms.trigger, terms.decides), (highest, Decides::Latest));
    }

    #[test]
    fn a_large_heap_starts_at_the_latest_4_mib_before_its_goal() {
        assert_eq!(with_runway(256 * MIB, 0).trigger().0, 508 * MIB);
    }

    #[test]
    fn an_unfinished_sweep_gets_a_mebibyte_before_the_trigger() {
        let mut controller = with_runway(8 * MIB, 0);
        controller.set_gc_percent(10);
        controller.commit(false);
        assert_eq!(controller.trigger(), (9 * MIB, 9 * MIB));
    }

    #[test]
    fn nothing_left_below_the_goal_collects_all_the_time() {
        let mut controller = with_runway(8 * MIB, 0);
        controller.set_gc_percent(0);
        controller.commit(true);
        assert_eq!(controller.trigger(), (8 * MIB, 8 * MIB));
        assert_eq!(controller.trigger_terms().decides, Decides::LiveHeap);
    }
}
