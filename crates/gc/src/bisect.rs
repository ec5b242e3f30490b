//! Where something that stays true once it is true begins.

/// The first number from `low` up to `high` for which `reached` is true; `high` if it is for none
/// before. Once true, `reached` stays so. `low` if that is not less than `high`.
pub(crate) fn first(low: u64, high: u64, reached: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (low, high.max(low));
    while low < high {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_is_found_and_the_last_if_there_is_none() {
        assert_eq!(first(1, 10, |it| it >= 7), 7);
        assert_eq!(first(1, 10, |it| it >= 1), 1);
        assert_eq!(first(0, 10, |_| true), 0);
        assert_eq!(first(1, 10, |_| false), 10);
        assert_eq!(first(1, 0, |_| false), 1);
    }
}
