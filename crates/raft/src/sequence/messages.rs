//! Messages between nodes, and between clients and nodes.

use std::collections::BTreeMap;

use glassbox_sim::sequence::{Arrow, End, Head, Weight};
use glassbox_sim::{Duration, EventId, Instant, Lang, PacketId, Record};

use super::{Lanes, hue, labels};
use crate::cluster::Cluster;
use crate::core::MessageType;
use crate::event::{Event, Summary};
use crate::words;

/// Longest time of a client's message. No event tells of one that found the network full, so one
/// that is older and has not arrived is not drawn.
const CLIENT_FLIGHT: Duration = Duration::from_millis(2);

pub(super) fn arrows(
    cluster: &Cluster,
    records: &[(EventId, Record<Event>)],
    lanes: Lanes,
    to: Instant,
    lang: Lang,
) -> Vec<Arrow> {
    let mut messages = Messages {
        arrows: Vec::new(),
        packets: BTreeMap::new(),
        lanes,
        lang,
    };
    let mut clients = Clients {
        arrows: Vec::new(),
        sent: BTreeMap::new(),
        lanes,
        lang,
    };
    for (id, record) in records {
        messages.read(*id, record);
        clients.read(*id, record);
    }
    messages.foresee(cluster);
    clients.forget(to);
    messages.arrows.append(&mut clients.arrows);
    messages.arrows
}

/// Messages between nodes, known by their packets.
struct Messages {
    arrows: Vec<Arrow>,
    packets: BTreeMap<PacketId, usize>,
    lanes: Lanes,
    lang: Lang,
}

impl Messages {
    fn read(&mut self, id: EventId, record: &Record<Event>) {
        let (at, lang) = (record.at, self.lang);
        match &record.event {
            Event::Sent(message) => {
                let arrow = self.sent(id, record, message);
                self.add(message.packet, arrow);
            }
            Event::Received(message) | Event::NobodyThere(message) | Event::Queued(message) => {
                self.ended(message, End::Arrived(at), &record.event);
            }
            Event::Lost { message, .. } => self.ended(message, End::Lost(at), &record.event),
            Event::Delayed { message, .. } | Event::Hurried(message) => {
                if let Some(arrow) = self.of(message.packet) {
                    add_sentence(arrow, &record.event, lang);
                }
            }
            Event::Duplicated { message, copy } => {
                if let Some(original) = self.of(message.packet) {
                    let mut arrow = Arrow {
                        event: id,
                        end: End::UnderWay(None),
                        ..original.clone()
                    };
                    add_sentence(&mut arrow, &record.event, lang);
                    self.add(*copy, arrow);
                }
            }
            _ => (),
        }
    }

    fn sent(&self, id: EventId, record: &Record<Event>, message: &Summary) -> Arrow {
        let (weight, labelled) = match message.kind {
            MessageType::MsgHeartbeat | MessageType::MsgHeartbeatResp => (Weight::Thin, false),
            MessageType::MsgApp if message.entries == 0 => (Weight::Thin, true),
            MessageType::MsgApp | MessageType::MsgSnap | MessageType::MsgProp => {
                (Weight::Thick, true)
            }
            _ => (Weight::Normal, true),
        };
        let label = if labelled {
            words::message_name(message.kind, message.entries, self.lang)
        } else {
            ""
        };
        Arrow {
            from: self.lanes.node(message.from),
            to: self.lanes.node(message.to),
            sent_at: record.at,
            end: End::UnderWay(None),
            head: if message.kind.is_response() {
                Head::Hollow
            } else {
                Head::Filled
            },
            weight,
            hue: hue(message.term),
            label: label.to_owned(),
            title: words::sentence(&record.event, self.lang),
            event: id,
        }
    }

    fn add(&mut self, packet: PacketId, arrow: Arrow) {
        self.packets.insert(packet, self.arrows.len());
        self.arrows.push(arrow);
    }

    fn of(&mut self, packet: PacketId) -> Option<&mut Arrow> {
        self.packets
            .get(&packet)
            .and_then(|index| self.arrows.get_mut(*index))
    }

