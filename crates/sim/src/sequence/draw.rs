//! The picture as SVG text.

use std::fmt::Write;

use super::clip::Shown;
use super::geometry::{Area, Point, Way};
use super::place::{HALF_LINE, Label, Room};
use super::scale::{Scale, Stretch};
use super::theme::{Ink, Theme};
use super::{Options, Sequence, arrow, note, span, words};
use crate::lang::Lang;
use crate::log::EventId;
use crate::time::Instant;

/// Where the time axis stands.
pub(super) const AXIS: f64 = 58.0;
/// Free at the right.
const RIGHT: f64 = 10.0;
/// From the outer lanes to the edge, at most.
const MAX_PAD: f64 = 120.0;
const LEAST_WIDTH: u32 = 280;
/// Least height from one label of the time axis to the next.
const TICK: f64 = 44.0;
/// Never nearer than this.
const TICK_LEAST: f64 = 15.0;

/// What is drawn and where.
pub(super) struct Frame<'a> {
    pub(super) shown: Shown<'a>,
    scale: Scale,
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
        let apart = if lanes > 1.0 { (room - 2.0 * pad) / (lanes - 1.0) } else { 0.0 };
        Self { shown, scale, width, first: AXIS + pad, apart }
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
/// the number of its event in `data-event`, and its sentence as `<title>`.
pub fn render(sequence: &Sequence, options: &Options) -> String {
    let frame = Frame::new(sequence, options);
    let mut svg = Svg { text: String::new(), theme: options.theme };
    head(&mut svg, sequence, &frame, options);
    axis(&mut svg, &frame, options.lang);

    let mut room = Room::between(AXIS + 2.0, frame.width);
    room.take(Area::upright(AXIS, frame.width, 0.0, frame.scale.top() - HALF_LINE - 6.0));
    let shown = &frame.shown;
    // Places are given by importance, then everything is drawn in its layer.
    let marks: Vec<_> = shown.notes.iter().map(|it| note::place(it, &frame, &mut room)).collect();
    let cuts: Vec<_> = shown.spans.iter().map(|it| span::label(it, &frame, &mut room)).collect();
    let mut beside = vec![None; marks.len()];
    for strong in [true, false] {
        for (index, it) in shown.notes.iter().enumerate().filter(|(_, it)| it.strong == strong) {
            beside[index] = note::label(it, marks[index], &frame, &mut room);
        }
    }
    let lines: Vec<_> = shown.arrows.iter().map(|it| arrow::Line::of(it, &frame)).collect();
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
        let _ = writeln!(svg.text, "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>");
        svg.words("seq-title", Point::new(AXIS - 46.0, 24.0), title, "start", Ink::Text, "font-size=\"15\" font-weight=\"600\"");
    }
    svg.layer("seq-lanes");
    let names = frame.scale.names_y(&frame.shown);
    for (index, lane) in frame.shown.lanes.iter().enumerate() {
        let x = frame.lane_x(index);
        let _ = writeln!(svg.text, "<g class=\"seq-lane\" data-lane=\"{}\">", escaped(&lane.id));
        svg.words("", Point::new(x, names), &lane.name, "middle", Ink::Text, "font-size=\"13\" font-weight=\"600\"");
        for folded in [false, true] {
            let parts = frame.scale.stretches().iter().filter(|it| it.folded == folded);
            let parts: Vec<_> = parts
                .map(|it| (Point::new(x, it.y), Point::new(x, it.y + it.height)))
                .collect();
            let dash = if folded { " stroke-dasharray=\"1 4\"" } else { "" };
            svg.lines_with(&parts, Ink::Line, dash);
        }
        svg.close();
    }
    if frame.shown.hidden > 0 {
        let text = words::hidden(frame.shown.hidden, options.lang);
        svg.words("seq-hidden", Point::new(AXIS, names + 24.0), &text, "start", Ink::Text3, "");
    }
    svg.close();
}

