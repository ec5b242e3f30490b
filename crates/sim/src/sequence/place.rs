//! Room for labels: first come first served, in an order that says what matters most.

use super::geometry::{Area, Point, Way, text_width};

/// Half the height of a line of text.
pub(super) const HALF_LINE: f64 = 7.0;

/// A label that has found its place: the middle of its base line, and its direction.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label<'a> {
    pub(super) text: &'a str,
    pub(super) base: Point,
    pub(super) way: Way,
}

/// What is taken already.
#[derive(Debug)]
pub(super) struct Room {
    left: f64,
    right: f64,
    taken: Vec<Area>,
}

impl Room {
    /// All that lies between `left` and `right`.
    pub(super) fn between(left: f64, right: f64) -> Self {
        Self {
            left,
            right,
            taken: Vec::new(),
        }
    }

    /// Takes `area`, whoever has it.
    pub(super) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Whether nobody has a part of `area`.
    pub(super) fn is_free(&self, area: &Area) -> bool {
        self.taken.iter().all(|taken| !taken.meets(area))
    }

    /// Puts `text` with its middle at the first of `places` where it fits. `None`: there is no room.
    pub(super) fn put<'a>(
        &mut self,
        text: &'a str,
        places: impl IntoIterator<Item = (Point, Way)>,
    ) -> Option<Label<'a>> {
        if text.is_empty() {
            return None;
        }
        let half_width = text_width(text) / 2.0 + 2.0;
        for (centre, way) in places {
            let area = Area {
                centre,
                way,
                half_width,
                half_height: HALF_LINE,
            };
            let inside = centre.x - half_width >= self.left && centre.x + half_width <= self.right;
            if inside && self.is_free(&area) {
                self.take(area);
                // Letters stand 4 pixels above the lower edge of their line.
                return Some(Label {
                    text,
                    base: centre.moved(way, 0.0, HALF_LINE - 3.0),
                    way,
                });
            }
        }
        None
    }
}
