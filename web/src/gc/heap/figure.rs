//! The main figure: roots, objects and the pointers between them.

use glassbox_gc::heap::machine::{Heap as _, Mark, NIL, Phase, Ref};
use glassbox_gc::heap::words as heap_words;
use glassbox_gc::heap::{Garbage, World};
use glassbox_gc::lab::Lab;
use glassbox_sim::Lang;
use web_sys::MouseEvent;
use yew::{Callback, Html, PointerEvent, Properties, classes, component, html};

use super::card::{buffered_by, drag, exists};
use super::grab::{Grab, use_grab};
use super::layout::{self, Cells, Frame, shown};
use super::pointers::{pointers, start};
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
    let grab = use_grab(&stage.kept);
    let Lab::Heap(world) = &*stage.model else {
        return Html::default();
    };
    let lang = stage.lang;
    let zoom = match stage.composition {
        Composition::Wide => layout::zoom(world, size.width, size.height),
        _ => 1.0,
    };
    let frame = Frame::new(
        stage.composition,
        world,
        size.width / zoom,
        size.height / zoom,
    );
    let cells = Cells::of(world, frame.columns, frame.rows, (*grab.moved).clone());
    let frame = frame.with_rows(cells.rows());
    let let_go = {
        let (select, grab) = (stage.on_select.clone(), grab.clone());
        Callback::from(move |_| {
            if !grab.ends_a_movement() {
                select.emit(None);
            }
        })
    };
    let held = *grab.pointer;
    let begins = held.and_then(|from| start(world, &frame, &cells, from));
    let hint = held.map(|from| {
        let name = from.name(lang);
        match shown(world)
            .into_iter()
            .any(|it| drag(world, from, it).is_some())
        {
            true => words::drop_here(&name, lang),
            false => words::nothing_to_store(&name, lang),
        }
    });
    let on_grab = grab.take_pointer();
    let on_drop = grab.store(stage);
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
            target: held.is_some_and(|from| drag(world, from, object).is_some()),
            note_above: cells.is_tied_below(world.heap(), object),
            grab: &grab,
            on_grab: &on_grab,
            on_drop: &on_drop,
        };
        Some(view.draw())
    });
    let (lines, labels) = pointers(stage, world, &frame, &cells);
    let style = format!(
        "width:{}px;height:{}px",
        n(frame.width * zoom * size.unit),
        n(frame.height * zoom * size.unit)
    );
    html! {
        <>
        <svg ref={grab.figure.clone()} class={classes!("gc-figure", held.map(|_| "gc-holding"))} xmlns="http://www.w3.org/2000/svg" {style}
            viewBox={format!("0 0 {} {}", n(frame.width), n(frame.height))}
            role="group" aria-label={words::stage(lang)} onclick={let_go}
            onpointermove={grab.moves(frame.width, begins)} onpointerup={grab.let_go()} onpointercancel={grab.let_go()}>
            { defs(&stage.uid) }
            { roots(stage, world, &frame, &on_grab) }
            { lines }
            <g class="gc-objects">{ for objects }</g>
            { labels }
            if held.is_some() { <path ref={grab.line.clone()} class="gc-pointer gc-held-line" marker-end={format!("url(#{}-next)", stage.uid)} /> }
            if let Some(hint) = hint {
                <text class="gc-label gc-accent gc-halo" x={n(frame.width / 2.0)} y={n(frame.height - 4.0)} text-anchor="middle">{ hint }</text>
            }
        </svg>
        if !grab.moved.is_empty() {
            <button class="link gc-put-back" onclick={grab.put_back()}>{ words::put_back(lang) }</button>
        }
        </>
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
            { hatched(&format!("{uid}-hatch")) }
            <pattern id={format!("{uid}-broken")} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                <path class="gc-broken-hatch" d="M2.5 0V5" />
            </pattern>
            { head("head", "gc-head") }
            { head("strong", "gc-head gc-head-strong") }
            { head("next", "gc-head gc-head-next") }
        </defs>
    }
}

