//! More objects than fit as boxes: small squares, span by span, one path for each colour in it.

use std::fmt::Write as _;
use std::rc::Rc;

use glassbox_gc::heap::machine::{Heap as _, Mark, NIL, Ref, SPAN};
use glassbox_gc::heap::{Garbage, World};
use glassbox_gc::lab::Lab;
use web_sys::{MouseEvent, SvgElement};
use yew::{Callback, Html, Properties, classes, component, html, use_node_ref};

use super::card::exists;
use super::cursor::Cursor;
use super::figure::{FigureProps, defs};
use super::memory;
use super::thing::Thing;
use crate::draw::{self, n, tenths};
use crate::gc::words;
use crate::lab::Composition;

/// Squares beside each other in a span.
const ACROSS: u32 = 4;

/// From this pitch on grey squares are hatched; smaller ones are darker instead.
const HATCHED: f64 = 10.0;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Grid {
    /// Of a square, with the space after it.
    pub(super) pitch: f64,
    spans: u32,
    /// Spans beside each other.
    columns: u32,
}

impl Grid {
    /// The largest squares with which all spans fit, but none under four units.
    fn new(spans: u32, width: f64, height: f64) -> Self {
        let fit = |pitch: f64| {
            let columns = ((width / (pitch * 5.0)).floor() as u32).max(1);
            let rows = spans.div_ceil(columns);
            (columns, f64::from(rows) * pitch * 5.0)
        };
        let mut pitches = (0..=22).map(|it| 16.0 - f64::from(it) / 2.0);
        let pitch = pitches.find(|it| fit(*it).1 <= height).unwrap_or(5.0);
        Self {
            pitch,
            spans,
            columns: fit(pitch).0,
        }
    }

    fn height(self) -> f64 {
        f64::from(self.spans.div_ceil(self.columns)) * self.pitch * 5.0
    }

    /// The upper left corner of a place of a span.
    pub(super) fn corner(self, (span, place): (u32, u32)) -> (f64, f64) {
        let x = (span % self.columns) * 5 + place % ACROSS;
        let y = (span / self.columns) * 5 + place / ACROSS;
        (f64::from(x) * self.pitch, f64::from(y) * self.pitch)
    }

    /// The span and place at a point, if it is not between two of them.
    fn place(self, x: f64, y: f64) -> Option<(u32, u32)> {
        let cell = |it: f64| (it / self.pitch).floor().max(0.0) as u32;
        let (x, y) = (cell(x), cell(y));
        if x % 5 == 4 || y % 5 == 4 || x / 5 >= self.columns {
            return None;
        }
        let span = (y / 5) * self.columns + x / 5;
        Some((span, (y % 5) * ACROSS + x % 5))
    }
}

/// All objects of a large heap.
#[component]
pub(super) fn Many(props: &FigureProps) -> Html {
    let FigureProps { stage, size } = props;
    let figure = use_node_ref();
    let Lab::Heap(world) = &*stage.model else {
        return Html::default();
    };
    let heap = world.heap();
    // On a phone the stage stays in sight beside what is read below it.
    let room = match stage.composition {
        _ if size.height > 0.0 => size.height - 24.0,
        Composition::Narrow => 280.0,
        Composition::Wide | Composition::Column => 560.0,
    };
    let grid = Grid::new(memory::spans(heap), size.width, room);
    let mut spans: Vec<u64> = vec![0; grid.spans as usize];
    for object in 1..=heap.objects() {
        let kind = kind(heap.mark(object));
        if kind != 0 {
            mark(&mut spans, memory::home(heap, object), kind);
        }
    }
    // While it is marked, who floats would have to be found by a walk through the heap.
    if !heap.phase().is_marking() {
        let floats = |it: &Ref| world.garbage(*it) == Garbage::Floating;
        for object in (1..=heap.objects()).filter(floats) {
            mark(&mut spans, memory::home(heap, object), FLOATS);
        }
    }
    for object in world.lost() {
        mark(&mut spans, memory::home(heap, *object), LOST);
    }
    let chosen = stage.selected.and_then(Thing::of).and_then(|it| match it {
        Thing::Object(object) | Thing::Field(object, _) if exists(heap, object) => Some(object),
        _ => None,
    });
    let select = {
        let select = stage.on_select.clone();
        let model = Rc::clone(&stage.model);
        let (unit, figure) = (size.unit, figure.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            // Yew hears a click at its root: that is what the event calls its current target.
            let Some(area) = figure.cast::<SvgElement>() else {
                return;
            };
            let area = area.get_bounding_client_rect();
            let x = (f64::from(event.client_x()) - area.left()) / unit;
            let y = (f64::from(event.client_y()) - area.top()) / unit;
            let found = grid.place(x, y).and_then(|(span, place)| match &*model {
                Lab::Heap(world) => memory::at(world.heap(), span, place),
                _ => None,
            });
            select.emit(found.map(|it| Thing::Object(it).into()));
        })
    };
    let height = grid.height();
    let style = format!(
        "width:{}px;height:{}px",
        n(size.width * size.unit),
        n(height * size.unit)
    );
    html! {
        <div class="gc-many">
            <p class="gc-note">{ words::large(stage.lang) }</p>
            <svg ref={figure} class={classes!("gc-figure", (grid.pitch < HATCHED).then_some("gc-small"))} xmlns="http://www.w3.org/2000/svg" {style} viewBox={format!("0 0 {} {}", n(size.width), n(height))}
                role="group" aria-label={words::stage(stage.lang)} onclick={select}>
                { defs(&stage.uid) }
                { for spans.chunks(grid.columns as usize).enumerate().map(|(row, marks)| html! {
                    <Row key={row} first={row as u32 * grid.columns} marks={marks.to_vec()} {grid} uid={stage.uid.clone()} />
                }) }
                if let Some(object) = chosen { { pointers(world, grid, object, &stage.uid) } }
                <Cursor stage={stage.clone()} {grid} />
            </svg>
        </div>
    }
}

