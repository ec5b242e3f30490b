//! Heap, goroutines and collector as a model: what can happen, one thing at a time.

use std::sync::Arc;

use glassbox_sim::{
    Absent, Chance, Duration, EventId, Instant, Log, Model, Property, Purpose, Record, Refused,
    SetupError,
};

use super::act::{Act, Run, Switch};
use super::chooser::{self, Sides};
use super::event::{Event, Side};
use super::fact::Fact;
use super::history::{self, Broken, History};
use super::invariant::{Breach, Invariant};
use super::machine::{
    self, Arena, Collector, Fault, GLOBALS, Gno, Heap, Mark, NIL, Op, Phase, Ref, Rules, Shape,
    SpanClass, Step, Work,
};
use super::possible;
use super::properties;
use super::setup::Setup;

/// How far apart two things are that happen by themselves. Steps of the machine take no time of
/// their own; what matters is their order.
pub const STEP: Duration = Duration::from_millis(1);

const GRAPH: Purpose = Purpose(20);
const SCHEDULE: Purpose = Purpose(21);

/// A heap, its goroutines and its collector.
#[derive(Clone, Debug)]
pub struct World {
    collector: Collector,
    /// Takes over when this cycle is over.
    chosen: Option<Collector>,
    rules: Rules,
    heap: Arena,
    /// As it was when the run began; shared by all copies of the world.
    first: Arc<Arena>,
    chance: Chance,
    now: Instant,
    started: bool,
    program_runs: bool,
    collector_runs: bool,
    trigger: u32,
    /// Since the last cycle began.
    allocated: u32,
    /// Somebody found no memory.
    full: bool,
    history: History,
    /// Empty between two steps; kept for its memory.
    told: Vec<Event>,
}

impl World {
    /// The heap, its stacks and the state of the cycle.
    pub fn heap(&self) -> &Arena {
        &self.heap
    }

    /// The heap as it was when the run began: a picture that is laid out by it does not depend on
    /// the way a moment was reached.
    pub fn first_heap(&self) -> &Arena {
        &self.first
    }

    /// How the collector works, faults included.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The collector.
    pub fn collector(&self) -> Collector {
        self.collector
    }

    /// The collector that takes over when this cycle is over, if another one was chosen.
    pub fn chosen(&self) -> Option<Collector> {
        self.chosen
    }

    /// Whether a side moves by itself.
    pub fn runs(&self, side: Side) -> bool {
        match side {
            Side::Program => self.program_runs,
            Side::Collector => self.collector_runs,
        }
    }

    /// How many cycles are over.
    pub fn cycles(&self) -> u32 {
        self.history.cycles
    }

    /// Objects that were freed, or are about to be, while a goroutine could get at them.
    pub fn lost(&self) -> &[Ref] {
        &self.history.lost
    }

    /// Who breaks an invariant now.
    pub fn breach(&self, invariant: Invariant) -> Option<Breach> {
        let mut all = Vec::new();
        super::invariant::black_to_white(&self.heap, &mut |it| all.push(it));
        self.breach_among(invariant, &all)
    }

    /// The same, where `all` are all pointers from black to white: who asks for several invariants
    /// looks through the heap once.
    pub fn breach_among(&self, invariant: Invariant, all: &[Breach]) -> Option<Breach> {
        history::breach(&self.heap, invariant, all)
    }

    /// Which objects goroutines can get at, by object.
    pub fn reachable(&self) -> Vec<bool> {
        super::invariant::reachable(&self.heap)
    }

    /// How many bytes an object takes: its pointers, rounded up to one of Go's size classes.
    pub fn size(&self, object: Ref) -> u64 {
        SpanClass::of(self.heap.fields(object)).size()
    }

    pub(super) fn broken(&self) -> &Broken {
        &self.history.broken
    }

    fn sides(&self) -> Sides {
        let due = self.trigger > 0 && self.allocated >= self.trigger;
        Sides {
            program: self.program_runs,
            collector: self.collector_runs,
            due: due || self.full,
        }
    }

    /// Does a step of the machine and writes down what happens.
    fn take(&mut self, step: Step, log: &mut Log<Event>) -> Result<(), Refused> {
        let mut told = std::mem::take(&mut self.told);
        let done = machine::apply(&mut self.heap, &self.rules, step, &mut |it| told.push(it));
        if let (Err(Refused::OverBound), Step::Goroutine(_, Op::Allocate { .. })) = (done, step) {
            self.full = true;
        }
        let look = self.history.may_break(&told, &self.heap);
        for event in told.drain(..) {
            self.write(event, log);
            match event {
                Event::Allocated { .. } => self.allocated = self.allocated.saturating_add(1),
                Event::MarkStarted { .. } => {
                    self.allocated = 0;
                    self.full = false;
                    self.history.mark_started(&self.heap);
                }
                Event::MarkTerminated => {
                    for object in self.history.mark_terminated(&self.heap) {
                        self.write(Event::Lost { object }, log);
                    }
                }
                Event::SweepDone => {
                    if let Some(chosen) = self.chosen.take() {
                        self.change_collector(chosen, log);
                    }
                }
                _ => {}
            }
        }
        self.told = told;
        if look {
            self.history
                .look_at(&self.heap, Invariant::of(self.collector));
        }
        done
    }

