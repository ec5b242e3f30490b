//! What an onlooker reads, kept in files.

use std::fmt::Write as _;
use std::path::Path;

use glassbox_sim::Model;
use glassbox_sim::scenario::{ScenarioOf, tell};

/// What an onlooker reads of a story: events that have a sentence, with their moments, under the
/// steps of the story.
///
/// # Panics
/// If the story cannot be told.
pub fn trace<M: Model>(
    scenario: &ScenarioOf<M>,
    sentence: impl Fn(&M::Event) -> Option<String>,
) -> String {
    let told = tell::<M>(scenario, scenario.seed).unwrap_or_else(|_| panic!("{}", scenario.id));
    let (mut timeline, marks) = (told.timeline, told.lesson.marks);
    let branch = timeline.position().branch;
    let mut text = String::new();
    let mut from = 0;
    for (number, (to, _)) in marks.into_iter().enumerate() {
        text += &match number {
            0 => "-- before\n".to_owned(),
            _ => format!("-- {number}\n"),
        };
        timeline.seek(branch, from);
        for _ in from..to {
            timeline.step_on().expect("it went on before");
            for record in timeline.happened() {
                if let Some(sentence) = sentence(&record.event) {
                    writeln!(text, "{:>8}  {sentence}", record.at.to_string()).expect("room");
                }
            }
        }
        from = to;
    }
    text
}

/// The file says `now`. With `GLASSBOX_UPDATE=1` in the environment it is written anew instead.
///
/// # Panics
/// If it says something else.
pub fn assert_as_it_was(file: &Path, now: &str) {
    if std::env::var_os("GLASSBOX_UPDATE").is_some() {
        let written = std::fs::write(file, now);
        return written.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    let before = std::fs::read_to_string(file).unwrap_or_default();
    let mut lines = before.lines().zip(now.lines());
    let changed = lines.find(|(old, new)| old != new);
    let file = file.display();
    assert!(before == now, "{file}: first change: {changed:?}");
}
