//! What a person does.

use glassbox_sim::{Log, Refused};

use super::Program;
use super::act::Act;
use super::bytes::{Bytes, Gogc};
use super::event::Event;
use super::setup::{self, MAX_LIVE, MAX_RATE};
use crate::pacer::{GcController, NO_MEMORY_LIMIT};

impl Program {
    /// Everything that can be done now, with useful examples where there are many of a kind.
    pub(super) fn possible_acts(&self) -> Vec<Act> {
        let process = &self.process;
        let mut acts = Vec::new();
        for (number, goroutine) in (1..).zip(process.goroutines()) {
            if goroutine.waits.is_none() && !process.is_asleep() {
                acts.push(Act::Collect(number));
            }
        }
        acts.push(if process.is_asleep() {
            Act::Resume
        } else {
            Act::Pause
        });

        let gogc = self.gogc();
        let choices = [50, 100, 200, 400].map(Gogc::Percent);
        let others = choices.into_iter().chain([Gogc::Off]);
        acts.extend(others.filter(|it| *it != gogc).map(Act::SetGogc));

        let rate = process.rate();
        for other in [rate / 2, rate.saturating_mul(2), rate.saturating_mul(4)].map(Bytes) {
            if setup::rate_fits(other) {
                acts.push(Act::SetAllocRate(other));
            }
        }
        let live = process.target();
        let least = Bytes::mib(4).0;
        for other in [live / 2, live.saturating_mul(2).max(least)] {
            if other != live && other <= MAX_LIVE {
                acts.push(Act::SetLiveHeap(Bytes(other)));
            }
        }
        let stacks = process.stacks();
        for other in [stacks / 2, stacks.saturating_mul(4).max(least)].map(Bytes) {
            if other.0 != stacks && setup::stacks_fit(other) {
                acts.push(Act::SetStacks(other));
            }
        }
        match self.limit() {
            None => {
                // A little more than there is, in whole MiB, and just what there is.
                let mapped = process.mapped().div_ceil(1 << 20);
                let room = [mapped, mapped * 5 / 4].map(Bytes::mib);
                let fitting = room.into_iter().filter(|it| setup::limit_fits(*it));
                acts.extend(fitting.map(|limit| Act::SetMemoryLimit(Some(limit))));
            }
            Some(limit) => {
                acts.push(Act::SetMemoryLimit(None));
                for other in [limit / 2, limit * 2].map(Bytes) {
                    if setup::limit_fits(other) {
                        acts.push(Act::SetMemoryLimit(Some(other)));
                    }
                }
            }
        }
        acts.push(Act::SetCpuLimiter(!process.limiter_works()));
        acts
    }

    /// Does one of them.
    pub(super) fn do_act(&mut self, act: &Act, log: &mut Log<Event>) -> Result<(), Refused> {
        let process = &mut self.process;
        match *act {
            Act::SetGogc(gogc) => {
                let bound = matches!(gogc, Gogc::Percent(percent) if percent > Gogc::MAX);
                require(!bound, Refused::OverBound)?;
                let from = Gogc::of(process.controller().gc_percent);
                require(from != gogc, Refused::AlreadySo)?;
                process.set_gogc(gogc);
                self.note_change(Event::GogcSet { from, to: gogc }, log);
                self.tell_goal(log);
            }
            Act::SetMemoryLimit(limit) => {
                let bound = limit.is_none_or(setup::limit_fits);
                require(bound, Refused::OverBound)?;
                let from = self.limit();
                require(from != limit.map(|it| it.0), Refused::AlreadySo)?;
                self.process.set_memory_limit(limit.map(|it| it.0));
                let event = Event::LimitSet {
                    from: Bytes(from.unwrap_or(0)),
                    to: limit.unwrap_or_default(),
                };
                self.note_change(event, log);
                self.tell_goal(log);
            }
            Act::SetAllocRate(rate) => {
                require(
                    setup::rate_fits(rate) && rate.0 <= MAX_RATE,
                    Refused::OverBound,
                )?;
                let from = Bytes(process.rate());
                require(from != rate, Refused::AlreadySo)?;
                process.set_rate(rate.0);
                self.note_change(Event::RateSet { from, to: rate }, log);
            }
            Act::SetLiveHeap(live) => {
                require(live.0 <= MAX_LIVE, Refused::OverBound)?;
                let from = Bytes(process.target());
                require(from != live, Refused::AlreadySo)?;
                process.set_target(live.0);
                self.note_change(Event::LiveSet { from, to: live }, log);
            }
            Act::SetStacks(stacks) => {
                require(setup::stacks_fit(stacks), Refused::OverBound)?;
                let from = Bytes(process.stacks());
                require(from != stacks, Refused::AlreadySo)?;
                process.set_stacks(stacks.0);
                self.note_change(Event::StacksSet { from, to: stacks }, log);
            }
            Act::Collect(goroutine) => {
                let index = usize::from(goroutine).wrapping_sub(1);
                let it = process.goroutines().get(index).ok_or(Refused::NotThere)?;
                require(it.waits.is_none(), Refused::AlreadySo)?;
                require(!process.is_asleep(), Refused::NotNow)?;
                self.call_gc(index, log);
            }
            Act::Pause | Act::Resume => {
                let sleep = *act == Act::Pause;
                require(process.is_asleep() != sleep, Refused::AlreadySo)?;
                process.set_asleep(sleep);
                let event = if sleep { Event::Paused } else { Event::Resumed };
                self.note_change(event, log);
            }
            Act::SetCpuLimiter(on) => {
                require(process.limiter_works() != on, Refused::AlreadySo)?;
                process.set_limiter(on);
                self.note_change(Event::LimiterSwitched { on }, log);
            }
        }
        Ok(())
    }

    /// GOGC as it is now.
    pub fn gogc(&self) -> Gogc {
        Gogc::of(self.process.controller().gc_percent)
    }

    /// The pacer as it would be if GOGC were this one, from now on.
    pub fn with_gogc(&self, gogc: Gogc) -> GcController {
        let mut controller = *self.process.controller();
        controller.set_gc_percent(gogc.percent());
        controller.commit(!self.process.is_sweeping());
        controller
    }

    /// The memory limit as it is now, bytes.
    pub fn limit(&self) -> Option<u64> {
        let limit = self.process.controller().memory_limit;
        (limit != NO_MEMORY_LIMIT).then_some(limit as u64)
    }
}

fn require(holds: bool, otherwise: Refused) -> Result<(), Refused> {
    if holds { Ok(()) } else { Err(otherwise) }
}
