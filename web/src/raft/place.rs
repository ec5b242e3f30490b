//! Where everybody is: nodes on an ellipse, messages on tracks between them. Only numbers.

use glassbox_raft::NodeNo;

use crate::lab::Composition;

/// A place in the figure; its unit is one pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// On which side of its node a label is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Side {
    Above,
    Below,
    Left,
    Right,
}

/// A node's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    /// Its middle.
    pub(super) at: Point,
    /// Where its label is.
    pub(super) side: Side,
    /// Where the taller label of a candidate is.
    pub(super) tall_side: Side,
}

/// The places of all nodes in a figure of this size.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Radius of the timer rings.
    pub(super) ring: f64,
    /// Radius of a follower.
    pub(super) body: f64,
    /// How much is said beside a node.
    pub(super) labels: Labels,
    /// The middle of the ellipse.
    pub(super) centre: Point,
    pub(super) spots: Vec<Spot>,
}

/// How much is said beside a node.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Labels {
    /// Role and timer.
    Full,
    /// The role.
    Role,
    /// The role, but not a follower's.
    Sparse,
}

/// The way of messages from one node to another: a straight line, on its own side of the link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Track {
    /// Where distances are measured from: beside the sender's middle.
    pub(super) origin: Point,
    /// Its direction, in degrees, clockwise from the right.
    pub(super) angle: f64,
    /// Distance at which a message sets out.
    pub(super) from: f64,
    /// Distance at which it is there.
    pub(super) to: f64,
}

/// By how much the two directions of a link are apart from its middle.
const LANE: f64 = 5.0;
/// Half the width of a label, with some air.
const HALF_LABEL: f64 = 60.0;
/// Height of a candidate's label, with its distance from the ring.
const TALL_LABEL: f64 = 69.0;

impl Point {
    /// The distance to `other`.
    pub(super) fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The point half-way to `other`.
    pub(super) fn midway(self, other: Self) -> Self {
        Self {
            x: f64::midpoint(self.x, other.x),
            y: f64::midpoint(self.y, other.y),
        }
    }

    /// The point at `distance` from here in the direction of `angle` degrees.
    pub(super) fn polar(self, angle: f64, distance: f64) -> Self {
        let (sin, cos) = angle.to_radians().sin_cos();
        Self {
            x: self.x + distance * cos,
            y: self.y + distance * sin,
        }
    }
}

/// The direction of node `no` of `nodes`, in degrees clockwise from the right: node 1 is at the left
/// above the middle, the others follow anticlockwise, so that neighbours have neighbouring numbers.
fn direction(no: NodeNo, nodes: NodeNo) -> f64 {
    let step = 360.0 / f64::from(nodes.max(1));
    match nodes {
        2 => 180.0 * f64::from(no),
        _ => -180.0 + step / 2.0 - step * (f64::from(no) - 1.0),
    }
}

