//! `math/rand`'s generator of Go 1: the scenarios' bounds were chosen for what it gives.
//!
//! An additive lagged Fibonacci generator: each number is the sum of those 607 and 273 before it.
//! A seed is mixed with a table, which in Go is 607 constants: the state of the same generator,
//! started with seed 1, after 7.8·10¹² numbers (`math/rand/gen_cooked.go`). Instead of so many
//! steps, or of so many constants, they are skipped: numbers that far ahead are sums of multiples of
//! the first 607, and the multiples are the coefficients of x^7.8·10¹² modulo x^607 - x^334 - 1.

use std::sync::LazyLock;

const LENGTH: usize = 607;
const TAP: usize = 273;
const SKIPPED: u64 = 7_800_000_000_000;

/// One number for each element of the state, in the order of Go's array.
type State = [u64; LENGTH];

static COOKED: LazyLock<State> = LazyLock::new(|| {
    let first = sequence(&seeded(1, [20, 10], &[0; LENGTH]), 2 * LENGTH);
    let multiples = power_of_x(SKIPPED);
    let ahead = |n: usize| -> u64 {
        let terms = multiples.iter().zip(&first[n..]);
        terms.fold(0, |sum, (a, b)| sum.wrapping_add(a.wrapping_mul(*b)))
    };
    let mut state = [0; LENGTH];
    let skipped = usize::try_from(SKIPPED % LENGTH as u64).unwrap_or_default();
    for n in 0..LENGTH {
        state[place(skipped + n)] = ahead(n);
    }
    state
});

/// The generator.
pub(super) struct GoRand {
    state: State,
    drawn: usize,
}

impl GoRand {
    /// `rand.New(rand.NewSource(seed))`; seeds from 0 on.
    pub(super) fn new(seed: u32) -> Self {
        Self {
            state: seeded(seed, [40, 20], &COOKED),
            drawn: 0,
        }
    }

    /// 63 bits. `Int63`.
    fn int63(&mut self) -> u64 {
        let at = place(self.drawn);
        // What will be replaced TAP numbers before the same element comes again.
        let tap = place(self.drawn + LENGTH - TAP);
        self.state[at] = self.state[at].wrapping_add(self.state[tap]);
        self.drawn = (self.drawn + 1) % LENGTH;
        self.state[at] & (u64::MAX >> 1)
    }

    /// From 0 to less than 1. `Float64`.
    pub(super) fn float64(&mut self) -> f64 {
        let bits = self.int63() & ((1 << 53) - 1);
        bits as f64 / (1_u64 << 53) as f64
    }
}

/// Where in the state the nth number is put: backwards, from the middle.
const fn place(n: usize) -> usize {
    (2 * LENGTH - TAP - 1 - n % LENGTH) % LENGTH
}

/// The state after seeding. `Seed`, and `srand` with other shifts and no table.
fn seeded(seed: u32, shifts: [u32; 2], table: &State) -> State {
    const MODULUS: u64 = (1 << 31) - 1;
    let mut x = match u64::from(seed) % MODULUS {
        0 => 89_482_311,
        seed => seed,
    };
    let mut next = || {
        x = x * 48_271 % MODULUS;
        x
    };
    for _ in 0..20 {
        next();
    }
    table.map(|mixed| mixed ^ (next() << shifts[0]) ^ (next() << shifts[1]) ^ next())
}

/// The state in the order in which it is used, and what follows, `length` numbers in all.
fn sequence(state: &State, length: usize) -> Vec<u64> {
    let mut numbers: Vec<u64> = (0..LENGTH).map(|n| state[place(n)]).collect();
    for n in 0..length - LENGTH {
        numbers.push(numbers[n].wrapping_add(numbers[n + LENGTH - TAP]));
    }
    numbers
}

/// The coefficients of x^`exponent` modulo x^607 - x^334 - 1, by squaring.
fn power_of_x(exponent: u64) -> Vec<u64> {
    let mut power = vec![0_u64; LENGTH];
    power[0] = 1;
    for bit in (0..u64::BITS - exponent.leading_zeros()).rev() {
        let mut square = vec![0_u64; 2 * LENGTH];
        let shift = usize::from(exponent >> bit & 1 == 1);
        for (i, a) in power.iter().enumerate() {
            for (j, b) in power.iter().enumerate() {
                let term = a.wrapping_mul(*b);
                square[i + j + shift] = square[i + j + shift].wrapping_add(term);
            }
        }
        for high in (LENGTH..2 * LENGTH).rev() {
            let over = square[high];
            for low in [high - LENGTH, high - TAP] {
                square[low] = square[low].wrapping_add(over);
            }
        }
        square.truncate(LENGTH);
        power = square;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What every Go program with `rand.Intn(100)` printed before seeds became random.
    #[test]
    fn seed_1_gives_the_numbers_that_everybody_knows() {
        let mut random = GoRand::new(1);
        let numbers: Vec<u64> = (0..10).map(|_| (random.int63() >> 32) % 100).collect();
        assert_eq!(numbers, [81, 87, 47, 59, 81, 18, 25, 40, 56, 0]);
    }

    #[test]
    fn skipping_is_the_same_as_drawing() {
        let state = seeded(1, [20, 10], &[0; LENGTH]);
        let numbers = sequence(&state, 5000);
        let multiples = power_of_x(4321);
        let terms = multiples.iter().zip(&numbers);
        let ahead = terms.fold(0, |sum: u64, (a, b)| sum.wrapping_add(a.wrapping_mul(*b)));
        assert_eq!(ahead, numbers[4321]);
    }
}
