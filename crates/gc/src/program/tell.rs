//! What happens, told: events with their causes, and what the chart and the properties remember.

use glassbox_sim::{Causes, Duration, EventId, Instant, Log};

use super::Program;
use super::bytes::Bytes;
use super::event::{Event, Pause, Reason, Source};
use super::history::{Cycle, Sample, witness};
use super::process::{Happening, NO_GOAL};
use crate::pacer::GcTrigger;

/// The last events of each kind: what others follow from.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Trail {
    started: Option<EventId>,
    change: Option<EventId>,
    grew: Option<EventId>,
    goal: Option<EventId>,
    /// What the goal was when it was told.
    goal_told: Option<(u64, u64)>,
    called: Option<EventId>,
    cycle: Option<EventId>,
    stopped: Option<EventId>,
    marking: Option<EventId>,
    assist: Option<EventId>,
    marked: Option<EventId>,
    ended: Option<EventId>,
    swept: Option<EventId>,
    /// Why a cycle starts when all is swept.
    starting: Option<(Reason, EventId)>,
    limiter: Option<EventId>,
    limited_before: bool,
    was_off: bool,
}

impl Program {
    /// Writes an event down.
    fn note(&self, causes: impl Into<Causes>, event: Event, log: &mut Log<Event>) -> EventId {
        log.push(self.now, causes, event)
    }

    fn sample(&mut self) {
        let controller = self.process.controller();
        let running = self.history.last().filter(|it| it.end.is_none());
        self.history.sample(Sample {
            at: self.now,
            heap: controller.heap_live,
            live: self.process.kept(),
            goal: controller.heap_goal(),
            trigger: running.map_or_else(|| controller.trigger().0, |it| it.trigger),
        });
    }

    pub(super) fn start(&mut self, log: &mut Log<Event>) {
        self.started = true;
        let event = Event::Started {
            procs: u8::try_from(self.setup.procs).unwrap_or(u8::MAX),
            goroutines: self.setup.goroutines,
        };
        self.trail.started = Some(self.note(None, event, log));
        self.sample();
        self.tell_goal(log);
    }

    /// What a person did.
    pub(super) fn note_change(&mut self, event: Event, log: &mut Log<Event>) {
        self.trail.change = Some(self.note(None, event, log));
        self.sample();
        self.check();
    }

    pub(super) fn tell(&mut self, happening: Happening, log: &mut Log<Event>) {
        match happening {
            Happening::Grew => {
                let controller = self.process.controller();
                let event = Event::Allocated {
                    heap: Bytes(controller.heap_live),
                    marking: controller.is_marking(),
                };
                let cause = self.trail.change.or(self.trail.started);
                self.trail.grew = Some(self.note(cause, event, log));
            }
            Happening::Triggered => {
                let controller = self.process.controller();
                let event = Event::TriggerCrossed {
                    heap: Bytes(controller.heap_live),
                    trigger: Bytes(controller.trigger().0),
                };
                let causes = two(self.trail.goal, self.trail.grew);
                let crossed = self.note(causes, event, log);
                self.start_cycle(Reason::Heap, GcTrigger::Heap, Causes::one(crossed), log);
            }
            Happening::Forced => {
                let now = self.process.now() as i64;
                let causes = self.trail.ended.into();
                self.start_cycle(Reason::Time, GcTrigger::Time { now }, causes, log);
            }
            Happening::LimitReached => {
                let event = Event::LimitReached {
                    mapped: Bytes(self.process.mapped()),
                    limit: Bytes(self.process.controller().memory_limit as u64),
                };
                self.note(two(self.trail.change, self.trail.grew), event, log);
            }
            Happening::Limiter(true) => {
                let event = Event::LimiterOn {
                    cycle: self.process.collections().cycles,
                    again: self.trail.limited_before,
                };
                self.trail.limited_before = true;
                let causes = two(self.trail.assist, self.trail.marking);
                self.trail.limiter = Some(self.note(causes, event, log));
            }
            Happening::Limiter(false) => {
                let again = self.trail.limiter_was_off();
                self.note(self.trail.limiter, Event::LimiterOff { again }, log);
            }
            Happening::Swept => {
                self.tell_swept(log);
                self.start_swept(log);
            }
            Happening::PauseOver => self.pause_over(log),
            Happening::Assist(first) => {
                let ratio = self.process.controller().assist_work_per_byte * 1000.0;
                let event = Event::AssistBegan {
                    cycle: self.process.collections().cycles,
                    goroutine: first.goroutine,
                    work: Bytes(first.work),
                    credit: Bytes(first.credit),
                    ratio: ratio as u32,
                };
                let causes = two(self.trail.marking, self.trail.change);
                self.trail.assist = Some(self.note(causes, event, log));
            }
            Happening::GoalPassed => {
                let controller = self.process.controller();
                let event = Event::GoalPassed {
                    cycle: self.process.collections().cycles,
                    heap: Bytes(controller.heap_live),
                    goal: Bytes(controller.heap_goal()),
                };
                self.note(two(self.trail.marking, self.trail.grew), event, log);
            }
            Happening::Marked => self.marked(log),
        }
        self.sample();
        self.check();
    }