/// The time axis: a tick with its milliseconds every so often, and the folded stretches.
fn axis(svg: &mut Svg, frame: &Frame<'_>, lang: Lang) {
    svg.layer("seq-axis");
    let top = frame.scale.names_y(&frame.shown);
    svg.words("", Point::new(AXIS - 12.0, top), words::MS, "end", Ink::Text3, "");
    let mut last = f64::MIN;
    for stretch in frame.scale.stretches() {
        if stretch.folded {
            fold_mark(svg, stretch, lang);
            last = stretch.y + stretch.height / 2.0;
            continue;
        }
        let step = tick_step(stretch);
        let (from, until) = (stretch.from.as_nanos(), stretch.until.as_nanos());
        let mut ticks: Vec<_> = (from.div_ceil(step)..=until / step).map(|it| it * step).collect();
        if ticks.is_empty() {
            // A short stretch between two folds still says when it is.
            ticks.push(from);
        }
        for tick in ticks {
            let y = frame.y_of(Instant::from_nanos(tick));
            if y - last >= TICK_LEAST {
                last = y;
                grid_line(svg, frame, y, &millis(tick));
            }
        }
    }
    svg.close();
}

fn grid_line(svg: &mut Svg, frame: &Frame<'_>, y: f64, text: &str) {
    let (left, right) = (Point::new(AXIS - 4.0, y), Point::new(frame.right(), y));
    let hair = svg.colour(Ink::Hair);
    svg.line("", left, right, &format!("stroke=\"{hair}\""));
    svg.words("", Point::new(AXIS - 12.0, y + 4.0), text, "end", Ink::Text3, "");
}

/// 1, 2 or 5 times a power of ten, in nanoseconds, so that labels do not touch.
fn tick_step(stretch: &Stretch) -> u64 {
    let length = stretch.until.since(stretch.from).as_nanos();
    let per_ns = stretch.height / length.max(1) as f64;
    let mut step: u64 = 1_000;
    for factor in [2, 5, 10].into_iter().cycle().take(48) {
        if step as f64 * per_ns >= TICK {
            break;
        }
        let power = if factor == 2 { step } else { step / if factor == 5 { 2 } else { 5 } };
        step = power.saturating_mul(factor);
    }
    step.max(1)
}

fn fold_mark(svg: &mut Svg, stretch: &Stretch, lang: Lang) {
    let y = stretch.y + stretch.height / 2.0;
    let _ = writeln!(svg.text, "<g class=\"seq-fold\"><title>{}</title>", words::folded(lang));
    let zigzag = [(0.0, -8.0), (0.0, -4.0), (-4.0, -2.0), (4.0, 2.0), (0.0, 4.0), (0.0, 8.0)];
    svg.polyline(&zigzag.map(|(x, down)| Point::new(AXIS + x, y + down)), Ink::Text3);
    let length = stretch.until.since(stretch.from);
    let text = format!("+{}", millis(length.as_nanos()));
    svg.words("", Point::new(AXIS - 12.0, y + 4.0), &text, "end", Ink::Text3, "");
    svg.close();
}

/// Nanoseconds as milliseconds: whole ones where they are, else with a decimal or, below one
/// millisecond, three.
fn millis(nanos: u64) -> String {
    let micros = nanos / 1_000;
    match micros % 1_000 {
        0 => (micros / 1_000).to_string(),
        _ if micros < 1_000 => format!("0.{micros:03}"),
        rest => format!("{}.{}", micros / 1_000, rest / 100),
    }
}

/// SVG text that grows.
pub(super) struct Svg {
    text: String,
    theme: Theme,
}

