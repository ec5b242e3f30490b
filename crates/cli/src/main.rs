//! `glassbox`: lists, runs, checks and draws scenarios without a browser. `glassbox help` says how.

mod args;
mod check;
mod help;
mod lab;
mod labs;
mod link;
mod list;
mod moment;
mod output;
mod report;
mod run;
mod source;
mod usage;
mod words;

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use args::Command;
use output::Plain;
use usage::Usage;

/// Something did not come true, or could not be done.
const FAILED: u8 = 1;
/// The command line itself is wrong.
const MISUSED: u8 = 2;

fn main() -> ExitCode {
    let mut out = Plain(BufWriter::new(io::stdout().lock()));
    let done = args::parse().and_then(|command| execute(&command, &mut out));
    // What was written before an error is shown before its message.
    let done = out.flush().map_err(Into::into).and(done);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody listens any more there is nothing to be done about it.
            let _ = output::say(&format!("{error:#}"));
            let misused = error.downcast_ref::<Usage>().is_some();
            ExitCode::from(if misused { MISUSED } else { FAILED })
        }
    }
}

fn execute(command: &Command, out: &mut dyn Write) -> anyhow::Result<()> {
    match command {
        Command::Help(text) => Ok(out.write_all(text.as_bytes())?),
        Command::Version => Ok(writeln!(out, "glassbox {}", env!("CARGO_PKG_VERSION"))?),
        Command::List(asked) => list::list(asked, out),
        Command::Run(asked) => run::run(asked, out),
        Command::Check(asked) => check::check(asked, out),
        Command::Link(asked) => link::link(asked, out),
    }
}

/// The reader of the output has gone: `glassbox list | head -1`.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let causes = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes
        .into_iter()
        .any(|cause| cause.kind() == ErrorKind::BrokenPipe)
}
