//! What a lab must bring to the command line, and what the command line does with any lab.

use std::io::Write;
use std::marker::PhantomData;

use glassbox_sim::scenario::{self, FileError, ScenarioOf};
use glassbox_sim::sequence::Sequence;
use glassbox_sim::{EventId, Lang, Model, Record, Witness};

use crate::args::{Link, List, Run};
use crate::check::Counts;
use crate::source::Source;
use crate::{check, link, list, run};

/// A lab: its engine, its scenarios and its words.
pub(crate) trait Lab: 'static {
    /// The engine.
    type Model: Model;

    /// The lab's scenario files, by id.
    const SCENARIOS: &'static [(&'static str, &'static str)];

    /// One sentence for an event.
    fn sentence(event: &EventOf<Self>, lang: Lang) -> String;
    /// The sentence of the rule that made it so, and where it is written.
    fn rule(event: &EventOf<Self>, lang: Lang) -> (&'static str, &'static str);
    /// Whether only those who want everything see it.
    fn is_detail(event: &EventOf<Self>) -> bool;
    /// Whether the property of this name is about such a model. A lab may have several kinds.
    fn concerns(_: &Self::Model, _: &str) -> bool {
        true
    }
    /// The name of a property.
    fn property(id: &str, lang: Lang) -> &'static str;
    /// Who breaks the property named `id`.
    fn witness(id: &str, witness: &Witness, lang: Lang) -> String;
    /// What the property named `id` waits for, if it does.
    fn waiting(id: &str, model: &Self::Model, lang: Lang) -> Option<String>;
    /// The sequence diagram of these events.
    fn sequence(
        model: &Self::Model,
        records: &[(EventId, Record<EventOf<Self>>)],
        lang: Lang,
    ) -> Sequence;
}

/// An event of a lab.
pub(crate) type EventOf<L> = <<L as Lab>::Model as Model>::Event;
/// A scenario of a lab.
pub(crate) type ScenarioFor<L> = ScenarioOf<<L as Lab>::Model>;

/// A lab without its types: what the commands need of it.
pub(crate) trait AnyLab: Sync {
    /// Its name, as `raft`.
    fn name(&self) -> &'static str;
    /// Its scenario files, by id.
    fn scenarios(&self) -> &'static [(&'static str, &'static str)];
    /// Lists its scenarios.
    fn list(&self, asked: &List, out: &mut dyn Write) -> anyhow::Result<()>;
    /// Runs one of its scenarios, a file or a link.
    fn run(&self, source: &Source, asked: &Run, out: &mut dyn Write) -> anyhow::Result<()>;
    /// Checks a scenario file; what is wrong is told in `lang`.
    fn check(&self, json: &str, lang: Lang) -> Result<Counts, String>;
    /// The text of a link to a moment of the scenario in `json`.
    fn link(&self, json: &str, asked: &Link) -> anyhow::Result<String>;
}

/// The lab `L`.
pub(crate) struct Of<L>(PhantomData<fn() -> L>);

impl<L> Of<L> {
    pub(crate) const NEW: Self = Self(PhantomData);
}

impl<L: Lab> AnyLab for Of<L> {
    fn name(&self) -> &'static str {
        L::Model::LAB
    }

    fn scenarios(&self) -> &'static [(&'static str, &'static str)] {
        L::SCENARIOS
    }

    fn list(&self, asked: &List, out: &mut dyn Write) -> anyhow::Result<()> {
        list::of_lab::<L>(asked, out)
    }

    fn run(&self, source: &Source, asked: &Run, out: &mut dyn Write) -> anyhow::Result<()> {
        run::in_lab::<L>(source, asked, out)
    }

    fn check(&self, json: &str, lang: Lang) -> Result<Counts, String> {
        check::file_of::<L>(json, lang)
    }

    fn link(&self, json: &str, asked: &Link) -> anyhow::Result<String> {
        link::to_scenario::<L>(json, asked)
    }
}

/// Reads a scenario file of a lab.
pub(crate) fn read<L: Lab>(json: &str) -> Result<ScenarioFor<L>, FileError> {
    scenario::read::<L::Model>(json)
}
