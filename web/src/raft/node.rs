//! A node: its role as shape and fill, its term as hue and number, its timer, its votes.

use std::rc::Rc;

use glassbox_raft::core::Role;
use glassbox_raft::words as lab_words;
use glassbox_raft::{Cluster, NodeNo, Server};
use glassbox_sim::{Instant, Lang};
use yew::{AttrValue, Callback, Html, Properties, classes, component, html, use_node_ref};

use super::draw::{self, n};
use super::place::{Labels, Spot};
use super::timer::{Ring, Stretch, use_ring};
use super::words;
use crate::clock::Clock;
use crate::lab::Selected;

/// How far the frame of one that breaks a property is from its ring.
pub(super) const FRAME: f64 = 13.0;

/// A node as far as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NodeView {
    pub(super) no: NodeNo,
    /// `None`: it is down.
    pub(super) role: Option<Role>,
    pub(super) term: u64,
    pub(super) paused: Option<usize>,
    /// Whom it voted for, while it knows of no leader.
    pub(super) voted: Option<NodeNo>,
    pub(super) timer: Option<Stretch>,
    pub(super) votes: Option<Votes>,
    pub(super) entries: u64,
    /// The last index of its snapshot; 0 without one.
    pub(super) snapshot: u64,
}

/// The votes of a campaign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Votes {
    pub(super) granted: usize,
    pub(super) refused: usize,
    pub(super) nodes: usize,
    pub(super) majority: usize,
}

impl NodeView {
    /// What is drawn of `server` after the step at `at`.
    pub(super) fn new(model: &Cluster, server: &Server, at: Instant) -> Self {
        let campaigns = matches!(server.role(), Some(Role::Candidate | Role::PreCandidate));
        let votes = campaigns.then(|| {
            let votes = server.votes();
            let granted = votes.iter().filter(|(_, granted)| *granted).count();
            let (nodes, majority) = (model.servers().len(), model.majority());
            Votes {
                granted,
                refused: votes.len() - granted,
                nodes,
                majority,
            }
        });
        let stands_at = server.is_paused().then(|| at.as_millis_f64());
        Self {
            no: server.no(),
            role: server.role(),
            term: server.term(),
            paused: server.is_paused().then(|| server.waiting()),
            voted: server.vote().filter(|_| server.leader().is_none()),
            timer: server.timer(at).map(|timer| Stretch::new(timer, stands_at)),
            votes,
            entries: server.last_index() + 1 - server.first_index(),
            snapshot: server.snapshot().index,
        }
    }

    pub(super) fn state(&self, lang: Lang) -> &'static str {
        self.role
            .map_or(words::crashed(lang), |role| lab_words::role(role, lang))
    }

    /// The node in one sentence.
    fn sentence(&self, lang: Lang) -> String {
        let mut text = words::node(self.no, self.state(lang), self.term, lang);
        if let Some(votes) = self.votes {
            text.push_str(&words::votes_of(votes.granted, votes.nodes, lang));
        }
        if self.paused.is_some() {
            text.push_str(lang.pick(", ", "，"));
            text.push_str(words::paused(lang));
        }
        text
    }
}

/// What a node's figure needs.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct NodeProps {
    pub(super) view: NodeView,
    pub(super) spot: Spot,
    pub(super) ring: f64,
    pub(super) body: f64,
    pub(super) labels: Labels,
    pub(super) uid: Rc<str>,
    pub(super) lang: Lang,
    pub(super) clock: Clock,
    pub(super) selected: bool,
    /// It breaks a property.
    pub(super) witness: bool,
    /// The numbers of the causes that happened here.
    pub(super) causes: Vec<usize>,
    pub(super) on_select: Callback<Option<Selected>>,
}

impl NodeProps {
    /// The node's number.
    pub(super) fn no(&self) -> NodeNo {
        self.view.no
    }
}

/// A node of the figure.
#[component]
pub(super) fn NodeFigure(props: &NodeProps) -> Html {
    let NodeProps {
        view,
        spot,
        ring,
        lang,
        ..
    } = props;
    let (ring, lang) = (*ring, *lang);
    let parts = Ring {
        arc: use_node_ref(),
        dot: use_node_ref(),
    };
    use_ring(&parts, &props.clock, view.timer, ring);

    let thing = Selected::Host(view.no);
    let sentence: AttrValue = view.sentence(lang).into();
    let place = format!("translate({} {})", n(spot.at.x), n(spot.at.y));
    html! {
        <g class={classes!("raft-node", "raft-thing", draw::hue_class(view.term))} transform={place}
            data-thing={draw::thing_name(thing)} data-selected={props.selected.then_some("true")}
            onclick={draw::on_click(thing, &props.on_select)}
            onkeydown={draw::on_key(thing, &props.on_select)}>
            <title>{ sentence.clone() }</title>
            // The button is the area that is hit, so that its name need not repeat the texts drawn.
            <circle class="raft-hit" r={n(ring + 3.0)} role="button" tabindex="0" aria-label={sentence} aria-expanded={props.selected.to_string()} />
            if props.witness { { witness_frame(ring, &props.uid) } }
            <circle class="raft-hover" r={n(ring + 7.0)} />
            <circle class="raft-focus" r={n(ring + 4.5)} />
            if props.selected { <circle class="raft-selected" r={n(ring + 7.0)} /> }
            { timer_ring(view, ring, parts) }
            { body(props) }
        </g>
    }
}

