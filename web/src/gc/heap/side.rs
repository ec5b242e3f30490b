//! Work list, write-barrier buffers, and who takes which step next.

use glassbox_gc::heap::machine::{Heap as _, Order};
use glassbox_gc::heap::{World, words as heap_words};
use glassbox_gc::lab::Lab;
use glassbox_sim::Lang;
use yew::{Html, classes, html};

use super::figure::colour_class;
use super::turns::turns;
use crate::gc::{GcLab, words};
use crate::lab::StageProps;

/// Most entries of a list.
const MOST: usize = 10;

/// The three lists.
pub(super) fn side(stage: &StageProps<GcLab>) -> Html {
    let Lab::Heap(world) = &*stage.model else {
        return Html::default();
    };
    let lang = stage.lang;
    html! {
        <div class="gc-lists">
            { work_list(world, lang) }
            { buffers(world, lang) }
            { turns(stage, world) }
        </div>
    }
}

fn work_list(world: &World, lang: Lang) -> Html {
    let heap = world.heap();
    let list = heap.work_list();
    let spans = heap.shape().order == Order::Spans;
    let rest = list.len().saturating_sub(MOST);
    html! {
        <section>
            <h2>{ words::work_list(lang) }<small>{ words::grey_count(heap.grey_count(), lang) }</small></h2>
            <ul class="gc-work">
                { for list.iter().take(MOST).map(|it| match (*it, spans) {
                    (0, _) => html! { <li class="gc-chip gc-grey">{ words::globals(lang) }</li> },
                    (span, true) => html! { <li class="gc-chip gc-grey">{ format!("span {span}") }</li> },
                    (object, false) => html! {
                        <li class={classes!("gc-chip", colour_class(heap.mark(object)))}>{ heap_words::object(object) }</li>
                    },
                }) }
                if rest > 0 { <li class="gc-rest">{ format!("+{rest}") }</li> }
                if list.is_empty() { <li class="gc-rest">{ words::nothing_grey(lang) }</li> }
            </ul>
        </section>
    }
}

fn buffers(world: &World, lang: Lang) -> Html {
    let heap = world.heap();
    if !world.rules().buffered {
        return Html::default();
    }
    let most = heap.shape().buffer;
    let cells = usize::from(most).min(6);
    html! {
        <section>
            <h2>{ words::barrier_buffers(lang) }<small>{ words::each(most, lang) }</small></h2>
            <ul class="gc-buffers">
                { for (0..heap.goroutines()).map(|no| {
                    let held = heap.buffer(no);
                    let rest = held.len().saturating_sub(cells);
                    html! {
                        <li>
                            <b>{ heap_words::goroutine(no) }</b>
                            { for (0..cells).map(|at| {
                                // Of more than fit, the newest ones.
                                let object = held.get(at + rest);
                                html! { <span class={classes!("gc-held", object.map(|_| "gc-full"))}>{ object.map(|it| heap_words::object(*it)) }</span> }
                            }) }
                            if rest > 0 { <small>{ format!("+{rest}") }</small> }
                        </li>
                    }
                }) }
            </ul>
            <p class="gc-note">{ words::own_processor(lang) }</p>
        </section>
    }
}
