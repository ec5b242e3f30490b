//! A cycle, in the order of `runtime/mgc.go`.

use glassbox_sim::Refused;

use crate::heap::event::{Event, Origin};

use super::barrier::{flush, shade};
use super::heap::{GLOBALS, Gno, Heap, Mark, NIL, Phase, Ref};
use super::rules::{Fault, Rules, Stacks};
use super::spans::SPAN;
use super::step::Work;

pub(super) fn work<H: Heap>(
    heap: &mut H,
    rules: &Rules,
    work: Work,
    tell: &mut impl FnMut(Event),
) -> Result<(), Refused> {
    let phase = heap.phase();
    match work {
        Work::Stop => stop(heap, rules, tell),
        Work::Flip if phase == Phase::FirstPause => {
            flip(heap, rules, tell);
            Ok(())
        }
        Work::Flip if phase == Phase::Off && !rules.stops_first() => {
            flip(heap, rules, tell);
            Ok(())
        }
        Work::ScanStack(no) => scan_stack(heap, no, tell),
        Work::ScanField(object) => scan_field(heap, rules, object, tell),
        Work::Flush(no) if phase.is_marking() && phase != Phase::Terminated => {
            if no >= heap.goroutines() {
                return Err(Refused::NotThere);
            }
            if !heap.has_buffered(no) {
                return Err(Refused::AlreadySo);
            }
            if !heap.is_safe(no) {
                return Err(Refused::NotNow);
            }
            flush(heap, no, tell);
            Ok(())
        }
        Work::Restart if phase == Phase::SecondPause && heap.any_grey() => {
            heap.set_phase(Phase::Mark);
            tell(Event::MarkRestarted);
            Ok(())
        }
        Work::Terminate if next_in_pause(heap, rules) == Some(Work::Terminate) => {
            terminate(heap, tell);
            Ok(())
        }
        Work::Start => start(heap, rules, tell),
        Work::Sweep if phase == Phase::Sweep => {
            sweep(heap, tell);
            Ok(())
        }
        Work::Flip | Work::Flush(_) | Work::Restart | Work::Terminate | Work::Sweep => {
            Err(Refused::NotNow)
        }
    }
}

/// While the world is stopped nothing else moves, so what the collector does next is fixed. `None`
/// while the world runs.
pub fn next_in_pause<H: Heap>(heap: &H, rules: &Rules) -> Option<Work> {
    let unscanned = || (0..heap.goroutines()).find(|no| !heap.is_scanned(*no));
    let drain = || {
        let stack = unscanned().map(Work::ScanStack);
        stack.or_else(|| heap.next_grey().map(Work::ScanField))
    };
    match heap.phase() {
        Phase::Off | Phase::Mark | Phase::Sweep => None,
        Phase::FirstPause => Some(Work::Flip),
        Phase::MarkStopped if rules.stop_to_mark => Some(drain().unwrap_or(Work::Terminate)),
        Phase::MarkStopped => Some(unscanned().map_or(Work::Start, Work::ScanStack)),
        Phase::SecondPause => {
            let full = |no: &Gno| heap.has_buffered(*no) && !rules.has(Fault::BuffersNotFlushed);
            if let Some(no) = (0..heap.goroutines()).find(full) {
                return Some(Work::Flush(no));
            }
            if rules.rescan {
                return Some(drain().unwrap_or(Work::Terminate));
            }
            Some(if heap.any_grey() {
                Work::Restart
            } else {
                Work::Terminate
            })
        }
        Phase::Terminated => Some(Work::Start),
    }
}

fn stop<H: Heap>(heap: &mut H, rules: &Rules, tell: &mut impl FnMut(Event)) -> Result<(), Refused> {
    match heap.phase() {
        Phase::Off if rules.stops_first() && heap.all_safe() => {
            heap.set_phase(Phase::FirstPause);
            tell(Event::WorldStopped { pause: 1 });
        }
        Phase::Mark if !heap.any_grey() && heap.all_scanned() && heap.all_safe() => {
            heap.set_phase(Phase::SecondPause);
            tell(Event::WorldStopped { pause: 2 });
            if rules.rescan {
                (0..heap.goroutines()).for_each(|no| heap.set_scanned(no, false));
            }
        }
        _ => return Err(Refused::NotNow),
    }
    Ok(())
}

/// Everything becomes white, roots become grey, the barrier goes on.
fn flip<H: Heap>(heap: &mut H, rules: &Rules, tell: &mut impl FnMut(Event)) {
    let stopped = heap.phase() == Phase::FirstPause;
    (0..heap.goroutines()).for_each(|no| heap.set_scanned(no, false));
    let globals = if heap.fields(GLOBALS) == 0 {
        Mark::Black
    } else {
        Mark::Grey(0)
    };
    heap.set_mark(GLOBALS, globals);
    let concurrent = !(stopped && rules.stop_to_mark);
    tell(Event::MarkStarted { concurrent });
    let stays = stopped && (rules.stop_to_mark || rules.stacks == Stacks::Snapshot);
    heap.set_phase(if stays {
        Phase::MarkStopped
    } else {
        Phase::Mark
    });
    if stopped && !stays {
        tell(Event::WorldStarted { pause: 1 });
    }
}

