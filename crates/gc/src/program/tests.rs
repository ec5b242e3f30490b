//! Programs, run.

use glassbox_sim::{
    Chance, Duration, EventId, Instant, Kind, Lang, Log, Model, Purpose, Record, Verdict,
};

use super::*;

/// A run that looks at every property after every step.
struct Run {
    program: Program,
    records: Vec<Record<Event>>,
    steps: u32,
}

impl Run {
    fn new(setup: Setup) -> Self {
        Self {
            program: Program::new(&setup, 0).unwrap(),
            records: Vec::new(),
            steps: 0,
        }
    }

    fn log(&self) -> Log<Event> {
        Log::starting_at(EventId(self.records.len() as u32))
    }

    fn step(&mut self) {
        let (before, next) = (self.program.now(), self.program.next().unwrap());
        assert!(next >= before);
        let mut log = self.log();
        self.program.step(&mut log);
        assert_eq!(self.program.now(), next);
        self.take(log);
    }

    fn act(&mut self, at: Instant, act: Act) -> Result<(), Refused> {
        let mut log = self.log();
        self.program.act(at, &act, &mut log)?;
        assert_eq!(self.program.now(), at);
        self.take(log);
        Ok(())
    }

    fn act_now(&mut self, act: Act) {
        let now = self.program.now();
        assert_eq!(self.act(now, act), Ok(()), "{act:?}");
    }

    fn take(&mut self, mut log: Log<Event>) {
        self.steps += 1;
        for record in log.drain() {
            let own = self.records.len() as u32;
            assert!(
                record.causes.iter().all(|cause| cause.0 < own),
                "{record:?}"
            );
            self.records.push(record);
        }
    }

    fn run(&mut self, length: Duration) {
        let end = self.program.now() + length;
        while self.program.next().is_some_and(|next| next <= end) {
            self.step();
        }
    }

    fn broken(&self) -> Vec<&'static str> {
        Program::properties()
            .iter()
            .filter(|it| it.kind == Kind::Always)
            .filter(|it| matches!((it.check)(&self.program), Verdict::Broken(_)))
            .map(|it| it.id)
            .collect()
    }
}

const MIB: u64 = 1 << 20;

/// One cycle after the other, with 16 MiB alive.
fn steady(change: impl FnOnce(&mut Setup)) -> Run {
    let mut setup = Setup::default();
    change(&mut setup);
    let mut run = Run::new(setup);
    run.run(Duration::from_secs(1));
    run
}

fn events<'a>(run: &'a Run, name: &'a str) -> impl Iterator<Item = &'a Record<Event>> {
    run.records.iter().filter(move |it| it.event.name() == name)
}

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
    assert_eq!(next.start.0, before.end.unwrap().0);
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

/// More alive than the limit allows.
fn too_much(cpu_limiter: bool) -> Run {
    let mut run = Run::new(Setup {
        memory_limit: Some(Bytes::mib(64)),
        live_heap: Bytes::mib(64),
        alloc_rate: Bytes::mib(2048),
        scan_rate: Bytes::mib(128),
        cpu_limiter,
        ..Setup::default()
    });
    run.run(Duration::from_secs(6));
    run
}

#[test]
fn more_alive_than_the_limit_takes_half_of_the_time_and_not_all_of_it() {
    let run = too_much(true);
    let process = run.program.process();
    let percent = process.ledger().collector_percent(process.now());
    assert!((45..=55).contains(&percent), "{percent} %");
    assert!(process.mapped() > 128 * MIB, "the limit is a soft one");
    assert_eq!(run.broken(), [""; 0]);
}

#[test]
fn without_the_cpu_limiter_more_alive_than_the_limit_takes_nearly_all_of_the_time() {
    let run = too_much(false);
    let process = run.program.process();
    let percent = process.ledger().collector_percent(process.now());
    assert!(percent >= 90, "{percent} %");
    assert!(process.mapped() < 96 * MIB);
    assert_eq!(run.broken(), ["collector-takes-no-more-than-half"]);
}

#[test]
fn a_limit_that_leaves_room_keeps_the_process_within_it() {
    let run = steady(|it| {
        it.gogc = Gogc::Off;
        it.memory_limit = Some(Bytes::mib(48));
    });
    assert!(run.program.process().collections().cycles >= 3);
    // The first cycle starts late, as nothing is known of the program yet.
    let second = run.program.history().cycles().nth(1).unwrap();
    assert!(events(&run, "limit-reached").all(|it| it.at < second.start.0));
    assert!(run.program.process().mapped() <= 48 * MIB);
    assert_eq!(run.program.source(), Source::Limit);
}

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

fn size(chance: &mut Chance, low: u32, high: u32) -> Bytes {
    // Every order of magnitude is as likely.
    Bytes((1 << chance.between(low, high - 1)) + u64::from(chance.below(1 << low)))
}

