//! While marking: who scans how much, and who has to pay for what it allocates.
//!
//! Time goes in slices, each a small part of what marking will take at least. In a slice the
//! background workers scan, then each goroutine in turn uses the processor time that is left for
//! it: it allocates, or it assists.

use super::ledger::MarkTimes;
use super::{Happening, Process, SECOND, WHOLE};
use crate::pacer::{Assist, GcCpuLimiter, MarkWorkerMode};

/// Marking takes at least so many slices.
const SLICES: u64 = 256;
/// Bounds of a slice, nanoseconds.
const SLICE: (u64, u64) = (1_000, 1_000_000);
/// After so many slices it is told how the heap has grown.
const PER_SAMPLE: u32 = 16;

/// The first time that a goroutine has to scan in a marking.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FirstAssist {
    /// Which goroutine, from 1.
    pub goroutine: u8,
    /// Bytes that it has to scan.
    pub work: u64,
    /// Bytes of background credit that were taken before.
    pub credit: u64,
}

/// One marking: what there is to scan and who did it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Marking {
    /// When the world ran again, nanoseconds.
    pub began: u64,
    /// Bytes reachable when marking began; all of them survive.
    pub reachable: u64,
    /// Bytes yet to be scanned: globals, stacks, heap.
    pub left: [u64; 3],
    /// Processor time of background workers, dedicated and fractional, nanoseconds.
    pub background_time: u64,
    /// Processor time of idle workers.
    pub idle_time: u64,
    /// Processor time that goroutines had, assists included.
    pub goroutine_time: u64,
    /// Assists that began.
    pub assists: u32,
    /// Bytes that they scanned.
    pub assisted: u64,
    /// The first of them.
    pub first: Option<FirstAssist>,
    slice: u64,
    slices: u32,
    carry: u128,
}

impl Marking {
    pub(super) fn new(left: [u64; 3], reachable: u64) -> Self {
        Self {
            left,
            reachable,
            ..Self::default()
        }
    }

    /// Bytes yet to be scanned.
    pub fn remaining(&self) -> u64 {
        self.left.iter().sum()
    }

    /// The share of the goroutines' processor time that `assist_time` was, percent.
    pub fn assist_percent(&self, assist_time: i64) -> u8 {
        let part = u128::try_from(assist_time).unwrap_or(0) * 100;
        let all = u128::from(self.goroutine_time);
        part.checked_div(all).unwrap_or(0).min(100) as u8
    }
}

/// How the processors are shared out while the goroutines that run are these many. In millionths of
/// a processor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Shares {
    /// Dedicated and fractional workers.
    background: u64,
    /// Each goroutine.
    goroutine: u64,
    /// Nobody, or idle workers.
    idle: u64,
    /// Idle workers.
    idle_workers: u64,
}

impl Process {
    pub(super) fn advance_marking(&mut self, until: u64) -> Option<Happening> {
        let mut samples = 0;
        loop {
            let told = self.limiter_flip();
            if let Some(happening) = told.or_else(|| self.limit_reached()) {
                return Some(happening);
            }
            if let Some(assist) = self.first_assist() {
                return Some(assist);
            }
            if !self.told.past_goal && self.controller.heap_live > self.controller.heap_goal() {
                self.told.past_goal = true;
                return Some(Happening::GoalPassed);
            }
            if self.mark.remaining() == 0 {
                return Some(Happening::Marked);
            }
            if samples == PER_SAMPLE {
                self.sample.since = 0;
                return Some(Happening::Grew);
            }
            if self.now >= until {
                return None;
            }
            self.slice(until - self.now);
            samples += 1;
        }
    }

    /// The length of a slice: a part of what marking takes if only background workers scan.
    pub(super) fn set_slice(&mut self) {
        let background = self.shares(self.goroutines.len() as u64).background;
        let alone = self.time_to_scan(self.mark.remaining(), background);
        self.mark.slice = (alone / SLICES).clamp(SLICE.0, SLICE.1);
    }

    /// How long `parts` of a processor take to scan so much.
    fn time_to_scan(&self, bytes: u64, parts: u64) -> u64 {
        let work = u128::from(bytes) * u128::from(SECOND) * u128::from(WHOLE);
        let rate = u128::from(self.scan_rate) * u128::from(parts.max(1));
        u64::try_from(work.div_ceil(rate)).unwrap_or(u64::MAX)
    }

