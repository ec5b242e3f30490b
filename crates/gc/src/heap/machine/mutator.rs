//! What goroutines do to the heap.

use glassbox_sim::Refused;

use crate::heap::event::Event;

use super::barrier;
use super::collector;
use super::heap::{Activity, GLOBALS, Gno, Heap, Mark, NIL, Phase, Ref, Target, Write};
use super::rules::{Barrier, Fault, Rules};
use super::spans::{MAX_DATA, SpanClass};
use super::step::{Op, Place};

pub(super) fn run<H: Heap>(
    heap: &mut H,
    rules: &Rules,
    no: Gno,
    op: Op,
    tell: &mut impl FnMut(Event),
) -> Result<(), Refused> {
    if no >= heap.goroutines() {
        return Err(Refused::NotThere);
    }
    if heap.phase().is_stopped() {
        return Err(Refused::NotNow);
    }
    match (heap.activity(no), op) {
        (Activity::Writing(write), Op::Finish) => finish(heap, no, write, tell),
        (Activity::Running, Op::Finish) => return Err(Refused::NotNow),
        (Activity::Running, op) => Goroutine { heap, rules, no }.run(op, tell)?,
        (Activity::Writing(_) | Activity::Receiving(_), _) => return Err(Refused::NotNow),
    }
    heap.set_run(no);
    Ok(())
}

/// The second half of a write: the store itself.
fn finish<H: Heap>(heap: &mut H, no: Gno, write: Write, tell: &mut impl FnMut(Event)) {
    let Write { target, value } = write;
    heap.set_activity(no, Activity::Running);
    match target {
        Target::Field { owner, field } => {
            let old = heap.field(owner, field);
            heap.set_field(owner, field, value);
            tell(Event::Stored {
                goroutine: no,
                owner,
                field,
                old,
                new: value,
            });
        }
        Target::Stack { goroutine, slot } => {
            heap.set_slot(goroutine, slot, value);
            heap.set_activity(goroutine, Activity::Running);
            heap.set_run(goroutine);
            tell(Event::Received {
                goroutine,
                slot,
                from: no,
                object: value,
            });
        }
    }
}

/// Whether somebody is about to hand `to` a pointer.
pub fn is_served<H: Heap>(heap: &H, to: Gno) -> bool {
    (0..heap.goroutines()).any(|no| match heap.activity(no) {
        Activity::Writing(Write { target, .. }) => {
            matches!(target, Target::Stack { goroutine, .. } if goroutine == to)
        }
        Activity::Running | Activity::Receiving(_) => false,
    })
}

/// A goroutine that runs, at a safe-point.
struct Goroutine<'a, H> {
    heap: &'a mut H,
    rules: &'a Rules,
    no: Gno,
}

