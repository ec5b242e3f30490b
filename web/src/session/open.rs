//! Opening a figure: from a scenario's name, a file, or a link.

use glassbox_sim::link::LinkError;
use glassbox_sim::scenario::{self, FileError};
use glassbox_sim::{BranchId, Duration, Instant, Lang, SetupError, Tell};

use super::{Opener, Session};
use crate::lab::{Lab, ScenarioFor};

/// What a figure is opened with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    /// A scenario of the lab, by id.
    pub scenario: Option<String>,
    /// The text of that scenario, or of the one that `state` names. `None`: there is no such file.
    pub story: Option<String>,
    /// The text of somebody's own scenario file.
    pub file: Option<String>,
    /// A run link; the others do not count then.
    pub state: Option<String>,
    /// Another seed than the scenario's.
    pub seed: Option<u64>,
    /// Where to stand at first: `608ms`, `step:4`, or nothing for where the scenario says.
    pub start: Option<String>,
}

#[cfg(test)]
impl Opening {
    /// As a page opens a scenario of Raft.
    pub(crate) fn of_raft(id: &str) -> Self {
        let found = glassbox_raft::scenarios::FILES
            .iter()
            .find(|(name, _)| *name == id);
        Self {
            scenario: Some(id.to_owned()),
            story: found.map(|(_, json)| (*json).to_owned()),
            ..Self::default()
        }
    }
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
    /// The place to start at is understood, and not there: the run has so many steps and ends at this moment.
    NoSuchStart(String, usize, Instant),
    /// The reader did not want to wait.
    Cancelled,
}

impl OpenError {
    /// What to tell the reader.
    pub fn message(&self, lang: Lang) -> String {
        let what = match self {
            Self::NoSuchScenario(id) => {
                return lang.pick(
                    format!(
                        "There is no scenario named “{id}”. A scenario is named as raft/leader-election."
                    ),
                    format!("没有名为“{id}”的场景。场景名的写法如 raft/leader-election。"),
                );
            }
            Self::Start(text) => {
                return lang.pick(
                    format!("The start “{text}” is not understood: write it as 608ms or step:4."),
                    format!("无法理解起点“{text}”：请写成 608ms 或 step:4。"),
                );
            }
            Self::NoSuchStart(text, steps, end) => {
                return lang.pick(
                    format!("There is no “{text}” to start at: the story has {steps} steps and ends at {end} ms."),
                    format!("没有“{text}”这个起点：故事共 {steps} 步，到 {end} ms 结束。"),
                );
            }
            Self::Cancelled => {
                return lang
                    .pick("Opening was cancelled.", "已取消打开。")
                    .to_owned();
            }
            Self::File(error) => error.tell(lang),
            Self::Link(error) => error.tell(lang),
            Self::Setup(error) => error.tell(lang),
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
    /// Opens a figure at once, however long it takes.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn open(opening: &Opening) -> Result<Self, OpenError> {
        let mut opener = Opener::new(opening)?;
        loop {
            if let Some(session) = opener.go_on(u32::MAX)? {
                return Ok(session);
            }
        }
    }

    pub(super) fn start_at(&mut self, start: Option<&str>) -> Result<(), OpenError> {
        let short = |text: &str| text.chars().take(24).collect::<String>();
        let wrong = |text: &str| OpenError::Start(short(text));
        let steps = self.guide.told();
        let end = self.guide.end().unwrap_or(Instant::START);
        let nowhere = |text: &str| OpenError::NoSuchStart(short(text), steps, end);
        match start {
            Some(text) => match text.strip_prefix("step:") {
                Some(number) => {
                    let step: usize = number.parse().map_err(|_| wrong(text))?;
                    let known = (1..=steps.max(1)).contains(&step);
                    self.show_step(
                        step.checked_sub(1)
                            .filter(|_| known)
                            .ok_or_else(|| nowhere(text))?,
                    );
                }
                None => {
                    let after: Duration = text.parse().map_err(|_| wrong(text))?;
                    let at = Instant::START + after;
                    if at > end {
                        return Err(nowhere(text));
                    }
                    self.timeline.seek_time(BranchId(0), at);
                    self.arrived();
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

/// The scenario of this name, of which `story` is the text.
pub(super) fn find<L: Lab>(id: &str, story: Option<&str>) -> Result<ScenarioFor<L>, OpenError> {
    let missing = || OpenError::NoSuchScenario(id.chars().take(48).collect());
    let scenario =
        scenario::read::<L::Model>(story.ok_or_else(missing)?).map_err(OpenError::File)?;
    // A host may answer with another file.
    (scenario.id == id).then_some(scenario).ok_or_else(missing)
}
