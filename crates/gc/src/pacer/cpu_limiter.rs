//! The bound on what collecting may cost: `gcCPULimiterState` of `runtime/mgclimit.go`.
//!
//! A leaky bucket that fills with the collector's CPU time and drains with the program's. While it
//! is full, nobody assists, and the memory limit is exceeded rather than the program stopped. So
//! the collector gets about half the time over a window of twice the bucket's capacity.

use super::amd64::int64;
use super::controller::BACKGROUND_UTILIZATION;

/// The bucket holds this much per processor: 1 s, in nanoseconds. `capacityPerProc`.
const CAPACITY_PER_PROC: u64 = 1_000_000_000;

/// After this time without an update one is due: 10 ms. `gcCPULimiterUpdatePeriod`.
const UPDATE_PERIOD: i64 = 10_000_000;

/// The CPU limiter. Times are nanoseconds.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct GcCpuLimiter {
    /// Whether the bucket is full, and assists are skipped.
    pub enabled: bool,
    /// What is in the bucket; never more than [`Self::capacity`].
    pub fill: u64,
    /// What fits into the bucket.
    pub capacity: u64,
    /// What did not fit, in all.
    pub overflow: u64,
    /// Whether a cycle is marking, and background workers cost their quarter.
    pub gc_enabled: bool,
    /// Whether the world is stopped between [`Self::start_gc_transition`] and
    /// [`Self::finish_gc_transition`].
    pub transitioning: bool,
    /// Assist time since the last update.
    pub assist_time_pool: i64,
    /// Time in which processors were idle or marked for want of anything else, since the last
    /// update.
    pub idle_time_pool: i64,
    /// The time of the last update.
    pub last_update: i64,
    /// GOMAXPROCS.
    pub nprocs: u32,
}

impl GcCpuLimiter {
    /// The limiter of a process on `nprocs` processors that starts at `now`.
    pub fn new(now: i64, nprocs: u32) -> Self {
        let mut limiter = Self {
            last_update: now,
            ..Self::default()
        };
        limiter.reset_capacity(now, nprocs);
        limiter
    }

    /// Whether collecting is being limited. `limiting`.
    pub const fn limiting(&self) -> bool {
        self.enabled
    }

    /// The world stops at `now`, to start marking or to end it. `startGCTransition`, which throws
    /// if that is no change; here nothing but an update happens then.
    pub fn start_gc_transition(&mut self, enable: bool, now: i64) {
        self.update_locked(now);
        self.transitioning = self.gc_enabled != enable;
        self.gc_enabled = enable;
    }

    /// The world runs again. The pause cost all processors. `finishGCTransition`.
    pub fn finish_gc_transition(&mut self, now: i64) {
        if !self.transitioning {
            return;
        }
        if now >= self.last_update {
            self.accumulate(0, self.cpu_time(now));
        }
        self.last_update = now;
        self.transitioning = false;
    }

    /// Whether an update is due. `needUpdate`.
    pub const fn need_update(&self, now: i64) -> bool {
        now.wrapping_sub(self.last_update) > UPDATE_PERIOD
    }

    /// Time spent in assists. `addAssistTime`.
    pub const fn add_assist_time(&mut self, time: i64) {
        self.assist_time_pool = self.assist_time_pool.wrapping_add(time);
    }

    /// Time in which a processor was idle, or marked for want of anything else. `addIdleTime`.
    pub const fn add_idle_time(&mut self, time: i64) {
        self.idle_time_pool = self.idle_time_pool.wrapping_add(time);
    }

    /// Accounts for the time up to `now`. `update`; nothing happens while the world is stopped.
    pub fn update(&mut self, now: i64) {
        if !self.transitioning {
            self.update_locked(now);
        }
    }

    /// GOMAXPROCS changes. Not while marking. `resetCapacity`.
    pub fn reset_capacity(&mut self, now: i64, nprocs: u32) {
        self.update_locked(now);
        self.nprocs = nprocs;
        self.capacity = u64::from(nprocs) * CAPACITY_PER_PROC;
        if self.fill > self.capacity {
            self.fill = self.capacity;
            self.enabled = true;
        } else if self.fill < self.capacity {
            self.enabled = false;
        }
    }

