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

/// Whether a write to `target` has to run the barrier.
fn applies<H: Heap>(heap: &H, rules: &Rules, target: Target, new: Ref) -> bool {
    match target {
        Target::Stack { .. } if rules.has(Fault::ChannelWithoutBarrier) => false,
        _ if new == NIL && rules.has(Fault::NoBarrierOnNil) => false,
        Target::Field { owner, field } if rules.has(Fault::OnlyIfOwnerBlack) => {
            heap.mark(owner).has_scanned(field)
        }
        _ => true,
    }
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
    if !on || !applies(heap, rules, target, new) {
        tell(Event::BarrierSkipped {
            goroutine: no,
            target,
            off: !on,
        });
        return;
    }
    let (shade_old, shade_new) = match rules.barrier {
        Barrier::None => (false, false),
        Barrier::New => (false, true),
        Barrier::Old => (true, false),
        Barrier::Hybrid => (true, !heap.is_scanned(no)),
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
