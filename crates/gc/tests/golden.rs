//! What an onlooker reads of three stories, one of each kind, is as it was.

use std::fmt::Write as _;
use std::path::Path;

use glassbox_gc::lab::{Lab, scenarios, words};
use glassbox_sim::Lang;
use glassbox_sim::scenario::tell;

/// What an onlooker reads, with the moments and the steps of the story.
fn trace(scenario: &scenarios::Scenario, lang: Lang) -> String {
    let told = tell::<Lab>(scenario, scenario.seed).expect("a story that can be told");
    let (mut timeline, marks) = (told.timeline, told.lesson.marks);
    let branch = timeline.position().branch;
    let mut text = String::new();
    let mut from = 0;
    for (number, (to, _)) in marks.into_iter().enumerate() {
        match number {
            0 => writeln!(text, "-- before"),
            _ => writeln!(text, "-- {number}"),
        }
        .unwrap();
        timeline.seek(branch, from);
        for _ in from..to {
            timeline.step_on().expect("it went on before");
            for record in timeline.happened() {
                if !record.event.is_detail() {
                    let sentence = words::sentence(&record.event, lang);
                    writeln!(text, "{:>8}  {sentence}", record.at.to_string()).unwrap();
                }
            }
        }
        from = to;
    }
    text
}

/// `GLASSBOX_UPDATE=1` writes the files anew.
#[test]
fn the_sentences_of_three_stories_are_as_they_were() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for name in ["hybrid-barrier", "two-minutes", "how-a-slice-grows"] {
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
            let mut lines = before.lines().zip(now.lines());
            let changed = lines.find(|(old, new)| old != new);
            let file = file.display();
            assert!(before == now, "{file}: first change: {changed:?}");
        }
    }
}
