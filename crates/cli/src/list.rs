//! `glassbox list`

use std::io::Write;

use anyhow::anyhow;
use glassbox_sim::Tell;
use serde::Serialize;

use crate::args::{Format, List};
use crate::check::Counts;
use crate::lab::{Lab, read};
use crate::labs::LABS;
use crate::output::json_line;
use crate::words;

/// Lists the scenarios of all labs.
pub(crate) fn list(asked: &List, out: &mut dyn Write) -> anyhow::Result<()> {
    // One that cannot be read does not hide the others.
    let mut failed = None;
    for lab in LABS {
        if let Err(error) = lab.list(asked, out) {
            failed = failed.or(Some(error));
        }
    }
    failed.map_or(Ok(()), Err)
}

/// One line of `--format jsonl`.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    title: &'a str,
    question: &'a str,
    seed: u64,
    steps: usize,
    predictions: usize,
    goals: usize,
}

/// Lists the scenarios of one lab.
pub(crate) fn of_lab<L: Lab>(asked: &List, out: &mut dyn Write) -> anyhow::Result<()> {
    let lang = asked.lang;
    let width = L::SCENARIOS
        .iter()
        .map(|(id, _)| id.len())
        .max()
        .unwrap_or(0);
    let mut failed = Ok(());
    for (id, json) in L::SCENARIOS {
        let scenario = match read::<L>(json) {
            Ok(scenario) => scenario,
            Err(problem) => {
                failed = failed.and(Err(anyhow!(words::wrong(id, &problem.tell(lang), lang))));
                continue;
            }
        };
        let (title, question) = (scenario.title.get(lang), scenario.question.get(lang));
        match asked.format {
            Format::Text => writeln!(out, "{id:width$}  {title}\n{:width$}  {question}", "")?,
            Format::Jsonl => {
                let Counts {
                    steps,
                    predictions,
                    goals,
                    ..
                } = Counts::of(&scenario);
                let seed = scenario.seed;
                json_line(
                    out,
                    &Line {
                        id,
                        title,
                        question,
                        seed,
                        steps,
                        predictions,
                        goals,
                    },
                )?;
            }
        }
    }
    failed
}
