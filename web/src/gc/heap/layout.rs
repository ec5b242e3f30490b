//! Where everybody is: roots at the left, objects in columns by their distance from the roots.
//!
//! A place of memory has one cell for the whole run. Whoever is there when the run begins stands as
//! near as possible to what points to it then; the other places follow in the order in which they are
//! given out. So the picture depends on the moment alone, not on the way there, and nobody
//! jumps from step to step.

use std::collections::{BTreeMap, VecDeque};

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Arena, GLOBALS, Heap as _, NIL, Ref};

use super::card::exists;
use super::thing::Thing;
use crate::lab::Composition;

/// Most objects that are drawn as boxes; more are squares.
pub(super) const MOST: usize = 60;
/// More objects than this stand closer together.
const CROWD: usize = 15;
/// Heights of a root's head and of each variable or slot.
pub(super) const HEAD: f64 = 26.0;
pub(super) const SLOT: f64 = 24.0;

/// The cells of a heap's places, by column and row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cells {
    at: BTreeMap<Ref, (usize, usize)>,
    /// Whom somebody has put elsewhere.
    moved: Moved,
}

/// Where somebody has put objects: the left edge as a part of the figure's width, so that it holds in a wider one, too,
/// and the top in its units.
pub(super) type Moved = BTreeMap<Ref, (f64, f64)>;

impl Cells {
    /// The cells of all that is shown, in `columns` columns and about `rows` rows.
    pub(super) fn of(world: &World, columns: usize, rows: usize, moved: Moved) -> Self {
        let all = shown(world);
        let last = all.last().copied().unwrap_or_default();
        let mut cells = Self::from_the_start(world.first_heap(), last, columns, rows);
        cells.at.retain(|object, _| all.contains(object));
        cells.moved = moved;
        cells
    }

    /// The cells of every place of memory up to `last`. First whoever was there when the run began, by the
    /// distance from the roots, then the places that were free: the next object is always
    /// allocated at the first of these.
    fn from_the_start(first: &Arena, last: Ref, columns: usize, rows: usize) -> Self {
        let mut cells = Self::default();
        let distances = distances(first);
        let deepest = distances.values().max().map_or(0, |it| it + 1);
        let mut order: Vec<(usize, Ref)> = first
            .live()
            .filter(|it| exists(first, *it))
            .map(|it| (distances.get(&it).copied().unwrap_or(usize::MAX), it))
            .collect();
        order.sort_unstable();
        for (distance, object) in order {
            let column = distance.min(deepest).min(columns.saturating_sub(1));
            let wanted = cells.wanted(first, object, rows);
            cells.put(object, column, wanted, columns, rows);
        }
        for object in 1..=last {
            if !cells.at.contains_key(&object) {
                cells.put(object, 0, 0, columns, rows);
            }
        }
        cells
    }

    /// Gives the free cell that is nearest to the wanted one.
    fn put(&mut self, object: Ref, column: usize, row: usize, columns: usize, rows: usize) {
        let free = |column: usize, row: usize| !self.at.values().any(|it| *it == (column, row));
        // Other columns first those to the right, then those to the left; then further down.
        let right = column..columns;
        let left = (0..column).rev();
        let found = right.chain(left).find_map(|column| {
            let free = (0..rows).filter(|row| free(column, *row));
            let nearest = free.min_by_key(|it| it.abs_diff(row))?;
            Some((column, nearest))
        });
        let cell = found.unwrap_or_else(|| {
            let mut below = (rows..).flat_map(|row| (0..columns).map(move |it| (it, row)));
            below.find(|(it, row)| free(*it, *row)).unwrap_or((0, rows))
        });
        self.at.insert(object, cell);
    }

    /// Everybody who has one.
    pub(super) fn objects(&self) -> impl Iterator<Item = Ref> {
        self.at.keys().copied()
    }