    fn ended(&mut self, message: &Summary, end: End, event: &Event) {
        if !self.packets.contains_key(&message.packet) {
            self.add_copy(message);
        }
        let lang = self.lang;
        // What waited at a paused node is received a second time.
        if let Some(arrow) = self
            .of(message.packet)
            .filter(|arrow| arrow.end.at().is_none())
        {
            arrow.end = end;
            if !matches!(event, Event::Received(_)) {
                add_sentence(arrow, event, lang);
            }
        }
    }

    /// A packet that nobody sent is a copy that the network made of the one before it.
    fn add_copy(&mut self, message: &Summary) {
        let original = PacketId(message.packet.0.saturating_sub(1));
        let way = (self.lanes.node(message.from), self.lanes.node(message.to));
        let original = self
            .of(original)
            .filter(|arrow| (arrow.from, arrow.to) == way);
        if let Some(copy) = original.map(|arrow| Arrow {
            end: End::UnderWay(None),
            ..arrow.clone()
        }) {
            self.add(message.packet, copy);
        }
    }

    /// The network knows when what is under way will arrive.
    fn foresee(&mut self, cluster: &Cluster) {
        for (packet, _) in cluster.messages() {
            if let Some(arrow) = self.of(packet.id).filter(|arrow| arrow.end.at().is_none()) {
                arrow.end = End::UnderWay(Some(packet.arrives_at));
            }
        }
    }
}

/// Messages of clients and to them, known by the event of sending: it is the cause of the arrival.
struct Clients {
    arrows: Vec<Arrow>,
    sent: BTreeMap<EventId, usize>,
    lanes: Lanes,
    lang: Lang,
}

impl Clients {
    fn read(&mut self, id: EventId, record: &Record<Event>) {
        match record.event {
            Event::Accepted { node, .. }
            | Event::Redirected { node, .. }
            | Event::ClientQueued { node, .. }
            | Event::ClientUnheard { node, .. } => self.arrived(record, self.lanes.node(node)),
            Event::Requested { request, .. }
            | Event::Done { request, .. }
            | Event::ClientHeard { request, .. } => {
                self.arrived(record, self.lanes.client(request.client));
            }
            _ => (),
        }
        let arrow = match record.event {
            Event::Requested { request, node, .. } => Some((
                self.lanes.client(request.client),
                self.lanes.node(node),
                Head::Filled,
            )),
            Event::Redirected { request, node, .. }
            | Event::GivenUp { request, node, .. }
            | Event::Answered { request, node, .. } => Some((
                self.lanes.node(node),
                self.lanes.client(request.client),
                Head::Hollow,
            )),
            _ => None,
        };
        if let Some((from, to, head)) = arrow {
            let request = head == Head::Filled;
            let label = if request {
                labels::request(self.lang)
            } else {
                labels::answer(self.lang)
            };
            self.sent.insert(id, self.arrows.len());
            self.arrows.push(Arrow {
                from,
                to,
                sent_at: record.at,
                end: End::UnderWay(None),
                head,
                weight: Weight::Normal,
                hue: 0,
                label: label.to_owned(),
                title: words::sentence(&record.event, self.lang),
                event: id,
            });
        }
    }

    fn arrived(&mut self, record: &Record<Event>, at_lane: usize) {
        for cause in record.causes.iter() {
            let arrow = self
                .sent
                .get(&cause)
                .and_then(|index| self.arrows.get_mut(*index));
            if let Some(arrow) = arrow.filter(|it| it.to == at_lane && it.end.at().is_none()) {
                arrow.end = End::Arrived(record.at);
            }
        }
    }

    fn forget(&mut self, now: Instant) {
        self.arrows
            .retain(|it| it.end.at().is_some() || now.since(it.sent_at) <= CLIENT_FLIGHT);
    }
}

fn add_sentence(arrow: &mut Arrow, event: &Event, lang: Lang) {
    arrow.title.push('\n');
    arrow.title.push_str(&words::sentence(event, lang));
}
