//! What is said about a selected thing, and which of the possible steps are about it.

use glassbox_gc::heap::machine::{
    Activity, Arena, GLOBALS, Gno, Heap as _, Mark, NIL, Op, Place, Ref, Work,
};
use glassbox_gc::heap::{self, Act, Colour, Does, Garbage, World, words as heap_words};
use glassbox_gc::lab;
use glassbox_sim::{Lang, Model as _};

use super::thing::Thing;
use crate::gc::{GcLab, words};
use crate::lab::{Card, Field, Selected};

/// Most acts on a card, and most things in a list.
const ACTS: usize = 12;
const THINGS: usize = 80;
/// In a heap of so many objects it takes a while to find who points to one; fewer are listed then.
const LARGE: Ref = 1_024;
const THINGS_OF_LARGE: usize = 16;

/// Everything about a thing; `None` when it is no longer there.
pub(in crate::gc) fn card(world: &World, selected: Selected, lang: Lang) -> Option<Card<GcLab>> {
    let thing = Thing::of(selected)?;
    let heap = world.heap();
    let there = match thing {
        Thing::Globals => heap.fields(GLOBALS) > 0,
        Thing::Global(field) => field < heap.fields(GLOBALS),
        Thing::Stack(no) => no < heap.goroutines(),
        Thing::Slot(no, slot) => no < heap.goroutines() && slot < heap.slots(no),
        Thing::Object(object) => exists(heap, object),
        Thing::Field(object, field) => exists(heap, object) && field < heap.fields(object),
    };
    if !there {
        return None;
    }
    let acts = relevant(world, thing);
    let acts = acts.into_iter().map(|act| {
        let name = named(world, &act, lang);
        (name, lab::Act::Heap(act))
    });
    Some(Card {
        title: thing.name(lang),
        fields: fields(world, thing, lang),
        acts: acts.collect(),
        origin: None,
    })
}

/// All things, in reading order: roots, then objects.
pub(in crate::gc) fn things(world: &World) -> Vec<Selected> {
    let heap = world.heap();
    let globals = (heap.fields(GLOBALS) > 0).then_some(Thing::Globals);
    let stacks = (0..heap.goroutines()).map(Thing::Stack);
    let objects = heap
        .live()
        .filter(|it| exists(heap, *it))
        .map(Thing::Object);
    let all = globals.into_iter().chain(stacks).chain(objects);
    let most = match heap.objects() {
        ..LARGE => THINGS,
        _ => THINGS_OF_LARGE,
    };
    all.take(most).map(Selected::from).collect()
}

/// Whether there is such an object.
pub(super) fn exists(heap: &Arena, object: Ref) -> bool {
    (1..=heap.objects()).contains(&object) && heap.mark(object) != Mark::Free
}

/// The colour of an object or, for 0, of the globals.
pub(super) fn colour(mark: Mark) -> Colour {
    match mark {
        Mark::Free => Colour::Free,
        Mark::White => Colour::White,
        Mark::Grey(_) => Colour::Grey,
        Mark::Black => Colour::Black,
    }
}

/// Whose write-barrier buffers an object is in.
pub(super) fn buffered_by(heap: &Arena, object: Ref) -> Vec<Gno> {
    let holds = |no: &Gno| heap.buffer(*no).contains(&object);
    (0..heap.goroutines()).filter(holds).collect()
}

