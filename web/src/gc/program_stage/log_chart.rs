//! A log's cycles as a chart: the recorded heap, and over it what was predicted.

use std::fmt::Write as _;

use glassbox_gc::trace::Span;
use glassbox_sim::Lang;
use yew::{Html, Properties, component, html};

use super::log::Seen;
use super::scale::Scale;
use super::words::{self, say};
use crate::draw::n;
use crate::size::Size;

const HEIGHT: f64 = 210.0;
const LEFT: f64 = 30.0;
const ABOVE: f64 = 10.0;
const BELOW: f64 = 22.0;
/// Where in a cycle's column it starts, and where its marking ends.
const STARTS: f64 = 0.5;
const ENDS: f64 = 0.82;
const MIB: u64 = 1 << 20;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct LogChartProps {
    pub(super) all: Vec<Seen>,
    pub(super) size: Size,
    pub(super) lang: Lang,
}

/// What is drawn of a cycle, in bytes.
struct Heap {
    start: f64,
    end: f64,
    live: f64,
}

/// The middle of what is only known as a span.
fn middle(span: Span) -> f64 {
    span.low as f64 / 2.0 + span.high as f64 / 2.0
}

/// What a cycle's lines tell about the heap; what is printed in MiB is rounded down.
fn heap(seen: &Seen) -> Option<Heap> {
    let gc = seen.cycle.gc.map(|(_, gc)| gc);
    let end = seen.cycle.end.map(|(_, end)| end);
    let mib = |mib: u64| mib as f64 * MIB as f64;
    Some(Heap {
        start: end.map_or_else(
            || gc.map(|gc| mib(gc.heap_start_mib)),
            |end| Some(end.triggered as f64),
        )?,
        end: end.map_or_else(
            || gc.map(|gc| mib(gc.heap_end_mib)),
            |end| Some(end.heap_end as f64),
        )?,
        live: gc.map(|gc| mib(gc.heap_live_mib))?,
    })
}

