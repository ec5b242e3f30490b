//! The stage: which parts it has in which composition.
//!
//! Wide: the phases, the figure with its legend, beside it work list, buffers and what runs next,
//! below it the invariants. Column and narrow: phases, figure and invariants; the lists are a pane.

use std::rc::Rc;

use glassbox_gc::lab::Lab;
use web_sys::MouseEvent;
use yew::{Callback, Html, Properties, classes, component, html, use_node_ref, use_state};

use super::figure::{Figure, hatched};
use super::invariants::invariants;
use super::layout::{MOST, shown};
use super::many::Many;
use super::phases::{phases, unusual};
use super::side::side;
use super::spans::spans;
use crate::draw;
use crate::gc::{GcLab, words};
use crate::lab::{Composition, StageProps};
use crate::size::{Size, use_size};

/// The stage of a heap.
#[component]
pub(in crate::gc) fn HeapStage(props: &StageProps<GcLab>) -> Html {
    let (main, whole) = (use_node_ref(), use_node_ref());
    let by_spans = use_state(|| props.kept.by_spans.get());
    let wide = props.composition == Composition::Wide;
    let guess = match props.composition {
        Composition::Wide => Size::guess(720.0, 420.0),
        Composition::Column => Size::guess(640.0, 0.0),
        Composition::Narrow => Size::guess(358.0, 0.0),
    };
    let size = use_size(&main).unwrap_or(guess);
    let all = use_size(&whole).map_or(size.width, |it| it.width);
    let Lab::Heap(world) = &*props.model else {
        return Html::default();
    };
    let size = if wide {
        size
    } else {
        Size {
            height: 0.0,
            ..size
        }
    };
    // A large heap is not counted to its end.
    let heap = world.heap();
    let many = heap.live().nth(MOST).is_some() || shown(world).len() > MOST;
    let figure = if *by_spans {
        spans(props, world)
    } else if many {
        html! { <Many stage={props.clone()} {size} /> }
    } else {
        html! { <Figure stage={props.clone()} {size} /> }
    };
    let lang = props.lang;
    let views = {
        let view = |on: bool, name: &'static str| {
            let (setter, kept) = (by_spans.setter(), Rc::clone(&props.kept));
            let pressed = (*by_spans == on).to_string();
            let choose = Callback::from(move |_: MouseEvent| {
                kept.by_spans.set(on);
                setter.set(on);
            });
            html! { <button aria-pressed={pressed} onclick={choose}>{ name }</button> }
        };
        html! {
            <div class="gca-releases gc-views" role="group" aria-label={words::view(lang)}>
                { view(false, words::graph(lang)) }
                { view(true, words::spans(lang)) }
            </div>
        }
    };
    html! {
        <div class={if wide { "gc-stage gc-wide-stage" } else { "gc-stage gc-plain-stage" }}>
            <div ref={whole} class="gc-width" />
            <div>
                { phases(world, props.composition, all, lang) }
                { unusual(world, lang) }
            </div>
            <div class="gc-middle">
                <div class="gc-main">
                    if wide {
                        <div class="gc-above">{ legend(props, "stage") }{ views }</div>
                        <div ref={main} class="gc-room">{ figure }</div>
                    } else {
                        <div ref={main} class="gc-width" />
                        <div class="gc-above">{ legend(props, "stage") }{ views }</div>
                        { figure }
                    }
                </div>
                if wide { <div class="gc-side">{ side(props) }</div> }
            </div>
            if wide { { invariants(world, lang) } }
        </div>
    }
}

/// What the three colours mean. Each is drawn, so that a picture of the stage has it, too. A narrow
/// stage has room for the names; its pane has all.
fn legend(stage: &StageProps<GcLab>, place: &'static str) -> Html {
    let StageProps { uid, lang, .. } = stage;
    let whole = place != "stage" || stage.composition != Composition::Narrow;
    // A pattern of its own: by spans, there is no figure beside it.
    let hatch = format!("{place}-key");
    let item = |class: &'static str, name: &'static str, means: &'static str| {
        html! {
            <li>
                <svg class={classes!("gc-key", class)} viewBox="0 0 20 14" width="20" height="14" aria-hidden="true">
                    <rect class="gc-body" x="1" y="1" width="18" height="12" rx="2" />
                    if class == "gc-grey" {
                        <defs>{ hatched(&format!("{uid}-{hatch}")) }</defs>
                        <rect class="gc-hatched" x="1" y="1" width="18" height="12" rx="2" fill={draw::url(uid, &hatch)} />
                    }
                    if class == "gc-black" { <rect class="gc-inner" x="3.5" y="3.5" width="13" height="7" rx="1" /> }
                </svg>
                <b>{ name }</b>
                if whole { <span>{ means }</span> }
            </li>
        }
    };
    html! {
        <ul class="gc-legend">
            { item("gc-white", words::white(*lang), words::white_means(*lang)) }
            { item("gc-grey", words::grey(*lang), words::grey_means(*lang)) }
            { item("gc-black", words::black(*lang), words::black_means(*lang)) }
        </ul>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PaneProps {
    stage: StageProps<GcLab>,
}

#[component]
fn QueuesPane(props: &PaneProps) -> Html {
    let stage = &props.stage;
    let Lab::Heap(world) = &*stage.model else {
        return Html::default();
    };
    html! {
        <div class="gc-pane">
            { legend(stage, "pane") }
            { side(stage) }
            { invariants(world, stage.lang) }
        </div>
    }
}

/// Lists and invariants, where the stage has no room for them.
pub(in crate::gc) fn queues_pane(stage: &StageProps<GcLab>) -> Html {
    html! { <QueuesPane stage={stage.clone()} /> }
}
