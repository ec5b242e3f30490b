//! What lasts: who leads, who is down or paused, how the network is cut.

use glassbox_sim::sequence::{Span, SpanKind};
use glassbox_sim::{EventId, Instant, Lang, Record};

use super::{Lanes, hue};
use crate::act::NodeNo;
use crate::cluster::Cluster;
use crate::core::Role;
use crate::event::{Event, small};
use crate::words;

/// Spans that are open or over.
struct Spans {
    all: Vec<Span>,
    lanes: Lanes,
    start: Instant,
}

pub(super) fn spans(
    cluster: &Cluster,
    records: &[(EventId, Record<Event>)],
    lanes: Lanes,
    start: Instant,
    lang: Lang,
) -> Vec<Span> {
    let mut spans = Spans {
        all: Vec::new(),
        lanes,
        start,
    };
    for (id, Record { at, event, .. }) in records {
        let begins = |kind, term| Span {
            kind,
            hue: hue(term),
            from: *at,
            until: None,
            label: String::new(),
            title: words::sentence(event, lang),
            event: *id,
        };
        match *event {
            Event::BecameLeader { node, term, .. } => {
                spans
                    .all
                    .push(begins(SpanKind::Active(lanes.node(node)), term));
            }
            Event::BecameFollower {
                node,
                term,
                was: Role::Leader,
                raised,
            } => {
                let led = if raised { term.saturating_sub(1) } else { term };
                spans.end(&begins(SpanKind::Active(lanes.node(node)), led));
            }
            Event::Crashed { node } => {
                let active = SpanKind::Active(lanes.node(node));
                if spans.open(&active).is_some() {
                    spans.end(&begins(active, 0));
                }
                spans.begin_away(begins(SpanKind::Away(lanes.node(node)), 0));
            }
            Event::Paused { node } => spans.begin_away(begins(SpanKind::Away(lanes.node(node)), 0)),
            Event::Restarted { node, .. } | Event::Resumed { node, .. } => {
                spans.end(&begins(SpanKind::Away(lanes.node(node)), 0));
            }
            Event::Partitioned { ref sides, nodes } => {
                spans.end_cut(*at);
                let label = words::sentence(event, lang);
                let gaps = gaps(&sides[..usize::from(nodes).min(sides.len())]);
                spans.all.push(Span {
                    label,
                    ..begins(SpanKind::Cut(gaps), 0)
                });
            }
            Event::Healed => spans.end_cut(*at),
            _ => (),
        }
    }
    spans.led_all_the_time(cluster, records, lang);
    spans.all
}

impl Spans {
    fn open(&mut self, kind: &SpanKind) -> Option<&mut Span> {
        self.all
            .iter_mut()
            .find(|span| span.until.is_none() && span.kind == *kind)
    }

    /// Ends what is open; if nothing is, it began before the picture does.
    fn end(&mut self, now: &Span) {
        let start = self.start;
        match self.open(&now.kind) {
            Some(open) => open.until = Some(now.from),
            None => self.all.push(Span {
                from: start,
                until: Some(now.from),
                ..now.clone()
            }),
        }
    }

    /// A node that is paused may still crash.
    fn begin_away(&mut self, span: Span) {
        if self.open(&span.kind).is_none() {
            self.all.push(span);
        }
    }

    fn end_cut(&mut self, at: Instant) {
        let cut = |span: &&mut Span| span.until.is_none() && matches!(span.kind, SpanKind::Cut(_));
        if let Some(open) = self.all.iter_mut().find(cut) {
            open.until = Some(at);
        }
    }

    /// Who leads now and did not become it in `records` led before them.
    fn led_all_the_time(
        &mut self,
        cluster: &Cluster,
        records: &[(EventId, Record<Event>)],
        lang: Lang,
    ) {
        let Some((first, record)) = records.first() else {
            return;
        };
        let title = words::sentence(&record.event, lang);
        for server in cluster.servers().iter().filter(|server| server.leads()) {
            let kind = SpanKind::Active(self.lanes.node(server.no()));
            if self.all.iter().all(|span| span.kind != kind) {
                self.all.push(Span {
                    kind,
                    hue: hue(small(server.term())),
                    from: self.start,
                    until: None,
                    label: String::new(),
                    title: title.clone(),
                    event: *first,
                });
            }
        }
    }
}

/// The lanes right of which the next one is on another side.
fn gaps(sides: &[NodeNo]) -> Vec<usize> {
    let pairs = sides.windows(2).enumerate();
    pairs
        .filter(|(_, pair)| pair[0] != pair[1])
        .map(|(lane, _)| lane)
        .collect()
}
