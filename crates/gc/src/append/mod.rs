//! A slice that is appended to: when it grows, to which capacity, and why to that one.
//!
//! | question | look in |
//! |---|---|
//! | what is fixed before a run, what can a person do? | `setup.rs`: [`Setup`], [`Act`] |
//! | what can happen? | `event.rs`: [`Event`], and [`Rule`] for why |
//! | what must always hold? | [`properties`] |
//! | the sentences, in English and Chinese | [`words`] |
//!
//! Capacities come from [`slices`](crate::slices), which was measured against real Go. The slice is
//! one that is stored where others can see it, so that it lives on the heap from its first element.

mod event;
mod fact;
pub mod properties;
mod setup;
#[cfg(test)]
mod tests;
pub mod words;

use std::collections::VecDeque;

use glassbox_sim::{
    Causes, Duration, EventId, Instant, Log, Model, Property, Record, Refused, SetupError,
};

use crate::program::Bytes;
use crate::slices::{next_slice_cap, round_up_size};

pub use event::{Event, How, Rule};
pub use fact::{EventName, Fact, PropertyName};
pub use setup::{Act, Element, Go, MAX_APPEND, MAX_ELEMENT, MAX_LEN, Setup};

/// How long a call of `append` takes: so that one follows the other, as steps of a heap do. Nobody
/// measured it.
pub const STEP: Duration = Duration::from_millis(1);

/// Growths that are kept; older ones are forgotten.
pub const MAX_GROWTHS: usize = 64;

/// A slice got a new array.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Growth {
    /// Elements when it grew.
    pub len: u64,
    /// The capacity before.
    pub from: u64,
    /// The capacity that was asked for.
    pub asked: u64,
    /// The capacity after.
    pub to: u64,
}

/// A slice and what has become of it.
#[derive(Clone, Debug)]
pub struct Slice {
    setup: Setup,
    started: bool,
    now: Instant,
    element: Element,
    release: Go,
    len: u64,
    cap: u64,
    copied: u64,
    grown: u64,
    growths: VecDeque<Growth>,
    fell: bool,
}

impl Slice {
    /// The setup.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What it consists of.
    pub fn element(&self) -> Element {
        self.element
    }

    /// The release of Go.
    pub fn release(&self) -> Go {
        self.release
    }

    /// Its length, elements.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether it has no elements.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Its capacity, elements.
    pub fn cap(&self) -> u64 {
        self.cap
    }

    /// Elements copied from old arrays to new ones.
    pub fn copied(&self) -> u64 {
        self.copied
    }

    /// How often it has grown.
    pub fn grown(&self) -> u64 {
        self.grown
    }

    /// The last growths, oldest first.
    pub fn growths(&self) -> impl DoubleEndedIterator<Item = &Growth> + ExactSizeIterator {
        self.growths.iter()
    }

    /// Whether an append has ever made the capacity smaller.
    pub(crate) fn fell(&self) -> bool {
        self.fell
    }

    fn start(&mut self, log: &mut Log<Event>) {
        self.started = true;
        self.begin(log);
    }

    /// Time for a call passes.
    fn pass(&mut self) {
        self.now = (self.now + STEP).min(Instant::LAST);
    }

    /// A new slice, without an array.
    fn begin(&mut self, log: &mut Log<Event>) {
        (self.len, self.cap, self.copied, self.grown) = (0, 0, 0, 0);
        self.growths.clear();
        let Element { size, pointers } = self.element;
        let event = Event::Started {
            size,
            pointers,
            release: self.release,
        };
        log.push(self.now, None, event);
    }

    fn append(&mut self, count: u64, log: &mut Log<Event>) -> Result<(), Refused> {
        let len = self.len + count;
        if !(1..=MAX_APPEND).contains(&count) || len > MAX_LEN {
            return Err(Refused::OverBound);
        }
        self.pass();
        let event = Event::Appended {
            count,
            len,
            cap: self.cap,
        };
        let appended = log.push(self.now, None, event);
        if len > self.cap {
            self.grow(len, appended, log)?;
        }
        self.len = len;
        Ok(())
    }

