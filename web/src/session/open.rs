//! Opening a figure: from a scenario's name, a file, or a link.

use glassbox_sim::link::{self, LinkError, Source};
use glassbox_sim::scenario::{self, FileError, Told};
use glassbox_sim::{BranchId, Duration, Lang, Model, SetupError, Timeline};

use super::Session;
use crate::lab::{Lab, ScenarioFor};

/// What a figure is opened with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    /// A scenario of the lab, by id.
    pub scenario: Option<String>,
    /// The text of a scenario file.
    pub file: Option<String>,
    /// A run link; the others do not count then.
    pub state: Option<String>,
    /// Another seed than the scenario's.
    pub seed: Option<u64>,
    /// Where to stand at first: `608ms`, `step:4`, or nothing for where the scenario says.
    pub start: Option<String>,
}

/// Why a figure cannot be opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum OpenError {
    /// No scenario of this name.
    NoSuchScenario(String),
    /// The scenario file is wrong.
    File(FileError),
    /// The link is wrong.
    Link(LinkError),
    /// The setup is wrong.
    Setup(SetupError),
    /// The place to start at is not understood.
    Start(String),
}

impl OpenError {
    /// What to tell the reader.
    pub fn message(&self, lang: Lang) -> String {
        let what = match self {
            Self::NoSuchScenario(id) => {
                return lang.pick(
                    format!("There is no scenario named “{id}”."),
                    format!("没有名为“{id}”的场景。"),
                );
            }
            Self::Start(text) => {
                return lang.pick(
                    format!("The start “{text}” is not understood: write it as 608ms or step:4."),
                    format!("无法理解起点“{text}”：请写成 608ms 或 step:4。"),
                );
            }
            Self::File(error) => error.to_string(),
            Self::Link(error) => error.to_string(),
            Self::Setup(error) => error.to_string(),
        };
        let (en, zh) = match self {
            Self::File(_) => ("The scenario cannot be opened", "无法打开这个场景文件"),
            Self::Link(_) => ("This link cannot be opened", "无法打开这个链接"),
            _ => ("This cannot be run", "无法运行"),
        };
        format!("{}{}{what}", lang.pick(en, zh), lang.pick(": ", "："))
    }
}

impl<L: Lab> Session<L> {
    /// Opens a figure.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn open(opening: &Opening) -> Result<Self, OpenError> {
        if let Some(state) = &opening.state {
            return Self::open_link(state);
        }
        let scenario = match (&opening.file, &opening.scenario) {
            (Some(file), _) => scenario::read::<L::Model>(file).map_err(OpenError::File)?,
            (None, Some(id)) => find::<L>(id)?,
            (None, None) => {
                let first = L::scenarios().first().map_or("", |(id, _)| id);
                find::<L>(first)?
            }
        };
        let seed = opening.seed.unwrap_or(scenario.seed);
        let source = match opening.file {
            Some(_) => Source::Setup(scenario.setup.clone()),
            None => Source::Scenario(scenario.id.clone()),
        };
        let mut session = Self::tell(source, scenario, seed)?;
        session.start_at(opening.start.as_deref())?;
        Ok(session)
    }

    fn tell(
        source: Source<<L::Model as Model>::Setup>,
        scenario: ScenarioFor<L>,
        seed: u64,
    ) -> Result<Self, OpenError> {
        let told = scenario::tell::<L::Model>(&scenario, seed).map_err(OpenError::Setup)?;
        Ok(Self::from_told(source, Some(scenario), told))
    }

    fn open_link(text: &str) -> Result<Self, OpenError> {
        let link = link::decode::<L::Model>(text).map_err(OpenError::Link)?;
        let mut session = match &link.source {
            Source::Scenario(id) => {
                let missing =
                    || OpenError::Link(LinkError::NoSuchScenario(id.chars().take(48).collect()));
                let scenario = find::<L>(id).map_err(|_| missing())?;
                Self::tell(link.source.clone(), scenario, link.seed)?
            }
            Source::Setup(setup) => {
                let timeline = Timeline::new(setup.clone(), link.seed).map_err(OpenError::Setup)?;
                let told = Told {
                    timeline,
                    lesson: Default::default(),
                    problem: None,
                };
                Self::from_told(link.source.clone(), None, told)
            }
        };
        session.timeline.follow(&link).map_err(OpenError::Link)?;
        session.moved();
        Ok(session)
    }

    fn start_at(&mut self, start: Option<&str>) -> Result<(), OpenError> {
        let wrong = |text: &str| OpenError::Start(text.chars().take(24).collect());
        match start {
            Some(text) => match text.strip_prefix("step:") {
                Some(number) => {
                    let step: usize = number.parse().map_err(|_| wrong(text))?;
                    let known = (1..=self.guide.told().max(1)).contains(&step);
                    self.show_step(
                        step.checked_sub(1)
                            .filter(|_| known)
                            .ok_or_else(|| wrong(text))?,
                    );
                }
                None => {
                    let after: Duration = text.parse().map_err(|_| wrong(text))?;
                    self.seek(BranchId(0), glassbox_sim::Instant::START + after);
                }
            },
            None => {
                let opens_at = self
                    .scenario
                    .as_ref()
                    .and_then(|scenario| scenario.opens_at);
                self.show_step(opens_at.unwrap_or(1) - 1);
            }
        }
        Ok(())
    }
}

fn find<L: Lab>(id: &str) -> Result<ScenarioFor<L>, OpenError> {
    let fits =
        |name: &str| name == id || name.split_once('/').is_some_and(|(_, short)| short == id);
    let found = L::scenarios().iter().find(|(name, _)| fits(name));
    let (_, json) =
        found.ok_or_else(|| OpenError::NoSuchScenario(id.chars().take(48).collect()))?;
    scenario::read::<L::Model>(json).map_err(OpenError::File)
}
