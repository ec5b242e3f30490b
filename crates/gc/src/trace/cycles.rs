//! Which lines belong to one cycle.

use super::line::{GcLine, Line, PacerEnd, PacerStart, SweepDone};
use super::read::Log;

/// The lines of a cycle, each with its number. Any may be missing: only one of the two traces may
/// be on, a log may begin in the middle, and the runtime prints no end without allocation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cycle {
    /// When it started.
    pub start: Option<(usize, PacerStart)>,
    /// When marking was done.
    pub end: Option<(usize, PacerEnd)>,
    /// When it was over.
    pub gc: Option<(usize, GcLine)>,
    /// When its garbage was swept.
    pub sweep: Option<(usize, SweepDone)>,
}

/// The cycles of a log, in its order.
pub fn cycles(log: &Log) -> Vec<Cycle> {
    let mut cycles: Vec<Cycle> = Vec::new();
    for &(number, line) in &log.lines {
        match line {
            Line::PacerStart(start) => cycles.push(Cycle {
                start: Some((number, start)),
                ..Cycle::default()
            }),
            Line::PacerEnd(end) => {
                last(&mut cycles, |last| last.end.is_none() && last.gc.is_none()).end =
                    Some((number, end));
            }
            Line::Gc(gc) => last(&mut cycles, |last| last.gc.is_none()).gc = Some((number, gc)),
            Line::SweepDone(sweep) => {
                // The sweeper may be done before the cycle's own line is printed, and may say so
                // after the next cycle's first.
                let swept = |cycle: &Cycle| cycle.end.is_some() || cycle.gc.is_some();
                if let Some(cycle) = cycles.iter_mut().rev().take(2).find(|cycle| swept(cycle)) {
                    cycle.sweep.get_or_insert((number, sweep));
                }
            }
        }
    }
    cycles
}

/// The last cycle if it is `open` for a line, or a new one.
fn last(cycles: &mut Vec<Cycle>, open: impl FnOnce(&Cycle) -> bool) -> &mut Cycle {
    if !cycles.last().is_some_and(open) {
        cycles.push(Cycle::default());
    }
    let index = cycles.len() - 1;
    &mut cycles[index]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::read::read;

    const START: &str = "pacer: assist ratio=2.5 (scan 3 MB in 4->5 MB) workers=1+0.25\n";
    const END: &str = "pacer: 25% CPU (25 exp.) for 3+2+1 B work (4 B exp.) in 5 B -> \
                       6 B (∆goal -7, cons/mark 0)\n";
    const GC: &str = "gc 1 @0.0s 3%: 0+0+0 ms clock, 0+0/0/0+0 ms cpu, 7->8->3 MB, 9 MB goal, \
                      1 MB stacks, 2 MB globals, 4 P\n";
    const SWEEP: &str = "pacer: sweep done at heap size 6MB; allocated 1MB during sweep; swept 6 \
                         pages at 1 pages/byte\n";

    /// The line numbers of each cycle, 0 for none.
    fn numbers(parts: &[&str]) -> Vec<[usize; 4]> {
        let of = |cycle: &Cycle| {
            [
                cycle.start.map_or(0, |line| line.0),
                cycle.end.map_or(0, |line| line.0),
                cycle.gc.map_or(0, |line| line.0),
                cycle.sweep.map_or(0, |line| line.0),
            ]
        };
        cycles(&read(&parts.concat())).iter().map(of).collect()
    }

    #[test]
    fn both_traces_give_complete_cycles() {
        let both = numbers(&[START, END, GC, SWEEP, START, END, GC]);
        assert_eq!(both, [[1, 2, 3, 4], [5, 6, 7, 0]]);
    }

    #[test]
    fn a_sweep_done_before_or_long_after_the_cycles_line_is_still_its_own() {
        let early = numbers(&[START, END, SWEEP, GC, START, END, GC]);
        assert_eq!(early, [[1, 2, 4, 3], [5, 6, 7, 0]]);
        let late = numbers(&[START, END, GC, START, SWEEP, END, GC]);
        assert_eq!(late, [[1, 2, 3, 5], [4, 6, 7, 0]]);
    }

    #[test]
    fn one_trace_alone_gives_cycles_too() {
        assert_eq!(numbers(&[GC, GC]), [[0, 0, 1, 0], [0, 0, 2, 0]]);
        assert_eq!(numbers(&[START, END, START, END]).len(), 2);
        assert_eq!(numbers(&[END, END, SWEEP]), [[0, 1, 0, 0], [0, 2, 0, 3]]);
    }

    #[test]
    fn a_log_that_begins_in_the_middle_has_an_incomplete_first_cycle() {
        let middle = numbers(&[SWEEP, GC, START, GC]);
        assert_eq!(middle, [[0, 0, 2, 0], [3, 0, 4, 0]]);
    }
}
