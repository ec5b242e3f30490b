//! Which marks have room on a seek bar.

use crate::lab::MarkKind;

/// The least distance between two marks, in CSS pixels.
const APART: f64 = 12.0;
/// What is left and right of the bar, about, in CSS pixels.
const BESIDE: f64 = 180.0;

/// The least distance between two marks on the bar of a figure so many pixels wide, as a part of the bar.
pub(super) fn apart(width: f64) -> f64 {
    apart_of(APART, width)
}

/// So many pixels as a part of that bar.
pub(super) fn apart_of(pixels: f64, width: f64) -> f64 {
    pixels / (width - BESIDE).max(BESIDE)
}

/// The numbers of steps that do not run together, given the place of each on the bar in order: always `now`, and as many of
/// the others as have room.
pub(super) fn numbers(places: &[f64], now: usize, apart: f64) -> Vec<usize> {
    let here = places.get(now).copied();
    let mut last = f64::NEG_INFINITY;
    let has_room = |index: &usize| {
        let x = places[*index];
        let beside = here.is_some_and(|here| *index != now && (x - here).abs() < apart);
        let fits = *index == now || (x - last >= apart && !beside);
        if fits {
            last = x;
        }
        fits
    };
    (0..places.len()).filter(has_room).collect()
}

/// The marks that can be told apart, by their number, given the place of each on the bar in order. Of marks that would cover
/// each other the one that says most is left.
pub(super) fn with_room(
    marks: impl Iterator<Item = (f64, MarkKind)>,
    apart: f64,
) -> Vec<(usize, f64)> {
    let mut shown: Vec<(usize, f64, u8)> = Vec::new();
    for (number, (x, kind)) in marks.enumerate() {
        let mark = (number, x, weight(kind));
        match shown.last_mut() {
            Some(last) if x - last.1 < apart => {
                if mark.2 > last.2 {
                    *last = mark;
                }
            }
            _ => shown.push(mark),
        }
    }
    shown
        .into_iter()
        .map(|(number, x, _)| (number, x))
        .collect()
}

/// How much a mark says: what comes often, little.
fn weight(kind: MarkKind) -> u8 {
    match kind {
        MarkKind::Request | MarkKind::Settled => 0,
        MarkKind::Change => 1,
        MarkKind::Reached => 2,
        MarkKind::Cut | MarkKind::Loss => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(marks: &[(f64, MarkKind)]) -> Vec<usize> {
        let shown = with_room(marks.iter().copied(), 0.1);
        shown.into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn a_mark_without_room_is_left_out() {
        use MarkKind::Settled;
        assert_eq!(
            shown(&[(0.0, Settled), (0.05, Settled), (0.1, Settled)]),
            [0, 2]
        );
    }

    #[test]
    fn a_loss_takes_the_place_of_what_it_would_cover() {
        use MarkKind::{Loss, Request, Settled};
        assert_eq!(shown(&[(0.0, Settled), (0.05, Loss), (0.1, Request)]), [1]);
        assert_eq!(shown(&[(0.0, Loss), (0.05, Settled)]), [0]);
    }

    #[test]
    fn no_two_marks_that_are_shown_cover_each_other() {
        let kinds = [MarkKind::Change, MarkKind::Loss, MarkKind::Settled];
        let marks: Vec<_> = (0..200)
            .map(|it| (f64::from(it * it) / 40_000.0, kinds[it as usize % 3]))
            .collect();
        let shown = with_room(marks.into_iter(), apart(390.0));
        let apart = apart(390.0);
        assert!(shown.len() > 5);
        assert!(shown.windows(2).all(|two| two[1].1 - two[0].1 >= apart));
    }

    #[test]
    fn the_present_step_has_its_number_and_no_two_run_together() {
        let places = [0.0, 0.05, 0.08, 0.3, 0.34, 0.9];
        assert_eq!(numbers(&places, 0, 0.07), [0, 2, 3, 5]);
        assert_eq!(numbers(&places, 4, 0.07), [0, 2, 4, 5]);
        assert_eq!(numbers(&places, 1, 0.07), [1, 3, 5]);
        assert_eq!(numbers(&places, 9, 0.0), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_wide_bar_has_room_for_more() {
        assert!(apart(390.0) > 3.0 * apart(1440.0));
        assert!(apart(0.0).is_finite());
    }
}
