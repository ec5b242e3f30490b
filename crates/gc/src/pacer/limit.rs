//! The memory limit: `memoryLimitHeapGoal`, `readGOMEMLIMIT`.

use super::controller::{GcController, NO_MEMORY_LIMIT};

/// `memoryLimitMinHeapGoalHeadroom`, bytes.
const MIN_HEADROOM: u64 = 1 << 20;

/// `memoryLimitHeapGoalHeadroomPercent`.
const HEADROOM_PERCENT: u64 = 3;

/// What is kept free below a goal of `goal` bytes that comes from the memory limit: 3 %, at least
/// 1 MiB. Pacing is not exact, and the allocator is not to give back memory all the time.
const fn memory_limit_headroom(goal: u64) -> u64 {
    let headroom = goal / 100 * HEADROOM_PERCENT;
    if headroom < MIN_HEADROOM {
        MIN_HEADROOM
    } else {
        headroom
    }
}

impl GcController {
    /// The largest heap goal that keeps the process within its memory limit, never below what is
    /// alive. `memoryLimitHeapGoal`.
    ///
    /// All that is mapped and neither holds objects nor could hold some later is taken from the
    /// limit, then what the process is above the limit already, then the headroom.
    pub fn memory_limit_heap_goal(&self) -> u64 {
        let limit = self.memory_limit as u64;
        let heap_alloc = self.total_alloc.saturating_sub(self.total_free);
        let heap = self.heap_free.saturating_add(heap_alloc);
        // In the runtime a heap larger than what is mapped is a race of counters, soon over.
        let non_heap = self.mapped_ready.saturating_sub(heap);
        let overage = self.mapped_ready.saturating_sub(limit);
        let taken = non_heap.saturating_add(overage);
        if taken >= limit {
            return self.heap_marked;
        }
        let goal = limit - taken;
        let headroom = memory_limit_headroom(goal);
        goal.saturating_sub(headroom)
            .max(headroom)
            .max(self.heap_marked)
    }

    /// Sets the memory limit and gives the one before; a negative one only asks. To be followed by
    /// [`Self::commit`]. `setMemoryLimit`.
    pub const fn set_memory_limit(&mut self, bytes: i64) -> i64 {
        let before = self.memory_limit;
        if bytes >= 0 {
            self.memory_limit = bytes;
        }
        before
    }
}

/// GOMEMLIMIT as the runtime reads it: bytes, or with one of the suffixes B, KiB, MiB, GiB, TiB;
/// empty or `off` is no limit. `None` for anything else, with which a program does not start.
/// `readGOMEMLIMIT`, `parseByteCount`.
pub fn read_gomemlimit(text: &str) -> Option<i64> {
    if text.is_empty() || text == "off" {
        return Some(NO_MEMORY_LIMIT);
    }
    let (number, shift) = match text.strip_suffix('B') {
        None => (text, 0),
        Some(rest) => match rest.strip_suffix('i') {
            None => (rest, 0),
            Some(rest) => [('K', 10), ('M', 20), ('G', 30), ('T', 40)]
                .into_iter()
                .find_map(|(letter, shift)| Some((rest.strip_suffix(letter)?, shift)))?,
        },
    };
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse::<i64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    fn limited(limit: i64) -> GcController {
        GcController::new(-1, limit)
    }

    #[test]
    fn an_empty_process_keeps_three_percent_free() {
        let goal = limited(512 << 20).memory_limit_heap_goal();
        assert_eq!(goal, 512 * MIB - 512 * MIB / 100 * 3);
    }

    #[test]
    fn a_small_limit_keeps_a_mebibyte_free() {
        assert_eq!(limited(16 << 20).memory_limit_heap_goal(), 15 * MIB);
    }

    #[test]
    fn a_limit_below_twice_the_headroom_leaves_the_headroom() {
        assert_eq!(limited(3 << 19).memory_limit_heap_goal(), MIB);
    }

    #[test]
    fn what_is_mapped_and_holds_no_objects_is_taken_from_the_limit() {
        let mut controller = limited(64 << 20);
        controller.mapped_ready = 40 * MIB;
        controller.total_alloc = 100 * MIB;
        controller.total_free = 80 * MIB;
        controller.heap_free = 10 * MIB;
        let room = (64 - 10) * MIB;
        let goal = room - (room / 100 * 3).max(MIB);
        assert_eq!(controller.memory_limit_heap_goal(), goal);
    }

    #[test]
    fn what_is_above_the_limit_is_taken_once_more() {
        let mut controller = limited(64 << 20);
        controller.mapped_ready = 70 * MIB;
        controller.total_alloc = 60 * MIB;
        let room = (64 - 10 - 6) * MIB;
        let goal = room - (room / 100 * 3).max(MIB);
        assert_eq!(controller.memory_limit_heap_goal(), goal);
    }

    #[test]
    fn a_live_heap_above_the_limit_is_the_goal() {
        let mut controller = limited(64 << 20);
        controller.reset_live(80 * MIB);
        assert_eq!(controller.memory_limit_heap_goal(), 80 * MIB);
        controller.mapped_ready = 200 * MIB;
        assert_eq!(controller.memory_limit_heap_goal(), 80 * MIB);
    }

    #[test]
    fn gomemlimit_is_read_as_the_runtime_does() {
        assert_eq!(read_gomemlimit("off"), Some(i64::MAX));
        assert_eq!(read_gomemlimit(""), Some(i64::MAX));
        assert_eq!(read_gomemlimit("48MiB"), Some(48 << 20));
        assert_eq!(read_gomemlimit("123B"), Some(123));
        assert_eq!(read_gomemlimit("1TiB"), Some(1 << 40));
        for wrong in [
            "48MB",
            "48M",
            "-1",
            "+1",
            "MiB",
            "B",
            " 1",
            "1e6",
            "9999999TiB",
        ] {
            assert_eq!(read_gomemlimit(wrong), None, "{wrong}");
        }
    }
}
