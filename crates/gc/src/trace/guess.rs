//! Which GOGC a program had, from the goals that its log tells.
//!
//! A goal never falls when GOGC rises, so each cycle fits one stretch of values. What most cycles fit
//! is the guess.

use super::cycles::Cycle;
use super::predict::{Known, pushed, recorded};
use crate::bisect;
use crate::program::Gogc;

/// Values of GOGC that a cycle fits, both included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Percents {
    /// The smallest.
    pub low: u32,
    /// The largest.
    pub high: u32,
}

/// A guess.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Guess {
    /// GOGC, percent.
    pub percent: u32,
    /// So many cycles fit it.
    pub fitting: usize,
    /// Of so many whose goal tells anything.
    pub of: usize,
}

/// For each of `cycles` the values of GOGC that its goal fits; `None` where the log does not tell or
/// no value fits.
pub fn fits(cycles: &[Cycle]) -> Vec<Option<Percents>> {
    let mut before: Option<&Cycle> = None;
    let one = |cycle| {
        let known = Known::before(before, cycle);
        before = Some(cycle);
        fitting(&known?, cycle)
    };
    cycles.iter().map(one).collect()
}

fn fitting(known: &Known, cycle: &Cycle) -> Option<Percents> {
    let (goal, trigger) = recorded(cycle);
    let goal = goal?;
    let at = |percent: u64| pushed(known.goal(percent as i32), trigger);
    let end = u64::from(Gogc::MAX) + 1;
    let low = bisect::first(0, end, |percent| at(percent).high >= goal.low);
    let high = bisect::first(0, end, |percent| at(percent).low > goal.high);
    // Both are at most `end`.
    (low < high).then(|| Percents {
        low: low as u32,
        high: high as u32 - 1,
    })
}

/// The value that most cycles fit, given what [`fits`] found. Among equals 100 comes first, then the
/// roundest, then the smallest.
pub fn guess(all: &[Option<Percents>]) -> Option<Guess> {
    let known: Vec<Percents> = all.iter().flatten().copied().collect();
    // How many fit changes only where a stretch begins or ends.
    let mut ends: Vec<(u32, i32)> = known
        .iter()
        .flat_map(|it| [(it.low, 1), (it.high + 1, -1)])
        .collect();
    ends.sort_unstable();
    let (mut fitting, mut most, mut best) = (0, 0, Vec::new());
    for (index, (from, change)) in ends.iter().enumerate() {
        fitting += change;
        let to = ends.get(index + 1).map_or(*from, |(next, _)| *next);
        if fitting > most {
            most = fitting;
            best.clear();
        }
        if fitting == most && fitting > 0 && to > *from {
            best.push(Percents {
                low: *from,
                high: to - 1,
            });
        }
    }
    let percent = roundest(&best)?;
    Some(Guess {
        percent,
        fitting: most as usize,
        of: known.len(),
    })
}

fn roundest(among: &[Percents]) -> Option<u32> {
    let has = |percent: u32| {
        let within = |it: &Percents| (it.low..=it.high).contains(&percent);
        among.iter().any(within)
    };
    if has(100) {
        return Some(100);
    }
    [100, 50, 25, 10, 5, 1].into_iter().find_map(|round| {
        let within = |it: &Percents| Some(it.low.next_multiple_of(round)).filter(|p| *p <= it.high);
        among.iter().filter_map(within).min()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{cycles, read};

    /// What a program with this GOGC prints with gctrace alone: it keeps so many MiB.
    fn log(gogc: &[u64], live: u64) -> String {
        let line = |(number, gogc): (usize, &u64)| {
            let goal = if number == 0 {
                4 * gogc / 100
            } else {
                live + live * gogc / 100
            };
            let start = goal * 9 / 10;
            format!(
                "gc {} @{number}.000s 1%: 0+1+0 ms clock, 0+0/1/0+0 ms cpu, {start}->{goal}->{live} MB, \
                 {goal} MB goal, 0 MB stacks, 0 MB globals, 4 P\n",
                number + 1
            )
        };
        gogc.iter().enumerate().map(line).collect()
    }

    fn guessed(text: &str) -> Option<Guess> {
        guess(&fits(&cycles(&read(text))))
    }

    #[test]
    fn the_gogc_that_the_goals_fit_is_found_from_mebibytes_alone() {
        for gogc in [10, 35, 50, 100, 150, 200, 400, 800] {
            let found = guessed(&log(&[gogc; 5], 200)).unwrap();
            assert_eq!(u64::from(found.percent), gogc);
            assert_eq!((found.fitting, found.of), (5, 5), "{gogc}");
        }
    }

    #[test]
    fn what_most_cycles_fit_wins_and_the_others_tell_their_own() {
        let text = log(&[200, 200, 200, 200, 50, 50], 300);
        let found = guessed(&text).unwrap();
        assert_eq!((found.percent, found.fitting, found.of), (200, 4, 6));
        let all = fits(&cycles(&read(&text)));
        let later = all[4].unwrap();
        assert!(
            later.low <= 50 && later.high >= 50 && later.high < 60,
            "{later:?}"
        );
    }

    #[test]
    fn a_small_heap_leaves_the_default_possible() {
        assert_eq!(guessed(&log(&[100, 100], 4)).unwrap().percent, 100);
    }

    #[test]
    fn nothing_is_guessed_from_nothing_nor_from_one_cycle_in_the_middle() {
        assert_eq!(guessed(""), None);
        let middle = log(&[100, 100], 64);
        assert_eq!(guessed(middle.lines().nth(1).unwrap()), None);
        let huge = log(&[100, 100, 100], 64).replace("64 MB,", "18446744073709551615 MB,");
        let _ = guessed(&huge);
    }
}