    /// The slice gets a larger array: `growslice`.
    fn grow(&mut self, len: u64, because: EventId, log: &mut Log<Event>) -> Result<(), Refused> {
        let (from, release) = (self.cap, self.release.rules());
        let element = self.element.rules();
        let asked = next_slice_cap(len, from, release).ok_or(Refused::OverBound)?;
        let to = element
            .grow(len, from, release)
            .map_err(|_| Refused::OverBound)?;
        let event = Event::Asked {
            from,
            asked,
            how: How::of(len, from, self.release),
        };
        let cause = log.push(self.now, Causes::one(because), event);
        let bytes = asked * element.size;
        let event = Event::Rounded {
            asked: Bytes(bytes),
            got: Bytes(round_up_size(bytes, element.pointers, release)),
            cap: to,
        };
        let cause = log.push(self.now, Causes::one(cause), event);
        let event = Event::Grew {
            from,
            to,
            copied: self.len,
        };
        log.push(self.now, Causes::one(cause), event);
        self.fell |= to < from;
        self.copied += self.len;
        self.grown += 1;
        if self.growths.len() == MAX_GROWTHS {
            self.growths.pop_front();
        }
        self.growths.push_back(Growth {
            len: self.len,
            from,
            asked,
            to,
        });
        self.cap = to;
        Ok(())
    }

    fn do_act(&mut self, act: &Act, log: &mut Log<Event>) -> Result<(), Refused> {
        match *act {
            Act::Append(count) => self.append(u64::from(count), log),
            Act::AppendUntilItGrows => {
                let room = self.cap - self.len;
                if room >= MAX_APPEND {
                    return Err(Refused::OverBound);
                }
                if room > 0 {
                    self.append(room, log)?;
                }
                self.append(1, log)
            }
            Act::SetElement(element) => {
                if element == self.element {
                    return Err(Refused::AlreadySo);
                }
                if !element.fits() {
                    return Err(Refused::OverBound);
                }
                self.element = element;
                self.pass();
                self.begin(log);
                Ok(())
            }
            Act::SetRelease(release) => {
                if release == self.release {
                    return Err(Refused::AlreadySo);
                }
                self.release = release;
                self.pass();
                self.begin(log);
                Ok(())
            }
        }
    }
}

impl Model for Slice {
    type Setup = Setup;
    type Act = Act;
    type Event = Event;
    type Fact = Fact;

    const LAB: &'static str = "gc";
    const VERSION: u16 = 2;

    fn new(setup: &Setup, _: u64) -> Result<Self, SetupError> {
        setup.check()?;
        Ok(Self {
            started: false,
            now: Instant::START,
            element: setup.element,
            release: setup.release,
            len: 0,
            cap: 0,
            copied: 0,
            grown: 0,
            growths: VecDeque::new(),
            fell: false,
            setup: setup.clone(),
        })
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn next(&self) -> Option<Instant> {
        (!self.started).then_some(Instant::START)
    }

    fn step(&mut self, log: &mut Log<Event>) {
        if !self.started {
            self.start(log);
        }
    }

    fn acts(&self) -> Vec<Act> {
        let mut acts = vec![
            Act::Append(1),
            Act::Append(10),
            Act::Append(100),
            Act::AppendUntilItGrows,
        ];
        for size in [8, 16, 24, 40] {
            for pointers in [false, true] {
                acts.push(Act::SetElement(Element { size, pointers }));
            }
        }
        acts.extend(Go::ALL.map(Act::SetRelease));
        acts.retain(|act| {
            let mut log = Log::starting_at(EventId(0));
            self.clone().do_act(act, &mut log).is_ok()
        });
        acts
    }

    fn act(&mut self, at: Instant, act: &Act, log: &mut Log<Event>) -> Result<(), Refused> {
        let mut after = self.clone();
        if !after.started {
            after.start(log);
        }
        after.now = at;
        after.do_act(act, log)?;
        *self = after;
        Ok(())
    }

    fn properties() -> &'static [Property<Self>] {
        properties::ALL
    }

    fn holds(&self, fact: &Fact, happened: &[Record<Event>]) -> bool {
        fact.holds(self, happened)
    }
}
