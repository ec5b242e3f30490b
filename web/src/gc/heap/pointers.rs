//! Pointers: curves from a field or slot to an object.

use glassbox_gc::heap::World;
use glassbox_gc::heap::invariant::{self, Invariant};
use glassbox_gc::heap::machine::{Activity, Gno, Heap as _, NIL, Op, Ref};
use glassbox_gc::heap::{self, Does, words as heap_words};
use glassbox_gc::lab;
use web_sys::{KeyboardEvent, MouseEvent};
use yew::{Callback, Html, classes, html};

use super::card::buffered_by;
use super::layout::{self, Cells, Frame};
use super::roots;
use super::thing::Thing;
use crate::draw::{n, tenths};
use crate::gc::{GcLab, words};
use crate::lab::StageProps;

/// Where something begins, and where its box ends at the right.
pub(super) fn start(
    world: &World,
    frame: &Frame,
    cells: &Cells,
    from: Thing,
) -> Option<(f64, f64)> {
    match from {
        Thing::Field(object, field) => {
            let corner = frame.object(cells, object)?;
            Some(frame.dot(corner, field, world.heap().fields(object)))
        }
        Thing::Global(_) | Thing::Slot(..) => roots::dot(world, frame, from),
        _ => None,
    }
}

/// A cubic curve.
#[derive(Clone, Copy)]
struct Curve([(f64, f64); 4]);

impl Curve {
    /// From a point to an object, `bow` units to the side of the shortest.
    fn new(frame: &Frame, from: (f64, f64), to: (f64, f64), bow: f64) -> Self {
        let (x, y) = from;
        let (left, top) = to;
        let (width, height) = (frame.box_width, frame.box_height);
        let middle = top + height / 2.0;
        if left > x + 12.0 {
            // Ends a little above or below the middle, so that two that arrive do not become one.
            let end = middle + ((y + bow - middle) / 10.0).clamp(-9.0, 9.0);
            let bend = ((left - x) * 0.5).clamp(18.0, 120.0);
            Self([
                from,
                (x + bend, y + bow),
                (left - bend, end + bow),
                (left - 2.0, end),
            ])
        } else if (middle - y).abs() > height * 0.75 {
            // In the same column or back: in at the top or the bottom. In the same column, what
            // goes down keeps to the right of the dots and what goes up to the left of them, so
            // that two objects that point to each other have two arrows that do not cross.
            let down = middle > y;
            let column = (left..left + width).contains(&x);
            let end = if down { top - 2.0 } else { top + height + 2.0 };
            let bend = if down { -26.0 } else { 26.0 };
            let (aside, part) = match (column, down) {
                (true, true) => (30.0, 0.85),
                (true, false) => (-24.0, 0.45),
                (false, true) => (30.0, 0.4),
                (false, false) => (30.0, 0.6),
            };
            let across = left + width * part;
            Self([
                from,
                (x + aside + bow.abs(), y),
                (across + bow, end + bend),
                (across, end),
            ])
        } else {
            // Back in the same row, or to itself: a loop above.
            let end = (left + width * 0.35, top - 2.0);
            Self([from, (x + 34.0, y - 10.0), (end.0, end.1 - 44.0), end])
        }
    }

    /// The first of some bows that leads through no object, or the shortest curve.
    fn around(frame: &Frame, cells: &Cells, from: (f64, f64), to: (f64, f64)) -> Self {
        let bows = [0.0, 46.0, -46.0, 84.0, -84.0, 130.0];
        let curves = bows.map(|bow| Self::new(frame, from, to, bow));
        let free = curves.iter().find(|it| !it.hits(frame, cells, to));
        *free.unwrap_or(&curves[0])
    }

    /// Whether it leads through an object other than those at its ends, or out of the figure.
    fn hits(self, frame: &Frame, cells: &Cells, to: (f64, f64)) -> bool {
        let start = self.0[0];
        let outside = |y: f64| !(2.0..frame.height - 2.0).contains(&y);
        if (1..16).any(|part| outside(self.at(f64::from(part) / 16.0).1)) {
            return true;
        }
        cells.objects().any(|object| {
            let Some((left, top)) = frame.object(cells, object) else {
                return false;
            };
            let inside = |(x, y): (f64, f64)| {
                (left - 3.0..left + frame.box_width + 3.0).contains(&x)
                    && (top - 3.0..top + frame.box_height + 3.0).contains(&y)
            };
            (left, top) != to
                && !inside(start)
                && (1..16).any(|part| inside(self.at(f64::from(part) / 16.0)))
        })
    }

