//! The links: hairlines, dotted where cut, with a sign where only one direction is; and what is
//! written on those that do not behave as the setup says.

use glassbox_raft::{Cluster, NodeNo};
use glassbox_sim::{Duration, Lang, LinkSetup};
use yew::{Callback, Html, html};

use super::draw::{self, n};
use super::place::{Labels, Layout, Point, Track};
use super::words;
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

/// More marks than this are signs without words: there is no room.
const WRITTEN: usize = 8;

/// How a link differs from the setup's: "20 % lost, +80 ms". `None` if it does not.
pub(super) fn difference(now: LinkSetup, usual: LinkSetup, lang: Lang) -> Option<String> {
    let mut parts = Vec::new();
    let mut add = |differs: bool, part: String| parts.extend(differs.then_some(part));
    add(now.loss != usual.loss, words::lost_part(now.loss, lang));
    let latency = |link: LinkSetup| (link.latency_min, link.latency_max);
    add(latency(now) != latency(usual), slower(now, usual));
    let doubled = words::doubled_part(now.duplicate, lang);
    add(now.duplicate != usual.duplicate, doubled);
    let reordered = words::reordered_part(now.reorder, lang);
    add(now.reorder != usual.reorder, reordered);
    let rate = words::rate(now.bandwidth, lang);
    add(now.bandwidth != usual.bandwidth, rate);
    (!parts.is_empty()).then(|| parts.join(lang.pick(", ", "，")))
}

/// "+80 ms" on average; the range, where the average is as usual.
fn slower(now: LinkSetup, usual: LinkSetup) -> String {
    let mean = |link: LinkSetup| {
        let sum = link.latency_min + link.latency_max;
        Duration::from_nanos(sum.as_nanos() / 2).as_millis_f64()
    };
    let by = mean(now) - mean(usual);
    match by {
        _ if by.abs() < 0.05 => words::range(now.latency_min, now.latency_max),
        _ if by > 0.0 => format!("+{} ms", tenths(by)),
        _ => format!("−{} ms", tenths(-by)),
    }
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// What is written on links.
#[derive(Debug, PartialEq)]
struct Marks {
    /// What is true of more than half of all directions.
    most: Option<String>,
    /// The others that differ from that: from, to, whether the way back is the same, how.
    single: Vec<(NodeNo, NodeNo, bool, String)>,
}

impl Marks {
    fn of(model: &Cluster, lang: Lang) -> Self {
        let count = model.servers().len() as NodeNo;
        let usual = model.setup().links;
        let ways = || (1..=count).flat_map(|a| (1..=count).map(move |b| (a, b)));
        let differs = |a, b| difference(model.link(a, b)?, usual, lang);
        let all: Vec<_> = ways()
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (a, b, differs(a, b)))
            .collect();
        let same = |how: &Option<String>| all.iter().filter(|it| it.2 == *how).count();
        let most = all
            .iter()
            .map(|it| &it.2)
            .find(|how| 2 * same(how) > all.len());
        let most = most.cloned().flatten();
        let of = |a, b| all.iter().find(|it| (it.0, it.1) == (a, b));
        let single = all
            .iter()
            .filter(|it| it.2 != most)
            .filter_map(|(a, b, how)| {
                let both = of(*b, *a).is_some_and(|back| back.2 == *how);
                let how = how
                    .clone()
                    .unwrap_or_else(|| words::as_set_up(lang).to_owned());
                // One mark is enough for both directions.
                (!both || a < b).then_some((*a, *b, both, how))
            });
        let single = single.collect();
        Self { most, single }
    }
}

/// Marks the links that do not behave as the setup says.
pub(super) fn link_marks(model: &Cluster, layout: &Layout, lang: Lang) -> Html {
    let Marks { most, single } = Marks::of(model, lang);
    let written = single.len() <= WRITTEN && layout.labels != Labels::Sparse;
    let mark = |(from, to, both, how): &(NodeNo, NodeNo, bool, String)| {
        let (Some(there), Some(back)) = (layout.track(*from, *to), layout.track(*to, *from)) else {
            return html! {};
        };
        let start = there.point(there.from).midway(back.point(back.to + 11.0));
        let end = there.point(there.to + 11.0).midway(back.point(back.from));
        // Beside the middle, where a cut is drawn; one direction's on the sender's half.
        let part = if *both { 0.42 } else { 0.3 };
        let at = Point {
            x: start.x + (end.x - start.x) * part,
            y: start.y + (end.y - start.y) * part,
        };
        let mut sentence = words::link_differs(*from, *to, how, lang);
        if *both {
            sentence.push_str(lang.pick("; ", "；"));
            sentence.push_str(&words::link_differs(*to, *from, how, lang));
        }
        // Two strokes across the link, and where it concerns one direction, which one.
        let sign = if *both {
            "M-4 5L0 -5M0 5L4 -5"
        } else {
            "M-6 5L-2 -5M-2 5L2 -5M5 -4L9 0L5 4"
        };
        let place = format!("translate({} {})", n(at.x), n(at.y));
        html! {
            <g class="raft-gap raft-link-mark" role="img" aria-label={sentence} transform={place}>
                <path transform={format!("rotate({})", n(there.angle))} d={sign} />
                if written {
                    <text class="raft-note raft-halo" text-anchor="middle" y="-8">{ how }</text>
                }
            </g>
        }
    };
    html! {
        <g class="raft-link-marks">
            if let Some(most) = most {
                <text class="raft-note raft-halo raft-all-links" x="8" y="16">{ words::all_links(&most, lang) }</text>
            }
            { for single.iter().map(mark) }
        </g>
    }
}

#[cfg(test)]
mod tests {
    use glassbox_raft::{Act, LinkChange, LinkFigures, Setup};
    use glassbox_sim::{EventId, Instant, Log, Model as _};

    use super::*;

    fn change(model: &mut Cluster, from: Option<u8>, to: Option<u8>, link: LinkFigures) {
        let act = Act::Link(LinkChange { from, to, link });
        let mut log = Log::starting_at(EventId(0));
        model.act(Instant::START, &act, &mut log).expect("possible");
    }

    #[test]
    fn a_link_as_the_setup_says_has_no_mark() {
        let model = Cluster::new(&Setup::default(), 1).unwrap();
        let marks = Marks::of(&model, Lang::En);
        assert_eq!((marks.most, marks.single), (None, Vec::new()));
    }

    #[test]
    fn one_slow_direction_says_by_how_much() {
        let mut model = Cluster::new(&Setup::default(), 1).unwrap();
        let slow = LinkFigures::latency(Duration::from_millis(80), Duration::from_millis(100));
        change(&mut model, Some(2), Some(1), slow);
        let marks = Marks::of(&model, Lang::En);
        assert_eq!(marks.single, [(2, 1, false, "+80 ms".to_owned())]);
        let link = model.link(2, 1).unwrap();
        let zh = difference(link, model.setup().links, Lang::Zh);
        assert_eq!(zh.as_deref(), Some("+80 ms"));
    }

    #[test]
    fn what_is_true_of_all_links_is_said_once() {
        let mut model = Cluster::new(&Setup::default(), 1).unwrap();
        change(&mut model, None, None, LinkFigures::loss(200_000));
        let normal = model.setup().links;
        change(&mut model, Some(1), Some(2), LinkFigures::from(normal));
        change(&mut model, Some(2), Some(1), LinkFigures::from(normal));
        let marks = Marks::of(&model, Lang::En);
        assert_eq!(marks.most.as_deref(), Some("20 % lost"));
        assert_eq!(marks.single, [(1, 2, true, "normal".to_owned())]);
    }
}