    fn write(&mut self, event: Event, log: &mut Log<Event>) -> EventId {
        let id = log.next_id();
        let causes = self.history.note(&event, id);
        log.push(self.now, causes, event)
    }

    /// Chooses a collector for the next cycle.
    fn choose(&mut self, collector: Collector, log: &mut Log<Event>) -> Result<(), Refused> {
        if self.chosen.unwrap_or(self.collector) == collector {
            return Err(Refused::AlreadySo);
        }
        if self.heap.phase() == Phase::Off {
            self.change_collector(collector, log);
        } else {
            self.chosen = Some(collector).filter(|it| *it != self.collector);
            self.write(Event::CollectorChosen { collector }, log);
        }
        Ok(())
    }

    /// Between two cycles: nothing is grey, no buffer holds anything, no stack counts as scanned.
    fn change_collector(&mut self, to: Collector, log: &mut Log<Event>) {
        let from = std::mem::replace(&mut self.collector, to);
        self.rules = Rules {
            faults: self.rules.faults,
            ..to.rules()
        };
        self.heap.set_order(to.order());
        self.write(Event::CollectorChanged { from, to }, log);
    }

    /// The first step of a cycle.
    fn first_work(&self) -> Work {
        if self.rules.stops_first() {
            Work::Stop
        } else {
            Work::Flip
        }
    }
}

/// Puts the objects of a setup, and random ones, into an empty heap.
fn fill(heap: &mut Arena, setup: &Setup, seed: u64) {
    for object in &setup.objects {
        let at = heap.place(object.len() as u8);
        heap.set_mark(at, Mark::White);
    }
    for (object, pointers) in (1..).zip(&setup.objects) {
        for (field, to) in (0..).zip(pointers) {
            heap.set_field(object, field, *to);
        }
    }
    for (field, to) in (0..).zip(&setup.globals) {
        heap.set_field(GLOBALS, field, *to);
    }
    for stack in &setup.goroutines {
        if let Some(no) = heap.add_goroutine() {
            for (slot, to) in (0..).zip(stack) {
                heap.set_slot(no, slot, *to);
            }
        }
    }
    grow(heap, setup, seed);
}

/// Makes `setup.more` objects, each with a pointer to it from the globals, a stack or an older one.
fn grow(heap: &mut Arena, setup: &Setup, seed: u64) {
    let mut chance = Chance::new(seed, GRAPH);
    // Pointers that are still nil, so that nothing given is overwritten.
    let mut open: Vec<(Option<Gno>, Ref, u8)> = Vec::new();
    let globals = (0..heap.fields(GLOBALS)).filter(|it| heap.field(GLOBALS, *it) == NIL);
    open.extend(globals.map(|field| (None, GLOBALS, field)));
    for no in 0..heap.goroutines() {
        let slots = (0..heap.slots(no)).filter(|it| heap.slot(no, *it) == NIL);
        open.extend(slots.map(|slot| (Some(no), NIL, slot)));
    }
    for _ in 0..setup.more {
        let object = heap.place(setup.fields);
        heap.set_mark(object, Mark::White);
        if !open.is_empty() {
            let at = chance.below(open.len() as u32) as usize;
            match open.swap_remove(at) {
                (Some(no), _, slot) => heap.set_slot(no, slot, object),
                (None, owner, field) => heap.set_field(owner, field, object),
            }
        }
        open.extend((0..setup.fields).map(|field| (None, object, field)));
    }
    // A third of what is left points somewhere as well: graphs have cycles.
    let last = heap.objects().min(setup.objects.len() as Ref + setup.more);
    for (stack, owner, field) in open {
        if stack.is_none() && owner != GLOBALS && last > 0 && chance.below(3) == 0 {
            heap.set_field(owner, field, 1 + chance.below(last));
        }
    }
}

impl Model for World {
    type Setup = Setup;
    type Act = Act;
    type Event = Event;
    type Fact = Fact;

    const LAB: &'static str = "gc";
    const VERSION: u16 = 2;