    /// A cycle is to start: now, or when what is left of the last one's garbage is swept.
    fn start_cycle(&mut self, why: Reason, by: GcTrigger, causes: Causes, log: &mut Log<Event>) {
        let left = self.process.left_to_sweep();
        if left > 0 {
            let goroutine = self.process.sweep_first(by);
            let event = Event::SweepFirst {
                goroutine,
                left: Bytes(left),
            };
            self.trail.starting = Some((why, self.note(causes, event, log)));
            return;
        }
        if self.process.is_sweeping() {
            self.process.finish_sweep();
            self.tell_swept(log);
        }
        self.begin_cycle(why, by, causes, log);
    }

    /// All is swept: a cycle that waited for that starts, if there is still a reason for it.
    fn start_swept(&mut self, log: &mut Log<Event>) {
        let starting = self.trail.starting.take();
        if let Some((trigger, (why, first))) = self.process.take_start().zip(starting) {
            let causes = Causes::with(first, self.trail.swept);
            self.begin_cycle(why, trigger, causes, log);
        } else if let Some(trigger) = self.process.wanted_cycle() {
            let causes = two(self.trail.called, self.trail.swept);
            self.begin_cycle(Reason::Explicit, trigger, causes, log);
        }
    }

    fn begin_cycle(&mut self, why: Reason, by: GcTrigger, causes: Causes, log: &mut Log<Event>) {
        let controller = self.process.controller();
        let (trigger, goal) = controller.trigger();
        let heap = controller.heap_live;
        if why == Reason::Heap && heap < trigger {
            let found = witness([heap, trigger], causes.iter().next());
            self.history.broken.started_early.get_or_insert(found);
        }
        self.process.begin_cycle(by);
        let number = self.process.collections().cycles;
        let event = Event::CycleStarted {
            cycle: number,
            why,
            heap: Bytes(heap),
        };
        let started = self.note(causes, event, log);
        self.trail.cycle = Some(started);
        self.trail.assist = None;
        self.history.begin(Cycle {
            number,
            why,
            trigger,
            goal,
            start: (self.now, heap),
            mark_began: None,
            mark_ended: None,
            end: None,
            next_goal: None,
            swept: None,
            scanned: 0,
            background_time: 0,
            idle_time: 0,
            assist_time: 0,
            assists: 0,
            assist_percent: 0,
            cons_mark: 0,
        });
        self.stop_world(number, Pause::First, started, log);
    }

    fn stop_world(&mut self, cycle: u32, pause: Pause, cause: EventId, log: &mut Log<Event>) {
        let length = match pause {
            Pause::First => self.setup.first_pause,
            Pause::Second => self.setup.second_pause,
        };
        let event = Event::WorldStopped {
            cycle,
            pause,
            length,
        };
        self.trail.stopped = Some(self.note(Causes::one(cause), event, log));
    }

    fn pause_over(&mut self, log: &mut Log<Event>) {
        if self.process.phase() == super::Phase::SecondPause {
            self.cycle_over(log);
            return;
        }
        self.process.begin_marking();
        let controller = self.process.controller();
        let workers = self.process.dedicated_workers();
        let event = Event::MarkBegan {
            cycle: self.process.collections().cycles,
            goal: Bytes(controller.heap_goal()),
            work: Bytes(controller.expected_scan_work()),
            workers: u8::try_from(workers).unwrap_or(u8::MAX),
        };
        self.trail.marking = Some(self.note(self.trail.stopped, event, log));
        let now = self.now;
        if let Some(cycle) = self.history.current() {
            cycle.mark_began = Some(now);
        }
    }

    fn marked(&mut self, log: &mut Log<Event>) {
        self.process.end_marking();
        let (controller, mark) = (self.process.controller(), self.process.mark());
        let number = self.process.collections().cycles;
        let assist_time = controller.assist_time as u64;
        let scanned = controller.scan_work() as u64;
        let length = Duration::from_nanos(self.process.now() - mark.began);
        let event = Event::MarkEnded {
            cycle: number,
            length,
            scanned: Bytes(scanned),
        };
        let ended = self.note(two(self.trail.marking, self.trail.assist), event, log);
        self.trail.marked = Some(ended);
        if mark.assists > 0 {
            let event = Event::AssistEnded {
                cycle: number,
                assists: mark.assists,
                scanned: Bytes(mark.assisted),
                time: Duration::from_nanos(assist_time),
            };
            self.note(two(Some(ended), self.trail.assist), event, log);
        }
        let (now, heap) = (self.now, controller.heap_live);
        let cons_mark = (controller.cons_mark * 1000.0) as u32;
        let mark = *mark;
        let assist_percent = mark.assist_percent(controller.assist_time);
        if let Some(cycle) = self.history.current() {
            cycle.mark_ended = Some((now, heap));
            cycle.scanned = scanned;
            cycle.background_time = mark.background_time;
            cycle.idle_time = mark.idle_time;
            cycle.assist_time = assist_time;
            cycle.assists = mark.assists;
            cycle.assist_percent = assist_percent;
            cycle.cons_mark = cons_mark;
        }
        self.stop_world(number, Pause::Second, ended, log);
    }

