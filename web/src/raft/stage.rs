//! The stage: which parts it has in which composition.
//!
//! Wide: the main figure with its legend, and beside it the logs and the clients' requests. Column
//! and narrow: the main figure alone; the rest are panes. Nothing is scaled: the figure is laid out
//! anew for the room there is.

use yew::{Html, Properties, component, html, use_node_ref};

use super::figure::Figure;
use super::matrix::Logs;
use super::requests::requests;
use super::{RaftLab, legend, words};
use crate::lab::{Composition, StageProps};
use crate::size::{Size, use_size};

/// Heights of the right column's parts, to see how many rows there is room for.
const HEADINGS: f64 = 28.0 + 22.0 + 44.0;
const SIGNS: f64 = 82.0;
const REQUEST: f64 = 30.0;

/// The stage of Raft.
#[component]
pub fn RaftStage(props: &StageProps<RaftLab>) -> Html {
    match props.composition {
        Composition::Wide => html! { <WideStage stage={props.clone()} /> },
        _ => html! { <PlainStage stage={props.clone()} /> },
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PartProps {
    stage: StageProps<RaftLab>,
}

/// The main figure alone, as high as it has to be.
#[component]
fn PlainStage(props: &PartProps) -> Html {
    let place = use_node_ref();
    let width = if props.stage.composition == Composition::Narrow {
        358.0
    } else {
        640.0
    };
    let size = use_size(&place).unwrap_or(Size::guess(width, 0.0));
    html! {
        <div class="raft-stage raft-plain-stage">
            <div ref={place} class="raft-width" />
            <Figure stage={props.stage.clone()} {size} />
        </div>
    }
}

/// All parts.
#[component]
fn WideStage(props: &PartProps) -> Html {
    let stage = &props.stage;
    let (main, side) = (use_node_ref(), use_node_ref());
    let size = use_size(&main).unwrap_or(Size::guess(616.0, 600.0));
    let room = use_size(&side).unwrap_or(Size::guess(370.0, 620.0));
    let nodes = stage.model.servers().len() as f64;
    // The rows of the logs move together before requests are left out.
    let left = |pitch: f64| (room.height - HEADINGS - SIGNS - nodes * pitch) / REQUEST;
    let pitch = [56.0, 50.0]
        .into_iter()
        .find(|pitch| left(*pitch) >= 3.0)
        .unwrap_or(45.0);
    let limit = left(pitch).floor().clamp(1.0, 12.0) as usize;
    // One line tells how many are left out.
    let limit = if stage.model.requests().len() > limit {
        (limit - 1).max(1)
    } else {
        limit
    };
    html! {
        <div class="raft-stage raft-wide-stage">
            <div class="raft-main">
                <div ref={main} class="raft-room"><Figure stage={stage.clone()} {size} /></div>
                { legend::shapes(stage.lang) }
            </div>
            <div ref={side} class="raft-side">
                <div class="raft-parts">
                    <Logs stage={stage.clone()} width={room.width} unit={room.unit} {pitch} heading=true />
                    { legend::logs(&stage.model, stage.lang) }
                    <h2>{ words::requests(stage.lang) }</h2>
                    { requests(&stage.model, limit, stage.lang) }
                </div>
            </div>
        </div>
    }
}

/// A part that a narrow stage leaves out.
pub(super) fn pane(id: &str, props: &StageProps<RaftLab>) -> Html {
    match id {
        "logs" => html! { <LogsPane stage={props.clone()} /> },
        "requests" => html! {
            <div class="raft-pane">{ requests(&props.model, 50, props.lang) }</div>
        },
        _ => html! {},
    }
}

#[component]
fn LogsPane(props: &PartProps) -> Html {
    let place = use_node_ref();
    let size = use_size(&place).unwrap_or(Size::guess(358.0, 0.0));
    let mut stage = props.stage.clone();
    // It may stand beside a stage that has these patterns too.
    stage.uid = format!("{}-pane", stage.uid).into();
    let legend = legend::logs(&stage.model, stage.lang);
    html! {
        <div class="raft-pane">
            <div ref={place} class="raft-width" />
            <Logs {stage} width={size.width} unit={size.unit} pitch={54.0} heading=false />
            { legend }
        </div>
    }
}