    fn shares(&self, running: u64) -> Shares {
        let all = u64::from(self.procs) * WHOLE;
        let dedicated = self.dedicated_workers * WHOLE;
        let background = if self.controller.fractional_utilization_goal > 0.0 {
            // What the fractional worker is there for: exactly a quarter in all.
            all / 4
        } else {
            dedicated
        };
        let spare = all - background;
        let wanted = running * WHOLE;
        let idle = spare.saturating_sub(wanted);
        let allowed = u64::try_from(self.controller.idle_mark_workers.max).unwrap_or(0) * WHOLE;
        Shares {
            background,
            goroutine: (spare / running.max(1)).min(WHOLE),
            idle,
            idle_workers: idle.min(allowed),
        }
    }

    /// Processors with a dedicated worker.
    pub fn dedicated_workers(&self) -> u64 {
        self.dedicated_workers
    }

    /// Starts the dedicated workers.
    pub(super) fn start_workers(&mut self) {
        let now = self.now as i64;
        self.dedicated_workers = 0;
        while self.controller.dedicated_mark_workers_needed > 0 {
            self.controller.find_runnable_gc_worker(now, 0);
            self.dedicated_workers += 1;
        }
    }

    /// All workers stop, and the controller learns what they took.
    pub(super) fn stop_workers(&mut self) {
        let length = self.now - self.mark.began;
        for _ in 0..self.dedicated_workers {
            self.controller
                .mark_worker_stop(MarkWorkerMode::Dedicated, length as i64);
        }
        let dedicated = length * self.dedicated_workers;
        let fractional = self.mark.background_time.saturating_sub(dedicated);
        self.controller
            .mark_worker_stop(MarkWorkerMode::Fractional, fractional as i64);
        self.controller.idle_mark_time = self.mark.idle_time as i64;
    }

    /// Lets a slice of time pass, at most `most`.
    fn slice(&mut self, most: u64) {
        let running: Vec<usize> = self.running().collect();
        let shares = self.shares(running.len() as u64);
        let workers = shares.background + shares.idle_workers;
        let alone = self.time_to_scan(self.mark.remaining(), workers);
        let length = self.mark.slice.min(alone).min(most).max(1);

        let all = u128::from(length) * u128::from(workers) * u128::from(self.scan_rate);
        let parts = u128::from(SECOND) * u128::from(WHOLE);
        let work = all + self.mark.carry;
        self.mark.carry = work % parts;
        let scanned = self.scan((work / parts) as u64);
        let credit = self.controller.bg_scan_credit;
        self.controller.bg_scan_credit = credit.saturating_add(scanned as i64);

        let before = self.controller.assist_time;
        let each = length * shares.goroutine / WHOLE;
        for index in running.iter().copied() {
            self.run_goroutine(index, each);
        }
        let assist = (self.controller.assist_time - before) as u64;

        self.now += length;
        self.mark.slices += 1;
        let background = length * shares.background / WHOLE;
        let idle = length * shares.idle / WHOLE;
        self.mark.background_time += background;
        self.mark.idle_time += length * shares.idle_workers / WHOLE;
        self.mark.goroutine_time += each * running.len() as u64;
        let times = MarkTimes {
            background,
            assist,
            idle,
        };
        self.ledger.mark(length, times, self.limiting());
        self.limiter.add_assist_time(assist as i64);
        self.limiter.add_idle_time(idle as i64);
        // The runtime does so when an assist ends that took more than 5 µs, and every 10 ms.
        if assist > 0 || self.limiter.need_update(self.now as i64) {
            self.limiter.update(self.now as i64);
        }
        self.ledger.remember(self.now, self.limiter.fill);
    }

    /// At most `bytes` are scanned, roots first. Gives how many there were.
    fn scan(&mut self, bytes: u64) -> u64 {
        let mut rest = bytes;
        let work = [
            &mut self.controller.globals_scan_work,
            &mut self.controller.stack_scan_work,
            &mut self.controller.heap_scan_work,
        ];
        for (left, work) in self.mark.left.iter_mut().zip(work) {
            let part = rest.min(*left);
            *left -= part;
            rest -= part;
            *work += part as i64;
        }
        bytes - rest
    }

