//! What is said beside a node: its role, its timer, its votes, the numbers of causes.

use glassbox_raft::core::Role;
use yew::{Html, NodeRef, classes, component, html, use_node_ref};

use super::draw::{self, n};
use super::node::{FRAME, NodeProps, NodeView, Votes};
use super::place::{Labels, Side};
use super::timer::{Saying, use_countdown};
use super::words;

/// What is said beside a node. It is drawn above the messages, so that it can be read.
#[component]
pub(super) fn NodeLabel(props: &NodeProps) -> Html {
    let NodeProps {
        view, spot, lang, ..
    } = props;
    let countdown = use_node_ref();
    let said = view.timer.filter(|_| says_time(props));
    use_countdown(
        &countdown,
        &props.clock,
        said,
        Saying {
            voted: view.voted,
            lang: *lang,
        },
    );
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
    let NodeView {
        votes,
        paused,
        role,
        ..
    } = &props.view;
    props.labels == Labels::Full && votes.is_none() && paused.is_none() && role.is_some()
}

fn cause(props: &NodeProps, i: usize, number: usize) -> Html {
    // Where no label is.
    let first: f64 = if props.spot.side == Side::Above {
        128.0
    } else {
        -46.0
    };
    let angle = first + 30.0 * i as f64 * if first > 0.0 { -1.0 } else { 1.0 };
    let (sin, cos) = angle.to_radians().sin_cos();
    draw::cause(number, (props.ring + 3.0) * cos, (props.ring + 3.0) * sin)
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

fn lines(props: &NodeProps, countdown: NodeRef) -> Vec<Line> {
    let NodeProps {
        view, labels, lang, ..
    } = props;
    let lang = *lang;
    let text = |text: String| Line::Text(text.into());
    let state = view.state(lang);
    match (labels, view.votes) {
        (Labels::Sparse, Some(votes)) => {
            return vec![Line::Role(
                format!("{} / {}", votes.granted, votes.majority).into(),
            )];
        }
        (Labels::Sparse, None) if view.role != Some(Role::Leader) => return Vec::new(),
        _ => (),
    }
    let role = match view.paused {
        Some(_) => {
            Line::Role(format!("{state}{}{}", lang.pick(", ", "，"), words::paused(lang)).into())
        }
        None => Line::Role(state.into()),
    };
    let mut lines = vec![role];
    if let Some(votes) = view.votes {
        lines.push(Line::Dots(votes));
        lines.push(text(words::votes(votes.granted, votes.majority, lang)));
    } else if *labels == Labels::Full {
        lines.push(match (view.role, view.paused) {
            (None, _) => text(words::on_disk(view.entries, view.snapshot, lang)),
            (_, Some(waiting)) => text(words::paused_with(waiting, lang)),
            _ => Line::Text(html! { <tspan ref={countdown}></tspan> }),
        });
    }
    lines
}

fn label(props: &NodeProps, countdown: NodeRef) -> Html {
    let lines = lines(props, countdown);
    let height: f64 = lines.iter().map(Line::height).sum();
    let side = if props.view.votes.is_some() {
        props.spot.tall_side
    } else {
        props.spot.side
    };
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
