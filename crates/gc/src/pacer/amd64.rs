//! What Go's conversions from `float64` to integers give on amd64 when the value does not fit.
//!
//! Rust's `as` saturates and arm64 does too; the recorded runs are from amd64, and a negative
//! cons/mark (utilisation above 100 %) reaches such a conversion in practice.

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

/// `int64(x)`: CVTTSD2SQ, which gives the smallest integer for what does not fit.
pub(super) fn int64(x: f64) -> i64 {
    if (-TWO_TO_63..TWO_TO_63).contains(&x) {
        x as i64
    } else {
        i64::MIN
    }
}

/// `uint64(x)`: by way of `int64`, so that a small negative number becomes a huge one.
pub(super) fn uint64(x: f64) -> u64 {
    if x < TWO_TO_63 {
        int64(x) as u64
    } else {
        int64(x - TWO_TO_63) as u64 ^ (1 << 63)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_truncated() {
        assert_eq!(int64(2.9), 2);
        assert_eq!(int64(-2.9), -2);
        assert_eq!(uint64(1e19), 10_000_000_000_000_000_000);
    }

    #[test]
    fn what_does_not_fit_is_what_amd64_gives() {
        assert_eq!(int64(1e30), i64::MIN);
        assert_eq!(int64(f64::NAN), i64::MIN);
        assert_eq!(uint64(-2.9), u64::MAX - 1);
        assert_eq!(uint64(f64::INFINITY), 0);
    }
}
