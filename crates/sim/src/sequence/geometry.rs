//! Points, boxes and how wide a text is, without trigonometry: only what every target computes
//! alike.

/// A place on the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    pub(super) fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The point `along` in direction `way` and `aside` to its right.
    pub(super) fn moved(self, way: Way, along: f64, aside: f64) -> Self {
        Self::new(
            self.x + way.x * along - way.y * aside,
            self.y + way.y * along + way.x * aside,
        )
    }

    /// The point at `part` (0 to 1) of the way to `other`.
    pub(super) fn towards(self, other: Self, part: f64) -> Self {
        Self::new(
            self.x + (other.x - self.x) * part,
            self.y + (other.y - self.y) * part,
        )
    }
}

/// A direction: cosine and sine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Way {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Way {
    /// To the right.
    pub(super) const LEVEL: Self = Self { x: 1.0, y: 0.0 };

    pub(super) fn between(from: Point, to: Point) -> Self {
        let (x, y) = (to.x - from.x, to.y - from.y);
        let length = (x * x + y * y).sqrt();
        if length > 0.0 {
            Self {
                x: x / length,
                y: y / length,
            }
        } else {
            Self::LEVEL
        }
    }

    /// The same line, read from left to right.
    pub(super) fn readable(self) -> Self {
        if self.x < 0.0 {
            Self {
                x: -self.x,
                y: -self.y,
            }
        } else {
            self
        }
    }
}

/// A turned rectangle, which a label takes up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) centre: Point,
    pub(super) way: Way,
    pub(super) half_width: f64,
    pub(super) half_height: f64,
}

impl Area {
    /// An upright one.
    pub(super) fn upright(left: f64, right: f64, top: f64, bottom: f64) -> Self {
        Self {
            centre: Point::new((left + right) / 2.0, (top + bottom) / 2.0),
            way: Way::LEVEL,
            half_width: (right - left) / 2.0,
            half_height: (bottom - top) / 2.0,
        }
    }

    /// Whether the two share a point: there is no line between them (separating axis theorem).
    pub(super) fn meets(&self, other: &Self) -> bool {
        let (dx, dy) = (
            other.centre.x - self.centre.x,
            other.centre.y - self.centre.y,
        );
        let axes = [self.way, other.way].into_iter().flat_map(|way| {
            [
                way,
                Way {
                    x: -way.y,
                    y: way.x,
                },
            ]
        });
        axes.into_iter().all(|axis| {
            let distance = (dx * axis.x + dy * axis.y).abs();
            distance < self.reach(axis) + other.reach(axis)
        })
    }

    fn reach(&self, axis: Way) -> f64 {
        let along = (self.way.x * axis.x + self.way.y * axis.y).abs();
        let across = (self.way.x * axis.y - self.way.y * axis.x).abs();
        self.half_width * along + self.half_height * across
    }
}

/// How wide a text of 12 pixels is, about: the pictures are drawn without a font at hand.
pub(super) fn text_width(text: &str) -> f64 {
    text.chars().map(|c| 12.0 * char_width(c)).sum()
}

fn char_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '’' => 0.27,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' => 0.36,
        'm' | 'w' | 'M' | 'W' | '←' | '→' | '…' => 0.9,
        'A'..='Z' => 0.68,
        '\u{2e80}'.. => 1.0,
        _ => 0.57,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_areas_meet_only_where_they_overlap() {
        let level = Area::upright(0.0, 100.0, 0.0, 14.0);
        let slanted = |y| Area {
            centre: Point::new(50.0, y),
            way: Way::between(Point::new(0.0, 0.0), Point::new(4.0, 3.0)),
            half_width: 50.0,
            half_height: 7.0,
        };
        assert!(level.meets(&slanted(40.0)));
        // Its upright bounds would still overlap, the areas do not.
        assert!(!Area::upright(70.0, 100.0, 0.0, 14.0).meets(&slanted(40.0)));
        assert!(!level.meets(&slanted(60.0)));
    }

    #[test]
    fn chinese_is_twice_as_wide_as_latin() {
        assert_eq!(text_width("投票"), 24.0);
        assert!((12.0..18.0).contains(&text_width("ab")));
    }
}