    /// `updateLocked`.
    fn update_locked(&mut self, now: i64) {
        if now < self.last_update {
            return;
        }
        let mut total = self.cpu_time(now);
        self.last_update = now;
        let mut gc = std::mem::take(&mut self.assist_time_pool);
        let idle = std::mem::take(&mut self.idle_time_pool);
        if self.gc_enabled {
            gc = gc.wrapping_add(int64(total as f64 * BACKGROUND_UTILIZATION));
        }
        // Only now: the workers' quarter is of all the time, but a program that idles must not
        // hide that the collector has all the rest.
        total = total.wrapping_sub(idle);
        self.accumulate(total.wrapping_sub(gc), gc);
    }

    /// Fills and drains the bucket. `accumulate`.
    fn accumulate(&mut self, mutator: i64, gc: i64) {
        let headroom = self.capacity.saturating_sub(self.fill);
        let change = gc.wrapping_sub(mutator);
        let amount = change.unsigned_abs();
        if change > 0 && headroom <= amount {
            self.overflow = self.overflow.wrapping_add(amount - headroom);
            self.fill = self.capacity;
            self.enabled = true;
            return;
        }
        if change < 0 {
            self.fill = self.fill.saturating_sub(amount);
        } else {
            self.fill += amount;
        }
        if change != 0 && headroom == 0 {
            self.enabled = false;
        }
    }

    /// The time of all processors since the last update.
    fn cpu_time(&self, now: i64) -> i64 {
        now.wrapping_sub(self.last_update)
            .wrapping_mul(i64::from(self.nprocs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: i64 = 1_000_000;

    /// On two processors, marking since time 0.
    fn marking() -> GcCpuLimiter {
        let mut limiter = GcCpuLimiter::new(0, 2);
        limiter.start_gc_transition(true, 0);
        limiter.finish_gc_transition(0);
        limiter
    }

    #[test]
    fn background_workers_alone_never_fill_the_bucket() {
        let mut limiter = marking();
        for second in 1..100 {
            limiter.update(second * 1_000 * MS);
            assert_eq!((limiter.fill, limiter.limiting()), (0, false));
        }
    }

    #[test]
    fn assists_that_take_all_the_rest_fill_it_in_a_second() {
        let mut limiter = marking();
        for tick in 1..=100 {
            assert!(!limiter.limiting());
            limiter.add_assist_time(15 * MS);
            limiter.update(tick * 10 * MS);
        }
        assert!(limiter.limiting());
        assert_eq!(limiter.fill, limiter.capacity);
        assert_eq!(limiter.overflow, 0);
    }

    #[test]
    fn a_full_bucket_that_drains_a_little_limits_no_more() {
        let mut limiter = marking();
        limiter.add_assist_time(10_000 * MS);
        limiter.update(MS);
        assert!(limiter.limiting());
        assert!(limiter.overflow > 0);
        limiter.update(2 * MS);
        assert!(!limiter.limiting());
        assert_eq!(limiter.fill, limiter.capacity - MS as u64);
    }

    #[test]
    fn a_pause_costs_all_processors() {
        let mut limiter = marking();
        limiter.start_gc_transition(false, 0);
        limiter.finish_gc_transition(30 * MS);
        assert_eq!(limiter.fill, 60 * MS as u64);
    }

    #[test]
    fn idle_time_does_not_drain() {
        let mut limiter = marking();
        limiter.add_idle_time(15 * MS);
        limiter.update(10 * MS);
        // 20 ms in all, 15 idle, 5 for the workers.
        assert_eq!(limiter.fill, 5 * MS as u64);
    }

    #[test]
    fn an_update_is_due_after_more_than_ten_milliseconds() {
        let limiter = GcCpuLimiter::new(0, 2);
        assert!(!limiter.need_update(10 * MS));
        assert!(limiter.need_update(10 * MS + 1));
    }

    #[test]
    fn fewer_processors_make_the_bucket_smaller_and_full() {
        let mut limiter = GcCpuLimiter::new(0, 2);
        limiter.start_gc_transition(true, 0);
        limiter.finish_gc_transition(750 * MS);
        limiter.reset_capacity(750 * MS, 1);
        assert!(limiter.limiting());
        assert_eq!(limiter.fill, 1_000 * MS as u64);
    }
}
