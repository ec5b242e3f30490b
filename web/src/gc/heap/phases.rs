//! The bar of a cycle: off, pause, concurrent mark, pause, sweep, and where it is.

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Barrier, Fault, Heap as _, Mark, Phase};
use glassbox_gc::heap::words as heap_words;
use glassbox_sim::Lang;
use yew::{Html, classes, html};

use super::memory;
use crate::draw::n;
use crate::gc::words;
use crate::lab::Composition;

/// Where the two pauses are, in thousandths of the width, and how wide.
const PAUSES: [f64; 2] = [0.14, 0.75];

/// The least width: a figure that is being squeezed or is not laid out yet may have next to none, and a part of the bar
/// cannot be narrower than nothing.
const LEAST: f64 = 120.0;

/// The least width at which the runtime's names of the pauses stand below them.
const NAMED: f64 = 900.0;

/// The bar, as wide as it may be.
pub(super) fn phases(world: &World, composition: Composition, width: f64, lang: Lang) -> Html {
    let width = width.max(LEAST);
    let heap = world.heap();
    let phase = heap.phase();
    let narrow = composition == Composition::Narrow;
    let (top, height, pause) = (14.0, 26.0, if narrow { 12.0 } else { 20.0 });
    let [first, second] = PAUSES.map(|it| it * width);
    // Whether goroutines stand still from the first pause to the second.
    let stands = world.rules().stop_to_mark;
    let now = match phase {
        Phase::Off => first * 0.5,
        Phase::FirstPause => first + pause / 2.0,
        Phase::MarkStopped if !stands => first + pause / 2.0,
        Phase::Mark | Phase::MarkStopped => {
            let (black, all) = scanned(world);
            first + pause + (second - first - pause) * (0.04 + 0.92 * black / all.max(1.0))
        }
        Phase::SecondPause | Phase::Terminated => second + pause / 2.0,
        Phase::Sweep => {
            second + pause + (width - second - pause) * (0.05 + 0.9 * memory::swept(heap))
        }
    };
    let bar = [
        (0.0, first, words::off(lang), phase == Phase::Off),
        (
            first + pause,
            second - first - pause,
            match (narrow, stands) {
                (true, _) => words::mark(lang),
                (false, false) => words::mark_wide(lang),
                (false, true) => words::mark_stopped(lang),
            },
            phase == Phase::Mark || stands && phase == Phase::MarkStopped,
        ),
        (
            second + pause,
            width - second - pause,
            words::sweep(lang),
            phase == Phase::Sweep,
        ),
    ];
    let names = if width < NAMED {
        [words::pause_1(lang), words::pause_2(lang)]
    } else {
        [
            words::sweep_termination(lang),
            words::mark_termination(lang),
        ]
    };
    let stops = [
        (
            first,
            names[0],
            phase == Phase::FirstPause || !stands && phase == Phase::MarkStopped,
        ),
        (
            second,
            names[1],
            matches!(phase, Phase::SecondPause | Phase::Terminated),
        ),
    ];
    let rules = world.rules();
    let barrier = match (rules.barrier, phase.is_marking()) {
        (Barrier::None, _) => words::no_barrier(lang),
        (_, true) => words::barrier_on(lang),
        (_, false) => words::barrier_off(lang),
    };
    let black = phase.is_marking() && !rules.has(Fault::AllocateWhite);
    let born = if black {
        words::new_black(lang)
    } else {
        words::new_white(lang)
    };
    let said = if phase.is_stopped() {
        format!("{} · {barrier}", words::stopped(lang))
    } else {
        format!("{barrier} · {born}")
    };
    let collector = heap_words::collector(world.collector(), lang).name;
    let below = top + height + 18.0;
    html! {
        <svg class="gc-phases" xmlns="http://www.w3.org/2000/svg" viewBox={format!("0 0 {} {}", n(width), n(below + 6.0))}
            role="img" aria-label={format!("{} · {collector} · {said}", heap_words::phase(phase, lang))}>
            { for stops.into_iter().map(|(x, name, now)| html! {
                <g class={classes!("gc-stop", now.then_some("gc-now"))}>
                    <rect x={n(x)} y={n(top - 4.0)} width={n(pause)} height={n(height + 8.0)} />
                    <text x={n(x + pause / 2.0)} y={n(below)} text-anchor="middle">{ name }</text>
                </g>
            }) }
            if stands {
                <rect class="gc-stands" x={n(first)} y={n(top - 4.0)} width={n(second + pause - first)} height={n(height + 8.0)} />
            }
            { for bar.iter().map(|(x, wide, _, now)| html! {
                <g class={classes!("gc-phase", now.then_some("gc-now"))}>
                    <rect x={n(x + 0.5)} y={n(top)} width={n(wide - 1.0)} height={n(height)} />
                </g>
            }) }
            <path class="gc-marker" d={format!("M{} 3h10l-5 7z", n(now - 5.0))} />
            <path class="gc-marker-line" d={format!("M{} 9V{}", n(now), n(top + height + 2.0))} />
            { for bar.iter().map(|(x, wide, name, now)| html! {
                <g class={classes!("gc-phase", now.then_some("gc-now"))}>
                    <text x={n(x + wide / 2.0)} y={n(top + height / 2.0 + 4.5)} text-anchor="middle">{ *name }</text>
                </g>
            }) }
            if !narrow {
                <text class="gc-said gc-halo" x={n((first + second + pause) / 2.0)} y={n(below)} text-anchor="middle">
                    <tspan class="gc-strong">{ collector }</tspan>{ format!(" · {said}") }
                    if width >= NAMED { { " · " }<tspan class="gc-mono">{ phase.gcphase() }</tspan> }
                </text>
            }
        </svg>
    }
}

/// What is not usual about the collector: its faults, and who takes over after this cycle.
pub(super) fn unusual(world: &World, lang: Lang) -> Html {
    let faults = world.rules().faults.iter();
    let faults: Vec<_> = faults.map(|it| heap_words::fault(it, lang).name).collect();
    let chosen = world.chosen().map(|it| {
        let name = heap_words::collector(it, lang).name;
        html! { <span class="gc-waits">{ words::collector_waits(name, lang) }</span> }
    });
    if faults.is_empty() && chosen.is_none() {
        return Html::default();
    }
    html! {
        <p class="gc-unusual">
            if !faults.is_empty() { <span class="gc-faults">{ words::with_faults(&faults, lang) }</span> }
            { for chosen }
        </p>
    }
}

/// How many of the objects reached so far are black, and how many there are.
fn scanned(world: &World) -> (f64, f64) {
    let heap = world.heap();
    let (mut black, mut all) = (0.0, 0.0);
    for object in 0..=heap.objects() {
        match heap.mark(object) {
            Mark::Black => {
                black += 1.0;
                all += 1.0;
            }
            Mark::Grey(_) | Mark::White if object > 0 || heap.fields(0) > 0 => all += 1.0,
            _ => {}
        }
    }
    (black, all)
}
