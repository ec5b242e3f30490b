//! Counting tests from what `cargo test` prints.

/// Tests counted so far.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: usize,
    /// Tests that failed.
    pub(crate) failed: usize,
    /// Tests that were not run, each with the reason it gives.
    pub(crate) ignored: Vec<String>,
}

impl Tally {
    /// Takes one line of output into account.
    pub(crate) fn read(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("test result: ") {
            self.passed += count(result, "passed");
            self.failed += count(result, "failed");
        } else if let Some((name, reason)) = ignored(line) {
            self.ignored.push(match reason {
                "" => name.to_owned(),
                reason => format!("{name}: {reason}"),
            });
        }
    }
}

/// The number before a word, as in `ok. 5 passed; 0 failed; 1 ignored`.
fn count(result: &str, what: &str) -> usize {
    result
        .split(['.', ';'])
        .filter_map(|part| part.trim().split_once(' '))
        .find(|(_, word)| *word == what)
        .and_then(|(number, _)| number.parse().ok())
        .unwrap_or(0)
}

/// `test NAME ... ignored, REASON`
fn ignored(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix("test ")?.rsplit_once(" ... ignored")?;
    Some((name, rest.trim_start_matches(',').trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_binaries_add_up() {
        let mut tally = Tally::default();
        for line in [
            "running 6 tests",
            "test time::adds ... ok",
            "test net::floods ... ignored, takes an hour",
            "test crates/sim/src/lib.rs - Model (line 12) ... ignored",
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.00s",
            "",
            "test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.25s",
        ] {
            tally.read(line);
        }
        assert_eq!((tally.passed, tally.failed), (15, 3));
        assert_eq!(
            tally.ignored,
            [
                "net::floods: takes an hour",
                "crates/sim/src/lib.rs - Model (line 12)"
            ]
        );
    }

    #[test]
    fn other_lines_count_for_nothing() {
        let mut tally = Tally::default();
        for line in [
            "test result: ",
            "test result: ok. many passed",
            "test x ... ok",
            "test",
            "... ignored",
        ] {
            tally.read(line);
        }
        assert_eq!(tally, Tally::default());
    }
}
