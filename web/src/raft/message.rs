//! Messages on their links: what a message is as shape, its term as hue, its way as a trail.
//!
//! The virtual DOM knows which messages there are; where they are, only a painter knows.

use std::cell::Cell;

use glassbox_raft::core::MessageType;
use glassbox_raft::words as lab_words;
use glassbox_raft::{Cluster, Summary, Wire};
use glassbox_sim::{Fate, Lang, Loss, Packet};
use web_sys::{SvgGraphicsElement, SvgLength, SvgLineElement, SvgTransform};
use yew::{
    AttrValue, Callback, Html, NodeRef, Properties, classes, component, html, use_effect_with,
    use_node_ref,
};

use super::draw::{self, n};
use super::place::Track;
use super::wall::Wall;
use super::words;
use crate::clock::Clock;
use crate::lab::Selected;

/// A message as far as it is drawn. Nothing in it changes with the clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MessageView {
    pub(super) summary: Summary,
    /// Its way.
    track: Track,
    journey: Journey,
    lost: bool,
    delayed: bool,
    copy: bool,
    altered: bool,
}

/// From when to when a message is on its way, in milliseconds, and how far it comes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Journey {
    from: f64,
    to: f64,
    /// The part of the way that it comes: all of it, or less if it is lost.
    part: f64,
}

impl Journey {
    /// The part of the way that it has come by `now`.
    fn at(&self, now: f64) -> f64 {
        let whole = self.to - self.from;
        let done = if whole > 0.0 {
            ((now - self.from) / whole).clamp(0.0, 1.0)
        } else {
            1.0
        };
        done * self.part
    }
}

impl MessageView {
    /// What is drawn of the message in `packet`, which goes along `track` and perhaps into `wall`.
    pub(super) fn new(packet: &Packet<Wire>, track: Track, wall: Option<&Wall>) -> Option<Self> {
        let (from, to) = (
            packet.sent_at.as_millis_f64(),
            packet.arrives_at.as_millis_f64(),
        );
        let middle = packet.sent_at.midway(packet.arrives_at).as_millis_f64();
        let place = |loss| match loss {
            Loss::Cut => {
                let pieces = wall.map_or(&[][..], |wall| &wall.pieces);
                let met = pieces.iter().filter_map(|piece| track.crossing(*piece));
                met.reduce(f64::min).unwrap_or(0.5)
            }
            _ => 0.5,
        };
        let journey = match packet.fate {
            Fate::Arrives => Journey {
                from,
                to,
                part: 1.0,
            },
            Fate::Lost(Loss::Dropped, at) => {
                let at = at.as_millis_f64();
                let part = if to > from {
                    ((at - from) / (to - from)).clamp(0.0, 1.0)
                } else {
                    1.0
                };
                Journey { from, to: at, part }
            }
            Fate::WillBeLost(loss) | Fate::Lost(loss, _) => Journey {
                from,
                to: middle,
                part: place(loss),
            },
        };
        Some(Self {
            summary: Cluster::summary(packet)?,
            track,
            journey,
            lost: !packet.in_flight(),
            delayed: packet.delayed,
            copy: packet.copy_of.is_some(),
            altered: packet.altered,
        })
    }

    /// Whether its entries can be named beside it.
    pub(super) fn carries_entries(&self) -> bool {
        self.summary.kind == MessageType::MsgApp && self.summary.entries > 0 && !self.lost
    }

    fn sentence(&self, lang: Lang) -> String {
        let title = lab_words::message_title(&self.summary, lang);
        let rest = match self.lost {
            true => words::lost_on_the_way(lang).to_owned(),
            false => words::arrives_at(self.journey.to, lang),
        };
        format!("{title}{}{rest}", lang.pick(", ", "，"))
    }
}

/// What a message's figure needs.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct MessageProps {
    pub(super) view: MessageView,
    pub(super) lang: Lang,
    pub(super) clock: Clock,
    /// Where it sits still when nothing moves: which part of its way.
    pub(super) still: Option<f64>,
    /// Whether there is room to say what it carries.
    pub(super) labelled: bool,
    pub(super) selected: bool,
    /// Its number in the cause chain.
    pub(super) cause: Option<usize>,
    pub(super) on_select: Callback<Option<Selected>>,
}

