//! The sequence diagram of a run: nodes and clients as lifelines, their messages between them.
//!
//! Everything is read off the events; the cluster only tells who leads at the end and when a
//! message under way will arrive. A message that was sent before the first event is left out.

mod labels;
mod lasting;
mod messages;
mod moments;

use glassbox_sim::sequence::{Lane, Sequence};
use glassbox_sim::{EventId, Lang, Model, Record};

use crate::act::NodeNo;
use crate::cluster::Cluster;
use crate::event::Event;

/// The sequence diagram of `records`, which happened up to the present state of `cluster`.
pub fn sequence(cluster: &Cluster, records: &[(EventId, Record<Event>)], lang: Lang) -> Sequence {
    let lanes = Lanes::of(cluster, records);
    let empty = Sequence::of_records(records, cluster.now());
    Sequence {
        arrows: messages::arrows(cluster, records, lanes, empty.to, lang),
        notes: moments::notes(records, lanes, lang),
        spans: lasting::spans(cluster, records, lanes, empty.from, lang),
        lanes: lanes.all(),
        ..empty
    }
}

/// Which lane is whose: the nodes by number, then the clients that appear.
#[derive(Clone, Copy, Debug)]
struct Lanes {
    nodes: u8,
    clients: u8,
}

impl Lanes {
    fn of(cluster: &Cluster, records: &[(EventId, Record<Event>)]) -> Self {
        let client = |event: &Event| match event {
            Event::Requested { request, .. } | Event::Done { request, .. } => request.client,
            _ => 0,
        };
        let clients = records
            .iter()
            .map(|(_, record)| client(&record.event))
            .max();
        Self {
            nodes: cluster.setup().nodes,
            clients: clients.unwrap_or(0),
        }
    }

    fn all(self) -> Vec<Lane> {
        let named = |letter: char, no: u8| Lane {
            id: format!("{letter}{no}"),
            name: format!("{letter}{no}"),
        };
        let nodes = (1..=self.nodes).map(|no| named('n', no));
        nodes
            .chain((1..=self.clients).map(|no| named('c', no)))
            .collect()
    }

    fn node(self, no: NodeNo) -> usize {
        usize::from(no.saturating_sub(1))
    }

    fn client(self, no: u8) -> usize {
        usize::from(self.nodes) + usize::from(no.saturating_sub(1))
    }
}

/// The hue of a term: four, then again; term 0 has none.
fn hue(term: u32) -> u8 {
    term.checked_sub(1)
        .map_or(0, |before| (before % 4) as u8 + 1)
}

#[cfg(test)]
mod tests {
    use glassbox_sim::sequence::{End, Mark, SpanKind};
    use glassbox_sim::timeline::{Author, BranchId};
    use glassbox_sim::{Duration, Timeline};

    use super::*;
    use crate::act::{Act, Write};
    use crate::command::Key;
    use crate::setup::Setup;

    type Run = Timeline<Cluster>;

    fn go(run: &mut Run, millis: u64) {
        let until = run.position().clock + Duration::from_millis(millis);
        while run.next_at().is_some_and(|at| at <= until) {
            run.step_on().unwrap();
        }
        run.wait(until);
    }

    fn drawn(run: &Run) -> Sequence {
        let count = run.events_until(BranchId(0), run.position().step);
        let record = |no| {
            (
                EventId(no),
                run.event(BranchId(0), EventId(no)).unwrap().clone(),
            )
        };
        sequence(
            run.state(),
            &(0..count).map(record).collect::<Vec<_>>(),
            Lang::En,
        )
    }

    fn leader(run: &Run) -> NodeNo {
        run.state().leader().unwrap().no()
    }

    #[test]
    fn an_election_and_a_write_are_drawn() {
        let mut run = Run::new(Setup::default(), 3).unwrap();
        go(&mut run, 600);
        let key = Key::new('x').unwrap();
        let write = Write {
            client: 1,
            key,
            value: 7,
            to: None,
        };
        run.act(Act::Write(write), Author::Story).unwrap();
        go(&mut run, 200);
        let it = drawn(&run);
        assert_eq!(it.lanes.len(), 6);
        assert_eq!(it.lanes[5].name, "c1");
        let marks = |wanted| it.notes.iter().filter(|note| note.mark == wanted).count();
        assert!(marks(Mark::Reached) >= 1 && marks(Mark::Settled) >= 1 && marks(Mark::Yes) >= 2);
        let lane = usize::from(leader(&run)) - 1;
        assert!(
            it.spans
                .iter()
                .any(|span| span.kind == SpanKind::Active(lane) && span.until.is_none())
        );
        // The client's request and the answer to it.
        for way in [(5, lane), (lane, 5)] {
            assert!(
                it.arrows
                    .iter()
                    .any(|arrow| (arrow.from, arrow.to) == way && arrow.end.at().is_some())
            );
        }
        for arrow in &it.arrows {
            if let Some(at) = arrow.end.at() {
                let flight = at.since(arrow.sent_at);
                assert!(flight <= Duration::from_millis(12), "{arrow:?}");
            }
        }
    }

