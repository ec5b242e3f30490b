//! The messages of one direction of a link: drawn anew only when one of them comes, goes or changes.
//!
//! A step concerns one link or a few. With a component for each, it costs the same however many messages are on the others.

use glassbox_raft::NodeNo;
use glassbox_sim::{Lang, PacketId};
use yew::{Callback, Html, Properties, component, html};

use super::RaftLab;
use super::message::{MessageFigure, MessageView};
use super::place::{Labels, Layout};
use super::wall::Wall;
use crate::clock::Clock;
use crate::lab::{Selected, StageProps};

/// More messages with entries than this are not named: there is no room.
const NAMED: usize = 4;

/// What one direction of a link needs.
#[derive(Clone, PartialEq, Properties)]
struct TrafficProps {
    views: Vec<MessageView>,
    lang: Lang,
    clock: Clock,
    /// Whether they move; if not, they share their way evenly.
    motion: bool,
    /// Whether there is room to say what they carry.
    named: bool,
    selected: Option<PacketId>,
    /// Those of the cause chain, with their numbers.
    causes: Vec<(PacketId, usize)>,
    on_select: Callback<Option<Selected>>,
}

/// Draws all messages.
pub(super) fn traffic(
    stage: &StageProps<RaftLab>,
    layout: &Layout,
    wall: Option<&Wall>,
) -> Vec<Html> {
    let mut links: Vec<((NodeNo, NodeNo), Vec<MessageView>)> = Vec::new();
    for (packet, _) in stage.model.messages() {
        let way = (packet.from, packet.to);
        let Some(track) = layout.track(packet.from, packet.to) else {
            continue;
        };
        let Some(view) = MessageView::new(packet, track, wall) else {
            continue;
        };
        match links.binary_search_by_key(&way, |(way, _)| *way) {
            Ok(at) => links[at].1.push(view),
            Err(at) => links.insert(at, (way, vec![view])),
        }
    }
    let all = links.iter().flat_map(|(_, views)| views);
    let named =
        all.filter(|view| view.carries_entries()).count() <= NAMED && layout.labels == Labels::Full;
    let draw = |((from, to), views): ((NodeNo, NodeNo), Vec<MessageView>)| {
        let here = |packet: PacketId| views.iter().any(|view| view.summary.packet == packet);
        let selected = match stage.selected {
            Some(Selected::Packet(packet)) if here(packet) => Some(packet),
            _ => None,
        };
        let causes = stage
            .causes
            .iter()
            .filter_map(|(number, place)| match place {
                Selected::Packet(packet) if here(*packet) => Some((*packet, *number)),
                _ => None,
            });
        let causes: Vec<_> = causes.collect();
        html! {
            <Traffic key={format!("{from}-{to}")} {views} lang={stage.lang} clock={stage.clock.clone()} motion={stage.motion}
                {named} {selected} {causes} on_select={stage.on_select.clone()} />
        }
    };
    links.into_iter().map(draw).collect()
}

#[component]
fn Traffic(props: &TrafficProps) -> Html {
    let all = props.views.len() as f64;
    let draw = |(i, view): (usize, &MessageView)| {
        let packet = view.summary.packet;
        let selected = props.selected == Some(packet);
        let cause = props.causes.iter().find(|(cause, _)| *cause == packet);
        let still = (!props.motion).then(|| (i as f64 + 1.0) / (all + 1.0));
        html! {
            <MessageFigure key={format!("{}{}", packet.0, if props.motion { "" } else { "s" })}
                view={*view} lang={props.lang} clock={props.clock.clone()} {still}
                labelled={props.named || selected} {selected} cause={cause.map(|(_, number)| *number)}
                on_select={props.on_select.clone()} />
        }
    };
    props.views.iter().enumerate().map(draw).collect()
}
