//! The heap as the allocator and the sweeper see it: spans of places, by size class.

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Heap as _, NIL, Phase, Ref, SpanClass};
use glassbox_gc::heap::words as heap_words;
use glassbox_sim::Lang;
use yew::{Html, classes, html};

use super::card::colour;
use super::figure::colour_class;
use super::memory::{self, Group, Strip};
use super::thing::Thing;
use crate::draw;
use crate::gc::{GcLab, words};
use crate::lab::StageProps;

/// Most spans that are drawn place by place; the figure of a large heap is one of spans anyway.
const MOST: usize = 12;

/// The view.
pub(super) fn spans(stage: &StageProps<GcLab>, world: &World) -> Html {
    let lang = stage.lang;
    let groups = memory::groups(world);
    let few = groups.values().map(|it| it.strips.len()).sum::<usize>() <= MOST;
    let sweeping = world.heap().phase() == Phase::Sweep;
    let next = sweeping.then(|| world.heap().unswept()).flatten();
    let bytes = |(class, it): (&SpanClass, &Group)| class.size() * it.objects();
    let most = groups.iter().map(bytes).max().unwrap_or(1).max(1);
    html! {
        <div class="gc-spans">
            { for groups.iter().map(|(class, it)| html! {
                <section class="gc-class" key={format!("{class:?}")}>
                    { head(*class, it, most, lang) }
                    if few {
                        <ol class="gc-span-list">
                            { for it.strips.iter().map(|it| strip(stage, world, it, next == Some(it.number))) }
                        </ol>
                    }
                </section>
            }) }
            <p class="gc-note">{ words::spans_are(lang) }</p>
        </div>
    }
}

/// What is true of all spans of a class, and how much there is of which colour.
fn head(class: SpanClass, group: &Group, most: u64, lang: Lang) -> Html {
    let [white, grey, black] = group.colours;
    let bar = |name: &'static str, count: u64| {
        let width = (class.size() * count) as f64 / most as f64 * 100.0;
        (count > 0).then(|| {
            html! { <span class={classes!("gc-chip", "gc-size-bar", name)} style={format!("width:{width:.1}%")} /> }
        })
    };
    html! {
        <header>
            <h3>{ words::class(class.size(), class.has_pointers(), lang) }</h3>
            <small>{ words::class_in_go(class.size_class(), class.pages_in_go(), class.objects_in_go(), lang) }</small>
            <span class="gc-size-count">{ words::takes_all(group.objects(), class.size() * group.objects(), lang) }</span>
            <span class="gc-size-bars" role="img" aria-label={words::colours(white, grey, black, lang)}>
                { for bar("gc-black", black) }
                { for bar("gc-grey", grey) }
                { for bar("gc-white", white) }
            </span>
        </header>
    }
}

/// One span, place by place.
fn strip(stage: &StageProps<GcLab>, world: &World, it: &Strip, next: bool) -> Html {
    let lang = stage.lang;
    let used = it.places.iter().filter(|it| **it != NIL).count();
    let state = match world.heap().phase() {
        Phase::Sweep if next => words::swept_next(lang).to_owned(),
        Phase::Sweep if it.waits => words::not_swept(lang).to_owned(),
        Phase::Sweep => words::swept(lang).to_owned(),
        _ => words::used(used, it.places.len(), lang),
    };
    html! {
        <li key={it.number} class={classes!(next.then_some("gc-span-next"))}>
            <b>{ format!("span {}", it.number + 1) }</b>
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
            aria-expanded={selected.to_string()} title={words::takes(world.size(object), stage.lang)}
            aria-label={format!("{name} {colour}")}
            onclick={draw::on_click(thing.into(), &stage.on_select)}>{ name }</button>
    }
}
