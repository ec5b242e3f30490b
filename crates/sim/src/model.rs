//! What a lab must offer: its system as a state machine in simulated time.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::log::{Log, Record};
use crate::property::Property;
use crate::time::Instant;

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
    /// Names the field of the setup that is out of its bounds.
    fn new(setup: &Self::Setup, seed: u64) -> Result<Self, SetupError>;

    /// The moment of the last thing that happened.
    fn now(&self) -> Instant;

    /// When something happens next by itself; `None` when nothing ever will.
    fn next(&self) -> Option<Instant>;

    /// Lets exactly one thing happen, at [`Model::next`]. Does nothing if there is none.
    fn step(&mut self, log: &mut Log<Self::Event>);

    /// What a person may do now: these are the buttons. Always in the same order.
    fn acts(&self) -> Vec<Self::Act>;

    /// Does `act` at the moment `at`, which lies between [`Model::now`] and [`Model::next`].
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
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("setup.{field}: {problem}")]
pub struct SetupError {
    /// The field, with dots for nesting: `links.loss`.
    pub field: &'static str,
    /// What is wrong with it and what would be right.
    pub problem: String,
}

/// Why an act cannot be done at this moment.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// It names a node, packet, link or object that is not there (any more).
    #[error("what it names is not there at this moment")]
    NotThere,
    /// Things already are as it would make them.
    #[error("it is already so")]
    AlreadySo,
    /// The one it asks cannot do it in its present state.
    #[error("it cannot be done in the present state")]
    NotNow,
    /// A stated bound would be passed.
    #[error("it would pass a bound of this lab")]
    OverBound,
}
