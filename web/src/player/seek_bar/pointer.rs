//! What a pointer on the seek bar means: a moment, and a lane. A finger may also scroll the page.

use std::cell::Cell;
use std::rc::Rc;

use glassbox_sim::{BranchId, Instant};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};
use yew::{Callback, Context};

use super::super::lanes::Lane;
use super::super::{Msg, Player};
use super::{Scale, lane_top};
use crate::lab::Lab;
use crate::size::unit;

/// A pointer this near to a lane, in units, means that lane.
const REACH: f64 = 13.0;
/// A finger that moves no farther than this, in pixels, taps.
const SLOP: f64 = 8.0;
/// What on the bar is clicked by itself.
const CLICKED: &str = ".bar-mark, .step-number";

/// What a finger on the bar does. One that goes up or down scrolls the page, and changes no moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Finger {
    #[default]
    Away,
    /// It went down here, in pixels of the window: it may tap, drag or scroll.
    Down(f64, f64),
    Drags,
}

impl Finger {
    /// What it does after it has moved here.
    fn moved(self, (x, y): (f64, f64)) -> Self {
        match self {
            Self::Down(from_x, from_y) => {
                let (across, along) = ((x - from_x).abs(), (y - from_y).abs());
                match across.max(along) > SLOP {
                    true if across > along => Self::Drags,
                    true => Self::Away,
                    false => self,
                }
            }
            other => other,
        }
    }
}

impl<L: Lab> Player<L> {
    /// What a pointer does that goes down on the bar, then moves, and goes up or is taken away: it seeks on the lane where
    /// it went down. A finger does so when it has moved along the bar, or where it taps.
    pub(super) fn on_pointer(
        &self,
        ctx: &Context<Self>,
        scale: Scale,
        lanes: &[Lane],
        full: bool,
    ) -> [Callback<PointerEvent>; 4] {
        let here = self
            .session()
            .map_or(BranchId(0), |it| it.timeline().position().branch);
        let place = |(row, lane): (usize, &Lane)| Place {
            branch: lane.branch,
            top: lane_top(row, full) as f64,
            from: scale.part(self.begins(lane.branch)),
        };
        let places: Vec<Place> = lanes.iter().enumerate().map(place).collect();
        let (link, track) = (ctx.link().clone(), self.seek_track.clone());
        let dragged = Rc::clone(&self.seek_nodes.dragged);
        let seek = Rc::new(move |event: &PointerEvent, down: bool| {
            let Some(track) = track.cast::<HtmlElement>() else {
                return;
            };
            let area = track.get_bounding_client_rect();
            if area.width() < 1.0 {
                return;
            }
            if down {
                // Without the pointer's capture dragging still works inside the bar.
                let _ = track.set_pointer_capture(event.pointer_id());
            }
            let part = ((f64::from(event.client_x()) - area.left()) / area.width()).clamp(0.0, 1.0);
            let y = (f64::from(event.client_y()) - area.top()) / unit();
            let kept = dragged.get().filter(|_| !down);
            let branch = kept.unwrap_or_else(|| lane_at(&places, part, y).unwrap_or(here));
            dragged.set(Some(branch));
            let at = Instant::from_nanos((part * scale.0) as u64);
            link.send_message_batch(vec![Msg::Pause, Msg::Seek(branch, at)]);
        });
        let hear = |heard: fn(&PointerEvent, &Cell<Finger>) -> Option<bool>| {
            let (seek, finger) = (Rc::clone(&seek), Rc::clone(&self.seek_nodes.finger));
            Callback::from(move |event: PointerEvent| {
                if let Some(down) = heard(&event, &finger) {
                    seek(&event, down);
                }
            })
        };
        [
            hear(went_down),
            hear(moved),
            hear(went_up),
            hear(taken_away),
        ]
    }
}

/// A mouse on what is clicked by itself does not go down on the bar; a finger may want to drag from there.
pub(super) fn not_the_bar(event: PointerEvent) {
    if !is_finger(&event) {
        event.stop_propagation();
    }
}

fn is_finger(event: &PointerEvent) -> bool {
    event.pointer_type() == "touch"
}

fn place_of(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

// Whether a pointer seeks with this event, and if so, whether that begins with it.

fn went_down(event: &PointerEvent, finger: &Cell<Finger>) -> Option<bool> {
    if !is_finger(event) {
        return Some(true);
    }
    let (x, y) = place_of(event);
    finger.set(match event.is_primary() {
        true => Finger::Down(x, y),
        false => Finger::Away,
    });
    None
}

fn moved(event: &PointerEvent, finger: &Cell<Finger>) -> Option<bool> {
    if !is_finger(event) {
        return (event.buttons() & 1 == 1).then_some(false);
    }
    let before = finger.get();
    let now = before.moved(place_of(event));
    finger.set(now);
    (now == Finger::Drags).then_some(before != Finger::Drags)
}

fn went_up(event: &PointerEvent, finger: &Cell<Finger>) -> Option<bool> {
    let before = finger.replace(Finger::Away);
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let clicked = target.and_then(|it| it.closest(CLICKED).ok().flatten());
    (matches!(before, Finger::Down(..)) && clicked.is_none()).then_some(true)
}

fn taken_away(_: &PointerEvent, finger: &Cell<Finger>) -> Option<bool> {
    finger.set(Finger::Away);
    None
}

/// Where a lane is, for a pointer.
struct Place {
    branch: BranchId,
    /// Units from the top of the bar.
    top: f64,
    /// The part of the bar at which it begins.
    from: f64,
}

/// The lane that a pointer means: the nearest, if it is near enough and has begun there.
fn lane_at(places: &[Place], part: f64, y: f64) -> Option<BranchId> {
    let away = |place: &Place| (place.top - y).abs();
    let near = places
        .iter()
        .filter(|place| away(place) <= REACH && part >= place.from - 0.01);
    near.min_by(|a, b| away(a).total_cmp(&away(b)))
        .map(|place| place.branch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finger_along_the_bar_drags_and_one_across_it_scrolls() {
        let down = Finger::Down(100.0, 20.0);
        assert_eq!(down.moved((105.0, 24.0)), down, "it may still tap");
        assert_eq!(down.moved((112.0, 24.0)), Finger::Drags);
        assert_eq!(down.moved((104.0, 32.0)), Finger::Away);
        assert_eq!(Finger::Away.moved((200.0, 32.0)), Finger::Away);
        assert_eq!(Finger::Drags.moved((120.0, 90.0)), Finger::Drags);
    }

    #[test]
    fn a_pointer_means_the_nearest_lane_that_has_begun() {
        let place = |branch, row, from| Place {
            branch: BranchId(branch),
            top: lane_top(row, true) as f64,
            from,
        };
        let places = [place(0, 0, 0.0), place(2, 1, 0.6), place(1, 2, 0.3)];
        let at = |part, y| lane_at(&places, part, y).map(|it| it.0);
        assert_eq!(
            [at(0.7, 36.0), at(0.7, 60.0), at(0.7, 95.0)],
            [Some(0), Some(2), Some(1)]
        );
        assert_eq!(at(0.4, 64.0), None, "the second lane has not begun");
        assert_eq!(at(0.4, 78.0), Some(1));
        assert_eq!(at(0.7, 130.0), None, "too far below all of them");
    }
}
