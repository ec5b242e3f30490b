//! Roots: the globals and each goroutine's stack, a head and a line for each pointer.

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Activity, GLOBALS, Gno, Heap as _, Mark, NIL, Ref};
use glassbox_gc::heap::words as heap_words;
use yew::{Callback, Html, PointerEvent, classes, html};

use super::layout::{Frame, HEAD, SLOT, root_tops};
use super::pointers::finish;
use super::thing::Thing;
use crate::draw::{self, n};
use crate::gc::{GcLab, words};
use crate::lab::{Composition, Selected, StageProps};

/// The dot of a variable or slot.
pub(super) fn dot(world: &World, frame: &Frame, thing: Thing) -> Option<(f64, f64)> {
    let (root, line) = match thing {
        Thing::Global(field) => (0, field),
        Thing::Slot(no, slot) => (usize::from(no) + 1, slot),
        _ => return None,
    };
    let top = root_tops(world.heap()).get(root).copied()?;
    let y = top + HEAD + SLOT * (f64::from(line) + 0.5);
    Some((frame.roots - 9.0, y))
}

/// All of them.
pub(super) fn roots(
    stage: &StageProps<GcLab>,
    world: &World,
    frame: &Frame,
    on_grab: &Callback<(Thing, PointerEvent)>,
) -> Html {
    let heap = world.heap();
    let tops = root_tops(heap);
    let globals = (heap.fields(GLOBALS) > 0).then_some(Thing::Globals);
    let stacks = (0..heap.goroutines()).map(Thing::Stack);
    globals
        .into_iter()
        .chain(stacks)
        .map(|thing| {
            let at = match thing {
                Thing::Stack(no) => usize::from(no) + 1,
                _ => 0,
            };
            let top = tops.get(at).copied().unwrap_or_default();
            root(stage, world, frame, thing, top, on_grab)
        })
        .collect()
}

