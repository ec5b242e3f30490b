//! The main figure: roots, objects and the pointers between them.

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Arena, Heap as _, Mark, NIL, Phase, Ref};
use glassbox_gc::heap::words as heap_words;
use glassbox_gc::lab::{Act, Lab};
use glassbox_sim::Lang;
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::{
    Callback, Html, PointerEvent, Properties, classes, component, html, use_mut_ref, use_state,
};

use super::card::{buffered_by, drag, exists};
use super::layout::{Cells, Frame, shown};
use super::pointers::pointers;
use super::roots::{cause, roots};
use super::thing::Thing;
use crate::draw::{self, n};
use crate::gc::{GcLab, words};
use crate::lab::{Composition, Selected, StageProps};
use crate::size::Size;

/// What the figure needs.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct FigureProps {
    pub(super) stage: StageProps<GcLab>,
    pub(super) size: Size,
}

/// Roots, objects, pointers.
#[component]
pub(super) fn Figure(props: &FigureProps) -> Html {
    let FigureProps { stage, size } = props;
    let cells = use_mut_ref(Cells::default);
    let grabbed = use_state(|| None::<Thing>);
    let Lab::Heap(world) = &*stage.model else {
        return Html::default();
    };
    let frame = Frame::new(stage.composition, world, size.width, size.height);
    cells.borrow_mut().update(world, frame.columns, frame.rows);
    let cells = cells.borrow();
    let frame = frame.with_rows(cells.rows());
    let let_go = {
        let select = stage.on_select.clone();
        Callback::from(move |_| select.emit(None))
    };
    let on_grab = {
        let grabbed = grabbed.clone();
        Callback::from(move |(thing, event): (Thing, PointerEvent)| {
            // A finger would keep the pointer; it is to be found where it is let go.
            if let Some(element) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) {
                let _ = element.release_pointer_capture(event.pointer_id());
            }
            grabbed.set(Some(thing));
        })
    };
    let on_drop = {
        let (grabbed, act) = (grabbed.clone(), stage.on_act.clone());
        let model = std::rc::Rc::clone(&stage.model);
        Callback::from(move |object: Ref| {
            if let (Some(thing), Lab::Heap(world)) = (*grabbed, &*model) {
                if let Some(found) = drag(world, thing, object) {
                    act.emit(Act::Heap(found));
                }
                grabbed.set(None);
            }
        })
    };
    let nowhere = {
        let grabbed = grabbed.clone();
        Callback::from(move |_: PointerEvent| {
            if grabbed.is_some() {
                grabbed.set(None);
            }
        })
    };
    let reachable = world.reachable();
    let objects = shown(world).into_iter().filter_map(|object| {
        let corner = frame.object(&cells, object)?;
        let view = ObjectView {
            stage,
            world,
            frame: &frame,
            object,
            corner,
            reachable: reachable.get(object as usize).copied().unwrap_or_default(),
            target: grabbed.is_some_and(|from| drag(world, from, object).is_some()),
            on_grab: &on_grab,
            on_drop: &on_drop,
        };
        Some(view.draw())
    });
    let (lines, labels) = pointers(world, &frame, &cells, &stage.uid, stage.lang);
    let style = format!(
        "width:{}px;height:{}px",
        n(frame.width * size.unit),
        n(frame.height * size.unit)
    );
    html! {
        <svg class="gc-figure" xmlns="http://www.w3.org/2000/svg" {style}
            viewBox={format!("0 0 {} {}", n(frame.width), n(frame.height))}
            role="group" aria-label={words::stage(stage.lang)} onclick={let_go} onpointerup={nowhere}>
            { defs(&stage.uid) }
            { roots(stage, world, &frame, &on_grab) }
            { lines }
            <g class="gc-objects">{ for objects }</g>
            { labels }
        </svg>
    }
}

/// Hatches and arrowheads; their names are this figure's own.
pub(super) fn defs(uid: &str) -> Html {
    let head = |name: &str, class: &'static str| {
        html! {
            <marker id={format!("{uid}-{name}")} viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="9" markerHeight="9"
                markerUnits="userSpaceOnUse" orient="auto">
                <path {class} d="M1 1L9 5L1 9" />
            </marker>
        }
    };
    html! {
        <defs>
            <pattern id={format!("{uid}-hatch")} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path class="gc-hatch" d="M3 0V6" />
            </pattern>
            <pattern id={format!("{uid}-broken")} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                <path class="gc-broken-hatch" d="M2.5 0V5" />
            </pattern>
            { head("head", "gc-head") }
            { head("strong", "gc-head gc-head-strong") }
            { head("next", "gc-head gc-head-next") }
        </defs>
    }
}

/// The class of a colour.
pub(super) fn colour_class(mark: Mark) -> &'static str {
    match mark {
        Mark::Free => "gc-free",
        Mark::White => "gc-white",
        Mark::Grey(_) => "gc-grey",
        Mark::Black => "gc-black",
    }
}

struct ObjectView<'a> {
    stage: &'a StageProps<GcLab>,
    world: &'a World,
    frame: &'a Frame,
    object: Ref,
    corner: (f64, f64),
    reachable: bool,
    target: bool,
    on_grab: &'a Callback<(Thing, PointerEvent)>,
    on_drop: &'a Callback<Ref>,
}

