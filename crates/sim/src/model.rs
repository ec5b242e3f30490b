//! What a lab must offer: its system as a state machine in simulated time.

use std::fmt::Debug;

use crate::lang::{Lang, Tell, told_errors};
use crate::log::{Log, Record};
use crate::network::ALL;
use crate::property::Property;
use crate::time::{Duration, Instant};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A system as a state machine in simulated time.
///
/// A run is a pure function of setup, seed and acts. A model therefore does no I/O, reads no clock
/// and draws no entropy, and iterates over nothing whose order is not fixed.
pub trait Model: Clone + 'static {
    /// What is fixed before a run starts.
    type Setup: Clone + Debug + PartialEq + Serialize + DeserializeOwned;
    /// One thing that a person does.
    type Act: Clone + Debug + PartialEq + Serialize + DeserializeOwned;
    /// One thing that happened.
    type Event: Clone + Debug + PartialEq + Serialize;
    /// One thing that a scenario can wait for or ask about.
    type Fact: Clone + Debug + PartialEq + Serialize + DeserializeOwned;

    /// The lab's name, as in `raft/leader-crash`.
    const LAB: &'static str;
    /// Raised whenever the same setup, seed and acts would give other events than before. Run
    /// links name it.
    const VERSION: u16;

    /// The system as it stands before anything happens.
    ///
    /// # Errors
    /// Names the field of the setup that is out of its bounds, and them.
    fn new(setup: &Self::Setup, seed: u64) -> Result<Self, SetupError>;

    /// Looks whether `act` names only what a run of `setup` can come to have.
    ///
    /// # Errors
    /// Names the first thing that it never has.
    fn check_act(_setup: &Self::Setup, _act: &Self::Act) -> Result<(), Absent> {
        Ok(())
    }

    /// Looks whether `fact` is about what a run of `setup` can come to have. Otherwise it would be
    /// false for ever, and its contrary true, without anyone noticing the slip.
    ///
    /// # Errors
    /// Names the first thing that it never has.
    fn check_fact(_setup: &Self::Setup, _fact: &Self::Fact) -> Result<(), Absent> {
        Ok(())
    }

    /// The moment of the last thing that happened.
    fn now(&self) -> Instant;

    /// When something happens next by itself; `None` when nothing ever will.
    fn next(&self) -> Option<Instant>;

    /// Lets exactly one thing happen, at [`Model::next`]. Does nothing if there is none.
    fn step(&mut self, log: &mut Log<Self::Event>);

    /// What a person may do now: these are the buttons. Always in the same order.
    fn acts(&self) -> Vec<Self::Act>;

    /// Does `act` at the moment `at`, which lies between [`Model::now`] and [`Model::next`]. If it
    /// takes time, [`Model::now`] is later than `at` afterwards, but not later than
    /// [`Instant::LAST`].
    ///
    /// # Errors
    /// Says why it cannot be done; the model is then as before, and what was logged is to be thrown
    /// away.
    fn act(
        &mut self,
        at: Instant,
        act: &Self::Act,
        log: &mut Log<Self::Event>,
    ) -> Result<(), Refused>;

    /// What must hold in every state, in the order in which it is shown.
    fn properties() -> &'static [Property<Self>];

    /// Whether `fact` is true now. `happened` is what the last step wrote down, for facts about
    /// events.
    fn holds(&self, fact: &Self::Fact, happened: &[Record<Self::Event>]) -> bool;
}

/// A setup that cannot be run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SetupError {
    /// The field, with dots for nesting: `links.loss`.
    pub field: &'static str,
    /// What would be right there.
    pub expected: Expected,
}