fn scan_stack<H: Heap>(heap: &mut H, no: Gno, tell: &mut impl FnMut(Event)) -> Result<(), Refused> {
    if no >= heap.goroutines() {
        return Err(Refused::NotThere);
    }
    match heap.phase() {
        Phase::Mark | Phase::MarkStopped | Phase::SecondPause if heap.is_safe(no) => {}
        _ => return Err(Refused::NotNow),
    }
    if heap.is_scanned(no) {
        return Err(Refused::AlreadySo);
    }
    let again = heap.phase() == Phase::SecondPause;
    tell(Event::StackScanned {
        goroutine: no,
        again,
    });
    for slot in 0..heap.slots(no) {
        shade(heap, heap.slot(no, slot), Origin::Stack(no), tell);
    }
    heap.set_scanned(no, true);
    Ok(())
}

fn scan_field<H: Heap>(
    heap: &mut H,
    rules: &Rules,
    object: Ref,
    tell: &mut impl FnMut(Event),
) -> Result<(), Refused> {
    if object > heap.objects() {
        return Err(Refused::NotThere);
    }
    let Mark::Grey(field) = heap.mark(object) else {
        return Err(Refused::NotNow);
    };
    let may = match heap.phase() {
        Phase::Mark => rules.stacks != Stacks::First || heap.all_scanned(),
        Phase::MarkStopped => rules.stop_to_mark,
        Phase::SecondPause => rules.rescan,
        _ => false,
    };
    if !may {
        return Err(Refused::NotNow);
    }
    let found = heap.field(object, field);
    let last = field + 1 >= heap.fields(object);
    let white = found != NIL && heap.mark(found) == Mark::White;
    tell(Event::FieldScanned {
        owner: object,
        field,
        found,
        last,
        white,
    });
    // First the object, then what it points to: a pointer to itself finds it no longer white.
    heap.set_mark(
        object,
        if last {
            Mark::Black
        } else {
            Mark::Grey(field + 1)
        },
    );
    let origin = Origin::Field {
        owner: object,
        field,
    };
    shade(heap, found, origin, tell);
    Ok(())
}

fn terminate<H: Heap>(heap: &mut H, tell: &mut impl FnMut(Event)) {
    for no in 0..heap.goroutines() {
        // Only where flushing is left out is there anything in it: it is thrown away.
        let mut held = 0;
        while heap.take(no).is_some() {
            held += 1;
        }
        if held > 0 {
            tell(Event::BufferLost {
                goroutine: no,
                held,
            });
        }
    }
    heap.set_phase(Phase::Terminated);
    tell(Event::MarkTerminated);
}

fn start<H: Heap>(
    heap: &mut H,
    rules: &Rules,
    tell: &mut impl FnMut(Event),
) -> Result<(), Refused> {
    match heap.phase() {
        Phase::MarkStopped if next_in_pause(heap, rules) == Some(Work::Start) => {
            heap.set_phase(Phase::Mark);
            tell(Event::WorldStarted { pause: 1 });
        }
        Phase::Terminated => {
            heap.set_phase(Phase::Sweep);
            let pause = if rules.stop_to_mark { 1 } else { 2 };
            tell(Event::WorldStarted { pause });
        }
        _ => return Err(Refused::NotNow),
    }
    Ok(())
}

/// Sweeps the next span; when none is left the cycle is over.
fn sweep<H: Heap>(heap: &mut H, tell: &mut impl FnMut(Event)) {
    if let Some(span) = heap.unswept() {
        return sweep_span(heap, span, tell);
    }
    heap.set_mark(GLOBALS, Mark::White);
    heap.set_phase(Phase::Off);
    tell(Event::SweepDone);
}

/// Sweeps a span: white is freed, black becomes white for the next cycle.
pub(super) fn sweep_span<H: Heap>(heap: &mut H, span: u32, tell: &mut impl FnMut(Event)) {
    let Some(class) = heap.begin_sweep_of(span) else {
        return;
    };
    let (mut freed, mut kept) = (0, 0);
    for slot in 0..SPAN as u8 {
        let object = heap.in_span(span, slot);
        if object == NIL {
            continue;
        }
        match heap.mark(object) {
            Mark::Free => {}
            Mark::White => {
                heap.free(object);
                freed += 1;
                tell(Event::Freed { object });
            }
            Mark::Grey(_) | Mark::Black => {
                heap.set_mark(object, Mark::White);
                kept += 1;
            }
        }
    }
    tell(Event::SpanSwept {
        span,
        class,
        freed,
        kept,
    });
}
