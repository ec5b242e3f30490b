//! What a person does, looks at, and how much of it is kept.

use super::*;

#[test]
fn a_new_gogc_counts_at_once() {
    let mut run = steady(|_| ());
    while run.program.process().phase() != Phase::Off {
        run.step();
    }
    let before = run.program.process().controller().heap_goal();
    run.act_now(Act::SetGogc(Gogc::Percent(200)));
    assert!(run.program.process().controller().heap_goal() > before);
    run.act_now(Act::SetGogc(Gogc::Off));
    assert_eq!(run.program.source(), Source::Nothing);
    let cycles = run.program.process().collections().cycles;
    run.run(Duration::from_secs(1));
    assert_eq!(run.program.process().collections().cycles, cycles);
}

#[test]
fn what_another_gogc_would_do_is_what_it_does() {
    let run = steady(|_| ());
    for gogc in [Gogc::Off, Gogc::Percent(0), Gogc::Percent(37)] {
        let mut copy = run.program.clone();
        let expected = copy.with_gogc(gogc).trigger_terms();
        let now = copy.now();
        copy.act(now, &Act::SetGogc(gogc), &mut run.log()).unwrap();
        let controller = copy.process().controller();
        assert_eq!(controller.trigger_terms(), expected, "{gogc}");
    }
}

#[test]
fn what_is_let_go_is_garbage_and_the_next_cycle_finds_it() {
    let mut run = steady(|_| ());
    run.act_now(Act::SetLiveHeap(Bytes::mib(1)));
    assert_eq!(run.program.process().kept(), MIB);
    run.run(Duration::from_millis(400));
    let live = run.program.process().controller().heap_marked;
    assert!(live < 8 * MIB, "{live}");
}

#[test]
fn a_refused_act_changes_nothing() {
    let mut run = steady(|_| ());
    let next = run.program.next();
    let state = format!("{:?}", run.program.process());
    let now = run.program.now();
    for (act, why) in [
        (Act::SetGogc(Gogc::Percent(100)), Refused::AlreadySo),
        (Act::SetGogc(Gogc::Percent(u32::MAX)), Refused::OverBound),
        (Act::SetMemoryLimit(None), Refused::AlreadySo),
        (Act::SetMemoryLimit(Some(Bytes(0))), Refused::OverBound),
        (Act::SetAllocRate(Bytes(0)), Refused::OverBound),
        (Act::SetAllocRate(Bytes(u64::MAX)), Refused::OverBound),
        (Act::SetLiveHeap(Bytes(u64::MAX)), Refused::OverBound),
        (Act::SetStacks(Bytes(u64::MAX)), Refused::OverBound),
        (Act::Collect(0), Refused::NotThere),
        (Act::Collect(5), Refused::NotThere),
        (Act::Resume, Refused::AlreadySo),
        (Act::SetCpuLimiter(true), Refused::AlreadySo),
    ] {
        assert_eq!(run.act(now, act), Err(why), "{act:?}");
    }
    assert_eq!(run.program.next(), next);
    assert_eq!(format!("{:?}", run.program.process()), state);
}

#[test]
fn an_act_before_anything_happened_finds_the_program_started() {
    let mut run = Run::new(Setup::default());
    run.act(Instant::START, Act::Pause).unwrap();
    let names: Vec<&str> = run.records.iter().map(|it| it.event.name()).collect();
    assert_eq!(names, ["started", "goal-set", "paused"]);
    assert_eq!(run.program.next(), None);
}

#[test]
fn all_that_is_offered_can_be_done() {
    let mut run = steady(|_| ());
    let acts = run.program.acts();
    assert!(acts.len() > 10);
    for act in acts {
        let mut copy = run.program.clone();
        let mut log = run.log();
        let at = copy.now();
        assert_eq!(copy.act(at, &act, &mut log), Ok(()), "{act:?}");
    }
    run.act_now(Act::Pause);
    assert!(run.program.acts().contains(&Act::Resume));
}

#[test]
fn history_is_bounded() {
    let mut run = Run::new(Setup {
        live_heap: Bytes(0),
        alloc_rate: Bytes::mib(4096),
        ..Setup::default()
    });
    while run.program.process().collections().cycles < 300 {
        run.step();
    }
    let history = run.program.history();
    assert_eq!(history.cycles().len(), MAX_CYCLES);
    assert_eq!(history.samples().len(), MAX_SAMPLES);
    assert_eq!(history.last().unwrap().number, 300);
}

#[test]
fn looking_between_two_steps_shows_the_heap_on_its_way() {
    let mut run = steady(|_| ());
    while run.program.process().phase() != Phase::Off {
        run.step();
    }
    let (now, next) = (run.program.now(), run.program.next().unwrap());
    let heap = |at| run.program.process_at(at).controller().heap_live;
    assert_eq!(heap(now), run.program.process().controller().heap_live);
    assert!((heap(now)..=heap(next)).contains(&heap(now.midway(next))));
    assert!(heap(next) > heap(now));
}
