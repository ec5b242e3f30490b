//! What lasts: a host that leads, a host that is down, a network that is cut.

use super::draw::Frame;
use super::geometry::Point;
use super::note::{across, across_line};
use super::place::{Label, Room};
use super::svg::Svg;
use super::theme::Ink;
use super::{Span, SpanKind};

/// Half the width of the bar of an active host.
const BAR: f64 = 3.5;
/// Half the width of a hatched strip.
const STRIP: f64 = 4.0;
/// From one line of a hatch to the next.
const HATCH: f64 = 6.0;

/// From where to where a span is drawn.
fn heights(span: &Span, frame: &Frame<'_>) -> (f64, f64) {
    let until = span.until.unwrap_or(frame.shown.to);
    (frame.y_of(span.from), frame.y_of(until))
}

/// Finds room for the label of a cut, where it begins.
pub(super) fn label<'a>(span: &'a Span, frame: &Frame<'_>, room: &mut Room) -> Option<Label<'a>> {
    across(&span.label, heights(span, frame).0, room)
}

/// Draws a span, below everything else.
pub(super) fn draw(svg: &mut Svg, span: &Span, label: Option<&Label<'_>>, frame: &Frame<'_>) {
    let (top, bottom) = heights(span, frame);
    let known = |lane: &usize| *lane < frame.shown.lanes.len();
    match &span.kind {
        SpanKind::Active(lane) if known(lane) => {
            svg.open_event("seq-span seq-active", span.event, &span.title, None);
            let x = frame.lane_x(*lane);
            let corners = [(-BAR, top), (BAR, top), (BAR, bottom), (-BAR, bottom)];
            let corners = corners.map(|(aside, y)| Point::new(x + aside, y));
            svg.polygon(&corners, Ink::Fill(span.hue), Ink::Hue(span.hue));
            svg.close();
        }
        SpanKind::Away(lane) if known(lane) => {
            svg.open_event("seq-span seq-away", span.event, &span.title, None);
            let x = frame.lane_x(*lane);
            let (top, bottom) = (Point::new(x, top), Point::new(x, bottom));
            let (ground, broken) = (svg.colour(Ink::Ground), svg.colour(Ink::Broken));
            svg.line(
                "",
                top,
                bottom,
                &format!("stroke=\"{ground}\" stroke-width=\"4\""),
            );
            svg.line(
                "",
                top,
                bottom,
                &format!("stroke=\"{broken}\" stroke-dasharray=\"1 5\" stroke-width=\"2\""),
            );
            svg.close();
        }
        SpanKind::Cut(gaps) => {
            svg.open_event("seq-span seq-cut", span.event, &span.title, label);
            for lane in gaps.iter().filter(|lane| known(&(**lane + 1))) {
                let x = (frame.lane_x(*lane) + frame.lane_x(*lane + 1)) / 2.0;
                strip(svg, x, top, bottom);
            }
            if span.from >= frame.shown.from {
                across_line(svg, frame, top, Ink::LineStrong);
            }
            if span.until.is_some() {
                across_line(svg, frame, bottom, Ink::LineStrong);
            }
            if let Some(label) = label {
                svg.label(label, Ink::Text2, false);
            }
            svg.close();
        }
        SpanKind::Active(_) | SpanKind::Away(_) => (),
    }
}

/// A hatched strip, line by line: a pattern would need a name that is unique on the page.
fn strip(svg: &mut Svg, x: f64, top: f64, bottom: f64) {
    let (left, right) = (x - STRIP, x + STRIP);
    let mut lines = vec![
        (Point::new(left, top), Point::new(left, bottom)),
        (Point::new(right, top), Point::new(right, bottom)),
    ];
    let mut y = top + 2.0 * STRIP;
    while y < bottom {
        lines.push((Point::new(left, y), Point::new(right, y - 2.0 * STRIP)));
        y += HATCH;
    }
    svg.lines(&lines, Ink::LineStrong);
}
