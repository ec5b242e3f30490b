//! What a person can do.

use serde::{Deserialize, Serialize};

use super::event::Side;
use super::machine::{Collector, Fault, Gno, Op, Step, Work, from_one};

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
    /// Choose a collector. It takes over at once or, while a cycle is under way, when that is over:
    /// colours that one collector gave mean nothing to another.
    Choose(Collector),
}

/// A goroutine and what it does.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Does {
    /// The goroutine; in files they count from 1.
    #[serde(with = "from_one")]
    #[cfg_attr(feature = "schema", schemars(with = "u8", range(min = 1)))]
    pub no: Gno,
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
            Step::Goroutine(no, op) => Self::Goroutine(Does { no, op }),
            Step::Collector(work) => Self::Collector(work),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goroutines_count_from_one_in_files() {
        let file = r#"{"goroutine":{"no":2,"op":{"send":{"slot":0,"to":1}}}}"#;
        let act: Act = serde_json::from_str(file).unwrap();
        let op = Op::Send { slot: 0, to: 0 };
        assert_eq!(act, Act::Goroutine(Does { no: 1, op }));
        assert_eq!(serde_json::to_string(&act).unwrap(), file);
        assert!(serde_json::from_str::<Act>(r#"{"collector":{"scan-stack":0}}"#).is_err());
    }
}
