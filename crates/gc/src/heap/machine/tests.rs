//! The same steps on both kinds of heap.

use glassbox_sim::{Chance, Purpose, Refused};

use super::*;

fn pair(chance: &mut Chance, order: Order) -> (Small, Arena) {
    let bounds = Bounds {
        objects: 3,
        fields: 2,
        globals: 2,
        goroutines: 2,
        slots: 2,
        channel: true,
    };
    let mut small = Small::new(bounds);
    let mut arena = Arena::new(Shape {
        objects: SPAN,
        fields: 2,
        globals: 2,
        slots: 2,
        buffer: 512,
        order,
    });
    let there = chance.between(1, 3);
    for _ in 0..there {
        let class = SpanClass::of(2, 0);
        let (a, b) = (small.place(2, class), arena.place(2, class));
        assert_eq!(a, b);
        small.set_mark(a, Mark::White);
        arena.set_mark(a, Mark::White);
    }
    for owner in 0..=there {
        for field in 0..2 {
            let to = chance.between(0, there);
            small.set_field(owner, field, to);
            arena.set_field(owner, field, to);
        }
    }
    for no in 0..2 {
        assert_eq!(arena.add_goroutine(), Some(no));
        for slot in 0..2 {
            let to = chance.between(0, there);
            small.set_slot(no, slot, to);
            arena.set_slot(no, slot, to);
        }
    }
    (small, arena)
}

fn any_step(chance: &mut Chance) -> Step {
    let no = chance.below(2) as u8;
    let slot = chance.below(2) as u8;
    let other = chance.below(2) as u8;
    let field = chance.below(2) as u8;
    let place = [Place::Global, Place::Slot(slot)][chance.below(2) as usize];
    let work = match chance.below(32) {
        0..3 => Work::Stop,
        3..6 => Work::Flip,
        6..9 => Work::ScanStack(no),
        9..18 => Work::ScanField(chance.below(4)),
        18 => Work::Flush(no),
        19 => Work::Restart,
        20 => Work::Terminate,
        21 => Work::Start,
        _ => {
            let op = match chance.below(10) {
                0 | 1 => Op::Load {
                    slot: other,
                    from: place,
                    field,
                },
                2 | 3 => Op::Store {
                    to: place,
                    field,
                    value: (chance.below(3) > 0).then_some(other),
                },
                4 | 5 => Op::Finish,
                6 => Op::Drop { slot },
                7 => Op::Allocate {
                    slot,
                    fields: 2,
                    data: 0,
                },
                8 => Op::Receive { slot },
                _ => Op::Send { slot, to: 1 - no },
            };
            return Step::Goroutine(no, op);
        }
    };
    Step::Collector(work)
}

fn assert_equal(small: &Small, arena: &Arena) {
    assert_eq!(small.phase(), arena.phase());
    for object in 0..=3 {
        assert_eq!(small.mark(object), arena.mark(object));
        for field in 0..2 {
            assert_eq!(small.field(object, field), arena.field(object, field));
        }
    }
    for no in 0..2 {
        assert_eq!(small.is_scanned(no), arena.is_scanned(no));
        assert_eq!(small.activity(no), arena.activity(no));
        assert_eq!(small.has_buffered(no), arena.has_buffered(no));
        for slot in 0..2 {
            assert_eq!(small.slot(no, slot), arena.slot(no, slot));
        }
    }
    assert_eq!(small.any_grey(), arena.any_grey());
}

#[test]
fn a_small_heap_and_an_arena_do_the_same() {
    let mut terminated = 0;
    for seed in 0..4_000 {
        let mut chance = Chance::new(seed, Purpose(1));
        let order = [Order::Objects, Order::Spans][chance.below(2) as usize];
        let collector = Collector::ALL[chance.below(Collector::ALL.len() as u32) as usize];
        let mut rules = collector.rules();
        if chance.below(2) == 0 {
            let fault = Fault::ALL[chance.below(Fault::ALL.len() as u32) as usize];
            rules.faults = rules.faults.with(fault, true);
        }
        let (mut small, mut arena) = pair(&mut chance, order);
        for _ in 0..300 {
            let step = any_step(&mut chance);
            let before = small;
            let mut told = (Vec::new(), Vec::new());
            let done = apply(&mut small, &rules, step, &mut |it| told.0.push(it));
            if done.is_err() {
                assert_eq!(small, before, "{step:?} was refused and changed something");
            }
            if done == Err(Refused::OverBound) {
                continue;
            }
            let also = apply(&mut arena, &rules, step, &mut |it| told.1.push(it));
            assert_eq!(done, also, "{step:?}");
            let flushed =
                |it: &Event| matches!(it, Event::BufferFlushed { .. } | Event::BufferLost { .. });
            // A buffer of 512 may hold a pointer twice, and gives back the last one first.
            if !told.0.iter().any(flushed) {
                assert_eq!(told.0, told.1);
            }
            assert_equal(&small, &arena);
            if small.phase() == Phase::Terminated {
                terminated += 1;
                break;
            }
        }
    }
    assert!(terminated > 1_000, "{terminated}");
}

/// Green Tea: scanSpan of `runtime/mgcmark_greenteagc.go` takes the span off the queue before it looks
/// which of its objects are marked and not yet scanned.
#[test]
fn a_span_is_queued_again_by_what_becomes_grey_while_it_is_scanned() {
    let mut arena = Arena::new(Shape {
        objects: 2 * SPAN,
        fields: 2,
        globals: 0,
        slots: 1,
        buffer: 512,
        order: Order::Spans,
    });
    for object in 1..=SPAN + 2 {
        assert_eq!(arena.place(2, SpanClass::of(2, 0)), object);
        arena.set_mark(object, Mark::White);
    }
    // The first lies beside the second, in front of another span.
    let (first, beside, other) = (1, 2, SPAN + 1);
    arena.set_field(first, 0, other);
    arena.set_field(first, 1, beside);
    arena.set_field(other, 0, other + 1);
    arena.set_phase(Phase::Mark);
    arena.set_mark(first, Mark::Grey(0));
    let mut scanned = Vec::new();
    while let Some(object) = arena.next_grey() {
        scanned.push(object);
        let step = Step::Collector(Work::ScanField(object));
        apply(&mut arena, &Collector::GreenTea.rules(), step, &mut |_| {}).expect("it is grey");
    }
    scanned.dedup();
    assert_eq!(scanned, [first, other, beside, other + 1]);
    assert!(arena.work_list().is_empty());
}

#[test]
fn shading_a_pointer_to_itself_finds_it_grey_already() {
    let mut chance = Chance::new(1, Purpose(1));
    let (mut small, _) = pair(&mut chance, Order::Objects);
    let rules = Collector::HybridSpec.rules();
    let mut run = |work| apply(&mut small, &rules, Step::Collector(work), &mut |_| {});
    assert_eq!(run(Work::Stop), Ok(()));
    assert_eq!(run(Work::Stop), Err(Refused::NotNow));
    assert_eq!(run(Work::Flip), Ok(()));
    assert_eq!(run(Work::ScanStack(9)), Err(Refused::NotThere));
    assert_eq!(run(Work::ScanField(9)), Err(Refused::NotThere));
    small.set_mark(1, Mark::Grey(0));
    small.set_field(1, 0, 1);
    small.set_field(1, 1, 1);
    for mark in [Mark::Grey(1), Mark::Black] {
        let work = Step::Collector(Work::ScanField(1));
        apply(&mut small, &rules, work, &mut |_| {}).unwrap();
        assert_eq!(small.mark(1), mark);
    }
}
