//! A Go process as its pacer sees it: what it allocates, scans and maps as time passes.
//!
//! | question | look in |
//! |---|---|
//! | how does the heap grow between two cycles, and when does the next one start? | `between.rs` |
//! | how is it marked, who scans, who assists? | `marking.rs` |
//! | how does one phase give way to the next? | `phases.rs` |
//! | what is mapped, free, not swept yet? | `memory.rs` |
//! | who had the processors? | [`Ledger`] |
//!
//! [`Process::advance`] goes on to the next thing that is worth telling and says which; what it
//! means for the phases is decided by whoever tells it.
//!
//! # What is left out
//!
//! Spans are filled completely and freed completely: there is no fragmentation. Everything reachable
//! when marking begins survives the cycle, and so does everything allocated while it lasts. Assists
//! find work until marking is done, so nobody waits in the assist queue. Sweeping costs no processor
//! time but that of a goroutine which is to start a cycle before all is swept, and does not make the
//! sweep shorter. Whatever is mapped stays mapped, unless there is a memory limit.

mod between;
mod ledger;
mod marking;
mod memory;
mod phases;

use serde::{Deserialize, Serialize};

use super::setup::Setup;
use crate::pacer::{Collections, Debtor, GcController, GcCpuLimiter, GcTrigger, NO_MEMORY_LIMIT};

pub use ledger::Ledger;
pub use marking::{FirstAssist, Marking};
pub use memory::Memory;

/// A million parts are a whole processor.
const WHOLE: u64 = 1_000_000;
const SECOND: u64 = 1_000_000_000;

/// A goal above this is none: what the controller computes from no limit at all.
pub(super) const NO_GOAL: u64 = 1 << 62;

/// Where a cycle is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// No cycle; what the last one found dead is being swept, or is already.
    Off,
    /// The world is stopped to start marking: sweep termination.
    FirstPause,
    /// Marking beside the program.
    Mark,
    /// The world is stopped to end marking: mark termination.
    SecondPause,
}

/// One of the goroutines that allocate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goroutine {
    /// Bytes towards the next refill of its cache; see [`Process::progress`] for the unit.
    progress: u128,
    /// Bytes that it has allocated and not paid for yet, in the same unit; only while marking.
    unpaid: u128,
    /// Its account with the collector.
    pub debtor: Debtor,
    /// Bytes that it has yet to scan for its assist.
    pub assist_left: i64,
    /// Bytes that it has scanned for it.
    assist_done: i64,
    /// Parts of a byte that its scanning did not come to.
    scan_carry: u64,
    /// It called `runtime.GC` and waits for this cycle; since then.
    pub waits: Option<(u32, u64)>,
    /// It is to start a cycle, and sweeps what is left before.
    pub sweeps: bool,
}

/// What happens next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Happening {
    /// The heap has grown by a piece.
    Grew,
    /// At a refill, the heap was found at or above the trigger.
    Triggered,
    /// There has been no cycle for two minutes.
    Forced,
    /// More is mapped than the memory limit.
    LimitReached,
    /// The CPU limiter went on or off.
    Limiter(bool),
    /// All garbage is swept.
    Swept,
    /// A pause is over.
    PauseOver,
    /// A goroutine has to assist, the first one of this cycle.
    Assist(FirstAssist),
    /// While marking, the heap has grown past the goal.
    GoalPassed,
    /// All is marked.
    Marked,
}

/// A Go process.
#[derive(Clone, Debug)]
pub struct Process {
    procs: u32,
    span: u64,
    object: u64,
    scan_rate: u64,
    sweep_rate: u64,
    scannable: u64,
    pauses: [u64; 2],
    rate: u64,
    target: u64,
    stacks: u64,
    limiter_works: bool,
    asleep: bool,
    now: u64,
    phase: Phase,
    pause_ends: u64,
    goroutines: Vec<Goroutine>,
    controller: GcController,
    limiter: GcCpuLimiter,
    collections: Collections,
    memory: Memory,
    kept: u64,
    mark: Marking,
    ledger: Ledger,
    sweep_ends: Option<u64>,
    /// A cycle starts when all is swept.
    starting: Option<GcTrigger>,
    /// All goroutines sleep, and the collector has had nothing to do since.
    idle_since: u64,
    sample: Sample,
    dedicated_workers: u64,
    told: Told,
}

/// How often it is told that the heap has grown.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    every: u64,
    since: u64,
}

/// What has been told and stays so.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Told {
    over_limit: bool,
    limiting: bool,
    assist: bool,
    past_goal: bool,
    /// A cache has been refilled, and the trigger is yet to be tested.
    refilled: bool,
}

impl Process {
    pub(super) fn new(setup: &Setup) -> Self {
        let limit = match setup.memory_limit {
            Some(limit) => limit.0 as i64,
            None => NO_MEMORY_LIMIT,
        };
        let mut controller = GcController::new(setup.gogc.percent(), limit);
        controller.globals_scan = setup.globals.0;
        controller.max_stack_scan = setup.stacks.0;
        controller.mapped_ready = setup.runtime.0 + setup.stacks.0;
        let mut process = Self {
            procs: setup.procs,
            span: setup.span(),
            object: setup.object_size.0.min(setup.span()),
            scan_rate: setup.scan_rate.0,
            sweep_rate: setup.sweep_rate.0,
            scannable: u64::from(setup.scannable),
            pauses: [setup.first_pause.as_nanos(), setup.second_pause.as_nanos()],
            rate: setup.alloc_rate.0,
            target: setup.live_heap.0,
            stacks: setup.stacks.0,
            limiter_works: setup.cpu_limiter,
            asleep: false,
            now: 0,
            phase: Phase::Off,
            pause_ends: 0,
            goroutines: Vec::new(),
            controller,
            limiter: GcCpuLimiter::new(0, setup.procs),
            collections: Collections::default(),
            memory: Memory::default(),
            kept: 0,
            mark: Marking::default(),
            ledger: Ledger::new(setup.procs),
            sweep_ends: None,
            starting: None,
            idle_since: 0,
            sample: Sample { every: 0, since: 0 },
            dedicated_workers: 0,
            told: Told::default(),
        };
        let all = u128::from(setup.goroutines);
        let whole = u128::from(process.span) * u128::from(SECOND) * all;
        process.goroutines = (0..all)
            .map(|index| Goroutine {
                // Their caches run out one after the other, not all at once.
                progress: whole * index / all,
                debtor: Debtor::default(),
                assist_left: 0,
                assist_done: 0,
                unpaid: 0,
                scan_carry: 0,
                waits: None,
                sweeps: false,
            })
            .collect();
        process.set_sample();
        process
    }