impl ObjectView<'_> {
    fn draw(&self) -> Html {
        let Self { stage, object, .. } = *self;
        let heap = self.world.heap();
        let lang = stage.lang;
        let thing = Thing::Object(object);
        let mark = heap.mark(object);
        let (x, y) = self.corner;
        let (width, height) = (self.frame.box_width, self.frame.box_height);
        let there = exists(heap, object);
        let lost = self.world.lost().contains(&object)
            && (!there || mark == Mark::White && heap.phase() == Phase::Sweep)
            || self.world.lost().contains(&object) && heap.phase() == Phase::Terminated;
        let buffers = buffered_by(heap, object);
        let name = heap_words::object(object);
        let colour = heap_words::colour(super::card::colour(mark), lang).name;
        let note = note(heap, object, self.reachable, lost, lang);
        let above = buffers
            .first()
            .map(|no| words::in_buffer(&heap_words::goroutine(*no), lang));
        let drop = {
            let on_drop = self.on_drop.clone();
            Callback::from(move |event: PointerEvent| {
                event.stop_propagation();
                on_drop.emit(object);
            })
        };
        let ring = |class: &'static str, out: f64| {
            html! {
                <rect {class} x={n(-out)} y={n(-out)} width={n(width + 2.0 * out)} height={n(height + 2.0 * out)} rx={n(out + 1.0)} />
            }
        };
        let narrow = stage.composition == Composition::Narrow;
        html! {
            <g key={object} class={classes!("gc-thing", colour_class(mark))} data-thing={draw::thing_name(thing.into())}
                transform={format!("translate({} {})", n(x), n(y))}>
                if lost {
                    <rect x="-7" y="-7" width={n(width + 14.0)} height={n(height + 14.0)} rx="6"
                        fill={draw::url(&stage.uid, "broken")} />
                    { ring("gc-lost", 7.0) }
                }
                <rect class="gc-body gc-hit" width={n(width)} height={n(height)} rx="3" tabindex="0" role="button"
                    aria-label={format!("{name} {colour} {}", note.unwrap_or_default())}
                    onclick={draw::on_click(thing.into(), &stage.on_select)} onkeydown={draw::on_key(thing.into(), &stage.on_select)}
                    onpointerup={drop} />
                if mark.is_grey() {
                    <rect class="gc-hatched" width={n(width)} height={n(height)} rx="3" fill={draw::url(&stage.uid, "hatch")} />
                }
                <rect class="gc-inner" x="3" y="3" width={n(width - 6.0)} height={n(height - 6.0)} rx="1.5" />
                if !buffers.is_empty() { { ring("gc-buffered", 5.0) } }
                if self.target { { ring("gc-target", 4.0) } }
                if stage.selected == Some(thing.into()) { { ring("gc-selected", if lost { 10.0 } else { 4.0 }) } }
                <text class="gc-name" x={if narrow { "8" } else { "11" }} y={n(height / 2.0 + 5.0)}>{ name }</text>
                { for (0..heap.fields(object)).map(|field| self.field(field)) }
                if let Some(above) = above.filter(|_| !narrow) {
                    <text class="gc-label gc-pending gc-halo" x={n(width / 2.0)} y="-10" text-anchor="middle">{ above }</text>
                }
                if let Some(note) = note.filter(|_| !narrow || lost) {
                    <text class={classes!("gc-label", "gc-halo", lost.then_some("gc-lost-text"))} x={n(width / 2.0)}
                        y={n(height + if lost { 20.0 } else { 15.0 })} text-anchor="middle">{ note }</text>
                }
                { for self.causes() }
            </g>
        }
    }

    fn field(&self, field: u8) -> Html {
        let heap = self.world.heap();
        let thing = Thing::Field(self.object, field);
        let (x, y) = self.frame.dot((0.0, 0.0), field, heap.fields(self.object));
        let nil = heap.field(self.object, field) == NIL;
        let scanned = heap.mark(self.object).has_scanned(field);
        let grab = {
            let on_grab = self.on_grab.clone();
            Callback::from(move |event: PointerEvent| on_grab.emit((thing, event)))
        };
        let stage = self.stage;
        html! {
            <g data-thing={draw::thing_name(thing.into())}>
                <circle class={classes!("gc-dot", nil.then_some("gc-dot-nil"), scanned.then_some("gc-dot-scanned"))}
                    cx={n(x)} cy={n(y)} r="3.2" />
                if stage.selected == Some(thing.into()) { <circle class="gc-selected" cx={n(x)} cy={n(y)} r="6" /> }
                <rect class="gc-hit" x={n(x - 9.0)} y={n(y - 7.0)} width="20" height="14"
                    onclick={draw::on_click(thing.into(), &stage.on_select)} onpointerdown={grab} />
            </g>
        }
    }

    /// The numbers of a cause chain that belong here.
    fn causes(&self) -> Vec<Html> {
        let here = |place: &Selected| match Thing::of(*place) {
            Some(Thing::Object(it) | Thing::Field(it, _)) => it == self.object,
            _ => false,
        };
        let numbers = self.stage.causes.iter().filter(|(_, place)| here(place));
        numbers
            .enumerate()
            .map(|(at, (number, _))| {
                cause(
                    *number,
                    self.frame.box_width - 2.0 - 18.0 * at as f64,
                    self.frame.box_height + 3.0,
                )
            })
            .collect()
    }
}

/// What is said below an object about its fate.
fn note(
    heap: &Arena,
    object: Ref,
    reachable: bool,
    lost: bool,
    lang: Lang,
) -> Option<&'static str> {
    let mark = heap.mark(object);
    if lost {
        return Some(match exists(heap, object) {
            true => words::lost(lang),
            false => words::freed_in_use(lang),
        });
    }
    if reachable || !exists(heap, object) {
        return None;
    }
    Some(match (heap.phase(), mark) {
        (Phase::Sweep | Phase::Terminated, Mark::White) => words::will_be_freed(lang),
        (phase, Mark::Black | Mark::Grey(_)) if phase.is_marking() || phase == Phase::Sweep => {
            words::floats_short(lang)
        }
        _ => words::unreachable(lang),
    })
}
