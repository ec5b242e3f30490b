//! What a scenario can wait for or ask about.

use glassbox_sim::scenario::read_name;
use glassbox_sim::{Model, Record, Verdict};
use serde::{Deserialize, Serialize};

use super::Program;
use super::bytes::Bytes;
use super::event::{Event, Reason};
use super::process::Phase;

/// Something that is true of a program or not.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The heap: allocated and not found dead.
    Heap(Size),
    /// What the program uses of it.
    Live(Size),
    /// What the last cycle found alive.
    Marked(Size),
    /// The goal of the next cycle, or of the running one.
    Goal(Size),
    /// The trigger of the next cycle.
    Trigger(Size),
    /// Where the trigger lies on the way from what was marked to the goal, percent.
    TriggerPercent(Count),
    /// What the process has mapped.
    Mapped(Size),
    /// The heap when the last cycle started.
    StartedAt(Size),
    /// The heap when the last marking ended.
    EndedAt(Size),
    /// Cycles that have started.
    Cycles(Count),
    /// Why the last one did.
    Because(Reason),
    /// Where the cycle is.
    Phase(Phase),
    /// Garbage is being swept.
    Sweeping,
    /// This goroutine waits for `runtime.GC`.
    Waits(u8),
    /// The share of the goroutines' time that assists took in the last or running marking, percent.
    AssistPercent(Count),
    /// The share of the processors that the collector had in the last two seconds, percent.
    CollectorPercent(Count),
    /// The CPU limiter is on: nobody assists.
    Limiting,
    /// Whole seconds since the start.
    Seconds(Count),
    /// The property of this name is broken.
    Broken(PropertyName),
    /// The property of this name holds at this moment.
    Holds(PropertyName),
    /// This just happened.
    Just(Happened),
}

/// Bounds of a number of bytes, each included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Size {
    /// Not less.
    #[serde(default)]
    pub at_least: Option<Bytes>,
    /// Not more.
    #[serde(default)]
    pub at_most: Option<Bytes>,
    /// Neither less nor more.
    #[serde(default)]
    pub exactly: Option<Bytes>,
}

/// Bounds of a number, each included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Count {
    /// Not less.
    #[serde(default)]
    pub at_least: Option<u32>,
    /// Not more.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// Neither less nor more.
    #[serde(default)]
    pub exactly: Option<u32>,
}

/// An event, described.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Happened {
    /// Its name, as the trace has it: `trigger-crossed`, `cycle-ended`, …
    pub event: EventName,
    /// In which cycle.
    #[serde(default)]
    pub cycle: Option<u32>,
    /// By which goroutine.
    #[serde(default)]
    pub goroutine: Option<u8>,
}

/// The name of an event, looked up when a file is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ProgramEvent"))]
#[cfg_attr(feature = "schema", schemars(extend("enum" = <Event as strum::VariantNames>::VARIANTS)))]
#[serde(transparent)]
pub struct EventName(String);

/// The name of a property, looked up when a file is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "ProgramProperty", extend("enum" = super::properties::ALL.iter().map(|it| it.id).collect::<Vec<_>>()))
)]
#[serde(transparent)]
pub struct PropertyName(String);

impl<'de> Deserialize<'de> for EventName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let known = <Event as strum::VariantNames>::VARIANTS.iter().copied();
        read_name(deserializer, known, "a program has no event").map(Self)
    }
}

impl<'de> Deserialize<'de> for PropertyName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let known = super::properties::ALL.iter().map(|it| it.id);
        read_name(deserializer, known, "a program has no property").map(Self)
    }
}

impl Size {
    fn has(&self, bytes: u64) -> bool {
        within(self.at_least, self.at_most, self.exactly, Bytes(bytes))
    }
}

impl Count {
    pub(crate) fn has(&self, count: u64) -> bool {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        within(self.at_least, self.at_most, self.exactly, count)
    }
}

fn within<T: Ord>(low: Option<T>, high: Option<T>, exactly: Option<T>, value: T) -> bool {
    low.is_none_or(|low| low <= value)
        && high.is_none_or(|high| value <= high)
        && exactly.is_none_or(|exactly| exactly == value)
}

impl Fact {
    /// The goroutine that it is about, from 1. Other things are looked up when a file is read, or
    /// have no numbers.
    pub(super) fn goroutine(&self) -> Option<u8> {
        match self {
            Self::Waits(goroutine) => Some(*goroutine),
            Self::Just(described) => described.goroutine,
            _ => None,
        }
    }

    pub(super) fn holds(&self, program: &Program, happened: &[Record<Event>]) -> bool {
        let process = program.process();
        let controller = process.controller();
        let last = program.history().last();
        match self {
            Self::Heap(size) => size.has(controller.heap_live),
            Self::Live(size) => size.has(process.kept()),
            Self::Marked(size) => size.has(controller.heap_marked),
            Self::Goal(size) => size.has(controller.heap_goal()),
            Self::Trigger(size) => size.has(controller.trigger().0),
            Self::TriggerPercent(count) => {
                let (trigger, goal) = controller.trigger();
                let way = goal.saturating_sub(controller.heap_marked);
                let part = trigger.saturating_sub(controller.heap_marked);
                (u128::from(part) * 100)
                    .checked_div(u128::from(way))
                    .is_some_and(|percent| count.has(percent as u64))
            }
            Self::Mapped(size) => size.has(process.mapped()),
            Self::StartedAt(size) => last.is_some_and(|cycle| size.has(cycle.start.1)),
            Self::EndedAt(size) => last
                .and_then(|cycle| cycle.mark_ended)
                .is_some_and(|(_, heap)| size.has(heap)),
            Self::Cycles(count) => count.has(u64::from(process.collections().cycles)),
            Self::Because(reason) => last.is_some_and(|cycle| cycle.why == *reason),
            Self::Phase(phase) => process.phase() == *phase,
            Self::Sweeping => process.is_sweeping(),
            Self::Waits(goroutine) => goroutine
                .checked_sub(1)
                .and_then(|index| process.goroutines().get(usize::from(index)))
                .is_some_and(|it| it.waits.is_some()),
            Self::AssistPercent(count) => {
                let percent = process.mark().assist_percent(controller.assist_time);
                count.has(u64::from(percent))
            }
            Self::CollectorPercent(count) => {
                let percent = process.ledger().collector_percent(process.now());
                count.has(u64::from(percent))
            }
            Self::Limiting => process.limiting(),
            Self::Seconds(count) => count.has(process.now() / 1_000_000_000),
            Self::Broken(id) => {
                verdict(program, id).is_some_and(|it| matches!(it, Verdict::Broken(_)))
            }
            Self::Holds(id) => verdict(program, id) == Some(Verdict::Holds),
            Self::Just(described) => happened.iter().any(|record| described.fits(&record.event)),
        }
    }
}

fn verdict(program: &Program, id: &PropertyName) -> Option<Verdict> {
    let property = Program::properties()
        .iter()
        .find(|property| property.id == id.0)?;
    Some((property.check)(program))
}

impl Happened {
    fn fits(&self, event: &Event) -> bool {
        event.name() == self.event.0
            && (self.cycle.is_none() || self.cycle == event.cycle())
            && (self.goroutine.is_none() || self.goroutine == event.goroutine())
    }
}
