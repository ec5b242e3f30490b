//! The chart: the heap as it grows and falls, goals above it, and each cycle's marks.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use glassbox_gc::lab::Lab;
use glassbox_gc::program::{Cycle, Program, Reason, Sample};
use glassbox_sim::{Instant, Model as _};
use web_sys::Element;
use yew::{Html, NodeRef, Properties, component, html, use_effect_with, use_node_ref};

use super::scale::{self, Scale, Wait, real_goal};
use super::words::{self, say};
use crate::draw::{n, set, tenths, url};
use crate::gc::GcLab;
use crate::lab::{Composition, StageProps};
use crate::size::Size;

/// Room for the sizes on the left, and for the numbers below.
const LEFT: f64 = 40.0;
const BELOW: f64 = 38.0;
const ABOVE: f64 = 8.0;
/// Labels at the right edge are not nearer to each other.
const APART: f64 = 16.0;
/// What is narrower would not be seen.
const LEAST: f64 = 2.5;

/// What the chart needs.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ChartProps {
    pub(super) stage: StageProps<GcLab>,
    pub(super) size: Size,
}

/// The chart.
#[component]
pub(super) fn Chart(props: &ChartProps) -> Html {
    let ChartProps { stage, size } = props;
    let (tail, dot, value) = (use_node_ref(), use_node_ref(), use_node_ref());
    let band = use_node_ref();
    let lang = stage.lang;
    let narrow = stage.composition == Composition::Narrow;
    let right = if narrow { 84.0 } else { 118.0 };
    let plot = [LEFT, ABOVE, size.width - right, size.height - BELOW];
    let scale = match &*stage.model {
        Lab::Program(program) => Scale::of(program, moment_of(stage.clock.now()), plot),
        _ => return Html::default(),
    };
    {
        let parts = (tail.clone(), dot.clone(), value.clone());
        let band = band.clone();
        let motion = stage.motion;
        let changed = (stage.version, stage.clock.clone(), *size, motion, lang);
        let model = Rc::clone(&stage.model);
        let scale = scale.clone();
        use_effect_with(changed, move |(_, clock, ..)| {
            let (tail, dot, value) = parts;
            let parts = tail
                .cast::<Element>()
                .zip(dot.cast::<Element>())
                .zip(value.cast::<Element>());
            let band = band.cast::<Element>();
            let painting = parts.map(|((tail, dot), value)| {
                let text = RefCell::new(String::with_capacity(64));
                clock.paint(move |now| {
                    let Lab::Program(program) = &*model else {
                        return;
                    };
                    let now = moment_of(now).max(program.now());
                    let mut text = text.borrow_mut();
                    let here = head(program, now, motion);
                    draw_head(&scale, program, here, &mut text);
                    set(&tail, "d", &text);
                    text.clear();
                    text.push_str("translate(");
                    tenths(&mut text, scale.x(here.0));
                    text.push(' ');
                    tenths(&mut text, scale.y(here.1 as f64));
                    text.push(')');
                    set(&dot, "transform", &text);
                    value.set_text_content(Some(&words::in_mib(here.1)));
                    if let Some((band, from)) = band.as_ref().zip(open_marking(program)) {
                        let width = scale.x(here.0) - scale.x(from.as_nanos() as f64);
                        text.clear();
                        tenths(&mut text, width.max(LEAST));
                        set(band, "width", &text);
                    }
                })
            });
            move || drop(painting)
        });
    }
    let Lab::Program(program) = &*stage.model else {
        return Html::default();
    };
    let (width, height) = (size.width, size.height);
    let style = format!(
        "width:{}px;height:{}px",
        width * size.unit,
        height * size.unit
    );
    let controller = program.process().controller();
    let history = program.history();
    let cycles: Vec<&Cycle> = history
        .cycles()
        .filter(|it| {
            let end = it.end.map_or(it.start.0, |(end, _)| end);
            scale.shows(it.start.0) || scale.shows(end)
        })
        .collect();
    let title = words::chart(
        controller.heap_live,
        controller.heap_goal(),
        cycles.len(),
        lang,
    );
    html! {
        <svg class="gcp-chart" viewBox={format!("0 0 {} {}", n(width), n(height))} {style} role="img" aria-label={title}>
            <defs>
                <pattern id={format!("{}-marking", stage.uid)} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                    <path class="gcp-hatch" d="M0 0V5" />
                </pattern>
            </defs>
            { axes(&scale, narrow) }
            { for cycles.iter().map(|it| marking(it, &scale, program.now(), &band, stage)) }
            { limit(program, &scale, stage) }
            { for scale.waits.iter().map(|it| wait(*it, &scale)) }
            <path class="gcp-goal" d={goals(program, &scale)} />
            <path class="gcp-trigger" d={triggers(program, &scale)} />
            <path class="gcp-marked" d={marked(&cycles, program.now(), &scale)} />
            <path class="gcp-heap" d={heap(program, &scale)} />
            <path class="gcp-heap gcp-tail" ref={tail} />
            { for cycles.iter().map(|it| start(it, &scale)) }
            { for cycles.iter().map(|it| survivors(it, &scale)) }
            { numbers(&cycles, &scale) }
            <g class="gcp-now" ref={dot}><circle r="4.5" /></g>
            { labels(program, &scale, value, stage) }
        </svg>
    }
}