/// The frame of one that breaks a property.
fn witness_frame(ring: f64, uid: &str) -> Html {
    let (inner, outer) = (ring + FRAME - 8.0, ring + FRAME);
    let square = |half: f64| format!("M{0} {0}H{1}V{1}H{0}Z", n(-half), n(half));
    html! {
        <g class="raft-witness">
            <path d={square(outer) + &square(inner)} fill={draw::url(uid, "broken")} fill-rule="evenodd" />
            <path class="raft-witness-edge" d={square(outer)} />
        </g>
    }
}

fn timer_ring(view: &NodeView, ring: f64, parts: Ring) -> Html {
    let Some(timer) = view.timer else {
        return html! {};
    };
    let length = n(2.0 * std::f64::consts::PI * ring);
    let radius = n(ring);
    let dotted = timer.heartbeat || view.paused.is_some();
    html! {
        <g class={classes!("raft-timer", view.paused.map(|_| "raft-stands"))}>
            <g transform="rotate(-90)">
                <circle class="raft-track" r={radius.clone()} />
                if dotted { <circle class="raft-beat" r={radius.clone()} /> }
                <circle ref={parts.arc} class={if dotted { "raft-gone" } else { "raft-left" }} r={radius}
                    stroke-dasharray={format!("{length} {length}")} stroke-dashoffset="0" />
                if !dotted {
                    <g ref={parts.dot}><circle class="raft-dot" cx={n(ring)} r="3.6" /></g>
                }
            </g>
            if view.paused.is_some() {
                <path class="raft-bars" d={format!("M{0} {1}h4v13h-4zM{2} {1}h4v13h-4z",
                    n(ring * 0.64), n(-ring * 0.92 - 4.0), n(ring * 0.64 + 7.0))} />
            }
        </g>
    }
}

/// The points of a hexagon that stands on a side.
fn hexagon(radius: f64) -> String {
    let (half, high) = (n(radius / 2.0), n(radius * 0.866));
    let (wide, left, low) = (n(radius), n(-radius / 2.0), n(-radius * 0.866));
    let far = n(-radius);
    format!("{wide},0 {half},{high} {left},{high} {far},0 {left},{low} {half},{low}")
}

fn body(props: &NodeProps) -> Html {
    let NodeProps {
        view, body, uid, ..
    } = props;
    let radius = *body;
    let (shape, kind) = match view.role {
        None => (
            {
                let far = n(radius * 0.66);
                let near = n(-radius * 0.66);
                html! {<>
                    <circle class="raft-body" r={n(radius * 0.95)} />
                    <path class="raft-crossed" d={format!("M{near} {near}L{far} {far}M{near} {far}L{far} {near}")} />
                </>}
            },
            "raft-down",
        ),
        Some(Role::Leader) => {
            let (from, side) = (n(-radius * 0.97), n(radius * 1.94));
            let rect = html! {
                <rect class="raft-body" x={from.clone()} y={from} width={side.clone()} height={side} rx="4" />
            };
            (rect, "raft-leader")
        }
        Some(Role::Candidate) => {
            let hatch = draw::url(uid, &format!("hatch-{}", super::marks::hue(view.term)));
            let points = hexagon(radius * 1.18);
            let shape = html! {<>
                <polygon class="raft-body" points={points.clone()} />
                <polygon points={points} fill={hatch} />
            </>};
            (shape, "raft-candidate")
        }
        Some(Role::PreCandidate) => (
            html! { <polygon class="raft-body" points={hexagon(radius * 1.18)} /> },
            "raft-pre",
        ),
        Some(Role::Follower) => (
            html! { <circle class="raft-body" r={n(radius)} /> },
            "raft-follower",
        ),
    };
    let small = radius < 24.0;
    let (name, term) = if small { (-1.0, 12.0) } else { (-1.5, 14.5) };
    html! {
        <g class={classes!("raft-role", kind, small.then_some("raft-small"))}>
            { shape }
            <text class="raft-name" aria-hidden="true" text-anchor="middle" y={n(name)}>{ format!("n{}", view.no) }</text>
            <text class="raft-term" aria-hidden="true" text-anchor="middle" y={n(term)}>{ format!("T{}", view.term) }</text>
        </g>
    }
}
