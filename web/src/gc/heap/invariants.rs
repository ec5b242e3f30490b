//! The invariants: whether each holds, and the pointer that breaks or keeps it.

use glassbox_gc::heap::World;
use glassbox_gc::heap::invariant::{self, Breach, Invariant};
use glassbox_gc::heap::machine::{Arena, Heap as _, Mark, NIL, Ref};
use glassbox_gc::heap::words as heap_words;
use glassbox_sim::Lang;
use yew::{Html, classes, html};

use super::thing::Thing;
use crate::gc::words;

/// One row for each.
pub(super) fn invariants(world: &World, lang: Lang) -> Html {
    let marking = world.heap().phase().is_marking();
    let own = Invariant::of(world.collector());
    let rows = [
        (
            Invariant::Strong,
            heap_words::invariant(Invariant::Strong, lang).name,
            words::means_strong(lang),
        ),
        (
            Invariant::Weak,
            heap_words::invariant(Invariant::Weak, lang).name,
            words::means_weak(lang),
        ),
        (
            Invariant::WeakByHeap,
            words::gos(lang),
            words::means_gos(lang),
        ),
    ];
    // What a collector without a barrier has to keep, it does not promise.
    let sound = world.collector().is_sound() && world.rules().faults.is_empty();
    // A large heap is not looked through for each row.
    let mut all = Vec::new();
    invariant::black_to_white(world.heap(), world.rules(), &mut |it| all.push(it));
    let white = all.first().map(|it| it.to);
    let breach = |which| world.breach_among(which, &all);
    html! {
        <section class="gc-invariants">
            <h2>
                { words::invariants(lang) }
                <small>
                    if !marking { { words::only_marking(lang) }{ " · " } }
                    { "● " }{ if sound { words::promised(lang) } else { words::needed(lang) } }
                </small>
            </h2>
            <ul>
                { for rows.into_iter().map(|(which, name, means)| row(world, (which, breach(which)), white, which == own, (name, means), lang)) }
            </ul>
        </section>
    }
}

fn row(
    world: &World,
    (which, breach): (Invariant, Option<Breach>),
    white: Option<Ref>,
    promised: bool,
    (name, means): (&str, &str),
    lang: Lang,
) -> Html {
    let heap = world.heap();
    let marking = heap.phase().is_marking();
    let (class, path) = match (marking, breach, promised) {
        (false, _, _) => ("gc-open", "M4 8H12"),
        (true, None, _) => ("gc-kept", "M4.5 8.2L7 10.7L11.5 5.6"),
        (true, Some(_), true) => ("gc-broken", "M5 5L11 11M11 5L5 11"),
        // What nobody promised is no fault.
        (true, Some(_), false) => ("gc-open", "M5 5L11 11M11 5L5 11"),
    };
    let proof = match breach {
        Some(breach) => words::broken_by(&edge(breach, lang), lang),
        None if marking => {
            let kept = white.and_then(|to| keeper(world, which, to, lang));
            kept.map_or_else(String::new, |it| words::kept_by(&it, lang))
        }
        None => String::new(),
    };
    html! {
        <li class={classes!(class)}>
            <svg class="gc-verdict" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><circle cx="8" cy="8" r="7" /><path d={path} /></svg>
            <b>{ name }{ if promised { " ●" } else { "" } }</b>
            <span>{ means }</span>
            <code>{ proof }</code>
        </li>
    }
}

fn edge(breach: Breach, lang: Lang) -> String {
    let from = Thing::from(breach.from);
    format!("{} → {}", from.name(lang), heap_words::object(breach.to))
}

/// What keeps a pointer from black to a white object harmless: a buffer, or something grey that leads
/// there as well.
fn keeper(world: &World, which: Invariant, to: Ref, lang: Lang) -> Option<String> {
    let heap = world.heap();
    if let Some(no) = (0..heap.goroutines()).find(|no| heap.buffer(*no).contains(&to)) {
        return Some(words::in_buffer(&heap_words::goroutine(no), lang));
    }
    if matches!(which, Invariant::Strong | Invariant::StrongHeap) {
        return None;
    }
    let name = heap_words::object(to);
    let mut ways = Ways::to(to, heap);
    for owner in 0..=heap.objects() {
        if let Mark::Grey(scanned) = heap.mark(owner) {
            let mut fields = scanned..heap.fields(owner);
            if let Some(field) = fields.find(|it| ways.lead_from(heap.field(owner, *it))) {
                return Some(format!("{} → {name}", heap_words::field(owner, field)));
            }
        }
    }
    let grey = (0..heap.goroutines()).filter(|no| !heap.is_black(*no, world.rules()));
    let mut slots = grey.flat_map(|no| (0..heap.slots(no)).map(move |slot| (no, slot)));
    let found = slots.find(|(no, slot)| ways.lead_from(heap.slot(*no, *slot)));
    found.map(|(no, slot)| format!("{} → {name}", Thing::Slot(no, slot).name(lang)))
}

/// Ways through white objects to one of them. Whoever was met on a way that did not lead there is not
/// looked at again, so that all questions together take one walk through the heap.
struct Ways<'a> {
    heap: &'a Arena,
    to: Ref,
    met: Vec<bool>,
    list: Vec<Ref>,
}

impl<'a> Ways<'a> {
    fn to(to: Ref, heap: &'a Arena) -> Self {
        Self {
            heap,
            to,
            met: vec![false; heap.objects() as usize + 1],
            list: Vec::new(),
        }
    }

    fn lead_from(&mut self, from: Ref) -> bool {
        self.meet(from);
        while let Some(object) = self.list.pop() {
            if object == self.to {
                return true;
            }
            for field in 0..self.heap.fields(object) {
                self.meet(self.heap.field(object, field));
            }
        }
        false
    }

    fn meet(&mut self, object: Ref) {
        if object == NIL || self.heap.mark(object) != Mark::White {
            return;
        }
        if let Some(met) = self.met.get_mut(object as usize).filter(|met| !**met) {
            *met = true;
            self.list.push(object);
        }
    }
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::Setup;
    use glassbox_sim::Model as _;

    use super::*;

    #[test]
    fn a_way_through_white_objects_is_found_and_a_dead_end_is_not_one() {
        // A to B to C, round in a circle; D leads nowhere.
        let setup = Setup {
            globals: vec![1],
            objects: vec![vec![2], vec![3, 1], vec![1], vec![]],
            ..Setup::default()
        };
        let world = World::new(&setup, 1).unwrap();
        let mut ways = Ways::to(3, world.heap());
        assert!(!ways.lead_from(4) && !ways.lead_from(NIL));
        assert!(ways.lead_from(1));
        assert!(!Ways::to(4, world.heap()).lead_from(1));
    }
}