/// A moment of the figure's clock.
fn moment_of(clock_ms: f64) -> Instant {
    Instant::from_nanos((clock_ms.max(0.0) * 1e6) as u64)
}

/// The heap at a moment, and when that was.
fn head(program: &Program, now: Instant, motion: bool) -> (f64, u64) {
    if motion && now > program.now() {
        let process = program.process_at(now);
        (now.as_nanos() as f64, process.controller().heap_live)
    } else {
        let heap = program.process().controller().heap_live;
        (program.now().as_nanos() as f64, heap)
    }
}

/// From the last size that is kept to the present one.
fn draw_head(scale: &Scale, program: &Program, (at, heap): (f64, u64), text: &mut String) {
    text.clear();
    let Some(last) = program.history().samples().next_back() else {
        return;
    };
    text.push('M');
    tenths(text, scale.x(last.at.as_nanos() as f64));
    text.push(' ');
    tenths(text, scale.y(last.heap as f64));
    text.push('L');
    tenths(text, scale.x(at));
    text.push(' ');
    tenths(text, scale.y(heap as f64));
}

fn axes(scale: &Scale, narrow: bool) -> Html {
    let [left, _, right, bottom] = scale.plot;
    let sizes = scale.sizes(if narrow { 3 } else { 4 }).into_iter().map(|mib| {
        let y = scale.y(scale::mib(mib));
        html! {
            <>
                <path class="gcp-rule" d={format!("M{} {}H{}", n(left), n(y), n(right))} />
                <text class="gcp-tick" text-anchor="end" x={n(left - 7.0)} y={n(y + 4.0)}>{ mib }</text>
            </>
        }
    });
    let mut free = f64::MIN;
    let waits: Vec<f64> = scale
        .waits
        .iter()
        .map(|it| (scale.x(it.from) + scale.x(it.to)) / 2.0)
        .collect();
    let mut moments = scale.moments(if narrow { 3 } else { 6 });
    moments.retain(|at| {
        // After a wait, numbers could lie on each other.
        let x = scale.x(*at);
        let fits = x >= free && waits.iter().all(|it| (it - x).abs() > 50.0);
        if fits {
            free = x + 50.0;
        }
        fits
    });
    let moments = moments.into_iter().map(|at| {
        let x = scale.x(at);
        // The first one would lie under the sizes.
        let anchor = if x - left < 14.0 { "start" } else { "middle" };
        html! {
            <>
                <path class="gcp-rule" d={format!("M{} {}v4", n(x), n(bottom))} />
                <text class="gcp-tick" text-anchor={anchor} x={n(x)} y={n(bottom + 33.0)}>{ scale::moment(at, scale) }</text>
            </>
        }
    });
    html! { <g aria-hidden="true">{ for sizes }{ for moments }</g> }
}

