//! Every story is read and told: what is shown is what is tested.

use std::collections::BTreeSet;
use std::path::Path;

use glassbox_sim::scenario::{Move, check, tell};
use glassbox_sim::{Author, Instant, Model, Timeline, link};
use glassbox_stories::{assert_asks, assert_listed, assert_set, assert_told_apart};

use super::scenarios::{self, Scenario};
use super::*;
use crate::program::{Bytes, Gogc};

fn all() -> impl Iterator<Item = Scenario> {
    scenarios::FILES.iter().map(|(id, _)| {
        let scenario = scenarios::find(id).expect("it is in the list");
        scenario.unwrap_or_else(|error| panic!("{id}: {error}"))
    })
}

#[test]
fn the_list_names_each_file_by_its_id() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    assert_listed(scenarios::FILES, all(), &folder);
}

#[test]
fn every_story_comes_true_and_every_goal_can_be_reached() {
    let problems: Vec<String> = all()
        .filter_map(|scenario| {
            let problem = check::<Lab>(&scenario).err()?;
            Some(format!("{}: {problem}", scenario.id))
        })
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn stories_are_short_ask_for_predictions_and_pin_a_property_of_their_kind() {
    for scenario in all() {
        assert_asks(&scenario);
        let lab = Lab::new(&scenario.setup, scenario.seed).unwrap();
        let pinned = scenario.pinned.as_deref().unwrap();
        assert!(lab.own_properties().contains(&pinned), "{}", scenario.id);
    }
}

#[test]
fn titles_and_questions_tell_the_scenarios_apart() {
    assert_told_apart(all());
}

#[test]
fn a_rule_is_broken_only_where_the_limiter_is_off_or_the_collector_not_sound() {
    for scenario in all() {
        let told = tell::<Lab>(&scenario, scenario.seed).unwrap();
        let branch = told.timeline.position().branch;
        let broken = !told.timeline.violations_of(branch).is_empty();
        let switched = match &scenario.setup {
            Setup::Program(it) => !it.cpu_limiter,
            Setup::Heap(it) => !it.collector.is_sound() || !it.faults.is_empty(),
            Setup::Append(_) => false,
        };
        assert_eq!(broken, switched, "{}", scenario.id);
    }
}

#[test]
fn texts_are_set_as_each_language_sets_them() {
    all().for_each(|scenario| assert_set(&scenario));
}

#[test]
fn a_setup_in_a_file_has_its_kind_beside_its_fields() {
    let json = r#"{"kind":"program","gogc":50,"live-heap":"3MiB"}"#;
    let setup: Setup = serde_json::from_str(json).unwrap();
    let expected = program::Setup {
        gogc: Gogc::Percent(50),
        live_heap: Bytes::mib(3),
        ..program::Setup::default()
    };
    assert_eq!(setup, Setup::Program(expected));
    let again = serde_json::to_string(&setup).unwrap();
    assert_eq!(serde_json::from_str::<Setup>(&again).unwrap(), setup);
    for wrong in [
        r#"{"gogc":50}"#,
        r#"{"kind":"parrot"}"#,
        r#"{"kind":"append","gogc":50}"#,
        r#"{"kind":"program","gogc":"maybe"}"#,
    ] {
        assert!(serde_json::from_str::<Setup>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn an_act_of_another_kind_is_refused_and_its_fact_is_never_true() {
    let setup = Setup::Append(append::Setup::default());
    let mut lab = Lab::new(&setup, 0).unwrap();
    let mut log = Log::starting_at(glassbox_sim::EventId(0));
    let act = Act::Program(program::Act::Pause);
    let refused = lab.act(Instant::START, &act, &mut log);
    assert_eq!(refused, Err(Refused::NotThere));
    assert!(log.records().is_empty());
    assert!(!lab.holds(&Fact::Program(program::Fact::Limiting), &[]));
    assert_eq!(
        lab.acts().len(),
        lab.acts()
            .iter()
            .filter(|it| matches!(it, Act::Append(_)))
            .count()
    );
}

#[test]
fn what_a_scenario_names_belongs_to_its_kind_and_setup() {
    let setup = |json: &str| serde_json::from_str::<Setup>(json).unwrap();
    let program = setup(r#"{"kind":"program","procs":4,"goroutines":2}"#);
    let fact = |json: &str| Lab::check_fact(&program, &serde_json::from_str(json).unwrap());
    let act = |json: &str| Lab::check_act(&program, &serde_json::from_str(json).unwrap());
    assert_eq!(fact(r#"{"program":{"waits":2}}"#), Ok(()));
    let no_three = Absent::check(["goroutine", " goroutine"], 3_u8, 1_u8, 2_u8);
    assert!(no_three.is_err());
    assert_eq!(fact(r#"{"program":{"waits":3}}"#), no_three);
    let returned = r#"{"program":{"just":{"event":"returned","goroutine":3}}}"#;
    assert_eq!(fact(returned), no_three);
    assert_eq!(act(r#"{"program":{"collect":3}}"#), no_three);
    assert_eq!(act(r#"{"program":{"collect":1}}"#), Ok(()));
    assert_eq!(fact(r#"{"heap":{"lost":1}}"#), Err(Absent::Kind));
    assert_eq!(act(r#"{"heap":"collect"}"#), Err(Absent::Kind));
    let heap = setup(r#"{"kind":"heap"}"#);
    let wrong = Fact::Heap(serde_json::from_str(r#"{"scanned":9}"#).unwrap());
    assert!(Lab::check_fact(&heap, &wrong).is_err());
}

#[test]
fn every_model_has_all_its_properties_in_the_lab() {
    let count = World::properties().len() + Program::properties().len() + Slice::properties().len();
    assert_eq!(Lab::properties().len(), count);
    let ids: BTreeSet<_> = Lab::properties().iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), count, "two properties have one name");
}

#[test]
fn events_stay_small() {
    assert!(size_of::<Event>() <= 40, "{}", size_of::<Event>());
}

#[test]
fn a_link_leads_to_the_same_moment_of_each_kind() {
    let acts = [
        Act::Program(program::Act::SetGogc(Gogc::Off)),
        Act::Program(program::Act::SetMemoryLimit(Some(Bytes::mib(64)))),
        Act::Program(program::Act::Collect(1)),
        Act::Append(append::Act::Append(300)),
        Act::Append(append::Act::SetRelease(append::Go::Go1_17)),
    ];
    for setup in [
        Setup::Heap(heap::Setup::default()),
        Setup::Program(program::Setup {
            gogc: Gogc::Percent(50),
            ..program::Setup::default()
        }),
        Setup::Append(append::Setup::default()),
    ] {
        let mut run = Timeline::<Lab>::new(setup.clone(), 3).unwrap();
        for act in &acts {
            for _ in 0..40 {
                let _ = run.step_on();
            }
            // Those of the other kinds are refused.
            let _ = run.act(act.clone(), Author::Person);
        }
        let text = run
            .link(link::Source::Setup(setup.clone()))
            .encode()
            .unwrap();
        let read = link::decode::<Lab>(&text).unwrap();
        let mut again = Timeline::<Lab>::new(setup, 3).unwrap();
        again.follow(&read).unwrap();
        assert_eq!(again.digest(), run.digest());
        assert_eq!(again.position(), run.position());
    }
}

#[test]
fn seeking_back_and_on_leads_to_the_same_program() {
    let scenario = scenarios::find("memory-limit").unwrap().unwrap();
    let mut timeline = tell::<Lab>(&scenario, scenario.seed).unwrap().timeline;
    let branch = timeline.position().branch;
    let end = timeline.recorded(branch);
    let state = |timeline: &Timeline<Lab>| match timeline.state() {
        Lab::Program(program) => format!("{:?} {:?}", program.process(), program.history()),
        _ => String::new(),
    };
    timeline.seek(branch, end / 2);
    let middle = state(&timeline);
    timeline.seek(branch, end);
    timeline.seek(branch, 3);
    timeline.seek(branch, end / 2);
    assert!(middle.len() > 1_000);
    assert_eq!(state(&timeline), middle);
}

/// What widely read notes on Go's collector say and is wrong or dated: number, scenario, the step that
/// puts it right, from 1, and a word of the claim.
const CORRECTIONS: &[(u8, &str, usize, &str)] = &[
    (1, "what-starts-a-cycle", 6, "Too many goroutines"),
    (2, "what-starts-a-cycle", 1, "local allocation buffer"),
    (3, "what-starts-a-cycle", 3, "stack GC"),
    (4, "how-a-slice-grows", 1, "new or make"),
    (5, "mark-sweep", 3, "constant pool"),
    (6, "insertion-barrier", 4, "made white again"),
    (7, "hybrid-barrier", 3, "becomes black"),
    (8, "allocate-black", 2, "newly created on the stack"),
    (9, "two-pauses", 2, "needs no STW"),
    (10, "heap-to-stack", 2, "point to each other"),
    (11, "stack-to-heap", 6, "deletion barrier"),
    (12, "stack-to-stack", 3, "new objects on a stack"),
    (13, "heap-to-heap", 3, "only if the current stack is grey"),
    (14, "mark-sweep", 2, "Go 1.3"),
    (15, "before-the-goal", 2, "twice as large"),
    (16, "runtime-gc", 2, "runtime.GC stops the world"),
    (17, "two-pauses", 5, "mark termination"),
    (18, "insertion-barrier", 1, "Writes to a stack"),
];

#[test]
fn each_of_eighteen_claims_of_many_notes_is_put_right_in_one_step() {
    let numbers: Vec<u8> = CORRECTIONS.iter().map(|it| it.0).collect();
    assert_eq!(numbers, (1..=18).collect::<Vec<_>>());
    for (number, id, step, claim) in CORRECTIONS {
        let scenario = scenarios::find(id).expect(id).unwrap();
        let said = scenario.steps[step - 1].often_said.as_ref();
        let said = said.unwrap_or_else(|| panic!("{number}: nothing in step {step} of {id}"));
        assert!(said.claim.en.contains(claim), "{number}: {:?}", said.claim);
        // Shown beside the step: a few lines, and the same source in both languages.
        assert!(said.claim.en.len() < 140, "{number}: {:?}", said.claim);
        assert!(said.in_fact.en.len() < 330, "{number}: {:?}", said.in_fact);
        assert!(said.source.is_ascii(), "{number}: {}", said.source);
    }
    let steps = all().flat_map(|it| it.steps);
    let there = steps.filter(|step| step.often_said.is_some()).count();
    assert_eq!(there, CORRECTIONS.len(), "one is not in the table");
}

#[test]
fn the_cycle_after_two_minutes_is_marked_by_one_processor_although_all_are_idle() {
    let scenario = scenarios::find("two-minutes").unwrap().unwrap();
    let Setup::Program(setup) = &scenario.setup else {
        panic!("a program");
    };
    let mut timeline = tell::<Lab>(&scenario, scenario.seed).unwrap().timeline;
    let branch = timeline.position().branch;
    let mut marked = None;
    for _ in 0..timeline.recorded(branch) {
        timeline.step_on().unwrap();
        for record in timeline.happened() {
            let Event::Program(event) = record.event else {
                continue;
            };
            match event {
                program::Event::MarkBegan {
                    cycle: 4, workers, ..
                } => assert_eq!((workers, setup.procs), (1, 4)),
                program::Event::MarkEnded {
                    cycle: 4,
                    length,
                    scanned,
                } => marked = Some((length.as_nanos(), scanned)),
                _ => (),
            }
        }
    }
    let (length, scanned) = marked.expect("cycle 4 marks");
    let alone = u128::from(scanned.0) * 1_000_000_000 / u128::from(setup.scan_rate.0);
    assert!(
        u128::from(length) >= alone,
        "{length} ns for what one scans in {alone}"
    );
}

#[test]
fn the_race_takes_as_few_steps_as_a_search_of_all_runs_finds() {
    let scenario = scenarios::find("race").unwrap().unwrap();
    let Setup::Heap(setup) = &scenario.setup else {
        panic!("a heap");
    };
    let moves = scenario.steps.iter().flat_map(|step| &step.run);
    let acts = scenario.before.iter().chain(moves);
    let acts = acts.filter(|it| matches!(it, Move::Do(_))).count();
    let bounds = heap::machine::Bounds::default();
    let mut search = heap::proof::prove(setup.collector.rules(), bounds, 1_000_000);
    search.run(u32::MAX);
    let shortest = search.run_found().expect("one loses an object");
    assert_eq!((acts, shortest.steps.len()), (13, 13));
}