impl<H: Heap> Goroutine<'_, H> {
    /// A slot of the running function, among all slots of the stack.
    fn slot(&self, slot: u8) -> Result<u8, Refused> {
        let at = self.heap.frame(self.no).saturating_add(slot);
        if at < self.heap.slots(self.no) {
            Ok(at)
        } else {
            Err(Refused::NotThere)
        }
    }

    fn value(&self, slot: u8) -> Result<Ref, Refused> {
        Ok(self.heap.slot(self.no, self.slot(slot)?))
    }

    fn owner(&self, place: Place, field: u8) -> Result<Ref, Refused> {
        let owner = match place {
            Place::Global => GLOBALS,
            Place::Slot(slot) => match self.value(slot)? {
                NIL => return Err(Refused::NotThere),
                object => object,
            },
        };
        if field < self.heap.fields(owner) {
            Ok(owner)
        } else {
            Err(Refused::NotThere)
        }
    }

    #[inline]
    fn run(self, op: Op, tell: &mut impl FnMut(Event)) -> Result<(), Refused> {
        let goroutine = self.no;
        match op {
            Op::Load { slot, from, field } => {
                let (slot, owner) = (self.slot(slot)?, self.owner(from, field)?);
                let object = self.heap.field(owner, field);
                self.heap.set_slot(goroutine, slot, object);
                tell(Event::Loaded {
                    goroutine,
                    slot,
                    owner,
                    field,
                    object,
                });
            }
            Op::Store { to, field, value } => {
                let owner = self.owner(to, field)?;
                let value = value.map_or(Ok(NIL), |slot| self.value(slot))?;
                let old = self.heap.field(owner, field);
                self.write(Target::Field { owner, field }, old, value, tell);
            }
            Op::Drop { slot } => {
                let slot = self.slot(slot)?;
                let object = self.heap.slot(goroutine, slot);
                self.heap.set_slot(goroutine, slot, NIL);
                tell(Event::Dropped {
                    goroutine,
                    slot,
                    object,
                });
            }
            Op::Copy { from, to } => {
                let (from, to) = (self.slot(from)?, self.slot(to)?);
                let object = self.heap.slot(goroutine, from);
                self.heap.set_slot(goroutine, to, object);
                tell(Event::Copied {
                    goroutine,
                    from,
                    to,
                    object,
                });
            }
            Op::Allocate { slot, fields, data } => {
                return self.allocate(slot, (fields, data), tell);
            }
            Op::Call { argument } => {
                let object = argument.map_or(Ok(NIL), |slot| self.value(slot))?;
                if !self.heap.push_frame(goroutine) {
                    return Err(Refused::OverBound);
                }
                let slot = self.heap.frame(goroutine);
                self.heap.set_slot(goroutine, slot, object);
                tell(Event::Called { goroutine, object });
            }
            Op::Return { result } => {
                let object = result.map_or(Ok(NIL), |slot| self.value(slot))?;
                if !self.heap.pop_frame(goroutine) {
                    return Err(Refused::NotNow);
                }
                if result.is_some() {
                    let slot = self.heap.frame(goroutine);
                    self.heap.set_slot(goroutine, slot, object);
                }
                tell(Event::Returned { goroutine, object });
            }
            Op::Spawn { slot } => return self.spawn(slot, tell),
            Op::Receive { slot } => {
                let slot = self.slot(slot)?;
                self.heap.set_activity(goroutine, Activity::Receiving(slot));
                tell(Event::ReceiveWaits { goroutine, slot });
            }
            Op::Send { slot, to } => {
                let object = self.value(slot)?;
                if to >= self.heap.goroutines() {
                    return Err(Refused::NotThere);
                }
                let Activity::Receiving(at) = self.heap.activity(to) else {
                    return Err(Refused::NotNow);
                };
                if is_served(self.heap, to) {
                    return Err(Refused::NotNow);
                }
                tell(Event::Sent {
                    goroutine,
                    to,
                    object,
                });
                let old = self.heap.slot(to, at);
                let target = Target::Stack {
                    goroutine: to,
                    slot: at,
                };
                self.write(target, old, object, tell);
            }
            Op::Finish => return Err(Refused::NotNow),
        }
        Ok(())
    }

    /// The first half of a write. The second half follows at once where nothing could come between:
    /// there is no barrier to ask for, or none can be switched on meanwhile.
    fn write(self, target: Target, old: Ref, value: Ref, tell: &mut impl FnMut(Event)) {
        let Self { heap, rules, no } = self;
        barrier::run(heap, rules, no, (target, old, value), tell);
        let write = Write { target, value };
        let may_change = heap.phase().is_marking() || !rules.stops_first();
        if rules.atomic || rules.barrier == Barrier::None || !may_change {
            finish(heap, no, write, tell);
        } else {
            heap.set_activity(no, Activity::Writing(write));
        }
    }

    fn allocate(
        self,
        slot: u8,
        (fields, data): (u8, u16),
        tell: &mut impl FnMut(Event),
    ) -> Result<(), Refused> {
        let goroutine = self.no;
        let slot = self.slot(slot)?;
        if data > MAX_DATA {
            return Err(Refused::OverBound);
        }
        let class = SpanClass::of(fields, data);
        let heap = self.heap;
        // Sweep before use (runtime/mgcsweep.go): else the new object would be swept as garbage.
        while heap.phase() == Phase::Sweep
            && let Some(span) = heap.unswept_for(class)
        {
            collector::sweep_span(heap, span, tell);
        }
        let object = heap.place(fields, class);
        if object == NIL {
            return Err(Refused::OverBound);
        }
        let black = heap.phase().is_marking() && !self.rules.has(Fault::AllocateWhite);
        heap.set_mark(object, if black { Mark::Black } else { Mark::White });
        heap.set_slot(goroutine, slot, object);
        tell(Event::Allocated {
            goroutine,
            slot,
            object,
            class,
            black,
        });
        Ok(())
    }

    /// A new goroutine's stack is black: it has no roots yet, and what is put on it runs a barrier.
    fn spawn(self, slot: u8, tell: &mut impl FnMut(Event)) -> Result<(), Refused> {
        let object = self.value(slot)?;
        let Self { heap, rules, no } = self;
        let Some(new) = heap.add_goroutine() else {
            return Err(Refused::OverBound);
        };
        heap.set_scanned(new, heap.phase().is_marking());
        tell(Event::Spawned {
            goroutine: no,
            new,
            object,
        });
        let target = Target::Stack {
            goroutine: new,
            slot: 0,
        };
        barrier::run(heap, rules, no, (target, NIL, object), tell);
        heap.set_slot(new, 0, object);
        Ok(())
    }
}