    fn at(self, part: f64) -> (f64, f64) {
        let rest = 1.0 - part;
        let weights = [
            rest * rest * rest,
            3.0 * rest * rest * part,
            3.0 * rest * part * part,
            part * part * part,
        ];
        let sum = |it: fn((f64, f64)) -> f64| {
            self.0
                .iter()
                .zip(weights)
                .map(|(point, weight)| it(*point) * weight)
                .sum()
        };
        (sum(|it| it.0), sum(|it| it.1))
    }

    /// A short stroke across its middle: what is crossed out is about to go.
    fn cut(self) -> String {
        let ((x, y), (left, right)) = (self.at(0.5), (self.at(0.45), self.at(0.55)));
        let (along, down) = (right.0 - left.0, right.1 - left.1);
        let part = 9.0 / along.hypot(down).max(0.1);
        // Aslant, so that it is not taken for the end of something.
        let (across, up) = ((along * 0.5 + down) * part, (down * 0.5 - along) * part);
        let mut path = String::from("M");
        for (between, x, y) in [("", x - across, y - up), ("L", x + across, y + up)] {
            path.push_str(between);
            tenths(&mut path, x);
            path.push(' ');
            tenths(&mut path, y);
        }
        path
    }

    fn path(self) -> String {
        let [from, one, two, to] = self.0;
        let mut path = String::from("M");
        for (number, (x, y)) in [from, one, two, to].into_iter().enumerate() {
            if number > 0 {
                path.push(if number == 1 { 'C' } else { ' ' });
            }
            tenths(&mut path, x);
            path.push(' ');
            tenths(&mut path, y);
        }
        path
    }
}

/// All pointers, and what is said about some of them: those from black to white are dashed, one that
/// is about to be overwritten is blue.
pub(super) fn pointers(
    stage: &StageProps<GcLab>,
    world: &World,
    frame: &Frame,
    cells: &Cells,
) -> (Html, Html) {
    let (uid, lang) = (&stage.uid, stage.lang);
    let heap = world.heap();
    let mut breaches = Vec::new();
    invariant::black_to_white(heap, world.rules(), &mut |it| breaches.push(it));
    let broken: Vec<_> = breaches.iter().map(|it| Thing::from(it.from)).collect();
    // The one that nothing grey makes harmless, if there is one.
    let worst = [Invariant::Weak, Invariant::WeakByHeap, Invariant::Strong]
        .into_iter()
        .find_map(|it| world.breach_among(it, &breaches));
    let writes: Vec<(Gno, Thing, Ref)> = (0..heap.goroutines())
        .filter_map(|no| match heap.activity(no) {
            Activity::Writing(write) => Some((no, Thing::from(write.target), write.value)),
            _ => None,
        })
        .collect();
    let mut all: Vec<(Thing, Ref)> = layout::roots(heap);
    for owner in heap.live() {
        let fields =
            (0..heap.fields(owner)).map(|it| (Thing::Field(owner, it), heap.field(owner, it)));
        all.extend(fields.filter(|(_, to)| *to != NIL));
    }
    let line = |from: Thing, to: Ref, class: &'static str| {
        let begin = start(world, frame, cells, from)?;
        let corner = frame.object(cells, to)?;
        let head = match class {
            "gc-next" => "next",
            "gc-breach" => "strong",
            _ => "head",
        };
        let curve = Curve::around(frame, cells, begin, corner);
        Some(html! {
            <>
                <path class={classes!("gc-pointer", class)} d={curve.path()} marker-end={format!("url(#{uid}-{head})")} />
                if class == "gc-next" { <path class="gc-pointer gc-next gc-cut" d={curve.cut()} /> }
            </>
        })
    };
    let lines = all.iter().filter_map(|(from, to)| {
        let class = if writes.iter().any(|(_, place, _)| place == from) {
            "gc-next"
        } else if broken.contains(from) {
            "gc-breach"
        } else {
            ""
        };
        line(*from, *to, class)
    });
    let coming = writes
        .iter()
        .filter(|(_, _, value)| *value != NIL)
        .filter_map(|(_, from, value)| line(*from, *value, "gc-coming"));
    let label = worst.map(|it| it.to).and_then(|to| {
        if world.lost().contains(&to) {
            // More than that has to be said about it.
            return None;
        }
        let (left, top) = frame.object(cells, to)?;
        let below = if buffered_by(heap, to).is_empty() {
            14.0
        } else {
            20.0
        };
        Some(html! {
            <text class="gc-label gc-strong gc-halo" x={n(left + frame.box_width / 2.0)}
                y={n(top + frame.box_height + below)} text-anchor="middle">{ words::black_to_white(lang) }</text>
        })
    });
    // A root says it in its own line.
    let fields = writes
        .iter()
        .filter(|(_, from, _)| matches!(from, Thing::Field(..)));
    let next = fields.filter_map(|(no, from, value)| {
        let (x, y) = start(world, frame, cells, *from)?;
        let label = match from {
            // Above the label that says in whose buffer it is.
            Thing::Field(owner, _) if !buffered_by(heap, *owner).is_empty() => y - 46.0,
            _ => y - 30.0,
        };
        let what = format!("{} ← {}", from.name(lang), heap_words::object(*value));
        // Beside the dot, or where that is the edge, before it.
        let (x, anchor) = if x > frame.width - 120.0 {
            (x, "end")
        } else {
            (x + 6.0, "start")
        };
        Some(html! {
            <text class="gc-label gc-accent gc-halo gc-do" x={n(x)} y={n(label)} text-anchor={anchor} tabindex="0" role="button"
                onclick={finish(stage, *no)} onkeydown={finish_by_key(stage, *no)}>
                { words::next(&what, lang) }
            </text>
        })
    });
    let lines = html! { <g class="gc-pointers">{ for lines }{ for coming }</g> };
    let labels = html! { <g class="gc-pointers">{ for label }{ for next }</g> };
    (lines, labels)
}

