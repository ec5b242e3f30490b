//! `glassbox link`

use std::io::{self, Write};

use anyhow::{anyhow, bail};
use glassbox_sim::link::Source;
use glassbox_sim::scenario;
use glassbox_sim::timeline::BranchId;

use crate::args::{Link, Moment};
use crate::lab::{Lab, read};
use crate::{moment, source};

/// Writes a link to a scenario.
pub(crate) fn link(asked: &Link, out: &mut dyn Write) -> anyhow::Result<()> {
    let Some((lab, _, json)) = source::built_in(&asked.scenario) else {
        bail!(
            "there is no scenario \"{}\"; \"glassbox list\" shows them (a file of your own is sent as a file)",
            asked.scenario
        );
    };
    let text = lab.link(json, asked)?;
    writeln!(out, "{}#{text}", asked.base)?;
    Ok(())
}

/// The text of the link.
pub(crate) fn to_scenario<L: Lab>(json: &str, asked: &Link) -> anyhow::Result<String> {
    let scenario = read::<L>(json).map_err(|problem| anyhow!(problem))?;
    let seed = asked.seed.unwrap_or(scenario.seed);
    let told = scenario::tell::<L::Model>(&scenario, seed)?;
    let mut timeline = told.timeline;
    let opens_at = Moment::Step(scenario.opens_at.unwrap_or(1));
    match asked.moment.as_ref().unwrap_or(&opens_at) {
        Moment::At(at) => moment::go(&mut timeline, BranchId(0), *at)?,
        Moment::Step(number) => {
            // The last mark is the end of the story, no step.
            let steps = told.lesson.marks.len().saturating_sub(1);
            let mark = number.checked_sub(1).filter(|index| *index < steps);
            let Some((step, clock)) = mark.and_then(|index| told.lesson.marks.get(index)) else {
                bail!("there is no step {number}; the story told with seed {seed} has {steps}");
            };
            timeline.seek(BranchId(0), *step);
            timeline.wait(*clock);
        }
    }
    if let Some(problem) = told.problem {
        writeln!(
            io::stderr(),
            "glassbox: note: with seed {seed} the story does not come true: {problem}"
        )?;
    }
    Ok(timeline.link(Source::Scenario(scenario.id)).encode()?)
}
