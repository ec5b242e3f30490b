//! The heap as the allocator and the sweeper see it: spans of places, and sizes.

use std::collections::BTreeMap;

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Heap as _, Mark, NIL, Phase, Ref};
use glassbox_gc::heap::words as heap_words;
use glassbox_sim::Lang;
use yew::{Html, classes, html};

use super::card::{colour, exists};
use super::figure::colour_class;
use super::memory::{self, Strip};
use super::thing::Thing;
use crate::draw;
use crate::gc::{GcLab, words};
use crate::lab::StageProps;

/// Most spans that are drawn place by place; the figure of a large heap is one of spans anyway.
const MOST: usize = 12;

/// Objects of one of Go's size classes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Class {
    white: u64,
    grey: u64,
    black: u64,
}

impl Class {
    const fn objects(self) -> u64 {
        self.white + self.grey + self.black
    }
}

/// What is in use, by the size in bytes that an object takes.
fn by_size(world: &World) -> BTreeMap<u64, Class> {
    let heap = world.heap();
    let mut all = BTreeMap::<u64, Class>::new();
    for object in heap.live().filter(|it| exists(heap, *it)) {
        let class = all.entry(world.size(object)).or_default();
        match heap.mark(object) {
            Mark::Free => {}
            Mark::White => class.white += 1,
            Mark::Grey(_) => class.grey += 1,
            Mark::Black => class.black += 1,
        }
    }
    all
}

/// The view.
pub(super) fn spans(stage: &StageProps<GcLab>, world: &World) -> Html {
    let lang = stage.lang;
    let strips = memory::strips(world);
    let next = strips.iter().position(|it| it.waits);
    html! {
        <div class="gc-spans">
            if strips.len() <= MOST {
                <ol class="gc-span-list">
                    { for strips.iter().enumerate().map(|(span, it)| strip(stage, world, span, it, next == Some(span))) }
                </ol>
            }
            { sizes(world, lang) }
            <p class="gc-note">{ words::spans_are(lang) }</p>
        </div>
    }
}

/// One span, place by place.
fn strip(stage: &StageProps<GcLab>, world: &World, span: usize, it: &Strip, next: bool) -> Html {
    let lang = stage.lang;
    let used = it.places.iter().filter(|it| **it != NIL).count();
    let state = match world.heap().phase() {
        Phase::Sweep if next => words::swept_next(lang).to_owned(),
        Phase::Sweep if it.waits => words::not_swept(lang).to_owned(),
        Phase::Sweep => words::swept(lang).to_owned(),
        _ => words::used(used, it.places.len(), lang),
    };
    html! {
        <li class={classes!(next.then_some("gc-span-next"))}>
            <b>{ format!("span {}", span + 1) }</b>
            <div class="gc-places">{ for it.places.iter().map(|it| place(stage, world, *it)) }</div>
            <small>{ state }</small>
        </li>
    }
}

fn place(stage: &StageProps<GcLab>, world: &World, object: Ref) -> Html {
    let heap = world.heap();
    if object == NIL {
        return html! { <span class="gc-place gc-place-free" /> };
    }
    let mark = heap.mark(object);
    let thing = Thing::Object(object);
    let name = heap_words::object(object);
    let colour = heap_words::colour(colour(mark), stage.lang).name;
    let selected = stage.selected == Some(thing.into());
    html! {
        <button class={classes!("gc-place", "gc-chip", colour_class(mark))} data-thing={draw::thing_name(thing.into())}
            aria-pressed={selected.to_string()} title={words::takes(world.size(object), stage.lang)}
            aria-label={format!("{name} {colour}")}
            onclick={draw::on_click(thing.into(), &stage.on_select)}>{ name }</button>
    }
}

/// How much of which size there is.
fn sizes(world: &World, lang: Lang) -> Html {
    let all = by_size(world);
    let most = all.iter().map(|(size, it)| size * it.objects()).max();
    let most = most.unwrap_or(1).max(1) as f64;
    let bar = |class: &'static str, size: u64, count: u64| {
        let width = (size * count) as f64 / most * 100.0;
        (count > 0).then(|| {
            html! { <span class={classes!("gc-chip", "gc-size-bar", class)} style={format!("width:{width:.1}%")} /> }
        })
    };
    html! {
        <table class="gc-sizes">
            <thead><tr>
                <th scope="col">{ words::size_class(lang) }</th>
                <th scope="col">{ words::objects(lang) }</th>
                <th scope="col">{ words::bytes(lang) }</th>
                <th scope="col">{ words::by_colour(lang) }</th>
            </tr></thead>
            <tbody>
                { for all.iter().map(|(size, class)| html! {
                    <tr>
                        <th scope="row">{ format!("{size} B") }</th>
                        <td>{ class.objects() }</td>
                        <td>{ size * class.objects() }</td>
                        <td class="gc-size-bars" aria-label={words::colours(class.white, class.grey, class.black, lang)}>
                            { for bar("gc-black", *size, class.black) }
                            { for bar("gc-grey", *size, class.grey) }
                            { for bar("gc-white", *size, class.white) }
                        </td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::Setup;
    use glassbox_sim::{EventId, Log, Model as _};

    use super::*;

    #[test]
    fn objects_are_counted_by_size_and_colour() {
        let setup = Setup {
            globals: vec![1],
            objects: vec![vec![2, 0], vec![], vec![0, 0]],
            ..Setup::default()
        };
        let mut world = World::new(&setup, 1).unwrap();
        let white = |white| Class {
            white,
            ..Class::default()
        };
        let sizes = [1, 2, 3].map(|it| world.size(it));
        let expected = BTreeMap::from([(sizes[1], white(1)), (sizes[0], white(2))]);
        assert_eq!(sizes[0], sizes[2]);
        assert_eq!(by_size(&world), expected);
        let mut log = Log::starting_at(EventId(0));
        while by_size(&world).values().all(|it| it.black == 0) {
            world.step(&mut log);
            assert!(log.records().len() < 10_000, "nothing ever becomes black");
        }
    }
}
