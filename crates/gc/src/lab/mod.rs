//! The lab as one model: a page has one, and a scenario says of which kind it is.
//!
//! | question | look in |
//! |---|---|
//! | which kinds are there, and how is each passed on to? | here |
//! | how is a setup read? | `setup.rs` |
//! | the stories | [`scenarios`] |
//! | the sentences, whichever model they are about | [`words`] |
//! | the sequence diagram | [`sequence`] |
//!
//! In files a setup has its kind beside its fields, `{"kind": "program", "gogc": 50}`; acts and facts
//! are wrapped in it, `{"program": {"set-gogc": 50}}`.
//!
//! # Another kind
//!
//! A variant in each of [`Setup`], [`Act`], [`Event`], [`Fact`] and [`Lab`], an arm in each match of
//! this file (the compiler asks for them), a line in `setup.rs`, one in `ALL`.

pub mod scenarios;
pub mod sequence;
mod setup;
#[cfg(test)]
mod tests;
pub mod words;

use std::sync::LazyLock;

use glassbox_sim::{Absent, Instant, Log, Model, Property, Record, Refused, SetupError, Verdict};
use serde::{Deserialize, Serialize};

use crate::append::{self, Slice};
use crate::heap::{self, World};
use crate::program::{self, Program};

pub use setup::Setup;

/// What the lab shows.
#[derive(Clone)]
pub enum Lab {
    /// Objects, roots, goroutines, and a collector beside them.
    Heap(Box<World>),
    /// A program whose collector is paced.
    Program(Box<Program>),
    /// A slice that is appended to.
    Append(Box<Slice>),
}

/// One thing that a person does.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "LabAct"))]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// To a heap.
    Heap(heap::Act),
    /// To a program.
    Program(program::Act),
    /// To a slice.
    Append(append::Act),
}

/// One thing that happened.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// To a heap.
    Heap(heap::event::Event),
    /// To a program.
    Program(program::Event),
    /// To a slice.
    Append(append::Event),
}

impl Event {
    /// Whether it is shown only to those who want to see everything.
    pub fn is_detail(&self) -> bool {
        match self {
            Self::Heap(event) => event.is_detail(),
            Self::Program(event) => event.is_detail(),
            Self::Append(_) => false,
        }
    }
}

/// Something that is true or not. Of another kind of model it never is.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "LabFact"))]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// Of a heap.
    Heap(heap::Fact),
    /// Of a program.
    Program(program::Fact),
    /// Of a slice.
    Append(append::Fact),
}

/// Does the same to whichever model there is.
macro_rules! each {
    ($lab:expr, $model:ident => $body:expr) => {
        match $lab {
            Lab::Heap($model) => $body,
            Lab::Program($model) => $body,
            Lab::Append($model) => $body,
        }
    };
}

impl Model for Lab {
    type Setup = Setup;
    type Act = Act;
    type Event = Event;
    type Fact = Fact;

    const LAB: &'static str = "gc";
    /// Changes with each model's own.
    const VERSION: u16 = World::VERSION + Program::VERSION + Slice::VERSION - 2;

    fn new(setup: &Setup, seed: u64) -> Result<Self, SetupError> {
        match setup {
            Setup::Heap(setup) => World::new(setup, seed).map(|it| Self::Heap(Box::new(it))),
            Setup::Program(setup) => {
                Program::new(setup, seed).map(|it| Self::Program(Box::new(it)))
            }
            Setup::Append(setup) => Slice::new(setup, seed).map(|it| Self::Append(Box::new(it))),
        }
    }

    fn check_act(setup: &Setup, act: &Act) -> Result<(), Absent> {
        match (setup, act) {
            (Setup::Heap(setup), Act::Heap(act)) => World::check_act(setup, act),
            (Setup::Program(setup), Act::Program(act)) => Program::check_act(setup, act),
            (Setup::Append(setup), Act::Append(act)) => Slice::check_act(setup, act),
            (Setup::Heap(_) | Setup::Program(_) | Setup::Append(_), _) => Err(Absent::Kind),
        }
    }

    fn check_fact(setup: &Setup, fact: &Fact) -> Result<(), Absent> {
        match (setup, fact) {
            (Setup::Heap(setup), Fact::Heap(fact)) => World::check_fact(setup, fact),
            (Setup::Program(setup), Fact::Program(fact)) => Program::check_fact(setup, fact),
            (Setup::Append(setup), Fact::Append(fact)) => Slice::check_fact(setup, fact),
            (Setup::Heap(_) | Setup::Program(_) | Setup::Append(_), _) => Err(Absent::Kind),
        }
    }

    fn now(&self) -> Instant {
        each!(self, model => model.now())
    }

    fn next(&self) -> Option<Instant> {
        each!(self, model => model.next())
    }

    fn step(&mut self, log: &mut Log<Event>) {
        match self {
            Self::Heap(model) => logged(log, Event::Heap, |log| model.step(log)),
            Self::Program(model) => logged(log, Event::Program, |log| model.step(log)),
            Self::Append(model) => logged(log, Event::Append, |log| model.step(log)),
        }
    }