fn root(
    stage: &StageProps<GcLab>,
    world: &World,
    frame: &Frame,
    thing: Thing,
    top: f64,
    on_grab: &Callback<(Thing, PointerEvent)>,
) -> Html {
    let heap = world.heap();
    let lang = stage.lang;
    let narrow = stage.composition == Composition::Narrow;
    let marking = heap.phase().is_marking();
    let (class, state) = match thing {
        Thing::Stack(no) if marking && heap.is_black(no, world.rules()) => {
            ("gc-black", words::scanned(lang))
        }
        Thing::Stack(no) if marking && heap.is_scanned(no) => ("gc-grey", words::grey_again(lang)),
        Thing::Stack(_) if marking => ("gc-grey", words::waiting(lang)),
        Thing::Globals if marking => match heap.mark(GLOBALS) {
            Mark::Black => ("gc-black", words::scanned(lang)),
            Mark::Grey(0) => ("gc-grey", words::waiting(lang)),
            Mark::Grey(_) => ("gc-grey", words::scanning(lang)),
            Mark::White | Mark::Free => ("gc-white", ""),
        },
        _ => ("gc-white", ""),
    };
    let state = match thing {
        Thing::Stack(no) => match heap.activity(no) {
            Activity::Receiving(_) if !narrow => "← ch",
            _ => state,
        },
        _ => state,
    };
    let lines: Vec<Thing> = match thing {
        Thing::Stack(no) => (0..heap.slots(no)).map(|it| Thing::Slot(no, it)).collect(),
        _ => (0..heap.fields(GLOBALS)).map(Thing::Global).collect(),
    };
    let name = match thing {
        Thing::Stack(no) if narrow => heap_words::goroutine(no),
        _ => thing.name(lang),
    };
    let height = HEAD + SLOT * lines.len() as f64;
    let width = frame.roots;
    let chosen = |thing: Thing| stage.selected == Some(thing.into());
    let pick = |thing: Thing| draw::on_click(thing.into(), &stage.on_select);
    let key = |thing: Thing| draw::on_key(thing.into(), &stage.on_select);
    let breaks = |thing: Thing| match thing {
        // Where the slots of a function begin, another one's end.
        Thing::Slot(no, slot) => slot > 0 && heap.frames(no).contains(&slot),
        _ => false,
    };
    html! {
        <g class="gc-root" transform={format!("translate(1 {})", n(top))}>
            <rect class="gc-ground" width={n(width)} height={n(height)} />
            { for lines.iter().enumerate().map(|(at, line)| {
                let y = HEAD + SLOT * at as f64;
                let to = line.target(world).unwrap_or(NIL);
                let short = match *line {
                    Thing::Slot(_, slot) => format!("s{slot}"),
                    Thing::Global(field) => format!("G.{field}"),
                    _ => String::new(),
                };
                let label = format!("{} = {}", line.name(lang), heap_words::object(to));
                let thing = *line;
                let coming = coming(world, thing);
                let grab = {
                    let on_grab = on_grab.clone();
                    Callback::from(move |event: PointerEvent| on_grab.emit((thing, event)))
                };
                html! {
                    <g class="gc-thing" data-thing={draw::thing_name((*line).into())}>
                        <rect class="gc-slot gc-hit gc-handle" y={n(y)} width={n(width)} height={n(SLOT)} tabindex="0" role="button"
                            aria-label={label} aria-expanded={chosen(*line).to_string()} onclick={pick(*line)} onkeydown={key(*line)} onpointerdown={grab} />
                        if breaks(*line) { <path class="gc-frame-edge" d={format!("M0 {}H{}", n(y), n(width))} /> }
                        if chosen(*line) {
                            <rect class="gc-selected" x="1" y={n(y + 1.0)} width={n(width - 2.0)} height={n(SLOT - 2.0)} />
                        }
                        <text class="gc-code" x="9" y={n(y + 16.5)}>{ short }</text>
                        if let Some((no, value)) = coming {
                            <text class="gc-code gc-accent gc-do" onclick={finish(stage, no)} x={n(width - 19.0)} y={n(y + 16.5)} text-anchor="end">{ format!("← {}", heap_words::object(value)) }</text>
                        }
                        if to == NIL && coming.is_some() {
                            <circle class="gc-dot gc-dot-nil" cx={n(width - 10.0)} cy={n(y + SLOT / 2.0)} r="3" />
                        } else if to == NIL {
                            <text class="gc-code gc-nil" x={n(width - 9.0)} y={n(y + 16.5)} text-anchor="end">{ "nil" }</text>
                        } else {
                            <circle class="gc-dot" cx={n(width - 10.0)} cy={n(y + SLOT / 2.0)} r="3" />
                        }
                    </g>
                }
            }) }
            <g class={classes!("gc-thing", class)} data-thing={draw::thing_name(thing.into())}>
                <rect class="gc-body gc-hit" width={n(width)} height={n(HEAD)} rx="2" tabindex="0" role="button"
                    aria-label={format!("{name} {state}")} aria-expanded={chosen(thing).to_string()} onclick={pick(thing)} onkeydown={key(thing)} />
                if class == "gc-grey" {
                    <rect class="gc-hatched" width={n(width)} height={n(HEAD)} rx="2" fill={draw::url(&stage.uid, "hatch")} />
                }
                <rect class="gc-inner" x="3" y="3" width={n(width - 6.0)} height={n(HEAD - 6.0)} rx="1" />
                if chosen(thing) {
                    <rect class="gc-selected" x="-4" y="-4" width={n(width + 8.0)} height={n(height + 8.0)} rx="4" />
                }
                <text class="gc-name" x="9" y={n(HEAD / 2.0 + 4.5)}>{ name }</text>
                if !narrow {
                    <text class="gc-state" x={n(width - 9.0)} y={n(HEAD / 2.0 + 4.5)} text-anchor="end">{ state }</text>
                }
            </g>
            { for causes(stage, thing, &lines).map(|(number, at)| {
                let y = at.map_or(HEAD / 2.0, |at| HEAD + SLOT * (at as f64 + 0.5));
                let x = if at.is_some() { width - 28.0 } else { width + 9.0 };
                cause(number, x, y)
            }) }
        </g>
    }
}

/// What somebody who has done with the barrier is about to write there.
fn coming(world: &World, thing: Thing) -> Option<(Gno, Ref)> {
    let heap = world.heap();
    (0..heap.goroutines()).find_map(|no| match heap.activity(no) {
        Activity::Writing(write) if Thing::from(write.target) == thing => Some((no, write.value)),
        _ => None,
    })
}

/// The numbers that belong here, each with its line.
fn causes<'a>(
    stage: &'a StageProps<GcLab>,
    thing: Thing,
    lines: &'a [Thing],
) -> impl Iterator<Item = (usize, Option<usize>)> + 'a {
    stage.causes.iter().filter_map(move |(number, place)| {
        if *place == Selected::from(thing) {
            return Some((*number, None));
        }
        let line = lines.iter().position(|it| *place == Selected::from(*it))?;
        Some((*number, Some(line)))
    })
}

/// A number of a cause chain, on its disc.
pub(super) fn cause(number: usize, x: f64, y: f64) -> Html {
    html! {
        <g class="gc-cause" transform={format!("translate({} {})", n(x), n(y))}>
            <circle r="8.5" />
            <text y="4.2" text-anchor="middle">{ number }</text>
        </g>
    }
}