impl Layout {
    /// Places `nodes` nodes in `width`; only in the wide composition is the height given.
    pub(super) fn new(composition: Composition, nodes: NodeNo, width: f64, height: f64) -> Self {
        let many = nodes > 5;
        let narrow = composition == Composition::Narrow;
        let ring = match (composition, nodes) {
            (Composition::Wide, ..=5) => 42.0,
            (Composition::Column, ..=5) => 37.0,
            (Composition::Narrow, ..=5) => 31.0,
            (Composition::Narrow, _) => 25.0,
            (_, 6 | 7) => 34.0,
            _ => 30.0,
        };
        let body = (ring * 0.645_f64).max(if narrow && many { 17.0 } else { 20.0 });
        let labels = match (narrow, many) {
            (false, _) => Labels::Full,
            (true, false) => Labels::Role,
            (true, true) => Labels::Sparse,
        };
        let unit: Vec<(f64, f64)> = (1..=nodes)
            .map(|no| direction(no, nodes).to_radians().sin_cos())
            .map(|(sin, cos)| if nodes == 1 { (0.0, 0.0) } else { (cos, sin) })
            .collect();
        let reach = |pick: fn(&(f64, f64)) -> f64| unit.iter().map(pick).fold(0.0, f64::max);
        let (left, right) = (reach(|(x, _)| -x), reach(|(x, _)| *x));
        let (up, down) = (reach(|(_, y)| -y), reach(|(_, y)| *y));

        // Room above and below, and at the sides, for a ring and its label.
        let room_y = match composition {
            Composition::Narrow => ring + 28.0,
            Composition::Wide if height < 520.0 => ring + 52.0,
            _ => ring + 74.0,
        };
        let room_x = match labels {
            Labels::Full if many => ring + 116.0,
            Labels::Full => HALF_LABEL + 4.0,
            Labels::Role => 54.0,
            Labels::Sparse => ring + 12.0,
        };
        let span = |size: f64, reach: f64| if reach > 0.0 { size / reach } else { 0.0 };
        let radius_y = match composition {
            Composition::Wide => span(height - 2.0 * room_y, up + down).clamp(100.0, 280.0),
            Composition::Column if many => 178.0,
            Composition::Column => 152.0,
            Composition::Narrow if many => 130.0,
            Composition::Narrow => 114.0,
        };
        // A free part at the right is where a card goes.
        let free = match composition {
            Composition::Narrow => 0.0,
            _ if many => 0.0,
            _ => (width - 496.0).clamp(0.0, 160.0),
        };
        let radius_x = span(width - 2.0 * room_x - free, left + right);
        let radius_x = radius_x
            .min(radius_y * if many { 1.5 } else { 1.25 })
            .max(60.0);
        let slack = width - 2.0 * room_x - (left + right) * radius_x;
        let share = if narrow { 0.5 } else { 0.35 };
        // The label of a candidate is taller: a little more room where one would not fit.
        let tall = |wanted: Side, edge: f64| {
            let places = unit
                .iter()
                .filter(|(x, y)| sides(*x, *y, narrow, many).1 == wanted);
            let lacks = places.map(|(_, y)| ring + TALL_LABEL - (edge - y.abs()) * radius_y);
            if labels == Labels::Role {
                lacks.fold(room_y, f64::max)
            } else {
                room_y
            }
        };
        let (top, bottom) = (tall(Side::Above, up), tall(Side::Below, down));
        let height = match composition {
            Composition::Wide => height,
            _ => (up + down) * radius_y + top + bottom,
        };
        let spare = (height - top - bottom - (up + down) * radius_y) / 2.0;
        let centre = Point {
            x: room_x + left * radius_x + slack * share,
            y: top + up * radius_y + spare,
        };
        let spots = (unit.iter())
            .map(|(x, y)| {
                let at = Point {
                    x: centre.x + x * radius_x,
                    y: centre.y + y * radius_y,
                };
                let (side, tall_side) = sides(*x, *y, narrow, many);
                Spot {
                    at,
                    side,
                    tall_side,
                }
            })
            .collect();
        Self {
            width,
            height,
            ring,
            body,
            labels,
            centre,
            spots,
        }
    }

    /// The place of a node.
    pub(super) fn spot(&self, no: NodeNo) -> Option<Spot> {
        self.spots.get(usize::from(no.checked_sub(1)?)).copied()
    }

    /// The way from one node to another.
    pub(super) fn track(&self, from: NodeNo, to: NodeNo) -> Option<Track> {
        let (start, end) = (self.spot(from)?.at, self.spot(to)?.at);
        let length = start.distance(end);
        if length == 0.0 {
            return None;
        }
        let angle = (end.y - start.y).atan2(end.x - start.x).to_degrees();
        let origin = start.polar(angle - 90.0, LANE);
        let gap = self.ring + 7.0;
        Some(Track {
            origin,
            angle,
            from: gap,
            to: (length - gap - 11.0).max(gap),
        })
    }
}

/// Where labels go: away from the middle, where nothing else is.
fn sides(x: f64, y: f64, narrow: bool, many: bool) -> (Side, Side) {
    let vertical = if y < -0.05 { Side::Above } else { Side::Below };
    if narrow {
        // Above the highest there is no room, and below the lowest only a line's.
        return match y.abs() > 0.8 {
            true if !many => (Side::Below, Side::Right),
            _ => (vertical, vertical),
        };
    }
    let horizontal = if x < 0.0 { Side::Left } else { Side::Right };
    let side = if many && y.abs() < 0.95 {
        horizontal
    } else {
        vertical
    };
    (side, side)
}

impl Track {
    /// The distance of a message that has come this part of its way.
    pub(super) fn at(&self, part: f64) -> f64 {
        self.from + (self.to - self.from) * part.clamp(0.0, 1.0)
    }

    /// The place at `distance`.
    pub(super) fn point(&self, distance: f64) -> Point {
        self.origin.polar(self.angle, distance)
    }