/// Where a cycle marks, and the pauses at both ends of it.
fn marking(
    cycle: &Cycle,
    scale: &Scale,
    now: Instant,
    open: &NodeRef,
    stage: &StageProps<GcLab>,
) -> Html {
    let [_, top, _, bottom] = scale.plot;
    let x = |at: Instant| scale.x(at.as_nanos() as f64);
    let band = cycle.mark_began.map(|began| {
        let end = cycle.mark_ended.map_or(now, |(end, _)| end);
        let (from, to) = (x(began), x(end).max(x(began) + LEAST));
        let place = match cycle.mark_ended {
            None => open.clone(),
            Some(_) => NodeRef::default(),
        };
        html! {
            <rect ref={place} class="gcp-marking" fill={url(&stage.uid, "marking")} x={n(from)} y={n(top)} width={n(to - from)} height={n(bottom - top)}>
                <title>{ words::cycle(cycle, stage.lang) }</title>
            </rect>
        }
    });
    let (first, second) = cycle.pauses();
    let second = cycle.mark_ended.map(|(at, _)| at).zip(second);
    let pause = |(at, length): (Instant, u64)| {
        let from = x(at);
        let to = scale.x((at.as_nanos() + length) as f64).max(from + LEAST);
        html! {
            <rect class="gcp-pause" x={n(from - LEAST / 2.0)} y={n(bottom - 9.0)} width={n(to - from)} height="9">
                <title>{ words::pause(length, stage.lang) }</title>
            </rect>
        }
    };
    let pauses = first.map(|length| (cycle.start.0, length)).into_iter();
    html! { <>{ for band }{ for pauses.chain(second).map(pause) }</> }
}

/// Since when it is marked, if it still is.
fn open_marking(program: &Program) -> Option<Instant> {
    let last = program.history().last()?;
    last.mark_began.filter(|_| last.mark_ended.is_none())
}

/// Where the axis is cut short: a long wait, and how long it is.
fn wait(wait: Wait, scale: &Scale) -> Html {
    let [left, top, _, bottom] = scale.plot;
    if wait.to <= scale.time.0 {
        return Html::default();
    }
    let (from, to) = (scale.x(wait.from), scale.x(wait.to));
    let middle = (from + to) / 2.0;
    html! {
        <g class="gcp-wait">
            <path d={format!("M{} {}V{}M{} {}V{}", n(middle - 3.0), n(top), n(bottom + 5.0), n(middle + 3.0), n(top), n(bottom + 5.0))} />
            <text text-anchor="middle" x={n(middle.max(left + 30.0))} y={n(bottom + 33.0)}>{ scale::length(wait) }</text>
        </g>
    }
}

/// The memory limit, where it can be seen.
fn limit(program: &Program, scale: &Scale, stage: &StageProps<GcLab>) -> Html {
    let bytes = program.process().controller().memory_limit as f64;
    if bytes > scale.top {
        return Html::default();
    }
    let [left, _, right, _] = scale.plot;
    let y = scale.y(bytes);
    html! {
        <g class="gcp-limit">
            <path d={format!("M{} {}H{}", n(left), n(y), n(right))} />
            <text x={n(left + 4.0)} y={n(y - 4.0)}>{ say(words::MEMORY_LIMIT, stage.lang) }</text>
        </g>
    }
}

/// The heap, from sample to sample.
fn heap(program: &Program, scale: &Scale) -> String {
    let mut path = String::new();
    let mut before = None;
    for sample in program.history().samples() {
        let (at, size) = (sample.at.as_nanos() as f64, sample.heap as f64);
        if at < scale.time.0 {
            before = Some((at, size));
            continue;
        }
        if path.is_empty() {
            // It comes in from the left.
            let (from, first) = before.map_or((at, size), |(then, was)| {
                let part = (scale.time.0 - then) / (at - then);
                (scale.time.0, was + (size - was) * part)
            });
            point(&mut path, 'M', scale, from, first);
        }
        point(&mut path, 'L', scale, at, size);
    }
    path
}

/// The goals: each until it changed.
fn goals(program: &Program, scale: &Scale) -> String {
    let now = program.process().controller().heap_goal();
    level(program, scale, now, |it| it.goal)
}

/// The triggers: each until it changed; while marking, the one that started it.
fn triggers(program: &Program, scale: &Scale) -> String {
    let now = program.process().controller().trigger().0;
    level(program, scale, now, |it| it.trigger)
}

