//! How one phase gives way to the next, and what a person changes.

use super::memory::scavenge;
use super::{Marking, Phase, Process, Told};
use crate::pacer::{GcTrigger, NO_MEMORY_LIMIT};
use crate::program::bytes::Gogc;

/// A cycle that is over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::program) struct Ended {
    /// The heap when marking was done.
    pub(in crate::program) heap: u64,
    /// What survived.
    pub(in crate::program) live: u64,
}

impl Process {
    /// A cycle starts, when all is swept: the world stops, and the pacer chooses workers. `gcStart`.
    pub(in crate::program) fn begin_cycle(&mut self, trigger: GcTrigger) {
        self.finish_sweep();
        self.take_start();
        let now = self.now as i64;
        self.collections.cycles = self.collections.cycles.wrapping_add(1);
        self.controller.start_cycle(now, self.procs, trigger);
        self.limiter.start_gc_transition(true, now);
        for goroutine in &mut self.goroutines {
            // `gcResetMarkState`
            goroutine.debtor.assist_bytes = 0;
            goroutine.unpaid = 0;
        }
        let heap = self.scannable_part(self.kept);
        let left = [self.controller.globals_scan, self.stacks, heap];
        self.mark = Marking::new(left, self.kept);
        self.told = Told {
            over_limit: self.told.over_limit,
            limiting: self.told.limiting,
            ..Told::default()
        };
        self.phase = Phase::FirstPause;
        self.pause_ends = self.now + self.pauses[0];
    }

    /// The world runs again, and marking begins.
    pub(in crate::program) fn begin_marking(&mut self) {
        self.limiter.finish_gc_transition(self.now as i64);
        self.phase = Phase::Mark;
        self.mark.began = self.now;
        self.start_workers();
        self.set_slice();
        self.sample.since = 0;
    }

    /// Marking is done and the world stops again. `gcMarkDone`.
    pub(in crate::program) fn end_marking(&mut self) {
        for index in 0..self.goroutines.len() {
            self.finish_assist(index);
        }
        self.stop_workers();
        let now = self.now as i64;
        self.controller.end_cycle(now, self.procs);
        self.limiter.start_gc_transition(false, now);
        self.phase = Phase::SecondPause;
        self.pause_ends = self.now + self.pauses[1];
    }

    /// The world runs again, and sweeping begins. `gcMarkTermination`.
    pub(in crate::program) fn end_cycle(&mut self) -> Ended {
        let heap = self.controller.heap_live;
        let start = self.controller.triggered.unwrap_or(heap);
        let live = self.mark.reachable + (heap - start);
        self.controller.reset_live(live);
        self.controller.commit(false);
        self.collections.last_gc = self.now as i64;
        self.limiter.finish_gc_transition(self.now as i64);
        self.phase = Phase::Off;
        let garbage = self.controller.heap_in_use.saturating_sub(live);
        self.begin_sweep(garbage);
        self.set_sample();
        Ended { heap, live }
    }

    /// GOGC changes. Gives the one before.
    pub(in crate::program) fn set_gogc(&mut self, gogc: Gogc) -> Gogc {
        let before = self.controller.set_gc_percent(gogc.percent());
        self.settings_changed();
        Gogc::of(before)
    }

    /// The memory limit changes; `None` is no limit.
    pub(in crate::program) fn set_memory_limit(&mut self, bytes: Option<u64>) {
        let limit = bytes.map_or(NO_MEMORY_LIMIT, |bytes| bytes as i64);
        self.controller.set_memory_limit(limit);
        scavenge(&mut self.controller);
        self.settings_changed();
    }

    /// `gcControllerCommit`
    fn settings_changed(&mut self) {
        self.controller.commit(!self.is_sweeping());
        let holds = |it: &GcTrigger| it.test(&self.controller, &self.collections);
        if self.starting.as_ref().is_some_and(|it| !holds(it)) {
            self.take_start();
        }
        match self.phase {
            Phase::Off => self.set_sample(),
            _ if self.controller.is_marking() => self.controller.revise(),
            _ => (),
        }
    }

    /// The program allocates at another rate.
    pub(in crate::program) fn set_rate(&mut self, bytes: u64) {
        self.rate = bytes;
    }

    /// The program keeps more or less. What it lets go is garbage at once.
    pub(in crate::program) fn set_target(&mut self, bytes: u64) {
        self.target = bytes;
        self.kept = self.kept.min(bytes);
    }

    /// Stacks grow or shrink.
    pub(in crate::program) fn set_stacks(&mut self, bytes: u64) {
        let controller = &mut self.controller;
        controller.mapped_ready = controller.mapped_ready.saturating_sub(self.stacks) + bytes;
        controller.max_stack_scan = bytes;
        self.stacks = bytes;
        scavenge(&mut self.controller);
        if self.controller.is_marking() {
            self.controller.revise();
        }
    }

    /// All goroutines sleep, or go on.
    pub(in crate::program) fn set_asleep(&mut self, asleep: bool) {
        self.asleep = asleep;
        self.idle_since = self.now;
    }

    /// The CPU limiter is switched off or on.
    pub(in crate::program) fn set_limiter(&mut self, works: bool) {
        self.limiter_works = works;
    }

    /// A goroutine, from 0, calls `runtime.GC` and waits for the next cycle.
    pub(in crate::program) fn wait_for_cycle(&mut self, index: usize) {
        let GcTrigger::Cycle { n } = GcTrigger::explicit(&self.collections) else {
            return;
        };
        self.finish_assist(index);
        self.goroutines[index].waits = Some((n, self.now));
    }

    /// The cycle that the first of those who wait needs and that has not been started.
    pub(in crate::program) fn wanted_cycle(&self) -> Option<GcTrigger> {
        self.goroutines
            .iter()
            .filter_map(|it| it.waits)
            .map(|(n, _)| GcTrigger::Cycle { n })
            .find(|trigger| trigger.test(&self.controller, &self.collections))
    }

    /// A goroutine, from 0, whose cycle is marked and swept goes on; to be called when a sweep is
    /// done. Gives which cycle that was, and since when it waited.
    pub(in crate::program) fn release(&mut self) -> Option<(usize, u32, u64)> {
        let cycles = self.collections.cycles;
        let complete = match self.phase {
            Phase::Off => cycles,
            // The next one has begun already: what is swept is the garbage of the one before.
            _ => cycles.wrapping_sub(1),
        };
        let done = |n: u32| complete.wrapping_sub(n) as i32 >= 0;
        let index = self
            .goroutines
            .iter()
            .position(|it| it.waits.is_some_and(|(n, _)| done(n)))?;
        let (cycle, since) = self.goroutines[index].waits.take()?;
        Some((index, cycle, since))
    }
}
