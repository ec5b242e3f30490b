//! The main figure: nodes, links, the wall, messages.

use std::rc::Rc;

use glassbox_raft::{Cluster, NodeNo};
use glassbox_sim::Model as _;
use yew::{Callback, Html, Properties, component, html};

use super::draw::{self, n};
use super::label::NodeLabel;
use super::links::{link_marks, links};
use super::node::{NodeFigure, NodeProps, NodeView};
use super::place::Layout;
use super::traffic::traffic;
use super::{RaftLab, wall, words};
use crate::lab::{Composition, Selected, StageProps};
use crate::size::Size;

/// What the figure needs.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct FigureProps {
    pub(super) stage: StageProps<RaftLab>,
    pub(super) size: Size,
}

/// Nodes, links and messages.
#[component]
pub(super) fn Figure(props: &FigureProps) -> Html {
    let FigureProps { stage, size } = props;
    let model = &*stage.model;
    let count = model.servers().len() as NodeNo;
    let layout = Layout::new(stage.composition, count, size.width, size.height);
    let wall = wall::of(model, &layout);
    let nodes: Vec<_> = nodes(stage, &layout).collect();
    let let_go = {
        let select = stage.on_select.clone();
        Callback::from(move |_| select.emit(None))
    };
    let (width, height) = (layout.width, layout.height);
    let style = format!(
        "width:{}px;height:{}px",
        n(width * size.unit),
        n(height * size.unit)
    );
    html! {
        <svg class="raft-figure" xmlns="http://www.w3.org/2000/svg" {style}
            viewBox={format!("0 0 {} {}", n(width), n(height))}
            role="group" aria-label={words::cluster(stage.lang)} onclick={let_go}>
            { patterns(&stage.uid) }
            { links(model, &layout, wall.is_some(), stage.selected, &stage.on_select) }
            { link_marks(model, &layout, stage.lang) }
            if let Some(wall) = &wall { { wall::draw_wall(wall, &stage.uid, stage.lang) } }
            { link_causes(stage, &layout) }
            <g class="raft-nodes">
                { for nodes.iter().map(|node| html! { <NodeFigure key={node.no()} ..node.clone() /> }) }
            </g>
            <g class="raft-messages">{ for traffic(stage, &layout, wall.as_ref()) }</g>
            <g class="raft-labels">
                { for nodes.iter().map(|node| html! { <NodeLabel key={node.no()} ..node.clone() /> }) }
            </g>
        </svg>
    }
}

/// Hatches; their names are this figure's own.
fn patterns(uid: &str) -> Html {
    let hatch = |term: u64| {
        html! {
            <pattern id={format!("{uid}-hatch-{term}")} class={draw::hue_class(term)} width="6" height="6"
                patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path class="raft-hatch" d="M3 0V6" />
            </pattern>
        }
    };
    html! {
        <defs>
            { for (0..=4).map(hatch) }
            <pattern id={format!("{uid}-wall")} width="6" height="6"
                patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path class="raft-wall-hatch" d="M3 0V6" />
            </pattern>
            <pattern id={format!("{uid}-broken")} width="5" height="5"
                patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                <path class="raft-broken-hatch" d="M2.5 0V5" />
            </pattern>
        </defs>
    }
}

fn nodes(stage: &StageProps<RaftLab>, layout: &Layout) -> impl Iterator<Item = NodeProps> {
    let model = &*stage.model;
    model
        .servers()
        .iter()
        .zip(&layout.spots)
        .map(move |(server, spot)| {
            let no = server.no();
            // Where the logs are not shown, what happened in one happened at its node.
            let here = |place: &Selected| match place {
                Selected::Host(host) => *host == no,
                Selected::Slot(host, _) => stage.composition != Composition::Wide && *host == no,
                _ => false,
            };
            let causes = stage
                .causes
                .iter()
                .filter(|(_, place)| here(place))
                .map(|(number, _)| *number);
            NodeProps {
                view: NodeView::new(model, server, model.now()),
                spot: *spot,
                ring: layout.ring,
                body: layout.body,
                labels: layout.labels,
                uid: Rc::clone(&stage.uid),
                lang: stage.lang,
                clock: stage.clock.clone(),
                selected: stage.selected == Some(Selected::Host(no)),
                witness: stage
                    .violations
                    .iter()
                    .any(|found| found.witness.hosts.contains(&no)),
                causes: causes.collect(),
                on_select: stage.on_select.clone(),
            }
        })
}

fn link_causes(stage: &StageProps<RaftLab>, layout: &Layout) -> Html {
    let draw = |(number, place): &(usize, Selected)| match place {
        Selected::Link(from, to) => {
            let at = layout
                .track(*from, *to)
                .map(|track| track.point(track.at(0.4)));
            at.map(|at| draw::cause(*number, at.x, at.y))
        }
        _ => None,
    };
    html! { <g>{ for stage.causes.iter().filter_map(draw) }</g> }
}

/// Which nodes and entries break a property at this moment.
pub(super) fn broken_slots(stage: &StageProps<RaftLab>) -> Vec<(NodeNo, u64)> {
    let in_logs = |property: usize| {
        let id = Cluster::properties()
            .get(property)
            .map(|property| property.id);
        !matches!(
            id,
            None | Some("election-safety" | "one-vote-per-term" | "terms-grow" | "commits-grow")
        )
    };
    let found = stage
        .violations
        .iter()
        .filter(|found| in_logs(found.property));
    found
        .flat_map(|found| {
            let places = &found.witness.places;
            found
                .witness
                .hosts
                .iter()
                .flat_map(|host| places.iter().map(|place| (*host, *place)))
        })
        .collect()
}
