//! Seeded chance with a fixed, documented algorithm.
//!
//! Every draw is PCG-XSH-RR 64/32 (O'Neill 2014, `rand_pcg::Lcg64Xsh32`). The seed is the state and
//! the [`Purpose`] is PCG's stream, so each purpose has a sequence of its own: one more draw for
//! packet loss does not shift any election timeout. The mapping to ranges is ours and fixed
//! ([`Chance::below`]), because rand may change its own between versions and a run link must
//! replay for good.

use rand::Rng;
use rand_pcg::Lcg64Xsh32;
use serde::{Deserialize, Serialize};

use crate::time::Duration;

/// What a stream of draws is for. Numbers are part of the run link's promise: never reuse one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Purpose(pub u64);

/// One stream of draws.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Chance(Lcg64Xsh32);

impl Chance {
    /// The stream of `seed` that serves `purpose`.
    pub fn new(seed: u64, purpose: Purpose) -> Self {
        Self(Lcg64Xsh32::new(seed, purpose.0))
    }

    /// A number in `0..bound`, by the high half of a 32 × 32 bit product; 0 when `bound` is 0.
    ///
    /// The bias is below `bound` / 2³², which no lesson can see, and one draw is always one step of
    /// the stream.
    pub fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(bound)) >> 32) as u32
    }

    /// A number in `low..=high`; `low` when the range is empty.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// A length in `low..=high` in steps of one microsecond; `low` when the range is empty.
    pub fn duration(&mut self, low: Duration, high: Duration) -> Duration {
        let micros = (high - low).as_nanos() / 1_000;
        let steps = u32::try_from(micros).unwrap_or(u32::MAX);
        low + Duration::from_micros(u64::from(self.below(steps.saturating_add(1))))
    }

    /// True in `parts` of a million cases.
    pub fn parts_per_million(&mut self, parts: u32) -> bool {
        self.below(1_000_000) < parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_of_a_seed_and_purpose_never_changes() {
        let mut chance = Chance::new(42, Purpose(54));
        let drawn: Vec<u32> = (0..6).map(|_| chance.0.next_u32()).collect();
        // The first outputs of the PCG reference implementation's own demonstration (pcg32-demo,
        // seed 42, stream 54).
        assert_eq!(
            drawn,
            [
                0xa15c_02b7,
                0x7b47_f409,
                0xba1d_3330,
                0x83d2_f293,
                0xbfa4_784b,
                0xcbed_606e
            ]
        );
    }

    #[test]
    fn purposes_do_not_disturb_each_other() {
        let (mut loss, mut timeout) = (Chance::new(7, Purpose(1)), Chance::new(7, Purpose(2)));
        let alone: Vec<u32> = (0..4).map(|_| timeout.clone().below(100)).collect();
        loss.below(100);
        assert_eq!(timeout.below(100), alone[0]);
    }

    #[test]
    fn draws_stay_in_their_range() {
        let mut chance = Chance::new(1, Purpose(0));
        for _ in 0..1_000 {
            assert!((3..=5).contains(&chance.between(3, 5)));
            assert!(chance.below(7) < 7);
        }
        assert_eq!(chance.between(9, 2), 9);
        assert_eq!(chance.below(0), 0);
    }
}
