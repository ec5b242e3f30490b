//! The picture as SVG text.

use std::fmt::Write;

use super::clip::Shown;
use super::geometry::{Area, Point};
use super::place::{HALF_LINE, Room};
use super::scale::Scale;
use super::svg::{Svg, escaped, number};
use super::theme::Ink;
use super::{Options, Sequence, arrow, axis, note, span, words};
use crate::log::EventId;
use crate::time::Instant;

/// Where the time axis stands.
pub(super) const AXIS: f64 = 58.0;
/// Free at the right.
const RIGHT: f64 = 10.0;
/// From the outer lanes to the edge, at most.
const MAX_PAD: f64 = 120.0;
const LEAST_WIDTH: u32 = 280;
/// What is drawn and where.
pub(super) struct Frame<'a> {
    pub(super) shown: Shown<'a>,
    pub(super) scale: Scale,
    width: f64,
    first: f64,
    apart: f64,
}

impl<'a> Frame<'a> {
    fn new(sequence: &'a Sequence, options: &Options) -> Self {
        let shown = Shown::of(sequence);
        let scale = Scale::of(&shown, options);
        let width = f64::from(options.width.max(LEAST_WIDTH));
        let room = width - AXIS - RIGHT;
        let lanes = shown.lanes.len().max(1) as f64;
        let pad = (room / lanes / 2.0).min(MAX_PAD);
        let apart = if lanes > 1.0 {
            (room - 2.0 * pad) / (lanes - 1.0)
        } else {
            0.0
        };
        Self {
            shown,
            scale,
            width,
            first: AXIS + pad,
            apart,
        }
    }

    pub(super) fn lane_x(&self, lane: usize) -> f64 {
        self.first + self.apart * lane as f64
    }

    pub(super) fn y_of(&self, at: Instant) -> f64 {
        self.scale.y_of(at)
    }

    /// Where lines across end.
    pub(super) fn right(&self) -> f64 {
        self.width - RIGHT
    }
}

/// Draws `sequence` as the text of an SVG element.
///
/// Every message, note and span is a group with the class `seq-arrow`, `seq-note` or `seq-span`,
/// the number of its event in `data-event`, and its sentence as `<title>`. In a page's theme it is
/// a button, of which [`Options::stop`] is the one that Tab reaches.
pub fn render(sequence: &Sequence, options: &Options) -> String {
    let frame = Frame::new(sequence, options);
    let mut svg = Svg {
        text: String::new(),
        theme: options.theme,
        stop: stop(&frame.shown, options.stop),
    };
    head(&mut svg, sequence, &frame, options);
    axis::draw(&mut svg, &frame, options.lang);

    let mut room = Room::between(AXIS + 2.0, frame.width);
    room.take(Area::upright(
        AXIS,
        frame.width,
        0.0,
        frame.scale.top() - HALF_LINE - 6.0,
    ));
    let shown = &frame.shown;
    // Places are given by importance, then everything is drawn in its layer.
    let marks: Vec<_> = shown
        .notes
        .iter()
        .map(|it| note::place(it, &frame, &mut room))
        .collect();
    let cuts: Vec<_> = shown
        .spans
        .iter()
        .map(|it| span::label(it, &frame, &mut room))
        .collect();
    let mut beside = vec![None; marks.len()];
    for strong in [true, false] {
        for (index, it) in shown
            .notes
            .iter()
            .enumerate()
            .filter(|(_, it)| it.strong == strong)
        {
            beside[index] = note::label(it, marks[index], &frame, &mut room);
        }
    }
    let lines: Vec<_> = shown
        .arrows
        .iter()
        .map(|it| arrow::Line::of(it, &frame))
        .collect();
    let mut by_weight: Vec<usize> = (0..lines.len()).collect();
    by_weight.sort_by_key(|index| std::cmp::Reverse(shown.arrows[*index].weight));
    let mut on_line = vec![None; lines.len()];
    for index in by_weight {
        on_line[index] = arrow::label(shown.arrows[index], lines[index], &frame, &mut room);
    }

    svg.layer("seq-spans");
    for (it, label) in shown.spans.iter().zip(&cuts) {
        span::draw(&mut svg, it, label.as_ref(), &frame);
    }
    svg.close();
    svg.layer("seq-arrows");
    for ((it, line), label) in shown.arrows.iter().zip(&lines).zip(&on_line) {
        arrow::draw(&mut svg, it, *line, label.as_ref());
    }
    svg.close();
    svg.layer("seq-notes");
    for ((it, mark), label) in shown.notes.iter().zip(&marks).zip(&beside) {
        note::draw(&mut svg, it, *mark, label.as_ref(), &frame);
    }
    svg.close();
    svg.text.push_str("</svg>\n");
    svg.text
}

/// The event at which Tab stops: the one that was asked for, if it is drawn, or else the last.
fn stop(shown: &Shown<'_>, asked: Option<EventId>) -> Option<EventId> {
    let arrows = shown.arrows.iter().map(|it| it.event);
    let drawn = arrows.chain(shown.notes.iter().map(|it| it.event));
    drawn.max_by_key(|event| (Some(*event) == asked, *event))
}

/// The element itself, what it is called, the names of the lanes and the lifelines.
fn head(svg: &mut Svg, sequence: &Sequence, frame: &Frame<'_>, options: &Options) {
    let (width, height) = (number(frame.width), number(frame.scale.height()));
    let title = match sequence.title.as_str() {
        "" => words::untitled(options.lang),
        title => title,
    };
    // An image hides what can be clicked inside it.
    let role = if svg.theme.is_file() { "img" } else { "group" };
    let (font, lang) = (svg.theme.font(), options.lang.tag());
    let _ = writeln!(
        svg.text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"seq\" lang=\"{lang}\" role=\"{role}\" \
         aria-label=\"{}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"{font}\" font-size=\"12\" fill=\"none\">",
        escaped(title),
    );
    if svg.theme.is_file() {
        let _ = writeln!(svg.text, "<title>{}</title>", escaped(title));
        let ground = svg.colour(Ink::Ground);
        let _ = writeln!(
            svg.text,
            "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>"
        );
        svg.words(
            "seq-title",
            Point::new(AXIS - 46.0, 24.0),
            title,
            "start",
            Ink::Text,
            "font-size=\"15\" font-weight=\"600\"",
        );
    }
    svg.layer("seq-lanes");
    let names = frame.scale.names_y(&frame.shown);
    for (index, lane) in frame.shown.lanes.iter().enumerate() {
        let x = frame.lane_x(index);
        let _ = writeln!(
            svg.text,
            "<g class=\"seq-lane\" data-lane=\"{}\">",
            escaped(&lane.id)
        );
        svg.words(
            "",
            Point::new(x, names),
            &lane.name,
            "middle",
            Ink::Text,
            "font-size=\"13\" font-weight=\"600\"",
        );
        for folded in [false, true] {
            let parts = frame
                .scale
                .stretches()
                .iter()
                .filter(|it| it.folded == folded);
            let parts: Vec<_> = parts
                .map(|it| (Point::new(x, it.y), Point::new(x, it.y + it.height)))
                .collect();
            let dash = if folded {
                " stroke-dasharray=\"1 4\""
            } else {
                ""
            };
            svg.lines_with(&parts, Ink::Line, dash);
        }
        svg.close();
    }
    if frame.shown.hidden > 0 {
        let text = words::hidden(frame.shown.hidden, options.lang);
        svg.words(
            "seq-hidden",
            Point::new(AXIS, names + 24.0),
            &text,
            "start",
            Ink::Text3,
            "",
        );
    }
    svg.close();
}
