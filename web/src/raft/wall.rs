//! A partition as a wall between the sides, where one can be drawn; and small signs where not.

use glassbox_raft::Cluster;
use glassbox_sim::Lang;
use yew::{Html, html};

use super::place::{Labels, Layout, Point};
use super::{draw, words};

/// Half the thickness of a wall.
const HALF: f64 = 4.0;

/// A wall: straight pieces, and where its name stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wall {
    pub(super) pieces: Vec<(Point, Point)>,
    pub(super) label: Point,
}

/// The wall between the sides of a partition: a straight one between two sides, spokes between
/// more. `None` when the sides cannot be parted so.
pub(super) fn wall(layout: &Layout, sides: &[u8]) -> Option<Wall> {
    let count = sides.len();
    let after = |i: usize| (i + 1) % count;
    // Where one side ends and another begins, going round.
    let gaps: Vec<usize> = (0..count)
        .filter(|i| sides[*i] != sides[after(*i)])
        .collect();
    let mut distinct = sides.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if gaps.len() < 2 || gaps.len() != distinct.len() {
        return None;
    }
    let at = |i: usize| layout.spots[i].at;
    let middle = |i: &usize| at(*i).midway(at(after(*i)));
    let pieces = match *gaps {
        [first, second] => {
            let straight = match count {
                2 => {
                    let x = middle(&first).x;
                    let up = |y| Point {
                        x,
                        y: layout.centre.y + y,
                    };
                    stretch(up(-60.0), up(60.0), layout)
                }
                _ => stretch(middle(&first), middle(&second), layout),
            };
            match clear(layout, straight) {
                true => vec![straight],
                false => spokes(layout, &[middle(&first), middle(&second)]),
            }
        }
        _ => spokes(layout, &gaps.iter().map(middle).collect::<Vec<_>>()),
    };
    let highest = pieces
        .iter()
        .flat_map(|(a, b)| [*a, *b])
        .min_by(|a, b| a.y.total_cmp(&b.y))?;
    let label = Point {
        x: highest.x,
        y: (highest.y - 8.0).max(12.0),
    };
    Some(Wall { pieces, label })
}

/// Whether no ring is in the way.
fn clear(layout: &Layout, piece: (Point, Point)) -> bool {
    let room = layout.ring + HALF + 4.0;
    layout
        .spots
        .iter()
        .all(|spot| distance(spot.at, piece) >= room)
}

/// The distance from a point to a straight piece.
fn distance(from: Point, (a, b): (Point, Point)) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let along = ((from.x - a.x) * dx + (from.y - a.y) * dy) / (dx * dx + dy * dy).max(1e-9);
    let along = along.clamp(0.0, 1.0);
    from.distance(Point {
        x: a.x + along * dx,
        y: a.y + along * dy,
    })
}

/// The piece through both points, longer at both ends, within the figure.
fn stretch(a: Point, b: Point, layout: &Layout) -> (Point, Point) {
    let angle = (b.y - a.y).atan2(b.x - a.x).to_degrees();
    let more = layout.ring
        * if layout.labels == Labels::Full {
            1.9
        } else {
            1.4
        };
    let inside = |point: Point, angle: f64| {
        let fits = |more: f64| {
            let end = point.polar(angle, more);
            (8.0..=layout.width - 8.0).contains(&end.x)
                && (22.0..=layout.height - 4.0).contains(&end.y)
        };
        let mut more = more;
        while more > 0.0 && !fits(more) {
            more -= 4.0;
        }
        point.polar(angle, more)
    };
    (inside(a, angle + 180.0), inside(b, angle))
}

/// A piece from the middle of the figure through each of the points.
fn spokes(layout: &Layout, through: &[Point]) -> Vec<(Point, Point)> {
    let centre = layout.centre;
    through
        .iter()
        .map(|point| (centre, stretch(centre, *point, layout).1))
        .collect()
}

/// Draws the wall.
pub(super) fn draw_wall(wall: &Wall, uid: &str, lang: Lang) -> Html {
    let piece = |(a, b): &(Point, Point)| {
        let angle = (b.y - a.y).atan2(b.x - a.x).to_degrees();
        let length = draw::n(a.distance(*b));
        let place = format!(
            "translate({} {}) rotate({})",
            draw::n(a.x),
            draw::n(a.y),
            draw::n(angle)
        );
        let (thick, half, under) = (draw::n(2.0 * HALF), draw::n(HALF), draw::n(-HALF));
        html! {
            <g transform={place}>
                <rect class="raft-wall-ground" y={under.clone()} width={length.clone()} height={thick.clone()} />
                <rect y={under.clone()} width={length.clone()} height={thick} fill={draw::url(uid, "wall")} />
                <path class="raft-wall-edge"
                    d={format!("M0 {under}H{length}M0 {half}H{length}")} />
            </g>
        }
    };
    html! {
        <g class="raft-wall" aria-hidden="true">
            { for wall.pieces.iter().map(piece) }
            <text class="raft-note raft-halo" text-anchor="middle"
                x={draw::n(wall.label.x)} y={draw::n(wall.label.y)}>{ words::partition(lang) }</text>
        </g>
    }
}

/// The wall of a cluster's partition, if there is one that can be drawn and still stands.
pub(super) fn of(model: &Cluster, layout: &Layout) -> Option<Wall> {
    let sides = model.sides()?;
    let no = |i: usize| model.servers()[i].no();
    let stands = (0..sides.len()).all(|a| {
        (0..sides.len()).all(|b| a == b || model.is_cut(no(a), no(b)) == (sides[a] != sides[b]))
    });
    stands.then(|| wall(layout, sides)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Composition;

    fn layout(nodes: u8) -> Layout {
        Layout::new(Composition::Wide, nodes, 616.0, 625.0)
    }

    #[test]
    fn two_and_three_are_parted_by_an_upright_wall() {
        let wall = wall(&layout(5), &[0, 0, 1, 1, 1]).unwrap();
        let [(a, b)] = *wall.pieces else {
            panic!("{wall:?}")
        };
        assert!((a.x - b.x).abs() < 1e-6, "{a:?} {b:?}");
        assert!(wall.label.y < a.y.min(b.y));
    }

    #[test]
    fn a_wall_keeps_off_the_nodes() {
        for nodes in 2..=9 {
            let layout = layout(nodes);
            for one in 0..usize::from(nodes) {
                let mut sides = vec![0; usize::from(nodes)];
                sides[one] = 1;
                let wall = wall(&layout, &sides).unwrap();
                for piece in wall.pieces {
                    let near = layout.spots.iter().map(|it| distance(it.at, piece));
                    let nearest = near.fold(f64::INFINITY, f64::min);
                    assert!(
                        nearest > layout.ring,
                        "{nodes} nodes, n{}: {nearest}",
                        one + 1
                    );
                }
            }
        }
    }

    #[test]
    fn three_sides_are_parted_by_three_spokes_and_mixed_ones_by_none() {
        assert_eq!(wall(&layout(5), &[0, 0, 1, 1, 2]).unwrap().pieces.len(), 3);
        assert_eq!(wall(&layout(5), &[0, 1, 0, 1, 1]), None);
        assert_eq!(wall(&layout(5), &[0, 0, 0, 0, 0]), None);
    }
}
