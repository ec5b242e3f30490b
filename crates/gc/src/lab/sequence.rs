//! The sequence diagram of a run: goroutines and the collector as lifelines. There are no messages;
//! what passes between them lies in the heap, so there are moments and what lasts.

use glassbox_sim::sequence::{Lane, Mark, Note, Sequence, Span, SpanKind};
use glassbox_sim::{EventId, Lang, Model, Record};

use super::{Event, Lab, words};
use crate::heap::machine::Heap as _;
use crate::{append, heap, program};

/// The sequence diagram of `records`, which happened up to the present state of `lab`.
pub fn sequence(lab: &Lab, records: &[(EventId, Record<Event>)], lang: Lang) -> Sequence {
    let lanes = Lanes::of(lab);
    Sequence {
        lanes: lanes.all(lang),
        notes: notes(records, lanes, lang),
        spans: spans(records, lanes, lang),
        ..Sequence::of_records(records, lab.now())
    }
}

/// Which lane is whose: goroutines by number, then the collector. In a program most happens to the collector, which comes
/// first there. A slice has a lane of its own.
#[derive(Clone, Copy, Debug)]
enum Lanes {
    Heap(usize),
    Program(usize),
    Slice,
}

impl Lanes {
    fn of(lab: &Lab) -> Self {
        match lab {
            Lab::Heap(world) => Self::Heap(world.heap().goroutines().into()),
            Lab::Program(program) => Self::Program(program.process().goroutines().len()),
            Lab::Append(_) => Self::Slice,
        }
    }

    fn all(self, lang: Lang) -> Vec<Lane> {
        let lane = |id: &str, name: &str| Lane {
            id: id.to_owned(),
            name: name.to_owned(),
        };
        let goroutines = |count| (1..=count).map(|no| lane(&format!("g{no}"), &format!("g{no}")));
        let collector = lane("collector", lang.pick("collector", "回收器"));
        match self {
            Self::Heap(count) => goroutines(count).chain([collector]).collect(),
            Self::Program(count) => [collector].into_iter().chain(goroutines(count)).collect(),
            Self::Slice => vec![lane("slice", lang.pick("slice", "切片"))],
        }
    }

    /// The lane of the collector, or the only one.
    fn main(self) -> usize {
        match self {
            Self::Heap(count) => count,
            Self::Program(_) | Self::Slice => 0,
        }
    }
}

/// Lane, mark and whether it is strong; `None` for what has no place in the diagram.
fn moment(event: &Event, lanes: Lanes) -> Option<(Option<usize>, Mark, bool)> {
    let collector = Some(lanes.main());
    Some(match event {
        Event::Heap(event) => {
            if event.is_detail() {
                return None;
            }
            let goroutine = event.goroutine().map(usize::from);
            let lane = goroutine.or(collector);
            match event.mark() {
                Some(heap::event::Mark::Loss) => (lane, Mark::No, true),
                Some(heap::event::Mark::Cycle) => (lane, Mark::Change, true),
                Some(heap::event::Mark::Done) => (lane, Mark::Settled, true),
                Some(heap::event::Mark::Pause) => (None, Mark::Reached, false),
                Some(heap::event::Mark::Change) => (None, Mark::Act, false),
                None => (lane, Mark::Request, false),
            }
        }
        Event::Program(event) => {
            // They count from 1, and the collector comes before them.
            let goroutine = event.goroutine().map(usize::from);
            let lane = goroutine.or(collector);
            match event.mark()? {
                program::Mark::Cycle => (lane, Mark::Change, true),
                program::Mark::Done => (lane, Mark::Settled, true),
                program::Mark::Assist => (lane, Mark::Request, false),
                program::Mark::Limit => (lane, Mark::No, true),
                program::Mark::Change => (goroutine, Mark::Act, false),
            }
        }
        Event::Append(event) => match event {
            append::Event::Started { .. } | append::Event::Appended { .. } => {
                (collector, Mark::Act, false)
            }
            append::Event::Grew { .. } => (collector, Mark::Change, true),
            append::Event::Asked { .. } | append::Event::Rounded { .. } => {
                (collector, Mark::Request, false)
            }
        },
    })
}

fn notes(records: &[(EventId, Record<Event>)], lanes: Lanes, lang: Lang) -> Vec<Note> {
    let note = |(id, record): &(EventId, Record<Event>)| {
        let (lane, mark, strong) = moment(&record.event, lanes)?;
        let sentence = words::sentence(&record.event, lang);
        Some(Note {
            lane,
            at: record.at,
            mark,
            hue: 0,
            label: sentence.clone(),
            strong,
            title: sentence,
            event: *id,
        })
    };
    records.iter().filter_map(note).collect()
}

/// The collector marks.
fn spans(records: &[(EventId, Record<Event>)], lanes: Lanes, lang: Lang) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (id, record) in records {
        let begins = matches!(
            record.event,
            Event::Heap(heap::event::Event::MarkStarted { .. })
                | Event::Program(program::Event::MarkBegan { .. })
        );
        let ends = matches!(
            record.event,
            Event::Heap(heap::event::Event::MarkTerminated)
                | Event::Program(program::Event::MarkEnded { .. })
        );
        let open = spans.last_mut().filter(|span| span.until.is_none());
        match open {
            Some(span) if ends => span.until = Some(record.at),
            None if begins => spans.push(Span {
                kind: SpanKind::Active(lanes.main()),
                hue: 1,
                from: record.at,
                until: None,
                label: String::new(),
                title: words::sentence(&record.event, lang),
                event: *id,
            }),
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use glassbox_sim::scenario::tell;
    use glassbox_sim::timeline::BranchId;

    use super::*;
    use crate::lab::scenarios;

    fn drawn(id: &str) -> Sequence {
        let scenario = scenarios::find(id).unwrap().unwrap();
        let mut run = tell::<Lab>(&scenario, scenario.seed).unwrap().timeline;
        run.seek(BranchId(0), u32::MAX);
        let count = run.events_until(BranchId(0), run.position().step);
        let record = |no| {
            let event = run.event(BranchId(0), EventId(no)).unwrap();
            (EventId(no), event.clone())
        };
        let records: Vec<_> = (0..count).map(record).collect();
        sequence(run.state(), &records, Lang::En)
    }

    #[test]
    fn a_cycle_is_a_bar_on_the_collectors_lifeline() {
        let drawn = drawn("gc/what-starts-a-cycle");
        let collector = 0;
        assert_eq!(drawn.lanes[collector].id, "collector");
        assert_eq!(drawn.lanes[1].id, "g1");
        assert!(!drawn.spans.is_empty());
        for span in &drawn.spans {
            assert_eq!(span.kind, SpanKind::Active(collector));
            assert!(span.until.is_none_or(|until| until > span.from));
        }
        let cycles = drawn.notes.iter().filter(|it| it.mark == Mark::Change);
        assert!(cycles.count() >= drawn.spans.len());
    }

    #[test]
    fn a_slice_has_one_lifeline_on_which_it_grows() {
        let drawn = drawn("gc/how-a-slice-grows");
        assert_eq!(drawn.lanes.len(), 1);
        assert!(drawn.spans.is_empty() && drawn.arrows.is_empty());
        assert!(drawn.notes.iter().any(|it| it.mark == Mark::Change));
    }
}