    /// Whether a pointer between an object and the one below it crosses the place for a word in between.
    pub(super) fn is_tied_below(&self, heap: &Arena, object: Ref) -> bool {
        let Some((column, row)) = self.at.get(&object) else {
            return false;
        };
        let below = self.at.iter().filter(|(_, it)| **it == (*column, row + 1));
        let points =
            |from: Ref, to: Ref| (0..heap.fields(from)).any(|it| heap.field(from, it) == to);
        below
            .into_iter()
            .any(|(other, _)| points(object, *other) || points(*other, object))
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.at.values().map(|(_, row)| row + 1).max().unwrap_or(1)
    }

    /// The row beside what points to an object.
    fn wanted(&self, heap: &Arena, object: Ref, rows: usize) -> usize {
        let mut sum = 0;
        let mut count = 0;
        let mut add = |row: usize| {
            sum += row;
            count += 1;
        };
        for (owner, (_, row)) in &self.at {
            if (0..heap.fields(*owner)).any(|field| heap.field(*owner, field) == object) {
                add(*row);
            }
        }
        // Beside the line of a root that leads there.
        let tops = root_tops(heap);
        let mut line = |root: usize, line: u8| {
            let top = tops.get(root).copied().unwrap_or_default();
            let y = top + HEAD + SLOT * (f64::from(line) + 0.5);
            let row = ((y - TOP) / DOWN).floor().max(0.0) as usize;
            add(row.min(rows.saturating_sub(1)));
        };
        for field in 0..heap.fields(GLOBALS) {
            if heap.field(GLOBALS, field) == object {
                line(0, field);
            }
        }
        for no in 0..heap.goroutines() {
            for slot in 0..heap.slots(no) {
                if heap.slot(no, slot) == object {
                    line(usize::from(no) + 1, slot);
                }
            }
        }
        // What nobody points to stands below the others.
        match count {
            0 if self.at.is_empty() => 0,
            0 => self.rows(),
            count => sum / count,
        }
    }
}

/// Objects that are there, and those that are not any more though something still leads to them.
pub(super) fn shown(world: &World) -> Vec<Ref> {
    let heap = world.heap();
    let mut all: Vec<Ref> = heap.live().filter(|it| exists(heap, *it)).collect();
    for object in world.lost() {
        if !all.contains(object) && is_pointed_to(heap, *object) {
            all.push(*object);
        }
    }
    all.sort_unstable();
    all
}

fn is_pointed_to(heap: &Arena, object: Ref) -> bool {
    roots(heap).iter().any(|(_, to)| *to == object)
        || heap
            .live()
            .any(|owner| (0..heap.fields(owner)).any(|field| heap.field(owner, field) == object))
}

/// Every root that points to something.
pub(super) fn roots(heap: &Arena) -> Vec<(Thing, Ref)> {
    let globals = (0..heap.fields(GLOBALS)).map(|it| (Thing::Global(it), heap.field(GLOBALS, it)));
    let slots = (0..heap.goroutines()).flat_map(|no| {
        (0..heap.slots(no)).map(move |slot| (Thing::Slot(no, slot), heap.slot(no, slot)))
    });
    globals.chain(slots).filter(|(_, to)| *to != NIL).collect()
}

/// How many pointers lead from a root to each object, its own excluded.
fn distances(heap: &Arena) -> BTreeMap<Ref, usize> {
    let mut found = BTreeMap::new();
    let mut list = VecDeque::new();
    for (_, to) in roots(heap) {
        if found.insert(to, 0).is_none() {
            list.push_back(to);
        }
    }
    while let Some(owner) = list.pop_front() {
        let next = found.get(&owner).map_or(0, |it| it + 1);
        for field in 0..heap.fields(owner) {
            let to = heap.field(owner, field);
            if to != NIL && !found.contains_key(&to) {
                found.insert(to, next);
                list.push_back(to);
            }
        }
    }
    found
}

/// Lengths of a figure, in its units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Of the roots' boxes.
    pub(super) roots: f64,
    /// Where the first column begins, and how far columns are apart.
    left: f64,
    across: f64,
    down: f64,
    /// Of an object.
    pub(super) box_width: f64,
    pub(super) box_height: f64,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// Room above the first row, for a label.
