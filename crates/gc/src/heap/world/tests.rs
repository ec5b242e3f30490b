use glassbox_sim::{Lang, Verdict};

use super::*;
use crate::heap::machine::{Fault, Place, Work};
use crate::heap::words;

fn run(setup: &Setup, seed: u64, steps: u32) -> (World, Vec<Record<Event>>) {
    let mut world = World::new(setup, seed).unwrap();
    let mut log = Log::starting_at(EventId(0));
    let mut all = Vec::new();
    for _ in 0..steps {
        world.step(&mut log);
        all.extend(log.drain());
    }
    (world, all)
}

fn broken(world: &World) -> Option<&'static str> {
    let all = World::properties().iter();
    let mut broken = all.filter(|it| matches!((it.check)(world), Verdict::Broken(_)));
    broken.next().map(|it| it.id)
}

fn small(collector: Collector) -> Setup {
    Setup {
        collector,
        more: 6,
        room: 32,
        ..Setup::default()
    }
}

#[test]
fn runs_by_chance_go_through_cycles_and_break_nothing() {
    for collector in Collector::ALL.iter().filter(|it| it.is_sound()) {
        for seed in 0..20 {
            let (world, events) = run(&small(*collector), seed, 600);
            assert_eq!(broken(&world), None, "{collector:?} {seed}");
            assert!(world.cycles() > 1, "{collector:?} {seed}");
            let freed = events.iter().any(|it| it.event.name() == "freed");
            assert!(freed, "{collector:?} {seed}");
        }
    }
}

#[test]
fn causes_come_before_what_follows_from_them() {
    let (_, events) = run(&small(Collector::Go), 3, 600);
    let mut with = 0;
    for (at, record) in events.iter().enumerate() {
        for cause in record.causes.iter() {
            assert!((cause.0 as usize) < at, "{record:?}");
            with += 1;
        }
    }
    assert!(with > events.len() / 2, "{with} of {}", events.len());
}

#[test]
fn every_act_on_offer_can_be_done() {
    for collector in Collector::ALL {
        let mut world = World::new(&small(*collector), 5).unwrap();
        let mut log = Log::starting_at(EventId(0));
        for _ in 0..150 {
            world.step(&mut log);
            for act in world.acts() {
                let mut other = world.clone();
                let done = other.act(world.now(), &act, &mut log);
                assert_eq!(done, Ok(()), "{collector:?} {act:?}");
            }
        }
    }
}

#[test]
fn the_step_that_comes_is_the_one_that_is_taken() {
    for collector in Collector::ALL {
        let mut world = World::new(&small(*collector), 6).unwrap();
        assert_eq!(world.coming(), None, "it has not begun");
        let mut log = Log::starting_at(EventId(0));
        world.step(&mut log);
        for _ in 0..400 {
            let step = world.coming().expect("both sides run by themselves");
            let mut other = world.clone();
            let at = world.now();
            let mut told = Log::starting_at(EventId(0));
            let done = other.act(at, &step.into(), &mut told);
            log.drain().for_each(drop);
            world.step(&mut log);
            if done.is_ok() {
                let events = |log: &Log<Event>| -> Vec<Event> {
                    log.records().iter().map(|it| it.event).collect()
                };
                assert_eq!(events(&told), events(&log), "{collector:?} {step:?}");
            }
        }
        for side in [Side::Program, Side::Collector] {
            let hold = Act::Run(Run { side, on: false });
            world.act(world.now(), &hold, &mut log).unwrap();
        }
        assert_eq!(world.coming(), None, "nobody runs by itself");
    }
}

