//! When a cycle starts, where it is to end, and who marks.

use super::*;

#[test]
fn the_first_cycle_starts_at_61_64ths_of_4_mib_and_not_at_the_first_full_cache() {
    let mut run = Run::new(Setup::default());
    while run.program.process().phase() == Phase::Off {
        run.step();
    }
    let cycle = run.program.history().last().unwrap();
    assert_eq!((cycle.number, cycle.why), (1, Reason::Heap));
    assert_eq!((cycle.start.1, cycle.trigger), (3_997_696, 3_997_696));
    assert_eq!(cycle.goal, 4 * MIB);
    // 488 refills before, and none of them started a cycle.
    assert_eq!(cycle.start.1 / run.program.process().span(), 488);
}

#[test]
fn every_goal_is_live_heap_and_gogc_percent_of_live_heap_and_roots() {
    for gogc in [50, 100, 200] {
        let run = steady(|it| it.gogc = Gogc::Percent(gogc));
        let cycles: Vec<&Cycle> = run.program.history().cycles().collect();
        assert!(cycles.len() >= 3);
        for cycle in cycles.iter().filter(|it| it.end.is_some()) {
            let (_, live) = cycle.end.unwrap();
            let roots = (64 << 10) + (256 << 10);
            let goal = live + (live + roots) * u64::from(gogc) / 100;
            let least = (4 * MIB * u64::from(gogc) / 100).max(live + MIB);
            assert_eq!(cycle.next_goal, Some(goal.max(least)));
        }
    }
}

#[test]
fn a_steady_program_is_marked_when_it_reaches_its_goal() {
    let run = steady(|_| ());
    let last: Vec<&Cycle> = run
        .program
        .history()
        .cycles()
        .rev()
        .skip(1)
        .take(4)
        .collect();
    for cycle in last {
        let (_, end) = cycle.mark_ended.unwrap();
        let percent = end * 100 / cycle.goal;
        assert!((95..=101).contains(&percent), "{percent} % in {cycle:?}");
        assert!(cycle.trigger < cycle.goal && cycle.start.1 < cycle.trigger + (8 << 10));
        assert_eq!(cycle.pauses(), (Some(30_000), Some(60_000)));
        // One of four processors marks, all the time.
        let marking = cycle.mark_ended.unwrap().0.since(cycle.mark_began.unwrap());
        assert!(cycle.background_time.abs_diff(marking.as_nanos()) < 256);
    }
}

#[test]
fn a_program_that_allocates_fast_pays_with_assists() {
    let slow = steady(|_| ());
    let fast = steady(|it| it.alloc_rate = Bytes::mib(4096));
    let percent = |run: &Run| {
        run.program
            .history()
            .cycles()
            .nth_back(1)
            .unwrap()
            .assist_percent
    };
    assert!(percent(&slow) < 5, "{}", percent(&slow));
    assert!(percent(&fast) > 40, "{}", percent(&fast));
    assert!(slow.broken().is_empty() && fast.broken().is_empty());
}

#[test]
fn processors_with_nothing_to_do_mark() {
    let busy = steady(|_| ());
    let idle = steady(|it| it.goroutines = 1);
    let time = |run: &Run| {
        run.program
            .history()
            .cycles()
            .nth_back(1)
            .unwrap()
            .idle_time
    };
    assert_eq!(time(&busy), 0);
    assert!(time(&idle) > 0);
}

#[test]
fn stacks_raise_the_goal_and_start_nothing() {
    let mut run = steady(|_| ());
    while run.program.process().phase() != Phase::Off {
        run.step();
    }
    let (cycles, goal) = (
        run.program.process().collections().cycles,
        run.program.process().controller().heap_goal(),
    );
    run.act_now(Act::SetStacks(Bytes::mib(64)));
    assert_eq!(run.program.process().phase(), Phase::Off);
    assert_eq!(run.program.process().controller().heap_goal(), goal);
    run.run(Duration::from_millis(400));
    let process = run.program.process();
    assert!(process.collections().cycles > cycles);
    // Cycles become rarer, not more frequent: the next one has 64 MiB more to go.
    assert!(process.controller().heap_goal() > goal + 60 * MIB);
}