fn fields(world: &World, thing: Thing, lang: Lang) -> Vec<Field> {
    let heap = world.heap();
    let field = |name: &str, value: String| Field {
        name: name.to_owned(),
        value,
    };
    let pointer = |name: String, to: Ref| Field {
        name,
        value: heap_words::object(to),
    };
    match thing {
        Thing::Object(object) => {
            let mark = heap_words::colour(colour(heap.mark(object)), lang).name;
            let reachable = world.reachable();
            let reached = reachable.get(object as usize).copied().unwrap_or_default();
            let state = if reached {
                words::reachable(lang)
            } else {
                match world.garbage(object) {
                    Garbage::Unfound => words::unreachable(lang),
                    Garbage::Found => words::will_be_freed(lang),
                    Garbage::Floating => words::floats(lang),
                }
            };
            let mut all = vec![field(words::state(lang), format!("{mark} · {state}"))];
            if let Some(class) = heap.class(object) {
                let size = words::class(class.size(), class.has_pointers(), lang);
                all.push(field(words::size(lang), size));
            }
            for at in 0..heap.fields(object) {
                let name = heap_words::field(object, at);
                all.push(pointer(name, heap.field(object, at)));
            }
            let from = sources(heap, object);
            let from = if from.is_empty() {
                words::nobody(lang).to_owned()
            } else {
                let names = from.iter().take(6).map(|it| it.name(lang));
                names.collect::<Vec<_>>().join(" ")
            };
            all.push(field(words::pointed_from(lang), from));
            let buffers = buffered_by(heap, object);
            if !buffers.is_empty() {
                let names = buffers.iter().map(|it| heap_words::goroutine(*it));
                let names = names.collect::<Vec<_>>().join(" ");
                all.push(field(words::buffered_by(lang), names));
            }
            all
        }
        Thing::Globals => {
            let mark = heap_words::colour(colour(heap.mark(GLOBALS)), lang).name;
            let mut all = vec![field(words::state(lang), mark.to_owned())];
            for at in 0..heap.fields(GLOBALS) {
                let name = heap_words::field(GLOBALS, at);
                all.push(pointer(name, heap.field(GLOBALS, at)));
            }
            all
        }
        Thing::Stack(no) => {
            let does = match heap.activity(no) {
                Activity::Running => words::running(lang),
                Activity::Receiving(_) => words::receiving(lang),
                Activity::Writing(_) => words::writing(lang),
            };
            let scan = match heap.phase().is_marking() {
                false => words::no_cycle(lang),
                true if heap.is_black(no, world.rules()) => words::scanned_black(lang),
                true if heap.is_scanned(no) => words::scanned_and_run(lang),
                true => words::unscanned(lang),
            };
            let buffer = format!("{} / {}", heap.buffer(no).len(), heap.shape().buffer);
            let frames = heap.frames(no).len().to_string();
            let mut all = vec![
                field(words::does(lang), does.to_owned()),
                field(words::scan_state(lang), scan.to_owned()),
                field(words::buffer(lang), buffer),
                field(words::frames(lang), frames),
            ];
            for slot in 0..heap.slots(no) {
                all.push(pointer(format!("s{slot}"), heap.slot(no, slot)));
            }
            all
        }
        Thing::Global(_) | Thing::Slot(..) | Thing::Field(..) => {
            let to = thing.target(world).unwrap_or(NIL);
            let mut all = vec![pointer("→".to_owned(), to)];
            if exists(heap, to) {
                let mark = heap_words::colour(colour(heap.mark(to)), lang).name;
                all.push(field(&heap_words::object(to), mark.to_owned()));
            }
            all
        }
    }
}

/// Everything that points to an object.
fn sources(heap: &Arena, object: Ref) -> Vec<Thing> {
    let mut all = Vec::new();
    for field in 0..heap.fields(GLOBALS) {
        if heap.field(GLOBALS, field) == object {
            all.push(Thing::Global(field));
        }
    }
    for no in 0..heap.goroutines() {
        let slots = (0..heap.slots(no)).filter(|slot| heap.slot(no, *slot) == object);
        all.extend(slots.map(|slot| Thing::Slot(no, slot)));
    }
    for owner in heap.live() {
        let fields = (0..heap.fields(owner)).filter(|field| heap.field(owner, *field) == object);
        all.extend(fields.map(|field| Thing::Field(owner, field)));
    }
    all
}

/// What a place of an operation stands for.
fn owner(heap: &Arena, no: Gno, place: Place) -> Ref {
    match place {
        Place::Global => GLOBALS,
        Place::Slot(slot) => heap.slot(no, heap.frame(no).saturating_add(slot)),
    }
}

/// The possible steps that are about a thing. Where a step could put its result into any slot, only
/// the first empty one is offered.
fn relevant(world: &World, thing: Thing) -> Vec<Act> {
    let heap = world.heap();
    let empty = |no: Gno| {
        let own = heap.slots(no).saturating_sub(heap.frame(no));
        let free = (0..own).find(|it| heap.slot(no, heap.frame(no) + it) == NIL);
        free.unwrap_or(own.saturating_sub(1))
    };
    let value = |no: Gno, slot: u8| heap.slot(no, heap.frame(no).saturating_add(slot));
    let mut seen: Vec<(Gno, Ref, u8, Option<Ref>)> = Vec::new();
    let mut fits = |act: &Act| match act {
        Act::Collector(work) => match (*work, thing) {
            (Work::ScanField(GLOBALS), Thing::Globals) => true,
            (Work::ScanField(it), Thing::Object(object) | Thing::Field(object, _)) => it == object,
            (Work::ScanStack(it) | Work::Flush(it), Thing::Stack(no)) => it == no,
            _ => false,
        },
        Act::Goroutine(Does { no, op }) => {
            let no = *no;
            let slot_is = |slot: u8| thing == Thing::Slot(no, heap.frame(no).saturating_add(slot));
            let of_stack = thing == Thing::Stack(no);
            match *op {
                Op::Load { slot, from, field } => {
                    let from = owner(heap, no, from);
                    slot == empty(no)
                        && of_place(thing, from, field)
                        && heap.field(from, field) != NIL
                        && is_new(&mut seen, (no, from, field, None))
                }
                Op::Store {
                    to,
                    field,
                    value: what,
                } => {
                    let what = what.map_or(NIL, |it| value(no, it));
                    let to = owner(heap, no, to);
                    of_place(thing, to, field)
                        && heap.field(to, field) != what
                        && is_new(&mut seen, (no, to, field, Some(what)))
                }
                Op::Drop { slot } => slot_is(slot),
                Op::Copy { from, to } => slot_is(from) && to == empty(no),
                Op::Send { slot, .. } | Op::Spawn { slot } => slot_is(slot),
                Op::Call {
                    argument: Some(slot),
                }
                | Op::Return { result: Some(slot) } => slot_is(slot),
                Op::Call { argument: None } | Op::Return { result: None } | Op::Finish => of_stack,
                Op::Allocate { slot, .. } | Op::Receive { slot } => {
                    slot_is(slot) || of_stack && slot == empty(no)
                }
            }
        }
        _ => false,
    };
    let acts = world.acts().into_iter();
    acts.filter(|act| fits(act)).take(ACTS).collect()
}