    /// The part of the way at which the track crosses the line from `a` to `b`, a little before it.
    pub(super) fn crossing(&self, (a, b): (Point, Point)) -> Option<f64> {
        const BEFORE: f64 = 13.0;
        let (sin, cos) = self.angle.to_radians().sin_cos();
        let (wx, wy) = (b.x - a.x, b.y - a.y);
        let (ox, oy) = (a.x - self.origin.x, a.y - self.origin.y);
        let det = cos * wy - sin * wx;
        if det.abs() < 1e-6 {
            return None;
        }
        let distance = (ox * wy - oy * wx) / det;
        let along = (ox * sin - oy * cos) / det;
        let length = wx.hypot(wy);
        // Farther before it where the wall is met at a flat angle.
        let before = BEFORE / (det.abs() / length).max(0.4);
        let within = (0.0..=1.0).contains(&along) && (self.from..=self.to).contains(&distance);
        within.then(|| ((distance - before - self.from) / (self.to - self.from)).clamp(0.08, 0.92))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [(Composition, f64, f64); 7] = [
        (Composition::Wide, 616.0, 625.0),
        (Composition::Wide, 520.0, 460.0),
        (Composition::Wide, 940.0, 757.0),
        (Composition::Column, 480.0, 0.0),
        (Composition::Column, 681.0, 0.0),
        (Composition::Narrow, 358.0, 0.0),
        (Composition::Narrow, 300.0, 0.0),
    ];

    fn layouts() -> impl Iterator<Item = (String, Layout)> {
        SIZES.into_iter().flat_map(|(composition, width, height)| {
            (1..=9).map(move |nodes| {
                let name = format!("{composition:?} {width}, {nodes} nodes");
                (name, Layout::new(composition, nodes, width, height))
            })
        })
    }

    /// Left, top, right and bottom of a node's ordinary label.
    fn label(layout: &Layout, spot: &Spot) -> [f64; 4] {
        let (wide, high) = match layout.labels {
            Labels::Full => (104.0, 34.0),
            _ => (56.0, 18.0),
        };
        let (x, y, away) = (spot.at.x, spot.at.y, layout.ring + 6.0);
        match spot.side {
            Side::Above => [x - wide / 2.0, y - away - high, x + wide / 2.0, y - away],
            Side::Below => [x - wide / 2.0, y + away, x + wide / 2.0, y + away + high],
            Side::Left => [x - away - wide, y - high / 2.0, x - away, y + high / 2.0],
            Side::Right => [x + away, y - high / 2.0, x + away + wide, y + high / 2.0],
        }
    }

    #[test]
    fn rings_do_not_touch() {
        for (name, layout) in layouts() {
            for (i, one) in layout.spots.iter().enumerate() {
                for other in &layout.spots[i + 1..] {
                    let distance = one.at.distance(other.at);
                    assert!(distance > 2.0 * layout.ring + 4.0, "{name}: {distance}");
                }
            }
        }
    }

    #[test]
    fn labels_stay_inside_and_off_other_nodes() {
        for (name, layout) in layouts().filter(|(_, it)| it.labels != Labels::Sparse) {
            for (i, spot) in layout.spots.iter().enumerate() {
                let [left, top, right, bottom] = label(&layout, spot);
                assert!(
                    left >= 0.0 && right <= layout.width,
                    "{name}, n{}: {left} {right}",
                    i + 1
                );
                assert!(
                    top >= 0.0 && bottom <= layout.height,
                    "{name}, n{}: {top}",
                    i + 1
                );
                for (j, other) in layout.spots.iter().enumerate().filter(|(j, _)| *j != i) {
                    let near = Point {
                        x: other.at.x.clamp(left, right),
                        y: other.at.y.clamp(top, bottom),
                    };
                    let gap = near.distance(other.at) - layout.ring;
                    assert!(
                        gap >= 0.0,
                        "{name}: label of n{} on n{}: {gap}",
                        i + 1,
                        j + 1
                    );
                    let [l, t, r, b] = label(&layout, other);
                    let apart = right <= l || r <= left || bottom <= t || b <= top;
                    assert!(apart, "{name}: labels of n{} and n{}", i + 1, j + 1);
                }
            }
        }
    }

    #[test]
    fn five_nodes_stand_as_in_the_mock() {
        let layout = Layout::new(Composition::Wide, 5, 616.0, 625.0);
        let [n1, n2, n3, n4, n5] = [0, 1, 2, 3, 4].map(|i| layout.spots[i].at);
        assert!(n1.x < n5.x && n1.y < n2.y && (n1.x - n2.x).abs() < 1e-6);
        assert!(n5.y < n1.y && n3.y > n2.y && n4.x > n5.x);
    }

    #[test]
    fn the_two_directions_of_a_link_are_apart() {
        let layout = Layout::new(Composition::Wide, 2, 600.0, 500.0);
        let (there, back) = (layout.track(1, 2).unwrap(), layout.track(2, 1).unwrap());
        assert!(there.origin.y < back.origin.y);
        let (a, b) = (there.point(there.at(1.0)), layout.spots[1].at);
        assert!(a.distance(b) > layout.ring);
    }

    #[test]
    fn a_track_knows_where_it_meets_a_wall() {
        let layout = Layout::new(Composition::Wide, 2, 600.0, 500.0);
        let track = layout.track(1, 2).unwrap();
        let x = layout.centre.x;
        let wall = (Point { x, y: 0.0 }, Point { x, y: 500.0 });
        let part = track.crossing(wall).unwrap();
        assert!(part > 0.3 && part < 0.5, "{part}");
        let aside = (Point { x, y: 0.0 }, Point { x, y: 10.0 });
        assert_eq!(track.crossing(aside), None);
    }
}
