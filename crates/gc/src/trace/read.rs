//! Reading a log. Whatever is no line of the runtime is what the program printed, and is passed over.

use super::cursor::{Cursor, ReadError};
use super::line::{GcLine, Line, PacerEnd, PacerStart, SweepDone};
use super::prefix;

/// A log that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// The runtime's lines with their numbers, from 1.
    pub lines: Vec<(usize, Line)>,
    /// How many other lines there are that are not empty.
    pub skipped: usize,
    /// Lines that begin like one of the runtime's and then are none.
    pub errors: Vec<ReadError>,
    /// Lines that were read.
    pub read: usize,
}

/// Reads all lines of `text`.
///
/// A line is the runtime's if it begins with `gc ` and a number, or with `pacer: `, or if that stands
/// behind what a log collector writes in front: a time, a stream, a name, or `{"log":"`. Nothing in a
/// text makes this fail: what cannot be read is among the errors, and the rest is read. Time and
/// room are proportional to the length of the text.
pub fn read(text: &str) -> Log {
    let mut log = Log::default();
    for line in text.lines() {
        log.take(line);
    }
    log
}

impl Log {
    /// Reads one more line: a long text can be read piece by piece.
    pub fn take(&mut self, line: &str) {
        self.read += 1;
        match read_line(self.read, line) {
            Ok(Some(line)) => self.lines.push((self.read, line)),
            Ok(None) => self.skipped += usize::from(!line.trim().is_empty()),
            Err(error) => self.errors.push(error),
        }
    }
}

/// One line; `None` if it is not the runtime's.
fn read_line(number: usize, line: &str) -> Result<Option<Line>, ReadError> {
    let Some(start) = prefix::length(line) else {
        return Ok(None);
    };
    let line = prefix::unquoted(line.trim_end(), start);
    let mut cursor = Cursor::new(number, &line);
    cursor.skip_bytes(start);
    let line = if cursor.skip("gc ") && cursor.starts_with_digit() {
        Line::Gc(gc(&mut cursor)?)
    } else if cursor.skip("pacer: assist ratio=") {
        Line::PacerStart(pacer_start(&mut cursor)?)
    } else if cursor.skip("pacer: sweep done at heap size ") {
        Line::SweepDone(sweep_done(&mut cursor)?)
    } else if cursor.skip("pacer: ") {
        Line::PacerEnd(pacer_end(&mut cursor)?)
    } else {
        return Ok(None);
    };
    cursor.end()?;
    Ok(Some(line))
}

fn gc(cursor: &mut Cursor<'_>) -> Result<GcLine, ReadError> {
    let number = cursor.integer()?;
    cursor.text(" @")?;
    let at_ms = cursor.thousandths()?;
    cursor.text("s ")?;
    let gc_percent = cursor.integer()?;
    cursor.text("%: ")?;
    let clock_us = times(cursor, ["+", "+"])?;
    cursor.text(" ms clock, ")?;
    let cpu_us = times(cursor, ["+", "/", "/", "+"])?;
    cursor.text(" ms cpu, ")?;
    let heap_start_mib = cursor.integer()?;
    cursor.text("->")?;
    let heap_end_mib = cursor.integer()?;
    cursor.text("->")?;
    let heap_live_mib = cursor.integer()?;
    cursor.text(" MB, ")?;
    let goal_mib = cursor.integer()?;
    cursor.text(" MB goal, ")?;
    let mut procs = cursor.integer()?;
    let mut roots_mib = None;
    if cursor.skip(" MB stacks, ") {
        let globals = cursor.integer()?;
        cursor.text(" MB globals, ")?;
        roots_mib = Some([procs, globals]);
        procs = cursor.integer()?;
    }
    cursor.text(" P")?;
    Ok(GcLine {
        number,
        at_ms,
        gc_percent,
        clock_us,
        cpu_us,
        heap_start_mib,
        heap_end_mib,
        heap_live_mib,
        goal_mib,
        roots_mib,
        procs,
        forced: cursor.skip(" (forced)"),
    })
}

