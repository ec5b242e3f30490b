//! Go's own nineteen pacer scenarios (`runtime/mgcpacer_test.go`), written afresh.
//!
//! go_rand.rs has Go's random numbers and stream.rs what varies from cycle to cycle; program.rs is
//! the idealised program and machine; list.rs has the scenarios and what is asked of each.

mod go_rand;
mod list;
mod program;
mod stream;

use super::Tally;

/// With how many sequences of random numbers each scenario is run: Go's own, for which its bounds
/// were chosen, and then others.
///
/// The bounds do not hold for every sequence. Of 64, number 27 takes JitterAlloc to a utilisation
/// of 0.277 in one cycle, with 0.275 allowed: an allocation rate well above the last five.
const SEQUENCES: u32 = 16;

/// What is asked of a cycle, given all up to it; each complaint is a sentence.
type Check = fn(&[program::Outcome], &mut Vec<String>);

pub(super) fn judge() -> Tally {
    let mut tally = Tally::default();
    for (name, scenario) in list::SCENARIOS {
        let wrong = (0..SEQUENCES).find_map(|other| {
            let (program, check) = scenario(other);
            let mut complaints = Vec::new();
            program.run(|outcomes| check(outcomes, &mut complaints));
            let first = complaints.first()?;
            let more = complaints.len() - 1;
            Some(format!(
                "{name}, sequence {other}: {first} (and {more} more)"
            ))
        });
        tally.count(wrong);
    }
    tally
}
