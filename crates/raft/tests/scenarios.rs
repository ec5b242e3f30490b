//! Every built-in scenario is read and told: what is shown is what is tested.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use glassbox_raft::scenarios::{self, Scenario};
use glassbox_raft::{Cluster, Event, words};
use glassbox_sim::scenario::{Text, check, tell};
use glassbox_sim::{Instant, Lang, Model};

/// A story is played at a twentieth of its speed, so it must be short.
const LONGEST: Instant = Instant::from_nanos(3_000_000_000);

fn all() -> impl Iterator<Item = Scenario> {
    scenarios::FILES.iter().map(|(id, _)| {
        let scenario = scenarios::find(id).expect("it is in the list");
        scenario.unwrap_or_else(|error| panic!("{id}: {error}"))
    })
}

/// Every text of a scenario that is read by people.
fn texts(scenario: &Scenario) -> Vec<&Text> {
    let mut all = vec![&scenario.title, &scenario.question];
    for step in &scenario.steps {
        all.push(&step.text);
        all.extend(step.goal.iter().map(|goal| &goal.text));
        if let Some(ask) = &step.predict {
            all.extend([&ask.ask, &ask.because]);
            all.extend(ask.choices.iter().map(|choice| &choice.text));
        }
    }
    all
}

#[test]
fn the_list_names_each_file_by_its_id() {
    for ((listed, _), scenario) in scenarios::FILES.iter().zip(all()) {
        assert_eq!(*listed, scenario.id);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let listed = scenarios::FILES
        .iter()
        .map(|(id, _)| format!("{}.json", &id["raft/".len()..]));
    assert_eq!(files, listed.collect());
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
    for Scenario {
        id,
        steps,
        pinned,
        setup,
        seed,
        ..
    } in all()
    {
        assert!(
            (4..=8).contains(&steps.len()),
            "{id}: {} steps",
            steps.len()
        );
        let predictions: Vec<_> = steps
            .iter()
            .filter_map(|step| step.predict.as_ref())
            .collect();
        assert!(!predictions.is_empty(), "{id} asks for no prediction");
        assert!(
            predictions.iter().all(|ask| ask.choices.len() == 3),
            "{id}: three choices each"
        );
        assert!(pinned.is_some(), "{id} pins no property");
        assert!(Cluster::new(&setup, seed).is_ok(), "{id}");
    }
    for scenario in all() {
        let told = tell::<Cluster>(&scenario, scenario.seed).unwrap();
        let (_, end) = *told.lesson.marks.last().unwrap();
        assert!(end <= LONGEST, "{} takes {end} ms", scenario.id);
    }
}

#[test]
fn titles_and_questions_tell_the_scenarios_apart() {
    let mut seen = BTreeSet::new();
    for Scenario {
        id,
        title,
        question,
        ..
    } in all()
    {
        for text in [title.en, title.zh, question.en, question.zh] {
            assert!(seen.insert(text.clone()), "{id}: \"{text}\" is used twice");
        }
    }
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
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for scenario in all() {
        for Text { en, zh } in texts(&scenario) {
            assert!(!en.chars().any(han), "{}: Chinese in \"{en}\"", scenario.id);
            assert!(
                zh.chars().any(han),
                "{}: no Chinese in \"{zh}\"",
                scenario.id
            );
            assert!(!en.contains(['\'', '"', '!']), "{}: \"{en}\"", scenario.id);
            assert!(
                !zh.contains([',', ';', '?', '!', '(', ')', '！']),
                "{}: \"{zh}\"",
                scenario.id
            );
            let letters: Vec<char> = zh.chars().collect();
            let touching = letters.windows(2).find(|pair| {
                (han(pair[0]) && pair[1].is_ascii_alphanumeric())
                    || (pair[0].is_ascii_alphanumeric() && han(pair[1]))
            });
            assert_eq!(
                touching, None,
                "{}: a space belongs there in \"{zh}\"",
                scenario.id
            );
        }
    }
}

/// What an onlooker reads, with the moments and the steps of the story.
fn trace(scenario: &Scenario, lang: Lang) -> String {
    let told = tell::<Cluster>(scenario, scenario.seed).unwrap();
    let (mut timeline, marks) = (told.timeline, told.lesson.marks);
    let branch = timeline.position().branch;
    let mut text = String::new();
    for (number, ends) in (1..).zip(marks.windows(2)) {
        let ((from, _), (to, _)) = (ends[0], ends[1]);
        writeln!(text, "-- {number}").unwrap();
        timeline.seek(branch, from);
        for _ in from..to {
            timeline.step_on().unwrap();
            let happened = timeline.happened();
            for record in happened
                .iter()
                .filter(|record| !Event::is_detail(&record.event))
            {
                let sentence = words::sentence(&record.event, lang);
                writeln!(text, "{:>7}  {sentence}", record.at.to_string()).unwrap();
            }
        }
    }
    text
}

/// `GLASSBOX_UPDATE=1` writes the files anew.
#[test]
fn the_sentences_of_two_stories_are_as_they_were() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for name in ["two-leaders", "leader-crash"] {
        let scenario = scenarios::find(name).unwrap().unwrap();
        for lang in Lang::ALL {
            let file = golden.join(format!("{name}.{}.txt", lang.tag()));
            let now = trace(&scenario, lang);
            if std::env::var_os("GLASSBOX_UPDATE").is_some() {
                std::fs::create_dir_all(&golden).unwrap();
                std::fs::write(&file, now).unwrap();
                continue;
            }
            let before = std::fs::read_to_string(&file).unwrap_or_default();
            let changed = before
                .lines()
                .zip(now.lines())
                .find(|(old, new)| old != new);
            assert!(
                before == now,
                "{}: first change: {changed:?}",
                file.display()
            );
        }
    }
}