const TOP: f64 = 22.0;
/// Rows are at least so far apart.
const DOWN: f64 = 74.0;
/// Every other column stands so much lower, so that fewer pointers lie on each other.
const ODD: f64 = 14.0;

impl Frame {
    /// The figure in a room of this size; a height of 0 is as high as it has to be.
    pub(super) fn new(composition: Composition, world: &World, width: f64, height: f64) -> Self {
        let narrow = composition == Composition::Narrow;
        let roots = if narrow { 86.0 } else { 156.0 };
        let box_width: f64 = if narrow { 44.0 } else { 60.0 };
        // Many stand closer together, so that all of them are seen at once.
        let crowd = world.first_heap().live().nth(CROWD).is_some();
        let gap = match (narrow, crowd) {
            (true, true) => 14.0,
            (true, false) => 26.0,
            (false, true) => 36.0,
            (false, false) => 62.0,
        };
        // A narrow figure has no words between its rows.
        let apart = if narrow && crowd { 58.0 } else { DOWN };
        let left = roots + if narrow { 28.0 } else { 56.0 };
        // At the right edge a pointer that leads back needs room to turn, and a label to stand.
        let room = (width - left - if narrow { 14.0 } else { 34.0 }).max(box_width);
        let columns = (((room + gap) / (box_width + gap)).floor() as usize).clamp(1, 6);
        let across = if columns > 1 {
            (room - box_width - 2.0) / (columns - 1) as f64
        } else {
            room
        };
        let needed = roots_height(world);
        let least = if height > 0.0 { height } else { needed + 8.0 };
        let rows = ((least - TOP - ODD) / apart).floor().max(3.0) as usize;
        // What is left over is shared out, as far as it does not tear the picture apart.
        let down = ((least - TOP - ODD) / rows as f64).clamp(apart, 92.0);
        Self {
            width,
            height: least.max(needed),
            roots,
            left,
            across,
            down,
            box_width,
            box_height: 40.0,
            columns,
            rows,
        }
    }

    /// High enough for so many rows.
    pub(super) fn with_rows(self, rows: usize) -> Self {
        Self {
            height: self.height.max(TOP + self.down * rows as f64 + ODD),
            ..self
        }
    }

    /// The upper left corner of an object.
    pub(super) fn object(&self, cells: &Cells, object: Ref) -> Option<(f64, f64)> {
        let (column, row) = cells.at.get(&object)?;
        if let Some((x, y)) = cells.moved.get(&object) {
            return Some(self.keep_inside((*x * self.width, *y)));
        }
        let shift = if column % 2 == 1 { ODD } else { 0.0 };
        let x = self.left + *column as f64 * self.across;
        Some((x, TOP + *row as f64 * self.down + shift))
    }

    /// The nearest corner with which an object is inside the figure and right of the roots.
    pub(super) fn keep_inside(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (right, bottom) = (
            self.width - self.box_width - 2.0,
            self.height - self.box_height - 18.0,
        );
        let left = self.roots + 24.0;
        (x.min(right).max(left), y.min(bottom).max(14.0))
    }

    /// The dot of a field.
    pub(super) fn dot(&self, corner: (f64, f64), field: u8, fields: u8) -> (f64, f64) {
        let step = self.box_height / (f64::from(fields) + 1.0);
        let x = corner.0 + self.box_width - if self.box_width > 50.0 { 12.0 } else { 8.0 };
        (x, corner.1 + step * (f64::from(field) + 1.0))
    }
}

/// Where the boxes of the roots begin: the globals, then each stack.
pub(super) fn root_tops(heap: &Arena) -> Vec<f64> {
    let mut tops = Vec::new();
    let mut top = 2.0;
    let globals = heap.fields(GLOBALS);
    if globals > 0 {
        tops.push(top);
        top += HEAD + SLOT * f64::from(globals) + 14.0;
    } else {
        tops.push(top);
    }
    for no in 0..heap.goroutines() {
        tops.push(top);
        top += HEAD + SLOT * f64::from(heap.slots(no)) + 14.0;
    }
    tops.push(top);
    tops
}

