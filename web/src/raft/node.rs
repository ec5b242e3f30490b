//! A node: its role as shape and fill, its term as hue and number, its timer, its votes.

use std::rc::Rc;

use glassbox_raft::core::Role;
use glassbox_raft::words as lab_words;
use glassbox_raft::{Cluster, NodeNo, Server};
use glassbox_sim::{Instant, Lang};
use yew::{AttrValue, Callback, Html, Properties, classes, component, html, use_node_ref};

use super::draw::{self, n};
use super::place::{Labels, Side, Spot};
use super::timer::{Ring, Saying, Stretch, use_countdown, use_ring};
use super::words;
use crate::clock::Clock;
use crate::lab::Selected;

/// How far the frame of one that breaks a property is from its ring.
const FRAME: f64 = 13.0;

/// A node as far as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NodeView {
    no: NodeNo,
    /// `None`: it is down.
    role: Option<Role>,
    term: u64,
    paused: Option<usize>,
    /// Whom it voted for, while it knows of no leader.
    voted: Option<NodeNo>,
    timer: Option<Stretch>,
    votes: Option<Votes>,
    entries: u64,
}

/// The votes of a campaign.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Votes {
    granted: usize,
    refused: usize,
    nodes: usize,
    majority: usize,
}

impl NodeView {
    /// What is drawn of `server` after the step at `at`.
    pub(super) fn new(model: &Cluster, server: &Server, at: Instant) -> Self {
        let campaigns = matches!(server.role(), Some(Role::Candidate | Role::PreCandidate));
        let votes = campaigns.then(|| {
            let votes = server.votes();
            let granted = votes.iter().filter(|(_, granted)| *granted).count();
            let (nodes, majority) = (model.servers().len(), model.majority());
            Votes { granted, refused: votes.len() - granted, nodes, majority }
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
            entries: server.last_index(),
        }
    }

    fn state(&self, lang: Lang) -> &'static str {
        self.role.map_or(words::crashed(lang), |role| lab_words::role(role, lang))
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
    let NodeProps { view, spot, ring, lang, .. } = props;
    let (ring, lang) = (*ring, *lang);
    let parts = Ring { arc: use_node_ref(), dot: use_node_ref() };
    use_ring(&parts, &props.clock, view.timer, ring);

    let thing = Selected::Host(view.no);
    let sentence: AttrValue = view.sentence(lang).into();
    let place = format!("translate({} {})", n(spot.at.x), n(spot.at.y));
    html! {
        <g class={classes!("raft-node", "raft-thing", draw::hue_class(view.term))} transform={place}
            data-thing={draw::thing_name(thing)} data-selected={props.selected.then_some("true")}
            role="button" tabindex="0" aria-label={sentence.clone()}
            onclick={draw::on_click(thing, &props.on_select)}
            onkeydown={draw::on_key(thing, &props.on_select)}>
            <title>{ sentence }</title>
            <circle class="raft-hit" r={n(ring + 3.0)} />
            if props.witness { { witness_frame(ring, &props.uid) } }
            <circle class="raft-hover" r={n(ring + 7.0)} />
            <circle class="raft-focus" r={n(ring + 4.5)} />
            if props.selected { <circle class="raft-selected" r={n(ring + 7.0)} /> }
            { timer_ring(view, ring, parts) }
            { body(props) }
        </g>
    }
}

/// What is said beside a node. It is drawn above the messages, so that it can be read.
#[component]
pub(super) fn NodeLabel(props: &NodeProps) -> Html {
    let NodeProps { view, spot, lang, .. } = props;
    let countdown = use_node_ref();
    let said = view.timer.filter(|_| says_time(props));
    use_countdown(&countdown, &props.clock, said, Saying { voted: view.voted, lang: *lang });
    html! {
        <g class={classes!("raft-beside", draw::hue_class(view.term))} aria-hidden="true"
            transform={format!("translate({} {})", n(spot.at.x), n(spot.at.y))}>
            { label(props, countdown) }
            { for props.causes.iter().enumerate().map(|(i, number)| cause(props, i, *number)) }
        </g>
    }
}

/// Whether the second line of the label is the time left.
fn says_time(props: &NodeProps) -> bool {
    let NodeView { votes, paused, role, .. } = &props.view;
    props.labels == Labels::Full && votes.is_none() && paused.is_none() && role.is_some()
}

fn cause(props: &NodeProps, i: usize, number: usize) -> Html {
    // Where no label is.
    let first: f64 = if props.spot.side == Side::Above { 128.0 } else { -46.0 };
    let angle = first + 30.0 * i as f64 * if first > 0.0 { -1.0 } else { 1.0 };
    let (sin, cos) = angle.to_radians().sin_cos();
    draw::cause(number, (props.ring + 3.0) * cos, (props.ring + 3.0) * sin)
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
    let Some(timer) = view.timer else { return html! {} };
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
    let NodeProps { view, body, uid, .. } = props;
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
        Some(Role::PreCandidate) => {
            (html! { <polygon class="raft-body" points={hexagon(radius * 1.18)} /> }, "raft-pre")
        }
        Some(Role::Follower) => (html! { <circle class="raft-body" r={n(radius)} /> }, "raft-follower"),
    };
    let small = radius < 24.0;
    let (name, term) = if small { (-1.0, 12.0) } else { (-1.5, 14.5) };
    html! {
        <g class={classes!("raft-role", kind, small.then_some("raft-small"))}>
            { shape }
            <text class="raft-name" text-anchor="middle" y={n(name)}>{ format!("n{}", view.no) }</text>
            <text class="raft-term" text-anchor="middle" y={n(term)}>{ format!("T{}", view.term) }</text>
        </g>
    }
}