/// What is drawn of a place, in as many bits as 16 of them have in a number.
const WHITE: u64 = 1;
const GREY: u64 = 2;
const BLACK: u64 = 3;
const FLOATS: u64 = 4;
const LOST: u64 = 8;
const BITS: u32 = 64 / SPAN;

fn kind(mark: Mark) -> u64 {
    match mark {
        Mark::Free => 0,
        Mark::White => WHITE,
        Mark::Grey(_) => GREY,
        Mark::Black => BLACK,
    }
}

/// Nobody has a place who is gone.
fn mark(spans: &mut [u64], home: Option<(u32, u32)>, kind: u64) {
    if let Some((span, place)) = home
        && let Some(span) = spans.get_mut(span as usize)
    {
        *span |= kind << (place * BITS);
    }
}

/// Spans beside each other. Most rows of a large heap stay as they are in a step.
#[derive(Clone, PartialEq, Properties)]
struct RowProps {
    first: u32,
    marks: Vec<u64>,
    grid: Grid,
    uid: Rc<str>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let spans = props.marks.iter().zip(props.first..);
    spans
        .map(|(marks, span)| {
            html! { <Span key={span} {span} {marks} grid={props.grid} uid={props.uid.clone()} /> }
        })
        .collect()
}

/// A span is a component of its own: of thousands of objects a step changes a few, and only their
/// spans are drawn again.
#[derive(Clone, PartialEq, Properties)]
struct SpanProps {
    span: u32,
    /// Four bits for each place.
    marks: u64,
    grid: Grid,
    uid: Rc<str>,
}

#[component]
fn Span(props: &SpanProps) -> Html {
    let SpanProps {
        span,
        marks,
        grid,
        uid,
    } = props;
    let path = |is: fn(u64) -> bool| {
        let mut path = String::new();
        for place in 0..SPAN {
            if is(marks >> (place * BITS) & 0xf) {
                square(&mut path, grid.corner((*span, place)), grid.pitch - 1.5);
            }
        }
        (!path.is_empty()).then_some(path)
    };
    let [free, white, grey, black, floats, lost]: [fn(u64) -> bool; 6] = [
        |it| it == 0,
        |it| it & 3 == WHITE,
        |it| it & 3 == GREY,
        |it| it & 3 == BLACK,
        |it| it & FLOATS != 0,
        |it| it & LOST != 0,
    ];
    html! {
        <>
            if let Some(d) = path(free) { <path class="gc-empty" {d} /> }
            if let Some(d) = path(white) { <path class="gc-squares gc-white" {d} /> }
            if let Some(d) = path(grey) {
                <path class="gc-squares gc-grey" d={d.clone()} />
                // In a small square a hatch is only a smudge.
                if grid.pitch >= HATCHED { <path class="gc-grey-over" {d} fill={draw::url(uid, "hatch")} /> }
            }
            if let Some(d) = path(black) { <path class="gc-squares gc-black" {d} /> }
            if let Some(d) = path(floats) { <path class="gc-floats" {d} /> }
            if let Some(d) = path(lost) { <path class="gc-lost" {d} /> }
        </>
    }
}

fn square(path: &mut String, (x, y): (f64, f64), side: f64) {
    path.push('M');
    tenths(path, x + 0.5);
    path.push(' ');
    tenths(path, y + 0.5);
    // Writing to a string does not fail.
    let _ = write!(path, "h{side}v{side}h-{side}z");
}

/// The pointers of the selected object.
fn pointers(world: &World, grid: Grid, object: Ref, uid: &str) -> Html {
    let heap = world.heap();
    let corner = |object: Ref| memory::home(heap, object).map(|it| grid.corner(it));
    let Some((x, y)) = corner(object) else {
        return Html::default();
    };
    let middle = |(x, y): (f64, f64)| (x + grid.pitch / 2.0, y + grid.pitch / 2.0);
    let from = middle((x, y));
    let targets = (0..heap.fields(object)).map(|it| heap.field(object, it));
    let targets = targets.filter(|to| *to != NIL && *to != object);
    let lines = targets.filter_map(corner).map(|to| {
        let to = middle(to);
        html! {
            <path class="gc-pointer gc-next" d={format!("M{} {}L{} {}", n(from.0), n(from.1), n(to.0), n(to.1))}
                marker-end={format!("url(#{uid}-next)")} />
        }
    });
    html! {
        <g data-thing={draw::thing_name(Thing::Object(object).into())}>
            { for lines }
            <rect class="gc-selected" x={n(x - 2.0)} y={n(y - 2.0)} width={n(grid.pitch + 3.0)} height={n(grid.pitch + 3.0)} rx="2" />
        </g>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_where_it_is_drawn() {
        let grid = Grid::new(313, 600.0, 500.0);
        for span in 0..313 {
            for place in 0..SPAN {
                let (x, y) = grid.corner((span, place));
                assert_eq!(grid.place(x + 1.0, y + 1.0), Some((span, place)));
            }
        }
    }

    #[test]
    fn an_object_changes_its_own_place_of_its_own_span() {
        let mut spans = [0; 3];
        mark(&mut spans, Some((0, 0)), BLACK);
        mark(&mut spans, Some((0, SPAN - 1)), GREY);
        mark(&mut spans, Some((2, 1)), WHITE);
        mark(&mut spans, Some((2, 1)), LOST);
        assert_eq!(spans, [BLACK | GREY << 60, 0, (WHITE | LOST) << 4]);
    }
}
