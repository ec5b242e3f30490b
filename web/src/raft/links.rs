//! The links: hairlines, dotted where cut, with a sign where only one direction is.

use glassbox_raft::{Cluster, NodeNo};
use yew::{Callback, Html, html};

use super::draw::{self, n};
use super::place::{Layout, Point, Track};
use crate::lab::Selected;

/// Draws all links; `walled` if a wall stands for the cuts.
pub(super) fn links(
    model: &Cluster,
    layout: &Layout,
    walled: bool,
    selected: Option<Selected>,
    on_select: &Callback<Option<Selected>>,
) -> Html {
    let count = layout.spots.len() as NodeNo;
    let pairs = (1..=count).flat_map(|a| (a + 1..=count).map(move |b| (a, b)));
    let pair = |(a, b): (NodeNo, NodeNo)| {
        let (Some(there), Some(back)) = (layout.track(a, b), layout.track(b, a)) else {
            return html! {};
        };
        let (start, end) = (there.point(there.from), there.point(there.to + 11.0));
        let (other_end, other_start) = (back.point(back.from), back.point(back.to + 11.0));
        let (start, end) = (start.midway(other_start), end.midway(other_end));
        let middle = start.midway(end);
        let cut = (model.is_cut(a, b), model.is_cut(b, a));
        let class = if cut == (true, true) {
            "raft-link raft-cut"
        } else {
            "raft-link"
        };
        let chosen = |from, to| selected == Some(Selected::Link(from, to));
        html! {
            <g>
                { line(class, start, end) }
                if chosen(a, b) { { line("raft-link-chosen", start, middle) } }
                if chosen(b, a) { { line("raft-link-chosen", middle, end) } }
                if cut == (true, true) && !walled { { gap(middle, there.angle) } }
                if cut == (true, false) { { one_way(there) } }
                if cut == (false, true) { { one_way(back) } }
                { hit(Selected::Link(a, b), start, middle, on_select) }
                { hit(Selected::Link(b, a), end, middle, on_select) }
            </g>
        }
    };
    html! { <g class="raft-links">{ for pairs.map(pair) }</g> }
}

fn line(class: &'static str, from: Point, to: Point) -> Html {
    html! { <line {class} x1={n(from.x)} y1={n(from.y)} x2={n(to.x)} y2={n(to.y)} /> }
}

/// The half of a link next to a node stands for the direction that leaves it.
fn hit(thing: Selected, from: Point, to: Point, on_select: &Callback<Option<Selected>>) -> Html {
    html! {
        <line class="raft-link-hit" data-thing={draw::thing_name(thing)}
            x1={n(from.x)} y1={n(from.y)} x2={n(to.x)} y2={n(to.y)}
            onclick={draw::on_click(thing, on_select)} />
    }
}

/// Two short bars across a link that is cut.
fn gap(at: Point, angle: f64) -> Html {
    html! {
        <g class="raft-gap" transform={format!("translate({} {}) rotate({})", n(at.x), n(at.y), n(angle))}>
            <rect class="raft-wall-ground" x="-3" y="-7" width="6" height="14" />
            <path d="M-3 -7V7M3 -7V7" />
        </g>
    }
}

/// An arrow that ends at a bar: this direction is cut, the other is not.
fn one_way(track: Track) -> Html {
    let (from, to) = (n(track.at(0.30)), n(track.at(0.45)));
    let (x, y) = (n(track.origin.x), n(track.origin.y));
    let tip = track.at(0.45);
    html! {
        <g class="raft-gap" transform={format!("translate({x} {y}) rotate({})", n(track.angle))}>
            <path d={format!("M{from} 0H{to}M{} -4L{} 0L{} 4M{} -7V7",
                n(tip - 7.0), n(tip - 2.0), n(tip - 7.0), n(tip + 1.5))} />
        </g>
    }
}