    #[test]
    fn a_cut_a_crash_and_losses_are_drawn() {
        let mut run = Run::new(Setup::default(), 3).unwrap();
        go(&mut run, 600);
        run.act(
            Act::Partition(vec![vec![1, 2], vec![3, 4, 5]]),
            Author::Story,
        )
        .unwrap();
        go(&mut run, 300);
        run.act(Act::Heal, Author::Story).unwrap();
        let lane = usize::from(leader(&run)) - 1;
        run.act(Act::Crash(leader(&run)), Author::Story).unwrap();
        go(&mut run, 5);
        let it = drawn(&run);
        let cut = it
            .spans
            .iter()
            .find(|span| span.kind == SpanKind::Cut(vec![1]))
            .unwrap();
        assert_eq!(cut.label, "you cut the network: n1 and n2 | n3, n4 and n5");
        assert!(cut.until.is_some());
        assert!(
            it.arrows
                .iter()
                .any(|arrow| matches!(arrow.end, End::Lost(_)))
        );
        assert!(
            it.spans
                .iter()
                .any(|span| span.kind == SpanKind::Away(lane) && span.until.is_none())
        );
        assert!(
            it.spans
                .iter()
                .any(|span| span.kind == SpanKind::Active(lane) && span.until.is_some())
        );
    }

    #[test]
    fn a_message_under_way_and_a_doubled_one_keep_their_true_times() {
        let mut run = Run::new(Setup::default(), 3).unwrap();
        while run.state().messages().next().is_none() {
            run.step_on().unwrap();
        }
        let packet = run.state().messages().next().unwrap().0.clone();
        let under_way = drawn(&run);
        assert!(
            under_way
                .arrows
                .iter()
                .any(|it| it.end == End::UnderWay(Some(packet.arrives_at)))
        );
        let id = crate::act::PacketRef::Id(packet.id);
        run.act(Act::Duplicate(id), Author::Story).unwrap();
        go(&mut run, 30);
        let it = drawn(&run);
        let way = (usize::from(packet.from) - 1, usize::from(packet.to) - 1);
        let same = it
            .arrows
            .iter()
            .filter(|it| (it.from, it.to) == way && it.sent_at == packet.sent_at);
        let ends: Vec<_> = same.map(|it| it.end).collect();
        assert_eq!(ends.len(), 2, "{ends:?}");
        assert!(
            ends.iter().all(|end| matches!(end, End::Arrived(_))),
            "{ends:?}"
        );
    }

    #[test]
    fn a_part_of_a_run_knows_who_led_and_who_was_down_before_it() {
        let mut run = Run::new(Setup::default(), 3).unwrap();
        go(&mut run, 600);
        let lane = usize::from(leader(&run)) - 1;
        let down = if lane == 0 { 2 } else { 1 };
        run.act(Act::Crash(down), Author::Story).unwrap();
        let first = run.events_until(BranchId(0), run.position().step);
        go(&mut run, 60);
        run.act(Act::Restart(down), Author::Story).unwrap();
        let last = run.events_until(BranchId(0), run.position().step);
        let record = |no| {
            (
                EventId(no),
                run.event(BranchId(0), EventId(no)).unwrap().clone(),
            )
        };
        let records: Vec<_> = (first..last).map(record).collect();
        let it = sequence(run.state(), &records, Lang::Zh);
        let away = it
            .spans
            .iter()
            .find(|span| span.kind == SpanKind::Away(usize::from(down) - 1))
            .unwrap();
        assert_eq!((away.from, away.until), (it.from, Some(it.to)));
        assert!(
            it.spans
                .iter()
                .any(|span| span.kind == SpanKind::Active(lane) && span.from == it.from)
        );
    }

    #[test]
    fn hues_go_round_with_the_terms() {
        assert_eq!([0, 1, 4, 5, 8, 9].map(hue), [0, 1, 4, 1, 4, 1]);
    }
}