/// The chart.
#[component]
pub(super) fn LogChart(props: &LogChartProps) -> Html {
    let LogChartProps { all, size, lang } = props;
    let width = size.width.max(200.0);
    let plot = [LEFT, ABOVE, width - 8.0, HEIGHT - BELOW];
    let goals = all.iter().filter_map(|it| it.prediction);
    let goals = goals.flat_map(|it| [Some(it.goal.high), it.recorded_goal.map(|it| it.high)]);
    let heaps = all.iter().filter_map(heap).map(|it| it.end);
    let top = goals
        .flatten()
        .map(|it| it as f64)
        .chain(heaps)
        .fold(0.0, f64::max);
    let scale = Scale {
        time: (0.0, all.len() as f64),
        top: (top * 1.08).max(MIB as f64),
        plot,
        waits: Vec::new(),
    };
    let [left, _, right, bottom] = plot;
    let axis = scale.sizes(4).into_iter().map(|mib| {
        let y = scale.y(mib * MIB as f64);
        html! {
            <>
                <path class="gcp-rule" d={format!("M{} {}H{}", n(left), n(y), n(right))} />
                <text class="gcp-tick" text-anchor="end" x={n(left - 6.0)} y={n(y + 4.0)}>{ mib }</text>
            </>
        }
    });
    let step = all.len().div_ceil(12).max(1);
    let numbers = all.iter().enumerate().step_by(step).map(|(at, it)| {
        let x = scale.x(at as f64 + STARTS);
        html! { <text class="gcp-number" text-anchor="middle" x={n(x)} y={n(bottom + 16.0)}>{ it.number }</text> }
    });
    let predicted = all.iter().enumerate().filter_map(|(at, it)| {
        let prediction = it.prediction?;
        let [from, to] = [0.06, 0.94].map(|part| scale.x(at as f64 + part));
        let band = |class: &'static str, span: Span, from: f64, to: f64| {
            let [high, low] = [span.high, span.low].map(|it| scale.y(it as f64));
            html! { <rect {class} x={n(from)} y={n(high - 1.0)} width={n(to - from)} height={n((low - high).max(0.0) + 2.0)} /> }
        };
        let middle_of_start = scale.x(at as f64 + STARTS);
        Some(html! {
            <>
                { band("gcl-goal", prediction.goal, from, to) }
                { for prediction.trigger.map(|it| band("gcl-trigger", it, from, middle_of_start)) }
            </>
        })
    });
    let recorded = all.iter().enumerate().filter_map(|(at, it)| {
        let prediction = it.prediction?;
        let goal = prediction.recorded_goal.map(middle).map(|goal| {
            let (x, y) = (scale.x(at as f64 + ENDS), scale.y(goal));
            match it.goal_agrees() {
                Some(false) => html! { <path class="gcl-wrong" d={format!("M{} {}l8 8m0 -8l-8 8", n(x - 4.0), n(y - 4.0))} /> },
                _ => html! { <circle class="gcl-recorded" cx={n(x)} cy={n(y)} r="3.5" /> },
            }
        });
        Some(html! { <>{ for goal }</> })
    });
    let starts = all.iter().enumerate().filter_map(|(at, it)| {
        let heap = heap(it)?;
        let (x, y) = (scale.x(at as f64 + STARTS), scale.y(heap.start));
        let class = match it.trigger_agrees() {
            Some(false) => "gcp-start gcl-late",
            _ => "gcp-start",
        };
        Some(html! { <path {class} d="M-4.5 0L0 -4.5L4.5 0L0 4.5Z" transform={format!("translate({} {})", n(x), n(y))} /> })
    });
    let label = words::log_chart(all.len(), *lang);
    let style = format!(
        "width:{}px;height:{}px",
        n(width * size.unit),
        n(HEIGHT * size.unit)
    );
    let key = |shape: Html, text: &'static str| {
        html! { <li><svg class="gcp-key" width="18" height="14" viewBox="-9 -7 18 14">{ shape }</svg>{ text }</li> }
    };
    html! {
        <>
            <ul class="gcp-keys" aria-hidden="true">
                { key(html! { <rect class="gcl-goal" x="-8" y="-3" width="16" height="6" /> }, say(words::LOG_PREDICTED_GOAL, *lang)) }
                { key(html! { <circle class="gcl-recorded" r="3.5" /> }, say(words::LOG_RECORDED_GOAL, *lang)) }
                { key(html! { <rect class="gcl-trigger" x="-8" y="-1" width="16" height="2" /> }, say(words::LOG_PREDICTED_TRIGGER, *lang)) }
                { key(html! { <path class="gcp-start" d="M-4.5 0L0 -4.5L4.5 0L0 4.5Z" /> }, say(words::LOG_BEGAN, *lang)) }
                { key(html! { <path class="gcl-wrong" d="M-4 -4l8 8m0 -8l-8 8" /> }, say(words::LOG_WRONG, *lang)) }
            </ul>
            <svg class="gcp-chart" viewBox={format!("0 0 {} {}", n(width), n(HEIGHT))} {style} role="img" aria-label={label}>
                { for axis }
                { for predicted }
                <path class="gcp-heap" d={line(all, &scale)} />
                { for recorded }
                { for starts }
                { for numbers }
            </svg>
        </>
    }
}

/// The recorded heap: up to where a cycle starts, on while it marks, down to what lives.
fn line(all: &[Seen], scale: &Scale) -> String {
    let mut path = String::new();
    let mut draws = false;
    for (at, seen) in all.iter().enumerate() {
        let Some(heap) = heap(seen) else {
            draws = false;
            continue;
        };
        let at = at as f64;
        let points = [
            (at + STARTS, heap.start),
            (at + ENDS, heap.end),
            (at + ENDS, heap.live),
        ];
        for (x, y) in points {
            let pen = if draws { 'L' } else { 'M' };
            draws = true;
            let _ = write!(path, "{pen}{} {}", n(scale.x(x)), n(scale.y(y)));
        }
    }
    path
}
