//! Scenarios: a setup, a seed and a story in steps, as a file.
//!
//! A step shows its text, may ask for a prediction, then runs: it does acts, lets time pass, or
//! goes on until a condition holds. Nothing in a file says what will happen; it only says what must
//! be true afterwards, and [`tell`] runs the engine to see. Which answer to a prediction is right
//! is found the same way.

mod name;
mod read;
mod tell;

use serde::{Deserialize, Serialize};

use crate::model::Model;
use crate::time::Duration;

pub use name::read_name;
pub use read::{Fault, FileError, MAX_FILE, MAX_STORY_STEPS, Place, read};
pub use tell::{
    DEFAULT_WITHIN, Lesson, StoryError, StoryProblem, Telling, Told, check, condition_holds, tell,
};

/// A sentence in both languages. Neither may be empty.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"\S")))]
    pub en: String,
    /// Chinese (zh-CN).
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"\S")))]
    pub zh: String,
}

/// A scenario file.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scenario<S, A, F> {
    /// Where an editor finds the schema; not read.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Lab and name, as `raft/leader-crash`.
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = "^[a-z]+/[a-z0-9-]{1,48}$"))
    )]
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// The question it answers, for lists of scenarios.
    pub question: Text,
    /// The property shown beside the player.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<String>,
    /// What is fixed before it starts.
    pub setup: S,
    /// The seed it is told with.
    pub seed: u64,
    /// The number of the step, from 1, that an untouched figure shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 64)))]
    pub opens_at: Option<usize>,
    /// What has happened when the story begins: moves, so that its first picture shows something.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Move<A, F>>,
    /// The story.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 64)))]
    pub steps: Vec<Step<A, F>>,
}

/// One step of a story.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Step<A, F> {
    /// What is read before it runs.
    pub text: Text,
    /// What is often said about this, and is wrong or dated.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub often_said: Option<OftenSaid>,
    /// A question to answer before it runs.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub predict: Option<Prediction<F>>,
    /// What then happens, in order.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub run: Vec<Move<A, F>>,
    /// What must be true when it has run.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Condition<F>>,
    /// Something to reach by oneself from here.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal<A, F>>,
}

/// What many notes and articles say about something, and how it really is. Where the step asks for a
/// prediction it is shown only with the answer, which it could give away.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OftenSaid {
    /// What they say.
    pub claim: Text,
    /// How it is.
    pub in_fact: Text,
    /// Where that is written, as `runtime/mgc.go`; the same in both languages.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"\S")))]
    pub source: String,
}

/// One move of a story.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Move<A, F> {
    /// Do this now.
    Do(A),
    /// Let this much time pass.
    For(Duration),
    /// Go on until this holds, at most for [`DEFAULT_WITHIN`].
    Until(Condition<F>),
}

/// Something that is true or not at a moment.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Condition<F> {
    /// A fact of the lab.
    Is(F),
    /// Every one of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
    /// The contrary.
    Not(Box<Self>),
}

/// A question with its choices, of which exactly one must come true.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Prediction<F> {
    /// The question.
    pub ask: Text,
    /// The answers, two to five.
    #[cfg_attr(feature = "schema", schemars(length(min = 2, max = 5)))]
    pub choices: Vec<Choice<F>>,
    /// Why it is as it is, shown with the answer.
    pub because: Text,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Choice<F> {
    /// The answer.
    pub text: Text,
    /// What is true after the step if it is right.
    pub when: Condition<F>,
    /// Why it is not so: shown to whoever chose it and was wrong.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<Text>,
}

/// Something for a person to reach.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Goal<A, F> {
    /// What to reach.
    pub text: Text,
    /// When it is reached.
    pub reach: Condition<F>,
    /// With at most so many acts.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub acts: u32,
    /// One way to reach it: the proof that it can be done.
    pub solution: Vec<Move<A, F>>,
}

/// A scenario of the lab `M`.
pub type ScenarioOf<M> = Scenario<<M as Model>::Setup, <M as Model>::Act, <M as Model>::Fact>;
/// A step of a story of the lab `M`.
pub type StepOf<M> = Step<<M as Model>::Act, <M as Model>::Fact>;
/// A move of a story of the lab `M`.
pub type MoveOf<M> = Move<<M as Model>::Act, <M as Model>::Fact>;
/// A goal of the lab `M`.
pub type GoalOf<M> = Goal<<M as Model>::Act, <M as Model>::Fact>;