/// How many pixels a unit of the figure is: few objects in a large room are drawn larger. Decided by
/// the first moment, so that it stays through the run.
pub(super) fn zoom(world: &World, width: f64, height: f64) -> f64 {
    let first = world.first_heap();
    let wanted: f64 = match first.live().filter(|it| exists(first, *it)).count() {
        0..=6 => 1.35,
        7..=10 => 1.2,
        _ => 1.0,
    };
    wanted
        .min(width / 480.0)
        .min(height / roots_height(world))
        .max(1.0)
}

fn roots_height(world: &World) -> f64 {
    root_tops(world.heap()).last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::machine::Op;
    use glassbox_gc::heap::{Act, Does, Setup};
    use glassbox_sim::{EventId, Log, Model as _};

    use super::*;

    fn world() -> (World, Log<glassbox_gc::heap::event::Event>) {
        let setup = Setup {
            globals: vec![1],
            objects: vec![vec![2, 0], vec![3, 0], vec![]],
            program_runs: false,
            collector_runs: false,
            ..Setup::default()
        };
        let mut world = World::new(&setup, 1).unwrap();
        let mut log = Log::starting_at(EventId(0));
        world.step(&mut log);
        (world, log)
    }

    fn does(world: &mut World, log: &mut Log<glassbox_gc::heap::event::Event>, op: Op) {
        let act = Act::Goroutine(Does { no: 1, op });
        world.act(world.now(), &act, log).unwrap();
    }

    #[test]
    fn an_object_keeps_its_cell_when_others_come_and_pointers_change() {
        let (mut world, mut log) = world();
        let before = Cells::of(&world, 4, 5, Moved::new());
        let columns: Vec<_> = before.at.values().map(|it| it.0).collect();
        assert_eq!(columns, [0, 1, 2]);
        let load = Op::Load {
            slot: 1,
            from: glassbox_gc::heap::machine::Place::Global,
            field: 0,
        };
        for op in [
            Op::Allocate {
                slot: 0,
                fields: 2,
                data: 0,
            },
            load,
            Op::Drop { slot: 0 },
        ] {
            does(&mut world, &mut log, op);
        }
        let after = Cells::of(&world, 4, 5, Moved::new());
        for (object, cell) in &before.at {
            assert_eq!(after.at.get(object), Some(cell));
        }
        assert_eq!(after.at.len(), 4);
    }

    #[test]
    fn the_order_in_which_a_heap_is_looked_at_does_not_matter() {
        // A figure that has seen every step, and one that is opened at the end.
        let (mut world, mut log) = world();
        let mut seen = BTreeMap::new();
        for slot in 0..3 {
            does(
                &mut world,
                &mut log,
                Op::Allocate {
                    slot,
                    fields: 1,
                    data: 0,
                },
            );
            for (object, cell) in Cells::of(&world, 3, 4, Moved::new()).at {
                assert_eq!(*seen.entry(object).or_insert(cell), cell);
            }
        }
        assert_eq!(Cells::of(&world, 3, 4, Moved::new()).at, seen);
    }

    #[test]
    fn who_was_put_elsewhere_stays_there_inside_the_figure() {
        let (world, _) = world();
        let frame = Frame::new(Composition::Wide, &world, 700.0, 400.0);
        let moved = Moved::from([(1, (0.5, 100.0)), (2, (7.0, -90.0))]);
        let cells = Cells::of(&world, frame.columns, frame.rows, moved);
        assert_eq!(frame.object(&cells, 1), Some((350.0, 100.0)));
        let wider = Frame::new(Composition::Wide, &world, 1_000.0, 400.0);
        assert_eq!(wider.object(&cells, 1), Some((500.0, 100.0)));
        let (x, y) = frame.object(&cells, 2).unwrap();
        assert!(x + frame.box_width < frame.width && y > 0.0);
    }
}
