//! Every built-in scenario is read and told: what is shown is what is tested.

use std::path::Path;

use glassbox_raft::scenarios::{self, Scenario};
use glassbox_raft::{Cluster, Event, words};
use glassbox_sim::scenario::{check, tell};
use glassbox_sim::{Instant, Lang};
use glassbox_stories::{
    assert_as_it_was, assert_asks, assert_listed, assert_set, assert_told_apart, trace,
};

/// A story is played at a twentieth of its speed, so it must be short.
const LONGEST: Instant = Instant::from_nanos(3_000_000_000);

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
    for scenario in all() {
        if let Err(problem) = check::<Cluster>(&scenario) {
            panic!("{}: {problem}", scenario.id);
        }
    }
}

#[test]
fn stories_are_short_and_ask_for_a_prediction() {
    for scenario in all() {
        assert_asks(&scenario);
        let told = tell::<Cluster>(&scenario, scenario.seed).unwrap();
        let (_, end) = *told.lesson.marks.last().unwrap();
        assert!(end <= LONGEST, "{} takes {end} ms", scenario.id);
    }
}

#[test]
fn titles_and_questions_tell_the_scenarios_apart() {
    assert_told_apart(all());
}

#[test]
fn a_rule_is_broken_only_where_one_is_switched_off() {
    for scenario in all() {
        let told = tell::<Cluster>(&scenario, scenario.seed).unwrap();
        let branch = told.timeline.position().branch;
        let broken = !told.timeline.violations_of(branch).is_empty();
        assert_eq!(
            broken,
            !scenario.setup.rules_off.is_empty(),
            "{}",
            scenario.id
        );
    }
}

#[test]
fn texts_are_set_as_each_language_sets_them() {
    all().for_each(|scenario| assert_set(&scenario));
}

#[test]
fn the_sentences_of_two_stories_are_as_they_were() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for name in ["two-leaders", "leader-crash"] {
        let scenario = scenarios::find(name).unwrap().unwrap();
        for lang in Lang::ALL {
            let sentence = |event: &Event| {
                let told = !event.is_detail();
                told.then(|| words::sentence(event, lang))
            };
            let file = golden.join(format!("{name}.{}.txt", lang.tag()));
            assert_as_it_was(&file, &trace::<Cluster>(&scenario, sentence));
        }
    }
}
