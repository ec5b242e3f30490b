//! Writing.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use anyhow::Context;
use serde::Serialize;

/// One JSON object on a line of its own.
pub(crate) fn json_line(out: &mut dyn Write, line: &impl Serialize) -> anyhow::Result<()> {
    let text = serde_json::to_string(line).context("cannot be written as JSON")?;
    writeln!(out, "{text}")?;
    Ok(())
}

/// Says something on the error output.
pub(crate) fn say(text: &str) -> io::Result<()> {
    writeln!(Plain(io::stderr()), "glassbox: {text}")
}

/// Text without control characters, whatever a file, a link or an argument brings along: a terminal
/// would take them for orders. All that is printed goes through this.
pub(crate) struct Plain<W>(pub(crate) W);

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        self.0.write_all(plain(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// As JSON writes them, so that what is JSON stays so.
fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(acts_on_terminals) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts_on_terminals(c) {
            // Writing to a text cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Control characters but for the end of a line and tabulators, and those that turn the direction of
/// the text after them.
fn acts_on_terminals(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && !matches!(c, '\n' | '\t')) || turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_written_out_and_all_else_stays() {
        let mut out = Vec::new();
        let mut plain = Plain(&mut out);
        let name = "\u{1b}[2J\r\u{7}\u{9b}1m";
        write!(plain, "{name}-\u{202e}x").expect("to memory");
        let written = String::from_utf8(out).expect("text");
        assert_eq!(written, r"\u001b[2J\u000d\u0007\u009b1m-\u202ex");
        let usual = "n2 became leader\n\t选举 🦀 “é” \\";
        assert!(matches!(super::plain(usual), Cow::Borrowed(it) if it == usual));
    }
}