fn is_new<T: PartialEq>(seen: &mut Vec<T>, it: T) -> bool {
    let new = !seen.contains(&it);
    if new {
        seen.push(it);
    }
    new
}

/// Whether a field belongs to the selected thing.
fn of_place(thing: Thing, owner: Ref, field: u8) -> bool {
    match thing {
        Thing::Globals => owner == GLOBALS,
        Thing::Global(at) => owner == GLOBALS && at == field,
        Thing::Object(object) => owner == object,
        Thing::Field(object, at) => (object, at) == (owner, field),
        Thing::Stack(_) | Thing::Slot(..) => false,
    }
}

/// What an act is called when the objects are in sight: loads and stores name them, not the slots
/// through which they are reached.
pub(super) fn named(world: &World, act: &Act, lang: Lang) -> String {
    let heap = world.heap();
    if let Act::Goroutine(Does { no, op }) = act {
        let no = *no;
        let name = heap_words::goroutine(no);
        match *op {
            Op::Load { slot, from, field } => {
                let from = heap_words::field(owner(heap, no, from), field);
                return format!("{name}: s{slot} ← {from}");
            }
            Op::Store { to, field, value } => {
                let to = heap_words::field(owner(heap, no, to), field);
                let value = value.map_or(NIL, |it| owner(heap, no, Place::Slot(it)));
                return format!("{name}: {to} ← {}", heap_words::object(value));
            }
            _ => {}
        }
    }
    heap_words::act(act, lang)
}

/// The act that lets `from` point to `object`, if one step does it: what a drag means.
pub(super) fn drag(world: &World, from: Thing, object: Ref) -> Option<heap::Act> {
    let heap = world.heap();
    let slot_of = |no: Gno, slot: u8| heap.frame(no).saturating_add(slot);
    world.acts().into_iter().find(|act| {
        let Act::Goroutine(Does { no, op }) = act else {
            return false;
        };
        let no = *no;
        let at = |slot: u8| heap.slot(no, slot_of(no, slot));
        match (*op, from) {
            (
                Op::Store {
                    to,
                    field,
                    value: Some(value),
                },
                Thing::Global(_) | Thing::Field(..),
            ) => of_place(from, owner(heap, no, to), field) && at(value) == object,
            (
                Op::Load {
                    slot,
                    from: place,
                    field,
                },
                Thing::Slot(whose, which),
            ) => {
                whose == no
                    && which == slot_of(no, slot)
                    && heap.field(owner(heap, no, place), field) == object
            }
            (Op::Copy { from: other, to }, Thing::Slot(whose, which)) => {
                whose == no && which == slot_of(no, to) && at(other) == object
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::Setup;
    use glassbox_sim::{EventId, Log};

    use super::*;

    /// Two goroutines; the second one holds A and B, the first one nothing.
    fn second_holds_both() -> World {
        let setup = Setup {
            globals: vec![0],
            goroutines: vec![vec![], vec![1, 2]],
            objects: vec![vec![0], vec![0]],
            program_runs: false,
            collector_runs: false,
            ..Setup::default()
        };
        let mut world = World::new(&setup, 1).unwrap();
        world.step(&mut Log::starting_at(EventId(0)));
        world
    }

    #[test]
    fn what_is_offered_at_a_stack_is_done_by_its_own_goroutine() {
        let world = second_holds_both();
        for (no, named) in [(0, "g1: "), (1, "g2: ")] {
            let card = card(&world, Thing::Stack(no).into(), Lang::En).unwrap();
            assert!(!card.acts.is_empty());
            for (name, act) in card.acts {
                assert!(name.starts_with(named), "{name}");
                assert!(
                    matches!(act, lab::Act::Heap(Act::Goroutine(Does { no: who, .. })) if who == no)
                );
            }
        }
    }

    #[test]
    fn a_pointer_is_dragged_by_the_goroutine_that_holds_its_target() {
        let world = second_holds_both();
        let act = drag(&world, Thing::Field(1, 0), 2).unwrap();
        assert_eq!(named(&world, &act, Lang::En), "g2: A.0 ← B");
        assert!(matches!(act, Act::Goroutine(Does { no: 1, .. })));
        assert_eq!(
            drag(&world, Thing::Slot(0, 0), 2),
            None,
            "nobody copies to another stack"
        );
    }
}