#[test]
fn runtime_gc_blocks_its_caller_until_all_is_swept_and_nobody_else() {
    let mut run = steady(|it| it.gogc = Gogc::Percent(400));
    while run.program.process().phase() != Phase::Off || run.program.process().is_sweeping() {
        run.step();
    }
    let cycle = run.program.process().collections().cycles + 1;
    run.act_now(Act::Collect(2));
    assert_eq!(
        run.act(run.program.now(), Act::Collect(2)),
        Err(Refused::AlreadySo)
    );
    let before = run.program.process().controller().total_alloc;
    while run.program.process().phase() != Phase::SecondPause {
        run.step();
    }
    assert!(run.program.process().controller().total_alloc > before + MIB);
    assert!(run.program.process().goroutines()[1].waits.is_some());
    run.run(Duration::from_millis(200));
    let returned = events(&run, "returned").next().unwrap();
    let mut swept = events(&run, "swept");
    let swept = swept.find(|it| it.event.cycle() == Some(cycle)).unwrap();
    assert_eq!(returned.at, swept.at);
    assert_eq!(
        (returned.event.goroutine(), returned.event.cycle()),
        (Some(2), Some(cycle))
    );
    assert!(matches!(
        returned.event,
        Event::Returned { waited, .. } if waited > Duration::from_millis(1)
    ));
    let mut cycles = run.program.history().cycles();
    let explicit = cycles.find(|it| it.number == cycle).unwrap();
    assert_eq!(explicit.why, Reason::Explicit);
}

#[test]
fn runtime_gc_while_marking_waits_for_the_cycle_after() {
    let mut run = steady(|_| ());
    while run.program.process().phase() != Phase::Mark {
        run.step();
    }
    let cycle = run.program.process().collections().cycles;
    run.act_now(Act::Collect(1));
    assert_eq!(run.program.process().collections().cycles, cycle);
    run.run(Duration::from_millis(200));
    let history = run.program.history();
    let next = history.cycles().find(|it| it.number == cycle + 1).unwrap();
    assert_eq!(next.why, Reason::Explicit);
    let before = history.cycles().find(|it| it.number == cycle).unwrap();
    // Who called it sweeps first.
    let (ended, swept) = (before.end.unwrap().0, before.swept.unwrap());
    assert!(swept > ended && next.start.0 == swept, "{ended} {swept}");
    let first = events(&run, "sweep-first").last().unwrap();
    assert_eq!((first.at, first.event.goroutine()), (ended, Some(1)));
    let returned = events(&run, "returned").next().unwrap();
    assert_eq!(returned.event.cycle(), Some(cycle + 1));
}

#[test]
fn two_minutes_without_a_cycle_start_one_unless_gogc_is_off_or_there_was_none() {
    let after = |gogc, first: bool| {
        let mut run = Run::new(Setup {
            gogc,
            ..Setup::default()
        });
        run.step();
        if first {
            run.act_now(Act::Collect(1));
            run.run(Duration::from_millis(10));
        }
        run.act_now(Act::Pause);
        run.run(Duration::from_secs(125));
        let process = run.program.process();
        let why = run.program.history().last().map(|it| it.why);
        (process.collections().cycles, why)
    };
    let on = Gogc::Percent(100);
    assert_eq!(after(on, true), (2, Some(Reason::Time)));
    assert_eq!(after(on, false), (0, None));
    assert_eq!(after(Gogc::Off, true), (1, Some(Reason::Explicit)));
}

#[test]
fn while_everybody_sleeps_the_monitor_looks_once_a_minute() {
    let mut run = Run::new(Setup {
        alloc_rate: Bytes::kib(64),
        ..Setup::default()
    });
    run.step();
    run.act_now(Act::Collect(1));
    // The last cycle was half a minute ago when everybody falls asleep.
    run.run(Duration::from_secs(30));
    let ended = run.program.history().last().unwrap().end.unwrap().0;
    let asleep = Instant::START + Duration::from_secs(30);
    run.act(asleep, Act::Pause).unwrap();
    run.run(Duration::from_secs(200));
    let forced = events(&run, "cycle-started").last().unwrap().at;
    assert!(ended < Instant::START + Duration::from_millis(100));
    // It fell asleep at the next look, and found two minutes over when it woke for the second time.
    assert_eq!(forced, asleep + Duration::from_millis(120_010));

    // While somebody works it looks in time.
    let mut run = Run::new(Setup {
        alloc_rate: Bytes::kib(64),
        gogc: Gogc::Percent(400),
        ..Setup::default()
    });
    run.step();
    run.act_now(Act::Collect(1));
    run.run(Duration::from_secs(125));
    let ended = run
        .program
        .history()
        .cycles()
        .next()
        .unwrap()
        .end
        .unwrap()
        .0;
    let forced = events(&run, "cycle-started").last().unwrap().at;
    let late = forced.since(ended + Duration::from_secs(120));
    assert!(late <= Duration::from_millis(10), "{late}");
}

#[test]
fn an_assist_is_told_with_what_it_scans_and_what_was_paid_from_credit() {
    let run = steady(|it| it.alloc_rate = Bytes::mib(1024));
    let mut told = 0;
    for record in events(&run, "assist-began") {
        let Event::AssistBegan { work, credit, .. } = record.event else {
            continue;
        };
        assert!(work.0 > 0, "{record:?}");
        assert!(work.0 + credit.0 >= 64 << 10, "{record:?}");
        told += 1;
    }
    assert!(told > 3, "{told}");
}