/// A line of a label.
enum Line {
    Role(Html),
    Dots(Votes),
    Text(Html),
}

impl Line {
    fn height(&self) -> f64 {
        match self {
            Self::Role(_) => 17.0,
            Self::Dots(_) => 27.0,
            Self::Text(_) => 16.0,
        }
    }
}

fn lines(props: &NodeProps, countdown: yew::NodeRef) -> Vec<Line> {
    let NodeProps { view, labels, lang, .. } = props;
    let lang = *lang;
    let text = |text: String| Line::Text(text.into());
    let state = view.state(lang);
    match (labels, view.votes) {
        (Labels::Sparse, Some(votes)) => {
            return vec![Line::Role(format!("{} / {}", votes.granted, votes.majority).into())];
        }
        (Labels::Sparse, None) if view.role != Some(Role::Leader) => return Vec::new(),
        _ => (),
    }
    let role = match view.paused {
        Some(_) => Line::Role(format!("{state}{}{}", lang.pick(", ", "，"), words::paused(lang)).into()),
        None => Line::Role(state.into()),
    };
    let mut lines = vec![role];
    if let Some(votes) = view.votes {
        lines.push(Line::Dots(votes));
        lines.push(text(words::votes(votes.granted, votes.majority, lang)));
    } else if *labels == Labels::Full {
        lines.push(match (view.role, view.paused) {
            (None, _) => text(words::on_disk(view.entries, lang)),
            (_, Some(waiting)) => text(words::paused_with(waiting, lang)),
            _ => Line::Text(html! { <tspan ref={countdown}></tspan> }),
        });
    }
    lines
}

fn label(props: &NodeProps, countdown: yew::NodeRef) -> Html {
    let lines = lines(props, countdown);
    let height: f64 = lines.iter().map(Line::height).sum();
    let side = if props.view.votes.is_some() { props.spot.tall_side } else { props.spot.side };
    // Outside the frame of one that breaks a property.
    let edge = props.ring + if props.witness { FRAME } else { 0.0 };
    let (anchor, x, mut y) = match side {
        Side::Above => ("middle", 0.0, -edge - 8.0 - height),
        Side::Below => ("middle", 0.0, edge + 7.0),
        Side::Left => ("end", -edge - 10.0, -height / 2.0),
        Side::Right => ("start", edge + 10.0, -height / 2.0),
    };
    let draw_line = |line: Line| {
        let top = y;
        y += line.height();
        match line {
            Line::Role(text) => html! {
                <text class={classes!("raft-state", "raft-halo")} text-anchor={anchor} x={n(x)} y={n(top + 13.5)}>{ text }</text>
            },
            Line::Text(text) => html! {
                <text class="raft-note raft-halo" text-anchor={anchor} x={n(x)} y={n(top + 13.0)}>{ text }</text>
            },
            Line::Dots(votes) => dots(votes, anchor, x, top + 15.0),
        }
    };
    let plain = props.labels != Labels::Full;
    html! {
        <g class={classes!("raft-label", plain.then_some("raft-plain"))}>
            { for lines.into_iter().map(draw_line).collect::<Vec<_>>() }
        </g>
    }
}

/// The votes, one dot a node, with a bar after the majority: filled for it, crossed against it.
fn dots(votes: Votes, anchor: &str, x: f64, y: f64) -> Html {
    const PITCH: f64 = 16.0;
    let width = PITCH * (votes.nodes as f64 - 1.0);
    let first = match anchor {
        "middle" => x - width / 2.0,
        "end" => x - width - 6.0,
        _ => x + 6.0,
    };
    let dot = |i: usize| {
        let x = first + PITCH * i as f64;
        let (left, right, up, down) = (n(x - 3.4), n(x + 3.4), n(y - 3.4), n(y + 3.4));
        let refused = i >= votes.nodes - votes.refused;
        let kind = match i {
            _ if i < votes.granted => "raft-yes",
            _ if refused => "raft-no",
            _ if i < votes.majority => "raft-open",
            _ => "raft-spare",
        };
        html! {<>
            <circle class={classes!("raft-vote", kind)} cx={n(x)} cy={n(y)} r="5.7" />
            if refused {
                <path class="raft-against" d={format!("M{left} {up}L{right} {down}M{left} {down}L{right} {up}")} />
            }
        </>}
    };
    let bar = n(first + PITCH * (votes.majority as f64 - 0.5));
    html! {
        <g class="raft-votes">
            { for (0..votes.nodes).map(dot) }
            if votes.majority < votes.nodes {
                <path class="raft-majority" d={format!("M{bar} {}V{}", n(y - 10.0), n(y + 10.0))} />
            }
        </g>
    }
}