fn random_setup(chance: &mut Chance) -> Setup {
    let procs = [1, 2, 3, 4, 5, 6, 8, 16][chance.below(8) as usize];
    Setup {
        procs,
        goroutines: chance.between(1, procs) as u8,
        gogc: random_gogc(chance),
        memory_limit: (chance.below(2) == 0).then(|| size(chance, 20, 28)),
        alloc_rate: size(chance, 20, 32),
        live_heap: size(chance, 10, 27),
        scannable: chance.below(101) as u8,
        object_size: size(chance, 4, 22),
        scan_rate: size(chance, 26, 30),
        sweep_rate: size(chance, 28, 32),
        stacks: size(chance, 10, 26),
        globals: size(chance, 10, 26),
        runtime: size(chance, 10, 24),
        first_pause: chance.duration(Duration::from_micros(1), Duration::from_millis(1)),
        second_pause: chance.duration(Duration::from_micros(1), Duration::from_millis(1)),
        cpu_limiter: true,
    }
}

fn random_gogc(chance: &mut Chance) -> Gogc {
    match chance.below(6) {
        0 => Gogc::Off,
        1 => Gogc::Percent(0),
        _ => Gogc::Percent(chance.between(1, 400)),
    }
}

fn random_act(chance: &mut Chance) -> Act {
    match chance.below(8) {
        0 => Act::SetGogc(random_gogc(chance)),
        1 => Act::SetMemoryLimit((chance.below(2) == 0).then(|| size(chance, 20, 28))),
        2 => Act::SetAllocRate(size(chance, 20, 32)),
        3 => Act::SetLiveHeap(size(chance, 10, 27)),
        4 => Act::SetStacks(size(chance, 10, 26)),
        5 => Act::Pause,
        6 => Act::Resume,
        _ => Act::Collect(chance.between(1, 4) as u8),
    }
}

#[test]
fn random_programs_break_nothing_and_run_the_same_again() {
    for seed in 0..60 {
        let mut chance = Chance::new(seed, Purpose(1));
        let setup = random_setup(&mut chance);
        let (mut run, mut again) = (Run::new(setup.clone()), Run::new(setup.clone()));
        for _ in 0..600 {
            if chance.below(20) == 0 {
                let next = run.program.next().unwrap_or(run.program.now());
                // At once, between two steps, or at the very moment of the next.
                let at = match chance.below(3) {
                    0 => run.program.now(),
                    1 => run.program.now().midway(next),
                    _ => next,
                };
                let act = random_act(&mut chance);
                assert_eq!(run.act(at, act), again.act(at, act));
            } else if run.program.next().is_some() {
                run.step();
                again.step();
            }
            assert_eq!(
                run.broken(),
                [""; 0],
                "seed {seed} at {}, {setup:?}",
                run.program.now()
            );
        }
        assert_eq!(run.records, again.records);
        assert_eq!(
            run.program.process().controller(),
            again.program.process().controller()
        );
    }
}

#[test]
fn everything_is_said_in_both_languages() {
    let mut seen = std::collections::BTreeSet::new();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let check = |en: &str, zh: &str| {
        assert!(!en.is_empty() && !en.chars().any(han), "{en}");
        assert!(
            zh.chars().any(han) && !zh.contains([',', ';', '?', '!', '(', ')']),
            "{zh}"
        );
        let letters: Vec<char> = zh.chars().collect();
        let touching = letters.windows(2).find(|pair| {
            (han(pair[0]) && pair[1].is_ascii_alphanumeric())
                || (pair[0].is_ascii_alphanumeric() && han(pair[1]))
        });
        assert_eq!(touching, None, "a space belongs there: {zh}");
        assert!(!zh.contains("  ") && !en.contains("  "), "{en} {zh}");
    };
    for seed in 0..40 {
        let mut chance = Chance::new(seed, Purpose(1));
        let mut run = Run::new(random_setup(&mut chance));
        for _ in 0..300 {
            if chance.below(10) == 0 {
                let at = run.program.now();
                let _ = run.act(at, random_act(&mut chance));
            } else if run.program.next().is_some() {
                run.step();
            }
        }
        for record in &run.records {
            let event = &record.event;
            seen.insert(event.name());
            check(
                &words::sentence(event, Lang::En),
                &words::sentence(event, Lang::Zh),
            );
        }
    }
    let more = [too_much(true)];
    for record in more.iter().flat_map(|run| &run.records) {
        seen.insert(record.event.name());
        let event = &record.event;
        check(
            &words::sentence(event, Lang::En),
            &words::sentence(event, Lang::Zh),
        );
    }
    let all = <Event as strum::VariantNames>::VARIANTS;
    let unseen: Vec<_> = all.iter().filter(|it| !seen.contains(**it)).collect();
    assert_eq!(unseen, [&"limiter-switched"]);
    for on in [false, true] {
        let event = Event::LimiterSwitched { on };
        check(
            &words::sentence(&event, Lang::En),
            &words::sentence(&event, Lang::Zh),
        );
    }
    for rule in Rule::ALL {
        check(words::rule(rule, Lang::En), words::rule(rule, Lang::Zh));
        assert_eq!(rule.citation().is_empty(), rule == Rule::Person);
    }
    for property in Program::properties() {
        let (en, zh) = (
            words::property(property.id, Lang::En),
            words::property(property.id, Lang::Zh),
        );
        check(en.name, zh.name);
        check(en.says, zh.says);
    }
    for act in steady(|_| ()).program.acts() {
        assert!(!words::act(&act, Lang::En).is_empty() && !words::act(&act, Lang::Zh).is_empty());
    }
}
