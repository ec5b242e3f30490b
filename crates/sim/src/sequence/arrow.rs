//! Messages: where their lines run and where their labels can stand.

use super::draw::Frame;
use super::geometry::{Point, Way, text_width};
use super::place::{HALF_LINE, Label, Room};
use super::svg::Svg;
use super::theme::Ink;
use super::{Arrow, End, Head, Weight};

/// Lines end this far beside the lifeline, so that the tip is seen.
const BESIDE: f64 = 2.5;
/// Length of an arrowhead and half its width.
const HEAD: (f64, f64) = (8.0, 3.6);
/// Room left free on both sides of a label.
const CLEAR: f64 = 9.0;
/// A message of which the arrival is unknown is drawn to here.
const HALF: f64 = 0.5;

/// The line of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) start: Point,
    pub(super) end: Point,
}

impl Line {
    pub(super) fn of(arrow: &Arrow, frame: &Frame<'_>) -> Self {
        let (from, to) = (frame.lane_x(arrow.from), frame.lane_x(arrow.to));
        let side = if to > from { BESIDE } else { -BESIDE };
        let start = Point::new(from + side, frame.y_of(arrow.sent_at));
        let whole = |y| Point::new(to - side, y);
        let end = match arrow.end {
            End::Arrived(at) => whole(frame.y_of(at.max(arrow.sent_at))),
            // What is lost is lost in the middle of its link.
            End::Lost(at) => {
                let y = frame.y_of(at.max(arrow.sent_at));
                Point::new(start.towards(whole(y), HALF).x, y)
            }
            End::UnderWay(arrives) => {
                let so_far = frame.shown.to.since(arrow.sent_at).as_nanos() as f64;
                let all = arrives.map(|at| at.since(arrow.sent_at).as_nanos() as f64);
                let part = all
                    .filter(|all| *all > 0.0)
                    .map_or(HALF, |all| so_far / all);
                let y = frame.y_of(frame.shown.to);
                Point::new(start.towards(whole(y), part.clamp(0.05, 1.0)).x, y)
            }
        };
        Self { start, end }
    }

    fn way(self) -> Way {
        Way::between(self.start, self.end)
    }

    /// Where a label may stand: above the line, between two lifelines, the receiver's side first.
    fn places(self, arrow: &Arrow, frame: &Frame<'_>, text: &str) -> Vec<(Point, Way)> {
        let need = text_width(text) + 2.0 * CLEAR;
        let (low, high) = (arrow.from.min(arrow.to), arrow.from.max(arrow.to));
        let (left, right) = (self.start.x.min(self.end.x), self.start.x.max(self.end.x));
        let gap = |lane: usize| {
            (
                frame.lane_x(lane).max(left),
                frame.lane_x(lane + 1).min(right),
            )
        };
        let mut gaps: Vec<(f64, f64)> = (low..high).map(gap).collect();
        if arrow.from < arrow.to {
            gaps.reverse();
        }
        // The sender's side is second, what lies between comes after it.
        if gaps.len() > 2 {
            let first = gaps.remove(gaps.len() - 1);
            gaps.insert(1, first);
        }
        gaps.push((left, right));
        let slope = self.end.x - self.start.x;
        let level = self.way().readable();
        gaps.into_iter()
            .filter(|(left, right)| right - left >= need)
            .flat_map(|(left, right)| {
                let part = ((left + right) / 2.0 - self.start.x) / slope;
                let on_line = self.start.towards(self.end, part);
                [-(HALF_LINE + 2.0), HALF_LINE + 3.0]
                    .map(|aside| (on_line.moved(level, 0.0, aside), level))
            })
            .collect()
    }
}

/// Finds room for the label of a message.
pub(super) fn label<'a>(
    arrow: &'a Arrow,
    line: Line,
    frame: &Frame<'_>,
    room: &mut Room,
) -> Option<Label<'a>> {
    room.put(&arrow.label, line.places(arrow, frame, &arrow.label))
}

/// Draws the line of a message.
pub(super) fn draw(svg: &mut Svg, arrow: &Arrow, line: Line, label: Option<&Label<'_>>) {
    let lost = matches!(arrow.end, End::Lost(_));
    let arrived = matches!(arrow.end, End::Arrived(_));
    let kind = match arrow.end {
        End::Arrived(_) => "seq-arrow",
        End::Lost(_) => "seq-arrow seq-lost",
        End::UnderWay(_) => "seq-arrow seq-under-way",
    };
    let ink = Ink::Hue(arrow.hue);
    svg.open_event(kind, arrow.event, &arrow.title, label);
    let width = match arrow.weight {
        Weight::Thin => "1",
        Weight::Normal => "1.5",
        Weight::Thick => "2.5",
    };
    let (way, tip) = (line.way(), line.end);
    let hollow = arrow.head == Head::Hollow;
    let stop = if arrived {
        tip.moved(way, -HEAD.0 + if hollow { 0.0 } else { 1.0 }, 0.0)
    } else {
        tip
    };
    // A wide invisible line, so that a thin one can be hit.
    svg.line(
        "seq-hit",
        line.start,
        tip,
        "stroke=\"none\" stroke-width=\"12\" pointer-events=\"stroke\"",
    );
    let dash = if arrived {
        ""
    } else {
        " stroke-dasharray=\"5 4\""
    };
    let colour = svg.colour(ink);
    svg.line(
        "",
        line.start,
        stop,
        &format!("stroke=\"{colour}\" stroke-width=\"{width}\"{dash}"),
    );
    if lost {
        svg.cross(tip, 4.5, Ink::Broken);
    } else if arrived {
        let thin = if arrow.weight == Weight::Thin {
            0.75
        } else {
            1.0
        };
        let back = |aside| tip.moved(way, -HEAD.0 * thin, aside * thin);
        let corners = [tip, back(HEAD.1), back(-HEAD.1)];
        svg.polygon(&corners, if hollow { Ink::Ground } else { ink }, ink);
    } else {
        let back = |aside| tip.moved(way, -6.0, aside);
        svg.polyline(&[back(4.0), tip, back(-4.0)], ink);
    }
    if let Some(label) = label {
        svg.label(label, if lost { Ink::Broken } else { ink }, false);
    }
    svg.close();
}
