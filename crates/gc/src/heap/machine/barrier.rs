//! What a write does beside writing.

use crate::heap::event::{Event, Origin};

use super::heap::{Gno, Heap, Mark, NIL, Ref, Target};
use super::rules::{Barrier, Fault, Rules};

/// Makes a white object grey; black if it has no fields that could be scanned. Others stay as they
/// are.
#[inline]
pub(super) fn shade<H: Heap>(
    heap: &mut H,
    object: Ref,
    from: Origin,
    tell: &mut impl FnMut(Event),
) -> bool {
    if object == NIL || heap.mark(object) != Mark::White {
        return false;
    }
    let black = heap.fields(object) == 0;
    heap.set_mark(object, if black { Mark::Black } else { Mark::Grey(0) });
    tell(Event::Shaded {
        object,
        from,
        black,
    });
    true
}

/// The fault because of which a write to `target` runs no barrier, if there is one.
fn left_out<H: Heap>(heap: &H, rules: &Rules, target: Target, new: Ref) -> Option<Fault> {
    if rules.faults.is_empty() {
        return None;
    }
    let unscanned = match target {
        Target::Stack { .. } => false,
        Target::Field { owner, field } => !heap.mark(owner).has_scanned(field),
    };
    let left_out = [
        (
            Fault::ChannelWithoutBarrier,
            matches!(target, Target::Stack { .. }),
        ),
        (Fault::NoBarrierOnNil, new == NIL),
        (Fault::OnlyIfOwnerBlack, unscanned),
    ];
    let found = left_out
        .into_iter()
        .find(|(fault, here)| *here && rules.has(*fault));
    found.map(|(fault, _)| fault)
}

/// Runs the barrier of a write of `new` over `old`.
#[inline]
pub(super) fn run<H: Heap>(
    heap: &mut H,
    rules: &Rules,
    no: Gno,
    (target, old, new): (Target, Ref, Ref),
    tell: &mut impl FnMut(Event),
) {
    if rules.barrier == Barrier::None {
        return;
    }
    let on = heap.phase().is_marking();
    if !on && rules.stops_first() {
        return;
    }
    let fault = left_out(heap, rules, target, new).filter(|_| on);
    if !on || fault.is_some() {
        tell(Event::BarrierSkipped {
            goroutine: no,
            target,
            fault,
        });
        return;
    }
    // A hand-off takes the new value from one stack to another: either may be grey (17503, "Channel
    // operations and go statements").
    let grey = |no: Gno| !heap.is_scanned(no);
    let either_grey = match target {
        Target::Stack { goroutine, .. } => grey(no) || grey(goroutine),
        Target::Field { .. } => grey(no),
    };
    let (shade_old, shade_new) = match rules.barrier {
        Barrier::None => (false, false),
        Barrier::New => (false, true),
        Barrier::Old => (true, false),
        Barrier::Hybrid => (true, either_grey),
        Barrier::HybridAnyGrey => (true, !heap.all_scanned()),
        Barrier::Both => (true, true),
    };
    let (old, new) = (
        if shade_old { old } else { NIL },
        if shade_new { new } else { NIL },
    );
    tell(Event::BarrierRan {
        goroutine: no,
        target,
        old,
        new,
    });
    for (object, from) in [(old, Origin::Deleted(no)), (new, Origin::Inserted(no))] {
        if !rules.buffered {
            shade(heap, object, from, tell);
        } else if object != NIL {
            let full = heap.put(no, object);
            tell(Event::Buffered {
                goroutine: no,
                object,
            });
            if full {
                flush(heap, no, tell);
            }
        }
    }
}

/// Shades all that a goroutine's buffer holds.
pub(super) fn flush<H: Heap>(heap: &mut H, no: Gno, tell: &mut impl FnMut(Event)) {
    let (mut held, mut shaded) = (0, 0);
    while let Some(object) = heap.take(no) {
        held += 1;
        shaded += u16::from(shade(heap, object, Origin::Flushed(no), tell));
    }
    tell(Event::BufferFlushed {
        goroutine: no,
        held,
        shaded,
    });
}
