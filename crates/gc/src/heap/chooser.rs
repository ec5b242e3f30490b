//! Who does what next when nobody chooses.

use glassbox_sim::Chance;

use super::machine::{
    self, Arena, Fault, GLOBALS, Gno, Heap, NIL, Op, Phase, Place, Ref, Rules, Step, Work,
};

/// How many draws a goroutine has to find something that is possible.
const DRAWS: u32 = 16;

/// Who runs by itself, and whether a cycle is due.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) program: bool,
    pub(super) collector: bool,
    pub(super) due: bool,
}

impl Sides {
    fn collector_moves(self, heap: &Arena) -> bool {
        self.collector && (self.due || heap.phase() != Phase::Off)
    }
}

/// Whether anything happens by itself.
pub(super) fn moves(heap: &Arena, sides: Sides) -> bool {
    if heap.phase().is_stopped() {
        return sides.collector;
    }
    sides.program && heap.runnable() != 0 || sides.collector_moves(heap)
}

/// The next step. `None` if nothing moves.
pub(super) fn choose(
    heap: &Arena,
    rules: &Rules,
    sides: Sides,
    chance: &mut Chance,
) -> Option<Step> {
    if heap.phase().is_stopped() {
        let work = machine::next_in_pause(heap, rules).filter(|_| sides.collector)?;
        return Some(Step::Collector(work));
    }
    let runs = if sides.program { heap.runnable() } else { 0 };
    if sides.collector_moves(heap) {
        if runs == 0 || chance.below(2) == 0 {
            return Some(collect(heap, rules, chance));
        }
    } else if runs == 0 {
        return None;
    }
    let no = one_of(runs, chance)?;
    Some(Step::Goroutine(no, operation(heap, no, chance)))
}

/// A draw among goroutines that are given as bits.
fn one_of(mut those: u8, chance: &mut Chance) -> Option<Gno> {
    for _ in 0..chance.below(those.count_ones()) {
        those &= those.wrapping_sub(1);
    }
    (those != 0).then(|| those.trailing_zeros() as Gno)
}

/// A draw among those that fit.
fn one(heap: &Arena, fits: impl Fn(Gno) -> bool, chance: &mut Chance) -> Option<Gno> {
    let those = (0..heap.goroutines()).fold(0, |all, no| all | u8::from(fits(no)) << no);
    one_of(those, chance)
}

fn collect(heap: &Arena, rules: &Rules, chance: &mut Chance) -> Step {
    // It cannot stop the world before everybody is at a safe-point; so it waits for them.
    let wait_or = |work, chance: &mut Chance| {
        one(heap, |no| !heap.is_safe(no), chance)
            .map_or(Step::Collector(work), |no| Step::Goroutine(no, Op::Finish))
    };
    match heap.phase() {
        Phase::Off if rules.stops_first() => wait_or(Work::Stop, chance),
        Phase::Off => Step::Collector(Work::Flip),
        Phase::Sweep => Step::Collector(Work::Sweep),
        _ => {
            let unscanned = |no| !heap.is_scanned(no) && heap.is_safe(no);
            let stack = one(heap, unscanned, chance).map(Work::ScanStack);
            let object = heap.next_grey().map(Work::ScanField);
            let scan_object = chance.below(3) > 0;
            let first = rules.stacks == machine::Stacks::First;
            let found = match (stack, object) {
                (Some(_), Some(object)) if scan_object && !first => Some(object),
                (Some(stack), _) => Some(stack),
                (None, Some(_)) if first && !heap.all_scanned() => None,
                (None, object) => object,
            };
            if let Some(work) = found {
                return Step::Collector(work);
            }
            // All buffers are flushed before the world is stopped, but not all at once: what comes
            // in meanwhile is found when it stands still (runtime/mgc.go, gcMarkDone).
            let full = |no| heap.has_buffered(no) && heap.is_safe(no);
            let flushes = !rules.has(Fault::BuffersNotFlushed) && chance.below(4) > 0;
            match one(heap, full, chance).filter(|_| flushes) {
                Some(no) => Step::Collector(Work::Flush(no)),
                None => wait_or(Work::Stop, chance),
            }
        }
    }
}

fn operation(heap: &Arena, no: Gno, chance: &mut Chance) -> Op {
    if !heap.is_safe(no) {
        return Op::Finish;
    }
    let own = heap.running(no);
    let draw = |chance: &mut Chance| chance.below(own.len() as u32) as u8;
    for _ in 0..DRAWS {
        let kind = chance.below(100);
        let slot = draw(chance);
        let held = own.get(usize::from(slot)).copied().unwrap_or(NIL);
        let found = match kind {
            0..58 => access(heap, (slot, held), kind < 30, draw, chance),
            58..66 if held != NIL => Some(Op::Drop { slot }),
            66..72 if held != NIL && own.len() > 1 => Some(Op::Copy {
                from: slot,
                to: draw(chance),
            }),
            72..88 => Some(Op::Allocate {
                slot,
                fields: chance.below(u32::from(heap.shape().fields) + 1) as u8,
            }),
            88..91 if heap.frames(no).len() < 3 => Some(Op::Call {
                argument: Some(slot),
            }),
            91..94 if heap.frames(no).len() > 1 => Some(Op::Return { result: Some(slot) }),
            94..95 if heap.goroutines() < machine::MAX_GOROUTINES && held != NIL => {
                Some(Op::Spawn { slot })
            }
            95..97 if heap.runnable() & !(1 << no) != 0 => Some(Op::Receive { slot }),
            97.. if held != NIL => one_of(heap.receiving(), chance).map(|to| Op::Send { slot, to }),
            _ => None,
        };
        if let Some(op) = found {
            return op;
        }
    }
    Op::Drop { slot: draw(chance) }
}

/// A load or a store: of a global variable or of a field of what a slot holds.
fn access(
    heap: &Arena,
    (slot, held): (u8, Ref),
    loads: bool,
    draw: impl Fn(&mut Chance) -> u8,
    chance: &mut Chance,
) -> Option<Op> {
    let (place, count) = if chance.below(4) == 0 {
        (Place::Global, heap.fields(GLOBALS))
    } else if held == NIL {
        return None;
    } else {
        (Place::Slot(slot), heap.fields(held))
    };
    if count == 0 {
        return None;
    }
    let field = chance.below(count.into()) as u8;
    let other = draw(chance);
    Some(if loads {
        Op::Load {
            slot: other,
            from: place,
            field,
        }
    } else {
        Op::Store {
            to: place,
            field,
            value: (chance.below(3) > 0).then_some(other),
        }
    })
}