/// The hatch of what is grey.
pub(super) fn hatched(id: &str) -> Html {
    html! {
        <pattern id={id.to_owned()} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path class="gc-hatch" d="M3 0V6" />
        </pattern>
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
    /// Whether what is said about it stands above it.
    note_above: bool,
    grab: &'a Grab,
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
        let note = note(self.world, object, self.reachable, lost, lang);
        let above = buffers
            .first()
            .map(|no| words::in_buffer(&heap_words::goroutine(*no), lang));
        let drop = {
            let on_drop = self.on_drop.clone();
            // It goes on to the figure, which then holds nothing any more.
            Callback::from(move |_: PointerEvent| on_drop.emit(object))
        };
        let click = {
            let (select, grab) = (stage.on_select.clone(), self.grab.clone());
            Callback::from(move |event: MouseEvent| {
                event.stop_propagation();
                if !grab.ends_a_movement() {
                    select.emit(Some(thing.into()));
                }
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
                    aria-label={format!("{name} {colour} {}", note.unwrap_or_default())} aria-expanded={(stage.selected == Some(thing.into())).to_string()}
                    onclick={click} onkeydown={draw::on_key(thing.into(), &stage.on_select)}
                    onpointerdown={self.grab.take_object(object, self.corner)} onpointerup={drop} />
                if mark.is_grey() {
                    <rect class="gc-hatched" width={n(width)} height={n(height)} rx="3" fill={draw::url(&stage.uid, "hatch")} />
                }
                <rect class="gc-inner" x="3" y="3" width={n(width - 6.0)} height={n(height - 6.0)} rx="1.5" />
                if !buffers.is_empty() { { ring("gc-buffered", 5.0) } }
                if self.target { { ring("gc-target", 4.0) } }
                if stage.selected == Some(thing.into()) { { ring("gc-selected", if lost { 10.0 } else { 4.0 }) } }
                <text class="gc-name" x={if narrow { "8" } else { "11" }} y={n(height / 2.0 + 5.0)}>{ name }</text>
                { for (0..heap.fields(object)).map(|field| self.field(field)) }
                if let Some(above) = above.clone().filter(|_| !narrow) {
                    <text class="gc-label gc-pending gc-halo" x={n(width / 2.0)} y="-10" text-anchor="middle">{ above }</text>
                }
                if let Some(note) = note.filter(|_| !narrow || lost) {
                    <text class={classes!("gc-label", "gc-halo", lost.then_some("gc-lost-text"))} x={n(width / 2.0)}
                        y={n(match (lost, self.note_above && above.is_none()) {
                            (false, false) => height + 15.0,
                            (true, false) => height + 20.0,
                            (false, true) => -7.0,
                            (true, true) => -14.0,
                        })} text-anchor="middle">{ note }</text>
                }
                { for self.causes() }
            </g>
        }
    }

    fn field(&self, field: u8) -> Html {
        let heap = self.world.heap();
        let thing = Thing::Field(self.object, field);
        let fields = heap.fields(self.object);
        let (x, y) = self.frame.dot((0.0, 0.0), field, fields);
        let nil = heap.field(self.object, field) == NIL;
        let scanned = heap.mark(self.object).has_scanned(field);
        let grab = {
            let on_grab = self.on_grab.clone();
            Callback::from(move |event: PointerEvent| on_grab.emit((thing, event)))
        };
        let stage = self.stage;
        // As much room as there is for a finger: its share of the height, and over the edge.
        let share = self.frame.box_height / f64::from(fields.max(1));
        let edge = self.frame.box_width
            + if stage.composition == Composition::Narrow {
                16.0
            } else {
                6.0
            };
        // Who walks with the keyboard comes to the fields of the object that is selected.
        let selected = stage.selected.and_then(Thing::of);
        let within =
            matches!(selected, Some(Thing::Object(it) | Thing::Field(it, _)) if it == self.object);
        let label = format!(
            "{} = {}",
            thing.name(stage.lang),
            heap_words::object(heap.field(self.object, field))
        );
        let drop = {
            let (on_drop, object) = (self.on_drop.clone(), self.object);
            Callback::from(move |_: PointerEvent| on_drop.emit(object))
        };
        html! {
            <g data-thing={draw::thing_name(thing.into())}>
                <circle class={classes!("gc-dot", nil.then_some("gc-dot-nil"), scanned.then_some("gc-dot-scanned"))}
                    cx={n(x)} cy={n(y)} r="3.2" />
                if stage.selected == Some(thing.into()) { <circle class="gc-selected" cx={n(x)} cy={n(y)} r="6" /> }
                <rect class="gc-hit gc-handle" x={n(x - 9.0)} y={n(share * f64::from(field))} width={n(edge - x + 9.0)} height={n(share)}
                    role="button" aria-label={label} aria-expanded={(stage.selected == Some(thing.into())).to_string()} tabindex={if within { "0" } else { "-1" }}
                    onclick={draw::on_click(thing.into(), &stage.on_select)} onkeydown={draw::on_key(thing.into(), &stage.on_select)}
                    onpointerdown={grab} onpointerup={drop} />
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
    world: &World,
    object: Ref,
    reachable: bool,
    lost: bool,
    lang: Lang,
) -> Option<&'static str> {
    let there = exists(world.heap(), object);
    if lost {
        return Some(match there {
            true => words::lost(lang),
            false => words::freed_in_use(lang),
        });
    }
    if reachable || !there {
        return None;
    }
    Some(match world.garbage(object) {
        Garbage::Found => words::will_be_freed(lang),
        Garbage::Floating => words::floats_short(lang),
        Garbage::Unfound => words::unreachable(lang),
    })
}
