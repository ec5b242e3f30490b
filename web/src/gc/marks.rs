//! Events and properties as the shell shows them: marks, places, reasons, facts.

use glassbox_gc::append;
use glassbox_gc::heap::event::Mark as HeapMark;
use glassbox_gc::heap::machine::{Heap as _, Mark as Colour};
use glassbox_gc::heap::{self, Switch};
use glassbox_gc::lab::words::{self as lab_words, Why as Says};
use glassbox_gc::lab::{Act, Event, Lab};
use glassbox_gc::program::{self, Mark as ProgramMark};
use glassbox_sim::Lang;

use super::heap::Thing;
use super::{GcLab, program_stage, words};
use crate::lab::{Lane, MarkKind, Selected, Why};

/// Why an event happened; the faults of a heap and the CPU limiter are its switches.
pub(super) fn why(event: &Event, lang: Lang) -> Why<GcLab> {
    let Says {
        rule,
        citation,
        file,
    } = lab_words::why(event, lang);
    let switch_off = match event {
        Event::Heap(event) => (event.rule().fault())
            .map(|fault| Act::Heap(heap::Act::Switch(Switch { fault, on: true }))),
        Event::Program(event) => (event.rule() == program::Rule::CpuLimiter)
            .then_some(Act::Program(program::Act::SetCpuLimiter(false))),
        Event::Append(_) => None,
    };
    Why {
        rule,
        citation,
        file,
        switch_off,
    }
}

/// The mark on the seek bar.
pub(super) fn mark(event: &Event) -> Option<MarkKind> {
    match event {
        Event::Heap(event) => event.mark().map(|mark| match mark {
            HeapMark::Pause => MarkKind::Cut,
            HeapMark::Cycle | HeapMark::Change => MarkKind::Change,
            HeapMark::Done => MarkKind::Settled,
            HeapMark::Loss => MarkKind::Loss,
        }),
        Event::Program(event) => event.mark().map(|mark| match mark {
            ProgramMark::Cycle | ProgramMark::Change => MarkKind::Change,
            ProgramMark::Done => MarkKind::Settled,
            ProgramMark::Assist => MarkKind::Request,
            ProgramMark::Limit => MarkKind::Loss,
        }),
        Event::Append(append::Event::Grew { .. }) => Some(MarkKind::Change),
        Event::Append(_) => None,
    }
}

/// The mark in front of an event's row: that of the seek bar, or a loss.
pub(super) fn row_mark(event: &Event) -> Option<MarkKind> {
    let lost = matches!(
        event,
        Event::Heap(heap::event::Event::BufferLost { .. })
            | Event::Program(program::Event::GoalPassed { .. })
    );
    mark(event).or(lost.then_some(MarkKind::Loss))
}

/// Where on the stage an event happened.
pub(super) fn place(event: &Event) -> Option<Selected> {
    use heap::event::Event as It;
    let Event::Heap(event) = event else {
        return None;
    };
    let thing = match *event {
        It::Loaded {
            goroutine, object, ..
        }
        | It::Allocated {
            goroutine, object, ..
        } if object == 0 => Thing::Stack(goroutine),
        It::StackScanned { goroutine, .. }
        | It::BufferFlushed { goroutine, .. }
        | It::BufferLost { goroutine, .. }
        | It::ReceiveWaits { goroutine, .. }
        | It::Called { goroutine, .. }
        | It::Returned { goroutine, .. }
        | It::Dropped { goroutine, .. }
        | It::Spawned { new: goroutine, .. }
        | It::Received { goroutine, .. } => Thing::Stack(goroutine),
        It::Loaded {
            goroutine, slot, ..
        }
        | It::Copied {
            goroutine,
            to: slot,
            ..
        } => Thing::Slot(goroutine, slot),
        It::Stored {
            owner: 0, field, ..
        }
        | It::FieldScanned {
            owner: 0, field, ..
        } => Thing::Global(field),
        It::Stored { owner, field, .. } | It::FieldScanned { owner, field, .. } => {
            Thing::Field(owner, field)
        }
        It::MarkStarted { .. } => Thing::Globals,
        _ => match (event.object(), event.goroutine()) {
            (0, None) => return None,
            (0, Some(no)) => Thing::Stack(no),
            (object, _) => Thing::Object(object),
        },
    };
    Some(thing.into())
}

/// The cycle that an event begins, as a stretch of the seek bar.
pub(super) fn lane(event: &Event) -> Option<Lane> {
    match event {
        Event::Program(program::Event::CycleStarted { cycle, .. }) => Some(Lane {
            label: format!("gc {cycle}"),
            hue: 0,
        }),
        _ => None,
    }
}

/// What a model is at, as pairs of a label and a value.
pub(super) fn facts(model: &Lab, lang: Lang) -> Vec<(String, String)> {
    let fact = |name: &str, value: String| (name.to_owned(), value);
    match model {
        Lab::Heap(world) => {
            let reachable = world.reachable().iter().filter(|it| **it).count();
            let live = (world.heap().live())
                .filter(|it| world.heap().mark(*it) != Colour::Free)
                .count();
            vec![
                fact(words::reachable(lang), reachable.to_string()),
                fact(
                    words::garbage(lang),
                    live.saturating_sub(reachable).to_string(),
                ),
            ]
        }
        Lab::Program(program) => {
            let controller = program.process().controller();
            vec![
                fact(
                    words::goal(lang),
                    program_stage::goal(controller.heap_goal(), lang),
                ),
                fact("GOGC", program.gogc().to_string()),
            ]
        }
        Lab::Append(slice) => vec![
            fact("len", slice.len().to_string()),
            fact("cap", slice.cap().to_string()),
        ],
    }
}

/// Live facts beside a pinned property.
pub(super) fn property_facts(id: &str, model: &Lab, lang: Lang) -> Vec<(String, String)> {
    if model.own_properties().contains(&id) {
        facts(model, lang)
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use glassbox_gc::lab::Setup;
    use glassbox_gc::program::Gogc;
    use glassbox_sim::{EventId, Instant, Log, Model as _};

    use super::*;

    #[test]
    fn the_fact_beside_the_property_is_the_gogc_in_force() {
        let setup = Setup::Program(program::Setup::default());
        let mut model = Lab::new(&setup, 1).unwrap();
        let mut log = Log::starting_at(EventId(0));
        let act = Act::Program(program::Act::SetGogc(Gogc::Percent(50)));
        model.act(Instant::START, &act, &mut log).unwrap();
        let facts = facts(&model, Lang::En);
        assert_eq!(facts[1], ("GOGC".to_owned(), "50".to_owned()));
    }

    #[test]
    fn without_gogc_and_limit_the_goal_beside_the_property_is_none() {
        let setup = Setup::Program(program::Setup::default());
        let mut model = Lab::new(&setup, 1).unwrap();
        let mut log = Log::starting_at(EventId(0));
        let act = Act::Program(program::Act::SetGogc(Gogc::Off));
        model.act(Instant::START, &act, &mut log).unwrap();
        let goal = |lang| facts(&model, lang)[0].1.clone();
        assert_eq!([goal(Lang::En), goal(Lang::Zh)], ["none", "无"]);
    }
}
