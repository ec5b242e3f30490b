//! SVG text: what is safe in it, and the few shapes that are drawn.

use std::fmt::Write;

use super::geometry::{Point, Way};
use super::place::Label;
use super::theme::{Ink, Theme};
use crate::log::EventId;

/// SVG text that grows.
pub(super) struct Svg {
    pub(super) text: String,
    pub(super) theme: Theme,
    /// The event at which Tab stops.
    pub(super) stop: Option<EventId>,
}

impl Svg {
    pub(super) fn colour(&self, ink: Ink) -> &'static str {
        self.theme.colour(ink)
    }

    pub(super) fn layer(&mut self, class: &str) {
        let _ = writeln!(self.text, "<g class=\"{class}\">");
    }

    /// Opens the group of an event. On a page it is a button, whose name begins with its label.
    pub(super) fn open_event(
        &mut self,
        class: &str,
        event: EventId,
        title: &str,
        label: Option<&Label<'_>>,
    ) {
        let title = escaped(title);
        let button = if self.theme.is_file() {
            String::new()
        } else {
            let stop = if self.stop == Some(event) { 0 } else { -1 };
            let label = label.map_or(String::new(), |it| format!("{} – ", escaped(it.text)));
            format!(" role=\"button\" tabindex=\"{stop}\" aria-label=\"{label}{title}\"")
        };
        let _ = writeln!(
            self.text,
            "<g class=\"{class}\" data-event=\"{}\"{button}><title>{title}</title>",
            event.0,
        );
    }

    pub(super) fn close(&mut self) {
        self.text.push_str("</g>\n");
    }

    pub(super) fn line(&mut self, class: &str, from: Point, to: Point, attributes: &str) {
        let class = if class.is_empty() {
            String::new()
        } else {
            format!("class=\"{class}\" ")
        };
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

    pub(super) fn lines_with(&mut self, lines: &[(Point, Point)], ink: Ink, attributes: &str) {
        if lines.is_empty() {
            return;
        }
        self.text.push_str("<path d=\"");
        for (from, to) in lines {
            let (x1, y1, x2, y2) = (number(from.x), number(from.y), number(to.x), number(to.y));
            let _ = write!(self.text, "M{x1} {y1}L{x2} {y2}");
        }
        let _ = writeln!(
            self.text,
            "\" stroke=\"{}\"{attributes}/>",
            self.colour(ink)
        );
    }

    fn points(&mut self, points: &[Point]) {
        for (index, point) in points.iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            let _ = write!(
                self.text,
                "{command}{} {}",
                number(point.x),
                number(point.y)
            );
        }
    }

    pub(super) fn polyline(&mut self, points: &[Point], ink: Ink) {
        self.text.push_str("<path d=\"");
        self.points(points);
        let _ = writeln!(
            self.text,
            "\" stroke=\"{}\" stroke-width=\"1.5\"/>",
            self.colour(ink)
        );
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
        let lines = [
            (to(-1.0, -1.0), to(1.0, 1.0)),
            (to(-1.0, 1.0), to(1.0, -1.0)),
        ];
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
            format!(
                "transform=\"matrix({cos} {sin} {minus} {cos} {} {})\"",
                number(base.x),
                number(base.y)
            )
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

    pub(super) fn words(
        &mut self,
        class: &str,
        at: Point,
        text: &str,
        anchor: &str,
        ink: Ink,
        attributes: &str,
    ) {
        let class = if class.is_empty() {
            String::new()
        } else {
            format!("class=\"{class}\" ")
        };
        let (x, y, fill) = (number(at.x), number(at.y), self.colour(ink));
        let _ = writeln!(
            self.text,
            "<text {class}x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{fill}\" {attributes}>{}</text>",
            escaped(text),
        );
    }
}

/// With one decimal, if it has one.
pub(super) fn number(value: f64) -> String {
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
pub(super) fn escaped(text: &str) -> String {
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