#[test]
fn what_the_collector_does_first_is_possible_and_named_by_what_happens_then() {
    for (seed, collector) in (0..).zip(Collector::ALL) {
        let mut world = World::new(&small(*collector), seed).unwrap();
        let mut log = Log::starting_at(EventId(0));
        for _ in 0..600 {
            world.step(&mut log);
            let acts = world.acts();
            let mut works = acts.iter().filter(|it| matches!(it, Act::Collector(_)));
            let Some(work) = world.next_work() else {
                assert_eq!(works.next(), None, "{collector:?}");
                continue;
            };
            assert!(works.any(|it| *it == Act::Collector(work)), "{work:?}");
            let name = words::next_work(world.heap(), work, Lang::En);
            let mut other = world.clone();
            let mut told = Log::starting_at(EventId(0));
            let done = other.act(world.now(), &Act::Collector(work), &mut told);
            assert_eq!(done, Ok(()), "{work:?}");
            for record in told.records() {
                match record.event {
                    Event::FieldScanned { owner, field, .. } => {
                        let field = words::field(owner, field);
                        assert_eq!(name, format!("scan {field}"));
                    }
                    Event::SpanSwept { span, .. } => {
                        assert_eq!(name, format!("sweep {}", words::span(span)));
                    }
                    Event::SweepDone => assert_eq!(name, "end the cycle"),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn a_refused_act_changes_nothing() {
    let (world, _) = run(&small(Collector::Go), 1, 100);
    let mut other = world.clone();
    let mut log = Log::starting_at(EventId(0));
    for no in [8, 255] {
        let act = Act::Goroutine(crate::heap::Does {
            no,
            op: Op::Drop { slot: 0 },
        });
        assert_eq!(
            other.act(world.now(), &act, &mut log),
            Err(Refused::NotThere)
        );
    }
    assert_eq!(format!("{:?}", other.heap()), format!("{:?}", world.heap()));
}

#[test]
fn without_a_trigger_nobody_collects_until_memory_is_full() {
    let setup = Setup {
        trigger: 0,
        room: 16,
        ..Setup::default()
    };
    let (world, events) = run(&setup, 1, 2_000);
    assert!(world.cycles() > 0);
    let mut place = 0;
    for record in &events {
        match record.event {
            Event::Allocated { .. } => place += 1,
            Event::WorldStopped { pause: 1 } => break,
            _ => {}
        }
    }
    assert_eq!(place, 16);
}

#[test]
fn a_heap_of_five_thousand_objects_is_collected() {
    for collector in [Collector::Go, Collector::GreenTea] {
        let setup = Setup {
            collector,
            more: 4_000,
            room: 5_000,
            program_runs: false,
            ..Setup::default()
        };
        let mut world = World::new(&setup, 1).unwrap();
        assert_eq!(world.reachable().iter().filter(|it| **it).count(), 4_000);
        let mut log = Log::starting_at(EventId(0));
        world.step(&mut log);
        world.act(world.now(), &Act::Collect, &mut log).unwrap();
        while world.cycles() == 0 {
            world.step(&mut log);
        }
        assert_eq!(world.heap().live().count(), 4_000);
        assert_eq!(broken(&world), None);
    }
}

#[test]
fn green_tea_scans_what_a_span_has_gathered_together() {
    let spans = |collector| {
        let setup = Setup {
            collector,
            more: 400,
            room: 400,
            program_runs: false,
            trigger: 1,
            ..Setup::default()
        };
        let mut world = World::new(&setup, 1).unwrap();
        let mut log = Log::starting_at(EventId(0));
        world.step(&mut log);
        world.act(world.now(), &Act::Collect, &mut log).unwrap();
        while world.cycles() == 0 {
            world.step(&mut log);
        }
        let mut changes = 0;
        let mut last = None;
        for record in log.records() {
            if let Event::FieldScanned { owner, .. } = record.event {
                let span = world.heap().home(owner).map(|(span, _)| span);
                changes += u32::from(last != span);
                last = span;
            }
        }
        changes
    };
    let (objects, pages) = (spans(Collector::Go), spans(Collector::GreenTea));
    assert!(pages * 2 < objects, "{pages} against {objects}");
}

#[test]
fn a_fault_is_found_in_some_thousand_runs() {
    let setup = Setup {
        faults: vec![Fault::AllocateWhite],
        ..small(Collector::Go)
    };
    let lost = (0..1_000).any(|seed| broken(&run(&setup, seed, 300).0).is_some());
    assert!(lost);
}

#[test]
fn an_object_takes_its_pointers_rounded_up_to_a_size_class() {
    let setup = Setup {
        objects: vec![vec![], vec![0; 2], vec![0; 7]],
        fields: 7,
        ..Setup::default()
    };
    let world = World::new(&setup, 1).unwrap();
    assert_eq!([1, 2, 3].map(|it| world.size(it)), [8, 16, 64]);
}

/// The property looks only after steps that may have broken the invariant.
#[test]
fn a_broken_invariant_is_noticed_in_the_step_that_breaks_it() {
    let mut noticed = 0;
    for seed in 0..1_200 {
        let collector = Collector::ALL[seed as usize % Collector::ALL.len()];
        let faults = match seed % 3 {
            0 => Vec::new(),
            _ => vec![Fault::ALL[seed as usize / 3 % Fault::ALL.len()]],
        };
        let setup = Setup {
            faults,
            buffer: 16,
            ..small(collector)
        };
        let mut world = World::new(&setup, seed).unwrap();
        let mut log = Log::starting_at(EventId(0));
        for _ in 0..300 {
            world.step(&mut log);
            log.drain();
            let breached = world.breach(Invariant::of(collector)).is_some();
            let told = world.broken().invariant.is_some();
            assert!(told || !breached, "{setup:?} {seed}");
            if told {
                assert!(breached, "{setup:?} {seed}");
                noticed += 1;
                break;
            }
        }
    }
    assert!(noticed > 100, "{noticed}");
}

fn choose(world: &mut World, collector: Collector, log: &mut Log<Event>) -> Result<(), Refused> {
    world.act(world.now(), &Act::Choose(collector), log)
}

#[test]
fn a_collector_chosen_between_cycles_takes_over_at_once() {
    let setup = Setup {
        collector: Collector::NoBarrier,
        faults: vec![Fault::AllocateWhite],
        program_runs: false,
        ..small(Collector::Go)
    };
    let mut world = World::new(&setup, 1).unwrap();
    let mut log = Log::starting_at(EventId(0));
    world.step(&mut log);
    let same = choose(&mut world, Collector::NoBarrier, &mut log);
    assert_eq!(same, Err(Refused::AlreadySo));
    assert_eq!(choose(&mut world, Collector::GreenTea, &mut log), Ok(()));
    assert_eq!(world.collector(), Collector::GreenTea);
    assert!(world.rules().buffered && world.rules().has(Fault::AllocateWhite));
    let last = log.records().last().map(|it| it.event);
    let (from, to) = (Collector::NoBarrier, Collector::GreenTea);
    assert_eq!(last, Some(Event::CollectorChanged { from, to }));
    world.act(world.now(), &Act::Collect, &mut log).unwrap();
    while world.cycles() == 0 {
        world.step(&mut log);
    }
    assert_eq!(broken(&world), None);
}

#[test]
fn a_collector_chosen_in_a_cycle_waits_until_it_is_over() {
    let mut world = World::new(&small(Collector::DijkstraRescan), 1).unwrap();
    let mut log = Log::starting_at(EventId(0));
    while world.heap().phase() != Phase::Mark {
        world.step(&mut log);
    }
    choose(&mut world, Collector::MarkSweep, &mut log).unwrap();
    choose(&mut world, Collector::Go, &mut log).unwrap();
    let again = choose(&mut world, Collector::Go, &mut log);
    assert_eq!(again, Err(Refused::AlreadySo));
    assert!(!world.acts().contains(&Act::Choose(Collector::Go)));
    assert_eq!(world.chosen(), Some(Collector::Go));
    while world.heap().phase() != Phase::Off {
        assert_eq!(world.collector(), Collector::DijkstraRescan);
        world.step(&mut log);
    }
    assert_eq!((world.collector(), world.chosen()), (Collector::Go, None));
    let changed = log.records().last().unwrap();
    let (from, to) = (Collector::DijkstraRescan, Collector::Go);
    assert_eq!(changed.event, Event::CollectorChanged { from, to });
    let cause = changed.causes.iter().next().unwrap();
    let cause = log.records()[cause.0 as usize].event;
    assert_eq!(cause, Event::CollectorChosen { collector: to });
}

#[test]
fn who_chooses_the_present_collector_again_takes_the_choice_back() {
    let mut world = World::new(&small(Collector::Go), 1).unwrap();
    let mut log = Log::starting_at(EventId(0));
    while world.heap().phase() != Phase::Mark {
        world.step(&mut log);
    }
    choose(&mut world, Collector::Yuasa, &mut log).unwrap();
    choose(&mut world, Collector::Go, &mut log).unwrap();
    assert_eq!(world.chosen(), None);
    while world.cycles() == 0 {
        world.step(&mut log);
    }
    assert_eq!(world.collector(), Collector::Go);
}

#[test]
fn objects_of_other_sizes_lie_in_other_spans_and_each_span_is_swept_by_itself() {
    let setup = Setup {
        objects: vec![vec![], vec![0; 2], vec![0; 7], vec![0; 2], vec![0; 8]],
        goroutines: vec![vec![2, 3]],
        fields: 8,
        program_runs: false,
        ..Setup::default()
    };
    let mut world = World::new(&setup, 1).unwrap();
    let heap = world.heap();
    let homes = [1, 2, 3, 4, 5].map(|it| heap.home(it));
    let at = |span, slot| Some((span, slot));
    assert_eq!(homes, [at(0, 0), at(1, 0), at(2, 0), at(1, 1), at(2, 1)]);
    let mut log = Log::starting_at(EventId(0));
    world.step(&mut log);
    world.act(world.now(), &Act::Collect, &mut log).unwrap();
    while world.cycles() == 0 {
        world.step(&mut log);
    }
    let swept: Vec<_> = (log.records().iter())
        .filter_map(|it| match it.event {
            Event::SpanSwept {
                span,
                class,
                freed,
                kept,
            } => Some((span, class.size(), freed, kept)),
            _ => None,
        })
        .collect();
    assert_eq!(swept, [(0, 8, 1, 0), (1, 16, 1, 1), (2, 64, 1, 1)]);
    let classes: Vec<_> = (world.heap().spans().iter())
        .map(|it| it.class().map(SpanClass::size))
        .collect();
    assert_eq!(classes, [None, Some(16), Some(64)], "the first is empty");
}

/// Where an object lies is what its span says, it fits its class, and nobody lies anywhere twice.
#[test]
fn spans_and_objects_agree_after_any_step() {
    let mut sizes = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let collector = Collector::ALL[seed as usize % Collector::ALL.len()];
        let setup = Setup {
            collector,
            fields: 8,
            more: 20,
            room: 48,
            ..Setup::default()
        };
        let mut world = World::new(&setup, seed).unwrap();
        let mut log = Log::starting_at(EventId(0));
        for _ in 0..600 {
            world.step(&mut log);
            log.drain();
            let heap = world.heap();
            let mut found = 0;
            for (number, span) in (0..).zip(heap.spans()) {
                for (slot, object) in (0..).zip(span.slots()) {
                    if *object == NIL {
                        continue;
                    }
                    found += 1;
                    assert_eq!(heap.home(*object), Some((number, slot)));
                    let class = span.class().expect("it holds something");
                    let fields = heap.fields(*object);
                    assert_eq!(class.has_pointers(), fields > 0);
                    assert!(class.size() >= u64::from(fields) * 8);
                    sizes.insert(class.size());
                }
                assert!(span.is_swept() || heap.phase() == Phase::Sweep);
            }
            assert_eq!(heap.live().count(), found);
        }
    }
    // Up to eight pointers, and with 48 bytes beside them.
    assert_eq!(sizes.last(), Some(&112), "{sizes:?}");
    assert!(sizes.len() > 8, "{sizes:?}");
}

/// Proposal 17503, Background: "a scanned stack is only black until its goroutine executes again".
#[test]
fn a_scanned_stack_is_grey_again_once_its_goroutine_runs_where_stacks_are_scanned_again() {
    for (collector, again) in [(Collector::DijkstraRescan, true), (Collector::Go, false)] {
        let setup = Setup {
            collector,
            globals: vec![1],
            objects: vec![vec![0]],
            program_runs: false,
            collector_runs: false,
            ..Setup::default()
        };
        let mut world = World::new(&setup, 1).expect("a setup");
        let mut log = Log::starting_at(EventId(0));
        world.step(&mut log);
        for work in [Work::Stop, Work::Flip, Work::ScanStack(0)] {
            let act = Act::Collector(work);
            world.act(world.now(), &act, &mut log).expect("its turn");
        }
        assert!(world.heap().is_black(0, world.rules()));
        let load = Op::Load {
            slot: 0,
            from: Place::Global,
            field: 0,
        };
        let act = Act::Goroutine(crate::heap::Does { no: 0, op: load });
        world.act(world.now(), &act, &mut log).expect("it can");
        assert!(world.heap().is_scanned(0));
        assert_eq!(!world.heap().is_black(0, world.rules()), again);
        // The object is white: only a black stack breaks the strong invariant by it.
        let strong = world.breach(Invariant::Strong);
        assert_eq!(strong.is_none(), again, "{collector:?}: {strong:?}");
    }
}

#[test]
fn an_object_larger_than_there_may_be_is_refused_and_one_of_data_alone_lies_among_those_without_pointers()
 {
    let setup = Setup {
        objects: vec![vec![0]],
        data: vec![24],
        globals: vec![1],
        program_runs: false,
        collector_runs: false,
        ..Setup::default()
    };
    let mut world = World::new(&setup, 1).expect("a setup");
    let mut log = Log::starting_at(EventId(0));
    world.step(&mut log);
    assert_eq!(world.size(1), 32);
    let mut allocate = |world: &mut World, fields, data| {
        let op = Op::Allocate {
            slot: 0,
            fields,
            data,
        };
        let act = Act::Goroutine(crate::heap::Does { no: 0, op });
        world.act(world.now(), &act, &mut log)
    };
    let too_large = allocate(&mut world, 0, machine::MAX_DATA + 1);
    assert_eq!(too_large, Err(Refused::OverBound));
    let too_many = allocate(&mut world, setup.fields + 1, 0);
    assert_eq!(too_many, Err(Refused::OverBound));
    assert_eq!(world.size(2), 0, "nothing was allocated");
    assert_eq!(allocate(&mut world, 0, 64), Ok(()));
    assert_eq!(world.size(2), 64);
    let class = world.heap().class(2).expect("it is there");
    assert!(!class.has_pointers());
}

#[test]
fn floating_garbage_floats_until_the_cycle_after_it_has_found_it() {
    // A is black when its last pointer goes; B was never reachable.
    let setup = Setup {
        collector: Collector::HybridSpec,
        globals: vec![1],
        goroutines: vec![vec![]],
        objects: vec![vec![0], vec![0]],
        program_runs: false,
        collector_runs: false,
        ..Setup::default()
    };
    let mut world = World::new(&setup, 1).expect("a setup");
    let mut log = Log::starting_at(EventId(0));
    world.step(&mut log);
    let mut work = |world: &mut World, all: &[Work]| {
        for work in all {
            let act = Act::Collector(*work);
            world.act(world.now(), &act, &mut log).expect("its turn");
        }
    };
    assert_eq!(world.garbage(2), Garbage::Unfound);
    let scans = [
        Work::ScanStack(0),
        Work::ScanField(GLOBALS),
        Work::ScanField(1),
    ];
    work(&mut world, &[Work::Stop, Work::Flip]);
    work(&mut world, &scans);
    let mut log = Log::starting_at(EventId(100));
    for op in [
        Op::Store {
            to: Place::Global,
            field: 0,
            value: None,
        },
        Op::Finish,
    ] {
        let act = Act::Goroutine(crate::heap::Does { no: 0, op });
        world.act(world.now(), &act, &mut log).expect("it can");
    }
    let mut work = |world: &mut World, all: &[Work]| {
        for work in all {
            let act = Act::Collector(*work);
            world.act(world.now(), &act, &mut log).expect("its turn");
        }
    };
    let both = |world: &World| [world.garbage(1), world.garbage(2)];
    assert_eq!(both(&world), [Garbage::Floating, Garbage::Unfound]);
    work(&mut world, &[Work::Stop, Work::Terminate, Work::Start]);
    assert_eq!(both(&world), [Garbage::Floating, Garbage::Found]);
    // The span is swept, and its black objects are white for the next cycle; A floats on.
    work(&mut world, &[Work::Sweep, Work::Sweep]);
    assert_eq!(world.heap().phase(), Phase::Off);
    assert_eq!(world.garbage(1), Garbage::Floating);
    let scans = [Work::ScanStack(0), Work::ScanField(GLOBALS)];
    work(&mut world, &[Work::Stop, Work::Flip]);
    work(&mut world, &scans);
    assert_eq!(world.garbage(1), Garbage::Unfound, "white again");
    work(&mut world, &[Work::Stop, Work::Terminate, Work::Start]);
    assert_eq!(world.garbage(1), Garbage::Found);
}
