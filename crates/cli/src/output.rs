//! Writing.

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

/// One JSON object on a line of its own.
pub(crate) fn json_line(out: &mut dyn Write, line: &impl Serialize) -> anyhow::Result<()> {
    let text = serde_json::to_string(line).context("cannot be written as JSON")?;
    writeln!(out, "{text}")?;
    Ok(())
}
