//! Paying for allocations while the collector marks: `runtime/mgcmark.go`.
//!
//! Each goroutine has an account in bytes. Allocating debits it; when it is negative the goroutine
//! claims what background workers have scanned, scans itself, or waits for them.

use std::collections::VecDeque;

use super::amd64::int64;
use super::controller::GcController;
use super::cpu_limiter::GcCpuLimiter;

/// The least scan work of an assist: small debts are paid ahead. `gcOverAssistWork`.
const OVER_ASSIST_WORK: i64 = 64 << 10;

/// A goroutine's account. `g.gcAssistBytes`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Debtor {
    /// Bytes that it may still allocate; negative if it owes scan work.
    pub assist_bytes: i64,
}

/// What a goroutine in debt has to do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Assist {
    /// Nothing: it is not in debt, or its debt was paid from background credit.
    Nothing,
    /// Nothing, because the CPU limiter is on. The debt stays.
    Limited,
    /// Scan this many bytes, then call [`GcController::assisted`].
    Scan(i64),
}

impl Debtor {
    /// The goroutine allocates `bytes` while the collector marks. `deductAssistCredit` of
    /// `runtime/malloc.go`; if the account is negative now, [`GcController::assist`] is due.
    pub const fn allocate(&mut self, bytes: u64) {
        self.assist_bytes = self.assist_bytes.wrapping_sub(bytes as i64);
    }
}

impl GcController {
    /// What `debtor` has to do before it may allocate, after background credit was claimed.
    /// `gcAssistAlloc`.
    pub fn assist(&mut self, debtor: &mut Debtor, limiter: &GcCpuLimiter) -> Assist {
        if debtor.assist_bytes >= 0 {
            return Assist::Nothing;
        }
        if limiter.limiting() {
            return Assist::Limited;
        }
        let mut debt = debtor.assist_bytes.wrapping_neg();
        let mut scan_work = int64(self.assist_work_per_byte * debt as f64);
        if scan_work < OVER_ASSIST_WORK {
            scan_work = OVER_ASSIST_WORK;
            debt = int64(self.assist_bytes_per_work * scan_work as f64);
        }
        if self.bg_scan_credit > 0 {
            let stolen = self.bg_scan_credit.min(scan_work);
            let paid = if stolen < scan_work {
                self.bytes_for(stolen)
            } else {
                debt
            };
            debtor.assist_bytes = debtor.assist_bytes.wrapping_add(paid);
            self.bg_scan_credit -= stolen;
            scan_work -= stolen;
            if scan_work == 0 {
                return Assist::Nothing;
            }
        }
        Assist::Scan(scan_work)
    }

    /// `debtor` scanned `work` bytes for an assist, which took `duration`. The work itself is to be
    /// counted in the controller's scan work. `gcAssistAlloc1`.
    pub fn assisted(&mut self, debtor: &mut Debtor, work: i64, duration: i64) {
        debtor.assist_bytes = debtor.assist_bytes.wrapping_add(self.bytes_for(work));
        self.assist_time = self.assist_time.wrapping_add(duration);
    }

    /// What may be allocated for `work`; the 1 makes sure that even the least work pays something.
    fn bytes_for(&self, work: i64) -> i64 {
        int64(self.assist_bytes_per_work * work as f64).wrapping_add(1)
    }
}

/// Goroutines that wait for background workers to pay their debt. `work.assistQueue`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AssistQueue {
    waiting: VecDeque<(u32, Debtor)>,
}

impl AssistQueue {
    /// The goroutine `id` waits. `gcParkAssist`.
    pub fn park(&mut self, id: u32, debtor: Debtor) {
        self.waiting.push_back((id, debtor));
    }

