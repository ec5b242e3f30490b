//! Every story is read and told: what is shown is what is tested.

use std::collections::BTreeSet;
use std::path::Path;

use glassbox_sim::scenario::{check, tell};
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
