//! Every step that is possible at a moment: these are the buttons.

use super::machine::{
    self, Activity, Arena, Fault, GLOBALS, Gno, Heap, MAX_FRAMES, MAX_GOROUTINES, NIL, Op, Phase,
    Place, Rules, Stacks, Step, Work,
};

/// What an object has that is offered to be allocated without pointers, in bytes.
const DATA: u16 = 64;

/// Calls `each` with every step that is possible now, the collector's first. Of objects of all sizes
/// two are offered to be allocated: one with as many pointers as there may be, and one without.
pub(super) fn steps(heap: &Arena, rules: &Rules, each: &mut impl FnMut(Step)) {
    collector(heap, rules, &mut |work| each(Step::Collector(work)));
    if !heap.phase().is_stopped() {
        for no in 0..heap.goroutines() {
            goroutine(heap, no, &mut |op| each(Step::Goroutine(no, op)));
        }
    }
}

fn collector(heap: &Arena, rules: &Rules, each: &mut impl FnMut(Work)) {
    match heap.phase() {
        Phase::Off if !rules.stops_first() => each(Work::Flip),
        Phase::Off if heap.all_safe() => each(Work::Stop),
        Phase::Off => {}
        Phase::Mark => {
            let safe = || (0..heap.goroutines()).filter(|no| heap.is_safe(*no));
            for no in safe().filter(|no| !heap.is_scanned(*no)) {
                each(Work::ScanStack(no));
            }
            for no in safe().filter(|no| heap.has_buffered(*no)) {
                each(Work::Flush(no));
            }
            if heap.any_grey() && (rules.stacks != Stacks::First || heap.all_scanned()) {
                let grey = (0..=heap.objects()).filter(|it| heap.mark(*it).is_grey());
                grey.for_each(|it| each(Work::ScanField(it)));
            }
            if !heap.any_grey() && heap.all_scanned() && heap.all_safe() {
                each(Work::Stop);
            }
        }
        Phase::Sweep => each(Work::Sweep),
        Phase::FirstPause | Phase::MarkStopped | Phase::SecondPause | Phase::Terminated => {
            if let Some(work) = machine::next_in_pause(heap, rules) {
                each(work);
            }
        }
    }
}

/// What the collector does first when it gets its turn: stacks before what is grey, that in the order
/// of the work list, buffers when nothing else is left (`runtime/mgcmark.go`, gcDrain;
/// `runtime/mgc.go`, gcMarkDone). `None` while it has to wait for a goroutine to reach a safe-point.
pub(super) fn next_work(heap: &Arena, rules: &Rules) -> Option<Work> {
    let mut safe = (0..heap.goroutines()).filter(|no| heap.is_safe(*no));
    match heap.phase() {
        Phase::Off if !rules.stops_first() => Some(Work::Flip),
        Phase::Off => heap.all_safe().then_some(Work::Stop),
        Phase::Mark => {
            if let Some(no) = safe.clone().find(|no| !heap.is_scanned(*no)) {
                return Some(Work::ScanStack(no));
            }
            if heap.any_grey() {
                let may = rules.stacks != Stacks::First || heap.all_scanned();
                return heap.next_grey().filter(|_| may).map(Work::ScanField);
            }
            let full = safe.find(|no| heap.has_buffered(*no));
            match full.filter(|_| !rules.has(Fault::BuffersNotFlushed)) {
                Some(no) => Some(Work::Flush(no)),
                None => (heap.all_scanned() && heap.all_safe()).then_some(Work::Stop),
            }
        }
        Phase::Sweep => Some(Work::Sweep),
        Phase::FirstPause | Phase::MarkStopped | Phase::SecondPause | Phase::Terminated => {
            machine::next_in_pause(heap, rules)
        }
    }
}

fn goroutine(heap: &Arena, no: Gno, each: &mut impl FnMut(Op)) {
    match heap.activity(no) {
        Activity::Writing(_) => return each(Op::Finish),
        Activity::Receiving(_) => return,
        Activity::Running => {}
    }
    let frame = heap.frame(no);
    let slots = heap.slots(no).saturating_sub(frame);
    let held = |slot: u8| heap.slot(no, frame + slot);
    let filled = || (0..slots).filter(|it| held(*it) != NIL);
    let any = || filled().map(Some).chain([None]);
    let places = filled().map(|it| (Place::Slot(it), held(it)));
    for (place, owner) in std::iter::once((Place::Global, GLOBALS)).chain(places) {
        for field in 0..heap.fields(owner) {
            for slot in 0..slots {
                each(Op::Load {
                    slot,
                    from: place,
                    field,
                });
            }
            for value in any() {
                each(Op::Store {
                    to: place,
                    field,
                    value,
                });
            }
        }
    }
    for slot in filled() {
        each(Op::Drop { slot });
        for to in (0..slots).filter(|it| *it != slot) {
            each(Op::Copy { from: slot, to });
        }
    }
    if heap.has_room() {
        for slot in 0..slots {
            let fields = heap.shape().fields;
            for (fields, data) in [(fields, 0), (0, DATA)] {
                each(Op::Allocate { slot, fields, data });
            }
        }
    }
    let frames = heap.frames(no).len();
    if frames < MAX_FRAMES {
        any().for_each(|argument| each(Op::Call { argument }));
    }
    if frames > 1 {
        any().for_each(|result| each(Op::Return { result }));
    }
    if heap.goroutines() < MAX_GOROUTINES {
        filled().for_each(|slot| each(Op::Spawn { slot }));
    }
    for slot in 0..slots {
        each(Op::Receive { slot });
    }
    for to in 0..heap.goroutines() {
        if matches!(heap.activity(to), Activity::Receiving(_)) && !machine::is_served(heap, to) {
            filled().for_each(|slot| each(Op::Send { slot, to }));
        }
    }
}
