//! `glassbox check`

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use glassbox_sim::scenario::{self, Scenario};
use glassbox_sim::timeline::BranchId;

use crate::lab::{Lab, read};
use crate::source;

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

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let some = |count: usize, what: &str| {
            format!("{count} {what}{}", if count == 1 { "" } else { "s" })
        };
        let Self {
            steps,
            predictions,
            goals,
            events,
        } = *self;
        let parts = [
            some(steps, "step"),
            some(predictions, "prediction"),
            some(goals, "goal"),
            some(events as usize, "event"),
        ];
        f.write_str(&parts.join(", "))
    }
}

/// Checks all `files`; each gets its line.
pub(crate) fn check(files: &[PathBuf], out: &mut dyn Write) -> anyhow::Result<()> {
    let mut failed = 0;
    for file in files {
        let shown = file.display();
        match check_file(file) {
            Ok(counts) => writeln!(out, "{shown}: ok ({counts})")?,
            Err(problem) => {
                failed += 1;
                writeln!(out, "{shown}: {problem}")?;
            }
        }
    }
    match (failed, files.len()) {
        (0, _) => Ok(()),
        (_, 1) => bail!("the file is not right"),
        (failed, all) => bail!("{failed} of {all} files are not right"),
    }
}

fn check_file(path: &Path) -> Result<Counts, String> {
    let json = source::read(path).map_err(|error| {
        let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
        if causes.is_empty() {
            error.to_string()
        } else {
            format!("cannot be read: {}", causes.join(": "))
        }
    })?;
    source::lab_of_file(&json)?.check(&json)
}

/// Checks a file of one lab.
pub(crate) fn file_of<L: Lab>(json: &str) -> Result<Counts, String> {
    let scenario = read::<L>(json)?;
    scenario::check::<L::Model>(&scenario).map_err(|error| error.to_string())?;
    let told =
        scenario::tell::<L::Model>(&scenario, scenario.seed).map_err(|error| error.to_string())?;
    let timeline = told.timeline;
    let events = timeline.events_until(BranchId(0), timeline.recorded(BranchId(0)));
    Ok(Counts {
        events,
        ..Counts::of(&scenario)
    })
}