/// A click lets a goroutine that is done with the barrier store.
pub(super) fn finish(stage: &StageProps<GcLab>, no: Gno) -> Callback<MouseEvent> {
    let act = stage.on_act.clone();
    Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        act.emit(finish_act(no));
    })
}

fn finish_by_key(stage: &StageProps<GcLab>, no: Gno) -> Callback<KeyboardEvent> {
    let act = stage.on_act.clone();
    Callback::from(move |event: KeyboardEvent| {
        if matches!(&*event.key(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            act.emit(finish_act(no));
        }
    })
}

/// What lets it store.
pub(super) fn finish_act(no: Gno) -> lab::Act {
    let does = Does { no, op: Op::Finish };
    lab::Act::Heap(heap::Act::Goroutine(does))
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::Setup;
    use glassbox_sim::{EventId, Log, Model as _};

    use super::super::layout::Moved;
    use super::*;
    use crate::lab::Composition;

    #[test]
    fn two_objects_that_point_to_each_other_have_arrows_that_do_not_cross() {
        let setup = Setup {
            globals: vec![0],
            objects: vec![vec![2, 0], vec![1, 0]],
            program_runs: false,
            collector_runs: false,
            ..Setup::default()
        };
        let mut world = World::new(&setup, 1).expect("a setup");
        world.step(&mut Log::starting_at(EventId(0)));
        for (composition, width) in [(Composition::Wide, 720.0), (Composition::Narrow, 358.0)] {
            let frame = Frame::new(composition, &world, width, 420.0);
            let cells = Cells::of(&world, frame.columns, frame.rows, Moved::new());
            let curve = |from: Ref, to: Ref| {
                let begin = start(&world, &frame, &cells, Thing::Field(from, 0)).expect("a dot");
                let corner = frame.object(&cells, to).expect("a place");
                Curve::around(&frame, &cells, begin, corner)
            };
            let points = |it: Curve| (0..=60).map(move |part| it.at(f64::from(part) / 60.0));
            let (one, other) = (curve(1, 2), curve(2, 1));
            let nearest = points(one)
                .flat_map(|(x, y)| points(other).map(move |(u, v)| (x - u).hypot(y - v)))
                .fold(f64::INFINITY, f64::min);
            assert!(nearest > 4.0, "{composition:?}: {nearest}");
        }
    }
}
