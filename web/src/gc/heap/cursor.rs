//! The keyboard's place among the squares of a large heap: one button that walks from object to object,
//! since thousands of them would be no help to anybody.

use glassbox_gc::heap::machine::{Arena, Heap as _, NIL, Ref, Span};
use glassbox_gc::heap::words as heap_words;
use glassbox_gc::lab::Lab;
use web_sys::KeyboardEvent;
use yew::{Callback, Html, Properties, component, html, use_state};

use super::card::{colour, exists};
use super::many::Grid;
use super::memory;
use super::thing::Thing;
use crate::draw::n;
use crate::gc::{GcLab, words};
use crate::lab::StageProps;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct CursorProps {
    pub(super) stage: StageProps<GcLab>,
    pub(super) grid: Grid,
}

/// The button, over the square where it is.
#[component]
pub(super) fn Cursor(props: &CursorProps) -> Html {
    let CursorProps { stage, grid } = props;
    let kept = use_state(|| NIL);
    let Lab::Heap(world) = &*stage.model else {
        return Html::default();
    };
    let (heap, lang) = (world.heap(), stage.lang);
    let chosen = stage.selected.and_then(Thing::of).and_then(|it| match it {
        Thing::Object(object) | Thing::Field(object, _) if exists(heap, object) => Some(object),
        _ => None,
    });
    let at = chosen.or_else(|| Some(*kept).filter(|it| exists(heap, *it)));
    let Some(object) = at.or_else(|| first(heap)) else {
        return Html::default();
    };
    let Some((span, place)) = memory::home(heap, object) else {
        return Html::default();
    };
    let name = heap_words::object(object);
    let mark = heap_words::colour(colour(heap.mark(object)), lang).name;
    let label = words::in_its_span(&name, mark, &heap_words::span(span), lang);
    let onkeydown = {
        let (stage, kept) = (stage.clone(), kept.setter());
        Callback::from(move |event: KeyboardEvent| {
            let Lab::Heap(world) = &*stage.model else {
                return;
            };
            match &*event.key() {
                "Enter" | " " => stage.on_select.emit(Some(Thing::Object(object).into())),
                "Escape" if chosen.is_some() => {
                    kept.set(object);
                    stage.on_select.emit(None);
                }
                key => {
                    let Some(next) = walk(world.heap(), object, key) else {
                        return;
                    };
                    kept.set(next);
                    // An open card goes along.
                    if chosen.is_some() {
                        stage.on_select.emit(Some(Thing::Object(next).into()));
                    }
                }
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let (x, y) = grid.corner((span, place));
    let side = n(grid.pitch + 3.0);
    html! {
        <>
            <rect class="gc-cursor" x={n(x - 2.0)} y={n(y - 2.0)} width={side.clone()} height={side} rx="2" tabindex="0" role="button"
                aria-label={label.clone()} aria-expanded={chosen.is_some().to_string()} {onkeydown} />
            // What has the keyboard is not read again when only its name changes.
            <text class="gc-said" aria-live="polite">{ if *kept == NIL { String::new() } else { label } }</text>
        </>
    }
}

fn first(heap: &Arena) -> Option<Ref> {
    let mut all = heap.spans().iter().flat_map(Span::slots);
    all.find(|it| **it != NIL).copied()
}

/// The object that a key leads to: the one before or after in memory, the first one of another span,
/// the first and the last of all. `None` if the key leads nowhere.
fn walk(heap: &Arena, from: Ref, key: &str) -> Option<Ref> {
    let spans = heap.spans().iter().enumerate();
    let all = spans.flat_map(|(number, span)| {
        let objects = span.slots().iter().filter(|it| **it != NIL);
        objects.map(move |it| (number, *it))
    });
    let all: Vec<(usize, Ref)> = all.collect();
    let at = all.iter().position(|(_, it)| *it == from);
    let here = at.and_then(|it| all.get(it)).map_or(0, |it| it.0);
    let found = match key {
        "Home" => all.first(),
        "End" => all.last(),
        "ArrowRight" => all.get(at? + 1),
        "ArrowLeft" => all.get(at?.checked_sub(1)?),
        "ArrowDown" => all.iter().find(|it| it.0 > here),
        "ArrowUp" => {
            let (before, _) = all.iter().rev().find(|it| it.0 < here)?;
            all.iter().find(|it| it.0 == *before)
        }
        _ => None,
    };
    found.map(|it| it.1)
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::{Setup, World};
    use glassbox_sim::Model as _;

    use super::*;

    #[test]
    fn keys_lead_to_the_objects_beside_and_to_other_spans() {
        let setup = Setup {
            more: 40,
            room: 64,
            ..Setup::default()
        };
        let world = World::new(&setup, 1).unwrap();
        let heap = world.heap();
        let span = |it: Ref| memory::home(heap, it).unwrap().0;
        let first = first(heap).unwrap();
        assert_eq!(walk(heap, NIL, "Home"), Some(first));
        let last = walk(heap, first, "End").unwrap();
        let (mut at, mut met) = (first, 1);
        while let Some(next) = walk(heap, at, "ArrowRight") {
            assert_eq!(walk(heap, next, "ArrowLeft"), Some(at));
            (at, met) = (next, met + 1);
        }
        assert_eq!((at, met), (last, heap.live().count()));
        let below = walk(heap, first, "ArrowDown").unwrap();
        assert_eq!((span(first), span(below)), (0, 1));
        let inside = walk(heap, below, "ArrowRight").unwrap();
        assert_eq!(walk(heap, inside, "ArrowUp"), Some(first));
        assert_eq!(walk(heap, last, "ArrowRight"), None);
        assert_eq!(walk(heap, last, "x"), None);
    }
}
