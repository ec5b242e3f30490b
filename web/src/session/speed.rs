//! How fast a figure plays: a scale around the speed that suits its story.
//!
//! Stories last from a few steps to minutes of simulated time. Speeds are simulated milliseconds
//! per real one; each story has a usual one at which it plays in well under a minute.

use glassbox_sim::Instant;

/// The slowest and the fastest speed that any story has.
pub const BOUNDS: (f64, f64) = (0.000_001, 10_000.0);

/// The usual speed, unless a story would be over at once with it or take too long.
const USUAL: f64 = 1.0 / 50.0;
/// Such a story plays this long, real milliseconds, at its usual speed.
const FITS: std::ops::RangeInclusive<f64> = 5e3..=45e3;
/// Any other one plays this long, or up to two and a half times as long.
const AT_LEAST: f64 = 20e3;
/// The scale around the usual speed, slow to fast.
const STEPS: [f64; 9] = [0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0];

/// The speeds that a figure can have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speeds {
    usual: f64,
}

impl Speeds {
    /// The scale for a story that ends at this moment; `None`: there is no story.
    pub fn of(end: Option<Instant>) -> Self {
        let length = end.map_or(0.0, Instant::as_millis_f64);
        let usual = if length == 0.0 || FITS.contains(&(length / USUAL)) {
            USUAL
        } else {
            round_down(length / AT_LEAST)
        };
        Self { usual }
    }

    /// The speed at which a figure starts.
    pub fn usual(self) -> f64 {
        self.usual
    }

    /// All speeds, slow to fast.
    pub fn all(self) -> [f64; 9] {
        STEPS.map(|step| self.usual * step)
    }

    /// The nearest speed within the scale's bounds.
    pub fn clamp(self, speed: f64) -> f64 {
        let all = self.all();
        speed.clamp(all[0], all[all.len() - 1])
    }

    /// The next speed of the scale, up or down; the last one stays.
    pub fn next(self, speed: f64, faster: bool) -> f64 {
        let mut all = self.all().into_iter();
        let next = if faster {
            all.find(|it| *it > speed * 1.01)
        } else {
            all.rev().find(|it| *it < speed * 0.99)
        };
        next.unwrap_or(speed)
    }
}

/// Whether two speeds are one on the scale.
pub fn same_speed(a: f64, b: f64) -> bool {
    (a - b).abs() <= a.abs() * 1e-6
}

/// The largest of 1, 2 or 5 times a power of ten that is not more.
fn round_down(most: f64) -> f64 {
    // Counted: the tables of a logarithm would be a download of their own.
    let mut power = 1.0;
    while power > most {
        power /= 10.0;
    }
    while power * 10.0 <= most {
        power *= 10.0;
    }
    let figures = [5.0, 2.0, 1.0];
    let fits = |figure: &&f64| **figure * power <= most * (1.0 + 1e-9);
    figures.iter().find(fits).map_or(power, |it| it * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(millis: u64) -> Speeds {
        Speeds::of(Some(Instant::from_nanos(millis * 1_000_000)))
    }

    #[test]
    fn a_story_of_any_length_plays_in_well_under_a_minute() {
        for millis in [1, 12, 33, 152, 425, 769, 3_337, 8_651, 121_000, 721_190] {
            let seconds = millis as f64 / of(millis).usual() / 1e3;
            assert!((5.0..=50.0).contains(&seconds), "{millis}: {seconds} s");
        }
    }

    #[test]
    fn a_story_that_fits_keeps_the_usual_speed() {
        assert_eq!(of(425).usual(), USUAL);
        assert_eq!(Speeds::of(None).usual(), USUAL);
        assert_eq!(of(0).usual(), USUAL);
        let all = of(425).all();
        assert!(same_speed(all[0], 1.0 / 200.0) && same_speed(all[8], 2.0));
    }

    #[test]
    fn speeds_are_round_and_change_by_steps() {
        let speeds = of(721_190);
        assert!(same_speed(speeds.usual(), 20.0), "{}", speeds.usual());
        assert!(same_speed(of(33).usual(), 0.001));
        let faster = speeds.next(20.0, true);
        assert!(same_speed(faster, 50.0));
        assert!(same_speed(speeds.next(faster, false), 20.0));
        let most = speeds.clamp(1e9);
        assert!(same_speed(most, 2_000.0) && speeds.next(most, true) == most);
    }
}
