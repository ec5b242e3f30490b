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
mod tables;
mod traces;
mod verdicts;

use std::collections::BTreeMap;

use crate::Options;

/// How late after its trigger a cycle may begin, bytes: the test is made when a span or a large
/// object is allocated (§1.2), and until the world stops the other processors go on allocating.
///
/// 16,303 bytes are the most in the suite's table where objects are small; of 857 cycles of other
/// programs, Go 1.23 and 1.27, the latest was 111,941 late. To that comes one object where they are
/// large, and these have up to 480 KiB; how large the tables of a map are is not recorded.
fn slack(kind: &str) -> u64 {
    const SMALL: u64 = 128 << 10;
    match kind {
        "large" | "map" => SMALL + (480 << 10),
        _ => SMALL,
    }
}

/// Of a release like `go1.27.3` or `go1.24rc1` the 27 or 24; `None` if it is none of Go 1.
fn minor(release: &str) -> Option<u32> {
    let rest = release.strip_prefix("go1.")?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    rest[..end.unwrap_or(rest.len())].parse().ok()
}

/// Passed of total, what did not pass, and what was not judged at all.
#[derive(Debug, Default)]
pub(super) struct Tally {
    passed: usize,
    total: usize,
    differences: Vec<String>,
    /// How many were left out, by why.
    left_out: BTreeMap<&'static str, usize>,
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

    /// One that nothing can be said about. It counts neither as passed nor in total.
    fn leave_out(&mut self, why: &'static str) {
        *self.left_out.entry(why).or_default() += 1;
    }

    /// Prints what was left out and what differs; true if nothing does.
    fn explain(&self, name: &str, options: &Options) -> bool {
        for (why, count) in &self.left_out {
            println!("{name}: {count} left out: {why}");
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_told_by_its_minor_number() {
        let known = ["go1.27.3", "go1.24rc1", "go1.9", "go1.26-devel_1234"].map(minor);
        assert_eq!(known, [Some(27), Some(24), Some(9), Some(26)]);
        let unknown = ["", "1.27", "go2.1", "go1.", "go1.x", "devel"].map(minor);
        assert_eq!(unknown, [None; 6]);
    }
}
