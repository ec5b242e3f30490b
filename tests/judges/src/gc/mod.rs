//! Go's runtime against the pacer, and against slices.
//!
//! cycles.rs compares goals and triggers with recorded cycles, slices.rs capacities with recorded
//! appends, traces.rs what is read from raw traces with what was recorded beside them. scenarios
//! drives the pacer through the nineteen programs of Go's own test and asks what that test asks.
//! verdicts.rs searches all runs of every collector for one that loses an object.
//! The suite's README gives the columns; section numbers in this module refer to it.

mod cycles;
mod scenarios;
mod slices;
mod traces;
mod verdicts;

use std::path::Path;

use anyhow::Context;
use serde::de::DeserializeOwned;

use crate::Options;

/// Passed of total, and what did not pass.
#[derive(Debug, Default)]
pub(super) struct Tally {
    passed: usize,
    total: usize,
    differences: Vec<String>,
}

impl Tally {
    /// One more; `difference` says what is wrong, if anything is.
    fn count(&mut self, difference: Option<String>) {
        self.total += 1;
        match difference {
            None => self.passed += 1,
            Some(difference) => self.differences.push(difference),
        }
    }

    /// Prints what differs; true if nothing does.
    fn explain(&self, name: &str, options: &Options) -> bool {
        let shown = if options.verbose { usize::MAX } else { 3 };
        for difference in self.differences.iter().take(shown) {
            println!("{name}: {difference}");
        }
        if let Some(more) = self
            .differences
            .len()
            .checked_sub(shown)
            .filter(|&more| more > 0)
        {
            println!("{name}: {more} more (-v)");
        }
        self.differences.is_empty()
    }
}

/// Runs everything there is; true if all of it holds.
pub(crate) fn judge(options: &Options) -> anyhow::Result<bool> {
    let mut tallies = Vec::new();
    match options.find_suite("go-gc")? {
        Ok(suite) => {
            let (goals, triggers) = cycles::judge(&suite)?;
            tallies.push(("go heap goal", goals, " rows"));
            tallies.push(("go trigger", triggers, ""));
            tallies.push(("append capacities", slices::judge(&suite)?, ""));
            let (read, predicted) = traces::judge(&suite.join("gctrace"))?;
            tallies.push(("gctrace cycles read", read, ""));
            tallies.push(("gctrace cycles predicted", predicted, ""));
        }
        Err(absent) => println!("skipped: no suite at {}", absent.display()),
    }
    tallies.push(("pacer scenarios", scenarios::judge(), ""));
    tallies.push(("verdicts", verdicts::judge(options), ""));

    let mut holds = true;
    for (name, tally, _) in &tallies {
        holds &= tally.explain(name, options);
    }
    for (name, Tally { passed, total, .. }, unit) in &tallies {
        println!("{name}: {passed}/{total}{unit}");
    }
    Ok(holds)
}

/// The rows of a table with their line numbers; none, with a word about it, if there is no table.
fn rows<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<(u64, T)>> {
    if !path.is_file() {
        println!("skipped: no table at {}", path.display());
        return Ok(Vec::new());
    }
    let mut reader = csv::Reader::from_path(path).with_context(|| path.display().to_string())?;
    let headers = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.with_context(|| path.display().to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record
            .deserialize(Some(&headers))
            .with_context(|| format!("{}:{line}", path.display()))?;
        rows.push((line, row));
    }
    Ok(rows)
}