/// `M` times with separators between them.
fn times<const S: usize, const M: usize>(
    cursor: &mut Cursor<'_>,
    separators: [&'static str; S],
) -> Result<[u64; M], ReadError> {
    const { assert!(M == S + 1) };
    let mut times = [0; M];
    times[0] = cursor.thousandths()?;
    for (time, separator) in times[1..].iter_mut().zip(separators) {
        cursor.text(separator)?;
        *time = cursor.thousandths()?;
    }
    Ok(times)
}

fn pacer_start(cursor: &mut Cursor<'_>) -> Result<PacerStart, ReadError> {
    let assist_ratio = cursor.number()?;
    cursor.text(" (scan ")?;
    let scan_mib = cursor.integer()?;
    cursor.text(" MB in ")?;
    let from_mib = cursor.integer()?;
    cursor.text("->")?;
    let to_mib = cursor.integer()?;
    cursor.text(" MB) workers=")?;
    let dedicated_workers = cursor.integer()?;
    cursor.text("+")?;
    Ok(PacerStart {
        assist_ratio,
        scan_mib,
        from_mib,
        to_mib,
        dedicated_workers,
        fractional_workers: cursor.number()?,
    })
}

fn pacer_end(cursor: &mut Cursor<'_>) -> Result<PacerEnd, ReadError> {
    let cpu_percent = cursor.integer()?;
    cursor.text("% CPU (")?;
    let cpu_percent_expected = cursor.integer()?;
    cursor.text(" exp.) for ")?;
    let heap_work = cursor.integer()?;
    cursor.text("+")?;
    let stack_work = cursor.integer()?;
    cursor.text("+")?;
    let globals_work = cursor.integer()?;
    cursor.text(" B work (")?;
    let expected_work = cursor.integer()?;
    cursor.text(" B exp.) in ")?;
    let triggered = cursor.integer()?;
    cursor.text(" B -> ")?;
    let heap_end = cursor.integer()?;
    cursor.text(" B (∆goal ")?;
    let over_goal = cursor.integer()?;
    cursor.text(", cons/mark ")?;
    let cons_mark = cursor.number()?;
    cursor.text(")")?;
    Ok(PacerEnd {
        cpu_percent,
        cpu_percent_expected,
        heap_work,
        stack_work,
        globals_work,
        expected_work,
        triggered,
        heap_end,
        over_goal,
        cons_mark,
    })
}

fn sweep_done(cursor: &mut Cursor<'_>) -> Result<SweepDone, ReadError> {
    let heap_mib = cursor.integer()?;
    cursor.text("MB; allocated ")?;
    let allocated_mib = cursor.integer()?;
    cursor.text("MB during sweep; swept ")?;
    let pages = cursor.integer()?;
    cursor.text(" pages at ")?;
    let pages_per_byte = cursor.number()?;
    cursor.text(" pages/byte")?;
    Ok(SweepDone {
        heap_mib,
        allocated_mib,
        pages,
        pages_per_byte,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::cursor::Expected;

    const GC: &str = "gc 14 @2.104s 3%: 0.018+1.1+0.40 ms clock, 0.07+0.5/1.2/12+1.6 ms cpu, \
                      7->8->3 MB, 9 MB goal, 1 MB stacks, 2 MB globals, 4 P (forced)";
    const END: &str = "pacer: 103% CPU (25 exp.) for 300+20+1 B work (400 B exp.) in 5000 B -> \
                       6000 B (∆goal -7, cons/mark -1.5e-001)";

    fn only(text: &str) -> Line {
        let log = read(text);
        assert_eq!((log.lines.len(), log.skipped, log.errors.len()), (1, 0, 0));
        log.lines[0].1
    }

    #[test]
    fn a_gctrace_line_is_read_field_by_field() {
        let expected = GcLine {
            number: 14,
            at_ms: 2_104,
            gc_percent: 3,
            clock_us: [18, 1_100, 400],
            cpu_us: [70, 500, 1_200, 12_000, 1_600],
            heap_start_mib: 7,
            heap_end_mib: 8,
            heap_live_mib: 3,
            goal_mib: 9,
            roots_mib: Some([1, 2]),
            procs: 4,
            forced: true,
        };
        assert_eq!(only(GC), Line::Gc(expected));
    }

    #[test]
    fn a_gctrace_line_before_1_18_has_no_roots() {
        let old = GC.replace("1 MB stacks, 2 MB globals, ", "");
        let Line::Gc(line) = only(&old) else { panic!() };
        assert_eq!((line.roots_mib, line.procs), (None, 4));
    }

    #[test]
    fn the_pacers_lines_are_read_field_by_field() {
        let expected = PacerEnd {
            cpu_percent: 103,
            cpu_percent_expected: 25,
            heap_work: 300,
            stack_work: 20,
            globals_work: 1,
            expected_work: 400,
            triggered: 5_000,
            heap_end: 6_000,
            over_goal: -7,
            cons_mark: -0.15,
        };
        assert_eq!(only(END), Line::PacerEnd(expected));
        let start = "pacer: assist ratio=2.5 (scan 3 MB in 4->5 MB) workers=1+0.25";
        let expected = PacerStart {
            assist_ratio: 2.5,
            scan_mib: 3,
            from_mib: 4,
            to_mib: 5,
            dedicated_workers: 1,
            fractional_workers: 0.25,
        };
        assert_eq!(only(start), Line::PacerStart(expected));
        let sweep = "pacer: sweep done at heap size 6MB; allocated 1MB during sweep; swept 660 \
                     pages at 0.0003 pages/byte";
        let expected = SweepDone {
            heap_mib: 6,
            allocated_mib: 1,
            pages: 660,
            pages_per_byte: 0.0003,
        };
        assert_eq!(only(sweep), Line::SweepDone(expected));
    }

    #[test]
    fn what_the_program_printed_is_passed_over() {
        let log = read(&format!(
            "listening on :80\n\n  {GC}\r\ngc is great\npacer\n"
        ));
        assert_eq!((log.lines.len(), log.skipped, log.errors.len()), (1, 3, 0));
        assert_eq!(log.lines[0].0, 3);
    }

    #[test]
    fn a_line_that_goes_wrong_is_named_with_its_column_and_the_others_are_read() {
        let log = read(&format!(
            "{GC}\ngc 15 @2.2s 3%: 0.018+1.1+x ms\n{END} and more\n{GC}"
        ));
        assert_eq!(log.lines.len(), 2);
        let at = |error: &ReadError| (error.line, error.column, error.expected);
        assert_eq!(at(&log.errors[0]), (2, 27, Expected::Thousandths));
        assert_eq!(
            at(&log.errors[1]),
            (3, END.chars().count() + 1, Expected::End)
        );
    }

    /// Every beginning of a good line, and every line with one character replaced.
    #[test]
    fn no_text_makes_it_fail() {
        for line in [GC, END] {
            let characters: Vec<char> = line.chars().collect();
            for at in 0..characters.len() {
                read(&characters[..at].iter().collect::<String>());
                for other in ['-', '9', '∆', '.', '\u{0}', '\n'] {
                    let mut changed = characters.clone();
                    changed[at] = other;
                    read(&changed.iter().collect::<String>());
                }
            }
        }
        let huge = GC.replace("14", &"9".repeat(400));
        assert_eq!(read(&huge).errors[0].expected, Expected::Integer);
    }
}