    /// Goes on until something is worth telling, at most to `until`; `None` if nothing is.
    pub(super) fn advance(&mut self, until: u64) -> Option<Happening> {
        match self.phase {
            Phase::Off => self.advance_between(until),
            Phase::Mark => self.advance_marking(until),
            Phase::FirstPause | Phase::SecondPause => {
                let end = self.pause_ends.min(until);
                let length = end.saturating_sub(self.now);
                self.ledger.pause(length);
                self.now = end;
                self.ledger.remember(self.now, self.limiter.fill);
                (self.now == self.pause_ends).then_some(Happening::PauseOver)
            }
        }
    }

    /// So many bytes as progress of a goroutine: in billionths, times the number of goroutines that
    /// share the rate.
    fn progress(&self, bytes: u64) -> u128 {
        u128::from(bytes) * u128::from(SECOND) * self.goroutines.len() as u128
    }

    /// Progress at which a goroutine's cache is empty.
    fn refill_at(&self) -> u128 {
        self.progress(self.span)
    }

    /// Goroutines that run.
    fn running(&self) -> impl Iterator<Item = usize> + '_ {
        let asleep = self.asleep;
        let awake =
            move |(_, it): &(usize, &Goroutine)| !asleep && it.waits.is_none() && !it.sweeps;
        self.goroutines
            .iter()
            .enumerate()
            .filter(awake)
            .map(|(index, _)| index)
    }

    /// The next growth is told after a sixteenth of the way to the trigger. Where that is far, or
    /// there is none, after a quarter of the heap and a little.
    pub(super) fn set_sample(&mut self) {
        let live = self.controller.heap_live;
        let (trigger, _) = self.controller.trigger();
        let part = trigger.saturating_sub(live) / 16;
        self.sample = Sample {
            every: part.min(live / 4 + (4 << 20)).max(self.span),
            since: 0,
        };
    }

    /// The heap has grown, and pieces grow with it while the trigger is far.
    fn stretch_sample(&mut self) {
        let (trigger, _) = self.controller.trigger();
        let way = trigger.saturating_sub(self.controller.heap_live);
        if way / 16 > self.sample.every {
            self.set_sample();
        }
    }

    fn limiter_flip(&mut self) -> Option<Happening> {
        let limiting = self.limiting();
        (limiting != self.told.limiting).then(|| {
            self.told.limiting = limiting;
            Happening::Limiter(limiting)
        })
    }

    fn limit_reached(&mut self) -> Option<Happening> {
        let over = self.mapped() > self.controller.memory_limit as u64;
        let news = over && !self.told.over_limit;
        self.told.over_limit = over;
        news.then_some(Happening::LimitReached)
    }

    /// Whether assists are being skipped.
    pub fn limiting(&self) -> bool {
        self.limiter_works && self.limiter.limiting()
    }

    /// Its clock, nanoseconds.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// GOMAXPROCS.
    pub fn procs(&self) -> u32 {
        self.procs
    }

    /// Where the cycle is.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The pacer.
    pub fn controller(&self) -> &GcController {
        &self.controller
    }

    /// The CPU limiter.
    pub fn limiter(&self) -> &GcCpuLimiter {
        &self.limiter
    }

    /// What has been collected.
    pub fn collections(&self) -> &Collections {
        &self.collections
    }

    /// The marking that goes on, or the last one.
    pub fn mark(&self) -> &Marking {
        &self.mark
    }

    /// What waits to be swept, and what was given back.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Who had the processors.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The goroutines that allocate.
    pub fn goroutines(&self) -> &[Goroutine] {
        &self.goroutines
    }

    /// Whether they sleep.
    pub fn is_asleep(&self) -> bool {
        self.asleep
    }

    /// Whether garbage of the last cycle is being swept.
    pub fn is_sweeping(&self) -> bool {
        self.sweep_ends.is_some()
    }

    /// Bytes of the heap that the program uses. What else there is, is garbage.
    pub fn kept(&self) -> u64 {
        self.kept
    }

    /// Bytes that the program would keep if it had allocated enough.
    pub fn target(&self) -> u64 {
        self.target
    }

    /// Bytes of stacks.
    pub fn stacks(&self) -> u64 {
        self.stacks
    }

    /// Bytes allocated per second while everyone has a processor.
    pub fn rate(&self) -> u64 {
        self.rate
    }

    /// Bytes that a cache gets at once.
    pub fn span(&self) -> u64 {
        self.span
    }

    /// Bytes that the process has mapped and not given back: what the memory limit counts.
    pub fn mapped(&self) -> u64 {
        self.controller.mapped_ready
    }

    /// Whether the CPU limiter is in use.
    pub fn limiter_works(&self) -> bool {
        self.limiter_works
    }
}