    /// A goroutine has a processor for `time`.
    fn run_goroutine(&mut self, index: usize, mut time: u64) {
        if self.limiting() {
            // A drain ends as soon as the limiter is on: `gcDrainN`.
            self.finish_assist(index);
        }
        let (whole, rate) = (self.refill_at(), u128::from(self.rate));
        while time > 0 {
            if self.goroutines[index].assist_left > 0 {
                time -= self.assist(index, time);
                continue;
            }
            let due = self.due_after(index);
            let goroutine = &mut self.goroutines[index];
            let to_refill = whole - goroutine.progress;
            let to_debt = due.saturating_sub(goroutine.unpaid);
            let used = to_refill.min(to_debt).div_ceil(rate).min(u128::from(time));
            let done = used * rate;
            goroutine.progress += done;
            goroutine.unpaid += done;
            time -= used as u64;
            let indebted = goroutine.unpaid >= due;
            if goroutine.progress >= whole {
                goroutine.progress -= whole;
                self.refill(1);
            }
            if indebted {
                self.pay(index);
            }
        }
        // While the limiter is on nobody is asked to pay, but the debt stays.
        if self.limiting() {
            self.debit(index);
        }
    }

    /// What a goroutine may allocate, as progress, until its account is overdrawn by an object.
    fn due_after(&self, index: usize) -> u128 {
        if self.limiting() {
            return u128::MAX;
        }
        let credit = self.goroutines[index].debtor.assist_bytes.max(0) as u64;
        self.progress((credit / self.object + 1).saturating_mul(self.object))
    }

    /// What a goroutine has allocated, in whole bytes, is taken from its account.
    fn debit(&mut self, index: usize) {
        let byte = self.progress(1);
        let goroutine = &mut self.goroutines[index];
        let bytes = u64::try_from(goroutine.unpaid / byte).unwrap_or(u64::MAX);
        goroutine.unpaid %= byte;
        goroutine.debtor.allocate(bytes);
    }

    /// A goroutine's account is debited, and if it is overdrawn the goroutine may have to assist.
    fn pay(&mut self, index: usize) {
        self.debit(index);
        let limiter = if self.limiter_works {
            self.limiter
        } else {
            GcCpuLimiter::default()
        };
        let goroutine = &mut self.goroutines[index];
        let credit = self.controller.bg_scan_credit;
        let due = self.controller.assist(&mut goroutine.debtor, &limiter);
        if let Assist::Scan(work) = due
            && self.mark.remaining() > 0
        {
            let taken = credit - self.controller.bg_scan_credit;
            self.mark.assists += 1;
            self.mark.first.get_or_insert(FirstAssist {
                goroutine: index as u8 + 1,
                work: u64::try_from(work).unwrap_or(0),
                credit: u64::try_from(taken).unwrap_or(0),
            });
            goroutine.assist_left = work;
        }
    }

    /// A goroutine scans for its assist, at most for `time`. Gives how long.
    fn assist(&mut self, index: usize, time: u64) -> u64 {
        let goroutine = &mut self.goroutines[index];
        let rate = u128::from(self.scan_rate);
        let second = u128::from(SECOND);
        let possible = u128::from(time) * rate + u128::from(goroutine.scan_carry);
        let wanted = goroutine.assist_left as u64;
        let (work, used) = if possible / second < u128::from(wanted) {
            goroutine.scan_carry = (possible % second) as u64;
            ((possible / second) as u64, time)
        } else {
            let carry = u128::from(goroutine.scan_carry);
            goroutine.scan_carry = 0;
            let needed = (u128::from(wanted) * second).saturating_sub(carry);
            (wanted, (needed.div_ceil(rate) as u64).clamp(1, time))
        };
        let scanned = self.scan(work);
        self.mark.assisted += scanned;
        let goroutine = &mut self.goroutines[index];
        goroutine.assist_left -= scanned as i64;
        goroutine.assist_done += scanned as i64;
        // Counted at once, so that the time of an assist that goes on is not missing.
        self.controller.assist_time += used as i64;
        if goroutine.assist_left <= 0 || self.mark.remaining() == 0 {
            self.finish_assist(index);
        }
        used
    }

    /// The goroutine's account is credited with what it has scanned.
    pub(super) fn finish_assist(&mut self, index: usize) {
        let goroutine = &mut self.goroutines[index];
        let work = std::mem::take(&mut goroutine.assist_done);
        goroutine.assist_left = 0;
        if work > 0 {
            self.controller.assisted(&mut goroutine.debtor, work, 0);
        }
    }

    /// The first goroutine that assists in this cycle, unless told.
    fn first_assist(&mut self) -> Option<Happening> {
        let first = self.mark.first.filter(|_| !self.told.assist)?;
        self.told.assist = true;
        Some(Happening::Assist(first))
    }
}
