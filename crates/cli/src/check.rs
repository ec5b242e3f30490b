//! `glassbox check`

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use glassbox_sim::scenario::{self, Scenario};
use glassbox_sim::timeline::BranchId;
use glassbox_sim::{Lang, Tell};

use crate::args::Check;
use crate::lab::{Lab, read};
use crate::{source, words};

/// What is in a scenario.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Counts {
    pub(crate) steps: usize,
    pub(crate) predictions: usize,
    pub(crate) goals: usize,
    pub(crate) events: u32,
}

impl Counts {
    /// What is in the file; events happen only when it is told.
    pub(crate) fn of<S, A, F>(scenario: &Scenario<S, A, F>) -> Self {
        Self {
            steps: scenario.steps.len(),
            predictions: scenario
                .steps
                .iter()
                .filter(|step| step.predict.is_some())
                .count(),
            goals: scenario
                .steps
                .iter()
                .filter(|step| step.goal.is_some())
                .count(),
            events: 0,
        }
    }
}

impl Tell for Counts {
    fn tell(&self, lang: Lang) -> String {
        let Self {
            steps,
            predictions,
            goals,
            events,
        } = *self;
        let some = |count: usize, what: &str, zh: &str| match (lang, count) {
            (Lang::En, 1) => format!("1 {what}"),
            (Lang::En, _) => format!("{count} {what}s"),
            (Lang::Zh, _) => format!("{count} {zh}"),
        };
        let parts = [
            some(steps, "step", "步"),
            some(predictions, "prediction", "个预测"),
            some(goals, "goal", "个目标"),
            some(events as usize, "event", "个事件"),
        ];
        parts.join(lang.pick(", ", "，"))
    }
}

/// Checks all files; each gets its line.
pub(crate) fn check(asked: &Check, out: &mut dyn Write) -> anyhow::Result<()> {
    let Check { files, lang } = asked;
    let mut failed = 0;
    for file in files {
        let shown = file.display().to_string();
        match check_file(file, *lang) {
            Ok(counts) => writeln!(out, "{}", words::right(&shown, &counts, *lang))?,
            Err(problem) => {
                failed += 1;
                writeln!(out, "{}", words::wrong(&shown, &problem, *lang))?;
            }
        }
    }
    match failed {
        0 => Ok(()),
        _ => bail!(words::not_right(failed, files.len(), *lang)),
    }
}

fn check_file(path: &Path, lang: Lang) -> Result<Counts, String> {
    let json = source::read(path).map_err(|error| error.tell(lang))?;
    let lab = source::lab_of_file(&json).map_err(|error| error.tell(lang))?;
    lab.check(&json, lang)
}

/// Checks a file of one lab.
pub(crate) fn file_of<L: Lab>(json: &str, lang: Lang) -> Result<Counts, String> {
    let scenario = read::<L>(json).map_err(|error| error.tell(lang))?;
    scenario::check::<L::Model>(&scenario).map_err(|error| error.tell(lang))?;
    let told =
        scenario::tell::<L::Model>(&scenario, scenario.seed).map_err(|error| error.tell(lang))?;
    let timeline = told.timeline;
    let events = timeline.events_until(BranchId(0), timeline.recorded(BranchId(0)));
    Ok(Counts {
        events,
        ..Counts::of(&scenario)
    })
}
