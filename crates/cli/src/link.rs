//! `glassbox link`

use std::io::Write;

use anyhow::{anyhow, bail};
use glassbox_sim::Tell;
use glassbox_sim::link::Source;
use glassbox_sim::scenario;
use glassbox_sim::timeline::BranchId;

use crate::args::{Link, Moment};
use crate::lab::{Lab, read};
use crate::{moment, output, source, words};

/// Writes a link to a scenario.
pub(crate) fn link(asked: &Link, out: &mut dyn Write) -> anyhow::Result<()> {
    let Some((lab, _, json)) = source::built_in(&asked.scenario) else {
        bail!(words::nothing_to_link(&asked.scenario, asked.lang));
    };
    let text = lab.link(json, asked)?;
    writeln!(out, "{}#{text}", asked.base)?;
    Ok(())
}

/// The text of the link.
pub(crate) fn to_scenario<L: Lab>(json: &str, asked: &Link) -> anyhow::Result<String> {
    let lang = asked.lang;
    let told_in = |error: &dyn Tell| anyhow!(error.tell(lang));
    let scenario = read::<L>(json).map_err(|error| told_in(&error))?;
    let seed = asked.seed.unwrap_or(scenario.seed);
    let told = scenario::tell::<L::Model>(&scenario, seed).map_err(|error| told_in(&error))?;
    let mut timeline = told.timeline;
    let opens_at = Moment::Step(scenario.opens_at.unwrap_or(1));
    match asked.moment.as_ref().unwrap_or(&opens_at) {
        Moment::At(at) => moment::go(&mut timeline, BranchId(0), *at, lang)?,
        Moment::Step(number) => {
            // The last mark is the end of the story, no step.
            let steps = told.lesson.marks.len().saturating_sub(1);
            let mark = number.checked_sub(1).filter(|index| *index < steps);
            let Some((step, clock)) = mark.and_then(|index| told.lesson.marks.get(index)) else {
                bail!(words::no_such_step(*number, steps, seed, lang));
            };
            timeline.seek(BranchId(0), *step);
            timeline.wait(*clock);
        }
    }
    if let Some(problem) = told.problem {
        let text = if seed == scenario.seed {
            words::not_true(&problem, lang)
        } else {
            words::other_seed(scenario.seed, seed, &problem, lang)
        };
        output::say(&words::note(&text, lang))?;
    }
    let link = timeline.link(Source::Scenario(scenario.id));
    link.encode().map_err(|error| told_in(&error))
}