    fn cycle_over(&mut self, log: &mut Log<Event>) {
        self.sample();
        let over = self.process.end_cycle();
        let number = self.process.collections().cycles;
        let event = Event::CycleEnded {
            cycle: number,
            heap: Bytes(over.heap),
            live: Bytes(over.live),
        };
        let ended = self.note(self.trail.stopped, event, log);
        self.trail.ended = Some(ended);
        if over.live < self.process.kept() {
            let found = witness([over.live, self.process.kept()], Some(ended));
            self.history.broken.lost.get_or_insert(found);
        }
        let (now, goal) = (self.now, self.process.controller().heap_goal());
        if let Some(cycle) = self.history.current() {
            cycle.end = Some((now, over.live));
            cycle.next_goal = Some(goal);
        }
        self.tell_goal(log);
        if let Some(trigger) = self.process.wanted_cycle() {
            let causes = two(self.trail.called, Some(ended));
            self.start_cycle(Reason::Explicit, trigger, causes, log);
        }
    }

    /// Goal and trigger, if they are not as they were told.
    pub(super) fn tell_goal(&mut self, log: &mut Log<Event>) {
        let (trigger, goal) = self.process.controller().trigger();
        if self.trail.goal_told == Some((trigger, goal)) {
            return;
        }
        self.trail.goal_told = Some((trigger, goal));
        let event = Event::GoalSet {
            goal: Bytes(goal),
            trigger: Bytes(trigger),
            source: self.source(),
        };
        let changed = self.trail.change.max(self.trail.ended);
        let cause = changed.or(self.trail.started);
        self.trail.goal = Some(self.note(cause, event, log));
    }

    /// What the goal comes from.
    pub fn source(&self) -> Source {
        let controller = self.process.controller();
        let (goal, _) = controller.heap_goal_internal();
        let limit = controller.memory_limit_heap_goal();
        if goal >= NO_GOAL {
            Source::Nothing
        } else if limit < controller.gc_percent_heap_goal {
            if limit <= controller.heap_marked {
                Source::Live
            } else {
                Source::Limit
            }
        } else if goal > controller.gc_percent_heap_goal {
            Source::Sweep
        } else if goal <= controller.heap_minimum {
            Source::Minimum
        } else {
            Source::Gogc
        }
    }

    /// A goroutine, from 0, calls `runtime.GC`: a cycle starts now, or after the one that runs.
    pub(super) fn call_gc(&mut self, index: usize, log: &mut Log<Event>) {
        self.process.wait_for_cycle(index);
        let waits = self.process.goroutines()[index].waits;
        let event = Event::Called {
            goroutine: index as u8 + 1,
            cycle: waits.map_or(0, |(cycle, _)| cycle),
        };
        let called = self.note(None, event, log);
        self.trail.called = Some(called);
        if let Some(trigger) = self.process.wanted_cycle()
            && !self.process.is_starting()
        {
            self.start_cycle(Reason::Explicit, trigger, Causes::one(called), log);
        }
        self.sample();
        self.check();
    }

    /// All is swept, and whoever waited for that goes on.
    fn tell_swept(&mut self, log: &mut Log<Event>) {
        let freed = self.freed();
        // Told of the last cycle that ended, before the next one is counted.
        let number = self.history.last().map_or(0, |cycle| cycle.number);
        let event = Event::Swept {
            cycle: number,
            freed: Bytes(freed),
        };
        self.trail.swept = Some(self.note(self.trail.ended, event, log));
        let now = self.now;
        if let Some(cycle) = self.history.current() {
            cycle.swept = Some(now);
        }
        self.release(log);
    }

    /// What the last cycle found dead.
    fn freed(&self) -> u64 {
        let last = self.history.last();
        let over = last.and_then(|cycle| cycle.mark_ended.zip(cycle.end));
        over.map_or(0, |((_, heap), (_, live))| heap - live)
    }

    /// Whoever called `runtime.GC` and may go on does.
    fn release(&mut self, log: &mut Log<Event>) {
        while let Some((index, cycle, since)) = self.process.release() {
            let event = Event::Returned {
                goroutine: index as u8 + 1,
                cycle,
                waited: self.now.since(Instant::from_nanos(since)),
            };
            self.note(two(self.trail.swept, self.trail.called), event, log);
        }
    }

    /// What has to be looked at when something has happened.
    fn check(&mut self) {
        let process = &self.process;
        let capacity = process.limiter().capacity;
        if let Some((gained, bound)) = process.ledger().overdrawn(process.now(), capacity) {
            let found = witness([gained, bound], self.trail.assist);
            self.history.broken.ahead.get_or_insert(found);
        }
    }
}

impl Trail {
    fn limiter_was_off(&mut self) -> bool {
        std::mem::replace(&mut self.was_off, true)
    }
}

/// The causes that there are, the main one first.
fn two(main: Option<EventId>, also: Option<EventId>) -> Causes {
    match main {
        Some(main) => Causes::with(main, also),
        None => also.into(),
    }
}
