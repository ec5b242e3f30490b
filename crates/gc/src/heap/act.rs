//! What a person can do.

use serde::{Deserialize, Serialize};

use super::event::Side;
use super::machine::{Fault, Op, Step, Work};

/// One thing that a person does.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Let a goroutine do something.
    Goroutine(Does),
    /// Let the collector do something. `stop` starts a cycle when none runs.
    Collector(Work),
    /// Start a cycle: stop the world or, where that fault is on, start to mark without.
    Collect,
    /// Switch a fault on or off.
    Switch(Switch),
    /// Let goroutines or the collector run by themselves, or stop them.
    Run(Run),
}

/// A goroutine and what it does.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Does {
    /// The goroutine, from 1.
    pub no: u8,
    /// What it does.
    pub op: Op,
}

/// A fault, on or off.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// Which.
    pub fault: Fault,
    /// Whether it is on.
    pub on: bool,
}

/// Who runs by itself or not.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Who.
    pub side: Side,
    /// Whether it runs by itself.
    pub on: bool,
}

impl From<Step> for Act {
    fn from(step: Step) -> Self {
        match step {
            Step::Goroutine(no, op) => Self::Goroutine(Does {
                no: no.saturating_add(1),
                op,
            }),
            Step::Collector(work) => Self::Collector(work),
        }
    }
}
