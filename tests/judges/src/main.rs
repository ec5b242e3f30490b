//! The outside judges: each lab against something that the project did not write.
//!
//! `glassbox-judges [LAB] [--suite DIR] [-v] [--diff FILE]` runs what is available for a lab or for
//! all of them, says why for what is not, and ends with one line per judge: `NAME: passed/total`. It
//! fails if anything that is known to work no longer does. Suites are read where they are; nothing of them is kept here.

mod etcd;
mod gc;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use lexopt::prelude::*;

const USAGE: &str = "usage: glassbox-judges [raft|gc] [--suite DIR] [-v] [--diff FILE]

  raft          etcd-io/raft's interaction tests and quorum tables
  gc            cycles and slices recorded from Go's runtime, its pacer scenarios, all runs of small heaps
  --suite DIR   where the suites are; by default ../shared/suites next to the checkout
  -v            show the first difference of every file, or every row that differs
  --diff FILE   show every difference of the file of that name";

/// What is asked for.
#[derive(Debug, Default)]
pub struct Options {
    suite: Option<PathBuf>,
    verbose: bool,
    diff: Option<String>,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// True if what is expected to hold does.
fn run() -> anyhow::Result<bool> {
    let mut options = Options::default();
    let mut lab = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => {
                println!("{USAGE}");
                return Ok(true);
            }
            Short('v') | Long("verbose") => options.verbose = true,
            Long("suite") => options.suite = Some(parser.value()?.into()),
            Long("diff") => options.diff = Some(parser.value()?.string()?),
            Value(name) if lab.is_none() => lab = Some(name.string()?),
            _ => bail!("{}\n{USAGE}", argument.unexpected()),
        }
    }
    match lab.as_deref() {
        Some("raft") => etcd::judge(&options),
        Some("gc") => gc::judge(&options),
        Some(other) => bail!("there is no judge for {other:?}\n{USAGE}"),
        // All of them, so that a failure of one does not hide the others.
        None => Ok([etcd::judge(&options)?, gc::judge(&options)?] == [true; 2]),
    }
}

impl Options {
    /// The folder of a suite, if it is there. `name` may already be the last part of `--suite`.
    fn find_suite(&self, name: &str) -> anyhow::Result<Result<PathBuf, PathBuf>> {
        let root = match &self.suite {
            Some(suite) if suite.ends_with(name) => return Ok(existing(suite.clone())),
            Some(suite) => suite.clone(),
            None => std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
                .ancestors()
                .nth(3)
                .context("the checkout has no parent folder")?
                .join("shared/suites"),
        };
        Ok(existing(root.join(name)))
    }
}

fn existing(folder: PathBuf) -> Result<PathBuf, PathBuf> {
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(folder)
    }
}