    fn new(setup: &Setup, seed: u64) -> Result<Self, SetupError> {
        setup.check()?;
        let mut heap = Arena::new(Shape {
            objects: setup.room,
            fields: setup.fields,
            globals: setup.globals.len() as u8,
            slots: setup.slots,
            buffer: setup.buffer,
            order: setup.collector.order(),
        });
        fill(&mut heap, setup, seed);
        let rules = Rules {
            faults: setup.faults.iter().copied().collect(),
            ..setup.collector.rules()
        };
        let history = History::new(heap.objects());
        Ok(Self {
            collector: setup.collector,
            chosen: None,
            rules,
            first: Arc::new(heap.clone()),
            heap,
            chance: Chance::new(seed, SCHEDULE),
            now: Instant::START,
            started: false,
            program_runs: setup.program_runs,
            collector_runs: setup.collector_runs,
            trigger: setup.trigger,
            allocated: 0,
            full: false,
            history,
            told: Vec::new(),
        })
    }

    fn check_act(setup: &Setup, act: &Act) -> Result<(), Absent> {
        setup.check_act(act)
    }

    fn check_fact(setup: &Setup, fact: &Fact) -> Result<(), Absent> {
        setup.check_fact(fact)
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn next(&self) -> Option<Instant> {
        if !self.started {
            return Some(Instant::START);
        }
        chooser::moves(&self.heap, self.sides()).then(|| self.now + STEP)
    }

    fn step(&mut self, log: &mut Log<Event>) {
        if !self.started {
            self.now = Instant::START;
            self.started = true;
            let objects = self.heap.live().count() as u32;
            let started = Event::Started {
                collector: self.collector,
                objects,
                goroutines: self.heap.goroutines(),
            };
            self.write(started, log);
            return;
        }
        let sides = self.sides();
        let Some(step) = chooser::choose(&self.heap, &self.rules, sides, &mut self.chance) else {
            return;
        };
        self.now += STEP;
        if let (Err(_), Step::Goroutine(no, _)) = (self.take(step, log), step) {
            // Memory is full, or the stack: it lets go of something instead.
            let slots = self.heap.slots(no).saturating_sub(self.heap.frame(no));
            let slot = self.chance.below(slots.into()) as u8;
            // A slot of its own can always be dropped.
            let _ = self.take(Step::Goroutine(no, Op::Drop { slot }), log);
        }
    }

    fn acts(&self) -> Vec<Act> {
        let mut acts: Vec<Act> = Vec::new();
        if self.heap.phase() == Phase::Off {
            acts.push(Act::Collect);
        }
        possible::steps(&self.heap, &self.rules, &mut |step| acts.push(step.into()));
        let sides = [Side::Program, Side::Collector];
        acts.extend(sides.map(|side| {
            let on = !self.runs(side);
            Act::Run(Run { side, on })
        }));
        let next = self.chosen.unwrap_or(self.collector);
        let others = Collector::ALL.iter().filter(|it| **it != next);
        acts.extend(others.map(|it| Act::Choose(*it)));
        acts.extend(Fault::ALL.iter().map(|fault| {
            let on = !self.rules.has(*fault);
            Act::Switch(Switch { fault: *fault, on })
        }));
        acts
    }

    fn act(&mut self, at: Instant, act: &Act, log: &mut Log<Event>) -> Result<(), Refused> {
        self.now = at;
        match act {
            Act::Goroutine(does) => self.take(Step::Goroutine(does.no, does.op), log),
            Act::Collector(work) => self.take(Step::Collector(*work), log),
            Act::Collect if self.heap.phase() != Phase::Off => Err(Refused::NotNow),
            Act::Collect => self.take(Step::Collector(self.first_work()), log),
            Act::Switch(switch) => {
                if self.rules.has(switch.fault) == switch.on {
                    return Err(Refused::AlreadySo);
                }
                self.rules.faults = self.rules.faults.with(switch.fault, switch.on);
                let (fault, on) = (switch.fault, switch.on);
                self.write(Event::FaultSwitched { fault, on }, log);
                Ok(())
            }
            Act::Run(run) => {
                let place = match run.side {
                    Side::Program => &mut self.program_runs,
                    Side::Collector => &mut self.collector_runs,
                };
                if *place == run.on {
                    return Err(Refused::AlreadySo);
                }
                *place = run.on;
                let (side, on) = (run.side, run.on);
                self.write(Event::RunSwitched { side, on }, log);
                Ok(())
            }
            Act::Choose(collector) => self.choose(*collector, log),
        }
    }

    fn properties() -> &'static [Property<Self>] {
        properties::ALL
    }

    fn holds(&self, fact: &Fact, happened: &[Record<Event>]) -> bool {
        fact.holds(self, happened)
    }
}

#[cfg(test)]
mod tests;
