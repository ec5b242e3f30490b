//! Numbers that vary from cycle to cycle.

use std::f64::consts::TAU;

use super::go_rand::GoRand;

/// A number for each cycle, one after the other.
pub(super) struct Stream(Box<dyn FnMut() -> f64>);

impl Stream {
    fn new(next: impl FnMut() -> f64 + 'static) -> Self {
        Self(Box::new(next))
    }

    /// The number of the next cycle.
    pub(super) fn next(&mut self) -> f64 {
        (self.0)()
    }

    /// Both, added.
    pub(super) fn plus(mut self, mut other: Self) -> Self {
        Self::new(move || self.next() + other.next())
    }

    /// This one `cycles` later, with zeros before it.
    pub(super) fn later(mut self, cycles: u32) -> Self {
        let mut left = cycles;
        Self::new(move || match left.checked_sub(1) {
            Some(fewer) => {
                left = fewer;
                0.0
            }
            None => self.next(),
        })
    }
}

/// Always `value`.
pub(super) fn constant(value: f64) -> Stream {
    Stream::new(move || value)
}

/// From zero to `height` in `cycles` equal steps, and then staying there.
pub(super) fn ramp(height: f64, cycles: u32) -> Stream {
    let mut cycle = 0;
    Stream::new(move || {
        let value = height * f64::from(cycle) / f64::from(cycles);
        cycle = cycles.min(cycle + 1);
        value
    })
}

/// `height` once, then zero.
pub(super) fn once(height: f64) -> Stream {
    let mut height = Some(height);
    Stream::new(move || height.take().unwrap_or(0.0))
}

/// A sine of this amplitude with a period of `cycles`.
pub(super) fn oscillating(amplitude: f64, cycles: u32) -> Stream {
    let mut cycle = 0;
    Stream::new(move || {
        let angle = f64::from(cycle) / f64::from(cycles) * TAU;
        cycle = (cycle + 1) % cycles;
        angle.sin() * amplitude
    })
}

/// Anything between `-amplitude` and `amplitude`.
pub(super) fn random(amplitude: f64, seed: u32) -> Stream {
    let mut random = GoRand::new(seed);
    Stream::new(move || (random.float64() - 0.5) * 2.0 * amplitude)
}
