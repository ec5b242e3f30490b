//! The stage of a program: the heap between live data and goal, who has the processors, and the
//! pacer's figures.
//!
//! Wide: chart and processors beside the figures' row; column and narrow: one below the other. The
//! chart is laid out anew for the room there is.

mod chart;
mod cpu;
mod figures;
mod formula;
mod log;
mod log_chart;
mod scale;
mod words;

use glassbox_gc::lab::Lab;
use glassbox_gc::program::Program;
use glassbox_sim::Lang;
use yew::{Html, component, html, use_node_ref};

use self::chart::Chart;
pub(super) use self::formula::formula_pane;
pub(super) use self::log::log_pane;
pub(super) use self::words::goal;
use self::words::say;
use super::GcLab;
use crate::draw::url;
use crate::lab::{Composition, StageProps};
use crate::size::{Size, use_size};

/// What stands above and below a column's chart, up to the figures.
const BESIDE: f64 = 575.0;
/// The least height of a chart in which lines can be told apart.
const LEAST: f64 = 130.0;

/// The stage of a program.
#[component]
pub(super) fn ProgramStage(props: &StageProps<GcLab>) -> Html {
    let place = use_node_ref();
    let guess = match props.composition {
        Composition::Wide => Size::guess(960.0, 360.0),
        Composition::Column => Size::guess(640.0, 300.0),
        Composition::Narrow => Size::guess(358.0, 220.0),
    };
    let room = use_size(&place).unwrap_or(guess);
    let Lab::Program(program) = &*props.model else {
        return Html::default();
    };
    // A wide stage has a height of its own; the others are as high as they have to be.
    let height = match props.composition {
        Composition::Wide => room.height.max(LEAST),
        Composition::Column => column_height(room.unit),
        Composition::Narrow => 220.0,
    };
    let size = Size { height, ..room };
    let lang = props.lang;
    let process = program.process();
    let phase = words::phase(process.phase(), process.is_sweeping(), lang);
    let class = match props.composition {
        Composition::Wide => "gcp-stage gcp-wide",
        Composition::Column => "gcp-stage",
        Composition::Narrow => "gcp-stage gcp-narrow",
    };
    html! {
        <div {class}>
            <header>
                <h2>{ say(words::CHART, lang) }</h2>
                <p class="gcp-phase"><span>{ say(words::PHASE, lang) }</span>{ " " }<b>{ phase }</b></p>
                { legend(&props.uid, lang) }
            </header>
            <div ref={place} class="gcp-room"><Chart stage={props.clone()} {size} /></div>
            <h2>{ say(words::PROCESSORS, lang) }</h2>
            { cpu::bar(process, room.width.max(120.0), room.unit, &props.uid, lang) }
            { figures::row(program, props.composition, lang) }
        </div>
    }
}

/// How high the chart of a column is: less in a low window, so that the figures below are seen.
fn column_height(unit: f64) -> f64 {
    let window = web_sys::window().and_then(|it| it.inner_height().ok()?.as_f64());
    window.map_or(280.0, |it| (it / unit - BESIDE).clamp(LEAST, 280.0))
}

/// What the pane of logs is called.
pub(super) fn log_name(lang: Lang) -> &'static str {
    say(words::LOG, lang)
}

/// What the pane of the formula is called.
pub(super) fn formula_name(lang: Lang) -> &'static str {
    say(words::FORMULA, lang)
}

/// What the chart's shapes are.
fn legend(uid: &str, lang: Lang) -> Html {
    let key = |shape: Html, (en, zh): (&'static str, &'static str)| {
        html! {
            <li><svg class="gcp-key" width="18" height="14" viewBox="-9 -7 18 14">{ shape }</svg>{ say((en, zh), lang) }</li>
        }
    };
    html! {
        <ul class="gcp-keys" aria-hidden="true">
            { key(html! { <path class="gcp-goal" d="M-8 0H8" /> }, words::GOAL) }
            { key(html! { <path class="gcp-trigger" d="M-8 0H8" /> }, words::TRIGGER) }
            { key(html! { <path class="gcp-start" d="M-5.5 0L0 -5.5L5.5 0L0 5.5Z" /> }, words::START) }
            { key(html! { <path class="gcp-start" d="M-5 4.5H5L0 -5Z" /> }, words::OTHER_START) }
            { key(html! { <><path class="gcp-marked" d="M-8 0H8" /><circle class="gcp-live" r="4" /></> }, words::LIVE) }
            { key(html! { <rect class="gcp-marking" fill={url(uid, "marking")} x="-8" y="-6" width="16" height="12" /> }, words::MARKING) }
            { key(html! { <rect class="gcp-pause" x="-1.25" y="-4.5" width="2.5" height="9" /> }, words::PAUSE) }
        </ul>
    }
}

/// Everything about a program: its title, and names with values.
pub(super) fn state(program: &Program, lang: Lang) -> (String, Vec<(String, String)>) {
    let process = program.process();
    let mut fields = vec![(
        say(words::PHASE, lang).to_owned(),
        words::phase(process.phase(), process.is_sweeping(), lang),
    )];
    let figures = figures::all(program, lang).into_iter();
    fields.extend(figures.map(|(name, value)| (name.to_owned(), value)));
    (lang.pick("program", "程序").to_owned(), fields)
}