/// A message of the figure.
#[component]
pub(super) fn MessageFigure(props: &MessageProps) -> Html {
    let MessageProps {
        view,
        lang,
        clock,
        still,
        selected,
        ..
    } = props;
    let (mover, trail) = (use_node_ref(), use_node_ref());
    {
        let (mover, trail) = (mover.clone(), trail.clone());
        let moves = (clock.clone(), view.track, view.journey, still.is_some());
        use_effect_with(moves, move |(clock, track, journey, still)| {
            let parts = (!still).then(|| parts(&mover, &trail)).flatten();
            let painting =
                parts.map(|(mover, trail)| clock.paint(painter(mover, trail, *track, *journey)));
            move || drop(painting)
        });
    }
    let track = view.track;
    // Without motion it sits in the middle of its way, and all of the way is drawn.
    let rest = still.map(|still| {
        let part = if view.lost { view.journey.part } else { still };
        let end = if view.lost { view.journey.part } else { 1.0 };
        (track.at(part), track.at(end))
    });
    let thing = Selected::Packet(view.summary.packet);
    let sentence: AttrValue = view.sentence(*lang).into();
    let frame = format!(
        "translate({} {}) rotate({})",
        n(track.origin.x),
        n(track.origin.y),
        n(track.angle)
    );
    let upright = format!("rotate({})", n(-track.angle));
    let class = classes!(
        "raft-message",
        draw::hue_class(u64::from(view.summary.term)),
        view.lost.then_some("raft-lost"),
        selected.then_some("raft-chosen")
    );
    html! {
        <g {class} transform={frame}>
            <line ref={trail} class="raft-trail" x1={n(track.from)} x2={rest.map(|(_, end)| n(end))} />
            <g ref={mover} class="raft-thing" transform={rest.map(|(at, _)| format!("translate({} 0)", n(at)))}
                data-thing={draw::thing_name(thing)} data-selected={selected.then_some("true")}
                onclick={draw::on_click(thing, &props.on_select)}
                onkeydown={draw::on_key(thing, &props.on_select)}>
                <title>{ sentence.clone() }</title>
                if !view.lost {
                    <path class="raft-chevron" d={if *selected { "M20 -4.5L24.5 0L20 4.5" } else { "M13.5 -4.5L18 0L13.5 4.5" }} />
                }
                <g transform={upright}>
                    <circle class="raft-hit" r="22" role="button" tabindex="0" aria-label={sentence} aria-expanded={selected.to_string()} />
                    <circle class="raft-hover" r="16.5" />
                    <circle class="raft-focus" r="19.5" />
                    if *selected { <circle class="raft-selected raft-plate" r="16.5" /> }
                    { mark(view) }
                    { label(props) }
                    if let Some(number) = props.cause { { draw::cause(number, -19.0, 18.0) } }
                </g>
            </g>
        </g>
    }
}

/// Moves a message along its track, and draws its trail. Numbers, not texts: there may be hundreds of messages.
fn painter(mover: SvgTransform, trail: SvgLength, track: Track, journey: Journey) -> impl Fn(f64) {
    let last = Cell::new(f64::NAN);
    move |now| {
        let distance = track.at(journey.at(now));
        if (distance - last.replace(distance)).abs() < 0.04 {
            return;
        }
        let distance = distance as f32;
        // Refused only for what is being animated by the document itself.
        let _ = mover.set_translate(distance, 0.0);
        let _ = trail.set_value(distance);
    }
}

/// What the painter sets: where the mark is, and where its trail ends.
fn parts(mover: &NodeRef, trail: &NodeRef) -> Option<(SvgTransform, SvgLength)> {
    let places = mover.cast::<SvgGraphicsElement>()?.transform().base_val();
    let place = match places.number_of_items() {
        0 => {
            let svg = mover.cast::<SvgGraphicsElement>()?.owner_svg_element()?;
            places.append_item(&svg.create_svg_transform()).ok()?
        }
        _ => places.get_item(0).ok()?,
    };
    let end = trail.cast::<SvgLineElement>()?.x2().base_val();
    Some((place, end))
}