/// What the last cycle found alive, until the next one has looked.
fn marked(cycles: &[&Cycle], now: Instant, scale: &Scale) -> String {
    let mut path = String::new();
    let ends = || cycles.iter().filter_map(|it| it.end);
    let nexts = ends().skip(1).map(|(at, _)| at).chain([now]);
    for ((at, live), to) in ends().zip(nexts) {
        if to.as_nanos() as f64 > scale.time.0 {
            point(&mut path, 'M', scale, at.as_nanos() as f64, live as f64);
            point(&mut path, 'L', scale, to.as_nanos() as f64, live as f64);
        }
    }
    path
}

/// What stays as it is until it changes. Where there is none the line is interrupted.
fn level(program: &Program, scale: &Scale, present: u64, of: fn(&Sample) -> u64) -> String {
    let mut path = String::new();
    let mut last: Option<u64> = None;
    let now = program.now().as_nanos() as f64;
    for sample in program.history().samples() {
        let at = sample.at.as_nanos() as f64;
        let goal = real_goal(of(sample));
        if at < scale.time.0 {
            // It comes in from the left.
            last = goal;
            path.clear();
            if let Some(goal) = goal {
                point(&mut path, 'M', scale, scale.time.0, goal as f64);
            }
            continue;
        }
        if goal == last {
            continue;
        }
        if let Some(was) = last {
            point(&mut path, 'L', scale, at, was as f64);
        }
        if let Some(goal) = goal {
            let pen = if last.is_some() { 'L' } else { 'M' };
            point(&mut path, pen, scale, at, goal as f64);
        }
        last = goal;
    }
    // Before the first event there is no sample, but a value.
    let first = real_goal(present);
    if let Some(goal) = first.filter(|_| program.history().samples().next().is_none()) {
        point(&mut path, 'M', scale, scale.time.0, goal as f64);
        last = Some(goal);
    }
    if let Some(goal) = last {
        point(&mut path, 'L', scale, now.max(scale.time.0), goal as f64);
        // On to the label: it holds until something changes it.
        point(&mut path, 'L', scale, scale.time.1, goal as f64);
    }
    path
}

fn point(path: &mut String, pen: char, scale: &Scale, at: f64, bytes: f64) {
    let _ = write!(path, "{pen}{} {}", n(scale.x(at)), n(scale.y(bytes)));
}

/// Where a cycle started.
fn start(cycle: &Cycle, scale: &Scale) -> Html {
    let (at, heap) = cycle.start;
    if !scale.shows(at) {
        return Html::default();
    }
    let (x, y) = (scale.x(at.as_nanos() as f64), scale.y(heap as f64));
    let shape = match cycle.why {
        Reason::Heap => "M-5.5 0L0 -5.5L5.5 0L0 5.5Z",
        Reason::Time | Reason::Explicit => "M-5 4.5H5L0 -5Z",
    };
    html! { <path class="gcp-start" d={shape} transform={format!("translate({} {})", n(x), n(y))} /> }
}

/// What a cycle found alive. Above the start of the next one, which may lie at the same place.
fn survivors(cycle: &Cycle, scale: &Scale) -> Html {
    let Some((at, live)) = cycle.end.filter(|(at, _)| scale.shows(*at)) else {
        return Html::default();
    };
    let (x, y) = (scale.x(at.as_nanos() as f64), scale.y(live as f64));
    html! { <circle class="gcp-live" cx={n(x)} cy={n(y)} r="4" /> }
}

/// The cycles' numbers, as far as there is room for them.
fn numbers(cycles: &[&Cycle], scale: &Scale) -> Html {
    let [left, _, right, bottom] = scale.plot;
    let mut free = left - 20.0;
    let mut first = true;
    let mut texts = Vec::new();
    for cycle in cycles {
        let x = scale.x(cycle.start.0.as_nanos() as f64);
        let half = if first { 18.0 } else { 10.0 };
        if x - half < free || x + half > right + 14.0 {
            continue;
        }
        free = x + half + 4.0;
        let text = match first {
            true => format!("gc {}", cycle.number),
            false => cycle.number.to_string(),
        };
        first = false;
        texts.push(html! { <text class="gcp-number" text-anchor="middle" x={n(x)} y={n(bottom + 16.0)}>{ text }</text> });
    }
    html! { <g aria-hidden="true">{ for texts }</g> }
}

