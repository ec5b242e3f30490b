//! Between two cycles: the heap grows towards the trigger.

use super::memory::scavenge;
use super::{Happening, Process, SECOND};
use crate::bisect;
use crate::pacer::{FORCE_GC_PERIOD, GcController, GcTrigger};

/// How often the system monitor looks while a processor works, nanoseconds: `sysmon` sleeps at most
/// 10 ms.
const SYSMON: u64 = 10_000_000;
/// How long it sleeps while all processors are idle and no timer runs, nanoseconds: half of
/// `forcegcperiod`.
const NAP: u64 = FORCE_GC_PERIOD as u64 / 2;

impl Process {
    pub(super) fn advance_between(&mut self, until: u64) -> Option<Happening> {
        loop {
            // What has happened already and is yet to be told.
            if let Some(happening) = self.limit_reached() {
                return Some(happening);
            }
            if std::mem::take(&mut self.told.refilled) {
                if GcTrigger::Heap.test(&self.controller, &self.collections) {
                    if self.starting.is_none() {
                        return Some(Happening::Triggered);
                    }
                    // It wants to start one, too, and sweeps with those who do already.
                    self.last_to_refill()
                        .into_iter()
                        .for_each(|index| self.goroutines[index].sweeps = true);
                }
                if self.sample.since >= self.sample.every {
                    self.sample.since = 0;
                    self.stretch_sample();
                    return Some(Happening::Grew);
                }
            }

            let mut next = (until, None);
            let mut consider = |at: Option<u64>, happening| {
                if let Some(at) = at.filter(|at| *at <= next.0) {
                    next = (at, Some(happening));
                }
            };
            consider(self.next_refill_of_note(), Happening::Grew);
            consider(self.forced_at(), Happening::Forced);
            consider(self.sweep_ends, Happening::Swept);
            let (at, happening) = next;
            self.run_until(at);
            match happening {
                None => {
                    // These refills found nothing: it was looked ahead.
                    self.told.refilled = false;
                    return None;
                }
                Some(Happening::Swept) => {
                    self.finish_sweep();
                    return Some(Happening::Swept);
                }
                Some(Happening::Forced) => return Some(Happening::Forced),
                // Told at the top, if there is something to tell.
                Some(_) => (),
            }
        }
    }

    /// Time passes, and the goroutines that run fill their caches.
    fn run_until(&mut self, at: u64) {
        let length = at.saturating_sub(self.now);
        let whole = self.refill_at();
        let mut refills = 0;
        let mut running = 0;
        for index in self.running().collect::<Vec<_>>() {
            let goroutine = &mut self.goroutines[index];
            goroutine.progress += u128::from(length) * u128::from(self.rate);
            refills += (goroutine.progress / whole) as u64;
            goroutine.progress %= whole;
            running += 1;
        }
        if refills > 0 {
            self.refill(refills);
            self.told.refilled = true;
        }
        let sweeping = self.goroutines.iter().filter(|it| it.sweeps).count() as u64;
        let busy = running + sweeping;
        let idle = (u64::from(self.procs) - busy) * length;
        self.limiter.add_idle_time(idle as i64);
        self.ledger.run(busy * length);
        self.now = self.now.max(at);
        // The runtime does so when the next cycle starts, which comes to the same.
        self.limiter.update(self.now as i64);
        self.ledger.remember(self.now, self.limiter.fill);
    }

    /// When a refill finds something to tell: the heap has reached the trigger, the process its
    /// limit, or a piece has been allocated.
    fn next_refill_of_note(&self) -> Option<u64> {
        self.running().next()?;
        let left = self.sample.every.saturating_sub(self.sample.since);
        let most = left.div_ceil(self.span).max(1);
        let first = bisect::first(1, most, |refills| {
            let controller = self.after(refills);
            let over = controller.mapped_ready > controller.memory_limit as u64;
            (over && !self.told.over_limit) || GcTrigger::Heap.test(&controller, &self.collections)
        });
        self.time_of(first)
    }

    /// The controller after so many refills.
    fn after(&self, refills: u64) -> GcController {
        let (mut controller, mut memory) = (self.controller, self.memory);
        let bytes = self.span.saturating_mul(refills);
        memory.allocate(&mut controller, bytes);
        controller.update(bytes as i64, 0);
        controller
    }

