//! Where everybody is: roots at the left, objects in columns by their distance from the roots.
//!
//! An object keeps its cell as long as it is there; a new one gets a free cell of its column, as
//! near as possible to what points to it.

use std::collections::{BTreeMap, VecDeque};

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Arena, GLOBALS, Heap as _, NIL, Ref};

use super::card::exists;
use super::thing::Thing;
use crate::lab::Composition;

/// Most objects that are drawn as boxes; more are squares.
pub(super) const MOST: usize = 60;
/// Heights of a root's head and of each variable or slot.
pub(super) const HEAD: f64 = 26.0;
pub(super) const SLOT: f64 = 24.0;

/// The cells that objects have, by column and row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cells {
    columns: usize,
    at: BTreeMap<Ref, (usize, usize)>,
}

impl Cells {
    /// Gives a cell to everybody who has none, in `columns` columns and about `rows` rows.
    pub(super) fn update(&mut self, world: &World, columns: usize, rows: usize) {
        if self.columns != columns {
            *self = Self {
                columns,
                ..Self::default()
            };
        }
        let heap = world.heap();
        let all = shown(world);
        self.at.retain(|object, _| all.contains(object));
        let new: Vec<Ref> = all
            .iter()
            .copied()
            .filter(|it| !self.at.contains_key(it))
            .collect();
        if new.is_empty() {
            return;
        }
        let distances = distances(heap);
        let mut order: Vec<(usize, Ref)> = new
            .into_iter()
            .map(|it| (distances.get(&it).copied().unwrap_or(usize::MAX), it))
            .collect();
        order.sort_unstable();
        for (distance, object) in order {
            let column = distance.min(columns.saturating_sub(1));
            let wanted = self.wanted(heap, object, rows);
            let free = |column: usize, row: usize| !self.at.values().any(|it| *it == (column, row));
            // Other columns first those to the right, then those to the left; then further down.
            let right = column..columns;
            let left = (0..column).rev();
            let found = right.chain(left).find_map(|column| {
                let free = (0..rows).filter(|row| free(column, *row));
                let nearest = free.min_by_key(|row| row.abs_diff(wanted))?;
                Some((column, nearest))
            });
            let cell = found.unwrap_or_else(|| {
                let mut below = (rows..).flat_map(|row| (0..columns).map(move |it| (it, row)));
                below.find(|(it, row)| free(*it, *row)).unwrap_or((0, rows))
            });
            self.at.insert(object, cell);
        }
    }

    /// Everybody who has one.
    pub(super) fn objects(&self) -> impl Iterator<Item = Ref> {
        self.at.keys().copied()
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
        // Roots are one below the other: their share of the height is the row.
        let mut lines = 0;
        let mut hits = Vec::new();
        for field in 0..heap.fields(GLOBALS) {
            lines += 1;
            if heap.field(GLOBALS, field) == object {
                hits.push(lines);
            }
        }
        for no in 0..heap.goroutines() {
            lines += 1;
            for slot in 0..heap.slots(no) {
                lines += 1;
                if heap.slot(no, slot) == object {
                    hits.push(lines);
                }
            }
        }
        for line in hits {
            add(line * rows / (lines + 1));
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

impl Frame {
    /// The figure in a room of this size; a height of 0 is as high as it has to be.
    pub(super) fn new(composition: Composition, world: &World, width: f64, height: f64) -> Self {
        let narrow = composition == Composition::Narrow;
        let roots = if narrow { 86.0 } else { 156.0 };
        let box_width: f64 = if narrow { 44.0 } else { 60.0 };
        let gap = if narrow { 26.0 } else { 62.0 };
        let left = roots + if narrow { 28.0 } else { 56.0 };
        let room = (width - left).max(box_width);
        let columns = (((room + gap) / (box_width + gap)).floor() as usize).clamp(1, 6);
        let across = if columns > 1 {
            (room - box_width - 2.0) / (columns - 1) as f64
        } else {
            room
        };
        let needed = roots_height(world);
        let least = if height > 0.0 { height } else { needed + 8.0 };
        let rows = ((least - TOP) / 74.0).floor().max(4.0) as usize;
        Self {
            width,
            height: least.max(needed),
            roots,
            left,
            across,
            down: 74.0,
            box_width,
            box_height: 40.0,
            columns,
            rows,
        }
    }

    /// With so many rows, close enough to each other to fit.
    pub(super) fn with_rows(self, rows: usize) -> Self {
        let rows = rows.max(self.rows);
        let down = ((self.height - TOP) / rows as f64).clamp(60.0, 92.0);
        Self {
            rows,
            down,
            height: self.height.max(TOP + down * rows as f64),
            ..self
        }
    }

    /// The upper left corner of an object.
    pub(super) fn object(&self, cells: &Cells, object: Ref) -> Option<(f64, f64)> {
        let (column, row) = cells.at.get(&object)?;
        // Every other column stands a little lower, so that fewer pointers lie on each other.
        let shift = if column % 2 == 1 { 14.0 } else { 0.0 };
        let x = self.left + *column as f64 * self.across;
        Some((x, TOP + *row as f64 * self.down + shift))
    }

    /// The dot of a field.
    pub(super) fn dot(&self, corner: (f64, f64), field: u8, fields: u8) -> (f64, f64) {
        let step = self.box_height / (f64::from(fields) + 1.0);
        let x = corner.0 + self.box_width - if self.box_width > 50.0 { 12.0 } else { 8.0 };
        (x, corner.1 + step * (f64::from(field) + 1.0))
    }
}

/// Where the boxes of the roots begin: the globals, then each stack.
pub(super) fn root_tops(world: &World) -> Vec<f64> {
    let heap = world.heap();
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

fn roots_height(world: &World) -> f64 {
    root_tops(world).last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::machine::Op;
    use glassbox_gc::heap::{Act, Does, Setup};
    use glassbox_sim::{EventId, Log, Model as _};

    use super::*;

    #[test]
    fn an_object_keeps_its_cell_when_others_come_and_pointers_change() {
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
        let mut cells = Cells::default();
        cells.update(&world, 4, 5);
        let before = cells.clone();
        let columns: Vec<_> = before.at.values().map(|it| it.0).collect();
        assert_eq!(columns, [0, 1, 2]);
        for op in [Op::Allocate { slot: 0, fields: 2 }, Op::Drop { slot: 0 }] {
            let act = Act::Goroutine(Does { no: 1, op });
            world.act(world.now(), &act, &mut log).unwrap();
            cells.update(&world, 4, 5);
        }
        for (object, cell) in &before.at {
            assert_eq!(cells.at.get(object), Some(cell));
        }
        assert_eq!(cells.at.len(), 4);
    }
}