/// The present values, each as near to its line as there is room.
fn labels(program: &Program, scale: &Scale, value: NodeRef, stage: &StageProps<GcLab>) -> Html {
    let [_, top, right, bottom] = scale.plot;
    let process = program.process();
    let controller = process.controller();
    let lang = stage.lang;
    let heap = scale.y(controller.heap_live as f64);
    let goal = real_goal(controller.heap_goal());
    let live = controller.heap_marked;
    let mut wanted = vec![("heap", heap), ("live", scale.y(live as f64))];
    wanted.extend(goal.map(|goal| ("goal", scale.y(goal as f64))));
    let last = program.history().samples().next_back();
    let trigger = last.map_or_else(|| controller.trigger().0, |it| it.trigger);
    let trigger = real_goal(trigger);
    wanted.extend(trigger.map(|it| ("trigger", scale.y(it as f64))));
    wanted.sort_by(|a, b| a.1.total_cmp(&b.1));
    let placed = spread(wanted, top + 4.0, bottom);
    let text = |(name, y): (&'static str, f64)| {
        let (label, number) = match name {
            "goal" => (words::GOAL, html! { { words::in_mib(goal.unwrap_or(0)) } }),
            "trigger" => (
                words::TRIGGER,
                html! { { words::in_mib(trigger.unwrap_or(0)) } },
            ),
            "live" => (words::LIVE, html! { { words::in_mib(live) } }),
            _ => (
                words::HEAP,
                html! { <tspan ref={value.clone()}>{ words::in_mib(controller.heap_live) }</tspan> },
            ),
        };
        html! {
            <text class={format!("gcp-value gcp-value-{name}")} x={n(right + 10.0)} y={n(y + 4.0)}>{ say(label, lang) }{ " " }{ number }</text>
        }
    };
    html! { <g>{ for placed.into_iter().map(text) }</g> }
}

/// Moves labels apart, from the top down and then back up from the bottom.
fn spread(mut labels: Vec<(&'static str, f64)>, top: f64, bottom: f64) -> Vec<(&'static str, f64)> {
    let mut least = top;
    for (_, y) in &mut labels {
        *y = y.max(least);
        least = *y + APART;
    }
    let mut most = bottom;
    for (_, y) in labels.iter_mut().rev() {
        *y = y.min(most);
        most = *y - APART;
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_the_first_event_the_goal_is_a_line_across_the_chart() {
        use glassbox_sim::Model as _;

        let program = Program::new(&glassbox_gc::program::Setup::default(), 1).unwrap();
        let scale = Scale::of(&program, Instant::START, [40.0, 10.0, 560.0, 280.0]);
        let path = goals(&program, &scale);
        let height = n(scale.y((4 << 20) as f64));
        assert!(path.starts_with('M') && path.contains('L'), "{path}");
        assert_eq!(path.matches(&height.to_string()).count(), 3, "{path}");
    }

    #[test]
    fn the_trigger_is_a_line_that_stays_below_the_goal_and_on_while_it_is_marked() {
        use glassbox_gc::program::{Phase, Setup};
        use glassbox_sim::{EventId, Log};

        let mut program = Program::new(&Setup::default(), 1).unwrap();
        let mut log = Log::starting_at(EventId(0));
        while program.history().cycles().len() < 4 || program.process().phase() != Phase::Mark {
            program.step(&mut log);
        }
        for sample in program.history().samples() {
            assert!(sample.trigger <= sample.goal, "{sample:?}");
        }
        let started = program.history().last().unwrap().trigger;
        let last = program.history().samples().next_back().unwrap();
        assert_eq!(last.trigger, started);
        let scale = Scale::of(&program, program.now(), [40.0, 10.0, 560.0, 280.0]);
        let path = triggers(&program, &scale);
        let y = n(scale.y(started as f64)).to_string();
        assert!(path.ends_with(&format!(" {y}")), "{path} {y}");
        assert_ne!(path, goals(&program, &scale));
    }

    #[test]
    fn labels_keep_their_order_and_a_distance() {
        let spread = spread(
            vec![("goal", 20.0), ("heap", 22.0), ("live", 199.0)],
            10.0,
            195.0,
        );
        assert_eq!(spread, [("goal", 20.0), ("heap", 36.0), ("live", 195.0)]);
    }
}