/// What a field of a setup takes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Expected {
    /// A whole number from the first to the second.
    Count(u64, u64),
    /// Parts of a million.
    Millionths,
    /// Bytes per second, at least so many, or `null` for no bound.
    RateOrNull(u64),
    /// A length of time from the first to the second.
    Time(Duration, Duration),
    /// A length of time, at least this one and less than another field's.
    TimeBelow(Duration, &'static str),
    /// No more than another field.
    AtMost(&'static str),
    /// What the lab's own core accepts, which says why it does not, in its terms.
    Accepted(String),
    /// Something that takes a sentence of its own: the English one, and the Chinese one.
    Said(String, String),
}

impl Tell for SetupError {
    fn tell(&self, lang: Lang) -> String {
        let (field, expected) = (self.field, self.expected.tell(lang));
        lang.pick(
            format!("setup.{field}: {expected}"),
            format!("setup.{field}：{expected}"),
        )
    }
}

impl Tell for Expected {
    fn tell(&self, lang: Lang) -> String {
        match lang {
            Lang::En => match self {
                Self::Count(least, most) => format!("expected {least} to {most}"),
                Self::Millionths => {
                    format!("counted in parts of a million: expected 0 to {ALL}")
                }
                Self::RateOrNull(least) => {
                    format!("expected at least {least} bytes per second, or null")
                }
                Self::Time(least, most) => {
                    format!("expected {} to {}", least.with_unit(), most.with_unit())
                }
                Self::TimeBelow(least, field) => {
                    let least = least.with_unit();
                    format!("expected at least {least} and less than {field}")
                }
                Self::AtMost(field) => format!("expected no more than {field}"),
                Self::Accepted(why) => format!("not accepted: {why}"),
                Self::Said(en, _) => en.clone(),
            },
            Lang::Zh => match self {
                Self::Count(least, most) => format!("应为 {least} 到 {most}"),
                Self::Millionths => format!("以百万分之一计，应为 0 到 {ALL}"),
                Self::RateOrNull(least) => format!("应至少为每秒 {least} 字节，或为 null"),
                Self::Time(least, most) => {
                    format!("应为 {} 到 {}", least.with_unit(), most.with_unit())
                }
                Self::TimeBelow(least, field) => {
                    format!("应至少为 {}，且小于 {field}", least.with_unit())
                }
                Self::AtMost(field) => format!("不应大于 {field}"),
                Self::Accepted(why) => format!("不被接受：{why}"),
                Self::Said(_, zh) => zh.clone(),
            },
        }
    }
}

/// What no run of a setup has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Absent {
    /// Something of this number.
    Number {
        /// What it is, as `node`: its English name and its Chinese one.
        what: [&'static str; 2],
        /// The number.
        number: u32,
        /// The first one that there is.
        first: u32,
        /// The last one; less than the first one if there are none.
        last: u32,
    },
    /// Something of this name: its English name and its Chinese one.
    Name([&'static str; 2]),
    /// It is about another kind of system than the setup.
    Kind,
}

impl Absent {
    /// Looks whether `number` is one from `first` to `last`.
    ///
    /// # Errors
    /// It is not.
    pub fn check(
        what: [&'static str; 2],
        number: impl Into<u32>,
        first: impl Into<u32>,
        last: impl Into<u32>,
    ) -> Result<(), Self> {
        let (number, first, last) = (number.into(), first.into(), last.into());
        if (first..=last).contains(&number) {
            return Ok(());
        }
        Err(Self::Number {
            what,
            number,
            first,
            last,
        })
    }
}

impl Tell for Absent {
    fn tell(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Self::Kind => (
                "it is about another kind than the one in setup.kind".to_owned(),
                "它说的不是 setup.kind 里的那一种".to_owned(),
            ),
            Self::Name([en, zh]) => (
                format!("there is no {en} of this name"),
                format!("没有这个名字的{zh}"),
            ),
            Self::Number {
                what: [en, zh],
                number,
                first,
                last,
            } if first > last => (
                format!("there is no {en} {number}: this setup has none"),
                format!("没有{zh} {number}：这个设置里一个也没有"),
            ),
            Self::Number {
                what: [en, zh],
                number,
                first,
                last,
            } if first == last => (
                format!("there is no {en} {number}: this setup has only {first}"),
                format!("没有{zh} {number}：这个设置里只有 {first}"),
            ),
            Self::Number {
                what: [en, zh],
                number,
                first,
                last,
            } => (
                format!("there is no {en} {number}: in this setup they go from {first} to {last}"),
                format!("没有{zh} {number}：这个设置里的编号是 {first} 到 {last}"),
            ),
        };
        lang.pick(en, zh)
    }
}

/// Why an act cannot be done at this moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// It names a node, packet, link or object that is not there (any more).
    NotThere,
    /// Things already are as it would make them.
    AlreadySo,
    /// The one it asks cannot do it in its present state.
    NotNow,
    /// A stated bound would be passed.
    OverBound,
}

impl Tell for Refused {
    fn tell(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Self::NotThere => (
                "what it names is not there at this moment",
                "此刻没有它所指的对象",
            ),
            Self::AlreadySo => ("it is already so", "已经是这样了"),
            Self::NotNow => (
                "it cannot be done in the present state",
                "当前状态下无法这样做",
            ),
            Self::OverBound => ("it would pass a bound of this lab", "超出了本实验的上限"),
        };
        lang.pick(en, zh).to_owned()
    }
}

told_errors!(SetupError, Absent, Refused);