    fn acts(&self) -> Vec<Act> {
        match self {
            Self::Heap(model) => model.acts().into_iter().map(Act::Heap).collect(),
            Self::Program(model) => model.acts().into_iter().map(Act::Program).collect(),
            Self::Append(model) => model.acts().into_iter().map(Act::Append).collect(),
        }
    }

    fn act(&mut self, at: Instant, act: &Act, log: &mut Log<Event>) -> Result<(), Refused> {
        match (self, act) {
            (Self::Heap(model), Act::Heap(act)) => {
                logged(log, Event::Heap, |log| model.act(at, act, log))
            }
            (Self::Program(model), Act::Program(act)) => {
                logged(log, Event::Program, |log| model.act(at, act, log))
            }
            (Self::Append(model), Act::Append(act)) => {
                logged(log, Event::Append, |log| model.act(at, act, log))
            }
            (Self::Heap(_) | Self::Program(_) | Self::Append(_), _) => Err(Refused::NotThere),
        }
    }

    fn properties() -> &'static [Property<Self>] {
        &ALL
    }

    fn holds(&self, fact: &Fact, happened: &[Record<Event>]) -> bool {
        match (self, fact) {
            (Self::Heap(model), Fact::Heap(fact)) => {
                let heap = |event| match event {
                    Event::Heap(event) => Some(event),
                    _ => None,
                };
                model.holds(fact, &inner(happened, heap))
            }
            (Self::Program(model), Fact::Program(fact)) => {
                let program = |event| match event {
                    Event::Program(event) => Some(event),
                    _ => None,
                };
                model.holds(fact, &inner(happened, program))
            }
            (Self::Append(model), Fact::Append(fact)) => {
                let append = |event| match event {
                    Event::Append(event) => Some(event),
                    _ => None,
                };
                model.holds(fact, &inner(happened, append))
            }
            (Self::Heap(_) | Self::Program(_) | Self::Append(_), _) => false,
        }
    }
}

/// Lets a model write into a log of its own and passes on what it wrote.
fn logged<E, R>(
    log: &mut Log<Event>,
    wrap: fn(E) -> Event,
    run: impl FnOnce(&mut Log<E>) -> R,
) -> R {
    let mut own = Log::starting_at(log.next_id());
    let result = run(&mut own);
    for Record { at, causes, event } in own.drain() {
        log.push(at, causes, wrap(event));
    }
    result
}

/// What a model wrote, as it wrote it.
fn inner<E>(happened: &[Record<Event>], unwrap: fn(Event) -> Option<E>) -> Vec<Record<E>> {
    let own = |record: &Record<Event>| {
        Some(Record {
            at: record.at,
            causes: record.causes,
            event: unwrap(record.event)?,
        })
    };
    happened.iter().filter_map(own).collect()
}

/// Most properties of one model.
const MOST: usize = 12;

fn heap<const N: usize>(lab: &Lab) -> Verdict {
    match lab {
        Lab::Heap(model) => (World::properties()[N].check)(model),
        _ => Verdict::Holds,
    }
}

fn program<const N: usize>(lab: &Lab) -> Verdict {
    match lab {
        Lab::Program(model) => (Program::properties()[N].check)(model),
        _ => Verdict::Holds,
    }
}

fn append<const N: usize>(lab: &Lab) -> Verdict {
    match lab {
        Lab::Append(model) => (Slice::properties()[N].check)(model),
        _ => Verdict::Holds,
    }
}

/// A function for each number below [`MOST`].
macro_rules! numbered {
    ($check:ident) => {
        [
            $check::<0>,
            $check::<1>,
            $check::<2>,
            $check::<3>,
            $check::<4>,
            $check::<5>,
            $check::<6>,
            $check::<7>,
            $check::<8>,
            $check::<9>,
            $check::<10>,
            $check::<11>,
        ]
    };
}

/// The properties of all models; those of another kind of model hold.
static ALL: LazyLock<Vec<Property<Lab>>> = LazyLock::new(|| {
    let mut all = wrapped(World::properties(), numbered!(heap));
    all.extend(wrapped(Program::properties(), numbered!(program)));
    all.extend(wrapped(Slice::properties(), numbered!(append)));
    all
});

fn wrapped<M>(own: &[Property<M>], checks: [fn(&Lab) -> Verdict; MOST]) -> Vec<Property<Lab>> {
    let wrap = |(property, check): (&Property<M>, fn(&Lab) -> Verdict)| Property {
        id: property.id,
        kind: property.kind,
        check,
    };
    own.iter().zip(checks).map(wrap).collect()
}

impl Lab {
    /// The names of the properties that are about this kind of model, in the order in which they are
    /// shown. [`Model::properties`] has those of all kinds.
    pub fn own_properties(&self) -> Vec<&'static str> {
        fn ids<M: Model>(_: &M) -> Vec<&'static str> {
            M::properties().iter().map(|it| it.id).collect()
        }
        each!(self, model => ids(&**model))
    }
}
