//! The time axis: milliseconds at the left, and where quiet stretches are folded.

use std::fmt::Write;

use super::draw::{AXIS, Frame};
use super::geometry::Point;
use super::scale::Stretch;
use super::svg::Svg;
use super::theme::Ink;
use super::words;
use crate::lang::Lang;
use crate::time::Instant;

/// Least height from one label of the time axis to the next.
const TICK: f64 = 44.0;
/// Never nearer than this.
const TICK_LEAST: f64 = 15.0;

/// The time axis: a tick with its milliseconds every so often, and the folded stretches.
pub(super) fn draw(svg: &mut Svg, frame: &Frame<'_>, lang: Lang) {
    svg.layer("seq-axis");
    let top = frame.scale.names_y(&frame.shown);
    svg.words(
        "",
        Point::new(AXIS - 12.0, top),
        words::MS,
        "end",
        Ink::Text3,
        "",
    );
    let mut last = f64::MIN;
    for stretch in frame.scale.stretches() {
        if stretch.folded {
            fold_mark(svg, stretch, lang);
            last = stretch.y + stretch.height / 2.0;
            continue;
        }
        let step = tick_step(stretch);
        let (from, until) = (stretch.from.as_nanos(), stretch.until.as_nanos());
        let mut ticks: Vec<_> = (from.div_ceil(step)..=until / step)
            .map(|it| it * step)
            .collect();
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
    svg.words(
        "",
        Point::new(AXIS - 12.0, y + 4.0),
        text,
        "end",
        Ink::Text3,
        "",
    );
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
        let power = if factor == 2 {
            step
        } else {
            step / if factor == 5 { 2 } else { 5 }
        };
        step = power.saturating_mul(factor);
    }
    step.max(1)
}

fn fold_mark(svg: &mut Svg, stretch: &Stretch, lang: Lang) {
    let y = stretch.y + stretch.height / 2.0;
    let _ = writeln!(
        svg.text,
        "<g class=\"seq-fold\"><title>{}</title>",
        words::folded(lang)
    );
    let zigzag = [
        (0.0, -8.0),
        (0.0, -4.0),
        (-4.0, -2.0),
        (4.0, 2.0),
        (0.0, 4.0),
        (0.0, 8.0),
    ];
    svg.polyline(
        &zigzag.map(|(x, down)| Point::new(AXIS + x, y + down)),
        Ink::Text3,
    );
    let length = stretch.until.since(stretch.from);
    let text = format!("+{}", millis(length.as_nanos()));
    svg.words(
        "",
        Point::new(AXIS - 12.0, y + 4.0),
        &text,
        "end",
        Ink::Text3,
        "",
    );
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