/// The shape of a kind of message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    Vote,
    Entries,
    Notice,
    Heartbeat,
    Snapshot,
}

impl Shape {
    fn of(summary: &Summary) -> Self {
        match summary.kind {
            MessageType::MsgVote | MessageType::MsgVoteResp => Self::Vote,
            MessageType::MsgPreVote | MessageType::MsgPreVoteResp => Self::Vote,
            MessageType::MsgHeartbeat | MessageType::MsgHeartbeatResp => Self::Heartbeat,
            MessageType::MsgSnap => Self::Snapshot,
            MessageType::MsgApp if summary.entries == 0 => Self::Notice,
            MessageType::MsgApp | MessageType::MsgAppResp | MessageType::MsgProp => Self::Entries,
        }
    }

    /// Draws it around the middle.
    pub(super) fn draw(self, class: impl Into<yew::Classes>) -> Html {
        let class = class.into();
        match self {
            Self::Vote => html! { <path {class} d="M0 -8.5L8.5 0L0 8.5L-8.5 0Z" /> },
            Self::Entries => {
                html! { <rect {class} x="-10" y="-6.5" width="20" height="13" rx="1" /> }
            }
            Self::Notice => html! { <rect {class} x="-9" y="-3" width="18" height="6" rx="1" /> },
            Self::Heartbeat => html! { <circle {class} r="5.5" /> },
            Self::Snapshot => html! { <path {class} d="M-8 -8H8V8H-8ZM-8 -3H8" /> },
        }
    }
}

fn mark(view: &MessageView) -> Html {
    if view.lost {
        return html! { <path class="raft-cross" d="M-5.5 -5.5L5.5 5.5M-5.5 5.5L5.5 -5.5" /> };
    }
    let summary = &view.summary;
    let shape = Shape::of(summary);
    let asks_first = matches!(
        summary.kind,
        MessageType::MsgPreVote | MessageType::MsgPreVoteResp
    );
    let kind = if summary.kind.is_response() {
        "raft-reply"
    } else {
        "raft-request"
    };
    html! {
        <g class={classes!("raft-shape", kind, asks_first.then_some("raft-pre"))}>
            if view.copy { <g transform="translate(-4 -4)">{ shape.draw("raft-double") }</g> }
            { shape.draw(classes!()) }
            if !summary.yes { <path class="raft-refusal" d="M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5" /> }
            if view.delayed {
                <g class="raft-clock" transform="translate(11 -12)"><circle r="6" /><path d="M0 -3.5V0H2.6" /></g>
            }
            if view.altered { <path class="raft-wave" d="M-9 12q3 -4 6 0t6 0t6 0" /> }
        </g>
    }
}

/// What it carries, beside it: to the right of one that goes up or down, else above it.
fn label(props: &MessageProps) -> Html {
    let MessageProps {
        view,
        lang,
        selected,
        ..
    } = props;
    let summary = &view.summary;
    let text = if props.labelled && view.carries_entries() {
        let last = u64::from(summary.index);
        words::carried(last + 1 - u64::from(summary.entries), last, *lang)
    } else {
        return html! {};
    };
    let steep = view.track.angle.to_radians().sin().abs() > 0.6;
    let away = if *selected { 6.0 } else { 0.0 };
    let (anchor, x, y) = if steep {
        ("start", 15.0 + away, 4.0)
    } else {
        ("middle", 0.0, -13.0 - away)
    };
    html! {
        <text class="raft-note raft-halo" text-anchor={anchor} x={n(x)} y={n(y)} aria-hidden="true">{ text }</text>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_moves_evenly_and_stops_where_it_is_lost() {
        let arrives = Journey {
            from: 100.0,
            to: 110.0,
            part: 1.0,
        };
        assert_eq!(
            [arrives.at(90.0), arrives.at(105.0), arrives.at(200.0)],
            [0.0, 0.5, 1.0]
        );
        let lost = Journey {
            from: 100.0,
            to: 105.0,
            part: 0.4,
        };
        assert_eq!(
            [lost.at(102.5), lost.at(105.0), lost.at(110.0)],
            [0.2, 0.4, 0.4]
        );
    }
}
