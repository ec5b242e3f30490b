//! Notes: a mark on a lifeline and a few words beside it.

use super::draw::{AXIS, Frame};
use super::geometry::{Area, Point, Way, text_width};
use super::place::{HALF_LINE, Label, Room};
use super::svg::Svg;
use super::theme::Ink;
use super::{Mark, Note};

/// Half the size of a mark.
const HALF: f64 = 5.0;
/// From the middle of a mark to its label.
const BESIDE: f64 = 10.0;
/// How far a mark is moved down when another one is in its place.
const NUDGE: f64 = 14.0;
/// How often.
const NUDGES: u8 = 4;

/// Finds the place of a note's mark: at its moment, or a little below when another is there.
/// `None` for a note that is a line across.
pub(super) fn place(note: &Note, frame: &Frame<'_>, room: &mut Room) -> Option<Point> {
    let x = frame.lane_x(note.lane?);
    let y = frame.y_of(note.at);
    let area = |y| {
        Area::upright(
            x - HALF - 1.0,
            x + HALF + 1.0,
            y - HALF - 1.0,
            y + HALF + 1.0,
        )
    };
    let free = (0..=NUDGES).map(|times| y + NUDGE * f64::from(times));
    let y = free
        .into_iter()
        .find(|y| room.is_free(&area(*y)))
        .unwrap_or(y);
    room.take(area(y));
    Some(Point::new(x, y))
}

/// Finds room for a note's label: right of its mark, left of it, or a line further down or up.
pub(super) fn label<'a>(
    note: &'a Note,
    mark: Option<Point>,
    frame: &Frame<'_>,
    room: &mut Room,
) -> Option<Label<'a>> {
    let Some(mark) = mark else {
        return across(&note.label, frame.y_of(note.at), room);
    };
    let aside = BESIDE + text_width(&note.label) / 2.0 + 2.0;
    let mut sides = [aside, -aside];
    if note
        .lane
        .is_some_and(|lane| lane > 0 && lane + 1 == frame.shown.lanes.len())
    {
        sides.reverse();
    }
    let places = [0.0, NUDGE, -NUDGE]
        .into_iter()
        .flat_map(|down| sides.map(|side| (Point::new(mark.x + side, mark.y + down), Way::LEVEL)));
    room.put(&note.label, places)
}

/// Finds room for the label of a line across: above it, at its left end.
pub(super) fn across<'a>(text: &'a str, y: f64, room: &mut Room) -> Option<Label<'a>> {
    let x = AXIS + 8.0 + text_width(text) / 2.0;
    let above = [-HALF_LINE - 2.0, HALF_LINE + 3.0, -3.0 * HALF_LINE - 2.0];
    room.put(
        text,
        above.map(|down| (Point::new(x, y + down), Way::LEVEL)),
    )
}

/// Draws a note.
pub(super) fn draw(
    svg: &mut Svg,
    note: &Note,
    mark: Option<Point>,
    label: Option<&Label<'_>>,
    frame: &Frame<'_>,
) {
    svg.open_event(
        if note.strong {
            "seq-note seq-strong"
        } else {
            "seq-note"
        },
        note.event,
        &note.title,
        label,
    );
    match mark {
        Some(at) => draw_mark(svg, note.mark, at, note.hue),
        None => across_line(svg, frame, frame.y_of(note.at), Ink::Accent),
    }
    if let Some(label) = label {
        let ink = match (note.mark, note.hue) {
            (Mark::Act, _) => Ink::Accent,
            (_, 0) => Ink::Text,
            (_, hue) => Ink::Hue(hue),
        };
        svg.label(label, ink, note.strong);
    }
    svg.close();
}

/// A line over all lanes.
pub(super) fn across_line(svg: &mut Svg, frame: &Frame<'_>, y: f64, ink: Ink) {
    let colour = svg.colour(ink);
    let (left, right) = (Point::new(AXIS, y), Point::new(frame.right(), y));
    svg.line(
        "",
        left,
        right,
        &format!("stroke=\"{colour}\" stroke-dasharray=\"2 3\""),
    );
}

fn draw_mark(svg: &mut Svg, mark: Mark, at: Point, hue: u8) {
    let to = |x: f64, y: f64| Point::new(at.x + x, at.y + y);
    let ink = Ink::Hue(hue);
    match mark {
        Mark::Change => {
            let d = HALF + 1.0;
            svg.polygon(
                &[to(0.0, -d), to(d, 0.0), to(0.0, d), to(-d, 0.0)],
                Ink::Ground,
                ink,
            );
        }
        Mark::Reached => {
            let d = HALF;
            // A rim of the ground, since it may stand on a bar of its own hue.
            svg.polygon(
                &[to(-d, -d), to(d, -d), to(d, d), to(-d, d)],
                ink,
                Ink::Ground,
            );
        }
        Mark::Request => svg.circle(at, HALF - 0.5, Ink::Ground, ink),
        Mark::Settled => svg.circle(at, HALF, ink, Ink::Ground),
        Mark::Yes => {
            svg.plate(at, HALF + 1.0);
            svg.polyline(&[to(-4.0, 0.5), to(-1.0, 3.5), to(4.5, -3.5)], Ink::Holds);
        }
        Mark::No => {
            svg.plate(at, HALF + 1.0);
            svg.cross(at, 4.0, Ink::Broken);
        }
        Mark::Act => {
            let d = HALF;
            svg.polygon(
                &[to(0.0, -d), to(d, d - 1.0), to(-d, d - 1.0)],
                Ink::Accent,
                Ink::Accent,
            );
        }
    }
}