    /// Who waits, first come first.
    pub fn waiting(&self) -> impl Iterator<Item = (u32, Debtor)> + '_ {
        self.waiting.iter().copied()
    }

    /// A background worker scanned `scan_work` bytes: debts are paid first, the rest becomes credit.
    /// Gives the goroutines that may run again. A debt that is paid in part goes to the end, so that
    /// a large one does not hold up small ones. `gcFlushBgCredit`.
    pub fn flush(&mut self, controller: &mut GcController, scan_work: i64) -> Vec<u32> {
        if self.waiting.is_empty() {
            controller.bg_scan_credit = controller.bg_scan_credit.wrapping_add(scan_work);
            return Vec::new();
        }
        let mut ready = Vec::new();
        let mut bytes = int64(scan_work as f64 * controller.assist_bytes_per_work);
        while bytes > 0 {
            let Some((id, mut debtor)) = self.waiting.pop_front() else {
                break;
            };
            let after = bytes.wrapping_add(debtor.assist_bytes);
            if after >= 0 {
                bytes = after;
                ready.push(id);
            } else {
                debtor.assist_bytes = after;
                bytes = 0;
                self.waiting.push_back((id, debtor));
            }
        }
        if bytes > 0 {
            let work = int64(bytes as f64 * controller.assist_work_per_byte);
            controller.bg_scan_credit = controller.bg_scan_credit.wrapping_add(work);
        }
        ready
    }

    /// The cycle is over: whoever waits may run. `gcWakeAllAssists`.
    pub fn wake_all(&mut self) -> Vec<u32> {
        self.waiting.drain(..).map(|(id, _)| id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pacer::controller::NO_MEMORY_LIMIT;

    /// Two bytes of scanning for each allocated one.
    fn two_for_one() -> GcController {
        let mut controller = GcController::new(100, NO_MEMORY_LIMIT);
        controller.assist_work_per_byte = 2.0;
        controller.assist_bytes_per_work = 0.5;
        controller
    }

    fn owing(bytes: i64) -> Debtor {
        Debtor {
            assist_bytes: -bytes,
        }
    }

    #[test]
    fn a_small_debt_without_credit_is_64_kib_of_work_ahead() {
        let (mut controller, mut debtor) = (two_for_one(), Debtor::default());
        debtor.allocate(100);
        let limiter = GcCpuLimiter::default();
        let assist = controller.assist(&mut debtor, &limiter);
        assert_eq!(assist, Assist::Scan(64 << 10));
        controller.assisted(&mut debtor, 64 << 10, 5);
        assert_eq!(debtor.assist_bytes, (32 << 10) + 1 - 100);
        assert_eq!(controller.assist_time, 5);
        assert_eq!(controller.assist(&mut debtor, &limiter), Assist::Nothing);
    }

    #[test]
    fn a_large_debt_with_enough_credit_is_paid_from_it() {
        let (mut controller, mut debtor) = (two_for_one(), owing(100_000));
        controller.bg_scan_credit = 250_000;
        let assist = controller.assist(&mut debtor, &GcCpuLimiter::default());
        assert_eq!(assist, Assist::Nothing);
        assert_eq!(debtor.assist_bytes, 0);
        assert_eq!(controller.bg_scan_credit, 50_000);
    }

    #[test]
    fn a_large_debt_with_too_little_credit_leaves_the_rest_to_scan() {
        let (mut controller, mut debtor) = (two_for_one(), owing(100_000));
        controller.bg_scan_credit = 80_000;
        let assist = controller.assist(&mut debtor, &GcCpuLimiter::default());
        assert_eq!(assist, Assist::Scan(120_000));
        assert_eq!(debtor.assist_bytes, 40_001 - 100_000);
        assert_eq!(controller.bg_scan_credit, 0);
    }

    #[test]
    fn a_debt_while_the_limiter_is_on_is_left_alone() {
        let (mut controller, mut debtor) = (two_for_one(), owing(100_000));
        let limiter = GcCpuLimiter {
            enabled: true,
            ..GcCpuLimiter::default()
        };
        assert_eq!(controller.assist(&mut debtor, &limiter), Assist::Limited);
        assert_eq!(debtor, owing(100_000));
    }

    #[test]
    fn background_work_pays_who_waits_and_the_rest_is_credit() {
        let mut controller = two_for_one();
        let mut queue = AssistQueue::default();
        queue.park(1, owing(100));
        assert_eq!(queue.flush(&mut controller, 1_000), [1]);
        assert_eq!(controller.bg_scan_credit, 800);
        assert!(queue.flush(&mut controller, 1_000).is_empty());
        assert_eq!(controller.bg_scan_credit, 1_800);
    }

    #[test]
    fn background_work_that_pays_a_part_sends_the_debtor_to_the_end() {
        let mut controller = two_for_one();
        let mut queue = AssistQueue::default();
        queue.park(1, owing(1_000));
        queue.park(2, owing(100));
        assert!(queue.flush(&mut controller, 1_000).is_empty());
        assert!(queue.waiting().eq([(2, owing(100)), (1, owing(500))]));
        assert_eq!(controller.bg_scan_credit, 0);
        assert_eq!(queue.wake_all(), [2, 1]);
    }
}