    /// The first moment at which `refills` caches have been refilled.
    fn time_of(&self, refills: u64) -> Option<u64> {
        let whole = self.refill_at();
        let rate = u128::from(self.rate);
        let progress: Vec<u128> = self
            .running()
            .map(|index| self.goroutines[index].progress)
            .collect();
        let done = |length: u64| {
            let filled = |before: &u128| (before + u128::from(length) * rate) / whole;
            progress.iter().map(filled).sum::<u128>() >= u128::from(refills)
        };
        // Everyone refills at least this often in that time.
        let each = u128::from(refills).div_ceil(progress.len() as u128);
        let longest = u64::try_from((whole * each).div_ceil(rate)).ok()?;
        let length = bisect::first(1, longest, done);
        self.now.checked_add(length)
    }

    /// When the system monitor finds that two minutes have passed. `GcTrigger::test`.
    fn forced_at(&self) -> Option<u64> {
        let last = self.collections.last_gc;
        if last == 0 || self.controller.gc_percent < 0 || self.starting.is_some() {
            return None;
        }
        let after = (last.checked_add(FORCE_GC_PERIOD)? as u64).max(self.now);
        let look = |after: u64| (after / SYSMON + 1) * SYSMON;
        if self.running().next().is_some() {
            return Some(look(after));
        }
        // It finds everybody idle, and from then on it looks only when it wakes.
        let first = look(self.idle_since);
        let naps = after.checked_sub(first).map_or(1, |it| it / NAP + 1);
        first.checked_add(naps.checked_mul(NAP)?)
    }

    /// The goroutine that has refilled its cache last, if one runs.
    fn last_to_refill(&self) -> Option<usize> {
        self.running()
            .min_by_key(|index| self.goroutines[*index].progress)
    }

    /// Whether a cycle starts as soon as all is swept.
    pub(in crate::program) fn is_starting(&self) -> bool {
        self.starting.is_some()
    }

    /// A cycle is to start, and all must be swept before: `gcStart`. Whoever starts it does not go on
    /// meanwhile. Gives who that is, from 1; 0 if it is none of the program's.
    pub(in crate::program) fn sweep_first(&mut self, trigger: GcTrigger) -> u8 {
        self.starting = Some(trigger);
        // What was swept to be used again need not be swept any more.
        let left = self.time_to_sweep(self.left_to_sweep());
        self.sweep_ends = Some(self.now.saturating_add(left));
        let starter = match trigger {
            GcTrigger::Heap => self.last_to_refill(),
            GcTrigger::Time { .. } => None,
            GcTrigger::Cycle { .. } => {
                let waits = |it: &super::Goroutine| it.waits.is_some();
                self.goroutines.iter().position(waits)
            }
        };
        starter.map_or(0, |index| {
            self.goroutines[index].sweeps = true;
            index as u8 + 1
        })
    }

    /// Nobody sweeps any more to start a cycle. Gives what was to start it, if that still holds.
    pub(in crate::program) fn take_start(&mut self) -> Option<GcTrigger> {
        for goroutine in &mut self.goroutines {
            goroutine.sweeps = false;
        }
        self.starting
            .take()
            .filter(|it| it.test(&self.controller, &self.collections))
    }

    /// What is left to sweep, bytes.
    pub(in crate::program) fn left_to_sweep(&self) -> u64 {
        let time = self.sweep_ends.map_or(0, |it| it.saturating_sub(self.now));
        let bytes = u128::from(time) * u128::from(self.sweep_rate) / u128::from(SECOND);
        self.memory.unswept.min(bytes as u64)
    }

    /// What is left of the garbage becomes free.
    pub(in crate::program) fn finish_sweep(&mut self) {
        self.memory.sweep(&mut self.controller, u64::MAX);
        self.sweep_ends = None;
        self.idle_since = self.now;
        scavenge(&mut self.controller);
    }

    /// Begins to sweep, which takes its time.
    pub(super) fn begin_sweep(&mut self, garbage: u64) {
        self.memory.unswept = garbage;
        let length = self.time_to_sweep(garbage);
        self.sweep_ends = Some(self.now.saturating_add(length));
    }

    fn time_to_sweep(&self, bytes: u64) -> u64 {
        let length = u128::from(bytes) * u128::from(SECOND) / u128::from(self.sweep_rate);
        u64::try_from(length).unwrap_or(u64::MAX)
    }
}