impl Svg {
    pub(super) fn colour(&self, ink: Ink) -> &'static str {
        self.theme.colour(ink)
    }

    fn layer(&mut self, class: &str) {
        let _ = writeln!(self.text, "<g class=\"{class}\">");
    }

    /// Opens the group of an event.
    pub(super) fn open_event(&mut self, class: &str, event: EventId, title: &str) {
        let _ = writeln!(
            self.text,
            "<g class=\"{class}\" data-event=\"{}\"><title>{}</title>",
            event.0,
            escaped(title),
        );
    }

    pub(super) fn close(&mut self) {
        self.text.push_str("</g>\n");
    }

    pub(super) fn line(&mut self, class: &str, from: Point, to: Point, attributes: &str) {
        let class = if class.is_empty() { String::new() } else { format!("class=\"{class}\" ") };
        let _ = writeln!(
            self.text,
            "<path {class}d=\"M{} {}L{} {}\" {attributes}/>",
            number(from.x),
            number(from.y),
            number(to.x),
            number(to.y),
        );
    }

    /// Many lines of one colour.
    pub(super) fn lines(&mut self, lines: &[(Point, Point)], ink: Ink) {
        self.lines_with(lines, ink, "");
    }

    fn lines_with(&mut self, lines: &[(Point, Point)], ink: Ink, attributes: &str) {
        if lines.is_empty() {
            return;
        }
        self.text.push_str("<path d=\"");
        for (from, to) in lines {
            let (x1, y1, x2, y2) = (number(from.x), number(from.y), number(to.x), number(to.y));
            let _ = write!(self.text, "M{x1} {y1}L{x2} {y2}");
        }
        let _ = writeln!(self.text, "\" stroke=\"{}\"{attributes}/>", self.colour(ink));
    }

    fn points(&mut self, points: &[Point]) {
        for (index, point) in points.iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            let _ = write!(self.text, "{command}{} {}", number(point.x), number(point.y));
        }
    }

    pub(super) fn polyline(&mut self, points: &[Point], ink: Ink) {
        self.text.push_str("<path d=\"");
        self.points(points);
        let _ = writeln!(self.text, "\" stroke=\"{}\" stroke-width=\"1.5\"/>", self.colour(ink));
    }

    pub(super) fn polygon(&mut self, points: &[Point], fill: Ink, stroke: Ink) {
        self.text.push_str("<path d=\"");
        self.points(points);
        let (fill, stroke) = (self.colour(fill), self.colour(stroke));
        let _ = writeln!(self.text, "Z\" fill=\"{fill}\" stroke=\"{stroke}\"/>");
    }

    pub(super) fn circle(&mut self, at: Point, radius: f64, fill: Ink, stroke: Ink) {
        let (fill, stroke) = (self.colour(fill), self.colour(stroke));
        let _ = writeln!(
            self.text,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.5\"/>",
            number(at.x),
            number(at.y),
            number(radius),
        );
    }

    /// A clear place for an open mark.
    pub(super) fn plate(&mut self, at: Point, radius: f64) {
        self.circle(at, radius, Ink::Ground, Ink::Ground);
    }

    pub(super) fn cross(&mut self, at: Point, half: f64, ink: Ink) {
        let to = |x: f64, y: f64| Point::new(at.x + x * half, at.y + y * half);
        let lines = [(to(-1.0, -1.0), to(1.0, 1.0)), (to(-1.0, 1.0), to(1.0, -1.0))];
        self.lines_with(&lines, ink, " stroke-width=\"2\"");
    }

    /// A label, with a halo of the ground so that it can be read over lines.
    pub(super) fn label(&mut self, label: &Label<'_>, ink: Ink, strong: bool) {
        let Label { text, base, way } = label;
        let place = if *way == Way::LEVEL {
            format!("x=\"{}\" y=\"{}\"", number(base.x), number(base.y))
        } else {
            let (cos, sin) = (fine(way.x), fine(way.y));
            let minus = fine(-way.y);
            format!("transform=\"matrix({cos} {sin} {minus} {cos} {} {})\"", number(base.x), number(base.y))
        };
        let weight = if strong { " font-weight=\"600\"" } else { "" };
        let (fill, ground) = (self.colour(ink), self.colour(Ink::Ground));
        let _ = writeln!(
            self.text,
            "<text {place} text-anchor=\"middle\" fill=\"{fill}\" stroke=\"{ground}\" \
             stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"{weight}>{}</text>",
            escaped(text),
        );
    }

    fn words(&mut self, class: &str, at: Point, text: &str, anchor: &str, ink: Ink, attributes: &str) {
        let class = if class.is_empty() { String::new() } else { format!("class=\"{class}\" ") };
        let (x, y, fill) = (number(at.x), number(at.y), self.colour(ink));
        let _ = writeln!(
            self.text,
            "<text {class}x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{fill}\" {attributes}>{}</text>",
            escaped(text),
        );
    }
}

/// With one decimal, if it has one.
fn number(value: f64) -> String {
    decimals(value, 10, 1)
}

/// With four decimals.
fn fine(value: f64) -> String {
    decimals(value, 10_000, 4)
}

fn decimals(value: f64, parts: i64, digits: usize) -> String {
    let all = (value * parts as f64).round() as i64;
    let sign = if all < 0 { "-" } else { "" };
    let (whole, rest) = (all.abs() / parts, all.abs() % parts);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let rest = format!("{rest:0digits$}");
    format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
}

/// Text that is safe between tags and in quotes. What XML does not allow at all is left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' | '\r' => safe.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => (),
            _ => safe.push(c),
        }
    }
    safe
}
