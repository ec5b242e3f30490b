//! Random programs, and what is said of them.

use super::limit::too_much;
use super::*;

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
